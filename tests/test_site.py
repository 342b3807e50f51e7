"""The reading site: whole, linked, translated, searchable without a network, and open to every reader."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

from foreign import english_in, english_on
from lab import CHROMIUM, QUIET
from mineros import bank, html
from mineros.lesson import numbers
from mineros.site import build, command, pages
from mineros.site.reading import Reading
from mineros.terms import all_terms
from mineros.words import LANGUAGES, Words

LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
LESSON = "lessons/01-pasta-de-conchos.html"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as the command makes it, with lesson 01 only; the others take the same way."""
    folder = tmp_path_factory.mktemp("sitio de año") / "site"
    assert command.main(["--lesson", "01", "--to", str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def browser() -> Browser:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)


def page_of(site: Path, language: str, name: str = LESSON) -> str:
    return (site / language / name).read_text("utf-8")


@LANGUAGE
def test_a_lesson_is_there_with_every_question_figure_card_and_table(site: Path, language: str) -> None:
    page, lesson = page_of(site, language), Reading("01", language)
    for entry in lesson.questions.values():
        assert html.text(bank.said(entry, "text", lesson.words))[:40] in unescape(page).replace("’", "'") or (
            bank.said(entry, "text", lesson.words)[:25] in unescape(page)
        ), entry["id"]
    figures = re.findall(r'<img src="data:image/png;base64,[^"]+" alt="([^"]+)"', page)
    assert len(figures) >= 10
    assert all(len(alternative) > 40 for alternative in figures)
    assert page.count('<div class="scroll" tabindex="0" role="region"') >= 10
    cited = {source for found in lesson.sources.values() for source in found}
    assert cited <= set(re.findall(r"\[(S\d{4})\]", page))


@LANGUAGE
def test_a_page_leads_to_itself_in_the_other_language(site: Path, language: str) -> None:
    other = next(code for code in LANGUAGES if code != language)
    assert f'<a href="../../{other}/{LESSON}" lang="{other}">' in page_of(site, language)
    assert f'<a href="../{other}/index.html" lang="{other}">' in page_of(site, language, "index.html")


@LANGUAGE
def test_a_figure_that_answers_a_guess_waits_folded(site: Path, language: str) -> None:
    reveals = [block for block in Reading("01", language).blocks if block.reveals and block.kind == "figure"]
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["index.html", LESSON, "glossary.html", "search.html", "live.html"])
def test_axe_finds_nothing_to_mend_in_light_and_in_dark(site: Path, browser: Browser, name: str, scheme: str) -> None:
    page = browser.new_page(viewport={"width": 1200, "height": 900}, color_scheme=scheme)
    page.goto((site / "es" / name).as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    found = Axe().run(page).response
    page.close()
    print(f"axe: es/{name}, {scheme}: rules passed {len(found['passes'])}, violations {len(found['violations'])}")
    assert [(rule["id"], [node["html"][:120] for node in rule["nodes"]]) for rule in found["violations"]] == []
    assert len(found["passes"]) >= 20


def test_the_door_leads_to_every_language(site: Path) -> None:
    door = (site / "index.html").read_text("utf-8")
    for language in LANGUAGES:
        assert f'<a href="{language}/index.html" lang="{language}">' in door


@LANGUAGE
def test_the_first_page_names_every_lesson_with_its_question(language: str) -> None:
    words = Words(language)
    lessons = [Reading(number, language) for number in numbers(language)]
    front = pages.front(words, lessons, "1.0.0")
    for lesson in lessons:
        assert f"[{lesson.title}](lessons/{lesson.path.stem}.md)" in front
        assert words(f"lessons.{lesson.number}.question") in front


def test_two_places_of_one_name_are_told_apart() -> None:
    again = pages._told_apart('<p aria-label="x"></p><p aria-label="y"></p><p aria-label="x"></p>')
    assert re.findall(r'aria-label="([^"]+)"', again) == ["x", "y", "x (2)"]


def test_what_sphinx_complains_of_is_told_in_one_sentence_and_the_old_site_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "old.html").write_text("x")
    monkeypatch.setattr(pages, "of_lesson", lambda _: "# X\n\n[nowhere](#not-there)\n")
    assert command.main(["--lesson", "01", "--to", str(tmp_path / "site")]) == 1
    assert capsys.readouterr().err.strip().splitlines()[-1].startswith(("Sphinx", "El sitio"))
    assert (tmp_path / "site" / "old.html").exists()


def test_without_sphinx_the_way_out_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command.importlib.util, "find_spec", lambda _: None)
    assert command.main([]) == 1
    assert "run.py site" in capsys.readouterr().err
    assert build  # the maker is imported only when it is there
