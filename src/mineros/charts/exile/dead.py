"""Seven union members killed, and what became of each case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineros import style
from mineros.charts.common import cited, lines
from mineros.drawing import Drawing

if TYPE_CHECKING:
    import pandas as pd

    from mineros.data import Tables
    from mineros.words import Value

LINE = 0.245  # inches


def seven(tables: Tables, killings: pd.DataFrame) -> Drawing:
    """The seven by name, day and place; beside each, what authorities and courts did, as far as a source says it."""
    words = tables.words
    if killings.empty:
        raise ValueError("n = 0")
    rows = killings.sort_values(["date", "killing_id"], kind="stable")
    people = tables["people"].set_index("person_id")["name"]
    results = [lines(result, 66, 4) for result in rows["legal_result"]]
    heights = [max(3.4, len(result)) + 0.9 for result in results]
    height = (sum(heights) + 1.6) * LINE + 0.1
    figure = style.new_figure(height, left=0.02, right=0.99, top=0.995, bottom=0.01)
    axes = figure.subplots()
    for x, key in ((0.0, "who"), (0.40, "law")):
        axes.text(x, 0, words(f"figure.seven.head.{key}"), va="top", fontsize=14, color=style.SOFT)
    top = 1.5
    for row, result, deep in zip(rows.itertuples(), results, heights, strict=True):
        axes.axhline(top - 0.35, color=style.PALE, linewidth=1.2)
        name = "\n".join([people[row.person_id], words.date(row.date)])
        axes.text(0.0, top, name, va="top", fontsize=15, fontweight="bold", linespacing=1.15)
        axes.text(0.0, top + 2.45, "\n".join(lines(f"{row.place}", 42, 1)), va="top", fontsize=12.5, color=style.SOFT)
        axes.text(0.40, top, "\n".join(result), va="top", fontsize=13.5, linespacing=1.15)
        top += deep
    axes.set_xlim(0, 1)
    axes.set_ylim(top, -0.1)
    axes.set_axis_off()
    facts: dict[str, Value] = {
        "n": len(rows), "first": rows["date"].iloc[0][:4], "last": rows["date"].iloc[-1][:4],
        "places": int(rows["place_id"].nunique()),
        "missing": int((rows["legal_result"] == "").sum()),
    }  # fmt: skip
    return Drawing(figure, _listing(tables, rows, people), facts, cited(rows))


def _listing(tables: Tables, rows: pd.DataFrame, people: pd.Series) -> pd.DataFrame:
    import pandas as pd

    words = tables.words
    head = "figure.seven.column."
    return pd.DataFrame(
        {
            words(head + "name"): [people[person] for person in rows["person_id"]],
            words(head + "date"): [words.date(iso) for iso in rows["date"]],
            words(head + "place"): list(rows["place"]),
            words(head + "versions"): list(rows["versions"]),
            words(head + "law"): list(rows["legal_result"]),
            words(head + "source"): list(rows["source_ids"]),
        }
    )
