"""What followed disasters, and how long it took: laws, trials, payments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineros import style
from mineros.charts.common import cited, short_name, year_fraction
from mineros.drawing import Drawing

if TYPE_CHECKING:
    import pandas as pd

    from mineros.data import Tables
    from mineros.words import Value

OWN = "mx-pasta-de-conchos-2006"
# Ten disasters outside Mexico whose consequences are dated in our sources, each by a part of its id.
TEN = [
    "aberfan", "farmington", "sunshine", "chasnala", "westray",
    "sago", "upper-big-branch", "pike-river", "soma", "amasra",
]  # fmt: skip
MARKS = {
    "law": ("s", style.STEEL), "conviction": ("^", "#882255"), "case_dropped": ("X", style.INK),
    "settlement": ("D", style.OCHRE), "other": ("o", "#8a8a8a"),
}  # fmt: skip
GROUPS = {
    "law": "law", "standard": "law", "regulator": "law", "conviction": "conviction", "case_dropped": "case_dropped",
    "settlement": "settlement", "compensation": "settlement", "penalty": "settlement",
}  # fmt: skip


def followed(tables: Tables, after: pd.DataFrame) -> Drawing:
    """What followed ten disasters elsewhere and Pasta de Conchos: years from the disaster to each dated consequence."""
    import pandas as pd

    words = tables.words
    mines = pd.concat([tables["disasters_world"], tables["disasters_mexico"]])
    known = dict(zip(mines["disaster_id"], mines["date"], strict=True))
    names = {row.disaster_id: short_name(row.disaster_id, row.mine) for row in mines.itertuples()}
    chosen = [
        disaster
        for disaster in sorted(set(after["disaster_id"]), key=lambda disaster: known[disaster])
        if any(name in disaster for name in TEN) or disaster == OWN
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
        own_row = disaster == OWN
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

    convicted = rows[rows["kind"] == "conviction"]
    facts: dict[str, Value] = {
        "disasters": len(chosen) - 1, "shown": len(chosen), "n": len(rows),
        "known": int(after[(after["date"] != "") & after["disaster_id"].str.startswith("w-")]["disaster_id"].nunique()),
        "convicted": int(convicted["disaster_id"].nunique()),
        "longest": round(float(convicted["years"].max())) if len(convicted) else 0,
        "missing": int((after["disaster_id"].isin(chosen) & (after["date"] == "")).sum()),
    }  # fmt: skip
    table = _followed_table(tables, rows, dict(zip(chosen, labels, strict=True)))
    return Drawing(figure, table, facts, cited(rows))


def _followed_table(tables: Tables, rows: pd.DataFrame, labels: dict[str, str]) -> pd.DataFrame:
    import pandas as pd

    words = tables.words
    head = "figure.followed.column."
    listed = rows.sort_values(["disaster_id", "years"])
    return pd.DataFrame(
        {
            words(head + "disaster"): [labels[disaster] for disaster in listed["disaster_id"]],
            words(head + "what"): list(listed["what"]),
            words(head + "date"): [words.date(iso) for iso in listed["date"]],
            words(head + "years"): [f"{value:.1f}" for value in listed["years"]],
            words(head + "link"): [tables.label("reforms_after", "link", code) for code in listed["link"]],
            words(head + "source"): list(listed["source_ids"]),
        }
    )
