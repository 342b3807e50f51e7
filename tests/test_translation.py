"""The editions stay together: code is copied, a text that fell behind is seen, no hand's work is lost."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from lessons import TOP
from mineros.glossary import as_file, unlinked
from mineros.translation import command, notebooks, paired
from mineros.translation.command import Edition
from mineros.translation.units import Unit, digest
from mineros.words import LANGUAGES, ORIGINAL
from said_numbers import numbers

OTHERS = [language for language in LANGUAGES if language != ORIGINAL]
ORIGINALS = notebooks.originals(TOP)
PAGES = paired.pages(TOP)
# What a translation rests on, beside the notebooks.
HELD = ("guide", "exercises", "data/datapackage.json", "README.md", "LEEME.md", "CONTRIBUTING.md", "CONTRIBUIR.md",
        "CHANGELOG.md", "CAMBIOS.md", "SECURITY.md", "SEGURIDAD.md", "data/DATASHEET.md", "data/DATASHEET.es.md",
        "src/mineros/locale/es/translated.json")  # fmt: skip
CELL = {"cell_type": "markdown", "id": "added", "metadata": {}, "source": ["A new sentence."]}

in_each_other_language = pytest.mark.parametrize("language", OTHERS)


# --- the editions as they are ----------------------------------------------------------------------------------------


@in_each_other_language
def test_code_questions_and_the_order_of_cells_are_those_of_the_english_edition(language: str) -> None:
    assert [path.name for path in Edition(TOP, language).drifted()] == []


@in_each_other_language
def test_no_text_of_the_pack_is_missing_or_older_than_its_english(language: str) -> None:
    units = Edition(TOP, language).units()
    assert {unit.name: unit.state for unit in units if unit.state != "current"} == {}
    assert len(units) > 900


@in_each_other_language
@pytest.mark.parametrize("original", ORIGINALS, ids=lambda path: path.stem)
def test_cells_are_the_same_in_number_kind_id_and_notes_and_code_in_every_byte(original: Path, language: str) -> None:
    english, other = (notebooks.read(path) for path in (original, Edition(TOP, language).file(original)))
    assert [(cell["cell_type"], cell["id"]) for cell in english["cells"]] == [
        (cell["cell_type"], cell["id"]) for cell in other["cells"]
    ]
    for cell, twin in zip(english["cells"], other["cells"], strict=True):
        own = {key: value for key, value in notebooks.notes(twin).items() if key != "translates"}
        assert own == notebooks.notes(cell)
        if cell["cell_type"] == "code":
            assert "".join(twin["source"]) == "".join(cell["source"]).replace(
                f'open_pack("{ORIGINAL}")', f'open_pack("{language}")'
            )


@in_each_other_language
@pytest.mark.parametrize("original", ORIGINALS, ids=lambda path: path.stem)
def test_each_text_says_the_numbers_and_dates_of_the_english_one(original: Path, language: str) -> None:
    units = notebooks.units(
        notebooks.read(original), notebooks.read(Edition(TOP, language).file(original)), original.stem
    )
    said = {unit.name: (numbers(unit.english, ORIGINAL), numbers(unit.translated, language)) for unit in units}
    assert {name: both for name, both in said.items() if both[0] != both[1]} == {}


def texts_of_questions_and_exercises() -> dict[str, tuple[str, str]]:
    """Every text of the question bank, of the exercises and of the worked answers, in both languages."""
    found = {}
    for path in TOP.glob("guide/worked/*.toml"):
        for entry in tomllib.loads(path.read_text("utf-8"))["worked"]:
            parts = [entry[name] for name in ("claim", "chart", "rival", "answer", "why")]
            parts += [piece[name] for piece in entry["evidence"] for name in ("shows", "limits")]
            name = f"worked {path.stem}/{entry['points']}"
            found |= {f"{name}/{place}": (part["en"], part["es"]) for place, part in enumerate(parts)}
    for path in TOP.glob("guide/questions/*.toml"):
        for entry in tomllib.loads(path.read_text("utf-8"))["question"]:
            parts = [entry[name] for name in ("text", "evidence", "extension", "support_starter")]
            parts += [*entry["sample"], *entry["misconception"], *entry.get("option", [])]
            found |= {f"{entry['id']}/{place}": (part["en"], part["es"]) for place, part in enumerate(parts)}
    for path in TOP.glob("exercises/en/*.ipynb"):
        cells, twins = (notebooks.read(file)["cells"] for file in (path, TOP / "exercises" / "es" / path.name))
        for cell, twin in zip(cells, twins, strict=True):
            if cell["cell_type"] == "markdown":
                found[f"{path.stem}/{cell['id']}"] = (notebooks.source(cell), notebooks.source(twin))
    return found


def test_a_question_and_an_exercise_say_the_same_numbers_in_both_languages() -> None:
    texts = texts_of_questions_and_exercises()
    assert len(texts) > 1000
    # “Both” and “two”, “half” and “two of four”: the smallest numbers come and go with the words of a sentence.
    small = {"2": 9, "3": 9}
    said = {name: (numbers(english, "en"), numbers(spanish, "es")) for name, (english, spanish) in texts.items()}
    assert {name: both for name, both in said.items() if both[0] - Counter(small) != both[1] - Counter(small)} == {}


@in_each_other_language
@pytest.mark.parametrize("original", ORIGINALS, ids=lambda path: path.stem)
def test_headings_lists_code_and_bold_words_stand_in_the_same_places(original: Path, language: str) -> None:
    english, other = (notebooks.read(path) for path in (original, Edition(TOP, language).file(original)))
    for cell, twin in zip(english["cells"], other["cells"], strict=True):
        for mark in ("\n#", "\n- ", "`", "\n| ", "\n> "):
            both = [f"\n{notebooks.source(one)}".count(mark) for one in (cell, twin)]
            assert both[0] == both[1], (cell["id"], mark, both)


@in_each_other_language
@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_the_same_sections_with_the_same_numbers(page: str, language: str) -> None:
    english, other = ((TOP / name).read_text("utf-8") for name in (page, paired.page(page, language)))
    levels = [[line.split()[0] for line in text.splitlines() if line.startswith("#")] for text in (english, other)]
    assert levels[0] == levels[1]
    said = [
        {number for number in numbers(text, code) if _counts(number)}
        for text, code in ((english, ORIGINAL), (other, language))
    ]
    assert said[0] == said[1]


def _counts(number: str) -> bool:
    """Whether a number on a page is compared: small ones come and go with the words of a sentence."""
    return bool(re.fullmatch(r"\d+(\.\d+)?", number)) and float(number) > 20


# --- five kinds of drift and more, each planted in a copy ------------------------------------------------------------


@pytest.fixture
def copy(tmp_path: Path) -> Edition:
    """A copy of the Spanish edition that may be spoiled."""
    for name in HELD:
        path = TOP / name
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            shutil.copytree(path, target)
        elif path.exists():
            shutil.copy(path, target)
    for language in (ORIGINAL, "es"):
        shutil.copytree(TOP / "notebooks" / language, tmp_path / "notebooks" / language)
    return Edition(tmp_path, "es")


def changed(edition: Edition, language: str, change: Callable[[list[dict]], None]) -> None:
    """Change the cells of lesson 02 in one language."""
    (path,) = (edition.top / "notebooks" / language).glob("02-*.ipynb")
    notebook = notebooks.read(path)
    change(notebook["cells"])
    path.write_text(as_file(notebook), "utf-8")


def named(cells: list[dict], cell_id: str) -> dict:
    return next(cell for cell in cells if cell["id"] == cell_id)


def behind(edition: Edition) -> dict[str, str]:
    return {unit.name: unit.state for unit in edition.units() if unit.state != "current"}


def test_the_copy_is_whole_before_anything_is_planted(copy: Edition) -> None:
    assert copy.drifted() == []
    assert behind(copy) == {}


def _code(cells: list[dict]) -> None:
    named(cells, "fig-route")["source"].append("\n# a line of one language only")


def _question(cells: list[dict]) -> None:
    named(cells, "q-02-q1")["source"][-1] += " ¿Y tú?"


def _order(cells: list[dict]) -> None:
    cells[5], cells[6] = cells[6], cells[5]


def _lost(cells: list[dict]) -> None:
    cells.remove(named(cells, "fig-river"))


def _note(cells: list[dict]) -> None:
    named(cells, "inv-2")["metadata"]["mineros"]["part"] = "debate"


@pytest.mark.parametrize("plant", [_code, _question, _order, _lost, _note])
def test_a_planted_drift_of_code_question_or_order_is_named_and_the_copy_mends_it(
    copy: Edition, plant: Callable[[list[dict]], None]
) -> None:
    (path,) = (copy.top / "notebooks" / "es").glob("02-*.ipynb")
    before = path.read_text("utf-8")
    changed(copy, "es", plant)
    assert copy.drifted() == [path]
    assert copy.copy() == [path]
    assert path.read_text("utf-8") == before


def test_an_english_text_that_changes_makes_its_translation_stale_until_somebody_says_that_it_fits(
    copy: Edition,
) -> None:
    changed(copy, "en", lambda cells: named(cells, "read-route")["source"].append(" One circle is doubtful."))
    assert behind(copy) == {"02/read-route": "stale"}
    assert [unit.name for unit in copy.done(["02/read-route"])] == ["02/read-route"]
    assert behind(copy) == {}


def test_a_text_that_is_new_in_english_is_missing_and_stands_there_in_english(copy: Edition) -> None:
    changed(copy, "en", lambda cells: cells.insert(5, CELL))
    assert behind(copy) == {"02/added": "missing"}
    (path,) = copy.copy()
    assert notebooks.read(path)["cells"][5]["source"] == CELL["source"]
    assert behind(copy) == {"02/added": "missing"}


def test_a_text_that_english_no_longer_has_is_kept_and_named(copy: Edition) -> None:
    changed(copy, "en", lambda cells: cells.remove(named(cells, "read-route")))
    (path,) = copy.copy()
    assert behind(copy) == {"02/read-route": "orphan"}
    assert "read-route" in [cell["id"] for cell in notebooks.read(path)["cells"]]


def test_a_text_lost_in_the_translation_is_missing(copy: Edition) -> None:
    changed(copy, "es", lambda cells: cells.remove(named(cells, "read-route")))
    copy.copy()
    assert behind(copy) == {"02/read-route": "missing"}


def test_copying_never_writes_over_a_text_that_somebody_wrote(copy: Edition) -> None:
    changed(copy, "es", lambda cells: named(cells, "read-route").update(source=["Lo escribí yo."]))
    changed(copy, "en", lambda cells: named(cells, "read-route").update(source=["Something else."]))
    changed(copy, "en", _code)
    (path,) = copy.copy()
    assert named(notebooks.read(path)["cells"], "read-route")["source"] == ["Lo escribí yo."]


@pytest.mark.parametrize(
    ("file", "old", "new", "unit"),
    [
        ("guide/questions/02.toml", 'en = "For how many of these', 'en = "Of how many of these', "question/02-p1"),
        ("guide/glossary.toml", 'en = "shaft"', 'en = "mine shaft"', "term/shaft"),
        ("guide/rubric.toml", 'en = "Was the mine safe', 'en = "Was this mine safe', "rubric"),
        ("README.md", "\n## Two commands\n", "\n## Both commands\n", "README.md/3"),
        ("data/datapackage.json", '"en": "Events"', '"en": "What happened"', "table/events"),
    ],
)
def test_an_english_text_outside_the_notebooks_that_changes_is_seen_too(
    copy: Edition, file: str, old: str, new: str, unit: str
) -> None:
    path = copy.top / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    assert behind(copy) == {unit: "stale"}


def test_a_message_that_changes_or_is_new_is_seen(copy: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = {language: paired.catalogue(language) for language in (ORIGINAL, "es")}
    english = kept[ORIGINAL] | {"list": {"and": "as well as"}, "novel": {"one": "Novel"}}
    monkeypatch.setattr(paired, "catalogue", lambda language: english if language == ORIGINAL else kept[language])
    assert behind(copy) == {"message/list": "stale", "message/novel": "missing"}


def test_a_count_that_a_command_writes_anew_makes_no_page_stale(copy: Edition) -> None:
    path = copy.top / "data" / "DATASHEET.md"
    text = path.read_text("utf-8")
    assert "1,667" in text
    path.write_text(text.replace("1,667", "1,668"), "utf-8")
    assert behind(copy) == {}


def test_links_to_the_glossary_are_no_change_of_a_text(copy: Edition) -> None:
    def unlink(cells: list[dict]) -> None:
        for cell in cells:
            cell["source"] = unlinked("".join(cell["source"])).splitlines(keepends=True)

    changed(copy, "en", unlink)
    assert behind(copy) == {}


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("On February 19, 2006, sixty-five men", "El 18 de febrero de 2006, sesenta y cinco hombres"),
        ("In October 2004 about 55 million", "En octubre de 2004, cerca de 54 millones"),
        ("three judges", "cuatro jueces"),
        ("5,202 workers", "5,022 trabajadores"),
        ("seven people", "varias personas"),
    ],
)
def test_a_number_or_date_that_a_translation_changes_is_seen(english: str, spanish: str) -> None:
    assert numbers(english, "en") != numbers(spanish, "es")


def test_the_same_number_is_one_number_in_words_digits_and_both_orders_of_a_date() -> None:
    english = "On February 19, 2006, sixty-five men; 5,202 workers, twenty-two days, on March 1, in May 2010; `X12`"
    spanish = "El 19 de febrero de 2006, 65 hombres; 5,202 trabajadores, veintidós días, el 1 de marzo, en mayo de 2010"
    assert numbers(english, "en") == numbers(spanish, "es")
    assert numbers(english, "en") == {"2006-02-19": 1, "65": 1, "5202": 1, "22": 1, "03-01": 1, "2010-05": 1}


# --- units and digests -----------------------------------------------------------------------------------------------


def test_a_digest_tells_texts_apart_and_does_not_see_white_space_at_the_ends() -> None:
    assert digest("A word.") == digest("\nA word.\n") != digest("A word!")


@pytest.mark.parametrize(
    ("unit", "state"),
    [
        (Unit("a", "One.", "Uno.", digest("One.")), "current"),
        (Unit("a", "Two.", "Uno.", digest("One.")), "stale"),
        (Unit("a", "One.", "One.", ""), "missing"),
        (Unit("a", "One.", "", digest("One.")), "missing"),
        (Unit("a", "", "Uno.", digest("One.")), "orphan"),
    ],
)
def test_the_state_of_a_translation(unit: Unit, state: str) -> None:
    assert unit.state == state


# --- the command -----------------------------------------------------------------------------------------------------


def test_the_command_with_check_writes_nothing_and_is_content(capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.stat().st_mtime_ns for path in TOP.glob("notebooks/*/*.ipynb")}
    assert command.main(["--check"]) == 0
    assert "0 stale, 0 missing, 0 orphan" in capsys.readouterr().out
    assert {path: path.stat().st_mtime_ns for path in before} == before


@pytest.mark.parametrize(
    "typed", [["--language", "en"], ["--language", "../x"], ["--check", "--language", "fr"]], ids=" ".join
)
def test_what_cannot_be_done_is_told_in_one_sentence(typed: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(typed) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1


def test_a_name_that_no_text_bears_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    for typed in (["--show", "02/nothing"], ["--done", "nothing"]):
        assert command.main(typed) == 2
        told = capsys.readouterr().err
        assert typed[1] in told
        assert told.count("\n") == 1


@pytest.mark.parametrize("file", ["notebooks/es/02-exile.ipynb", "notebooks/en/02-exile.ipynb", "guide/glossary.toml"])
def test_a_file_cut_in_half_is_named_in_one_sentence_and_stays_as_it_is(
    copy: Edition, file: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = copy.top / file
    half = path.read_text("utf-8")[: path.stat().st_size // 2]
    path.write_text(half, "utf-8")
    monkeypatch.setattr(command.folders, "top", lambda: copy.top)
    assert command.main([]) == 2
    told = capsys.readouterr().err
    assert path.name in told
    assert told.count("\n") == 1
    assert path.read_text("utf-8") == half


def test_show_prints_both_languages_of_one_text(capsys: pytest.CaptureFixture[str]) -> None:
    command.main(["--show", "term/amparo"])
    printed = capsys.readouterr().out
    assert "== term/amparo: current" in printed
    assert printed.count("amparo") >= 4


# --- a third language ------------------------------------------------------------------------------------------------

OPENED = """
import mineros
from mineros.words import LANGUAGES
assert LANGUAGES == ("en", "es", "fr"), LANGUAGES
pack = mineros.open_pack("fr")
print(pack.events["title"].iloc[0])
print(pack.heading("events", "title"))
pack.term("amparo")
print("<figure" in pack.html("days", pack.events))
pack.ask("01-q1")
"""


def test_a_third_language_is_begun_by_one_command_and_reads_english_until_it_is_translated(tmp_path: Path) -> None:
    for name in ("src", "data", "guide", "exercises", "notebooks"):
        shutil.copytree(TOP / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", *(name for name in HELD if name.endswith(".md"))):
        shutil.copy(TOP / name, tmp_path / name)

    def run(*typed: str) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {"PYTHONPATH": str(tmp_path / "src"), "MINEROS_WORK": str(tmp_path / "my-work")}
        return subprocess.run(
            [sys.executable, *typed], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )

    begun = run("-m", "mineros", "sync", "--language", "fr")
    assert begun.returncode == 1, begun.stderr
    assert "fr 01/title: missing" in begun.stdout
    assert "fr message/list: missing" in begun.stdout
    assert begun.stdout.rstrip().endswith(" orphan")
    opened = run("-c", OPENED)
    assert opened.returncode == 0, opened.stderr
    assert "True" in opened.stdout.splitlines()
    (lesson,) = (tmp_path / "notebooks" / "fr").glob("01-*.ipynb")
    assert 'pack = open_pack("fr")' in lesson.read_text("utf-8").replace('\\"', '"')
    catalogue = tmp_path / "src" / "mineros" / "locale" / "fr" / "common.toml"
    catalogue.write_text(catalogue.read_text("utf-8").replace('and = "and"', 'and = "et"'), "utf-8")
    run("-m", "mineros", "sync", "--language", "fr", "--done", "message/list", "01/title")
    again = run("-m", "mineros", "sync", "--language", "fr", "--check")
    assert again.returncode == 1
    assert "fr message/list: missing" not in again.stdout
    assert "fr 01/title: missing" not in again.stdout
    spanish = run("-m", "mineros", "sync", "--language", "es", "--check")
    assert spanish.returncode == 0, spanish.stdout
    ledger = json.loads((catalogue.parent / "translated.json").read_text("utf-8"))
    assert list(ledger) == ["message/list"]
