"""The reader's own chart: whatever is offered can be drawn, says what it counts, and counts what the table holds."""

from __future__ import annotations

import math
import re
from itertools import product

import pandas as pd
import pytest

from drawn import bars, faults, pack
from mineros import charts, interactions, open_pack
from mineros.answers import Answers
from mineros.chartable import ADDED_UP, KEPT_APART, KINDS, MOST_PARTS, MOST_PLACES, Chartable, fitting, name_of
from mineros.charts import common
from mineros.charts.own_numbers import step
from mineros.errors import ChartError
from mineros.explore import Choice
from mineros.figure import CAPTION, Captions
from mineros.interactions.own_chart import KEPT_AS
from mineros.words import LANGUAGES, Words

LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
TABLES = [name for name in pack("en").tables if Chartable(pack("en").tables, pack("en").tables[name]).axes]
# All in Spanish, whose words are longer; of the English ones, which are offered alike, every third.
OFFERED = [*(("es", table) for table in TABLES), *(("en", table) for table in TABLES[::3])]
PLACE = {"en": 47, "es": 31}  # of each table's combinations these are drawn; in Spanish, also the first


def combinations(chartable: Chartable) -> list[dict[str, str]]:
    """Every combination that the controls offer for a table, all its rows kept or those with its last code."""
    found = []
    for keep in {"": None, chartable.keeps[-1][1]: None}:
        some = chartable.kept(keep)
        for (_, axis), kind in product(some.axes, KINDS):
            found += [
                {"axis": axis, "measure": measure, "split": split, "keep": keep, "kind": kind}
                for _, split in some.splits(axis)
                for _, measure in some.measures(axis, split)
            ]
    return found


@pytest.mark.parametrize(("language", "table"), OFFERED)
def test_what_is_offered_is_drawn_fits_and_says_what_it_counts(language, table):
    tables = pack(language).tables
    rows = tables[table]
    every = combinations(Chartable(tables, rows))
    place = TABLES.index(table)
    far = every[(PLACE[language] * (place + 1)) % len(every)]
    for choices in (every[0], far) if language == "es" else (far,):
        drawing = charts.draw("own_chart", tables, rows, **choices)
        assert faults(drawing.figure) == [], choices
        captions = Captions("own_chart", drawing, pack(language).words)
        for part in ("title", "finding", *(part for part in CAPTION if part != "source")):
            said = captions.sentence(part)
            assert said, part
            assert not re.search(r"[{}\0]|\bnan\b|None|<NA>", said), (choices, part, said)
        assert tables.title(table) in captions.sentence("finding")
        assert len(drawing.table) == drawing.facts["marks"] > 0
        kept = Chartable(tables, rows).kept(choices["keep"]).rows
        assert drawing.facts["n"] + drawing.facts["missing"] == len(kept), "each row is drawn or told missing"


def test_only_the_table_that_has_nothing_for_an_axis_is_not_offered():
    assert set(pack("en").tables) - set(TABLES) == {"shared_employers"}


def values(drawing) -> list[float]:
    return [float(cell.replace(",", "")) for cell in drawing.table.iloc[:, -1]]


def test_bars_are_as_long_as_the_table_counts():
    tables = pack("en").tables
    rows = tables["claims"]
    counted = rows["perspective"].value_counts()
    drawing = charts.draw("own_chart", tables, rows, axis="perspective")
    lengths = [bar.get_width() for bar in bars(drawing.figure.axes[0])]
    assert lengths[:-1] == list(counted[: MOST_PLACES - 1])
    assert lengths[-1] == counted[MOST_PLACES - 1 :].sum(), "the small ones are drawn together, and last"
    assert sum(values(drawing)) == len(rows)


def test_a_sum_and_a_median_are_those_of_the_table():
    tables = pack("en").tables
    rows = tables["disasters_mexico"]
    for how in ("sum", "median"):
        drawing = charts.draw("own_chart", tables, rows, axis="mineral", measure=f"{how}:deaths")
        wanted = rows.dropna(subset=["deaths"]).groupby("mineral")["deaths"].agg(how)
        assert sorted(bar.get_width() for bar in bars(drawing.figure.axes[0])) == sorted(float(v) for v in wanted)
        assert drawing.facts["missing"] == rows["deaths"].isna().sum()


def test_years_stand_in_order_and_a_year_without_rows_is_zero():
    tables = pack("en").tables
    rows = tables["events"]
    drawing = charts.draw("own_chart", tables, rows, axis="date")
    years = rows["date"].str[:4].astype(int)
    heights = {round(bar.get_x() + bar.get_width() / 2): bar.get_height() for bar in bars(drawing.figure.axes[0])}
    assert heights == {year: (years == year).sum() for year in range(years.min(), years.max() + 1)}
    assert drawing.figure.axes[0].get_ylim()[0] == 0


def test_a_year_without_a_number_is_left_open():
    tables = pack("en").tables
    rows = tables["disasters_mexico"]
    choices = {"axis": "date", "measure": "median:deaths", "kind": "points"}
    drawing = charts.draw("own_chart", tables, rows, **choices)
    (line,) = (line for line in drawing.figure.axes[0].lines if line.get_marker() == "o")
    with_number = set(rows[rows["deaths"].notna() & (rows["date"] != "")]["date"].str[:4].astype(int))
    drawn = {x for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True) if not math.isnan(y)}
    assert drawn == with_number
    assert len(line.get_xdata()) > len(with_number)


def test_a_split_chart_has_a_panel_for_each_part_and_loses_no_row():
    tables = pack("es").tables
    rows = tables["events"]
    drawing = charts.draw("own_chart", tables, rows, axis="corroboration", split="theme")
    assert len(drawing.figure.axes) == MOST_PARTS < rows["theme"].nunique()
    assert sum(values(drawing)) == len(rows)
    titles = [axes.get_title(loc="left") for axes in drawing.figure.axes]
    assert all(titles), "each panel is named, so that no color has to be told from another"
    assert len({axes.get_xlim() for axes in drawing.figure.axes}) == 1, "all panels have one scale"


def test_amounts_are_put_into_round_bins():
    assert step(0, 1200) == 100
    assert step(0, 7) == 1
    assert step(0.5, 0.9) == pytest.approx(0.05)
    assert step(3, 3) == 1
    tables = pack("en").tables
    drawing = charts.draw("own_chart", tables, tables["disasters_world"], axis="deaths")
    assert sum(values(drawing)) == tables["disasters_world"]["deaths"].notna().sum()


@pytest.mark.parametrize("table", KEPT_APART)
def test_numbers_of_different_things_are_never_joined(table):
    tables = pack("en").tables
    whole = Chartable(tables, tables[table])
    for keep in ("", *(value for _, value in whole.keeps[1:6])):
        some = whole.kept(keep)
        for _, axis in some.axes:
            for _, split in some.splits(axis):
                if len(some.measures(axis, split)) > 1:
                    marks = [column for column in dict.fromkeys((axis, split)) if column]
                    kinds = some.rows.groupby(marks)[[*KEPT_APART[table]]].nunique()
                    assert kinds.max().max() <= 1, (keep, axis, split)


def test_only_tables_whose_rows_count_nothing_twice_are_added_up():
    tables = pack("en").tables
    for table in TABLES:
        whole = Chartable(tables, tables[table])
        sums = [value for _, value in whole.measures(whole.axes[0][1], "") if value.startswith("sum")]
        assert bool(sums) == (table in ADDED_UP), table
    for table in ("workforce", "actions", "recoveries", "memberships"):
        assert "never add" in tables.schemas[table]["descriptions"]["en"].replace("never added", "never add").replace(
            "do not add", "never add"
        )
        assert table not in ADDED_UP
    with pytest.raises(ChartError):
        charts.draw("own_chart", tables, tables["actions"], measure="sum:participants_low")


def test_one_series_alone_can_be_drawn():
    tables = pack("en").tables
    one = Chartable(tables, tables["series"]).kept("series_id=bargaining-coverage")
    assert "median:value" in [value for _, value in one.measures("year", "country")]
    assert "median:value" not in [value for _, value in one.measures("year", "")], "three countries are three series"


@LANGUAGE
def test_what_is_chosen_reads_as_words_and_each_line_is_another(language):
    tables = pack(language).tables
    for table in TABLES:
        whole = Chartable(tables, tables[table])
        axis = whole.axes[0][1]
        for options in (whole.axes, whole.measures(axis, ""), whole.splits(axis), whole.keeps):
            names = [name for name, _ in options]
            assert len(set(names)) == len(names), table
            assert axis not in [value for _, value in whole.splits(axis)]


def test_both_languages_offer_the_same():
    english, spanish = pack("en").tables, pack("es").tables
    for table in TABLES:
        one, other = Chartable(english, english[table]), Chartable(spanish, spanish[table])
        assert [value for _, value in one.axes] == [value for _, value in other.axes], table
        for _, axis in one.axes:
            assert [v for _, v in one.measures(axis, "")] == [v for _, v in other.measures(axis, "")], table
            assert [v for _, v in one.splits(axis)] == [v for _, v in other.splits(axis)], table


@pytest.mark.parametrize(
    "wrong",
    [
        {"axis": "summary"}, {"axis": "nothing"}, {"measure": "sum:date"}, {"measure": "mean:deaths"},
        {"split": "date"}, {"split": "theme", "axis": "theme"}, {"keep": "theme=nothing"}, {"keep": "nothing"},
        {"color": "red"},
    ],
)  # fmt: skip
def test_what_is_not_offered_is_one_sentence(wrong):
    with pytest.raises(ChartError) as raised:
        charts.draw("own_chart", pack("en").tables, pack("en").events, **wrong)
    assert "own_chart" in str(raised.value)
    assert "\n" not in str(raised.value)


def test_some_rows_of_a_table_are_drawn_as_those_rows():
    events = pack("en").events
    some = events[events["theme"] == "exile"]
    drawing = charts.draw("own_chart", pack("en").tables, some, axis="corroboration")
    assert sum(values(drawing)) == len(some)
    with pytest.raises(KeyError):
        name_of(pack("en").tables, pd.DataFrame({"date": ["2006"]}))


# --- what is kept ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "damaged",
    [
        None, "text", 7, [], {}, {"table": "nothing"}, {"table": ["events"]}, {"table": "events", "axis": {"a": 1}},
        {"table": "events", "keep": "theme=\ud83d"}, {"table": "events", "measure": "sum:deaths", "kind": "pie"},
    ],
)  # fmt: skip
def test_a_damaged_choice_is_answered_with_a_chart(damaged):
    tables = pack("en").tables
    fit = fitting(tables, damaged)
    assert charts.draw("own_chart", tables, tables[fit.pop("table")], **fit).facts["marks"] > 0


@LANGUAGE
@pytest.mark.parametrize("kept", ["text", 12, {"table": "nothing"}, {"table": "claims", "axis": "<script>"}])
def test_a_kept_record_of_another_shape_never_keeps_the_chart_from_opening(language, kept, tmp_path, monkeypatch):
    monkeypatch.setenv("MINEROS_WORK", str(tmp_path))
    Answers(Words("en"), tmp_path).save(KEPT_AS, kept)
    own = open_pack(language)
    _, controls, _ = interactions.of("own_chart", own)
    assert all(control.start in [value for _, value in control.options] for control in controls)


@LANGUAGE
def test_the_choice_is_kept_and_comes_back(language, tmp_path, monkeypatch):
    monkeypatch.setenv("MINEROS_WORK", str(tmp_path))
    own = open_pack(language)
    _, _, keep = interactions.of("own_chart", own)
    chosen = {"table": "claims", "axis": "perspective", "measure": "rows", "split": "", "keep": "", "kind": "points"}
    keep(chosen)
    _, controls, _ = interactions.of("own_chart", open_pack(language))
    assert {control.key: control.start for control in controls} == chosen


def test_controls_follow_the_table_and_keep_what_is_still_offered():
    own = pack("en")
    _, controls, _ = interactions.of("own_chart", own)
    offers = {control.key: control.follows for control in controls if isinstance(control, Choice) and control.follows}
    assert set(offers) == {"keep", "axis", "measure", "split"}
    at = {"table": "disasters_world", "keep": "country=China", "axis": "date", "measure": "rows", "split": ""}
    assert ("Date", "date") in offers["axis"](at)
    assert "sum:deaths" in [value for _, value in offers["measure"](at)]
    assert "theme" not in [value for _, value in offers["axis"](at)]


def test_a_chart_of_given_tables_offers_only_those():
    own = pack("en")
    _, controls, _ = interactions.of("own_chart", own, own.claims, own.events)
    assert {value for _, value in controls[0].options} == {"claims", "events"}
    assert own.tables.title("claims") in [name for name, _ in controls[0].options]


def test_a_dropdown_that_follows_keeps_its_choice():
    from mineros.explore import _offer

    widget = Choice("axis", "On the axis", [("a", "a"), ("b", "b")], "b").widget()
    _offer(widget, [("b", "b"), ("c", "c")])
    assert widget.value == "b"
    _offer(widget, [("c", "c"), ("d", "d")])
    assert widget.value == "c"


@LANGUAGE
def test_of_more_sources_than_anybody_reads_a_hundred_are_named_whole_and_the_rest_is_counted(language):
    whole = pack(language).html("own_chart", pack(language).events, axis="theme")
    named = re.findall(r"<li>.*?\[(S\d+)\]</li>", whole)
    every = common.cited(pack(language).events)
    assert named == every[:100]
    assert pack(language).words("figure.more_in_table", count=len(every) - 100) in whole
