"""The exercises climb, come from one source, run in any order, and give nothing away."""

from __future__ import annotations

import json
import re
from itertools import pairwise

import pytest

from exercises import CHECKED, CODE, SETS, TASKS, Run, right, wrong
from mineros import bank, check, exercises, folders, keys
from mineros import tasks as source
from mineros.data import Tables
from mineros.words import LANGUAGES, Words

RUNGS = ("read", "choose", "order", "match", "compute", "change", "function", "chart", "paragraph")
LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
EACH_SET = pytest.mark.parametrize("found", SETS, ids=lambda found: found.name)
EACH_TASK = pytest.mark.parametrize("name", TASKS)
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
# Numbers that are no facts: those worked out from the tables, code, days of a date.
FURNITURE = re.compile(rf"\{{\{{.*?\}}\}}|`[^`]*`|\"[^\"]*\"|({MONTHS}) \d{{1,2}}(?=, \d{{4}})")
PAIRED = ("title", "text", "before", "hint", "praise", "support_starter", "support_words", "evidence")


def lines(task: source.Task, language: str) -> dict[str, str]:
    """All texts of a task in a language, by where they stand."""
    key = task.key
    found = {field: task.said(field, language) for field in PAIRED if field in key}
    found |= {f"wrong {place}": slip[language] for place, slip in enumerate(key.get("wrong", []), 1)}
    for part in ("option", "item"):
        found |= {f"{part} {place}": entry[language] for place, entry in enumerate(key.get(part, []), 1)}
    if "example" in key:
        found["example"] = source.Task(key["example"]).said("text", language)
    return found


# --- one source ------------------------------------------------------------------------------------------------------


def test_there_is_a_set_for_each_lesson_under_the_lesson_s_own_name():
    lessons = {path.stem for path in (folders.top() / "notebooks" / "en").glob("[0-9][0-9]-*.ipynb")}
    assert {found.name for found in SETS} == lessons


@LANGUAGE
@EACH_SET
def test_the_student_s_notebook_is_fresh_against_its_source(found, language):
    file = folders.top() / "exercises" / language / f"{found.name}.ipynb"
    assert file.read_text("utf-8") == exercises.text(exercises.notebook(found, language)), "python -m mineros.exercises"


def test_the_public_list_of_tasks_is_fresh_and_says_nothing_of_right_answers():
    assert folders.tasks().read_text("utf-8") == source.public(SETS)
    tasks = json.loads(folders.tasks().read_text("utf-8"))
    for name, entry in tasks.items():
        assert not {"right", "wrong", "hint", "praise", "code", "answer", "proof", "sample"} & set(entry), name


def test_no_notebook_lies_in_the_folder_that_has_no_source():
    files = {path.relative_to(folders.top() / "exercises") for path in (folders.top() / "exercises").rglob("*.ipynb")}
    assert {str(path) for path in files} == {f"{lang}/{found.name}.ipynb" for found in SETS for lang in LANGUAGES}


@EACH_SET
def test_both_languages_have_the_same_code_but_for_the_line_that_names_the_language(found):
    english, spanish = (exercises.notebook(found, language)["cells"] for language in LANGUAGES)
    assert [cell["id"] for cell in english] == [cell["id"] for cell in spanish]
    for one, other in zip(english, spanish, strict=True):
        if one["cell_type"] == "code":
            assert "".join(one["source"]) == "".join(other["source"]).replace('open_pack("es")', 'open_pack("en")')


# --- eight tasks that climb ------------------------------------------------------------------------------------------


@EACH_SET
def test_a_set_has_eight_tasks_or_more_that_climb_every_rung(found):
    rungs = [task.key["rung"] for task in found.tasks]
    assert len(rungs) >= 8
    assert set(rungs) == set(RUNGS)
    assert all(RUNGS.index(one) <= RUNGS.index(other) for one, other in pairwise(rungs)), rungs
    assert [task.id for task in found.tasks] == [f"{found.number}-e{n}" for n in range(1, len(rungs) + 1)]


@EACH_SET
def test_half_of_the_tasks_or_more_need_no_code(found):
    assert sum(not task.is_code for task in found.tasks) * 2 >= len(found.tasks)


@EACH_SET
def test_the_worked_examples_fade_from_whole_over_one_blank_and_two_to_an_empty_body(found):
    faded = []
    for task in found.tasks:
        if "example" in task.key:
            faded.append("whole")
        if task.is_code:
            faded.append("empty" if "# BEGIN SOLUTION" in task.key["code"] else str(source.blanks(task.key["code"])))
    steps = iter(faded)
    assert all(step in steps for step in ("whole", "1", "2", "empty")), faded


@EACH_SET
def test_a_set_takes_40_to_70_minutes_and_says_so(found):
    minutes = sum(task.key["minutes"] for task in found.tasks)
    assert 40 <= minutes <= 70
    overview = "".join(exercises.notebook(found, "en")["cells"][1]["source"])
    assert f"{minutes} minutes for {len(found.tasks)} tasks" in overview


@EACH_SET
def test_the_kinds_of_checks_vary(found):
    assert {"function", "figure"} <= {task.kind for task in found.tasks}
    assert len({task.kind for task in found.tasks if task.checked}) >= 6


def test_all_kinds_of_checks_are_used_somewhere():
    assert {task.kind for task in CHECKED.values()} == {
        "number", "date", "choice", "set", "ordering", "table", "function", "figure"
    }  # fmt: skip


# --- texts -----------------------------------------------------------------------------------------------------------


@EACH_TASK
def test_every_text_stands_in_both_languages(name):
    english, spanish = (lines(TASKS[name], language) for language in LANGUAGES)
    assert set(english) == set(spanish)
    assert all(english.values()) and all(spanish.values())
    assert {"title", "text", "before"} <= set(english)
    for place, said in english.items():
        same = said == spanish[place]
        assert not same or (place.startswith(("option", "item")) and len(said.split()) <= 6), (place, said)


@EACH_TASK
def test_sentences_are_short_enough_to_be_read_once(name):
    for language in LANGUAGES:
        for place, said in lines(TASKS[name], language).items():
            sentences = [part.split() for part in re.split(r"[.?!:;]\s", re.sub(r"`[^`]*`", "x", said)) if part.split()]
            assert sum(map(len, sentences)) / max(1, len(sentences)) <= 25, (language, place)


@pytest.mark.parametrize("name", CHECKED)
def test_two_slips_or_more_have_a_hint_of_their_own_and_a_name_for_the_teacher(name):
    slips = TASKS[name].key["wrong"]
    assert len(slips) >= 2
    for slip in slips:
        assert Words("en").has(f"slip.{slip['slip']}"), slip["slip"]
    for language in LANGUAGES:
        told = [slip[language] for slip in slips] + [TASKS[name].key["hint"][language]]
        assert len(set(told)) >= 3


@EACH_SET
def test_no_number_stands_in_the_prose_but_dates_of_the_record_and_those_that_are_worked_out(found):
    tables = Tables(Words("en"))
    columns = (("events", "date"), ("events", "date_end"), ("spells", "start"), ("spells", "end"))
    dated = [iso for table, column in columns for iso in tables[table][column]]
    years = {iso[:4] for iso in dated} | set(found.whole.get("numbers", []))
    for task in found.tasks:
        texts = [task.key.get(field, {}).get("en", "") for field in PAIRED]
        texts += [entry["en"] for part in ("wrong", "option", "item", "sample") for entry in task.key.get(part, [])]
        for said in texts:
            bare = FURNITURE.sub(" ", said)
            left = [number for number in re.findall(r"\d[\d,.]*\d|\d", bare) if number not in years]
            assert left == [], (task.id, said)


# --- right answers rest on the tables --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name, task in CHECKED.items() if not task.is_code])
def test_the_right_answer_of_a_box_is_proved_from_the_tables(name):
    task = TASKS[name]
    assert "proof" in task.key, "an expression that is true as long as the tables bear the answer out"
    proved = eval(task.key["proof"], source.workspace("en"))
    assert proved is True or str(proved) == "True"
    options = {option["id"] for option in task.key.get("option", [])}
    for value in [*task.key["right"], *(value for _, value in wrong(name))]:
        if options:
            assert set(value if isinstance(value, list) else [value]) <= options, value
    if task.kind == "ordering" and task.key["kind"] == "ordering":
        assert [option["id"] for option in task.key["option"]] not in task.key["right"], "it would stand right at once"


def test_the_place_of_a_right_choice_says_nothing():
    choices = [task for task in TASKS.values() if task.kind == "choice"]
    places = [[option["id"] for option in task.key["option"]].index(task.key["right"][0]) for task in choices]
    assert len(set(places)) == 4
    assert max(map(places.count, places)) * 2 <= len(places) + 1


@pytest.mark.parametrize("name", CHECKED)
def test_no_hint_gives_the_answer_away(name):
    task = TASKS[name]
    told = [slip[language] for slip in task.key["wrong"] for language in LANGUAGES] + list(task.key["hint"].values())
    if task.kind in ("number", "date", "choice"):
        value = str(right(name))
        for hint in told:
            assert value not in re.findall(r"[\w.-]*\w", hint), (name, hint)
    if task.kind == "choice":
        for language in LANGUAGES:
            named = {option["id"]: option[language] for option in task.key["option"]}
            for hint in [slip[language] for slip in task.key["wrong"]] + [task.key["hint"][language]]:
                assert named[task.key["right"][0]].lower() not in hint.lower(), (name, hint)


# --- solved and unsolved ---------------------------------------------------------------------------------------------


@pytest.fixture
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("MINEROS_WORK", str(tmp_path / "otro año"))
    return tmp_path / "otro año"


@LANGUAGE
@EACH_SET
def test_every_solution_passes_its_check_in_any_order_and_run_twice(found, language, own_folder):
    run = Run(exercises.notebook(found, language, solution=True), language)
    code = [task for task in reversed(found.tasks) if task.is_code]
    for task in code + code[:2]:
        said = run.run(f"{task.id.partition('-')[2]}-answer").rstrip()
        assert f"{Words(language)('check.right')} {task.key['praise'][language]}" in said, (task.id, said)
    answers = json.loads((own_folder / "answers.json").read_text("utf-8"))["answers"]
    assert set(answers) == {task.id for task in code}
    assert all(answer["right"] and answer["tries"] == 1 for answer in answers.values()), "run twice is one try"


@LANGUAGE
@EACH_SET
def test_every_stub_fails_kindly_and_leaves_no_answer_behind(found, language, own_folder):
    words = Words(language)
    run = Run(exercises.notebook(found, language), language)
    kind = [words(f"check.{key}") for key in ("blank", "empty", "unchanged", "gave_nothing", "lacks.no-data")]
    for task in found.tasks:
        if task.is_code:
            said = run.run(f"{task.id.partition('-')[2]}-answer").rstrip()
            assert any(f"{words('check.not_yet')} {sentence}" in said for sentence in kind), (task.id, said)
    assert not (own_folder / "answers.json").exists()


@pytest.mark.parametrize("name", CODE)
def test_the_solution_cannot_be_read_in_the_student_s_cell(name):
    code = TASKS[name].key["code"]
    given = source.stub(code)
    assert "SOLUTION" not in given
    for line in code.strip().splitlines():
        if "# SOLUTION" in line:
            assert re.sub(r"\s*# SOLUTION.*", "", line).strip() not in given
    for block in re.findall(r"# BEGIN SOLUTION\n(.*?)# END SOLUTION", code, re.DOTALL):
        assert not [line for line in block.splitlines() if line.strip() and line.strip() in given]


def test_the_marks_of_a_solution_become_blanks():
    code = 'a = 1  # SOLUTION\nb == 2  # SOLUTION\nside = "union"  # SOLUTION "company"\nbare(1)  # SOLUTION\nkept = 3'
    assert source.stub(code) == 'a = ...\n...\nside = "company"\n...\nkept = 3'
    body = "def f(x):\n    # BEGIN SOLUTION\n    return x\n    # END SOLUTION"
    assert source.stub(body) == "def f(x):\n    ..."
    assert source.solved(body) == "def f(x):\n    return x"
    assert source.blanks(code + "\n" + body) == 5


@pytest.mark.parametrize("values", [["a"], ["b", "b"]])
def test_a_slip_that_gives_the_right_answer_or_that_of_another_slip_is_refused_when_the_checks_are_made(values):
    slips = [{"value": value, "slip": "sign", "en": "x", "es": "y"} for value in values]
    key = {"id": "99-e1", "kind": "choice", "right": ["a"], "hint": {}, "praise": {}, "wrong": slips}
    with pytest.raises(ValueError, match="99-e1: a slip gives the same as another"):
        keys.of_exercise(source.Task(key))


# --- where they are found --------------------------------------------------------------------------------------------


def test_the_bank_knows_every_task_and_a_lesson_keeps_its_own_questions():
    words = Words("en")
    for found in SETS:
        assert [entry["id"] for entry in bank.exercises(found.number, words)] == [task.id for task in found.tasks]
        assert not [entry for entry in bank.lesson(found.number, words) if "-e" in entry["id"]]
    assert bank.exercises("99", words) == []


def test_every_checked_task_has_its_hints_by_name():
    for name in CHECKED:
        told = check.slips(name, Words("es"))
        assert {"other"} | {slip["slip"] for slip in TASKS[name].key["wrong"]} <= set(told)
    assert check.slips("99-e1", Words("es")) == {}
