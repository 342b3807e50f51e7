"""Two things at once: newer kernels have a thread for the controls, and answer some of them beside the cells.

ipykernel 7 calls that thread a subshell. ipywidgets, matplotlib and our own controls expect one thing after the other.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from html import escape
from threading import Barrier, Thread
from typing import Any

import ipywidgets
import pytest
from traitlets import TraitError

from boxes import hear
from drawn import EXPLORED
from lessons import TOP
from mineros import charts, controls, figure, finder, html, interrupts, open_pack
from mineros.browser import Browser
from mineros.explore import Choice
from shells import SECONDS, code, started
from test_interactions import Handle, keeping

PAUSE = 0.1  # seconds, in which a second thread would come in between


def at_once(*works: Callable[[], object]) -> None:
    """Do all of these at the same time, each in a thread of its own."""
    start = Barrier(len(works))
    failed: list[BaseException] = []

    def begin(work: Callable[[], object]) -> None:
        start.wait()
        try:
            work()
        except BaseException as error:
            failed.append(error)

    threads = [Thread(target=begin, args=(work,), daemon=True) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
        assert not thread.is_alive(), "it waits for ever"
    if failed:
        raise failed[0]


class Watched:
    """Wraps functions, and sees whether one of them began while another had not ended."""

    def __init__(self) -> None:
        self.inside, self.begun, self.met = 0, 0, False

    def __call__(self, work: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*given: Any, **named: Any) -> Any:
            self.met = self.met or self.inside > 0
            self.inside, self.begun = self.inside + 1, self.begun + 1
            time.sleep(PAUSE)
            done = work(*given, **named)
            self.inside -= 1
            return done

        return watched


@pytest.fixture
def shown(tmp_path, monkeypatch):
    """All that is put under a cell; pictures are not painted, and answers lie in a folder of their own."""
    shown: list = []
    monkeypatch.setenv("MINEROS_WORK", str(tmp_path))
    monkeypatch.setattr("IPython.display.display", lambda what, **_: shown.append(what) or Handle(shown))
    monkeypatch.setattr(figure, "picture", lambda _, finding, dots=0: f'<img alt="{escape(finding)}">')
    return shown


def test_two_controls_moved_at_once_are_answered_one_after_the_other():
    watched, boxes = Watched(), [ipywidgets.Text(), ipywidgets.Text()]
    heard: list[str] = []
    for box in boxes:
        box.observe(watched(lambda change: heard.append(change["new"])), names="value")
    controls.show(ipywidgets.VBox(boxes))
    at_once(*(partial(hear, box, value=str(place)) for place, box in enumerate(boxes)))
    assert sorted(heard) == ["0", "1"]
    assert watched.begun == 2
    assert not watched.met


def test_a_cell_and_a_control_draw_one_after_the_other(shown, monkeypatch):
    """matplotlib shares its letters and its formulas among all figures of a process."""
    pack, made = open_pack("en"), []
    monkeypatch.setattr(Choice, "widget", keeping(Choice.widget, made))
    pack.explore("answers", *[pack.tables[table] for table in EXPLORED["answers"]])
    before, watched = len(shown), Watched()
    monkeypatch.setattr(charts, "draw", watched(charts.draw))
    at_once(partial(hear, made[0], index=made[0].index + 1), lambda: pack.figure("rates", pack.fatalities))
    assert watched.begun == 2
    assert not watched.met
    assert len(shown) == before + 2


def test_two_fields_of_a_search_told_at_once_leave_the_list_of_both(shown, monkeypatch):
    pack, watched = open_pack("en"), Watched()
    browser = Browser(pack)
    browser.show()
    monkeypatch.setattr(finder.Finder, "find", watched(finder.Finder.find))
    at_once(partial(hear, browser.text, value="Cananea"), partial(hear, browser.start, value="2007"))
    assert watched.begun == 2
    assert not watched.met
    rows = pack.find("events", "Cananea", start=2007)
    assert [name for _, name in browser.list.options] == list(rows["event_id"])
    assert html.alternative(shown[-1].data) == html.alternative(pack.html("timeline", rows))


def test_what_is_held_may_hold_again_and_lets_go_when_it_fails():
    def fails() -> None:
        with interrupts.held(), interrupts.held():
            raise ValueError

    done: list[bool] = []

    def holds() -> None:
        with interrupts.held():
            done.append(True)

    with pytest.raises(ValueError):
        at_once(fails)
    at_once(holds)
    assert done


def test_a_list_that_is_filled_anew_tells_once_that_nothing_is_chosen():
    lines = ipywidgets.Select(options=[("a", 1), ("b", 2), ("c", 3)], value=3)
    heard: list[Any] = []
    lines.observe(lambda change: heard.append(change["new"]), names="value")
    controls.fill(lines, [("d", 4), ("e", 5)])
    assert heard == [None]
    assert (lines.value, lines.index, lines.options) == (None, None, (("d", 4), ("e", 5)))


def test_a_choice_from_a_list_that_has_become_shorter_is_told_to_the_page(monkeypatch):
    """Else the page would show the empty line that was pressed, and the kernel hold another."""
    menu = ipywidgets.Dropdown(options=list("abcdef"))
    controls.read_whole(menu)
    menu.options = ["x", "y"]
    sent: list[dict[str, Any]] = []
    monkeypatch.setattr(menu, "_send", lambda message, **_: sent.append(message))
    with suppress(TraitError):  # a kernel keeps it to itself
        hear(menu, index=5)
    assert sent[-1]["state"] == {"index": menu.index} == {"index": 0}


# The kernel tells when a search begins, which takes its time here, and when its picture is drawn.
WATCHED = f"""
import time
from mineros.browser import Browser
from mineros.finder import Finder
trace, find, draw = [], Finder.find, Browser.draw
def slow_find(*given, **named):
    trace.append("begun")
    time.sleep({PAUSE})
    return find(*given, **named)
def told_draw(*given):
    draw(*given)
    trace.append("drawn")
Finder.find, Browser.draw = slow_find, told_draw
"""


def test_a_real_kernel_answers_two_controls_moved_at_once_one_after_the_other(tmp_path):
    """The first message of a control is read beside the cells, those after it in the thread: two came together."""
    cells = code(TOP / "notebooks" / "es" / "data-browser.ipynb")
    with started(tmp_path, "es") as page:
        page.run(cells["browser-open-code"])
        page.run(WATCHED)
        page.run(cells["browser-browse"])
        text, start, _ = page.made["TextModel"]
        (lines,) = page.made["SelectModel"]
        aside = page.subshell()
        if not aside:
            pytest.skip("this kernel has no such thread")
        page.move(text, "Cananea", aside=aside)
        page.run("trace.clear()")
        answered = page.move_at_once({text: "Linares", start: "2007"}, aside)
        (traced,) = [content["text"] for kind, content in page.run("print(*trace)") if kind == "stream"]
    assert traced.split() == ["begun", "drawn"] * 2
    rows = open_pack("es").find("events", "Linares", start=2007)
    states = [content["data"]["state"] for kind, content in answered
              if kind == "comm_msg" and content["comm_id"] == lines]  # fmt: skip
    listed = [state["_options_labels"] for state in states if "_options_labels" in state]
    assert len(listed[-1]) == len(rows)
    drawn = [content["data"]["text/html"] for kind, content in answered if kind == "update_display_data"]
    assert html.alternative(drawn[-1]) == html.alternative(open_pack("es").html("timeline", rows))
