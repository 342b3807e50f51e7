"""Lesson 02, Exile."""

from __future__ import annotations

import re

from facts import Fact, claim
from mineros.charts.exile.looks import days_between
from mineros.charts.exile.roles import PILES
from mineros.data import Tables


def spell_days(tables: Tables, spell: str) -> int:
    """Days of a spell of the table, from its start to its end."""
    row = tables["spells"].set_index("spell_id").loc[spell]
    return days_between(row["start"], row["end"])


def _said(tables: Tables, claim_id: str, pattern: str) -> int:
    """A number that a claim of the table says in words."""
    told = tables["claims"].set_index("claim_id").loc[claim_id, "claim"]
    return int(re.findall(pattern, told)[0].replace(",", ""))


def _days_in_words(tables: Tables) -> int:
    """The days in the way in which Linares counts: years, months and days."""
    phrase = tables["claims"].set_index("claim_id").loc["C0442", "phrase"]
    return int(re.findall(r"(\d+) days", phrase)[0])


def _million(tables: Tables, event: str) -> int:
    row = tables["events"].set_index("event_id").loc[event]
    return int(re.findall(r"about (\d+) million", row["summary"])[0])


def _killed(tables: Tables) -> int:
    return len(tables["killings"])


FACTS: list[Fact] = [
    (r"agreed on about (\d+) million dollars", lambda t: _million(t, "agreement-55-million-2004")),
    (r"about (\d+) million dollars went to accounts", lambda t: _million(t, "trust-ended-2005")),
    (r"two months and (\d+) days", _days_in_words),
    (r"which makes (\d+) days", lambda t: int(claim(t, "linares-jail-days", "S0005"))),
    (r"From date to date it is (\d+)", lambda t: spell_days(t, "X12")),
    (r"more than ([\d,]+) workers", lambda t: _said(t, "C1070", r"more than ([\d,]+) workers")),
    (r"All (\d+) cards", lambda t: sum(len(pile) for piles in PILES.values() for pile in piles)),
    (r"about (seven) people who were killed", _killed),
    (r"named (seven) people as killed", _killed),
]  # fmt: skip
