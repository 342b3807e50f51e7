"""Accounts: the events for which the sources of two sides stand in the table, year by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineros import style
from mineros.charts.common import cited, coordinates, wrapped
from mineros.data import listed
from mineros.drawing import Drawing

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from mineros.data import Tables
    from mineros.words import Value

PERIOD = (2006, 2014)
FEW = 12  # of more years than this, every second one is named
LEAST = 0.36  # no half of the picture is shallower than this part of the other: its name needs the room
LETTERS = 15  # of a side's name in one line
TALL = 30  # with more events than this in a year, a mark stands for each event but is drawn smaller


def accounts(
    tables: Tables,
    events: pd.DataFrame,
    *,
    one: str = "union",
    other: str = "government",
    first: int = PERIOD[0],
    last: int = PERIOD[1],
) -> Drawing:
    """Two sides, the same years: above the line a mark for each event with sources of `one` only, below it those of
    `other` only, and in the middle the events for which sources of both are named.

    one, other: perspectives of the table `sources`. first, last: years, both included. Raises ValueError for no events.
    """
    told = told_by(tables, events, (one, other), (first, last))
    counts = told.groupby(["year", "who"]).size().unstack(fill_value=0).reindex(range(first, last + 1), fill_value=0)
    for who in ("one", "both", "other"):
        if who not in counts:
            counts[who] = 0
    figure = style.new_figure(6.4, left=0.03, right=0.97, top=0.97, bottom=0.03)
    axes = figure.subplots()
    _towers(axes, counts, one, other)
    _name_lanes(axes, tables, told, (one, other))

    kept = told[told["who"] != "neither"]
    facts: dict[str, Value] = {
        "one": tables.label("sources", "perspective", one), "other": tables.label("sources", "perspective", other),
        "first": str(first), "last": str(last), "n": len(told), "missing": int((told["who"] == "neither").sum()),
        "both": int((told["who"] == "both").sum()),
        "one_n": int(told["who"].isin(["one", "both"]).sum()),
        "other_n": int(told["who"].isin(["other", "both"]).sum()),
    }  # fmt: skip
    variant = "same" if one == other else ""
    return Drawing(figure, _listing(tables, kept, one, other), facts, cited(kept if len(kept) else told), variant)


def told_by(tables: Tables, events: pd.DataFrame, two: tuple[str, str], period: tuple[int, int]) -> pd.DataFrame:
    """The events of a period in order of time, with the column `who`: one, other, both or neither."""
    sources = tables["sources"]
    side_of = dict(zip(sources["source_id"], sources["perspective"], strict=True))
    years = events["date"].str[:4].astype(int)
    rows = events[years.between(*period)].assign(year=years)
    if rows.empty:
        raise ValueError("no event in this period")
    sides = rows["source_ids"].map(lambda cell: {side_of[source] for source in listed(cell)})
    named = {(True, True): "both", (True, False): "one", (False, True): "other", (False, False): "neither"}
    rows["who"] = [named[two[0] in found, two[1] in found] for found in sides]
    return rows.sort_values(["date", "event_id"], kind="stable")


def _towers(axes: Axes, counts: pd.DataFrame, one: str, other: str) -> None:
    """Marks stacked away from the middle; those of both sides wear both signs, side by side."""
    high, middle, low = (int(counts[who].max()) for who in ("one", "both", "other"))
    rim = max(1, middle) / 2 + 1.6  # where the towers begin, on either side of the middle band
    size = 11 if high + low + middle <= TALL else 330 / (high + low + middle)
    axes.axhspan(-rim + 0.7, rim - 0.7, color="#f4f1ea", zorder=0, linewidth=0)
    above: list[tuple[float, float]] = []
    below: list[tuple[float, float]] = []
    for row in counts.itertuples():
        year = row.Index
        above += [(year, rim + level) for level in range(row.one)]
        below += [(year, -rim - level) for level in range(row.other)]
        middles = [level - (row.both - 1) / 2 for level in range(row.both)]
        above += [(year - 0.11, place) for place in middles]
        below += [(year + 0.11, place) for place in middles]
        if len(counts) <= FEW or year % 2 == 0:
            axes.text(year, rim + max(high, 1) + 0.9, str(year), ha="center", va="bottom", fontsize=15)
    _marks(axes, above, one, size)
    _marks(axes, below, other, size)
    wide = len(counts)
    axes.set_xlim(counts.index.min() - 0.36 * wide, counts.index.max() + 0.6)
    tall, deep = rim + max(high, 1) + 3.2, rim + max(low, 1) + 0.4
    axes.set_ylim(-max(deep, LEAST * tall), max(tall, LEAST * deep))
    axes.set_axis_off()


def _marks(axes: Axes, spots: list[tuple[float, float]], side: str, size: float) -> None:
    color, marker = style.SIDES[side]
    axes.plot(*coordinates(spots), marker, color=color, markersize=size, markeredgecolor="white", markeredgewidth=0.6)


def _name_lanes(axes: Axes, tables: Tables, told: pd.DataFrame, two: tuple[str, str]) -> None:
    """At the left, what each part of the picture holds, with its count."""
    words = tables.words
    low, high = axes.get_ylim()
    places = {"one": high * 0.52, "both": 0.0, "other": low * 0.6}
    sides = {who: tables.label("sources", "perspective", side) for who, side in zip(("one", "other"), two, strict=True)}
    sides = {who: wrapped(side, LETTERS) for who, side in sides.items()}
    for who, place in places.items():
        said = words(f"figure.accounts.lane.{who}", n=int((told["who"] == who).sum()), side=sides.get(who, ""))
        axes.text(
            axes.get_xlim()[0], place, said, va="center", fontsize=16, fontweight="bold" if who == "both" else "normal",
            linespacing=1.25,
        )  # fmt: skip


def _listing(tables: Tables, kept: pd.DataFrame, one: str, other: str) -> pd.DataFrame:
    """The events drawn, in words, with who names them."""
    import pandas as pd

    words, head = tables.words, "figure.accounts.column."
    sides = [tables.label("sources", "perspective", side) for side in (one, other)]
    who = {"one": sides[0], "other": sides[1], "both": words.joined(sides)}
    return pd.DataFrame(
        {
            words(head + "date"): [words.date(iso) for iso in kept["date"]],
            words(head + "event"): list(kept["title"]),
            words(head + "who"): [who[code] for code in kept["who"]],
            words(head + "source"): list(kept["source_ids"]),
        }
    )
