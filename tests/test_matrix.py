"""Other versions of the packages: what is tried, what counts as a fault, and who is told each week."""

from __future__ import annotations

import os
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

import matrix
from lessons import TOP
from test_publish import WEEKLY, shell, steps

PROJECT = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A machine with two Pythons on which nothing is installed or run; it notes what was asked for."""
    asked: dict[str, Any] = {"work": [], "watch": [], "broken": ""}

    def watch(*command: str | Path) -> str:
        asked["watch"].append([str(word) for word in command])
        if asked["broken"] and any(asked["broken"] in str(word) for word in command):
            raise matrix.run.Stop("1 failed, 7 passed | in all", "")
        return "8 passed"

    monkeypatch.setattr(matrix.run, "find_python", lambda version: version if version in ("3.11", "3.13") else "")
    monkeypatch.setattr(matrix.run, "get_chromium", lambda: "there")
    monkeypatch.setattr(matrix.run, "work", lambda *command: asked["work"].append([str(word) for word in command]))
    monkeypatch.setattr(matrix.run, "watch", watch)
    monkeypatch.setattr(matrix.run, "link_package", lambda folder: None)
    monkeypatch.setattr(matrix.run, "settle", lambda folder: None)
    done = subprocess.CompletedProcess([], 0, stdout=b'["3.0", "4.0", "8.1", "4.5"]')
    monkeypatch.setattr(matrix.subprocess, "run", lambda *_, **__: done)
    monkeypatch.setenv("MINEROS_LAB_PYTHON", "")
    return asked


def started(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr("sys.argv", ["matrix.py", *words])
    return matrix.main()


def test_every_python_that_is_here_is_tried_with_the_lowest_the_newest_and_the_coming_versions(
    machine: dict[str, Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert started(monkeypatch) == 0
    rows = [line.split(" | ")[:2] for line in capsys.readouterr().out.splitlines() if line.startswith("| 3.")]
    assert rows == [[f"| {python}", end] for python in ("3.11", "3.13") for end in ("lowest", "newest", "coming")]
    installed = [command for command in machine["work"] if "uv" in command and "install" in command]
    assert [("lowest-direct" in command, "allow" in command) for command in installed[:3]] == [
        (True, False), (False, False), (False, True),
    ]  # fmt: skip
    assert all("pyproject.toml" in command for command in installed), "the bounds that we promise, and no pins"
    pressed = [command for command in machine["watch"] if matrix.PRESSED in command]
    assert len(pressed) == len(machine["watch"]) / 2 == 6


def test_the_four_packages_are_named_in_the_table() -> None:
    assert sorted(name.split(">=")[0] for name in PROJECT["dependencies"]) == sorted(matrix.PACKAGES)
    assert matrix.PYTHONS[0] == PROJECT["requires-python"].removeprefix(">=")


@pytest.mark.parametrize("step", ["test_lesson.py", matrix.PRESSED])
def test_a_fault_with_released_versions_fails_and_one_with_coming_versions_is_told(
    machine: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, step: str
) -> None:
    machine["broken"] = step
    assert started(monkeypatch, "--python", "3.13", "--ends", "newest", "--to", str(tmp_path / "table.md")) == 1
    assert "| FAILED | " in (told := (tmp_path / "table.md").read_text("utf-8"))
    assert "1 failed, 7 passed / in all |" in told, "a bar would end the cell"
    assert started(monkeypatch, "--python", "3.13", "--ends", "coming", "--to", str(tmp_path / "table.md")) == 0
    assert "| fails, may | " in (tmp_path / "table.md").read_text("utf-8")


def test_a_set_that_cannot_be_installed_has_its_line_too(
    machine: dict[str, Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*command: object) -> None:
        raise matrix.run.Stop("No solution found", "")

    monkeypatch.setattr(matrix.run, "work", refuse)
    assert started(monkeypatch, "--python", "3.11", "--ends", "lowest", "newest") == 1
    assert capsys.readouterr().out.count("| FAILED | install: No solution found |") == 2
    assert machine["watch"] == []


def test_a_python_that_is_not_here_is_answered_by_a_sentence(
    machine: dict[str, Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        started(monkeypatch, "--python", "3.12")
    assert "Python 3.12 is not on this machine: install it, or choose of 3.11, 3.13" in capsys.readouterr().err


def test_each_monday_every_python_is_tried_with_every_end() -> None:
    assert WEEKLY[True]["schedule"] == [{"cron": "23 6 * * 1"}]
    job = WEEKLY["jobs"]["versions"]
    assert job["strategy"]["matrix"] == {"python": list(matrix.PYTHONS), "end": list(matrix.ENDS)}
    assert not job["strategy"]["fail-fast"], "one that fails hides no other"
    (script,) = steps("versions", WEEKLY).values()
    assert script.split()[:3] == ["python3", "run.py", "matrix"]
    assert WEEKLY["jobs"]["report"]["if"] == "always()"


def row(python: str, faults: dict[str, str], end: str = "newest") -> str:
    return matrix.Tried(python, end, ["3.0", "4.0", "8.1", "4.5"], {"lessons": "8 passed"}, faults).row()


@pytest.mark.parametrize(
    ("result", "audited", "faults", "end", "open_one", "asked"),
    [
        ("success", "success", {}, "newest", "", []),
        ("success", "success", {"lessons": "1 failed"}, "coming", "", ["create"]),
        ("failure", "success", {"lessons": "1 failed"}, "newest", "", ["create"]),
        ("failure", "success", {"lessons": "1 failed"}, "newest", "17", ["comment"]),
        ("failure", "success", {}, "none", "", ["create"]),
        ("success", "failure", {}, "newest", "", ["create"]),
    ],
    ids=[
        "all is well",
        "coming fail",
        "released fail",
        "an issue is open",
        "a job ended without a word",
        "a pin is bad",
    ],
)
def test_what_fails_is_told_in_one_issue(
    tmp_path: Path, result: str, audited: str, faults: dict[str, str], end: str, open_one: str, asked: list[str]
) -> None:
    """With a stand-in for the host's own program, which notes what it is asked and knows of one open issue or none."""
    log, reports = tmp_path / "log", tmp_path / "reports"
    reports.mkdir()
    for python in ("3.11", "3.13") if end != "none" else ():
        head = matrix.table([])
        (reports / f"{python}.md").write_text(f"{head}\n{row(python, faults if python == '3.13' else {}, end)}\n")
    (tmp_path / "gh").write_text(f'#!/bin/sh\necho "$1 $2" >> {log}\nif [ "$2" = list ]; then echo "{open_one}"; fi\n')
    (tmp_path / "gh").chmod(0o755)
    (script,) = steps("report", WEEKLY).values()
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    shell(script, tmp_path, PATH=path, RESULT=result, AUDIT=audited, RUN="the run")
    called = log.read_text().split("\n") if log.exists() else []
    assert [line.split()[1] for line in called if line.startswith("issue ") and "list" not in line] == asked
    if asked:
        body = (tmp_path / "body.md").read_text("utf-8")
        assert body.endswith("\nthe run\n")
        if faults:
            assert body.count("| Python |") == 1, "one table of all reports"
            assert body.count("\n| 3.1") == 2
            assert "lessons: 1 failed" in body
