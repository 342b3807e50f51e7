"""What weighs how much: the repository, the environment, the edition for a browser, a lesson that has been run.

Repository: a fresh clone; no floor. Environment: `.venv` as `run.py lab` has made it, beside an environment into which
pip installs jupyterlab, pandas, matplotlib and ipywidgets in the same versions, both without compiled modules. Edition:
ours beside a bare JupyterLite, Pyodide counted in both. Page: a lesson run from top to bottom, as a notebook and as
the page that nbconvert makes of it, beside the floor of `bench/lessons.py`, which shows as many bare pictures and
controls. What is missing on the machine is left out with a sentence.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from math import nan
from pathlib import Path

import start
import table

PART = "sizes"
TOP = start.TOP
LARGEST = 3
REPEATED = re.compile(r"<(?:style|script)\b.*?</(?:style|script)>", re.DOTALL)


def megabytes(folder: Path, but: str = "") -> float:
    """All files of a folder, less those below a folder of the name `but`; a link counts as nothing."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_size for path in files if but not in path.relative_to(folder).parts) / 1e6


def alone(what: str, ours: float, note: str = "", unit: str = "MB") -> table.Row:
    """A size that has no floor."""
    return table.Row(PART, what, ours, unit, note=note)


def beside(what: str, ours: float, floor: float, note: str = "", unit: str = "MB") -> table.Row:
    """A size and its floor."""
    return table.Row(PART, what, ours, unit, floor, ours / floor, note=note)


def repository() -> Iterator[table.Row]:
    """A fresh clone: what Git keeps, and the files."""
    with tempfile.TemporaryDirectory() as scratch:
        clone = start.cloned(Path(scratch) / "clone")
        files = sorted((path for path in clone.rglob("*") if ".git" not in path.parts and path.is_file()), key=_size)
        largest = ", ".join(
            f"{path.relative_to(clone).as_posix()} {_size(path) / 1e6:.1f}" for path in files[: -LARGEST - 1 : -1]
        )
        yield alone("repository: Git's objects", megabytes(clone / ".git"))
        yield alone(f"repository: {len(files)} files", megabytes(clone, but=".git"), largest)


def _size(path: Path) -> int:
    return path.stat().st_size


def environment() -> Iterator[table.Row]:
    """The environment of a student, beside one of the four packages."""
    ours = TOP / ".venv"
    if not ours.exists() or not start.is_reachable():
        yield alone("environment", nan, "left out: run.py lab has not made it here, or no package can be fetched")
        return
    with tempfile.TemporaryDirectory() as scratch:
        env = start.variables(Path(scratch)) | {"PIP_NO_COMPILE": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        start.four(Path(scratch) / "floor", env)
        own, bare = (megabytes(folder, but="__pycache__") for folder in (ours, Path(scratch) / "floor"))
    uv = sum(megabytes(path) for path in ours.glob("lib/*/site-packages/uv")) + megabytes_of(ours / "bin", "uv*")
    yield beside("environment", own, bare, f"without compiled modules; {uv:.0f} MB of ours is uv, which installed it")


def megabytes_of(folder: Path, pattern: str) -> float:
    """The files of one folder that fit a pattern."""
    return sum(_size(path) for path in folder.glob(pattern) if path.is_file()) / 1e6


def edition() -> Iterator[table.Row]:
    """The edition that runs in a browser, beside a bare one."""
    import edition as browser_edition

    with browser_edition.sites() as (ours, bare):
        (bare / "pyodide").unlink()  # a link to all of Pyodide; both have the part of it that the lessons ask for
        python = megabytes(ours / "pyodide")
        files = sum(path.is_file() for path in ours.rglob("*"))
        note = f"{files} files; {python:.0f} MB of each is Pyodide"
        yield beside("in-browser edition", megabytes(ours), megabytes(bare) + python, note)


def pages() -> Iterator[table.Row]:
    """Each English lesson after a run, as a notebook and as a page of nbconvert."""
    import nbformat
    from nbconvert import HTMLExporter

    import lessons

    for path in sorted(TOP.glob("notebooks/en/[0-9][0-9]-*.ipynb")):
        lesson = nbformat.read(path, as_version=4)
        bare = lessons.run(lessons.floor(lessons.shown(lesson)))
        done = lessons.run(lesson)
        kept: tuple[tuple[str, Callable[[nbformat.NotebookNode], str]], ...] = (
            ("notebook", lambda notebook: str(nbformat.writes(notebook))),
            ("page", lambda notebook: str(HTMLExporter().from_notebook_node(notebook)[0])),
        )
        for what, written in kept:
            own, floor = (len(written(notebook).encode()) / 1e6 for notebook in (done, bare))
            note = repeats(done) if what == "notebook" else ""
            yield beside(f"lesson {path.stem[:2]}, run, {what}", own, floor, note)


def repeats(notebook: object) -> str:
    """How much of the outputs is a style or a script that stands in an earlier output too."""
    found: Counter[str] = Counter()
    for cell in notebook.cells:  # type: ignore[attr-defined]
        for output in cell.get("outputs", []):
            found.update(REPEATED.findall(output.get("data", {}).get("text/html", "")))
    again = sum(len(part.encode()) * (times - 1) for part, times in found.items())
    return f"{again / 1000:.0f} kB of it are styles and scripts said again ({found.total() - len(found)} times)"


def rows(rounds: int) -> Iterator[table.Row]:
    """Every size."""
    for sizes in (repository, pages, environment, edition):
        yield from sizes()
