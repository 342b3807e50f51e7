"""Rules of this history: what the lessons rest on, and what fairness to people asks."""

from __future__ import annotations

import itertools
import json
import re
from collections import defaultdict
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from mineros.rules.base import Fault, by_id, listed, rows, tables

if TYPE_CHECKING:
    from pathlib import Path

CHAIN = (
    ("inspection-2004", "2004-07-12"),
    ("order-2005", "2005-07-08"),
    ("served-2005", "2005-09-12"),
    ("verification-2006", "2006-02-07"),
    ("explosion-2006", "2006-02-19"),
)
CHAIN_DAYS = [361, 66, 148, 12]
EXPLOSION = datetime(2006, 2, 19, 2, 30)
RECOVERY_BASE = {"2006-2007": "65", "2024-2026": "63"}
SENATE_SEATS = 128
WITNESSES = {"single": False, "confirmed": True}  # whether such a fact of the first texts has a second source
KILLED = 7  # the members of the union whom SEED-000 names
ACCUSED = {
    "en": re.compile(r"\b(accused|charged|sued|indicted|blamed|convicted|named in the state inquiry)", re.I),
    "es": re.compile(r"(acusa|procesad|demandad|culpó|condenad|mencionado en la indagatoria)", re.I),
}
OUTCOME = {
    "en": re.compile(
        r"no conviction|no court conviction|not convicted|dismissed|dropped|den(y|ies|ied)|acquitted|convicted|"
        r"sentenced|no court finding|no charge|pending|cancel|still open|no outcome|overturned|not (been )?found|"
        r"no ruling|allegation",
        re.I,
    ),
    "es": re.compile(
        r"no se vio ninguna condena|sin condena|ninguna condena|no fue condenad|sobrese|retiraron|niega|negó|absuelt|"
        r"condenad|ninguna resolución judicial|ningún cargo|pendiente|cancel|sigue abiert|no se (vio|encontró|halló)|"
        r"sin resolución|anulad|desech",
        re.I,
    ),
}
# The outlines are rough: a port may stand this many degrees off the coast.
NEAR_SHORE = 1.0
MONEY = re.compile(r"dollars|pesos|euros", re.I)
# The names by which the map of the world knows the countries of the table places.
ON_MAP = {
    "United States": "United States of America", "Bosnia and Herzegovina": "Bosnia and Herz.",
}  # fmt: skip


def disputes_and_claims_meet(folder: Path) -> list[Fault]:
    """Every question has an answer; a disputed number of Pasta de Conchos has two that carry a value."""
    answers: dict[str, int] = defaultdict(int)
    values: dict[str, int] = defaultdict(int)
    for claim in rows(folder, "claims"):
        answers[claim["dispute_id"]] += 2 if claim["value_text"].count("-") == 1 else 1  # a range holds rival figures
        values[claim["dispute_id"]] += bool(claim["value"] or claim["value_text"])
    faults = []
    for dispute in rows(folder, "disputes"):
        rival = dispute["kind"] == "number" and dispute["status"] == "disputed"
        if not answers[dispute.id]:
            faults.append(dispute.fault("no_answer"))
        elif dispute["status"] == "disputed" and answers[dispute.id] < 2:
            faults.append(dispute.fault("one_answer"))
        elif rival and dispute["theme"] == "pasta_de_conchos" and values[dispute.id] < 2:
            faults.append(dispute.fault("one_value"))
    return faults


def claims_on_one_axis_share_a_unit(folder: Path) -> list[Fault]:
    """Pesos, dollars and what is no money never share an axis: each has a measure of its own."""
    units: dict[tuple[str, str], tuple[str, str]] = {}
    faults = []
    for claim in rows(folder, "claims"):
        unit = claim["unit_en"].split(",")[0]
        if not (claim["value"] and unit):
            continue
        axis = (claim["dispute_id"], claim["measure"])
        first, where = units.setdefault(axis, (unit, claim.id))
        if _currency(first) != _currency(unit):
            faults.append(claim.fault("two_units", "measure", unit=unit, first=first, other=where))
    return faults


def _currency(unit: str) -> str:
    found = MONEY.search(unit)
    return found.group().casefold() if found else ""


def events_fall_within_the_life_of_those_they_name(folder: Path) -> list[Fault]:
    """No body or person acts before its beginning or after its end."""
    people, bodies = by_id(folder, "people"), by_id(folder, "organizations")
    faults = []
    for event in rows(folder, "events"):
        for actor in listed(event["actors"]):
            body = bodies.get(actor, {})
            end = body.get("dissolved") or people.get(actor, {}).get("died")
            last = event["date_end"] or event["date"]
            if (body.get("founded") and last[:4] < body["founded"][:4]) or (end and event["date"][:4] > end[:4]):
                faults.append(event.fault("not_alive_then", "actors", actor=actor))
    return faults


def ties_bind_two_bodies_of_their_time(folder: Path) -> list[Fault]:
    """A tie joins two different bodies, and begins while both exist."""
    bodies = by_id(folder, "organizations")
    faults = []
    for tie in rows(folder, "ties"):
        if tie["source_org_id"] == tie["target_org_id"]:
            faults.append(tie.fault("tie_to_itself", "target_org_id"))
        for column in ("source_org_id", "target_org_id"):
            body = bodies.get(tie[column], {})
            start = tie["start"][:4]
            founded, dissolved = body.get("founded", "")[:4], body.get("dissolved", "")[:4]
            if start and ((founded and start < founded) or (dissolved and start > dissolved)):
                faults.append(tie.fault("not_alive_then", column, actor=tie[column]))
    return faults


def the_chain_of_inspection_has_its_dates(folder: Path) -> list[Fault]:
    """The five dates of lesson 01, and the days between them."""
    events = by_id(folder, "events")
    faults = [
        Fault("events.csv", "chain_date", "date", event_id, values={"day": day})
        for event_id, day in CHAIN
        if events.get(event_id, {}).get("date") != day
    ]
    if faults:
        return faults
    days = [date.fromisoformat(events[event_id]["date"]) for event_id, _ in CHAIN]
    gaps = [(after - before).days for before, after in itertools.pairwise(days)]
    if gaps != CHAIN_DAYS:
        faults.append(Fault("events.csv", "chain_days", "date", values={"gaps": str(gaps)}))
    return faults


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


def accusations_carry_their_outcome(folder: Path) -> list[Fault]:
    """Whoever stands accused in a note stands there with the outcome."""
    return [
        place.fault("no_outcome", f"note_{language}")
        for place in rows(folder, "people")
        for language in ("en", "es")
        if ACCUSED[language].search(place[f"note_{language}"])
        and not OUTCOME[language].search(place[f"note_{language}"])
    ]


def the_seven_killed_are_named_once(folder: Path) -> list[Fault]:
    """The seven whom the union names, each with what the courts did."""
    killed = [place["person_id"] for place in rows(folder, "killings")]
    faults = [
        place.fault("no_legal_result", "legal_result_en")
        for place in rows(folder, "killings")
        if not place["legal_result_en"]
    ]
    if len(set(killed)) != KILLED or len(killed) != KILLED:
        faults.append(Fault("killings.csv", "not_seven", values={"n": len(killed)}))
    return faults


def what_the_first_texts_state_is_in_the_tables(folder: Path) -> list[Fault]:
    """Each fact of the five first texts leads to a row that names its text; a contradicted one to a claim."""
    faults = []
    for fact in rows(folder, "seed_facts"):
        row = by_id(folder, fact["row_table"]).get(fact["row_id"]) if fact["row_table"] in tables(folder) else None
        if row is None:
            faults.append(fact.fault("no_such_id", "row_id", id=fact["row_id"], where=f"{fact['row_table']}.csv"))
        elif fact["row_table"] != "sources" and fact["source_id"] not in _sources(row):
            faults.append(fact.fault("seed_not_named", "row_id", source=fact["source_id"]))
        if fact["verdict"] == "contradicted" and not fact["claim_ids"]:
            faults.append(fact.fault("no_contradiction", "claim_ids"))
        if fact["verdict"] in WITNESSES and WITNESSES[fact["verdict"]] != bool(fact["second_source_ids"]):
            faults.append(fact.fault("second_witness", "second_source_ids"))
    return faults


def _sources(row: dict[str, str]) -> list[str]:
    return listed(row.get("source_ids", row.get("source_id", "")))


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


def what_was_read_again_names_what(folder: Path) -> list[Fault]:
    """An event read again names the day and the sources read, which are among its own."""
    faults = []
    for event in rows(folder, "events"):
        read = set(listed(event["verified_by"]))
        if bool(event["verified"]) != bool(read) or not read <= set(listed(event["source_ids"])):
            faults.append(event.fault("verified", "verified_by"))
    return faults


def places_lie_in_their_country(folder: Path) -> list[Fault]:
    """A point lies inside the outline of its country, or within a degree of its shore."""
    faults = []
    for place in rows(folder, "places"):
        if bool(place["latitude"]) != bool(place["longitude"]):
            faults.append(place.fault("half_a_point", "longitude"))
            continue
        outlines = _outlines(folder).get(ON_MAP.get(place["country_en"], place["country_en"]))
        if not place["latitude"] or outlines is None:
            continue
        longitude, latitude = float(place["longitude"]), float(place["latitude"])
        if not any(_holds(ring, longitude, latitude) for ring in outlines):
            point = {"point": f"{latitude}, {longitude}", "country": place["country_en"]}
            faults.append(place.fault("not_in_country", "latitude", **point))
    return faults


def _holds(ring: list[tuple[float, float]], longitude: float, latitude: float) -> bool:
    """Whether a point lies inside an outline, or near enough to its shore."""
    import numpy as np
    from matplotlib.path import Path as Outline

    outline = Outline([(point[0], point[1]) for point in ring])
    if outline.contains_point((longitude, latitude)):
        return True
    shore = np.asarray(outline.interpolated(20).vertices, dtype=float)
    away = np.abs(shore - [longitude, latitude]).max(axis=1)  # in degrees, the larger of two
    return bool(away.min() < NEAR_SHORE)


@lru_cache(maxsize=4)
def _outlines(folder: Path) -> dict[str, list[list[tuple[float, float]]]]:
    """The outer lines of each country, by its name on the map."""
    found: dict[str, list[list[tuple[float, float]]]] = defaultdict(list)
    for feature in json.loads((folder / "geo" / "world_countries_110m.geojson").read_text("utf-8"))["features"]:
        shape = feature["geometry"]
        polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        found[feature["properties"]["name"]] += [polygon[0] for polygon in polygons]
    return dict(found)


def datasheets_show_the_balance_of_today(folder: Path) -> list[Fault]:
    """The tables between the markers of the datasheets are those that the script makes today."""
    from mineros.balance import datasheet, filled
    from mineros.data import Tables
    from mineros.words import LANGUAGES, Words

    faults = []
    for language in LANGUAGES:
        path = datasheet(language, folder)
        text = path.read_text("utf-8")
        if filled(text, Tables(Words(language), folder), path.name) != text:
            faults.append(Fault(path.name, "old_balance"))
    return faults
