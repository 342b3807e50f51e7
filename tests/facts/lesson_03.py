"""Lesson 03, Alliances."""

from __future__ import annotations

from datetime import date

from facts import Fact, claim, days
from mineros.data import Tables


def _month_after(tables: Tables) -> int:
    """Days from the end of the week of protest to the release."""
    events = tables["events"].set_index("event_id")
    end, release = events.loc["global-days-2011", "date_end"], events.loc["linares-freed-2011", "date"]
    return (date.fromisoformat(release) - date.fromisoformat(end)).days


def _one_day(tables: Tables) -> str:
    """The merger and the earlier date of the alliance are neighbors."""
    return "same convention week" if days(tables, "usw-merger-2005", "strategic-alliance-2005") == 1 else ""


FACTS: list[Fact] = [
    (r"A blog counts ([\d,]+) delegates", lambda t: int(claim(t, "alliance-2011-date", "S0003"))),
    (r"labor ministry printed ([\d,]+) in", lambda t: int(claim(t, "union-members", "S1017"))),
    (r"world federation wrote of ([\d,]+)\.", lambda t: int(claim(t, "union-members", "S0990"))),
    (r"wrote of close to ([\d,]+) in 2007", lambda t: int(claim(t, "union-members", "S0766"))),
    (r"expected at least (\d+) countries", lambda t: int(claim(t, "days-of-action-countries", "S0882"))),
    (r"one federation counted some (\d+),", lambda t: int(claim(t, "days-of-action-countries", "S0879"))),
    (r"another more than (\d+),", lambda t: int(claim(t, "days-of-action-countries", "S0878"))),
    (r"and a newspaper (\d+)\.", lambda t: int(claim(t, "days-of-action-countries", "S1053"))),
    (r"(five) days after that week ended", _month_after),
    (r"falls into the (same convention week)", _one_day),
]  # fmt: skip
