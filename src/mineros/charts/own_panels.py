"""How a reader's own chart is drawn: bars or points along names, or along a line of years or amounts."""

from __future__ import annotations

import math
from textwrap import fill, shorten
from typing import TYPE_CHECKING

from mineros import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from mineros.charts.own_numbers import Numbers
    from mineros.words import Words

LETTER = 0.105  # inches: how wide a letter of 14 points is, at most
LEFT, RIGHT = 2.9, 0.3  # inches beside the bars of a chart with names
NAME = 27  # letters of a name in a line


def along_names(numbers: Numbers, kind: str, what: str) -> Figure:
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
                _write_value(axes, place, value)
        style.head(axes, head, fontsize=14, color=style.INK, linespacing=1.1)
        axes.grid(axis="y", visible=False)
        axes.set_xticks([])
        style.bare(axes, "bottom")
        axes.tick_params(left=False)
        if min(0.0, *_real(numbers)) < 0:
            axes.axvline(0, color=style.SOFT, linewidth=1)
    names = [fill(str(name), NAME, max_lines=2, placeholder="…") for name in numbers.places]
    panels[0].set_yticks(places, names, fontsize=14, linespacing=1.0)
    panels[0].set_ylim(len(places) - 0.4, -0.6)
    _leave_room(panels[0], numbers, wide)
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


def _write_value(axes: Axes, place: int, value: float) -> None:
    """The number itself, beyond the end of its bar."""
    beyond = -9 if value < 0 else 9
    axes.annotate(
        written(value), (value, place), xytext=(beyond, 0), textcoords="offset points", fontsize=14,
        ha="right" if value < 0 else "left", va="center",
    )  # fmt: skip


def _leave_room(axes: Axes, numbers: Numbers, wide: float) -> None:
    """An axis from zero on which the longest number still stands beside its bar, on either side."""
    high, low = max(0.0, *_real(numbers)), min(0.0, *_real(numbers))
    letters = max(len(written(value)) for value in _real(numbers))
    label = (letters * LETTER + 0.3) / wide  # as a part of the panel
    label = min(label, 0.44 if low < 0 else 0.85)
    span = (high - low) or 1.0
    room = span * label / (1 - label * (2 if low < 0 else 1))
    axes.set_xlim(low - room if low < 0 else 0, high + room)


def along_a_line(numbers: Numbers, kind: str, what: str, *, by: str, years: bool, words: Words) -> Figure:
    """Years or amounts from left to right; the parts of a split stand below one another and share the line."""
    parts = len(numbers.parts)
    above = 0.85 if any(numbers.parts) else 0.5  # inches, for what is counted and the name of the first part
    height = above + 0.95 + (3.6 if parts == 1 else 1.7 * parts)
    figure = style.new_figure(height, left=0.13, right=0.95, top=1 - above / height, bottom=0.95 / height)
    figure.subplots_adjust(hspace=0.5)
    panels = figure.subplots(parts, 1, sharex=True, sharey=True, squeeze=False)[:, 0]
    for axes, head, values in zip(panels, numbers.parts, numbers.values, strict=True):
        if kind == "bars":
            axes.bar(numbers.places, values, width=0.86 * numbers.width, color=style.STEEL)
        else:
            axes.plot(numbers.places, values, color=style.STEEL, marker="o", markersize=7 if parts == 1 else 5)
        style.head(axes, shorten(head, 62, placeholder="…"), fontsize=15, color=style.INK)
        axes.grid(axis="x", visible=False)
    up = _number_the_height(panels[0], numbers, 5 if parts == 1 else 2)
    along = _number_the_line(panels[-1], numbers, years)
    panels[-1].set_xlabel(_in(along, shorten(by, 54, placeholder="…"), words))
    said = _in(up, shorten(what, 66, placeholder="…"), words)
    figure.text(0.02, 1 - 0.28 / height, said, fontsize=15, color=style.SOFT)
    return figure


def _number_the_height(axes: Axes, numbers: Numbers, most: int) -> float:
    """Set the upright axis, from zero; returns what its numbers are counted in: 1 or a million."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    high, low = max(0.0, *_real(numbers)), min(0.0, *_real(numbers))
    size = _size(max(high, -low))
    axes.set_ylim(low * 1.08, high * 1.12 or 1.0)
    axes.yaxis.set_major_locator(MaxNLocator(most, integer=high - low >= 2))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: written(value / size)))
    return size


def _number_the_line(axes: Axes, numbers: Numbers, years: bool) -> float:
    """Set the axis from left to right; returns what its numbers are counted in: 1 or a million."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    edge = numbers.width * (0.6 if len(numbers.places) > 3 else 1.6)
    size = 1.0 if years else _size(numbers.places[-1])
    axes.set_xlim(numbers.places[0] - edge, numbers.places[-1] + edge)
    axes.xaxis.set_major_locator(MaxNLocator(7, integer=years or numbers.width >= 1))
    write = "{:.0f}".format if years else written
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: write(round(value / size, 9))))
    return size


def _size(largest: float) -> float:
    """Numbers of seven digits do not fit beside an axis: then it counts in millions."""
    return 1e6 if largest >= 1e6 else 1.0


def _in(size: float, said: str, words: Words) -> str:
    return words("own_chart.millions", what=said) if size > 1 else said


def written(value: float) -> str:
    """A number with the digits that matter: whole ones to the last, others to the fourth."""
    return f"{value:,.0f}" if value == round(value) or abs(value) >= 1e4 else f"{value:,.4g}"


def _real(numbers: Numbers) -> list[float]:
    return [value for values in numbers.values for value in values if not math.isnan(value)]
