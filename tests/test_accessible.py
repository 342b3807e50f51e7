"""Open to every reader: the pages that the pack makes, and every kind of control in the real JupyterLab by keys alone.

One notebook holds all kinds of controls, in Spanish, whose words are longer. What a screen reader meets in a whole
lesson is looked at in test_browser.py; colors in test_palettes.py; the reading site in test_site.py.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api")

from axe_playwright_python.sync_playwright import Axe
from nbconvert import HTMLExporter
from playwright.sync_api import Page, sync_playwright

import lab as jupyter
import transcript
from drawn import contrast
from mineros import bank, takeaway
from mineros.classroom import command
from mineros.handouts.documents import DOCUMENTS
from mineros.lesson import Lesson
from mineros.words import Words
from test_piece import prepared, saved

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(jupyter.CHROMIUM is None, reason="there is no chromium on this machine"),
]

ES = Words("es")
CELLS = {
    "open": 'from mineros import open_pack\n\npack = open_pack("es")',
    "ask-01-p1": 'pack.ask("01-p1")',  # a number
    "ask-01-q2": 'pack.ask("01-q2")',  # a text
    "ask-01-q1": 'pack.ask("01-q1")',  # one of several
    "ask-01-o1": 'pack.ask("01-o1")',  # an order
    "ask-several": 'pack.ask("01-e2")',  # several of several
    "ask-matching": 'pack.ask("01-e5")',  # pairs
    "explore-answers": 'pack.explore("answers", pack.claims_on("pasta_de_conchos"))',  # a list
    "explore-words": 'pack.explore("words", pack.vocabulary)',  # boxes to tick
    "explore-rates": 'pack.explore("rates", pack.fatalities)',  # numbers with sliders
    "cite": 'pack.cite("S0408", "S0409")',
    "rubric": "pack.rubric()",
    "board": "pack.board()",
    "progress": "pack.progress()",
}
# What would move, of the elements that a selector names.
MOVING = """selector => [...document.querySelectorAll(selector)].filter(one => { const look = getComputedStyle(one);
 return look.animationName !== 'none' || look.scrollBehavior === 'smooth'
  || look.transitionDuration.split(',').some(time => parseFloat(time) > 0) }).map(one => one.outerHTML.slice(0, 80))"""
CONTROLS = "input, select, textarea, button, summary, a[href], .noUi-handle, .scroll"


def violations(page: Page, **options: object) -> tuple[int, list]:
    """How many rules of axe a page keeps, and what it breaks; every fold open, all rules, best practices too."""
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    found = Axe().run(page, **options).response
    return len(found["passes"]), [(rule["id"], rule["nodes"][0]["html"][:150]) for rule in found["violations"]]


# --- pages that are made ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every page of HTML that the pack makes for a reader or a teacher, by a name; the site has its own test."""
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MINEROS_WORK", str(folder / "my-work"))
        piece = prepared("es")
        answers, pages = piece.answers, {"piece": saved(piece)[".html"]}
        for question, value in (("01-p1", 400), ("01-q1", "order-served"), ("01-q2", "Cuentan cosas distintas.")):
            answers.save(question, value, bank.said(bank.question(question, ES), "text", ES))
        answers.note_check("01-q1", False, "other")
        pages["answers"] = takeaway.save("html", folder, answers, ES)
        for name in ("Ana López", "Bruno Díaz"):
            shutil.copy(takeaway.hand_in(name, answers, ES), folder / f"{name}.json")
        handed = folder / "handed"
        handed.mkdir()
        for file in folder.glob("*.json"):
            file.rename(handed / file.name)
        assert command.main([str(handed), "--to", str(folder / "class"), "-q", "--language", "es"]) == 0
    pages |= {f"class {page.stem}": page for page in sorted((folder / "class").rglob("*.html"))}
    lesson = Lesson("05", "es")
    for name, document in DOCUMENTS.items():
        pages[f"handout {name}"] = folder / f"{name}.html"
        pages[f"handout {name}"].write_text(document(lesson, "letter"), "utf-8")
    return pages


@dataclass
class Seen:
    """What was found on one page: rules of axe kept and broken, and what moves though its reader wants no motion."""

    kept: int
    broken: list
    moving: list


@pytest.fixture(scope="module")
def seen(made: dict[str, Path]) -> dict[str, Seen]:
    """Every page, opened by a reader who wants no motion."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=jupyter.CHROMIUM, args=jupyter.QUIET)
        page = browser.new_page(viewport={"width": 1200, "height": 900}, reduced_motion="reduce")
        found = {}
        for name, file in made.items():
            page.goto(file.as_uri())
            found[name] = Seen(*violations(page), page.evaluate(MOVING, "html, body *"))
        return found


def test_axe_finds_nothing_to_mend_in_any_page_that_is_made(seen: dict[str, Seen]) -> None:
    for name, page in seen.items():
        print(f"axe: {name}: rules kept {page.kept}, broken {len(page.broken)}")
    assert {name: page.broken for name, page in seen.items() if page.broken} == {}
    assert min(page.kept for page in seen.values()) >= 10
    assert len(seen) >= 12


def test_nothing_moves_on_a_page_for_a_reader_who_wants_no_motion(seen: dict[str, Seen]) -> None:
    assert {name: page.moving for name, page in seen.items() if page.moving} == {}


# --- controls by keys alone ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[jupyter.Lab]:
    """All kinds of controls in one notebook of the real JupyterLab, run, for a reader who wants nothing to move."""
    folder = tmp_path_factory.mktemp("lab")
    cells = [
        {"cell_type": "code", "id": name, "source": source, "metadata": {}, "outputs": [], "execution_count": None}
        for name, source in CELLS.items()
    ]
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    text = "# Controles\n\n## Todos\n\nDe todo [un poco](progress.ipynb), en *un* texto."
    cells.insert(0, {"cell_type": "markdown", "id": "title", "source": text, "metadata": {}})
    notebook = folder / "kinds" / "kinds.ipynb"
    notebook.parent.mkdir()
    whole = {"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
    notebook.write_text(json.dumps(whole), "utf-8")
    with jupyter.opened(folder, notebook) as lab:
        lab.page.emulate_media(reduced_motion="reduce")
        lab.run_all()
        yield lab


def test_every_control_is_reached_by_tab_in_order_and_none_holds_the_reader(lab: jupyter.Lab) -> None:
    """From the first cell, Tab comes to each control that can be used, in the order of the page, and goes on."""
    wanted = lab.page.evaluate(
        """selector => [...document.querySelectorAll('.jp-OutputArea-output :is(' + selector + ')')]
        .filter(one => !one.disabled && one.checkVisibility() && one.type !== 'file')
        .map((one, place) => one.dataset.place = place).length""",
        CONTROLS,
    )

    # JupyterLab puts buttons of its own on a chosen cell, now sooner, now later, and would then hold the focus.
    lab.page.add_style_tag(content=".jp-cell-toolbar { display: none !important }")
    lab.cell("open").focus()
    reached, unseen = [], []
    for _ in range(wanted + 5):
        lab.page.keyboard.press("Tab")
        place, *ring = lab.page.evaluate(
            """() => { const one = document.activeElement, look = getComputedStyle(one);
            const box = one.getBoundingClientRect();
            const wide = parseFloat(look.outlineOffset) + parseFloat(look.outlineWidth), cut = [];
            for (let around = one.parentElement; around?.closest('.mineros-controls'); around = around.parentElement) {
             const room = around.getBoundingClientRect();
             if (getComputedStyle(around).overflow !== 'visible' && (box.left - wide < room.left - 0.5
              || box.right + wide > room.right + 0.5 || box.top - wide < room.top - 0.5
              || box.bottom + wide > room.bottom + 0.5)) cut.push(around.className) }
            const ring = `${look.outlineStyle} ${look.outlineWidth} ${look.outlineColor}`;
            return [one.dataset.place ?? null, ring, cut] }"""
        )
        if place is None:
            break
        reached.append(int(place))
        if ring != ["solid 3px rgb(31, 95, 139)", []]:
            unseen.append((place, ring))
    assert reached == list(range(wanted))
    assert unseen == []
    assert wanted > 90


def test_the_ring_of_the_focus_is_seen_on_a_light_and_on_a_dark_page() -> None:
    """Blue outside, white inside: one of them is three times as light or as dark as the page (WCAG 2.2, 1.4.11)."""
    for page in ("#ffffff", "#f7f5f0", "#111111"):
        assert max(contrast(ring, page) for ring in ("#1f5f8b", "#ffffff")) >= 3
    assert contrast("#1f5f8b", "#ffffff") >= 3, "the two stand out from each other"


def test_what_a_screen_reader_meets_at_the_controls_makes_sense(lab: jupyter.Lab) -> None:
    parts = transcript.met(lab.page)
    assert transcript.faults(parts) == []
    groups = [part.name for part in parts if part.role == "group"]
    for question in ("01-p1", "01-q2", "01-q1", "01-o1", "01-e2", "01-e5"):
        assert bank.said(bank.question(question, ES), "text", ES) in groups
    assert {part.role for part in parts} >= {
        "button", "checkbox", "combobox", "link", "listbox", "radio", "radiogroup", "slider", "spinbutton", "status",
        "table", "textbox",
    }  # fmt: skip


def test_what_a_control_did_is_said_where_it_stands(lab: jupyter.Lab) -> None:
    """A step that was moved, and a figure that was drawn anew: lines that a screen reader says at once (live)."""
    order, chosen = lab.cell("ask-01-o1"), lab.cell("explore-answers")
    down = order.get_by_role("button", name=ES("ask.down")).first
    step = down.get_attribute("title").removeprefix(f"{ES('ask.down')}: ").rstrip(".")
    down.focus()
    lab.page.keyboard.press("Enter")
    said = order.get_by_role("status").last
    assert lab.until(lambda: said.inner_text().startswith(ES("ask.moved", step=step, place=2, all=5)))
    assert down.evaluate("button => button === document.activeElement")
    menu, heard = chosen.locator("select"), chosen.locator(".mineros-unseen")
    assert heard.inner_text() == ""
    menu.select_option(index=0)
    assert lab.until(lambda: heard.inner_text() and heard.inner_text() == chosen.locator("img").get_attribute("alt"))
    assert heard.get_attribute("role") == "status"


def test_tab_goes_back_too(lab: jupyter.Lab) -> None:
    """By way of the cell and its buttons, where JupyterLab lets a reader stop."""
    before = lab.cell("ask-01-p1").locator("input")
    lab.cell("ask-01-q2").locator("textarea").focus()

    def is_back() -> bool:
        lab.page.keyboard.press("Shift+Tab")
        return bool(before.evaluate("box => box === document.activeElement"))

    assert any(is_back() for _ in range(10))


def test_no_control_moves_for_a_reader_who_wants_no_motion(lab: jupyter.Lab) -> None:
    assert lab.page.evaluate(MOVING, ".mineros-controls, .mineros-controls *, .mineros, .mineros *") == []


def test_a_notebook_says_in_which_language_it_is(lab: jupyter.Lab) -> None:
    assert lab.page.locator(".jp-Notebook").first.get_attribute("lang") == "es"


@pytest.mark.whole
def test_a_page_that_nbconvert_makes_of_a_saved_notebook_has_only_faults_of_its_template(lab: jupyter.Lab) -> None:
    """Template "classic" without prompts: none at all. The dark page of "lab": links that only color shows."""
    lab.page.locator(".jp-Notebook").first.click(position={"x": 2, "y": 2})
    lab.menu("File", "Save Notebook")
    saved = lab.folder / "root" / "kinds.ipynb"
    assert lab.until(lambda: '"output_type": "display_data"' in saved.read_text("utf-8"))
    ways = {"classic": HTMLExporter(template_name="classic", exclude_input_prompt=True, exclude_output_prompt=True),
            "dark": HTMLExporter(theme="dark")}  # fmt: skip
    page = lab.page.context.browser.new_page()
    page.route("https://**", lambda asked: asked.abort())  # its template asks for scripts from elsewhere
    for name, way in ways.items():
        whole, _ = way.from_filename(str(saved))
        file = lab.folder / f"{name}.html"
        file.write_text(whole, "utf-8")
        page.goto(file.as_uri(), wait_until="domcontentloaded")
        kept, broken = violations(page)
        print(f"axe: nbconvert, {name}: rules kept {kept}, broken {[rule for rule, _ in broken]}")
        assert {rule for rule, _ in broken} <= ({"link-in-text-block"} if name == "dark" else set()), broken
        assert kept >= 25
    page.close()


def test_axe_finds_in_a_notebook_only_what_jupyterlab_itself_makes(lab: jupyter.Lab) -> None:
    kept, broken = violations(lab.page, context={"include": [".jp-OutputArea"]})
    print(f"axe: controls in JupyterLab: rules kept {kept}, broken {len(broken)}")
    assert broken == []
    assert kept >= 20
