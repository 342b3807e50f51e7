"""Finding rows: by word, date, place and side; who answers a question; and what rests on a source."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING

from mineros.data import listed
from mineros.errors import DataError
from mineros.texts import named, plain, typed

if TYPE_CHECKING:
    import pandas as pd

    from mineros.data import Tables


@dataclass(frozen=True)
class Searched:
    """How a table is searched: its column of time, the column that its rows are grouped by, the column of its title."""

    time: str
    lane: str
    title: str


SEARCHED = {
    "events": Searched("date", "theme", "title"),
    "sources": Searched("published", "perspective", "title"),
    "claims": Searched("as_of", "perspective", "claim"),
}

SIDES_OF_THE_CONFLICT = ("company", "government", "union", "families")


def table_of(rows: pd.DataFrame) -> str:
    """Which of the searched tables these rows are of, by the name of their first column. Raises KeyError."""
    return {"event_id": "events", "source_id": "sources", "claim_id": "claims"}[rows.columns[0]]


class Finder:
    """Searches the tables of one pack."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._texts: dict[str, pd.Series] = {}  # the rows of a table as they are compared, made at the first search

    def find(
        self,
        table: str,
        text: str = "",
        *,
        start: int | str | None = None,
        end: int | str | None = None,
        place: str = "",
        side: str = "",
    ) -> pd.DataFrame:
        """The rows of "events", "sources" or "claims" that fit all that was asked, in the order of time.

        text: words that must all occur, anywhere in a row, accents and capitals aside. start, end: first and last year.
        place: a place_id. side: a perspective; an event has the perspectives of its sources, a source the places of
        the events that rest on it. Undated rows are left out once a year is given. Raises DataError.
        """
        table, text, place, side = named(table), typed(text), named(place), named(side)
        if table not in SEARCHED:
            raise DataError(self.tables.words("error.not_searched", table=table, tables=", ".join(SEARCHED)))
        rows = self.tables[table]
        column = SEARCHED[table].time
        first, last = self._year(start), self._year(end)
        keep = self._holds(table, rows, text) & rows[column].map(lambda iso: _within(iso, first, last))
        if side:
            self._known(side, list(self.tables.codes("claims", "perspective")), "side")
            keep &= self._sides(table, rows).map(lambda sides: side in sides)
        if place:
            self._known(place, list(self.tables["places"]["place_id"]), "place")
            keep &= self.places_of(table, rows).map(lambda places: place in places)
        return rows[keep].sort_values([column, rows.columns[0]], kind="stable")

    def claims_on(self, question: str) -> pd.DataFrame:
        """All answers to one disputed question, or to all questions of a theme, such as "exile". Raises DataError."""
        question = named(question)
        claims, disputes = self.tables["claims"], self.tables["disputes"]
        asked = disputes.loc[(disputes["dispute_id"] == question) | (disputes["theme"] == question), "dispute_id"]
        if asked.empty:
            raise DataError(self.tables.words("error.no_question_disputed", dispute=question))
        return claims[claims["dispute_id"].isin(asked)]

    def who_says(self, question: str) -> pd.DataFrame:
        """How many claims on a question come from each side, and how many of them are different answers.

        The sides of the conflict stand there even with none: that a side is silent in our sources is worth knowing.
        """
        import pandas as pd

        claims = self.claims_on(question)
        said = claims["value"].astype("string").fillna("") + claims["value_text"]
        answer = (said + " " + claims["measure"] + claims["unit"]).where(said != "", claims["claim"])
        said_by = pd.DataFrame({"perspective": claims["perspective"], "answer": answer}).groupby("perspective")
        counted = said_by["answer"].agg(claims="size", answers="nunique")
        silent = [side for side in SIDES_OF_THE_CONFLICT if side not in counted.index]
        counted = counted.reindex([*counted.index, *silent], fill_value=0).rename_axis("perspective").reset_index()
        return counted.sort_values(["claims", "perspective"], ascending=[False, True], kind="stable")

    @cached_property
    def resting(self) -> dict[str, list[tuple[str, str]]]:
        """For each source the rows that rest on it, as (table, key) pairs, over all tables."""
        rests: dict[str, list[tuple[str, str]]] = {}
        for name in self.tables:
            columns = [] if name == "sources" else self.tables.naming_sources(name)
            if not columns:
                continue
            rows = self.tables[name]
            keys = rows[self.tables.key(name)].astype(str).agg(" ".join, axis=1)
            for key, *cells in zip(keys, *(rows[column] for column in columns), strict=True):
                for source in dict.fromkeys(source for cell in cells for source in listed(cell)):
                    rests.setdefault(source, []).append((name, key))
        return rests

    @cached_property
    def _places_of_source(self) -> dict[str, set[str]]:
        """The places of the events that rest on each source. No other table is read for it."""
        events = self.tables["events"]
        found: dict[str, set[str]] = defaultdict(set)
        for place, cell in zip(events["place_id"], events["source_ids"], strict=True):
            for source in listed(cell):
                found[source].add(place)
        return dict(found)

    @cached_property
    def _side_of_source(self) -> dict[str, str]:
        sources = self.tables["sources"]
        return dict(zip(sources["source_id"], sources["perspective"], strict=True))

    def _year(self, typed: int | str | None) -> int | None:
        """A year as a number or as typed; None or nothing typed is no limit. Raises DataError."""
        try:
            return int(str(typed).strip()) if typed is not None and str(typed).strip() else None
        except ValueError as cause:
            raise DataError(self.tables.words("browse.bad_year")) from cause

    def _known(self, code: str, codes: list[str], what: str) -> None:
        """Raise DataError where a code is none of those there are; likely ones are offered."""
        if code not in codes:
            near = get_close_matches(code, codes, n=5, cutoff=0.3) or codes[:5]
            raise DataError(self.tables.words(f"error.no_such_{what}", code=code, codes=", ".join(near)))

    def _holds(self, table: str, rows: pd.DataFrame, text: str) -> pd.Series:
        """Which rows of a whole table hold every word of a text in their cells of text."""
        import pandas as pd

        held = pd.Series(True, index=rows.index)
        words = plain(text).split()
        if words and table not in self._texts:
            self._texts[table] = self._read_aloud(table, rows).agg(" ".join, axis=1).map(plain)
        for word in words:
            held &= self._texts[table].str.contains(word, regex=False)
        return held

    def _read_aloud(self, table: str, rows: pd.DataFrame) -> pd.DataFrame:
        """The cells as a reader meets them: codes in words, neither numbers nor true and false."""
        cells = rows.select_dtypes(exclude=["number", "bool"]).astype(str)
        for column in cells:
            if self.tables.codes(table, str(column)):
                cells[column] = [self.tables.label(table, str(column), code) for code in cells[column]]
        return cells

    def _sides(self, table: str, rows: pd.DataFrame) -> pd.Series:
        if table == "events":
            return rows["source_ids"].map(lambda cell: {self._side_of_source.get(source) for source in listed(cell)})
        return rows["perspective"].map(lambda side: {side})

    def places_of(self, table: str, rows: pd.DataFrame) -> pd.Series:
        """The ids of the places of each row. Claims have none of their own: theirs are those of their sources."""
        if table == "events":
            return rows["place_id"].map(lambda place: {place})
        if table == "sources":
            return rows["source_id"].map(lambda source: self._places_of_source.get(source, set()))
        return rows["source_ids"].map(
            lambda cell: set().union(*(self._places_of_source.get(source, set()) for source in listed(cell)))
        )


def _within(iso: str, start: int | None, end: int | None) -> bool:
    if start is None and end is None:
        return True
    return bool(iso) and (start is None or int(iso[:4]) >= start) and (end is None or int(iso[:4]) <= end)
