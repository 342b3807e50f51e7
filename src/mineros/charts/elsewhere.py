"""Pasta de Conchos among others: disasters in Mexico, death rates over a century, what followed disasters elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mineros import style
from mineros.charts.common import band, cited, year_fraction
from mineros.drawing import Drawing

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from mineros.data import Tables
    from mineros.words import Value

# Ten disasters outside Mexico whose consequences are dated in our sources, and the one of this lesson.
TEN = [
    "aberfan", "farmington", "sunshine", "chasnala", "westray",
    "sago", "upper-big-branch", "pike-river", "soma", "amasra",
]  # fmt: skip
MARKS = {
    "law": ("s", style.STEEL), "conviction": ("^", "#882255"), "case_dropped": ("X", style.INK),
    "settlement": ("D", style.SAND), "other": ("o", "#8a8a8a"),
}  # fmt: skip
GROUPS = {
    "law": "law", "standard": "law", "regulator": "law", "conviction": "conviction", "case_dropped": "case_dropped",
    "settlement": "settlement", "compensation": "settlement", "penalty": "settlement",
}  # fmt: skip


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

    import pandas as pd

    head = "figure.mexico.column."
    rows = known.sort_values("date")
    table = pd.DataFrame(
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
    after = known[(known["year"] > 2006.2) & (known["mark"] > 0)]
    facts: dict[str, Value] = {
        "n": len(known), "missing": len(disasters) - len(known), "coal": int(coal.sum()),
        "first": str(int(known["year"].min())), "last": str(int(known["year"].max())),
        "after": len(after), "after_coal": int(after["coal"].astype(bool).sum()),
        "after_coal_deaths": float(after[after["coal"].astype(bool)]["mark"].sum()),
    }  # fmt: skip
    return Drawing(figure, table, facts, cited(known))


# Where a name stands beside its mark: points to the right, points up, alignment.
NUDGES = {
    "mx-el-hondo-1902": (-6, 4, "right"), "mx-las-esperanzas-1907": (-8, -5, "right"),
    "mx-mina-vieja-1899": (-8, -9, "right"), "mx-el-bordo-1920": (-8, -14, "right"),
    "mx-pasta-de-conchos-2006": (-8, 10, "right"),
}  # fmt: skip
# A name better known than the mine's own.
KNOWN_AS = {"mx-barroteran-1969": "Barroterán", "w-farmington-1968": "Farmington"}


def _name(axes: Axes, row: Any) -> None:
    right, up, side = NUDGES.get(row.disaster_id, (9, 3, "left"))
    axes.annotate(
        f"{_plain(row.disaster_id, row.mine)} {int(row.year)}", (row.year, row.most), xytext=(right, up),
        textcoords="offset points", ha=side, fontsize=14,
    )  # fmt: skip


def _plain(disaster: str, mine: str) -> str:
    """The name of a mine without shaft numbers and brackets."""
    return KNOWN_AS.get(disaster, mine.partition(" (")[0].partition(",")[0])


SERIES = {  # what is drawn: (country, sector), its look and where its name stands
    "us": ("United States", "coal_mines", style.STEEL, "o"),
    "us_underground": ("United States", "underground_coal_mines", style.STEEL, "s"),
    "uk": ("United Kingdom", "coal_mines", style.RUST, "D"),
    "pl": ("Poland", "hard_coal_mines", style.MOSS, "^"),
}
GUESS_YEARS = (1905, 1930, 1955, 1980, 2020)
PLACES = {
    "us": (1933, 322, "left"), "us_underground": (1986, 116, "left"),
    "uk": (1916, 155, "left"), "pl": (2026, 68, "right"),
}  # fmt: skip


def rates(
    tables: Tables, fatalities: pd.DataFrame, line: list[float] | None = None, record: bool = True
) -> Drawing:
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
        axes.plot(GUESS_YEARS, line, "--", color=style.INK, marker="*", markersize=16)
        own = words("figure.rates.guess")
        axes.text(GUESS_YEARS[-1], _clear(line[-1]), own, ha="right", fontsize=15, fontweight="bold")
    axes.set_xlim(1897, 2026)
    axes.set_ylim(0, 360)
    axes.set_xticks([1900, 1920, 1940, 1960, 1980, 2000, 2020])
    axes.set_ylabel(words("figure.rates.axis"))

    import pandas as pd

    rows = pd.concat(drawn)
    head = "figure.rates.column."
    if record:
        table = pd.DataFrame(
            {
                words(head + "series"): list(rows["series"]),
                words(head + "year"): list(rows["year"]),
                words(head + "rate"): list(rows["rate_per_100k"]),
                words(head + "basis"): [tables.label("fatalities", "basis", code) for code in rows["basis"]],
                words(head + "source"): list(rows["source_ids"]),
            }
        )
    else:
        shown: list[Any] = list(line) if line else [""] * len(GUESS_YEARS)
        table = pd.DataFrame({words(head + "year"): list(GUESS_YEARS), words("figure.rates.guess"): shown})
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
        return Drawing(figure, table, facts, [], variant="hidden")
    return Drawing(figure, table, facts, cited(rows))


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


def followed(tables: Tables, after: pd.DataFrame) -> Drawing:
    """What followed ten disasters elsewhere and Pasta de Conchos: years from the disaster to each dated consequence."""
    import pandas as pd

    words = tables.words
    world, own = tables["disasters_world"], tables["disasters_mexico"]
    known = dict(zip(world["disaster_id"], world["date"], strict=True)) | dict(
        zip(own["disaster_id"], own["date"], strict=True)
    )
    mines = pd.concat([world, own])
    names = {row.disaster_id: _plain(row.disaster_id, row.mine) for row in mines.itertuples()}
    chosen = [
        disaster
        for disaster in sorted(set(after["disaster_id"]), key=lambda disaster: known[disaster])
        if any(name in disaster for name in TEN) or disaster == "mx-pasta-de-conchos-2006"
    ]
    rows = after[after["disaster_id"].isin(chosen) & (after["date"] != "")].copy()
    if rows.empty:
        raise ValueError("n = 0")
    rows["years"] = [
        max(0.0, year_fraction(row.date) - year_fraction(known[row.disaster_id])) for row in rows.itertuples()
    ]
    rows["group"] = [GROUPS.get(kind, "other") for kind in rows["kind"]]
    figure = style.new_figure(7.2, left=0.30, right=0.97, top=0.98, bottom=0.24)
    axes = figure.subplots()
    for place, disaster in enumerate(chosen):
        own_row = disaster == "mx-pasta-de-conchos-2006"
        axes.axhline(place, color=style.RUST if own_row else style.PALE, linewidth=1.5, zorder=1)
        # Gray marks first, so that a law, a sentence or a dropped case lies on top.
        for row in rows[rows["disaster_id"] == disaster].sort_values("group", key=lambda g: g != "other").itertuples():
            marker, color = MARKS[row.group]
            axes.plot(row.years, place, marker, color=color, markersize=13, markeredgecolor="white", alpha=0.95)
    labels = [f"{names[disaster]} {known[disaster][:4]}" for disaster in chosen]
    axes.set_yticks(range(len(chosen)), labels)
    axes.set_ylim(len(chosen) - 0.5, -0.5)
    axes.set_xlim(-0.8, max(39.0, float(rows["years"].max()) + 1))
    axes.set_xlabel(words("figure.followed.axis"))
    axes.grid(axis="y", visible=False)
    style.bare(axes, "left")
    from matplotlib.lines import Line2D

    marks = [Line2D([], [], linestyle="", marker=look, color=color, markersize=12) for look, color in MARKS.values()]
    figure.legend(
        marks, [words(f"figure.followed.kind.{kind}") for kind in MARKS], loc="lower center", ncols=3,
        handletextpad=0.2, columnspacing=1.1,
    )  # fmt: skip

    head = "figure.followed.column."
    listed = rows.sort_values(["disaster_id", "years"])
    table = pd.DataFrame(
        {
            words(head + "disaster"): [f"{names[name]} {known[name][:4]}" for name in listed["disaster_id"]],
            words(head + "what"): list(listed["what"]),
            words(head + "date"): [words.date(iso) for iso in listed["date"]],
            words(head + "years"): [f"{value:.1f}" for value in listed["years"]],
            words(head + "link"): [tables.label("reforms_after", "link", code) for code in listed["link"]],
            words(head + "source"): list(listed["source_ids"]),
        }
    )
    convicted = rows[(rows["kind"] == "conviction")]
    facts: dict[str, Value] = {
        "disasters": len(chosen) - 1, "shown": len(chosen), "n": len(rows),
        "known": int(after[(after["date"] != "") & after["disaster_id"].str.startswith("w-")]["disaster_id"].nunique()),
        "convicted": int(convicted["disaster_id"].nunique()),
        "longest": round(float(convicted["years"].max())) if len(convicted) else 0,
        "missing": int((after["disaster_id"].isin(chosen) & (after["date"] == "")).sum()),
    }  # fmt: skip
    return Drawing(figure, table, facts, cited(rows))
