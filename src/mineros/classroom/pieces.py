"""The finished pieces of lesson 05: each student's board and own judgment on one page, beside the rubric."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineros import board, case, html, rubric
from mineros.document import Document
from mineros.evidence import Shelf
from mineros.interactions.own_chart import KEPT_AS as CHART
from mineros.pack import Pack

if TYPE_CHECKING:
    from mineros.classroom.handed_in import Class, Student
    from mineros.classroom.marking import Marking

PAGE = case.KEPT_AS


def makers(group: Class) -> list[Student]:
    """Who has written anything on the board."""
    return [student for student in group.students if _case(student) != case.Case()]


def _case(student: Student) -> case.Case:
    held, _ = case.read(student.pieces.get(case.KEPT_AS))
    return held


def page(group: Class, marking: Marking) -> str:
    """All pieces one below the other. Raises QuestionError where the rubric is damaged."""
    say = marking.words
    shelf = Shelf(Pack(say.language))
    made = makers(group)
    cards = [
        marking.card(student, _body(student, shelf), [_chart(student, shelf)], "collect.points_of_seven")
        for student in marking.in_order(made)
    ]
    numbers = {student.number for student in made}
    silent = [student for student in marking.in_order(group.students) if student.number not in numbers]
    title = say("collect.pieces")
    body = (
        f'<nav><a href="../index.html">{html.text(say("collect.back"))}</a></nav><h1>{html.text(title)}</h1>'
        f'<p class="ask">{html.text(say("collect.pieces_how"))}</p>'
        f'<h2>{html.text(say("collect.guide"))}</h2><div class="mineros guide">{marking.rubric()}</div>'
        f"{marking.side_by_side(say('collect.pieces_below', n=len(cards)), cards, silent, 'long')}"
    )
    return marking.whole(f"{title} · {say('collect.title')}", body)


def _body(student: Student, shelf: Shelf) -> str:
    """The board in words, then how the student judges it."""
    text = Document(top=4)
    board.write(text, _case(student), shelf)
    criteria = rubric.rubric(shelf.words)["criterion"]
    if points := rubric.judged(student.pieces.get(rubric.KEPT_AS), criteria):
        text.heading(shelf.words("collect.judged", n=sum(points.values()), of=len(criteria)), below=1)
        told = shelf.words.language
        text.items([
            f"{entry['name'][told]} ({points[entry['id']]}): {entry[rubric.LEVELS[points[entry['id']]]][told]}"
            for entry in criteria if entry["id"] in points
        ])  # fmt: skip
    return f'<div class="mineros piece">{text.html}</div>'


def _chart(student: Student, shelf: Shelf) -> str:
    """From which table the chart is drawn; the chart itself is in the piece that the student saved."""
    kept = student.pieces.get(CHART)
    table = kept.get("table") if isinstance(kept, dict) else None
    if not isinstance(table, str) or table not in list(shelf.tables):
        return shelf.words("piece.no_chart")
    return shelf.words("collect.chart", table=shelf.tables.title(table))
