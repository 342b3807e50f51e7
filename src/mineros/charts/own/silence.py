"""Silence: which sides answer the disputed questions of a theme, and which have no answer in the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineros import style
from mineros.charts.common import cited, wrapped
from mineros.drawing import Drawing
from mineros.finder import SIDES_OF_THE_CONFLICT

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from mineros.data import Tables
    from mineros.words import Value

SIDES = ("company", "government", "court", "union", "rival_union", "workers", "families", "press")
MOST = 9  # questions in one picture
LETTERS = 42


def silence(tables: Tables, claims: pd.DataFrame, theme: str = "exile") -> Drawing:
    """A row for each disputed question of a theme, a column for each side: its sign where it answers, a dash where
    the table holds no answer of that side.

    claims: rows of the table `claims`. The questions on which most sides speak are drawn. Raises ValueError for none.
    """
    counts, questions = answered(tables, claims, theme)
    height = 1.1 + 0.63 * len(counts)
    figure = style.new_figure(height, left=0.42, right=0.99, top=1 - 1.0 / height, bottom=0.02)
    axes = figure.subplots()
    style.bare(axes, "left", "bottom")
    for column, side in enumerate(SIDES):
        _column(axes, column, side, [int(n) for n in counts[side]])
    lines = [wrapped(questions[dispute], LETTERS, 3) for dispute in counts.index]
    axes.set_yticks(range(len(counts)), lines, fontsize=13.5, linespacing=1.0)
    _heads(axes, tables)
    axes.set_ylim(len(counts) - 0.5, -0.5)
    axes.set_xlim(-0.5, len(SIDES) - 0.4)

    speaks = (counts[list(SIDES)] > 0).sum()
    facts: dict[str, Value] = {
        "theme": tables.label("disputes", "theme", theme), "n": len(counts), "claims": int(counts.to_numpy().sum()),
        "missing": int((counts[list(SIDES)] == 0).to_numpy().sum()), "cells": len(counts) * len(SIDES),
        "others": int(counts.drop(columns=list(SIDES)).to_numpy().sum()),
        **{side: int(speaks[side]) for side in SIDES_OF_THE_CONFLICT},
    }  # fmt: skip
    drawn = claims[claims["dispute_id"].isin(counts.index) & claims["perspective"].isin(SIDES)]
    return Drawing(figure, _listing(tables, counts, questions), facts, cited(drawn))


def _heads(axes: Axes, tables: Tables) -> None:
    """The names of the sides in two lines, one above the other by turns, so that none needs to be turned."""
    axes.set_xticks([])
    for column, side in enumerate(SIDES):
        high = -1.35 if column % 2 else -0.75
        name = tables.label("claims", "perspective", side)
        axes.text(column, high, name, ha="center", va="center", fontsize=14.5)
    lower = range(1, len(SIDES), 2)
    axes.vlines(lower, -1.12, -0.5, color=style.PALE, linewidth=1.5, capstyle="projecting", clip_on=False)


def answered(tables: Tables, claims: pd.DataFrame, theme: str) -> tuple[pd.DataFrame, pd.Series]:
    """Claims counted by question and side (a column for every side), and the questions in words.

    Of the theme's questions marked as disputed, those on which most sides speak, then those with most claims.
    """
    disputes = tables["disputes"]
    asked = disputes[(disputes["theme"] == theme) & (disputes["status"] == "disputed")]
    rows = claims[claims["dispute_id"].isin(asked["dispute_id"])]
    if rows.empty:
        raise ValueError("no claim on a question of this theme")
    counts = rows.groupby(["dispute_id", "perspective"]).size().unstack(fill_value=0)
    counts = counts.reindex(columns=tables.codes("claims", "perspective"), fill_value=0)
    order = counts.assign(sides=(counts > 0).sum(axis=1), claims=counts.sum(axis=1), name=counts.index)
    order = order.sort_values(["sides", "claims", "name"], ascending=[False, False, True])
    return counts.loc[order.index[:MOST]], asked.set_index("dispute_id")["question"]


def _column(axes: Axes, column: int, side: str, counts: list[int]) -> None:
    """The sign of a side where it answers, with the number of its claims where there are several; else a dash."""
    color, marker = style.SIDES[side]
    spoken = [place for place, n in enumerate(counts) if n]
    silent = [place for place, n in enumerate(counts) if not n]
    axes.plot([column] * len(spoken), spoken, marker, color=color, markersize=15)
    axes.hlines(silent, column - 0.13, column + 0.13, color=style.STONE, linewidth=2, capstyle="projecting")
    for place, n in enumerate(counts):
        if n > 1:
            axes.text(column + 0.31, place, str(n), va="center", fontsize=14, fontweight="bold")


def _listing(tables: Tables, counts: pd.DataFrame, questions: pd.Series) -> pd.DataFrame:
    """The number of claims of each side on each question drawn."""
    import pandas as pd

    table = {tables.words("figure.silence.column.question"): [questions[dispute] for dispute in counts.index]}
    for side in SIDES:
        table[tables.label("claims", "perspective", side)] = [int(n) for n in counts[side]]
    table[tables.words("figure.silence.column.others")] = [int(n) for n in counts.drop(columns=list(SIDES)).sum(axis=1)]
    return pd.DataFrame(table)
