"""The reading site: whole, linked, translated, searchable without a network, and open to every reader."""

from __future__ import annotations

import os
import re
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

import mineros
import reading_site
from foreign import english_in, english_on
from lab import CHROMIUM, QUIET
from mineros import bank, html
from mineros.answers import Answers
from mineros.launch import Release
from mineros.lesson import numbers
from mineros.site import command, forms, live, pages, reading
from mineros.site.reading import Practice, Reading
from mineros.terms import all_terms
from mineros.words import LANGUAGES, Words

LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
LESSON = "lessons/01-pasta-de-conchos.html"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return reading_site.made(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="module")
def browser() -> Browser:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)


@cache
def lesson_of(language: str) -> Reading:
    return Reading("01", language)


def page_of(site: Path, language: str, name: str = LESSON) -> str:
    return (site / language / name).read_text("utf-8")


@LANGUAGE
def test_a_lesson_is_there_with_every_question_figure_card_and_table(site: Path, language: str) -> None:
    page, lesson = page_of(site, language), lesson_of(language)
    for entry in lesson.questions.values():
        assert html.text(bank.said(entry, "text", lesson.words))[:40] in unescape(page).replace("’", "'") or (
            bank.said(entry, "text", lesson.words)[:25] in unescape(page)
        ), entry["id"]
    figures = re.findall(r'<img src="data:image/png;base64,[^"]+" alt="([^"]+)"', page)
    assert len(figures) >= 10
    assert all(len(alternative) > 40 for alternative in figures)
    assert page.count('<div class="scroll" tabindex="0" role="group"') >= 10
    cited = {source for found in lesson.sources.values() for source in found}
    assert cited <= set(re.findall(r"\[(S\d{4})\]", page))


@LANGUAGE
def test_a_page_leads_to_itself_in_the_other_language(site: Path, language: str) -> None:
    other = next(code for code in LANGUAGES if code != language)
    assert f'<a href="../../{other}/{LESSON}" lang="{other}">' in page_of(site, language)
    assert f'<a href="../{other}/index.html" lang="{other}">' in page_of(site, language, "index.html")


@LANGUAGE
def test_a_figure_that_answers_a_guess_waits_folded(site: Path, language: str) -> None:
    reveals = [block for block in lesson_of(language).blocks if block.reveals and block.kind == "figure"]
    assert page_of(site, language).count('<details class="mineros waits">') >= len(reveals) >= 5


@LANGUAGE
def test_the_glossary_has_every_term_and_a_lesson_leads_to_it(site: Path, language: str) -> None:
    page = page_of(site, language, "glossary.html")
    assert [term.id for term in all_terms() if f'id="term-{term.id}"' not in page] == []
    linked = re.findall(r'href="\.\./glossary\.html#term-([\w-]+)"', page_of(site, language))
    assert len(linked) >= 15


def test_every_link_leads_somewhere_and_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    checked = 0
    for path in site.rglob("*.html"):
        for tag, address in re.findall(r'<(\w+)[^>]*?\b(?:href|src)="([^"]+)"', path.read_text("utf-8")):
            if "://" in address:
                assert tag == "a", (path.name, address)
            elif address.startswith(("../live/", "../../live/")):
                up = "../" * (len(path.relative_to(site).parts) - 1)
                assert address.startswith(f"{up}live/lab/index.html?path="), (path.name, address)
            elif not address.startswith(("data:", "mailto:")):
                name, _, anchor = unescape(address).partition("#")
                target = (path.parent / name.partition("?")[0]).resolve() if name else path
                assert target.exists(), (path.name, address)
                assert not anchor or f'id="{anchor}"' in target.read_text("utf-8"), (path.name, address)
                checked += 1
    assert checked > 200
    for path in [*site.rglob("*.css"), *site.rglob("*.js")]:
        assert not re.search(r"(?:url\(|@import |importScripts\()[\"']?https?:", path.read_text("utf-8", "replace"))


def test_a_spanish_page_holds_no_english_but_the_way_to_it(site: Path) -> None:
    for path in (site / "es").rglob("*.html"):
        whole = path.read_text("utf-8")
        (article,) = re.findall(r'<article role="main".*?</article>', whole, re.DOTALL)
        assert english_on(re.sub(r'<a href="[^"]*" lang="en">[^<]*</a>', "", article)) == {}, path.name
        around = [
            *re.findall(r'aria-label="([^"]+)"', whole),
            *re.findall(r"<(?:span|button)[^>]*>([^<]{4,})<", whole.replace(article, "")),
        ]
        assert [said for said in around if english_in(unescape(said))] == [], path.name


@LANGUAGE
def test_the_search_finds_a_word_without_a_server_or_a_network(site: Path, browser: Browser, language: str) -> None:
    context = browser.new_context(offline=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    word = {"en": "ventilation", "es": "ventilación"}[language]
    page.goto(f"{(site / language / 'search.html').as_uri()}?q={word}")
    page.locator("#search-results li a").first.wait_for()
    assert page.locator("#search-results li").count() >= 1
    assert [address for address in asked if not address.startswith(("file:", "data:"))] == []
    context.close()


# Rows of a table and references of a list are made by one function each: axe, slow with thousands of them, sees the
# first three of each. With MINEROS_AXE=whole it sees all, in ten minutes.
FEW = """for (const list of document.querySelectorAll(".scroll tbody, details ul"))
    [...list.children].slice(3).forEach(one => one.remove())"""


def judged(page: Page, path: Path, scheme: str) -> dict[str, Any]:
    """What axe says of a page whose folds stand open."""
    page.emulate_media(color_scheme=scheme)
    page.goto(path.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    if os.environ.get("MINEROS_AXE") != "whole":
        page.evaluate(FEW)
    asked = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}  # WCAG 2.2 is no default
    return Axe().run(page, options=asked).response


# Every page once; the schemes take turns, so that each kind of page is seen in both. The same templates make both
# languages: without --whole, of the lessons, exercises and answers the second and the last are judged, in one of them.
FOLDERS = [
    (".", "all"),
    ("en", "all"),
    ("es", "all"),
    ("es/lessons", "two"),
    ("en/exercises", "two"),
    ("es/answers", "two"),
]
REST = [(f"{language}/{kind}", "all") for language in LANGUAGES for kind in ("lessons", "exercises", "answers")]


@pytest.mark.parametrize(
    ("folder", "which"), [*FOLDERS, *(pytest.param(*one, marks=pytest.mark.whole) for one in REST)]
)
def test_axe_finds_nothing_to_mend_on_any_page_in_light_and_in_dark(
    site: Path, browser: Browser, folder: str, which: str
) -> None:
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    paths = sorted((site / folder).glob("*.html"))
    assert paths
    if which == "two":
        paths = [paths[1], paths[-1]]
    for place, path in enumerate(paths):
        scheme = ("light", "dark")[(place + folder.startswith("es")) % 2]
        found = judged(page, path, scheme)
        print(f"axe: {path.relative_to(site)}, {scheme}: rules passed {len(found['passes'])}, "
              f"violations {len(found['violations'])}")  # fmt: skip
        assert [(rule["id"], [node["html"][:120] for node in rule["nodes"]]) for rule in found["violations"]] == []
        assert len(found["passes"]) >= 8
    page.close()


def test_the_door_leads_to_every_language(site: Path) -> None:
    door = (site / "index.html").read_text("utf-8")
    for language in LANGUAGES:
        assert f'<a href="{language}/index.html" lang="{language}">' in door


@LANGUAGE
def test_the_first_page_names_every_lesson_with_its_question(language: str) -> None:
    words = Words(language)
    lessons = [Reading(number, language) for number in numbers(language)]
    front = pages.front(words, lessons)
    for lesson in lessons:
        assert f"[{words(f'lessons.{lesson.number}.title')}](lessons/{lesson.name}.md)" in front
        assert f"(exercises/{lesson.name}.md)" in front and f"(answers/{lesson.name}.md)" in front
        assert words(f"lessons.{lesson.number}.question") in front


def test_two_places_of_one_name_are_told_apart() -> None:
    again = pages.told_apart('<p aria-label="x"></p><p aria-label="y"></p><p aria-label="x"></p>')
    assert re.findall(r'aria-label="([^"]+)"', again) == ["x", "y", "x (2)"]


def test_what_sphinx_complains_of_is_told_in_one_sentence_and_the_old_site_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "old.html").write_text("x")
    monkeypatch.setattr(pages, "of_practice", lambda *_: "# Y")
    monkeypatch.setattr(forms, "page", lambda *_: "# Z")
    monkeypatch.setattr(pages, "of_lesson", lambda *_: "# X\n\n[nowhere](#not-there)\n")
    assert command.main(["--lesson", "01", "--to", str(tmp_path / "site")]) == 1
    assert capsys.readouterr().err.strip().splitlines()[-1].startswith(("Sphinx", "El sitio"))
    assert (tmp_path / "site" / "old.html").exists()


def test_without_sphinx_the_way_out_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command.importlib.util, "find_spec", lambda _: None)
    assert command.main([]) == 1
    assert "run.py site" in capsys.readouterr().err


def test_a_page_says_at_its_foot_which_edition_it_is(site: Path) -> None:
    for language, day in (("en", "November 28, 2026"), ("es", "28 de noviembre de 2026")):
        for path in (site / language).rglob("*.html"):
            said = f'<p class="edition">Los Mineros {mineros.__version__} · {day} · '
            assert said in path.read_text("utf-8"), path.name


@LANGUAGE
def test_each_lesson_and_its_exercises_open_live_at_the_top_and_wherever_something_moves(
    site: Path, language: str
) -> None:
    for folder, part in (("notebooks", "lessons"), ("exercises", "exercises")):
        for path in (site / language / part).glob("*.html"):
            page = path.read_text("utf-8")
            to = f"../../live/lab/index.html?path={folder}%2F{language}%2F{path.stem}.ipynb"
            assert page.index(f'href="{to}"') < page.index("<h2>")
            assert page.count(f'<a class="button" href="{to}">') >= 1 + page.count('<div class="question"')
    lesson = page_of(site, language)
    moving = [block for block in lesson_of(language).blocks if block.kind == "explore"]
    assert lesson.count(html.text(Words(language)("site.moves"))) == len(moving) >= 3


@pytest.mark.parametrize(
    ("release", "keys"),
    [
        (Release(), []),
        (Release("o/n", "v1"), ["binder"]),
        (Release("o/n", "v1", "https://example.org/lite", "https://hub.example.org"), ["lite", "binder", "hub"]),
    ],
)
def test_the_page_of_live_lessons_lists_every_way_that_is_known_and_no_other(release: Release, keys: list[str]) -> None:
    lesson = Reading("01", "es", release)
    page = live.page(lesson.words, [lesson], release)
    for key in ("lite", "binder", "hub"):
        said = html.text(lesson.words(f"site.live.way.{key}"))
        assert page.count(f">{said}</a>") == 2 * (key in keys)  # the lesson, its exercises
        assert (lesson.words(f"site.live.{key}") in page) == (key in keys)
    to = live.address(lesson)
    assert to.startswith("https://example.org/lite/lab/") if "lite" in keys else to.startswith("../live.html")
    assert ("(live-01)=" in page) == bool(keys)


def test_an_address_that_names_no_repository_is_told_and_nothing_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["--to", str(tmp_path / "site"), "--repository", "no repository", "--release", "v1"]) == 1
    assert "no repository" in capsys.readouterr().err
    assert not (tmp_path / "site").exists()


@LANGUAGE
def test_exercises_are_there_with_their_code_and_without_an_answer(site: Path, language: str) -> None:
    for practice in [Practice(number, language) for number in numbers(language)]:
        page = page_of(site, language, f"exercises/{practice.name}.html")
        for entry in practice.questions.values():
            assert f'id="{entry["id"]}"' in page
            assert all(html.text(said) in page for said, _ in bank.options(entry, practice.words))
        asked = ["".join(cell["source"]) for cell in practice.cells if "pack.check(" in "".join(cell["source"])]
        assert len(asked) == sum(entry["kind"] == "code" for entry in practice.questions.values()) >= 4
        shown = unescape(re.sub(r"<[^>]+>", "", page))
        assert all(code in shown for code in asked)
        assert "my-work" not in shown and not re.search(r'class="mineros (?:note|bad)">\s*<p><strong>', page)


def test_a_worked_example_shows_what_it_prints_and_the_value_of_its_last_line() -> None:
    assert reading.evaluated("a = 2\nprint(a)\na + 1", {}) == "2\n3"
    assert reading.evaluated("a = 'x'\na", {}) == "'x'"
    assert reading.evaluated("a = 2", {}) == ""


def test_no_answer_of_whoever_makes_the_site_gets_into_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINEROS_WORK", str(tmp_path))
    words = Words("en")
    Answers(words, tmp_path).save("01-p5", [10, 20, 30, 40, 50])
    assert reading.Screen("en").answers.get("01-p5") is None
    assert (tmp_path / "answers.json").exists()
