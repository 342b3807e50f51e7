"""What students read, look at and write on; and the numbers of the figures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mineros import bank, html
from mineros.handouts.pages import gray, markdown, numbered, printed, sized, small

if TYPE_CHECKING:
    from mineros.handouts.lesson import Block, Lesson

LINES = {"written": 4, "discussion": 3, "chart": 4}  # to write on, by the kind of a question
# What only a computer needs: a part, cells that tell how to use controls or code, questions that change or make code
# or choose a number for a control.
NO_MACHINE = ("saving",)
CONTROLS = ("try-", "compute-", "code-", "make-")
AT_A_KEYBOARD = ("modify", "make", "deal")
# What a sentence names that only a computer has: keys, code, a notebook's cells.
KEYS = re.compile(r"Shift-Enter|Ctrl-|`|\b(?:cells?|celdas?|folded|plegadas?)\b")
SENTENCE = re.compile(r"(?<=[.:?!])\s+")
LONGEST_TABLE = 130  # rows; a longer one is read on a screen


def sheets(lesson: Lesson, paper: str) -> str:
    """The lesson's text, figures in gray and questions, in its order."""
    blanks = "".join(f"<span>{html.text(lesson.told(name))}</span>" for name in ("name", "date"))
    shown = [block for block in lesson.blocks if on_paper(lesson, block)]
    body = "".join(_together(lesson, group) for group in _groups(lesson, shown))
    return printed(lesson, "sheets", f'<div class="head">{blanks}</div>{body}', paper)


def on_paper(lesson: Lesson, block: Block) -> bool:
    """Whether a block is of use without a computer."""
    if block.kind == "question":
        return lesson.questions[block.content]["role"] not in AT_A_KEYBOARD
    return block.part not in NO_MACHINE and not block.cell.startswith(CONTROLS) and block.cell not in lesson.left_out


def _groups(lesson: Lesson, blocks: list[Block]) -> list[list[Block]]:
    """What stays on one page: the beginning of a part with the guess that it leads to; everything else by itself."""
    groups: list[list[Block]] = []
    for block in blocks:
        before = groups[-1] if groups else []
        guess = block.kind == "question" and lesson.questions[block.content]["role"] == "prediction"
        if guess and before and before[-1].kind == "text" and before[-1].cell == block.part:
            before.append(block)
        else:
            groups.append([block])
    return groups


def _together(lesson: Lesson, group: list[Block]) -> str:
    inside = "".join(_printed(lesson, block) for block in group)
    return f'<div class="kept">{inside}</div>' if len(group) > 1 else inside


def tables(lesson: Lesson, paper: str) -> str:
    """The numbers of each figure, as the folded tables of the notebook hold them."""
    parts = [f"<h1>{html.text(lesson.title)}</h1>"]
    for block in lesson.blocks:
        if block.table and block.cell not in lesson.left_out:
            rows = block.table.count("<tr>") - 1
            whole = block.table if rows <= LONGEST_TABLE else f"<p>{html.text(lesson.told('long', rows=rows))}</p>"
            parts.append(f'<h2>{numbered(block)}</h2><div class="numbers">{whole}</div>')
    return printed(lesson, "tables", "".join(parts), paper)


def without_keys(text: str) -> str:
    """A text of the notebook without the sentences that speak of keys, code or cells."""
    return "\n\n".join(filter(None, map(_paragraph, text.split("\n\n"))))


def _paragraph(paragraph: str) -> str:
    """What is left of one paragraph; nothing of one that begins with keys."""
    if not KEYS.search(paragraph):
        return paragraph
    kept = [sentence for sentence in SENTENCE.split(paragraph) if not KEYS.search(sentence)]
    return " ".join(kept) if kept and paragraph.startswith(kept[0]) else ""


def _printed(lesson: Lesson, block: Block) -> str:
    if block.kind == "question":
        return _question(lesson, lesson.questions[block.content])
    if block.kind == "text":
        return markdown(without_keys(lesson.on_paper(block.cell, block.content)))
    if block.kind == "card" and re.search(r"pack\.(cite|contents)\(", lesson.code(block.cell)):
        return ""  # sources are cards of their own; the list of all tables fills pages
    said = f"<p>{html.text(block.said)}</p>" if block.said else ""
    return f'<div class="{"turn" if block.reveals else "kept"}">{said}{sized(gray(block.content))}</div>'


def _question(lesson: Lesson, entry: dict[str, Any]) -> str:
    """A question with room for its answer."""
    words = lesson.words
    label, grouping = words(f"lesson.label.{entry['role']}"), words(f"ask.grouping.{entry['grouping']}")
    head = f"{label} · {entry['id']} · {entry['minutes']} min · {grouping}"
    help_ = [
        lesson.told(name, **{name: bank.said(entry, field, words)})
        for name, field in (("starter", "support_starter"), ("words", "support_words"))
        if bank.said(entry, field, words)
    ]
    asked = lesson.on_paper(entry["id"], bank.said(entry, "text", words))
    return (
        f'<section class="question"><h3 class="small">{html.text(head)}</h3>'
        f'<p class="asked">{html.text(asked)}</p>{small(*help_)}{_room(lesson, entry)}</section>'
    )


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
        grid = "" if drawn else '<div class="grid"></div>'
        return f"{small(lesson.told('mark' if drawn else 'draw'))}{grid}"
    return '<div class="line"></div>' * LINES[entry["kind"]]
