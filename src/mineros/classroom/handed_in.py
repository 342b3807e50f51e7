"""A folder of students' files, read into a class: who handed in, what each one answered, and what is to be looked at.

Whatever stands in a file is data of strangers: it is measured, cut to size and kept as text or number, never run.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mineros import answers
from mineros.classroom.files import Found, Problem, RefusedError, listed
from mineros.classroom.origin import Origin, origin
from mineros.classroom.records import CUT, LONGEST, PIECES, Given, Record, given, tame
from mineros.texts import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

FEW = 3  # answers that two files must both hold before they can be told to be of two people
SET_ASIDE = "05-board-"  # a board that could not be read, kept beside the other one


@dataclass
class Student:
    """Who handed in, from which files, and all answers by the id of their question. number: stands for the name."""

    name: str
    files: list[str]
    answers: dict[str, Given] = field(default_factory=dict)
    pieces: dict[str, Any] = field(default_factory=dict)
    number: int = 0


@dataclass
class Class:
    """Everybody who handed in, by name; what is to be looked at; how many files were read and left alone."""

    students: list[Student]
    problems: list[Problem]
    read: int = 0
    others: int = 0


@dataclass
class Handed:
    """One file of answers as it was read."""

    file: str
    origin: Origin
    records: dict[str, Record]

    @property
    def key(self) -> str:
        """What files of one person share: the name, however its accents are stored."""
        return unicodedata.normalize("NFC", self.origin.name)


def collect(folder: Path, known: set[str], step: Callable[[int, int], None] = lambda done, of: None) -> Class:
    """Read a folder. known: the ids of all questions. step: told after each file how many are done, and of how many.

    Raises OSError where the folder itself cannot be read.
    """
    next(folder.iterdir(), None)  # a folder that is not there is told as such
    listing = listed(folder)
    handed, problems, marks = [], list(listing.problems), []
    for done, found in enumerate(listing.found, start=1):
        try:
            content = found.read()
            handed.append(_read(found, content, known, problems))
            marks.append(hashlib.sha256(content).digest())
        except RefusedError as refusal:
            problems.append(Problem(str(refusal), (found.name,)))
        step(done, len(listing.found))
    people = _people(handed, problems)
    students = [_student(name, files, problems) for name, files in people]
    problems += _alike(students)
    _number(students, marks)
    order = {found.name: place for place, found in enumerate(listing.found)}
    problems.sort(key=lambda problem: (problem.kind, order.get(problem.files[0], 0)))
    return Class(students, problems, len(handed), listing.others)


# --- one file -------------------------------------------------------------------------------------------------------


def _read(found: Found, content: bytes, known: set[str], problems: list[Problem]) -> Handed:
    """The records of a file. Raises RefusedError where it is no file of answers; lesser faults become problems."""
    if not content.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise RefusedError("empty")
    try:
        held = json.loads(content)
    except (ValueError, RecursionError) as cause:
        looks = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" and b'"answers"' in content[:2000]
        raise RefusedError("damaged" if looks or found.parts[-1].lower().endswith(".json") else "foreign") from cause
    if not isinstance(held, dict) or not isinstance(held.get("answers"), dict):
        raise RefusedError("foreign")
    kept: dict[str, Any] = held["answers"]
    whole = {name: record for name, record in kept.items() if isinstance(record, dict) and "value" in record}
    ours = {name: tame(name, record) for name, record in whole.items() if name in known or name in PIECES}
    if kept and not ours and not any(answers.QUESTION.fullmatch(name) for name in kept):
        raise RefusedError("foreign")
    handed = Handed(found.name, origin(found.parts, held.get("student")), ours)
    if broken := len(kept) - len(whole):
        problems.append(Problem("partly", (found.name,), {"n": broken}))
    if unknown := sum(name not in ours and not name.startswith(SET_ASIDE) for name in whole):
        problems.append(Problem("unknown", (found.name,), {"n": unknown}))
    if not ours:
        problems.append(Problem("no_answers", (found.name,)))
    if not handed.origin.source:
        problems.append(Problem("nameless", (found.name,), {"name": handed.origin.name}))
    return handed


# --- who is who -----------------------------------------------------------------------------------------------------


def _people(handed: list[Handed], problems: list[Problem]) -> list[tuple[str, list[Handed]]]:
    """The files of each person, under a name that nobody else bears."""
    by_name: dict[str, list[Handed]] = defaultdict(list)
    for file in handed:
        by_name[file.key].append(file)
    people: list[tuple[str, list[Handed]]] = []
    for name, files in by_name.items():
        persons = _apart(files)
        people += [(name if len(persons) == 1 else _told_apart(name, own, persons), own) for own in persons]
        if len(persons) > 1:
            problems.append(Problem("namesakes", tuple(file.file for file in files), {"name": name, "n": len(persons)}))
        for own in persons:
            if len(own) > 1:
                problems.append(Problem(_kind_of_twice(own), tuple(file.file for file in own), {"name": name}))
    taken: set[str] = set()
    unique = []
    for name, files in people:
        free = name if name not in taken else f"{name} ({files[0].file})"
        taken.add(free)
        unique.append((free, files))
    return sorted(unique, key=lambda person: (plain(person[0]), person[0]))


def _apart(files: list[Handed]) -> list[list[Handed]]:
    """Files of one name, person by person: two people where a platform says so, or where nothing but a place says one.

    A name that was typed, given by a platform or borne by the file is believed; a folder may be that of a whole group.
    """
    persons: list[list[Handed]] = []
    for file in files:
        for own in persons:
            if not any(_are_two(file, other) for other in own):
                own.append(file)
                break
        else:
            persons.append([file])
    return persons


def _are_two(one: Handed, other: Handed) -> bool:
    if one.origin.is_other_than(other.origin):
        return True
    unsure = {one.origin.source, other.origin.source} <= {"folder", ""}
    return unsure and _share_nothing(one, other)


def _share_nothing(one: Handed, other: Handed) -> bool:
    """Whether two files answer the same questions and no answer stands in both, as it would in a later copy."""
    both = one.records.keys() & other.records.keys()
    return len(both) >= FEW and not any(_same(one.records[name], other.records[name]) for name in both)


def _same(one: Record, other: Record) -> bool:
    return bool(one.get("saved") == other.get("saved") and one["value"] == other["value"])


def _told_apart(name: str, files: list[Handed], persons: list[list[Handed]]) -> str:
    """A name with what only this one of several persons has: a platform's name or number, else the file."""
    others = {mark for own in persons if own is not files for file in own for mark in file.origin.marks}
    marks = (mark for file in files for mark in file.origin.marks if mark not in others)
    return f"{name} ({next(marks, files[0].file)})"


def _kind_of_twice(files: list[Handed]) -> str:
    first, *rest = files
    if all(file.records == first.records for file in rest):
        return "same_file"
    return "two_people" if any(_share_nothing(first, file) for file in rest) else "duplicate"


def _alike(students: list[Student]) -> list[Problem]:
    """What a teacher should look at: names that only accents or case tell apart, one content under two names."""
    names, contents = defaultdict(list), defaultdict(list)
    for student in students:
        names[plain(student.name)].append(student)
        if student.answers:
            contents[_content(student)].append(student)
    found = [("similar_names", group) for group in names.values() if len(group) > 1]
    found += [("same_content", group) for group in contents.values() if len(group) > 1]
    return [
        Problem(kind, tuple(file for student in group for file in student.files), {"names": _names(group)})
        for kind, group in found
    ]


def _content(student: Student) -> tuple[tuple[str, str, str], ...]:
    """All answers with their moments, as something that can be compared."""
    return tuple(sorted((name, answer.saved, repr(answer.value)) for name, answer in student.answers.items()))


def _names(students: Iterable[Student]) -> str:
    return "; ".join(student.name for student in students)


def _number(students: list[Student], marks: list[bytes]) -> None:
    """Give everybody a number that tells nothing about the name.

    The order comes from the names and from the bytes of all files together, which only the teacher has: the same files
    give the same numbers, and nobody finds them out from a list of names.
    """
    secret = hashlib.sha256(b"".join(sorted(marks))).digest()

    def place(student: Student) -> bytes:
        return hashlib.sha256(secret + student.name.encode("utf-8", "replace")).digest()

    for number, student in enumerate(sorted(students, key=place), start=1):
        student.number = number


# --- one student's answers ------------------------------------------------------------------------------------------


def _student(name: str, files: list[Handed], problems: list[Problem]) -> Student:
    """All answers of a person: of two to one question the later one."""
    student = Student(name, [file.file for file in files])
    records: dict[str, Record] = {}
    for file in files:
        records |= {name: answers.later(records.get(name), record) for name, record in file.records.items()}
    student.pieces = {name: records[name]["value"] for name in PIECES if name in records}
    student.answers = {name: given(record) for name, record in records.items() if name not in PIECES}
    student.answers = {name: answer for name, answer in student.answers.items() if not answer.is_empty}
    cut = sum(isinstance(answer.value, str) and answer.value.endswith(CUT) for answer in student.answers.values())
    if cut:
        problems.append(Problem("long", tuple(student.files), {"name": name, "n": cut, "most": LONGEST}))
    return student
