"""Time and memory of each lesson and each exercise notebook, beside a bare notebook that shows as much.

The floor of a notebook is counted from what the notebook shows when it is run, not from what it calls. It has as many
code cells. Its first imports pandas, matplotlib's pyplot and ipywidgets; then, cell by cell, it draws as many pictures,
each a bare line of three points with pyplot, as many inches wide and high and with as many dots to the inch, and shows
as many controls, each of the same class and without a word on it. It reads no table, has no caption and no text.

Both run from top to bottom in fresh kernels, the two languages and their floor in turn. Time is that of the whole run,
the start of the kernel included; memory is the peak of the kernel's process.
"""

from __future__ import annotations

import base64
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import table
from nbclient import NotebookClient

from mineros.figure import DPI, PICTURE

TOP = Path(__file__).parents[1]
QUIET = ["--IPKernelApp.log_level=ERROR"]  # else each kernel warns that others on this machine could listen in
MOST_TIME, MOST_MEMORY = 1.15, 1.10
IMPORTS = f"""import pandas as pd
import matplotlib.pyplot as plt
import ipywidgets
plt.rcParams["figure.dpi"] = {DPI}"""
# What Linux says of the process itself: `ru_maxrss` would count what the parent held when it started this one.
PEAK = r"""import re, resource
try:
    peak = int(re.search(r"VmHWM:\s*(\d+)", open("/proc/self/status").read())[1])
except OSError:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(peak)"""
CONTROL = re.compile(r"(Button|Checkbox|Dropdown|RadioButtons|Select\w*|Text|Textarea|\w*(?:Slider|Text))Model")


@dataclass(frozen=True)
class Shown:
    """What one cell shows: the size of each picture in dots, the class of each control."""

    pictures: tuple[tuple[int, int], ...] = ()
    controls: tuple[str, ...] = ()

    @property
    def bare(self) -> str:
        """A cell that shows as much, and nothing else."""
        lines = [
            f"plt.figure(figsize=({width / DPI}, {height / DPI}))\nplt.plot([1, 2, 3])\nplt.show()"
            for width, height in self.pictures
        ]
        lines += [f"display(ipywidgets.{control}())" for control in self.controls]
        return "\n".join(lines) or "pass"


def run(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """A copy of the notebook, run in a fresh kernel for a student who has answered nothing."""
    notebook = nbformat.from_dict(notebook)
    with tempfile.TemporaryDirectory() as folder:
        client = NotebookClient(notebook, timeout=300, kernel_name="python3", extra_arguments=QUIET)
        client.execute(env=os.environ | {"MINEROS_WORK": folder})
    return notebook


def shown(notebook: nbformat.NotebookNode) -> list[Shown]:
    """What each code cell shows, when the notebook is run."""
    done = run(notebook)
    widgets = done.metadata.get("widgets", {}).get("application/vnd.jupyter.widget-state+json", {}).get("state", {})
    return [
        Shown(tuple(_pictures(cell.outputs)), tuple(_controls(cell.outputs, widgets)))
        for cell in done.cells
        if cell.cell_type == "code"
    ]


def _pictures(outputs: list[Any]) -> Iterator[tuple[int, int]]:
    """The sizes of the pictures in some outputs; a PNG says its own in its first chunk."""
    for output in outputs:
        for data in PICTURE.findall(output.get("data", {}).get("text/html", "")):
            head = base64.b64decode(data[:64])
            yield int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")


def _controls(outputs: list[Any], widgets: dict[str, Any]) -> Iterator[str]:
    """The classes of the controls in some outputs, those in boxes too."""
    found = [output.get("data", {}).get("application/vnd.jupyter.widget-view+json", {}) for output in outputs]
    waiting = [view["model_id"] for view in found if view]
    while waiting:
        widget = widgets[waiting.pop()]
        waiting += [child.removeprefix("IPY_MODEL_") for child in widget["state"].get("children", [])]
        if control := CONTROL.fullmatch(widget["model_name"]):
            yield control[1]


def floor(cells: list[Shown]) -> nbformat.NotebookNode:
    """The bare notebook."""
    sources = [IMPORTS, *(cell.bare for cell in cells[1:])]
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])


def measured(notebook: nbformat.NotebookNode) -> tuple[float, float]:
    """Seconds and peak mebibytes of one run in a fresh kernel."""
    notebook = nbformat.from_dict(notebook)
    notebook.cells.append(nbformat.v4.new_code_cell(PEAK))
    start = time.perf_counter()
    done = run(notebook)
    return time.perf_counter() - start, int(done.cells[-1].outputs[0].text) / 1024


def rows(rounds: int, name: str = "") -> Iterator[table.Row]:
    """Time and memory of each notebook; name: of those alone whose path holds it."""
    folders = {"lesson": "notebooks/en/[0-9][0-9]-*.ipynb", "exercise": "exercises/en/*.ipynb"}
    for kind, pattern in folders.items():
        for english in sorted(path for path in TOP.glob(pattern) if name in str(path)):
            yield from compared(kind, english, rounds)


def compared(kind: str, english: Path, rounds: int) -> Iterator[table.Row]:
    """The rows of a notebook in both languages, which share one floor: both show the same."""
    ours = {
        language: nbformat.read(english.parents[1] / language / english.name, as_version=4) for language in ("en", "es")
    }
    cells = shown(ours["en"])
    sides = [*ours, "floor"]
    notebooks = ours | {"floor": floor(cells)}
    found: dict[str, list[tuple[float, float]]] = {side: [] for side in sides}
    for number in range(rounds):
        for side in sides[number % 3 :] + sides[: number % 3]:  # none gains from its place
            found[side].append(measured(notebooks[side]))
    pictures, controls = (sum(len(getattr(cell, what)) for cell in cells) for what in ("pictures", "controls"))
    note = f"{pictures} figures, {controls} controls"
    for language in ours:
        for index, what, unit, most in ((0, "time", "s", MOST_TIME), (1, "memory", "MiB", MOST_MEMORY)):
            pairs = [(own[index], bare[index]) for own, bare in zip(found[language], found["floor"], strict=True)]
            said = f"{kind} {language} {english.stem[:2]}, {what}"
            yield table.compared("lessons", said, pairs, unit, most, note)


if __name__ == "__main__":
    arguments = dict(enumerate(sys.argv[1:]))
    print(table.drawn(rows(int(arguments.get(1, 5)), arguments.get(0, ""))))
