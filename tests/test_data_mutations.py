"""Spoiled copies of the data package: each corruption is caught, located and told with its remedy, or is harmless."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from mineros import folders, rules
from mineros.data import Tables
from mineros.rules import base, bounds, fairness, form, history, identity
from mineros.rules import cells as cell
from mineros.words import Words

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


def one_value_on_depth(rows: list[dict[str, str]]) -> None:
    for row in [row for row in rows if row["dispute_id"] == "depth"][1:]:
        row["value"] = row["value_text"] = ""


def same_address(rows: list[dict[str, str]]) -> None:
    rows[6]["url"] = rows[5]["url"].replace("https://", "http://www.") + "/"


def drop_outcome(rows: list[dict[str, str]]) -> None:
    next(row for row in rows if row["person_id"] == "larrea")["note_en"] = "Accused by the union of homicide."


def no_accents(rows: list[dict[str, str]]) -> None:
    rows.append({**rows[-1], "person_id": "zz-auerbach", "name": "Cristina Auerbach Benavidés"})


def english_everywhere(rows: list[dict[str, str]]) -> None:
    rows[0]["summary_es"] = "The men who were below with the gas which came from the old works"


def spanish_everywhere(rows: list[dict[str, str]]) -> None:
    rows[0]["summary_en"] = "Los hombres que estaban abajo con el gas que vino de las obras viejas"


def by_key(rows: list[dict[str, str]], row_id: str) -> dict[str, str]:
    return next(row for row in rows if next(iter(row.values())) == row_id)


def one_answer_in_dollars(rows: list[dict[str, str]]) -> None:
    """Two answers on one axis, the second of them in dollars."""
    first = next(row for row in rows if row["unit_en"] == "men" and row["value"])
    axis = [row for row in rows if (row["dispute_id"], row["measure"]) == (first["dispute_id"], first["measure"])]
    axis[-1].update(unit_en="US dollars", value="1")


def quoted(text: bytes) -> bytes:
    lines = csv.reader(io.StringIO(text.decode("utf-8")))
    whole = io.StringIO()
    csv.writer(whole, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(lines)
    return whole.getvalue().encode("utf-8")


def package_text(change: Callable[[str], str]) -> Edit:
    return raw("datapackage.json", lambda text: (change(text.decode("utf-8")) + "\n").encode("utf-8"))


def other_order(text: str) -> str:
    return json.dumps(json.loads(text), ensure_ascii=False, indent=1, sort_keys=True)


SCHEMA = form.keys_are_unique_and_cells_fit_the_schema

# What was done: the edit, the rule that must find it, the words its message must hold.
MUTATIONS: dict[str, tuple[Edit, Any, list[str]]] = {
    "byte-order mark": (
        raw("people.csv", lambda text: b"\xef\xbb\xbf" + text),
        form.files_are_utf8_with_line_feeds,
        ["people.csv"],
    ),
    "Windows line ends": (
        raw("people.csv", lambda text: text.replace(b"\n", b"\r\n")),
        form.files_are_utf8_with_line_feeds,
        ["people.csv", "line 1"],
    ),
    "Latin-1 letters": (
        raw("people.csv", lambda text: text.decode("utf-8").encode("latin-1", "replace")),
        form.files_are_utf8_with_line_feeds,
        ["people.csv", "UTF-8"],
    ),
    "empty line": (
        raw("people.csv", lambda text: text.replace(b"\n", b"\n\n", 1)),
        form.files_are_utf8_with_line_feeds,
        ["people.csv"],
    ),
    "undescribed table": (
        lambda folder: shutil.copy(folder / "people.csv", folder / "victims.csv") and None,
        form.every_csv_is_described,
        ["victims.csv"],
    ),
    "renamed column": (
        raw("people.csv", lambda text: text.replace(b"role_en", b"office_en", 1)),
        form.columns_are_those_described,
        ["people.csv"],
    ),
    "field without Spanish description": (
        package(lambda tables: field(tables, "events", "title_en")["descriptions"].pop("es")),
        form.everything_is_described_in_both_languages,
        ["events", "title_en"],
    ),
    "table without its license": (
        package(lambda tables: tables["series"].pop("licenses")),
        form.everything_is_described_in_both_languages,
        ["datapackage.json", "series"],
    ),
    "code without label": (
        package(lambda tables: field(tables, "sources", "kind")["labels"].pop("news")),
        form.every_code_has_a_label_in_both_languages,
        ["sources", "kind", "news"],
    ),
    "rows out of order": (table("events", swap), form.rows_are_sorted, ["events.csv"]),
    "formula in a cell": (
        cells("sources", "S0010", title_en='=HYPERLINK("x")'),
        cell.cells_are_harmless_text,
        ["sources.csv", "S0010", "title_en"],
    ),
    "HTML in a title": (
        cells("sources", "S0010", title_en="A <b>bold</b> page"),
        cell.cells_are_harmless_text,
        ["S0010", "title_en"],
    ),
    "invisible space": (
        longer("people", "auerbach", "name", "\u200b"),
        cell.cells_are_harmless_text,
        ["people.csv", "auerbach", "name"],
    ),
    "two spaces in a row": (
        longer("people", "auerbach", "note_en", "  and more"),
        cell.cells_are_harmless_text,
        ["people.csv", "auerbach", "note_en"],
    ),
    "decomposed accents": (
        cells("people", "auerbach", name="Cristina Auerbach Peña".replace("ñ", "n\u0303")),
        cell.cells_are_harmless_text,
        ["auerbach", "name", "accents"],
    ),
    "translation emptied": (
        cells("people", "larrea", note_es=""),
        cell.both_languages_are_filled,
        ["people.csv", "larrea", "note_es"],
    ),
    "translation copied": (
        cells("people", "larrea", role_es="Chairman and main owner of Grupo México"),
        cell.no_translation_is_a_copy,
        ["people.csv", "larrea", "role_es"],
    ),
    "English in the Spanish column": (
        table("events", english_everywhere),
        cell.no_language_stands_in_the_other_column,
        ["events.csv", "summary_es", "reads as English"],
    ),
    "Spanish in the English column": (
        table("events", spanish_everywhere),
        cell.no_language_stands_in_the_other_column,
        ["events.csv", "summary_en", "reads as Spanish"],
    ),
    "list joined otherwise": (
        cells("people", "alcalde", organization_ids="stps;gobernacion"),
        form.lists_use_one_separator,
        ["people.csv", "alcalde", "organization_ids"],
    ),
    "id twice in a list": (
        cells("people", "alcalde", source_ids="S0165; S0165"),
        form.lists_use_one_separator,
        ["alcalde", "source_ids"],
    ),
    "unknown body in a list": (
        cells("people", "alcalde", organization_ids="stps; nobody"),
        form.keys_lead_to_a_row,
        ["people.csv", "alcalde", "nobody"],
    ),
    "reform after an unknown disaster": (
        cells("reforms_after", "A01", disaster_id="mx-nowhere-1900"),
        form.keys_lead_to_a_row,
        ["reforms_after.csv", "A01", "mx-nowhere-1900"],
    ),
    "unknown source": (
        cells("people", "alcalde", source_ids="S9999"),
        form.keys_lead_to_a_row,
        ["people.csv", "alcalde", "S9999"],
    ),
    "source dropped": (
        table("sources", lambda rows: rows.pop(90)),
        form.keys_lead_to_a_row,
        ["there is no S0091"],
    ),
    "a day that does not exist": (
        cells("events", "explosion-2006", date="2006-02-30"),
        cell.dates_are_real_and_as_precise_as_stated,
        ["events.csv", "explosion-2006", "2006-02-30"],
    ),
    "precision overstated": (
        cells("events", "explosion-2006", date="2006-02"),
        cell.dates_are_real_and_as_precise_as_stated,
        ["events.csv", "explosion-2006", "precision"],
    ),
    "end before start": (
        cells("events", "identified-19-21-2025", date_end="2025-08-01"),
        cell.spans_do_not_end_before_they_start,
        ["events.csv", "identified-19-21-2025", "date_end"],
    ),
    "lowest count above the highest": (
        cells("disasters_world", "w-granite-mountain-1917", deaths_low="200"),
        cell.spans_do_not_end_before_they_start,
        ["disasters_world.csv", "w-granite-mountain-1917"],
    ),
    "phrase of thirteen words": (
        cells("vocabulary", "W001", phrase=" ".join(["palabra"] * 13)),
        cell.phrases_are_short_and_translated,
        ["vocabulary.csv", "W001", "phrase"],
    ),
    "long quotation in a summary": (
        longer("events", "explosion-2006", "summary_en", " “" + "word " * 13 + "”."),
        cell.phrases_are_short_and_translated,
        ["events.csv", "explosion-2006", "summary_en"],
    ),
    "age of a private person": (
        longer("events", "explosion-2006", "summary_en", " One was aged 23."),
        cell.no_private_ages,
        ["events.csv", "explosion-2006", "summary_en"],
    ),
    "one address twice": (table("sources", same_address), identity.no_two_sources_share_an_address, ["S0007", "S0006"]),
    "one page twice": (
        table("sources", lambda rows: rows.append({**rows[20], "source_id": "S9000", "url": ""})),
        identity.no_two_sources_share_title_and_date,
        ["sources.csv", "S9000", "S0021"],
    ),
    "address of an unlicensed copy": (
        cells("sources", "S0114", url="https://es.scribd.com/document/1/book"),
        identity.no_address_leads_to_an_unlicensed_copy,
        ["sources.csv", "S0114", "url"],
    ),
    "a report that repeats itself": (
        cells("sources", "S0010", repeats="S0010"),
        identity.repeated_reports_point_at_another_source,
        ["sources.csv", "S0010", "repeats"],
    ),
    "person twice, accents apart": (
        table("people", no_accents),
        identity.no_name_differs_from_another_by_accents_only,
        ["people.csv", "zz-auerbach", "auerbach"],
    ),
    "dispute without claims": (
        table("claims", no_claims_on_depth),
        fairness.disputes_and_claims_meet,
        ["disputes.csv", "depth"],
    ),
    "dispute with one answer left": (
        table("claims", one_claim_on_depth),
        fairness.disputes_and_claims_meet,
        ["disputes.csv", "depth", "has one answer"],
    ),
    "disputed number with one value left": (
        table("claims", one_value_on_depth),
        fairness.disputes_and_claims_meet,
        ["disputes.csv", "depth", "fewer than two claims give a value"],
    ),
    "claim on an unknown dispute": (
        cells("claims", "C0010", dispute_id="nothing"),
        form.keys_lead_to_a_row,
        ["claims.csv", "C0010", "nothing"],
    ),
    "one witness called several": (
        cells("events", "explosion-2006", source_ids="S0006; S0007", corroboration="several"),
        identity.one_witness_is_marked_single,
        ["events.csv", "explosion-2006", "corroboration"],
    ),
    "body younger than its deed": (
        cells("organizations", "cndh", founded="2010"),
        bounds.events_fall_within_the_life_of_those_they_name,
        ["events.csv", "recommendation-26-2006", "cndh"],
    ),
    "inspection a day later": (
        cells("events", "inspection-2004", date="2004-07-13"),
        history.the_chain_of_inspection_has_its_dates,
        ["events.csv", "inspection-2004", "2004-07-12"],
    ),
    "day and month swapped": (
        cells("events", "order-2005", date="2005-08-07"),
        history.the_chain_of_inspection_has_its_dates,
        ["events.csv", "order-2005"],
    ),
    "two series on one base": (
        cells("recoveries", "R20", base="65"),
        history.recoveries_stay_two_series,
        ["recoveries.csv", "R20", "base"],
    ),
    "a count that falls": (
        cells("recoveries", "R30", located="20"),
        history.recoveries_never_go_back_unmarked,
        ["recoveries.csv", "R30", "located"],
    ),
    "more returned than located": (
        cells("recoveries", "R33", located="25", returned="26"),
        history.recoveries_never_go_back_unmarked,
        ["recoveries.csv", "R33"],
    ),
    "clock moved": (
        cells("rescue_log", "L02", time="14:05"),
        history.rescue_hours_fit_the_clock,
        ["rescue_log.csv", "L02", "hours"],
    ),
    "outcome dropped": (
        table("people", drop_outcome),
        fairness.accusations_carry_their_outcome,
        ["people.csv", "larrea", "note_en"],
    ),
    "place moved across the ocean": (
        cells("places", "nueva-rosita", longitude="101.21"),
        bounds.places_lie_in_their_country,
        ["places.csv", "nueva-rosita"],
    ),
    "balance out of date": (
        cells("sources", "S0010", perspective="company"),
        history.datasheets_show_the_balance_of_today,
        ["DATASHEET"],
    ),
    "datasheet missing": (
        lambda folder: (folder / "DATASHEET.md").unlink(),
        history.datasheets_show_the_balance_of_today,
        ["DATASHEET.md", "it is missing"],
    ),
    "negative count": (cells("workforce", "K01", count="-25"), SCHEMA, ["workforce.csv", "K01", "count"]),
    "word for a number": (cells("claims", "C0001", value="many"), SCHEMA, ["claims.csv", "C0001", "value"]),
    "unknown code": (cells("claims", "C0001", perspective="owner"), SCHEMA, ["claims.csv", "C0001", "perspective"]),
    "required cell empty": (cells("claims", "C0001", claim_es=""), SCHEMA, ["claims.csv", "C0001", "claim_es"]),
    "id twice": (cells("claims", "C0002", claim_id="C0001"), SCHEMA, ["claims.csv", "C0001", "claim_id"]),
    "event in an unknown place": (
        cells("events", "explosion-2006", place_id="atlantis"),
        form.keys_lead_to_a_row,
        ["events.csv", "explosion-2006", "atlantis"],
    ),
    "latitude beyond the pole": (
        cells("places", "aberfan", latitude="95"),
        SCHEMA,
        ["places.csv", "aberfan", "latitude"],
    ),
    "row without its last cell": (
        raw("workforce.csv", lambda text: text.rstrip(b"\n").rpartition(b",")[0] + b"\n"),
        form.columns_are_those_described,
        ["workforce.csv", "line 22"],
    ),
    "row with a cell too many": (
        raw("workforce.csv", lambda text: text.rstrip(b"\n") + b",x\n"),
        form.columns_are_those_described,
        ["workforce.csv", "line 22"],
    ),
    "comma for a decimal point": (
        cells("min_wage", "mw-2006-01-01-area-a", pesos_per_day="48,67"),
        SCHEMA,
        ["min_wage.csv", "mw-2006-01-01-area-a", "pesos_per_day", "48,67"],
    ),
    "true written otherwise": (
        cells("events", "explosion-2006", contested="yes"),
        SCHEMA,
        ["events.csv", "explosion-2006", "contested", "yes"],
    ),
    "person of a killing unknown": (
        cells("killings", "V1", person_id="nobody"),
        form.keys_lead_to_a_row,
        ["killings.csv", "V1", "person_id", "nobody"],
    ),
    "value of an unknown series": (
        table("series", lambda rows: rows[0].update(series_id="aaa-unknown")),
        form.keys_lead_to_a_row,
        ["series.csv", "line 2", "aaa-unknown"],
    ),
    "span open and closed": (
        cells("strikes", "T01", open_as_of="2010"),
        cell.an_open_end_says_as_of_when,
        ["strikes.csv", "T01", "open_as_of"],
    ),
    "span that ends before it starts": (
        cells("spells", "X01", end="1999", end_precision="year", open_as_of=""),
        cell.spans_do_not_end_before_they_start,
        ["spells.csv", "X01", "1999"],
    ),
    "somebody's age": (
        longer("killings", "V2", "circumstance_en", " He was a man aged 30."),
        cell.no_private_ages,
        ["killings.csv", "V2", "circumstance_en"],
    ),
    "event told twice": (
        table("events", lambda rows: rows.insert(1, {**rows[0], "event_id": "san-felipe-again"})),
        identity.no_event_stands_twice,
        ["events.csv", "san-felipe-again", "san-felipe-1885"],
    ),
    "claim told twice": (
        table("claims", lambda rows: rows.append({**rows[0], "claim_id": "C9999"})),
        identity.no_claim_stands_twice,
        ["claims.csv", "C9999", "C0001"],
    ),
    "place twice, accents apart": (
        table("places", lambda rows: rows.append({**by_key(rows, "taxco"), "place_id": "zz-taxco"})),
        identity.no_name_differs_from_another_by_accents_only,
        ["places.csv", "zz-taxco", "taxco"],
    ),
    "dollars on an axis of pesos": (
        table("claims", one_answer_in_dollars),
        fairness.claims_on_one_axis_share_a_unit,
        ["claims.csv", "measure"],
    ),
    "a tie to itself": (
        cells("ties", "B001", target_org_id="usw"),
        bounds.ties_bind_two_bodies_of_their_time,
        ["ties.csv", "B001", "target_org_id"],
    ),
    "a tie to a body long gone": (
        cells("organizations", "usw", dissolved="1990", founded=""),
        bounds.ties_bind_two_bodies_of_their_time,
        ["ties.csv", "B001", "usw"],
    ),
    "one of the seven left out": (
        table("killings", lambda rows: rows.pop()),
        fairness.the_seven_killed_are_named_once,
        ["killings.csv", "6"],
    ),
    "a fact of the first texts that leads nowhere": (
        cells("seed_facts", "K001", row_id="nowhere"),
        fairness.what_the_first_texts_state_is_in_the_tables,
        ["seed_facts.csv", "K001", "nowhere"],
    ),
    "a second witness lost": (
        cells("seed_facts", "K001", second_source_ids=""),
        fairness.what_the_first_texts_state_is_in_the_tables,
        ["seed_facts.csv", "K001", "second_source_ids"],
    ),
    "a seat too many": (
        cells("election_2018_senate", "morena", seats_total="56"),
        history.the_senate_adds_up,
        ["election_2018_senate.csv", "morena", "seats_total"],
    ),
    "a year of a series lost": (
        table("series", lambda rows: rows.pop(0)),
        history.series_are_what_their_catalog_says,
        ["series_catalog.csv", "points"],
    ),
    "read again, but what?": (
        cells("events", "explosion-2006", verified="2026-11-22", verified_by=""),
        fairness.what_was_read_again_names_what,
        ["events.csv", "explosion-2006", "verified_by"],
    ),
    "half a point": (
        cells("places", "nueva-rosita", longitude=""),
        bounds.places_lie_in_their_country,
        ["places.csv", "nueva-rosita", "longitude"],
    ),
    "latitude and longitude swapped": (
        cells("places", "vancouver", latitude="-123.121", longitude="49.283"),
        SCHEMA,
        ["places.csv", "vancouver", "latitude"],
    ),
}

# Changes of form that change nothing a reader or a program sees.
HARMLESS: dict[str, Edit] = {
    "every cell in quotation marks": raw("people.csv", quoted),
    "a note beside the tables": lambda folder: (folder / "NOTES.txt").write_text("mine", "utf-8") and None,
    "the package description on one line": package_text(lambda text: json.dumps(json.loads(text), ensure_ascii=False)),
    "keys of the package description in another order": package_text(other_order),
}


@cache
def outcome(mutation: str) -> str:
    """ "caught", or what the rule said instead."""
    edit, rule, named = MUTATIONS[mutation]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "data"
        shutil.copytree(DATA, folder)
        edit(folder)
        faults = rule(folder)
        columns = {column for rows in base.tables(DATA).values() for column in rows[0]}
    if strange := {fault.column for fault in faults} - {"", *columns}:
        return f"no column: {sorted(strange)}"
    said = [fault.say(Words("en")) for fault in faults]
    # Where, what is wrong, what to do: the remedy stands after the semicolon.
    located = [message for message in said if all(word in message for word in named)]
    if not located:
        return f"missed: {said[:3]}"
    return (
        "caught" if all(re.search(r": .+[;:,] .+\.$", message) for message in located) else f"no remedy: {located[0]}"
    )


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_corruption_is_caught_located_and_told_with_its_remedy(mutation):
    assert outcome(mutation) == "caught"


@pytest.mark.parametrize("change", HARMLESS)
def test_a_change_of_form_alone_changes_nothing(change, tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    HARMLESS[change](folder)
    assert [fault.say(Words("en")) for fault in rules.broken(folder)] == []
    before, after = Tables(Words("en"), DATA), Tables(Words("en"), folder)
    assert all(before[name].equals(after[name]) for name in before)


def test_the_table_of_mutations_has_none_missed(capsys):
    missed = [name for name in MUTATIONS if outcome(name) != "caught"]
    counts = {
        "tried": len(MUTATIONS) + len(HARMLESS),
        "caught": len(MUTATIONS) - len(missed),
        "harmless": len(HARMLESS),
    }
    with capsys.disabled():
        print(
            "\nmutations of the data package:",
            ", ".join(f"{name} {n}" for name, n in counts.items()),
            "missed",
            len(missed),
        )
    assert missed == [] and len(MUTATIONS) >= 60


def test_every_rule_catches_at_least_one_corruption():
    caught = {rule for _, rule, _ in MUTATIONS.values()}
    assert [rule.__name__ for rule in rules.ALL if rule not in caught] == []


@pytest.mark.parametrize(
    "mutation", ["negative count", "word for a number", "unknown code", "required cell empty", "id twice"]
)
def test_the_public_tool_catches_what_breaks_the_schema(mutation, tmp_path):
    frictionless = pytest.importorskip("frictionless")
    edit, _, named = MUTATIONS[mutation]
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    edit(folder)
    name = named[0].removesuffix(".csv")
    report = frictionless.Package(str(folder / "datapackage.json")).get_resource(name).validate()
    assert report.flatten(["rowNumber", "fieldName"])


SPOILT: dict[str, tuple[Edit, str]] = {
    "a table missing": (lambda folder: (folder / "seed_facts.csv").unlink(), "seed_facts.csv"),
    "a table empty": (raw("people.csv", lambda text: b""), "people.csv"),
    "a table in another encoding": (raw("people.csv", lambda text: b"\xff" + text), "people.csv"),
    "a word for a number": (cells("places", "cananea", latitude="north"), "places.csv"),
    "a day that does not exist": (cells("rescue_log", "L02", date="2006-02-30"), "rescue_log.csv"),
    "no maps": (lambda folder: shutil.rmtree(folder / "geo"), "geo/world_countries_110m.geojson"),
    "no datasheet": (lambda folder: (folder / "DATASHEET.md").unlink(), "DATASHEET.md"),
}


@pytest.mark.parametrize("spoilt", SPOILT)
def test_all_rules_together_tell_what_is_wrong_and_stumble_over_nothing(spoilt, tmp_path):
    edit, named = SPOILT[spoilt]
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    edit(folder)
    found = rules.broken(folder)
    assert found and {fault.file for fault in found} == {named}
