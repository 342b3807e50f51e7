"""The in-browser edition beside a bare JupyterLite on the same Python: seconds to the first figure, and sizes.

    .venv-test/bin/python bench/lite.py [rounds]

The floor's notebook imports pandas and matplotlib and draws one line; ours is lesson 00, run from its top. Cold is a
browser that has seen nothing, warm its second visit. Both are measured in turn; the medians are compared.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

TOP = Path(__file__).parents[1]
sys.path[:0] = [str(TOP / "tests"), str(TOP / "src")]

from playwright.sync_api import Browser, BrowserContext  # noqa: E402

import lite  # noqa: E402 - that of the tests, not this file

FLOOR = "import pandas as pd\nimport matplotlib.pyplot as plt\nplt.plot([1, 2, 3])\nplt.show()"
KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
DRAWN = "[...document.querySelectorAll('.jp-OutputArea-output img')].some(img => img.complete && img.naturalWidth > 0)"
OURS = "notebooks/en/00-how-do-we-know.ipynb"


def floor(folder: Path, ours: Path) -> Path:
    """A bare JupyterLite with one notebook; Pyodide, and what its kernel needs beside it, are the same as ours."""
    source, site = folder / "source", folder / "floor"
    (source / "pypi").mkdir(parents=True)
    for wheel in ours.glob("pypi/comm-*.whl"):
        shutil.copy(wheel, source / "pypi")
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "outputs": [], "execution_count": None, "source": FLOOR}
    python = {"kernelspec": {"display_name": "Python", "language": "python", "name": "python"}}
    notebook = {"cells": [cell], "metadata": python, "nbformat": 4, "nbformat_minor": 5}
    (source / "floor.ipynb").write_text(json.dumps(notebook))
    config = {"litePluginSettings": {KERNEL: {"pyodideUrl": "./pyodide/pyodide.js"}}}
    settings = {"jupyter-lite-schema-version": 0, "jupyter-config-data": config}
    (source / "jupyter-lite.json").write_text(json.dumps(settings))
    command = [TOP / ".venv-lite/bin/python", "-m", "jupyter", "lite", "build", "--contents", source / "floor.ipynb"]
    options = ["--lite-dir", source, "--output-dir", site, "--apps", "lab", "--no-sourcemaps"]
    subprocess.run([*command, *options], cwd=source, check=True, capture_output=True)
    (site / "pyodide").symlink_to(lite.pyodide())
    return site


def seconds(context: BrowserContext, server: lite.Server, path: str) -> float:
    """From the address to the first figure: the notebook is run as soon as its Python answers."""
    page = context.new_page()
    start = time.perf_counter()
    page.goto(f"{server.base}/lab/index.html?path={path}&reset", timeout=300_000)
    page.get_by_text("(Pyodide) | Idle").first.wait_for(timeout=300_000)
    page.get_by_role("menuitem", name="Run", exact=True).first.click()
    page.locator(".lm-Menu").get_by_role("menuitem", name="Run All Cells").first.click()
    page.wait_for_function(DRAWN, timeout=300_000)
    taken = time.perf_counter() - start
    page.close()
    return taken


def both(browser: Browser, servers: list[tuple[lite.Server, str]]) -> list[list[float]]:
    """One round: the floor cold, ours cold, the floor warm, ours warm; by site, then cold and warm."""
    readers = [lite.reader(browser) for _ in servers]
    visits = [
        [seconds(context, *site) for context, site in zip(readers, servers, strict=True)] for _ in ("cold", "warm")
    ]
    for context in readers:
        context.close()
    return [list(times) for times in zip(*visits, strict=True)]


def size(site: Path) -> str:
    """Files and megabytes of a site, without those parts of Pyodide that nobody asks for."""
    files = [path for path in site.rglob("*") if path.is_file()]
    return f"{len(files)} files, {sum(path.stat().st_size for path in files) / 1e6:.0f} MB"


def main(rounds: int) -> None:
    """Print the ratios."""
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as stack:
        ours = lite.built(Path(scratch))
        bare = floor(Path(scratch), ours)
        served = [
            (stack.enter_context(lite.serving(site)), path) for site, path in ((bare, "floor.ipynb"), (ours, OURS))
        ]
        browser = stack.enter_context(lite.browsing(served[1][0]))
        found = [both(browser, served) for _ in range(rounds)]
        print(f"to the first figure, {rounds} rounds")
        for which, name in enumerate(("cold", "warm")):
            times = [statistics.median(one[who][which] for one in found) for who in (0, 1)]
            ratio = statistics.median(one[1][which] / one[0][which] for one in found)
            print(f"  {name}   floor {times[0]:5.1f} s   ours {times[1]:5.1f} s   ratio {ratio:.2f}", flush=True)
        print(f"  floor {size(bare)} and Pyodide; ours {size(ours)} with Pyodide")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
