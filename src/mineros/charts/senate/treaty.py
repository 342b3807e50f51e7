"""The treaty's rapid response: every case that was found, from the request to its end, by how it ended."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from mineros import style
from mineros.charts.common import cited, coordinates, unbroken, wrapped, year_fraction
from mineros.drawing import Drawing

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from mineros.data import Tables
    from mineros.words import Value

# How cases ended, from an agreed remedy to nothing seen.
OUTCOMES = (
    "remediation", "resolved", "settled", "investigation_closed", "closed_plant", "panel_denial_found",
    "panel_outside_mechanism", "panel_pending", "under_review", "not_seen",
)  # fmt: skip
UNDATED = 2020.4  # where a case stands whose request has no date, left of the axis of years
OWN, OTHER = ("*", "#882255", 15.0), ("o", style.STEEL, 7.5)
NAMED = 16  # with no more cases than this, each bears its name


def rapid_response(tables: Tables, cases: pd.DataFrame, chosen: str = "") -> Drawing:
    """Each case on a line of its own, from request to end, under its outcome; cases of Los Mineros bear a star.

    chosen: "" for all, "los_mineros" for those in which the union took part, or a sector of the table.
    """
    words = tables.words
    rows = pick(cases, chosen)
    if rows.empty:
        raise ValueError("n = 0")
    rows = rows.assign(order=[OUTCOMES.index(kind) for kind in rows["outcome_kind"]])
    rows = rows.sort_values(["order", "request_date", "case_id"], kind="stable")
    counts = Counter(rows["outcome_kind"])
    kinds = [kind for kind in OUTCOMES if counts[kind]]
    few = len(rows) <= NAMED
    step = 0.36 if few else 0.168
    gap = 0.5 if few else 1.15  # between two outcomes, in lines
    lanes = {kind: max(counts[kind], 1 if few else 2) for kind in kinds}
    height = 1.4 + step * (sum(lanes.values()) + gap * len(kinds))
    figure = style.new_figure(height, left=0.29, right=0.985, top=1 - 0.12 / height, bottom=1.13 / height)
    axes = figure.subplots()
    style.bare(axes, "left")
    axes.grid(axis="y", visible=False)
    top = 0.0
    ticks, heights, ends = [], [], []
    for kind in kinds:
        start = top + (lanes[kind] - counts[kind]) / 2
        heights += [start + place for place in range(counts[kind])]  # the rows are in the order of their outcomes
        ticks.append(top + (lanes[kind] - 1) / 2)
        top += lanes[kind] + gap
        ends.append(top - gap / 2 - 0.5)
    axes.hlines(ends, 0, 1, transform=axes.get_yaxis_transform(), color=style.PALE, linewidth=1)
    _cases(axes, rows, heights, few)
    names = [_outcome(tables, kind, counts[kind]) for kind in kinds]
    axes.set_yticks(ticks, names, fontsize=14, linespacing=0.95)
    axes.set_ylim(top - gap / 2 - 0.5, -0.5 - gap / 2)
    axes.set_xlim(2020.0, 2026.3)
    years = list(range(2021, 2027))
    axes.set_xticks([UNDATED, *years], [words("figure.rapid_response.undated"), *map(str, years)])
    axes.axvspan(2020.0, 2020.8, color="#f4f1ea", zorder=0, linewidth=0)
    _legend(axes, tables)
    facts = _facts(tables, rows, cases)
    return Drawing(figure, _table(tables, rows), facts, cited(rows), variant="part" if chosen else "")


def pick(cases: pd.DataFrame, chosen: str) -> pd.DataFrame:
    """The cases of Los Mineros, of a sector, or all of them."""
    if chosen == "los_mineros":
        return cases[cases["los_mineros"]]
    return cases[cases["sector"] == chosen] if chosen else cases


def _outcome(tables: Tables, kind: str, count: int) -> str:
    label = tables.label("rrm_cases", "outcome_kind", kind)
    return wrapped(f"{label} ({count})", 29)


def _cases(axes: Axes, rows: pd.DataFrame, heights: list[float], few: bool) -> None:
    """Each case: a filled mark where the day or month of the request is known, an open one where only the year is."""
    spots: dict[tuple[bool, bool], list[tuple[float, float]]] = defaultdict(list)  # by whose they are, and how known
    spans: dict[bool, list[tuple[float, float, float]]] = defaultdict(list)
    columns = ["facility", "los_mineros", "request_date", "request_precision", "resolved_date"]
    for row, height in zip(rows[columns].itertuples(), heights, strict=True):
        start = end = year_fraction(row.request_date) if row.request_date else UNDATED
        if row.resolved_date and row.request_date:
            end = year_fraction(row.resolved_date)
            spans[row.los_mineros].append((height, start, end))
        spots[row.los_mineros, row.request_precision not in ("day", "month")].append((start, height))
        if few or row.los_mineros:
            _name(axes, row, (start, end, height), few)
    for own, lines in spans.items():
        _, color, _ = OWN if own else OTHER
        levels, starts, ends = zip(*lines, strict=True)
        axes.hlines(levels, starts, ends, color=color, linewidth=3.2, alpha=0.55, capstyle="projecting")
        axes.plot(ends, levels, "|", color=color, markersize=9, markeredgewidth=2.6)
    for (own, vague), places in spots.items():
        marker, color, size = OWN if own else OTHER
        axes.plot(
            *coordinates(places), marker, color=color, markerfacecolor=style.PAPER if vague else color,
            markeredgewidth=1.8, markersize=size,
        )  # fmt: skip


def _name(axes: Axes, row: Any, span: tuple[float, float, float], few: bool) -> None:
    """The name of a case before its line (start, end, height) or behind it."""
    start, end, height = span
    late = end > 2023.7  # there is more room on the left
    axes.annotate(
        unbroken(row.facility), (start if late else end, height), xytext=(-12 if late else 10, 0),
        ha="right" if late else "left", textcoords="offset points", va="center", fontsize=13.5 if few else 13,
        fontweight="bold" if row.los_mineros else "normal",
    )  # fmt: skip


def _legend(axes: Axes, tables: Tables) -> None:
    from matplotlib.lines import Line2D

    def mark(marker: str, color: str, size: float, face: str) -> Line2D:
        return Line2D(
            [], [], linestyle="", marker=marker, color=color, markersize=size, markerfacecolor=face, markeredgewidth=1.8
        )

    marks = [mark(*OWN, OWN[1]), mark(*OTHER, OTHER[1]), mark(*OTHER, style.PAPER)]
    marks.append(Line2D([], [], color=OTHER[1], linewidth=3.2, alpha=0.55))
    says = [tables.words(f"figure.rapid_response.mark.{key}") for key in ("own", "other", "vague", "span")]
    axes.figure.legend(marks, says, loc="lower center", ncols=4, handletextpad=0.3, columnspacing=1.0, fontsize=13.5)


def _facts(tables: Tables, rows: pd.DataFrame, cases: pd.DataFrame) -> dict[str, Value]:
    words = tables.words
    own = rows[rows["los_mineros"]].sort_values(["request_date", "case_id"])
    counted = rows["outcome_kind"].value_counts()
    said = [
        f"{row.facility} ({tables.label('rrm_cases', 'outcome_kind', row.outcome_kind)})" for row in own.itertuples()
    ]
    dates = [iso for iso in [*rows["request_date"], *rows["resolved_date"]] if iso]
    return {
        "n": len(rows), "all": len(cases), "own": len(own),
        "own_names": words.joined(said) or words("figure.rapid_response.nobody"),
        "remedy": int(sum(counted.get(kind, 0) for kind in ("remediation", "resolved", "settled"))),
        "unseen": int(counted.get("not_seen", 0)), "missing": int((rows["request_date"] == "").sum()),
        "no_end": int((rows["resolved_date"] == "").sum()), "as_of": words.date(max(dates, default="")),
    }  # fmt: skip


def _table(tables: Tables, rows: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    words = tables.words
    head = "figure.rapid_response.column."
    return pd.DataFrame(
        {
            words(head + "facility"): list(rows["facility"]),
            words(head + "company"): list(rows["company"]),
            words(head + "state"): list(rows["state"]),
            words(head + "own"): [words("yes") if flag else words("no") for flag in rows["los_mineros"]],
            words(head + "request"): [words.date(iso) for iso in rows["request_date"]],
            words(head + "end"): [words.date(iso) for iso in rows["resolved_date"]],
            words(head + "outcome"): list(rows["outcome"]),
            words(head + "note"): list(rows["note"]),
            words(head + "source"): list(rows["source_ids"]),
        }
    )
