"""A picture of a chart: the file is packed by the pack itself, and every pixel is the one that matplotlib drew."""

from __future__ import annotations

import io

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image

from drawn import given, pack
from mineros import charts
from mineros.figure import DPI, as_png


def by_matplotlib(figure: Figure, dots: int) -> bytes:
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=dots)
    return file.getvalue()


def opened(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


def clear() -> Figure:
    """A reader's own figure, of an odd size, on a ground that is half seen through."""
    figure = Figure(figsize=(6.43, 3.217), facecolor=(1, 0, 0, 0.5))
    figure.add_subplot().plot([1, 3, 2])
    return figure


FIGURES = {
    "days": lambda: charts.draw("days", pack("es").tables, *given("days", "es")).figure,
    "money": lambda: charts.draw("money", pack("en").tables, *given("money", "en")).figure,
    "clear": clear,
}


@pytest.mark.parametrize("dots", [0, 72, 200])
@pytest.mark.parametrize("name", FIGURES)
def test_every_pixel_is_as_matplotlib_drew_it_and_the_file_is_hardly_larger(name, dots):
    figure = FIGURES[name]()
    ours = as_png(figure, dots)
    theirs = by_matplotlib(figure, dots or DPI)
    one, other = opened(ours), opened(theirs)
    assert np.array_equal(np.asarray(one), np.asarray(other))
    assert one.info["dpi"] == other.info["dpi"]
    assert len(ours) <= len(theirs) * 1.15  # it tries filters on each row, for three times as long


@pytest.mark.parametrize("width", [2.3, 4.6, 8.7, 9.2, 10.2, 7.777])
def test_a_picture_is_as_wide_as_matplotlib_makes_it_also_where_a_product_is_a_hair_below_a_whole_number(width):
    figure = Figure(figsize=(width, 1))
    figure.add_subplot().plot([1, 3, 2])
    for dots in (DPI, 200):
        ours, theirs = opened(as_png(figure, dots)), opened(by_matplotlib(figure, dots))
        assert np.array_equal(np.asarray(ours), np.asarray(theirs))
    assert figure.dpi == 100, "a picture leaves the chart as it was"


def test_a_readers_own_setting_does_not_cut_the_picture():
    whole = opened(as_png(clear()))
    with mpl.rc_context({"savefig.bbox": "tight"}):
        assert opened(as_png(clear())).size == whole.size
