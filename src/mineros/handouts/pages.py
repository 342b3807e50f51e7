"""The documents of a lesson as pages of HTML, each whole in itself: sheets, cards, role cards, slides, notes."""

from __future__ import annotations

import re
import tomllib
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mineros import bank, folders, html
from mineros.charts.exile.roles import PILES
from mineros.handouts.lesson import gray

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import pandas as pd

    from mineros.handouts.lesson import Block, Lesson

DOCUMENTS = ("sheets", "cards", "roles", "tables", "slides", "notes")
PAPERS = ("A4", "letter")
LINES = {"written": 4, "discussion": 3, "chart": 4}  # to write on, by the kind of a question
# What only a computer needs: a part, cells that tell how to use controls or code, questions that change or make code.
NO_MACHINE = ("saving",)
CONTROLS = ("try-", "compute-", "code-", "make-")
AT_A_KEYBOARD = ("modify", "make")
# What a sentence names that only a computer has: keys, code, a notebook's cells.
KEYS = re.compile(r"Shift-Enter|Ctrl-|`|\b(?:cells?|celdas?|folded|plegadas?)\b")
SENTENCE = re.compile(r"(?<=[.:?!])\s+")
# Whose cards are argued with: in lesson 02 the piles of its controversy, in lesson 03 the claims on these disputes.
CONTROVERSY = {"02": (), "03": ("solidarity-or-interference", "cooperation-works", "rrm-effect")}
LONGEST_TABLE = 130  # rows; a longer one is read on a screen

HERE = Path(__file__).parent


def print_style(paper: str) -> str:
    """The look of what is printed on a size of paper."""
    return f"<style>@page{{size:{paper};margin:16mm 15mm}}\n{(HERE / 'print.css').read_text('utf-8')}</style>"


def screen_style() -> str:
    """The look of the slides."""
    return f"<style>{(HERE / 'screen.css').read_text('utf-8')}</style>"


def markdown(text: str) -> str:
    """Markdown as HTML, by the library that JupyterLab's own export uses. Links become plain words: paper has none."""
    import mistune

    plain = re.sub(r"(?<!!)\[([^]]*)\]\([^)]*\)", r"\1", text)
    return str(mistune.html(plain))


def page(title: str, body: str, language: str, style: str) -> str:
    """A whole page that fetches nothing."""
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{html.text(title)}</title>'
        f"{html.STYLE}{style}</head><body>{body}</body></html>\n"
    )


class Documents:
    """All documents of one lesson. `papers`: one of PAPERS."""

    def __init__(self, lesson: Lesson, paper: str = "letter") -> None:
        self.lesson, self.words, self.paper = lesson, lesson.words, paper
        self.names: dict[str, Callable[[], str]] = {
            name: getattr(self, name) for name in DOCUMENTS if name != "roles" or lesson.number in CONTROVERSY
        }

    def told(self, key: str, **values: str | int) -> str:
        """A sentence for the class, by the end of its key."""
        return self.words(f"handouts.{key}", **values)

    def _whole(self, name: str, body: str, style: str) -> str:
        title = f"{self.lesson.title} · {self.told(f'document.{name}')}"
        return page(title, body, self.lesson.language, style)

    def _foot(self) -> str:
        return f'<p class="foot">{html.text(self.told("made", edition=self.lesson.pack.tables.edition))}</p>'

    # --- sheets ------------------------------------------------------------------------------------------------------

    def sheets(self) -> str:
        """What students read, look at and write on, in the lesson's order."""
        blanks = "".join(f"<span>{html.text(self.told(name))}</span>" for name in ("name", "date"))
        parts = [f'<div class="head">{blanks}</div>']
        parts += [self._printed(block) for block in self.lesson.blocks if self._is_paper(block)]
        return self._whole("sheets", "".join(parts) + self._foot(), print_style(self.paper))

    def _is_paper(self, block: Block) -> bool:
        """Whether a block is of use without a computer."""
        if block.kind == "question":
            return self.lesson.questions[block.content]["role"] not in AT_A_KEYBOARD
        return block.part not in NO_MACHINE and not block.cell.startswith(CONTROLS)

    def _printed(self, block: Block) -> str:
        if block.kind == "question":
            return self.question(self.lesson.questions[block.content])
        if block.kind == "text":
            return markdown("\n\n".join(filter(None, map(_without_keys, block.content.split("\n\n")))))
        if block.kind == "card" and re.search(r"pack\.(cite|contents)\(", self._code(block)):
            return ""  # sources are cards of their own; the list of all tables fills pages
        turn = ' class="turn"' if block.reveals else ""
        return f"<div{turn}>{gray(block.content)}</div>"

    def _code(self, block: Block) -> str:
        return next("".join(cell["source"]) for cell in self.lesson.cells if cell["id"] == block.cell)

    def question(self, entry: dict[str, Any]) -> str:
        """A question with room for its answer."""
        label = self.words(f"lesson.label.{entry['role']}")
        grouping = self.words(f"ask.grouping.{entry['grouping']}")
        small = f"{label} · {entry['id']} · {entry['minutes']} min · {grouping}"
        help_ = [
            self.told(name, **{name: bank.said(entry, field, self.words)})
            for name, field in (("starter", "support_starter"), ("words", "support_words"))
            if bank.said(entry, field, self.words)
        ]
        return (
            f'<section class="question"><h3 class="small">{html.text(small)}</h3>'
            f'<p class="asked">{html.text(bank.said(entry, "text", self.words))}</p>'
            f"{_small(help_)}{self._room(entry)}</section>"
        )

    def _room(self, entry: dict[str, Any]) -> str:
        """Where the answer goes: boxes to tick or number, a blank, lines."""
        options = [words for words, _ in bank.options(entry, self.words)]
        if entry["kind"] in ("choice", "ordering"):
            box = "box" if entry["kind"] == "choice" else "number-box"
            how = self.told("choose" if entry["kind"] == "choice" else "order")
            items = "".join(f'<li><span class="{box}"></span>{html.text(option)}</li>' for option in options)
            return f'<p class="small">{html.text(how)}</p><ul class="options">{items}</ul>'
        if entry["kind"] == "numeric":
            return f'<p><span class="blank"></span> {html.text(bank.said(entry, "unit", self.words))}</p>'
        if entry["kind"] == "chart" and entry["role"] == "prediction":
            printed = any(block.kind == "figure" and block.cell == self._after(entry) for block in self.lesson.blocks)
            grid = "" if printed else '<div class="grid"></div>'
            return f'<p class="small">{html.text(self.told("mark" if printed else "draw"))}</p>{grid}'
        return '<div class="line"></div>' * LINES[entry["kind"]]

    def _after(self, entry: dict[str, Any]) -> str:
        """The id of the cell after a question."""
        ids = [cell["id"] for cell in self.lesson.cells]
        return str(ids[ids.index(f"q-{entry['id']}") + 1])

    def tables(self) -> str:
        """The numbers of each figure, as the folded tables of the notebook hold them."""
        parts = [f"<h1>{html.text(self.lesson.title)}</h1>"]
        for block in self.lesson.blocks:
            title = re.search(r'<p class="title">(.*?)</p>', block.content, re.DOTALL)
            if block.table and title:
                rows = block.table.count("<tr>") - 1
                whole = block.table if rows <= LONGEST_TABLE else f"<p>{html.text(self.told('long', rows=rows))}</p>"
                parts.append(f'<h2>{_numbered(block)}{title[1]}</h2><div class="numbers">{whole}</div>')
        return self._whole("tables", "".join(parts) + self._foot(), print_style(self.paper))

    # --- cards -------------------------------------------------------------------------------------------------------

    def cards(self) -> str:
        """A card for each source of the lesson."""
        citations = self.lesson.pack.citations
        sources = dict.fromkeys(source for found in self.lesson.sources.values() for source in found)
        cut = "".join(f'<article class="cut">{_bare(citations.card([source]))}</article>' for source in sources)
        return self._whole("cards", self._grid("cards", cut), print_style(self.paper))

    def roles(self) -> str:
        """The cards of the lesson's controversy: each a claim, its speaker and its side; with the outcome it tells."""
        cut = "".join(self._argument(head, claim) for head, claim in self._dealt())
        return self._whole("roles", self._grid("roles", cut), print_style(self.paper))

    def _dealt(self) -> list[tuple[str, str]]:
        """What stands over each card, and the claim on it."""
        if self.lesson.number == "02":
            return [
                (
                    f"{self.told('argue', side=self.words(f'figure.deal.side.{side}'))} · {self.told('pile', pile=n)}",
                    claim,
                )
                for side, piles in PILES.items()
                for n, pile in enumerate(piles, start=1)
                for claim in pile
            ]
        claims = self._claims[self._claims["dispute_id"].isin(CONTROVERSY[self.lesson.number])]
        label = self.lesson.pack.tables.label
        order = claims.reset_index(drop=True).sort_values(["dispute_id", "perspective", "claim_id"], kind="stable")
        return [
            (self.told("side_of", side=label("claims", "perspective", row.perspective)), row.claim_id)
            for row in order.itertuples()
        ]

    def _grid(self, name: str, cut: str) -> str:
        head = f"<h1>{html.text(self.lesson.title)}</h1><p>{html.text(self.told('document.' + name))}. "
        return f'{head}{html.text(self.told("cut"))}</p><div class="cards">{cut}</div>{self._foot()}'

    @cached_property
    def _claims(self) -> pd.DataFrame:
        return self.lesson.pack.claims.set_index("claim_id", drop=False)

    def _argument(self, head: str, claim: str) -> str:
        row = self._claims.loc[claim]
        asked = self.lesson.pack.disputes.set_index("dispute_id").loc[row["dispute_id"], "question"]
        speaks = self.lesson.pack.tables.label("claims", "perspective", row["perspective"])
        who = f"{row['claimant']} ({speaks})"
        return (
            f'<article class="cut"><p class="small">{html.text(head)}</p>'
            f"<h3>{html.text(who)}</h3><p>{html.text(asked)}</p>"
            f"<p><strong>{html.text(row['claim'])}</strong></p></article>"
        )

    # --- slides ------------------------------------------------------------------------------------------------------

    @cached_property
    def _guide(self) -> dict[str, Any]:
        path = folders.top() / "guide" / "lessons" / f"{self.lesson.number}.toml"
        return tomllib.loads(path.read_text("utf-8"))

    def slides(self) -> str:
        """A presenter's way through the lesson: a slide for each part, guess, figure and question."""
        return self._whole("slides", "".join(slide for slide, _ in self._shown), screen_style())

    def notes(self) -> str:
        """For each slide, what the speaker wants at hand."""
        parts = [f"<h1>{html.text(self.lesson.title)}</h1><p>{html.text(self.told('keys'))}</p>"]
        for number, (slide, note) in enumerate(self._shown, start=1):
            head = re.search(r"<h[12][^>]*>(.*?)</h[12]>|class=\"asked\">(.*?)</p>", slide, re.DOTALL)
            said = (head[1] or head[2]) if head else ""
            parts.append(
                f'<section class="question"><h2 class="small">{html.text(self.told("slide", slide=number))}</h2>'
                f"<h3>{said}</h3>{note}</section>"
            )
        return self._whole("notes", "".join(parts) + self._foot(), print_style(self.paper))

    @cached_property
    def _shown(self) -> list[tuple[str, str]]:
        """Each slide with its note."""
        found = [self._title()]
        for block in self.lesson.blocks:
            if block.kind == "question":
                entry = self.lesson.questions[block.content]
                if entry["role"] not in AT_A_KEYBOARD:
                    found.append(self._asked(entry))
            elif block.kind == "figure":
                found.append(self._figure(block))
            elif block.cell == block.part and block.part not in ("title", *NO_MACHINE, "overview"):
                found.append(self._part(block))
        return found

    def _title(self) -> tuple[str, str]:
        question = self.words(f"lessons.{self.lesson.number}.question")
        of = self.told("of", number=self.lesson.number)
        slide = f'<h1>{html.text(self.lesson.title)}</h1><p class="asked">{html.text(question)}</p>'
        note = f"<p>{html.text(self._guide['staging'][self.lesson.language])}</p>"
        return f'<section>{slide}<p class="small">{html.text(of)}</p></section>', note

    def _part(self, block: Block) -> tuple[str, str]:
        """A part's heading and its first paragraph; the whole of its text is in the notes."""
        heading, _, rest = block.content.partition("\n")
        first = next((text for text in rest.strip().split("\n\n") if not text.startswith(("-", "|", ">"))), "")
        supporting = {entry["part"]: entry for entry in self._guide["supporting"]}
        listen = ""
        if block.cell in supporting:
            said = supporting[block.cell][f"listen_{self.lesson.language}"]
            listen = f"<p><strong>{html.text(self.told('note.listen'))}:</strong> {html.text(said)}</p>"
        if block.part == "notice":
            first = rest  # all of it: what a class must hear before anything else
        points = "\n".join(f"- {point}" for point in re.findall(r"^- \*\*(.+?)\.?\*\*", rest, re.MULTILINE))
        slide = f"<h2>{html.text(heading.lstrip('# '))}</h2>{markdown(first or points)}"
        return f"<section>{slide}</section>", markdown(rest) + listen

    def _figure(self, block: Block) -> tuple[str, str]:
        """Title and picture, in color on a screen; what it shows and does not show is the speaker's to say."""
        image = re.search(r"<img [^>]*>", block.content)
        title = re.search(r'<p class="title">(.*?)</p>', block.content, re.DOTALL)
        number = re.search(r'<p class="number">(.*?)</p>', block.content, re.DOTALL)
        facts = "".join(re.findall(r'<p class="(?:finding|fact)">.*?</p>', block.content, re.DOTALL))
        slide = f"<h2>{title[1] if title else ''}</h2>{image[0] if image else ''}"
        small = f'<p class="small">{number[1]}</p>' if number else ""
        return f'<section class="figure">{small}{slide}</section>', facts

    def _asked(self, entry: dict[str, Any]) -> tuple[str, str]:
        grouping = self.words(f"ask.grouping.{entry['grouping']}")
        label = f"{self.words('lesson.label.' + entry['role'])} · {entry['id']}"
        minutes = f"{entry['minutes']} min · {grouping}"
        options = _listed(words for words, _ in bank.options(entry, self.words))
        slide = (
            f'<p class="small">{html.text(f"{label} · {minutes}")}</p>'
            f'<p class="asked">{html.text(bank.said(entry, "text", self.words))}</p>{options}'
        )
        best = next(sample for sample in entry["sample"] if sample["level"] == "proficient")
        note = [f"<p><strong>{html.text(self.told('note.good'))}:</strong> {html.text(best[self.lesson.language])}</p>"]
        for wrong in entry["misconception"]:
            said = {"said": wrong[self.lesson.language], "followup": wrong[f"followup_{self.lesson.language}"]}
            note.append(f"<p>{html.text(self.told('note.hear', **said))}</p>")
        return f"<section>{slide}</section>", "".join(note)


def _bare(card: str) -> str:
    """A card without its frame and style."""
    return re.sub(r"^<div[^>]*>|</div>$", "", card.removeprefix(html.STYLE))


def _without_keys(paragraph: str) -> str:
    """A paragraph without the sentences that speak of keys, code or cells; nothing of one that begins with them."""
    if not KEYS.search(paragraph):
        return paragraph
    kept = [sentence for sentence in SENTENCE.split(paragraph) if not KEYS.search(sentence)]
    return " ".join(kept) if kept and paragraph.startswith(kept[0]) else ""


def _numbered(block: Block) -> str:
    """ "Figure 1.2. " before a title, where the figure has a number."""
    found = re.search(r'<p class="number">(.*?)</p>', block.content, re.DOTALL)
    return f"{found[1]}. " if found else ""


def _small(lines: Iterable[str]) -> str:
    return "".join(f'<p class="small">{html.text(line)}</p>' for line in lines)


def _listed(items: Iterable[str]) -> str:
    lines = "".join(f"<li>{html.text(item)}</li>" for item in items)
    return f"<ul>{lines}</ul>" if lines else ""
