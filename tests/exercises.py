"""What the tests of the exercises share: the sources, the tasks, a notebook run cell by cell without a kernel."""

from __future__ import annotations

import contextlib
import io
import re
from functools import cache
from html import unescape
from unittest.mock import patch

import matplotlib.pyplot as plt

from mineros import pack, tasks
from mineros.tasks import Exercises, Task

SETS: list[Exercises] = tasks.all_exercises()
TASKS: dict[str, Task] = {task.id: task for found in SETS for task in found.tasks}
CHECKED = {name: task for name, task in TASKS.items() if task.checked}
CODE = {name: task for name, task in CHECKED.items() if task.is_code}


@cache
def right(name: str):
    """A right answer of a task: the first of its key, or what its solution gives."""
    return TASKS[name].right()[0]


def wrong(name: str) -> list[tuple[str, object]]:
    """The known wrong answers of a task, each with the name of its slip."""
    return [(slip["slip"], value) for slip, values in TASKS[name].wrong() for value in values]


class Run:
    """A notebook's cells, run one at a time in any order; what each shows is kept as plain text."""

    def __init__(self, notebook: dict, language: str) -> None:
        self.cells = {cell["id"]: "".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"}
        self.space: dict = {}
        self.run("open")
        assert self.space["pack"].words.language == language

    def run(self, cell: str) -> str:
        """Run a cell; returns what the checks and cards in it said. Its errors come out as they are."""
        shown: list[str] = []
        with patch.object(pack, "_display", shown.append), contextlib.redirect_stdout(io.StringIO()):
            exec(compile(self.cells[cell], cell, "exec"), self.space)
        plt.close("all")
        return "\n".join(unescape(re.sub(r"<style>.*?</style>|<[^>]+>", "", part, flags=re.DOTALL)) for part in shown)
