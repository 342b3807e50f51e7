"""Praise and round numbers: what can be checked in a text of praise, and which numbers look counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mineros import style
from mineros.charts.common import cited, wrapped
from mineros.data import listed
from mineros.drawing import Drawing

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from mineros.data import Tables
    from mineros.words import Value

PROFILE = "S0002"  # the promotional profile among the five starting texts
# What each statement of the profile is about, by its number: our sorting, to be discussed.
TOPICS: dict[str, tuple[int, ...]] = {
    "office": (38, 39, 40, 41, 42, 49, 50, 51, 52),
    "studies": (43, 48),
    "mint": (44, 45, 46, 47),
    "writing": (53, 54, 55, 56),
    "awards": (57, 58, 59, 60, 61, 62, 63),
    "homes": (66,),
    "insurance": (67,),
    "scholarships": (64, 65),
}
TOPIC = {f"K{number:03d}": topic for topic, numbers in TOPICS.items() for number in numbers}
# How a statement stands; a confirmation by an ally is told from one by another side.
STANDS = ("other_side", "ally", "partly", "single", "contradicted")
LOOKS: dict[str, dict[str, Any]] = {
    "other_side": {"marker": "o", "markerfacecolor": style.STEEL, "markeredgecolor": style.STEEL},
    "ally": {"marker": "^", "markerfacecolor": style.SIDES["union"][0], "markeredgecolor": style.SIDES["union"][0]},
    "partly": {
        "marker": "o", "fillstyle": "left", "markerfacecolor": style.STEEL, "markerfacecoloralt": "white",
        "markeredgecolor": style.STEEL,
    },
    "single": {"marker": "o", "markerfacecolor": "white", "markeredgecolor": style.INK},
    "contradicted": {"marker": "X", "markerfacecolor": "white", "markeredgecolor": style.RUST},
}  # fmt: skip
IN_A_ROW = 4  # marks in one line of a cell


def stands(tables: Tables, facts: pd.DataFrame) -> pd.DataFrame:
    """The statements of the profile, each with its topic and how it stands (columns `topic` and `stand`)."""
    side = tables["sources"].set_index("source_id")["perspective"]
    rows = facts[facts["source_id"] == PROFILE]

    def stand(row: Any) -> str:
        if row.verdict != "confirmed":
            return str(row.verdict)
        return "ally" if {side[source] for source in listed(row.second_source_ids)} == {"union"} else "other_side"

    return rows.assign(topic=[TOPIC[fact] for fact in rows["fact_id"]], stand=[stand(row) for row in rows.itertuples()])


def checked(tables: Tables, facts: pd.DataFrame, shown: list[str] | None = None) -> Drawing:
    """The profile's statements by topic and by how they stand: one mark for each statement.

    shown: the ways to stand that are drawn, of STANDS; None shows all.
    """
    import pandas as pd

    say = tables.words
    every = stands(tables, facts)
    if every.empty:
        raise ValueError(PROFILE)
    kept = [stand for stand in STANDS if shown is None or stand in shown]
    rows = every[every["stand"].isin(kept)]
    counted = rows["stand"].value_counts()
    figure = style.new_figure(7.6, left=0.235, right=0.99, top=0.84, bottom=0.015)
    axes = figure.subplots()
    _grid(axes, rows)
    axes.set_xlim(-0.5, len(STANDS) - 0.5)
    axes.set_ylim(len(TOPICS) - 0.5, -0.5)
    axes.set_yticks(range(len(TOPICS)), [say("figure.checked.topic." + topic) for topic in TOPICS], fontsize=16)
    heads = [_head(tables, stand, int(counted.get(stand, 0)) if stand in kept else None) for stand in STANDS]
    axes.set_xticks(range(len(STANDS)), heads, fontsize=14.5, linespacing=0.98)
    axes.xaxis.tick_top()
    axes.grid(visible=False)
    axes.spines["bottom"].set_visible(False)
    axes.spines["left"].set_visible(False)
    axes.tick_params(left=False, top=False)

    head = "figure.checked.column."
    table = pd.DataFrame(
        {
            say(head + "topic"): [say("figure.checked.topic." + topic) for topic in rows["topic"]],
            say(head + "fact"): list(rows["fact"]),
            say(head + "stand"): [say("figure.checked.stand." + stand) for stand in rows["stand"]],
            say(head + "note"): list(rows["note"]),
            say(head + "source"): list(rows["second_source_ids"]),
        }
    )
    values: dict[str, Value] = {stand: int(counted.get(stand, 0)) for stand in STANDS}
    values |= {
        "n": len(rows), "all": len(every), "missing": len(every) - len(rows),
        "confirmed": values["other_side"] + values["ally"],  # type: ignore[operator]
        "homes": say.joined([say("figure.checked.stand." + stand) for stand in _programs(rows)]) or say("list.none"),
    }  # fmt: skip
    values["shown"] = "; ".join([f"{say('figure.checked.stand.' + stand)}: {counted.get(stand, 0)}" for stand in kept])
    variant = "empty" if rows.empty else ("some" if len(kept) < len(STANDS) else "")
    named = [source for cell in rows["second_source_ids"] for source in listed(cell)]
    sources = [PROFILE, *sorted(set(named) - {PROFILE})]
    values["as_of"] = say.date(max(tables["sources"].set_index("source_id").loc[sources, "published"]))
    return Drawing(figure, table, values, sources, variant=variant)


def _head(tables: Tables, stand: str, count: int | None) -> str:
    """The head of a column and its count; a column that is not shown has none, for it is not empty."""
    head = tables.words("figure.checked.head." + stand)
    return f"{head}\n({tables.words('figure.checked.hidden')})" if count is None else f"{head}\n{count}"


def _programs(rows: pd.DataFrame) -> list[str]:
    """How the statements on homes, insurance and scholarships stand."""
    about = rows[rows["topic"].isin(["homes", "insurance", "scholarships"])]
    return [stand for stand in STANDS if stand in set(about["stand"])]


def _grid(axes: Axes, rows: pd.DataFrame) -> None:
    """Bands for the topics, and in each cell its marks in lines of a few."""
    for place, topic in enumerate(TOPICS):
        if place % 2 == 0:
            axes.axhspan(place - 0.5, place + 0.5, color="#f4f1ea", zorder=0, linewidth=0)
        for column, stand in enumerate(STANDS):
            count = int(((rows["topic"] == topic) & (rows["stand"] == stand)).sum())
            lines = -(-count // IN_A_ROW)
            for number in range(count):
                line = number // IN_A_ROW
                here = min(IN_A_ROW, count - line * IN_A_ROW)
                x = column + 0.2 * (number % IN_A_ROW - (here - 1) / 2)
                y = place + 0.42 * (line - (lines - 1) / 2)
                axes.plot(x, y, markersize=17, markeredgewidth=2.4, linestyle="", **LOOKS[stand])


def rounded(tables: Tables, memberships: pd.DataFrame) -> Drawing:
    """Numbers of members by how many zeros they end in, one line for each kind of counter."""
    import pandas as pd

    say = tables.words
    rows = memberships[memberships["members"].notna()].copy()
    rows["zeros"] = [zeros(int(count)) for count in rows["members"]]
    counters = sorted(
        set(rows["counted_by"]), key=lambda kind: (-rows[rows["counted_by"] == kind]["zeros"].min(), kind)
    )
    figure = style.new_figure(5.8, left=0.225, right=0.985, top=0.97, bottom=0.15)
    axes = figure.subplots()
    looks = {"claimed": ("#882255", "^"), "press": (style.SOFT, "X"), "register": (style.STEEL, "D"),
             "government_return": ("#332288", "P"), "court_or_ilo": (style.MOSS, "v")}  # fmt: skip
    for place, kind in enumerate(counters):
        color, marker = looks[kind]
        for value, group in rows[rows["counted_by"] == kind].groupby("zeros")["members"]:
            for number in range(len(group)):
                x = value + 0.15 * (number % 5 - (min(5, len(group)) - 1) / 2)
                axes.plot(x, place - 0.2 * (number // 5), marker, color=color, markersize=10)
            often = say.number(int(group.mode().iloc[0]))  # the number that stands for its group, said most often
            axes.text(value, place + 0.14, often, ha="center", va="top", fontsize=12.5)
    axes.set_yticks(
        range(len(counters)),
        [wrapped(tables.label("memberships", "counted_by", kind), 18, 3) for kind in counters], fontsize=15,
    )  # fmt: skip
    axes.set_ylim(len(counters) - 0.5, -0.75)
    axes.grid(axis="y", visible=False)
    axes.set_xlim(-0.5, rows["zeros"].max() + 0.5)
    axes.set_xticks(range(int(rows["zeros"].max()) + 1))
    axes.set_xlabel(say("figure.rounded.axis"))
    axes.tick_params(left=False)

    bodies = tables["organizations"].set_index("org_id")["name"]
    shown = rows.sort_values(["counted_by", "zeros", "row_id"])
    head = "figure.rounded.column."
    table = pd.DataFrame(
        {
            say(head + "body"): [bodies[body] for body in shown["org_id"]],
            say(head + "year"): [str(year) for year in shown["year"]],
            say(head + "members"): [say.number(int(count)) for count in shown["members"]],
            say(head + "zeros"): [int(count) for count in shown["zeros"]],
            say(head + "by"): [tables.label("memberships", "counted_by", kind) for kind in shown["counted_by"]],
            say(head + "source"): list(shown["source_ids"]),
        }
    )
    claimed, official = (
        rows[rows["counted_by"] == "claimed"],
        rows[rows["counted_by"].isin(["register", "government_return"])],
    )
    facts: dict[str, Value] = {
        "n": len(rows), "claimed": len(claimed), "least": int(claimed["zeros"].min()), "official": len(official),
        "exact": int((official["zeros"] == 0).sum()), "missing": len(memberships) - len(rows),
        "as_of": str(rows["year"].max()),
    }  # fmt: skip
    return Drawing(figure, table, facts, cited(rows))


def zeros(number: int) -> int:
    """How many zeros a whole number ends in: 850,000 ends in four."""
    digits = str(number)
    return len(digits) - len(digits.rstrip("0"))
