"""For a teacher whose school grades notebooks with a tool: the exercises as sources for nbgrader or for otter-grader.

    python -m mineros.graders nbgrader FOLDER    a course folder for each language, an assignment for each lesson
    python -m mineros.graders otter FOLDER       a notebook for `otter assign`, language by language

Each is the student's notebook with two changes. A grader runs it elsewhere, where what was saved in an answer box is
not: so an answer box becomes a cell of code, or of text. And after each answer stands a cell that tests its value.
The guide tells how to go on: `guide/en/graders.md`.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mineros import bank, exercises, tasks
from mineros.exercises import Cell, Notebook
from mineros.tasks import Exercises, Task, solved, stub
from mineros.words import LANGUAGES, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

POINTS = 1  # of a task with a check
POINTS_WRITTEN = 3  # of a text: one for each of the levels that its sample answers show
SCHEMA = 3  # of nbgrader's notes on a cell
# A copied cell carries the mark of the first one. nbgrader empties the mark of all but the last, and then refuses the
# whole notebook for the empty mark (its issue 1083): so the empty mark goes too.
CONFIG = """# nbgrader reads this file when it is started in this folder.
from nbgrader.preprocessors import CheckCellMetadata, ClearOutput, DeduplicateIds, OverwriteCells, OverwriteKernelspec


class OneOfEach(DeduplicateIds):
    # A student may copy a cell: its last copy counts. Without this, nbgrader would refuse the notebook.
    def preprocess_cell(self, cell, resources, index):
        cell, resources = super().preprocess_cell(cell, resources, index)
        if not cell.metadata.get("nbgrader", True):
            del cell.metadata["nbgrader"]
        return cell, resources


c = get_config()
c.Autograde.sanitize_preprocessors = [ClearOutput, OneOfEach, OverwriteKernelspec, OverwriteCells, CheckCellMetadata]
c.ClearSolutions.code_stub = {{"python": ""}}  # each blank stands in its cell already
c.ClearSolutions.text_stub = {write_here!r}
"""


# --- what a task becomes, whatever the grader ----------------------------------------------------------------------


def variable(task: Task) -> str:
    """What holds the answer: a name for each task, so that cells may change places and a test may come late."""
    return f"answer_{task.id.partition('-e')[2]}"


def marked(task: Task) -> str:
    """The code of the answer with the marks of its solution, as `mineros.tasks` describes them."""
    return task.key["code"].strip() if task.is_code else f"{variable(task)} = {task.right()[0]!r}  # SOLUTION"


def with_hint(task: Task, code: str) -> str:
    """An answer's code and, below, the check that gives a student a hint."""
    kept = f"{variable(task)} = {task.key['answer']}\n" if task.is_code else ""
    return exercises.with_line(code, f'{kept}pack.check("{task.id}", {variable(task)})')


def test(task: Task) -> str:
    """The code that fails where the answer does not hold; it shows nothing, and gives nothing away."""
    return f'assert pack.is_right("{task.id}", {variable(task)})'


def asked(task: Task, language: str) -> str:
    """What stands below the text of a task where there is no answer box: options, items, how to write the answer."""
    if task.is_code:
        return ""
    words = Words(language)
    options = [f"- `{name}`: {said}" for said, name in bank.options(task.key, words)]
    items = [f"{place}. {said}" for place, said in enumerate(bank.items(task.key, words), start=1)]
    if task.checked:
        how = words(f"exercises.graded.way.{task.key['kind']}", unit=task.said("unit", language))
        return "\n\n".join(filter(None, ["\n".join(items), "\n".join(options), how]))
    helps = (("ask.starter", "support_starter"), ("ask.word_bank", "support_words"))
    return "\n\n".join(f"{words(key)} *{task.said(part, language)}*" for key, part in helps if part in task.key)


def sample(task: Task, language: str) -> str:
    """For whoever marks a text: what evidence it must give, and the best of the sample answers. No student gets it."""
    best = Task({"text": task.key["sample"][-1]}) if task.key.get("sample") else task
    return "\n\n".join(filter(None, [task.said("evidence", language), best.said("text", language)]))


def overview(found: Exercises, language: str) -> str:
    """How to work in a notebook that will be graded."""
    easy = [place for place, task in enumerate(found.tasks, start=1) if not task.is_code]
    words = Words(language)
    return words(
        "exercises.graded.overview",
        tasks=len(found.tasks),
        minutes=sum(task.key["minutes"] for task in found.tasks),
        easy=words.joined([str(place) for place in easy]),
    ).strip()


def assemble(found: Exercises, language: str, graded: Callable[[Task, Cell, str], Iterator[Cell]]) -> Notebook:
    """The student's notebook with other cells where a task is answered.

    graded: gives, for a task, the cell that asks it and a language, that cell and those for the answer.
    """
    whole = exercises.notebook(found, language)
    tasks = {task.id: task for task in found.tasks}
    cells: list[Cell] = []
    for cell in whole["cells"]:
        notes = cell["metadata"]["mineros"]
        if notes.get("part") == "overview":
            cells.append(_cell("markdown", "overview", overview(found, language)))
        elif "question" in notes:
            task = tasks[notes["question"]]
            text = "\n\n".join(filter(None, ["".join(cell["source"]), asked(task, language)]))
            cells += graded(task, _cell("markdown", cell["id"], text), language)
        elif notes.get("part") != "next" and not cell["id"].endswith("-answer"):  # links lead nowhere from a grader
            cells.append(_cell(cell["cell_type"], cell["id"], "".join(cell["source"])))
    return whole | {"cells": cells}


def _cell(kind: str, name: str, source: str, **notes: Any) -> Cell:
    cell = {"cell_type": kind, "id": name, "metadata": notes, "source": source.splitlines(keepends=True)}
    return cell | {"execution_count": None, "outputs": []} if kind == "code" else cell


def _name(task: Task) -> str:
    return task.id.partition("-")[2]


# --- nbgrader ------------------------------------------------------------------------------------------------------


def nbgrader(found: Exercises, language: str) -> Notebook:
    """A set as nbgrader's source: answers and tests know themselves by notes in their cells."""
    whole = assemble(found, language, _for_nbgrader)
    opening = next(cell for cell in whole["cells"] if cell["id"] == "open")
    opening["metadata"] = _notes(f"open-{found.number}", locked=True)  # put right again where it was changed
    return whole


def _for_nbgrader(task: Task, question: Cell, language: str) -> Iterator[Cell]:
    yield question
    answer, name = f"answer-{task.id}", _name(task)
    if task.checked:
        code = with_hint(task, nbgrader_marks(marked(task)))
        yield _cell("code", f"{name}-answer", code, **_notes(answer, solution=True))
        graded = _notes(f"test-{task.id}", grade=True, locked=True, points=POINTS)
        yield _cell("code", f"{name}-test", test(task), **graded)
    else:
        written = _notes(answer, grade=True, solution=True, points=POINTS_WRITTEN)
        yield _cell("markdown", f"{name}-answer", sample(task, language), **written)


def _notes(grade_id: str, **more: Any) -> dict[str, Any]:
    plain = {"grade": False, "solution": False, "locked": False, "task": False}
    return {"nbgrader": {"schema_version": SCHEMA, "grade_id": grade_id} | plain | more}


def nbgrader_marks(code: str) -> str:
    """Code with the marks of nbgrader, which takes whole lines away: the blank stands before the lines that fill it."""
    return "\n".join(part for line in code.splitlines() for part in _marked_line(line))


def _marked_line(line: str) -> Iterator[str]:
    bare = line.lstrip(" ")
    indent = line.removesuffix(bare)
    if "# SOLUTION" in bare:
        parts = [stub(bare), "### BEGIN SOLUTION", solved(bare), "### END SOLUTION"]
    elif bare == "# BEGIN SOLUTION":
        parts = ["...", "### BEGIN SOLUTION"]
    else:
        parts = ["### END SOLUTION" if bare == "# END SOLUTION" else bare]
    return (f"{indent}{part}" if part else "" for part in parts)


# --- otter-grader --------------------------------------------------------------------------------------------------


def otter(found: Exercises, language: str) -> Notebook:
    """A set as `otter assign` reads it: raw cells say what the cells between them are."""
    whole = assemble(found, language, _for_otter)
    config = {"name": found.name, "check_all_cell": False, "export_cell": {"pdf": False}}
    whole["cells"].insert(0, _raw("assignment", "ASSIGNMENT CONFIG", **config))
    return whole


def _for_otter(task: Task, question: Cell, language: str) -> Iterator[Cell]:
    name = _name(task)
    points = {"points": POINTS} if task.checked else {"points": POINTS_WRITTEN, "manual": True}
    yield _raw(f"{name}-begin", "BEGIN QUESTION", name=task.id, **points)
    yield question
    if task.checked:
        code = _cell("code", f"{name}-answer", with_hint(task, otter_marks(marked(task))))
        yield from _between(name, "SOLUTION", code)
        yield from _between(name, "TESTS", _cell("code", f"{name}-test", test(task)))
    else:
        write_here = Words(language)("exercises.graded.write_here")
        yield from _between(name, "PROMPT", _cell("markdown", f"{name}-prompt", write_here))
        yield from _between(name, "SOLUTION", _cell("markdown", f"{name}-answer", sample(task, language)))
    yield _raw(f"{name}-end", "END QUESTION")


def _between(name: str, part: str, cell: Cell) -> Iterator[Cell]:
    yield _raw(f"{name}-begin-{part.lower()}", f"BEGIN {part}")
    yield cell
    yield _raw(f"{name}-end-{part.lower()}", f"END {part}")


def _raw(cell_id: str, mark: str, **settings: Any) -> Cell:
    lines = [f"# {mark}", *(f"{key}: {json.dumps(value)}" for key, value in settings.items())]  # JSON is YAML
    return _cell("raw", cell_id, "\n".join(lines))


def otter_marks(code: str) -> str:
    """Code with the marks of otter, which are ours but for a blank that holds something other than three dots."""
    return re.sub(r"^( *)(.* # SOLUTION .*)$", _prompted, code, flags=re.MULTILINE)


def _prompted(found: re.Match[str]) -> str:
    indent, line = found.groups()
    # The prompt is a text to Python, so that the solution stays in force, and a line of code to the student.
    parts = ["# BEGIN SOLUTION NO PROMPT", solved(line), "# END SOLUTION"]
    parts += ['""" # BEGIN PROMPT', stub(line), '"""; # END PROMPT']
    return "\n".join(indent + part for part in parts)


# --- files ---------------------------------------------------------------------------------------------------------


def write_nbgrader(folder: Path, sets: list[Exercises]) -> None:
    """A course folder for each language: its settings, and each set as an assignment of one notebook."""
    for language in LANGUAGES:
        course = folder / language
        for found in sets:
            _write(course / "source" / found.name / f"{found.name}.ipynb", exercises.text(nbgrader(found, language)))
        if not (settings := course / "nbgrader_config.py").exists():  # it is the teacher's to change
            _write(settings, CONFIG.format(write_here=Words(language)("exercises.graded.write_here")))


def write_otter(folder: Path, sets: list[Exercises]) -> None:
    """A folder for each language with a notebook for each set."""
    for language in LANGUAGES:
        for found in sets:
            _write(folder / language / f"{found.name}.ipynb", exercises.text(otter(found, language)))


def _write(file: Path, whole: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(whole, "utf-8")


GRADERS = {"nbgrader": write_nbgrader, "otter": write_otter}


def main() -> None:
    """Write what was asked for."""
    parser = argparse.ArgumentParser(description="Make the sources that a grader builds its assignments from.")
    parser.add_argument("grader", choices=GRADERS)
    parser.add_argument("folder", type=Path, help="where to; notebooks made earlier are replaced")
    options = parser.parse_args()
    GRADERS[options.grader](options.folder, tasks.all_exercises())


if __name__ == "__main__":
    main()
