"""For the pack's makers and teachers: the exercises at their source, which holds text, solution and known slips.

The source is `exercises/solutions/tasks/NN.toml`. In its code a line that ends in `# SOLUTION` becomes a blank in the
student's copy: the right side of an assignment, else the whole line; what stands after the mark stands there instead
of the three dots. So do the lines between `# BEGIN SOLUTION` and `# END SOLUTION`. These are the marks of otter-grader.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import tomllib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from mineros import folders
from mineros.words import LANGUAGES, Words, filled_in

if TYPE_CHECKING:
    from pathlib import Path

    from mineros.pack import Pack

BOXES = {"choice": "choice", "numeric": "number", "ordering": "ordering", "several": "set", "matching": "ordering"}
PUBLIC = (
    *("id", "rung", "kind", "minutes", "title", "text", "option", "item", "unit", "least", "most"),
    *("support_starter", "support_words"),
)
BLANK = re.compile(r"(?P<kept>\s*(?:[^=#]*[^=!<>#]=(?!=)\s*)?).*?\s*# SOLUTION(?: (?P<given>.*))?")
BLOCK = re.compile(r"^(?P<indent> *)# BEGIN SOLUTION\n.*?^ *# END SOLUTION$", re.MULTILINE | re.DOTALL)
PLACE = re.compile(r"\{\{(.+?)\}\}")


# --- code with its solution ----------------------------------------------------------------------------------------


def solved(code: str) -> str:
    """The code as a teacher runs it: with the solution, without the marks."""
    lines = [line for line in code.strip().splitlines() if not re.fullmatch(r" *# (BEGIN|END) SOLUTION", line)]
    return "\n".join(re.sub(r"\s*# SOLUTION.*$", "", line) for line in lines)


def stub(code: str) -> str:
    """The code as a student gets it: a blank, three dots, for each part of the solution."""
    lines = BLOCK.sub(r"\g<indent>...", code.strip()).splitlines()
    return "\n".join(_blanked(line) for line in lines)


def _blanked(line: str) -> str:
    found = BLANK.fullmatch(line)
    return f"{found['kept']}{found['given'] or '...'}" if found else line


def blanks(code: str) -> int:
    """How many blanks the student's copy has."""
    return code.count("# SOLUTION") + code.count("# BEGIN SOLUTION")


# --- a task --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Task:
    """One exercise. `key` is its entry in the source: texts, code, right answers, slips."""

    key: dict[str, Any]

    @property
    def id(self) -> str:
        """Such as "02-e5"."""
        return str(self.key["id"])

    @property
    def kind(self) -> str:
        """How the answer is checked: one of mineros.check's kinds; "" where a person reads it."""
        return str(self.key.get("check") or BOXES.get(self.key["kind"], ""))

    @property
    def checked(self) -> bool:
        """Whether there is a check."""
        return bool(self.kind)

    @property
    def is_code(self) -> bool:
        """Whether the answer is given in a cell of code, not in a box."""
        return bool(self.key["kind"] == "code")

    def said(self, field: str, language: str) -> str:
        """A text of the source in a language, its {{places}} filled from the tables; "" where there is none."""
        text = str(self.key.get(field, {}).get(language, "")).strip()
        return _filled(text, language)

    def marked_by(self) -> dict[str, Any]:
        """What a teacher marks a written answer by, in the form of the question bank: evidence, sample answers."""
        samples = [
            {"level": sample["level"]}
            | {language: _filled(sample[language], language) for language in LANGUAGES}
            | {f"why_{language}": sample["why"][language] for language in LANGUAGES}
            for sample in self.key.get("sample", [])
        ]
        return {"evidence": self.key["evidence"], "sample": samples} if samples else {}

    def right(self) -> list[Any]:
        """The right answers: those of the source, or what its solution gives."""
        return list(self.key["right"]) if "right" in self.key else [self.value(solved(self.key.get("code", "")))]

    def wrong(self) -> list[tuple[dict[str, Any], list[Any]]]:
        """Each known slip with the wrong answers that it leads to; the untouched blank of a line to change is one."""
        known = [(slip, self._slipped(slip)) for slip in self.key.get("wrong", [])]
        given = self.as_given()
        if given is not None:
            said = {language: Words(language)("check.unchanged") for language in LANGUAGES}
            known.append(({"slip": "unchanged", **said}, [given]))
        return known

    def as_given(self) -> Any:
        """What the student's copy gives before anything is changed; None where that is no answer yet."""
        from mineros.check import is_missing

        if not self.is_code or self.kind in ("function", "figure"):
            return None
        given = self.value(stub(self.key["code"]))
        return None if is_missing(given) else given

    def value(self, code: str, then: str = "") -> Any:
        """What the answer is after some code; `then`: an expression to take instead, or lines that come on top."""
        space = workspace("en")
        with contextlib.redirect_stdout(io.StringIO()):
            exec(code, space)  # the maker's own code, from the source
            if then and not _is_expression(then):
                exec(then, space)
            found = eval(then if _is_expression(then) else self.key["answer"], space)
        space["plt"].close("all")  # a chart stays what it is
        return found

    def _slipped(self, slip: dict[str, Any]) -> list[Any]:
        values = [slip["value"]] if "value" in slip else []
        if "code" in slip:
            values.append(self.value(solved(self.key.get("code", "")), slip["code"]))
        return values + list(slip.get("values", []))


def _is_expression(code: str) -> bool:
    try:
        compile(code.strip(), "slip", "eval")
    except SyntaxError:
        return False
    return bool(code.strip())


_packs: dict[str, Pack] = {}


def workspace(language: str) -> dict[str, Any]:
    """The names that a notebook's first cell makes."""
    import matplotlib

    matplotlib.use("agg")  # nothing is shown while notebooks are made
    import matplotlib.pyplot as plt
    import pandas as pd

    from mineros import open_pack

    if language not in _packs:
        _packs[language] = open_pack(language)
    return {"pack": _packs[language], "pd": pd, "plt": plt}


def _filled(text: str, language: str) -> str:
    """A text with its {{expressions}} worked out from the tables, so that no number is written by hand."""

    def number(found: re.Match[str]) -> str:
        given = eval(found[1], workspace(language))
        given = given.item() if hasattr(given, "item") else given
        return Words(language).number(given)

    return PLACE.sub(number, text)


# --- a set of tasks ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Exercises:
    """The tasks of one lesson, and what stands around them."""

    name: str
    whole: dict[str, Any]

    @property
    def number(self) -> str:
        """The lesson's number, such as "02"."""
        return self.name[:2]

    @cached_property
    def tasks(self) -> list[Task]:
        """The tasks in their order."""
        return [Task(key) for key in self.whole["task"]]

    def said(self, field: str, language: str) -> str:
        """A text of the set in a language."""
        return _filled(str(self.whole[field][language]).strip(), language)


def read(path: Path) -> Exercises:
    """A source of exercises; its name is that of the lesson's file."""
    whole = filled_in(tomllib.loads(path.read_text("utf-8")))
    return Exercises(whole["file"], whole)


def all_exercises() -> list[Exercises]:
    """All sources, in the order of the lessons."""
    return [read(path) for path in sorted((folders.solutions() / "tasks").glob("[0-9][0-9].toml"))]


def marked_by() -> dict[str, dict[str, Any]]:
    """For each written task what a teacher marks it by; nothing in a copy without the teachers' key."""
    return {task.id: task.marked_by() for found in all_exercises() for task in found.tasks if not task.checked}


def public(found: list[Exercises]) -> str:
    """The list of tasks that students' copies carry (exercises/tasks.json): what is asked, never what is right."""
    tasks = {
        task.id: {"role": "exercise", "grouping": task.key.get("grouping", "alone")}
        | {field: task.key[field] for field in PUBLIC if field in task.key}
        | {"text": {language: task.said("text", language) for language in LANGUAGES}}
        for exercises in found
        for task in exercises.tasks
    }
    return json.dumps(tasks, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
