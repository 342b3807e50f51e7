"""The question bank: every question once, in both languages, with all that a teacher needs."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from mineros import folders
from mineros.errors import QuestionError
from mineros.words import Words


@cache
def _lesson(lesson: str) -> dict[str, dict[str, Any]]:
    path = folders.questions() / f"{lesson}.toml"
    return {question["id"]: question for question in tomllib.loads(path.read_text("utf-8"))["question"]}


def question(question_id: str, words: Words) -> dict[str, Any]:
    """One question as the bank holds it. Raises QuestionError for an id that does not exist."""
    try:
        return _lesson(question_id.split("-", maxsplit=1)[0])[question_id]
    except (KeyError, OSError) as cause:
        raise QuestionError(words("error.no_question", question=question_id)) from cause


def lesson(lesson_id: str, words: Words) -> list[dict[str, Any]]:
    """All questions of a lesson, in order. Raises QuestionError."""
    try:
        return list(_lesson(lesson_id).values())
    except OSError as cause:
        raise QuestionError(words("error.no_question", question=lesson_id)) from cause


def said(entry: dict[str, Any], field: str, words: Words) -> str:
    """A bilingual field of a question in the reader's language, empty where the question has none."""
    return str(entry.get(field, {}).get(words.language, ""))


def options(entry: dict[str, Any], words: Words) -> list[tuple[str, str]]:
    """The choices of a question as (words, id) pairs, in the bank's order, which is not the right order."""
    return [(option[words.language], option["id"]) for option in entry.get("option", [])]
