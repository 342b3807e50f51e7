"""What several charts need: who is cited, dates on an axis, names, lines of text, bands, the sides and their legend."""

from __future__ import annotations

import textwrap
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from mineros import style
from mineros.data import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd
    from matplotlib.axes import Axes

    from mineros.data import Tables

# Sources named whole under a chart of a reader's own choosing, which may rest on a thousand: a page takes its time over
# such a list, at every move.
LISTED = 100
IN_ROW = 4  # sides in one row of a legend that has the width of the page; a fifth would leave the picture
# A name better known than the mine's own.
KNOWN_AS = {"mx-barroteran-1969": "Barroterán", "w-farmington-1968": "Farmington"}


def cited(*frames: pd.DataFrame) -> list[str]:
    """Ids of all sources named in these rows, most often named first, then by id."""
    counted: Counter[str] = Counter()
    for frame in frames:
        column = "source_ids" if "source_ids" in frame.columns else "source_id"
        for cell in frame[column]:
            counted.update(listed(cell))
    return sorted(counted, key=lambda source: (-counted[source], source))


def day(iso: str) -> date:
    """An ISO date; of a month or a year, its first day."""
    parts = [int(part) for part in iso.split("-")]
    return date(*[*parts, 1, 1][:3])


def year_fraction(iso: str) -> float:
    """A date on an axis of years: 2006-07-02 is about 2006.5; a year alone stands in its middle."""
    parts = iso.split("-")
    if len(parts) == 1:
        return int(parts[0]) + 0.5
    moment = day(iso)
    start = date(moment.year, 1, 1)
    return moment.year + (moment - start).days / 365.25


def short_name(disaster: str, mine: str) -> str:
    """The name of a mine without shaft numbers and brackets."""
    return KNOWN_AS.get(disaster, mine.partition(" (")[0].partition(",")[0])


def unbroken(name: str) -> str:
    """A proper name whose words stay together: it is the same in both languages."""
    return name.replace(" ", "\u00a0")


def lines(text: str, width: int, most: int | None = None) -> list[str]:
    """A text in lines of so many letters; with `most`, what does not fit into so many lines is left out ("…")."""
    return textwrap.wrap(text, width, max_lines=most, placeholder="…")


def wrapped(text: str, width: int, most: int | None = None) -> str:
    """The same lines as one text."""
    return "\n".join(lines(text, width, most))


def present_sides(codes: Iterable[str]) -> list[str]:
    """The sides that occur, in the order in which they always stand."""
    heard = set(codes)
    return [side for side in style.SIDES if side in heard]


def names_of_sides(tables: Tables, codes: Iterable[str], nobody: str) -> str:
    """The sides that occur, in a sentence; `nobody` where none does."""
    names = [tables.label("claims", "perspective", side) for side in present_sides(codes)]
    return tables.words.joined(names) or nobody


def coordinates(spots: Sequence[tuple[float, float]]) -> tuple[list[float], list[float]]:
    """Places of marks as one call wants them for all: how far each lies across, how far up. (A call takes long.)"""
    return [across for across, _ in spots], [up for _, up in spots]


def band(axes: Axes, low: float, high: float, color: str = "#f4f1ea") -> None:
    """A pale vertical band behind the marks, to tell one day or one period from the next."""
    axes.axvspan(low, high, color=color, zorder=0, linewidth=0)


def sides_legend(axes: Axes, tables: Tables, sides: list[str], columns: int = 5) -> None:
    """The sides that speak, each with its shape, in one row below the chart."""
    from matplotlib.lines import Line2D

    marks = [
        Line2D([], [], linestyle="", marker=style.SIDES[side][1], color=style.SIDES[side][0], markersize=11)
        for side in sides
    ]
    names = [tables.label("claims", "perspective", side) for side in sides]
    axes.figure.legend(
        marks, names, loc="lower center", ncols=min(columns, len(sides)), handletextpad=0.3, columnspacing=1.2
    )


def spread(wanted: list[float], least: float) -> list[float]:
    """Places for labels beside the ends of lines: in the order wanted, `least` apart, and as near as that allows.

    Neighbors that are too close form a group, which is centered on the mean of what its members want.
    """
    groups: list[list[int]] = []
    for index in sorted(range(len(wanted)), key=lambda place: wanted[place]):
        groups.append([index])
        while len(groups) > 1 and _first(groups[-1], wanted, least) < _last(groups[-2], wanted, least) + least:
            late = groups.pop()
            groups[-1] += late
    places = [0.0] * len(wanted)
    for group in groups:
        for step, index in enumerate(group):
            places[index] = _first(group, wanted, least) + step * least
    return places


def _first(group: list[int], wanted: list[float], least: float) -> float:
    return sum(wanted[index] for index in group) / len(group) - least * (len(group) - 1) / 2


def _last(group: list[int], wanted: list[float], least: float) -> float:
    return _first(group, wanted, least) + least * (len(group) - 1)


def lanes(axes: Axes, tables: Tables, names: list[str], speakers: Iterable[str]) -> list[str]:
    """Named rows over the years 2006 to 2026, and below them the sides that speak; returns those sides."""
    axes.grid(axis="x", visible=False)
    axes.tick_params(left=False)  # before there are ticks: else each is told
    axes.set_yticks(range(len(names)), names)
    axes.set_xticks([2006, 2010, 2014, 2018, 2022, 2026])
    present = present_sides(speakers)
    if present:
        sides_legend(axes, tables, present, IN_ROW)
    return present
