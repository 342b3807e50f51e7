"""Charts that a reader made, looked at by meaning: what is drawn, and whether both axes say what they count."""

from __future__ import annotations

import math
from typing import Any

from mineros.check.forms import Entry, number
from mineros.texts import typed

NOT_SEEN = ("None", "none", " ", "", None)  # how matplotlib writes a line without a stroke, dots without a marker


class NotDrawnError(ValueError):
    """A chart that lacks something; the error's only argument is the id of the hint."""


def axes_of(chart: Any) -> Any:
    """The axes of a figure, of axes, or of what a pandas plot gave. Raises TypeError for what is no chart.

    Of several axes those on which something is drawn.
    """
    if hasattr(chart, "get_axes") and hasattr(chart, "savefig"):
        every = chart.get_axes()
        if not every:
            raise NotDrawnError("no-data")
    else:  # perhaps an array of axes, as plt.subplots(1, 2) gives
        every = list(chart.flat) if hasattr(chart, "flat") else [chart]
    if not every or not all(hasattr(axes, "get_xlabel") for axes in every):
        raise TypeError("not a chart")
    return next((axes for axes in every if axes.has_data()), every[0])


def canonical(chart: Any, entry: Entry) -> str:
    """What a chart shows, as a text: the values of its bars, the points of its line or its dots.

    Raises NotDrawnError where the marks are others than `entry["marks"]`, an axis bears no label, or bars do not begin
    at zero; TypeError for what is no chart.
    """
    axes = axes_of(chart)
    marks = entry["marks"]
    drawn = MARKS[marks](axes)
    if not drawn:
        raise NotDrawnError(f"marks-{marks}" if axes.has_data() else "no-data")
    for axis in ("x", "y"):
        if not getattr(axes, f"get_{axis}label")().strip():
            raise NotDrawnError(f"axis-{axis}")
    if marks == "bars" and not _begins_at_zero(axes):
        raise NotDrawnError("zero")
    return " | ".join(sorted(" ".join(number(part, entry) for part in mark) for mark in drawn))


def in_short(chart: Any) -> str:
    """What a chart says of itself: its title and its labels. Raises TypeError for what is no chart."""
    axes = axes_of(chart)
    return typed(f"{axes.get_title()} · x: {axes.get_xlabel()} · y: {axes.get_ylabel()}")


def _bars(axes: Any) -> list[tuple[float, ...]]:
    """The length of each bar; what the bar stands for is written beside it, in the reader's language."""
    return _whole(
        (bar.get_height() if held.orientation == "vertical" else bar.get_width(),)
        for held in axes.containers
        if hasattr(held, "patches")  # error bars and stems are containers too
        for bar in held.patches
    )


def _begins_at_zero(axes: Any) -> bool:
    upright = any(getattr(held, "orientation", "") == "vertical" for held in axes.containers)
    low, high = sorted(axes.get_ylim() if upright else axes.get_xlim())
    return bool(low <= 0 <= high)


def _line(axes: Any) -> list[tuple[float, ...]]:
    """The points of all lines of three points or more: fewer are a mark or a threshold."""
    lines = [line for line in axes.get_lines() if line.get_linestyle() not in NOT_SEEN and len(line.get_xydata()) > 2]
    return [point for line in lines for point in _whole(line.get_xydata())]


def _points(axes: Any) -> list[tuple[float, ...]]:
    """All dots, of scatter() or of plot(..., "o")."""
    import numpy as np
    from matplotlib.collections import PathCollection

    clouds = [dots for dots in axes.collections if isinstance(dots, PathCollection)]  # stems and areas are others
    scattered = [pair for dots in clouds for pair in _whole(np.ma.filled(dots.get_offsets(), math.nan))]
    plotted = [
        pair
        for line in axes.get_lines()
        if line.get_linestyle() in NOT_SEEN and line.get_marker() not in NOT_SEEN
        for pair in _whole(line.get_xydata())
    ]
    return scattered + plotted


def _whole(given: Any) -> list[tuple[float, ...]]:
    """The numbers of each mark, without the marks of which one is missing: they draw nothing."""
    marks = [tuple(map(float, mark)) for mark in given]
    return [mark for mark in marks if not any(map(math.isnan, mark))]


MARKS = {"bars": _bars, "line": _line, "points": _points}
