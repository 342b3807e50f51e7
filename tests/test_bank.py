"""The question bank as a whole: enough questions, of every depth, habit and kind, each with an id of its own."""

from __future__ import annotations

import re
import tomllib
from collections import Counter

import pytest

from lessons import LESSONS, TOP
from mineros import check

BANK = sorted((TOP / "guide" / "questions").glob("*.toml"))
ENTRIES = [entry for path in BANK for entry in tomllib.loads(path.read_text("utf-8"))["question"]]
HABITS = {
    "sourcing", "context", "corroboration", "close_reading", "causation", "continuity_and_change", "perspective",
    "significance", "data_reading", "uncertainty",
}  # fmt: skip


def test_every_lesson_has_its_file_of_questions_and_every_file_its_lesson():
    assert [path.stem for path in BANK] == sorted({path.name[:2] for path in LESSONS}) == [f"0{n}" for n in range(6)]


def test_six_lessons_ask_sixty_questions_or_more_beside_guesses_and_tasks():
    roles = Counter(entry["role"] for entry in ENTRIES)
    assert set(roles) == {"prediction", "question", "ordering", "modify", "make", "deal"}
    assert roles["question"] >= 60


def test_every_question_has_an_id_of_its_own_that_names_its_lesson():
    ids = [entry["id"] for entry in ENTRIES]
    assert len(set(ids)) == len(ids)
    assert all(entry["id"].startswith(f"{entry['lesson']}-") for entry in ENTRIES)


def test_every_habit_is_practiced_in_three_lessons_or_more_and_no_other_is_named():
    lessons = {habit: {entry["lesson"] for entry in ENTRIES if habit in entry["habit"]} for habit in HABITS}
    assert {habit for entry in ENTRIES for habit in entry["habit"]} == HABITS
    assert {habit: found for habit, found in lessons.items() if len(found) < 3} == {}


@pytest.mark.parametrize("depth", [1, 2, 3, 4])
def test_every_lesson_asks_at_every_depth(depth):
    asked = {entry["lesson"] for entry in ENTRIES if entry["depth"] == depth}
    assert asked == {path.stem for path in BANK}


def test_no_two_questions_are_asked_in_the_same_words():
    asked = [entry for entry in ENTRIES if entry["role"] in ("question", "prediction")]  # tasks may begin alike
    for language in ("en", "es"):
        said = Counter(entry["text"][language] for entry in asked)
        assert [text for text, times in said.items() if times > 1] == []


def test_a_choice_is_between_three_options_or_more_and_the_first_is_not_always_the_right_one():
    choices = [entry for entry in ENTRIES if entry["kind"] == "choice" and check.exists(entry["id"])]
    assert all(len(entry["option"]) >= 3 for entry in choices)
    key = {
        task: solution["right"]
        for path in (TOP / "exercises" / "solutions").glob("*.toml")
        for task, solution in tomllib.loads(path.read_text("utf-8")).items()
    }
    places = Counter([option["id"] for option in entry["option"]].index(key[entry["id"]][0]) for entry in choices)
    assert len(places) >= 3
    assert max(places.values()) <= len(choices) / 2


def test_a_guess_at_a_part_cannot_be_more_than_the_whole_that_the_question_names():
    ends = [entry for entry in ENTRIES if "most" in entry]
    assert len(ends) > 10
    for entry in ends:
        named = {number.replace(",", "") for number in re.findall(r"\d[\d,]*\d|\d", entry["text"]["en"])}
        said = {"10": "ten", "4": "four"}.get(str(entry["most"]), str(entry["most"]))
        assert str(entry["most"]) in named or said in entry["text"]["en"], entry["id"]
