"""Lesson 05, Your history."""

from __future__ import annotations

from facts import Fact
from mineros.charts.own.framing import SERIES
from mineros.data import Tables


def _texts(tables: Tables) -> int:
    return int(tables["seed_facts"]["source_id"].nunique())


def _of_the_union(tables: Tables) -> int:
    sources = tables["sources"].set_index("source_id")["perspective"]
    return sum(sources[text] == "union" for text in tables["seed_facts"]["source_id"].unique())


def _strikes(tables: Tables) -> int:
    return int((tables["strikes"]["start"] == "2007-07-30").sum())


def _copies_of_the_center(tables: Tables) -> int:
    return int((tables["sources"]["repeats"] == "S0138").sum())


def _voices(tables: Tables) -> int:
    claims = tables["claims"]
    return int(claims[claims["dispute_id"] == "who-stopped-search"]["perspective"].nunique())


def _employees(tables: Tables) -> int:
    units = tables["series_catalog"].set_index("series_id")["unit"]
    return int(units[SERIES].split()[2].replace(",", ""))


FACTS: list[Fact] = [
    (r"began with (five) texts", _texts),
    (r"All (five) come from the union's side", _of_the_union),
    (r"(three) strikes began", _strikes),
    (r"and (two) press notes that repeat it", _copies_of_the_center),
    (r"(Four) voices answer", _voices),
    (r"for every (100,000) employees", _employees),
]
