"""A reader's answers to take along (as one page, as plain text, as a table) and to bring back."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from mineros import bank, exports, html
from mineros.answers import QUESTION, VERSION
from mineros.document import marked
from mineros.errors import QuestionError
from mineros.texts import LONGEST_NAME, typed

if TYPE_CHECKING:
    from pathlib import Path

    from mineros.answers import Answers
    from mineros.words import Words


LONGEST_IN_FILE = 40  # letters of a name in that of a file: a letter may take four bytes, and all of it has 255


@dataclass(frozen=True)
class Entry:
    """One answer beside its question, in words. What is not known is empty."""

    lesson: str
    question: str
    role: str
    asked: str
    answer: str
    first: str
    saved: str
    revealed: str
    tries: int
    right: str


def in_words(value: Any, question: dict[str, Any], words: Words) -> str:
    """An answer as a reader would say it: an option by its words, steps in their order, a number with its unit."""
    if value is None:
        return ""
    named = {option: said for said, option in bank.options(question, words)} if question else {}
    if isinstance(value, list):
        return _several(value, named, question, words)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{_number(value)} {bank.said(question, 'unit', words)}".strip()
    return named.get(str(value), str(value))


def _several(values: list[Any], named: dict[str, str], question: dict[str, Any], words: Words) -> str:
    """An answer of several parts, as its kind asks: options ticked, pairs, steps in order, a list, a drawn line."""
    said = [named.get(str(part), str(part)) for part in values]
    kind = question.get("kind", "")
    if kind == "several":
        return "\n".join(f"• {part}" for part in said) or words("take.none_chosen")
    if kind == "matching":
        items = bank.items(question, words)
        pairs = enumerate(zip(items, said, strict=False), start=1)
        return "\n".join(f"{n}. {item} → {part or words('take.none_chosen')}" for n, (item, part) in pairs)
    if kind == "code":
        return ", ".join(said)
    if named:
        return "\n".join(f"{n}. {step}" for n, step in enumerate(said, start=1))
    return words("take.drawn", values=words.joined([_number(part) for part in values]))


def _outcome(right: Any, words: Words) -> str:
    """What the last check of an answer found, in words."""
    if not isinstance(right, bool):
        return ""
    return words("take.held" if right else "take.not_yet")


def _number(value: Any) -> str:
    """A number as it was given, to its last digit; whatever else somebody has put in its place, as it stands there."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return f"{value:,}" if isinstance(value, int) else f"{value:,.12g}"


def entries(answers: Answers, words: Words) -> list[Entry]:
    """Every answer on file, in the order of the lessons; without the question bank, each with the words it kept."""
    records = answers.records()
    known = {entry["id"]: entry for number in sorted({name[:2] for name in records}) for entry in _bank(number, words)}
    order = {name: place for place, name in enumerate(known)}
    found = []
    for name in sorted(records, key=lambda name: (name[:2], order.get(name, len(order)), name)):
        record, question = records[name], known.get(name, {})
        value = record.get("value")
        if value is None or value == "" or not QUESTION.fullmatch(name):
            continue  # an emptied box is no answer; a board is a piece of its own
        first = record.get("first", value)
        found.append(
            Entry(
                lesson=name[:2],
                question=name,
                role=question.get("role", ""),
                asked=bank.said(question, "text", words) or str(record.get("question", "")),
                answer=in_words(value, question, words),
                first="" if first == value else in_words(first, question, words),
                saved=str(record.get("saved", "")),
                revealed=str(record.get("revealed", "")),
                tries=record["tries"] if isinstance(record.get("tries"), int) else 0,
                right=_outcome(record.get("right"), words),
            )
        )
    return found


def _bank(number: str, words: Words) -> list[dict[str, Any]]:
    found = []
    for part in (bank.lesson, bank.exercises):
        with suppress(QuestionError):
            found += part(number, words)
    return found


def day(moment: str, words: Words) -> str:
    """A moment of the answers file as a date in words; empty where it is none."""
    try:
        return words.date(datetime.fromisoformat(moment).date().isoformat())
    except ValueError:
        return ""


def lesson_name(number: str, words: Words) -> str:
    """A lesson as a heading: its number and its title."""
    if not words.has(f"lessons.{number}.title"):
        return words("take.other", number=number)
    return words("take.lesson", number=number, title=words(f"lessons.{number}.title"))


# --- three forms ---------------------------------------------------------------------------------------------------


def as_page(found: list[Entry], words: Words) -> str:
    """One page that opens anywhere and prints well; every answer is shown as text, never run."""
    parts = [f"<h1>{html.text(words('take.title'))}</h1>", f"<p>{html.text(_intro(found, words))}</p>"]
    parts.append(f"<p>{html.text(words('take.name'))} ______________________</p>")
    for number in dict.fromkeys(entry.lesson for entry in found):
        parts.append(f"<h2>{html.text(lesson_name(number, words))}</h2>")
        for entry in (entry for entry in found if entry.lesson == number):
            notes = "".join(f'<p class="fact">{html.text(note)}</p>' for note in _notes(entry, words))
            parts.append(
                f'<section class="mineros"><h3>{html.text(entry.question)}</h3><p>{html.text(entry.asked)}</p>'
                f'<blockquote style="white-space:pre-wrap;margin:.4rem 0;padding:.2rem .9rem;'
                f'border-left:4px solid #1f5f8b">{html.text(entry.answer)}</blockquote>{notes}</section>'
            )
    return html.page(words("take.title"), "\n".join(parts), words.language)


def as_markdown(found: list[Entry], words: Words) -> str:
    """The same as plain text with Markdown's marks; marks that a reader typed stay what was typed."""
    lines = [f"# {words('take.title')}", "", _intro(found, words), ""]
    lesson = ""
    for entry in found:
        if entry.lesson != lesson:
            lesson = entry.lesson
            lines += [f"## {lesson_name(lesson, words)}", ""]
        lines += [f"### {entry.question}", "", marked(entry.asked), ""]
        lines += [f"> {marked(line)}".rstrip() for line in entry.answer.splitlines()]
        lines += ["", *(f"*{marked(note)}*  " for note in _notes(entry, words)), ""]
    return "\n".join(lines)


def as_csv(found: list[Entry], words: Words) -> str:
    """The same as a table for a spreadsheet. What a spreadsheet would take for a formula begins with an apostrophe."""
    columns = ("lesson", "question", "role", "asked", "answer", "first", "saved", "revealed", "tries", "right")
    rows = [[words(f"take.column.{column}") for column in columns]]
    for entry in found:
        cells = [str(getattr(entry, column)) for column in columns]
        cells[2] = words(f"take.role.{entry.role}") if entry.role else ""
        rows.append(cells)
    return exports.sheet(rows)


def _intro(found: list[Entry], words: Words) -> str:
    return words("take.intro", n=len(found), date=day(datetime.now().isoformat(), words))


def _notes(entry: Entry, words: Words) -> list[str]:
    """What is to be said under an answer: when it was saved, a guess before the record was seen, a check."""
    notes = [words("take.saved", date=when)] if (when := day(entry.saved, words)) else []
    if entry.revealed:
        notes.append(words("take.guess"))
    if entry.first:
        notes.append(words("take.first", guess=entry.first))
    if entry.tries:
        notes.append(_checked(entry.tries, entry.right, words))
    return notes


def checked(tries: int, right: bool | None, words: Words) -> str:
    """How often an answer was checked and what came of it; None where it was changed since."""
    return _checked(tries, _outcome(right, words), words)


def _checked(tries: int, outcome: str, words: Words) -> str:
    return words("take.checked", n=tries, right=outcome) if outcome else words("take.changed", n=tries)


def bring_back(content: bytes, answers: Answers) -> str:
    """Join a kept answers file with the answers that are here; returns what came of it. Raises AnswersError."""
    taken, aside = answers.bring_back(content)
    return answers.words("take.brought" if aside else "take.brought_first", n=taken, file=aside)


def handed(student: str, answers: Answers, words: Words) -> str:
    """What is handed in: all answers, and the name that the student typed, if any.

    It is a file of answers, so that it can be brought back too; it holds nothing about the machine or its user.
    """
    content = {
        "about": words("take.hand_in_about"),
        "version": VERSION,
        "student": typed(student)[:LONGEST_NAME],
        "language": words.language,
        "answers": answers.records(),
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def hand_in(student: str, answers: Answers, words: Words) -> Path:
    """Write the file to hand in to the reader's own exports; returns it. Raises ExportError."""
    name = typed(student)[:LONGEST_NAME]
    letters = "".join(sign if sign.isalnum() else "-" for sign in name).strip("-")[:LONGEST_IN_FILE]
    called = "-".join(filter(None, [words("take.hand_in_file"), letters]))
    whole = handed(student, answers, words)
    (file,) = exports.write(answers.exports, {f"{exports.stamped(called)}.json": whole}, words)
    return file


FORMS = {"html": as_page, "md": as_markdown, "csv": as_csv}


def save(form: str, folder: Path, answers: Answers, words: Words) -> Path:
    """Write all answers in a form ("html", "md", "csv") to a new file; returns it. Raises ExportError."""
    content = FORMS[form](entries(answers, words), words)
    (file,) = exports.write(folder, {f"{exports.stamped(words('take.file'))}.{form}": content}, words)
    return file
