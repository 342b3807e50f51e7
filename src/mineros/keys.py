"""For the pack's makers: turn the teachers' key into the digests that students' copies carry.

    python -m mineros.keys

reads `exercises/solutions/*.toml` (the questions of the lessons) and `exercises/solutions/tasks/*.toml` (the exercises,
whose right answers are what their solutions give) and writes `exercises/checks.json`. The salt of a task stays the same
as long as its key does, so that a diff shows what changed. A student's installation has no solutions folder.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from typing import TYPE_CHECKING, Any

from mineros import folders, tasks
from mineros.check import digest, drawings, forms, functions
from mineros.words import LANGUAGES, filled_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mineros.tasks import Task

Key = dict[str, Any]
SAID_OF_ANSWERS = ("step", "units", "columns", "ordered", "marks")  # what a student's copy may know of the right form


def made(solutions: Path) -> dict[str, Any]:
    """The content of checks.json for a folder of keys."""
    found: dict[str, Any] = {}
    for path in sorted(solutions.glob("*.toml")):
        for task, key in filled_in(tomllib.loads(path.read_text("utf-8"))).items():
            found[task] = _of_question(task, key)
    for path in sorted((solutions / "tasks").glob("*.toml")):
        found |= {task.id: of_exercise(task) for task in tasks.read(path).tasks if task.checked}
    return found


def in_words(entry: dict[str, Any], solutions: Path, language: str) -> str:
    """The right answer to a question of a lesson, for a teacher; "" where there is no single one, or no folder of keys.

    entry: a question of the bank that offers options, to choose one or to put them in order.
    """
    path = solutions / f"{entry['lesson']}.toml"
    key = tomllib.loads(path.read_text("utf-8")).get(entry["id"]) if path.exists() else None
    if key is None or not entry.get("option"):
        return ""
    right = key["right"][0]
    said = {option["id"]: option[language] for option in entry["option"]}
    return " → ".join(said[name].rstrip(".") for name in ([right] if isinstance(right, str) else right))


def _of_question(task: str, key: Key) -> Key:
    """The digests of a question of a lesson, whose right answers stand in the key."""
    return _plain(task, key, key["right"], [(wrong, [wrong["value"]]) for wrong in key["wrong"]])


def of_exercise(task: Task) -> Key:
    """The digests of an exercise: what its solution gives is right, what its known slips give is wrong."""
    if task.kind == "function":
        return _function(task)
    form = drawings.canonical if task.kind == "figure" else None
    return _plain(task.id, task.key | {"kind": task.kind}, task.right(), task.wrong(), form)


def _plain(
    task: str,
    key: Key,
    right: list[Any],
    wrong: list[tuple[Key, list[Any]]],
    form: Callable[[Any, Key], str] | None = None,
) -> Key:
    salt = _salt(task, key)
    own = {name: key[name] for name in SAID_OF_ANSWERS if name in key}
    if key["kind"] in ("number", "table", "figure"):
        own["step"] = float(key.get("step", 1.0))

    def hashed(value: Any) -> str:
        return digest(task, salt, form(value, own) if form else forms.canonical(key["kind"], value, own))

    held = sorted({hashed(value) for value in right})
    known: dict[str, Key] = {}
    for place, (slip, values) in enumerate(wrong, 1):
        for found in map(hashed, values):
            if found in held or (found in known and slip.get("slip") != "unchanged"):
                other = known[found]["en"] if found in known else "the right answer"
                raise ValueError(f"{task}: a slip gives the same as another: {slip['en']} / {other}")
            known[found] = _slip(slip, place)
    return {"kind": key["kind"], "salt": salt, **own, "right": held, "wrong": known, **_told(key)}


def _function(task: Task) -> Key:
    """The cases of a function: for each what the solution gives, and what each known slip gives instead."""
    key, salt = task.key, _salt(task.id, task.key)
    (solution,), slips = task.right()[:1], task.wrong()
    cases = []
    for case in key["case"]:
        own = {name: case[name] for name in ("args", "gives", "about", "step", "units", "columns") if name in case}

        def hashed(function: Any, own: Key = own) -> str:
            given = function(*functions.arguments(own))
            return digest(task.id, salt, forms.canonical(own["gives"], given, own))

        right = hashed(solution)
        known = {}
        for place, (slip, values) in enumerate(slips, 1):
            for function in values:
                try:
                    found = hashed(function)
                except Exception:  # a slip may fail on a case that it does not foresee; the reader is told then
                    continue
                known[found] = _slip(slip, place)
        known.pop(right, None)  # on this case the slip does no harm
        cases.append(own | {"right": [right], "wrong": known})
    told = {wrong["slip"] for case in cases for wrong in case["wrong"].values()}
    if unseen := [slip for slip, _ in slips if slip["slip"] not in told]:
        raise ValueError(f"{task.id}: no case tells these slips from the solution: {unseen}")
    return {"kind": "function", "salt": salt, "cases": cases, "right": [], "wrong": {}, **_told(key)}


def _salt(task: str, key: Key) -> str:
    return hashlib.sha256(f"{task}{key.get('salt', 'mineros')}".encode()).hexdigest()[:16]


def _slip(wrong: Key, place: int) -> Key:
    return {"slip": wrong.get("slip", str(place)), **{language: wrong[language] for language in LANGUAGES}}


def _told(key: Key) -> Key:
    return {"hint": key["hint"], "praise": key["praise"]}


def text(solutions: Path) -> str:
    """checks.json as it stands in the file."""
    return json.dumps(made(solutions), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    folders.checks().write_text(text(folders.solutions()), "utf-8")
