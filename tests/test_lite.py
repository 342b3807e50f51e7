"""The in-browser edition in a real browser: it runs as in JupyterLab, keeps answers, and needs no network once kept."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api")

from playwright.sync_api import Error

import lite
from lab import CHROMIUM
from mineros import student
from mineros.data import Tables
from mineros.words import LANGUAGES, Words
from test_browser_lessons import CONTROLS, drawn_anew, look, move

pytestmark = [
    pytest.mark.lite,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on this machine"),
]
BOTH = [pytest.param(language, marks=pytest.mark.xdist_group(language)) for language in LANGUAGES]
ALWAYS = {"en": ("notebooks/00", "notebooks/02", "notebooks/04", "exercises/04"),
          "es": ("notebooks/01", "notebooks/03", "notebooks/05", "exercises/01")}  # fmt: skip


def notebook(path, language):
    """A notebook that the group of its language opens; with --whole each, else each lesson in one language."""
    name = f"{path.parts[-3]}/{path.name[:2]}"
    marks = [pytest.mark.xdist_group(language), *([] if name in ALWAYS[language] else [pytest.mark.whole])]
    return pytest.param(path, marks=marks, id=lite.path_of(path).removesuffix(".ipynb"))


NOTEBOOKS = [
    notebook(path, language)
    for language in LANGUAGES
    for folder in ("notebooks", "exercises")
    for path in sorted(lite.TOP.glob(f"{folder}/{language}/[0-9]*.ipynb"))
]
LESSON = lite.TOP / "notebooks" / "en" / "01-pasta-de-conchos.ipynb"
ANSWER = "¿Quién contó? — «señales», año; <b>no</b>"
EN, ES = (pytest.mark.xdist_group(language) for language in ("en", "es"))


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    own = tmp_path_factory.getbasetemp()
    return lite.built(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)


@pytest.fixture(scope="module")
def server(site):
    with lite.serving(site) as server:
        yield server


@pytest.fixture(scope="module")
def browser(server):
    with lite.browsing(server) as browser:
        yield browser


@pytest.fixture(scope="module")
def labs(browser, server):
    """For each language a reader with lesson 00 open, who came by the front page; made when first asked for."""
    made = {}

    def lab_in(language):
        if language not in made:
            page = lite.front(lite.reader(browser, language), server)
            lite.wait_until_kept(page, Words(language))
            page.get_by_role("link", name=Words(language)("lessons.00.title")).click()
            made[language] = lite.ready(page, next(lite.TOP.glob(f"notebooks/{language}/00-*.ipynb")))
        return made[language]

    return lab_in


@pytest.fixture
def page(browser):
    """A page of a new reader."""
    context = lite.reader(browser)
    yield context.new_page()
    context.close()


# --- the lessons ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", NOTEBOOKS)
def test_it_runs_to_the_end_and_each_interaction_changes_its_picture(labs, path):
    lab = labs(path.parent.name).swap(path)
    lab.run_all()
    pictures = lab.page.locator(".jp-OutputArea-output figure img")
    assert pictures.count() >= (8 if path.parts[-3] == "notebooks" else 1)
    for name in [name for name in lab.code if name.startswith("explore-")]:
        cell = lab.cell(name)
        lab.unfold(name)
        before = look(cell)
        assert any(move(control) and drawn_anew(lab, cell, before) for control in cell.locator(CONTROLS).all()), name
    assert lab.errors() == []


@pytest.mark.parametrize("language", BOTH)
def test_a_page_beside_the_lessons_runs_too(labs, language):
    for name in ("data-browser", "glossary"):
        lab = labs(language).swap(lite.TOP / "notebooks" / language / f"{name}.ipynb")
        lab.run_all()
        assert lab.page.locator(".jp-OutputArea-output .mineros").count()


# --- answers -------------------------------------------------------------------------------------------------------


@EN
def test_an_answer_is_there_again_after_a_reload_and_leaves_by_the_progress_page(page, server):
    lab = lite.opened(page, server, LESSON)
    lab.run("open")
    lab.run("ask-01-q2")
    lab.ask("01-q2").locator("textarea").fill(ANSWER)
    assert lab.until(lambda: lab.kept("01-q2") == ANSWER)
    page.close(run_before_unload=False)

    page = page.context.new_page()
    progress = lite.opened(page, server, LESSON.with_name("progress.ipynb"))
    progress.run_all()
    assert progress.kept("01-q2") == ANSWER
    words = Words("en")
    show = progress.cell("progress-show")
    show.get_by_role("button", name=words("take.button.csv"), exact=True).click()
    with page.expect_download() as download:
        show.locator("a[download$='.csv']").click()
    assert ANSWER in Path(download.value.path()).read_text("utf-8-sig")
    again = progress.swap(LESSON)
    again.run("open")
    again.run("ask-01-q2")
    assert again.ask("01-q2").locator("textarea").input_value() == ANSWER
    assert again.status("01-q2") == words("ask.kept")


PUT = """async ([path, content]) => {
  const { serviceManager } = window.jupyterapp;
  const file = typeof content === 'string' ? { type: 'file', format: 'text' } : { type: 'notebook', format: 'json' };
  const folders = path.split('/').slice(0, -1);
  for (const n of folders.keys())
    await serviceManager.contents.save(folders.slice(0, n + 1).join('/'), { type: 'directory' });
  await serviceManager.contents.save(path, { ...file, path, content });
}"""
LISTED = """async () => (await import('./keep.js')).withStorage(database => new Promise(resolve => {
  const asked = database.transaction('files').objectStore('files').getAllKeys();
  asked.onsuccess = () => resolve(asked.result.filter(key => /json|ipynb/.test(key)));
}))"""


def keep(page, server, files):
    """Let JupyterLab itself keep some files in this browser."""
    page.goto(f"{server.base}/lab/index.html?reset")
    page.wait_for_function("window.jupyterapp && window.jupyterapp.started")
    page.evaluate("window.jupyterapp.started")
    for path, content in files.items():
        page.evaluate(PUT, [path, content])
    page.goto(server.base)
    page.wait_for_load_state("networkidle")


def answers_file(value):
    return json.dumps({"version": 1, "answers": {"01-q2": {"value": value}}})


@ES
def test_starting_over_forgets_the_lessons_and_only_on_wish_the_answers(page, server):
    lesson = json.loads((server.site / "files" / lite.path_of(LESSON)).read_text("utf-8"))
    lesson["cells"][0]["source"] = "# Mine"
    keep(page, server, {lite.path_of(LESSON): lesson, "my-work/answers.json": answers_file(ANSWER)})
    words = Words("en")

    def press(name):
        page.get_by_role("button", name=words(f"lite.button.{name}"), exact=True).click()

    def start_over(which):  # the page begins anew too, and its old words must not be taken for the new ones
        with page.expect_navigation():
            press(which)
        page.get_by_text(words("lite.said.over")).wait_for()

    press("over")
    with page.expect_download() as download:
        page.locator("dialog .save").click()
    assert json.loads(Path(download.value.path()).read_text("utf-8"))["answers"]["01-q2"]["value"] == ANSWER
    start_over("keep")
    assert page.evaluate(LISTED) == ["my-work/answers.json"]
    press("over")
    start_over("all")
    assert page.evaluate(LISTED) == []
    page.locator("main .save").first.click()
    page.get_by_text(words("lite.said.none")).wait_for()


# --- editions and the network --------------------------------------------------------------------------------------


LINKED = "all => all.map(link => new URL(link.href).searchParams.get('path'))"


@pytest.mark.parametrize("language", BOTH)
def test_the_front_page_names_the_edition_and_leads_to_each_notebook(browser, server, language):
    context = lite.reader(browser, language)
    page = lite.front(context, server)
    assert page.locator("#edition").inner_text() == student.edition(Tables(Words(language)))
    assert page.locator("html").get_attribute("lang") == language
    links = page.locator("a[href*='path=']").evaluate_all(
        "all => all.map(a => new URL(a.href).searchParams.get('path'))"
    )
    there = {lite.path_of(path) for folder in student.FOLDERS for path in lite.TOP.glob(f"{folder}/{language}/*.ipynb")}
    assert set(links) == there
    assert all((server.site / "files" / path).is_file() for path in links)
    page.locator("nav a").click()
    assert page.locator("html").get_attribute("lang") == next(other for other in LANGUAGES if other != language)
    context.close()


@ES
def test_a_lesson_that_nobody_changed_is_of_the_new_edition_and_a_changed_one_stays(page, server, tmp_path):
    sys.path.insert(0, str(lite.TOP / "lite"))
    import build

    earlier = tmp_path / "earlier.ipynb"
    lesson = json.loads(LESSON.read_text("utf-8"))
    lesson["cells"][0]["source"] = "# Of an earlier edition"
    earlier.write_text(json.dumps(lesson))
    build.mark(earlier)
    untouched, changed = (json.loads(earlier.read_text("utf-8")) for _ in range(2))
    changed["cells"][0]["source"] = "# Mine"
    keep(page, server, {"notebooks/en/02-exile.ipynb": untouched, "notebooks/en/01-pasta-de-conchos.ipynb": changed})
    page.locator("#older button").wait_for()
    assert page.evaluate(LISTED) == ["notebooks/en/01-pasta-de-conchos.ipynb"]
    page.locator("#older button").click()
    page.wait_for_function("document.querySelector('#changed').hidden")
    assert page.evaluate(LISTED) == []


@ES
def test_a_new_edition_takes_the_place_of_the_old_one_and_fetches_only_what_changed(
    page, server, site, tmp_path, monkeypatch
):
    sys.path.insert(0, str(lite.TOP / "lite"))
    import build

    words = Words("en")
    page.goto(server.base)
    lite.wait_until_kept(page, words)
    newer = tmp_path / "site"
    shutil.copytree(site, newer, ignore=shutil.ignore_patterns("service-worker.js"))
    (newer / "service-worker-drive.js").rename(newer / "service-worker.js")
    first = newer / "index.html"
    first.write_text(first.read_text("utf-8").replace("Los Mineros 1.", "Los Mineros 9."), "utf-8")
    build.guard(newer, "")
    monkeypatch.setattr(server, "site", newer)
    server.asked.clear()
    page.reload()
    page.get_by_text("Los Mineros 9.").wait_for()
    lite.wait_until_kept(page, words)
    assert not [path for path in server.asked if path.startswith(("/pyodide", "/build", "/files"))]


@ES
def test_without_a_network_a_lesson_opens_runs_and_keeps_an_answer(page, server, monkeypatch):
    page.goto(server.base)
    lite.wait_until_kept(page, Words("en"))
    monkeypatch.setattr(server, "cut", True)
    with pytest.raises(Error):
        page.request.get(f"{server.base}/index.html")
    page.reload()
    page.get_by_role("link", name=Words("en")("lessons.01.title")).click()
    lab = lite.ready(page, LESSON)
    for cell in ("open", "fig-days", "explore-answers", "ask-01-q2"):
        lab.run(cell)
    assert lab.cell("fig-days").locator("figure img").count() == 1
    lab.ask("01-q2").locator("textarea").fill(ANSWER)
    assert lab.until(lambda: lab.kept("01-q2") == ANSWER)
    assert lab.errors() == []


@EN
def test_the_site_holds_neither_the_teachers_key_nor_anybodys_answers(site):
    (wheel,) = site.glob("pypi/mineros-*.whl")
    with zipfile.ZipFile(wheel) as package:
        inside = package.namelist()
        banks = [package.read(name).decode("utf-8") for name in inside if "/guide/questions/" in name]
    assert len(banks) == 6
    assert not any("sample" in question for bank in banks for question in tomllib.loads(bank)["question"])
    names = [*inside, *(path.relative_to(site).as_posix() for path in site.rglob("*"))]
    assert [name for name in names if re.search(r"solutions|my-work|answers\.json", name)] == []
    assert len([name for name in names if re.search(r"files/(notebooks|exercises)/../.*\.ipynb", name)]) == 30


@pytest.mark.parametrize("language", BOTH)
def test_nothing_left_this_machine(server, language):
    assert server.asked, "the server listened"
    assert server.outside == []
