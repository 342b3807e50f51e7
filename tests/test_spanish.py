"""A Spanish reader meets no English word: not in prose, messages, figures, controls, tables or saved files.

What the lessons and exercises show when they are run is looked at where they are run (test_lesson.py,
test_exercise_notebooks.py); every figure in test_figures.py, every position of
every control in test_interactions.py, a teacher's pages in test_collect.py, handouts in test_handouts.py.
"""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from boxes import fresh, whole_case
from drawn import pack
from foreign import COMMON, WORD, _pack_s_own, english, english_in, english_on, english_shown
from lessons import LESSONS, TOP, Lesson
from mineros import bank, case, rubric, takeaway
from mineros.piece import Piece
from mineros.terms import all_terms
from mineros.words import Words

SPANISH = Words("es")
PAGES = [*TOP.glob("notebooks/es/*.ipynb"), *TOP.glob("exercises/es/*.ipynb")]
DOCUMENTS = [
    *(TOP / name for name in ("LEEME.md", "CONTRIBUIR.md", "CAMBIOS.md", "SEGURIDAD.md", "data/DATASHEET.es.md")),
    *TOP.glob("guide/es/[a-z]*.md"),
]  # chapters are made of what is looked at below
# What is no word of a sentence: code, its values and names, places to be filled, links, quotations, words in italics.
ASIDE = re.compile(
    r"`[^`]*`|\{\{.*?\}\}|\{\w+\}|\*(?=\w)[^*\n]+\*|“[^”]*”|\"[^\"\n]*\"|<[^>]+>|\]\([^)]*\)|\w+_\w+|--[\w-]+"
    r"|[\w/-]+\.(?:md|py|toml|csv|json|ipynb|html)\b",
    re.DOTALL,
)
CODE = re.compile(r"[a-z0-9_; -]*|https?://\S+")
FENCED = re.compile(r"```.*?```", re.DOTALL)
# Inside a name, such as "The Globe and Mail": a capital stands before or after.
INSIDE_A_NAME = re.compile(r"(?:[A-Z][\w'.]*[,:&]? (?:(?:of|the|and|on|for) )*)\w+|\w+ (?=(?:the )?[A-Z])|\b[A-Z]\w*")
# Values and names of tables, told as such; “ten” is a verb.
CODES = {"people", "open", "true", "false", "rows", "own", "many", "other", "unknown", "year", "day", "ten"}


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MINEROS_WORK", str(tmp_path))
    return tmp_path


def common_in(text: str) -> set[str]:
    """Common English words in the sentences of a Spanish text, names and code left out."""
    words = WORD.findall(INSIDE_A_NAME.sub(" ", ASIDE.sub(" ", FENCED.sub(" ", text))))
    return {word for word in words if word in COMMON} - CODES


def prose(path: Path) -> str:
    cells = json.loads(path.read_text("utf-8"))["cells"]
    return "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


# --- what is written -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [*PAGES, *DOCUMENTS], ids=lambda path: str(path.relative_to(TOP)))
def test_no_common_english_word_stands_in_a_spanish_page(path: Path) -> None:
    text = prose(path) if path.suffix == ".ipynb" else path.read_text("utf-8")
    assert common_in(text) == set()


def test_no_common_english_word_stands_in_a_message_a_question_a_task_a_term_or_a_table() -> None:
    found = {text: hits for text in _pack_s_own("es") if (hits := common_in(text))}
    assert found == {}


def _fixed() -> dict[str, str]:
    """Every English form of a term that has a Spanish one, and that one; forms that Spanish has too are left out."""
    spanish = {form.casefold() for term in all_terms() for form in (*term.written("es"), term.name["es"])}
    return {
        form: term.name["es"] for term in all_terms() for form in term.written("en") if form.casefold() not in spanish
    }


def test_no_english_term_stands_where_a_spanish_one_is_fixed() -> None:
    fixed = _fixed()
    assert len(fixed) > 150
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(map(re.escape, fixed), key=len, reverse=True))})(?![\w-])")
    texts = [*_pack_s_own("es"), *map(prose, PAGES), *(path.read_text("utf-8") for path in DOCUMENTS)]
    found = {
        (hit, fixed[hit], text[:80]) for text in texts for hit in pattern.findall(ASIDE.sub(" ", text))
        if hit.lower() in english() or " " in hit
    }  # fmt: skip
    assert found == set()


def test_our_own_remarks_on_titles_and_publishers_are_in_the_reader_s_language() -> None:
    sources = pack("es").sources
    described = [title for title in sources["title"] if re.fullmatch(r"\[.*\]", title)]
    assert len(described) > 30
    assert {title: common_in(title) for title in described if common_in(title)} == {}
    noted = re.compile(r"\([^()]*\b(?:repost\w*|copy|mirror|quoted|letter to|column|archived|headline)\b[^()]*\)")
    assert [title for title in sources["title"] if noted.search(title)] == []
    placed = re.compile(r", (?:in|on|at|via|by|copy|reposted|posted|quoted|mirror|text of|with) ")
    assert sorted({name for name in sources["publisher"] if placed.search(name)}) == []


# --- what the pages beside the lessons show --------------------------------------------------------------------------


def test_no_english_word_is_shown_by_the_progress_page(work: Path) -> None:
    notebook = nbformat.read(TOP / "notebooks" / "es" / "progress.ipynb", as_version=4)
    NotebookClient(notebook, timeout=180, kernel_name="python3", resources={"metadata": {"path": str(work)}}).execute()
    shown = nbformat.writes(notebook).replace(str(work), "")  # a folder that the test has named
    assert english_shown(json.loads(shown)) == {}


# --- what is saved ---------------------------------------------------------------------------------------------------


def test_no_english_word_stands_in_the_answers_that_are_taken_along(work: Path) -> None:
    own = fresh("es")
    for entry in (entry for number in bank.numbers() for entry in bank.lesson(number, SPANISH)):
        own.answers.save(entry["id"], "Porque sí.", bank.said(entry, "text", SPANISH))
    for form in ("html", "md", "csv"):
        text = takeaway.save(form, own.answers.exports, own.answers, SPANISH).read_text("utf-8")
        assert (english_on(text) if form == "html" else english_lines(text)) == {}


def english_lines(text: str) -> dict[str, list[str]]:
    return {line: hits for line in text.splitlines() if (hits := english_in(line))}


def test_no_english_word_of_ours_stands_in_a_finished_piece(work: Path) -> None:
    own = fresh("es")
    own.answers.save(case.KEPT_AS, whole_case("S0046", "S0017", "S0579", "S0071").record())
    own.answers.save(rubric.KEPT_AS, {"claim": 1, "evidence": 0})
    typed = {"A title", "A claim.", "A rival.", "An answer.", "it shows", "it leaves open"}
    for path in Piece(own).save():
        text = path.read_text("utf-8")
        for words in typed:
            text = text.replace(words, "")
        assert (english_on(text) if path.suffix == ".html" else english_lines(text)) == {}


def test_no_english_word_of_ours_stands_in_rows_that_are_exported(work: Path) -> None:
    own = fresh("es")
    for table in ("events", "sources", "claims"):
        rows = own.tables[table].head(60)
        written = csv.DictReader(io.StringIO(own.saved(rows).read_text("utf-8-sig")))  # its head is code
        # What is quoted is kept for whoever counts: as it was said, and translated into the other language.
        cells = {cell for row in written for column, cell in row.items() if "translation" not in column}
        cells = {cell for cell in cells if not CODE.fullmatch(cell)}
        assert {cell: hits for cell in cells if (hits := english_in(cell))} == {}


# --- the search finds what it is for ---------------------------------------------------------------------------------


def test_the_search_finds_english_in_the_english_edition() -> None:
    texts = [text for path in LESSONS if path.parent.name == "en" for _, text in Lesson(path).prose if len(text) > 200]
    assert sum(bool(english_in(text)) for text in texts) > 0.95 * len(texts) > 50
    assert sum(bool(common_in(text)) for text in texts) > 0.95 * len(texts)


@pytest.mark.parametrize(
    "planted",
    ["days after the order", "Still open", "Number of deaths", "Most by far", "Choose a table", "Save as a page"],
)
def test_a_planted_label_is_found_in_a_page_a_control_and_a_printed_line(planted: str) -> None:
    page = f'<figure><img alt="Una figura"><figcaption>{planted}</figcaption></figure>'
    assert english_on(page)
    assert english_on(f'<img alt="{planted}">')
    widget = {"application/vnd.jupyter.widget-state+json": {"state": {"1": {"state": {"description": planted}}}}}
    assert english_shown({"cells": [], "metadata": {"widgets": widget}})
    printed = {"outputs": [{"output_type": "stream", "text": [planted]}]}
    assert english_shown({"cells": [printed], "metadata": {}})


@pytest.mark.parametrize(
    "spared",
    ["United Steelworkers", '<cite lang="en">Victory Unlikely for Widows of Killed Miners</cite>', "Solidarity Center",
     "Elige *Run, Run All Cells* (Ejecutar)", "El archivo `answers.json`", "Oprime Shift-Enter"],
)  # fmt: skip
def test_a_name_a_printed_title_a_menu_and_code_are_spared(spared: str) -> None:
    assert english_on(f"<p>{spared}</p>") == {}
