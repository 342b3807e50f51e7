"""Checks: does an answer hold? Only salted digests of answers are shipped, so a copy of the pack gives nothing away.

A check takes a value. It never looks at cells, so a copied, split, deleted or reordered cell changes nothing.
`exercises/checks.json` is made from the teachers' key by `mineros.keys`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from mineros import folders, html
from mineros.check import drawings, forms, functions
from mineros.check.digests import stretched
from mineros.errors import QuestionError
from mineros.texts import named, typed
from mineros.words import filled_in

if TYPE_CHECKING:
    from mineros.words import Words

ROUNDS = 20_000  # a try costs milliseconds: answers cannot be read off; whoever tries a thousand has learned a loop
LONGEST_KEPT = 2_000  # letters of an answer that a cell gave: a whole function, the first rows of a table
LARGEST_KEPT = 1e15  # beyond, and for what is no number at all, a text is kept


@dataclass(frozen=True)
class Verdict:
    """What a check found: whether the answer holds, one sentence for the reader, and which hint that was.

    hint: the id of a known wrong answer, "other" for the general hint, "kind" or "unit" for what is no answer of this
    kind, the id of what a chart lacks; "" where the answer holds or where there is none yet.
    """

    right: bool
    message: str
    hint: str = ""


def in_html(verdict: Verdict, words: Words) -> str:
    """A verdict as HTML: yes or not yet, then its sentence."""
    mark = words("check.right" if verdict.right else "check.not_yet")
    return f"<strong>{html.text(mark)}</strong> {html.text(verdict.message)}"


def digest(task: str, salt: str, canonical: str) -> str:
    """The salted digest of one answer in its canonical form, hexadecimal."""
    answer = canonical.encode("utf-8", "surrogatepass")  # whatever was typed, half an emoji too, is a wrong answer
    return stretched(answer, f"{task}:{salt}".encode(), ROUNDS).hex()


@cache
def _tasks() -> dict[str, Any]:
    tasks = filled_in(json.loads(folders.checks().read_text("utf-8")))
    if not isinstance(tasks, dict):
        raise ValueError("not a table of tasks")
    return tasks


def exists(task: str) -> bool:
    """Whether there is a check for this task; without the file of checks there is none, and answering goes on."""
    try:
        return task in _tasks()
    except (OSError, ValueError):
        return False


def slips(task: str, words: Words) -> dict[str, str]:
    """The hints of a task by their ids, as the reader is told them; none for a task without a check.

    One slip may be made in several ways; then its hints stand side by side.
    """
    if not exists(task):
        return {}
    entry, told = _tasks()[task], words.language
    known = [wrong for part in [entry, *entry.get("cases", [])] for wrong in part["wrong"].values()]
    found: dict[str, list[str]] = {}
    for wrong in known:
        found.setdefault(wrong["slip"], []).append(wrong[told])
    return {slip: " / ".join(dict.fromkeys(hints)) for slip, hints in found.items()} | {"other": entry["hint"][told]}


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
    if is_missing(value):
        return Verdict(False, words("check.blank" if _has_blank(value) else "check.empty"))
    judge = {"function": _function, "figure": _drawing}.get(tasks[task]["kind"], _value)
    return judge(task, tasks[task], value, words)


def is_missing(value: Any) -> bool:
    """Whether nothing was answered yet: a blank's three dots, None, an empty text or list, a list with a blank."""
    try:
        if isinstance(value, str):
            return not value.strip()
        if isinstance(value, list | tuple):
            return _has_blank(value) or all(part is None or (isinstance(part, str) and not part) for part in value)
        return value is None or _has_blank(value)
    except Exception:  # what breaks at a touch is something
        return False


def _has_blank(value: Any) -> bool:
    """Whether the three dots of a blank still stand in an answer."""
    return value is ... or (isinstance(value, list | tuple) and any(part is ... for part in value))


def _value(task: str, entry: dict[str, Any], value: Any, words: Words) -> Verdict:
    """An answer that is compared as a whole."""
    try:
        form = forms.canonical(entry["kind"], value, entry)
    except forms.OtherUnitError:
        return Verdict(False, words("check.expected.unit", unit=entry["units"][words.language][0]), "unit")
    except forms.MissingColumnError as missing:
        return Verdict(False, words("check.expected.column", column=str(missing)), "kind")
    except Exception:  # a value may break in any way
        return Verdict(False, words(f"check.expected.{entry['kind']}"), "kind")
    return _compared(task, entry, entry, form, words) or Verdict(True, entry["praise"][words.language])


def _compared(task: str, entry: dict[str, Any], answers: dict[str, Any], form: str, words: Words) -> Verdict | None:
    """None where a canonical form is right, else the verdict with its hint. answers: the task, or one of its cases."""
    found = digest(task, entry["salt"], form)
    if found in answers["right"]:
        return None
    if wrong := answers["wrong"].get(found):
        return Verdict(False, wrong[words.language], wrong["slip"])
    return Verdict(False, entry["hint"][words.language], "other")


def _function(task: str, entry: dict[str, Any], value: Any, words: Words) -> Verdict:
    """A function, called on cases that the task does not show."""
    takes = len(entry["cases"][0]["args"])
    if not callable(value) or issubclass(type(value), type):
        return Verdict(False, words("check.expected.function", n=takes), "kind")
    if not functions.takes(value, takes):
        return Verdict(False, words("check.expected.takes", n=takes), "kind")
    try:
        verdicts = (_case(task, entry, case, given, words) for case, given in functions.trials(value, entry["cases"]))
        failed = next(filter(None, verdicts), None)
    except Exception as error:  # the reader's own function may fail in any way
        return Verdict(False, words("check.raised", error=f"{type(error).__name__}: {typed(error)[:200]}"), "raised")
    return failed or Verdict(True, entry["praise"][words.language])


def _case(task: str, entry: dict[str, Any], case: dict[str, Any], given: Any, words: Words) -> Verdict | None:
    """None where what a function gave for a case is right, else the verdict that names the case in words."""
    about = case["about"][words.language]
    if given is ... or given is None:
        return Verdict(False, words("check.gave_nothing"))
    try:
        form = forms.canonical(case["gives"], given, case)
    except Exception:  # what it gave may break in any way
        expected = words(f"check.expected.{case['gives']}")
        return Verdict(False, words("check.gave_other_kind", case=about, expected=expected), "kind")
    compared = _compared(task, entry, case, form, words)
    return compared and Verdict(False, words("check.on_case", case=about, hint=compared.message), compared.hint)


def _drawing(task: str, entry: dict[str, Any], value: Any, words: Words) -> Verdict:
    """A chart: its marks, its axes, then the values drawn."""
    try:
        form = drawings.canonical(value, entry)
    except drawings.NotDrawnError as lack:
        return Verdict(False, words(f"check.lacks.{lack}"), "" if str(lack) == "no-data" else str(lack))
    except Exception:  # a value may break in any way
        return Verdict(False, words("check.expected.figure"), "kind")
    return _compared(task, entry, entry, form, words) or Verdict(True, entry["praise"][words.language])


# --- what is kept of an answer that a cell gave ----------------------------------------------------------------------


def kept(task: str, value: Any) -> Any:
    """What is written down of a checked value: a number, a list or a text that can be read later. Never code that runs.

    Of a table its first rows, of a function what the reader wrote, of a chart what it draws; of what cannot be told
    so, its type.
    """
    kind = _tasks()[named(task)]["kind"]
    try:
        return _told(kind, value)
    except Exception:  # a value may break in any way
        return typed(type(value).__name__)


def _told(kind: str, value: Any) -> Any:
    if isinstance(value, str | type):
        return str(value.__name__ if isinstance(value, type) else value)[:LONGEST_KEPT]
    if kind == "function" and callable(value):
        return functions.source(value)[:LONGEST_KEPT]
    if kind == "figure":
        return drawings.in_short(value)[:LONGEST_KEPT]
    if hasattr(value, "to_csv"):
        return str(value.head(30).to_csv())[:LONGEST_KEPT]
    if kind in ("set", "ordering") and isinstance(value, list | tuple | set | frozenset):
        parts = sorted(map(str, value)) if isinstance(value, set | frozenset) else map(str, value)
        return [part[:200] for part in islice(parts, 200)]
    return _number(value)


def _number(value: Any) -> Any:
    """A number of any library as a plain one, anything else as a text."""
    plain = value.item() if hasattr(value, "item") and not hasattr(value, "__len__") else value
    if isinstance(plain, int | float) and not isinstance(plain, bool) and abs(plain) < LARGEST_KEPT:
        return plain
    return typed(plain)[:LONGEST_KEPT]
