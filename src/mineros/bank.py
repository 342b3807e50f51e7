"""The question bank: every question once, in both languages, and the tasks of the exercises."""

from __future__ import annotations

import json
import re
import tomllib
from functools import cache
from typing import Any

from mineros import folders
from mineros.errors import QuestionError
from mineros.texts import named
from mineros.words import Words, filled_in

LESSON = re.compile(r"[0-9]{2}")
TASK = re.compile(r"[0-9]{2}-e[0-9]+")  # the id of an exercise


@cache
def _lesson(lesson: str) -> dict[str, dict[str, Any]]:
    path = folders.questions() / f"{lesson}.toml"
    return {question["id"]: question for question in filled_in(tomllib.loads(path.read_text("utf-8"))["question"])}


@cache
def _tasks() -> dict[str, dict[str, Any]]:
    tasks = filled_in(json.loads(folders.tasks().read_text("utf-8")))
    if not isinstance(tasks, dict):
        raise ValueError("not a table of tasks")
    return tasks


def numbers() -> list[str]:
    """The numbers of the lessons that have questions, such as "01"."""
    return sorted(path.stem for path in folders.questions().glob("[0-9][0-9].toml"))


def question(question_id: str, words: Words) -> dict[str, Any]:
    """One question or exercise as it is held. Raises QuestionError for an id that does not exist, or a damaged file."""
    asked = named(question_id)
    if TASK.fullmatch(asked):
        return _task(asked, words)
    found = _entries(asked.split("-", maxsplit=1)[0], asked, words)
    if asked not in found:
        raise QuestionError(words("error.no_question", question=asked))
    return found[asked]


def lesson(lesson_id: str, words: Words) -> list[dict[str, Any]]:
    """All questions of a lesson, in order. Raises QuestionError."""
    return list(_entries(lesson_id, lesson_id, words).values())


def exercises(lesson_id: str, words: Words) -> list[dict[str, Any]]:
    """The tasks of a lesson's exercises, in order; none where it has none. Raises QuestionError for a damaged file."""
    found = [task for name, task in _all_tasks(words).items() if name.startswith(f"{lesson_id}-")]
    return sorted(found, key=lambda task: int(task["id"].partition("-e")[2]))


def _task(asked: str, words: Words) -> dict[str, Any]:
    try:
        return _all_tasks(words)[asked]
    except KeyError as cause:
        raise QuestionError(words("error.no_question", question=asked)) from cause


def _all_tasks(words: Words) -> dict[str, dict[str, Any]]:
    try:
        return _tasks()
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as cause:
        raise QuestionError(words("error.damaged", file=str(folders.tasks()))) from cause


def _entries(lesson_id: str, asked: str, words: Words) -> dict[str, dict[str, Any]]:
    if not LESSON.fullmatch(lesson_id):
        raise QuestionError(words("error.no_question", question=asked))
    try:
        return _lesson(lesson_id)
    except OSError as cause:
        raise QuestionError(words("error.no_question", question=asked)) from cause
    except (ValueError, KeyError) as cause:
        file = str(folders.questions() / f"{lesson_id}.toml")
        raise QuestionError(words("error.damaged", file=file)) from cause


def said(entry: dict[str, Any], field: str, words: Words) -> str:
    """A bilingual field of a question in the reader's language, empty where the question has none."""
    return str(entry.get(field, {}).get(words.language, ""))


def options(entry: dict[str, Any], words: Words) -> list[tuple[str, str]]:
    """The choices of a question as (words, id) pairs, in the bank's order, which is not the right order."""
    return [(option[words.language], option["id"]) for option in entry.get("option", [])]


def items(entry: dict[str, Any], words: Words) -> list[str]:
    """What each option is matched to, in order."""
    return [str(item[words.language]) for item in entry.get("item", [])]
