"""Charts that a reader made, looked at by meaning: what is drawn, and whether both axes say what they count."""

from __future__ import annotations

from typing import Any

from mineros.check.forms import Entry, number
from mineros.texts import typed


class NotDrawnError(ValueError):
    """A chart that lacks something; the error's only argument is the id of the hint."""


def axes_of(chart: Any) -> Any:
    """The axes of a figure, of axes, or of what a pandas plot gave. Raises TypeError for what is no chart."""
    if hasattr(chart, "get_axes") and hasattr(chart, "savefig"):
        drawn = [axes for axes in chart.get_axes() if axes.has_data()] or chart.get_axes()
        if not drawn:
            raise NotDrawnError("no-data")
        return drawn[0]
    if hasattr(chart, "flat"):  # an array of axes, as plt.subplots(1, 1, squeeze=False) gives
        return axes_of(next(iter(chart.flat), None))
    if not hasattr(chart, "get_xlabel"):
        raise TypeError("not a chart")
    return chart


def canonical(chart: Any, entry: Entry) -> str:
    """What a chart shows, as a text: the values of its bars, the points of its line or its dots.

    Raises NotDrawnError where the marks are others than `entry["marks"]`, an axis bears no label, or bars do not begin
    at zero; TypeError for what is no chart.
    """
    axes = axes_of(chart)
    marks = entry["marks"]
    drawn = MARKS[marks](axes)
    if not drawn:
        other = any(read(axes) for read in MARKS.values())
        raise NotDrawnError(f"marks-{marks}" if other else "no-data")
    for axis in ("x", "y"):
        if not getattr(axes, f"get_{axis}label")().strip():
            raise NotDrawnError(f"axis-{axis}")
    if marks == "bars" and not _begins_at_zero(axes):
        raise NotDrawnError("zero")
    return " | ".join(sorted(" ".join(number(part, entry) for part in mark) for mark in drawn))


def in_short(chart: Any) -> str:
    """What a chart says of itself: its title and its labels."""
    try:
        axes = axes_of(chart)
        return typed(f"{axes.get_title()} · x: {axes.get_xlabel()} · y: {axes.get_ylabel()}")
    except (TypeError, ValueError, AttributeError):
        return typed(type(chart).__name__)


def _bars(axes: Any) -> list[tuple[float, ...]]:
    """The length of each bar; what the bar stands for is written beside it, in the reader's language."""
    return [
        (float(bar.get_height() if held.orientation == "vertical" else bar.get_width()),)
        for held in axes.containers
        if hasattr(held, "orientation") and hasattr(held, "patches")
        for bar in held.patches
    ]


def _begins_at_zero(axes: Any) -> bool:
    upright = any(getattr(held, "orientation", "") == "vertical" for held in axes.containers)
    low, high = sorted(axes.get_ylim() if upright else axes.get_xlim())
    return bool(low <= 0 <= high)


def _line(axes: Any) -> list[tuple[float, ...]]:
    """The points of all lines of three points or more: fewer are a mark or a threshold."""
    return [point for line in axes.get_lines() if len(line.get_xydata()) > 2 for point in _pairs(line.get_xydata())]


def _points(axes: Any) -> list[tuple[float, ...]]:
    """All dots, of scatter() or of plot(..., "o")."""
    clouds = [dots for dots in axes.collections if hasattr(dots, "get_offsets")]
    scattered = [pair for dots in clouds for pair in _pairs(dots.get_offsets())]
    plotted = [
        pair
        for line in axes.get_lines()
        if line.get_linestyle() in ("None", "none", " ", "") and line.get_marker() not in ("None", "none", "", None)
        for pair in _pairs(line.get_xydata())
    ]
    return scattered + plotted


def _pairs(given: Any) -> list[tuple[float, ...]]:
    """Pairs of numbers without those of which one is missing: they draw nothing."""
    pairs = [(float(x), float(y)) for x, y in given]
    return [pair for pair in pairs if not any(part != part for part in pair)]  # noqa: PLR0124


MARKS = {"bars": _bars, "line": _line, "points": _points}
