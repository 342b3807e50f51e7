"""A proposed row is told what is wrong with it, in one sentence for each fault, and nothing in data/ is touched."""

from __future__ import annotations

import csv
import hashlib
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from mineros import folders, propose, rules
from mineros.errors import DataError
from mineros.propose import faults
from mineros.rules import base
from mineros.words import LANGUAGES, Words

DATA = folders.data()
SOURCE = {
    "source_id": "S9001", "title_en": "A letter to the paper", "title_es": "A letter to the paper",
    "publisher_en": "Vanguardia", "publisher_es": "Vanguardia", "published": "2007-05-01",
    "language": "en", "kind": "letter", "perspective": "families", "seen": "whole",
    "interest_en": "Writer has a brother in the mine: wants the search to go on.",
    "interest_es": "Quien escribe tiene un hermano en la mina: quiere que siga la búsqueda.",
}  # fmt: skip
EVENT = {
    "event_id": "letter-2007", "date": "2007-05-01", "precision": "day", "title_en": "A letter asks for the search",
    "title_es": "Una carta pide que siga la búsqueda", "summary_en": "A reader asks that the search go on.",
    "summary_es": "Un lector pide que la búsqueda continúe.", "place_id": "saltillo", "theme": "pasta_de_conchos",
    "source_ids": "S0010", "corroboration": "single", "contested": "false",
}  # fmt: skip


@pytest.fixture(scope="module")
def of_the_pack():
    """What the rules say of the tables as they are, asked once for all tests; no test changes them."""
    return cache(lambda asked: rules.broken(DATA, asked))


@pytest.fixture(autouse=True)
def _the_pack_is_judged_once(monkeypatch, of_the_pack):
    judge_once(monkeypatch, of_the_pack)


def judge_once(patch, of_the_pack):
    judge = rules.broken
    patch.setattr(
        propose, "broken", lambda folder, asked: of_the_pack(asked) if folder == DATA else judge(folder, asked)
    )


def file(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / "mine.csv"
    with path.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, list(dict.fromkeys(column for row in rows for column in row)))
        writer.writeheader()
        writer.writerows(rows)
    return path


def told(folder: Path, table: str, *rows: dict[str, str], language: str = "en", replace: bool = False) -> list[str]:
    return faults({table: file(folder, *rows)}, Words(language), replace=replace)


def digest() -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(DATA.rglob("*")) if path.is_file())).hexdigest()


@pytest.mark.parametrize(("table", "row"), [("sources", SOURCE), ("events", EVENT)])
def test_a_sound_row_is_welcome_and_nothing_is_changed(table, row, tmp_path):
    before = digest()
    assert told(tmp_path, table, row) == []
    assert digest() == before


def test_a_row_of_the_tables_may_be_proposed_again_with_a_correction(tmp_path):
    row = base.by_id(DATA, "events")["explosion-2006"]
    better = {**row, "note_en": "One more word.", "note_es": "Una palabra más."}
    assert told(tmp_path, "events", better, replace=True) == []
    (sentence,) = told(tmp_path, "events", better)
    assert "explosion-2006" in sentence
    assert "--replace" in sentence


def test_a_taken_number_is_told_with_the_next_one_that_is_free(tmp_path):
    highest = max(row["source_id"] for row in base.tables(DATA)["sources"])
    (sentence,) = told(tmp_path, "sources", {**SOURCE, "source_id": "S0001"})
    assert f"S{int(highest[1:]) + 1:04d}" in sentence


def test_a_source_and_the_event_that_rests_on_it_are_proposed_together(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    event = {**EVENT, "source_ids": SOURCE["source_id"]}
    pair = {"sources": file(tmp_path / "a", SOURCE), "events": file(tmp_path / "b", event)}
    assert faults(pair, Words("en")) == []
    assert any(SOURCE["source_id"] in sentence for sentence in faults({"events": pair["events"]}, Words("en")))


# What is wrong with the row: the change, the column named, a word of the sentence in each language.
WRONG = {
    "no date": ({"date": ""}, "date", "empty", "vacía"),
    "a day that is none": ({"date": "2007-02-30"}, "date", "2007-02-30", "2007-02-30"),
    "day first": ({"date": "01/05/2007"}, "date", "01/05/2007", "01/05/2007"),
    "more precise than it is": ({"date": "2007-05"}, "precision", "day", "day"),
    "no Spanish": ({"title_es": ""}, "title_es", "empty", "vacía"),
    "English copied": ({"title_es": EVENT["title_en"]}, "title_es", "same", "igual"),
    "unknown theme": ({"theme": "mines"}, "theme", "mines", "mines"),
    "unknown place": ({"place_id": "atlantis"}, "place_id", "atlantis", "atlantis"),
    "unknown source": ({"source_ids": "S9999"}, "source_ids", "S9999", "S9999"),
    "sources joined by a comma": ({"source_ids": "S0010,S0011"}, "source_ids", "semicolon", "punto y coma"),
    "one witness called several": ({"corroboration": "several"}, "corroboration", "witness", "testigo"),
    "yes for true": ({"contested": "yes"}, "contested", "true", "true"),
    "an id in capitals": ({"event_id": "Letter 2007"}, "event_id", "Letter 2007", "Letter 2007"),
    "a formula": ({"summary_en": "=1+1"}, "summary_en", "formula", "fórmula"),
    "HTML": ({"summary_en": "<b>big</b>"}, "summary_en", "HTML", "HTML"),
    "a long quotation": ({"summary_en": f"He wrote “{' '.join(['word'] * 13)}”."}, "summary_en", "12", "12"),
    "an age": ({"summary_en": "A man aged 40 asks."}, "summary_en", "old", "edad"),
    "a body not yet founded": ({"actors": "industriall"}, "actors", "industriall", "industriall"),
}


@pytest.fixture(scope="module")
def told_of(tmp_path_factory, of_the_pack):
    """What is said of the wrong rows in a language, proposed in one file; each row is a day younger than the last."""

    @cache
    def sentences(language):
        with pytest.MonkeyPatch.context() as patch:
            judge_once(patch, of_the_pack)
            rows = [
                {**EVENT, "event_id": f"letter-{day}", "date": f"2007-05-{day:02d}", **change}
                for day, (change, *_) in enumerate(WRONG.values(), start=1)
            ]
            said = told(tmp_path_factory.mktemp(language), "events", *rows, language=language)
        names = [row["event_id"] for row in rows]
        return {wrong: [one for one in said if f" {name}," in one] for wrong, name in zip(WRONG, names, strict=True)}

    return sentences


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("wrong", WRONG)
def test_a_fault_is_told_with_row_column_and_remedy(wrong, language, told_of):
    _, column, english, spanish = WRONG[wrong]
    sentences = told_of(language)[wrong]
    named = [
        sentence for sentence in sentences if column in sentence and (english, spanish)[language == "es"] in sentence
    ]
    assert named, sentences
    assert all(sentence.startswith("events.csv") and sentence.endswith(".") for sentence in sentences)
    assert all("\n" not in sentence for sentence in sentences)


def test_an_event_that_is_there_already_is_recognized(tmp_path):
    known = base.by_id(DATA, "events")["explosion-2006"]
    again = {**EVENT, "event_id": "blast", "date": known["date"], "title_en": known["title_en"]}
    assert any("explosion-2006" in sentence for sentence in told(tmp_path, "events", again))


def test_a_source_with_a_known_address_is_recognized(tmp_path):
    url = base.by_id(DATA, "sources")["S0010"]["url"]
    assert any("S0010" in sentence for sentence in told(tmp_path, "sources", {**SOURCE, "url": url}))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_that_cannot_be_read_is_said_in_one_sentence(language, tmp_path):
    words = Words(language)
    with pytest.raises(DataError, match=r"nothing\.csv"):
        faults({"events": tmp_path / "nothing.csv"}, words)
    with pytest.raises(DataError, match="color"):
        faults({"events": file(tmp_path, {**EVENT, "color": "red"})}, words)
    with pytest.raises(DataError, match="evnts"):
        faults({"evnts": file(tmp_path, EVENT)}, words)
    broken = tmp_path / "latin.csv"
    broken.write_bytes("event_id,title_es\nx,Año\n".encode("latin-1"))
    with pytest.raises(DataError, match=r"latin\.csv"):
        faults({"events": broken}, words)


HEAD, BODY = ",".join(EVENT), ",".join(f'"{cell}"' for cell in EVENT.values())
NOT_ROWS = {
    "an empty file": ("", "no rows"),
    "a head alone": (f"{HEAD}\n", "no rows"),
    "a comma too many": (f"{HEAD}\n{BODY},x\n", "line 2"),
    "a cell too few": (f"{HEAD}\n{BODY}\nletter-2008\n", "line 3"),
    "a column twice": (f"{HEAD},title_en\n{BODY},x\n", "title_en"),
}


@pytest.mark.parametrize("odd", NOT_ROWS)
def test_a_file_that_holds_no_rows_or_other_cells_than_its_head_is_not_guessed_at(odd, tmp_path):
    text, named = NOT_ROWS[odd]
    (tmp_path / "mine.csv").write_text(text, "utf-8")
    with pytest.raises(DataError, match=named):
        faults({"events": tmp_path / "mine.csv"}, Words("en"))


def test_marks_of_windows_and_empty_lines_do_not_matter(tmp_path):
    (tmp_path / "mine.csv").write_bytes(f"\ufeff{HEAD}\r\n{BODY}\r\n\r\n".encode())
    assert faults({"events": tmp_path / "mine.csv"}, Words("en")) == []


def test_a_word_for_a_number_stops_no_rule(tmp_path):
    row = {**base.by_id(DATA, "disasters_mexico")["mx-pasta-de-conchos-2006"], "deaths_low": "many"}
    assert any("deaths_low" in sentence for sentence in told(tmp_path, "disasters_mexico", row))
    row = {**base.by_id(DATA, "places")["cananea"], "latitude": "north"}
    assert any("latitude" in sentence for sentence in told(tmp_path, "places", row))


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(DATA, tmp_path / "data")
    return tmp_path / "data"


def test_a_fault_of_another_row_is_not_the_proposer_s_even_where_its_line_moves(tmp_path, copy):
    events = copy / "events.csv"
    last = base.tables(DATA)["events"][-1]["title_es"]
    events.write_text(events.read_text("utf-8").replace(last, ""), "utf-8", newline="\n")
    assert rules.broken(copy, rules.OF_ROWS)
    assert faults({"events": file(tmp_path, EVENT)}, Words("en"), copy) == []


@pytest.mark.parametrize("spoilt", ["people.csv", "seed_facts.csv"])
def test_tables_that_cannot_be_read_are_told_and_no_row_is_welcome(spoilt, tmp_path, copy):
    (copy / spoilt).write_bytes((copy / spoilt).read_bytes().replace(b"\n", b"\r\n"))
    (sentence,) = faults({"events": file(tmp_path, EVENT)}, Words("en"), copy)
    assert sentence.startswith(spoilt)
    (copy / spoilt).unlink()
    (sentence,) = faults({"events": file(tmp_path, EVENT)}, Words("en"), copy)
    assert sentence.startswith(spoilt)


def said(module: str, language: str) -> list[str]:
    return ["--language", language] if module == "mineros.propose" else [language]


@pytest.mark.parametrize("module", ["mineros.propose", "mineros.rules"])
def test_commands_say_in_one_line_what_is_missing(module, tmp_path):
    rows = ["events", str(file(tmp_path, EVENT))] if module == "mineros.propose" else []
    for language, folder in (("en", tmp_path / "nowhere"), ("fr", DATA)):
        run = subprocess.run(
            [sys.executable, "-m", module, *rows, *said(module, language)], capture_output=True, text=True, check=False,
            env={**os.environ, "MINEROS_DATA": str(folder)},
        )  # fmt: skip
        assert (run.returncode, run.stderr, run.stdout.count("\n")) == (1, "", 1)


def test_the_command_says_welcome_or_what_is_wrong(tmp_path):
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "mineros.propose", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    good = run("events", str(file(tmp_path, EVENT)))
    assert (good.returncode, good.stderr) == (0, "")
    assert "events" in good.stdout
    bad = run("events", str(file(tmp_path, {**EVENT, "theme": "mines"})), "--language", "es")
    assert bad.returncode == 1
    assert "columna theme" in bad.stdout
    assert run().returncode == 2
