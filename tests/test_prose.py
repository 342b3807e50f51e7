"""Every number and date that a lesson prints in its prose agrees with the tables."""

from __future__ import annotations

import re
from importlib import import_module

import pytest

from facts import Fact
from facts.lesson_01 import below
from lessons import LESSONS, Lesson
from mineros.data import Tables
from mineros.words import Words

ONES = re.findall(r"\w+", "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen")
WORDS = {word: number for number, word in enumerate(ONES, start=1)} | {"sixty-five": 65}
# Numbers that are not facts of the record: list marks, times of the lesson, names of lessons and files.
FURNITURE = re.compile(
    r"^#+ \d\.|· \d+ min|[Ll]ess?on \d+|[Ll]ección \d+|\*\*Time:\*\*.*|\*\*Tiempo:\*\*.*"
    r"|investigation \d|investigación \d"
    r"|Mine 8|Mina 8|Section 13|Sección 13|`[^`]*`|\*\*Lesson \d\d[^*]*\*\*",
    re.MULTILINE,
)


def facts(lesson: Lesson) -> list[Fact]:
    """The numbers that a lesson prints, from its module in the folder facts."""
    found: list[Fact] = import_module(f"facts.lesson_{lesson.number}").FACTS
    return found


def _value(text: str) -> object:
    plain = text.lower().replace(",", "")
    if re.fullmatch(r"\d+(\.\d+)?", plain):
        return float(plain) if "." in plain else int(plain)
    return WORDS.get(plain, text.lower())


@pytest.fixture(params=[path for path in LESSONS if path.parent.name == "en"], ids=lambda path: path.stem)
def lesson(request: pytest.FixtureRequest) -> Lesson:
    return Lesson(request.param)


def test_every_fact_in_the_prose_agrees_with_the_tables(lesson: Lesson) -> None:
    prose = lesson.plain
    tables = Tables(lesson.words)
    for pattern, known in facts(lesson):
        found = re.search(pattern, prose)
        assert found, f"the lesson no longer says: {pattern}"
        assert _value(found.group(1)) == known(tables), pattern


def test_no_number_stands_in_the_prose_without_a_fact_or_an_event_s_date(lesson: Lesson) -> None:
    prose = FURNITURE.sub(" ", lesson.plain)
    for pattern, _ in facts(lesson):
        prose = re.sub(pattern, " ", prose)
    events = Tables(lesson.words)["events"]
    claimed = Tables(lesson.words)["claims"]["value_text"]
    dates = {Words("en").date(iso) for iso in [*events["date"], *claimed[claimed.str.len() == 10]]}
    for said in re.findall(r"[A-Z][a-z]+ \d{1,2}, \d{4}", prose):
        assert said in dates, f"{said} is not the date of an event"
    prose = re.sub(r"[A-Z][a-z]+ \d{1,2}, \d{4}", " ", prose)
    years = {iso[:4] for iso in events["date"]} | {iso[:4] for iso in events["date_end"]}
    left = [number for number in re.findall(r"\d[\d,.:]*\d|\d", prose) if number not in years]
    assert left == []


def test_most_men_were_still_in_the_mine_as_the_summary_says() -> None:
    assert below(Tables(Words("en"))) > 65 / 2


def test_the_pack_has_no_death_rate_for_mexico_as_the_lesson_says() -> None:
    fatalities = Tables(Words("en"))["fatalities"]
    assert fatalities[fatalities["country"] == "Mexico"]["rate_per_100k"].isna().all()
