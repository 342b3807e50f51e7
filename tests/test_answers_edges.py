"""What the answers promise to the letter: what their file says, which of two records counts, what is brought back."""

from __future__ import annotations

import errno
import json
import os
import re
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from mineros import answers as module
from mineros import folders
from mineros.answers import Answers, later, when
from mineros.errors import AnswersError
from mineros.words import LANGUAGES, Words

MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d"
LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(autouse=True)
def _what_was_on_its_way_has_come(monkeypatch):
    """The figures of these tests were shown long ago; what comes just after one has tests in test_ask.py."""
    monkeypatch.setattr("mineros.answers.LATE", 0)


@pytest.fixture
def answers(tmp_path: Path) -> Answers:
    return Answers(Words("en"), tmp_path)


def whole(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "answers.json").read_text("utf-8"))


def record(value: Any, saved: str, **more: Any) -> dict[str, Any]:
    return {"value": value, "saved": saved, **more}


def content(**records: dict[str, Any]) -> bytes:
    named = {name.strip("_").replace("_", "-"): entry for name, entry in records.items()}
    return json.dumps({"answers": named}).encode()


def day(number: int) -> str:
    return f"2026-11-{number:02}T10:00:00+00:00"


# --- what stands in the file ------------------------------------------------------------------------------------------


@LANGUAGE
def test_the_file_says_what_it_is_in_the_reader_s_language_before_the_answers(tmp_path, language):
    words = Words(language)
    Answers(words, tmp_path).save("01-q2", "mine")
    held = whole(tmp_path)
    assert list(held) == ["about", "version", "answers"]
    assert (held["about"], held["version"]) == (words("answers.about"), 1)
    text = (tmp_path / "answers.json").read_text("utf-8")
    assert text.startswith('{\n "about": ') and '\n   "value": "mine",\n' in text


def test_an_answer_without_its_question_has_an_empty_one_and_no_more_fields_than_needed(answers, tmp_path):
    answers.save("01-q2", "mine")
    saved = whole(tmp_path)["answers"]["01-q2"]
    assert saved == {"value": "mine", "saved": saved["saved"], "question": ""}
    assert re.fullmatch(MOMENT, saved["saved"])


def test_files_lie_where_they_are_looked_for(answers, tmp_path):
    assert (answers.file, answers.exports) == (tmp_path / "answers.json", tmp_path / "exports")
    assert Answers(Words("en")).folder == folders.work()


def test_records_are_found_by_the_lesson_they_belong_to(answers):
    for question in ("05-q1", "05-board", "0-5", "15-q1"):
        answers.save(question, question, "asked")
    assert list(answers.begun("05-")) == ["05-q1", "05-board"]
    assert answers.begun("05-")["05-board"]["value"] == "05-board"
    assert answers.begun("05-")["05-board"]["question"] == "asked"
    assert answers.begun("06-") == {}


def test_what_is_done_to_the_records_that_were_read_changes_no_answer(answers):
    answers.save("01-q2", "mine")
    answers.records()["01-q2"]["value"] = "changed"
    assert answers.records()["01-q2"]["value"] == answers.get("01-q2") == "mine"


# --- checks and guesses -----------------------------------------------------------------------------------------------


def test_a_check_of_what_was_never_answered_leaves_no_trace(answers, tmp_path):
    answers.note_check("01-q1", True)
    assert not (tmp_path / "answers.json").exists()


def test_a_check_without_a_hint_counts_the_try_alone(answers, tmp_path):
    answers.save("01-q1", "mine")
    answers.note_check("01-q1", False)
    answers.note_check("01-q1", True)
    held = whole(tmp_path)["answers"]["01-q1"]
    assert (held["tries"], held["right"], "hints" in held) == (2, True, False)


@pytest.mark.parametrize("kept", [True, "3", 2.5, None, [1]])
def test_a_count_that_is_none_begins_at_one(tmp_path, kept):
    held = {"01-q1": {"value": 1, "tries": kept, "hints": {"other": kept}}}
    (tmp_path / "answers.json").write_text(json.dumps({"answers": held}), "utf-8")
    Answers(Words("en"), tmp_path).note_check("01-q1", False, "other")
    after = whole(tmp_path)["answers"]["01-q1"]
    assert (after["tries"], after["hints"]) == (1, {"other": 1})


def test_an_answer_that_was_never_checked_says_nothing_of_right_or_wrong_when_it_changes(answers, tmp_path):
    answers.save("01-q1", "one")
    answers.save("01-q1", "two")
    assert "right" not in whole(tmp_path)["answers"]["01-q1"]


def test_a_guess_that_was_seen_beside_the_record_says_when_and_keeps_it(answers, tmp_path):
    answers.save("01-p1", 100)
    assert answers.is_revealed("01-p1") is False
    answers.reveal("01-p1")
    held = whole(tmp_path)["answers"]["01-p1"]
    assert (held["first"], held["value"]) == (100, 100)
    assert re.fullmatch(MOMENT, held["revealed"])
    assert answers.is_revealed("01-p1") is True
    answers.save("01-p1", 200)
    answers.reveal("01-p1")
    again = whole(tmp_path)["answers"]["01-p1"]
    assert (again["first"], again["revealed"]) == (100, held["revealed"])
    assert (answers.first("01-p1"), answers.first("01-p2"), answers.get("01-p2")) == (100, None, None)


# --- which of two counts ----------------------------------------------------------------------------------------------


def test_a_moment_is_read_in_seconds_and_what_names_none_was_long_ago():
    assert when({"saved": "2026-11-01T10:00:00+00:00"}, "saved") == 1793527200
    for odd in ({}, {"saved": None}, {"saved": 5}, {"saved": "yesterday"}, {"saved": ""}):
        assert when(odd, "saved") == 0


def test_of_two_records_the_later_counts_and_of_two_of_one_moment_our_own():
    ours, theirs = record("ours", day(2)), record("theirs", day(3))
    assert later(None, theirs) == theirs
    assert later(ours, theirs) == theirs
    assert later(theirs, ours) == theirs
    assert later(ours, record("theirs", day(2))) == ours


def test_of_two_guesses_that_were_seen_the_one_that_was_seen_first_stays():
    one = record(10, day(3), first=1, revealed=day(1))
    two = record(20, day(4), first=2, revealed=day(2))
    assert later(one, two) == later(two, one) == record(20, day(4), first=1, revealed=day(1))
    assert later(record(10, day(5), first=1, revealed=day(1)), two) == record(10, day(5), first=1, revealed=day(1))
    free = record(30, day(5))
    assert later(two, free) == later(free, two) == record(30, day(5), first=2, revealed=day(2))
    assert later(record(5, day(1), first=3), free) == free, "what was never seen beside the record is not locked"
    assert later(record(5, day(1), revealed=day(1)), free) == record(30, day(5), revealed=day(1))


# --- brought back -----------------------------------------------------------------------------------------------------


def test_only_what_was_taken_over_is_counted_and_the_file_from_before_is_kept_under_a_name_that_says_so(
    answers, tmp_path
):
    answers.save("01-q1", "mine")
    before = (tmp_path / "answers.json").read_bytes()
    brought = content(
        _01_q1=record("older", "2020-01-01T00:00:00+00:00"),
        _01_q2=record("new", day(1)),
        _05_board=record({"a": 1}, day(1)),
    )
    taken, aside = answers.bring_back(brought)
    assert taken == 2
    assert re.fullmatch(r"answers-before-.+\.json", aside)
    assert (tmp_path / aside).read_bytes() == before
    assert {name: entry["value"] for name, entry in answers.records().items()} == {
        "01-q1": "mine", "01-q2": "new", "05-board": {"a": 1},
    }  # fmt: skip
    assert list(whole(tmp_path)) == ["about", "version", "answers"]


def test_where_there_was_no_file_none_is_kept_and_the_folder_is_made(tmp_path):
    answers = Answers(Words("en"), tmp_path / "new" / "work")
    assert answers.bring_back(content(_01_q1=record("a", day(1)))) == (1, "")
    assert answers.get("01-q1") == "a"
    assert answers.bring_back(content(_01_q1=record("b", day(2))))[0] == 1


def test_what_waited_in_memory_is_written_with_what_is_brought_back(answers, tmp_path, monkeypatch):
    def full(*given: Any, **more: Any) -> None:
        raise OSError(errno.ENOSPC, "no room")

    with monkeypatch.context() as patched:
        patched.setattr(tempfile, "mkstemp", full)
        answers.save("01-q1", "waiting")
        with pytest.raises(AnswersError) as raised:
            answers.bring_back(content(_01_q2=record("new", day(1))))
        assert str(raised.value) == Words("en")("answers.not_brought", folder=str(tmp_path), why="no room")
    answers.bring_back(content(_01_q2=record("new", day(1)), _01_q1=record("older", "2020-01-01T00:00:00+00:00")))
    assert {name: entry["value"] for name, entry in whole(tmp_path)["answers"].items()} == {
        "01-q1": "waiting", "01-q2": "new",
    }  # fmt: skip
    Answers(Words("en"), tmp_path).save("01-q1", "newer, from another notebook")
    answers.save("01-q3", "last")
    assert answers.get("01-q1") == "newer, from another notebook"


@pytest.mark.parametrize("error", [OSError(errno.EIO, "disk broken"), OSError("no number")])
def test_why_nothing_could_be_written_is_told_in_the_words_of_the_system(answers, tmp_path, monkeypatch, error):
    def failing(*given: Any, **more: Any) -> None:
        raise error

    monkeypatch.setattr(tempfile, "mkstemp", failing)
    why = error.strerror or "no number"
    assert not answers.save("01-q1", "a")
    assert answers.notice == Words("en")("answers.not_written", folder=str(tmp_path), why=why)
    with pytest.raises(AnswersError) as raised:
        answers.bring_back(content(_01_q2=record("new", day(1))))
    assert str(raised.value) == Words("en")("answers.not_brought", folder=str(tmp_path), why=why)


@pytest.mark.parametrize("name", ["01-q1", "01-p12", "05-board", "05-a-1", "00-x"])
def test_an_id_of_a_lesson_is_brought_back(answers, name):
    assert answers.bring_back(json.dumps({"answers": {name: {"value": 1}}}).encode()) == (1, "")


@pytest.mark.parametrize("name", ["1-q1", "01-", "01-Q1", "x01-q1", "01-q1/", "01-1", "", "01_q1", "01-q1\n"])
def test_an_id_of_nothing_makes_the_whole_file_a_foreign_one(answers, tmp_path, name):
    brought = json.dumps({"answers": {"01-q1": {"value": 1}, name: {"value": 1}}}).encode()
    with pytest.raises(AnswersError) as raised:
        answers.bring_back(brought)
    assert str(raised.value) == Words("en")("answers.foreign")
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_just_the_size_that_is_allowed_is_brought_back_and_one_byte_more_is_not(answers, monkeypatch):
    brought = content(_01_q1=record("a", day(1)))
    monkeypatch.setattr(module, "LARGEST", len(brought) + 200)
    fitting = brought + b" " * 200
    assert answers.bring_back(fitting)[0] == 1
    with pytest.raises(AnswersError):
        answers.bring_back(fitting + b" ")


@LANGUAGE
def test_a_file_that_is_too_large_is_told_with_what_is_allowed_and_set_aside_where_it_stands(tmp_path, language):
    words = Words(language)
    most, spaces = module.LARGEST // 1_000_000, b" " * (module.LARGEST + 1)
    with pytest.raises(AnswersError) as raised:
        Answers(words, tmp_path).bring_back(spaces)
    assert str(raised.value) == words("answers.too_large", most=most)
    (tmp_path / "answers.json").write_bytes(spaces)
    answers = Answers(words, tmp_path)
    assert answers.get("01-q1") is None
    (aside,) = tmp_path.glob("answers-damaged-*.json")
    assert aside.stat().st_size == len(spaces)
    assert answers.notice == words("answers.grown", file=aside.name, folder=str(tmp_path), most=most)


@pytest.mark.parametrize("error", [OSError(errno.EIO, "disk broken"), OSError("no number")])
def test_why_the_answers_cannot_be_read_is_told_in_the_words_of_the_system(answers, tmp_path, monkeypatch, error):
    def failing(file: Path) -> bytes:
        raise error

    monkeypatch.setattr(module, "content_of", failing)
    assert answers.get("01-q1") is None
    why = error.strerror or "no number"
    assert answers.notice == Words("en")("answers.unreadable", file=str(tmp_path / "answers.json"), why=why)


def test_an_answer_as_deep_as_is_allowed_is_read_and_one_that_is_deeper_is_set_aside(tmp_path):
    lists = module.DEEPEST - 3  # in the table of answers, in a record, in the file
    for deep, kept in ((lists, 1), (lists + 1, 0)):
        nested = "[" * deep + "]" * deep
        (tmp_path / "answers.json").write_text('{"answers": {"01-q1": {"value": ' + nested + "}}}", "utf-8")
        assert len(Answers(Words("en"), tmp_path).records()) == kept


def test_an_answer_as_long_as_is_allowed_is_saved_and_one_letter_more_is_not(answers, monkeypatch):
    monkeypatch.setattr(module, "LONGEST", 20)
    assert answers.save("01-q1", "ñ" * 18) is True  # and two quotation marks
    assert answers.save("01-q1", "ñ" * 19) is False
    assert answers.get("01-q1") == "ñ" * 18


@pytest.mark.parametrize("half", [r"\ud83d", r"\uD83D", r"\udfaf", r"\uDFAF"])
def test_half_an_emoji_in_the_file_is_read_without_it(tmp_path, half):
    (tmp_path / "answers.json").write_text(f'{{"answers": {{"01-q1": {{"value": "coal {half}"}}}}}}', "utf-8")
    assert Answers(Words("en"), tmp_path).get("01-q1") == "coal \ufffd"


def test_a_file_may_grow_to_the_byte_and_then_the_system_s_word_for_too_large_is_said(answers, tmp_path, monkeypatch):
    answers.save("01-q1", "mine")
    size = (tmp_path / "answers.json").stat().st_size
    monkeypatch.setattr(module, "LARGEST", size)
    assert answers.save("01-q1", "ours") is True
    assert answers.save("01-q1", "theirs") is False
    why = os.strerror(errno.EFBIG)
    assert answers.notice == Words("en")("answers.not_written", folder=str(tmp_path), why=why)
    assert whole(tmp_path)["answers"]["01-q1"]["value"] == "ours"


def test_on_windows_one_byte_of_the_lock_is_held_and_let_go(answers, tmp_path, monkeypatch):
    calls = []
    windows = SimpleNamespace(LK_LOCK="hold", LK_UNLCK="let go", locking=lambda *given: calls.append(given))
    monkeypatch.setitem(sys.modules, "fcntl", None)
    monkeypatch.setitem(sys.modules, "msvcrt", windows)
    assert answers.save("01-q1", "mine") is True
    (held, *hold), (released, *let_go) = calls
    assert (hold, let_go) == (["hold", 1], ["let go", 1])
    assert held == released and isinstance(held, int)
