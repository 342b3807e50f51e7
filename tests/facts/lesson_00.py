"""Lesson 00, How do we know?"""

from __future__ import annotations

import re
from datetime import date

from facts import Fact, claim
from mineros.charts.archive.praise import PROFILE
from mineros.data import Tables, listed

TABLES_USED = ("sources", "events", "claims", "seed_facts", "memberships")


def _statements(tables: Tables) -> int:
    return int((tables["seed_facts"]["source_id"] == PROFILE).sum())


def _one_witness_most_pages(tables: Tables) -> int:
    events = tables["events"]
    return max(len(listed(cell)) for cell in events[events["corroboration"] == "single"]["source_ids"])


def _spanish_copies(tables: Tables) -> int:
    sources = tables["sources"]
    copies = sources[(sources["repeats"] == "S0138") & (sources["language"] == "es")]
    assert all(iso.startswith("2018-04") for iso in copies["published"])
    return len(copies)


def _copy_is_dated_earlier(tables: Tables) -> str:
    published = tables["sources"].set_index("source_id")["published"]
    copy, first = (date.fromisoformat(published[source]) for source in ("S0937", "S1387"))
    return "earlier" if copy < first else "later"


def _last_mint_year(tables: Tables) -> int:
    """The later of the two years in the phrase of the column."""
    claims = tables["claims"]
    (phrase,) = claims[(claims["dispute_id"] == "mint-years") & (claims["source_ids"] == "S1509")]["phrase"]
    return max(int(year) for year in re.findall(r"\d{4}", phrase))


def _millions(tables: Tables) -> int:
    return int(claim(tables, "industriall-members", PROFILE)) // 1_000_000


def _members(tables: Tables) -> int:
    said = tables["claims"].query("dispute_id == 'union-members'")
    (value,) = said[said["source_ids"] == PROFILE]["value"]
    return int(value)


FACTS: list[Fact] = [
    (r"profile apart into (\d+) statements", _statements),
    (r"How can (five) pages be one witness", _one_witness_most_pages),
    (r"(Two) Mexican outlets gave the same news", _spanish_copies),
    (r"bears an (earlier) date than the page it repeats", _copy_is_dated_earlier),
    (r"The profile says more than (\d+)\.", lambda t: int(claim(t, "mint-years", PROFILE))),
    (r"column against him gives 1979 to (\d+)", _last_mint_year),
    (r"by our count is (three) years", lambda t: int(claim(t, "mint-years", "S1509"))),
    (r"which makes (thirteen) and fits", lambda t: int(claim(t, "mint-years", "S1704"))),
    (r"gives numbers: (\d+) million members", _millions),
    (r"federation, more than ([\d,]+) people reached", _members),
    (r"tells (five) threads", lambda t: t["events"]["theme"].nunique()),
    (r"now used (five) tables", lambda t: len(TABLES_USED)),
]  # fmt: skip
