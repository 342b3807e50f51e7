"""A chart of the reader's own, from any table: what is drawn, and what it says."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from mineros.chartable import KINDS, ROWS, Chartable
from mineros.charts import common
from mineros.charts.own_numbers import Numbers, count
from mineros.charts.own_panels import along_a_line, along_names, written
from mineros.drawing import Drawing

if TYPE_CHECKING:
    from mineros.data import Tables


def own_chart(
    tables: Tables, rows: pd.DataFrame, *, axis: str = "", measure: str = ROWS, split: str = "", keep: str = "",
    kind: str = KINDS[0],
) -> Drawing:  # fmt: skip
    """Rows counted, or a column added up, along one column.

    axis, split: columns that `Chartable` offers; measure: "rows", "sum:deaths" or "median:deaths";
    keep: "column=code"; kind: "bars" or "points".
    """
    if rows.empty:
        raise ValueError("no row")
    asked = Asked.of(Chartable(tables, rows), axis, measure, split, keep)
    numbers = count(asked.chosen, asked.axis, measure, split)
    if numbers.ordered:
        years = asked.chosen.nature(asked.axis) == "years"
        figure = along_a_line(numbers, kind, asked.what, by=asked.by, years=years, words=tables.words)
    else:
        figure = along_names(numbers, kind, asked.what)
    marks = _marks(numbers)
    named = tables.naming_sources(asked.chosen.name)
    sources = common.cited(asked.chosen.rows) if named else []
    return Drawing(
        figure, _table(numbers, marks, asked), _facts(numbers, marks, asked), sources, _variant(numbers),
        named=common.LISTED,
    )  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What the reader chose, with its names: `by` and `parts` are titles of columns, `what` says what is counted."""

    chosen: Chartable
    axis: str
    by: str
    parts: str
    what: str
    caution: str
    kept: str

    @classmethod
    def of(cls, whole: Chartable, axis: str, measure: str, split: str, keep: str) -> Asked:
        """Name what was chosen. Raises KeyError for what is not offered, ValueError where no row is left."""
        chosen, say = whole.kept(keep), whole.words
        axes = {value: name for name, value in chosen.axes}
        axis = axis or next(iter(axes))
        measures = {value: name for name, value in chosen.measures(axis, split)}
        splits = {value: name for name, value in chosen.splits(axis)}
        kept = say("own_chart.only", keep=whole.name_of_keep(keep)) if keep else say("own_chart.every_row")
        caution = say(f"own_chart.caution.{measure.partition(':')[0]}")
        return cls(chosen, axis, axes[axis], splits[split] if split else "", measures[measure], caution, kept)


Mark = tuple[int, int, float]  # a part, a place, the value there


def _marks(numbers: Numbers) -> list[Mark]:
    """All that is drawn; where nothing is counted along a line, nothing is."""
    return [
        (part, place, value)
        for part, values in enumerate(numbers.values)
        for place, value in enumerate(values)
        if not math.isnan(value) and (value or not numbers.ordered)
    ]


def _variant(numbers: Numbers) -> str:
    if len(numbers.places) == 1:
        return "one"
    return "line" if numbers.ordered else ""


def _place(numbers: Numbers, index: int, asked: Asked) -> str:
    """A place in words; a bin by its two ends."""
    place = numbers.places[index]
    if not isinstance(place, float):
        return str(place)
    low, high = place - numbers.width / 2, place + numbers.width / 2
    return asked.chosen.words("own_chart.bin", low=written(low), high=written(high))


def _end(numbers: Numbers, index: int, side: float) -> str:
    """One end of the axis: a place, or the outer edge of a bin."""
    place = numbers.places[index]
    return written(place + side * numbers.width) if isinstance(place, float) else str(place)


def _table(numbers: Numbers, marks: list[Mark], asked: Asked) -> pd.DataFrame:
    """Every value drawn, one row each."""
    heads = [asked.by, *([asked.parts] if asked.parts else []), asked.what]
    heads = [f"{head} ({place})" if heads.count(head) > 1 else head for place, head in enumerate(heads, start=1)]
    lines = [
        [_place(numbers, place, asked), *([numbers.parts[part]] if asked.parts else []), written(value)]
        for part, place, value in marks
    ]
    return pd.DataFrame(lines, columns=heads)


def _facts(numbers: Numbers, marks: list[Mark], asked: Asked) -> dict[str, Any]:
    """What fills the sentences: the highest and the lowest value, and where they stand."""
    say, tables = asked.chosen.words, asked.chosen.tables

    def named(mark: Mark) -> str:
        """Where a value stands, and at how many other places the same value stands."""
        place = _place(numbers, mark[1], asked)
        name = f"{place} ({numbers.parts[mark[0]]})" if asked.parts else place
        others = sum(other[2] == mark[2] for other in marks) - 1
        return say("own_chart.and_others", name=name, n=others) if others else name

    high, low = max(marks, key=lambda mark: mark[2]), min(marks, key=lambda mark: mark[2])
    by = say("own_chart.by_two", axis=asked.by, split=asked.parts) if asked.parts else f"“{asked.by}”"
    return {
        "table": tables.title(asked.chosen.name), "what": asked.what, "by": by, "kept": asked.kept,
        "caution": asked.caution, "n": numbers.rows, "missing": numbers.missing, "marks": len(marks),
        "edition": tables.edition,
        "high": written(high[2]), "low": written(low[2]), "high_at": named(high), "low_at": named(low),
        "first": _end(numbers, 0, -0.5), "last": _end(numbers, -1, 0.5),
    }  # fmt: skip
