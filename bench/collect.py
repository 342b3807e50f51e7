"""Collecting a class beside reading the same JSON and nothing else.

Each of 200 files holds an answer to every question of the lessons and exercises, about 150, of some 40 words. The floor
of the reading opens the same files and hands them to `json.loads`. The whole command is timed as a teacher waits for
it, from the start of Python to the last page; its floor is a Python that imports what reads and draws.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import table

from mineros import bank, check
from mineros.classroom import handed_in, questions
from mineros.words import Words

PART = "collect"
STUDENTS = 200
WORDS = Words("en")
ENTRIES = questions.entries(WORDS)


def answer(entry: dict[str, Any], chance: random.Random) -> Any:
    """An answer of the kind that is asked for."""
    options = [option for _, option in bank.options(entry, WORDS)]
    if entry["kind"] in ("ordering", "several"):
        return chance.sample(options, len(options))
    if entry["kind"] == "matching":
        return [chance.choice(options) for _ in bank.items(entry, WORDS)]
    if options:
        return chance.choice(options)
    if entry["kind"] in ("numeric", "code"):
        return chance.randrange(1000)
    return " ".join(chance.choice(("mine", "source", "año", "who", "says", "<b>", "because")) for _ in range(40))


def handed(student: int) -> str:
    """One student's file."""
    chance = random.Random(student)
    answers = {}
    for entry in ENTRIES:
        record = {"value": answer(entry, chance), "saved": "2026-11-27T10:00:00+00:00", "question": entry["text"]["en"]}
        if check.exists(entry["id"]):
            hints = {chance.choice(list(check.slips(entry["id"], WORDS))): 1}
            record |= {"tries": 2, "right": chance.random() < 0.5, "hints": hints}
        answers[entry["id"]] = record
    return json.dumps({"student": f"Student {student}", "answers": answers}, ensure_ascii=False, indent=1)


def floor(folder: Path) -> None:
    """The same files, read and parsed."""
    for path in folder.glob("*.json"):
        json.loads(path.read_bytes())


def ours(folder: Path) -> None:
    """The same files, read into a class."""
    handed_in.collect(folder, {str(entry["id"]) for entry in ENTRIES})


def command(folder: Path) -> None:
    """All of it."""
    with tempfile.TemporaryDirectory() as out:
        line = [sys.executable, "-m", "mineros", "collect", str(folder), "--to", f"{out}/out", "-q"]
        subprocess.run(line, check=True, stdout=subprocess.DEVNULL)


def bare(_: Path) -> None:
    """What Python alone needs to start and to import what draws."""
    subprocess.run([sys.executable, "-c", "import pandas, matplotlib.figure"], check=True)


def seconds(work: Callable[[Path], None], folder: Path) -> float:
    """How long one run takes."""
    start = time.perf_counter()
    work(folder)
    return time.perf_counter() - start


def processor(work: Callable[[Path], None], folder: Path) -> float:
    """How much of the processor's time one run takes, which other work on the machine does not lengthen."""
    start = time.process_time()
    work(folder)
    return time.process_time() - start


def rows(rounds: int) -> Iterator[table.Row]:
    """Reading a class, and the whole command."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for student in range(STUDENTS):
            (folder / f"{student}.json").write_text(handed(student), "utf-8")
        size = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
        note = f"{STUDENTS} files, {len(ENTRIES)} answers each, {size:.0f} MB"
        lines = (("read a class", processor, ours, floor), ("the whole command", seconds, command, bare))
        for what, clock, own, alone in lines:
            works = (partial(clock, work, folder) for work in (own, alone))
            yield table.compared(PART, what, table.interleaved(*works, rounds), "s", note=note)
            note = "the floor imports what reads and draws"
