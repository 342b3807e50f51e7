"""What the class was asked, and what each one said to it, in words: the table from which all that follows is made."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from mineros import bank, check
from mineros.classroom.records import CUT, LONGEST
from mineros.takeaway import in_words

if TYPE_CHECKING:
    from mineros.classroom.handed_in import Class, Student
    from mineros.classroom.records import Given
    from mineros.words import Words

OTHER = "other"  # the general hint


@dataclass(frozen=True)
class Said:
    """What one student said to one question. first: a guess as it was before the record was shown, if another."""

    student: Student
    given: Given
    text: str
    first: str


class Hints:
    """The hints of one question: the sentences that were said, and short names for a teacher."""

    def __init__(self, entry: dict[str, Any], words: Words) -> None:
        self.entry, self.words = entry, words
        self.sentences = check.slips(entry["id"], words)

    def known(self, hint: str) -> str:
        """The hint, or "other" where this edition does not know it."""
        return hint if hint in self.sentences or self.words.has(f"slip.{hint}") else OTHER

    def name(self, hint: str) -> str:
        """A hint's name in the catalogue, else the option that leads to it, else the sentence that was said."""
        if self.words.has(f"slip.{hint}"):
            return self.words(f"slip.{hint}")
        if hint in self._options:
            return self.words("collect.chose", option=self._options[hint])
        return self.sentences.get(hint) or self.words(f"slip.{OTHER}")

    @cached_property
    def _options(self) -> dict[str, str]:
        """Which option leads to which hint. Only the digests are here, so each option is tried."""
        if self.entry["kind"] != "choice":
            return {}
        options = bank.options(self.entry, self.words)
        tried = {check.check(self.entry["id"], option, self.words).hint: said for said, option in options}
        return {hint: said for hint, said in tried.items() if hint in self.sentences and hint != OTHER}


@dataclass
class Asked:
    """One question that somebody answered, and all answers to it, by name."""

    entry: dict[str, Any]
    said: list[Said]
    is_checked: bool
    hints: Hints

    @property
    def id(self) -> str:
        """Such as "02-q1"."""
        return str(self.entry["id"])

    @property
    def lesson(self) -> str:
        """Such as "02"."""
        return self.id[:2]

    @property
    def right(self) -> int:
        """How many had it right when they last had it checked."""
        return sum(said.given.right is True for said in self.said)


def entries(words: Words) -> list[dict[str, Any]]:
    """Every question of the lessons and every task of the exercises, in order. Raises QuestionError."""
    return [
        entry
        for number in bank.numbers()
        for entry in (*bank.lesson(number, words), *bank.exercises(number, words))
    ]  # fmt: skip


def asked(entries: list[dict[str, Any]], group: Class, words: Words) -> list[Asked]:
    """The questions among these that anybody answered."""
    found = []
    for entry in entries:
        name = str(entry["id"])
        said = [
            _said(student, student.answers[name], entry, words) for student in group.students if name in student.answers
        ]
        if said:
            found.append(Asked(entry, said, check.exists(name), Hints(entry, words)))
    return found


def _said(student: Student, given: Given, entry: dict[str, Any], words: Words) -> Said:
    changed = given.first is not None and given.first != given.value
    return Said(
        student, given, _short(in_words(given.value, entry, words)),
        _short(in_words(given.first, entry, words)) if changed else "",
    )  # fmt: skip


def _short(text: str) -> str:
    return text if len(text) <= LONGEST + len(CUT) else text[:LONGEST] + CUT
