"""The in-browser edition beside a bare JupyterLite on the same Python: seconds to the first figure.

The floor's notebook imports pandas and matplotlib and draws one line; ours is lesson 00, run from its top. Cold is a
browser that has seen nothing, warm its second visit. `bench/sizes.py` compares what they weigh.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

TOP = Path(__file__).parents[1]
sys.path[:0] = [str(TOP / "tests"), str(TOP / "src")]

import table  # noqa: E402
from playwright.sync_api import Browser, BrowserContext  # noqa: E402

import lite  # noqa: E402 - that of the tests

PART = "edition"
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


def visits(browser: Browser, site: tuple[lite.Server, str]) -> list[float]:
    """One new reader's first visit and second."""
    reader = lite.reader(browser)
    taken = [seconds(reader, *site) for _ in ("cold", "warm")]
    reader.close()
    return taken


@contextmanager
def sites() -> Iterator[tuple[Path, Path]]:
    """Ours and the floor, built in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as scratch:
        ours = lite.built(Path(scratch))
        yield ours, floor(Path(scratch), ours)


def rows(rounds: int) -> Iterator[table.Row]:
    """Cold and warm."""
    with sites() as (ours, bare), ExitStack() as stack:
        own, alone = (
            (stack.enter_context(lite.serving(site)), path) for site, path in ((ours, OURS), (bare, "floor.ipynb"))
        )
        browser = stack.enter_context(lite.browsing(own[0]))
        pairs = []
        for number in range(rounds):
            if number % 2:
                taken = visits(browser, alone), visits(browser, own)
                pairs.append((taken[1], taken[0]))
            else:
                pairs.append((visits(browser, own), visits(browser, alone)))
        for which, name in enumerate(("first visit", "second visit")):
            both = [(one[which], other[which]) for one, other in pairs]
            yield table.compared(PART, f"to the first figure, {name}", both, "s", 1.3)
