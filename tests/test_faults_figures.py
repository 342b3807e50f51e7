"""Faults around a figure: a disk on which matplotlib can keep nothing, what cannot be painted in a reader's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import matplotlib.pyplot as plt
import pytest
from matplotlib.axes import Axes
from matplotlib.dates import DateFormatter
from matplotlib.figure import Figure

from disks import FULL, READ_ONLY, on
from lessons import TOP
from mineros import open_pack
from mineros.errors import ChartError
from mineros.words import LANGUAGES, Words
from shells import Ran, ran

LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
WHOLE = pytest.mark.whole
LESSON = TOP / "notebooks" / "es" / "01-pasta-de-conchos.ipynb"

# --- a disk on which matplotlib can keep nothing --------------------------------------------------------------------

# What a library warns of by its log stands in a notebook without a name; here each line says whose it is.
NAMED = "import logging; logging.lastResort.setFormatter(logging.Formatter('%(name)s: %(message)s'))"


def first_figure(folder: Path, **variables: str | None) -> Ran:
    """The first figure of a lesson, drawn by a new Python for which every warning is an error."""
    ((_, figure),) = ran([(LESSON, ["open", "fig-days"])], folder, flags=("-W", "error"), before=NAMED, **variables)
    return figure


@pytest.fixture(scope="session")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """That figure where nothing is wrong with the disk."""
    return first_figure(tmp_path_factory.mktemp("usual"))


def assert_as_usual(figure: Ran, usual: Ran) -> None:
    """Its picture and its words are those of any day; matplotlib says what it cannot keep, and nobody else speaks."""
    said = figure.complained.splitlines()
    assert said, "matplotlib had a place after all"
    assert all(line.startswith("matplotlib") for line in said), said
    assert usual.pictures and usual.texts
    assert replace(figure, complained="") == replace(usual, complained="")


@pytest.mark.parametrize(
    "named", [True, pytest.param(False, marks=WHOLE)], ids=["a folder that is named", "the one of the user"]
)
def test_a_figure_is_drawn_as_ever_where_matplotlib_has_no_folder_to_keep_its_fonts_in(named, usual, tmp_path):
    file = tmp_path / "file"
    file.write_text("no folder", "utf-8")
    nowhere = {"HOME": str(file), "XDG_CACHE_HOME": None, "XDG_CONFIG_HOME": None}
    figure = first_figure(tmp_path, **nowhere, MPLCONFIGDIR=str(file / "matplotlib") if named else None)
    assert_as_usual(figure, usual)


@WHOLE
@pytest.mark.parametrize("mount", [READ_ONLY, FULL], ids=["read-only", "full"])
def test_a_figure_is_drawn_as_ever_on_a_disk_that_takes_no_fonts_also_beside_what_was_left_there(
    mount, usual, tmp_path
):
    disk, folder = tmp_path / "disk", tmp_path / "folder"
    disk.mkdir()

    def draw_twice() -> None:
        for _ in range(2):
            assert_as_usual(first_figure(folder, HOME=str(disk), MPLCONFIGDIR=str(disk)), usual)

    on(mount, disk, draw_twice, size="4k")


@LANGUAGE
def test_without_any_folder_to_write_in_each_figure_says_so_in_a_sentence(language, tmp_path):
    file = tmp_path / "file"
    file.write_text("no folder", "utf-8")
    lesson = next((TOP / "notebooks" / language).glob("01-*.ipynb"))
    full = f"import tempfile; tempfile.gettempdir = lambda: {str(file)!r}; tempfile.tempdir = {str(file)!r}"
    cells = [(lesson, ["open", "fig-days", "fig-days"])]
    ((_, *figures),) = ran(cells, tmp_path, before=full, HOME=str(file), MPLCONFIGDIR=str(file / "matplotlib"))
    assert [figure.told for figure in figures] == [Words(language)("error.no_room_at_all")] * 2


# --- half a formula -------------------------------------------------------------------------------------------------

PLACES: dict[str, Callable[[Axes, str], object]] = {
    "below": lambda axes, text: axes.set_xlabel(text),
    "beside": lambda axes, text: axes.set_ylabel(text),
    "above": lambda axes, text: axes.set_title(text),
    "under a bar": lambda axes, text: axes.bar([text], [1]),
    "in the legend": lambda axes, text: (axes.plot([1, 2], label=text), axes.legend()),
}


def chart(place: str, text: str) -> Figure:
    """A chart of the reader's own with a text somewhere."""
    figure, axes = plt.subplots(figsize=(8, 4))
    plt.close(figure)
    PLACES[place](axes, text)
    return figure


@LANGUAGE
@pytest.mark.parametrize("place", PLACES)
def test_half_a_formula_in_a_chart_of_the_readers_own_is_told_in_one_sentence_that_names_it(
    place, language, tmp_path, monkeypatch
):
    shown: list = []
    monkeypatch.setattr("IPython.display.display", lambda what, **_: shown.append(what))
    monkeypatch.setenv("MINEROS_WORK", str(tmp_path))
    pack = open_pack(language)
    with pytest.raises(ChartError) as error:
        pack.show(chart(place, "$x^{$"), title="a", finding="b", table="warnings")
    (told,) = error.value._render_traceback_()
    begins, ends = pack.words.entry("error.not_painted").split("{why}")
    assert told.startswith(begins) and told.endswith(ends)
    assert "x^{" in told and "\n" not in told
    assert not shown
    pack.show(chart(place, "$x^2$"), title="a", finding="b", table="warnings")
    assert len(shown) == 1, "the mended one"


# --- what else a chart of a reader's own may hold -------------------------------------------------------------------

SAID = {"title": "a", "finding": "b", "table": "warnings"}


@pytest.fixture(params=["en", "es"])
def pack(request, tmp_path, monkeypatch):
    monkeypatch.setenv("MINEROS_WORK", str(tmp_path))
    monkeypatch.setattr("IPython.display.display", lambda *_, **__: None)
    return open_pack(request.param)


@pytest.fixture
def own():
    figure, axes = plt.subplots(figsize=(8, 4))
    yield axes
    plt.close(figure)


def test_a_chart_whose_size_was_given_in_dots_is_told_before_it_fills_the_memory(pack, own, monkeypatch):
    own.figure.set_size_inches(800, 400)
    monkeypatch.setattr("matplotlib.backends.backend_agg.FigureCanvasAgg.draw", lambda _: pytest.fail("it is painted"))
    with pytest.raises(ChartError, match=r"800 (by|por) 400"):
        pack.show(own, **SAID)


def test_numbers_that_are_no_dates_under_an_axis_of_dates_are_told_in_one_sentence(pack, own):
    own.plot([1e9, 2e9], [1, 2])
    own.xaxis.set_major_formatter(DateFormatter("%Y"))
    with pytest.raises(ChartError, match=r"cannot be painted|no se puede dibujar"):
        pack.show(own, **SAID)


def test_a_long_label_is_broken_into_lines_but_never_within_a_formula(pack, own):
    long = "Una cosa larga que se cuenta a lo largo de los años y de las minas"
    formula = r"Una cosa larga que se cuenta a lo largo de $\frac{a + b}{c + d}$"
    own.set_xlabel(long)
    own.set_ylabel(formula)
    pack.show(own, **SAID)
    assert own.get_xlabel().replace("\n", " ") == long != own.get_xlabel()
    assert own.get_ylabel() == formula
