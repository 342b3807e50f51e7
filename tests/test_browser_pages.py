"""The pages beside the lessons in the real JupyterLab: a linked word opens its entry; answers leave and return."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api")

import lab as jupyter
from mineros import bank
from mineros.words import Words

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(jupyter.CHROMIUM is None, reason="there is no chromium on this machine"),
]

ANSWERS = {
    "01-p1": {"value": 400, "saved": "2026-01-02T10:00:00+00:00", "question": "q"},
    "01-q2": {"value": "=1+1 <b>año</b>", "saved": "2026-01-03T10:00:00+00:00", "question": "q"},
}
PANEL = ".jp-NotebookPanel:not(.lm-mod-hidden)"


def first_heading(lab):
    """The heading that stands highest in the notebook in front, and how far below the toolbar it stands."""
    return lab.page.evaluate(
        f"""() => {{ const panel = document.querySelector('{PANEL} .jp-WindowedPanel-outer');
        const top = panel.getBoundingClientRect().top;
        for (const heading of panel.querySelectorAll('h1, h2, h3')) {{
          const below = heading.getBoundingClientRect().top - top;
          if (below >= -5) return [heading.textContent.replace('¶', '').trim(), Math.round(below)];
        }} return ['', 0] }}"""
    )


def stands_at(lab, term):
    return lab.until(lambda: (seen := first_heading(lab))[0] == term and seen[1] < 60, 60)


# --- the glossary --------------------------------------------------------------------------------------------------


def test_a_linked_word_opens_the_glossary_at_its_entry(tmp_path):
    with jupyter.opened(tmp_path) as lab:
        lab.run("open")
        lab.run("explore-answers")  # what a lesson shows brings the help for links that open a notebook
        assert lab.until(lambda: lab.page.evaluate("window.minerosLinks === true"), 30)
        links = lab.page.locator(f"{PANEL} a[href*='glossary.ipynb']")
        assert links.count() >= 10
        for word, term in (("negligent homicide", "negligent homicide"), ("contractor", "contractor")):
            lab.page.get_by_role("tab", name="01-pasta-de-conchos").first.click()
            link = links.filter(has_text=word).first
            link.scroll_into_view_if_needed()
            link.click()
            assert stands_at(lab, term), first_heading(lab)
        assert lab.page.locator(f"{PANEL} span[lang=es]").count() > 100


def test_the_glossary_is_read_and_searched_by_letter_without_running_anything(tmp_path):
    with jupyter.opened(tmp_path, jupyter.TOP / "notebooks" / "es" / "glossary.ipynb") as lab:
        lab.page.get_by_role("link", name="T", exact=True).click()
        assert stands_at(lab, "T"), first_heading(lab)
        assert lab.page.locator(".jp-OutputArea-output").count() == 0
        lab.run_all()
        assert lab.errors() == []
        assert "Juicio ante tribunales" in lab.cell("glossary-term").locator(".mineros").inner_text()


# --- the progress page ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["es"])  # the same code serves English
def board(request, tmp_path_factory):
    """The progress page of a reader with two answers."""
    folder = tmp_path_factory.mktemp("lab")
    (folder / "my-work").mkdir()
    (folder / "my-work" / "answers.json").write_text(json.dumps({"version": 1, "answers": ANSWERS}), "utf-8")
    notebook = jupyter.TOP / "notebooks" / request.param / "progress.ipynb"
    with jupyter.opened(folder, notebook) as lab:
        lab.words = Words(request.param)
        lab.run_all()
        lab.show = lab.cell("progress-show")
        assert lab.until(lambda: lab.show.locator("table.progress").count() == 1)
        yield lab


def press(board, key):
    board.show.get_by_role("button", name=board.words(key), exact=True).click()


def test_the_board_tells_where_the_reader_is(board):
    row = board.show.locator("tr", has_text=board.words("lessons.01.title"))
    questions = bank.lesson("01", board.words)
    assert board.words("progress.of", n=2, all=len(questions)) in row.inner_text()
    assert board.errors() == []


@pytest.mark.parametrize("form", ["html", "md", "csv"])
def test_answers_are_saved_and_downloaded(board, form):
    press(board, f"take.button.{form}")
    link = board.show.locator(f"a[download$='.{form}']")
    assert board.until(lambda: link.count() == 1)
    with board.page.expect_download() as download:
        link.click()
    brought = Path(download.value.path()).read_text("utf-8-sig")
    (saved,) = (board.folder / "my-work" / "exports").glob(f"*.{form}")
    assert brought == saved.read_text("utf-8-sig")
    assert "año" in brought
    assert download.value.suggested_filename == saved.name


def choose(board, content):
    with board.page.expect_file_chooser() as chooser:
        board.show.locator("button.jupyter-widget-upload, button.widget-upload").first.click()
    chooser.value.set_files([{"name": "answers.json", "mimeType": "application/json", "buffer": content}])


def test_answers_come_back_by_the_field_and_a_foreign_file_is_refused(board):
    before = board.answers()
    choose(board, b"not answers")
    told = board.show.locator("[role=status]").last
    assert board.until(lambda: told.count() and told.inner_text() == board.words("answers.foreign"))
    assert board.answers() == before
    more = {"01-q5": {"value": "de vuelta", "saved": "2026-01-01T00:00:00+00:00"}}
    choose(board, json.dumps({"answers": more}).encode())
    assert board.until(lambda: board.kept("01-q5") == "de vuelta")
    row = board.show.locator("tr", has_text=board.words("lessons.01.title"))
    assert board.until(lambda: "3 " in row.inner_text())
    assert board.kept("01-q2") == ANSWERS["01-q2"]["value"]


def test_nothing_leaves_this_machine(board):
    assert board.leaves() == []
    assert not board.outside.exists()
