"""What all measurements of this folder share: a figure beside its floor, taken in turn, and one table of them all."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import isnan, nan


@dataclass(frozen=True)
class Row:
    """One line of the table.

    part: the measurement it belongs to. ours, floor: medians, in `unit`; a floor of nan is a figure that has none, such
    as a size. ratio: the median of the ratios of single rounds, which a slow minute of the machine does not move.
    target: what the ratio (or, without a floor, the figure) should not exceed; nan for none. note: what else to know.
    """

    part: str
    what: str
    ours: float
    unit: str
    floor: float = nan
    ratio: float = nan
    target: float = nan
    note: str = ""

    @property
    def met(self) -> str:
        """Whether the target is met: "yes", "NO", or "" where there is none."""
        if isnan(self.target):
            return ""
        return "yes" if (self.ours if isnan(self.ratio) else self.ratio) <= self.target else "NO"


def compared(
    part: str, what: str, pairs: Iterable[tuple[float, float]], unit: str, target: float = nan, note: str = ""
) -> Row:
    """A row from (ours, floor) of each round."""
    both = list(pairs)
    ours, floor = (statistics.median(side) for side in zip(*both, strict=True))
    ratio = statistics.median(own / bare for own, bare in both)
    return Row(part, what, ours, unit, floor, ratio, target, note)


def interleaved(ours: Callable[[], float], floor: Callable[[], float], rounds: int) -> list[tuple[float, float]]:
    """Measure both in turn, the floor first in every second round, so that neither gains from coming second."""
    pairs = []
    for number in range(rounds):
        if number % 2:
            bare, own = floor(), ours()
        else:
            own, bare = ours(), floor()
        pairs.append((own, bare))
    return pairs


def percentile(numbers: Iterable[float], share: float) -> float:
    """The smallest of the numbers that at least this share of them does not exceed."""
    ordered = sorted(numbers)
    return ordered[max(0, -(-int(share * 1000) * len(ordered) // 1000) - 1)]


HEADS = ("part", "what", "ours", "floor", "unit", "ratio", "target", "met", "note")


def drawn(rows: Iterable[Row]) -> str:
    """The table as text, for a terminal and for a page in Markdown alike."""

    def number(value: float) -> str:
        if isnan(value):
            return ""
        return f"{value:.0f}" if abs(value) >= 1000 else f"{value:.3g}"

    lines = [
        (row.part, row.what, number(row.ours), number(row.floor), row.unit, "" if isnan(row.ratio) else
         f"{row.ratio:.2f}", number(row.target), row.met, row.note)
        for row in rows
    ]  # fmt: skip
    widths = [max(map(len, column)) for column in zip(HEADS, *lines, strict=True)]
    rule = tuple("-" * width for width in widths)
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |"
        for line in (HEADS, rule, *lines)
    )
