"""Every lesson in the real JupyterLab: it runs, its pictures are whole, its controls work, an answer survives.

One server and one page for each lesson, in Spanish, whose words are longer; the code is the same in both editions, byte
for byte (test_translation.py). Lesson 01 is pressed in English, and further, in test_browser.py.
"""

from __future__ import annotations

import pytest

pytest.importorskip("playwright.sync_api")

import lab as jupyter
from lessons import LESSONS, Lesson
from mineros import bank
from mineros.words import Words

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(jupyter.CHROMIUM is None, reason="there is no chromium on this machine"),
]

# Lesson 01 has a file of its own; the last three are always pressed in the in-browser edition, in one language each
# (test_lite.py), and here with --whole.
SPANISH = [
    pytest.param(path, id=f"es/{path.stem}", marks=[pytest.mark.whole] if path.name[:2] > "02" else [])
    for path in LESSONS
    if path.parent.name == "es" and path.name[:2] != "01"
]
RESTARTED = ("05",)  # a restart takes long; lesson 01 is restarted in test_browser.py
WRITTEN = "¿Quién contó? — «señales», año, José; <b>no</b>"
# A slider stands beside a number box that moves with it; the box alone is then no control of its own.
CONTROLS = (
    "select, input[type=checkbox], .noUi-handle, "
    ".widget-inline-hbox:not(:has(~ .widget-slider), .widget-slider) > input[type=number]"
)


@pytest.fixture(scope="module", params=SPANISH)
def lab(request, tmp_path_factory):
    """One lesson, run from top to bottom by a reader who has not answered anything."""
    with jupyter.opened(tmp_path_factory.mktemp("lab"), request.param) as lab:
        lab.lesson, lab.words = Lesson(request.param), Words(request.param.parent.name)
        lab.run_all()
        yield lab


def look(cell):
    """The one figure of a cell: its picture and words, the width of its picture, and where its controls stand."""
    assert cell.locator("figure").count() == 1 == cell.locator("figure img").count()
    return cell.evaluate(
        """cell => { const figure = cell.querySelector('figure'), img = figure.querySelector('img'); return {
        drawn: img.src + img.alt + figure.textContent, alt: img.alt, width: img.getAttribute('width'),
        whole: img.complete && img.naturalWidth > 0, shown: Math.round(img.getBoundingClientRect().width),
        controls: cell.querySelector('.mineros-controls').getBoundingClientRect().top } }"""
    )


def move(control):
    """Move one control far, with the mouse or the keyboard; returns what moves it back (None: it cannot)."""
    control.scroll_into_view_if_needed()
    kind = control.evaluate("control => control.matches('select') ? 'list' : control.type || 'slider'")
    if kind == "list":
        was = control.input_value()
        others = control.evaluate("s => [...s.options].map(o => o.value).filter(value => value !== s.value)")
        if not others:
            return None
        control.select_option(value=others[-1])
        return lambda: control.select_option(value=was)
    if kind == "checkbox":
        control.click()
        return control.click
    if kind == "number":
        was, most = control.input_value(), control.get_attribute("max")
        set_number(control, most if was != most else control.get_attribute("min"))
        return lambda: set_number(control, was)
    last = control.get_attribute("aria-valuenow") == control.get_attribute("aria-valuemax")
    control.press("Home" if last else "End")
    return lambda: control.press("End" if last else "Home")


def drawn_anew(lab, cell, before):
    """What stands in a cell once its figure has changed; nothing if it does not change in time."""
    after = {}

    def is_drawn():
        after.update(look(cell))
        return after["drawn"] != before["drawn"] and after["whole"] and after["shown"] > 0

    return after if lab.until(is_drawn) else {}


def set_number(control, number):
    """Type a number into a box, as a reader would, and leave the box."""
    control.fill(str(number))
    control.press("Tab")


def test_the_lesson_runs_top_to_bottom_without_an_error(lab):
    assert lab.errors() == []
    prompts = lab.page.locator(".jp-Notebook .jp-CodeCell .jp-InputPrompt").all_inner_texts()
    assert [prompt.strip(" :") for prompt in prompts] == [f"[{n}]" for n in range(1, len(lab.code) + 1)]


def test_every_picture_is_whole_and_says_in_words_what_it_shows(lab):
    pictures = lab.page.locator(".jp-OutputArea-output img").evaluate_all(
        "all => all.map(img => ({alt: img.alt, whole: img.complete && img.naturalWidth > 0}))"
    )
    assert [picture for picture in pictures if not picture["whole"] or len(picture["alt"].strip()) <= 40] == []
    drawn = [call for call in lab.lesson.calls if call.verb in ("figure", "explore", "show")]
    assert len(pictures) == len(drawn) >= 8


def test_each_control_changes_the_one_figure_and_nothing_jumps(lab):
    cells = [name for name in lab.code if name.startswith("explore-")]
    assert len(cells) == len([call for call in lab.lesson.calls if call.verb == "explore"]) >= 3
    for name in cells:
        cell = lab.cell(name)
        lab.unfold(name)
        controls = cell.locator(CONTROLS)
        assert controls.count(), name
        for place in range(controls.count()):
            controls.nth(place).scroll_into_view_if_needed()
            before = look(cell)
            back = move(controls.nth(place))
            if back is None:
                continue
            after = drawn_anew(lab, cell, before)
            if not after and place:  # a base year says something only once prices are taken out
                back()
                move(controls.first)
                before = drawn_anew(lab, cell, before)
                move(controls.nth(place))
                after = drawn_anew(lab, cell, before)
            assert after, f"{name}: control {place + 1} changes nothing"
            assert len(after["alt"]) > 40, name
            assert (after["width"], after["shown"]) == (before["width"], before["shown"]), name
            assert abs(after["controls"] - before["controls"]) <= 3, f"{name}: the controls jump"
            back()  # so that each control is tried from where it stood at first
            assert drawn_anew(lab, cell, after), f"{name}: control {place + 1} does not come back"
    assert lab.errors() == []


def first_written(lab) -> str:
    return next(entry["id"] for entry in lab.lesson.bank if entry["kind"] in ("written", "discussion"))


def test_a_written_answer_is_on_disk_in_two_seconds(lab):
    written = [first_written(lab)]
    box = lab.ask(written[0]).locator("textarea")
    box.scroll_into_view_if_needed()
    box.click()
    box.press_sequentially(WRITTEN)
    assert lab.until(lambda: lab.kept(written[0]) == WRITTEN, 2)
    assert bank.said(bank.question(written[0], lab.words), "text", lab.words) in lab.answers()[written[0]]["question"]


def test_a_written_answer_is_back_after_a_restart(lab):
    if lab.lesson.number not in RESTARTED:
        pytest.skip("boxes come back by the same code in every lesson")
    written = [first_written(lab)]
    box = lab.ask(written[0]).locator("textarea")
    lab.restart_and_run_all()
    assert lab.until(lambda: box.count() == 1 and box.input_value() == WRITTEN)
    assert lab.status(written[0]) == lab.words("ask.kept")
    assert lab.page.locator(".jp-OutputArea-output b", has_text="no").count() == 0, "what was typed became HTML"


def test_nothing_leaves_this_machine(lab):
    assert lab.leaves() == []
    assert not lab.outside.exists(), lab.outside.read_text("utf-8")
