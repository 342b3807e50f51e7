"""Courts and offices: the legal steps as a river by forum and year, and six of them coded by the reader and by us."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mineros import style
from mineros.charts.common import cited, lines, year_fraction
from mineros.charts.exile.looks import HELPED, batches, helped_legend, size, spread_up
from mineros.drawing import Drawing

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from mineros.charts.exile.looks import Mark
    from mineros.data import Tables
    from mineros.words import Value

# The arms of the river, from the farthest forum down to the desks of the ministries.
ARMS = {
    "abroad": ("international", "foreign_government"),
    "supreme": ("supreme_court",),
    "appeal": ("appeal_collegiate", "appeal_unitary", "appeal_state", "amparo_unitary"),
    "amparo": ("amparo_district",),
    "first": ("first_instance_federal", "first_instance_state"),
    "board": ("labor_board",),
    "prosecutor": ("prosecutor",),
    "offices": ("administrative", "ombudsman"),
}
FIRST, LAST = 2005, 2026  # whole years on the axis
GAP = 0.19  # between marks of one arm that stand on each other
WATER = "#dde7ee"
# Six steps of many kinds for the reader's own coding: an office, a warrant, a split ruling, a labor board, two rulings.
CODED = ("J006", "J010", "J052", "J054", "J088", "J108")


def river(tables: Tables, steps: pd.DataFrame, matter: str = "", several: bool = False) -> Drawing:
    """Legal steps by forum and year: a mark for each step, by whom it helped; an arm is as wide as its steps a year.

    matter: only steps about this, a code of the column `matter`. several: only steps that several sources report.
    """
    words = tables.words
    if steps.empty:
        raise ValueError("n = 0")
    asked = steps[(steps["matter"] == matter) | (matter == "")]
    asked = asked[(asked["corroboration"] == "several") | (not several)].sort_values(["date", "step_id"])
    asked = asked.assign(year=[year_fraction(iso) for iso in asked["date"]])
    drawn = asked[asked["year"] >= FIRST]
    figure = style.new_figure(7.9, left=0.245, right=0.94, top=0.98, bottom=0.19)
    axes = figure.subplots()
    axes.grid(axis="y", visible=False)
    style.bare(axes, "left")
    arms = [drawn[drawn["level"].isin(levels)] for levels in ARMS.values()]
    _water(axes, arms)
    marks: list[Mark] = []
    for place, mine in enumerate(arms):
        years = list(mine["year"])
        downs = [place - shift for shift in spread_up(years, 0.34, GAP)]
        marks += zip([HELPED[who] for who in mine["favors"]], years, downs, strict=True)
        axes.text(
            1.015, place, f"{len(mine)}", transform=axes.get_yaxis_transform(), va="center", fontsize=15,
            fontweight="bold",
        )  # fmt: skip
    for (color, marker), *spots in batches(marks, 0.6, 0.25):
        axes.plot(*spots, marker, color=color, markersize=size(marker, 11), markeredgecolor="white")
    axes.set_yticks(range(len(ARMS)), [words(f"figure.river.arm.{arm}") for arm in ARMS], linespacing=1.0)
    axes.set_ylim(len(ARMS) - 0.4, -0.7)
    axes.set_xlim(FIRST - 0.3, LAST + 0.3)
    axes.set_xticks([2006, 2010, 2014, 2018, 2022, 2026])
    helped = drawn["favors"].value_counts()
    present = [who for who in HELPED if who in helped.index]
    if present:
        helped_legend(figure, tables, present)
    years = drawn["date"].str[:4].value_counts().sort_index()
    named = [(who, int(helped[who])) for who in sorted(present, key=lambda who: -int(helped[who]))]
    facts: dict[str, Value] = {
        "matter": tables.label("legal_steps", "matter", matter) if matter else words("figure.river.every"),
        "helped": words.joined([f"{tables.label('legal_steps', 'favors', who)} {count}" for who, count in named])
        or words("list.none"),
        "busiest": str(years.idxmax()) if len(years) else words("list.none"),
        "busiest_n": int(years.max()) if len(years) else 0,
        "single": int((drawn["corroboration"] == "single").sum()),
        "n": len(drawn), "missing": len(asked) - len(drawn),
        "as_of": words.date(max(drawn["date"], default="")),
    }  # fmt: skip
    return Drawing(figure, listing(tables, drawn), facts, cited(drawn))


def _water(axes: Axes, arms: list[pd.DataFrame]) -> None:
    """The water of each arm: half as wide above its line as below, a thread where a year has no step."""
    import numpy as np

    years = range(FIRST, LAST + 1)
    fine = np.linspace(FIRST - 0.3, LAST + 0.3, 600)
    across, up, down = [], [], []
    for place, mine in enumerate(arms):
        counts = Counter(int(year) for year in mine["year"])
        wide = [0.05 + 0.5 * GAP * counts[year] for year in years]
        shore = np.interp(fine, [year + 0.5 for year in years], wide)
        shore = np.convolve(np.pad(shore, 12, mode="edge"), np.ones(25) / 25, mode="valid")  # round banks, no corners
        across += [*fine, np.nan]  # a gap, so that one call fills all arms
        up += [*(place - shore), np.nan]
        down += [*(place + shore), np.nan]
    axes.fill_between(across, up, down, color=WATER, linewidth=0, zorder=0.5)


def listing(tables: Tables, drawn: pd.DataFrame) -> pd.DataFrame:
    """The steps drawn, in words, with the outcome beside each."""
    import pandas as pd

    words = tables.words
    head = "figure.river.column."
    return pd.DataFrame(
        {
            words(head + "date"): [words.date(iso) for iso in drawn["date"]],
            words(head + "forum"): list(drawn["forum"]),
            words(head + "action"): list(drawn["action"]),
            words(head + "outcome"): list(drawn["outcome"]),
            words(head + "note"): [note or "–" for note in drawn["note"]],
            words(head + "helped"): [tables.label("legal_steps", "favors", who) for who in drawn["favors"]],
            words(head + "source"): list(drawn["source_ids"]),
        }
    )


def coded(tables: Tables, steps: pd.DataFrame, line: list[str] | None = None, record: bool = True) -> Drawing:
    """Six steps and whom each helped: our coding as full marks, the reader's own as stars on a dashed line.

    line: the reader's codes, one for each of CODED, "" where none was chosen. record: False keeps ours for later.
    """
    words = tables.words
    rows = steps.set_index("step_id", drop=False).loc[list(CODED)]
    own = list(line or [""] * len(CODED))
    figure = style.new_figure(8.8, left=0.475, right=0.985, top=0.885, bottom=0.02)
    axes = figure.subplots()
    _grid(axes, tables, rows)
    if record:
        for place, who in enumerate(rows["favors"]):
            color, marker = HELPED[who]
            axes.plot(list(HELPED).index(who), place, marker, color=color, markersize=size(marker, 22))
    chosen = [(list(HELPED).index(code), place) for place, code in enumerate(own) if code in HELPED]
    if chosen:
        axes.plot(
            *zip(*chosen, strict=True), "--", color=style.INK, linewidth=1.8, marker="*", markersize=17,
            markerfacecolor="white", markeredgewidth=1.6, markeredgecolor=style.INK,
        )  # fmt: skip
    facts: dict[str, Value] = {
        "own": _numbered(tables, own) or words("figure.coded.none_yet"),
        "ours": _numbered(tables, list(rows["favors"])),
        "coded": len(chosen), "same": sum(ours == mine for ours, mine in zip(rows["favors"], own, strict=True)),
        "n": len(rows), "missing": len(rows) - len(chosen), "as_of": words.date(rows["date"].max()),
    }  # fmt: skip
    variant = "" if record else "hidden"
    return Drawing(figure, _codings(tables, rows, own, record), facts, cited(rows), variant)


def _grid(axes: Axes, tables: Tables, rows: pd.DataFrame) -> None:
    """A row for each step, with its date and words on the left, and a column for each beneficiary, named above."""
    words = tables.words
    left = axes.get_yaxis_transform()  # across: fractions of the axes; down: the steps
    for place, row in enumerate(rows.itertuples()):
        date = f"{place + 1}. {words.date(row.date)}"
        axes.text(-0.9, place - 0.42, date, transform=left, va="top", fontsize=14, fontweight="bold")
        told = "\n".join(lines(f"{row.action} · {row.outcome}", 57, 4))
        axes.text(-0.9, place - 0.20, told, transform=left, va="top", fontsize=12, linespacing=1.1)
    for place, who in enumerate(HELPED):
        name = "\n".join(lines(tables.label("legal_steps", "favors", who), 14, 2))
        # Neighbors stand at two heights, so that long names have room.
        axes.text(place, -0.62 - 0.34 * (place % 2), name, ha="center", va="bottom", fontsize=13, linespacing=0.95)
    right, bottom = len(HELPED) - 0.4, len(rows) - 0.5
    axes.hlines(range(len(rows)), -0.6, right, color=style.PALE, linewidth=1, zorder=0)
    axes.vlines(range(len(HELPED)), -0.6, bottom, color=style.PALE, linewidth=1, zorder=0)
    axes.set_xlim(-0.6, right)
    axes.set_ylim(bottom, -0.6)
    axes.set_axis_off()


def _numbered(tables: Tables, codes: list[str]) -> str:
    """The codes in words, each after the number of its step; a step without a code is left out."""
    named = [(place, tables.label("legal_steps", "favors", code)) for place, code in enumerate(codes, 1) if code]
    return "; ".join(f"{place}: {name}" for place, name in named)


def _codings(tables: Tables, rows: pd.DataFrame, own: list[str], record: bool) -> pd.DataFrame:
    import pandas as pd

    words = tables.words
    head = "figure.river.column."
    table = {
        words(head + "date"): [words.date(iso) for iso in rows["date"]],
        words(head + "forum"): list(rows["forum"]),
        words(head + "action"): list(rows["action"]),
        words(head + "outcome"): list(rows["outcome"]),
        words(head + "note"): [note or "–" for note in rows["note"]],
        words("figure.coded.column.own"): [
            tables.label("legal_steps", "favors", code) if code else "–" for code in own
        ],
    }
    if record:
        table[words("figure.coded.column.ours")] = [
            tables.label("legal_steps", "favors", code) for code in rows["favors"]
        ]
    return pd.DataFrame(table | {words(head + "source"): list(rows["source_ids"])})
