"""An exercise as a student does it in the real JupyterLab: ticks, menus and code, wrong at first, right at last."""

from __future__ import annotations

import pytest

import lab as jupyter
from exercises import TASKS, right
from mineros.words import Words

pytestmark = pytest.mark.browser
WORDS = Words("es")


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """The Spanish exercises of lesson 02, all cells run."""
    with jupyter.opened(tmp_path_factory.mktemp("lab"), jupyter.TOP / "exercises" / "es" / "02-exile.ipynb") as opened:
        opened.run_all()
        yield opened


def press_check(lab, cell: str) -> None:
    lab.cell(cell).get_by_role("button", name=WORDS("ask.check"), exact=True).click()


def says(lab, cell: str, sentence: str) -> bool:
    return lab.until(lambda: sentence in lab.cell(cell).inner_text())


def slip(task: str, name: str) -> str:
    return next(wrong["es"] for wrong in TASKS[task].key["wrong"] if wrong["slip"] == name)


def retype(lab, cell: str, code: str) -> None:
    """Put other code into a cell and run it, by the keyboard."""
    lab.cell(cell).locator(".cm-content").click()
    lab.page.keyboard.press("Control+a")
    lab.page.keyboard.insert_text(code)
    lab.run(cell)


def test_all_cells_run_and_no_answer_is_there_that_nobody_gave(lab):
    assert lab.errors() == []
    assert lab.answers() == {}
    assert says(lab, "e5-answer", WORDS("check.blank"))


def test_a_choice_is_made_by_the_arrow_keys_and_jupyterlab_takes_none_of_them_for_its_own(lab):
    cells = lab.page.locator(".jp-Notebook .jp-Cell").count()
    lab.cell("e1-answer").locator("input[type=radio]").first.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "x", "b"):
        lab.page.keyboard.press(key)
    chosen = [option["id"] for option in TASKS["02-e1"].key["option"]]
    assert lab.until(lambda: lab.kept("02-e1") in chosen)
    assert lab.page.locator(".jp-Notebook .jp-Cell").count() == cells
    assert lab.page.evaluate("document.activeElement.type") == "radio"


def test_ticks_are_saved_at_once_hinted_at_and_accepted(lab):
    named = {option["id"]: option["es"] for option in TASKS["02-e2"].key["option"]}
    for option in ("warrant-canceled", "none-convicted"):
        lab.cell("e2-answer").get_by_text(named[option], exact=True).click()
    assert lab.until(lambda: lab.kept("02-e2") == ["warrant-canceled", "none-convicted"])
    press_check(lab, "e2-answer")
    assert says(lab, "e2-answer", slip("02-e2", "too-few"))
    lab.cell("e2-answer").get_by_text(named["award-open"], exact=True).click()
    press_check(lab, "e2-answer")
    assert says(lab, "e2-answer", TASKS["02-e2"].key["praise"]["es"])


def test_menus_are_filled_by_the_keyboard_alone(lab):
    menus = lab.cell("e4-answer").locator("select")
    named = {option["id"]: option["es"] for option in TASKS["02-e4"].key["option"]}
    for place, value in enumerate(right("02-e4")):
        menus.nth(place).focus()
        lab.page.keyboard.type(named[value])
        assert lab.until(lambda place=place, value=value: (lab.kept("02-e4") or [""] * 4)[place] == value)
    press_check(lab, "e4-answer")
    assert says(lab, "e4-answer", TASKS["02-e4"].key["praise"]["es"])


def test_code_gets_its_hint_then_its_praise_and_each_try_is_kept(lab):
    assert "..." in "".join(lab.cell("e5-answer").locator(".cm-line").all_inner_texts())
    whole = 'spell = pack.spells.set_index("spell_id").loc["X05"]\n'
    whole += 'days = (pd.Timestamp(spell["{}"]) - pd.Timestamp(spell["{}"])).days\npack.check("02-e5", days)'
    retype(lab, "e5-answer", whole.format("start", "end"))
    assert says(lab, "e5-answer", slip("02-e5", "sign"))
    retype(lab, "e5-answer", whole.format("end", "start"))
    assert says(lab, "e5-answer", TASKS["02-e5"].key["praise"]["es"])
    record = lab.answers()["02-e5"]
    assert (record["value"], record["tries"], record["right"]) == (right("02-e5"), 2, True)
    assert record["hints"] == {"sign": 1}


def test_after_a_restart_the_answers_are_there_again(lab):
    before = lab.answers()
    lab.restart_and_run_all()
    assert lab.errors() == []
    assert lab.cell("e2-answer").locator("input[type=checkbox]:checked").count() == 3
    assert says(lab, "e4-answer", WORDS("ask.kept"))
    assert {name: record["value"] for name, record in lab.answers().items()} == {
        name: record["value"] for name, record in before.items()
    }
    assert lab.leaves() == []
