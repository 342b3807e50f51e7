"""A chart of the reader's own, from any table: bars or points, one panel for each part of a split."""

from __future__ import annotations

import math
from textwrap import fill, shorten
from typing import TYPE_CHECKING, Any

import pandas as pd

from mineros import style
from mineros.chartable import KINDS, ROWS, Chartable
from mineros.charts import common
from mineros.charts.own_numbers import Numbers, count
from mineros.drawing import Drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from mineros.data import Tables

LETTER = 0.105  # inches: how wide a letter of 14 points is, at most
LEFT, RIGHT = 2.9, 0.3  # inches beside the bars of a chart with names
NAME = 27  # letters of a name in a line


def own_chart(
    tables: Tables, rows: pd.DataFrame, axis: str = "", measure: str = ROWS, split: str = "", keep: str = "",
    kind: str = KINDS[0],
) -> Drawing:  # fmt: skip
    """Rows counted, or a column added up, along one column.

    axis, split: columns that `Chartable` offers; measure: "rows", "sum:deaths" or "median:deaths";
    keep: "column=code"; kind: "bars" or "points".
    """
    if rows.empty:
        raise ValueError("no row")
    chosen = Chartable(tables, rows).kept(keep)
    axis = axis or chosen.axes()[0][1]
    offered = {"axis": chosen.axes(), "measure": chosen.measures(), "split": chosen.splits()}
    for key, value in (("axis", axis), ("measure", measure), ("split", split)):
        if value not in [option for _, option in offered[key]]:
            raise ValueError(f"{key}: {value}")
    numbers = count(chosen, axis, measure, split)
    what = dict((value, words) for words, value in offered["measure"])[measure]
    figure = _on_a_line(numbers, kind, chosen, axis, what) if numbers.ordered else _by_name(numbers, kind, chosen, what)
    return Drawing(
        figure, _table(numbers, chosen, axis, split, what), _facts(numbers, chosen, axis, split, what, keep),
        common.cited(chosen.rows) if chosen.tables.naming_sources(chosen.name) else [], _variant(numbers),
    )  # fmt: skip


# --- drawing ---------------------------------------------------------------------------------------------------------


def _by_name(numbers: Numbers, kind: str, chosen: Chartable, what: str) -> Figure:
    """One row for each name; the parts of a split stand side by side and share the names."""
    parts = len(numbers.parts)
    heads = [fill(head, 15, max_lines=3, placeholder="…") if parts > 1 else "" for head in numbers.parts]
    above = 0.25 + 0.28 * max(head.count("\n") + 1 for head in heads) * (parts > 1)
    height = above + 0.95 + 0.56 * len(numbers.places)
    figure = style.new_figure(
        height, left=LEFT / style.WIDTH, right=1 - RIGHT / style.WIDTH, top=1 - above / height, bottom=0.8 / height
    )
    figure.subplots_adjust(wspace=0.12)
    panels = figure.subplots(1, parts, sharex=True, sharey=True, squeeze=False)[0]
    wide = (style.WIDTH - LEFT - RIGHT) / parts
    places = list(range(len(numbers.places)))
    for axes, head, values in zip(panels, heads, numbers.values, strict=True):
        _mark(axes, kind, places, values)
        for place, value in enumerate(values):
            if not math.isnan(value):
                _write_value(axes, place, value, chosen)
        axes.set_title(head, loc="left", fontsize=14, color=style.INK, linespacing=1.1)
        axes.grid(axis="y", visible=False)
        axes.set_xticks([])
        style.bare(axes, "bottom")
        if min(0.0, *_real(numbers)) < 0:
            axes.axvline(0, color=style.SOFT, linewidth=1)
    names = [fill(shorten(str(name), 2 * NAME - 4, placeholder="…"), NAME) for name in numbers.places]
    panels[0].set_yticks(places, names, fontsize=14, linespacing=1.0)
    panels[0].set_ylim(len(places) - 0.4, -0.6)
    _leave_room(panels[0], numbers, wide, chosen)
    figure.text(
        LEFT / style.WIDTH, 0.3 / height, fill(what, 72, max_lines=1, placeholder="…"), fontsize=15, color=style.SOFT
    )
    return figure


def _mark(axes: Axes, kind: str, places: list[int], values: list[float]) -> None:
    if kind == "bars":
        axes.barh(places, values, height=0.62, color=style.STEEL)
        return
    for place, value in zip(places, values, strict=True):
        axes.plot([0, value], [place, place], color=style.PALE, linewidth=2, zorder=1)
    axes.plot(values, places, linestyle="", marker="o", markersize=11, color=style.STEEL, zorder=2)


def _write_value(axes: Axes, place: int, value: float, chosen: Chartable) -> None:
    """The number itself, beyond the end of its bar."""
    beyond = -9 if value < 0 else 9
    axes.annotate(
        chosen.words.number(value), (value, place), xytext=(beyond, 0), textcoords="offset points", fontsize=14,
        ha="right" if value < 0 else "left", va="center",
    )  # fmt: skip


def _leave_room(axes: Axes, numbers: Numbers, wide: float, chosen: Chartable) -> None:
    """An axis from zero on which the longest number still stands beside its bar, on either side."""
    high, low = max(0.0, *_real(numbers)), min(0.0, *_real(numbers))
    letters = max(len(chosen.words.number(value)) for value in _real(numbers))
    label = (letters * LETTER + 0.3) / wide  # as a part of the panel
    label = min(label, 0.44 if low < 0 else 0.85)
    span = (high - low) or 1.0
    room = span * label / (1 - label * (2 if low < 0 else 1))
    axes.set_xlim(low - room if low < 0 else 0, high + room)


def _on_a_line(numbers: Numbers, kind: str, chosen: Chartable, axis: str, what: str) -> Figure:
    """Years or amounts from left to right; the parts of a split stand below one another and share the line."""
    parts = len(numbers.parts)
    height = 1.5 + (3.6 if parts == 1 else 1.75 * parts)
    figure = style.new_figure(height, left=0.13, right=0.95, top=1 - 0.5 / height, bottom=0.95 / height)
    figure.subplots_adjust(hspace=0.5)
    panels = figure.subplots(parts, 1, sharex=True, sharey=True, squeeze=False)[:, 0]
    for axes, head, values in zip(panels, numbers.parts, numbers.values, strict=True):
        if kind == "bars":
            axes.bar(numbers.places, values, width=0.86 * numbers.width, color=style.STEEL)
        else:
            axes.plot(numbers.places, values, color=style.STEEL, marker="o", markersize=7 if parts == 1 else 5)
        axes.set_title(shorten(head, 62, placeholder="…"), loc="left", fontsize=15, color=style.INK)
        axes.grid(axis="x", visible=False)
        _number_the_height(axes, numbers, chosen, 5 if parts == 1 else 2)
    _number_the_line(panels[-1], numbers, chosen.nature(axis), chosen)
    panels[-1].set_xlabel(shorten(chosen.title(axis), 60, placeholder="…"))
    figure.text(0.02, 1 - 0.28 / height, shorten(what, 72, placeholder="…"), fontsize=15, color=style.SOFT)
    return figure


def _number_the_height(axes: Axes, numbers: Numbers, chosen: Chartable, most: int) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    high, low = max(0.0, *_real(numbers)), min(0.0, *_real(numbers))
    axes.set_ylim(low * 1.08, high * 1.12 or 1.0)
    axes.yaxis.set_major_locator(MaxNLocator(most, integer=high - low >= 2))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: short(value, chosen)))


def _number_the_line(axes: Axes, numbers: Numbers, nature: str, chosen: Chartable) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    edge = numbers.width * (0.6 if len(numbers.places) > 3 else 1.6)
    axes.set_xlim(numbers.places[0] - edge, numbers.places[-1] + edge)
    axes.xaxis.set_major_locator(MaxNLocator(7, integer=nature == "years" or numbers.width >= 1))
    write = (lambda value, _: str(round(value))) if nature == "years" else (lambda value, _: short(value, chosen))
    axes.xaxis.set_major_formatter(FuncFormatter(write))


def short(value: float, chosen: Chartable) -> str:
    """A number for an axis: millions as such, because seven digits do not fit; else to its last digit that matters."""
    if abs(value) >= 1e6:
        return chosen.words("own_chart.millions", n=f"{value / 1e6:,.4g}")
    return f"{value:,.6g}"


def _real(numbers: Numbers) -> list[float]:
    return [value for values in numbers.values for value in values if not math.isnan(value)]


# --- saying ----------------------------------------------------------------------------------------------------------


def _variant(numbers: Numbers) -> str:
    if len(numbers.places) == 1:
        return "one"
    return "line" if numbers.ordered else ""


def _place(numbers: Numbers, index: int, chosen: Chartable) -> str:
    """A place in words; a bin by its two ends."""
    place = numbers.places[index]
    if not isinstance(place, float):
        return str(place)
    low, high = place - numbers.width / 2, place + numbers.width / 2
    return chosen.words("own_chart.bin", low=short(low, chosen), high=short(high, chosen))


def _table(numbers: Numbers, chosen: Chartable, axis: str, split: str, what: str) -> pd.DataFrame:
    """Every value drawn, one row each."""
    heads = [chosen.title(axis), *([chosen.title(split)] if split else []), what]
    heads = [f"{head} ({place})" if heads.count(head) > 1 else head for place, head in enumerate(heads, start=1)]
    lines = []
    for part, values in zip(numbers.parts, numbers.values, strict=True):
        for index, value in enumerate(values):
            if not math.isnan(value) and (value or not numbers.ordered):
                names = [_place(numbers, index, chosen), *([part] if split else [])]
                lines.append([*names, chosen.words.number(value)])
    return pd.DataFrame(lines, columns=heads)


def _facts(numbers: Numbers, chosen: Chartable, axis: str, split: str, what: str, keep: str) -> dict[str, Any]:
    say = chosen.words
    marks = [
        (value, index, part)
        for part, values in zip(numbers.parts, numbers.values, strict=True)
        for index, value in enumerate(values)
        if not math.isnan(value)
    ]
    high, low = max(marks, key=lambda mark: mark[0]), min(marks, key=lambda mark: mark[0])

    def named(mark: tuple[float, int, str]) -> str:
        place = _place(numbers, mark[1], chosen)
        return f"{place} ({mark[2]})" if split else place

    by = say("own_chart.by_two", axis=chosen.title(axis), split=chosen.title(split)) if split else chosen.title(axis)
    of = Chartable(chosen.tables, chosen.tables[chosen.name])
    kept = say("own_chart.only", keep=of.name_of_keep(keep)) if keep else say("own_chart.every_row")
    return {
        "table": chosen.tables.title(chosen.name), "what": what, "by": by, "kept": kept, "axis": chosen.title(axis),
        "n": numbers.rows, "missing": numbers.missing, "marks": len(marks), "edition": chosen.tables.edition,
        "high": high[0], "low": low[0], "high_at": named(high), "low_at": named(low),
        "first": _place(numbers, 0, chosen), "last": _place(numbers, len(numbers.places) - 1, chosen),
    }  # fmt: skip
