"""Answers in words: who says what to one question, line by line, where no axis could hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineros import style
from mineros.charts.common import IN_ROW, cited, lines, sides_legend
from mineros.drawing import Drawing

if TYPE_CHECKING:
    import pandas as pd

    from mineros.data import Tables
    from mineros.words import Value

NAME, CLAIM = 24, 62  # letters in a line of a claimant's name, and of what is claimed
LINE = 0.25  # inches


def in_words(tables: Tables, rows: pd.DataFrame, asked: pd.Series) -> Drawing:
    """One line for each claim on a question: the sign of its side, its claimant, what is claimed.

    rows: claims on one question, at least one. asked: the row of that question in the table `disputes`.
    """
    words = tables.words
    drawn = rows.sort_values(["perspective", "as_of", "claim_id"], kind="stable")
    names = [lines(name, NAME, 3) for name in drawn["claimant"]]
    claims = [lines(claim, CLAIM, 4) for claim in drawn["claim"]]
    depths = [max(len(name), len(claim)) + 0.7 for name, claim in zip(names, claims, strict=True)]
    sides = list(dict.fromkeys(drawn["perspective"]))
    below = 0.4 + 0.35 * -(-len(sides) // IN_ROW)  # inches: the legend, row by row
    height = sum(depths) * LINE + below + 0.15
    figure = style.new_figure(height, left=0.02, right=0.99, top=0.99, bottom=below / height)
    axes = figure.subplots()
    top = 0.0
    for row, name, claim, deep in zip(drawn.itertuples(), names, claims, depths, strict=True):
        color, marker = style.SIDES[row.perspective]
        axes.plot(0.012, top + 0.5, marker, color=color, markersize=12)
        axes.text(0.035, top, "\n".join(name), va="top", fontsize=14, fontweight="bold", linespacing=1.15)
        axes.text(0.33, top, "\n".join(claim), va="top", fontsize=14, linespacing=1.15)
        top += deep
    axes.set_xlim(0, 1)
    axes.set_ylim(top, -0.3)
    axes.set_axis_off()
    sides_legend(axes, tables, sides, IN_ROW)
    facts: dict[str, Value] = {
        "question": str(asked["question"]), "why": str(asked["why"]), "as_of": words.date(str(asked["status_date"])),
        "n": len(drawn), "missing": 0, "status": tables.label("disputes", "status", str(asked["status"])),
        "sides": words.joined([tables.label("claims", "perspective", side) for side in sides]),
        "many": len(sides),
    }  # fmt: skip
    return Drawing(figure, listing(tables, drawn), facts, cited(drawn), variant="words")


def listing(tables: Tables, drawn: pd.DataFrame, **values: list[str]) -> pd.DataFrame:
    """The claims drawn, as the table under the figure.

    values: further columns, by their key in the catalogue, that stand between the side and the claim in words.
    """
    import pandas as pd

    columns = {
        "who": list(drawn["claimant"]),
        "side": [tables.label("claims", "perspective", code) for code in drawn["perspective"]],
        **values,
        "what": list(drawn["claim"]),
        "as_of": [tables.words.date(iso) for iso in drawn["as_of"]],
        "source": list(drawn["source_ids"]),
    }
    return pd.DataFrame({tables.words(f"figure.answers.column.{key}"): cells for key, cells in columns.items()})
