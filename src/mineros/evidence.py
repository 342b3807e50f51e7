"""What may stand on the board: sources, claims of the dataset, figures. Finding them, naming them, weighing them."""

from __future__ import annotations

import re
from functools import cached_property
from textwrap import shorten
from typing import TYPE_CHECKING, Any

import pandas as pd

from mineros import html
from mineros.cards import Cards, headline
from mineros.charts import FIGURES
from mineros.data import listed
from mineros.finder import SEARCHED
from mineros.texts import plain

if TYPE_CHECKING:
    from collections.abc import Container

    from mineros.case import Evidence
    from mineros.pack import Pack

LINE = 130  # letters of a line in the list
NAME = 90  # letters of a name in a sentence
OWN = "own_chart"
TABLES = {"source": "sources", "claim": "claims"}


class Shelf:
    """The pieces that a pack offers, by kind and id."""

    def __init__(self, pack: Pack) -> None:
        self.tables, self.words, self.finder, self.citations = pack.tables, pack.words, pack.finder, pack.citations

    # --- finding ----------------------------------------------------------------------------------------------------

    def find(self, kind: str, text: str = "", side: str = "", dispute: str = "") -> list[tuple[str, str]]:
        """The pieces of a kind that fit, as (line, id) pairs. Raises DataError."""
        if kind == "figure":
            words = plain(text).split()
            return [(title, name) for name, title in self.figures.items() if all(w in plain(title) for w in words)]
        table = TABLES[kind]
        rows = self.finder.find(table, text, side=side)
        dated = rows[SEARCHED[table].time] != ""
        rows = pd.concat([rows[dated], rows[~dated]])  # what bears no date stands last, not first
        if kind == "claim" and dispute:
            rows = rows[rows["dispute_id"] == dispute]
        return [
            (shorten(headline(self.tables, table, row), LINE, placeholder="…"), str(row.iloc[0]))
            for _, row in rows.iterrows()
        ]

    @cached_property
    def figures(self) -> dict[str, str]:
        """The numbered figures of the lessons and the reader's own chart, by name, in order, with their titles."""
        named = {name for names in FIGURES.values() for name in names if self.words.has(f"figure.{name}.number")}
        numbers = {name: self.words(f"figure.{name}.number") for name in named}
        order = sorted(named, key=lambda name: [int(part) for part in numbers[name].split(".")])
        own = {OWN: self.words("board.own_chart")}
        return own | {name: f"{numbers[name]} · {self._title(name)}" for name in order}

    def _title(self, name: str) -> str:
        """A figure's title without drawing it; what only the drawing knows is left open."""
        return re.sub(r"\{\w+\}", "…", str(self.words.entry(f"figure.{name}.title")))

    # --- one piece --------------------------------------------------------------------------------------------------

    @cached_property
    def _claims(self) -> dict[str, dict[str, Any]]:
        return {row["claim_id"]: row for row in self.tables["claims"].to_dict("records")}

    @cached_property
    def _sources(self) -> dict[str, dict[str, Any]]:
        return {row["source_id"]: row for row in self.tables["sources"].to_dict("records")}

    def knows(self, piece: Evidence) -> bool:
        """Whether this edition holds the piece."""
        held: dict[str, Container[str]] = {"source": self._sources, "claim": self._claims, "figure": self.figures}
        return piece.id in held[piece.kind]

    def name(self, piece: Evidence, whole: bool = False) -> str:
        """What a piece is called, as plain text, short or whole; one that this edition does not hold bears its id."""
        if not self.knows(piece):
            return piece.id
        if piece.kind == "figure":
            return self.figures[piece.id]
        if piece.kind == "source":
            name = f"{self._sources[piece.id]['title']} ({self.citations.short(piece.id)})"
        else:
            row = self._claims[piece.id]
            name = f"{row['claimant']}: {row['claim']}"
        return name if whole else shorten(name, NAME, placeholder="…")

    def about(self, piece: Evidence) -> list[str]:
        """What sort of piece it is, from which side it speaks and, where that differs, whose pages carry it."""
        said, pages = self.side(piece), self._pages(piece)
        read = self.words("board.read_in", sides=self.words.joined(pages)) if pages and pages != [said] else ""
        return [part for part in (self.words(f"board.kind.{piece.kind}"), said, read) if part]

    def _pages(self, piece: Evidence) -> list[str]:
        """The sides of the pages that a piece rests on, in words: they are what the board counts."""
        sides = dict.fromkeys(self._sources[source]["perspective"] for source in self.sources(piece))
        return [self.tables.label("sources", "perspective", side) for side in sides]

    def sources(self, piece: Evidence) -> list[str]:
        """The ids of the sources that a piece brings: itself, or those that a claim rests on; a figure brings none."""
        if piece.kind == "figure" or not self.knows(piece):
            return []
        return [piece.id] if piece.kind == "source" else listed(self._claims[piece.id]["source_ids"])

    def side(self, piece: Evidence) -> str:
        """From which side a piece speaks, in words; nothing for a figure."""
        if piece.kind == "figure" or not self.knows(piece):
            return ""
        rows = self._sources if piece.kind == "source" else self._claims
        return self.tables.label(TABLES[piece.kind], "perspective", rows[piece.id]["perspective"])

    def card(self, kind: str, name: str) -> str:
        """The whole card of a source or claim, in HTML; of a figure its title and where it is asked about."""
        if kind == "figure":
            return html.card(f'<p class="title">{html.text(self.figures[name])}</p>', "note")
        cards = Cards(self.tables, self.citations, self.finder)
        return cards.card(TABLES[kind], (self._sources if kind == "source" else self._claims)[name])

    # --- weighing ---------------------------------------------------------------------------------------------------

    def witnesses(self, pieces: list[Evidence]) -> list[list[str]]:
        """The sources of the pieces, grouped so that each group is one witness.

        Two sources are one witness where one repeats the other, both repeat a third, or one publisher made both.
        """
        groups: list[tuple[set[str], list[str]]] = []
        for source in dict.fromkeys(source for piece in pieces for source in self.sources(piece)):
            marks, members = self._marks(source), [source]
            apart = []
            for group in groups:
                if group[0] & marks:
                    marks, members = marks | group[0], group[1] + members
                else:
                    apart.append(group)
            groups = [*apart, (marks, members)]
        return [members for _, members in groups]

    def _marks(self, source: str) -> set[str]:
        """What two sources must not share in order to be two witnesses: the text itself, and who published it."""
        row = self._sources[source]
        maker = plain(row["publisher"] or row["author"])
        return {row["repeats"] or source} | ({f"by {maker}"} if maker else set())

    def sides(self, witnesses: list[list[str]]) -> list[str]:
        """The sides that speak: of each witness the one that does not repeat another."""
        leads = [min(group, key=lambda source: bool(self._sources[source]["repeats"])) for group in witnesses]
        return list(dict.fromkeys(self._sources[lead]["perspective"] for lead in leads))
