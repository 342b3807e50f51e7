"""Every interaction, in both languages: each position of each control can be drawn, and every word of it fits."""

from __future__ import annotations

from html import escape

import pytest

from drawn import EXPLORED, Page, drawn_texts, faults, pack
from foreign import english_in, english_on
from lessons import LESSONS, Lesson
from mineros import charts, figure, interactions, open_pack
from mineros.charts.conchos import voices
from mineros.drawing import Drawing
from mineros.errors import ChartError, QuestionError
from mineros.explore import Choice, Slider, Ticks
from mineros.interactions.conchos import GUESS
from mineros.words import LANGUAGES
from test_figures_01 import every_dispute

LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
# Of so many positions of all sliders or more, a sweep looks at every second, third, ... It is made in Spanish, whose
# words are longer; in English, of a few positions.
MANY = {"es": 16, "en": 4}


@pytest.fixture(autouse=True)
def _what_was_on_its_way_has_come(monkeypatch):
    """The figures of these tests were shown long ago; what comes just after one has tests in test_ask.py."""
    monkeypatch.setattr("mineros.answers.LATE", 0)


def positions(control: Choice | Slider | Ticks, sliders: int, language: str = "es") -> list:
    """The values that a control can take: those of a choice, a slider's steps, all, none and each single tick.

    sliders: how many there are; the more, the wider the steps. Spanish is looked at more closely, since its
    words are longer.
    """
    if isinstance(control, Choice):
        values = [value for _, value in control.options]
        return values if language == "es" else [*values[:2], values[-1]]
    if isinstance(control, Slider):
        every = list(range(control.low, control.high + 1, control.step))
        return [*every[:: 1 + len(every) * sliders // MANY[language]], control.high]
    values = [value for _, value in control.options]
    return [values, [], *([value] for value in values)]


def at_start(control: Choice | Slider | Ticks) -> object:
    """The value of a control before it is moved."""
    if isinstance(control, Ticks):
        return [value for _, value in control.options]
    if isinstance(control, Choice) and control.start not in [value for _, value in control.options]:
        return control.options[0][1]
    return control.start


def test_every_interaction_has_its_tables_here():
    assert set(EXPLORED) == set(interactions.MODULES)


@pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.whole), "es"])  # whose words are longer
@pytest.mark.parametrize("name", interactions.MODULES)
def test_at_every_position_of_every_control_all_words_fit_and_the_meaning_is_said(
    language, name, own_pack, monkeypatch
):
    own = own_pack(language)
    seen: list = []
    draw_chart = charts.draw
    monkeypatch.setattr(charts, "draw", lambda *args, **choices: seen.append(draw_chart(*args, **choices)) or seen[-1])
    monkeypatch.setattr(Drawing, "put_away", lambda _: None)  # it is looked at first
    draw, controls, _ = interactions.of(name, own, *[own.tables[table] for table in EXPLORED[name]])
    start = {control.key: at_start(control) for control in controls}
    sliders = sum(isinstance(control, Slider) for control in controls)
    said = set()
    for control in controls:
        for value in positions(control, sliders, language):
            seen.clear()
            whole = draw(**start | {control.key: value})
            said.add(assert_drawn(whole).images[0]["alt"])
            (drawing,) = seen
            texts = drawn_texts(drawing.figure)
            assert faults(drawing.figure, texts=texts) == [], (control.key, value)
            assert not set(drawing.table.columns[drawing.table.columns.duplicated()])
            if language == "es":
                drawn_words = [english_in(text.get_text()) for text in texts]
                assert not any(drawn_words), (control.key, value, drawn_words)
                assert english_on(whole) == {}, (control.key, value)
    assert len(said) > 1, "moving a control changes what is said"


@pytest.fixture
def own_pack(tmp_path, monkeypatch):
    monkeypatch.setenv("MINEROS_WORK", str(tmp_path))
    # All but the pixels, for speed: pictures of every figure are made and looked at above.
    monkeypatch.setattr(figure, "picture", lambda _, finding, dots=0: f'<img alt="{escape(finding)}">')
    return open_pack


def assert_drawn(whole: str) -> Page:
    page = Page(whole)
    assert len(page.images) == 1
    assert page.images[0]["alt"]
    assert "{" not in page.images[0]["alt"]
    return page


@LANGUAGE
def test_every_offered_dispute_can_be_drawn(language, own_pack):
    own = own_pack(language)
    draw, (control,), moved = interactions.of("answers", own, own.claims)
    assert {value for _, value in control.options} == set(every_dispute(3))
    assert control.start in every_dispute(3)
    assert len({label for label, _ in control.options}) == len(control.options)
    assert moved is None
    for label, value in control.options:
        whole = draw(**{control.key: value})
        assert assert_drawn(whole).text["title"] == label


@LANGUAGE
def test_every_zero_of_time_can_be_drawn(language, own_pack):
    own = own_pack(language)
    draw, (control,), _ = interactions.of("rescue", own, own.rescue_log, own.claims)
    values = [value for _, value in control.options]
    assert control.start in values
    assert len(values) == len(set(values)) >= 4
    for value in values:
        assert_drawn(draw(**{control.key: value}))
        figure = charts.draw("rescue", own.tables, own.rescue_log, zero=value).figure
        if value < "04:00":  # a zero twelve hours later leaves the first day before the axis, as it should
            assert faults(figure) == [], value


@LANGUAGE
def test_every_single_side_none_and_all_can_be_drawn(language, own_pack):
    own = own_pack(language)
    draw, (control,), _ = interactions.of("words", own, own.vocabulary)
    sides = [value for _, value in control.options]
    drawn_phrases = voices.for_the_event(own.vocabulary)
    assert set(sides) == set(drawn_phrases[drawn_phrases["date"] != ""]["perspective"])
    for chosen in [[], sides, *([side] for side in sides)]:
        whole = draw(**{control.key: chosen})
        assert_drawn(whole)
        assert faults(charts.draw("words", own.tables, own.vocabulary, sides=chosen).figure) == []
    empty = Page(draw(**{control.key: []}))
    assert empty.images[0]["alt"] == own.words("figure.words.empty.finding")
    assert empty.counts.get("td", 0) == 0


@LANGUAGE
def test_a_drawn_guess_is_kept_until_the_reveal_and_stays_after_it(language, own_pack):
    own = own_pack(language)
    draw, controls, keep = interactions.of("rates", own, own.fatalities)
    assert len(controls) == 5
    assert {control.start for control in controls} == {150}
    guess = {control.key: 100 + 10 * place for place, control in enumerate(controls)}
    assert_drawn(draw(**guess))
    keep(guess)
    assert own.answers.first(GUESS) == list(guess.values())
    own.answers.reveal(GUESS)
    keep(dict.fromkeys(guess, 0))
    assert own.answers.first(GUESS) == list(guess.values())
    again = own_pack(language)
    assert [control.start for control in interactions.of("rates", again, again.fatalities)[1]] == list(guess.values())


@LANGUAGE
@pytest.mark.parametrize("recorded", [True, False])
def test_a_guess_of_any_height_has_its_name_in_a_free_place(language, recorded):
    tables = pack(language).tables
    for value in (0, 350) if not recorded else (0, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 130, 330, 350):
        drawing = charts.draw("rates", tables, tables["fatalities"], line=[150] * 4 + [value], record=recorded)
        assert faults(drawing.figure) == [], value


@LANGUAGE
def test_an_unknown_interaction_is_one_sentence(language, own_pack):
    with pytest.raises(ChartError, match=r"answers, .*words, rescue, rates"):
        interactions.of("days", own_pack(language))


# --- a figure that would answer a guess ------------------------------------------------------------------------------

# Their figures give nothing away: cards to argue with, and another disputed question than the one guessed at.
HARMLESS = {"deal", "answers"}


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_an_interaction_waits_for_the_guess_that_its_figure_waits_for(path):
    lesson = Lesson(path)
    drawn_guesses = {entry["id"] for entry in lesson.bank if (entry["role"], entry["kind"]) == ("prediction", "chart")}
    guesses = {call.name: call.keywords.get("guess", "") for call in lesson.calls if call.verb == "figure"}
    for call in lesson.calls:
        guess = guesses.get(call.name, "")
        if call.verb == "explore" and guess and guess not in drawn_guesses and call.name not in HARMLESS:
            assert call.keywords.get("guess") == guess, call.name


@LANGUAGE
def test_a_waiting_interaction_is_folded_until_the_guess_is_made_or_a_control_is_moved(language, own_pack, monkeypatch):
    shown, made = [], []
    monkeypatch.setattr("IPython.display.display", lambda what, **_: shown.append(what) or Handle(shown))
    own = own_pack(language)
    monkeypatch.setattr(Choice, "widget", keeping(Choice.widget, made))
    own.explore("network", own.ties, guess="03-p2")
    waiting = own.words("guess.missing")
    assert waiting in shown[-1].data
    made[-1].value = made[-1].options[-1][1]
    assert "<figure" in shown[-1].data
    assert waiting not in shown[-1].data, "whoever moves a control sees"
    own.answers.save("03-p2", 12)
    own.explore("network", own.ties, guess="03-p2")
    assert waiting not in shown[-1].data
    with pytest.raises(QuestionError):
        own.explore("network", own.ties, guess="03-p99")


class Handle:
    """What `display` gives back where a figure is to be replaced later."""

    def __init__(self, shown: list) -> None:
        self.shown = shown

    def update(self, what: object) -> None:
        self.shown.append(what)


def keeping(make, made: list):
    """A maker of widgets that keeps what it made."""

    def kept(control):
        made.append(make(control))
        return made[-1]

    return kept
