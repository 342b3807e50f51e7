"""One thing, one row: no address, title, name, event or claim stands twice; a copy names what it copies."""

from __future__ import annotations

import re
from collections import defaultdict
from difflib import SequenceMatcher
from itertools import combinations
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mineros.rules.base import Fault, Place, address, by_id, letters, listed, rows, tables

if TYPE_CHECKING:
    from pathlib import Path

# Sites that lend out other people's texts: a source read there gets no address.
COPY_SITES = re.compile(
    r"scribd|[fv]documents|pdfslide|studylib|docslib|z-lib|libgen|epdf|dokumen\.|linode\.com|vdoc|pdfcoffee|^[\d.]+$"
)
# What tells a row of each table from all others: its name, and of a place also where it lies.
NAMES = {"people": ("name",), "organizations": ("name_en",), "places": ("name_en", "state_en", "country_en")}
ALIKE = 0.86  # titles of one day closer than this (1 is equal) are looked at by hand


def no_two_sources_share_an_address(folder: Path) -> list[Fault]:
    """A page is one source, however often it was found."""
    seen: dict[str, str] = {}
    faults = []
    for place in rows(folder, "sources"):
        own = address(place["url"])
        if own and own in seen:
            faults.append(place.fault("address_twice", "url", other=seen[own]))
        seen[own] = place.id
    return faults


def no_two_sources_share_title_and_date(folder: Path) -> list[Fault]:
    """The same title by the same publisher on one day is one source, unless it says what it repeats."""
    seen: dict[tuple[str, ...], str] = {}
    faults = []
    for place in rows(folder, "sources"):
        own = (letters(place["title_en"]), place["published"], letters(place["publisher_en"]))
        if place["published"] and own in seen and not place["repeats"]:
            faults.append(place.fault("title_twice", "title_en", other=seen[own]))
        seen[own] = place.id
    return faults


def no_address_leads_to_an_unlicensed_copy(folder: Path) -> list[Fault]:
    """We name such a source, and give no address."""
    return [
        place.fault("unlicensed_copy", "url")
        for place in rows(folder, "sources")
        if COPY_SITES.search(urlsplit(place["url"]).hostname or "-")
    ]


def repeated_reports_point_at_another_source(folder: Path) -> list[Fault]:
    """A repeat names the report that it repeats, which is none itself."""
    known = by_id(folder, "sources")
    return [
        place.fault("repeats_itself", "repeats")
        for place in rows(folder, "sources")
        if place["repeats"] and (place["repeats"] == place.id or known.get(place["repeats"], {}).get("repeats"))
    ]


def no_name_differs_from_another_by_accents_only(folder: Path) -> list[Fault]:
    """One person, one body, one place: one row."""
    faults = []
    for table, columns in NAMES.items():
        seen: dict[str, str] = {}
        for place in rows(folder, table):
            spelling = letters(" ".join(place[column] for column in columns))
            if spelling in seen:
                faults.append(place.fault("name_twice", columns[0], other=seen[spelling]))
            seen[spelling] = place.id
    return faults


def no_event_stands_twice(folder: Path) -> list[Fault]:
    """Two events of one date with nearly the same title are one event."""
    by_date: dict[str, list[Place]] = defaultdict(list)
    for place in rows(folder, "events"):
        by_date[place["date"]].append(place)
    return [
        second.fault("event_twice", "title_en", other=first.id)
        for places in by_date.values()
        for first, second in combinations(places, 2)
        if SequenceMatcher(None, letters(first["title_en"]), letters(second["title_en"])).ratio() > ALIKE
    ]


def no_claim_stands_twice(folder: Path) -> list[Fault]:
    """One answer of one claimant at one date, in one source, is one claim."""
    seen: dict[tuple[str, ...], str] = {}
    faults = []
    for place in rows(folder, "claims"):
        said = place["value"] or place["value_text"] or letters(place["claim_en"])
        own = (
            place["dispute_id"],
            letters(place["claimant_en"]),
            said,
            place["unit_en"],
            place["as_of"],
            place["source_ids"],
        )
        if own in seen:
            faults.append(place.fault("claim_twice", "claim_en", other=seen[own]))
        seen[own] = place.id
    return faults


def one_witness_is_marked_single(folder: Path) -> list[Fault]:
    """What rests on one report, or on one report and its repeats, is marked single."""
    repeats = {row["source_id"]: row["repeats"] for row in tables(folder)["sources"]}
    return [
        place.fault("one_witness", "corroboration")
        for place in rows(folder)
        if "corroboration" in place.row
        and len({repeats.get(item) or item for item in listed(place["source_ids"])}) == 1
        and place["corroboration"] != "single"
    ]
