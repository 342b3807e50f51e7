"""A class of thirty for the tests of collecting: files written by the real boxes and checks, handed in in many ways."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from unittest.mock import patch

import ipywidgets

from mineros import bank, case, check, folders, pack, rubric, takeaway
from mineros.answers import Answers
from mineros.ask import AnswerBox
from mineros.pack import Pack
from mineros.words import Words

NAMES = (
    "Ana López", "Bruno Díaz", "Camila Ñáñez", "Diego Ruiz", "Elena Ávila", "Fernando Soto", "Gabriela Cruz",
    "Hugo Méndez", "Inés Peña", "Jorge Núñez", "Karla Ibáñez", "Luis Ortega", "María José Güemes", "Nora Vélez",
    "Óscar Lara", "Paula Ríos", "Quetzal Mora", "Raúl Jiménez", "Sofía Téllez", "Tomás Zárate", "Úrsula Gil",
    "Valeria Cano", "Waldo Pérez", "Ximena Sáenz", "Yael Cohen", "Zoé Márquez", "O'Brien, Pat", "Grace Kim",
    "Liam Walker", "Emma Johnson",
)  # fmt: skip
DAYS = "def length(first, last):\n    return (pd.Timestamp(last) - pd.Timestamp(first)).days"


@dataclass
class Typed:
    """What one student did with one question: the words that a gradebook should show, the outcome, the tries."""

    words: str
    right: bool | None = None
    tries: int = 0
    hints: dict[str, int] = field(default_factory=dict)


@cache
def keys() -> dict:
    """The teachers' key to the lesson's questions."""
    return tomllib.loads((folders.solutions() / "02.toml").read_text("utf-8"))


class Desk:
    """One student at work: the boxes of a lesson, used as a reader uses them."""

    def __init__(self, folder: Path, language: str) -> None:
        self.words = Words(language)
        self.answers = Answers(self.words, folder)
        self.pack = Pack(language)
        self.pack.__dict__["answers"] = self.answers
        self.typed: dict[str, Typed] = {}

    def box(self, question: str) -> tuple[ipywidgets.Widget, ipywidgets.Widget]:
        """The control of a box, and its button to check."""
        shown = AnswerBox(question, self.answers, self.words).show()
        buttons = [child for child in shown.children if isinstance(child, ipywidgets.Button)]
        return shown.children[1], buttons[0] if buttons else None

    def write(self, question: str, text: str) -> None:
        control, _ = self.box(question)
        control.value = text[: len(text) // 2]
        control.value = text
        self.typed[question] = Typed(text)

    def number(self, question: str, text: str) -> None:
        control, _ = self.box(question)
        control.value = text
        unit = bank.said(bank.question(question, self.words), "unit", self.words)
        self.typed[question] = Typed(f"{text} {unit}")

    def choose(self, question: str, *options: str, right: str) -> None:
        """Choose one option after the other, and have each checked."""
        control, button = self.box(question)
        for option in options:
            control.value = option
            button.click()
        named = {option: words for words, option in bank.options(bank.question(question, self.words), self.words)}
        self.typed[question] = Typed(named[options[-1]], options[-1] == right, len(options))

    def order(self, question: str, wanted: list[str], right: list[str]) -> None:
        """Move the steps until they stand as wanted, and have them checked once."""
        control, button = self.box(question)
        entry = bank.question(question, self.words)
        options = {option: words for words, option in bank.options(entry, self.words)}
        now = list(options)
        for place, step in enumerate(wanted):
            while now.index(step) > place:
                at = now.index(step)
                control.children[1 + at].children[0].click()  # "move up"
                now[at - 1], now[at] = now[at], now[at - 1]
        button.click()
        words = "\n".join(f"{n}. {options[step]}" for n, step in enumerate(wanted, start=1))
        self.typed[question] = Typed(words, wanted == right, 1)

    def tick(self, question: str, wanted: list[str], right: list[str]) -> None:
        control, button = self.box(question)
        options = [option for _, option in bank.options(bank.question(question, self.words), self.words)]
        for option, tick in zip(options, control.children[1:], strict=True):
            tick.value = option in wanted
        button.click()
        named = {option: words for words, option in bank.options(bank.question(question, self.words), self.words)}
        words = "\n".join(f"• {named[option]}" for option in options if option in wanted)
        self.typed[question] = Typed(words, set(wanted) == set(right), 1)

    def match(self, question: str, wanted: list[str], right: list[str]) -> None:
        control, button = self.box(question)
        entry = bank.question(question, self.words)
        for part, option in zip(control.children[1:], wanted, strict=True):
            part.children[1].value = option
        button.click()
        named = {option: words for words, option in bank.options(entry, self.words)}
        pairs = zip(bank.items(entry, self.words), wanted, strict=True)
        words = "\n".join(f"{n}. {item} → {named[option]}" for n, (item, option) in enumerate(pairs, start=1))
        self.typed[question] = Typed(words, wanted == right, 1)

    def compute(self, task: str, *values: object, right: object, words: str = "") -> None:
        """Give a cell's values to the check of a task, one after the other."""
        with patch.object(pack, "_display"):
            for value in values:
                self.pack.check(task, value)
        unit = bank.said(bank.question(task, self.words), "unit", self.words)
        self.typed[task] = Typed(words or f"{values[-1]:,} {unit}".strip(), values[-1] == right, len(values))


def work(place: int, folder: Path, language: str) -> Desk:
    """What the student at this place of the list does. Some skip, some stumble, some stumble twice."""
    desk = Desk(folder, language)
    entry = bank.question("02-q1", desk.words)
    sample = entry["sample"][place % 3][language]
    more = f" {sample}" * 6 if place % 9 == 4 else ""
    desk.write("02-q1", f"{sample}\n\n«¿Quién más?» — {place}{more}")
    if place % 4 != 3:
        desk.number("02-p1", str(place % 5))
    key = keys()
    right = key["02-q4"]["right"][0]
    wrong = [slip["value"] for slip in key["02-q4"]["wrong"]]
    desk.choose("02-q4", *([right], [wrong[0], right], wrong[:2], [wrong[1]])[place % 4], right=right)
    steps = key["02-o1"]["right"][0]
    desk.order("02-o1", steps if place % 3 else [*steps[1:], steps[0]], steps)
    several = ["warrant-canceled", "none-convicted", "award-open"]
    desk.tick("02-e2", several if place % 2 else ["warrant-canceled", "cleared", "none-convicted"], several)
    pairs = ["court", "union", "government", "workers"]
    desk.match("02-e4", pairs if place % 5 else ["court", "workers", "government", "union"], pairs)
    desk.compute("02-e5", *((435,), (436, 435), (436, 440, 436), (-435, 435))[place % 4], right=435)
    if place % 10 == 0:
        desk.write("02-q5", '=HYPERLINK("http://example.org")\n<script>alert(1)</script> ' + "é" * place)
    if place % 6 == 0:
        pieces = [case.Evidence("source", source, sample, f"{place}?") for source in ("S0001", "S0114")]
        held = case.Case(f"No. {place}", sample, sample, "", pieces)
        desk.answers.save(case.KEPT_AS, held.record())
        desk.answers.save(rubric.KEPT_AS, {"claim": 1, "evidence": 0})
    return desk


def write(folder: Path, language: str) -> dict[str, dict[str, Typed]]:
    """A folder as thirty students hand it in; returns what each one typed, by name and question."""
    typed = {}
    quick = patch("os.fsync"), patch.object(check, "digest", cache(check.digest))  # seconds, in a class of thirty
    with quick[0], quick[1]:
        for place, name in enumerate(NAMES):
            desk = work(place, folder.parent / f"desk-{place}", language)
            typed[name] = desk.typed
            _hand_in(place, name, desk, folder)
    _by_mistake(folder)
    return typed


def _hand_in(place: int, name: str, desk: Desk, folder: Path) -> None:
    """In one of five ways, the file made by the progress page among them."""
    made = takeaway.hand_in(f" {name}  ", desk.answers, desk.words)
    where, file = (
        (f"{name}_{4000 + place}_assignsubmission_file_/answers.json", desk.answers.file),  # Moodle
        (f"period 2/{name}/my-work/answers.json", desk.answers.file),  # the whole folder of work
        (f"drive/{made.name}", made),
        (f"{name}.json", desk.answers.file),
        (f"drive/answers ({place}).json", made),
    )[place % 5]
    _write(folder / where, file.read_text("utf-8"))


def _by_mistake(folder: Path) -> None:
    """A copy that is older, one that was cut in half, one of another kind, and what computers leave behind."""
    whole = (folder / f"{NAMES[3]}.json").read_text("utf-8")
    older = json.loads(whole)
    older["answers"]["02-q1"] |= {"saved": "2020-01-01T08:00:00+00:00", "value": "older"}
    _write(folder / "again" / f"{NAMES[3]}.json", json.dumps(older))
    _write(folder / "half.json", whole[: len(whole) // 2])
    _write(folder / "foreign.json", '{"name": "another-program", "version": 3}')
    _write(folder / "lesson.ipynb", '{"cells": []}')
    _write(folder / ".DS_Store", "")
    _write(folder / "photo.png", "")


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
