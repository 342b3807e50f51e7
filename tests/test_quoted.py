"""A quotation is read in the reader's language, and its original stands beside it where that is another one."""

from __future__ import annotations

import re
from html import unescape

import pytest

from drawn import pack, shown
from mineros import charts, quoted
from mineros.words import LANGUAGES

LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
QUOTES = [("words", "vocabulary"), ("labels", "coverage"), ("reactions", "reactions")]


def row(**cells: str) -> dict[str, str]:
    return {"phrase": "it was “bad”", "language": "en", "translation": "fue “malo”"} | cells


@LANGUAGE
@pytest.mark.parametrize(
    ("cells", "english", "spanish"),
    [
        (row(), ("“it was ‘bad’”", "", ""), ("“fue ‘malo’”", "“it was ‘bad’”", "en")),
        (
            row(phrase="fue malo", language="es", translation="it was bad"),
            ("“it was bad”", "“fue malo”", "es"),
            ("“fue malo”", "", ""),
        ),
        (
            row(phrase="det var ille", language="no", translation="it was bad / fue malo"),
            ("“it was bad”", "“det var ille”", "no"),
            ("“fue malo”", "“det var ille”", "no"),
        ),
        (row(phrase="", language="", translation=""), ("", "", ""), ("", "", "")),
    ],
)
def test_a_phrase_is_given_in_the_reader_s_language_with_its_original_beside_it(language, cells, english, spanish):
    assert quoted.quotation(cells, "vocabulary", pack(language).words) == (english if language == "en" else spanish)


@LANGUAGE
@pytest.mark.parametrize(("name", "table"), QUOTES)
def test_under_a_figure_no_translation_into_the_other_language_is_shown(language, name, table):
    own = pack(language)
    rows, listing = own.tables[table], charts.draw(name, own.tables, own.tables[table]).table
    phrase, code, translation = quoted.QUOTING[table]
    cells = set(listing[own.words(f"figure.{name}.column.{phrase}")])
    for place in rows.to_dict("records"):
        if place[code] == language:
            assert f"“{place[translation]}”" not in cells, place
    assert (listing[own.words(f"figure.{name}.column.original")] != quoted.NOTHING).sum() > 2


@LANGUAGE
@pytest.mark.parametrize(("name", "table"), QUOTES)
def test_an_original_in_the_table_under_a_figure_says_which_language_it_is_in(language, name, table):
    own = pack(language)
    cells = re.findall(r'<td lang="(\w+)">([^<]*)</td>', shown(name, language))
    spoken = {unescape(cell): code for code, cell in cells}
    _, code, _ = quoted.QUOTING[table]
    for row in own.tables[table].to_dict("records"):
        said = quoted.quotation(row, table, own.words)
        if said.original:
            assert spoken.pop(said.original, row[code]) == row[code]
    assert spoken == {}
    assert len(cells) > 2 and language not in [code for code, _ in cells]


@LANGUAGE
def test_pack_table_gives_a_quotation_with_its_original(language, capsys):
    own = pack(language)
    claims = own.claims[own.claims["phrase"] != ""]
    told = quoted.in_one(claims, "claims", own.words)
    other = claims["phrase_language"] != language
    assert [text.endswith("”)") for text in told] == list(other)
    own.table(claims, "claim", "phrase")
    assert "pandas" not in capsys.readouterr().out


def test_every_table_that_quotes_is_known():
    tables = pack("es").tables
    quoting = {name for name in tables if any("translation" in field for field in tables.fields(name))}
    assert quoting == set(quoted.QUOTING)
