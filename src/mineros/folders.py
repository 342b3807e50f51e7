"""Where things are: the tables, the question bank, the checks, and the reader's own work."""

from __future__ import annotations

import os
from pathlib import Path

HERE = Path(__file__).resolve().parent


def top() -> Path:
    """The folder that holds data/, guide/ and exercises/: the checkout, or the copy inside an installed package.

    A lesson therefore works from any current folder.
    """
    checkout = HERE.parents[1]
    return checkout if (checkout / "pyproject.toml").is_file() else HERE / "_pack"


def data() -> Path:
    """The folder of the tables; the variable MINEROS_DATA names another one (a researcher's edited copy)."""
    return Path(os.environ.get("MINEROS_DATA") or top() / "data")


def questions() -> Path:
    """The folder of the question bank."""
    return top() / "guide" / "questions"


def checks() -> Path:
    """The file of digests that answers are checked against."""
    return top() / "exercises" / "checks.json"


def work() -> Path:
    """The reader's own folder `my-work/`: in the checkout, else where Jupyter was started.

    The pack never ships this folder, so that no update can touch what a student wrote.
    MINEROS_WORK names another one.
    """
    if named := os.environ.get("MINEROS_WORK"):
        return Path(named)
    home = HERE.parents[1]
    return (home if (home / "pyproject.toml").is_file() else Path.cwd()) / "my-work"
