"""What the school's server gives to the lessons: a place to hand in, new editions that keep a student's work, no key.

The server itself, with its users, is tested in test_hub.py.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import stat
import tomllib
from datetime import date, datetime
from pathlib import Path
from types import ModuleType

import pytest

from mineros import progress, school
from mineros.answers import Answers
from mineros.errors import ExportError
from mineros.words import Words

TOP = Path(__file__).resolve().parents[1]
EN = Words("en")
DAY = date(2026, 11, 28)
posix = pytest.mark.skipif(os.name == "nt", reason="the server runs on Linux")


def part(name: str) -> ModuleType:
    """A program of hub/ as a module."""
    spec = importlib.util.spec_from_file_location(f"hub_{name}", TOP / "hub" / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def answers(tmp_path: Path) -> Answers:
    answers = Answers(EN, tmp_path / "my-work")
    answers.save("01-q2", "Mine.")
    return answers


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "handed-in" / "ana"
    place.mkdir(parents=True)
    monkeypatch.setenv("MINEROS_HAND_IN", str(place))
    return place


def buttons(answers: Answers) -> tuple[progress.Progress, dict[str, object]]:
    board = progress.Progress(answers, EN)
    rows = [row for row in board.controls().children if hasattr(row, "children")]
    return board, {button.description: button for row in rows for button in row.children}


# --- handing in ------------------------------------------------------------------------------------------------------


def test_without_a_schools_server_no_button_speaks_of_a_teacher(
    answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MINEROS_HAND_IN", raising=False)
    _, found = buttons(answers)
    assert EN("hub.send") not in found and EN("take.button.html") in found


def test_nothing_is_handed_in_before_the_button_is_pressed_and_then_all_answers_are(
    answers: Answers, place: Path
) -> None:
    board, found = buttons(answers)
    board.student.value = "Ana López"
    assert list(place.iterdir()) == []
    found[EN("hub.send")].click()
    (file,) = place.iterdir()
    held = json.loads(file.read_text("utf-8"))
    assert held["student"] == "Ana López" and held["answers"] == answers.records()
    assert stat.S_IMODE(file.stat().st_mode) == 0o640 or os.name == "nt"


def test_handing_in_again_replaces_and_taking_back_deletes(answers: Answers, place: Path) -> None:
    _, found = buttons(answers)
    found[EN("hub.send")].click()
    answers.save("01-q2", "Better.")
    found[EN("hub.send")].click()
    (file,) = place.iterdir()
    assert "Better." in file.read_text("utf-8") and "Mine." not in file.read_text("utf-8")
    found[EN("hub.take_back")].click()
    assert list(place.iterdir()) == []
    assert school.take_back(place, EN) == EN("hub.nothing_there")


def test_the_page_says_when_something_was_handed_in(answers: Answers, place: Path) -> None:
    assert school.state(place, EN) == EN("hub.nothing_there")
    school.send(place, "", answers, EN)
    os.utime(place / school.FILE, (0, datetime(2026, 11, 28, 9, 5).timestamp()))
    assert school.state(place, EN) == EN("hub.handed_in", date="November 28, 2026", time="09:05")


def test_a_missing_folder_is_one_sentence_and_is_not_made(answers: Answers, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="is not there"):
        school.send(tmp_path / "none", "", answers, EN)
    assert not (tmp_path / "none").exists()


def test_a_disk_that_refuses_is_one_sentence_and_the_earlier_copy_stays(
    answers: Answers, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = school.send(place, "Ana", answers, EN)
    before = file.read_bytes()
    answers.save("01-q2", "Better.")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(ExportError, match="No space left"):
        school.send(place, "Ana", answers, EN)
    assert file.read_bytes() == before and list(place.iterdir()) == [file]


# --- the lessons in a student's home ---------------------------------------------------------------------------------


def edition(folder: Path, **files: str) -> Path:
    for name, content in files.items():
        path = folder / "notebooks" / "en" / f"{name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return folder


@posix
def test_a_new_edition_replaces_what_was_not_changed_and_keeps_what_was(tmp_path: Path) -> None:
    begin, home = part("begin"), tmp_path / "home"
    pack = edition(tmp_path / "pack", a="1", b="1", c="1")
    assert begin.bring(pack, home, DAY) == []
    own = home / "notebooks" / "en"
    (own / "b.ipynb").write_text("1 and mine")
    (own / "c.ipynb").write_text("1 and mine too")
    (home / "my-work").mkdir()
    (home / "my-work" / "answers.json").write_text("{}")
    edition(pack, a="2", b="2")
    kept = begin.bring(pack, home, DAY)
    assert [path.name for path in kept] == ["b.2026-11-28.ipynb"]
    held = {path.name: path.read_text() for path in own.iterdir()}
    wanted = {"a.ipynb": "2", "b.ipynb": "2", "b.2026-11-28.ipynb": "1 and mine", "c.ipynb": "1 and mine too"}
    assert held == wanted
    assert (home / "my-work" / "answers.json").read_text() == "{}"
    assert begin.bring(pack, home, DAY) == []
    assert {path.name: path.read_text() for path in own.iterdir()} == wanted


@posix
def test_two_editions_on_one_day_keep_both_versions_of_a_student(tmp_path: Path) -> None:
    begin, home = part("begin"), tmp_path / "home"
    pack = edition(tmp_path / "pack", a="1")
    begin.bring(pack, home, DAY)
    for number in ("2", "3"):
        (home / "notebooks/en/a.ipynb").write_text(f"mine before {number}")
        edition(pack, a=number)
        begin.bring(pack, home, DAY)
    texts = sorted(path.read_text() for path in (home / "notebooks/en").iterdir())
    assert texts == ["3", "mine before 2", "mine before 3"]


@posix
def test_a_lost_or_damaged_record_never_costs_a_student_her_work(tmp_path: Path) -> None:
    begin, home = part("begin"), tmp_path / "home"
    pack = edition(tmp_path / "pack", a="1", b="1")
    begin.bring(pack, home, DAY)
    (home / "notebooks/en/a.ipynb").write_text("mine")
    for damaged in ("{", "[]", "7"):
        (home / begin.DELIVERED).write_text(damaged)
        begin.bring(pack, home, DAY)
        assert "mine" in [path.read_text() for path in (home / "notebooks/en").glob("a.*")]


# --- the teachers' part ----------------------------------------------------------------------------------------------


@posix
@pytest.mark.parametrize("line", ["Ana", "ñandú", "a b", "ana;rm", "1ana", "a" * 40, "../ana", "ana,Ana López"])
def test_a_class_list_with_something_else_than_a_user_name_is_refused_in_a_sentence(line: str) -> None:
    with pytest.raises(ValueError, match="is no user name"):
        part("students").names(f"# class\n\nbeto\n{line}\n")


@posix
def test_passwords_differ_and_can_be_read_aloud() -> None:
    made = {part("students").password() for _ in range(50)}
    assert len(made) == 50
    assert all(re.fullmatch(r"([b-t][aeiou]){2}(-([b-t][aeiou]){2}){2}", word) for word in made)


# --- its papers ------------------------------------------------------------------------------------------------------


def test_the_proxy_is_pinned_with_digests_and_names_no_registry() -> None:
    lock = json.loads((TOP / "hub" / "package-lock.json").read_text("utf-8"))
    parts = {name: held for name, held in lock["packages"].items() if name}
    assert "node_modules/configurable-http-proxy" in parts and len(parts) > 10
    assert all(held["integrity"].startswith("sha512-") and "resolved" not in held for held in parts.values())
    assert lock["packages"][""]["dependencies"] == json.loads((TOP / "hub/package.json").read_text())["dependencies"]


def test_both_papers_give_the_same_commands_and_every_setting_is_explained() -> None:
    papers = [(TOP / "hub" / name).read_text("utf-8") for name in ("README.md", "LEEME.md")]
    commands = [re.findall(r"^(?:sudo |systemctl |python3 run).*$", paper, re.MULTILINE) for paper in papers]
    assert len(commands[0]) > 8
    assert commands[0] == commands[1]
    settings = tomllib.loads((TOP / "hub" / "school.toml").read_text("utf-8"))
    for paper in papers:
        assert [key for key in settings if f"`{key}`" not in paper] == []
        assert [file for file in re.findall(r"hub/[\w.]+\.\w+", paper) if not (TOP / file).is_file()] == []


@posix
def test_the_configuration_reads_each_setting_by_its_name() -> None:
    programs = [(TOP / "hub" / f"{name}.py").read_text("utf-8") for name in ("jupyterhub_config", "begin", "install")]
    used = {name for program in programs for name in re.findall(r"school\[.(\w+).\]", program)}
    assert used == set(tomllib.loads((TOP / "hub" / "school.toml").read_text("utf-8")))
