"""What every rule needs: the texts of a data package, read once, and how a fault is told."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from mineros.data import listed
from mineros.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mineros.words import Words

Row = dict[str, str]
NUMBER = re.compile(r"-?\d+(\.\d+)?")


@dataclass(frozen=True)
class Fault:
    """Something in the tables that breaks a rule.

    file: its name. rule: a key under `rule` in the message catalogue. row: id of the row. line: as an editor counts.
    values: what fills the sentence.
    """

    file: str
    rule: str
    column: str = ""
    row: str = ""
    line: int = field(default=0, compare=False)  # a row is the same wherever it stands
    values: dict[str, Any] = field(default_factory=dict, hash=False)

    def say(self, words: Words) -> str:
        """One sentence in the reader's language: where, what is wrong, what to do."""
        where = [self.file]
        if self.line:
            where.append(words("rule.line", line=str(self.line)))
        if self.row:
            where.append(words("rule.row", row=self.row))
        if self.column:
            where.append(words("rule.column", column=self.column))
        return f"{', '.join(where)}: {words(f'rule.{self.rule}', **self.values)}"


@lru_cache(maxsize=4)  # the checker of proposed rows and the tests look at copies, too many to keep
def package(folder: Path) -> dict[str, dict[str, Any]]:
    """The described tables of datapackage.json, by name."""
    resources = json.loads((folder / "datapackage.json").read_text("utf-8"))["resources"]
    return {resource["name"]: resource for resource in resources if resource["path"].endswith(".csv")}


@lru_cache(maxsize=4)  # the checker of proposed rows and the tests look at copies, too many to keep
def tables(folder: Path) -> dict[str, list[Row]]:
    """Every table as texts, by name."""
    read = {}
    for name in package(folder):
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            read[name] = list(csv.DictReader(file, restval="", restkey="beyond the last column"))
    return read


def fields(folder: Path, name: str) -> list[dict[str, Any]]:
    """The described columns of a table."""
    columns: list[dict[str, Any]] = package(folder)[name]["schema"]["fields"]
    return columns


def key(folder: Path, name: str) -> list[str]:
    """The columns that name a row of a table."""
    own = package(folder)[name]["schema"]["primaryKey"]
    return [own] if isinstance(own, str) else list(own)


@dataclass(frozen=True)
class Place:
    """A row and where it stands."""

    table: str
    line: int
    id: str
    row: Row = field(hash=False)

    def fault(self, rule: str, column: str = "", **values: Any) -> Fault:
        """A fault in this row."""
        return Fault(f"{self.table}.csv", rule, column, self.id, self.line, values)

    def __getitem__(self, column: str) -> str:
        return self.row.get(column, "")


def rows(folder: Path, *names: str) -> Iterator[Place]:
    """The rows of some tables, or of all, each with its place."""
    for name, places in _places(folder).items():
        if not names or name in names:
            yield from places


@lru_cache(maxsize=4)  # as the tables; some sixty rules walk through all rows
def _places(folder: Path) -> dict[str, list[Place]]:
    found = {}
    for name, table in tables(folder).items():
        own = key(folder, name)
        found[name] = [
            Place(name, line, " ".join(row.get(column, "") for column in own), row)
            for line, row in enumerate(table, start=2)
        ]
    return found


def pairs(folder: Path) -> Iterator[tuple[Place, str, str, str]]:
    """Every bilingual cell: its row, the column without language, English, Spanish."""
    for place in rows(folder):
        for column in place.row:
            if column.endswith("_en"):
                stem = column.removesuffix("_en")
                yield place, stem, place[column], place[f"{stem}_es"]


def by_id(folder: Path, name: str) -> dict[str, Row]:
    """The rows of a table by the cell of their first column."""
    return {next(iter(row.values())): row for row in tables(folder)[name]}


def number(cell: str) -> float | None:
    """A cell as a number; None where it is empty or, as keys_are_unique_and_cells_fit_the_schema tells, no number."""
    return float(cell) if NUMBER.fullmatch(cell) else None


def letters(text: str) -> str:
    """A text without accents, case, or signs: what two spellings of one name share."""
    signs = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in signs if sign.isalnum())


def address(url: str) -> str:
    """A web address without what makes no difference."""
    return re.sub(r"^https?://(www\.)?", "", url).rstrip("/").casefold()


__all__ = [
    "LANGUAGES",
    "Fault",
    "Place",
    "Row",
    "address",
    "by_id",
    "fields",
    "key",
    "letters",
    "listed",
    "number",
    "package",
    "pairs",
    "rows",
    "tables",
]
