"""Where a check could slip unnoticed: at its limits, in the words of its hints, in what is kept of a try."""

from __future__ import annotations

import functools
import itertools
import json
import math
from datetime import date, timedelta
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from mineros import check, folders
from mineros.check import drawings, forms, functions
from mineros.errors import QuestionError
from mineros.words import LANGUAGES, Words

EN, ES = Words("en"), Words("es")


def entry(kind: str, right: str = "", wrong: dict[str, str] | None = None, **more: Any) -> dict[str, Any]:
    """A task as the file of checks holds it; right and wrong answers in their canonical form."""
    slips = {
        text: {"slip": slip, "en": f"hint for {slip}", "es": f"pista de {slip}"} for text, slip in (wrong or {}).items()
    }
    return {
        "kind": kind, "salt": "s", "right": [check.digest("99-e1", "s", right)],
        "wrong": {check.digest("99-e1", "s", text): slip for text, slip in slips.items()},
        "hint": {"en": "look again", "es": "mira otra vez"}, "praise": {"en": "well done", "es": "bien hecho"}, **more,
    }  # fmt: skip


def case(args: list, right: str, gives: str = "number", about: str = "a case", **wrong: str) -> dict[str, Any]:
    made = entry("", right, {text: slip for slip, text in wrong.items()})
    return {"args": args, "gives": gives, "about": {"en": about, "es": "un caso"}} | {
        key: made[key] for key in ("right", "wrong")
    }


@pytest.fixture
def task(monkeypatch):
    """Set the only task there is, 99-e1, and get the verdict on a value."""
    monkeypatch.setattr(check, "ROUNDS", 1)

    def judged(made: dict[str, Any], value: Any, words: Words = EN) -> check.Verdict:
        monkeypatch.setattr(check, "_tasks", lambda: {"99-e1": made})
        return check.check("99-e1", value, words)

    return judged


@pytest.fixture(autouse=True)
def _no_chart_stays_open():
    yield
    plt.close("all")


# --- what is no answer yet -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [None, "", " \n", [], (), [None], ["", None], [None, ""], ("",)])
def test_nothing_is_called_nothing_and_not_a_blank(task, value):
    assert check.is_missing(value)
    assert task(entry("set", "a"), value, ES) == check.Verdict(False, ES("check.empty"))


@pytest.mark.parametrize("value", [..., [...], ["a", ...], (..., "b")])
def test_a_blank_that_is_left_is_called_a_blank(task, value):
    assert check.is_missing(value)
    assert task(entry("set", "a"), value, ES) == check.Verdict(False, ES("check.blank"))


@pytest.mark.parametrize("value", ["a", [0], ["a", ""], [None, 1], [False], 0, False, {}, set(), [[]], " a "])
def test_whatever_says_something_is_not_called_nothing(value):
    assert not check.is_missing(value)


def test_what_breaks_at_a_touch_is_told_what_is_expected_and_not_that_nothing_is_there(task):
    class Touchy:
        __class__ = property(lambda self: 1 / 0)

    for kind in ("number", "date", "choice", "set", "ordering"):
        assert task(entry(kind, "1"), Touchy()) == check.Verdict(False, EN(f"check.expected.{kind}"), "kind")


def test_half_an_emoji_is_a_wrong_choice_like_another(task):
    assert task(entry("choice", "a"), "\ud83d") == check.Verdict(False, "look again", "other")


# --- hints -----------------------------------------------------------------------------------------------------------


def test_another_unit_is_told_the_unit_that_is_asked_in_the_reader_s_language(task):
    made = entry("number", "3", units={"en": ["days", "day"], "es": ["días", "día"]})
    for words in (EN, ES):
        unit = made["units"][words.language][0]
        assert task(made, "3 hours", words) == check.Verdict(False, words("check.expected.unit", unit=unit), "unit")
    assert task(made, "3 días").right and task(made, "3 DAY").right and task(made, timedelta(days=3)).right


def test_a_table_without_a_column_is_told_which(task):
    made = entry("table", columns=["year", "dead"], step=1)
    told = ES("check.expected.column", column="dead")
    assert task(made, pd.DataFrame({"year": [1], "men": [2]}), ES) == check.Verdict(False, told, "kind")
    assert task(made, 7, ES) == check.Verdict(False, ES("check.expected.table"), "kind")


def test_hints_of_a_task_stand_by_their_slip_each_once_those_of_its_cases_too(monkeypatch):
    own = {"1": {"slip": "sign", "en": "minus", "es": "menos"}, "2": {"slip": "sign", "en": "plus", "es": "más"}}
    again = {"3": {"slip": "sign", "en": "minus", "es": "menos"}, "4": {"slip": "off", "en": "off", "es": "fuera"}}
    made = {"wrong": own, "hint": {"en": "look", "es": "mira"}, "cases": [{"wrong": again}]}
    monkeypatch.setattr(
        check, "_tasks", lambda: {"99-e1": made, "99-e2": {"wrong": {}, "hint": {"en": "a", "es": "b"}}}
    )
    assert check.slips("99-e1", ES) == {"sign": "menos / más", "off": "fuera", "other": "mira"}
    assert check.slips("99-e2", EN) == {"other": "a"}
    assert check.slips("99-e3", EN) == {}


@pytest.mark.parametrize("damage", [None, "{", "[]"])
def test_without_the_file_of_checks_there_is_no_check_and_one_sentence(tmp_path, monkeypatch, damage):
    file = tmp_path / "checks.json"
    if damage is not None:
        file.write_text(damage, "utf-8")
    monkeypatch.setattr(folders, "checks", lambda: file)
    check._tasks.cache_clear()
    try:
        assert check.exists("00-e1") is False
        assert check.slips("00-e1", EN) == {}
        with pytest.raises(QuestionError) as raised:
            check.check("00-e1", "a", ES)
        assert str(raised.value) == ES("error.damaged", file=str(file))
    finally:
        check._tasks.cache_clear()


# --- functions -------------------------------------------------------------------------------------------------------


def two_cases(**more: Any) -> dict[str, Any]:
    """A task that asks for a sum; its second case knows a slip."""
    return entry("function", cases=[case([1, 2], "3"), case([2, 2], "4", about="twins", product="5")], **more)


def test_a_function_that_holds_on_every_case_is_praised(task):
    assert task(two_cases(), lambda a, b: a + b, ES) == check.Verdict(True, "bien hecho")


def test_a_function_that_fails_on_a_later_case_is_told_which_and_with_which_slip(task):
    slipped = task(two_cases(), lambda a, b: a + b if a < b else 5)
    assert slipped == check.Verdict(False, EN("check.on_case", case="twins", hint="hint for product"), "product")
    other = task(two_cases(), lambda a, b: 3)
    assert other == check.Verdict(False, EN("check.on_case", case="twins", hint="look again"), "other")


@pytest.mark.parametrize("nothing", [None, ...])
def test_a_function_that_gives_nothing_back_is_told_so_and_it_is_no_try(task, nothing):
    assert task(two_cases(), lambda a, b: nothing) == check.Verdict(False, EN("check.gave_nothing"))


def test_a_function_that_gives_another_kind_is_told_which_is_expected(task):
    expected = ES("check.expected.number")
    told = ES("check.gave_other_kind", case="un caso", expected=expected)
    assert task(two_cases(), lambda a, b: [a], ES) == check.Verdict(False, told, "kind")


@pytest.mark.parametrize("value", [7, "sum", int, [sum]])
def test_what_is_no_function_is_told_how_many_values_one_would_take(task, value):
    assert task(two_cases(), value) == check.Verdict(False, EN("check.expected.function", n=2), "kind")


@pytest.mark.parametrize("value", [lambda a: a, lambda a, b, c: a, lambda: 1])
def test_a_function_of_more_or_fewer_values_is_told_how_many(task, value):
    assert task(two_cases(), value) == check.Verdict(False, EN("check.expected.takes", n=2), "kind")


def test_the_error_of_a_function_is_told_by_its_name_and_not_at_any_length(task):
    def loud(a, b):
        raise ValueError("ñ" * 5_000)

    told = EN("check.raised", error="ValueError: " + "ñ" * 200)
    assert task(two_cases(), loud) == check.Verdict(False, told, "raised")


def test_a_function_that_changes_what_it_is_given_harms_no_later_try(task):
    made = entry("function", cases=[case([[[1, 2]]], "2")])

    def greedy(rows):
        return rows[0].pop()

    assert task(made, greedy).right and task(made, greedy).right


def test_rows_in_a_case_reach_the_function_as_a_table_and_other_dicts_as_they_are():
    table, other, more = functions.arguments(
        {"args": [{"rows": [{"a": 1}, {"a": 2}]}, {"row": 1}, {"rows": [], "b": 1}]}
    )
    assert list(table["a"]) == [1, 2]
    assert (other, more) == ({"row": 1}, {"rows": [], "b": 1})


def test_a_function_that_hides_what_it_takes_is_called_all_the_same():
    class Hidden:
        __signature__ = property(lambda self: (_ for _ in ()).throw(ValueError("no signature")))

        def __call__(self, *given):
            return 1

    assert functions.takes(Hidden(), 2)
    assert functions.takes(lambda a, b=1: a, 1) and functions.takes(lambda a, b=1: a, 2)
    assert not functions.takes(lambda *, a: a, 1)


def test_of_a_function_without_a_source_the_name_is_kept_and_of_one_without_a_name_nothing():
    assert functions.source(len) == "len"
    assert functions.source(functools.partial(len)) == ""
    assert functions.source(entry).startswith("def entry(kind: str")


# --- charts ----------------------------------------------------------------------------------------------------------


def labeled(*axes: Any) -> Any:
    drawn = axes[0] if axes else plt.subplots()[1]
    drawn.set(xlabel="x", ylabel="y")
    return drawn


def shown(axes: Any, marks: str) -> str:
    return drawings.canonical(axes, {"marks": marks})


def lack(axes: Any, marks: str) -> str:
    with pytest.raises(drawings.NotDrawnError) as raised:
        shown(axes, marks)
    return str(raised.value)


def test_bars_are_read_by_their_length_upright_or_lying():
    upright, lying = labeled(), labeled()
    upright.bar([10, 20], [3, 5])
    lying.barh([10, 20], [3, 5])
    assert shown(upright, "bars") == shown(lying, "bars") == "3 | 5"


def test_bars_that_go_below_zero_hold_as_long_as_zero_is_on_the_axis():
    for draw in ("bar", "barh"):
        axes = labeled()
        getattr(axes, draw)([1, 2], [-3, -5])
        (axes.set_ylim if draw == "bar" else axes.set_xlim)(-6, 0)
        assert shown(axes, "bars") == "-3 | -5"


def test_bars_that_do_not_begin_at_zero_are_told_whatever_the_other_axis_holds():
    for draw, cut, other in (("bar", "set_ylim", "set_xlim"), ("barh", "set_xlim", "set_ylim")):
        axes = labeled()
        getattr(axes, draw)([0, 1], [3, 5])
        getattr(axes, other)(2, 4)
        assert shown(axes, "bars") == "3 | 5"
        getattr(axes, other)(-1, 2)
        for low, high in ((1, 6), (6, 1), (-6, -1), (-1, -6)):
            getattr(axes, cut)(low, high)
            assert lack(axes, "bars") == "zero"
        getattr(axes, cut)(6, 0)  # upside down, and still from zero
        assert shown(axes, "bars") == "3 | 5"


def test_other_things_beside_the_bars_add_no_bar():
    plain, more = labeled(), labeled()
    plain.bar([1, 2], [3, 5])
    more.bar([1, 2], [3, 5], yerr=[1, 1])
    more.stem([1, 2], [4, 4])
    more.plot([0, 3], [2, 2])
    assert shown(more, "bars") == shown(plain, "bars")


def test_three_points_are_a_line_and_two_are_a_threshold():
    axes = labeled()
    axes.plot([0, 9], [4, 4])
    assert lack(axes, "line") == "marks-line"
    axes.plot([1, 2, 3], [7, 8, 9])
    assert shown(axes, "line") == "1 7 | 2 8 | 3 9"


@pytest.mark.filterwarnings("error")
def test_dots_may_come_from_scatter_and_plot_together_and_those_without_a_number_draw_nothing():
    axes = labeled()
    axes.scatter([1, 2], [3, math.nan])
    axes.plot([5, math.nan], [6, 7], "o")
    axes.plot([8, 9], [8, 9], linestyle="none", marker="none")
    axes.plot([8, 9], [8, 9], marker="o")  # dots on a line
    assert shown(axes, "points") == "1 3 | 5 6"


@pytest.mark.parametrize("marks", ["bars", "line", "points"])
def test_an_axis_without_a_label_is_told(marks):
    for axis in ("x", "y"):
        axes = labeled()
        axes.bar([1, 2], [3, 5])
        axes.plot([1, 2, 3], [1, 2, 3])
        axes.scatter([1], [1])
        assert shown(axes, marks)
        axes.set(**{f"{axis}label": " "})
        assert lack(axes, marks) == f"axis-{axis}"


def test_of_several_axes_that_is_looked_at_on_which_something_is_drawn():
    figure, axes = plt.subplots(1, 3)
    for part in axes:
        labeled(part)
    axes[1].plot([1, 2, 3], [7, 8, 9])
    for chart in (figure, axes, axes.reshape(3, 1)):
        assert drawings.axes_of(chart) is axes[1]
    assert (
        lack(plt.subplots(1, 2)[0], "line")
        == lack(plt.figure(), "line")
        == lack(plt.subplots()[1], "line")
        == "no-data"
    )


@pytest.mark.parametrize("value", [7, [], np.array([]), np.array([1, 2]), plt, "x"])
def test_what_is_no_chart_is_told_so(task, value):
    with pytest.raises(TypeError):
        drawings.axes_of(value)
    made = entry("figure", "", marks="bars")
    assert (
        value == []
        if isinstance(value, list)
        else task(made, value) == check.Verdict(False, EN("check.expected.figure"), "kind")
    )


def test_what_a_chart_lacks_is_a_hint_with_a_name_and_an_empty_one_is_no_try(task):
    made = entry("figure", "1 7 | 2 8 | 3 9", {"1 7 | 2 8 | 3 8": "last"}, marks="line")
    axes = plt.subplots()[1]
    assert task(made, axes) == check.Verdict(False, EN("check.lacks.no-data"))
    axes.scatter([1], [1])
    assert task(made, axes, ES) == check.Verdict(False, ES("check.lacks.marks-line"), "marks-line")
    axes.plot([1, 2, 3], [7, 8, 9])
    assert task(made, axes) == check.Verdict(False, EN("check.lacks.axis-x"), "axis-x")
    assert task(made, labeled(axes), ES) == check.Verdict(True, "bien hecho")
    axes.lines[0].set_ydata([7, 8, 8])
    assert task(made, axes) == check.Verdict(False, "hint for last", "last")
    axes.lines[0].set_ydata([7, 8, 7])
    assert task(made, axes) == check.Verdict(False, "look again", "other")


# --- forms -----------------------------------------------------------------------------------------------------------

DAYS = {"units": {"en": ["days", "day"], "es": ["días", "día"]}}


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ("\u221212", "-12"), ("+12", "12"), ("-1,365", "-1365"), ("1.2e3", "1200"), ("12.", "12"), (".6", "1"),
        (timedelta(days=-3), "-3"), (np.timedelta64(48, "h"), "2"), (pd.Timedelta(hours=36, minutes=1), "2"),
        ("12días", "12"), ("12  Días", "12"), ("12 dia", "12"),
    ],
)  # fmt: skip
def test_signs_exponents_units_and_spans_are_read(value, form):
    assert forms.canonical("number", value, DAYS) == form


@pytest.mark.parametrize("value", ["", "-", ".", "days", "1,36", "1,3650", "12-", "1 2", np.array([1, 2])])
def test_what_only_looks_like_a_number_is_none(value):
    with pytest.raises(ValueError, match="not a number") as raised:
        forms.canonical("number", value, DAYS)
    assert not isinstance(raised.value, forms.OtherUnitError)


@pytest.mark.parametrize("value", ["12 hours", "12 %", "12 days more"])
def test_another_unit_is_told_apart_from_no_number_where_a_unit_is_asked(value):
    with pytest.raises(forms.OtherUnitError):
        forms.canonical("number", value, DAYS)
    with pytest.raises(ValueError, match="not a number") as raised:
        forms.canonical("number", value, {})
    assert not isinstance(raised.value, forms.OtherUnitError)


def test_a_span_of_time_is_no_answer_where_other_things_than_days_are_counted():
    for span in (timedelta(days=3), np.timedelta64(3, "D")):
        with pytest.raises(forms.OtherUnitError):
            forms.canonical("number", span, {"units": {"en": ["men"], "es": ["hombres"]}})
        with pytest.raises(ValueError, match="not a number"):
            forms.canonical("number", span, {})


@pytest.mark.parametrize(
    "value",
    [
        "Feb. 19, 2006", "feb 19 2006", "February 19th, 2006", "19 feb 2006", "19 de febrero del 2006",
        "19 DE FEBRERO DE 2006", "2006-02-19 06:30", "2006-02-19T06:30:00.5", np.datetime64("2006-02-19T06:30"),
        pd.Timestamp("2006-02-19 23:59"), date(2006, 2, 19),
    ],
)  # fmt: skip
def test_a_day_may_be_written_in_many_ways(value):
    assert forms.canonical("date", value, {}) == "2006-02-19"


def test_every_month_is_known_by_its_name_and_by_three_letters_in_each_language():
    for language in LANGUAGES:
        for number, name in enumerate(Words(language).entry("date.months"), start=1):
            for written in (name, name[:3]):
                assert forms.canonical("date", f"{written} 2, 2006", {}) == f"2006-{number:02}-02"


@pytest.mark.parametrize(
    "value", ["fe 19, 2006", "19 fe 2006", "x 19, 2006", "2006-2-19", "2006-02-30", "19", 2006, None]
)
def test_what_is_no_day_is_refused(value):
    with pytest.raises((ValueError, TypeError)):
        forms.canonical("date", value, {})


def test_where_a_word_is_due_a_number_is_taken_and_a_list_is_not():
    assert forms.canonical("text", " hours ", {}) == "hours"
    assert forms.canonical("text", 0, {}) == forms.canonical("text", 0.0, {}) == "0"
    assert forms.canonical("text", 0.5, {}) == "0.5"
    for value in ([], None, {"a": 1}):
        with pytest.raises(ValueError, match="neither"):
            forms.canonical("text", value, {})


def test_a_set_of_words_and_numbers_has_no_order():
    assert forms.canonical("set", {2006, "a"}, {}) == forms.canonical("set", "a, 2006, a", {}) == "2006 | a"
    assert forms.canonical("set", frozenset({"b", "a"}), {}) == forms.canonical("set", ["b", "a", "b"], {}) == "a | b"


def test_a_list_has_an_order_and_true_is_not_the_number_one():
    assert forms.canonical("ordering", [" b ", "a", 2006.0, 0.5, True], {}) == "b > a > 2006 > 0.5 > True"


@pytest.mark.parametrize("value", ["a", b"a", {"a": 1}, {"a"}, frozenset("a"), pd.DataFrame({"a": [1]})])
def test_what_has_no_order_is_no_list(value):
    with pytest.raises(ValueError, match="not a list"):
        forms.items(value)


def test_as_many_items_as_an_answer_can_have_are_read_and_one_more_is_not_even_where_there_is_no_end():
    assert len(forms.items(range(forms.LONGEST))) == forms.LONGEST
    for value in (range(forms.LONGEST + 1), itertools.count()):
        with pytest.raises(ValueError, match="longer"):
            forms.items(value)


FRAME = pd.DataFrame(
    {"name": [" b ", "a"], "n": [2.0, np.nan], "day": pd.to_datetime(["2006-02-19", None]), "x": [1, 2]}
)


def read(value: Any, *columns: str, **more: Any) -> list:
    asked, rows = json.loads(forms.canonical("table", value, {"columns": list(columns), **more}))
    assert asked == list(columns)
    return rows


def test_of_a_table_the_asked_columns_are_compared_and_their_rows_only_in_order_where_order_is_asked():
    assert read(FRAME, "name", "n", "day") == [["a", "", ""], ["b", "2", "2006-02-19"]]
    assert read(FRAME, "name", "n", "day", ordered=True) == [["b", "2", "2006-02-19"], ["a", "", ""]]
    assert read(FRAME, "n", "name", ordered=True) == [["2", "b"], ["", "a"]]
    assert read(FRAME.set_index(["x", "name"]), "name", "x") == [["a", "2"], ["b", "1"]]
    assert "ñ" in forms.canonical("table", {"ñ": 1}, {"columns": ["a", "b"]})


def test_what_stands_for_nothing_is_an_empty_cell_and_other_things_are_texts():
    cells = [None, np.nan, pd.NaT, pd.NA, "nan", True, ["a"], 2.6]
    assert [row[0] for row in read(pd.DataFrame({"a": pd.Series(cells, dtype=object)}), "a", ordered=True)] == [
        "", "", "", "", "nan", "True", "['a']", "3",
    ]  # fmt: skip
    assert read({"a": 2.64}, "k", "v", step=0.1) == [["a", "26"]]


def test_a_column_with_its_index_and_a_dict_are_tables_of_two_columns_and_of_no_other_number():
    column = pd.Series([2, 1], index=["b", "a"])
    for value in (column, {"b": 2, "a": 1}):
        assert read(value, "name", "n") == [["a", "1"], ["b", "2"]]
        for columns in (["n"], ["name", "n", "more"]):
            with pytest.raises(ValueError, match="not a table of these columns"):
                read(value, *columns)
    with pytest.raises(ValueError, match="not a table of these columns"):
        read(column.set_axis(pd.MultiIndex.from_tuples([("b", 1), ("a", 1)])), "name", "n")
    with pytest.raises(ValueError, match="not a table"):
        read(["a"], "name", "n")


def test_a_table_of_as_many_cells_as_an_answer_can_have_is_read_and_a_larger_one_is_not(monkeypatch):
    monkeypatch.setattr(forms, "LONGEST", 20)
    half = forms.LONGEST // 2
    assert len(read(pd.DataFrame({"a": range(half), "b": 1}), "a", "b")) == half
    assert len(read(dict.fromkeys(range(forms.LONGEST), 1), "a", "b")) == forms.LONGEST
    assert len(read(pd.Series([1] * forms.LONGEST), "a", "b")) == forms.LONGEST
    more = forms.LONGEST + 1
    for value in (pd.DataFrame({"a": range(half + 1), "b": 1}), dict.fromkeys(range(more), 1), pd.Series([1] * more)):
        with pytest.raises(ValueError, match=r"longer than any answer|not a table of these columns"):
            read(value, "a", "b")


def test_a_column_that_stands_twice_or_nowhere_is_refused():
    with pytest.raises(ValueError, match="two columns of one name"):
        read(pd.DataFrame([[1, 2]], columns=["a", "a"]), "a")
    with pytest.raises(forms.MissingColumnError) as missing:
        read(FRAME, "name", "dead")
    assert str(missing.value) == "dead"


# --- what is kept of a try -------------------------------------------------------------------------------------------


@pytest.fixture
def kept(monkeypatch):
    def written(kind: str, value: Any) -> Any:
        monkeypatch.setattr(check, "_tasks", lambda: {"99-e1": {"kind": kind}})
        return check.kept("99-e1", value)

    return written


def test_of_a_number_its_value_is_kept_and_of_what_is_too_large_a_text(kept):
    for value in (10**15 - 1, -(10**15) + 1, 0.5, 0):
        assert kept("number", value) == value and type(kept("number", value)) is type(value)
    assert (kept("number", np.int64(7)), type(kept("number", np.int64(7)))) == (7, int)
    assert (kept("number", 10**15), kept("number", -1e15)) == ("1000000000000000", "-1000000000000000.0")
    assert (kept("number", False), kept("number", np.array([7]))) == ("False", "[7]")
    assert len(kept("number", b"x" * 9_000)) == check.LONGEST_KEPT


def test_of_a_text_and_of_a_class_the_beginning_is_kept(kept):
    assert kept("number", "ab" * 5_000) == "ab" * (check.LONGEST_KEPT // 2)
    assert kept("function", type("x" * 5_000, (), {})) == "x" * check.LONGEST_KEPT


def test_of_a_list_the_first_two_hundred_items_are_kept_each_cut_and_those_of_a_set_in_order(kept):
    assert kept("ordering", ["y" * 300] * 300) == ["y" * 200] * 200
    assert kept("ordering", ("b", 1)) == ["b", "1"]
    for kind in (set, frozenset):
        assert kept("set", kind(["b", "a", "c"])) == ["a", "b", "c"]
    assert kept("number", ["b", 1]) == "['b', 1]"


def test_of_a_table_the_first_thirty_rows_are_kept_and_no_more_than_two_thousand_letters(kept):
    rows = kept("table", pd.DataFrame({"a": range(40)})).split()
    assert rows == [",a", *(f"{n},{n}" for n in range(30))]
    assert len(kept("table", pd.DataFrame({"a": ["x" * 900] * 9}))) == check.LONGEST_KEPT


def test_of_a_function_its_text_is_kept_only_where_one_is_asked_and_cut(kept, monkeypatch):
    assert kept("function", case).startswith("def case(args: list, right: str")
    assert kept("number", case).startswith("<function case")
    assert kept("function", 7) == 7
    monkeypatch.setattr(functions, "source", lambda function: "x" * 9_000)
    assert len(kept("function", case)) == check.LONGEST_KEPT


def test_of_a_chart_its_title_and_labels_are_kept_only_where_one_is_asked_and_of_what_is_none_the_type(kept):
    axes = labeled()
    axes.set_title("Dead by\nyear")
    assert kept("figure", axes) == "Dead by year · x: x · y: y"
    assert kept("figure", 7) == "int"
    assert kept("number", axes).startswith("Axes(")
    axes.set_title("x" * 9_000)
    assert len(kept("figure", axes)) == check.LONGEST_KEPT
