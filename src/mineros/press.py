"""Where our charts are painted: matplotlib's own renderer (Agg), which keeps the words that it has set.

A third of the time of a chart goes into its words: each is measured, its letters are looked up, placed and drawn. When
a control moves, most words stay where they are, and many stand in the next figure too. So each is measured once, and
what has been drawn at the same place between the dots is printed from the copy. Every dot is as matplotlib would set
it (where two letters overlap, within one step of 255).
"""

from __future__ import annotations

from cmath import exp
from functools import cache, lru_cache
from math import ceil, floor, pi
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg

if TYPE_CHECKING:
    from matplotlib.backend_bases import GraphicsContextBase
    from matplotlib.font_manager import FontProperties

    Size = tuple[float, float, float]  # width, height, and how much of it lies below the line; all in dots

PARTS = 64  # of a dot: so fine is the place of a letter
MARGIN = 3  # dots that ink may reach beyond what was measured


class Press(RendererAgg):
    """A page to paint on."""

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> Size:
        """Measure one line of text: see `Size`."""
        return _measured(s, prop.copy(), ismath, self.dpi)  # a copy: letters can change, and are a key here

    def draw_text(
        self, gc: GraphicsContextBase, x: float, y: float, s: str, prop: FontProperties, angle: float,
        ismath: Any = False, mtext: Any = None,
    ) -> None:  # fmt: skip
        """Set one line of text; x, y: where it begins, in dots from the left and from the top."""
        left, top = floor(x), floor(y)
        ink = (*gc.get_rgb(), gc.get_alpha(), gc.get_antialiased())
        between = round((x - left) * PARTS), round((y - top) * PARTS)
        pixels, across, up = _set(s, prop.copy(), ismath, angle, ink, self.dpi, between)
        plain = self.new_gc()
        plain.copy_properties(gc)
        plain.set_alpha(1.0)  # how far the ink is seen through stands in the copy
        self.draw_image(plain, left + across, int(self.height) - top + up, pixels)


class Canvas(FigureCanvasAgg):
    """What holds the page of a figure."""

    page: tuple[float, float, float] | None = None

    def get_renderer(self) -> Press:
        """The page, at the size that the figure has now."""
        wanted = (*self.figure.bbox.size, self.figure.dpi)
        if self.page != wanted:
            self.page, self.renderer = wanted, Press(*wanted)
        return self.renderer


@cache
def _scratch(dots: float) -> RendererAgg:
    return RendererAgg(1, 1, dots)


@lru_cache(maxsize=4096)
def _measured(text: str, letters: FontProperties, formula: Any, dots: float) -> Size:
    return _scratch(dots).get_text_width_height_descent(text, letters, formula)


@lru_cache(maxsize=512)  # what the largest of our charts shows, three times
def _set(
    text: str, letters: FontProperties, formula: Any, angle: float, ink: tuple[Any, ...], dots: float,
    between: tuple[int, int],
) -> tuple[np.ndarray, int, int]:  # fmt: skip
    """A line of text on nothing: its pixels, the lowest row first, and where they lie from where the text begins.

    ink: red, green, blue, opacity, whether edges are smooth. between: 64ths of a dot to the right and down.
    """
    width, height, below = _measured(text, letters, formula, dots)
    turn = exp(1j * angle * pi / 180)
    corners = [complex(x, y) * turn for x in (0, width) for y in (-below, height - below)]
    left, right = floor(min(each.real for each in corners)), ceil(max(each.real for each in corners))
    low, high = floor(min(each.imag for each in corners)), ceil(max(each.imag for each in corners))
    page = RendererAgg(right - left + 2 * MARGIN, high - low + 2 * MARGIN, dots)
    gc = page.new_gc()
    *color, opacity, smooth = ink
    gc.set_foreground(tuple(color))
    gc.set_alpha(opacity)
    gc.set_antialiased(smooth)
    across, down = (part / PARTS for part in between)
    page.draw_text(gc, MARGIN - left + across, MARGIN + high + down, text, letters, angle, formula)
    return np.asarray(page.buffer_rgba())[::-1].copy(), left - MARGIN, low - MARGIN
