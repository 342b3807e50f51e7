"""For the pack's makers: the exercise notebooks, made from the source that `mineros.tasks` reads.

python -m mineros.exercises                    the students' notebooks, the public list of tasks, the checks
python -m mineros.exercises --solved FOLDER    the same notebooks solved, for a teacher
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mineros import folders, keys
from mineros.tasks import Exercises, Task, all_exercises, public, solved, stub
from mineros.words import LANGUAGES, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

Notebook = dict[str, Any]
Cell = dict[str, Any]

OPENING = """import matplotlib.pyplot as plt
import pandas as pd

from mineros import open_pack

pack = open_pack("{language}")
pack"""


def notebook(exercises: Exercises, language: str, solution: bool = False) -> Notebook:
    """The student's notebook of a set, or the solved one."""
    cells = [*_head(exercises, language)]
    for place, task in enumerate(exercises.tasks, start=1):
        cells += _cells(task, place, language, solution)
    cells.append(_text("next", exercises.said("next", language), part="next"))
    return {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _head(exercises: Exercises, language: str) -> Iterator[Cell]:
    words = Words(language)
    title = f"# {exercises.said('title', language)}\n\n*{words('exercises.of', number=exercises.number)}*"
    yield _text("title", f"{title}\n\n{exercises.said('intro', language)}", part="title")
    easy = [task for task in exercises.tasks if not task.is_code]
    overview = words(
        "exercises.overview",
        tasks=len(exercises.tasks),
        minutes=sum(task.key["minutes"] for task in exercises.tasks),
        easy=words.joined([str(exercises.tasks.index(task) + 1) for task in easy]),
        easy_minutes=sum(task.key["minutes"] for task in easy),
    )
    yield _text("overview", overview.strip(), part="overview")
    yield _code("open", OPENING.format(language=language))


def _cells(task: Task, place: int, language: str, solution: bool) -> Iterator[Cell]:
    words, key, name = Words(language), task.key, task.id.partition("-")[2]
    heading = f"## {place}. {task.said('title', language)} · {key['minutes']} min"
    heading += f"\n\n*{words('exercises.way.' + key['kind'])} · {task.id}*"
    asked = f"**{task.said('text', language)}**"
    before = [heading, *filter(None, [task.said("before", language)])]
    if "example" in key:
        example = Task(key["example"])
        yield _text(name, "\n\n".join([*before, example.said("text", language)]), task=task.id)
        yield _code(f"{name}-example", example.key["code"].strip(), task=task.id, rung="example")
        before = []
    if "show" in key:
        if before:
            yield _text(name, "\n\n".join(before), task=task.id)
        yield _code(f"{name}-show", key["show"].strip(), task=task.id)
        before = []
    last = name if before else f"{name}-task"
    yield _text(last, "\n\n".join([*before, asked]), question=task.id)
    yield _code(f"{name}-answer", answer(task, solution), task=task.id, rung=key["rung"])


def answer(task: Task, solution: bool) -> str:
    """The code of the cell in which a task is answered: the box, or code and its check."""
    if not task.is_code:
        return f'pack.ask("{task.id}")'
    code = solved(task.key["code"]) if solution else stub(task.key["code"])
    return with_line(code, f'pack.check("{task.id}", {task.key["answer"]})')


def with_line(code: str, line: str) -> str:
    """Code with more below it; two empty lines stand after the body of a function."""
    gap = "\n\n\n" if code.splitlines()[-1].startswith(" ") else "\n"
    return f"{code}{gap}{line}"


def _text(name: str, source: str, **notes: str) -> Cell:
    return {
        "cell_type": "markdown",
        "id": name,
        "metadata": {"mineros": notes},
        "source": source.splitlines(keepends=True),
    }


def _code(name: str, source: str, **notes: str) -> Cell:
    return _text(name, source, **notes) | {"cell_type": "code", "execution_count": None, "outputs": []}


def text(whole: Notebook) -> str:
    """A notebook as it stands in its file."""
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def write(folder: Path, solution: bool = False) -> None:
    """Write all notebooks, language by language."""
    for exercises in all_exercises():
        for language in LANGUAGES:
            file = folder / language / f"{exercises.name}.ipynb"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text(notebook(exercises, language, solution)), "utf-8")


def main() -> None:
    """Write what was asked for."""
    parser = argparse.ArgumentParser(description="Make the exercise notebooks from their source.")
    parser.add_argument("--solved", type=Path, metavar="FOLDER", help="only the solved notebooks, into this folder")
    options = parser.parse_args()
    if options.solved:
        write(options.solved, solution=True)
        return
    write(folders.top() / "exercises")
    folders.tasks().write_text(public(all_exercises()), "utf-8")
    folders.checks().write_text(keys.text(folders.solutions()), "utf-8")


if __name__ == "__main__":
    main()
