"""A lesson run once and read: its text, figures, cards and questions, in order, for paper and for the site."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from mineros import bank, folders, html
from mineros.answers import Answers
from mineros.cite import Citations
from mineros.glossary import unlinked
from mineros.pack import Pack
from mineros.terms import all_terms
from mineros.words import Words, filled_in

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from mineros.terms import Term

FOLDED = re.compile(r"<details>.*?</details>", re.DOTALL)
UNFOLDED = re.compile(r"<details><summary>.*?</summary>(.*?)</details>", re.DOTALL)
TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
NOTHING_CHOSEN = re.compile(r'<p class="finding">.*?</p>', re.DOTALL)  # "You coded 0 of 6" says nothing on paper
CITED = re.compile(r"S\d{4}")
LINKED = re.compile(r"glossary\.ipynb#cell-id=([\w-]+)")
# What a sentence names that only a computer has: keys, code, a notebook's cells. A figure's cells are hatched or empty.
KEYS = re.compile(
    r"Shift-Enter|Ctrl-|`|(?<!hatched )(?<!empty )\bcells?\b|\bceldas?\b(?! rayada| vacía)|\b(?:folded|plegadas?)\b"
)
SENTENCE = re.compile(r"(?<=[.:?!])\s+")
DOTS = 165  # to the inch: pictures are enlarged on a projector, and printed


@dataclass(frozen=True)
class Block:
    """One thing on the page. kind: "text" (Markdown), "question" (an id of the bank), and as HTML "figure", "card",
    "cited" (sources), "axis" (what stands under the grid for a guess that is drawn).

    cell: the id of its cell; part: the part of the lesson in which it stands, by the id of the cell that begins it.
    reveals: whether a figure answers a guess. table: the numbers of a figure, as HTML; sources: those it rests on.
    said: what is said above a figure that stands on paper for a control that was moved; asked: the questions about it.
    """

    kind: str
    content: str
    cell: str
    part: str
    reveals: bool = False
    table: str = ""
    sources: tuple[str, ...] = ()
    said: str = ""
    asked: tuple[str, ...] = ()


class WithIds(Citations):
    """Sources in words, each with its id: a reader of paper cannot click, and has to cite."""

    def short(self, source_id: str) -> str:
        """Publisher, date and id."""
        return f"{super().short(source_id)} [{source_id}]"


class Paper(Pack):
    """A pack that keeps what a cell would show instead of showing it. What asks is left out."""

    dots = DOTS

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self.shown: list[dict[str, Any]] = []
        self.draws = False  # whether the question before is a guess that is drawn
        self.views: list[dict[str, Any]] = []  # how the controls of the next figure are to stand, once a picture

    @cached_property
    def answers(self) -> Answers:
        """Nobody's: what whoever makes the pages has answered is not for all to see."""
        return Answers(self.words, folders.work() / "of-nobody")

    @cached_property
    def citations(self) -> WithIds:
        """The sources, put into words with their ids."""
        return WithIds(self.tables)

    def figure(self, name: str, *tables: pd.DataFrame, guess: str = "", number: str = "", **choices: Any) -> None:
        """A figure without the reader's guess, its table left out: a page has no fold."""
        whole = self.html(name, *tables, number=number, **choices)
        self._keep("figure", whole, reveals=bool(guess))

    def explore(self, name: str, *tables: pd.DataFrame, guess: str = "") -> None:
        """On paper nothing moves: a picture for each place in which the controls are wanted.

        A guess that is made by choosing in a figure gets that figure, to mark.
        """
        from mineros import interactions
        from mineros.explore import Choice

        if not (self.draws or self.views):
            return
        draw, controls, _ = interactions.of(name, self, *tables)
        start = {control.key: control.begins for control in controls}
        if self.draws and all(isinstance(control, Choice) for control in controls):
            self._keep("figure", NOTHING_CHOSEN.sub("", draw(**start)))
        elif self.draws:
            self._keep("axis", "".join(f"<span>{html.text(control.label)}</span>" for control in controls))
        for view in self.views:
            asked = tuple(view.get("asked", []))
            self._keep("figure", draw(**start | view["choices"]), said=view[self.words.language], asked=asked)

    def cite(self, *source_ids: str) -> None:
        """The sources in one line; each has a card of its own."""
        named = f"{self.words('figure.field.source')}: {'; '.join(map(self.citations.short, source_ids))}"
        self._keep("cited", f'<p class="small">{html.text(named)}</p>')

    def prose(self, source: str) -> str:
        """Text without links to the glossary: its words are printed beside."""
        return unlinked(source)

    def ask(self, question_id: str) -> None:
        """The lines to write on stand under the question itself."""

    def board(self) -> None:
        """A board is made of cards and a pencil."""

    def rubric(self) -> None:
        """The rubric as a table."""
        from mineros.rubric import RubricBox

        self._keep("card", UNFOLDED.sub(r"\1", RubricBox(self).criteria()))

    def piece(self) -> None:
        """The finished piece is the student's own sheet."""

    def _put(self, whole: str) -> None:
        self._keep("card", whole)

    def _keep(self, kind: str, whole: str, **more: Any) -> None:
        folded = "".join(FOLDED.findall(whole))
        if table := TABLE.search(folded):
            more |= {"table": table[0], "sources": tuple(dict.fromkeys(CITED.findall(folded)))}
        self.shown.append({"kind": kind, "content": self._flat(whole), **more})

    def _flat(self, whole: str) -> str:
        """HTML for a page that brings its own style and has no folds; a table that is folded there is printed here."""
        flat = FOLDED.sub("", whole.replace(html.STYLE, ""))
        for folded in self.words.entry("handouts.folded"):
            flat = flat.replace(folded, self.words("handouts.unfolded"))
        return flat


class Lesson:
    """A lesson of the pack, by number and language."""

    folder = "notebooks"

    def __init__(self, number: str, language: str, pack: Paper | None = None) -> None:
        self.number, self.language, self.words = number, language, Words(language)
        (self.path,) = (folders.top() / self.folder / language).glob(f"{number}-*.ipynb")
        self.pack = pack or Paper(language)

    @cached_property
    def cells(self) -> list[dict[str, Any]]:
        """The cells of the notebook."""
        cells: list[dict[str, Any]] = json.loads(self.path.read_text("utf-8"))["cells"]
        return cells

    @cached_property
    def title(self) -> str:
        """The title, as the notebook's heading has it."""
        return "".join(self.cells[0]["source"]).splitlines()[0].removeprefix("# ")

    @cached_property
    def questions(self) -> dict[str, dict[str, Any]]:
        """The questions of the lesson, by id."""
        return {entry["id"]: entry for entry in bank.lesson(self.number, self.words)}

    @cached_property
    def guide(self) -> dict[str, Any]:
        """What the teacher's guide says of the lesson."""
        return self._told("lessons")

    @cached_property
    def beside(self) -> dict[str, Any]:
        """What the handouts bring beside the notebook: `view`, `activity`, `instead`, `leave`."""
        return self._told("handouts")

    def _told(self, folder: str) -> dict[str, Any]:
        path = folders.top() / "guide" / folder / f"{self.number}.toml"
        held: dict[str, Any] = filled_in(tomllib.loads(path.read_text("utf-8")))
        return held

    def told(self, key: str, **values: str | int) -> str:
        """A sentence of the handouts, by the end of its key."""
        return self.words(f"handouts.{key}", **values)

    def on_paper(self, at: str, text: str) -> str:
        """A text of the cell or the question `at`, with what paper says where the notebook speaks of a screen."""
        for entry in self.beside.get("instead", []):
            if entry["at"] == at:
                text = text.replace(*entry[self.language])
        return text

    @property
    def left_out(self) -> list[str]:
        """The cells that paper and slides leave out: something else takes their place."""
        return list(self.beside.get("leave", []))

    def code(self, cell: str) -> str:
        """The source of a cell, by its id."""
        return next("".join(one["source"]) for one in self.cells if one["id"] == cell)

    def after(self, cell: str) -> str:
        """The id of the cell after another."""
        ids = [one["id"] for one in self.cells]
        return str(ids[ids.index(cell) + 1])

    @cached_property
    def terms(self) -> list[Term]:
        """The terms of the glossary that the lesson uses, in the order of their first use."""
        known = {term.id: term for term in all_terms()}
        texts = "".join("".join(cell["source"]) for cell in self.cells if cell["cell_type"] == "markdown")
        return [known[name] for name in dict.fromkeys(LINKED.findall(texts))]

    @cached_property
    def sources(self) -> dict[str, list[str]]:
        """The sources on the cards, by the part of the lesson that cites them."""
        found: dict[str, list[str]] = {}
        for cell, part in self._walked():
            if "pack.cite(" in "".join(cell["source"]):
                found.setdefault(part, []).extend(CITED.findall("".join(cell["source"])))
        return found

    @cached_property
    def blocks(self) -> list[Block]:
        """Everything that is printed, in order. The code is run, not shown."""
        space: dict[str, Any] = {"pack": self.pack}
        blocks = []
        for cell, part in self._walked():
            source, name = "".join(cell["source"]), cell["id"]
            question = cell["metadata"].get("mineros", {}).get("question")
            if question:
                entry = self.questions[question]
                self.pack.draws = entry["role"] == "prediction" and entry["kind"] == "chart"
                blocks.append(Block("question", question, name, part))
            elif cell["cell_type"] == "markdown":
                blocks.append(Block("text", self.pack.prose(source), name, part))
            elif "open_pack(" not in source:
                self.pack.shown.clear()
                self.pack.views = [view for view in self.beside.get("view", []) if view["cell"] == name]
                exec(compile(source, name, "exec"), space)
                for shown in self.pack.shown:
                    shown["content"] = self.on_paper(name, shown["content"])
                    blocks.append(Block(cell=name, part=part, **shown))
        return blocks

    def _walked(self) -> list[tuple[dict[str, Any], str]]:
        """Each cell, with the id of the cell in which its part begins."""
        part, found = "", []
        for cell in self.cells:
            if cell["metadata"].get("mineros", {}).get("part"):
                part = cell["id"]
            found.append((cell, part))
        return found


def numbers(language: str) -> list[str]:
    """The numbers of the lessons."""
    folder: Path = folders.top() / "notebooks" / language
    return sorted(path.name[:2] for path in folder.glob("[0-9][0-9]-*.ipynb"))


def without_keys(text: str) -> str:
    """A text of the notebook without the sentences that speak of keys, code or cells."""
    return "\n\n".join(filter(None, map(_paragraph, text.split("\n\n"))))


def _paragraph(paragraph: str) -> str:
    """What is left of one paragraph; nothing of one that begins with keys."""
    if not KEYS.search(paragraph):
        return paragraph
    kept = [sentence for sentence in SENTENCE.split(paragraph) if not KEYS.search(sentence)]
    return " ".join(kept) if kept and paragraph.startswith(kept[0]) else ""
