"""The tables keep their promises, and a broken table says where it is broken."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from mineros import folders, open_pack, rules
from mineros.data import Tables
from mineros.errors import DataError
from mineros.rules import base
from mineros.words import LANGUAGES, Words

DATA = folders.data()


@pytest.mark.parametrize("rule", rules.ALL, ids=lambda rule: rule.__name__)
def test_tables_keep_the_promise(rule: rules.Rule):
    assert [fault.say(Words("en")) for fault in rule(DATA)] == []


def test_one_public_tool_validates_the_whole_package():
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.Package(str(DATA / "datapackage.json")).validate()
    assert report.flatten(["name", "rowNumber", "fieldName", "note"]) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_reads_in_both_languages(language):
    tables = Tables(Words(language), DATA)
    for name in tables:
        frame = tables[name]
        assert len(frame) == len(base.tables(DATA)[name])
        assert not [column for column in frame if column.endswith(("_en", "_es"))]


def test_empty_numbers_stay_empty_and_never_become_zero():
    tables = Tables(Words("en"), DATA)
    for name in tables:
        texts = base.tables(DATA)[name]
        for field in tables.schemas[name]["schema"]["fields"]:
            if field["type"] in ("integer", "number", "year"):
                empty = [row[field["name"]] == "" for row in texts]
                assert tables[name][field["name"]].isna().tolist() == empty, f"{name}.{field['name']}"


def test_datasheet_names_every_table_and_no_path_of_a_machine():
    from mineros.balance import datasheet

    for language in LANGUAGES:
        text = datasheet(language, DATA).read_text("utf-8")
        assert [name for name in base.package(DATA) if f"`{name}`" not in text] == []
        assert not [sign for sign in ("/work", "/tmp", "/home", "r1-", "r2-") if sign in text]
        known = set(base.by_id(DATA, "sources"))
        assert set(re.findall(r"\bS\d{4}\b", text)) <= known


def test_numbers_told_in_the_datasheets_are_those_of_the_tables():
    def counted(table: str, column: str) -> Counter[str]:
        return Counter(row[column] for row in base.tables(DATA)[table])

    seen, status = counted("sources", "seen"), counted("disputes", "status")
    verdict, witness = counted("seed_facts", "verdict"), counted("events", "corroboration")
    read = sum(bool(row["verified"]) for row in base.tables(DATA)["events"])
    english = (DATA / "DATASHEET.md").read_text("utf-8")
    for told in (
        f"Of {seen.total():,} sources, {seen['part']:,} were seen in part and {seen['whole']} whole",
        f"{verdict['confirmed']} of {verdict.total()} are confirmed",
        f"{status['disputed']} disputed, {status['unknown']} unknown, {status['established']} established",
        f"{witness['single']} events are `single`",
        f"{read} events carry `verified`",
    ):
        assert told in english, told
    spanish = (DATA / "DATASHEET.es.md").read_text("utf-8")
    for number in (seen["part"], verdict["confirmed"], status["disputed"], witness["single"], read):
        assert f"{number:,}" in spanish, number


def test_citation_names_the_edition_of_the_dataset():
    edition = Tables(Words("en"), DATA).edition
    assert f"\nversion: {edition}\n" in (DATA.parent / "CITATION.cff").read_text("utf-8")
    for name in ("DATASHEET.md", "DATASHEET.es.md"):
        assert edition in (DATA / name).read_text("utf-8").split("\n\n")[1]


LEAST = {
    "sources": 1000, "events": 300, "claims": 500, "disputes": 120, "people": 130, "organizations": 180, "ties": 150,
    "legal_steps": 100, "actions": 150, "min_wage": 60, "rrm_cases": 36, "series_catalog": 50, "seed_facts": 120,
}  # fmt: skip


def test_the_dataset_is_as_large_as_the_datasheet_promises():
    sizes = {name: len(base.tables(DATA)[name]) for name in LEAST}
    assert {name: size for name, size in sizes.items() if size < LEAST[name]} == {}


def test_events_of_every_theme_were_read_again_against_their_sources():
    read = [event for event in base.tables(DATA)["events"] if event["verified"]]
    assert len(read) >= 60
    themes = {event["theme"] for event in base.tables(DATA)["events"]}
    assert {theme for theme in themes if sum(event["theme"] == theme for event in read) < 10} == set()


def test_a_figure_reads_only_the_tables_that_it_draws_from_and_cites():
    pack = open_pack("en")
    pack.html("days", pack.events)
    assert set(pack.tables._read) <= {"events", "sources"}


# --- broken copies: one clear sentence, in the reader's language, no traceback ---------------------------------------


def line_edit(name: str, number: int, change: Callable[[str], str]) -> Callable[[Path], None]:
    """An edit of one line of a file, counted as a text editor counts it."""

    def edit(folder: Path) -> None:
        path = folder / name
        lines = path.read_text("utf-8").split("\n")
        lines[number - 1] = change(lines[number - 1])
        path.write_text("\n".join(lines), "utf-8", newline="\n")

    return edit


def rewrite(name: str, raw: bytes) -> Callable[[Path], None]:
    return lambda folder: (folder / name).write_bytes(raw) and None


def latin_1(folder: Path) -> None:
    path = folder / "recoveries.csv"
    path.write_bytes(path.read_text("utf-8").encode("latin-1", "replace"))


BROKEN = {
    "a row without its last cell": (
        line_edit("recoveries.csv", 5, lambda line: line.rpartition(",")[0]),
        ["recoveries.csv", "5"],
    ),
    "a row with a cell more": (line_edit("recoveries.csv", 6, lambda line: line + ",x"), ["recoveries.csv", "6"]),
    "a word where a number belongs": (
        line_edit("recoveries.csv", 7, lambda line: line.replace(",63,", ",sixty-three,", 1)),
        ["recoveries.csv", "7", "base", "sixty-three"],
    ),
    "a word where true or false belongs": (
        line_edit("recoveries.csv", 8, lambda line: line.replace(",false,", ",maybe,", 1)),
        ["recoveries.csv", "8", "conflicts", "maybe"],
    ),
    "a missing table": (lambda folder: (folder / "recoveries.csv").unlink(), ["recoveries.csv"]),
    "an empty table": (rewrite("recoveries.csv", b""), ["recoveries.csv"]),
    "a column head changed": (
        line_edit("recoveries.csv", 1, lambda line: line.replace("located", "found")),
        ["recoveries.csv", "located"],
    ),
    "a table in Latin-1": (latin_1, ["recoveries.csv"]),
    "a quotation mark left open": (
        line_edit("recoveries.csv", 9, lambda line: '"' + line.replace('"', "")),
        ["recoveries.csv"],
    ),
    "no folder": (shutil.rmtree, ["data-copy"]),
    "no datapackage.json": (lambda folder: (folder / "datapackage.json").unlink(), ["data-copy"]),
    "a datapackage.json cut short": (rewrite("datapackage.json", b'{"resources": ['), ["datapackage.json"]),
    "a datapackage.json in Latin-1": (
        rewrite("datapackage.json", '{"título": 1}'.encode("latin-1")),
        ["datapackage.json"],
    ),
    "a datapackage.json without tables": (rewrite("datapackage.json", b"{}\n"), ["datapackage.json"]),
    "a datapackage.json that is a list": (rewrite("datapackage.json", b"[]\n"), ["datapackage.json"]),
}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "data-copy"
    shutil.copytree(DATA, folder)
    return folder


@pytest.mark.parametrize("fault", BROKEN)
def test_broken_table_gives_one_clear_message(fault, copy):
    edit, named = BROKEN[fault]
    edit(copy)
    messages = []
    for language in LANGUAGES:
        with pytest.raises(DataError) as caught:
            Tables(Words(language), copy)["recoveries"]
        message = str(caught.value)
        assert [word for word in named if word not in message] == []
        assert "\n" not in message and "Traceback" not in message and message.endswith(".")
        assert caught.value._render_traceback_() == [message]
        messages.append(message)
    assert messages[0] != messages[1], "the message is the same text in both languages"


def test_another_folder_can_be_named_by_environment(copy, monkeypatch):
    monkeypatch.setenv("MINEROS_DATA", str(copy))
    (copy / "places.csv").unlink()
    with pytest.raises(DataError, match=r"places\.csv"):
        Tables(Words("en"))["places"]
