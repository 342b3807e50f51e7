"""Who is silent: the sides behind the events of each theme, and the questions that one side alone answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineros import style
from mineros.charts.archive.sides import examples, name_of
from mineros.charts.common import cited
from mineros.data import listed
from mineros.drawing import Drawing

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from mineros.data import Tables
    from mineros.words import Value

THEMES = ("pasta_de_conchos", "exile", "alliances", "senate_return", "context")
DEEP = 0.6  # from this share of the darkest cell on, letters are white


def behind(tables: Tables, events: pd.DataFrame) -> pd.DataFrame:
    """How many different sources of each side (rows) the events of each theme (columns) rest on."""
    import pandas as pd

    side = tables["sources"].set_index("source_id")["perspective"]
    pairs = {
        (row.theme, source) for row in events.itertuples() for source in listed(row.source_ids)
    }  # a source counts once in a theme, however many events name it
    found = pd.DataFrame([(side[source], theme) for theme, source in pairs], columns=["side", "theme"])
    counts = pd.crosstab(found["side"], found["theme"]).reindex(columns=list(THEMES), fill_value=0)
    return counts.loc[sorted(counts.index, key=lambda name: (-counts.loc[name].sum(), name))]


def matrix(tables: Tables, events: pd.DataFrame) -> Drawing:
    """Side by theme: the number of sources in each cell; an empty cell is hatched and says 0."""
    import numpy as np
    import pandas as pd

    say = tables.words
    counts = behind(tables, events)
    sides = [str(side) for side in counts.index]
    figure = style.new_figure(7.6, left=0.27, right=0.99, top=0.875, bottom=0.02)
    axes = figure.subplots()
    depth = np.sqrt(counts.to_numpy() / counts.to_numpy().max())  # few and none must differ to the eye
    for row, side in enumerate(sides):
        for column, theme in enumerate(THEMES):
            count, shade = int(counts.loc[side, theme]), float(depth[row, column])
            _cell(axes, column, row, count, shade)
    axes.set_xlim(-0.5, len(THEMES) - 0.5)
    axes.set_ylim(len(sides) - 0.5, -0.5)
    axes.set_yticks(range(len(sides)), [name_of(tables, side) for side in sides], fontsize=15, linespacing=0.85)
    heads = [tables.label("events", "theme", theme).replace(" ", "\n") for theme in THEMES]
    axes.set_xticks(range(len(THEMES)), heads, fontsize=15, linespacing=0.95)
    axes.xaxis.tick_top()
    axes.grid(visible=False)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(left=False, top=False)

    listing: dict[str, list[str] | list[int]] = {
        say("figure.matrix.column.side"): [tables.label("sources", "perspective", side) for side in sides]
    }
    listing |= {tables.label("events", "theme", theme): [int(n) for n in counts[theme]] for theme in THEMES}
    everywhere = counts.sum()
    alliances, conchos = counts["alliances"], counts["pasta_de_conchos"]
    facts: dict[str, Value] = {
        "families": int(alliances.get("families", 0)), "all": int(everywhere["alliances"]),
        "unions": int(alliances.get("union", 0)), "conchos": int(conchos.get("families", 0)),
        "conchos_all": int(everywhere["pasta_de_conchos"]), "n": len(events), "missing": int((counts == 0).sum().sum()),
        "cells": counts.size, "as_of": say.date(max(events["date"])),
    }  # fmt: skip
    used = set(cited(events))
    sources = tables["sources"]
    return Drawing(figure, pd.DataFrame(listing), facts, examples(tables, sources[sources["source_id"].isin(used)]))


def _cell(axes: Axes, column: int, row: int, count: int, shade: float) -> None:
    """One cell of the matrix: the darker, the more sources; none is white and hatched."""
    from matplotlib.colors import to_rgb
    from matplotlib.patches import Rectangle

    blue = to_rgb(style.STEEL)
    color = tuple(1 - shade * (1 - part) for part in blue) if count else (1.0, 1.0, 1.0)
    axes.add_patch(
        Rectangle(
            (column - 0.48, row - 0.46),
            0.96,
            0.92,
            facecolor=color,
            edgecolor=style.PALE,
            hatch="" if count else "///",
            linewidth=0.8,
        )
    )
    axes.text(
        column, row, str(count), ha="center", va="center", fontsize=17, fontweight="bold",
        color="white" if shade > DEEP else style.INK,
        bbox=None if count else {"facecolor": "white", "edgecolor": "none", "pad": 2},
    )  # fmt: skip


def one_sided(tables: Tables, claims: pd.DataFrame) -> Drawing:
    """For each side: the disputed questions that it answers, and how many of them nobody else answers.

    Raises ValueError for a table without rows.
    """
    import pandas as pd

    say = tables.words
    heard = claims.groupby("dispute_id")["perspective"].agg(set)
    if heard.empty:
        raise ValueError("dispute_id")
    sides = {side for found in heard for side in found}
    rows = pd.DataFrame(
        [(side, sum(side in found for found in heard), sum(found == {side} for found in heard)) for side in sides],
        columns=["side", "answered", "alone"],
    ).sort_values(["answered", "side"], ascending=[False, True])
    figure = style.new_figure(7.8, left=0.28, right=0.78, top=0.89, bottom=0.02)
    axes = figure.subplots()
    places = range(len(rows))
    axes.barh(places, rows["answered"], height=0.68, color=style.SKY, edgecolor=style.STEEL)
    axes.barh(places, rows["alone"], height=0.68, color=style.RUST, hatch="//", edgecolor="white")
    for place, row in zip(places, rows.itertuples(), strict=True):
        said = say("figure.one_sided.of", alone=int(row.alone), answered=int(row.answered))
        axes.text(row.answered + 2, place, said, va="center", fontsize=16)
    axes.set_yticks(places, [name_of(tables, side) for side in rows["side"]], fontsize=15, linespacing=0.85)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.xaxis.tick_top()
    axes.set_xlabel(say("figure.one_sided.axis"), loc="left")
    axes.xaxis.set_label_position("top")
    axes.grid(axis="y", visible=False)
    for spine in ("left", "bottom"):
        axes.spines[spine].set_visible(False)
    axes.tick_params(left=False, top=False)

    single = heard[heard.map(len) == 1].index
    head = "figure.one_sided.column."
    table = pd.DataFrame(
        {
            say(head + "side"): [tables.label("claims", "perspective", side) for side in rows["side"]],
            say(head + "answered"): [int(n) for n in rows["answered"]],
            say(head + "alone"): [int(n) for n in rows["alone"]],
        }
    )
    by_side = rows.set_index("side")
    facts: dict[str, Value] = {
        "single": len(single), "n": len(heard),
        "union": int(by_side["alone"].get("union", 0)), "press": int(by_side["alone"].get("press", 0)),
        "families": int(by_side["answered"].get("families", 0)), "company": int(by_side["answered"].get("company", 0)),
        "missing": len(tables["disputes"]) - len(heard), "as_of": say.date(max(tables["disputes"]["status_date"])),
    }  # fmt: skip
    return Drawing(figure, table, facts, cited(claims[claims["dispute_id"].isin(single)]))
