"""Searching without a page: what is found, who answers, what rests on a source, and the file that is kept."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from functools import cache

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient

from foreign import english_shown
from mineros import folders, open_pack
from mineros.cite import Citations
from mineros.cited_rows import save
from mineros.errors import DataError, ExportError
from mineros.finder import SEARCHED, SIDES_OF_THE_CONFLICT, table_of
from mineros.rules import base
from mineros.words import LANGUAGES

TIME = {"events": "date", "sources": "published", "claims": "as_of"}
YES_OR_NO = ("contested",)


@pytest.fixture(scope="module", params=LANGUAGES)
def pack(request):
    return open_pack(request.param)


@pytest.fixture
def claims(pack):
    return pack.find("claims", "Sicartsa")


@cache
def raw(table):
    """A table as its file holds it, every cell a text; read without the pack."""
    return pd.read_csv(folders.data() / f"{table}.csv", dtype=str, keep_default_na=False)


def bare(text):
    return "".join(sign for sign in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(sign))


def ids(rows):
    return list(rows.iloc[:, 0])


@cache
def texts(table, language):
    """All that a row says in one language, in one bare text, as the files hold it, codes in words."""
    other = {"en": "_es", "es": "_en"}[language]
    rows = raw(table)
    said = rows[[column for column in rows if not column.endswith(other) and column not in YES_OR_NO]].copy()
    for field in base.fields(folders.data(), table):
        if field["name"] in said and "labels" in field:
            words = {code: label[language] for code, label in field["labels"].items()}
            said[field["name"]] = said[field["name"]].map(lambda code, words=words: words.get(code, code))
    return said.apply(lambda row: bare(" ".join(row)), axis=1)


def with_words(table, text, language):
    """The ids of the rows that hold all words, by a plain filter over the file."""
    keep = texts(table, language).map(lambda cell: all(word in cell for word in bare(text).split()))
    return set(raw(table)[keep].iloc[:, 0])


# --- words ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", SEARCHED)
@pytest.mark.parametrize(
    "text", ["Cananea", "mina", "Linares Sicartsa", "S0002", "government gobierno", "(", "zzzz", ""]
)
def test_search_finds_what_a_plain_filter_over_the_file_finds(pack, table, text):
    found = pack.find(table, text)
    assert set(ids(found)) == with_words(table, text, pack.words.language)
    assert len(ids(found)) == len(set(ids(found)))


@pytest.mark.parametrize("table", SEARCHED)
def test_accents_and_capitals_do_not_matter(pack, table):
    spellings = ("Gómez", "gomez", "GÓMEZ", "GOMEZ", "Go\u0301mez", "  gómez ")
    found = [ids(pack.find(table, text)) for text in spellings]
    assert all(each == found[0] for each in found)
    assert found[0]


def test_words_may_stand_in_any_order_and_must_all_occur(pack):
    both = ids(pack.find("events", "Cananea 2007"))
    assert both == ids(pack.find("events", "2007 Cananea"))
    assert set(both) == set(ids(pack.find("events", "Cananea"))) & set(ids(pack.find("events", "2007")))
    assert both


def test_a_code_is_found_by_its_words_in_the_language_of_the_reader(pack):
    word = {"en": "exile", "es": "exilio"}[pack.words.language]
    exile = set(ids(pack.events[pack.events["theme"] == "exile"]))
    assert exile <= set(ids(pack.find("events", word)))
    assert len(pack.find("events", "senate_return")) == 0


@pytest.mark.parametrize("word", ["true", "false"])
def test_yes_and_no_of_the_table_are_not_words_of_the_reader(pack, word):
    assert set(ids(pack.find("events", word))) == with_words("events", word, pack.words.language)


@pytest.mark.parametrize("table", SEARCHED)
def test_rows_are_found_in_the_order_of_time(pack, table):
    times = list(pack.find(table, "Cananea")[TIME[table]])
    assert times == sorted(times)


# --- years ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", SEARCHED)
@pytest.mark.parametrize(("start", "end"), [(2006, 2007), (2006, 2006), (None, 2000), (2018, None), (2007, 2006)])
def test_first_and_last_year_belong_to_the_span_and_undated_rows_do_not(pack, table, start, end):
    rows = raw(table)
    years = pd.to_numeric(rows[TIME[table]].str[:4])  # NaN where undated: compares as false
    keep = years.between(start or 0, end or 9999)
    assert set(ids(pack.find(table, start=start, end=end))) == set(rows[keep].iloc[:, 0])


@pytest.mark.parametrize("table", ["sources", "claims"])
def test_undated_rows_are_found_as_long_as_no_year_is_given(pack, table):
    assert (pack.find(table)[TIME[table]] == "").any()
    assert not (pack.find(table, start=1)[TIME[table]] == "").any()


# --- place and side -------------------------------------------------------------------------------------------------


def test_event_is_found_by_its_own_place(pack):
    rows = raw("events")
    assert set(ids(pack.find("events", place="cananea"))) == set(rows[rows["place_id"] == "cananea"]["event_id"])


def test_source_has_the_places_of_its_events_and_a_claim_those_of_its_sources(pack):
    events, claims = raw("events"), raw("claims")
    there = set("; ".join(events[events["place_id"] == "cananea"]["source_ids"]).split("; "))
    assert set(ids(pack.find("sources", place="cananea"))) == there
    expected = claims[claims["source_ids"].map(lambda cell: bool(there & set(cell.split("; "))))]
    assert set(ids(pack.find("claims", place="cananea"))) == set(expected["claim_id"])
    assert 0 < len(expected) < len(claims)


@pytest.mark.parametrize("side", ["families", "company", "union"])
def test_event_has_the_sides_of_its_sources_the_others_their_own(pack, side):
    sources, claims, events = raw("sources"), raw("claims"), raw("events")
    of_side = set(sources[sources["perspective"] == side]["source_id"])
    assert set(ids(pack.find("sources", side=side))) == of_side
    assert set(ids(pack.find("claims", side=side))) == set(claims[claims["perspective"] == side]["claim_id"])
    expected = events[events["source_ids"].map(lambda cell: bool(of_side & set(cell.split("; "))))]
    assert set(ids(pack.find("events", side=side))) == set(expected["event_id"])


def test_limits_narrow_each_other(pack):
    alone = [
        pack.find("events", "huelga" if pack.words.language == "es" else "strike"),
        pack.find("events", start=2007, end=2010),
        pack.find("events", place="cananea"),
        pack.find("events", side="union"),
    ]
    word = "huelga" if pack.words.language == "es" else "strike"
    together = pack.find("events", word, start=2007, end=2010, place="cananea", side="union")
    assert set(ids(together)) == set.intersection(*(set(ids(rows)) for rows in alone))
    assert len(together)


# --- odd things typed -----------------------------------------------------------------------------------------------


def test_a_number_and_nothing_are_taken_as_typed(pack):
    assert ids(pack.find("events", 2006)) == ids(pack.find("events", "2006"))
    assert ids(pack.find("events", None, place=None, side=None)) == ids(pack.find("events"))


ODD = {
    "a table instead of its name": lambda pack: pack.find(pack.people),
    "names in a list": lambda pack: pack.find(["events"]),
    "a list of places": lambda pack: pack.find("events", place=["cananea"]),
    "a side that is a number": lambda pack: pack.find("events", side=5),
    "a limit that there is not": lambda pack: pack.find("events", year=2006),
    "a list of questions": lambda pack: pack.claims_on(["exile"]),
    "rows instead of a question": lambda pack: pack.who_says(pack.claims),
    "no question": lambda pack: pack.claims_on(None),
}


@pytest.mark.parametrize("odd", ODD)
def test_what_cannot_be_searched_for_is_told_in_one_short_sentence(pack, odd):
    with pytest.raises(DataError) as told:
        ODD[odd](pack)
    assert "\n" not in str(told.value)
    assert len(str(told.value)) < 250


def test_a_search_for_a_place_reads_no_table_that_it_does_not_need():
    pack = open_pack("en")
    assert len(pack.find("sources", place="cananea"))
    assert set(pack.tables._read) == {"sources", "events", "places"}


# --- who answers ----------------------------------------------------------------------------------------------------


def test_unknown_table_is_told_in_one_sentence_that_names_those_there_are(pack):
    with pytest.raises(DataError) as told:
        pack.find("miners")
    assert str(told.value) == pack.words("error.not_searched", table="miners", tables="events, sources, claims")
    assert "\n" not in str(told.value)
    assert "miners" in str(told.value)


def test_unknown_table_is_told_differently_in_each_language():
    said = set()
    for language in LANGUAGES:
        with pytest.raises(DataError) as told:
            open_pack(language).find("miners")
        said.add(str(told.value))
    assert len(said) == len(LANGUAGES)


def test_answers_are_found_by_question_or_by_theme(pack):
    claims, disputes = raw("claims"), raw("disputes")
    question = claims["dispute_id"].iloc[0]
    assert set(ids(pack.claims_on(question))) == set(claims[claims["dispute_id"] == question]["claim_id"])
    for theme in sorted(set(disputes["theme"]) - {""}):
        asked = set(disputes[disputes["theme"] == theme]["dispute_id"])
        assert set(ids(pack.claims_on(theme))) == set(claims[claims["dispute_id"].isin(asked)]["claim_id"])
    with pytest.raises(DataError) as told:
        pack.claims_on("no-such-question")
    assert str(told.value) == pack.words("error.no_question_disputed", dispute="no-such-question")


def test_no_question_has_the_name_of_a_theme():
    disputes = raw("disputes")
    assert not set(disputes["dispute_id"]) & set(disputes["theme"])


def test_silent_sides_of_the_conflict_stand_there_with_0(pack):
    silent = 0
    for question in raw("disputes")["dispute_id"]:
        said = pack.finder.who_says(question).set_index("perspective")
        claims = pack.claims_on(question)
        assert set(said.index) == set(claims["perspective"]) | set(SIDES_OF_THE_CONFLICT)
        for side, row in said.iterrows():
            assert row["claims"] == (claims["perspective"] == side).sum()
            assert 0 <= row["answers"] <= row["claims"]
            assert bool(row["answers"]) == bool(row["claims"])
            silent += row["claims"] == 0
    assert silent


def test_sides_are_named_in_the_reader_s_language_also_the_silent_ones(pack, monkeypatch):
    shown = []
    monkeypatch.setattr("mineros.pack._display", shown.append)
    pack.who_says("union-members")
    labels = [pack.tables.label("claims", "perspective", code) for code in SIDES_OF_THE_CONFLICT]
    assert [label for label in labels if f"<td>{label}</td>" not in shown[0]] == []
    assert "<td>0</td>" in shown[0]


def test_a_table_to_read_has_headings_and_codes_in_words(pack, monkeypatch):
    shown = []
    monkeypatch.setattr("mineros.pack._display", shown.append)
    pack.table(pack.find("events", "Cananea", start=2007, end=2010), "date", "title", "corroboration")
    assert pack.tables.field_title("events", "corroboration") in shown[0]
    assert pack.tables.label("events", "corroboration", "single") in shown[0]
    assert "<td>single</td>" not in shown[0]


def test_a_table_of_parts_of_rows_is_refused_in_one_sentence(pack):
    with pytest.raises(ExportError) as refused:
        pack.table(pack.find("events", "Cananea")[["date", "title"]], "date")
    assert str(refused.value) == pack.words("error.not_whole_rows")
    with pytest.raises(DataError, match="colour"):
        pack.table(pack.find("events", "Cananea"), "colour")


# --- what rests on a source -----------------------------------------------------------------------------------------


def test_every_row_of_every_table_that_names_a_source_rests_on_it():
    """A brute scan over the files: in each table but the sources, whatever column names sources by id."""
    expected = set()
    for path in sorted(folders.data().glob("*.csv")):
        if path.stem == "sources":
            continue
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                own = " ".join(row[column] for column in base.key(folders.data(), path.stem))
                for column, cell in row.items():
                    if re.search(r"(^|_)source_ids?$|^verified_by$", column):
                        expected |= {(source, path.stem, own) for source in cell.split("; ") if source}
    resting = open_pack("en").finder.resting
    listed = {(source, table, own) for source, rows in resting.items() for table, own in rows}
    assert sorted(expected - listed) == []
    assert sorted(listed - expected) == []


# --- the file -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", SEARCHED)
def test_exported_file_holds_every_row_with_its_citation_and_no_cell_begins_a_formula(pack, table, tmp_path):
    rows = pack.find(table)
    file = save(rows, table, tmp_path / "exports", pack.tables, Citations(pack.tables))
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    with file.open(encoding="utf-8-sig", newline="") as lines:
        written = list(csv.DictReader(lines))
    assert [row[next(iter(row))] for row in written] == ids(rows)
    assert list(written[0])[-1] == "citation"
    for row in written:
        own = row[next(iter(row))]
        for part in (table, own, pack.tables.edition):
            assert re.search(rf"(?<![\w-]){re.escape(part)}(?![\w-])", row["citation"]), row["citation"]
    numbers = set(rows.select_dtypes("number"))
    formulas = [
        (next(iter(row.values())), column, cell)
        for row in written
        for column, cell in row.items()
        if column not in numbers and cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    ]
    assert formulas == []


def test_two_exports_are_two_files(pack, claims, tmp_path):
    files = {save(claims, "claims", tmp_path, pack.tables, pack.citations) for _ in range(3)}
    assert len(files) == 3
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".csv"] * 3


def test_export_of_nothing_is_a_file_with_its_heads(pack, tmp_path):
    file = save(pack.find("events", "zzzz"), "events", tmp_path, pack.tables, pack.citations)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        written = list(csv.reader(lines))
    assert len(written) == 1
    assert written[0][-1] == "citation"


def test_folder_that_cannot_be_made_is_told_in_one_sentence(pack, claims, tmp_path):
    (tmp_path / "exports").write_text("a file where the folder should be")
    with pytest.raises(ExportError) as told:
        save(claims, "claims", tmp_path / "exports", pack.tables, pack.citations)
    assert str(tmp_path / "exports") in str(told.value)
    assert "\n" not in str(told.value)


def test_rows_without_their_id_are_told_in_one_sentence(pack, tmp_path, monkeypatch):
    """The notebook itself shows a search cut down to three columns; somebody will want to keep or draw that."""
    monkeypatch.setenv("MINEROS_WORK", str(tmp_path))
    with pytest.raises(ExportError) as told:
        open_pack(pack.words.language).export(pack.find("events", "Cananea")[["date", "title"]])
    assert "\n" not in str(told.value)


def test_table_of_a_selection_is_known_by_its_first_column(pack):
    assert [table_of(pack.find(table)) for table in SEARCHED] == list(SEARCHED)


# --- the notebook ---------------------------------------------------------------------------------------------------


def test_notebook_of_the_browser_runs_to_its_end(pack, tmp_path, monkeypatch):
    monkeypatch.setenv("MINEROS_WORK", str(tmp_path))
    path = folders.top() / "notebooks" / pack.words.language / "data-browser.ipynb"
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=300, startup_timeout=180, kernel_name="python3").execute()
    assert all(cell.outputs for cell in notebook.cells if cell.cell_type == "code" and "open_pack" not in cell.source)
    assert len(list((tmp_path / "exports").glob("claims-*.csv"))) == 1
    if pack.words.language == "es":
        shown = nbformat.writes(notebook).replace(str(tmp_path), "")  # a folder that the test has named
        assert english_shown(json.loads(shown)) == {}
