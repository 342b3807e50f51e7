"""Every exercise tried against hundreds of wrong values, none accepted, and right values in many dresses, none refused.

The counts are printed: `python3 run.py test tests/test_tries.py -s`.
"""

from __future__ import annotations

import functools
import itertools
import json
import math
import time
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from unittest.mock import MagicMock

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from exercises import CHECKED, TASKS, right, wrong
from mineros import check, figure, keys, tries
from mineros.answers import Answers
from mineros.check import drawings, forms
from mineros.texts import plain
from mineros.words import LANGUAGES, Words

EN = Words("en")


@functools.cache
def entry_of(name: str) -> dict:
    return keys.of_exercise(TASKS[name])


@pytest.fixture(autouse=True)
def _no_chart_is_painted_or_stays_open(monkeypatch):
    """To paint the picture of a right or wrong chart takes half the time, and no check looks at pixels."""
    monkeypatch.setattr(figure, "as_png", lambda *_: b"\0" * 24)
    yield
    plt.close("all")


# --- wrong values, by kind ------------------------------------------------------------------------------------------


def wrong_numbers(value: float, step: float) -> list:
    return [
        value + step, value - step, value + 2 * step, -value - step, value * 10 + step, value / 10 - step, value + 1000,
        f"{value + step}", f"{value} kilometers", f"{value} bananas", "many", math.nan, math.inf, 10**400, "1e400",
        [], {}, True, [value], pd.Series([value, value]), np.array([value, value]), pd.NaT, pd.NA, 1j, object(), len,
        Fraction(1, 3), "12 12", f"{value}; {value}", "1,2", timedelta(days=3, hours=5),
    ]  # fmt: skip


def wrong_dates(value: date) -> list:
    moment = pd.Timestamp(value)
    return [
        moment + pd.Timedelta(days=1), moment - pd.Timedelta(days=1), moment + pd.DateOffset(years=1),
        moment - pd.DateOffset(months=1), str((moment + pd.Timedelta(days=7)).date()), f"{moment.year}",
        f"{moment:%Y-%m}", f"{moment:%d/%m/%Y}", moment.year, pd.NaT, "2006-02-30", "February 30, 2006", "yesterday",
        [moment], pd.Series([moment]), 0, math.nan, {}, True, np.datetime64("NaT"),
    ]  # fmt: skip


def wrong_choices(value: str, options: list[str]) -> list:
    others = [option for option in options if option != value]
    return [*others, value.upper() + "x", f"{value}, {others[0]}", [value], (value,), {value}, 0, 1, True, math.nan,
            value[:-1], b"x", object()]  # fmt: skip


def wrong_sets(value: list) -> list:
    value = list(map(str, value))
    return [
        value[1:], value[:-1], [*value, "S9999"], [*value[:-1], "S9999"], ["x"], {value[0]: 1}, 7, math.nan, True,
        "; ".join(value) + ";", [value], pd.DataFrame({"a": value}), b"x", [[], []], object(), pd.Series([], dtype=str),
        pd.Series(value).str, pd.DataFrame({"a": value}).loc,
    ]  # fmt: skip


def wrong_orders(value: list) -> list:
    swapped = [[*value[:n], value[n + 1], value[n], *value[n + 2 :]] for n in range(len(value) - 1)]
    swapped = [order for order in swapped if order != list(value)]  # two items may share an option
    return [
        *swapped, value[1:], value[:-1], [*value, value[0]], dict.fromkeys(value), set(value), " > ".join(value), 1,
        math.nan, [*value[:-1], "other"], [None] * len(value), b"x", [value], True, object(),
        *([value[::-1]] if value[::-1] != list(value) else []),
    ]  # fmt: skip


def wrong_tables(value, entry: dict) -> list:
    frame = as_frame(value, entry)
    numeric = [name for name in frame if pd.api.types.is_numeric_dtype(frame[name])]
    changed = []
    for name in numeric:
        more = frame.copy()
        more[name] = more[name] + 1
        gap = frame.astype({name: float})
        gap.loc[0, name] = math.nan
        changed += [more, gap, frame.assign(**{name: -frame[name] - 1}), frame.assign(**{name: frame[name] * 1000 + 7})]
    found = [
        frame.iloc[1:], frame.iloc[:-1], pd.concat([frame, frame.iloc[:1]]), frame.iloc[:0], frame.iloc[:, :1],
        *changed,
        frame.rename(columns={frame.columns[0]: "other"}), 7, "table", [], {}, math.nan, True, object(), [frame],
        frame.columns, pd.Series([1, 2, 3, 4, 5, 6, 7]), frame.astype(str) + "x",
    ]  # fmt: skip
    if entry.get("ordered"):
        found += [frame.iloc[::-1]]
    return found


def wrong_functions(function) -> list:
    def stops(*given):
        raise KeyError("no such day")

    def forever(*given):
        return forever(*given)

    def without():
        return 1

    def too_many(a, b, c, d, e, f):
        return 1

    return [
        lambda *given: 0, lambda *given: -1, lambda *given: "", lambda *given: None, lambda *given: ...,
        lambda *given: math.nan, lambda *given: [], lambda *given: "open", lambda *given: function,
        lambda *given: given,
        lambda *given: 10**9, lambda *given: True, stops, forever, without, too_many, 7, "length", [], {}, int,
        math.nan, object(), print,
    ]  # fmt: skip


def wrong_figures(axes) -> list:
    _, empty = plt.subplots()
    _, line = plt.subplots()
    line.plot([1, 2, 3, 4], [4, 3, 2, 1])
    _, bars = plt.subplots()
    bars.bar(["a", "b", "c"], [1, 2, 3])
    _, dots = plt.subplots()
    dots.scatter([1, 2, 3], [3, 2, 1])
    _, pie = plt.subplots()
    pie.pie([1, 2, 3])
    for drawn in (line, bars, dots):
        drawn.set_xlabel("x")
        drawn.set_ylabel("y")
    return [
        line, bars, dots, without_label(axes, "x"), without_label(axes, "y"), line.figure, bars.figure, 7, "figure", [],
        {}, math.nan, True, object(), plt, pd.DataFrame({"a": [1]}), [axes], line.get_lines(), empty, empty.figure,
        np.array([]), np.float64(7), np.int64(7), np.array(7), np.zeros((3, 3)), np.datetime64("2006"), pie,
    ]  # fmt: skip


class Unlabeled:
    """Axes as they are, but for one label."""

    def __init__(self, axes, axis: str) -> None:
        self._axes, self._axis = axes, axis

    def __getattr__(self, name: str):
        return (lambda: " ") if name == f"get_{self._axis}label" else getattr(self._axes, name)


def without_label(axes, axis: str) -> Unlabeled:
    return Unlabeled(axes, axis)


def wrong_values(name: str) -> list:
    task, value = TASKS[name], right(name)
    entry = entry_of(name)
    known = [given for _, given in wrong(name)]
    if task.kind == "number":
        return known + wrong_numbers(float(str(value)), float(entry["step"]))
    if task.kind == "choice":
        return known + wrong_choices(value, [option["id"] for option in task.key.get("option", [])] or ["x", value])
    makers = {
        "date": lambda: wrong_dates(pd.Timestamp(forms.canonical("date", value, {})).date()),
        "set": lambda: wrong_sets(sorted(map(str, forms.canonical("set", value, {}).split(" | ")))),
        "ordering": lambda: wrong_orders(forms.items(value)),
        "table": lambda: wrong_tables(value, entry),
        "function": lambda: wrong_functions(value),
        "figure": lambda: wrong_figures(value),
    }
    return known + makers[task.kind]()


# --- right values, by kind ------------------------------------------------------------------------------------------


def as_frame(value, entry: dict) -> pd.DataFrame:
    """The asked columns of a table answer, whatever its shape."""
    rows = [list(row) for row in forms._rows(value, entry["columns"])]
    return pd.DataFrame(rows, columns=entry["columns"])


def right_numbers(value: float, entry: dict) -> list:
    value = value.item() if hasattr(value, "item") else value
    found = [value, float(value), np.float64(value), f"{value}", f"  {value} ", Decimal(str(value)), f"{value:,}",
             value + float(entry["step"]) * 1e-9]  # fmt: skip
    if float(value).is_integer():
        found += [int(value), np.int64(int(value)), f"{int(value)}.0", f"{int(value):,}", np.int32(int(value))]
    units = [unit for names in entry.get("units", {}).values() for unit in names]
    found += [f"{value} {unit}" for unit in units] + [f"{value}{unit.upper()}" for unit in units]
    found += [f"{value} {plain(unit)}" for unit in units]
    if "days" in units and float(entry["step"]) == 1.0 and abs(value) < 10_000:
        found += [timedelta(days=int(value)), pd.Timedelta(days=int(value)), np.timedelta64(int(value), "D")]
    return found


def right_dates(value: date) -> list:
    return [
        value, datetime(value.year, value.month, value.day, 13, 5), pd.Timestamp(value),
        np.datetime64(value.isoformat()),
        value.isoformat(), f" {value.isoformat()} ", f"{value.isoformat()}T00:00:00", EN.date(value.isoformat()),
        Words("es").date(value.isoformat()), Words("es").date(value.isoformat()).upper(),
        f"{value:%B} {value.day}, {value.year}", f"{value:%b} {value.day}, {value.year}",
        *(Words("es").date(value.isoformat()).replace(" ", mark, 1) for mark in (".º ", "º ", "° ", "o. ", "o ")),
        pd.Timestamp(value, tz="America/Mexico_City"),
    ]  # fmt: skip


def right_sets(value: list) -> list:
    return [
        list(value), tuple(value), set(value), frozenset(value), value[::-1], [*value, value[0]], pd.Series(value),
        np.array(value), pd.Index(value), iter(list(value)), (part for part in value), ", ".join(value),
        ",".join(value),
        [f" {part} " for part in value],
    ]  # fmt: skip


def right_orders(value: list) -> list:
    return [list(value), tuple(value), pd.Series(value), np.array(value), pd.Index(value), iter(list(value)),
            [f" {part} " for part in value], (part for part in value)]  # fmt: skip


def right_tables(value, entry: dict) -> list:
    frame = as_frame(value, entry)
    found = [
        value, frame, frame[frame.columns[::-1]], frame.assign(more=range(len(frame))),
        frame.set_index(frame.columns[0]),
        frame.set_index(list(frame.columns)[:2]), frame.set_axis(range(100, 100 + len(frame))),
        frame.astype(object),
        *(frame.astype({name: float}) for name in frame if pd.api.types.is_integer_dtype(frame[name])),
    ]  # fmt: skip
    if len(frame.columns) == 2:
        first, second = frame.columns
        found += [frame.set_index(first)[second], frame.set_index(first)[second].rename("other")]
        found += [dict(zip(frame[first], frame[second], strict=True))]
        found += [frame.set_index([first])[second].set_axis(pd.MultiIndex.from_arrays([frame[first]]))]
    if not entry.get("ordered"):
        found += [frame.iloc[::-1], frame.sample(frac=1, random_state=1), frame.sort_values(list(frame.columns)[-1])]
    return found


class Callable:
    def __init__(self, function) -> None:
        self.function = function

    def __call__(self, *given):
        return self.function(*given)


def right_functions(function) -> list:
    def as_numpy(*given):
        found = function(*given)
        return np.int64(found) if isinstance(found, int) and not isinstance(found, bool) else found

    def as_text(*given):
        found = function(*given)
        return str(found) if isinstance(found, int | float) and not isinstance(found, bool) else found

    def with_more(*given, more=None):
        return function(*given)

    return [function, as_numpy, as_text, with_more, functools.partial(function),
            Callable(function)]  # fmt: skip


def right_figures(axes) -> list:
    _, empty = plt.subplots()
    return [axes, axes.figure, np.array([axes]), np.array([[axes]]), np.array([empty, axes])]


def right_values(name: str) -> list:
    task, value = TASKS[name], right(name)
    entry = entry_of(name)
    if task.kind == "choice":
        return [value, f" {value} ", f"{value}\n", np.str_(value)]
    makers = {
        "number": lambda: right_numbers(value if not isinstance(value, str) else float(value), entry),
        "date": lambda: right_dates(date.fromisoformat(forms.canonical("date", value, {}))),
        "set": lambda: right_sets(forms.canonical("set", value, {}).split(" | ")),
        "ordering": lambda: right_orders(forms.items(value)),
        "table": lambda: right_tables(value, entry),
        "function": lambda: right_functions(value),
        "figure": lambda: right_figures(value),
    }
    return makers[task.kind]()


# --- tried -----------------------------------------------------------------------------------------------------------


def shown(value) -> str:
    return f"{type(value).__name__} {value!r}"[:200]


def test_none_of_the_wrong_values_is_accepted_and_each_gets_one_sentence(capsys):
    tried, accepted = 0, []
    for name in CHECKED:
        for value in wrong_values(name):
            verdict = check.check(name, value, EN)
            tried += 1
            if verdict.right:
                accepted.append((name, shown(value)))
            assert verdict.message and "\n" not in verdict.message.strip()
        plt.close("all")
    with capsys.disabled():
        print(f"\nwrong values: {tried} tried over {len(CHECKED)} tasks, {len(accepted)} accepted")
    assert accepted == []
    assert tried >= 300


def test_none_of_the_right_values_is_refused_whatever_its_dress(capsys):
    tried, refused = 0, []
    for name in CHECKED:
        for value in right_values(name):
            verdict = check.check(name, value, EN)
            tried += 1
            if not verdict.right:
                refused.append((name, shown(value), verdict.message))
        plt.close("all")
    with capsys.disabled():
        print(f"\nright values: {tried} tried over {len(CHECKED)} tasks, {len(refused)} refused")
    assert refused == []
    assert tried >= 150


def test_the_right_answer_of_another_task_is_not_accepted(capsys):
    tried, same = 0, []
    plain = [name for name in CHECKED if TASKS[name].kind not in ("function", "figure")]
    for place, name in enumerate(plain):
        for other in (plain[place - 1], plain[place - 2], plain[(place + 3) % len(plain)]):
            value = right(other)
            tried += 1
            if check.check(name, value, EN).right:
                same.append((name, other, shown(value)))
    with capsys.disabled():
        print(f"\nanswers of another task: {tried} tried, {len(same)} accepted")
    assert same == []


@pytest.mark.parametrize("name", CHECKED)
def test_each_known_slip_gets_the_hint_that_was_written_for_it(name):
    if TASKS[name].kind == "function":
        for slip, values in TASKS[name].wrong():
            hints = {check.check(name, value, EN).hint for value in values}
            assert hints & ({slip["slip"]} | {found["slip"] for found, _ in TASKS[name].wrong()}), slip
        return
    for slip, values in TASKS[name].wrong():
        for value in values:
            verdict = check.check(name, value, EN)
            assert (verdict.hint, verdict.message) == (slip["slip"], slip["en"])


# --- values that break -----------------------------------------------------------------------------------------------


class Touchy:
    """Breaks wherever it is touched."""

    def _break(self, *given):
        raise RuntimeError("do not touch")

    __getattr__ = __str__ = __repr__ = __iter__ = __len__ = __eq__ = __float__ = __bool__ = __call__ = _break
    __hash__ = None
    __class__ = property(_break)
    __signature__ = property(_break)


class Agreeable:
    """Has every attribute, and gives itself whatever is asked."""

    def __getattr__(self, name: str):
        return self

    def __call__(self, *given):
        return self


class Pretender:
    """Says that it is a text."""

    __class__ = str


def breaking() -> list:
    deep: list = []
    for _ in range(100_000):
        deep = [deep]
    specs = (str, list, dict, len, pd.DataFrame, pd.Series, plt.Axes, plt.Figure)
    mocks = [MagicMock(), MagicMock(return_value=0), *(MagicMock(spec=spec) for spec in specs)]
    return [
        *mocks, Touchy(), Agreeable(), Pretender(), deep, [10**5_000], itertools.count(), itertools.repeat("x"),
        range(10**12), lambda *_: MagicMock(), lambda *_: Touchy(), lambda *_: Agreeable(), itertools.count,
        lambda *_: itertools.repeat("x"), pd.Series(range(1_000_000)), pd.DataFrame({"a": [1]}).groupby("a"),
        pd.DataFrame({"a": [1]}).style, np.add,
    ]  # fmt: skip


@pytest.mark.parametrize("name", {task.kind: name for name, task in CHECKED.items()}.values())
def test_a_value_that_breaks_or_agrees_to_everything_is_refused_in_a_sentence_and_kept_as_a_short_text(name, tmp_path):
    answers = Answers(EN, tmp_path)
    began = time.monotonic()
    for value in breaking():
        verdict = tries.note(name, value, answers)
        assert not verdict.right
        assert verdict.message
        assert isinstance(tries.shown(value), str)
    json.loads((tmp_path / "answers.json").read_text("utf-8"))
    assert time.monotonic() - began < 20, "a long value is cut, not read to its end"


# --- charts that say more or something else ---------------------------------------------------------------------------


def labeled():
    _, axes = plt.subplots()
    axes.set(xlabel="x", ylabel="y")
    return axes


def drawn(marks: str, axes) -> str:
    return drawings.canonical(axes, {"marks": marks})


def test_stems_error_bars_and_areas_beside_the_dots_add_no_dot():
    plain_dots = labeled()
    plain_dots.scatter([2, 3], [4, 5])
    for add in (
        lambda axes: axes.vlines([2, 3], 0, [4, 5]),
        lambda axes: axes.fill_between([2, 3], 0, [4, 5]),
    ):
        axes = labeled()
        axes.scatter([2, 3], [4, 5])
        add(axes)
        assert drawn("points", axes) == drawn("points", plain_dots)
    for draw in ("stem", "errorbar"):
        axes = labeled()
        getattr(axes, draw)([2, 3], [4, 5], **({"yerr": 1, "fmt": "o"} if draw == "errorbar" else {}))
        assert drawn("points", axes) == drawn("points", plain_dots)


def test_dots_alone_are_no_line_and_dots_on_a_line_add_nothing_to_it():
    line, dots, both = labeled(), labeled(), labeled()
    line.plot([1, 2, 3], [3, 1, 2])
    dots.plot([1, 2, 3], [3, 1, 2], "o")
    both.plot([1, 2, 3], [3, 1, 2])
    both.plot([1, 2, 3], [3, 1, 2], "o")
    assert drawn("line", both) == drawn("line", line)
    with pytest.raises(drawings.NotDrawnError, match="marks-line"):
        drawn("line", dots)


def test_a_bar_without_a_number_draws_nothing():
    whole, gap = labeled(), labeled()
    whole.barh(["a", "b"], [1, 2])
    gap.barh(["a", "none", "b"], [1, math.nan, 2])
    assert drawn("bars", gap) == drawn("bars", whole)


@pytest.mark.parametrize("marks", ["bars", "line", "points"])
def test_whatever_else_is_drawn_is_not_called_nothing(marks):
    pie, picture, pieces = labeled(), labeled(), labeled()
    pie.pie([1, 2])
    picture.imshow([[1, 2], [3, 4]])
    pieces.hlines([1, 2], 0, 1)
    for axes in (pie, picture, pieces):
        with pytest.raises(drawings.NotDrawnError, match=f"marks-{marks}"):
            drawn(marks, axes)
    with pytest.raises(drawings.NotDrawnError, match="no-data"):
        drawn(marks, labeled())


# --- sentences that help ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_decimal_comma_a_slashed_date_and_an_unnamed_column_are_told_the_way_out(language):
    words = Words(language)
    assert "0.5" in check.check("04-e6", "8,8", words).message
    assert "2010-01-31" in (said := check.check("00-e6", "06/02/2019", words).message)
    assert ("year first" if language == "en" else "año primero") in said
    sizes = pd.DataFrame({"source_id": ["S0001"], "size": [4]})
    said = check.check("00-e7", sizes, words).message
    assert "count" in said and ("that name" if language == "en" else "ese nombre") in said


def test_numbers_in_a_set_are_the_same_as_in_a_list():
    assert forms.canonical("set", {2006.0, 2012.0}, {}) == forms.canonical("set", [2006, 2012], {})


@pytest.mark.parametrize("kind", [set, frozenset])
def test_a_set_is_shown_in_the_order_of_the_alphabet_whatever_order_python_keeps_it_in(kind):
    names = [f"name {number:03}" for number in range(40)]
    assert tries.shown(kind(names)) == "{" + ", ".join(map(repr, names)) + "}"
    assert tries.shown(set()) == "set()"
