"""Pasta de Conchos among others: disasters in Mexico, and death rates in three countries over a century."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mineros import style
from mineros.charts.common import band, cited, short_name, year_fraction
from mineros.drawing import Drawing

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from mineros.data import Tables
    from mineros.words import Value


def mexico(tables: Tables, disasters: pd.DataFrame, named_from: int = 60) -> Drawing:
    """Mining disasters in Mexico by year and deaths; a thin line from the lowest to the highest count that was seen.

    named_from: disasters with at least this many dead carry their name.
    """
    words = tables.words
    top = disasters["deaths_high"].astype("Float64").fillna(disasters["deaths"].astype("Float64"))
    known = disasters[(disasters["date"] != "") & top.notna()].copy()
    known["most"] = top[known.index].astype(float)
    least = known["deaths_low"].astype("Float64").fillna(known["deaths"].astype("Float64"))
    known["least"] = least.astype(float).fillna(known["most"])  # the only count seen is its lowest too
    known["mark"] = known["deaths"].astype("Float64").fillna(known["least"]).astype(float)
    known["year"] = [year_fraction(iso) for iso in known["date"]]
    figure = style.new_figure(6.0, left=0.09, right=0.97, bottom=0.13)
    axes = figure.subplots()
    band(axes, 2006.14, 2026.9, "#f7efe6")
    coal = known["coal"].astype(bool)
    for part, color, marker, key in (
        (known[~coal], "#8a8a8a", "D", "other"), (known[coal], style.RUST, "o", "coal"),
    ):  # fmt: skip
        axes.vlines(part["year"], part["least"], part["most"], color=color, linewidth=2)
        label = words(f"figure.mexico.{key}")
        axes.plot(part["year"], part["mark"], marker, color=color, markersize=9, alpha=0.85, label=label)
    for row in known[known["most"] >= named_from].itertuples():
        _name(axes, row)
    axes.set_xlim(1868, 2029)
    axes.set_ylim(0, 330)
    axes.set_ylabel(words("figure.mexico.axis"))
    axes.legend(loc="upper right", bbox_to_anchor=(0.85, 0.93))

    after = known[(known["year"] > 2006.2) & (known["mark"] > 0)]
    facts: dict[str, Value] = {
        "n": len(known), "missing": len(disasters) - len(known), "coal": int(coal.sum()),
        "first": str(int(known["year"].min())), "last": str(int(known["year"].max())),
        "after_coal": int(after["coal"].astype(bool).sum()),
        "after_coal_deaths": float(after[after["coal"].astype(bool)]["mark"].sum()),
    }  # fmt: skip
    return Drawing(figure, _mexico_table(tables, known.sort_values("date")), facts, cited(known))


def _mexico_table(tables: Tables, rows: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    words = tables.words
    head = "figure.mexico.column."
    return pd.DataFrame(
        {
            words(head + "date"): [words.date(iso) for iso in rows["date"]],
            words(head + "mine"): list(rows["mine"]),
            words(head + "place"): [
                ", ".join(part for part in (row.municipality, row.state) if part) for row in rows.itertuples()
            ],
            words(head + "mineral"): list(rows["mineral_detail"]),
            words(head + "least"): [words.number(value) for value in rows["least"]],
            words(head + "most"): [words.number(value) for value in rows["most"]],
            words(head + "source"): list(rows["source_ids"]),
        }
    )


# Where a name stands beside its mark: points to the right, points up, alignment.
NUDGES = {
    "mx-el-hondo-1902": (-6, 4, "right"), "mx-las-esperanzas-1907": (-8, -5, "right"),
    "mx-mina-vieja-1899": (-8, -9, "right"), "mx-el-bordo-1920": (-8, -14, "right"),
    "mx-pasta-de-conchos-2006": (-8, 10, "right"),
}  # fmt: skip


def _name(axes: Axes, row: Any) -> None:
    right, up, side = NUDGES.get(row.disaster_id, (9, 3, "left"))
    axes.annotate(
        f"{short_name(row.disaster_id, row.mine)} {int(row.year)}", (row.year, row.most), xytext=(right, up),
        textcoords="offset points", ha=side, fontsize=14,
    )  # fmt: skip


SERIES = {  # what is drawn: country (its key in the catalogue), sector, color, shape
    "us": ("United States", "coal_mines", style.STEEL, "o"),
    "us_underground": ("United States", "underground_coal_mines", style.STEEL, "s"),
    "uk": ("United Kingdom", "coal_mines", style.RUST, "D"),
    "pl": ("Poland", "hard_coal_mines", style.MOSS, "^"),
}
TOP = 360  # where the axis ends
GUESS_YEARS = (1905, 1930, 1955, 1980, 2020)
PLACES = {  # where the name of a series stands: year, rate, alignment
    "us": (1933, 322, "left"), "us_underground": (1986, 116, "left"),
    "uk": (1916, 155, "left"), "pl": (2026, 68, "right"),
}  # fmt: skip


def rates(tables: Tables, fatalities: pd.DataFrame, line: list[float] | None = None, record: bool = True) -> Drawing:
    """Deaths per 100,000 coal miners in a year, country by country; years without a figure are left open.

    line: a reader's own guess for the years of GUESS_YEARS, dashed. record: False keeps the record for the reveal.
    """
    words = tables.words
    figure = style.new_figure(6.0, left=0.09, right=0.97, bottom=0.12)
    axes = figure.subplots()
    drawn = []
    for key, (country, sector, color, marker) in SERIES.items():
        own = words(f"country.{country}")
        part = fatalities[
            (fatalities["country"] == own) & (fatalities["sector"] == sector) & fatalities["rate_per_100k"].notna()
            & (fatalities["region"] == "")
        ].sort_values("year")  # fmt: skip
        drawn.append(part.assign(series=words(f"figure.rates.series.{key}")))
        if record:
            _runs(axes, part, color, marker)
            x, y, side = PLACES[key]
            axes.text(x, y, words(f"figure.rates.series.{key}"), color=color, fontweight="bold", ha=side, fontsize=15)
    if line:
        line = [min(max(0, rate), TOP) for rate in line]  # what no slider gives would lie outside
        axes.plot(GUESS_YEARS, line, "--", color=style.INK, marker="*", markersize=16)
        own = words("figure.rates.guess")
        axes.text(GUESS_YEARS[-1], _clear(line[-1]), own, ha="right", fontsize=15, fontweight="bold")
    axes.set_xlim(1897, 2026)
    axes.set_ylim(0, TOP)
    axes.set_xticks([1900, 1920, 1940, 1960, 1980, 2000, 2020])
    axes.set_ylabel(words("figure.rates.axis"))

    import pandas as pd

    rows = pd.concat(drawn)
    us = drawn[0].set_index("year")["rate_per_100k"]
    facts: dict[str, Value] = {
        "us_first_year": str(us.index[0]), "us_first": round(float(us.iloc[0])),
        "us_last_year": str(us.index[-1]), "us_last": round(float(us.iloc[-1])),
        "n": len(rows), "missing": int(sum(part["year"].max() - part["year"].min() + 1 - len(part) for part in drawn)),
    }  # fmt: skip
    if not record:
        guesses = zip(GUESS_YEARS, line or [], strict=False)
        facts["guess"] = "; ".join(f"{year}: {words.number(rate)}" for year, rate in guesses)
        facts["n"] = len(line or [])
        return Drawing(figure, _guess_table(tables, line), facts, [], variant="hidden")
    return Drawing(figure, _rates_table(tables, rows), facts, cited(rows))


def _rates_table(tables: Tables, rows: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    words = tables.words
    head = "figure.rates.column."
    return pd.DataFrame(
        {
            words(head + "series"): list(rows["series"]),
            words(head + "year"): list(rows["year"]),
            words(head + "rate"): list(rows["rate_per_100k"]),
            words(head + "basis"): [tables.label("fatalities", "basis", code) for code in rows["basis"]],
            words(head + "source"): list(rows["source_ids"]),
        }
    )


def _guess_table(tables: Tables, line: list[float] | None) -> pd.DataFrame:
    import pandas as pd

    words = tables.words
    shown: list[Any] = list(line) if line else [""] * len(GUESS_YEARS)
    return pd.DataFrame({words("figure.rates.column.year"): list(GUESS_YEARS), words("figure.rates.guess"): shown})


def _clear(value: float) -> float:
    """Where the words beside the last point of a guess stand: the nearest height that no other name takes."""
    taken = [PLACES["us_underground"][1], PLACES["pl"][1]]
    heights = [value + shift for shift in (14, -32, 38, -56)]
    free = (high for high in heights if 0 <= high < 338 and all(abs(high - other) > 20 for other in taken))
    return next(free, heights[0])


def _runs(axes: Axes, part: pd.DataFrame, color: str, marker: str) -> None:
    """A line through years in a row; where years are missing the line breaks."""
    years, values = list(part["year"]), list(part["rate_per_100k"])
    start = 0
    for index in range(1, len(years) + 1):
        if index == len(years) or years[index] - years[index - 1] > 1:
            axes.plot(years[start:index], values[start:index], color=color, marker=marker, markersize=6.5)
            start = index
