"""Time and memory of each lesson as a ratio to a floor measured in the same run.

    python bench/lesson.py [rounds]

The floor is a notebook that imports pandas, matplotlib and ipywidgets and draws as many bare figures as the lesson.
Both run in fresh kernels, in turn; the medians are compared. Memory is the peak of the kernel's process.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient

TOP = Path(__file__).parents[1]
PEAK = "import resource\nprint(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"


def floor(figures: int) -> nbformat.NotebookNode:
    """A notebook that draws this many plain line charts, each in a cell of its own."""
    cells = ["import pandas as pd\nimport matplotlib.pyplot as plt\nimport ipywidgets"]
    cells += ["plt.figure(figsize=(10, 6))\nplt.plot([1, 2, 3])\nplt.title('bare')\nplt.show()"] * figures
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])


def measured(notebook: nbformat.NotebookNode) -> tuple[float, float]:
    """Seconds and peak mebibytes of one run in a fresh kernel."""
    notebook = nbformat.from_dict(notebook)
    notebook.cells.append(nbformat.v4.new_code_cell(PEAK))
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MINEROS_WORK"] = folder
        start = time.perf_counter()
        NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
        seconds = time.perf_counter() - start
    return seconds, int(notebook.cells[-1].outputs[0].text) / 1024


def main(rounds: int) -> None:
    """Print the ratios, lesson by lesson."""
    for path in sorted(TOP.glob("notebooks/*/[0-9][0-9]-*.ipynb")):
        lesson = nbformat.read(path, as_version=4)
        verbs = ("pack.figure(", "pack.explore(", "pack.show(")
        calls = sum(cell.source.count(verb) for cell in lesson.cells for verb in verbs)
        both = [(measured(floor(calls)), measured(lesson)) for _ in range(rounds)]
        ratios = [[pair[1][which] / pair[0][which] for pair in both] for which in (0, 1)]
        bare, own = ([statistics.median(pair[who][which] for pair in both) for which in (0, 1)] for who in (0, 1))
        print(f"{path.parent.name}/{path.stem}: {calls} figures, {rounds} rounds")
        print(f"  time   {own[0]:6.1f} s   floor {bare[0]:6.1f} s   ratio {statistics.median(ratios[0]):.2f}")
        print(f"  memory {own[1]:6.0f} MiB floor {bare[1]:6.0f} MiB ratio {statistics.median(ratios[1]):.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
