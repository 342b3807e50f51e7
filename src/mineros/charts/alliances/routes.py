"""Routes: complaints brought abroad or under a treaty, how long each took, and what is known of its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineros import style
from mineros.charts.common import cited, day, year_fraction
from mineros.drawing import Drawing

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from mineros.data import Tables
    from mineros.words import Value

# The complaints of Los Mineros or for them, by the id of one tie each, with our reading of the end that its note tells.
# Left out: complaints on contracts in general (B139, B140) and of the electricians' union (B142).
OF_TIES = {
    "B137": "asked", "B141": "unseen", "B143": "rejected", "B159": "open", "B149": "rejected", "B158": "unseen",
}  # fmt: skip
# What the outcomes of the rapid response cases amount to.
OF_CASES = {
    "resolved": "remedy", "remediation": "remedy", "settled": "remedy", "panel_outside_mechanism": "outside",
    "panel_pending": "unseen",
}  # fmt: skip
# A rapid response case whose ruling was not seen, and the tie that tells the last day on which it was seen open.
SAME_CASE = {"G22": "B157"}
# For each ending its mark, its color, and whether it is known.
ENDS = {
    "remedy": ("o", style.MOSS, True), "rejected": ("X", style.RUST, True), "outside": ("s", "#332288", True),
    "asked": ("D", style.STEEL, True), "open": (">", style.STEEL, False), "unseen": (">", style.SOFT, False),
}  # fmt: skip


def routes(tables: Tables, ties: pd.DataFrame, cases: pd.DataFrame) -> Drawing:
    """Ten complaints in time: from the filing to the end, or to the last day on which a source shows them."""
    words = tables.words
    rows = rows_of(ties, cases)
    figure = style.new_figure(7.4, left=0.345, right=0.97, top=0.98, bottom=0.19)
    axes = figure.subplots()
    for place, row in enumerate(rows.itertuples()):
        marker, color, known = ENDS[row.ending]
        start, last = year_fraction(row.start), max(year_fraction(row.last), year_fraction(row.start) + 0.12)
        axes.plot([start, last], [place, place], color=color, linewidth=7 if known else 3.5, solid_capstyle="butt",
                  linestyle="-" if known else (0, (1.2, 0.8)))  # fmt: skip
        axes.plot(
            last, place, marker, markersize=13, markeredgewidth=2, markeredgecolor=color,
            markerfacecolor=color if known else "white", zorder=4,
        )  # fmt: skip
        _beside(axes, start, last, place, words(f"figure.routes.end.{row.key}"))
    axes.set_yticks(range(len(rows)), [words(f"figure.routes.case.{key}") for key in rows["key"]], fontsize=13.5)
    axes.set_ylim(len(rows) - 0.45, -0.6)
    axes.set_xlim(2005.5, 2026.4)
    axes.set_xticks([2006, 2010, 2014, 2018, 2022, 2026])
    axes.grid(axis="y", visible=False)
    style.bare(axes, "left")
    _legend(axes, tables)
    counted = rows["ending"].value_counts()
    shut = rows[rows["closed"]]
    waits = [(day(row.last) - day(row.start)).days for row in shut.itertuples()]
    facts: dict[str, Value] = {
        "n": len(rows), "remedy": int(counted.get("remedy", 0)), "rejected": int(counted.get("rejected", 0)),
        "outside": int(counted.get("outside", 0)), "missing": int(counted.get("unseen", 0)),
        "asked": int(counted.get("asked", 0)), "open": int(counted.get("open", 0)),
        "shortest": min(waits), "longest": max(waits), "closed": len(shut),
        "as_of": words.date(rows["last"].max()),
    }  # fmt: skip
    return Drawing(figure, _listing(tables, rows), facts, cited(rows))


def rows_of(ties: pd.DataFrame, cases: pd.DataFrame) -> pd.DataFrame:
    """The complaints, one row each, by the day on which they were filed."""
    import pandas as pd

    found = []
    seen_open = ties.set_index("tie_id")["open_as_of"]
    for row in ties[ties["tie_id"].isin(OF_TIES)].itertuples():
        found.append(
            {"key": row.tie_id, "start": row.start, "last": row.end or row.open_as_of, "closed": row.end != "",
             "ending": OF_TIES[row.tie_id], "what": row.note, "source_ids": row.source_ids}
        )  # fmt: skip
    if not found:
        raise ValueError("n = 0")
    for row in cases[cases["los_mineros"].astype(bool)].itertuples():
        last = row.resolved_date or str(seen_open[SAME_CASE[row.case_id]])
        found.append(
            {"key": row.case_id, "start": row.request_date, "last": last, "closed": row.resolved_date != "",
             "ending": OF_CASES[row.outcome_kind], "what": row.outcome, "source_ids": row.source_ids}
        )  # fmt: skip
    return pd.DataFrame(found).sort_values(["start", "key"], ignore_index=True)


def _beside(axes: Axes, start: float, last: float, place: int, said: str) -> None:
    """The end in words, on the side where there is room."""
    late = start > 2016
    axes.annotate(
        said, (start if late else last, place), xytext=(-9 if late else 14, 0), textcoords="offset points",
        ha="right" if late else "left", va="center", fontsize=13.5,
    )  # fmt: skip


def _legend(axes: Axes, tables: Tables) -> None:
    from matplotlib.lines import Line2D

    marks = [
        Line2D([], [], linestyle="", marker=marker, markersize=11, markeredgecolor=color, markeredgewidth=2,
               markerfacecolor=color if known else "white")
        for marker, color, known in ENDS.values()
    ]  # fmt: skip
    names = [tables.words(f"figure.routes.kind.{ending}") for ending in ENDS]
    axes.figure.legend(marks, names, loc="lower center", ncols=3, handletextpad=0.2, columnspacing=1.1, fontsize=13.5)


def _listing(tables: Tables, rows: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    words, head = tables.words, "figure.routes.column."
    return pd.DataFrame(
        {
            words(head + "case"): [words(f"figure.routes.case.{key}").replace("\n", " ") for key in rows["key"]],
            words(head + "start"): [words.date(iso) for iso in rows["start"]],
            words(head + "last"): [words.date(iso) for iso in rows["last"]],
            words(head + "closed"): [words("yes") if closed else words("no") for closed in rows["closed"]],
            words(head + "ending"): [words(f"figure.routes.kind.{ending}") for ending in rows["ending"]],
            words(head + "what"): list(rows["what"]),
            words(head + "source"): list(rows["source_ids"]),
        }
    )
