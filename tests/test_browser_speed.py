"""A key held down on a control, in the real JupyterLab: the figure follows, and no redraw waits behind another.

Each redraw is made to last far longer than the pause between two strokes of a held key, so that redraws would pile up
if each stroke asked for one. The kernel notes when it begins each; the clock is the same in the page and in the kernel.
"""

from __future__ import annotations

import json
import time

import pytest

pytest.importorskip("playwright.sync_api")

import lab as jupyter

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(jupyter.CHROMIUM is None, reason="there is no chromium on this machine"),
]

HELD, STROKE, SLOW = 3.0, 0.033, 0.3  # seconds: the key is down; between two strokes; a redraw
FEWEST = 30  # strokes, where the machine is too busy for one in each pause
WAITS_AT_MOST = 1
CELL = f"""
import json, time
from mineros.explore import Choice, Slider, explore

begun = []

def draw(**values):
    begun.append(time.time())
    time.sleep({SLOW})
    said = json.dumps([values, begun]).replace('"', "&quot;")
    return f'<figure><img src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=" alt="{{said}}"></figure>'

explore(draw, [Slider("year", "Year", 0, 400, 1, 0), Choice("one", "One", [(str(n), n) for n in range(400)])],
        language="en")
"""
CONTROLS = {
    "slider": (".noUi-handle", "ArrowRight", "year"),
    "box": ("input[type=number]", "ArrowUp", "year"),
    "list": ("select", "ArrowDown", "one"),
}


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A notebook with one figure that takes long to draw."""
    folder = tmp_path_factory.mktemp("lab")
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": CELL}
    python = {"kernelspec": {"display_name": "Python", "language": "python", "name": "python3"}}
    notebook = {"cells": [cell | {"id": "explore-slow"}], "metadata": python, "nbformat": 4, "nbformat_minor": 5}
    path = folder / "slow" / "slow.ipynb"
    path.parent.mkdir()
    path.write_text(json.dumps(notebook), "utf-8")
    with jupyter.opened(folder, path) as lab:
        lab.run_all()
        yield lab


def told(lab):
    """The values that the figure shows, and when each redraw began."""
    return json.loads(lab.cell("explore-slow").locator("figure img").get_attribute("alt"))


def set_to(part):
    """Where a control stands."""
    return part.evaluate(
        "part => part.matches('select') ? part.selectedIndex : +(part.getAttribute('aria-valuenow') || part.value)"
    )


@pytest.mark.parametrize(
    "control", ["slider", pytest.param("box", marks=pytest.mark.whole), pytest.param("list", marks=pytest.mark.whole)]
)
def test_a_key_held_for_three_seconds_never_has_more_than_one_redraw_waiting(lab, control):
    place, key, name = CONTROLS[control]
    part = lab.cell("explore-slow").locator(place)
    part.focus()
    before, began, strokes = set_to(part), time.time(), 0
    while time.time() < began + HELD or strokes < FEWEST:
        lab.page.keyboard.down(key)
        strokes += 1
        lab.page.wait_for_timeout(STROKE * 1000)
    lab.page.keyboard.up(key)
    let_go = time.time()
    assert set_to(part) == before + strokes, "each stroke moves the control"
    assert lab.until(lambda: told(lab)[0][name] == before + strokes, 60), "the figure shows where the key was let go"
    lab.page.wait_for_timeout(3 * SLOW * 1000)
    late = [start for start in told(lab)[1] if start > let_go]
    assert len(late) <= WAITS_AT_MOST
