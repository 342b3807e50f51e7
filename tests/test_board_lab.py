"""The evidence board in the real JupyterLab: what is typed stays with its piece, the keyboard on its button."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("playwright.sync_api")

import lab as jupyter
from mineros import case
from mineros.words import Words

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(jupyter.CHROMIUM is None, reason="there is no chromium on this machine"),
]

SAY = Words("es")
# A disk that takes its time as long as a file lies there: what is typed waits in the page until the kernel has saved
# what was typed before.
OPEN = """import time
from pathlib import Path

from mineros import open_pack
from mineros.answers import Answers

pack = open_pack("es")
save, slow = Answers.save, pack.answers.folder / "slow"

def save_slowly(*given):
    while slow.exists():
        time.sleep(0.01)
    return save(*given)

Answers.save = save_slowly"""
WRITTEN = "La mina tenía 48 fallas señaladas, según la inspección de 2004; no dice cuáles eran."


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A notebook with nothing but the board."""
    cells = {"open": OPEN, "board": "pack.board()"}
    notebook = tmp_path_factory.mktemp("es") / "board.ipynb"
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    notebook.write_text(json.dumps({
        "cells": [{"cell_type": "code", "execution_count": None, "id": name, "metadata": {}, "outputs": [],
                   "source": source} for name, source in cells.items()],
        "metadata": kernel, "nbformat": 4, "nbformat_minor": 5,
    }), "utf-8")  # fmt: skip
    with jupyter.opened(tmp_path_factory.mktemp("lab"), notebook) as lab:
        lab.run_all()
        yield lab


def add(lab, line):
    """Put the source at this line of the list on the board."""
    cell = lab.cell("board")
    found = cell.get_by_label(SAY("browse.list"), exact=True)
    assert lab.until(lambda: found.locator("option").count() > line)
    found.select_option(index=line)
    button = cell.get_by_role("button", name=SAY("board.find.add"), exact=True)
    assert lab.until(button.is_enabled)
    before = shows(lab).count()
    button.click()
    assert lab.until(lambda: shows(lab).count() == before + 1)


def shows(lab):
    """The first box of each piece."""
    return lab.cell("board").get_by_label(SAY("board.field.shows"), exact=True)


def kept(lab):
    """What the answers file holds about each piece on the board, in their order."""
    return [piece["shows"] for piece in (lab.kept(case.KEPT_AS) or {"pieces": []})["pieces"]]


def test_words_typed_in_haste_before_a_press_stay_with_their_piece_and_the_keyboard_on_its_button(lab):
    for line in (0, 1):
        add(lab, line)
    shows(lab).nth(1).fill("el segundo")
    assert lab.until(lambda: kept(lab) == ["", "el segundo"])
    down = lab.cell("board").get_by_role("button", name=SAY("ask.down")).first
    shows(lab).first.focus()
    slow = lab.answers_file.with_name("slow")
    slow.touch()
    lab.page.keyboard.type(WRITTEN)
    down.focus()
    lab.page.keyboard.press("Enter")
    assert kept(lab) == ["", "el segundo"], "the first letter is being saved"
    slow.unlink()
    assert lab.until(lambda: kept(lab) == ["el segundo", WRITTEN]), kept(lab)
    assert lab.until(lambda: [box.input_value() for box in shows(lab).all()] == ["el segundo", WRITTEN])
    assert down.evaluate("button => button === document.activeElement")
    lab.page.keyboard.press("Enter")  # it moves the piece that stands there now
    assert lab.until(lambda: kept(lab) == [WRITTEN, "el segundo"]), kept(lab)
    assert lab.errors() == []


def test_what_is_taken_off_comes_back_with_its_words(lab):
    add(lab, 2)
    others = kept(lab)[:-1]
    shows(lab).last.fill("la tercera")
    assert lab.until(lambda: kept(lab) == [*others, "la tercera"])
    lab.cell("board").get_by_role("button", name=SAY("board.remove")).last.click()
    assert lab.until(lambda: kept(lab) == others)
    add(lab, 2)
    assert lab.until(lambda: kept(lab) == [*others, "la tercera"]), kept(lab)
    assert lab.until(lambda: shows(lab).last.input_value() == "la tercera")
