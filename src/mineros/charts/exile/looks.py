"""What the figures of the exile share: the looks of a step, lengths of time, marks that do not cover each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineros import style
from mineros.charts.common import day

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from mineros.data import Tables

# Whom a step helped at that moment: the looks of the sides, and two of their own for a person and for nobody.
HELPED: dict[str, tuple[str, str]] = {
    "union": style.SIDES["union"], "accused": (style.INK, "o"), "ex_workers": style.SIDES["workers"],
    "company": style.SIDES["company"], "government": style.SIDES["government"],
    "rival_union": style.SIDES["rival_union"], "neither": ("#8a8a8a", "p"),
}  # fmt: skip


def helped_legend(figure: Figure, tables: Tables, present: list[str], columns: int = 4) -> None:
    """The beneficiaries that occur, each with its shape, below the chart."""
    from matplotlib.lines import Line2D

    marks = [
        Line2D([], [], linestyle="", marker=HELPED[who][1], color=HELPED[who][0], markersize=size(HELPED[who][1], 11))
        for who in present
    ]
    names = [tables.label("legal_steps", "favors", who) for who in present]
    figure.legend(
        marks, names, loc="lower center", ncols=min(columns, len(present)), handletextpad=0.2, columnspacing=1.0
    )


def size(marker: str, base: float) -> float:
    """A star fills less of its square than other marks, and is drawn larger to look as large."""
    return base * 1.55 if marker == "*" else base


def days_between(start: str, end: str) -> int:
    """Days from one ISO date to another; of a month, its first day counts."""
    return (day(end) - day(start)).days


def spread_up(steps: pd.DataFrame, near: float, gap: float) -> list[float]:
    """How far each mark is moved from its line, so that marks within `near` years of each other do not lie together.

    steps: rows in order of time with a column `year`. The first of a crowd stays, the next go up and down in turn.
    """
    shifts: list[float] = []
    years = list(steps["year"])
    turns = [0.0, *(sign * gap * step for step in range(1, 9) for sign in (1, -1))]
    for year in years:
        taken = {shift for other, shift in zip(years, shifts, strict=False) if abs(other - year) < near}
        shifts.append(next((turn for turn in turns if turn not in taken), 0.0))
    return shifts
