"""The skeleton that every lesson has, whatever it tells. A new lesson passes these tests unchanged."""

from __future__ import annotations

import ast
import re

import pytest

from lessons import LESSONS, Lesson
from mineros import check
from mineros.data import Tables

ORDER = ["title", "notice", "overview", "saving", "staging", "investigation", "debate", "summary", "next"]
SHOWING = {"figure", "explore", "ask", "check", "cite", "show"}
ALLOWED = {"mineros", "pandas", "matplotlib"}


@pytest.fixture(params=LESSONS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def lesson(request: pytest.FixtureRequest) -> Lesson:
    return Lesson(request.param)


def test_there_is_a_lesson() -> None:
    assert LESSONS


def test_parts_stand_in_the_order_of_the_anatomy(lesson: Lesson) -> None:
    names = [name for name, _ in lesson.parts]
    assert list(dict.fromkeys(names)) == ORDER
    assert 3 <= names.count("investigation") <= 5
    assert all(names.count(name) == 1 for name in ORDER if name != "investigation")


def test_the_first_cell_asks_one_compelling_question_and_answers_nothing(lesson: Lesson) -> None:
    first = lesson.source(0)
    heading = first.splitlines()[0]
    assert heading.startswith("# ")
    assert heading.count("?") == 1
    assert first.rstrip().endswith("?**")


def test_cells_have_unique_ids_and_no_outputs(lesson: Lesson) -> None:
    ids = [cell["id"] for cell in lesson.cells]
    assert len(set(ids)) == len(ids)
    for index in lesson.code:
        assert lesson.cells[index]["outputs"] == []
        assert lesson.cells[index]["execution_count"] is None


def test_one_line_names_the_language_and_it_is_the_folder_s(lesson: Lesson) -> None:
    lines = [line for index in lesson.code for line in lesson.source(index).splitlines() if "open_pack(" in line]
    assert lines == [f'pack = open_pack("{lesson.language}")']


def test_text_comes_before_code_and_a_code_cell_does_one_thing(lesson: Lesson) -> None:
    assert lesson.cells[0]["cell_type"] == "markdown"
    for index in lesson.code:
        shown = [call for call in lesson.calls if call.cell == index and call.verb in SHOWING]
        assert len(shown) <= 1, lesson.source(index)
        assert len(lesson.source(index).splitlines()) <= 20


def test_a_lesson_imports_only_the_pack_pandas_and_matplotlib(lesson: Lesson) -> None:
    for index in lesson.code:
        for node in ast.walk(ast.parse(lesson.source(index))):
            if isinstance(node, ast.Import):
                assert {alias.name.split(".")[0] for alias in node.names} <= ALLOWED
            if isinstance(node, ast.ImportFrom):
                assert (node.module or "").split(".")[0] in ALLOWED
        assert "plt.show" not in lesson.source(index)


def test_code_holds_no_sentence_so_that_both_languages_can_share_it(lesson: Lesson) -> None:
    for index in lesson.code:
        for node in ast.walk(ast.parse(lesson.source(index))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and "==" not in node.value:
                assert len(node.value.split()) <= 1, node.value


def test_core_time_is_45_to_55_minutes_and_the_stated_sums_are_right(lesson: Lesson) -> None:
    core = sum(lesson.minutes(text) for _, text in lesson.prose)
    overview = lesson.source(dict(lesson.parts)["overview"])
    extension = sum(question["minutes"] for question in lesson.bank if not question["core"])
    assert 45 <= core <= 55
    assert {str(core), str(extension)} <= set(re.findall(r"\d+", overview))


def test_questions_fit_into_the_time_of_their_section(lesson: Lesson) -> None:
    minutes = {question["id"]: question["minutes"] for question in lesson.bank if question["core"]}
    for _, start in lesson.parts:
        inside = [name for name, cell in lesson.questions if lesson.section_of(cell) == start]
        if inside:
            assert sum(minutes.get(name, 0) for name in inside) <= lesson.minutes(lesson.source(start)), start


def test_every_question_of_the_bank_stands_once_with_the_bank_s_words(lesson: Lesson) -> None:
    assert sorted(name for name, _ in lesson.questions) == sorted(question["id"] for question in lesson.bank)
    texts = {question["id"]: question["text"][lesson.language] for question in lesson.bank}
    for name, cell in lesson.questions:
        label, text = lesson.source(cell).split("\n\n", maxsplit=1)
        assert text == texts[name]
        assert name in label


def test_an_answer_box_follows_every_question(lesson: Lesson) -> None:
    drawn = {entry["id"] for entry in lesson.bank if entry["role"] == "prediction" and entry["kind"] == "chart"}
    asked = {call.name: call.cell for call in lesson.calls if call.verb == "ask"}
    for name, cell in lesson.questions:
        if name in drawn:
            assert any(call.verb == "explore" and call.cell == cell + 1 for call in lesson.calls)
        else:
            assert 0 < asked[name] - cell <= 2


def test_eight_questions_half_of_them_deep_one_of_them_deepest(lesson: Lesson) -> None:
    questions = [question for question in lesson.bank if question["role"] == "question"]
    assert len(questions) >= 8
    assert sum(question["depth"] >= 2 for question in questions) * 2 >= len(questions)
    assert any(question["depth"] == 4 for question in questions)


def test_eight_figures_and_three_interactions_each_asked_about(lesson: Lesson) -> None:
    figures = {call.name for call in lesson.calls if call.verb == "figure"}
    explored = {call.name for call in lesson.calls if call.verb == "explore"}
    assert len(figures) >= 8
    assert len(explored) >= 3
    positions = " ".join(question["position"] for question in lesson.bank)
    assert all(re.search(rf"\b{name}\b", positions) for name in figures | explored)


def test_a_prediction_is_written_before_each_first_reveal_and_shown_beside_it(lesson: Lesson) -> None:
    predictions = {question["id"] for question in lesson.bank if question["role"] == "prediction"}
    asked = dict(lesson.questions)
    for name, start in lesson.parts:
        if name != "investigation":
            continue
        figures = [call for call in lesson.calls if call.verb == "figure" and lesson.section_of(call.cell) == start]
        guess = figures[0].keywords.get("guess", "")
        assert guess in predictions, f"the first figure of the part in cell {start} shows no prediction"
        assert asked[guess] < figures[0].cell
    shown = {call.keywords["guess"] for call in lesson.calls if "guess" in call.keywords}
    assert shown == predictions


def test_there_is_a_task_to_order_one_to_modify_and_one_to_make(lesson: Lesson) -> None:
    assert {"ordering", "modify", "make"} <= {question["role"] for question in lesson.bank}


def test_questions_with_one_right_answer_can_be_checked(lesson: Lesson) -> None:
    for question in lesson.bank:
        if question["role"] in ("question", "ordering") and question["kind"] in ("choice", "ordering"):
            assert check.exists(question["id"])


def test_the_last_cell_of_prose_leads_to_the_exercises_of_the_lesson(lesson: Lesson) -> None:
    last = lesson.source(dict(lesson.parts)["next"])
    (link,) = re.findall(r"\]\((\.\./\.\./exercises/[^)]+)\)", last)
    assert link == f"../../exercises/{lesson.language}/{lesson.path.name}"
    assert (lesson.path.parent / link).resolve().is_file()


def test_sources_are_four_of_three_kinds_two_sides_and_both_languages(lesson: Lesson) -> None:
    named = set()
    for index in lesson.code:
        if "pack.cite(" in lesson.source(index):
            named |= set(re.findall(r"S\d{4}", lesson.source(index)))
    sources = Tables(lesson.words)["sources"]
    cited = sources[sources["source_id"].isin(named)]
    assert len(cited) == len(named) >= 4
    assert cited["kind"].nunique() >= 3
    assert cited["perspective"].nunique() >= 2
    assert {"en", "es"} <= set(cited["language"])
    assert (cited["interest"] != "").all()


def test_every_bank_field_is_filled_in_both_languages(lesson: Lesson) -> None:
    paired = ("text", "evidence", "support_starter", "support_words", "extension", "sensitivity")
    for question in lesson.bank:
        for field in paired:
            english, spanish = question[field]["en"], question[field]["es"]
            assert english and spanish and english != spanish, (question["id"], field)
        for field in ("habit", "standards", "columns", "minutes", "grouping", "position", "depth", "kind"):
            assert question[field], (question["id"], field)
        assert {sample["level"] for sample in question["sample"]} == {"basic", "emerging", "proficient"}
        assert len(question["misconception"]) == 2
        for entry in [*question["sample"], *question["misconception"], *question.get("option", [])]:
            assert entry["en"] and entry["es"], question["id"]


def test_every_column_and_source_that_a_question_rests_on_exists(lesson: Lesson) -> None:
    tables = Tables(lesson.words)
    ids = set(tables["sources"]["source_id"])
    for question in lesson.bank:
        assert set(question["sources"]) <= ids, question["id"]
        for column in question["columns"]:
            table, _, name = column.partition(".")
            shown = name.removesuffix("_en").removesuffix("_es")
            assert shown in tables[table].columns, (question["id"], column)


def test_sentences_are_25_words_or_fewer_on_average(lesson: Lesson) -> None:
    text = " ".join(re.sub(r"[#*`>|-]|\[.*?\]\(.*?\)", " ", text) for _, text in lesson.prose)
    sentences = [sentence.split() for sentence in re.split(r"[.?!:;]\s", text) if sentence.split()]
    assert sum(map(len, sentences)) / len(sentences) <= 25
