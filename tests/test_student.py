"""A student's copy of the pack: the lessons and the exercises, and nothing that gives an answer away."""

from __future__ import annotations

from pathlib import Path

from lessons import LESSONS, TOP
from mineros import student


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
