"""Every lesson runs from top to bottom, in both languages, without a network, and shows what it promises."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from foreign import english_shown
from guard import GUARD
from lessons import LESSONS, Lesson
from mineros import html

# The English cells run with the newest versions to make the reading site too; with the lowest, always here.
RUN = [
    pytest.param(path, id=f"{path.parent.name}/{path.stem}", marks=[pytest.mark.whole] * (path.parent.name == "en"))
    for path in LESSONS
]


@pytest.fixture(scope="module", params=RUN)
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Lesson, dict, Path]:
    """The lesson, its executed copy, and the log of forbidden connections."""
    folder = tmp_path_factory.mktemp("otro año")
    (folder / "sitecustomize.py").write_text(GUARD, "utf-8")
    log = folder / "connections.log"
    kept = dict(os.environ)
    os.environ.update(
        PYTHONPATH=os.pathsep.join([str(folder), kept.get("PYTHONPATH", "")]),
        MINEROS_GUARD=str(log),
        MINEROS_WORK=str(folder / "my-work"),
    )
    try:
        notebook = nbformat.read(request.param, as_version=4)
        resources = {"metadata": {"path": str(folder)}}
        NotebookClient(notebook, timeout=180, startup_timeout=180, kernel_name="python3", resources=resources).execute()
    finally:
        os.environ.clear()
        os.environ.update(kept)
    return Lesson(request.param), json.loads(nbformat.writes(notebook)), log


def _html(executed: dict) -> list[str]:
    return [
        "".join(output["data"]["text/html"])
        for cell in executed["cells"]
        for output in cell.get("outputs", [])
        if "text/html" in output.get("data", {})
    ]


def test_a_lesson_runs_to_its_end_from_another_folder_without_complaint(run: tuple[Lesson, dict, Path]) -> None:
    _, executed, _ = run
    assert sys.version_info >= (3, 11)
    for cell in executed["cells"]:
        for output in cell.get("outputs", []):
            assert output["output_type"] != "error"
            assert output.get("name") != "stderr", output.get("text")


def test_a_lesson_calls_nobody_while_it_runs(run: tuple[Lesson, dict, Path]) -> None:
    _, _, log = run
    assert not log.exists(), log.read_text()


def test_every_figure_of_the_lesson_has_a_text_alternative_and_the_six_fields(run: tuple[Lesson, dict, Path]) -> None:
    lesson, executed, _ = run
    figures = [page for page in _html(executed) if "<figure" in page and "data-figure" in page]
    expected = [call for call in lesson.calls if call.verb in ("figure", "explore")]
    assert len(figures) == len(expected)
    for page in figures:
        alternative = re.search(r'<img [^>]*alt="([^"]+)"', page)
        assert alternative and len(alternative.group(1)) > 40
        for field in ("source", "as_of", "unit", "counted", "n", "missing"):
            name = lesson.words(f"figure.field.{field}")
            assert re.search(rf"<strong>{re.escape(name)}:</strong> [^<]", page), (field, page[-2000:])
        assert page.count("<img ") == 1


def test_figures_are_numbered_in_order_and_by_the_lesson(run: tuple[Lesson, dict, Path]) -> None:
    lesson, executed, _ = run
    shown = [page for page in _html(executed) if "<figure" in page and "data-figure" in page]
    numbers = [found for page in shown for found in re.findall(r'<p class="number">[^<]*?([\d.]+)</p>', page)]
    first_seen = list(dict.fromkeys(numbers))  # a figure and its interaction share a number
    assert first_seen == [f"{int(lesson.number)}.{place}" for place in range(1, len(first_seen) + 1)]
    assert len(first_seen) >= 8


def test_no_figure_needs_a_kernel_to_be_seen(run: tuple[Lesson, dict, Path]) -> None:
    _, executed, _ = run
    for page in _html(executed):
        for source in re.findall(r'<img [^>]*src="([^"]{0,30})', page):
            assert source.startswith("data:image/png;base64,")


def test_nothing_is_fetched_from_elsewhere_by_a_page(run: tuple[Lesson, dict, Path]) -> None:
    lesson, executed, _ = run
    for page in _html(executed):
        own = page.replace(html.keys(lesson.language), "")  # the one script of ours: it fetches nothing
        assert not re.search(r"<(script|link|iframe|object)\b", own)
        assert "url(" not in page


def test_a_spanish_reader_meets_no_english_word_in_what_a_lesson_shows(run: tuple[Lesson, dict, Path]) -> None:
    lesson, executed, _ = run
    assert lesson.language == "en" or english_shown(executed) == {}


def test_a_lesson_leaves_no_answer_behind_that_nobody_gave(run: tuple[Lesson, dict, Path]) -> None:
    _, _, log = run
    assert not (log.parent / "my-work" / "answers.json").exists()


def test_the_guard_against_calls_does_catch_one(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(GUARD, "utf-8")
    environment = os.environ | {"PYTHONPATH": str(tmp_path), "MINEROS_GUARD": str(tmp_path / "log")}
    code = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)"
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=False)
    assert done.returncode != 0
    assert "192.0.2.1" in (tmp_path / "log").read_text()
