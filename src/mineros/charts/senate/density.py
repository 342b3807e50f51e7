"""Union density: the share of employees in unions, by definition; two definitions are never joined into one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineros import style
from mineros.charts.common import cited, spread
from mineros.drawing import Drawing

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from mineros.data import Tables
    from mineros.words import Value

REGISTERS, SURVEYS = "union-density-ictwss", "union-density-ictwss-survey"
# Each definition has its own color and shape; every one that a country has is drawn when that country is chosen.
DEFINITIONS = {
    REGISTERS: (style.STEEL, "o"), SURVEYS: (style.RUST, "D"), "union-density-oecd-survey": (style.MOSS, "^"),
    "union-density-ilo": ("#882255", "v"), "union-density-enoe": (style.INK, "s"),
    "union-density-inderlab": ("#332288", "P"), "union-density-bls": (style.INK, "X"),
}  # fmt: skip
COUNTRIES = {
    "MEX": (style.MOSS, "o"), "USA": (style.STEEL, "s"), "CAN": (style.RUST, "D"), "GBR": ("#882255", "^"),
}  # fmt: skip

COLUMNS = 3  # panels side by side when one country is chosen
# A line that ends long before the others has its name where it ends: year, height, alignment.
APART = {(REGISTERS, "USA"): (1960, 17.2, "left")}


def density(tables: Tables, series: pd.DataFrame, country: str = "") -> Drawing:
    """Two panels, one for each definition, four countries; with a country chosen, all its definitions side by side.

    country: a code of COUNTRIES, "" for all four. Years without a value break a line.
    """
    if country:
        return _one(tables, series[series["country"] == country], country)
    words = tables.words
    figure = style.new_figure(6.3, left=0.075, right=0.835, top=0.91, bottom=0.085)
    panels = figure.subplots(1, 2, sharey=True)
    figure.subplots_adjust(wspace=0.56)
    drawn = []
    for axes, definition in zip(panels, (REGISTERS, SURVEYS), strict=True):
        rows = series[(series["series_id"] == definition) & series["country"].isin(COUNTRIES)]
        drawn.append(rows.sort_values(["country", "year"], kind="stable"))
        ends = []
        for code, (color, marker) in COUNTRIES.items():
            part = rows[rows["country"] == code].sort_values("year")
            _runs(axes, part, color, marker)
            name = tables.label("series", "country", code)
            if (definition, code) in APART:
                x, y, side = APART[definition, code]
                axes.text(x, y, name, ha=side, color=color, fontsize=13, fontweight="bold")
            else:
                ends.append((name, float(part["value"].iloc[-1]), color))
        _ends(axes, ends, 2.7, 13)
        style.head(axes, words(f"figure.density.panel.{definition}"), fontsize=16, fontweight="bold")
        axes.set_xlim(1958, 2020)
        axes.set_xticks([1960, 1980, 2000, 2018])
    panels[0].set_ylim(0, 56)
    panels[0].set_ylabel(words("figure.density.axis"))

    import pandas as pd

    rows = pd.concat(drawn)
    mexico = [part[part["country"] == "MEX"].sort_values("year") for part in drawn]
    facts: dict[str, Value] = {
        "register_year": str(mexico[0]["year"].iloc[-1]), "register": float(mexico[0]["value"].iloc[-1]),
        "survey_year": str(mexico[1]["year"].iloc[-1]), "survey": float(mexico[1]["value"].iloc[-1]),
        "survey_first_year": str(mexico[1]["year"].iloc[0]), "survey_first": float(mexico[1]["value"].iloc[0]),
        "n": len(rows), "missing": _gaps(rows), "as_of": str(int(rows["year"].max())), "countries": len(COUNTRIES),
    }  # fmt: skip
    return Drawing(figure, _table(tables, rows), facts, cited(rows))


def _one(tables: Tables, series: pd.DataFrame, country: str) -> Drawing:
    """One country, a panel for each of its definitions, all with the same axes; the others stay pale behind it."""
    words = tables.words
    present = [name for name in DEFINITIONS if name in set(series["series_id"])]
    rows = series[series["series_id"].isin(present)].sort_values(["series_id", "year"], kind="stable")
    deep = -(-len(present) // COLUMNS)
    height = 3.2 * deep + 0.6
    figure = style.new_figure(height, left=0.075, right=0.985, top=1 - 0.42 / height, bottom=0.45 / height)
    panels = figure.subplots(deep, COLUMNS, sharex=True, sharey=True, squeeze=False).flatten()
    figure.subplots_adjust(wspace=0.08, hspace=0.24)
    for axes, definition in zip(panels, present, strict=False):
        color, marker = DEFINITIONS[definition]
        part = rows[rows["series_id"] == definition]
        axes.plot(rows["year"], rows["value"], ".", color=style.PALE, markersize=5, zorder=1)
        _runs(axes, part, color, marker)
        style.head(axes, _short(tables, definition), fontsize=13, color=color, fontweight="bold")
        last = part.iloc[-1]
        axes.text(
            0.98, 0.84, f"{last['value']:.1f} ({last['year']})", transform=axes.transAxes, ha="right", fontsize=13,
            color=color, fontweight="bold",
        )  # fmt: skip
    for axes in panels[len(present) :]:
        axes.set_visible(False)
    for place, axes in enumerate(panels[: len(present)]):
        axes.tick_params(labelbottom=place + COLUMNS >= len(present), labelsize=13)
        if place % COLUMNS == 0:
            axes.set_ylabel(words("figure.density.axis"), fontsize=14)
    panels[0].set_xlim(1958, 2028)
    panels[0].set_xticks([1960, 1990, 2020])
    panels[0].set_ylim(0, 56)
    panels[0].set_yticks([0, 20, 40])  # few: six panels draw them all
    late = rows[rows["year"] >= 2010].groupby("series_id")["value"].last()
    facts: dict[str, Value] = {
        "country": tables.label("series", "country", country), "definitions": len(present), "n": len(rows),
        "low": float(late.min()), "high": float(late.max()), "missing": _gaps(rows),
        "as_of": str(int(rows["year"].max())),
    }  # fmt: skip
    return Drawing(figure, _table(tables, rows), facts, cited(rows), variant="country")


def _short(tables: Tables, definition: str) -> str:
    return tables.words(f"figure.density.definition.{definition}")


def _gaps(rows: pd.DataFrame) -> int:
    """Years between the first and the last value of each line that have none."""
    lines = rows.groupby(["series_id", "country"])["year"]
    return int((lines.max() - lines.min() + 1 - lines.count()).sum())


def _runs(axes: Axes, part: pd.DataFrame, color: str, marker: str) -> None:
    """A line through years in a row; where a year is missing the line breaks."""
    years, values = [int(year) for year in part["year"]], list(part["value"])
    start = 0
    for index in range(1, len(years) + 1):
        if index == len(years) or years[index] - years[index - 1] > 1:
            size = 7 if index - start == 1 else 5  # a value that stands alone must not be overlooked
            axes.plot(years[start:index], values[start:index], color=color, marker=marker, markersize=size, linewidth=2)
            start = index


def _ends(axes: Axes, ends: list[tuple[str, float, str]], least: float, size: float) -> None:
    """The name of each line beside its last value; names that would meet are pushed apart."""
    heights = spread([value for _, value, _ in ends], least)
    lift = max(0.0, 1.8 - min(heights))
    for (name, _, color), height in zip(ends, heights, strict=True):
        axes.annotate(
            name, (1.0, height + lift), xycoords=("axes fraction", "data"), xytext=(8, 0), textcoords="offset points",
            va="center", fontsize=size, color=color, fontweight="bold", linespacing=0.95,
        )  # fmt: skip


def _table(tables: Tables, rows: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    words = tables.words
    head = "figure.density.column."
    catalog = tables["series_catalog"].set_index("series_id")["title"]
    return pd.DataFrame(
        {
            words(head + "definition"): [str(catalog[name]) for name in rows["series_id"]],
            words(head + "country"): [tables.label("series", "country", code) for code in rows["country"]],
            words(head + "year"): [int(year) for year in rows["year"]],
            words(head + "value"): [f"{value:.1f}" for value in rows["value"]],
            words(head + "source"): list(rows["source_ids"]),
        }
    )
