"""The box under a question: every kind has its labeled control, what is put in is saved, and is there on return."""

from __future__ import annotations

import json
import re

import ipywidgets
import pytest

from boxes import hear
from mineros import bank, check, controls, open_pack
from mineros.answers import LATE, Answers
from mineros.ask import SOON, AnswerBox
from mineros.errors import QuestionError
from mineros.words import LANGUAGES, Words, catalogue

LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
QUESTIONS = [entry["id"] for entry in bank.lesson("01", Words("en"))]
CONTROLS = {
    "written": ipywidgets.Textarea, "discussion": ipywidgets.Textarea, "chart": ipywidgets.Textarea,
    "numeric": ipywidgets.Text, "choice": ipywidgets.RadioButtons, "ordering": ipywidgets.VBox,
}  # fmt: skip
STEPS = ["inspection", "order", "served", "verification", "explosion"]


@pytest.fixture(autouse=True)
def _what_was_on_its_way_has_come(monkeypatch):
    """Figures and verdicts were shown long ago."""
    monkeypatch.setattr("mineros.answers.LATE", 0)
    monkeypatch.setattr("mineros.ask.SOON", 0)


@pytest.fixture
def just_now(monkeypatch):
    """Figures and verdicts were shown a moment ago: the seconds are those of the pack."""
    monkeypatch.setattr("mineros.answers.LATE", LATE)
    monkeypatch.setattr("mineros.ask.SOON", SOON)


def saved(box: Shown) -> bool:
    """Whether the status line says that the answer was saved, and at what time."""
    pattern = re.escape(box.words("ask.saved")).replace(re.escape("{time}"), r"\d\d:\d\d:\d\d")
    return re.fullmatch(pattern, box.status) is not None


class Shown:
    """A box as it stands under a cell, opened by somebody who comes back: a new Answers, a new AnswerBox."""

    def __init__(self, question: str, language: str, folder) -> None:
        self.words = Words(language)
        self.answers = Answers(self.words, folder)
        self.box = AnswerBox(question, self.answers, self.words)
        self.whole = self.box.show()
        self.control = self.whole.children[1]

    def every(self, widget=None) -> list:
        widget = widget or self.whole
        return [widget, *(part for child in getattr(widget, "children", ()) for part in self.every(child))]

    def buttons(self, description: str) -> list[ipywidgets.Button]:
        found = [part for part in self.every() if isinstance(part, ipywidgets.Button)]
        return [part for part in found if part.description == description]

    @property
    def status(self) -> str:
        return re.sub(r"<[^>]+>", "", self.box.status.value)

    @property
    def verdict(self) -> str:
        return self.box.verdict.value

    def read(self) -> str:
        """All words that a reader meets in the box."""
        texts = []
        for part in self.every():
            names = ("description", "placeholder") + (("value",) if isinstance(part, ipywidgets.HTML) else ())
            texts += [str(getattr(part, name, "")) for name in names]
            texts += [text for text, _ in getattr(part, "options", ())] if hasattr(part, "options") else []
        return re.sub(r"<[^>]+>", " ", " ".join(texts))


@pytest.fixture
def shown(tmp_path):
    return lambda question, language="en": Shown(question, language, tmp_path)


def kept(folder, question: str):
    return json.loads((folder / "answers.json").read_text("utf-8"))["answers"][question]["value"]


# --- every question --------------------------------------------------------------------------------------------------


def test_the_bank_holds_every_kind_of_question():
    assert len(QUESTIONS) == 20
    assert {bank.question(name, Words("en"))["kind"] for name in QUESTIONS} == set(CONTROLS)


@LANGUAGE
@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_has_its_control_with_a_visible_label(question, language, shown, tmp_path):
    box = shown(question, language)
    kind = bank.question(question, box.words)["kind"]
    assert isinstance(box.control, CONTROLS[kind])
    if kind != "ordering":
        assert box.control.description.strip()
        assert box.control.style.description_width == "initial", "the label is not cut off"
        assert not box.control.disabled
    for part in box.every():
        if isinstance(part, ipywidgets.Button):
            assert part.description.strip()
    assert box.status == box.words("ask.not_yet")
    assert bool(box.buttons(box.words("ask.check"))) == check.exists(question)
    assert not (tmp_path / "answers.json").exists(), "to look at a question is not to answer it"


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_spanish_box_has_no_english_words(question, shown):
    english = shown(question, "en").read()
    spanish = shown(question, "es").read()
    for key in ("starter", "word_bank", "your_answer", "choose", "write_here", "order_how", "up", "down", "check"):
        sentence = catalogue("en")["ask"][key]
        assert sentence not in spanish
        if sentence in english:
            assert catalogue("es")["ask"][key] in spanish, f"said in English and not in Spanish: {key}"
    heard = set(re.findall(r"[^\W\d_]+", spanish.lower()))
    assert heard & {"the", "and", "of", "with", "answer", "your", "is"} == set()


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_students_box_shows_nothing_of_the_teachers_fields(question, shown):
    words = Words("en")
    entry = bank.question(question, words)
    read = shown(question).read()
    for secret in ("evidence", "sensitivity", "extension"):
        assert entry[secret]["en"] not in read
    for sample in entry.get("sample", []):
        assert sample["en"] not in read


# --- written and numeric ---------------------------------------------------------------------------------------------


@LANGUAGE
@pytest.mark.parametrize("question", ["01-q2", "01-q7", "01-m1"])
def test_what_is_written_is_saved_at_once_and_there_on_return(question, language, shown, tmp_path):
    text = "Ésta es mi respuesta\n<b>con</b> dos líneas"
    box = shown(question, language)
    box.control.value = text
    assert kept(tmp_path, question) == text
    assert saved(box)
    again = shown(question, language)
    assert again.control.value == text
    assert again.status == again.words("ask.kept")
    record = json.loads((tmp_path / "answers.json").read_text("utf-8"))["answers"][question]
    assert record["question"] == bank.said(bank.question(question, box.words), "text", box.words)


@pytest.mark.parametrize(
    ("typed", "number", "again"),
    [
        ("120", 120, "120"), (" 1,365 ", 1365, "1,365"), ("0.25", 0.25, "0.25"),
        ("0", 0, "0"), ("2.0", 2, "2"),
    ],
)  # fmt: skip
def test_a_number_is_saved_as_a_number_and_shown_to_its_last_digit(typed, number, again, shown, tmp_path):
    shown("01-p1").control.value = typed
    assert kept(tmp_path, "01-p1") == number
    assert shown("01-p1").control.value == again


@LANGUAGE
@pytest.mark.parametrize(
    ("question", "typed", "key", "ends"),
    [
        ("01-p1", "-3", "too_small", {"least": 0}), ("02-d1", "41", "out_of_range", {"least": 1, "most": 40}),
        ("00-p4", "403", "out_of_range", {"least": 0, "most": 402}), ("04-p4", "-101", "too_small", {"least": -100}),
    ],
)  # fmt: skip
def test_a_number_that_cannot_be_meant_is_told_and_not_saved(question, typed, key, ends, language, shown, tmp_path):
    box = shown(question, language)
    box.control.value = typed
    assert box.status == box.words(f"ask.{key}", **ends)
    assert not (tmp_path / "answers.json").exists()


def test_a_fall_may_be_guessed_where_a_change_is_asked_for(shown, tmp_path):
    shown("04-p4").control.value = "-20"
    assert kept(tmp_path, "04-p4") == -20


@LANGUAGE
@pytest.mark.parametrize("typed", ["many", "12 days", "nan", "inf", "-Infinity", "1e999", "1.2.3", "—"])
def test_what_is_no_number_is_told_and_not_saved(typed, language, shown, tmp_path):
    box = shown("01-p1", language)
    box.control.value = typed
    assert box.status == box.words("ask.not_a_number")
    assert not (tmp_path / "answers.json").exists()
    box.control.value = "90"
    box.control.value = typed
    assert kept(tmp_path, "01-p1") == 90, "the last good number stays"


def test_the_unit_of_a_number_stands_in_its_label(shown):
    assert "days" in shown("01-p1").control.description
    assert "días" in shown("01-p1", "es").control.description


# --- choice and check ------------------------------------------------------------------------------------------------


@LANGUAGE
def test_a_choice_starts_empty_is_saved_by_its_id_and_checked_in_the_readers_language(language, shown, tmp_path):
    box = shown("01-q1", language)
    assert box.control.value is None, "nothing is chosen for the student"
    (button,) = box.buttons(box.words("ask.check"))
    button.click()
    assert box.words("check.empty") in box.verdict
    box.control.value = "verification-explosion"
    button.click()
    assert box.words("check.not_yet") in box.verdict
    hint = box.verdict
    box.control.value = "inspection-order"
    button.click()
    assert box.words("check.right") in box.verdict
    assert box.verdict != hint
    assert 'role="status"' in box.verdict
    assert kept(tmp_path, "01-q1") == "inspection-order"
    other = shown("01-q1", "es" if language == "en" else "en")
    assert other.control.value == "inspection-order", "the answer holds in the other language"


def test_the_verdict_of_each_language_is_its_own(shown):
    said = []
    for language in LANGUAGES:
        box = shown("01-q4", language)
        box.control.value = "nothing"
        box.buttons(box.words("ask.check"))[0].click()
        said.append(re.sub(r"<[^>]+>", "", box.verdict))
    assert said[0] != said[1]


# --- ordering --------------------------------------------------------------------------------------------------------


def lines(box: Shown) -> list[str]:
    return [re.sub(r"<[^>]+>", "", row.children[-1].value) for row in box.control.children[1:]]


def put_in_order(box: Shown) -> None:
    """Press only buttons, as a reader with a keyboard does."""
    for place, step in enumerate(STEPS):
        now = box.box.now().index(step)
        for row in range(now, place, -1):
            box.control.children[1 + row].children[0].click()


@LANGUAGE
def test_steps_are_put_in_order_by_buttons_alone_saved_checked_and_there_on_return(language, shown, tmp_path):
    box = shown("01-o1", language)
    before = lines(box)
    assert [line[:2] for line in before] == ["1.", "2.", "3.", "4.", "5."]
    assert box.box.now() != STEPS, "the bank's order is not the right one"
    put_in_order(box)
    assert kept(tmp_path, "01-o1") == STEPS
    assert lines(box) != before
    box.buttons(box.words("ask.check"))[0].click()
    assert box.words("check.right") in box.verdict
    again = shown("01-o1", language)
    assert again.box.now() == STEPS
    assert lines(again) == lines(box)


def test_a_step_moves_down_as_well_and_the_ends_have_no_dead_buttons(shown):
    box = shown("01-o1")
    start = list(box.box.now())
    rows = box.control.children[1:]
    assert [(row.children[0].disabled, row.children[1].disabled) for row in rows] == [
        (True, False), (False, False), (False, False), (False, False), (False, True),
    ]  # fmt: skip
    rows[0].children[1].click()
    assert box.box.now() == [start[1], start[0], *start[2:]]
    rows[1].children[0].click()
    assert box.box.now() == start


@pytest.mark.parametrize("broken", [["inspection"], [*STEPS, "inspection"], [["a"]] * 5, "inspection", {"a": 1}, 7])
def test_an_order_that_does_not_fit_the_question_starts_anew(broken, shown, tmp_path):
    Answers(Words("en"), tmp_path).save("01-o1", broken)
    box = shown("01-o1")
    assert sorted(box.box.now()) == sorted(STEPS)
    assert len(lines(box)) == 5


# --- several, matching -----------------------------------------------------------------------------------------------


def ticks(box: Shown) -> list[ipywidgets.Checkbox]:
    return [part for part in box.every() if isinstance(part, ipywidgets.Checkbox)]


def menus(box: Shown) -> list[ipywidgets.Dropdown]:
    return [part for part in box.every() if isinstance(part, ipywidgets.Dropdown)]


@LANGUAGE
def test_several_are_ticked_saved_in_the_order_of_the_list_checked_and_there_on_return(language, shown, tmp_path):
    box = shown("02-e2", language)
    ids = [option["id"] for option in bank.question("02-e2", box.words)["option"]]
    for place in (4, 0):
        ticks(box)[place].value = True
    assert kept(tmp_path, "02-e2") == [ids[0], ids[4]]
    assert saved(box)
    box.buttons(box.words("ask.check"))[0].click()
    assert box.words("check.not_yet") in box.verdict
    ticks(box)[2].value = True
    assert box.verdict == "", "a verdict was about the answer before"
    box.buttons(box.words("ask.check"))[0].click()
    assert box.words("check.right") in box.verdict
    assert [tick.value for tick in ticks(shown("02-e2", language))] == [True, False, True, False, True]
    for tick in ticks(box):
        tick.value = False
    assert kept(tmp_path, "02-e2") is None, "nothing ticked is no answer"


@LANGUAGE
def test_each_item_has_a_menu_of_all_options_and_the_pairs_are_saved_checked_and_there_on_return(
    language, shown, tmp_path
):
    box = shown("02-e4", language)
    right = ["court", "union", "government", "workers"]
    assert len(menus(box)) == 4
    for menu in menus(box):
        assert {value for _, value in menu.options} == {"", *right}
    menus(box)[0].value = "court"
    assert kept(tmp_path, "02-e4") == ["court", "", "", ""]
    for menu, value in zip(menus(box), right, strict=True):
        menu.value = value
    box.buttons(box.words("ask.check"))[0].click()
    assert box.words("check.right") in box.verdict
    assert [menu.value for menu in menus(shown("02-e4", language))] == right
    for item in bank.items(bank.question("02-e4", box.words), box.words):
        assert item in box.read().replace("&#x27;", "'")


@pytest.mark.parametrize("value", ["text", 12, [1, 2], [["a"]], {"a": 1}, True, None, ["court"] * 9, [None] * 4])
@pytest.mark.parametrize("question", ["02-e1", "02-e2", "02-e3", "02-e4", "02-e10"])
def test_a_kept_answer_of_another_shape_never_keeps_an_exercise_from_opening(question, value, shown, tmp_path):
    Answers(Words("en"), tmp_path).save(question, value)
    assert isinstance(shown(question).control, ipywidgets.Widget)


# --- kept answers of another shape, refusals -------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["text", 12, [1, 2], {"a": 1}, True, None, "<script>"])
@pytest.mark.parametrize("question", ["01-q2", "01-p1", "01-q1", "01-o1", "01-p5"])
def test_an_answer_of_another_shape_never_keeps_a_box_from_opening(question, value, shown, tmp_path):
    Answers(Words("en"), tmp_path).save(question, value)
    for language in LANGUAGES:
        assert isinstance(shown(question, language).control, ipywidgets.Widget)


@LANGUAGE
def test_an_answer_that_could_not_be_saved_is_told_under_its_box(language, tmp_path):
    (tmp_path / "file").write_text("no folder", "utf-8")
    box = Shown("01-q2", language, tmp_path / "file" / "my-work")
    box.control.value = "my words"
    said = box.words("answers.not_written", folder=str(tmp_path / "file" / "my-work"), why="")[:12]
    assert said in box.status
    assert not saved(box)
    (tmp_path / "file").unlink()
    box.control.value = "my words, again"
    assert saved(box)


# --- predictions -----------------------------------------------------------------------------------------------------


@LANGUAGE
@pytest.mark.parametrize(("question", "guess"), [("01-p1", "100"), ("01-p4", "company"), ("05-p1", "a paper")])
def test_a_prediction_is_locked_with_the_first_guess_once_the_record_was_seen(question, guess, language, shown):
    box = shown(question, language)
    box.control.value = guess
    assert not shown(question, language).control.disabled, "before the reveal it may be changed"
    box.answers.reveal(question)
    again = shown(question, language)
    assert again.control.disabled
    assert again.control.value == guess


@pytest.mark.parametrize(("question", "typed"), [("01-p1", ["1", "150"]), ("05-p1", ["L", "La prensa."])])
def test_a_guess_that_the_reveal_overtakes_is_locked_whole(question, typed, tmp_path, monkeypatch, just_now):
    """A page keeps back what is typed while the kernel saves the first letter; the next cell is run meanwhile."""
    box = Shown(question, "es", tmp_path)
    controls.read_whole(box.whole)
    first, whole = typed
    hear(box.control, value=first)
    box.answers.reveal(question)
    hear(box.control, value=whole)
    assert str(box.answers.first(question)) == whole == box.control.value
    monkeypatch.setattr("mineros.answers.LATE", 0)  # the reader has looked at the figure
    hear(box.control, value="7")
    assert str(box.answers.first(question)) == whole == box.control.value
    assert box.control.disabled
    assert box.words("ask.locked") in box.status


def test_a_guess_that_a_clock_set_back_calls_one_of_tomorrow_is_locked(tmp_path, monkeypatch, just_now):
    box = Shown("01-p1", "en", tmp_path)
    box.control.value = "100"
    box.answers.reveal("01-p1")
    monkeypatch.setattr("mineros.answers.time.time", lambda: 0.0)
    box.control.value = "150"
    assert box.answers.first("01-p1") == 100


def test_a_question_that_is_no_prediction_is_never_locked(shown):
    box = shown("01-q1")
    box.control.value = "order-served"
    box.answers.reveal("01-q1")
    assert not shown("01-q1").control.disabled


@LANGUAGE
def test_a_figure_shown_beside_a_guess_locks_it(language, tmp_path, monkeypatch):
    monkeypatch.setenv("MINEROS_WORK", str(tmp_path))
    pack = open_pack(language)
    pack.answers.save("01-p1", 1365)
    whole = pack._beside_guess("<p>figure</p>", "01-p1")
    assert "1,365" in whole
    assert ("days" if language == "en" else "días") in whole
    assert AnswerBox("01-p1", pack.answers, pack.words).locked
    pack.answers.save("01-p4", "company")
    named = {value: text for text, value in bank.options(bank.question("01-p4", pack.words), pack.words)}
    assert named["company"] in pack._beside_guess("", "01-p4")
    assert pack.words("guess.missing") in pack._beside_guess("", "01-p2"), "no guess: the figure waits, folded"
    assert not pack.answers.is_revealed("01-p2")


# --- errors ----------------------------------------------------------------------------------------------------------


@LANGUAGE
@pytest.mark.parametrize("question", ["01-q99", "99-q1", "", "nonsense", "../01-q1"])
def test_a_question_that_does_not_exist_is_one_sentence(question, language, tmp_path):
    words = Words(language)
    with pytest.raises(QuestionError) as raised:
        AnswerBox(question, Answers(words, tmp_path), words)
    assert str(raised.value) == words("error.no_question", question=question)


def test_emptying_a_number_box_takes_the_number_back(tmp_path):
    shown = Shown("01-p2", "en", tmp_path)
    shown.control.value = "300"
    assert shown.answers.get("01-p2") == 300
    shown.control.value = ""
    assert shown.answers.get("01-p2") is None


def test_a_guess_comes_back_and_is_locked_when_the_record_was_shown_in_the_meantime(tmp_path):
    shown = Shown("01-p2", "en", tmp_path)
    shown.control.value = "30"
    shown.answers.reveal("01-p2")
    shown.control.value = "300"
    assert shown.control.value == "30"
    assert shown.control.disabled
    assert shown.answers.get("01-p2") == 30


def test_a_written_guess_comes_back_too(tmp_path):
    shown = Shown("05-p1", "en", tmp_path)
    shown.control.value = "a signed order"
    shown.answers.reveal("05-p1")
    shown.control.value = "nothing at all"
    assert shown.control.value == "a signed order"
    assert shown.control.disabled
    assert shown.answers.get("05-p1") == "a signed order"


def test_a_verdict_goes_when_the_answer_changes(tmp_path):
    shown = Shown("01-q1", "en", tmp_path)
    shown.control.value = "order-served"
    shown.box._check()
    assert shown.box.verdict.value
    shown.control.value = "inspection-order"
    assert shown.box.verdict.value == ""


def test_an_answer_that_a_press_of_check_overtakes_is_the_one_that_is_checked(tmp_path, just_now):
    """A page keeps back what is given while the kernel saves what was given before; a press it sends at once."""
    shown = Shown("01-q1", "en", tmp_path)
    controls.read_whole(shown.whole)
    places = [value for _, value in shown.control.options]
    hear(shown.control, index=places.index("order-served"))
    shown.buttons(shown.words("ask.check"))[0].click()
    assert shown.words("check.not_yet") in shown.verdict
    hear(shown.control, index=places.index("inspection-order"))
    assert shown.words("check.right") in shown.verdict
    record = shown.answers.records()["01-q1"]
    assert (record["right"], record["tries"]) == (True, 1)


def test_an_order_that_is_checked_as_it_stands_is_an_answer(tmp_path):
    shown = Shown("01-o1", "en", tmp_path)
    shown.box._check()
    assert sorted(shown.answers.get("01-o1")) == sorted(STEPS)


def test_each_step_button_names_its_step_to_a_screen_reader(tmp_path):
    shown = Shown("01-o1", "en", tmp_path)
    first = shown.buttons("Move down")[0]
    assert first.tooltip.startswith("Move down: ")
    before = first.tooltip
    first.click()
    assert first.tooltip != before, "another step stands there now"


def test_empty_lines_at_the_end_are_no_part_of_an_answer(tmp_path):
    shown = Shown("01-q2", "en", tmp_path)
    shown.control.value = "Because they count different things.\n\n"
    assert shown.answers.get("01-q2") == "Because they count different things."
