"""Agreements: what each of them provides, and the employers that unions of several countries share."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from mineros import style
from mineros.charts.common import cited, unbroken
from mineros.drawing import Drawing

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from mineros.data import Tables
    from mineros.words import Value

# The four agreements compared, by the id of their tie, in the order of their dates.
AGREEMENTS = ("B001", "B004", "B002", "B003")
PER_ROW = 5  # marks side by side in a cell
COUNTRIES = ("mexico", "us", "canada")
# Cells of `shared_employers` that name only an office, an owner or a meeting, and no mine, mill or plant.
ONLY_OFFICE = {
    ("alcoa-pkc", "us"), ("greenbrier", "us"), ("johnson-controls", "us"), ("americas-gold-and-silver", "canada"),
    ("aurico", "canada"), ("excellon", "canada"), ("goldcorp", "canada"), ("orla", "canada"),
    ("torex-gold", "canada"),
}  # fmt: skip


def terms(tables: Tables, provisions: pd.DataFrame) -> Drawing:
    """What four agreements provide: a square for each provision seen, by agreement and by what it is about."""
    words = tables.words
    rows = provisions[provisions["tie_id"].isin(AGREEMENTS)]
    if rows.empty:
        raise ValueError("n = 0")
    categories = [code for code in tables.codes("alliance_terms", "category") if code in set(rows["category"])]
    counts = {(tie, code): 0 for tie in AGREEMENTS for code in categories}
    for row in rows.itertuples():
        counts[row.tie_id, row.category] += 1
    figure = style.new_figure(6.4, left=0.0, right=1.0, top=1.0, bottom=0.0)
    axes = figure.subplots()
    axes.set_xlim(0, 10)
    axes.set_ylim(0, 6.4)
    axes.set_axis_off()
    lines = [4.9 - place * 0.76 for place in range(len(categories))]
    for code, y in zip(categories, lines, strict=True):
        label = textwrap.wrap(tables.label("alliance_terms", "category", code), 24)
        axes.text(0.15, y, "\n".join(label), va="center", fontsize=15, linespacing=1.0)
        axes.plot([0.1, 9.9], [y + 0.38, y + 0.38], color=style.PALE, linewidth=1)
    for place, tie in enumerate(AGREEMENTS):
        left = 3.05 + place * 1.76
        title, parties = words(f"figure.terms.agreement.{tie}"), words(f"figure.terms.parties.{tie}")
        axes.text(left, 6.18, title, va="top", fontsize=19, fontweight="bold")
        axes.text(left, 5.84, parties, va="top", fontsize=12.5, color=style.SOFT, linespacing=1.0)
        for code, y in zip(categories, lines, strict=True):
            _cell(axes, left, y, counts[tie, code])
    totals = {tie: sum(counts[tie, code] for code in categories) for tie in AGREEMENTS}
    facts: dict[str, Value] = {f"of_{tie.lower()}": total for tie, total in totals.items()}
    facts |= {
        "n": len(rows), "missing": sum(not count for count in counts.values()), "cells": len(counts),
        "only": words.joined(
            [
                tables.label("alliance_terms", "category", code)
                for code in categories
                if counts["B003", code] and not any(counts[tie, code] for tie in AGREEMENTS if tie != "B003")
            ]
        ),
    }  # fmt: skip
    return Drawing(figure, _provisions(tables, rows), facts, cited(rows))


def _cell(axes: Axes, left: float, y: float, count: int) -> None:
    """As many squares as provisions, and their number; a dash where none was seen."""
    if not count:
        axes.text(left, y, "–", va="center", fontsize=15, color=style.SOFT)
        return
    for mark in range(count):
        row, column = divmod(mark, PER_ROW)
        rows = -(-count // PER_ROW)
        axes.plot(
            left + 0.1 + column * 0.19, y + 0.1 * (rows - 1) - 0.2 * row, "s", color=style.STEEL, markersize=10,
        )  # fmt: skip
    axes.text(
        left + 0.1 + min(count, PER_ROW) * 0.19 + 0.02, y, str(count), va="center", fontsize=16, fontweight="bold"
    )


def _provisions(tables: Tables, rows: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    words, head = tables.words, "figure.terms.column."
    listed = rows.assign(order=rows["tie_id"].map(AGREEMENTS.index)).sort_values(["order", "category", "term_id"])
    return pd.DataFrame(
        {
            words(head + "agreement"): [words(f"figure.terms.agreement.{tie}") for tie in listed["tie_id"]],
            words(head + "category"): [tables.label("alliance_terms", "category", code) for code in listed["category"]],
            words(head + "provision"): list(listed["provision"]),
            words(head + "source"): list(listed["source_ids"]),
        }
    )


def shared(tables: Tables, employers: pd.DataFrame) -> Drawing:
    """Employers on both sides of the borders: full where a mine, mill or plant is named, hollow for an office only."""
    words = tables.words
    rows = employers.copy()
    rows["worksites"] = [sum(place_kind(row, country) == "site" for country in COUNTRIES) for _, row in rows.iterrows()]
    rows["offices"] = [sum(place_kind(row, country) == "office" for country in COUNTRIES) for _, row in rows.iterrows()]
    rows = rows.sort_values(["worksites", "offices", "company"], ascending=[False, False, True], kind="stable")
    if rows.empty:
        raise ValueError("n = 0")
    height = 1.25 + 0.5 * len(rows)
    figure = style.new_figure(height, left=0.0, right=1.0, top=1.0, bottom=0.0)
    axes = figure.subplots()
    axes.set_xlim(0, 10)
    axes.set_ylim(0, height)
    axes.set_axis_off()
    across = {"mexico": 4.6, "us": 5.65, "canada": 6.7}
    for country, x in across.items():
        axes.text(x, height - 0.1, words(f"figure.shared.country.{country}"), ha="center", va="top", fontsize=15)
    axes.text(7.4, height - 0.1, words("figure.shared.unions"), va="top", fontsize=15)
    for place, (_, row) in enumerate(rows.iterrows()):
        y = height - 0.74 - place * 0.5
        axes.plot([0.1, 9.9], [y + 0.25, y + 0.25], color=style.PALE, linewidth=1)
        axes.text(0.12, y, unbroken(row["company"]), va="center", fontsize=14.5)
        for country, x in across.items():
            kind = place_kind(row, country)
            if kind:
                axes.plot(
                    x, y, "s", markersize=13, markeredgecolor=style.RUST, markeredgewidth=2,
                    markerfacecolor=style.RUST if kind == "site" else "white",
                )  # fmt: skip
        others = unbroken(row["unions"].replace("Los Mineros; ", "").replace("Los Mineros", "–").replace(";", ","))
        lines = textwrap.wrap(others.replace("\u00a0", " "), 28, max_lines=2, placeholder="…", break_on_hyphens=False)
        axes.text(7.4, y, "\n".join(unbroken(line) for line in lines), va="center", fontsize=12, linespacing=0.95)
    _key(axes, words("figure.shared.site"), words("figure.shared.office"))
    facts: dict[str, Value] = {
        "n": len(rows), "several": int((rows["worksites"] >= 2).sum()), "three": int((rows["worksites"] == 3).sum()),
        "office": int(((rows["worksites"] == 1) & (rows["offices"] > 0)).sum()),
        "missing": int(((rows["worksites"] == 1) & (rows["offices"] == 0)).sum()),
    }  # fmt: skip
    return Drawing(figure, _employers(tables, rows), facts, cited(rows))


def place_kind(row: pd.Series, country: str) -> str:
    """What a row names in a country: "site", "office", or nothing."""
    if not row[f"{country}_site"]:
        return ""
    return "office" if (row["employer_id"], country) in ONLY_OFFICE else "site"


def _key(axes: Axes, site: str, office: str) -> None:
    for x, face, said in ((0.25, style.RUST, site), (5.0, "white", office)):
        axes.plot(x, 0.22, "s", markersize=12, markerfacecolor=face, markeredgecolor=style.RUST, markeredgewidth=2)
        axes.text(x + 0.2, 0.22, said, va="center", fontsize=14)


def _employers(tables: Tables, rows: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    words, head = tables.words, "figure.shared.column."
    sites = {words(f"figure.shared.country.{country}"): list(rows[f"{country}_site"]) for country in COUNTRIES}
    return pd.DataFrame(
        {words(head + "company"): list(rows["company"])}
        | sites
        | {
            words(head + "unions"): list(rows["unions"]),
            words(head + "note"): list(rows["note"]),
            words(head + "source"): list(rows["source_ids"]),
        }
    )
