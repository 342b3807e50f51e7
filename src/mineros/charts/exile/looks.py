"""What the figures of the exile share: the looks of a step, lengths of time, marks that do not cover each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mineros import style
from mineros.charts.common import day

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.figure import Figure

    from mineros.data import Tables

Look = tuple[str, str]  # a color and a shape
Mark = tuple[Look, float, float]  # and its place, across and down

# Whom a step helped at that moment: the looks of the sides, and two of their own for a person and for nobody.
HELPED: dict[str, Look] = {
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


def spread_up(years: list[float], near: float, gap: float) -> list[float]:
    """How far each mark is moved from its line, so that marks within `near` years of each other do not lie together.

    years: in order of time. The first of a crowd stays, the next go up and down in turn.
    """
    shifts: list[float] = []
    turns = [0.0, *(sign * gap * step for step in range(1, 9) for sign in (1, -1))]
    for year in years:
        taken = {shift for other, shift in zip(years, shifts, strict=False) if abs(other - year) < near}
        shifts.append(next((turn for turn in turns if turn not in taken), 0.0))
    return shifts


class Batch(NamedTuple):
    """Marks of one look, drawn by one call."""

    look: Look
    across: list[float]
    down: list[float]

    def touches(self, x: float, y: float, wide: float, high: float) -> bool:
        """Whether one of these marks lies nearer than `wide` and `high` to a place."""
        places = zip(self.across, self.down, strict=True)
        return any(abs(across - x) < wide and abs(down - y) < high for across, down in places)


def batches(marks: Iterable[Mark], wide: float, high: float) -> list[Batch]:
    """The marks in few calls: one for each mark takes five times as long.

    Where one lies on another, the later one stays on top, as if each were drawn alone. wide, high: how far apart two
    marks are that surely do not touch.
    """
    drawn: list[Batch] = []
    for look, x, y in marks:
        late = (batch for batch in reversed(drawn) if batch.look == look or batch.touches(x, y, wide, high))
        batch = next(late, None)
        if batch is None or batch.look != look:
            batch = Batch(look, [], [])
            drawn.append(batch)
        batch.across.append(x)
        batch.down.append(y)
    return drawn
