"""Faults around a kernel: cells out of order, the stop button, warnings, odd variables, other clocks, no network.

Each ends in one clear sentence in the reader's language, and nothing is lost.
"""

from __future__ import annotations

import ast
import builtins
import json
import random
import shutil
import signal
import subprocess
import sys
import time
import weakref
from collections.abc import Callable
from contextlib import nullcontext, suppress
from dataclasses import replace
from functools import partial
from html import escape
from pathlib import Path
from types import FrameType
from typing import Any
from unittest.mock import Mock

import ipywidgets
import pytest

import drawn
import mineros
from boxes import hear
from drawn import EXPLORED
from lessons import TOP
from mineros import case, charts, controls, figure, html, interrupts, kernel, open_pack
from mineros.ask import AnswerBox
from mineros.board import Board
from mineros.browser import Browser
from mineros.drawing import Drawing
from mineros.errors import DataError
from mineros.explore import Choice, Slider, Ticks, _parts
from mineros.pack import Pack
from mineros.words import LANGUAGES, Words
from shells import Ran, Told, code, ran, started
from test_interactions import Handle, keeping

LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
WHOLE = pytest.mark.whole
NOTEBOOKS = sorted([*TOP.glob("notebooks/??/*.ipynb"), *TOP.glob("exercises/??/*.ipynb")])


def of(language: str) -> list[Path]:
    """The lessons, exercises and pages of a language that hold code."""
    return [path for path in NOTEBOOKS if path.parent.name == language and code(path)]


# --- cells out of order ---------------------------------------------------------------------------------------------


def names(source: str) -> tuple[set[str], set[str]]:
    """The names that a cell makes, and those that it uses."""
    made, used = set(), set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name):
            (used if isinstance(node.ctx, ast.Load) else made).add(node.id)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            made |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.FunctionDef):
            made |= {node.name, *(argument.arg for argument in node.args.args)}
    return made, used


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: f"{path.parts[-3]}/{path.parent.name}/{path.stem}")
def test_a_cell_needs_no_other_cell_than_the_first(path):
    first, *others = code(path).values()
    opened, _ = names(first)
    assert opened <= set(kernel.OPENED), "what the kernel takes for a first cell's"
    for cell in others:
        made, used = names(cell)
        assert used <= opened | made | set(dir(builtins)), cell


def assert_told(cell: Ran, language: str, opened: bool) -> None:
    """The cell ran; or the first cell had not been run, and the reader is told so in one sentence."""
    assert not cell.complained, (cell.cell, cell.complained)
    if not cell.error:
        return
    first = Words(language).entry("error.too_early").split("{name}")
    assert not opened, (cell.cell, cell.told)
    assert cell.error == "NameError", (cell.cell, cell.told)
    assert cell.told.startswith(first[0]), (cell.cell, cell.told)
    assert cell.told.endswith(first[1]), (cell.cell, cell.told)
    assert not cell.pictures


@LANGUAGE
def test_every_cell_that_is_run_before_the_first_one_says_to_run_that_first(language, tmp_path):
    orders = [(path, list(code(path))[1:]) for path in of(language)]
    for (path, _), shown in zip(orders, ran(orders, tmp_path), strict=True):
        for cell in shown:
            assert_told(cell, language, opened=False)
            assert bool(cell.error) == bool(names(code(path)[cell.cell])[1] & set(kernel.OPENED)), cell.cell


@pytest.mark.parametrize(
    ("language", "count"),
    [("es", 20), pytest.param("en", 20, marks=WHOLE), *(pytest.param(one, 100, marks=WHOLE) for one in LANGUAGES)],
)
def test_cells_in_any_order_either_run_or_say_what_to_run_first(language, count, tmp_path):
    chance = random.Random(f"{language}{count}")
    paths = [path for path in of(language) if path.name[:1].isdigit()]
    orders = []
    for number in range(count):
        path = paths[number % len(paths)]
        cells = list(code(path))
        orders.append((path, chance.sample(cells, len(cells))))
    for (path, order), shown in zip(orders, ran(orders, tmp_path, lean=True), strict=True):
        place = order.index(next(iter(code(path))))
        for number, cell in enumerate(shown):
            assert_told(cell, language, opened=number >= place)
    assert len({path for path, _ in orders}) == min(count, len(paths))


def test_a_misspelt_name_is_shown_as_python_shows_it(tmp_path, monkeypatch):
    path = TOP / "notebooks" / "en" / "progress.ipynb"
    cells = {"open": next(iter(code(path).values())), "typo": "pakc.progress()", "early": "plt.plot()"}
    monkeypatch.setattr("shells.code", lambda _: cells)
    (order,) = ran([(path, ["early", "open", "typo", "early"])], tmp_path)
    assert [cell.error for cell in order] == ["NameError", "", "NameError", "NameError"]
    assert "`" not in order[0].told and order[0].told == Words("en")("error.too_early", name="plt")
    assert "Traceback" in order[2].told
    assert "'plt' is not defined" in order[3].told, "the first cell of this page does not make it"


# --- the stop button ------------------------------------------------------------------------------------------------

OURS = str(Path(mineros.__file__).parent)


def stopped(act: Callable[[], None], at: int = 0) -> int:
    """Do something, and send a real SIGINT at a call of a function of ours; returns how many there were."""
    calls = 0

    def count(frame: FrameType, event: str, _: object) -> None:
        nonlocal calls
        file = frame.f_code.co_filename
        if event == "call" and file.startswith(OURS) and file != interrupts.__file__:
            calls += 1
            if calls == at:
                signal.raise_signal(signal.SIGINT)

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.setprofile(count)
    try:
        with suppress(KeyboardInterrupt) if at else nullcontext():
            act()
    finally:
        sys.setprofile(None)
        signal.signal(signal.SIGINT, before)
    return calls


def places(count: int, most: int) -> list[int]:
    """At most so many of the calls: the first ones, in which a state changes, and some of the rest."""
    if count <= most:
        return list(range(1, count + 1))
    return sorted({*range(1, 1 + most // 2), *range(count, 1, -(count // (most // 2)))})


BEGUN = 2  # what is stopped in the first calls, those of a button to what it does, may not have happened at all


@pytest.fixture
def own(tmp_path, monkeypatch):
    """A pack with answers of its own, and the list of what it shows; pictures are not painted."""
    shown: list = []
    number = iter(range(10**6))
    monkeypatch.setattr("IPython.display.display", lambda what, **_: shown.append(what) or Handle(shown))
    monkeypatch.setattr(figure, "picture", lambda _, finding, dots=0: f'<img alt="{escape(finding)}">')

    def opened(language: str = "es") -> tuple[Pack, list]:
        monkeypatch.setenv("MINEROS_WORK", str(tmp_path / str(next(number))))
        shown.clear()
        pack = open_pack(language)
        pack.tables, pack.__dict__["finder"] = drawn.pack(language).tables, drawn.pack(language).finder  # read once
        return pack, shown

    return opened


MOST = pytest.mark.parametrize("most", [4, pytest.param(60, marks=WHOLE)])


def some(plain: list[str], rest: list[str]) -> list[Any]:
    """Parameters of which the rest are for a release."""
    return [*plain, *(pytest.param(name, marks=WHOLE) for name in rest)]


@MOST
@pytest.mark.parametrize("name", some(["rates", "own_chart"], ["words", "network"]))  # numbers, menus, boxes, a slider
def test_a_control_that_is_stopped_in_the_middle_of_a_redraw_works_on(name, most, own, monkeypatch):
    made: list = []
    for kind in (Choice, Slider, Ticks):
        monkeypatch.setattr(kind, "widget", keeping(kind.widget, made))

    def opened() -> tuple[Any, list[Any], list]:
        pack, shown = own()
        made.clear()
        pack.explore(name, *[pack.tables[table] for table in EXPLORED[name]])
        part = _parts(made[0])[0]
        return part, other_values(part), shown

    part, (one, other), shown = opened()
    before = html.alternative(shown[-1].data)
    count = stopped(lambda: setattr(part, "value", one))
    first = html.alternative(shown[-1].data)
    part.value = other
    expected = shown[-1].data
    assert first not in (before, html.alternative(expected))
    for at in places(count, most):
        part, _, shown = opened()
        stopped(partial(setattr, part, "value", one), at)
        assert html.alternative(shown[-1].data) == first or at < BEGUN, (at, count)
        part.value = other
        assert shown[-1].data == expected, (at, count)


def other_values(widget: Any) -> list[Any]:
    """Two more values of a control, each another one."""
    if isinstance(widget.value, bool):
        return [False, True]
    if hasattr(widget, "options"):
        return [value for _, value in widget.options if value != widget.value][:2]
    return [value for value in (widget.min, widget.max, widget.min + widget.step) if value != widget.value][:2]


@pytest.mark.parametrize("question", ["01-q1", "01-p1"])
def test_an_answer_that_is_stopped_while_it_is_saved_is_saved(question, own):
    def opened() -> tuple[AnswerBox, Any]:
        pack, _ = own()
        box = AnswerBox(question, pack.answers, pack.words)
        control = box.show().children[1]
        return box, control

    def change(control: Any) -> None:
        control.value = control.options[1][1] if hasattr(control, "options") else "12"

    box, control = opened()
    count = stopped(lambda: change(control))
    for at in range(1, count + 1):
        box, control = opened()
        stopped(partial(change, control), at)
        assert str(box.answers.get(question)) == str(box.now()) or at < BEGUN, (at, count)
        assert not list(box.answers.folder.glob(".answers*")), at


@MOST
@pytest.mark.parametrize("act", some(["down", "typed"], ["off", "added"]))
def test_the_board_that_is_stopped_in_the_middle_of_a_move_shows_and_keeps_the_same(act, most, own):
    def opened() -> Board:
        pack, _ = own("en")
        board = Board(pack)
        for number, source in enumerate(("S0046", "S0017", "S0579")):
            board.add("source", source)
            board.slots.made[number].boxes["shows"].value = f"shows {number}"
        board.find.list.index = 0
        return board

    acts: dict[str, Callable[[Board], None]] = {
        "down": lambda board: board.slots.made[0].down.click(),
        "off": lambda board: board.slots.made[1].off.click(),
        "typed": lambda board: setattr(board.slots.made[1].boxes["limits"], "value", "a limit"),
        "added": lambda board: board.find.button.click(),
    }
    board = opened()
    before = board.case.record()
    count = stopped(lambda: acts[act](board))
    after = board.case.record()
    for at in places(count, most):
        board = opened()
        stopped(partial(acts[act], board), at)
        now = board.case.record()
        assert now == after or (now == before and at <= BEGUN), (at, count)
        assert board.answers.get(case.KEPT_AS) == now, (at, count)
        for slot, piece in zip(board.slots.made, board.case.pieces, strict=False):
            assert slot.boxes["shows"].value == piece.shows, (at, count)
        assert len(board.slots.whole.children) == len(board.case.pieces)
        board.slots.made[0].boxes["limits"].value = "typed afterwards"
        assert board.answers.get(case.KEPT_AS)["pieces"][0]["limits"] == "typed afterwards", (at, count)


@MOST
def test_a_search_that_is_stopped_lists_what_can_be_opened(most, own):
    def opened() -> tuple[Browser, list]:
        pack, shown = own("en")
        browser = Browser(pack)
        browser.view.value = "timeline"
        browser.show()
        return browser, shown

    browser, shown = opened()
    count = stopped(lambda: setattr(browser.text, "value", "Linares"))
    expected = browser.list.options, browser.found.value
    for at in places(count, most):
        browser, shown = opened()
        stopped(partial(setattr, browser.text, "value", "Linares"), at)
        assert (browser.list.options, browser.found.value) == expected or at < BEGUN, (at, count)
        browser.list.index = 1
        assert browser.list.value in [str(name) for name in browser.rows.iloc[:, 0]], (at, count)
        assert "<article" in shown[-1].data or "mineros" in shown[-1].data


def test_the_stop_button_is_heard_also_where_the_work_fails(monkeypatch):
    heard = []
    before = signal.signal(signal.SIGINT, lambda *_: heard.append(1))
    try:
        with suppress(ValueError), interrupts.held():
            signal.raise_signal(signal.SIGINT)
            assert not heard, "not before the work is done"
            raise ValueError
        assert heard == [1]
        monkeypatch.setattr(signal, "getsignal", lambda _: None)  # as where not Python has set it
        with interrupts.held():
            signal.raise_signal(signal.SIGINT)
        assert heard == [1, 1], "what cannot be put back is left alone"
    finally:
        signal.signal(signal.SIGINT, before)


def test_controls_that_follow_one_another_live_on_after_a_table_could_not_be_read(own, monkeypatch):
    made: list = []
    monkeypatch.setattr(Choice, "widget", keeping(Choice.widget, made))
    pack, shown = own()
    pack.explore("own_chart", *[pack.tables[table] for table in EXPLORED["own_chart"]])
    menu = _parts(made[0])[0]
    first, second = other_values(menu)
    with monkeypatch.context() as broken:
        broken.setattr("mineros.explore._offer", Mock(side_effect=DataError("this table is damaged")))
        menu.value = first
        assert "this table is damaged" in shown[-1].data
    menu.value = second
    assert "this table is damaged" not in shown[-1].data


IN_OURS = """
import signal
from mineros.cite import Citations
signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever started the tests may have it ignored
Citations.card = lambda *_: signal.raise_signal(signal.SIGINT)
"""


def test_a_verb_that_is_stopped_says_so_in_one_sentence_and_code_of_the_readers_own_as_python_does(
    tmp_path, monkeypatch
):
    lessons = {path: code(path) for path in (TOP / "notebooks" / one / "progress.ipynb" for one in LANGUAGES)}
    own = {"verb": 'pack.cite("S0041")', "own": "import signal\nsignal.raise_signal(signal.SIGINT)"}
    monkeypatch.setattr("shells.code", lambda path: lessons[path] | own)
    orders = [(path, [next(iter(cells)), *own]) for path, cells in lessons.items()]
    for (path, _), (_, verb, typed) in zip(orders, ran(orders, tmp_path, before=IN_OURS), strict=True):
        assert verb.error == typed.error == "KeyboardInterrupt"
        assert verb.told == Words(path.parent.name)("error.stopped")
        assert "Traceback" in typed.told and verb.told not in typed.told


# What takes long enough for the button to be pressed in the middle of it.
DISK_SECONDS = 0.3
SLOW_DISK = f"""
import os, time
sync = os.fsync
os.fsync = lambda file: (time.sleep({DISK_SECONDS}), sync(file))
"""
LONG_VERB = """
import time
from mineros.cite import Citations
Citations.card = lambda *_: time.sleep(20)
"""


def moments(count: int, seconds: float) -> list[float]:
    """So many moments, spread over what takes some seconds; in its first tenth it may not have begun."""
    return [seconds * (0.1 + 0.9 * number / count) for number in range(count)]


def new_picture(told: Told) -> str:
    """What the one picture says that took the place of another; nothing else was shown, no traceback either."""
    assert not {"error", "stream", "display_data"} & {kind for kind, _ in told}, told
    (page,) = [content["data"]["text/html"] for kind, content in told if kind == "update_display_data"]
    return html.alternative(page)


@pytest.mark.parametrize("thread", [False, True], ids=["beside the cells", "in a thread"])
@pytest.mark.parametrize("count", [4, pytest.param(40, marks=WHOLE)])
def test_the_stop_button_of_a_real_kernel_cuts_off_no_redraw_and_no_answer_and_all_works_on(count, thread, tmp_path):
    cells = code(TOP / "notebooks" / "es" / "01-pasta-de-conchos.ipynb")
    words = Words("es")

    def kept(question: str) -> Any:
        return json.loads((tmp_path / "my-work" / "answers.json").read_text("utf-8"))["answers"][question]["value"]

    with started(tmp_path, "es") as page:
        for cell in ("open", "ask-01-p1", "explore-rates"):
            page.run(cells[cell])
        slider, number, answer = (page.made[f"{kind}Model"][0] for kind in ("IntSlider", "BoundedIntText", "Text"))
        aside = page.subshell() if thread else ""

        def drag(value: int, stop: float | None = None) -> None:
            # The number moves with the slider; once the kernel has told that, it redraws.
            assert f"1905: {value};" in new_picture(page.move(slider, value, stop, heard=number, aside=aside)), stop
            assert kept("01-p5")[0] == value, stop

        began = time.monotonic()
        drag(1)
        seconds = time.monotonic() - began
        for value, moment in enumerate(moments(count, seconds), start=2):
            drag(value, moment)

        told = page.run(SLOW_DISK)
        for value, moment in enumerate(moments(count, DISK_SECONDS)):
            told += page.move(answer, str(value), moment, aside=aside)
            assert kept("01-p1") == value, moment
        assert not {"error", "stream"} & {kind for kind, _ in told}, told
        assert words.entry("ask.saved").partition("{")[0] in str(told), "of two in one second only the first is told"

        page.run(LONG_VERB)
        told = page.run('pack.cite("S0041")', stop=0.5)
        assert [content["traceback"] for kind, content in told if kind == "error"] == [[words("error.stopped")]]
        page.manager.interrupt_kernel()  # while there is nothing to stop
        drag(300)
        assert page.manager.is_alive()
    log = (tmp_path / "log").read_text("utf-8")
    assert thread or log.count("KeyboardInterrupt") >= count, "the button was heard; in a thread nothing hears it"
    assert "Traceback" not in log


def test_a_figure_that_is_stopped_while_python_clears_up_is_finished_and_then_stopped(own, monkeypatch):
    """An interrupt in what Python calls when it throws a thing away is lost: it is printed, and the cell goes on."""
    pack, shown = own()
    draw = charts.draw

    def draw_and_clear_up(*tables: Any, **choices: Any) -> Drawing:
        part = type("Part", (), {})()
        kept = weakref.ref(part, lambda _: signal.raise_signal(signal.SIGINT))
        del part
        assert kept() is None
        return draw(*tables, **choices)

    monkeypatch.setattr(charts, "draw", draw_and_clear_up)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            pack.figure("rates", pack.fatalities)
    finally:
        signal.signal(signal.SIGINT, before)
    assert not shown


def test_a_move_that_is_stopped_while_it_is_being_read_is_read_to_its_end():
    """Between the message and what it sets off lies ipywidgets, where a press would leave page and kernel apart."""
    text = ipywidgets.Text()
    controls.show(ipywidgets.VBox([text]))

    def press(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_name == "set_state":
            signal.raise_signal(signal.SIGINT)

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.setprofile(press)
    try:
        with pytest.raises(KeyboardInterrupt):
            hear(text, value="now")
    finally:
        sys.setprofile(None)
        signal.signal(signal.SIGINT, before)
    assert text.value == "now"


# --- variables, locales, clocks -------------------------------------------------------------------------------------

MATPLOTLIBRC = """
backend: svg
text.usetex: True
font.family: Comic Sans MS
font.size: 4
axes.labelpad: 40
figure.dpi: 300
savefig.dpi: 20
savefig.bbox: tight
savefig.transparent: True
timezone: Asia/Tokyo
"""
LOCALES = ("es_MX", "tr_TR")
SET_LOCALE = "import locale; locale.setlocale(locale.LC_ALL, '')"
# Names of the cells whose figures show dates, numbers, names with accents, an axis of time and a menu.
SHOWN = {
    "notebooks": ("open", "fig-days", "fig-rescue", "explore-rescue", "fig-rates"),
    "exercises": ("open", "e6-example", "e10-answer"),
}


def chosen(*, every: bool) -> list[tuple[Path, list[str]]]:
    """The cells to look at: some of Spanish lesson 01 and its exercises, or those of all lessons and exercises."""
    if every:
        return [(path, list(code(path))) for path in NOTEBOOKS if path.name[0].isdigit()]
    return [(TOP / folder / "es" / "01-pasta-de-conchos.ipynb", list(cells)) for folder, cells in SHOWN.items()]


@pytest.fixture(scope="session")
def locales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which this machine finds the locales of Mexico and Turkey, made for the test."""
    folder = tmp_path_factory.mktemp("locales")
    for name in LOCALES:
        command = ["localedef", "--inputfile", name, "--charmap", "UTF-8", str(folder / f"{name}.UTF-8")]
        if not shutil.which("localedef") or subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip(f"this machine cannot make the locale {name}: it lacks localedef or its sources")
    return folder


def surroundings(folder: Path, locales: Path) -> dict[str, dict[str, Any]]:
    """The surroundings in which a kernel may start, each with what `ran` takes."""
    rules = folder / "matplotlibrc"
    rules.write_text(MATPLOTLIBRC, "utf-8")
    mexico = {"LOCPATH": str(locales), "LC_ALL": "es_MX.UTF-8", "LANGUAGE": "es", "before": SET_LOCALE}
    return {
        "a picture's backend": {"MPLBACKEND": "svg", "PYTHONHASHSEED": "7"},
        "a matplotlibrc": {"MATPLOTLIBRC": str(rules)},
        "no asserts, no docstrings": {"PYTHONOPTIMIZE": "2", "MPLBACKEND": "agg"},
        "ASCII": {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
        "Mexico": mexico | {"TZ": "America/Mexico_City"},
        "Turkey": mexico | {"LC_ALL": "tr_TR.UTF-8", "TZ": "Pacific/Kiritimati"},
        "the west": {"TZ": "Etc/GMT+12", "PYTHONHASHSEED": "0"},
        "a clock far ahead": {"before": AHEAD},
    }


AHEAD = """
from datetime import datetime, timedelta
from importlib import import_module

class Later(datetime):
    @classmethod
    def now(cls, tz=None):
        return datetime.now(tz) + timedelta(days=20_000)

for name in ("answers", "ask", "board", "exports", "rubric", "school", "takeaway"):
    import_module("mineros." + name).datetime = Later
"""
TOLD = {"a matplotlibrc": {"e10-answer"}}  # a reader's own chart before any of ours obeys the machine's matplotlibrc


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=WHOLE)])
def test_figures_and_texts_are_the_same_under_any_variables_locale_and_clock(every, tmp_path, locales):
    orders = chosen(every=every)
    ordinary = ran(orders, tmp_path / "ordinary", LC_ALL="C.UTF-8", TZ="UTC")
    assert sum(len(cell.pictures) for order in ordinary for cell in order) >= 5
    around = surroundings(tmp_path, locales)
    if not every:  # two starts of Python instead of eight; the rest of them one by one before a release
        together = {name: value for case in ("ASCII", "a picture's backend") for name, value in around[case].items()}
        around = {"a matplotlibrc": around["a matplotlibrc"] | together, "Turkey": around["Turkey"]}
        around["Turkey"] |= {"PYTHONOPTIMIZE": "2", "before": SET_LOCALE + AHEAD}
    for name, given in around.items():
        for usual, order in zip(ordinary, ran(orders, tmp_path / name, **given), strict=True):
            for before, now in zip(usual, order, strict=True):
                if now.cell in TOLD.get(name, set()):
                    assert now.error in ("", "ChartError"), (name, now.told)
                    assert "Traceback" not in now.told
                    continue
                usual_cell = plain(before, tmp_path / "ordinary", name)
                assert plain(now, tmp_path / name, name) == usual_cell, (name, now.cell)


# Where a number has a decimal comma, matplotlib sets letters by fractions of a pixel otherwise: no eye sees it.
COMMA = ("Turkey",)


def plain(cell: Ran, folder: Path, name: str) -> Ran:
    """What a cell showed, without the name of the folder of answers; with a decimal comma only its pictures' sizes."""
    sizes = [picture.partition(" ")[0] for picture in cell.pictures]
    place = str(folder.resolve())
    texts = [text.replace(place, "").replace(escape(place), "") for text in cell.texts]
    return replace(cell, texts=texts, pictures=sizes if name in COMMA else cell.pictures)


def test_an_unknown_backend_of_matplotlib_is_one_sentence(tmp_path):
    lesson = TOP / "notebooks" / "es" / "01-pasta-de-conchos.ipynb"
    ((_, *figures),) = ran([(lesson, ["open", "fig-days", "fig-rescue"])], tmp_path, MPLBACKEND="nonsense")
    assert [cell.told for cell in figures] == [Words("es")("error.no_backend", name="nonsense")] * 2


# --- warnings, no network -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=WHOLE)])
def test_no_cell_warns_or_needs_a_network(every, tmp_path):
    """Every warning is an error, and where the system can, Python has no network, not even of this machine."""
    alone = ("unshare", "--net")
    can = shutil.which("unshare") and not subprocess.run([*alone, "true"], capture_output=True, check=False).returncode
    for order in ran(chosen(every=every), tmp_path, flags=("-W", "error"), within=alone if can else ()):
        for cell in order:
            assert not cell.error, (cell.cell, cell.told)
            assert not cell.complained, (cell.cell, cell.complained)
