"""Colors are told apart by every eye, or something else than color tells the same; marks and letters stand out.

The least distance is 10 in CIEDE2000, ten times what is just noticed side by side: marks are small and lie apart, and
differences shrink with both (Szafir, "Modeling Color Difference for Visualization Design", IEEE TVCG 24(1), 2018).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import pytest
from matplotlib.axes import Axes
from matplotlib.collections import Collection, PathCollection
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.text import Text

from colors import SEEN_AS, apart, ciede2000
from drawn import TABLES, contrast, drawn, drawn_texts
from mineros import geo, style
from mineros.charts.exile.courts import WATER

FIGURE = pytest.mark.parametrize("name", TABLES)
LEAST = 10
# What lies behind the marks and is no mark: bands, rules between rows, land, and the river of courts, which is as wide
# as the marks in it are many.
BEHIND = {to_hex(color) for color in (style.PALE, style.PAPER, geo.LAND, "#f4f1ea", "#f7efe6", WATER)}
NOTHING = ("None", "none", None, "", " ")


@dataclass(frozen=True)
class Mark:
    """What is drawn for a number. sign: all of its look but the colors, of its inside and of its edge.

    rows: the heights where it stands, if it stands at some.
    """

    sign: tuple[str, ...]
    colors: tuple[str, ...]
    rows: frozenset[float] = frozenset()


def marks(axes: Axes) -> Iterator[Mark]:
    """Every mark of a chart. The cells of a heat map are none: each has its number in it."""
    for artist in [*axes.patches, *axes.lines, *axes.collections]:
        mark = of_patch(artist) if isinstance(artist, Patch) else None
        mark = of_line(artist) if isinstance(artist, Line2D) else mark
        mark = of_collection(artist) if isinstance(artist, Collection) else mark
        is_cell = isinstance(artist, Rectangle) and len(axes.texts) == len(axes.patches)
        if mark and not is_cell and not set(mark.colors) <= BEHIND:
            yield mark


def of_patch(patch: Patch) -> Mark:
    """A bar, a cell, an arrow."""
    edge = patch.get_edgecolor() if patch.get_linewidth() else patch.get_facecolor()
    filled = [patch.get_facecolor()] if patch.get_fill() else []
    sign = (type(patch).__name__, str(patch.get_hatch() or ""), str(patch.get_linestyle()))
    rows = frozenset({round(float(patch.get_y()), 3)}) if hasattr(patch, "get_y") else frozenset()
    return Mark(sign, hexes([*filled, edge]), rows)


def of_line(line: Line2D) -> Mark:
    """A line, points, or both."""
    marker = "" if line.get_marker() in NOTHING else str(line.get_marker())
    dash = "" if line.get_linestyle() in NOTHING else str(line._dash_pattern)
    inside = line.get_markerfacecolor()
    is_empty = inside in NOTHING or to_hex(inside) == style.PAPER
    filled = "empty" if is_empty else str(line.get_fillstyle())
    colors = [line.get_color()] if dash else []
    if marker:
        colors += [color for color in (line.get_markerfacecolor(), line.get_markeredgecolor()) if color not in NOTHING]
    heights = frozenset(round(float(y), 3) for y in line.get_ydata())
    rows = heights if not dash or len(heights) == 1 else frozenset()
    return Mark(("line", dash, marker, filled if marker else ""), hexes(colors), rows)


def of_collection(drawn_together: Collection) -> Mark:
    """Points of one scatter, areas, or lines."""
    points = isinstance(drawn_together, PathCollection)
    shape = str(drawn_together.get_paths()[0].vertices.round(2).tolist()) if points else ""
    dashes = str(drawn_together.get_linestyles()[:1])
    rows = frozenset(round(float(y), 3) for _, y in drawn_together.get_offsets()) if points else frozenset()
    colors = [*drawn_together.get_facecolors(), *drawn_together.get_edgecolors()]
    return Mark((type(drawn_together).__name__, drawn_together.get_hatch() or "", shape, dashes), hexes(colors), rows)


def hexes(colors: list) -> tuple[str, ...]:
    return tuple(dict.fromkeys(to_hex(color) for color in colors if not (isinstance(color, tuple) and color[-1] == 0)))


def ink(mark: Mark) -> str:
    """The color of a mark that stands out most from the paper."""
    return max(mark.colors, key=lambda color: contrast(color, style.PAPER))


def differ(one: Mark, other: Mark, seen: str) -> float:
    """How far apart the insides of two marks are, or their edges."""
    insides, edges = ((mark.colors[0] for mark in (one, other)), (mark.colors[-1] for mark in (one, other)))
    return max(apart(*insides, seen), apart(*edges, seen))


def have_signs_of_their_own(one: str, other: str, all_marks: list[Mark]) -> bool:
    """Whether each of two colors also comes with a sign that the other never has, as the points on a line."""
    signs = [{mark.sign for mark in all_marks if ink(mark) == color} for color in (one, other)]
    return bool(signs[0] - signs[1]) and bool(signs[1] - signs[0])


def confused(axes: Axes) -> list[str]:
    """Pairs of marks that only color tells apart, and not for every eye."""
    found, everything = [], list(marks(axes))
    kinds: dict[tuple, Mark] = {}
    for mark in everything:
        key = (mark.sign, mark.colors)
        before = kinds.get(key)
        kinds[key] = Mark(mark.sign, mark.colors, mark.rows | (before.rows if before else frozenset()))
    for one, other in combinations(kinds.values(), 2):
        if one.sign != other.sign or one.colors == other.colors:
            continue
        if one.rows and other.rows and not one.rows & other.rows:
            continue  # each has rows of its own, with their names beside them
        near = {seen: round(differ(one, other, seen), 1) for seen in SEEN_AS}
        if min(near.values()) < LEAST and not have_signs_of_their_own(ink(one), ink(other), everything):
            found.append(f"{one.sign} {ink(one)} and {ink(other)}: {near}")
    return found


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [  # of the 34 pairs in the article of Sharma, Wu and Dalal: blue, gray, the edges of the hue circle, far, dark
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 0, 0), (50, -1, 2), 2.3669),
        ((50, 2.49, -0.001), (50, -2.49, 0.0009), 7.1792),
        ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
        ((50, -0.001, 2.49), (50, 0.0011, -2.49), 4.7461),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((22.7233, 20.0904, -46.694), (23.0331, 14.973, -42.5619), 2.0373),
        ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_distance_of_colors_is_that_of_the_article(one: tuple, other: tuple, distance: float) -> None:
    assert ciede2000(one, other) == pytest.approx(distance, abs=5e-5)
    assert ciede2000(other, one) == pytest.approx(distance, abs=5e-5)


def test_a_color_that_some_eyes_confuse_is_found() -> None:
    """The matrices do what they are for: red and green of one lightness come together, but not for everybody."""
    assert apart("#b3541e", "#117733") > 40
    assert apart("#b3541e", "#117733", "protanopia") < 5
    assert apart("#1f5f8b", "#117733", "tritanopia") < LEAST < apart("#1f5f8b", "#117733", "deuteranopia")
    blank = style.new_figure(3).subplots()
    for height, color in enumerate(("#b3541e", "#117733")):
        blank.plot([0, 1], [height, 2 - height], color=color)
    assert len(confused(blank)) == 1


@FIGURE
def test_nothing_is_told_by_color_alone(name: str) -> None:
    for axes in drawn(name, "en").figure.axes:
        assert confused(axes) == []


@FIGURE
def test_every_mark_stands_out_from_the_paper(name: str) -> None:
    """3:1, as WCAG 2.2 asks of graphics (1.4.11)."""
    for axes in drawn(name, "en").figure.axes:
        for mark in marks(axes):
            assert contrast(ink(mark), style.PAPER) >= 3, mark


@FIGURE
def test_every_letter_stands_out_from_what_it_stands_on(name: str) -> None:
    """4.5:1, and 3:1 for large letters: of 18 points, or of 14 in bold (WCAG 2.2, 1.4.3)."""
    for text in drawn_texts(drawn(name, "en").figure):
        is_large = text.get_fontsize() >= (14 if text.get_fontweight() in ("bold", 700) else 18)
        assert contrast(to_hex(text.get_color()), below(text)) >= (3 if is_large else 4.5), text.get_text()


def below(text: Text) -> str:
    """What lies under the middle of a text: its box or halo, a point, a bar or a cell, or the paper."""
    if (box := text.get_bbox_patch()) and box.get_facecolor()[3]:
        return to_hex(box.get_facecolor())
    if text.get_path_effects():
        return to_hex(text.get_path_effects()[0]._gc["foreground"])
    extent = text.get_window_extent()
    middle = ((extent.x0 + extent.x1) / 2, (extent.y0 + extent.y1) / 2)
    for axes in text.figure.axes:
        for line in axes.lines:
            if line.get_marker() not in NOTHING and to_hex(line.get_markerfacecolor()) != style.PAPER:
                radius = line.get_markersize() / 2 / 72 * text.figure.dpi
                places = axes.transData.transform(line.get_xydata())
                if any(math.dist(middle, place) < radius for place in places):
                    return to_hex(line.get_markerfacecolor())
    patches = [patch for axes in text.figure.axes for patch in axes.patches if patch.get_fill()]
    under = [patch for patch in patches if patch.contains_point(middle) and patch.get_facecolor()[3] == 1]
    return to_hex(under[-1].get_facecolor()) if under else style.PAPER


def test_colors_of_a_reader_s_own_chart_are_told_apart_by_every_eye() -> None:
    for one, other in combinations(style.CYCLE, 2):
        for seen in SEEN_AS:
            assert apart(one, other, seen) >= LEAST, (one, other, seen)
    assert all(contrast(color, style.PAPER) >= 3 for color in style.CYCLE)
