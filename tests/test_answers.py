"""What a student writes is never lost: saved at once, whole files only, damage kept aside, refusals said."""

from __future__ import annotations

import errno
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from types import ModuleType

import pytest

from mineros.answers import Answers
from mineros.words import LANGUAGES, Words

HTML = '<script>alert("é")</script> & <b>no</b>'
WRONG_SHAPES = [
    "[]", "null", '"text"', "12", "{}", '{"answers": []}', '{"answers": null}', '{"answers": "x"}',
    '{"answers": {"01-q1": "a bare answer"}}', '{"answers": {"01-q1": ["a"]}}', '{"answers": {"01-q1": null}}',
]  # fmt: skip


@pytest.fixture(autouse=True)
def _what_was_on_its_way_has_come(monkeypatch):
    """The figures of these tests were shown long ago; what comes just after one has tests in test_ask.py."""
    monkeypatch.setattr("mineros.answers.LATE", 0)


@pytest.fixture
def answers(tmp_path):
    return Answers(Words("en"), tmp_path)


def held(folder: Path) -> dict:
    return json.loads((folder / "answers.json").read_text("utf-8"))["answers"]


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name not in ("answers.json", ".lock"))


def refuse(number: int):
    def refusing(*args, **kwargs):
        raise OSError(number, os.strerror(number))

    return refusing


# --- saved at once, readable -----------------------------------------------------------------------------------------


def test_an_answer_is_on_disk_when_save_returns(answers, tmp_path):
    assert answers.save("01-q2", "Los mineros", "What is this?")
    record = held(tmp_path)["01-q2"]
    assert record["value"] == "Los mineros"
    assert record["question"] == "What is this?"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", record["saved"])
    assert answers.notice == ""


@pytest.mark.parametrize("value", ["coal \ud83d dust", ["a", "\udca9"], {"claim": "\ud83d"}])
def test_half_an_emoji_is_saved_without_it(answers, tmp_path, value):
    assert answers.save("01-q2", value, "What \ud83d is this?")
    assert answers.save("01-q3", "next")
    assert "\ufffd" in json.dumps(held(tmp_path), ensure_ascii=False)
    assert set(held(tmp_path)) == {"01-q2", "01-q3"}
    assert leftovers(tmp_path) == []


def test_a_whole_emoji_stays_whole(answers, tmp_path):
    answers.save("01-q2", "coal \U0001f48e")
    assert held(tmp_path)["01-q2"]["value"] == "coal \U0001f48e"


def test_half_an_emoji_in_a_file_that_is_brought_back_does_not_stop_it(answers, tmp_path):
    content = json.dumps({"answers": {"01-q2": {"value": "coal \ud83d", "saved": ""}}}).encode()
    assert answers.bring_back(content) == (1, "")
    assert held(tmp_path)["01-q2"]["value"] == "coal \ufffd"


def test_accents_stand_in_the_file_as_letters_and_lines(answers, tmp_path):
    answers.save("01-q2", "Ésta es la explosión, ¿no? Niñez, güero", "¿Qué pasó?")
    text = (tmp_path / "answers.json").read_text("utf-8")
    assert "Ésta es la explosión, ¿no? Niñez, güero" in text
    assert "¿Qué pasó?" in text
    assert "\\u" not in text
    assert len(text.splitlines()) > 5


@pytest.mark.parametrize("value", ["", "a\nb\t\"'\\", "😀", 0, -3, 2.75, True, ["b", "a"], HTML, "x" * 200_000])
def test_every_kind_of_answer_comes_back_as_it_was(tmp_path, value):
    Answers(Words("en"), tmp_path).save("01-q2", value)
    assert Answers(Words("es"), tmp_path).get("01-q2") == value
    assert held(tmp_path)["01-q2"]["value"] == value


def test_html_is_stored_as_typed(answers, tmp_path):
    answers.save("01-q2", HTML)
    assert json.dumps(HTML, ensure_ascii=False) in (tmp_path / "answers.json").read_text("utf-8")


def test_a_folder_with_accents_and_spaces_works_and_is_made(tmp_path):
    folder = tmp_path / "mi carpeta de Ñandú" / "años y más"
    assert Answers(Words("es"), folder).save("01-q2", "sí")
    assert Answers(Words("es"), folder).get("01-q2") == "sí"


def test_the_folder_named_by_the_environment_is_used(tmp_path, monkeypatch):
    monkeypatch.setenv("MINEROS_WORK", str(tmp_path / "mine"))
    Answers(Words("en")).save("01-q2", "here")
    assert held(tmp_path / "mine")["01-q2"]["value"] == "here"


def test_nothing_is_made_before_the_first_answer(tmp_path):
    answers = Answers(Words("en"), tmp_path / "my-work")
    assert answers.get("01-q2") is None
    assert answers.first("01-q2") is None
    assert not answers.is_revealed("01-q2")
    answers.reveal("01-q2")
    assert not (tmp_path / "my-work").exists()
    assert answers.notice == ""


# --- atomic ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["rename", "fsync"])
@pytest.mark.parametrize("crash", [KeyboardInterrupt, OSError])
def test_a_crash_while_writing_leaves_the_old_file_whole(answers, tmp_path, monkeypatch, step, crash):
    answers.save("01-q2", "the old answer")
    before = (tmp_path / "answers.json").read_bytes()
    reached = []

    def crashing(*args, **kwargs):
        reached.append([path.name for path in tmp_path.glob("*.part")])
        raise crash("power cut")

    with monkeypatch.context() as patched:
        patched.setattr(*((Path, "replace", crashing) if step == "rename" else (os, "fsync", crashing)))
        if crash is OSError:
            assert not answers.save("01-q2", "the new answer")
        else:
            with pytest.raises(crash):
                answers.save("01-q2", "the new answer")
    assert len(reached) == 1, "the crash came where it was meant to"
    assert len(reached[0]) == 1, "the new content was in a file of its own at that moment"
    assert (tmp_path / "answers.json").read_bytes() == before
    assert leftovers(tmp_path) == []


def test_an_answer_that_json_cannot_hold_leaves_the_old_file_whole(answers, tmp_path):
    answers.save("01-q2", "the old answer")
    with pytest.raises(TypeError):
        answers.save("01-q2", {1, 2})
    assert held(tmp_path)["01-q2"]["value"] == "the old answer"
    assert leftovers(tmp_path) == []


# --- damage ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_cut_in_half_is_kept_aside_and_new_answers_are_saved(tmp_path, language):
    Answers(Words(language), tmp_path).save("01-q2", "a long answer that I worked on")
    file = tmp_path / "answers.json"
    half = file.read_bytes()[: file.stat().st_size // 2]
    file.write_bytes(half)

    answers = Answers(Words(language), tmp_path)
    assert answers.get("01-q2") is None
    (aside,) = tmp_path.glob("answers-damaged-*.json")
    assert aside.read_bytes() == half
    assert answers.notice == Words(language)("answers.set_aside", file=aside.name, folder=str(tmp_path))

    assert answers.save("01-q3", "new")
    assert set(held(tmp_path)) == {"01-q3"}
    assert aside.read_bytes() == half


def test_the_notice_of_a_damaged_file_stays_with_the_answers_that_follow(tmp_path):
    (tmp_path / "answers.json").write_text("{", "utf-8")
    answers = Answers(Words("en"), tmp_path)
    answers.save("01-q2", "one")
    answers.save("01-q2", "two")
    assert "answers-damaged-" in answers.notice


@pytest.mark.parametrize("content", WRONG_SHAPES)
def test_a_file_of_wrong_shape_is_kept_aside(tmp_path, content):
    (tmp_path / "answers.json").write_text(content, "utf-8")
    answers = Answers(Words("en"), tmp_path)
    assert answers.save("01-q3", "new")
    (aside,) = tmp_path.glob("answers-damaged-*.json")
    assert aside.read_text("utf-8") == content
    assert set(held(tmp_path)) == {"01-q3"}
    assert aside.name in answers.notice


def test_bytes_that_are_no_text_are_kept_aside(tmp_path):
    (tmp_path / "answers.json").write_bytes(b"\xff\xfe\x00{")
    assert Answers(Words("en"), tmp_path).save("01-q3", "new")
    (aside,) = tmp_path.glob("answers-damaged-*.json")
    assert aside.read_bytes() == b"\xff\xfe\x00{"


def test_two_damaged_files_are_both_kept(tmp_path):
    for content in ("{1", "{2"):
        (tmp_path / "answers.json").write_text(content, "utf-8")
        Answers(Words("en"), tmp_path).save("01-q3", "new")
    kept = {path.read_text("utf-8") for path in tmp_path.glob("answers-damaged-*.json")}
    assert kept == {"{1", "{2"}


def test_a_damaged_file_that_cannot_be_set_aside_is_not_overwritten(tmp_path, monkeypatch):
    (tmp_path / "answers.json").write_text("{", "utf-8")
    answers = Answers(Words("en"), tmp_path)
    monkeypatch.setattr(Path, "rename", refuse(errno.EACCES))
    assert not answers.save("01-q3", "new")
    assert (tmp_path / "answers.json").read_text("utf-8") == "{"
    assert answers.get("01-q3") == "new"


def test_a_file_that_cannot_be_read_for_a_moment_is_not_overwritten(answers, tmp_path, monkeypatch):
    answers.save("01-q2", "the old answer")
    with monkeypatch.context() as patched:
        patched.setattr("mineros.answers.content_of", refuse(errno.EIO))
        assert not answers.save("01-q3", "new")
        assert "answers.json" not in answers.notice or os.strerror(errno.EIO) in answers.notice
    assert set(held(tmp_path)) == {"01-q2"}
    assert answers.save("01-q4", "later")
    assert {key: record["value"] for key, record in held(tmp_path).items()} == {
        "01-q2": "the old answer", "01-q3": "new", "01-q4": "later",
    }  # fmt: skip


# --- a folder that refuses -------------------------------------------------------------------------------------------


def one_sentence_about(answers: Answers, folder: Path, language: str) -> bool:
    pattern = re.escape(Words(language)("answers.not_written", folder=str(folder), why="WHY")).replace("WHY", ".+")
    return re.fullmatch(pattern, answers.notice) is not None and "Traceback" not in answers.notice


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_full_or_read_only_disk_is_said_and_the_answer_waits_for_the_next_save(
    tmp_path, monkeypatch, language, number
):
    answers = Answers(Words(language), tmp_path)
    answers.save("01-q1", "before")
    with monkeypatch.context() as patched:
        patched.setattr(tempfile, "mkstemp", refuse(number))
        assert answers.save("01-q2", "first refused") is False
        assert answers.save("01-q3", "second refused") is False
        assert one_sentence_about(answers, tmp_path, language)
        assert os.strerror(number) in answers.notice
        assert (answers.get("01-q1"), answers.get("01-q2"), answers.get("01-q3")) == (
            "before", "first refused", "second refused",
        )  # fmt: skip
        assert set(held(tmp_path)) == {"01-q1"}
    assert answers.save("01-q4", "after") is True
    assert set(held(tmp_path)) == {"01-q1", "01-q2", "01-q3", "01-q4"}
    assert held(tmp_path)["01-q2"]["value"] == "first refused"
    assert answers.notice == "", "what is saved now is no longer said to be unsaved"


def test_a_folder_under_a_file_is_said_and_the_answer_stays_in_memory(tmp_path):
    (tmp_path / "file").write_text("not a folder", "utf-8")
    folder = tmp_path / "file" / "my-work"
    answers = Answers(Words("en"), folder)
    assert answers.save("01-q2", "kept") is False
    assert answers.get("01-q2") == "kept"
    assert one_sentence_about(answers, folder, "en")
    (tmp_path / "file").unlink()
    assert answers.save("01-q3", "now") is True
    assert {key: record["value"] for key, record in held(folder).items()} == {"01-q2": "kept", "01-q3": "now"}


def test_an_answer_written_late_does_not_return_over_a_newer_one(tmp_path, monkeypatch):
    one, two = Answers(Words("en"), tmp_path), Answers(Words("en"), tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(tempfile, "mkstemp", refuse(errno.ENOSPC))
        one.save("01-q2", "refused at first")
    one.save("01-q3", "and now written, both")
    two.save("01-q2", "newer, from another notebook")
    one.save("01-q4", "later")
    assert one.get("01-q2") == held(tmp_path)["01-q2"]["value"] == "newer, from another notebook"


def test_a_prediction_that_could_not_be_written_is_still_locked_in_memory(answers, monkeypatch):
    monkeypatch.setattr(tempfile, "mkstemp", refuse(errno.ENOSPC))
    answers.save("01-p1", 100)
    answers.reveal("01-p1")
    answers.save("01-p1", 587)
    assert answers.first("01-p1") == 100
    assert answers.is_revealed("01-p1")


# --- two notebooks at once -------------------------------------------------------------------------------------------


def test_two_open_lessons_interleaved_lose_nothing(tmp_path):
    one, two = Answers(Words("en"), tmp_path), Answers(Words("es"), tmp_path)
    for number in range(10):
        assert one.save(f"01-a{number}", number)
        assert two.save(f"01-b{number}", number)
    assert set(held(tmp_path)) == {f"01-{letter}{number}" for letter in "ab" for number in range(10)}
    assert one.get("01-b9") == 9
    assert two.get("01-a9") == 9


WRITER = """
import sys
from pathlib import Path
from mineros.answers import Answers
from mineros.words import Words
answers = Answers(Words("en"), Path(sys.argv[1]))
for number in range(50):
    assert answers.save(f"01-{sys.argv[2]}{number}", number), answers.notice
"""


def test_an_answer_is_saved_where_python_knows_locks_but_the_system_has_none(answers, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "fcntl", ModuleType("fcntl"))  # as in a browser
    assert answers.save("01-q1", "kept")
    assert held(tmp_path)["01-q1"]["value"] == "kept"


def test_two_processes_writing_fifty_answers_each_lose_nothing(tmp_path):
    pytest.importorskip("fcntl")
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), name]) for name in "ab"]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    found = {key: record["value"] for key, record in held(tmp_path).items()}
    assert found == {f"01-{name}{number}": number for name in "ab" for number in range(50)}
    assert leftovers(tmp_path) == []


KILLED = """
import sys
from itertools import count
from pathlib import Path
from mineros.answers import Answers
from mineros.words import Words
answers = Answers(Words("en"), Path(sys.argv[1]))
for number in count():
    answers.save("01-q2", "a long answer " * 5_000)
    answers.save(f"01-a{number % 50}", number)
    print(number, flush=True)
"""


def test_a_writer_killed_at_any_moment_leaves_a_whole_file_and_no_rest(tmp_path):
    for _ in range(5):
        with subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE) as writer:
            last = [int(writer.stdout.readline()) for _ in range(3)][-1]
            writer.kill()
        found = held(tmp_path)  # a file cut in half would not open
        assert found[f"01-a{last}"]["value"] >= last, "what was said to be saved is saved"
    answers = Answers(Words("en"), tmp_path)
    assert answers.save("01-q3", "after")
    assert leftovers(tmp_path) == []
    assert list(tmp_path.glob("answers-damaged*")) == []


FULL = """
import resource, signal, sys
from pathlib import Path
from mineros.answers import Answers
from mineros.words import Words
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000))  # the system itself refuses to write more
answers = Answers(Words("es"), Path(sys.argv[1]))
assert not answers.save("01-q2", "x" * 10_000)
assert answers.get("01-q2") == "x" * 10_000
print(answers.notice)
"""


def test_a_system_that_takes_no_more_bytes_is_told_in_one_sentence_and_the_file_stays(answers, tmp_path):
    pytest.importorskip("resource")
    answers.save("01-q1", "before")
    before = (tmp_path / "answers.json").read_bytes()
    run = subprocess.run([sys.executable, "-c", FULL, str(tmp_path)], capture_output=True, text=True, check=True)
    assert run.stdout.strip().count("\n") == 0 and str(tmp_path) in run.stdout
    assert (tmp_path / "answers.json").read_bytes() == before
    assert leftovers(tmp_path) == []


def test_what_another_edition_keeps_beside_the_answers_stays(tmp_path):
    (tmp_path / "answers.json").write_text(
        json.dumps({"version": 7, "later": {"a": 1}, "answers": {"09-z1": {"value": 1, "more": [2]}}}), "utf-8"
    )
    answers = Answers(Words("en"), tmp_path)
    answers.save("01-q2", "now")
    whole = json.loads((tmp_path / "answers.json").read_text("utf-8"))
    assert (whole["version"], whole["later"]) == (7, {"a": 1})
    assert whole["answers"]["09-z1"] == {"value": 1, "more": [2]}


def test_a_file_of_the_first_edition_without_checks_or_version_is_read_and_goes_on(tmp_path):
    (tmp_path / "answers.json").write_text(json.dumps({"answers": {"01-q1": {"value": "hours"}}}), "utf-8")
    answers = Answers(Words("en"), tmp_path)
    assert answers.get("01-q1") == "hours"
    answers.note_check("01-q1", False, "other")
    assert held(tmp_path)["01-q1"] == {"value": "hours", "tries": 1, "right": False, "hints": {"other": 1}}


# --- checks ----------------------------------------------------------------------------------------------------------


def test_hints_are_counted_by_their_name(answers, tmp_path):
    answers.save("02-e5", 436)
    for hint in ("both-ends", "other", "both-ends"):
        answers.note_check("02-e5", False, hint)
    answers.note_check("02-e5", True)
    record = held(tmp_path)["02-e5"]
    assert (record["tries"], record["right"], record["hints"]) == (4, True, {"both-ends": 2, "other": 1})


def test_another_answer_is_no_longer_right_because_the_one_before_was(answers, tmp_path):
    answers.save("01-q1", "inspection-order")
    answers.note_check("01-q1", True)
    answers.save("01-q1", "inspection-order")
    assert held(tmp_path)["01-q1"]["right"] is True
    answers.save("01-q1", "order-served")
    assert held(tmp_path)["01-q1"]["right"] is None
    assert held(tmp_path)["01-q1"]["tries"] == 1


@pytest.mark.parametrize("damage", [{"hints": 3, "tries": "x"}, {"hints": {"other": "many"}}, {"hints": [1]}])
def test_counts_that_somebody_has_edited_begin_again(tmp_path, damage):
    (tmp_path / "answers.json").write_text(json.dumps({"answers": {"01-q1": {"value": 1} | damage}}), "utf-8")
    answers = Answers(Words("en"), tmp_path)
    answers.note_check("01-q1", False, "other")
    assert held(tmp_path)["01-q1"]["hints"] == {"other": 1}
    assert held(tmp_path)["01-q1"]["tries"] == 1


COUNTER = """
import sys
from pathlib import Path
from mineros.answers import Answers
from mineros.words import Words
answers = Answers(Words("en"), Path(sys.argv[1]))
for _ in range(50):
    answers.note_check("01-q1", False, "other")
"""


def test_two_notebooks_that_check_one_task_lose_no_try(answers, tmp_path):
    pytest.importorskip("fcntl")
    answers.save("01-q1", "hours")
    writers = [subprocess.Popen([sys.executable, "-c", COUNTER, str(tmp_path)]) for _ in range(2)]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    assert held(tmp_path)["01-q1"]["tries"] == held(tmp_path)["01-q1"]["hints"]["other"] == 100


# --- predictions -----------------------------------------------------------------------------------------------------


def test_the_first_guess_is_kept_once_the_record_was_seen(answers, tmp_path):
    answers.save("01-p1", 90)
    answers.save("01-p1", 100)
    assert answers.first("01-p1") == 100, "before the reveal a guess may be changed"
    assert not answers.is_revealed("01-p1")
    answers.reveal("01-p1")
    answers.save("01-p1", 587)
    answers.reveal("01-p1")
    again = Answers(Words("es"), tmp_path)
    assert again.first("01-p1") == 100
    assert again.get("01-p1") == 587
    assert again.is_revealed("01-p1")


def test_an_answer_that_was_never_given_cannot_be_revealed(answers):
    answers.reveal("01-p1")
    assert not answers.is_revealed("01-p1")
    answers.save("01-p1", 100)
    assert not answers.is_revealed("01-p1")
