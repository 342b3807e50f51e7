"""A reader's plausible mistakes end in one sentence, in the reader's language, never in a foreign traceback."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from mineros import bank, check, folders, open_pack
from mineros.errors import ChartError, DataError, MinerosError, QuestionError
from mineros.words import LANGUAGES

LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
PYTHON_WORDS = ("argument", "KeyError", "invalid", "selection", "object", "expected", "missing 1", "attribute", "'")


@pytest.fixture
def pack(language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MINEROS_WORK", str(tmp_path))
    return open_pack(language)


def said(error: pytest.ExceptionInfo[MinerosError], language: str) -> str:
    """The message, which must be ours: no word of Python's, and no other language's sentence."""
    message = str(error.value)
    assert message.endswith((".", "?"))
    assert not any(word in message for word in PYTHON_WORDS) or language == "en", message
    return message


ODD = {
    "nothing": None, "empty": "", "number": 5, "list": ["a"], "table of names": {"a": 1}, "bytes": b"x",
    "missing": pd.NA, "not a number": float("nan"), "rows": pd.DataFrame({"a": [1]}), "half an emoji": "\ud83d",
    "zero byte": "\0", "long": "x" * 5000, "lines": "one\ntwo",
}  # fmt: skip
VERBS = {
    "figure": lambda pack, odd: pack.figure(odd, pack.events),
    "guess": lambda pack, odd: pack.figure("days", pack.warnings, guess=odd),
    "interaction": lambda pack, odd: pack.explore(odd),
    "question": lambda pack, odd: pack.ask(odd),
    "task": lambda pack, odd: pack.check(odd, 1),
    "term": lambda pack, odd: pack.term(odd),
    "source": lambda pack, odd: pack.cite(odd),
    "file": lambda pack, odd: pack.bring_back(odd),
    "found": lambda pack, odd: pack.find(odd),
    "side": lambda pack, odd: pack.find("events", side=odd),
    "dispute": lambda pack, odd: pack.claims_on(odd),
    "column": lambda pack, odd: pack.table(pack.events, odd),
    "column in words": lambda pack, odd: pack.in_words("events", odd),
    "heading": lambda pack, odd: pack.heading(odd, odd),
    "export": lambda pack, odd: pack.export(odd),
    "language": lambda pack, odd: open_pack(odd),
}  # fmt: skip
IS_NO_MISTAKE = {("guess", "nothing"), ("guess", "empty"), ("side", "nothing"), ("side", "empty")}


@pytest.mark.parametrize("language", ["en"])
@pytest.mark.parametrize("odd", list(ODD))
@pytest.mark.parametrize("verb", list(VERBS))
def test_an_odd_argument_is_told_in_one_short_sentence_that_can_be_shown(pack, verb, odd, monkeypatch):
    monkeypatch.setattr("IPython.display.display", lambda *_, **__: None)
    if (verb, odd) in IS_NO_MISTAKE:
        return
    with pytest.raises(MinerosError) as error:
        VERBS[verb](pack, ODD[odd])
    message = str(error.value)
    assert message.encode("utf-8")
    assert "\n" not in message
    assert not re.search(r"x{300}", message)


@LANGUAGE
@pytest.mark.parametrize("question", ["0\0", "1", "0*", "\ud83d-q1"])
def test_a_question_of_no_lesson_is_not_called_damage(pack, language, question):
    with pytest.raises(QuestionError) as error:
        pack.ask(question)
    assert "guide" not in said(error, language)


@LANGUAGE
def test_a_misspelt_dispute_names_others(pack, language):
    with pytest.raises(ChartError) as error:
        pack.html("answers", pack.claims, dispute="survivers")
    assert "survivers" in said(error, language)
    assert "alliance-2005-date" in str(error.value)


@LANGUAGE
@pytest.mark.parametrize("name", ["answers", "words", "rescue", "rates"])
def test_an_interaction_without_its_tables_is_told_in_one_sentence(pack, language, name):
    with pytest.raises(ChartError) as error:
        pack.explore(name)
    assert name in said(error, language)


@LANGUAGE
def test_a_figure_without_its_table_is_told_without_the_words_of_python(pack, language):
    with pytest.raises(ChartError) as error:
        pack.html("days")
    assert "days" in said(error, language)
    assert error.value.__cause__ is not None


@LANGUAGE
def test_an_interaction_with_one_dispute_left_starts_with_it(pack, language, capsys):
    claims = pack.claims
    pack.explore("answers", claims[claims["dispute_id"] == "depth"])


@LANGUAGE
def test_an_interaction_with_nothing_left_says_so(pack, language):
    claims = pack.claims
    with pytest.raises(ChartError) as error:
        pack.explore("answers", claims[claims["dispute_id"] == "cause"])
    said(error, language)


@LANGUAGE
def test_an_unknown_prediction_beside_a_figure_is_told(pack, language):
    with pytest.raises(QuestionError) as error:
        pack.figure("days", pack.events, guess="01-p9")
    assert "01-p9" in said(error, language)


@LANGUAGE
@pytest.mark.parametrize("question", [3, None, "", "99-q1", "../x"])
def test_a_question_that_is_none_is_told(pack, language, question):
    with pytest.raises(QuestionError) as error:
        pack.ask(question)
    said(error, language)


@LANGUAGE
def test_a_wrong_column_or_table_is_told_with_the_right_ones(pack, language):
    with pytest.raises(DataError) as error:
        pack.in_words("warnings", "kinds")
    assert "kind" in said(error, language)
    with pytest.raises(DataError) as error:
        pack.heading("warning", "kind")
    assert "warnings" in said(error, language)
    with pytest.raises(DataError) as error:
        pack.heading("warnings", "kinds")
    said(error, language)


@LANGUAGE
def test_a_chart_may_be_handed_over_by_its_axes(pack, language, capsys):
    figure, axes = plt.subplots()
    plt.close(figure)
    pack.show(axes, title="a", finding="b", table="warnings")


@LANGUAGE
def test_something_that_is_no_chart_is_told(pack, language):
    with pytest.raises(ChartError) as error:
        pack.show([1, 2], title="a", finding="b", table="warnings")
    said(error, language)


@LANGUAGE
def test_a_broken_question_bank_names_its_file(pack, language, tmp_path, monkeypatch):
    bank._lesson.cache_clear()
    monkeypatch.setattr(folders, "questions", lambda: tmp_path)
    (tmp_path / "01.toml").write_text('[[question]]\nid = "01-q1', "utf-8")
    try:
        with pytest.raises(QuestionError) as error:
            pack.ask("01-q1")
        assert "01.toml" in said(error, language)
    finally:
        bank._lesson.cache_clear()


@LANGUAGE
@pytest.mark.parametrize("text", [None, "{", "[]"])
def test_without_its_checks_a_question_can_still_be_answered(pack, language, tmp_path, monkeypatch, text):
    check._tasks.cache_clear()
    monkeypatch.setattr(folders, "checks", lambda: tmp_path / "checks.json")
    if text is not None:
        (tmp_path / "checks.json").write_text(text, "utf-8")
    try:
        pack.ask("01-q1")
        with pytest.raises(QuestionError) as error:
            pack.check("01-q1", "order-served")
        assert "checks.json" in said(error, language)
    finally:
        check._tasks.cache_clear()


def test_an_installed_copy_finds_its_tables_and_holds_no_key(tmp_path):
    top = Path(__file__).parents[1]
    source = tmp_path / "el paquete ñ"
    left = shutil.ignore_patterns(".git", ".venv*", "my-work", "tests", ".*cache", "bench")
    shutil.copytree(top, source, ignore=left)
    build = "from hatchling.build import build_wheel; print(build_wheel('.'))"
    done = subprocess.run([sys.executable, "-c", build], cwd=source, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    installed, elsewhere = tmp_path / "installed", tmp_path / "elsewhere"
    elsewhere.mkdir()
    with zipfile.ZipFile(next(source.glob("*.whl"))) as wheel:
        assert not any("solutions" in name for name in wheel.namelist())
        wheel.extractall(installed)
    code = (
        "from mineros import open_pack, folders; pack = open_pack('es'); import json;"
        "print(json.dumps([len(pack.sources), str(folders.data()), str(pack.answers.folder),"
        " len(pack.html('days', pack.events)), pack.is_right('02-e5', 435),"
        " len(__import__('mineros.bank').bank.exercises('02', pack.words))]))"
    )
    ran = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(installed)!r}); {code}"],
        cwd=elsewhere, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    rows, data, work, length, right, tasks = json.loads(ran.stdout)
    assert rows > 500
    assert Path(data).is_relative_to(installed)
    assert Path(work) == elsewhere / "my-work"
    assert length > 10_000
    assert right is True and tasks >= 8
