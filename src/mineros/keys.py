"""For the pack's makers: turn the teachers' key into the digests that students' copies carry.

    python -m mineros.keys

reads `exercises/solutions/*.toml` and writes `exercises/checks.json`. The salt of a task stays the same as long as
its key does, so that a diff shows what changed. A student's installation has no solutions folder.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Any

from mineros import folders
from mineros.check import canonical, digest


def made(solutions: Path) -> dict[str, Any]:
    """The content of checks.json for a folder of keys."""
    tasks: dict[str, Any] = {}
    for path in sorted(solutions.glob("*.toml")):
        for task, key in tomllib.loads(path.read_text("utf-8")).items():
            tasks[task] = _task(task, key)
    return tasks


def _task(task: str, key: dict[str, Any]) -> dict[str, Any]:
    salt = hashlib.sha256(f"{task}{key['salt']}".encode()).hexdigest()[:16]
    step = float(key.get("step", 1.0))

    def hashed(value: Any) -> str:
        return digest(task, salt, canonical(key["kind"], value, step)[0])

    return {
        "kind": key["kind"],
        "salt": salt,
        "step": step,
        "right": [hashed(value) for value in key["right"]],
        "wrong": {hashed(wrong["value"]): {"en": wrong["en"], "es": wrong["es"]} for wrong in key["wrong"]},
        "hint": key["hint"],
        "praise": key["praise"],
    }


def text(solutions: Path) -> str:
    """checks.json as it stands in the file."""
    return json.dumps(made(solutions), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    folders.checks().write_text(text(folders.top() / "exercises" / "solutions"), "utf-8")
