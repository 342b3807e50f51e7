"""The numbers of a reader's own chart: places on the axis, parts that it is split into, one value for each."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from mineros.chartable import MEDIAN, MOST_PARTS, MOST_PLACES, ROWS, SUM, Chartable, empty

MOST_BINS = 12
REST = "\0rest"  # the code of what is drawn together; no table can hold it


@dataclass
class Numbers:
    """What is drawn: `values[part][place]`, NaN where there is nothing to draw.

    places: names, or numbers where the axis is a line of years or amounts; width: of one place on such a line.
    """

    places: list[Any]
    parts: list[str]
    values: list[list[float]]
    ordered: bool
    width: float
    rows: int
    missing: int


def count(chosen: Chartable, axis: str, measure: str, split: str) -> Numbers:
    """Count or add up. Raises ValueError where no row has a value."""
    how, _, column = measure.partition(":")
    rows = chosen.rows
    usable = [not empty(cell) for cell in rows[axis]]
    if how != ROWS:
        usable = [fit and not empty(cell) for fit, cell in zip(usable, rows[column], strict=True)]
    kept = rows[usable]
    if kept.empty:
        raise ValueError("no row has a value")
    amounts = [1.0] * len(kept) if how == ROWS else [float(cell) for cell in kept[column]]
    frame = pd.DataFrame({"amount": amounts})
    frame["part"] = _coded(list(kept[split]), MOST_PARTS) if split else [""] * len(kept)
    frame["place"], width = _places(chosen, axis, list(kept[axis]), amounts if how == SUM else [1.0] * len(kept))
    values = _values(frame, how)
    ordered = chosen.nature(axis) != "codes"
    order = _along(frame["place"]) if ordered else _by_size(_values(frame.assign(part=""), how)[""])
    names = _by_size({part: float(len(rows)) for part, rows in frame.groupby("part", sort=False)})
    nothing = 0.0 if how == ROWS else math.nan
    return Numbers(
        places=_named(chosen, axis, order, width, kept),
        parts=[_said(chosen, split, part, _hidden(kept[split], MOST_PARTS)) if split else "" for part in names],
        values=[[values[part].get(place, nothing) for place in order] for part in names],
        ordered=ordered,
        width=width,
        rows=len(kept),
        missing=len(rows) - len(kept),
    )


def _places(chosen: Chartable, axis: str, cells: list[Any], sizes: list[float]) -> tuple[list[Any], float]:
    """The place of each row: a code, a year, or the number of a bin; and how wide a place on a line is."""
    nature = chosen.nature(axis)
    if nature == "codes":
        return _coded(cells, MOST_PLACES, sizes), 1.0
    if nature == "years":
        return [int(str(cell)[:4]) for cell in cells], 1.0
    numbers = [float(cell) for cell in cells]
    width = step(min(numbers), max(numbers))
    return [math.floor(number / width) for number in numbers], width


def _named(chosen: Chartable, axis: str, order: list[Any], width: float, kept: pd.DataFrame) -> list[Any]:
    """The places as they are drawn: codes in words, years as they are, bins by their middle."""
    nature = chosen.nature(axis)
    if nature == "numbers":
        return [(place + 0.5) * width for place in order]
    if nature == "years":
        return order
    return [_said(chosen, axis, place, _hidden(kept[axis], MOST_PLACES)) for place in order]


def step(low: float, high: float) -> float:
    """A round width of bins, so that there are about a dozen from low to high; whole where the numbers are few."""
    raw = (high - low) / MOST_BINS or 1.0
    size = 10.0 ** math.floor(math.log10(raw))
    return next(size * factor for factor in (1, 2, 5, 10) if size * factor >= raw)


def _coded(cells: list[Any], most: int, sizes: list[float] | None = None) -> list[Any]:
    """The code of each row; the smallest ones as one, where there are more than `most`."""
    total: dict[Any, float] = {}
    for cell, size in zip(cells, sizes or [1.0] * len(cells), strict=True):
        total[cell] = total.get(cell, 0.0) + size
    if len(total) <= most:
        return cells
    largest = set(sorted(total, key=lambda code: -total[code])[: most - 1])
    return [cell if cell in largest else REST for cell in cells]


def _along(places: pd.Series) -> list[int]:
    """All places of a line from the first to the last, also those where there is nothing."""
    return list(range(min(places), max(places) + 1))


def _by_size(sizes: dict[Any, float]) -> list[Any]:
    """Codes from the largest to the smallest, the rest last; among equals the one that the table names first."""
    return sorted(sizes, key=lambda code: (code == REST, -sizes[code]))


def _values(frame: pd.DataFrame, how: str) -> dict[Any, dict[Any, float]]:
    """For each part, the value at each place where it has rows."""
    found: dict[Any, dict[Any, float]] = {part: {} for part in dict.fromkeys(frame["part"])}
    for (part, place), rows in frame.groupby(["part", "place"], sort=False):
        found[part][place] = _of(rows["amount"], how)
    return found


def _of(amounts: pd.Series, how: str) -> float:
    if how == ROWS:
        return float(len(amounts))
    return float(amounts.median() if how == MEDIAN else amounts.sum())


def _hidden(cells: pd.Series, most: int) -> int:
    """How many kinds are drawn together where there are more than `most`."""
    kinds = int(cells.nunique())
    return kinds - most + 1 if kinds > most else 0


def _said(chosen: Chartable, column: str, code: Any, together: int) -> str:
    return chosen.words("own_chart.others", n=together) if code == REST else chosen.said(column, code)
