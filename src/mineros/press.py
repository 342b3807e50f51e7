"""Where our charts are painted: matplotlib's own renderer (Agg), which keeps the words that it has set.

A third of the time of a chart goes into its words: each is measured, its letters are looked up, placed and drawn. When
a control moves, most words stay what they are, and many stand in the next figure too. So each is measured once, drawn
once, and printed from the copy. For that each line begins at a whole dot, as it did in matplotlib before 3.11; but for
this, every dot is as matplotlib would set it (where two letters touch, within a few steps of 255).
"""

from __future__ import annotations

from cmath import exp
from functools import cache, lru_cache
from math import ceil, floor, pi
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg

if TYPE_CHECKING:
    from matplotlib.backend_bases import GraphicsContextBase
    from matplotlib.font_manager import FontProperties

    Size = tuple[float, float, float]  # width, height, and how much of it lies below the line; all in dots

MARGIN = 3  # dots that ink may reach beyond what was measured


class Line(NamedTuple):
    """A line of text as it is to be set, with all that its look depends on."""

    text: str
    letters: FontProperties
    formula: Any
    dots: float  # to the inch
    angle: float
    ink: Any
    opacity: float | None  # None: the ink's own
    smooth: bool


class Press(RendererAgg):
    """A page to paint on."""

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> Size:
        """Measure one line of text: see `Size`."""
        return _measured(s, prop.copy(), ismath, self.dpi)  # a copy: letters can change, and are a key here

    def draw_text(  # noqa: PLR0917 - as matplotlib calls it
        self, gc: GraphicsContextBase, x: float, y: float, s: str, prop: FontProperties, angle: float,
        ismath: Any = False, mtext: Any = None,
    ) -> None:  # fmt: skip
        """Set one line of text; x, y: where it begins, in dots from the left and from the top."""
        opacity = gc.get_alpha() if gc.get_forced_alpha() else None
        pixels, across, up = _set(
            Line(s, prop.copy(), ismath, self.dpi, angle, gc.get_rgb(), opacity, bool(gc.get_antialiased()))
        )
        plain = self.new_gc()  # how far the ink is seen through stands in the copy
        plain.set_clip_rectangle(gc.get_clip_rectangle())
        self.draw_image(plain, round(x) + across, int(self.height) - round(y) + up, pixels)


class Canvas(FigureCanvasAgg):
    """What holds the page of a figure."""

    size: tuple[int, int, float] | None = None  # width and height in dots, dots to the inch
    page: Press

    def get_renderer(self) -> Press:
        """The page, at the size that the figure has now."""
        wanted = (*self.get_width_height(physical=True), self.figure.dpi)
        if self.size != wanted:
            self.size, self.page = wanted, Press(*wanted)  # type: ignore[no-untyped-call]
        return self.page


def _empty(width: int, height: int, dots: float) -> Any:
    """A page of matplotlib's own."""
    return RendererAgg(width, height, dots)  # type: ignore[no-untyped-call]


_scratch = cache(_empty)


@lru_cache(maxsize=4096)
def _measured(text: str, letters: FontProperties, formula: Any, dots: float) -> Size:
    size: Size = _scratch(1, 1, dots).get_text_width_height_descent(text, letters, formula)
    return size


@lru_cache(maxsize=512)  # what the largest of our charts shows, three times
def _set(line: Line) -> tuple[np.ndarray, int, int]:
    """A line of text on nothing: its pixels, the lowest row first, and where they lie from where the text begins."""
    width, height, below = _measured(line.text, line.letters, line.formula, line.dots)
    turn = exp(1j * line.angle * pi / 180)
    corners = [complex(x, y) * turn for x in (0, width) for y in (-below, height - below)]
    left, right = floor(min(each.real for each in corners)), ceil(max(each.real for each in corners))
    low, high = floor(min(each.imag for each in corners)), ceil(max(each.imag for each in corners))
    page = _empty(right - left + 2 * MARGIN, high - low + 2 * MARGIN, line.dots)
    gc = page.new_gc()
    gc.set_foreground(line.ink, isRGBA=True)
    gc.set_alpha(line.opacity)
    gc.set_antialiased(line.smooth)
    x, y = MARGIN - left, MARGIN + high
    page.draw_text(gc, x, y, line.text, line.letters, line.angle, line.formula)
    return np.asarray(page.buffer_rgba())[::-1].copy(), left - MARGIN, low - MARGIN
