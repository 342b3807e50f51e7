"""A student's copy of the pack: the lessons and the exercises, and nothing that gives an answer away."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

import mineros
from lessons import LESSONS, TOP
from mineros import open_pack, student
from mineros.errors import QuestionError
from mineros.words import Words


def test_a_students_copy_holds_every_lesson_and_exercise_and_no_key(tmp_path: Path) -> None:
    written = student.copy(tmp_path / "año")
    names = {path.relative_to(tmp_path / "año").as_posix() for path in written}
    assert {path.relative_to(TOP).as_posix() for path in LESSONS} < names
    assert {f"exercises/{path.parent.name}/{path.name}" for path in LESSONS} < names
    assert "notebooks/es/progress.ipynb" in names
    there = {path.relative_to(tmp_path / "año").as_posix() for path in (tmp_path / "año").rglob("*") if path.is_file()}
    assert there == names
    assert [name for name in names if not name.endswith(".ipynb") and "LICENSE" not in name] == []
    assert (tmp_path / "año" / "notebooks/en/01-pasta-de-conchos.ipynb").read_bytes() == (
        TOP / "notebooks/en/01-pasta-de-conchos.ipynb"
    ).read_bytes()


@pytest.mark.parametrize(("language", "dataset"), [("en", "dataset"), ("es", "conjunto de datos")])
def test_the_pack_names_its_edition_and_day_when_it_is_opened(language: str, dataset: str) -> None:
    day = Words(language).date(mineros.__released__)
    edition = json.loads((TOP / "data" / "datapackage.json").read_text("utf-8"))["version"]
    told = f"Los Mineros {mineros.__version__} · {day} · {dataset} {edition}"
    assert repr(open_pack(language)).endswith(f"\n{told}")


@pytest.mark.parametrize("file", sorted((TOP / "guide" / "questions").glob("*.toml")), ids=lambda file: file.stem)
def test_a_students_question_bank_holds_every_question_and_no_sample_answer(file: Path) -> None:
    whole = tomllib.loads(file.read_text("utf-8"))["question"]
    left = tomllib.loads(student.questions(file.read_text("utf-8")))["question"]
    assert [question["id"] for question in left] == [question["id"] for question in whole]
    assert all(question["text"] and not set(student.FOR_TEACHERS) & set(question) for question in left)
    assert all("sample" in question for question in whole), "this test looks at nothing"


def test_a_bank_of_another_form_stops_instead_of_showing_answers() -> None:
    with pytest.raises(QuestionError, match="01-q1"):
        student.questions('[[question]]\nid = "01-q1"\nsample = [{en = "An answer."}]\n')
