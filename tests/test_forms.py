"""The answers form: whoever cannot use JupyterLab answers every question by keyboard, and hands in the same file."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, sync_playwright

import reading_site
from lab import CHROMIUM, QUIET
from mineros import bank
from mineros.answers import Answers
from mineros.classroom import command as collect
from mineros.progress import Progress
from mineros.site import forms
from mineros.takeaway import in_words
from mineros.words import LANGUAGES, Words

LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
NAME = "01-pasta-de-conchos"
HOSTILE = "<img src=x onerror=\"document.title='run'\"> ¿por qué? </script> 😀"
REFUSED = "no store here"
KEPT = "JSON.parse(localStorage.getItem('mineros-answers')).answers"
VALUES = "[...document.querySelectorAll('.answer :is(textarea,input,select)')].map(f => f.checked + ' ' + f.value)"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return reading_site.made(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)


Opened = Callable[..., Page]


@pytest.fixture
def opened(site: Path, browser: Browser) -> Iterator[Opened]:
    """Open the form of lesson 01 in a fresh browser; faults of the script fail the test."""
    contexts, faults = [], []

    def show(language: str = "en", script: str = "", **options: Any) -> Page:
        contexts.append(browser.new_context(accept_downloads=True, **options))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        if script:
            page.add_init_script(script)
        page.goto((site / language / "answers" / f"{NAME}.html").as_uri())
        return page

    yield show
    for context in contexts:
        context.close()
    assert [fault for fault in faults if fault != REFUSED] == []  # the theme wants to keep its colors, too


def box(page: Page, question: str) -> Locator:
    return page.locator(f'[id="{question}"] :is(textarea, input, select)').first


def told(page: Page, question: str, part: str) -> None:
    """Wait until the status under a question says this."""
    page.locator(f'[id="told-{question}"]').filter(has_text=part).wait_for(timeout=5000)


def downloaded(page: Page, to: Path) -> Path:
    with page.expect_download() as download:
        page.locator("#do-take").press("Enter")
    file = to / download.value.suggested_filename
    download.value.save_as(file)
    return file


def fill_by_keyboard(page: Page) -> None:
    """Walk the whole page with Tab, and answer whatever the keyboard stands on."""
    for _ in range(400):
        page.keyboard.press("Tab")
        where = page.evaluate(
            "(() => { const f = document.activeElement, box = f.closest('.answer'); return [box ? box.dataset.way : '',"
            " f.tagName, f.type, f.id, box && box.dataset.most] })()"
        )
        way, tag, kind, name, most = where
        if name == "do-take":
            return
        if tag in ("A", "BUTTON", "BODY"):
            continue
        if name == "student":
            page.keyboard.insert_text("Ana Ñáñez")
        elif tag == "TEXTAREA":
            page.keyboard.insert_text(HOSTILE)
        elif kind in ("radio", "checkbox"):
            page.keyboard.press("Space")
        elif way == "order":
            page.keyboard.type(str(int(name.rpartition("-")[2]) + 1))
        elif tag == "SELECT":
            page.keyboard.press("ArrowDown")
        elif kind == "number":
            page.keyboard.type("120")
        elif way == "number":
            page.keyboard.type(most or "1,007")
    raise AssertionError("Tab does not reach the button that makes the file")


def every(language: str) -> dict[str, dict[str, Any]]:
    """What the form of lesson 01 asks, by id."""
    words = Words(language)
    found = [*bank.lesson("01", words), *bank.exercises("01", words)]
    return {entry["id"]: entry for entry in found if entry["kind"] in forms.WAYS}


def test_every_question_and_every_task_without_code_has_its_place_in_both_languages(site: Path) -> None:
    for language in LANGUAGES:
        words, places = Words(language), 0
        for path in sorted((site / language / "answers").glob("*.html")):
            page, number = path.read_text("utf-8"), path.name[:2]
            for entry in (*bank.lesson(number, words), *bank.exercises(number, words)):
                (asked,) = re.findall(rf'id="{entry["id"]}"[^>]*data-asked="([^"]*)"', page) or [None]
                assert (asked is not None) == (entry["kind"] in forms.WAYS), entry["id"]
                if asked is not None:
                    assert unescape(asked) == bank.said(entry, "text", words)
                    assert f'id="help-{entry["id"]}"' in page and f'id="told-{entry["id"]}"' in page
                    places += 1
        assert places >= 150


@LANGUAGE
def test_a_lesson_filled_in_by_keyboard_alone_outlives_a_reload_and_reaches_the_gradebook_and_jupyterlab(
    opened: Opened, language: str, tmp_path: Path
) -> None:
    page, asked, words = opened(language), every(language), Words(language)
    fill_by_keyboard(page)
    before, kept = page.evaluate(VALUES), page.evaluate(KEPT)
    assert sorted(kept) == sorted(asked)
    page.reload()
    told(page, "01-p1", words("ask.kept"))
    assert page.evaluate(VALUES) == before
    (tmp_path / "in").mkdir()
    file = downloaded(page, tmp_path / "in")
    assert "Ana-Ñáñez" in file.name
    assert page.title() != "run"
    brought = Answers(words, tmp_path / "work")
    Progress(brought, words).bring([{"content": file.read_bytes()}])
    assert {name: brought.get(name) for name in asked} == {name: record["value"] for name, record in kept.items()}
    assert collect.main([str(tmp_path / "in"), "--to", str(tmp_path / "out"), "-q", "--language", language]) == 0
    head, row = csv.reader(io.StringIO((tmp_path / "out" / "gradebook.csv").read_text("utf-8-sig")))
    assert row[0] == "Ana Ñáñez"
    for name, entry in asked.items():
        column = next(place for place, said in enumerate(head) if said.startswith(f"{name}:"))
        assert row[column].lstrip("'") == in_words(kept[name]["value"], entry, words), name
    kinds = {type(record["value"]) for record in kept.values()}
    assert {str, int, list} <= kinds
    assert kept["01-p1"]["value"] == 1007  # a comma between thousands, as readers write


def test_a_number_that_cannot_be_meant_and_half_an_order_are_told_and_not_kept(opened: Opened) -> None:
    page, words = opened("es"), Words("es")
    for typed, said in (("doce", words("ask.not_a_number")), ("-3", words("ask.too_small", least=0))):
        box(page, "01-p1").fill(typed)
        told(page, "01-p1", said)
    box(page, "01-p1").fill("12")
    told(page, "01-p1", words("ask.saved", time="").rstrip(". "))
    box(page, "01-p1").fill("12 o 13")  # what was kept a moment ago is no answer any more
    told(page, "01-p1", words("ask.not_a_number"))
    assert page.evaluate(KEPT)["01-p1"]["value"] is None
    box(page, "01-o1").select_option("2")
    told(page, "01-o1", words("site.form.incomplete"))
    assert "01-o1" not in page.evaluate(KEPT)
    page.reload()
    told(page, "01-o1", words("site.form.incomplete"))
    assert box(page, "01-p1").input_value() == "12 o 13"
    assert box(page, "01-o1").input_value() == "2"  # what is begun is there again


def test_answers_of_another_computer_are_joined_and_the_later_one_stays(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, words = opened("en"), Words("en")
    monkeypatch.setattr("mineros.answers.LATE", 0)  # its reader looked at the figure before guessing anew
    box(page, "01-q2").fill("mine")
    theirs = Answers(words, tmp_path)
    theirs.save("01-q2", "older")
    theirs.save("01-q3", HOSTILE)
    theirs.save("01-p1", 12)
    theirs.reveal("01-p1")
    theirs.save("01-p1", 587)
    held = json.loads(theirs.file.read_text("utf-8"))
    held["answers"]["01-q2"]["saved"] = "2020-01-01T00:00:00+00:00"
    held["student"] = "<b>Zoé</b>"
    theirs.file.write_text(json.dumps(held), "utf-8")
    page.locator("#bring").set_input_files(theirs.file)
    told(page, "tools", words("site.form.brought", n=2))
    assert box(page, "01-q2").input_value() == "mine"
    assert box(page, "01-q3").input_value() == HOSTILE
    assert page.locator("#student").input_value() == "<b>Zoé</b>"
    assert (box(page, "01-p1").input_value(), box(page, "01-p1").is_disabled()) == ("12", True)  # a locked guess
    told(page, "01-p1", words("ask.locked"))
    assert page.title() != "run"


@pytest.mark.parametrize(
    "content", ["", "[1]", '{"answers": {}}', '{"answers": {"__proto__": {"value": 1}}}', '{"answers": {"01-q3": 3}}']
)
def test_a_foreign_file_changes_nothing_and_is_told(opened: Opened, tmp_path: Path, content: str) -> None:
    page, words = opened("es"), Words("es")
    (tmp_path / "x.json").write_text(content)
    box(page, "01-q3").fill("lo mío")
    page.locator("#bring").set_input_files(tmp_path / "x.json")
    told(page, "tools", words("answers.foreign"))
    assert list(page.evaluate(KEPT)) == ["01-q3"]


def test_answers_are_deleted_only_after_a_question(opened: Opened) -> None:
    page, words = opened("en"), Words("en")
    box(page, "01-q3").fill("mine")
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.locator("#do-delete").click()
    assert box(page, "01-q3").input_value() == "mine"
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("#do-delete").click()
    told(page, "tools", words("site.form.deleted"))
    assert box(page, "01-q3").input_value() == ""
    assert page.evaluate("localStorage.length") == 0


def test_a_browser_that_keeps_nothing_says_so_and_still_makes_the_file(opened: Opened, tmp_path: Path) -> None:
    refusing = f"Object.defineProperty(window, 'localStorage', {{get() {{ throw new Error('{REFUSED}') }}}})"
    page, words = opened("en", refusing), Words("en")
    told(page, "tools", words("site.form.refused"))
    box(page, "01-q3").fill("mine")
    told(page, "01-q3", words("site.form.refused"))
    assert json.loads(downloaded(page, tmp_path).read_text("utf-8"))["answers"]["01-q3"]["value"] == "mine"


def test_a_damaged_store_is_put_aside_and_told(opened: Opened) -> None:
    damage = "localStorage.getItem('mineros-answers') ?? localStorage.setItem('mineros-answers', '{\"answers\": [1')"
    page, words = opened("en", damage), Words("en")
    told(page, "tools", words("site.form.damaged"))
    assert page.evaluate("localStorage.getItem('mineros-answers-damaged')").startswith('{"answers"')


def test_without_its_script_the_form_says_that_it_keeps_nothing(opened: Opened) -> None:
    page = opened("es", java_script_enabled=False)
    assert page.get_by_text(Words("es")("site.form.no_script")).is_visible()
    assert not page.locator("#tools").is_visible()


def test_each_question_of_a_lesson_leads_to_its_place_on_the_form_and_back(site: Path) -> None:
    for folder, numbers in (("lessons", bank.lesson), ("exercises", bank.exercises)):
        page = (site / "es" / folder / f"{NAME}.html").read_text("utf-8")
        form = (site / "es" / "answers" / f"{NAME}.html").read_text("utf-8")
        for entry in numbers("01", Words("es")):
            asked = entry["kind"] in forms.WAYS
            assert (f'href="../answers/{NAME}.html#{entry["id"]}"' in page) == asked
            assert (f'href="../{folder}/{NAME}.html#{entry["id"]}"' in form) == asked
