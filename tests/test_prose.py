"""Every number and date that a lesson prints in its prose agrees with the tables."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest

from lessons import LESSONS, Lesson
from mineros.charts import aftermath, elsewhere
from mineros.data import Tables
from mineros.words import Words

Known = Callable[[Tables], object]


def _days(tables: Tables, start: str, end: str) -> int:
    dates = tables["events"].set_index("event_id")["date"]
    return (date.fromisoformat(dates[end]) - date.fromisoformat(dates[start])).days


def _claim(tables: Tables, dispute: str, source: str) -> float:
    claims = tables["claims"]
    rows = claims[(claims["dispute_id"] == dispute) & claims["source_ids"].str.contains(source)]
    return float(rows["value"].dropna().iloc[0])


def _events_counted(tables: Tables) -> int:
    claims = tables["claims"]
    said = claims[(claims["dispute_id"] == "coahuila-deaths-total") & claims["source_ids"].str.contains("S0274")]
    return int(re.findall(r"in (\d+) events", said["claim"].iloc[0])[0])


def _zero(tables: Tables) -> str:
    log = tables["rescue_log"]
    return str(log[log["hours"] == 0]["time"].iloc[0]).lstrip("0")


def _located(tables: Tables) -> int:
    return int(tables["recoveries"].query("base == 65")["located"].max())


def _below(tables: Tables) -> int:
    late = tables["recoveries"].query("series == '2024-2026'")
    return int(late["base"].max()) - int(late[~late["conflicts"]]["located"].max())


# What a lesson says, and where the tables say it. The group in brackets is the number.
FACTS: dict[str, list[tuple[str, Known]]] = {
    "01": [
        (r"until the order was (\d+) days", lambda t: _days(t, "inspection-2004", "order-2005")),
        (r"second visit to the explosion, was (\d+)", lambda t: _days(t, "verification-2006", "explosion-2006")),
        (r"(Six) of the measures were still open", lambda t: int(_claim(t, "mine-state", "S0046"))),
        (r"explosion \((\d+) days, by the ministry", lambda t: _days(t, "inspection-2004", "explosion-2006")),
        (r"heat above (\d+) °C", lambda t: int(_claim(t, "heat", "S0030"))),
        (r"(Sixty-five) men did not come out", lambda t: int(_claim(t, "men-trapped", "S0071"))),
        (r"(Sixty-five) men\. A full", lambda t: int(_claim(t, "men-trapped", "S0071"))),
        (r"It settles that (\d+) men died", lambda t: int(_claim(t, "men-trapped", "S0071"))),
        (r"has (\d+) pillars", lambda t: int(_claim(t, "men-trapped", "S0071"))),
        (r"some (\d+) files behind", lambda t: int(_claim(t, "why-a-year", "S0577"))),
        (r"counts (\d+) events", _events_counted),
        (r"(Two) men had been recovered", _located),
        (r"The (two) men found in the first search", _located),
        (r"; (\d+) were left in the mine", lambda t: int(t["recoveries"]["base"].min())),
        (r"two bases, (\d+) and 63", lambda t: int(t["recoveries"]["base"].max())),
        (r"two bases, 65 and (\d+)", lambda t: int(t["recoveries"]["base"].min())),
        (r"counted from (2:30) in the morning", _zero),
        (r"record of (three) countries", lambda t: len({country for country, *_ in elsewhere.SERIES.values()})),
        (r"Here are (ten) disasters", lambda t: len(aftermath.TEN)),
    ],
}  # fmt: skip
WORDS = {"two": 2, "three": 3, "six": 6, "ten": 10, "sixty-five": 65}
# Numbers that are not facts of the record: list marks, times of the lesson, names of lessons and files.
FURNITURE = re.compile(
    r"^#+ \d\.|· \d+ min|[Ll]ess?on \d+|[Ll]ección \d+|\*\*Time:\*\*.*|\*\*Tiempo:\*\*.*"
    r"|investigation \d|investigación \d"
    r"|Mine 8|Mina 8|Section 13|Sección 13|`[^`]*`|\*\*Lesson \d\d[^*]*\*\*",
    re.MULTILINE,
)


def _value(text: str) -> object:
    lowered = text.lower()
    return WORDS.get(lowered, int(lowered) if lowered.isdigit() else lowered)


@pytest.fixture(params=[path for path in LESSONS if path.parent.name == "en"], ids=lambda path: path.stem)
def lesson(request: pytest.FixtureRequest) -> Lesson:
    return Lesson(request.param)


def test_every_fact_in_the_prose_agrees_with_the_tables(lesson: Lesson) -> None:
    prose = "\n\n".join(text for _, text in lesson.prose)
    tables = Tables(lesson.words)
    for pattern, known in FACTS[lesson.number]:
        found = re.search(pattern, prose)
        assert found, f"the lesson no longer says: {pattern}"
        assert _value(found.group(1)) == known(tables), pattern


def test_no_number_stands_in_the_prose_without_a_fact_or_an_event_s_date(lesson: Lesson) -> None:
    prose = FURNITURE.sub(" ", "\n\n".join(text for _, text in lesson.prose))
    for pattern, _ in FACTS[lesson.number]:
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
    assert _below(Tables(Words("en"))) > 65 / 2


def test_the_pack_has_no_death_rate_for_mexico_as_the_lesson_says() -> None:
    fatalities = Tables(Words("en"))["fatalities"]
    assert fatalities[fatalities["country"] == "Mexico"]["rate_per_100k"].isna().all()
