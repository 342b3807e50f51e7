"""Rules of fairness: every question has its answers, every accusation its outcome, every statement its witness."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from mineros.rules.base import Fault, by_id, listed, rows, tables

if TYPE_CHECKING:
    from pathlib import Path

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
MONEY = re.compile(r"dollars|pesos|euros", re.I)


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


def what_was_read_again_names_what(folder: Path) -> list[Fault]:
    """An event read again names the day and the sources read, which are among its own."""
    faults = []
    for event in rows(folder, "events"):
        read = set(listed(event["verified_by"]))
        if bool(event["verified"]) != bool(read) or not read <= set(listed(event["source_ids"])):
            faults.append(event.fault("verified", "verified_by"))
    return faults
