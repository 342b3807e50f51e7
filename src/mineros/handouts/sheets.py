"""What students read, look at and write on; and the numbers of the figures."""

from __future__ import annotations

import re
from html import unescape
from itertools import groupby
from typing import TYPE_CHECKING, Any

from mineros import bank, html
from mineros.handouts.pages import (
    foot,
    gray,
    markdown,
    numbered,
    page,
    paper_style,
    printed,
    quoted,
    sized,
    small,
)
from mineros.lesson import without_keys

if TYPE_CHECKING:
    from mineros.lesson import Block, Lesson

LINES = {"written": 4, "discussion": 3, "chart": 4}  # to write on, by the kind of a question
LINES_AT_THE_END = 8  # for the last question, which is collected
# What only a computer needs, or names what is not on paper: parts, cells that tell how to use controls or code,
# questions that change or make code or choose a number for a control.
NO_MACHINE = ("saving", "next")
CONTROLS = ("try-", "compute-", "code-", "make-")
AT_A_KEYBOARD = ("modify", "make", "deal")
GUESSES = ("prediction", "ordering")  # answered by what comes next, which is therefore on another page
CELL = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.DOTALL)
LONGEST_WORD = 13  # letters; a longer word is broken
LETTER, GAP = 0.66, 1.2  # of a letter and of the gap between columns, in percent of the width
LONGEST_TABLE, MOST_SOURCES = 130, 60  # rows and sources; a longer table is read on a screen


def sheets(lesson: Lesson, paper: str) -> str:
    """The lesson's text, figures in gray and questions, in its order.

    Each part begins a page and has its name at the head of its pages, so that a teacher can take parts out and give
    them out one by one. After a guess a new page begins; the last part is one to collect.
    """
    shown = [block for block in lesson.blocks if on_paper(lesson, block)]
    parts = [list(group) for _, group in groupby(shown, key=_sheet_of)]
    names = [f"part{place}" for place in range(len(parts))]
    headed = "".join(
        f'@page {name}{{@top-right{{content:"{quoted(_name(part[0]))}"}}}}'
        for name, part in zip(names, parts, strict=True)
        if part[0].kind == "text"
    )
    body = "".join(_part(lesson, part, name) for name, part in zip(names, parts, strict=True))
    body = f"{body.removesuffix('</div>')}{foot(lesson)}</div>"  # within the last part: outside, it would want a page
    return page(lesson, "sheets", f"<style>{headed}</style>{body}", paper_style(lesson, "sheets", paper))


def _sheet_of(block: Block) -> str:
    """Investigations, what is still argued and the summary stand on sheets of their own; all before them on one."""
    before = ("title", "notice", "overview", "staging")
    return "" if block.part in ("", *before) else block.part


def _name(block: Block) -> str:
    """What a part is called: its heading, without its minutes."""
    return block.content.splitlines()[0].lstrip("# ").partition(" · ")[0]


def _part(lesson: Lesson, blocks: list[Block], name: str) -> str:
    """One part: whatever follows a guess begins a page, and a guess stays with the beginning that leads to it."""
    chunks: list[tuple[str, str]] = []  # the class of a chunk, and what is in it
    guessed = False
    for block in blocks:
        role = lesson.questions[block.content]["role"] if block.kind == "question" else ""
        whole = _printed(lesson, block)
        if not whole:
            continue
        leads = len(chunks) == 1 and role == "prediction" and blocks[0].kind == "text"
        if chunks and (leads or block.kind == "axis"):
            chunks[-1] = ("kept", chunks[-1][1] + whole)
        else:
            turns = block.cell in lesson.beside.get("turn", []) or (guessed and role not in GUESSES)
            chunks.append(("turn" if turns else "", whole))
        guessed = role in GUESSES or (guessed and block.kind == "axis")
    head = _head(lesson) if blocks[0].part in ("", "title", "summary") else ""
    inside = "".join(f'<div class="{kind}">{whole}</div>' if kind else whole for kind, whole in chunks)
    return f'<div class="part" style="page:{name}">{head}{inside}</div>'


def _head(lesson: Lesson) -> str:
    blanks = "".join(f"<span>{html.text(lesson.told(name))}</span>" for name in ("name", "date"))
    return f'<div class="head">{blanks}</div>'


def on_paper(lesson: Lesson, block: Block) -> bool:
    """Whether a block is of use without a computer."""
    if block.kind == "question":
        return lesson.questions[block.content]["role"] not in AT_A_KEYBOARD
    return block.part not in NO_MACHINE and not block.cell.startswith(CONTROLS) and block.cell not in lesson.left_out


def tables(lesson: Lesson, paper: str) -> str:
    """The numbers of each figure, as the folded tables of the notebook hold them."""
    parts = [f"<h1>{html.text(lesson.title)}</h1>"]
    for block in lesson.blocks:
        if block.table and block.cell not in lesson.left_out:
            rows = block.table.count("<tr>") - 1
            whole = block.table if rows <= LONGEST_TABLE else f"<p>{html.text(lesson.told('long', rows=rows))}</p>"
            named = lesson.pack.citations.line(list(block.sources), most=MOST_SOURCES)
            rests = small(f"{lesson.words('figure.all_sources')}: {named}") if named else ""
            turn = ' class="turn"' if len(parts) > 1 else ""  # a table may answer the next guess
            head = f"<section{turn}><h2>{numbered(block)}</h2>{small(block.said)}"
            parts.append(f'{head}<div class="numbers">{_ruled(whole)}</div>{rests}</section>')
    return printed(lesson, "tables", "".join(parts), paper)


def _ruled(table: str) -> str:
    """A table whose columns hold their longest word, and share what is left by what stands in them."""
    rows = [[re.sub(r"<[^>]+>", "", unescape(cell)) for cell in CELL.findall(row)] for row in table.split("<tr>")[1:]]
    if not rows:
        return table
    columns = list(zip(*rows, strict=True))
    longest = [max(len(word) for cell in column for word in cell.split() or [""]) for column in columns]
    needs = [min(LONGEST_WORD, letters) * LETTER + GAP for letters in longest]
    texts = [sum(map(len, column)) / len(column) for column in columns]
    left = max(0.0, 100 - sum(needs))
    widths = [need + left * text / sum(texts) for need, text in zip(needs, texts, strict=True)]
    ruled = "".join(f'<col style="width:{width:.1f}%">' for width in widths)
    return table.replace("<table>", f"<table><colgroup>{ruled}</colgroup>", 1)


def _printed(lesson: Lesson, block: Block) -> str:
    if block.kind == "question":
        return _question(lesson, lesson.questions[block.content])
    if block.kind == "text":
        return markdown(without_keys(lesson.on_paper(block.cell, block.content)))
    if block.kind == "axis":
        return f'<div class="grid"></div><div class="axis">{block.content}</div>'
    if block.kind == "card" and "pack.contents(" in lesson.code(block.cell):
        return ""  # the list of all tables fills pages
    said = f"<p>{html.text(block.said)}</p>" if block.said else ""
    return f'<div class="kept">{said}{sized(gray(block.content))}</div>'


def _question(lesson: Lesson, entry: dict[str, Any]) -> str:
    """A question with room for its answer."""
    words = lesson.words
    label, grouping = words(f"lesson.label.{entry['role']}"), words(f"ask.grouping.{entry['grouping']}")
    head = " · ".join([label, entry["id"], f"{entry['minutes']} min", grouping, *extension(lesson, entry)])
    help_ = [
        lesson.told(name, **{name: lesson.on_paper(entry["id"], bank.said(entry, field, words))})
        for name, field in (("starter", "support_starter"), ("words", "support_words"))
        if bank.said(entry, field, words)
    ]
    asked = lesson.on_paper(entry["id"], bank.said(entry, "text", words))
    return (
        f'<section class="question"><h3 class="small">{html.text(head)}</h3>'
        f'<p class="asked">{html.text(asked)}</p>{small(*help_)}{_room(lesson, entry)}</section>'
    )


def extension(lesson: Lesson, entry: dict[str, Any]) -> list[str]:
    """What marks a question that is not of the core."""
    return [] if entry["core"] else [lesson.words("lesson.label.extension")]


def _room(lesson: Lesson, entry: dict[str, Any]) -> str:
    """Where the answer goes: boxes to tick or number, a blank, lines."""
    options = [words for words, _ in bank.options(entry, lesson.words)]
    if entry["kind"] in ("choice", "ordering"):
        box, how = ("box", "choose") if entry["kind"] == "choice" else ("number-box", "order")
        items = "".join(f'<li><span class="{box}"></span>{html.text(option)}</li>' for option in options)
        return f'{small(lesson.told(how))}<ul class="options">{items}</ul>'
    if entry["kind"] == "numeric":
        return f'<p><span class="blank"></span> {html.text(bank.said(entry, "unit", lesson.words))}</p>'
    if entry["kind"] == "chart" and entry["role"] == "prediction":
        after = lesson.after(f"q-{entry['id']}")
        drawn = any(block.kind == "figure" and block.cell == after for block in lesson.blocks)
        return small(lesson.told("mark" if drawn else "draw"))
    last = entry["id"] == list(lesson.questions)[-1]
    return '<div class="line"></div>' * (LINES_AT_THE_END if last else LINES[entry["kind"]])
