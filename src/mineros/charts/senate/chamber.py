"""The chamber of 2018: one mark for each of its seats, by party and by how the seat was won."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineros import style
from mineros.charts.common import cited, unbroken
from mineros.drawing import Drawing

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from mineros.data import Tables
    from mineros.words import Value

LIST_PLACE = 6  # his place on the national list of his party, by the row Z02 of the table legislature
OWN = "morena"
SHAPES = {"state": ("o", style.STEEL), "list": ("s", style.RUST)}


def seats(tables: Tables, election: pd.DataFrame) -> Drawing:
    """One mark a seat: a filled disc for a seat won in a state, an open square for a seat from the national list.

    Parties stand under their coalition. The table holds no split of the state seats into majority and first minority.
    """
    words = tables.words
    rows = election.assign(together=election.groupby("coalition")["seats_total"].transform("sum"))
    rows = rows.sort_values(["together", "coalition", "seats_total"], ascending=[False, True, False], kind="stable")
    figure = style.new_figure(6.6, left=0.16, right=0.99, top=0.99, bottom=0.11)
    axes = figure.subplots()
    height, names = 0.0, {}
    for coalition, parties in rows.groupby("coalition", sort=False):
        whole = int(parties["seats_total"].sum())
        axes.text(
            -0.2, height, words("figure.seats.coalition", name=str(coalition), seats=whole),
            va="center", fontsize=14, color=style.SOFT,
        )  # fmt: skip
        for row in parties.itertuples():
            height += 1
            names[height] = unbroken(row.party)
            _party(axes, row, height, tables)
        height += 1.15
    axes.set_yticks(list(names), list(names.values()), fontsize=16)
    axes.set_ylim(height - 0.4, -0.6)
    axes.set_xlim(-0.8, 72)
    axes.set_xticks([])
    axes.grid(visible=False)
    style.bare(axes, "left", "bottom")
    _legend(axes, tables, rows)

    own = rows[rows["org_id"] == OWN].iloc[0]
    facts: dict[str, Value] = {
        "all": int(rows["seats_total"].sum()), "state": int(rows["seats_majority_and_minority"].sum()),
        "listed": int(rows["seats_proportional"].sum()), "own": int(own["seats_total"]),
        "own_list": int(own["seats_proportional"]), "place": LIST_PLACE, "together": int(rows["together"].max()),
        "half": int(rows["seats_total"].sum()) // 2 + 1, "n": len(rows), "missing": 2,
    }  # fmt: skip
    return Drawing(figure, _table(tables, rows), facts, cited(rows))


def _party(axes: Axes, row: pd.Series, height: float, tables: Tables) -> None:
    """The marks of one party in a line, and how its seats add up."""
    words = tables.words
    state, listed = int(row.seats_majority_and_minority), int(row.seats_proportional)
    kinds = [("state", range(state)), ("list", range(state, state + listed))]
    for kind, places in kinds:
        marker, color = SHAPES[kind]
        face = color if kind == "state" else style.PAPER
        axes.plot(
            list(places), [height] * len(places), marker, color=color, markerfacecolor=face, markeredgewidth=1.6,
            markersize=6.2, linestyle="",
        )  # fmt: skip
    said = f"{state} + {listed} = {state + listed}" if state and listed else str(state + listed)
    axes.text(state + listed + 0.9, height, said, va="center", fontsize=15, fontweight="bold")
    if row.org_id == OWN:
        axes.plot(state + LIST_PLACE - 1, height, "s", color=style.INK, markersize=8)
        axes.annotate(
            words("figure.seats.sixth"), (state + LIST_PLACE - 1, height + 0.32), xytext=(0, -22),
            textcoords="offset points", ha="center", va="top", fontsize=14, color=style.INK,
            arrowprops={"arrowstyle": "-", "color": style.INK, "linewidth": 1.6},
        )  # fmt: skip


def _legend(axes: Axes, tables: Tables, rows: pd.DataFrame) -> None:
    from matplotlib.lines import Line2D

    counts = {"state": int(rows["seats_majority_and_minority"].sum()), "list": int(rows["seats_proportional"].sum())}
    marks, says = [], []
    for kind, (marker, color) in SHAPES.items():
        face = color if kind == "state" else style.PAPER
        marks.append(
            Line2D([], [], linestyle="", marker=marker, color=color, markerfacecolor=face, markeredgewidth=2,
                   markersize=11)
        )  # fmt: skip
        says.append(tables.words(f"figure.seats.kind.{kind}", count=counts[kind]))
    axes.figure.legend(marks, says, loc="lower center", ncols=2, handletextpad=0.3, columnspacing=1.6, fontsize=15)


def _table(tables: Tables, rows: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    words = tables.words
    head = "figure.seats.column."
    return pd.DataFrame(
        {
            words(head + "party"): list(rows["party"]),
            words(head + "coalition"): list(rows["coalition"]),
            words(head + "state"): [int(count) for count in rows["seats_majority_and_minority"]],
            words(head + "list"): [int(count) for count in rows["seats_proportional"]],
            words(head + "all"): [int(count) for count in rows["seats_total"]],
        }
    )
