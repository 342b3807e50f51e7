"""A reader at work: the lesson in the real JupyterLab, its real controls, a real keyboard.

One server and one page for the whole file. The stages build on each other (opened, run, answered, come back), so each
is a fixture, and any single test may be run alone.
"""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest

pytest.importorskip("playwright.sync_api")

import lab as jupyter
import transcript
from mineros import bank
from mineros.words import Words

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(jupyter.CHROMIUM is None, reason="there is no chromium on this machine"),
]

EN = Words("en")


def is_saved(status: str) -> bool:
    """Whether a status line says that an answer was saved, and at what time."""
    pattern = re.escape(EN("ask.saved")).replace(re.escape("{time}"), r"\d\d:\d\d:\d\d")
    return re.search(f"{pattern}$", status) is not None


WRITTEN = "Tres números: ¿quién contó? — «señales», año, José"
HTML = "<img src=x onerror=window.__pwned=1>"
EXPLORE = ("answers", "rescue", "words", "rates")


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """The lesson, opened; what a reader can see before anything is run is kept in `lab.at_first`."""
    with jupyter.opened(tmp_path_factory.mktemp("lab")) as lab:
        read = lab.page.locator(".jp-Notebook .jp-RenderedMarkdown:visible")
        lab.until(lambda: read.count() == len(lab.places) - len(lab.code))
        lab.at_first = read.all_inner_texts()
        lab.ran_at_first = lab.page.locator(".jp-Notebook .jp-OutputArea-output").count()
        yield lab


@pytest.fixture(scope="module")
def lab(opened):
    """The lesson, run from top to bottom by a reader who has not answered anything."""
    opened.run_all()
    return opened


@pytest.fixture(scope="module")
def answered(lab):
    """Answers of all kinds, given with the mouse and the keyboard."""
    type_into(lab, "01-q2", WRITTEN)
    type_into(lab, "01-q5", HTML)
    type_into(lab, "01-p1", "400")
    lab.ask("01-q1").get_by_text(option("01-q1", "verification-explosion")).click()
    lab.ask("01-o1").get_by_role("button", name=EN("ask.down")).first.click()
    press(lab.cell("explore-rates").locator(".noUi-handle").first, "ArrowRight", "ArrowRight")
    assert lab.until(lambda: lab.kept("01-q1") and lab.kept("01-o1") and lab.kept("01-q5") == HTML)
    assert lab.until(lambda: lab.kept("01-q2") == WRITTEN and lab.kept("01-p1") == 400)
    assert lab.until(lambda: lab.kept("01-p5") == drawn(lab))
    lab.run("fig-days")  # as the folded figure asks the reader to
    lab.before_return = lab.answers()
    return lab


@pytest.fixture(scope="module")
def returned(answered):
    """Another day: a fresh kernel, everything run again. Somebody wrote HTML into the file in place of a number."""
    held = json.loads(answered.answers_file.read_text("utf-8"))
    held["answers"]["01-p3"] = {"value": HTML}
    answered.answers_file.write_text(json.dumps(held), "utf-8")
    answered.restart_and_run_all()
    return answered


def option(question, value):
    return {option: words for words, option in bank.options(bank.question(question, EN), EN)}[value]


def box(lab, question):
    return lab.ask(question).locator("textarea, input[type=text]")


def type_into(lab, question, text):
    box(lab, question).scroll_into_view_if_needed()
    box(lab, question).click()
    box(lab, question).fill("")
    box(lab, question).press_sequentially(text)


def drawn(lab):
    """The guess that the five sliders show."""
    return [float(value) for value in lab.cell("explore-rates").locator(".widget-readout").all_inner_texts()]


def press(control, *keys):
    control.scroll_into_view_if_needed()
    control.focus()
    for key in keys:
        control.page.keyboard.press(key)


def has_focus(control):
    return control.evaluate("control => control === document.activeElement")


def look(cell):
    """What there is to see and to hear of the one figure of a cell, and how much room its picture takes."""
    assert cell.locator("figure").count() == 1 == cell.locator("figure img").count()
    return cell.locator("figure").evaluate(
        """figure => { const img = figure.querySelector('img'); return {
        picture: img.src, words: img.alt + figure.textContent, alt: img.alt,
        size: [img.getAttribute('width'), img.getAttribute('height')], height: img.getBoundingClientRect().height,
        place: document.querySelector('.jp-WindowedPanel-outer').scrollTop } }"""
    )


# --- the page -------------------------------------------------------------------------------------------------------


def test_every_question_can_be_read_before_anything_is_run(opened):
    assert opened.ran_at_first == 0
    seen = "\n".join(opened.at_first)
    questions = bank.lesson("01", EN)
    assert [q["id"] for q in questions if bank.said(q, "text", EN) not in seen] == []
    assert len(questions) >= 20


def test_lesson_runs_top_to_bottom_without_an_error(lab):
    assert lab.errors() == []
    prompts = lab.page.locator(".jp-Notebook .jp-CodeCell .jp-InputPrompt").all_inner_texts()
    assert [prompt.strip(" :") for prompt in prompts] == [f"[{n}]" for n in range(1, len(lab.code) + 1)]


def test_every_picture_is_whole_and_says_in_words_what_it_shows(lab):
    pictures = lab.page.locator(".jp-OutputArea-output img").evaluate_all(
        "all => all.map(img => ({alt: img.alt, whole: img.complete && img.naturalWidth > 0}))"
    )
    assert [p for p in pictures if not p["whole"] or len(p["alt"].strip()) <= 40] == []
    figures = [cell for cell in lab.code if cell.startswith(("fig-", "explore-", "make-"))]
    assert len(pictures) == len(figures) > 10


def test_every_control_has_a_visible_label(lab):
    controls = lab.page.locator(
        ":is(.widget-dropdown, .widget-slider, .widget-textarea, .widget-text, .widget-radio, .widget-checkbox,"
        " .widget-button)"
    ).evaluate_all(
        """all => all.map(control => {
        // A slider shares the label of the number box that stands in one row with it.
        const labeled = control.matches('.widget-slider') ? control.parentElement : control;
        const labels = control.matches('button') ? [control] : [...labeled.querySelectorAll('label, .widget-label')];
        return {kind: control.className, cell: control.closest('.jp-Cell').dataset.windowedListIndex,
                label: labels.filter(l => l.checkVisibility()).map(l => l.innerText.trim()).join('')} })"""
    )
    assert [control for control in controls if not control["label"]] == []
    kinds = " ".join(control["kind"] for control in controls)
    for kind in ("dropdown", "slider", "textarea", "text", "radio", "checkbox", "button"):
        assert f"widget-{kind}" in kinds


def test_what_a_screen_reader_meets_in_the_whole_lesson_makes_sense(lab):
    parts = transcript.met(lab.page)
    assert transcript.faults(parts) == []
    roles = Counter(part.role for part in parts)
    questions = bank.lesson("01", EN)
    boxes = {part.name for part in parts if part.role == "group"}
    asked = [entry for entry in questions if f"ask-{entry['id']}" in lab.places]
    assert [entry["id"] for entry in asked if bank.said(entry, "text", EN) not in boxes] == []
    assert len(asked) >= 18
    assert roles["image"] == roles["figure"] > 10
    assert roles["table"] >= 10


# --- the four interactions ------------------------------------------------------------------------------------------


def operate(cell, name):
    """Move the real control of an interaction."""
    if name == "words":
        cell.locator("input[type=checkbox]").first.click()
    elif name == "rates":
        press(cell.locator(".noUi-handle").nth(1), "ArrowRight", "ArrowRight")
    else:
        select = cell.locator("select")
        others = select.evaluate("s => [...s.options].map(o => o.value).filter(value => value !== s.value)")
        select.select_option(value=others[-1])


@pytest.mark.parametrize("name", EXPLORE)
def test_control_changes_the_one_figure_and_nothing_jumps(lab, name):
    cell = lab.cell(f"explore-{name}")
    lab.unfold(f"explore-{name}")
    cell.locator("select, input[type=checkbox], .noUi-handle").first.scroll_into_view_if_needed()
    before = look(cell)
    operate(cell, name)
    after = {}

    def is_drawn_anew():
        after.update(look(cell))
        # A figure that JupyterLab is just taking out of the page has no height: look until one stands in it.
        return after["picture"] != before["picture"] and after["height"] > 0

    assert lab.until(is_drawn_anew)
    assert after["words"] != before["words"]
    assert name == "rates" or after["alt"] != before["alt"]  # there the slider itself says the value that was set
    assert after["size"] == before["size"]
    assert abs(after["height"] - before["height"]) <= 3
    assert after["place"] == before["place"], "the page scrolled away under the reader"


def test_the_looks_of_a_figure_stand_in_its_cell_once_and_a_move_leaves_them_there(lab):
    """Were they sent with each picture, the browser would style the whole lesson anew at each move."""
    cell = lab.cell("explore-answers")
    operate(cell, "answers")
    for _ in ("while it is drawn anew", "after it"):
        looks = "\n".join(cell.locator("style").all_text_contents())
        assert looks.count(".mineros .title{") == 1
        lab.page.wait_for_timeout(1000)
    assert cell.locator("figure").evaluate("figure => getComputedStyle(figure).borderTopWidth") == "1px"


def test_slider_shows_the_number_as_people_write_it(lab):
    for shown in lab.cell("explore-rates").locator(".widget-readout").all_inner_texts():
        assert shown.isdecimal(), shown


# --- the keyboard alone ---------------------------------------------------------------------------------------------
# Nothing here presses an arrow key on a closed list or between options: JupyterLab takes those keys for itself
# (ipywidgets issue 3912). The space bar opens a list, and Tab goes from option to option.


def test_list_is_reached_by_tab_and_chosen_from_by_arrow_keys(lab):
    cell = lab.cell("explore-answers")
    select, before = cell.locator("select"), look(cell)["picture"]
    cell.focus()  # JupyterLab draws its own buttons at the cell that has the focus, when it finds the time
    for _ in range(12):  # more than it draws
        lab.page.keyboard.press("Tab")
        if not lab.page.evaluate("() => Boolean(document.activeElement.closest('.jp-cell-toolbar'))"):
            break
    assert has_focus(select), lab.page.evaluate("() => document.activeElement.outerHTML.slice(0, 300)")
    chosen = select.evaluate("s => s.selectedIndex")
    for key in ("Space", "ArrowUp" if chosen else "ArrowDown", "Enter"):
        lab.page.keyboard.press(key)
    assert lab.until(lambda: look(cell)["picture"] != before)
    assert select.evaluate("s => s.selectedIndex") == (chosen - 1 if chosen else 1)
    assert has_focus(select)


def test_slider_is_moved_by_arrow_keys(lab):
    cell = lab.cell("explore-rates")
    handle, before = cell.locator(".noUi-handle").nth(3), look(cell)["picture"]
    was = float(handle.get_attribute("aria-valuenow"))
    press(handle, "ArrowRight", "ArrowUp", "ArrowLeft")
    assert lab.until(lambda: look(cell)["picture"] != before)
    assert lab.until(lambda: float(handle.get_attribute("aria-valuenow")) == was + 10)
    assert has_focus(handle)


def test_box_is_ticked_by_the_space_bar(lab):
    cell = lab.cell("explore-words")
    lab.unfold("explore-words")
    tick, before = cell.locator("input[type=checkbox]").nth(2), look(cell)["picture"]
    was = tick.is_checked()
    press(tick, "Space")
    assert tick.is_checked() is not was
    assert lab.until(lambda: look(cell)["picture"] != before)
    assert has_focus(tick)


def test_option_is_chosen_by_tab_and_the_space_bar(lab):
    choices = lab.ask("01-q4").locator("input[type=radio]")
    order = [value for _, value in bank.options(bank.question("01-q4", EN), EN)]
    press(choices.first, "Tab", "Tab", "Space")
    assert choices.nth(2).is_checked()
    assert lab.until(lambda: lab.kept("01-q4") == order[2])
    assert has_focus(choices.nth(2))


def test_step_is_moved_by_the_enter_key(lab):
    before = lab.kept("01-o1")
    press(lab.ask("01-o1").get_by_role("button", name=EN("ask.up")).last, "Enter")
    assert lab.until(lambda: (lab.kept("01-o1") or before) != before)
    lab.page.keyboard.press("Enter")  # and back
    assert lab.until(lambda: is_saved(lab.status("01-o1")))


# --- answers --------------------------------------------------------------------------------------------------------


def test_written_answer_with_accents_is_on_disk_within_two_seconds(lab):
    type_into(lab, "01-q2", WRITTEN)
    assert lab.until(lambda: lab.kept("01-q2") == WRITTEN, 2)
    assert lab.until(lambda: is_saved(lab.status("01-q2")))


def test_number_is_on_disk_within_two_seconds(lab):
    type_into(lab, "01-p1", "400")
    assert lab.until(lambda: lab.kept("01-p1") == 400, 2)


@pytest.mark.parametrize("typed", ["many", "nan", "infinity"])
def test_word_where_a_number_belongs_gives_one_sentence_and_saves_nothing(lab, typed):
    type_into(lab, "01-p2", typed)
    assert lab.until(lambda: lab.status("01-p2") == EN("ask.not_a_number"), 2)
    lab.page.wait_for_timeout(300)
    assert "01-p2" not in lab.answers()
    assert lab.errors() == []
    box(lab, "01-p2").fill("")


def test_check_says_not_yet_and_never_the_answer(lab):
    lab.ask("01-q1").get_by_text(option("01-q1", "verification-explosion")).click()
    lab.ask("01-q1").get_by_role("button", name=EN("ask.check")).click()
    verdict = lab.ask("01-q1").locator("[role=status]").first
    assert lab.until(lambda: EN("check.not_yet") in verdict.inner_text())
    for words, _ in bank.options(bank.question("01-q1", EN), EN):
        assert words not in verdict.inner_text()
    assert lab.kept("01-q1") == "verification-explosion"


def test_moved_step_saves_the_order(lab):
    rows = lab.ask("01-o1").locator(".widget-hbox .widget-html")
    first, second = [row.split(". ", 1)[1] for row in rows.all_inner_texts()[:2]]
    lab.ask("01-o1").get_by_role("button", name=EN("ask.down")).first.click()
    names = dict(bank.options(bank.question("01-o1", EN), EN))
    assert lab.until(lambda: (lab.kept("01-o1") or [])[:2] == [names[second], names[first]], 2)
    assert lab.until(lambda: rows.first.inner_text() == f"1. {second}")


# --- coming back ----------------------------------------------------------------------------------------------------


def test_answers_are_shown_again_after_a_restart(returned):
    kept = returned.before_return
    assert box(returned, "01-q2").input_value() == WRITTEN
    assert returned.status("01-q2") == EN("ask.kept")
    assert returned.ask("01-q1").locator("input:checked").count() == 1
    chosen = returned.ask("01-q1").locator("label").filter(has=returned.page.locator("input:checked"))
    assert chosen.inner_text().strip() == option("01-q1", "verification-explosion")
    rows = returned.ask("01-o1").locator(".widget-hbox .widget-html").all_inner_texts()
    assert rows == [f"{n}. {option('01-o1', step)}" for n, step in enumerate(kept["01-o1"]["value"], 1)]
    for question in kept:
        assert returned.kept(question) == kept[question]["value"]


def test_figure_run_again_after_the_guess_shows_the_guess(answered):
    assert answered.cell("fig-days").locator(".guess").inner_text() == EN("guess.shown", guess="400 days")
    assert answered.answers()["01-p1"]["revealed"]


def test_prediction_stands_beside_the_record_and_can_no_longer_be_changed(returned):
    guess = returned.cell("fig-days").locator(".guess")
    assert guess.inner_text() == EN("guess.shown", guess="400 days")
    assert returned.cell("fig-days").locator("figure img").is_visible()
    assert box(returned, "01-p1").input_value() == "400"
    assert box(returned, "01-p1").is_disabled()


def test_drawn_prediction_is_in_the_picture_beside_the_record(returned):
    guess = returned.cell("fig-rates").locator(".guess")
    assert guess.inner_text() == EN("guess.shown", guess=EN("guess.drawn"))
    assert drawn(returned) == returned.kept("01-p5")


def test_figure_waits_folded_for_a_prediction_not_made(returned):
    assert returned.cell("fig-words").locator("summary").first.inner_text() == EN("guess.missing")
    assert not returned.cell("fig-words").locator("figure img").is_visible()


def test_html_in_an_answer_stays_text(answered):
    assert answered.kept("01-q5") == HTML
    assert answered.page.evaluate("window.__pwned") is None


def test_html_in_answers_stays_text_after_the_return_and_beside_a_figure(returned):
    assert box(returned, "01-q5").input_value() == HTML
    assert HTML in returned.cell("fig-sixty-five").locator(".guess").inner_text()
    assert returned.page.locator("img[src=x]").count() == 0
    assert returned.page.evaluate("window.__pwned") is None


def test_nothing_leaves_this_machine_while_the_lesson_runs(returned):
    assert any(address.startswith("ws://127.0.0.1:") for address in returned.asked)
    assert returned.leaves() == []
    assert "ipykernel" in returned.outside.with_name("outside.txt.watched").read_text("utf-8")
    assert not returned.outside.exists(), returned.outside.read_text("utf-8")
