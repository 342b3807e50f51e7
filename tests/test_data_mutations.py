"""Spoiled copies of the data package: each corruption is caught by a named rule or by frictionless, and located."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import data_rules as rules
from mineros import folders

DATA = folders.data()
Edit = Callable[[Path], None]


def table(name: str, change: Callable[[list[dict[str, str]]], Any]) -> Edit:
    """An edit of a table's rows."""

    def edit(folder: Path) -> None:
        path = folder / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        columns = list(rows[0])
        change(rows)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    return edit


def cells(name: str, row_id: str, /, **values: str) -> Edit:
    """New values in one row."""

    def change(rows: list[dict[str, str]]) -> None:
        first = next(iter(rows[0]))
        next(row for row in rows if row[first] == row_id).update(values)

    return table(name, change)


def longer(name: str, row_id: str, column: str, more: str) -> Edit:
    """Words added at the end of a cell."""

    def change(rows: list[dict[str, str]]) -> None:
        first = next(iter(rows[0]))
        row = next(row for row in rows if row[first] == row_id)
        row[column] += more

    return table(name, change)


def both(*edits: Edit) -> Edit:
    return lambda folder: [edit(folder) for edit in edits] and None


def raw(name: str, change: Callable[[bytes], bytes]) -> Edit:
    return lambda folder: (folder / name).write_bytes(change((folder / name).read_bytes())) and None


def package(change: Callable[[dict], Any]) -> Edit:
    def edit(folder: Path) -> None:
        path = folder / "datapackage.json"
        described = json.loads(path.read_text("utf-8"))
        change({resource["name"]: resource for resource in described["resources"]})
        path.write_text(json.dumps(described, ensure_ascii=False, indent=1) + "\n", "utf-8")

    return edit


def field(described: dict, name: str, column: str) -> dict:
    return next(item for item in described[name]["schema"]["fields"] if item["name"] == column)


def swap(rows: list[dict[str, str]]) -> None:
    rows[3], rows[4] = rows[4], rows[3]


def no_claims_on_depth(rows: list[dict[str, str]]) -> None:
    rows[:] = [row for row in rows if row["dispute_id"] != "depth"]


def one_claim_on_depth(rows: list[dict[str, str]]) -> None:
    first = next(row for row in rows if row["dispute_id"] == "depth")
    rows[:] = [row for row in rows if row["dispute_id"] != "depth" or row is first]


def same_address(rows: list[dict[str, str]]) -> None:
    rows[6]["url"] = rows[5]["url"].replace("https://", "http://www.") + "/"


def drop_outcome(rows: list[dict[str, str]]) -> None:
    next(row for row in rows if row["person_id"] == "larrea")["note_en"] = "Accused by the union of homicide."


def no_accents(rows: list[dict[str, str]]) -> None:
    rows.append({**rows[-1], "person_id": "zz-auerbach", "name": "Cristina Auerbach Benavidés"})


def english_everywhere(rows: list[dict[str, str]]) -> None:
    rows[0]["summary_es"] = "The men who were below with the gas which came from the old works"


# What was done: the edit, the rule that must find it ("frictionless" for the schema), the words its message must hold.
MUTATIONS: dict[str, tuple[Edit, Any, list[str]]] = {
    "byte-order mark": (
        raw("people.csv", lambda text: b"\xef\xbb\xbf" + text),
        rules.files_are_utf8_with_line_feeds,
        ["people.csv"],
    ),
    "Windows line ends": (
        raw("people.csv", lambda text: text.replace(b"\n", b"\r\n")),
        rules.files_are_utf8_with_line_feeds,
        ["people.csv", "line 1"],
    ),
    "Latin-1 letters": (
        raw("people.csv", lambda text: text.decode("utf-8").encode("latin-1", "replace")),
        rules.files_are_utf8_with_line_feeds,
        ["people.csv", "UTF-8"],
    ),
    "empty line": (
        raw("people.csv", lambda text: text.replace(b"\n", b"\n\n", 1)),
        rules.files_are_utf8_with_line_feeds,
        ["people.csv"],
    ),
    "undescribed table": (
        lambda folder: shutil.copy(folder / "people.csv", folder / "victims.csv") and None,
        rules.every_csv_is_described,
        ["victims.csv"],
    ),
    "renamed column": (
        raw("people.csv", lambda text: text.replace(b"role_en", b"office_en", 1)),
        rules.columns_are_those_described,
        ["people.csv"],
    ),
    "field without Spanish description": (
        package(lambda tables: field(tables, "events", "title_en")["descriptions"].pop("es")),
        rules.everything_is_described_in_both_languages,
        ["events", "title_en"],
    ),
    "code without label": (
        package(lambda tables: field(tables, "sources", "kind")["labels"].pop("news")),
        rules.every_code_has_a_label_in_both_languages,
        ["sources", "kind", "news"],
    ),
    "rows out of order": (table("events", swap), rules.rows_are_sorted, ["events.csv"]),
    "formula in a cell": (
        cells("sources", "S0010", title='=HYPERLINK("x")'),
        rules.cells_are_harmless_text,
        ["sources.csv", "S0010", "title"],
    ),
    "HTML in a title": (
        cells("sources", "S0010", title="A <b>bold</b> page"),
        rules.cells_are_harmless_text,
        ["S0010", "title"],
    ),
    "invisible space": (
        longer("people", "auerbach", "name", "\u200b"),
        rules.cells_are_harmless_text,
        ["people.csv", "auerbach", "name"],
    ),
    "decomposed accents": (
        cells("people", "auerbach", name="Cristina Auerbach Peña".replace("ñ", "n\u0303")),
        rules.cells_are_harmless_text,
        ["auerbach", "name", "NFC"],
    ),
    "translation emptied": (
        cells("people", "larrea", note_es=""),
        rules.both_languages_are_filled,
        ["people.csv", "larrea", "note_es"],
    ),
    "translation copied": (
        cells("people", "larrea", role_es="Chairman of Grupo México"),
        rules.no_translation_is_a_copy,
        ["people.csv", "larrea", "role_es"],
    ),
    "English in the Spanish column": (
        table("events", english_everywhere),
        rules.no_language_stands_in_the_other_column,
        ["events.csv", "summary_es"],
    ),
    "list joined otherwise": (
        cells("people", "alcalde", organization_ids="stps;gobernacion"),
        rules.lists_use_one_separator,
        ["people.csv", "alcalde", "organization_ids"],
    ),
    "id twice in a list": (
        cells("people", "alcalde", source_ids="S0165; S0165"),
        rules.lists_use_one_separator,
        ["alcalde", "source_ids"],
    ),
    "unknown body in a list": (
        cells("people", "alcalde", organization_ids="stps; nobody"),
        rules.listed_ids_exist,
        ["people.csv", "alcalde", "nobody"],
    ),
    "reform after an unknown disaster": (
        cells("reforms_after", "A01", disaster_id="mx-nowhere-1900"),
        rules.listed_ids_exist,
        ["reforms_after.csv", "A01", "mx-nowhere-1900"],
    ),
    "unknown source": (
        cells("people", "alcalde", source_ids="S9999"),
        rules.sources_named_anywhere_exist,
        ["people.csv", "alcalde", "S9999"],
    ),
    "source dropped": (
        table("sources", lambda rows: rows.pop(90)),
        rules.sources_named_anywhere_exist,
        ["there is no source S0091"],
    ),
    "a day that does not exist": (
        cells("events", "explosion-2006", date="2006-02-30"),
        rules.dates_are_real_and_as_precise_as_stated,
        ["events.csv", "explosion-2006", "2006-02-30"],
    ),
    "precision overstated": (
        cells("events", "explosion-2006", date="2006-02"),
        rules.dates_are_real_and_as_precise_as_stated,
        ["events.csv", "explosion-2006", "precision"],
    ),
    "end before start": (
        cells("events", "identified-19-21-2025", date_end="2025-08-01"),
        rules.spans_do_not_end_before_they_start,
        ["events.csv", "identified-19-21-2025", "date_end"],
    ),
    "lowest count above the highest": (
        cells("disasters_world", "w-granite-mountain-1917", deaths_low="200"),
        rules.spans_do_not_end_before_they_start,
        ["disasters_world.csv", "w-granite-mountain-1917"],
    ),
    "phrase of thirteen words": (
        cells("vocabulary", "W001", phrase=" ".join(["palabra"] * 13)),
        rules.phrases_are_short_and_translated,
        ["vocabulary.csv", "W001", "phrase"],
    ),
    "long quotation in a summary": (
        longer("events", "explosion-2006", "summary_en", " “" + "word " * 13 + "”."),
        rules.phrases_are_short_and_translated,
        ["events.csv", "explosion-2006", "summary_en"],
    ),
    "age of a private person": (
        longer("events", "explosion-2006", "summary_en", " One was aged 23."),
        rules.no_private_ages,
        ["events.csv", "explosion-2006", "summary_en"],
    ),
    "one address twice": (table("sources", same_address), rules.no_two_sources_share_an_address, ["S0007", "S0006"]),
    "one page twice": (
        table("sources", lambda rows: rows.append({**rows[20], "source_id": "S9000", "url": ""})),
        rules.no_two_sources_share_title_and_date,
        ["sources.csv", "S9000", "S0021"],
    ),
    "address of an unlicensed copy": (
        cells("sources", "S0114", url="https://es.scribd.com/document/1/book"),
        rules.no_address_leads_to_an_unlicensed_copy,
        ["sources.csv", "S0114", "url"],
    ),
    "a report that repeats itself": (
        cells("sources", "S0010", repeats="S0010"),
        rules.repeated_reports_point_at_another_source,
        ["sources.csv", "S0010", "repeats"],
    ),
    "person twice, accents apart": (
        table("people", no_accents),
        rules.no_name_differs_from_another_by_accents_only,
        ["people.csv", "zz-auerbach", "auerbach"],
    ),
    "dispute without claims": (
        table("claims", no_claims_on_depth),
        rules.disputes_and_claims_meet,
        ["disputes.csv", "depth"],
    ),
    "dispute with one answer left": (
        table("claims", one_claim_on_depth),
        rules.disputes_and_claims_meet,
        ["disputes.csv", "depth"],
    ),
    "claim on an unknown dispute": (
        cells("claims", "C0010", dispute_id="nothing"),
        rules.disputes_and_claims_meet,
        ["claims.csv", "C0010", "nothing"],
    ),
    "one witness called several": (
        cells("events", "explosion-2006", source_ids="S0006; S0007", corroboration="several"),
        rules.events_on_one_witness_are_marked_single,
        ["events.csv", "explosion-2006", "corroboration"],
    ),
    "body younger than its deed": (
        cells("organizations", "cndh", founded="2010"),
        rules.events_fall_within_the_life_of_those_they_name,
        ["events.csv", "recommendation-26-2006", "cndh"],
    ),
    "inspection a day later": (
        cells("events", "inspection-2004", date="2004-07-13"),
        rules.the_chain_of_inspection_has_its_dates,
        ["events.csv", "inspection-2004", "2004-07-12"],
    ),
    "day and month swapped": (
        cells("events", "order-2005", date="2005-08-07"),
        rules.the_chain_of_inspection_has_its_dates,
        ["events.csv", "order-2005"],
    ),
    "two series on one base": (
        cells("recoveries", "R20", base="65"),
        rules.recoveries_stay_two_series,
        ["recoveries.csv", "R20", "base"],
    ),
    "a count that falls": (
        cells("recoveries", "R30", located="20"),
        rules.recoveries_never_go_back_unmarked,
        ["recoveries.csv", "R30", "located"],
    ),
    "more returned than located": (
        cells("recoveries", "R33", located="25", returned="26"),
        rules.recoveries_never_go_back_unmarked,
        ["recoveries.csv", "R33"],
    ),
    "clock moved": (
        cells("rescue_log", "L02", time="14:05"),
        rules.rescue_hours_fit_the_clock,
        ["rescue_log.csv", "L02", "hours"],
    ),
    "outcome dropped": (
        table("people", drop_outcome),
        rules.accusations_carry_their_outcome,
        ["people.csv", "larrea", "note_en"],
    ),
    "place moved across the ocean": (
        cells("places", "nueva-rosita", longitude="101.21"),
        rules.places_lie_in_their_country,
        ["places.csv", "nueva-rosita"],
    ),
    "balance out of date": (
        cells("sources", "S0010", perspective="company"),
        rules.datasheets_show_the_balance_of_today,
        ["DATASHEET"],
    ),
    "negative count": (cells("workforce", "K01", count="-25"), "frictionless", ["workforce", "count"]),
    "word for a number": (cells("claims", "C0001", value="many"), "frictionless", ["claims", "value"]),
    "unknown code": (cells("claims", "C0001", perspective="owner"), "frictionless", ["claims", "perspective"]),
    "required cell empty": (cells("claims", "C0001", claim_es=""), "frictionless", ["claims", "claim_es"]),
    "id twice": (cells("claims", "C0002", claim_id="C0001"), "frictionless", ["claims", "claim_id"]),
    "event in an unknown place": (cells("events", "explosion-2006", place_id="atlantis"), "frictionless", ["events"]),
    "latitude beyond the pole": (cells("places", "aberfan", latitude="95"), "frictionless", ["places", "latitude"]),
    "row without its last cell": (
        raw("workforce.csv", lambda text: text.rstrip(b"\n").rpartition(b",")[0] + b"\n"),
        "frictionless",
        ["workforce"],
    ),
}


def found(rule: Any, folder: Path, name: str) -> set[str]:
    """The faults that a rule, or frictionless on the table `name`, finds in a folder."""
    if rule != "frictionless":
        return set(rule(folder))
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.Package(str(folder / "datapackage.json")).get_resource(name).validate()
    return {f"{name}: {fault.message}" for task in report.tasks for fault in task.errors}


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_corruption_is_caught_and_located(mutation, tmp_path):
    edit, rule, named = MUTATIONS[mutation]
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    edit(folder)
    before = set() if rule == "frictionless" else found(rule, DATA, named[0])
    faults = found(rule, folder, named[0]) - before
    assert [fault for fault in faults if all(word in fault for word in named)], faults or "nothing was found"


def test_every_rule_catches_at_least_one_corruption():
    caught = {rule for _, rule, _ in MUTATIONS.values()}
    assert [rule.__name__ for rule in rules.RULES if rule not in caught] == []
