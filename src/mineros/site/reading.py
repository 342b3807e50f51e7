"""A lesson and its exercises as they stand on a page of the web: nothing moves, but tables and references fold."""

from __future__ import annotations

import ast
import io
from contextlib import redirect_stdout
from functools import cached_property
from typing import TYPE_CHECKING, Any

from mineros import bank, html
from mineros.cite import Citations
from mineros.launch import Release
from mineros.lesson import Block, Lesson, Paper

if TYPE_CHECKING:
    import pandas as pd

    from mineros.explore import Control

OPENING = "import matplotlib.pyplot as plt\nimport pandas as pd"  # as the first cell of each set of exercises has it


class Screen(Paper):
    """A pack that keeps what a cell would show, whole. What asks and what is built need a running lesson."""

    dots = 0

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self.drawn: list[list[Control]] = []  # for each guess that is drawn, the controls that draw it

    @cached_property
    def citations(self) -> Citations:  # type: ignore[override]  # on a screen ids stand in the references
        """The sources, put into words."""
        return Citations(self.tables)

    def explore(self, name: str, *tables: pd.DataFrame, guess: str = "") -> None:
        """The figure as it is before any control is moved."""
        from mineros import interactions

        draw, controls, _ = interactions.of(name, self, *tables)
        start = {control.key: control.begins for control in controls}
        self._keep("explore", draw(**start), reveals=bool(guess))
        if self.draws:
            self.drawn.append(controls)
            self.draws = False  # what follows is no guess

    def cite(self, *source_ids: str) -> None:
        """The cards of sources."""
        self._keep("card", self.citations.card(list(source_ids)))

    def rubric(self) -> None:
        """The rubric and its worked answers, folded."""
        from mineros.rubric import RubricBox

        box = RubricBox(self)
        self._keep("card", box.criteria() + box.worked())

    def prose(self, source: str) -> str:
        """Text with its links."""
        return source

    def _flat(self, whole: str) -> str:
        return whole.replace(html.STYLE, "")


class Reading(Lesson):
    """A lesson to be read on the web. release: where it can be opened live."""

    def __init__(self, number: str, language: str, release: Release | None = None) -> None:
        super().__init__(number, language, Screen(language))
        self.release = release or Release()

    @property
    def name(self) -> str:
        """What its pages are called: the name of its notebook."""
        return self.path.stem

    @cached_property
    def beside(self) -> dict[str, Any]:
        """Nothing is put in the place of anything: a screen has the notebook's own words."""
        return {}

    @cached_property
    def controls(self) -> dict[str, list[Control]]:
        """For each question whose answer is drawn, the controls that draw it."""
        asked = [block.content for block in self.blocks if block.kind == "question"]
        drawn = [name for name in asked if is_drawn(self.questions[name])]
        return dict(zip(drawn, self.pack.drawn, strict=True)) if isinstance(self.pack, Screen) else {}


def is_drawn(entry: dict[str, Any]) -> bool:
    """Whether a question is answered by the controls of the figure below it."""
    return bool(entry["role"] == "prediction" and entry["kind"] == "chart")


class Practice(Reading):
    """The exercises of a lesson: their code is shown; what has blanks is the reader's, and is not run."""

    folder = "exercises"

    @cached_property
    def questions(self) -> dict[str, dict[str, Any]]:
        """The tasks, by id."""
        return {entry["id"]: entry for entry in bank.exercises(self.number, self.words)}

    @cached_property
    def blocks(self) -> list[Block]:
        """As of a lesson; and "code", and "printed", which is what a worked example prints."""
        space: dict[str, Any] = {"pack": self.pack}
        exec(OPENING, space)
        blocks, task = [], ""
        for cell, part in self._walked():
            source, name = "".join(cell["source"]), cell["id"]
            notes = cell["metadata"].get("mineros", {})
            task = notes.get("question", task)
            if cell["cell_type"] == "markdown":
                blocks.append(Block("text", source, name, part))
            elif name.endswith("-answer"):
                if "pack.ask(" not in source:
                    blocks.append(Block("code", source, name, part))
                blocks.append(Block("question", task, name, part))
            elif name != "open":
                blocks += self._run(source, space, name, part, shown=notes.get("rung") == "example")
        return blocks

    def _run(self, source: str, space: dict[str, Any], name: str, part: str, shown: bool) -> list[Block]:
        """What a cell that is complete shows. shown: whether its code, too."""
        self.pack.shown.clear()
        printed = evaluated(source, space)
        blocks = [Block("code", source, name, part)] if shown else []
        blocks += [Block("printed", printed, name, part)] if printed else []
        return blocks + [Block(cell=name, part=part, **one) for one in self.pack.shown]


def evaluated(source: str, space: dict[str, Any]) -> str:
    """Run code as a notebook does; returns what it prints, and the value of its last line."""
    tree, said = ast.parse(source), io.StringIO()
    last = tree.body[-1]
    with redirect_stdout(said):
        if isinstance(last, ast.Expr):
            tree.body.pop()
        exec(compile(tree, "cell", "exec"), space)
        value = eval(compile(ast.Expression(last.value), "cell", "eval"), space) if isinstance(last, ast.Expr) else None
        if value is not None:
            print(repr(value) if isinstance(value, str) else value)
    return said.getvalue().rstrip()
