"""The texts are easy to read in both languages, and the Spanish is marked and worded as Mexico writes it."""

from __future__ import annotations

import re

import pytest

from foreign import _pack_s_own
from reading import reading, sentences, syllables, texts

TEXTS = {(name, language): text for name, language, text in texts()}
EACH = pytest.mark.parametrize(("name", "language"), TEXTS)
# Words for words: turns that a translation takes from English, and what Mexico says instead.
CALQUES = re.compile(
    r"\b(hac\w+ sentido|en orden a|jug\w+ un (?:papel|rol)|a nivel de|en base a|eventualmente|"
    r"asum(?:e|en|ir|imos) que|aplicar para|reporte de prensa|tomar lugar|es por eso que|al final del día|"
    r"mayormente|ordenador|vosotros|evidenciar|accesar|agendar|librería de código|"
    r"fue encontrad[oa]|fueron encontrad[oa]s|está siendo|estaba siendo)\b",
    re.IGNORECASE,
)


@EACH
def test_sentences_are_short_and_the_text_reads_at_least_as_a_newspaper(name: str, language: str) -> None:
    found = reading(TEXTS[name, language], language)
    assert found.words <= 25
    assert found.longest <= 40
    assert found.ease >= 55  # “normal”


@pytest.mark.parametrize("name", sorted({name for name, _ in TEXTS}))
def test_the_spanish_is_no_harder_than_the_english(name: str) -> None:
    english, spanish = (reading(TEXTS[name, language], language) for language in ("en", "es"))
    assert spanish.words <= english.words * 1.15


def test_the_spanish_takes_no_turn_word_for_word_from_english() -> None:
    found = {hit: text[:90] for text in _pack_s_own("es") for hit in CALQUES.findall(text)}
    assert found == {}


@pytest.mark.parametrize("name", sorted({name for name, _ in TEXTS}))
def test_spanish_questions_are_opened_quotations_are_curved_and_no_dash_stands_for_a_comma(name: str) -> None:
    text = re.sub(r"```.*?```|`[^`]*`|\]\([^)]*\)|<[^>]+>", " ", TEXTS[name, "es"], flags=re.DOTALL)
    assert text.count("¿") == text.count("?")
    assert text.count("¡") == text.count("!")
    assert "—" not in text
    assert "«" not in text
    values = r'"[\w -]+"' if name.startswith("exercises") else r"\0"  # an exercise names values of code
    assert '"' not in re.sub(values, "", text)


# --- the measure -----------------------------------------------------------------------------------------------------


def test_sentences_end_at_marks_paragraphs_and_items_and_leave_out_headings_tables_and_code() -> None:
    text = (
        "## A head\n\nOne two. Three four?\n\n- five six\n- seven\n\n| a | b |\n\n```\ncode\n```\n\nEight [ten](x.md)"
    )
    assert [len(words) for words in sentences(text)] == [2, 2, 2, 1, 2]


@pytest.mark.parametrize(
    ("word", "language", "count"),
    [("carbón", "es", 2), ("minería", "es", 4), ("guerra", "es", 2), ("queja", "es", 2), ("viuda", "es", 2),
     ("país", "es", 2), ("aéreo", "es", 4), ("muy", "es", 1), ("y", "es", 1), ("periódico", "es", 4),
     ("mine", "en", 1), ("union", "en", 2), ("table", "en", 2), ("wanted", "en", 2), ("closed", "en", 1)],
)  # fmt: skip
def test_syllables_are_counted_as_they_are_said(word: str, language: str, count: int) -> None:
    assert syllables(word, language) == count


def test_a_hard_text_is_told_from_an_easy_one() -> None:
    hard = (
        "La responsabilidad administrativa correspondiente fue determinada mediante procedimientos jurisdiccionales "
        "extraordinariamente prolongados cuya interpretación jurisprudencial permaneció controvertida indefinidamente."
    )
    easy = "El padre baja a la mina. Trae una luz. Su hijo lo ve salir. Ya es de noche."
    assert reading(hard, "es").ease < 20 < 80 < reading(easy, "es").ease
