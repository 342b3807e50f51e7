"""Lesson 04, Senate return."""

from __future__ import annotations

import re

from facts import Fact
from mineros.charts.senate.wage import yearly
from mineros.data import Tables


def _wage(tables: Tables, year: int) -> float:
    return float(yearly(tables["min_wage"], "general").set_index("year").loc[year, "pesos_per_day"])


def _raise(tables: Tables, day: str) -> float:
    rows = tables["min_wage"].query("zone == 'general'").set_index("effective_date")
    return float(rows.loc[day, "change_percent"])


def _share(tables: Tables, column: str) -> float:
    return float(tables["election_2018_senate"].set_index("org_id").loc["morena", column])


def _vote(tables: Tables, row: str, column: str) -> int:
    return int(tables["legislature"].set_index("row_id").loc[row, column])


def _number(tables: Tables, reform: str, column: str, pattern: str) -> int:
    text = str(tables["reforms"].set_index("reform_id").loc[reform, column])
    return int(re.findall(pattern, text)[0])


def _used(tables: Tables) -> int:
    return int(tables["claims"].query("dispute_id == 'rrm-cases-count'")["value"].max())


def _first_price(tables: Tables) -> int:
    return int(tables["prices"].query("measure == 'cpi_year_average'")["year"].min())


def _last_price(tables: Tables) -> int:
    return int(tables["prices"].query("measure == 'cpi_year_average'")["year"].max())


FACTS: list[Fact] = [
    (r"confirmed the candidacy by (five) votes", lambda t: _vote(t, "Z04", "votes_for")),
    (r"by five votes to (two)", lambda t: _vote(t, "Z04", "votes_against")),
    (r"gives Morena (38\.2) percent", lambda t: _share(t, "vote_share")),
    (r"another (39\.12)\.", lambda t: _share(t, "vote_share_alt")),
    (r"seats, which add up to (\d+)", lambda t: int(t["election_2018_senate"]["seats_total"].sum())),
    (r"The pack has (\d+) printed phrases", lambda t: len(t["reactions"])),
    (r"has (\d+) reforms of laws", lambda t: len(t["reforms"])),
    (r"Convention (\d+)", lambda t: _number(t, "ilo-c98-2018", "law", r"Convention (\d+)")),
    (r"annex (\d+)-A", lambda t: _number(t, "usmca-2020", "law", r"annexes (\d+)-A")),
    (
        r"in the Senate for (\d+) years",
        lambda t: _number(t, "ilo-c98-2018", "what_changed", r"pending for (\d+) years"),
    ),
    (r"The vote was (78) to 0", lambda t: _vote(t, "Z10", "votes_for")),
    (r"The vote was 78 to (0)", lambda t: _vote(t, "Z10", "votes_against")),
    (r"minimum wage was (88\.36) pesos", lambda t: _wage(t, 2018)),
    (r"in 2025 it was (278\.80)", lambda t: _wage(t, 2025)),
    (r"the wage by (9\.58) percent", lambda t: _raise(t, "2017-01-01")),
    (r"by (10\.39) percent in December", lambda t: _raise(t, "2017-12-01")),
    (r"Any year from (2000) to 2025", _first_price),
    (r"Any year from 2000 to (2025)", _last_price),
    (r"had been used (\d+) times", _used),
    (r"We found (\d+) cases", lambda t: len(t["rrm_cases"])),
    (r"(Three) stories stand behind", lambda t: int(t["reforms"]["proposed_by"].str.contains("Urrutia").sum())),
    (r"Two of the (four) are from business", lambda t: len(t["claims"].query("dispute_id == 'rrm-effect'"))),
    (
        r"(Two) of the four are from business",
        lambda t: len(t["claims"].query("dispute_id == 'rrm-effect' and perspective == 'company'")),
    ),
    (r"(three) strikes of Los Mineros began", lambda t: len(t["strikes"].query("start == '2007-07-30'"))),
    (r"that for (two) strikes no settlement", lambda t: len(t["strikes"].query("start == '2007-07-30' and end == ''"))),
]  # fmt: skip
