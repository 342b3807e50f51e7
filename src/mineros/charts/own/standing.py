"""Standing: how the statements of the first texts fared when they were checked, and how many questions are settled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mineros import style
from mineros.charts.common import cited
from mineros.charts.selection import THEMES
from mineros.data import listed
from mineros.drawing import Drawing

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from mineros.data import Tables
    from mineros.words import Value

# What a check found: fill, hatch and the color of the letters on it.
VERDICTS: dict[str, tuple[str, str, str]] = {
    "confirmed": (style.STEEL, "", "white"),
    "partly": ("#a9c7dc", "", style.INK),
    "single": (style.PAPER, "", style.INK),
    "contradicted": ("#f0d9c8", "//", style.INK),
}
ROW = 27  # marks in one line of a theme
STATES: dict[str, dict[str, Any]] = {
    "established": {"markerfacecolor": style.INK, "markeredgecolor": style.INK},
    "disputed": {
        "markerfacecolor": style.RUST, "markeredgecolor": style.RUST, "fillstyle": "left", "markerfacecoloralt": "white"
    },
    "unknown": {"markerfacecolor": "white", "markeredgecolor": style.SOFT},
}  # fmt: skip


def tested(tables: Tables, statements: pd.DataFrame) -> Drawing:
    """A bar for each of the five texts with which this pack began: what became of its statements under checking.

    statements: rows of the table `seed_facts`.
    """
    words = tables.words
    if statements.empty:
        raise ValueError("no statement")
    counts = statements.groupby(["source_id", "verdict"]).size().unstack(fill_value=0)
    counts = counts.reindex(columns=list(VERDICTS), fill_value=0)
    figure = style.new_figure(5.0, left=0.30, right=0.97, top=0.98, bottom=0.27)
    axes = figure.subplots()
    for place, source in enumerate(counts.index):
        start = 0
        for verdict, (color, hatch, letters) in VERDICTS.items():
            n = int(counts.loc[source, verdict])
            axes.barh(place, n, left=start, height=0.68, color=color, hatch=hatch, edgecolor=style.SOFT)
            if n:
                box = {"facecolor": color, "edgecolor": "none", "pad": 1.5} if hatch else None
                axes.text(
                    start + n / 2,
                    place,
                    str(n),
                    ha="center",
                    va="center",
                    fontsize=16,
                    fontweight="bold",
                    color=letters,
                    bbox=box,
                )
            start += n
    axes.set_yticks(
        range(len(counts)),
        [words(f"figure.tested.text.{source}") for source in counts.index],
        fontsize=14.5,
        linespacing=1.05,
    )
    axes.set_ylim(len(counts) - 0.5, -0.5)
    axes.set_xlabel(words("figure.tested.axis"))
    axes.grid(axis="y", visible=False)
    style.bare(axes, "left")
    _verdict_legend(axes, tables)

    sources = tables["sources"]
    side_of = dict(zip(sources["source_id"], sources["perspective"], strict=True))
    confirmed = statements[statements["verdict"] == "confirmed"]
    allies = [all(side_of[source] == "union" for source in listed(cell)) for cell in confirmed["second_source_ids"]]
    facts: dict[str, Value] = {
        "n": len(statements), "texts": len(counts), "allies": sum(allies), "missing": int(counts["single"].sum()),
        **{verdict: int(counts[verdict].sum()) for verdict in VERDICTS},
    }  # fmt: skip
    return Drawing(figure, _statements(tables, statements), facts, cited(statements[["source_id"]]))


def _verdict_legend(axes: Axes, tables: Tables) -> None:
    from matplotlib.patches import Patch

    patches = [Patch(facecolor=color, hatch=hatch, edgecolor=style.SOFT) for color, hatch, _ in VERDICTS.values()]
    names = [tables.label("seed_facts", "verdict", verdict) for verdict in VERDICTS]
    axes.figure.legend(patches, names, loc="lower center", ncols=len(names), columnspacing=1.4, handlelength=1.6)


def _statements(tables: Tables, statements: pd.DataFrame) -> pd.DataFrame:
    """Every statement with what the check found and why."""
    import pandas as pd

    words, head = tables.words, "figure.tested.column."
    return pd.DataFrame(
        {
            words(head + "text"): [
                words(f"figure.tested.text.{source}").replace("\n", " ") for source in statements["source_id"]
            ],
            words(head + "statement"): list(statements["fact"]),
            words(head + "verdict"): [tables.label("seed_facts", "verdict", code) for code in statements["verdict"]],
            words(head + "second"): list(statements["second_source_ids"]),
            words(head + "note"): list(statements["note"]),
        }
    )


def settled(tables: Tables, disputes: pd.DataFrame) -> Drawing:
    """One mark for each question of the table, by theme: full where it is established, half where the sources
    contradict one another, hollow where too little was seen."""
    words = tables.words
    counts = disputes.groupby(["theme", "status"]).size().unstack(fill_value=0)
    counts = counts.reindex(
        index=[theme for theme in THEMES if theme in counts.index], columns=list(STATES), fill_value=0
    )
    lines = [-(-int(total) // ROW) for total in counts.sum(axis=1)]
    deep = sum(lines) + 0.6 * len(lines)
    height = 0.36 * deep + 0.8
    figure = style.new_figure(height, left=0.02, right=0.98, top=0.99, bottom=0.01)
    axes = figure.subplots()
    top = 0.0
    for theme, tall in zip(counts.index, lines, strict=True):
        states = [state for state in STATES for _ in range(int(counts.loc[theme, state]))]
        for state, look in STATES.items():  # one call for all marks of a kind: one for each takes five times as long
            places = [place for place, held in enumerate(states) if held == state]
            spots = [place % ROW for place in places], [top + place // ROW for place in places]
            axes.plot(*spots, "o", markersize=15, markeredgewidth=2, **look)
        axes.text(
            -0.9, top + (tall - 1) / 2, tables.label("disputes", "theme", theme), ha="right", va="center", fontsize=16
        )
        top += tall + 0.6
    wide = ROW + 8
    for place, state in enumerate(STATES):
        x = -7.2 + place * wide / 3
        axes.plot(x, top + 0.35, "o", markersize=15, markeredgewidth=2, **STATES[state])
        said = words(
            "figure.settled.state", state=tables.label("disputes", "status", state), n=int(counts[state].sum())
        )
        axes.text(x + 0.7, top + 0.35, said, va="center", fontsize=16)
    axes.set_xlim(-8, ROW - 0.2)
    axes.set_ylim(top + 1.1, -0.7)
    axes.set_axis_off()

    import pandas as pd

    table = pd.DataFrame(
        {
            words("figure.settled.column.theme"): [tables.label("disputes", "theme", theme) for theme in counts.index],
            **{tables.label("disputes", "status", state): [int(n) for n in counts[state]] for state in STATES},
        }
    )
    claims = tables["claims"]
    facts: dict[str, Value] = {
        "n": len(disputes), "missing": int(counts["unknown"].sum()),
        "as_of": words.date(max(disputes["status_date"])),
        **{state: int(counts[state].sum()) for state in STATES},
    }  # fmt: skip
    return Drawing(figure, table, facts, cited(claims[claims["dispute_id"].isin(disputes["dispute_id"])]))
