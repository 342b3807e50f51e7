"""The sources for nbgrader and for otter are well formed, hold each solution inside its marks, and test every task.

The tools themselves are run on one of them in test_nbgrader.py.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import nbformat
import pytest

from exercises import SETS, TASKS, Run
from mineros import exercises, folders, graders, open_pack, tasks
from mineros.words import LANGUAGES, Words

MAKERS = {"nbgrader": graders.nbgrader, "otter": graders.otter}
LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
EACH_SET = pytest.mark.parametrize("found", SETS, ids=lambda found: found.name)
GRADER = pytest.mark.parametrize("grader", MAKERS)


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("MINEROS_WORK", str(tmp_path / "otro año"))


def source(cell: dict) -> str:
    return "".join(cell["source"])


def by_id(notebook: dict) -> dict[str, str]:
    return {cell["id"]: source(cell) for cell in notebook["cells"]}


def name(task: tasks.Task) -> str:
    return task.id.partition("-")[2]


def released(code: str, grader: str) -> str:
    """What the tool makes of marked code for a student: its own rules, here once more."""
    if grader == "nbgrader":
        return re.sub(r"^ *### BEGIN SOLUTION\n(?s:.*?)### END SOLUTION$", "", code, flags=re.MULTILINE)
    code = re.sub(r"^ *# BEGIN SOLUTION NO PROMPT\n(?s:.*?)# END SOLUTION\n", "", code, flags=re.MULTILINE)
    code = re.sub(r'^ *""";? # (BEGIN|END) PROMPT\n?', "", code, flags=re.MULTILINE)
    return tasks.stub(code)


def student(notebook: dict, found: tasks.Exercises, grader: str) -> dict:
    """The notebook with the blanks in place of the solutions."""
    answers = {f"{name(task)}-answer" for task in found.tasks if task.checked}
    cells = [
        cell | {"source": released(source(cell), grader)} if cell["id"] in answers else cell
        for cell in notebook["cells"]
    ]
    return notebook | {"cells": cells}


def lines(code: str) -> list[str]:
    return [line for line in code.splitlines() if line.strip()]


# --- form ------------------------------------------------------------------------------------------------------------


@GRADER
@LANGUAGE
@EACH_SET
def test_a_source_is_a_valid_notebook_without_answer_boxes_and_with_each_task_once(found, language, grader):
    notebook = MAKERS[grader](found, language)
    nbformat.validate(nbformat.from_dict(json.loads(exercises.text(notebook))))
    names = [cell["id"] for cell in notebook["cells"]]
    assert len(set(names)) == len(names)
    assert [each for each in names if each.endswith("-answer")] == [f"{name(task)}-answer" for task in found.tasks]
    whole = "\n".join(by_id(notebook).values())
    assert "pack.ask(" not in whole
    assert "](../" not in whole, "such a link leads nowhere from a grader's folder"
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            ast.parse(source(cell))


@LANGUAGE
@EACH_SET
def test_nbgrader_finds_in_each_cell_what_it_is_and_gives_points(found, language):
    cells = [cell for cell in graders.nbgrader(found, language)["cells"] if "nbgrader" in cell["metadata"]]
    notes = {cell["metadata"]["nbgrader"]["grade_id"]: cell["metadata"]["nbgrader"] for cell in cells}
    assert len(notes) == len(cells)
    fields = {"schema_version", "grade_id", "grade", "solution", "locked", "task"}
    for note in notes.values():
        assert set(note) == fields | ({"points"} if note["grade"] else set())
        assert note["schema_version"] == 3
        assert not note["task"]
    points = {each: note["points"] for each, note in notes.items() if note["grade"]}
    assert points == {f"{'test' if task.checked else 'answer'}-{task.id}": 1 if task.checked else 3
                      for task in found.tasks}  # fmt: skip
    assert {each for each, note in notes.items() if note["solution"]} == {f"answer-{task.id}" for task in found.tasks}
    locked = {each for each, note in notes.items() if note["locked"]}
    assert locked == {f"open-{found.number}"} | {f"test-{task.id}" for task in found.tasks if task.checked}


@LANGUAGE
@EACH_SET
def test_otter_s_marks_open_and_close_around_each_task(found, language):
    raw = [source(cell) for cell in graders.otter(found, language)["cells"] if cell["cell_type"] == "raw"]
    assert raw[0].splitlines()[:2] == ["# ASSIGNMENT CONFIG", f'name: "{found.name}"']
    expected = []
    for task in found.tasks:
        manual = [] if task.checked else ["manual: true"]
        points = f"points: {1 if task.checked else 3}"
        expected.append("\n".join(["# BEGIN QUESTION", f'name: "{task.id}"', points, *manual]))
        for part in ("SOLUTION", "TESTS") if task.checked else ("PROMPT", "SOLUTION"):
            expected += [f"# BEGIN {part}", f"# END {part}"]
        expected.append("# END QUESTION")
    assert raw[1:] == expected


@GRADER
@LANGUAGE
@EACH_SET
def test_a_task_lists_what_can_be_chosen_and_says_how_to_type_it(found, language, grader):
    cells = MAKERS[grader](found, language)["cells"]
    for task in found.tasks:
        asked = f"**{task.said('text', language)}**"
        said = next(source(cell) for cell in cells if cell["cell_type"] == "markdown" and asked in source(cell))
        for option in task.key.get("option", []):
            assert f"- `{option['id']}`: {option[language]}" in said
        for place, item in enumerate(task.key.get("item", []), start=1):
            assert f"{place}. {item[language]}" in said
        if task.checked and not task.is_code:
            way = f"exercises.graded.way.{task.key['kind']}"
            assert Words(language)(way, unit=task.said("unit", language)) in said


# --- solutions -------------------------------------------------------------------------------------------------------


@GRADER
@EACH_SET
def test_the_code_is_the_same_in_both_languages_but_for_the_line_that_names_the_language(found, grader):
    english, spanish = (MAKERS[grader](found, language)["cells"] for language in LANGUAGES)
    assert [cell["id"] for cell in english] == [cell["id"] for cell in spanish]
    for one, other in zip(english, spanish, strict=True):
        if one["cell_type"] == "code":
            assert source(one) == source(other).replace('open_pack("es")', 'open_pack("en")')


@GRADER
@EACH_SET
def test_the_solved_cells_run_as_they_stand_and_make_every_test_hold_after_the_last_of_them(found, grader):
    run = Run(MAKERS[grader](found, "en"), "en")
    checked = [task for task in found.tasks if task.checked]
    for task in checked:
        said = run.run(f"{name(task)}-answer")
        assert Words("en")("check.right") in said, (task.id, said)
    for task in checked:
        run.run(f"{name(task)}-test")  # no later task has taken the name of an answer


@EACH_SET
def test_the_student_s_cells_run_and_make_every_test_fail_as_a_failed_test_does(found):
    run = Run(student(graders.nbgrader(found, "en"), found, "nbgrader"), "en")
    for task in found.tasks:
        if task.checked:
            if "example" in task.key:
                run.run(f"{name(task)}-example")
            run.run(f"{name(task)}-answer")
            with pytest.raises(AssertionError):
                run.run(f"{name(task)}-test")


@GRADER
@LANGUAGE
@EACH_SET
def test_no_solution_stands_outside_its_marks(found, language, grader):
    notebook = student(MAKERS[grader](found, language), found, grader)
    cells = by_id(notebook)
    written = {f"{name(task)}-answer" for task in found.tasks if not task.checked}  # replaced as a whole
    shown = {cell["id"]: source(cell) for cell in notebook["cells"] if cell["cell_type"] != "raw"}
    whole = "\n".join(text for each, text in shown.items() if each not in written)
    assert "SOLUTION" not in whole
    for task in found.tasks:
        if task.checked:
            given = graders.with_hint(task, tasks.stub(graders.marked(task)))
            assert lines(cells[f"{name(task)}-answer"]) == lines(given), task.id
        for sample in task.key.get("sample", []):
            assert sample[language][:40] not in whole


def test_a_blank_with_a_given_start_and_a_block_keep_their_shape_for_both_tools():
    code = 'side = "union"  # SOLUTION "company"\nfor row in rows:\n'
    code += "    # BEGIN SOLUTION\n    n += 1\n    # END SOLUTION"
    shape = 'side = "company"\nfor row in rows:\n    ...'
    for grader, marks in (("nbgrader", graders.nbgrader_marks), ("otter", graders.otter_marks)):
        assert lines(released(marks(code), grader)) == shape.splitlines()
        space = {"rows": [1, 2], "n": 0}
        exec(marks(code), space)
        assert (space["side"], space["n"]) == ("union", 2)


# --- tests and graders -----------------------------------------------------------------------------------------------


def test_a_test_shows_nothing_even_where_a_student_s_function_prints(capsys):
    task = TASKS["02-e8"]
    length = task.value(tasks.solved(task.key["code"]))

    def noisy(start, end):
        print("measured")
        print("measured", file=sys.stderr)
        return length(start, end)

    assert open_pack("en").is_right("02-e8", noisy)
    assert capsys.readouterr() == ("", "")


def test_while_nbgrader_runs_a_notebook_answers_go_to_a_folder_that_is_thrown_away():
    sign = {"NBGRADER_EXECUTION": "autograde"}
    code = "from mineros import folders; print(folders.work(), folders.work().is_dir())"
    done = subprocess.run([sys.executable, "-c", code], env=sign, capture_output=True, check=True)
    place, there = done.stdout.decode().rsplit(maxsplit=1)
    assert there == "True"
    assert folders.top() not in Path(place).parents
    assert not Path(place).exists()


def test_a_folder_of_one_s_own_comes_first_even_there(tmp_path, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    monkeypatch.setenv("MINEROS_WORK", str(tmp_path))
    assert folders.work() == tmp_path


@GRADER
def test_the_command_writes_every_set_in_both_languages(grader, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["mineros.graders", grader, str(tmp_path / "año")])
    graders.main()
    files = {str(path.relative_to(tmp_path / "año")) for path in (tmp_path / "año").rglob("*.ipynb")}
    place = {"nbgrader": "{language}/source/{name}/{name}.ipynb", "otter": "{language}/{name}.ipynb"}[grader]
    assert files == {place.format(language=each, name=found.name) for each in LANGUAGES for found in SETS}


def test_settings_for_nbgrader_that_a_teacher_changed_are_kept(tmp_path):
    settings = tmp_path / "es" / "nbgrader_config.py"
    settings.parent.mkdir()
    settings.write_text("c = get_config()\n")
    graders.write_nbgrader(tmp_path, SETS[:1])
    assert settings.read_text() == "c = get_config()\n"
    assert "Write your answer here" in (tmp_path / "en" / "nbgrader_config.py").read_text("utf-8")
    compile((tmp_path / "en" / "nbgrader_config.py").read_text("utf-8"), "nbgrader_config.py", "exec")


def test_the_guide_tells_both_ways_in_both_languages_with_the_same_commands():
    pages = {each: (folders.top() / "guide" / each / "graders.md").read_text("utf-8") for each in LANGUAGES}
    blocks = {each: re.findall(r"```\n(.*?)```", page, re.DOTALL) for each, page in pages.items()}
    said = [block.replace("/es", "/en").replace("CARPETA", "FOLDER") for block in blocks["es"]]
    assert [block.replace(" --language es", "") for block in said] == blocks["en"]
    assert [line.split()[0] for line in pages["es"].splitlines() if line.startswith("#")] == [
        line.split()[0] for line in pages["en"].splitlines() if line.startswith("#")
    ]
    for page in pages.values():
        for target in re.findall(r"\]\(([^)#]+)\)", page):
            assert target.startswith("https://") or (folders.top() / "guide" / "en" / target).exists(), target
    groups = tomllib.loads((folders.top() / "pyproject.toml").read_text("utf-8"))["dependency-groups"]
    assert any(pin.startswith("nbgrader") for pin in groups["nbgrader"])
