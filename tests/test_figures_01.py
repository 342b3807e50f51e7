"""The figures of lesson 01, and those of any lesson: what is drawn equals the tables."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

import pytest

from drawn import Page, bars, contrast, drawn, drawn_texts, faults, given, luminance, marks, pack
from mineros import charts, style
from mineros.charts import rivals
from mineros.charts.conchos import record, voices
from mineros.errors import ChartError
from mineros.figure import as_html
from mineros.words import LANGUAGES

# With the oldest versions English figures are drawn by the lessons; here their Spanish twins are enough.
LANGUAGE = pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.newest), "es"])


@LANGUAGE
def test_days_draws_the_waits_between_the_dated_events(language):
    events = pack(language).events.set_index("event_id")["date"]
    steps = [date.fromisoformat(events[event]) for event in record.CHAIN]
    waits = [(later - earlier).days for earlier, later in pairwise(steps)]
    assert waits == [361, 66, 148, 12]
    drawing = drawn("days", language)
    found = bars(drawing.figure.axes[0])
    assert [bar.get_width() for bar in found] == waits
    assert [bar.get_x() for bar in found] == [sum(waits[:place]) for place in range(4)], "each begins where one ended"
    assert drawing.table.iloc[:, -1].tolist() == waits
    assert drawing.facts["total"] == sum(waits) == 587


@LANGUAGE
def test_sixty_five_marks_stand_for_sixty_five_men(language):
    drawing = drawn("sixty_five", language)
    axes = drawing.figure.axes[0]
    places = marks(axes)
    said = [re.sub(r"\d{4}(?:-\d+)?", "", text.get_text()) for text in axes.texts]  # years are no counts
    counts = [int(count) for text in said for count in re.findall(r"\d+", text)]
    states = len(drawing.table)
    men = [place for place in places if place[1] > -5]
    assert len(men) == len(set(men)) == 65
    assert len(places) == 65 + states, "one more mark for each line of the legend"
    assert sum(counts) == 65
    assert counts == drawing.table.iloc[:, 1].tolist()


def test_each_state_of_the_sixty_five_looks_its_own_way_without_color():
    axes = drawn("sixty_five", "en").figure.axes[0]
    identified = [line for line in axes.lines if line.get_fillstyle() == "left"]
    assert len(identified) == drawn("sixty_five", "en").facts["identified"] + 1, "half full, in the legend too"
    assert {line.get_markerfacecoloralt() for line in identified} == {"white"}
    looks = {(line.get_fillstyle(), luminance(line.get_markerfacecolor())) for line in axes.lines}
    assert len(looks) == len(drawn("sixty_five", "en").table)
    tones = sorted(tone for filled, tone in looks if filled == "full")
    assert all(later - earlier > 0.15 for earlier, later in pairwise(tones)), "full marks differ on a gray print"


@LANGUAGE
def test_sixty_five_agrees_with_the_last_counts(language):
    rows = pack(language).recoveries
    late = rows[(rows["series"] == "2024-2026") & ~rows["conflicts"].astype(bool)]
    facts = drawn("sixty_five", language).facts
    assert facts["first"] == 2
    assert facts["returned"] == late["returned"].max()
    assert facts["returned"] + facts["identified"] == late["identified"].max()
    assert facts["below"] == 63 - late["located"].max()


def every_dispute(least: int) -> list[str]:
    return rivals.drawable(pack("en").claims, least)


def languages_of(dispute: str) -> tuple[str, ...]:
    """Spanish, whose words are longer; for one dispute in four English too."""
    return LANGUAGES if pack("en").disputes["dispute_id"].tolist().index(dispute) % 4 == 0 else ("es",)


@pytest.mark.parametrize("dispute", every_dispute(1))
def test_answers_never_mixes_measures_and_counts_start_at_nothing(dispute):
    for language in languages_of(dispute):
        claims = pack(language).claims
        rows = claims[claims["dispute_id"] == dispute]
        drawing = charts.draw("answers", pack(language).tables, claims, dispute=dispute)
        (axes,) = drawing.figure.axes
        assert len(marks(axes)) == len(drawing.table) == drawing.facts["n"]
        assert drawing.facts["n"] + drawing.facts["missing"] == len(rows)
        compared = rivals.comparable(rows)
        assert compared["measure"].nunique() == 1
        assert [x for x, _ in marks(axes)] == compared["place"].tolist() == sorted(compared["place"])
        if compared["value"].notna().all():
            assert axes.get_xlim()[0] == 0
            assert [x for x, _ in marks(axes)] == compared["value"].tolist()
        assert axes.get_xlim()[1] > compared["place"].max()
        assert faults(drawing.figure) == []
        ticks = [label.get_text() for label in drawn_texts(drawing.figure) if label in axes.get_xticklabels()]
        assert len(ticks) == len(set(ticks)) >= 2, "no two ticks bear the same words"
        assert not [text for text in ticks if text.endswith(":60")]


@LANGUAGE
def test_dates_many_years_apart_stand_on_an_axis_of_years(language):
    figure = charts.draw("answers", pack(language).tables, pack(language).claims, dispute="cananea-strike-end").figure
    (axes,) = figure.axes
    painted = [tick for tick in axes.xaxis._update_ticks() if tick.label1 in drawn_texts(figure)]
    assert len(painted) >= 2
    for tick in painted:
        assert date.fromordinal(int(tick.get_loc())) == date(int(tick.label1.get_text()), 1, 1)
    assert faults(figure, least=0) == [], "no label touches another"


def test_ticks_of_money_say_the_number_where_they_stand():
    for dispute in ("money-per-family", "recovery-cost"):
        claims = pack("en").claims
        figure = charts.draw("answers", pack("en").tables, claims, dispute=dispute).figure
        texts = drawn_texts(figure)
        axis = figure.axes[0].xaxis
        for place, label in zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=True):
            if label in texts:
                said = label.get_text().replace(",", "")
                number = float(said.removesuffix(" M")) * (1e6 if said.endswith(" M") else 1)
                assert number == pytest.approx(place)


@LANGUAGE
def test_answers_says_each_value_beside_its_mark_in_the_shape_of_its_side(language):
    drawing = drawn("answers", language)
    (axes,) = drawing.figure.axes
    assert [text.get_text() for text in axes.texts] == drawing.table.iloc[:, 2].tolist()
    claims = pack(language).claims
    sides = rivals.comparable(claims[claims["dispute_id"] == "faults-2004"])["perspective"]
    assert [(line.get_color(), line.get_marker()) for line in axes.lines] == [style.SIDES[side] for side in sides]


def disputes_in_words() -> list[str]:
    claims = pack("en").claims
    return sorted(set(claims["dispute_id"]) - set(every_dispute(1)))


@pytest.mark.parametrize("dispute", disputes_in_words())
def test_answers_in_words_stand_line_by_line_each_with_the_sign_of_its_side(dispute):
    for language in languages_of(dispute):
        claims = pack(language).claims_on(dispute)
        drawing = charts.draw("answers", pack(language).tables, claims, dispute=dispute)
        (axes,) = drawing.figure.axes
        assert drawing.variant == "words"
        assert len(marks(axes)) == len(drawing.table) == drawing.facts["n"] == len(claims)
        shown_signs = sorted((line.get_color(), line.get_marker()) for line in axes.lines)
        assert shown_signs == sorted(style.SIDES[side] for side in claims["perspective"])
        assert set(drawing.table.iloc[:, 2]) == set(claims["claim"]), "the table holds what the picture shortens"
        assert faults(drawing.figure) == []


def test_every_disputed_question_can_be_drawn():
    assert set(disputes_in_words()) | set(every_dispute(1)) == set(pack("en").disputes["dispute_id"])
    assert len(pack("en").disputes) > 200


@LANGUAGE
def test_a_question_without_answers_is_said_and_others_are_offered(language):
    tables = pack(language).tables
    with pytest.raises(ChartError) as raised:
        charts.draw("answers", tables, tables["claims"], dispute="none-such")
    assert "\n" not in str(raised.value)
    assert "none-such" in str(raised.value)
    assert "alliance-2005-date" in str(raised.value)


@LANGUAGE
@pytest.mark.parametrize("table", ["events", "sources", "claims"])
def test_timeline_draws_every_dated_row_and_counts_the_others(language, table):
    rows = pack(language).find(table)
    drawing = charts.draw("timeline", pack(language).tables, rows)
    (axes,) = drawing.figure.axes
    column = {"events": "date", "sources": "published", "claims": "as_of"}[table]
    dated = int((rows[column] != "").sum())
    assert drawing.facts["n"] == dated == len(drawing.table)
    assert drawing.facts["n"] + drawing.facts["missing"] == len(rows)
    assert max(-bar.get_height() for bar in bars(axes)) == pytest.approx(0.78)
    assert sum(int(text.get_text().replace(",", "")) for text in axes.texts) == dated, "each lane bears its number"
    assert len(axes.texts) == len(axes.get_yticklabels())
    assert faults(drawing.figure) == []


@LANGUAGE
def test_timeline_of_a_few_rows_gives_each_its_mark(language):
    rows = pack(language).find("events", "Cananea", start=2008, end=2009)
    drawing = charts.draw("timeline", pack(language).tables, rows)
    assert 1 < len(rows) <= 40
    assert len(marks(drawing.figure.axes[0])) == len(rows)
    assert faults(drawing.figure) == []


@LANGUAGE
@pytest.mark.parametrize("table", ["events", "sources", "claims"])
def test_places_draws_a_circle_for_each_place_as_large_as_its_rows(language, table):
    rows = pack(language).find(table, start=2006)
    drawing = charts.draw("places", pack(language).tables, rows)
    (axes,) = drawing.figure.axes
    outlines, circles = axes.collections
    assert len(outlines.get_paths()) > 90
    assert len(circles.get_offsets()) == drawing.facts["places"] == len(drawing.table)
    counts = [int(n.replace(",", "")) for n in drawing.table.iloc[:, 2]]
    assert counts == sorted(counts, reverse=True)
    areas = circles.get_sizes()
    for count, area in zip(counts, areas, strict=True):
        assert (area - 60) * counts[0] == pytest.approx((areas[0] - 60) * count)
    assert drawing.facts["n"] + drawing.facts["missing"] == len(rows)
    assert faults(drawing.figure) == []


def test_the_mine_is_drawn_at_the_town_beside_it():
    rows = pack("en").events
    mine = rows[rows["place_id"] == "pasta-de-conchos"]
    drawing = charts.draw("places", pack("en").tables, mine)
    assert drawing.facts["n"] == len(mine) > 10
    assert drawing.table.iloc[0, 0] == "San Juan de Sabinas"


@LANGUAGE
@pytest.mark.parametrize("name", ["timeline", "places"])
def test_nothing_found_is_drawn_as_nothing_and_said(language, name):
    drawing = charts.draw(name, pack(language).tables, pack(language).find("events", "zzzz"))
    assert drawing.variant == "empty"
    assert drawing.table.empty
    whole = as_html(name, drawing, pack(language).words, pack(language).citations)
    assert "{" not in Page(whole).images[0]["alt"]


@LANGUAGE
def test_rescue_draws_a_dot_for_an_hour_and_a_bar_for_a_day(language):
    drawing = drawn("rescue", language)
    (axes,) = drawing.figure.axes
    placed = record.hours_since(pack(language).rescue_log, "02:30")
    week = placed[placed["start"] < record.FIRST_WEEK]
    labelled = week[week["label"] != ""]
    timed = labelled[labelled["start"] == labelled["end"]]
    assert sorted(x for x, _ in marks(axes)) == pytest.approx(sorted(timed["start"]))
    assert len(bars(axes)) == len(labelled) - len(timed) > 0
    assert {round(bar.get_width(), 6) for bar in bars(axes)} <= {24.0, 24 - 2.5, 21.5}
    assert len(drawing.table) == len(week) == drawing.facts["entries"]
    assert {text.get_text() for text in axes.texts} >= set(labelled["label"])


def test_rescue_moves_every_entry_alike_when_the_zero_moves():
    log = pack("en").rescue_log
    early, late = record.hours_since(log, "02:00"), record.hours_since(log, "02:30")
    timed = late["start"] == late["end"]
    assert timed.sum() > 5
    assert (early["start"] - late["start"])[timed].round(6).unique().tolist() == [0.5]
    assert early["start"][timed].rank().equals(late["start"][timed].rank()), "the order stays"


@LANGUAGE
def test_employers_draws_every_rival_count_from_zero_and_never_stacks(language):
    drawing = drawn("employers", language)
    (axes,) = drawing.figure.axes
    claims = pack(language).claims
    asked = claims["dispute_id"].isin(["union-members-among-dead", "contract-workers-among-dead"])
    counts = claims[asked & claims["value"].notna()]["value"]
    found = bars(axes)
    assert sorted(bar.get_width() for bar in found) == sorted(counts)
    assert {bar.get_x() for bar in found} == {0}
    assert len({bar.get_y() for bar in found}) == len(found) == len(drawing.table), "one row for each count"
    assert axes.get_xlim()[0] == 0
    assert [line.get_xdata()[0] for line in axes.lines] == [65]


@LANGUAGE
def test_recoveries_keeps_two_axes_and_hollow_marks_for_contradicting_rows(language):
    rows = pack(language).recoveries
    drawing = drawn("recoveries", language)
    assert len(drawing.table) == len(rows)
    assert len(drawing.figure.axes) == 2
    for axes, series in zip(drawing.figure.axes, ("2006-2007", "2024-2026"), strict=True):
        part = rows[rows["series"] == series]
        doubtful = part[part["conflicts"].astype(bool)]
        hollow = [line for line in axes.lines if line.get_markerfacecolor() == "white"]
        full = [line for line in axes.lines if line not in hollow and line.get_marker() in ("s", "D", "o")]
        for kind, line, sure in zip(("located", "identified", "returned"), hollow, full, strict=True):
            # A row that contradicts in one count and agrees in another is hollow only where it contradicts.
            expected = record.contradicting(part, kind)
            assert set(expected.index) <= set(doubtful.index)
            assert sorted(line.get_ydata()) == sorted(float(count) for count in expected[kind])
            agreed = part[~part["conflicts"].astype(bool)][kind].dropna()
            assert list(sure.get_ydata()) == [float(count) for count in agreed]
        assert [part["base"].iloc[0]] * 2 in [list(line.get_ydata()) for line in axes.lines], "the base is drawn"
        low, high = axes.get_xlim()
        assert all(low <= x <= high for line in full + hollow for x in line.get_xdata())
    late = rows[(rows["series"] == "2024-2026") & rows["conflicts"].astype(bool)]
    assert len(late) == drawing.facts["conflicts"] > 0


@LANGUAGE
def test_words_draws_one_mark_for_each_dated_phrase(language):
    drawing = drawn("words", language)
    (axes,) = drawing.figure.axes
    phrases = pack(language).vocabulary
    about = phrases[phrases["word_family"].isin(voices.FAMILIES) & phrases["names"].isin(["event", "deaths", "cause"])]
    dated = about[about["date"] != ""]
    assert len(marks(axes)) == len(dated) == drawing.facts["n"]
    assert len(drawing.table) == len(about)
    for number, word in enumerate(voices.FAMILIES):
        row = [y for _, y in marks(axes) if abs(y - number) < 0.5]
        assert len(row) == (dated["word_family"] == word).sum(), word
    low, high = axes.get_xlim()
    assert all(low < x < high for x, _ in marks(axes))


@LANGUAGE
def test_mexico_draws_each_dated_disaster_and_never_a_range_upside_down(language):
    drawing = drawn("mexico", language)
    (axes,) = drawing.figure.axes
    assert len(marks(axes)) == len(drawing.table) == drawing.facts["n"]
    ranges = [segment for collection in axes.collections for segment in collection.get_segments()]
    assert len(ranges) == len(drawing.table)
    assert all(segment[0][1] <= segment[1][1] for segment in ranges)
    by_year = sorted((x, y) for x, y in marks(axes))
    for (x, y), segment in zip(by_year, sorted(ranges, key=lambda part: (part[0][0], part[0][1])), strict=True):
        assert segment[0][0] == pytest.approx(x)
        assert segment[0][1] <= y <= segment[1][1]
    low, high = axes.get_ylim()
    assert low == 0
    assert max(segment[1][1] for segment in ranges) < high


@LANGUAGE
def test_rates_breaks_its_lines_where_years_are_missing(language):
    drawing = drawn("rates", language)
    (axes,) = drawing.figure.axes
    assert len(marks(axes)) == len(drawing.table) == drawing.facts["n"]
    gaps = [later - earlier for line in axes.lines for earlier, later in pairwise(line.get_xdata())]
    assert gaps, "there are lines to look at"
    assert set(gaps) == {1}
    assert len(axes.lines) > 4, "there are missing years in the table, so there are breaks"
    assert axes.get_ylim()[0] == 0
    assert max(y for _, y in marks(axes)) < axes.get_ylim()[1]
    assert sorted(y for _, y in marks(axes)) == sorted(drawing.table.iloc[:, 2])


@LANGUAGE
def test_rates_before_the_reveal_draws_only_the_guess(language):
    tables = pack(language).tables
    guess = [150, 140, 130, 120, 110]
    drawing = charts.draw("rates", tables, tables["fatalities"], line=guess, record=False)
    (axes,) = drawing.figure.axes
    (line,) = axes.lines
    assert list(line.get_ydata()) == guess
    assert drawing.table.iloc[:, 1].tolist() == guess
    whole = as_html("rates", drawing, pack(language).words, pack(language).citations)
    visible = re.sub(r"<style>.*?</style>|base64,[^\"]+", "", whole, flags=re.S)
    assert not [text for text in ("324", "1901") if text in visible]


@LANGUAGE
def test_followed_never_draws_before_the_disaster_and_draws_each_row(language):
    drawing = drawn("followed", language)
    axes = drawing.figure.axes[0]
    assert len(marks(axes)) == len(drawing.table) == drawing.facts["n"]
    low, high = axes.get_xlim()
    assert all(0 <= x < high for x, _ in marks(axes))
    assert low < 0
    assert len(axes.get_yticklabels()) == drawing.facts["disasters"] + 1 == 11
    assert sorted(float(years) for years in drawing.table.iloc[:, 3]) == pytest.approx(
        sorted(x for x, _ in marks(axes)), abs=0.051
    )


def test_letters_on_colored_bars_stand_out():
    (axes,) = drawn("days", "en").figure.axes
    for bar, text in zip(bars(axes), axes.texts, strict=True):
        if text.get_color() == "white":
            assert contrast("white", bar.get_facecolor()[:3]) >= 4.5


def test_a_charge_of_homicide_is_not_told_as_a_verdict():
    for language, words in (("en", ("accusation", "no conviction")), ("es", ("acusación", "ninguna condena"))):
        finding = str(pack(language).words.entry("figure.words.finding"))
        assert all(word in finding for word in words)


@LANGUAGE
def test_no_voice_in_the_words_figure_hides_another(language):
    figure = drawn("words", language).figure
    (axes,) = figure.axes
    points = [tuple(axes.transData.transform((line.get_xdata()[0], line.get_ydata()[0]))) for line in axes.lines]
    size = axes.lines[0].get_markersize() * figure.dpi / 72
    for place, (x, y) in enumerate(points):
        for other_x, other_y in points[place + 1 :]:
            assert ((x - other_x) ** 2 + (y - other_y) ** 2) ** 0.5 > size * 0.75, "at most a corner may be covered"


def test_a_choice_that_does_not_exist_is_said():
    tables = pack("en").tables
    for name, choices in (
        ("answers", {"dispute": "none-such"}), ("rescue", {"zero": "half past two"}), ("rescue", {"zero": ""}),
        ("days", {"color": "red"}), ("rates", {"line": [1, 2]}),
    ):  # fmt: skip
        with pytest.raises(ChartError):
            charts.draw(name, tables, *given(name, "en"), **choices)
