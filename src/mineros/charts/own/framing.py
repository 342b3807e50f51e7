"""Framing: one true series, cut to the years and the axis that a storyteller likes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineros import style
from mineros.charts.common import cited
from mineros.drawing import Drawing

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from mineros.data import Tables
    from mineros.words import Value

SERIES, COUNTRY = "fatal-injury-rate", "MEX"
YEARS = (2000, 2017)


def whole(series: pd.DataFrame) -> pd.DataFrame:
    """Every year of the series that the figure cuts, in order."""
    rows = series[(series["series_id"] == SERIES) & (series["country"] == COUNTRY)]
    return rows.sort_values("year", kind="stable")


def framing(
    tables: Tables, series: pd.DataFrame, *, first: int = YEARS[0], last: int = YEARS[1], floor: str = "zero"
) -> Drawing:
    """Deaths at work in Mexico, from one year to another; the axis begins at zero, or just below the lowest value.

    first, last: years of the frame; in the wrong order they are turned round. floor: "zero" or "cut".
    Raises IndexError where the frame holds no year.
    """
    words = tables.words
    first, last = min(first, last), max(first, last)
    every = whole(series)
    rows = every[every["year"].between(first, last)]
    years, values = [int(year) for year in rows["year"]], [float(value) for value in rows["value"]]
    start, end = values[0], values[-1]
    figure = style.new_figure(5.0, left=0.10, right=0.95, top=0.93, bottom=0.13)
    axes = figure.subplots()
    axes.plot(years, values, "-o", color=style.STEEL, markersize=9)
    for year, value in dict.fromkeys([(years[0], start), (years[-1], end)]):
        axes.annotate(
            _said(value), (year, value), xytext=(0, 13), textcoords="offset points", ha="center", fontsize=18,
            fontweight="bold",
        )  # fmt: skip
    low = 0.0 if floor == "zero" else min(values) - 0.12 * max(1.0, max(values) - min(values))
    axes.set_ylim(low, max(values) + 0.2 * max(1.0, max(values) - low))
    axes.set_xlim(years[0] - 0.06 * max(4, last - first), years[-1] + 0.06 * max(4, last - first))
    _ticks(axes, years)
    axes.set_ylabel(words("figure.framing.axis"), fontsize=15)
    if floor != "zero":
        axes.spines["bottom"].set_linestyle((0, (4, 3)))  # a broken line: below it the axis goes on
        axes.text(
            0.5, 0.02, words("figure.framing.cut"), transform=axes.transAxes, ha="center", va="bottom", fontsize=14
        )

    import pandas as pd

    head = "figure.framing.column."
    table = pd.DataFrame(
        {words(head + "year"): [str(year) for year in years], words(head + "value"): [_said(v) for v in values]}
    )
    percent = round(100 * (end - start) / start)
    facts: dict[str, Value] = {
        "first": str(years[0]), "last": str(years[-1]), "start": _said(start), "end": _said(end),
        "percent": abs(percent), "n": len(rows), "missing": len(every) - len(rows),
        "floor": words(f"figure.framing.floor.{floor}"),
    }  # fmt: skip
    variant = "flat" if percent == 0 else ("rise" if percent > 0 else "")
    return Drawing(figure, table, facts, cited(rows), "point" if len(rows) == 1 else variant)


def _said(value: float) -> str:
    return f"{value:.1f}"


def _ticks(axes: Axes, years: list[int]) -> None:
    """Whole years, at most eight of them."""
    step = max(1, -(-len(years) // 8))
    axes.set_xticks(years[::step], [str(year) for year in years[::step]])
