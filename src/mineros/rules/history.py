"""Rules of this history: the dates, counts and sums that the lessons rest on."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING

from mineros.rules.base import Fault, by_id, rows, tables

if TYPE_CHECKING:
    from pathlib import Path

CHAIN = (
    ("inspection-2004", "2004-07-12"),
    ("order-2005", "2005-07-08"),
    ("served-2005", "2005-09-12"),
    ("verification-2006", "2006-02-07"),
    ("explosion-2006", "2006-02-19"),
)
EXPLOSION = datetime(2006, 2, 19, 2, 30)
RECOVERY_BASE = {"2006-2007": "65", "2024-2026": "63"}
SENATE_SEATS = 128


def the_chain_of_inspection_has_its_dates(folder: Path) -> list[Fault]:
    """The five dates of lesson 01, which counts the days between them."""
    events = by_id(folder, "events")
    return [
        Fault("events.csv", "chain_date", "date", event_id, values={"day": day})
        for event_id, day in CHAIN
        if events.get(event_id, {}).get("date") != day
    ]


def recoveries_stay_two_series(folder: Path) -> list[Fault]:
    """Each of the two searches counts of its own base."""
    return [
        place.fault("recovery_base", "base", series=place["series"], base=RECOVERY_BASE.get(place["series"], "?"))
        for place in rows(folder, "recoveries")
        if place["base"] != RECOVERY_BASE.get(place["series"])
    ]


def recoveries_never_go_back_unmarked(folder: Path) -> list[Fault]:
    """Counts of the second search only grow, unless a row is marked as contradicting others."""
    faults = []
    reached = {"located": 0, "identified": 0, "returned": 0}
    for place in rows(folder, "recoveries"):
        if place["series"] != "2024-2026" or place["conflicts"] == "true":
            continue
        for column, before in reached.items():
            if place[column]:
                if int(place[column]) < before:
                    faults.append(place.fault("recovery_falls", column, count=place[column], before=str(before)))
                reached[column] = int(place[column])
        stated = [int(place[column]) for column in reached if place[column]]
        if stated != sorted(stated, reverse=True) or max(stated, default=0) > int(place["base"]):
            faults.append(place.fault("recovery_order", "returned"))
    return faults


def rescue_hours_fit_the_clock(folder: Path) -> list[Fault]:
    """Hours are counted from 02:30 on the day of the explosion."""
    faults = []
    for place in rows(folder, "rescue_log"):
        if place["time"] and place["hours"]:
            clock = datetime.fromisoformat(f"{place['date']}T{place['time']}")
            if abs((clock - EXPLOSION).total_seconds() / 3600 - float(place["hours"])) > 0.26:
                faults.append(
                    place.fault("clock", "hours", time=f"{place['date']} {place['time']}", hours=place["hours"])
                )
    return faults


def the_senate_adds_up(folder: Path) -> list[Fault]:
    """Seats by kind add up to a party's seats, and the parties' to the Senate's."""
    faults, total = [], 0
    for place in rows(folder, "election_2018_senate"):
        parts = int(place["seats_majority_and_minority"]) + int(place["seats_proportional"])
        total += int(place["seats_total"])
        if parts != int(place["seats_total"]):
            faults.append(place.fault("seats", "seats_total", parts=str(parts), total=place["seats_total"]))
    if total != SENATE_SEATS:
        faults.append(Fault("election_2018_senate.csv", "senate", "seats_total", values={"total": str(total)}))
    return faults


def series_are_what_their_catalog_says(folder: Path) -> list[Fault]:
    """Number of values, first and last year and countries of each series, counted."""
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in tables(folder)["series"]:
        found[row["series_id"]].append(row)
    faults = []
    for place in rows(folder, "series_catalog"):
        own = found[place.id]
        years = sorted(row["year"] for row in own)
        counted = {
            "points": str(len(own)),
            "first_year": years[0] if years else "",
            "last_year": years[-1] if years else "",
            "countries": "; ".join(sorted({row["country"] for row in own})),
        }
        faults += [
            place.fault("catalog", column, counted=value or "0", stated=place[column])
            for column, value in counted.items()
            if place[column] != value
        ]
    return faults


def datasheets_show_the_balance_of_today(folder: Path) -> list[Fault]:
    """The tables between the markers of the datasheets are those that the script makes today."""
    from mineros.balance import datasheet, filled
    from mineros.data import Tables
    from mineros.words import LANGUAGES, Words

    faults = []
    for language in LANGUAGES:
        path = datasheet(language, folder)
        if not path.is_file():
            faults.append(Fault(path.name, "no_file"))
            continue
        text = path.read_text("utf-8")
        if filled(text, Tables(Words(language), folder), path.name) != text:
            faults.append(Fault(path.name, "old_balance"))
    return faults
