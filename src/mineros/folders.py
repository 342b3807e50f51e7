"""Where things are: the tables, the question bank, the checks, and the reader's own work."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

HERE = Path(__file__).resolve().parent


def _checkout() -> Path | None:
    """The folder that the repository was cloned into; None where the package is installed by itself."""
    above = HERE.parents[1]
    return above if (above / "pyproject.toml").is_file() else None


def top() -> Path:
    """The folder that holds data/, guide/ and exercises/: the checkout, or the copy inside an installed package.

    A lesson therefore works from any current folder.
    """
    return _checkout() or HERE / "_pack"


def data() -> Path:
    """The folder of the tables; the variable MINEROS_DATA names another one (a researcher's edited copy)."""
    return Path(os.environ.get("MINEROS_DATA") or top() / "data")


def questions() -> Path:
    """The folder of the question bank."""
    return top() / "guide" / "questions"


def rubric() -> Path:
    """The file of the rubric and its worked answers."""
    return top() / "guide" / "rubric.toml"


def glossary() -> Path:
    """The file of the terms."""
    return top() / "guide" / "glossary.toml"


def checks() -> Path:
    """The file of digests that answers are checked against."""
    return top() / "exercises" / "checks.json"


def tasks() -> Path:
    """The file that says what the exercises ask."""
    return top() / "exercises" / "tasks.json"


def solutions() -> Path:
    """The folder of the teachers' key; only a checkout has it."""
    return top() / "exercises" / "solutions"


def lessons(language: str) -> dict[str, str]:
    """The file names of the lessons in a language by number: in the checkout, else in the current folder."""
    folder = top() / "notebooks" / language
    found = (folder if folder.is_dir() else Path.cwd()).glob("[0-9][0-9]-*.ipynb")
    return {path.name[:2]: path.name for path in sorted(found)}


def work() -> Path:
    """The reader's own folder `my-work/`: in the checkout, else in the current folder (of a notebook: its own).

    The pack never ships this folder, so that no update can touch what a student wrote.
    MINEROS_WORK names another one. While nbgrader re-runs a student's notebook, it is a folder that is thrown away,
    so that no answer of a student gets among the teacher's own.
    """
    if named := os.environ.get("MINEROS_WORK"):
        return Path(named)
    if os.environ.get("NBGRADER_EXECUTION"):  # nbgrader's own sign to the notebook
        return Path(_passing().name)
    return (_checkout() or Path.cwd()) / "my-work"


@cache
def _passing() -> TemporaryDirectory[str]:
    """A folder that goes when Python ends."""
    from tempfile import TemporaryDirectory

    return TemporaryDirectory(prefix="mineros-")


def rewrite(files: dict[Path, str]) -> None:
    """Write those files that are not yet as they should be, and print which they were: for the pack's makers."""
    for path, content in files.items():
        if not path.exists() or path.read_text("utf-8") != content:
            path.write_text(content, "utf-8")
            print(path.relative_to(top()))
