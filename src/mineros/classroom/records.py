"""One answer from a stranger's file, made safe: measured, cut to size, of a kind that we know; never run."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

Record = dict[str, Any]
LONGEST = 20_000  # letters of one answer; a cell of a spreadsheet holds 32,767
PARTS = 200  # steps, options or values of one answer
MOST = 9_999  # of anything that is counted; no student tries more often
HINT = re.compile(r"[a-z0-9-]{1,40}")
PIECES = ("05-board", "05-chart", "05-rubric")  # kept by lesson 05 beside its questions
CUT = " […]"


@dataclass(frozen=True)
class Given:
    """One answer, made safe: a text, a number, a truth or a list of these. What a file does not tell is empty."""

    value: Any
    saved: str = ""
    first: Any = None
    tries: int = 0
    right: bool | None = None
    hints: dict[str, int] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether the box was emptied again."""
        parts = self.value if isinstance(self.value, list) else [self.value]
        return all(part is None or part == "" for part in parts)


def given(record: Record) -> Given:
    """The answer of a tamed record."""
    return Given(**{name: record[name] for name in ("value", "saved", "first", "tries", "right", "hints")})


def tame(question: str, record: Record) -> Record:
    """A record with nothing in it but what we know, of the kind that we know, and of a size that can be shown."""
    hints, right = record.get("hints"), record.get("right")
    deep = 4 if question in PIECES else 1
    tamed = {
        "value": _shallow(record["value"], deep),
        "saved": _text(record.get("saved"), 40),
        "first": _shallow(record.get("first"), deep),
        "tries": _count(record.get("tries")),
        "right": right if isinstance(right, bool) else None,
        "hints": {
            name: _count(n) for name, n in (hints.items() if isinstance(hints, dict) else ())
            if HINT.fullmatch(name) and _count(n)
        },
    }  # fmt: skip
    revealed = _text(record.get("revealed"), 40)
    return tamed | {"revealed": revealed} if revealed else tamed  # answers.later asks for it


def _count(kept: Any) -> int:
    return min(max(kept, 0), MOST) if isinstance(kept, int) and not isinstance(kept, bool) else 0


def _text(kept: Any, most: int) -> str:
    return kept[:most] if isinstance(kept, str) else ""


def _shallow(value: Any, deep: int) -> Any:
    """A value without depth and without end: what lies too deep becomes the text that stood in the file."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return value if len(value) <= LONGEST else value[:LONGEST] + CUT
    if deep and isinstance(value, list):
        return [_shallow(part, deep - 1) for part in value[:PARTS]]
    if deep > 1 and isinstance(value, dict):
        return {name: _shallow(part, deep - 1) for name, part in list(value.items())[:PARTS]}
    try:
        return _shallow(json.dumps(value, ensure_ascii=False), 0)
    except RecursionError:
        return CUT.strip()
