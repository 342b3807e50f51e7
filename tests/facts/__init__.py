"""What each lesson says in numbers, and where the tables say it: one module a lesson, each with its FACTS.

A fact is a pattern to find in the lesson's prose, its group in brackets being the number, and a function of the tables
that gives what the number must be.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from mineros.data import Tables

Fact = tuple[str, Callable[[Tables], object]]


def days(tables: Tables, start: str, end: str) -> int:
    """Days between two events, by their ids."""
    dates = tables["events"].set_index("event_id")["date"]
    return (date.fromisoformat(dates[end]) - date.fromisoformat(dates[start])).days


def claim(tables: Tables, dispute: str, source: str) -> float:
    """The value that one source gives to a disputed question."""
    claims = tables["claims"]
    rows = claims[(claims["dispute_id"] == dispute) & claims["source_ids"].str.contains(source)]
    return float(rows["value"].dropna().iloc[0])
