"""Members: how many, who says so, and whether the figure looks like a count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineros import style
from mineros.charts.alliances.bodies import OWN, called
from mineros.charts.common import cited
from mineros.drawing import Drawing

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from mineros.data import Tables
    from mineros.words import Value

# Who counts, drawn in the colors and shapes of the sides.
COUNTERS = {
    "claimed": "union", "register": "government", "government_return": "government", "press": "press",
    "court_or_ilo": "court",
}  # fmt: skip
ROUND = 5_000  # a figure that is a multiple of this was hardly counted one by one
LINES = 8  # room for so many figures, so that the page does not jump when another body is chosen
FAR = 4  # a figure so many times the next lower one is marked at the edge, or the others could not be told apart


def members(tables: Tables, figures: pd.DataFrame, body: str = OWN) -> Drawing:
    """Every figure that a source gives for the members of one body. Hollow: a round number.

    body: an id of the table `organizations` that has rows in `memberships`.
    """
    words = tables.words
    rows = figures[figures["org_id"] == body].sort_values(["year", "members", "row_id"], kind="stable")
    if rows.empty:
        raise ValueError("n = 0")
    rows = rows.assign(round=rows["members"] % ROUND == 0)
    ordered = sorted(int(count) for count in rows["members"])
    far = ordered[-1] if len(ordered) > 2 and ordered[-1] > FAR * ordered[-2] else None
    edge = (ordered[-2] if far else ordered[-1]) * 1.42

    height = 1.55 + 0.5 * max(LINES, len(rows))
    figure = style.new_figure(height, left=0.36, right=0.97, top=0.97, bottom=1.35 / height)
    axes = figure.subplots()
    for place, row in enumerate(rows.itertuples()):
        _row(axes, tables, place, row, edge if row.members == far else None)
    axes.set_yticks(
        range(len(rows)),
        [f"{row.year} · {words(f'figure.members.by.{row.counted_by}')}" for row in rows.itertuples()], fontsize=14,
    )  # fmt: skip
    axes.set_ylim(max(LINES, len(rows)) - 0.4, -0.6)
    axes.set_xlim(0, edge)
    _scale(axes, tables)
    _legend(axes, tables, list(dict.fromkeys(rows["counted_by"])))
    organizations = tables["organizations"].set_index("org_id")
    low, high = rows.loc[rows["members"].idxmin()], rows.loc[rows["members"].idxmax()]
    facts: dict[str, Value] = {
        "body": called(body, organizations.loc[body, "short_name"], words), "n": len(rows),
        "round": int(rows["round"].sum()), "low": int(low["members"]), "high": int(high["members"]),
        "low_year": str(low["year"]), "high_year": str(high["year"]),
        "low_by": words(f"figure.members.by.{low['counted_by']}"),
        "high_by": words(f"figure.members.by.{high['counted_by']}"),
        "missing": int((rows["covers"] == "unstated").sum()), "as_of": str(rows["year"].max()),
    }  # fmt: skip
    return Drawing(figure, _listing(tables, rows), facts, cited(rows))


def offered(figures: pd.DataFrame, least: int = 3) -> list[str]:
    """Ids of the bodies with at least so many figures, Los Mineros first."""
    counted = figures["org_id"].value_counts()
    return sorted((str(body) for body in counted[counted >= least].index), key=lambda body: (body != OWN, body))


def _row(axes: Axes, tables: Tables, place: int, row: pd.Series, edge: float | None) -> None:
    """One figure: a mark, the number, and whom it covers. A far one stands at the edge, with an arrow."""
    words = tables.words
    color, marker = style.SIDES[COUNTERS[row.counted_by]]
    at = edge * 0.985 if edge else row.members
    axes.plot(
        at, place, ">" if edge else marker, markersize=13, markerfacecolor="white" if row.round else color,
        markeredgecolor=color, markeredgewidth=2.2, clip_on=False, zorder=4,
    )  # fmt: skip
    said = words("figure.members.far", count=int(row.members)) if edge else words.number(int(row.members))
    high = at > 0.72 * axes.get_xlim()[1] if edge else False
    axes.annotate(
        said, (at, place), xytext=(-14 if high or edge else 13, 0), textcoords="offset points", va="center",
        ha="right" if high or edge else "left", fontsize=15, fontweight="bold",
    )  # fmt: skip


def _scale(axes: Axes, tables: Tables) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    words = tables.words
    many = axes.get_xlim()[1] > 1e6
    axes.xaxis.set_major_locator(MaxNLocator(4))
    axes.xaxis.set_major_formatter(
        FuncFormatter(lambda count, _: f"{count / 1e6:,.12g}" if many else words.number(count))
    )
    axes.set_xlabel(words("figure.members.millions") if many else words("figure.members.axis"))
    axes.grid(axis="y", visible=False)
    style.bare(axes, "left")


def _legend(axes: Axes, tables: Tables, counters: list[str]) -> None:
    """Full and hollow, explained once; the sides by their shape."""
    from matplotlib.lines import Line2D

    words = tables.words
    looks = [style.SIDES[COUNTERS[counter]] for counter in counters]
    marks = [Line2D([], [], linestyle="", marker=marker, color=color, markersize=11) for color, marker in looks]
    shared: dict[str, Line2D] = {}
    for counter, mark in zip(counters, marks, strict=True):
        shared.setdefault(words(f"figure.members.side.{COUNTERS[counter]}"), mark)
    shared[words("figure.members.hollow")] = Line2D(
        [], [], linestyle="", marker="o", markerfacecolor="white", markeredgecolor=style.INK, markersize=11
    )
    axes.figure.legend(
        list(shared.values()),
        list(shared),
        loc="lower center",
        ncols=len(shared),
        handletextpad=0.1,
        fontsize=13.5,
        columnspacing=1.1,
    )


def _listing(tables: Tables, rows: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    words, head = tables.words, "figure.members.column."
    return pd.DataFrame(
        {
            words(head + "year"): [str(year) for year in rows["year"]],
            words(head + "members"): [words.number(int(count)) for count in rows["members"]],
            words(head + "by"): [tables.label("memberships", "counted_by", code) for code in rows["counted_by"]],
            words(head + "covers"): [tables.label("memberships", "covers", code) for code in rows["covers"]],
            words(head + "note"): list(rows["note"]),
            words(head + "source"): list(rows["source_ids"]),
        }
    )
