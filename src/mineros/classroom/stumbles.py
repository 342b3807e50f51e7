"""Where the class stumbled: of each checked task who had it right and when, and which hints were met how often."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mineros import bank, style
from mineros.charts.common import lines, wrapped
from mineros.classroom.questions import OTHER
from mineros.drawing import Drawing

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from mineros.classroom.questions import Asked
    from mineros.words import Value, Words

FIGURES = ("hints", "tries")  # their entries in the catalogue: figure.hints, figure.tries
MOST = 8  # rows of a picture; the table below it holds all
NAME = 37  # letters in a line of a label
ROW, AROUND = 0.86, 0.8  # inches: one row, and what stands above and below the rows
UNNAMED = "#8a857b"  # an answer that no known misconception explains
LOOKS = {"first": (style.STEEL, ""), "later": ("#e3c766", "//"), "not_yet": (style.RUST, "xx")}


@dataclass(frozen=True)
class Standing:
    """One checked task: its name, and how many students had it right at once, after a hint, or not yet."""

    task: str
    name: str
    first: int
    later: int
    not_yet: int

    @property
    def tried(self) -> int:
        """How many had an answer checked."""
        return self.first + self.later + self.not_yet


@dataclass(frozen=True)
class Stumble:
    """One hint of one task: its short name, the sentence that was said, how many students met it and how often."""

    task: str
    hint: str
    name: str
    sentence: str
    students: int
    times: int
    tried: int


def standings(asked: list[Asked], words: Words) -> list[Standing]:
    """The checked tasks that anybody tried, the hardest first."""
    found = []
    for question in asked:
        tried = [said.given for said in question.said if said.given.tries]
        if question.is_checked and tried:
            right = [given.tries for given in tried if given.right is True]
            at_once = sum(tries == 1 for tries in right)
            name = bank.said(question.entry, "title", words) or bank.said(question.entry, "text", words)
            found.append(Standing(question.id, name, at_once, len(right) - at_once, len(tried) - len(right)))
    return sorted(found, key=lambda one: (-(one.not_yet + one.later) / one.tried, -one.tried, one.task))


def stumbles(asked: list[Asked], words: Words) -> list[Stumble]:
    """The hints that were met, those of most students first. A hint that this edition does not know is "other"."""
    found = []
    for question in asked:
        if not question.is_checked:
            continue
        met: dict[str, list[int]] = defaultdict(list)
        for said in question.said:
            own: dict[str, int] = defaultdict(int)
            for hint, count in said.given.hints.items():
                own[question.hints.known(hint)] += count
            for hint, count in own.items():
                met[hint].append(count)
        tried = sum(said.given.tries > 0 for said in question.said)
        for hint, times in met.items():
            name, sentence = question.hints.name(hint), question.hints.sentences.get(hint, "")
            found.append(Stumble(question.id, hint, name, sentence, len(times), sum(times), tried))
    return sorted(found, key=lambda one: (-one.students, -one.times, one.task, one.name))


# --- the pictures ---------------------------------------------------------------------------------------------------


def drawing_of_hints(met: list[Stumble], people: int, words: Words) -> Drawing:
    """A bar for each hint: how many students met it; gray where it names no misconception.

    met: at least one. people: how many had anything checked.
    """
    drawn = met[:MOST]
    figure, axes = _room(len(drawn))
    for place, one in enumerate(drawn):
        axes.barh(place, one.students, height=0.62, color=UNNAMED if one.hint == OTHER else style.RUST)
        said = words("figure.hints.mark", students=one.students, tried=max(one.tried, one.students), times=one.times)
        axes.text(one.students, place, f" {said}", va="center", fontsize=16, fontweight="bold")
    _name(axes, [_label(one.name, one.task) for one in drawn])
    axes.set_xlim(0, max(one.students for one in drawn) * 1.75)
    axes.set_xticks([])
    style.bare(axes, "left", "bottom")
    axes.grid(visible=False)
    named = [one for one in met if one.hint != OTHER]
    top = (named or met)[0]
    facts: dict[str, Value] = {
        "hint": top.name, "task": top.task, "students": top.students, "times": top.times,
        "tried": max(top.tried, top.students), "all": sum(one.times for one in met), "people": people,
        "n": len(met), "missing": len(met) - len(drawn),
    }  # fmt: skip
    columns: dict[str, Callable[[Stumble], Any]] = {
        "task": lambda one: one.task, "hint": lambda one: one.name, "sentence": lambda one: one.sentence,
        "students": lambda one: one.students, "tried": lambda one: max(one.tried, one.students),
        "times": lambda one: one.times,
    }  # fmt: skip
    return Drawing(figure, _table(met, columns, words), facts, variant="" if named else "other")


def drawing_of_tries(tried: list[Standing], people: int, words: Words) -> Drawing:
    """A bar for each task in three parts: right at the first try, right after a hint, not yet. tried: at least one."""
    drawn = tried[:MOST]
    figure, axes = _room(len(drawn), legend=True)
    for place, one in enumerate(drawn):
        left = 0
        for part, (color, hatch) in LOOKS.items():
            count = getattr(one, part)
            if count:
                axes.barh(place, count, left=left, height=0.62, color=color, hatch=hatch, edgecolor="white")
                _count(axes, left + count / 2, place, count)
            left += count
    _name(axes, [_label(one.name, one.task) for one in drawn])
    axes.set_xlim(0, max(one.tried for one in drawn))
    axes.set_xticks([])
    style.bare(axes, "left", "bottom")
    axes.grid(visible=False)
    _legend(axes, words)
    top = drawn[0]
    facts: dict[str, Value] = {
        "task": top.task, "first": top.first, "later": top.later, "not_yet": top.not_yet, "tried": top.tried,
        "all_first": sum(one.first for one in tried), "all_later": sum(one.later for one in tried),
        "all_not_yet": sum(one.not_yet for one in tried), "people": people,
        "n": len(tried), "missing": len(tried) - len(drawn),
    }  # fmt: skip
    columns: dict[str, Callable[[Standing], Any]] = {
        "task": lambda one: one.task, "name": lambda one: one.name, "tried": lambda one: one.tried,
        "first": lambda one: one.first, "later": lambda one: one.later, "not_yet": lambda one: one.not_yet,
    }  # fmt: skip
    return Drawing(figure, _table(tried, columns, words), facts)


def _room(rows: int, legend: bool = False) -> tuple[Figure, Axes]:
    """Room for so many rows below each other."""
    around = AROUND if legend else 0.3
    height = rows * ROW + around
    figure = style.new_figure(height, left=0.40, right=0.98, top=1 - (around - 0.15) / height, bottom=0.15 / height)
    axes = figure.subplots()
    axes.set_ylim(rows - 0.5, -0.5)
    return figure, axes


def _label(name: str, task: str) -> str:
    return "\n".join(lines(f"{task} · {name}", NAME, 3))


def _name(axes: Axes, names: list[str]) -> None:
    axes.set_yticks(range(len(names)), names, fontsize=15, linespacing=1.0)
    axes.tick_params(left=False)


def _count(axes: Axes, x: float, y: float, count: int) -> None:
    """A number on its part of a bar, on white, so that no hatching runs through it."""
    box = {"boxstyle": "round,pad=0.18", "facecolor": "white", "edgecolor": "none"}
    axes.text(x, y, str(count), ha="center", va="center", fontsize=16, fontweight="bold", bbox=box)


def _legend(axes: Axes, words: Words) -> None:
    from matplotlib.patches import Patch

    marks = [Patch(facecolor=color, hatch=hatch, edgecolor="white") for color, hatch in LOOKS.values()]
    names = [wrapped(words(f"figure.tries.part.{part}"), 22) for part in LOOKS]
    axes.figure.legend(marks, names, loc="upper right", ncols=3, handletextpad=0.5, columnspacing=1.4, fontsize=16)


def _table(rows: list[Any], columns: dict[str, Callable[[Any], Any]], words: Words) -> pd.DataFrame:
    import pandas as pd

    cells = {name: [cell(row) for row in rows] for name, cell in columns.items()}
    return pd.DataFrame({words(f"collect.column.{name}"): column for name, column in cells.items()})
