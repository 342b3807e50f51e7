"""Checks: does an answer hold? Only salted digests of answers are shipped, so a copy of the pack gives nothing away.

A check takes a value. It never looks at cells, so a copied, split, deleted or reordered cell changes nothing.
`exercises/checks.json` is made from the teachers' key by `mineros.keys`.
"""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass
from functools import cache
from typing import Any

from mineros import folders, html
from mineros.errors import QuestionError
from mineros.texts import named
from mineros.words import Words

ROUNDS = 20_000  # slow enough that trying all small answers is more work than thinking


@dataclass(frozen=True)
class Verdict:
    """What a check found: whether the answer holds, and one sentence for the reader."""

    right: bool
    message: str


def in_html(verdict: Verdict, words: Words) -> str:
    """A verdict as HTML: yes or not yet, then its sentence."""
    mark = words("check.right" if verdict.right else "check.not_yet")
    return f"<strong>{html.text(mark)}</strong> {html.text(verdict.message)}"


def digest(task: str, salt: str, canonical: str) -> str:
    """The salted digest of one answer in its canonical form, hexadecimal."""
    answer = canonical.encode("utf-8", "surrogatepass")  # whatever was typed, half an emoji too, is a wrong answer
    return hashlib.pbkdf2_hmac("sha256", answer, f"{task}:{salt}".encode(), ROUNDS).hex()


def canonical(kind: str, value: Any, step: float = 1.0) -> list[str]:
    """The forms under which a value may match, nearest first. Raises ValueError for a value of the wrong kind.

    number: multiples of `step` (the tolerance is half a step each way), in the task's unit.
    choice: one option id. ordering: option ids, first to last.
    """
    if kind == "number":
        steps = float(str(value).strip().replace(",", "")) / step
        if not math.isfinite(steps):
            raise ValueError("not a finite number")
        return [str(round(steps))]
    if kind == "choice":
        if not isinstance(value, str):
            raise ValueError("not an option")
        return [value.strip()]
    if kind == "ordering":
        if isinstance(value, str | bytes | dict | set | frozenset):
            raise ValueError("not a list in order")
        return [" > ".join(str(item).strip() for item in value)]
    raise ValueError(f"no such kind of check: {kind}")


@cache
def _tasks() -> dict[str, Any]:
    tasks = json.loads(folders.checks().read_text("utf-8"))
    if not isinstance(tasks, dict):
        raise ValueError("not a table of tasks")
    return tasks


def exists(task: str) -> bool:
    """Whether there is a check for this task; without the file of checks there is none, and answering goes on."""
    try:
        return task in _tasks()
    except (OSError, ValueError):
        return False


def check(task: str, value: Any, words: Words) -> Verdict:
    """Whether `value` answers `task`. A known wrong answer gets its own hint, any other the general one.

    Raises QuestionError for a task that has no check, or where the file of checks is missing or damaged.
    """
    try:
        tasks = _tasks()
    except (OSError, ValueError) as cause:
        raise QuestionError(words("error.damaged", file=str(folders.checks()))) from cause
    task = named(task)
    if task not in tasks:
        raise QuestionError(words("error.no_check", task=task))
    entry = tasks[task]
    if value is None or (isinstance(value, str) and not value.strip()):
        return Verdict(False, words("check.empty"))
    try:
        forms = canonical(entry["kind"], value, entry.get("step", 1.0))
    except (ValueError, TypeError):
        return Verdict(False, words(f"check.expected.{entry['kind']}"))
    for form in forms:
        found = digest(task, entry["salt"], form)
        if found in entry["right"]:
            return Verdict(True, entry["praise"][words.language])
        if found in entry["wrong"]:
            return Verdict(False, entry["wrong"][found][words.language])
    return Verdict(False, entry["hint"][words.language])
