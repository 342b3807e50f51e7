"""The reader of tables, on a small package of its own: each promise and each sentence, to the letter."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mineros import folders
from mineros.data import Tables, listed, own_columns
from mineros.errors import DataError
from mineros.words import LANGUAGES, Words

EN, ES = Words("en"), Words("es")
LANGUAGE = pytest.mark.parametrize("words", [EN, ES], ids=LANGUAGES)
SIDES = {"union": {"en": "the union", "es": "el sindicato"}, "company": {"en": "owners", "es": "la empresa"}}


def both(english: str, spanish: str) -> dict[str, str]:
    return {"en": english, "es": spanish}


def field(name: str, kind: str, english: str, spanish: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "titles": both(english, spanish), **more}


FIELDS = [
    field("man_id", "string", "Id", "Clave"),
    field("name_en", "string", "Name (English)", "Nombre (inglés)"),
    field("name_es", "string", "Name (Spanish)", "Nombre (español)"),
    field("age", "integer", "Age (years)", "Edad (años)"),
    field("born", "year", "Born", "Nació"),
    field("wage", "number", "Wage", "Salario"),
    field("found", "boolean", "Found", "Hallado"),
    field("side", "string", "Side", "Lado", labels=SIDES),
    field("source_ids", "string", "Sources", "Fuentes", list_of="sources.source_id"),
    field("read_in", "string", "Read in", "Leído en", list_of="sources.source_id"),
    field("tied_to", "string", "Tied to", "Atado a", list_of="men.man_id"),
]
PACKAGE = {
    "version": "7.1",
    "resources": [
        {"name": "men", "path": "men.csv", "titles": both("Men", "Hombres"), "descriptions": both("Who", "Quién"),
         "schema": {"fields": FIELDS, "primaryKey": "man_id"}},
        {"name": "ties", "path": "ties.csv", "titles": both("Ties", "Lazos"), "descriptions": both("How", "Cómo"),
         "schema": {"fields": [field("a", "string", "A", "A"), field("source_id", "string", "S", "F")],
                    "primaryKey": ["a", "source_id"]}},
        {"name": "map", "path": "geo/map.geojson"},
    ],
}  # fmt: skip
HEAD = "man_id,name_en,name_es,age,born,wage,found,side,source_ids,read_in,tied_to\n"
MEN = HEAD + (
    'm1,John,Juan,41,1965,48.67,true,union,S0001; S0002,S0003,m2\nm2,"Joe, the ""older""",José,,,,false,owner,,,\n'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "tablas ñ"
    made.mkdir()
    (made / "datapackage.json").write_text(json.dumps(PACKAGE), "utf-8")
    (made / "men.csv").write_text(MEN, "utf-8")
    (made / "ties.csv").write_text("a,source_id\n", "utf-8")
    return made


def refused(read: Callable[[], Any]) -> str:
    with pytest.raises(DataError) as raised:
        read()
    return str(raised.value)


# --- whole -----------------------------------------------------------------------------------------------------------


def test_each_column_has_the_type_of_its_schema_and_what_is_empty_stays_empty(folder):
    men = Tables(EN, folder)["men"]
    assert list(men.columns) == ["man_id", "name", *(name["name"] for name in FIELDS[3:])]
    assert {name: str(men[name].dtype) for name in ("age", "born", "wage", "found")} == {
        "age": "Int64", "born": "Int64", "wage": "float64", "found": "bool",
    }  # fmt: skip
    assert men.iloc[0].tolist() == ["m1", "John", 41, 1965, 48.67, True, "union", "S0001; S0002", "S0003", "m2"]
    assert men["name"][1] == 'Joe, the "older"'
    assert men.iloc[1][["age", "born", "wage"]].isna().all()
    assert men.iloc[1][["found", "side", "source_ids"]].tolist() == [False, "owner", ""]


def test_a_table_in_spanish_has_the_spanish_column_under_the_same_name(folder):
    assert Tables(ES, folder)["men"]["name"].tolist() == ["Juan", "José"]


@pytest.mark.parametrize("value", ["-3", "0", "-0.5", "12.25"])
def test_numbers_may_be_negative_and_have_decimals(folder, value):
    (folder / "men.csv").write_text(HEAD + f"m1,a,b,-3,-900,{value},true,,,,\n", "utf-8")
    men = Tables(EN, folder)["men"]
    assert (men["age"][0], men["born"][0], men["wage"][0]) == (-3, -900, float(value))


@pytest.mark.parametrize("rows", ["", "m1,a,b,,,,true,,,,\n", "m1,a,b,1,1,1,true,,,,\n"])
def test_a_column_has_its_type_even_where_it_is_empty_and_a_number_may_be_whole(folder, rows):
    (folder / "men.csv").write_text(HEAD + rows, "utf-8")
    men = Tables(EN, folder)["men"]
    assert len(men) == len(rows.splitlines())
    assert [str(men[name].dtype) for name in ("age", "born", "wage")] == ["Int64", "Int64", "float64"]


LINE_ENDS = {
    "line feed": "\n", "both": "\r\n", "line separator": "\u2028", "next line": "\x85", "form feed": "\x0c",
    "file separator": "\x1c",
}  # fmt: skip


@pytest.mark.parametrize("sign", LINE_ENDS.values(), ids=LINE_ENDS)  # an id with a backslash is not found by its name
def test_a_cell_keeps_its_lines_whatever_sign_divides_them(folder, sign):
    cell = f"one{sign}two"
    text = f'"{cell}"' if sign[-1] == "\n" else cell  # only a line feed needs quotation marks
    (folder / "ties.csv").write_text(f"a,source_id\n{text},S1\nr2,S2\n", "utf-8", newline="")
    ties = Tables(EN, folder)["ties"]
    assert ties.to_numpy().tolist() == [[cell, "S1"], ["r2", "S2"]]
    (folder / "ties.csv").write_text(f"a,source_id\n{text},S1\nr2\n", "utf-8", newline="")
    line = 4 if sign[-1] == "\n" else 3
    told = EN("error.bad_row", file="ties.csv", line=line, got=1, want=2)
    assert refused(lambda: Tables(EN, folder)["ties"]) == told


def test_more_rows_than_are_read_at_once_all_come_in_their_order(folder):
    (folder / "ties.csv").write_text("a,source_id\n" + "".join(f"r{n},S{n}\n" for n in range(1_234)), "utf-8")
    ties = Tables(EN, folder)["ties"]
    assert ties["a"].tolist() == [f"r{n}" for n in range(1_234)]
    assert ties["source_id"].tolist() == [f"S{n}" for n in range(1_234)]


def test_a_table_is_read_once_and_what_a_reader_does_to_it_stays_his_own(folder):
    tables = Tables(EN, folder)
    mine = tables["men"]
    mine.loc[0, "name"] = "changed"
    (folder / "men.csv").unlink()
    assert tables["men"]["name"][0] == "John"


def test_the_tables_of_a_package_are_listed_without_its_maps(folder):
    tables = Tables(EN, folder)
    assert list(tables) == ["men", "ties"]
    assert "men" in tables and "map" not in tables and "people" not in tables
    assert (tables.folder, tables.edition) == (folder, "7.1")
    assert Tables(EN).folder == folders.data()


@LANGUAGE
def test_the_contents_say_of_each_table_its_title_its_rows_and_what_it_holds(folder, words):
    tables = Tables(words, folder)
    heads = [words(f"data.contents.{head}") for head in ("name", "title", "rows", "holds")]
    titles = {"en": ("Men", "Who", "Ties", "How"), "es": ("Hombres", "Quién", "Lazos", "Cómo")}[words.language]
    assert tables.contents().to_dict("split")["columns"] == heads
    assert tables.contents().to_numpy().tolist() == [
        ["men", titles[0], 2, titles[1]],
        ["ties", titles[2], 0, titles[3]],
    ]
    assert (tables.title("men"), tables.title("ties")) == (titles[0], titles[2])


# --- what the schema says --------------------------------------------------------------------------------------------


def test_a_code_has_words_in_each_language_and_stands_for_itself_where_it_has_none(folder):
    assert Tables(EN, folder).label("men", "side", "union") == "the union"
    assert Tables(ES, folder).label("men", "side", "company") == "la empresa"
    for column, code in (("side", "owner"), ("age", "41"), ("nothing", "x")):
        assert Tables(ES, folder).label("men", column, code) == code
    assert Tables(ES, folder).codes("men", "side") == ["union", "company"]
    assert Tables(ES, folder).codes("men", "age") == Tables(ES, folder).codes("men", "nothing") == []


def test_choices_stand_once_each_by_the_alphabet_of_their_words(folder):
    assert Tables(EN, folder).choices("men", "side", ["union", "company", "union", "zz"]) == [
        ("owners", "company"), ("the union", "union"), ("zz", "zz"),
    ]  # fmt: skip


def test_the_key_of_a_table_is_a_list_of_columns_and_its_sources_are_named(folder):
    tables = Tables(EN, folder)
    assert (tables.key("men"), tables.key("ties")) == (["man_id"], ["a", "source_id"])
    assert tables.naming_sources("men") == ["source_ids", "read_in"]
    assert tables.naming_sources("ties") == ["source_id"]


def test_a_column_of_two_languages_is_called_by_its_stem_and_its_heading_does_not_say_which(folder):
    tables = Tables(ES, folder)
    assert tables.fields("men")["name"] == FIELDS[2]
    assert list(tables.fields("men")) == list(tables["men"].columns)
    assert tables.field_title("men", "name") == "Nombre"
    assert tables.field_title("men", "age") == "Edad (años)"
    assert Tables(EN, folder).field_title("men", "name") == "Name"


def test_of_columns_in_several_languages_that_of_the_reader_is_left_or_the_english_one():
    columns = ["id", "title_en", "title_es", "note_es", "role_en", "made_in", "en"]
    spanish = {"id": "id", "title": "title_es", "note": "note_es", "role": "role_en", "made_in": "made_in", "": "en"}
    assert own_columns(columns[:-1], "es") == {key: value for key, value in spanish.items() if key}
    assert own_columns(columns[:-1], "en") == {
        "id": "id", "title": "title_en", "role": "role_en", "made_in": "made_in",
    }  # fmt: skip
    assert own_columns(["title_es", "title_en"], "es") == {"title": "title_es"}
    assert own_columns(["a_b_en"], "en") == {"a_b": "a_b_en"}


def test_a_cell_that_holds_a_list_gives_its_items():
    assert (listed("S0001; S0002"), listed("S0001"), listed("")) == (["S0001", "S0002"], ["S0001"], [])


# --- broken: the sentence says where, what and what to do ------------------------------------------------------------


@LANGUAGE
def test_a_table_or_a_column_that_is_none_is_told_with_those_that_there_are(folder, words):
    tables = Tables(words, folder)
    told = words("error.no_table", table="people", tables="men, ties")
    assert refused(lambda: tables["people"]) == refused(lambda: tables.field_title("people", "x")) == told
    told = words("error.no_column", table="ties", column="x", columns="a, source_id")
    assert refused(lambda: tables.field_title("ties", "x")) == told


@LANGUAGE
@pytest.mark.parametrize(
    ("row", "line", "column", "value", "kind"),
    [
        ("m1,a,b,many,,,true,,,,", 2, "age", "many", "integer"),
        ("m1,a,b,41.5,,,true,,,,", 2, "age", "41.5", "integer"),
        ("m1,a,b,1_0,,,true,,,,", 2, "age", "1_0", "integer"),
        ("m1,a,b,1,,,true,,,,\nm2,a,b,1,2006-02,,true,,,,", 3, "born", "2006-02", "year"),
        ("m1,a,b,,,.5,true,,,,", 2, "wage", ".5", "number"),
        ("m1,a,b,,,1.,true,,,,", 2, "wage", "1.", "number"),
        ("m1,a,b,,,1.5.2,true,,,,", 2, "wage", "1.5.2", "number"),
        ("m1,a,b,,,nan,true,,,,", 2, "wage", "nan", "number"),
        ("m1,a,b,,,,True,,,,", 2, "found", "True", "boolean"),
        ("m1,a,b,,,,truest,,,,", 2, "found", "truest", "boolean"),
        (f"m1,a,b,{'x' * 90},,,true,,,,", 2, "age", "x" * 40, "integer"),
    ],
)
def test_a_cell_of_another_kind_is_told_with_its_line_and_column(folder, words, row, line, column, value, kind):
    (folder / "men.csv").write_text(f"{HEAD}{row}\n", "utf-8")
    place = {"file": "men.csv", "row": str(line), "column": column, "value": value}
    told = words("error.bad_cell", kind=words(f"type.{kind}"), **place)
    assert refused(lambda: Tables(words, folder)["men"]) == told


@LANGUAGE
@pytest.mark.parametrize("row, got", [("r2", 1), ("r2,S2,x", 3), ("", 0)])
def test_a_row_with_a_cell_too_many_or_too_few_is_told_with_its_line(folder, words, row, got):
    (folder / "ties.csv").write_text(f'a,source_id\n"r\n1",S1\n{row}\nr3,S3\n', "utf-8")
    told = words("error.bad_row", file="ties.csv", line=4, got=got, want=2)
    assert refused(lambda: Tables(words, folder)["ties"]) == told


@LANGUAGE
@pytest.mark.parametrize("text", ["", "source_id,a\n", "a\n", "a,source_id,b\n", "\ufeffa,source_id\n"])
def test_another_head_is_told_with_the_columns_that_belong_there(folder, words, text):
    (folder / "ties.csv").write_text(text, "utf-8")
    told = words("error.bad_header", file="ties.csv", columns="a, source_id")
    assert refused(lambda: Tables(words, folder)["ties"]) == told


@LANGUAGE
def test_a_misplaced_quotation_mark_is_told_with_its_line(folder, words):
    (folder / "ties.csv").write_text('a,source_id\nr1,S1\n"r"2,S2\n', "utf-8")
    assert refused(lambda: Tables(words, folder)["ties"]) == words("error.bad_quotes", file="ties.csv", line=3)


@LANGUAGE
def test_a_letter_in_another_encoding_is_told_with_its_line(folder, words):
    (folder / "ties.csv").write_bytes("a,source_id\nr1,S1\nr2,ñ\n".encode("latin-1"))
    assert refused(lambda: Tables(words, folder)["ties"]) == words("error.not_utf8", file="ties.csv", line=3)


@LANGUAGE
def test_a_file_that_is_missing_or_cannot_be_read_is_told(folder, words, monkeypatch):
    (folder / "ties.csv").unlink()
    told = words("error.no_file", file=str(folder / "ties.csv"))
    assert refused(lambda: Tables(words, folder)["ties"]) == told
    for error, why in ((PermissionError(13, "not yours"), "not yours"), (OSError("broken disk"), "broken disk")):

        def failing(path: Path, error: OSError = error) -> bytes:
            raise error

        monkeypatch.setattr(Path, "read_bytes", failing)
        assert refused(lambda: Tables(words, folder)["men"]) == words("error.unreadable", file="men.csv", why=why)


@LANGUAGE
def test_without_its_description_a_folder_of_tables_is_told(folder, words):
    file = folder / "datapackage.json"
    file.unlink()
    assert refused(lambda: Tables(words, folder)["men"]) == words("error.no_data", folder=str(folder))
    for text in ("{", "[]", "{}", '{"resources": [{"path": "a.csv"}]}', '{"resources": [{"name": "a"}]}'):
        file.write_text(text, "utf-8")
        assert refused(lambda: list(Tables(words, folder))) == words("error.bad_package", file=str(file)), text
