"""One look for all charts: letters that carry, colors that never stand alone, room to breathe.

Letters: Atkinson Hyperlegible Next, drawn for readers with low vision (SIL Open Font License, in fonts/OFL.txt).
Colors: those of courts, union and families are of Paul Tol's "muted" scheme (2021), made for the common kinds of color
blindness; the others were chosen to go with them. Thirteen sides are more than colors alone can tell apart, so a shape
always goes with a color.
"""

from __future__ import annotations

import gc
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FONTS = Path(__file__).parent / "fonts"
FAMILY = "Atkinson Hyperlegible Next"
INK, SOFT, PALE, PAPER = "#1b1b1b", "#5a564e", "#d9d5cc", "#ffffff"
RUST, STEEL, OCHRE, MOSS = "#b3541e", "#1f5f8b", "#8a6d00", "#117733"
SKY = "#bcd0df"  # a filling only: what it fills has an outline of steel
STONE = "#8a857b"  # for what is faint: three times as dark as the paper, as marks must be (WCAG 2.2, 1.4.11)
# For charts of a reader's own, which color alone may tell apart: told apart by every eye, and on a gray print.
CYCLE = [STEEL, "#d97d21", INK, "#63244e", "#23857d"]
WIDTH = 10.0  # inches; every figure is as wide as the page
DPI = 110  # dots to the inch on a screen

# Who speaks: one color and one shape for each side, the same in every lesson.
SIDES: dict[str, tuple[str, str]] = {
    "company": (RUST, "s"),
    "government": (STEEL, "D"),
    "court": ("#332288", "P"),
    "union": ("#882255", "^"),
    "workers": ("#a6611a", "*"),
    "families": (MOSS, "o"),
    "press": (SOFT, "X"),
    "international": ("#2a8f86", "v"),
    "ngo": ("#8a7d00", "<"),
    "academic": ("#8c510a", ">"),
    "reference": ("#8a8a8a", "p"),
    "party": ("#5b4a9c", "h"),
    "rival_union": ("#c2577f", "d"),
}

RULES: dict[str, Any] = {
    "timezone": "UTC",
    "font.family": [FAMILY, "DejaVu Sans"],
    "font.size": 16,
    "axes.labelsize": 16,
    "axes.labelcolor": SOFT,
    "axes.edgecolor": SOFT,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#ebe8e1",
    "grid.linewidth": 1.0,
    "xtick.labelsize": 15,
    "ytick.labelsize": 15,
    "xtick.color": INK,
    "ytick.color": INK,
    "text.color": INK,
    "legend.frameon": False,
    "legend.fontsize": 15,
    "lines.linewidth": 2.6,
    "hatch.linewidth": 1.5,
    "figure.facecolor": PAPER,
    "axes.facecolor": PAPER,
}


@cache
def _prepare() -> None:
    """Make the font known to matplotlib and set the rules: once, when the first figure is drawn.

    What a matplotlibrc of this machine says (other letters, TeX, another size of a point) counts no more from then on,
    nor what a cell has set before the first figure.
    """
    import matplotlib as mpl
    from cycler import cycler
    from matplotlib import font_manager

    for path in sorted(FONTS.glob("*.ttf")):
        font_manager.fontManager.addfont(str(path))
    rules: dict[Any, Any] = RULES | {"axes.prop_cycle": cycler(color=CYCLE)}
    mpl.rcdefaults()
    mpl.rcParams.update(rules)
    # What is loaded by now stays loaded. Else Python would look through all of matplotlib and pandas for what could be
    # thrown away, with every few figures: a tenth of a second each time.
    gc.freeze()


def new_figure(
    height: float, left: float = 0.06, right: float = 0.97, top: float = 0.96, bottom: float = 0.14
) -> Figure:
    """An empty figure of the house width; height in inches, margins as fractions of the figure.

    It belongs to nobody: not to pyplot, so figures cannot pile up in memory.
    """
    _prepare()
    from matplotlib.figure import Figure

    from mineros.press import Canvas

    figure = Figure(figsize=(WIDTH, height), dpi=DPI)  # what is measured while drawing is what will be painted
    Canvas(figure)
    figure.subplots_adjust(left=left, right=right, top=top, bottom=bottom)
    return figure


def bare(axes: Axes, *sides: str) -> None:
    """Take away the frame lines and tick marks of some sides ("left", "bottom")."""
    for side in sides:
        axes.spines[side].set_visible(False)
    axes.tick_params(left="left" not in sides, bottom="bottom" not in sides)


def head(axes: Axes, words: str, **letters: Any) -> None:
    """Write what a panel shows over its left edge, at a set height: to find one, matplotlib would measure all ticks."""
    axes.set_title(words, loc="left", y=1, **letters)
