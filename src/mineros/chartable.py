"""What can be drawn from a table without code: which columns stand on an axis, which are added up, which split it."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from mineros.data import Tables

Option = tuple[str, str]  # what is read, what is chosen

DATED = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
MOST_NAMES = 45  # a column of texts with more different ones than this is no axis
FEW_NAMES, SHORT_NAME = 12, 40  # so few names, so short, stand on an axis even if each occurs once
ROWS, SUM, MEDIAN = "rows", "sum", "median"
KINDS = ("bars", "points")
MOST_PLACES, MOST_PARTS = 12, 4  # named places on an axis, parts of a split chart; the smaller ones are drawn together
# The descriptions of the tables say which numbers may not be joined: those whose rows differ in one of these columns.
# They are offered only where each mark is of one kind, because the column is kept at one code, or is axis or split.
KEPT_APART = {
    "claims": ("dispute_id",), "company_finance": ("org_id", "measure"), "fatalities": ("country", "region", "sector"),
    "memberships": ("org_id", "covers"), "min_wage": ("zone",), "prices": ("measure",), "recoveries": ("series",),
    "rescue_log": ("zero_point",), "series": ("series_id", "country"), "warnings": ("count_of",),
    "workforce": ("group", "of_whom", "wage_currency", "wage_period"),
}  # fmt: skip
# Only in these tables does each row count something that no other row counts too, so that a sum has a meaning.
ADDED_UP = ("disasters_mexico", "disasters_world", "election_2018_senate")
NAMED_IDS = {"series_id": ("series_catalog", "title"), "org_id": ("organizations", "short_name")}
NO_AMOUNT = {"latitude", "longitude", "month", "base"}  # numbers whose sum or median means nothing
NO_AXIS = {"time", "paragraph", "note", "precision"}  # texts of few letters that are no names


class Chartable:
    """One table of the pack, or some rows of it, and what it offers."""

    def __init__(self, tables: Tables, rows: pd.DataFrame) -> None:
        self.tables, self.rows, self.words = tables, rows, tables.words
        self.name = name_of(tables, rows)
        self.fields = tables.fields(self.name)
        self._natures: dict[str, str] = {}

    # --- columns ----------------------------------------------------------------------------------------------------

    def nature(self, column: str) -> str:
        """What a column holds: "codes", "years", "numbers", or "" where it cannot stand on an axis."""
        if column not in self._natures:
            self._natures[column] = self._look_at(column)
        return self._natures[column]

    def _look_at(self, column: str) -> str:
        field = self.fields[column]
        if column in NO_AXIS or column.endswith("precision") or "list_of" in field:
            return ""
        if field.get("labels") or field["type"] == "boolean":
            return "codes"
        if field["type"] == "year":
            return "years"
        if field["type"] in ("integer", "number"):
            return "" if column in NO_AMOUNT else "numbers"
        return self._nature_of_text(column)

    def _nature_of_text(self, column: str) -> str:
        texts = [text for text in self.rows[column] if text]
        if texts and all(DATED.fullmatch(text) for text in texts):
            return "years"
        different = set(texts)
        repeated = len(different) <= MOST_NAMES and 2 * len(different) <= len(texts)
        few = len(different) <= FEW_NAMES and max(map(len, texts), default=0) <= SHORT_NAME
        return "codes" if (repeated or few) and len(different) > 1 and not column.endswith("_id") else ""

    def title(self, column: str) -> str:
        """What a column holds, in the reader's words."""
        return self.tables.field_title(self.name, column)

    def said(self, column: str, cell: Any) -> str:
        """A cell of a coded column in the reader's words."""
        if self.fields[column]["type"] == "boolean":
            return self.words("yes" if cell else "no")
        return self.tables.label(self.name, column, str(cell)) if cell else self.words("own_chart.not_stated")

    # --- what is offered --------------------------------------------------------------------------------------------

    @cached_property
    def axes(self) -> list[Option]:
        """The columns that can stand on the axis: codes first, because they are read most easily."""
        order = ("codes", "years", "numbers")
        offered = [column for column in self.rows.columns if self._can_stand(column)]
        offered.sort(key=lambda column: order.index(self.nature(column)))
        return self._titled(offered)

    def splits(self, axis: str) -> list[Option]:
        """The coded columns, other than the axis, that can split the chart into parts; "" does not split it."""
        others = [column for column in self.rows.columns if column != axis]
        offered = [column for column in others if self.nature(column) == "codes" and self._differs(column)]
        return [(self.words("own_chart.no_split"), ""), *self._titled(offered)]

    def measures(self, axis: str, split: str) -> list[Option]:
        """Rows can always be counted. Numbers have a middle where a mark joins no two kinds of them, and some a sum."""
        offered = [(self.words("own_chart.measure.rows"), ROWS)]
        if any(not self._is_apart(column, axis, split) for column in KEPT_APART.get(self.name, ())):
            return offered
        numbers = [
            column
            for column in self.rows.columns
            if self.nature(column) == "numbers" and self.rows[column].notna().any()
        ]
        for value in (SUM, MEDIAN) if self.name in ADDED_UP else (MEDIAN,):
            offered += [
                (self.words(f"own_chart.measure.{value}", column=title), f"{value}:{column}")
                for title, column in self._titled(numbers)
            ]
        return offered

    @cached_property
    def keeps(self) -> list[Option]:
        """Single codes to keep, as "column=code"; "" keeps all rows."""
        offered = []
        for column in self.rows.columns:
            if column not in NAMED_IDS and self.nature(column) != "codes":
                continue
            named = self._names_of_ids(column) if column in NAMED_IDS else {}
            codes = [code for code in dict.fromkeys(self.rows[column]) if code != ""]
            names = {str(code): str(named[code]) if code in named else self.said(column, code) for code in codes}
            offered += [
                (f"{self.title(column)}: {name}", f"{column}={code}")
                for code, name in sorted(names.items(), key=lambda pair: pair[1])
            ]
        return [(self.words("own_chart.keep_all"), ""), *offered]

    def kept(self, keep: str) -> Chartable:
        """Only the rows with one code. Raises ValueError where none is left."""
        if not keep:
            return self
        column, _, code = keep.partition("=")
        rows = self.rows[self.rows[column].astype(str) == code]
        if rows.empty:
            raise ValueError(keep)
        return Chartable(self.tables, rows)

    def name_of_keep(self, keep: str) -> str:
        """A kept code in words; nothing where all rows are kept."""
        return {value: name for name, value in self.keeps}[keep]

    # --- helpers ----------------------------------------------------------------------------------------------------

    def _names_of_ids(self, column: str) -> dict[str, str]:
        table, name = NAMED_IDS[column]
        rows = self.tables[table]
        return dict(zip(rows[column], rows[name], strict=True))

    def _is_apart(self, column: str, axis: str, split: str) -> bool:
        """Whether no mark joins rows that differ in this column."""
        kinds = self.rows[column].nunique()
        return bool(kinds < 2 or (column == axis and kinds <= MOST_PLACES) or (column == split and kinds <= MOST_PARTS))

    def _titled(self, columns: list[str]) -> list[Option]:
        """Columns with their titles; where two bear one title, the name of the column tells them apart."""
        titles = [self.title(column) for column in columns]
        return [
            (title if titles.count(title) == 1 else f"{title} ({column})", column)
            for title, column in zip(titles, columns, strict=True)
        ]

    def _can_stand(self, column: str) -> bool:
        return bool(self.nature(column)) and any(not empty(cell) for cell in self.rows[column])

    def _differs(self, column: str) -> bool:
        return bool(self.rows[column].nunique() > 1)


def empty(cell: Any) -> bool:
    """Whether a cell holds nothing."""
    return bool(cell == "" if isinstance(cell, str) else pd.isna(cell))


def name_of(tables: Tables, rows: pd.DataFrame) -> str:
    """Which table these rows are of, by all its columns. Raises KeyError."""
    columns = set(rows.columns)
    for name in tables.schemas:
        if columns == set(tables.fields(name)):
            return name
    raise KeyError("columns")


@lru_cache(maxsize=64)
def looked_at(tables: Tables, table: str, keep: str = "") -> Chartable:
    """A table, or some rows of it, for the controls: they ask at every move, and what they were told is kept.

    Raises ValueError where no row is left.
    """
    return looked_at(tables, table).kept(keep) if keep else Chartable(tables, tables[table])


def fitting(tables: Tables, wanted: Any) -> dict[str, str]:
    """Choices that can be drawn, as near as may be to those wanted: what is not offered falls back to the first.

    wanted: table, axis, measure, split, keep, kind; anything else, or a damaged record, is answered with the defaults.
    """
    wanted = wanted if isinstance(wanted, dict) else {}
    table = wanted.get("table")
    table = table if isinstance(table, str) and table in tables else next(iter(tables))
    keep = _pick(wanted, "keep", looked_at(tables, table).keeps)
    chosen = looked_at(tables, table, keep)
    axis = _pick(wanted, "axis", chosen.axes)
    split = _pick(wanted, "split", chosen.splits(axis))
    measure = _pick(wanted, "measure", chosen.measures(axis, split))
    kind = _pick(wanted, "kind", [(kind, kind) for kind in KINDS])
    return {"table": table, "keep": keep, "axis": axis, "split": split, "measure": measure, "kind": kind}


def _pick(wanted: dict[str, Any], key: str, options: list[Option]) -> str:
    offered = [value for _, value in options]
    value = wanted.get(key)
    return value if isinstance(value, str) and value in offered else offered[0]
