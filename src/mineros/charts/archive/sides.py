"""The sources by their makers: a dot for each, how much of each was read, and counts by any column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineros import style
from mineros.charts.common import cited, wrapped
from mineros.drawing import Drawing

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from mineros.data import Tables
    from mineros.words import Value

LINE = 100  # so many dots stand in one line
DOT = 0.185  # height of a line of dots, in lines of text
WHOLE = ("whole", "seed")  # the five starting texts were read whole too
DIMENSIONS = ("perspective", "kind", "language", "seen", "year")
MANY_KINDS = 10  # with more bars than this, letters get smaller
FIRST_YEAR = 2000
WRAP = 30  # letters of a label in one line
NARROW = 18  # letters of a side's name in one line


def archive(tables: Tables, sources: pd.DataFrame) -> Drawing:
    """One dot for each source, in a field for each side. Raises ValueError for a table without rows."""
    say = tables.words
    counts = sources["perspective"].value_counts()
    if sources.empty:
        raise ValueError("perspective")
    sides = sorted(counts.index, key=lambda side: (-counts[side], side))
    tall = [max(1.0, DOT * -(-int(counts[side]) // LINE) + 0.3) for side in sides]
    figure = style.new_figure(0.34 * sum(tall) + 0.3, left=0.35, right=0.90, top=0.985, bottom=0.015)
    axes = figure.subplots()
    top = 0.0
    for side, high in zip(sides, tall, strict=True):
        color, marker = style.SIDES[side]
        count = int(counts[side])
        lines = -(-count // LINE)
        middle = top + high / 2
        first = middle - DOT * (lines - 1) / 2
        places = [(number % LINE, first + DOT * (number // LINE)) for number in range(count)]
        axes.plot(*zip(*places, strict=True), "o", color=color, markersize=3.1, markeredgewidth=0)
        axes.plot(-4.5, middle, marker, color=color, markersize=11, clip_on=False)
        axes.text(-7.5, middle, tables.label("sources", "perspective", side), ha="right", va="center", fontsize=15.5)
        axes.text(LINE + 2, middle, say.number(count), va="center", fontsize=17, fontweight="bold")
        top += high
    axes.set_xlim(-1, LINE)
    axes.set_ylim(top, 0)
    axes.axis("off")

    import pandas as pd

    head = "figure.archive.column."
    table = pd.DataFrame(
        {
            say(head + "side"): [tables.label("sources", "perspective", side) for side in sides],
            say(head + "sources"): [say.number(int(counts[side])) for side in sides],
            say(head + "share"): [share(int(counts[side]), len(sources)) for side in sides],
        }
    )
    facts: dict[str, Value] = {side: int(counts.get(side, 0)) for side in style.SIDES if side != "party"}
    facts |= {"n": len(sources), "missing": int((sources["published"] == "").sum()), "sides": len(sides)}
    facts["as_of"] = say.date(max(sources["published"]))
    return Drawing(figure, table, facts, examples(tables, sources))


def seen(tables: Tables, sources: pd.DataFrame) -> Drawing:
    """How many sources of each side were read from the first line to the last, and of how many we saw a part."""
    say = tables.words
    whole = sources["seen"].isin(WHOLE)
    counted = sources.assign(whole=whole).groupby("perspective")["whole"].agg(["sum", "size"])
    counted = counted.rename_axis("side").reset_index().sort_values(["size", "side"], ascending=[False, True])
    figure = style.new_figure(7.2, left=0.27, right=0.78, top=0.99, bottom=0.11)
    axes = figure.subplots()
    places = range(len(counted))
    axes.barh(places, counted["size"], height=0.68, color=style.PAPER, hatch="///", edgecolor=style.STONE)
    axes.barh(places, counted["sum"], height=0.68, color=style.INK)
    for place, row in zip(places, counted.itertuples(), strict=True):
        said = say("figure.seen.of", whole=int(row.sum), all=int(row.size))
        axes.text(row.size + 12, place, said, va="center", fontsize=16, fontweight="bold" if row.sum else "normal")
    _named(axes, [name_of(tables, side) for side in counted["side"]], 15)
    axes.set_xlabel(say("figure.seen.axis"))
    axes.set_xlim(0, 1.02 * counted["size"].max())

    import pandas as pd

    head = "figure.seen.column."
    table = pd.DataFrame(
        {
            say(head + "side"): [tables.label("sources", "perspective", side) for side in counted["side"]],
            say(head + "whole"): [int(count) for count in counted["sum"]],
            say(head + "part"): [say.number(int(row.size - row.sum)) for row in counted.itertuples()],
        }
    )
    never = counted[counted["sum"] == 0]["side"]
    facts: dict[str, Value] = {
        "whole": int(whole.sum()), "n": len(sources), "missing": int((~whole).sum()),
        "part_share": share(int((~whole).sum()), len(sources)), "none": len(never),
        "never": say.joined([tables.label("sources", "perspective", side) for side in never]) or say("list.none"),
        "as_of": say.date(max(sources["published"])),
    }  # fmt: skip
    return Drawing(figure, table, facts, list(sources[whole]["source_id"]) or examples(tables, sources))


def balance(tables: Tables, sources: pd.DataFrame, by: str = "kind", side: str = "") -> Drawing:
    """The sources counted by one dimension, longest bar first; years stand in the order of time.

    by: "perspective", "kind", "language", "seen" or "year". side: a perspective; empty takes all.
    Raises KeyError for another dimension or a side without a source, ValueError for a table without rows.
    """
    say = tables.words
    if by not in DIMENSIONS or side not in ("", *sources["perspective"]):
        raise KeyError(by, side)
    if sources.empty:
        raise ValueError(by)
    rows = sources[sources["perspective"] == side] if side else sources
    counts = _by_year(tables, rows) if by == "year" else _by_code(tables, rows, by)
    if by == "year":
        figure = style.new_figure(5.6, left=0.09, right=0.98, top=0.94, bottom=0.27)
        _upright(figure.subplots(), counts, say("figure.balance.axis"), say("date.unknown"))
    else:
        height = 1.0 + 0.46 * max(4, len(counts))
        figure = style.new_figure(height, left=0.36, right=0.89, top=0.985, bottom=0.74 / height)
        _lying(figure.subplots(), counts, say("figure.balance.axis"), tables)

    import pandas as pd

    head = "figure.balance.column."
    table = pd.DataFrame(
        {
            say("figure.balance.by." + by): list(counts),
            say(head + "sources"): [say.number(count) for count in counts.values()],
            say(head + "share"): [share(count, len(rows)) for count in counts.values()],
        }
    )
    known = {label: count for label, count in counts.items() if label != say("date.unknown")}
    most = max(known, key=lambda label: known[label]) if known else say("list.none")
    undated = int((rows["published"] == "").sum())
    facts: dict[str, Value] = {
        "n": len(rows), "missing": undated, "top": most, "top_n": known.get(most, 0), "groups": len(known),
        "top_share": share(known.get(most, 0), len(rows)), "by": say("figure.balance.by." + by).lower(),
        "who": tables.label("sources", "perspective", side) if side else say("figure.balance.all_sides"),
        "as_of": say.date(max(rows["published"])),
    }  # fmt: skip
    column = "perspective" if by == "year" else by
    return Drawing(figure, table, facts, examples(tables, rows, column), variant="year" if by == "year" else "")


def name_of(tables: Tables, side: str) -> str:
    """A side in words, on two lines where it is long."""
    return wrapped(tables.label("claims", "perspective", side), NARROW)


def share(part: int, whole: int) -> str:
    """A share in percent: whole numbers, or one decimal where a whole number would be nothing."""
    percent = 100 * part / whole
    return f"{percent:.0f}%" if percent >= 1 or not part else f"{percent:.1f}%"


def examples(tables: Tables, rows: pd.DataFrame, column: str = "perspective", most: int = 12) -> list[str]:
    """One source of each group, the largest group first: the one that most events rest on.

    To name all of some thousand sources under a figure would help nobody.
    """
    used = {source: place for place, source in enumerate(cited(tables["events"]))}
    order = rows.assign(place=[used.get(source, len(used)) for source in rows["source_id"]])
    first = order.sort_values(["place", "source_id"]).drop_duplicates(column).set_index(column)["source_id"]
    return [str(first[group]) for group in rows[column].value_counts().index][:most]


def _by_code(tables: Tables, rows: pd.DataFrame, by: str) -> dict[str, int]:
    counts = rows[by].value_counts()
    order = sorted(counts.index, key=lambda code: (-counts[code], code))
    return {tables.label("sources", by, code): int(counts[code]) for code in order}


def _by_year(tables: Tables, rows: pd.DataFrame) -> dict[str, int]:
    """Sources by year: what is older in one bar, every year since, and those without a date as a bar of their own."""
    say = tables.words
    years = [int(iso[:4]) if iso else None for iso in rows["published"]]
    dated = [year for year in years if year is not None]
    older = sum(year < FIRST_YEAR for year in dated)
    last = max(dated, default=FIRST_YEAR)
    counts = {say("figure.balance.older", year=str(FIRST_YEAR)): older} if older else {}
    counts |= {str(year): dated.count(year) for year in range(FIRST_YEAR, last + 1)}
    if None in years:
        counts[say("date.unknown")] = years.count(None)
    return counts


def _lying(axes: Axes, counts: dict[str, int], axis: str, tables: Tables) -> None:
    size = 16 if len(counts) <= MANY_KINDS else 14
    for place, count in enumerate(counts.values()):
        axes.barh(place, count, height=0.7, color=style.STEEL)
        axes.annotate(
            tables.words.number(count), (count, place), xytext=(6, 0), textcoords="offset points", va="center",
            fontsize=size + 1, fontweight="bold",
        )  # fmt: skip
    _named(axes, [wrapped(label, WRAP, 2) for label in counts], size)
    axes.xaxis.set_major_formatter(lambda value, _: tables.words.number(value))
    axes.set_xlabel(axis)
    axes.set_ylim(max(len(counts), 4) - 0.4, -0.6)


def _upright(axes: Axes, counts: dict[str, int], axis: str, undated: str) -> None:
    """Years as columns; the undated ones stand apart and hatched, for they belong to no year."""
    from matplotlib.ticker import MaxNLocator

    labels = list(counts)
    places = [place + (1.0 if label == undated else 0.0) for place, label in enumerate(labels)]
    for place, label in zip(places, labels, strict=True):
        apart = label == undated
        axes.bar(
            place, counts[label], width=0.8, color=style.PAPER if apart else style.STEEL,
            hatch="///" if apart else "", edgecolor=style.STONE if apart else "white",
        )  # fmt: skip
    axes.set_xticks(places, labels, rotation=90, fontsize=13)
    axes.set_ylabel(axis)
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.grid(axis="x", visible=False)


def _named(axes: Axes, names: list[str], size: float) -> None:
    """Names beside lying bars, the first on top."""
    from matplotlib.ticker import MaxNLocator

    axes.set_yticks(range(len(names)), names, fontsize=size, linespacing=0.9)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.grid(axis="y", visible=False)
    style.bare(axes, "left")
