"""Charts that students make themselves: what cannot be painted is told in one sentence, what can is left whole."""

from __future__ import annotations

import signal
import sys
import weakref

import matplotlib.pyplot as plt
import pytest
from matplotlib.dates import DateFormatter

from mineros import open_pack
from mineros.errors import ChartError

SAID = {"title": "a", "finding": "b", "table": "warnings"}


@pytest.fixture(params=["en", "es"])
def pack(request, tmp_path, monkeypatch):
    monkeypatch.setenv("MINEROS_WORK", str(tmp_path))
    monkeypatch.setattr("IPython.display.display", lambda *_, **__: None)
    return open_pack(request.param)


@pytest.fixture
def chart():
    figure, axes = plt.subplots(figsize=(8, 4))
    yield axes
    plt.close(figure)


def test_a_chart_whose_size_was_given_in_dots_is_told_before_it_fills_the_memory(pack, chart, monkeypatch):
    chart.figure.set_size_inches(800, 400)
    monkeypatch.setattr("matplotlib.backends.backend_agg.FigureCanvasAgg.draw", lambda _: pytest.fail("it is painted"))
    with pytest.raises(ChartError, match=r"800 (by|por) 400"):
        pack.show(chart, **SAID)


def test_numbers_that_are_no_dates_under_an_axis_of_dates_are_told_in_one_sentence(pack, chart):
    chart.plot([1e9, 2e9], [1, 2])
    chart.xaxis.set_major_formatter(DateFormatter("%Y"))
    with pytest.raises(ChartError, match=r"cannot be painted|no se puede dibujar"):
        pack.show(chart, **SAID)


def test_a_long_label_is_broken_into_lines_but_never_within_a_formula(pack, chart):
    long = "Una cosa larga que se cuenta a lo largo de los años y de las minas"
    formula = r"Una cosa larga que se cuenta a lo largo de $\frac{a + b}{c + d}$"
    chart.set_xlabel(long)
    chart.set_ylabel(formula)
    pack.show(chart, **SAID)
    assert chart.get_xlabel().replace("\n", " ") == long != chart.get_xlabel()
    assert chart.get_ylabel() == formula


def test_a_figure_that_is_stopped_while_python_clears_up_is_finished_and_then_stopped(pack):
    """An interrupt in a callback of the collector is lost: Python prints it, and the cell goes on."""

    def press(frame, event, _):
        if event == "call" and frame.f_code.co_filename == weakref.__file__ and frame.f_code.co_name == "remove":
            signal.raise_signal(signal.SIGINT)

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.setprofile(press)
    try:
        with pytest.raises(KeyboardInterrupt):
            pack.figure("rates", pack.fatalities)
    finally:
        sys.setprofile(None)
        signal.signal(signal.SIGINT, before)
