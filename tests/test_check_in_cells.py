"""A check in a cell of code: it takes a value, never looks at cells, and keeps what was tried."""

from __future__ import annotations

import json
import tempfile

import pandas as pd
import pytest

from exercises import SETS, TASKS, Run, right
from mineros import exercises, open_pack, pack
from mineros.errors import QuestionError
from mineros.words import LANGUAGES, Words

LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("MINEROS_WORK", str(tmp_path / "mi trabajo ñ"))
    return tmp_path / "mi trabajo ñ"


@pytest.fixture
def said(monkeypatch):
    """All that was shown, newest last."""
    shown: list[str] = []
    monkeypatch.setattr(pack, "_display", shown.append)
    return shown


def kept(folder) -> dict:
    return json.loads((folder / "answers.json").read_text("utf-8"))["answers"]


def opened(name: str = "02-exile", language: str = "en") -> Run:
    found = next(found for found in SETS if found.name == name)
    return Run(exercises.notebook(found, language), language)


# --- nothing about cells matters -------------------------------------------------------------------------------------


def test_a_cell_copied_split_deleted_moved_or_run_twice_changes_no_verdict(folder):
    run = opened()
    whole = run.cells["e5-answer"].replace("days = ...", "days = (end - start).days")
    *lines, check = whole.splitlines()
    run.cells |= {"copy": whole, "upper half": "\n".join(lines[:2]), "lower half": "\n".join([*lines[2:], check])}
    del run.cells["e5-answer"]
    for cell in ("e8-answer", "copy", "copy", "upper half", "lower half"):
        last = run.run(cell)
    assert last.startswith("Yes.")
    assert kept(folder)["02-e5"]["tries"] == 1, "the same value is the same try"


def test_a_value_worked_out_in_a_way_of_one_s_own_is_as_good(folder):
    run = opened()
    run.cells["own"] = """
spell = pack.spells.set_index("spell_id").loc["X05"]
pack.check("02-e5", pd.to_datetime(spell["end"]) - pd.to_datetime(spell["start"]))
"""
    assert run.run("own").startswith("Yes.")


# --- what is kept ----------------------------------------------------------------------------------------------------


def test_a_wrong_try_a_second_and_a_right_one_are_kept_with_their_hints(folder, said):
    own = open_pack("en")
    days = right("02-e5")
    for value in (days + 1, days + 1, days + 7, days):
        own.check("02-e5", value)
    record = kept(folder)["02-e5"]
    assert (record["value"], record["tries"], record["right"]) == (days, 3, True)
    assert record["hints"] == {"both-ends": 1, "other": 1}
    assert record["question"] == TASKS["02-e5"].said("text", "en")
    assert "Yes." in said[-1] and "Not yet." in said[0]


@pytest.mark.parametrize("value", [..., None, "", "  ", [], [...], (1, ...)])
def test_a_blank_is_no_try_and_is_not_kept(folder, said, value):
    open_pack("en").check("02-e5", value)
    assert not folder.exists()
    assert "Not yet." in said[-1]


@pytest.mark.parametrize(
    ("task", "value", "expected"),
    [
        ("02-e5", 10**400, str(10**400)), ("02-e5", float("nan"), "nan"), ("02-e5", True, "True"),
        ("02-e5", pd.Timedelta(days=3), "3 days 00:00:00"), ("02-e5", "x" * 9_000, "x" * 2_000),
        ("02-e5", {"a": {1, 2}}, "{'a': {1, 2}}"), ("02-e5", pd.DataFrame({"a": [1]}), ",a\n0,1\n"),
        ("02-e5", b"bytes", "b'bytes'"), ("02-e9", 7, "int"), ("02-e8", 7, 7), ("02-e5", "half \ud83d", "half \ufffd"),
    ],
)  # fmt: skip
def test_whatever_was_tried_is_kept_as_a_number_or_a_short_text(folder, said, task, value, expected):
    open_pack("en").check(task, value)
    assert kept(folder)[task]["value"] == expected
    json.loads((folder / "answers.json").read_text("utf-8"), parse_constant=pytest.fail)


def test_of_a_function_its_source_is_kept_and_of_a_chart_its_labels(folder):
    run = Run(exercises.notebook(next(found for found in SETS if found.name == "02-exile"), "en", solution=True), "en")
    run.run("e9-answer")
    assert kept(folder)["02-e9"]["value"].startswith("· x: ")
    from exercises import __file__ as where

    own = open_pack("en")

    def length(start, end):
        return 12

    own.check("02-e8", length)
    assert kept(folder)["02-e8"]["value"].strip().startswith("def length(start, end):")
    assert where not in json.dumps(kept(folder))


# --- when something refuses ------------------------------------------------------------------------------------------


@LANGUAGE
def test_a_full_disk_keeps_no_verdict_back_and_is_said_beneath_it(folder, said, monkeypatch, language):
    own = open_pack(language)
    with monkeypatch.context() as patched:
        patched.setattr(tempfile, "mkstemp", lambda *_, **__: (_ for _ in ()).throw(OSError(28, "No space left")))
        own.check("02-e5", right("02-e5"))
    assert Words(language)("check.right") in said[-1]
    assert "No space left" in said[-1]
    own.check("02-e7", 1)
    assert set(kept(folder)) == {"02-e5", "02-e7"}, "what had to wait is written with the next"
    assert kept(folder)["02-e5"]["right"] is True


def test_a_task_that_does_not_exist_is_one_sentence(folder):
    with pytest.raises(QuestionError, match="02-e99"):
        open_pack("en").check("02-e99", 1)
    assert not folder.exists()


def test_a_grader_gets_yes_or_no_and_nothing_is_shown_or_kept(folder, said):
    own = open_pack("es")
    assert own.is_right("02-e5", right("02-e5")) is True
    assert own.is_right("02-e5", 0) is False
    assert own.is_right("02-e5", ...) is False
    assert said == [] and not folder.exists()


def test_without_the_list_of_tasks_a_check_still_holds(folder, said, monkeypatch, tmp_path):
    from mineros import bank, folders

    monkeypatch.setattr(folders, "tasks", lambda: tmp_path / "none.json")
    bank._tasks.cache_clear()
    try:
        open_pack("en").check("02-e5", right("02-e5"))
        assert "Yes." in said[-1]
        assert kept(folder)["02-e5"]["question"] == ""
    finally:
        monkeypatch.undo()
        bank._tasks.cache_clear()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (436, ">436<"), (0.5, ">0.5<"), ("<b>", ">&lt;b&gt;<"), (pd.Series([1], index=["a"]), "a    1"),
        (["S0001", "S0002"], "S0002"), (pd.Timestamp("2006-02-19").date(), "2006-02-19"),
        ("x" * 9_000, "x" * 1_200 + "<"),
    ],
)  # fmt: skip
def test_what_the_cell_worked_out_stands_under_the_verdict_as_text(folder, said, value, shown):
    open_pack("en").check("02-e5", value)
    assert shown in said[-1]


@pytest.mark.parametrize("value", [..., None, len, 10**5_000, pd.DataFrame], ids=range(5))
def test_nothing_stands_there_for_what_cannot_be_told_in_a_text(folder, said, value):
    open_pack("en").check("02-e5", value)
    assert 'class="given"' not in said[-1]
