"""A try: a value that a cell of code gave for a task, checked, and kept with the reader's answers."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from mineros import bank, check
from mineros.check.forms import LONGEST
from mineros.errors import QuestionError
from mineros.texts import whole_letters

if TYPE_CHECKING:
    from mineros.answers import Answers

LONGEST_SHOWN = 1_200  # letters of a value, shown under its verdict
NO_TRY = ("", "unchanged")  # nothing was given yet: a blank, or a line as it was found


def note(task: str, value: Any, answers: Answers) -> check.Verdict:
    """The verdict on a value, which is saved with it. Run again with the same value, nothing is counted twice.

    Raises QuestionError for a task without a check.
    """
    if hasattr(type(value), "__next__"):
        value = list(islice(value, LONGEST + 1))  # an iterator can be read only once
    verdict = check.check(task, value, answers.words)
    if not verdict.right and verdict.hint in NO_TRY:
        return verdict
    given = check.kept(task, value)
    record = answers.records().get(task, {})
    if record.get("value") != given or "tries" not in record:
        answers.save(task, given, _asked(task, answers))
        answers.note_check(task, verdict.right, verdict.hint)
    return verdict


def _asked(task: str, answers: Answers) -> str:
    """What the task asked; empty where the bank cannot be read, for the check holds without it."""
    try:
        return bank.said(bank.question(task, answers.words), "text", answers.words)
    except QuestionError:
        return ""


def shown(value: Any) -> str:
    """A value as it stands under its verdict: what the cell worked out. "" where that says nothing.

    Of a table its first rows; nothing of a function, a chart, a blank.
    """
    try:
        if check.is_missing(value) or callable(value) or hasattr(value, "get_axes") or hasattr(value, "get_xlabel"):
            return ""
        if hasattr(value, "to_string"):
            return str(value.head(12).to_string())[:LONGEST_SHOWN]
        plain = value.item() if hasattr(value, "item") and not hasattr(value, "__len__") else value
        plain = round(plain, 4) if isinstance(plain, float) else plain
        if isinstance(plain, set | frozenset) and plain:  # Python would tell them in another order each day
            plain = f"{{{', '.join(sorted(map(repr, plain)))}}}"
        return whole_letters(str(plain))[:LONGEST_SHOWN]
    except Exception:
        return ""  # it cannot be told in a text
