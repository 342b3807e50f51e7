"""The minimum wage: in the pesos of each year, and in the pesos of one year that the reader chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineros import style
from mineros.charts.common import cited, spread, year_fraction
from mineros.charts.senate.laws import OATH
from mineros.drawing import Drawing

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from mineros.data import Tables
    from mineros.words import Value

DEFLATORS = ("none", "cpi_year_average", "cpi_month")
AREAS = ("area_a", "general")  # the highest area until 2015, then the one wage of the country
COMPARED = 2018  # the year of the oath, from which the rise is told
LINES = {"general": (style.STEEL, "o"), "border": (style.RUST, "D")}


def yearly(wages: pd.DataFrame, zone: str) -> pd.DataFrame:
    """One row a year: the wage with which the year began. zone: "general" (before 2015 area A) or "border"."""
    zones = AREAS if zone == "general" else (zone,)
    rows = wages[wages["zone"].isin(zones)].sort_values("effective_date", kind="stable")
    return rows.drop_duplicates("year")


def deflated(rows: pd.DataFrame, prices: pd.DataFrame, base: int, deflator: str) -> pd.DataFrame:
    """The rows with a column `real`: pesos of the base year. Empty where the index has no value for the wage's time.

    deflator: "cpi_year_average", the mean of each year; "cpi_month", the month in which each wage came into force,
    against January of the base year; "none" leaves pesos as they were printed. Raises KeyError for a year without one.
    """
    if deflator == "none":
        return rows.assign(real=rows["pesos_per_day"])
    if deflator not in DEFLATORS:
        raise ValueError(deflator)
    known = prices[prices["measure"] == deflator]
    if deflator == "cpi_year_average":
        index = dict(zip(known["year"], known["value"], strict=True))
        when = [(int(year)) for year in rows["year"]]
        start = index[base]
    else:
        index = {(int(row.year), int(row.month)): row.value for row in known.itertuples()}
        when = [(int(iso[:4]), int(iso[5:7])) for iso in rows["effective_date"]]  # type: ignore[misc]
        start = index[(base, 1)]
    levels = [index.get(moment, float("nan")) for moment in when]
    return rows.assign(real=[pesos * start / level for pesos, level in zip(rows["pesos_per_day"], levels, strict=True)])


def wage(
    tables: Tables, wages: pd.DataFrame, prices: pd.DataFrame, base: int = 2025, deflator: str = "cpi_year_average"
) -> Drawing:
    """The minimum wage a day since 2000: dashed in the pesos of each year, solid in the pesos of the base year.

    base: the year in whose pesos it is told. deflator: see `deflated`.
    """
    words = tables.words
    parts = {zone: deflated(yearly(wages, zone), prices, base, deflator) for zone in LINES}
    figure = style.new_figure(6.6, left=0.085, right=0.765, top=0.955, bottom=0.085)
    axes = figure.subplots()
    ends = []
    for zone, (color, marker) in LINES.items():
        part = parts[zone]
        if deflator != "none":
            axes.plot(part["year"], part["pesos_per_day"], "--", color=color, linewidth=1.8)
            ends.append((zone, "printed", float(part["pesos_per_day"].iloc[-1])))
        known = part[part["real"].notna()]
        solid = "-" if deflator != "none" else "--"
        axes.plot(known["year"], known["real"], solid, marker=marker, color=color, markersize=6.5)
        ends.append((zone, "printed" if deflator == "none" else "real", float(known["real"].iloc[-1])))
    axes.set_xlim(1999.4, 2026.3)
    axes.set_ylim(0, 1.06 * max(float(part[["real", "pesos_per_day"]].max().max()) for part in parts.values()))
    axes.set_xticks([2000, 2005, 2010, 2015, 2020, 2025])
    axes.set_ylabel(words("figure.wage.axis"))
    _oath(axes, tables)
    _ends(axes, tables, ends, base)
    facts = _facts(tables, parts, base, deflator)
    both = list(parts.values())
    sources = cited(*both, prices[prices["measure"] == deflator].head(1)) if deflator != "none" else cited(*both)
    variant = "nominal" if deflator == "none" else ""
    return Drawing(figure, _table(tables, parts, base, deflator), facts, sources, variant=variant)


def _oath(axes: Axes, tables: Tables) -> None:
    """When he was sworn in: a line that says after, not because."""
    date = str(tables["events"].set_index("event_id").loc[OATH, "date"])
    axes.axvline(year_fraction(date), color=style.INK, linewidth=1.5, linestyle=(0, (1, 2)))
    axes.text(
        year_fraction(date) - 0.2, axes.get_ylim()[1] * 0.97, tables.words("figure.wage.oath"), ha="right", va="top",
        fontsize=14,
    )  # fmt: skip


def _ends(axes: Axes, tables: Tables, ends: list[tuple[str, str, float]], base: int) -> None:
    """The name of each line at its end, pushed apart where ends are close."""
    words = tables.words
    heights = spread([value for _, _, value in ends], 0.118 * axes.get_ylim()[1])
    low = 0.07 * axes.get_ylim()[1]
    lift = max(0.0, low - min(heights))
    for (zone, kind, _), height in zip(ends, heights, strict=True):
        axes.annotate(
            words(f"figure.wage.line.{zone}_{kind}", base=str(base)), (1.0, height + lift),
            xycoords=("axes fraction", "data"), xytext=(9, 0), textcoords="offset points", va="center", fontsize=13.5,
            color=LINES[zone][0], fontweight="bold" if kind == "real" else "normal", linespacing=0.95,
        )  # fmt: skip


def _facts(tables: Tables, parts: dict[str, pd.DataFrame], base: int, deflator: str) -> dict[str, Value]:
    words = tables.words
    general = parts["general"]
    known = general[general["real"].notna()].set_index("year")
    last = int(known.index[-1])
    printed = float(known.loc[last, "pesos_per_day"]) / float(known.loc[COMPARED, "pesos_per_day"])
    real = float(known.loc[last, "real"]) / float(known.loc[COMPARED, "real"])
    first = int(known.index[0])
    early = float(known.loc[COMPARED, "real"]) / float(known.loc[first, "real"])
    return {
        "base": str(base), "index": words(f"figure.wage.deflator.{deflator}"), "last": str(last), "first": str(first),
        "compared": str(COMPARED), "printed_percent": round(100 * (printed - 1)),
        "real_percent": round(100 * (real - 1)),
        "early_percent": round(100 * (early - 1)), "n": sum(int(part["real"].notna().sum()) for part in parts.values()),
        "missing": sum(int(part["real"].isna().sum()) for part in parts.values()),
    }  # fmt: skip


def _table(tables: Tables, parts: dict[str, pd.DataFrame], base: int, deflator: str) -> pd.DataFrame:
    import pandas as pd

    words = tables.words
    head = "figure.wage.column."
    rows = pd.concat(list(parts.values())).sort_values(["year", "zone"], kind="stable")
    table = {
        words(head + "year"): [int(year) for year in rows["year"]],
        words(head + "from"): [words.date(iso) for iso in rows["effective_date"]],
        words(head + "zone"): [tables.label("min_wage", "zone", code) for code in rows["zone"]],
        words(head + "printed"): [f"{value:,.2f}" for value in rows["pesos_per_day"]],
    }
    if deflator != "none":
        unseen = words("figure.wage.unseen")
        real = [unseen if pd.isna(value) else f"{value:,.2f}" for value in rows["real"]]
        table[words("figure.wage.column.real", base=str(base))] = real
    table[words(head + "source")] = list(rows["source_ids"])
    return pd.DataFrame(table)
