"""Each term is explained once, in both languages; a lesson's first use of it leads there; no word is changed."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path

import pytest

from lessons import LESSONS, TOP
from mineros import glossary, open_pack, terms
from mineros.errors import DataError
from mineros.terms import all_terms
from mineros.words import LANGUAGES, Words

LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
FIELDS = {"mining", "law", "unions", "politics", "economy", "data"}


def cell(text: str, **notes: str) -> dict:
    return {"cell_type": "markdown", "id": "x", "metadata": {"mineros": notes}, "source": text.splitlines(True)}


def linked(*cells: dict, language: str = "en") -> list[str]:
    return ["".join(c["source"]) for c in glossary.linked({"cells": list(cells)}, language)["cells"]]


def link(words: str, term: str) -> str:
    return f"[{words}](glossary.ipynb#cell-id={term})"


# --- the terms -----------------------------------------------------------------------------------------------------


def test_there_are_110_terms_or_more_each_with_an_id_of_its_own() -> None:
    ids = [term.id for term in all_terms()]
    assert len(ids) == len(set(ids)) >= 110
    assert all(re.fullmatch(r"[a-z0-9-]{2,60}", name) for name in ids)
    assert {term.field for term in all_terms()} == FIELDS


@LANGUAGE
def test_a_meaning_is_one_to_four_whole_sentences_of_its_own(language: str) -> None:
    for term in all_terms():
        meaning = term.meaning[language]
        assert meaning[0].isupper() or meaning[0] in "¿¡“", term.id
        assert meaning.endswith((".", "?", ".”")), term.id
        assert 1 <= len(re.findall(r"[.?!](?:\s|$)", meaning)) <= 4, term.id
        assert len(meaning.split()) <= 55, term.id
        assert not set('"!—') & set(meaning), term.id
    assert len({term.meaning[language] for term in all_terms()}) == len(all_terms())


@LANGUAGE
def test_no_form_stands_for_two_terms(language: str) -> None:
    forms = [form.casefold() for term in all_terms() for form in {*term.written(language)}]
    assert sorted({form for form in forms if forms.count(form) > 1}) == []


NEEDED = """toma-de-nota amparo charro strike-notice pocito slope-mine section laudo arrest-warrant protection-contract
subcontracting first-minority rapid-response source claim provenance corroboration deflator nominal real index rate base
median series open-end missing-value union-density"""


def test_the_words_that_the_lessons_need_are_there() -> None:
    assert set(NEEDED.split()) <= {term.id for term in all_terms()}


@pytest.mark.parametrize(
    "term", ["toma-de-nota", "amparo", "recuento", "strike-declared-nonexistent", "complainants-pardon", "legitimation"]
)
def test_where_the_other_country_has_no_equal_the_entry_says_so(term: str) -> None:
    found = next(entry for entry in all_terms() if entry.id == term)
    assert "United States" in found.meaning["en"]
    assert "Estados Unidos" in found.meaning["es"]


# --- links ---------------------------------------------------------------------------------------------------------


def test_only_the_first_use_is_linked_with_the_words_as_they_stand() -> None:
    text = linked(cell("Amparos came. An amparo is a suit."), cell("The amparo again."))
    assert text == [f"{link('Amparos', 'amparo')} came. An amparo is a suit.", "The amparo again."]


def test_the_longest_form_wins_and_a_word_inside_another_is_left_alone() -> None:
    text = linked(cell("The collective contract; self-exile; pre-amparo; amparo."))
    assert text == [f"The {link('collective contract', 'collective-contract')}; self-exile; pre-amparo; "
                    f"{link('amparo', 'amparo')}."]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["## The amparo", "`amparo`", "[an amparo](page.md)", "**Amparo:**", "He said “an amparo for us.”", "<b amparo>"],
)
def test_no_link_stands_in_a_heading_code_another_link_a_label_or_a_quotation(text: str) -> None:
    assert linked(cell(text)) == [text]


def test_title_and_questions_bear_no_link_but_the_prose_after_them_does() -> None:
    title, question, prose = (
        cell("An amparo?", part="title"),
        cell("Which amparo?", question="01-q1"),
        cell("An amparo."),
    )
    assert linked(title, question, prose) == ["An amparo?", "Which amparo?", f"An {link('amparo', 'amparo')}."]


def test_a_form_with_a_capital_is_found_only_so_and_a_common_word_never() -> None:
    assert linked(cell("They unite. Unite and a source.")) == [f"They unite. {link('Unite', 'unite')} and a source."]


def test_spanish_text_is_linked_by_spanish_forms() -> None:
    text = linked(cell("Las órdenes de aprehensión y el sindicato."), language="es")
    assert text == [f"Las {link('órdenes de aprehensión', 'arrest-warrant')} y el sindicato."]


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_linking_changes_no_word_and_twice_is_once(path: Path) -> None:
    notebook = json.loads(path.read_text("utf-8"))
    once = glossary.linked(copy.deepcopy(notebook), path.parent.name)
    assert glossary.linked(copy.deepcopy(once), path.parent.name) == once
    for before, after in zip(notebook["cells"], once["cells"], strict=True):
        assert glossary.unlinked("".join(after["source"])) == glossary.unlinked("".join(before["source"]))
        assert {**after, "source": 0} == {**before, "source": 0}


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_first_use_in_a_lesson_is_linked(path: Path) -> None:
    notebook = json.loads(path.read_text("utf-8"))
    assert notebook == glossary.linked(copy.deepcopy(notebook), path.parent.name), "run: python -m mineros.glossary"
    assert glossary.ANCHOR in path.read_text("utf-8")


@LANGUAGE
def test_the_pages_are_those_that_the_terms_make(language: str) -> None:
    path = TOP / "notebooks" / language / "glossary.ipynb"
    assert path.read_text("utf-8") == glossary.made(TOP)[path], "run: python -m mineros.glossary"


@pytest.mark.parametrize("path", sorted(TOP.glob("notebooks/*/*.ipynb")), ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_no_link_in_a_notebook_is_dead(path: Path) -> None:
    notebook = json.loads(path.read_text("utf-8"))
    text = "\n".join("".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "markdown")
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        file, _, anchor = target.partition("#")
        if "://" in target:
            continue
        goal = path.parent / file if file else path
        if not goal.exists() and re.match(r"\d\d-", file):  # a lesson to come: then it bears no other name either
            assert not list(path.parent.glob(f"{file[:3]}*.ipynb")), target
            continue
        assert goal.exists(), target
        if anchor:
            ids = {c["id"] for c in json.loads(goal.read_text("utf-8"))["cells"]}
            assert anchor.removeprefix("cell-id=") in ids, target


# --- the pages -----------------------------------------------------------------------------------------------------


def test_names_stand_in_the_order_of_spanish() -> None:
    names = ["ñandú", "órdenes", "nube", "orden", "obra", "Índice", "nómina", "ópalo", "indemnización"]
    ordered = ["indemnización", "Índice", "nómina", "nube", "ñandú", "obra", "ópalo", "orden", "órdenes"]
    assert sorted(names, key=glossary.sorting) == ordered


@LANGUAGE
def test_a_page_holds_every_term_under_its_letter_with_its_other_name(language: str) -> None:
    notebook = json.loads((TOP / "notebooks" / language / "glossary.ipynb").read_text("utf-8"))
    texts = {c["id"]: "".join(c["source"]) for c in notebook["cells"]}
    other = {"en": "es", "es": "en"}[language]
    for term in all_terms():
        heading, meaning, facts = texts[term.id].split("\n\n")
        assert heading == f"### {term.name[language]}"
        assert meaning == term.meaning[language]
        assert f'<span lang="{other}">*{term.name[other]}*</span>' in facts
    order = [c["id"] for c in notebook["cells"]]
    letters = [name for name in order if name.startswith("letter-")]
    assert letters == sorted(letters)
    assert all(f"(#cell-id={name})" in texts["glossary-how"] for name in letters)


def test_a_page_says_in_which_lessons_a_term_is_met() -> None:
    lesson = {"cells": [cell("An amparo."), cell("Sources, they say.", question="02-q1")]}
    found = glossary.met({"02-exile.ipynb": lesson, "03-x.ipynb": {"cells": [cell("No law here.")]}}, "en")
    assert found == {"amparo": ["02-exile.ipynb"], "source": ["02-exile.ipynb"]}
    page = glossary.page("en", {"02-exile.ipynb": lesson})
    entry = next("".join(c["source"]) for c in page["cells"] if c["id"] == "amparo")
    assert entry.endswith("[lesson 02](02-exile.ipynb)")


def test_html_made_from_the_page_carries_the_same_anchors() -> None:
    nbconvert = pytest.importorskip("nbconvert")
    import nbformat

    notebook = nbformat.read(TOP / "notebooks" / "en" / "glossary.ipynb", 4)
    whole, _ = nbconvert.HTMLExporter(template_name="lab").from_notebook_node(notebook)
    assert all(f'id="cell-id={term.id}"' in whole for term in all_terms())


# --- a term on a card ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["arrest warrant", "orden de aprehensión", "ORDENES DE APREHENSION", "arrest-warrant"])
def test_a_term_is_found_by_its_names_and_forms_in_both_languages(word: str) -> None:
    for language in LANGUAGES:
        assert terms.find(word, Words(language)).id == "arrest-warrant"


def test_a_card_says_the_meaning_and_the_other_name() -> None:
    card = terms.card(terms.find("toma de nota", Words("es")), Words("es"))
    assert "Constancia con la que la autoridad" in card
    assert '<span lang="en">toma de nota</span>' in card


def test_an_unknown_term_gives_one_sentence_and_what_comes_near() -> None:
    with pytest.raises(DataError, match="Did you mean: amparo"):
        open_pack("en").term("ampro")
    with pytest.raises(DataError, match=r"glossary\.ipynb") as caught:
        open_pack("en").term("zzzzqqq")
    assert "\n" not in str(caught.value)


def test_a_missing_or_damaged_glossary_gives_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    damaged = tmp_path / "glossary.toml"
    monkeypatch.setattr(terms.folders, "glossary", lambda: damaged)
    for content in (None, "[[term", '[[term]]\nid = "x"\n'):
        if content is not None:
            damaged.write_text(content)
        all_terms.cache_clear()
        with pytest.raises(DataError, match="damaged"):
            open_pack("en").term("amparo")
    all_terms.cache_clear()
