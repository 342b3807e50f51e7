"""The gradebook: one row a student, what each one answered to each question, what was checked and whether it held."""

from __future__ import annotations

from datetime import date
from textwrap import shorten
from typing import TYPE_CHECKING

from mineros import bank, exports

if TYPE_CHECKING:
    from mineros.classroom.handed_in import Class, Student
    from mineros.classroom.questions import Asked
    from mineros.words import Words

FILE = "gradebook.csv"
HEAD = 90  # letters of a question in the head of its column
FIXED = ("student", "number", "file", "latest", "answered", "right", "tried")


def rows(group: Class, asked: list[Asked], words: Words) -> list[list[str]]:
    """The table, its heads first. A cell that nobody filled is empty; 1 is right, 0 not yet."""
    heads = [words(f"collect.column.{column}") for column in FIXED]
    for question in asked:
        heads.append(shorten(f"{question.id}: {bank.said(question.entry, 'text', words)}", HEAD, placeholder=" …"))
        if question.is_checked:
            heads += [words("collect.column.held", question=question.id)]
            heads += [words("collect.column.tries", question=question.id)]
    by_student = {question.id: {said.student.number: said for said in question.said} for question in asked}
    table = [heads]
    for student in group.students:
        own = [(question, by_student[question.id].get(student.number)) for question in asked]
        row = _fixed(student, [question for question, said in own if said])
        for question, said in own:
            row.append(said.text if said else "")
            if question.is_checked:
                right = said.given.right if said else None
                row += ["" if right is None else str(int(right)), str(said.given.tries or "") if said else ""]
        table.append(row)
    return table


def _fixed(student: Student, answered: list[Asked]) -> list[str]:
    """What stands in the first columns of a row."""
    given = [student.answers[question.id] for question in answered]
    checked = [student.answers[question.id] for question in answered if question.is_checked]
    return [
        student.name, str(student.number), "; ".join(student.files),
        max((_day(answer.saved) for answer in given), default=""), str(len(given)),
        str(sum(answer.right is True for answer in checked)), str(sum(answer.tries > 0 for answer in checked)),
    ]  # fmt: skip


def _day(moment: str) -> str:
    """The day of a moment, as a spreadsheet sorts it; "" where it is none."""
    try:
        return date.fromisoformat(moment[:10]).isoformat()
    except ValueError:
        return ""


def as_csv(group: Class, asked: list[Asked], words: Words) -> str:
    """The same for a spreadsheet."""
    return exports.sheet(rows(group, asked, words))
