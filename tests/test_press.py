"""The renderer that keeps its words: nobody can tell its pages from matplotlib's, nor a copy from a first print."""

from __future__ import annotations

import gc
import weakref

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.transforms import Bbox

from drawn import given, pack
from mineros import charts, press, style

NEARLY = 5  # of 255: where two letters touch, they are laid over each other before they are laid on the paper
TRICKY = {
    "plain": {},
    "accents, and a letter of the second font": {"s": "¿Quién? ÁÑ ▲ ↯"},
    "turned": {"rotation": 90},
    "half turned": {"rotation": 33, "s": "two\nlines"},
    "seen through": {"alpha": 0.4, "color": "#b3541e"},
    "a color that is seen through": {"color": (0.1, 0.2, 0.8, 0.5)},
    "a formula": {"s": r"$x^2$ and words", "fontsize": 30},
    "rough edges": {"antialiased": False},
    "with a frame": {"bbox": {"facecolor": "#eeeeee"}},
    "beyond the left edge": {"x": -0.01, "ha": "left", "fontsize": 30},
    "beyond the top": {"y": 1.0, "va": "center"},
    "nowhere to be seen": {"x": 4.0},
    "nothing but a space": {"s": " "},
}


def written(**said) -> mpl.figure.Figure:
    """A page with one text, which some of its pictures cut off."""
    figure = style.new_figure(2.0)
    words = {"x": 0.413, "y": 0.527, "s": "Pasta de Conchos", "fontsize": 16} | said
    figure.text(words.pop("x"), words.pop("y"), words.pop("s"), **words)
    return figure


class Theirs(RendererAgg):
    """matplotlib's own, but each line of text begins at a whole dot."""

    def draw_text(self, gc, x, y, *rest, **more):
        super().draw_text(gc, round(x), round(y), *rest, **more)


def pixels(figure, renderer=press.Press) -> np.ndarray:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(press, "Press", renderer)
        press.Canvas(figure).draw()
    return np.asarray(figure.canvas.buffer_rgba()).astype(int)


def apart(ours: np.ndarray, theirs: np.ndarray) -> int:
    """How far two pages with one text are from each other, of 255.

    Before 3.11, matplotlib moves what would begin halfway between two dots to the even one, and a copy stays one dot
    beside it.
    """
    steps = (0,) if tuple(map(int, mpl.__version__.split(".")[:2])) >= (3, 11) else (0, 1, -1)
    moved = (np.roll(ours, (across, down), axis=(1, 0)) for across in steps for down in steps)
    return min(int(np.abs(page - theirs).max()) for page in moved)


@pytest.mark.parametrize("case", TRICKY)
def test_a_text_is_printed_as_matplotlib_draws_it_the_first_time_and_from_the_copy(case):
    theirs = pixels(written(**TRICKY[case]), Theirs)
    press._set.cache_clear()
    for _ in ("first", "copy"):
        assert apart(pixels(written(**TRICKY[case])), theirs) <= NEARLY
    assert press._set.cache_info().hits > 0 or case == "nowhere to be seen"


def test_a_copy_is_cut_off_where_its_own_text_is_not_where_the_first_one_was():
    def cut(right: float):
        figure = written()
        figure.texts[0].set_clip_box(Bbox.from_extents(0, 0, right, 118))
        return figure

    press._set.cache_clear()
    for right in (500, 580):
        theirs = pixels(cut(right), Theirs)
        ours = pixels(cut(right))
        assert (theirs[:, 480:right] != 255).any()
        assert np.abs(ours - theirs)[:, :right].max() <= NEARLY
        assert (ours[:, right + 1 :] == 255).all()  # Agg cuts pictures off one dot later than texts


@pytest.mark.newest  # see `apart`
@pytest.mark.parametrize("name", ["labels", "campaigns", "density"])
def test_whole_charts_are_as_matplotlib_paints_them_also_in_another_size(name):
    for dots in (110, 100):
        drawing = charts.draw(name, pack("es").tables, *given(name, "es"))
        drawing.figure.dpi = dots
        ours = pixels(drawing.figure)
        theirs = pixels(drawing.figure, Theirs)
        assert ours.shape == theirs.shape
        assert np.abs(ours - theirs).max() <= NEARLY


def test_a_word_is_as_large_as_matplotlib_measures_it():
    figure = written(s="Napoleón Gómez Urrutia")
    ours = figure.texts[0].get_window_extent(figure.canvas.get_renderer()).bounds
    FigureCanvasAgg(figure)
    assert figure.texts[0].get_window_extent(figure.canvas.get_renderer()).bounds == ours


def test_letters_that_are_changed_after_a_word_was_set_change_the_next_print():
    figure = written()
    before = pixels(figure)
    figure.texts[0].set_fontweight("bold")
    after = pixels(figure)
    assert (before != after).any()


def test_what_is_kept_of_words_has_an_end():
    assert press._set.cache_info().maxsize == 512
    assert press._measured.cache_info().maxsize == 4096


def test_a_figure_that_was_shown_leaves_the_memory_at_once_without_waiting_for_the_collector(monkeypatch):
    seen = []
    draw = charts.draw

    def watched(*arguments, **choices):
        drawing = draw(*arguments, **choices)
        seen.extend(weakref.ref(part) for part in (*drawing.figure.axes, *drawing.figure.axes[0].lines))
        return drawing

    monkeypatch.setattr(charts, "draw", watched)
    gc.disable()
    try:
        pack("en").html("labels", *given("labels", "en"))
        assert len(seen) > 5
        assert not [part() for part in seen if part() is not None]
    finally:
        gc.enable()
