"""The figures of lesson 04: what is drawn equals the tables, and what must not be joined stays apart."""

from __future__ import annotations

from datetime import date

import pytest
from matplotlib.colors import same_color, to_rgba

from drawn import bars, drawn, marks, pack
from mineros import charts, check, interactions, open_pack, style
from mineros.charts.senate import chamber, density, laws, ledger, strikes, treaty, voices, wage
from mineros.errors import ChartError
from mineros.words import LANGUAGES, Words

# With the oldest versions English figures are drawn by the lessons; here their Spanish twins are enough.
LANGUAGE = pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.newest), "es"])


def seat_marks(axes, kind: str) -> int:
    """How many marks of a kind stand in the chart; his own seat is one of the list, drawn once more on top."""
    shape, color = chamber.SHAPES[kind]
    lines = [line for line in axes.lines if line.get_marker() == shape and same_color(line.get_color(), color)]
    return sum(len(line.get_xdata()) for line in lines)


@LANGUAGE
def test_seats_draws_one_mark_a_seat_in_the_shape_of_its_kind(language):
    rows = pack(language).election_2018_senate
    drawing = drawn("seats", language)
    (axes,) = drawing.figure.axes
    assert seat_marks(axes, "state") == rows["seats_majority_and_minority"].sum() == 96
    assert seat_marks(axes, "list") == rows["seats_proportional"].sum() == 32
    assert drawing.facts["all"] == drawing.table.iloc[:, -1].sum() == 128
    assert (drawing.table.iloc[:, 2] + drawing.table.iloc[:, 3]).tolist() == drawing.table.iloc[:, 4].tolist()


@LANGUAGE
def test_his_seat_is_the_sixth_of_the_list_of_his_party(language):
    (axes,) = drawn("seats", language).figure.axes
    (own,) = [line for line in axes.lines if same_color(line.get_color(), style.INK)]
    morena = pack(language).election_2018_senate.set_index("org_id").loc["morena"]
    assert own.get_xdata()[0] == morena["seats_majority_and_minority"] + 6 - 1
    step = pack("en").legislature.set_index("row_id").loc["Z02", "item"]
    assert "sixth place" in step
    assert morena["seats_proportional"] >= chamber.LIST_PLACE, "so far down the seats reach"


@LANGUAGE
def test_reactions_draws_a_mark_for_every_phrase_under_its_stance(language):
    phrases = pack(language).reactions
    drawing = drawn("reactions", language)
    (axes,) = drawing.figure.axes
    places = marks(axes)
    assert len(places) == len(set(places)) == len(phrases) == len(drawing.table)
    starts = sorted(voices.LEFT.values())
    for stance, left in voices.LEFT.items():
        right = next((start for start in starts if start > left), 99)
        assert sum(left <= x < right for x, _ in places) == (phrases["stance"] == stance).sum()


@LANGUAGE
def test_each_mark_of_a_reaction_has_the_color_and_shape_of_its_side(language):
    (axes,) = drawn("reactions", language).figure.axes
    lines = [line for line in axes.lines if line.get_marker() != "None"]
    shown = sorted((line.get_color(), line.get_marker()) for line in lines for _ in line.get_xdata())
    assert shown == sorted(style.SIDES[side] for side in pack(language).reactions["perspective"])


@LANGUAGE
def test_phrases_of_a_side_are_printed_in_the_reader_s_language(language):
    phrases = pack(language).reactions
    for side in set(phrases["perspective"]):
        drawing = charts.draw("reactions", pack(language).tables, phrases, side=side)
        own = phrases[phrases["perspective"] == side]
        assert len(drawing.table) == len(marks(drawing.figure.axes[0])) == len(own)
        printed = " ".join(text.get_text().replace("\n", " ") for text in drawing.figure.axes[0].texts)
        for row in own.itertuples():
            assert (row.phrase if row.language == language else row.translation)[:20] in printed


def test_a_side_that_is_silent_on_a_topic_says_so_and_not_that_nothing_was_said():
    drawing = charts.draw("reactions", pack("en").tables, pack("en").reactions, side="court", topic="mining_law")
    assert drawing.variant == "silent"
    assert len(drawing.table) == 0


@LANGUAGE
def test_reforms_stand_at_their_dates_and_opponents_are_only_those_that_a_source_names(language):
    rows = pack(language).reforms
    drawing = drawn("reforms", language)
    (axes,) = drawing.figure.axes
    assert len(marks(axes)) == len(rows) == len(drawing.table)
    assert [y for _, y in marks(axes)] == list(range(len(rows)))
    assert [x for x, _ in marks(axes)] == sorted(x for x, _ in marks(axes))
    unseen = pack(language).words("figure.reforms.unseen")
    said = [text.get_text() for text in axes.texts]
    assert said.count(unseen) == (rows["opposed_by"] == "").sum() == drawing.facts["not_opposed"]


@LANGUAGE
def test_a_star_stands_only_where_a_source_names_the_senator(language):
    rows = pack(language).reforms
    (axes,) = drawn("reforms", language).figure.axes
    stars = [line for line in axes.lines if line.get_marker() == "*"]
    named = rows["proposed_by"].str.contains("Gómez Urrutia")
    assert len(stars) == named.sum() == drawn("reforms", language).facts["him"]
    hollow = [line for line in axes.lines if same_color(line.get_markerfacecolor(), style.PAPER)]
    assert len(hollow) == (rows["proposed_by"] == "").sum()


@LANGUAGE
def test_votes_draws_for_to_the_right_and_against_to_the_left(language):
    rows = laws.counted_votes(pack(language).legislature)
    for axes, body in zip(drawn("votes", language).figure.axes, laws.CHAMBERS, strict=True):
        part = rows[rows["body"] == body]
        found = bars(axes)
        assert [bar.get_width() for bar in found[::2]] == part["votes_for"].tolist()
        assert [-bar.get_width() for bar in found[1::2]] == part["votes_against"].fillna(0).tolist()
        assert all(bar.get_x() == 0 for bar in found)


@LANGUAGE
def test_an_unstated_number_against_is_a_question_mark_and_never_a_zero(language):
    rows = laws.counted_votes(pack(language).legislature)
    texts = [text.get_text() for axes in drawn("votes", language).figure.axes for text in axes.texts]
    assert texts.count("?") == rows["votes_against"].isna().sum() == 1
    assert texts.count("0") == (rows["votes_against"] == 0).sum()
    assert drawn("votes", language).facts["nobody"] == (rows["votes_against"] == 0).sum()


def test_no_vote_exceeds_its_chamber_and_the_court_s_vote_is_not_among_them():
    rows = laws.counted_votes(pack("en").legislature)
    cast = rows[["votes_for", "votes_against", "abstentions"]].fillna(0).sum(axis=1)
    assert (cast[rows["body"] == "senate"] <= 128).all()
    assert (cast[rows["body"] == "chamber_of_deputies"] <= 500).all()
    assert set(rows["body"]) == set(laws.CHAMBERS)


@LANGUAGE
def test_the_real_wage_is_the_printed_wage_times_the_ratio_of_two_prices(language):
    tables = pack(language).tables
    prices = tables["prices"]
    mean = prices[prices["measure"] == "cpi_year_average"].set_index("year")["value"]
    rows = wage.deflated(wage.yearly(tables["min_wage"], "general"), prices, 2018, "cpi_year_average").set_index("year")
    for year in (2000, 2012, 2018, 2025):
        printed = rows.loc[year, "pesos_per_day"]
        assert rows.loc[year, "real"] == pytest.approx(printed * mean[2018] / mean[year])
    assert rows.loc[2018, "real"] == pytest.approx(rows.loc[2018, "pesos_per_day"]) == 88.36


def test_our_real_wage_agrees_with_the_series_of_the_pack():
    tables = pack("en").tables
    for zone, name in (("general", "real-min-wage-pesos-2025"), ("border", "real-min-wage-pesos-2025-border")):
        rows = wage.deflated(wage.yearly(tables["min_wage"], zone), tables["prices"], 2025, "cpi_year_average")
        own = rows.set_index("year")["real"]
        series = tables["series"].query(f"series_id == '{name}'").set_index("year")["value"]
        for year, value in series.items():
            # The series counts December 2017 with the wage of 2018, which began that month; we take each January.
            assert own[year] == pytest.approx(value, rel=0.01 if year == 2017 else 0.002), (name, year)


def test_the_base_year_moves_heights_and_never_ratios():
    tables = pack("en").tables
    ratios = []
    for base in (2000, 2018, 2025):
        rows = wage.deflated(wage.yearly(tables["min_wage"], "general"), tables["prices"], base, "cpi_year_average")
        own = rows.set_index("year")["real"]
        ratios.append(own[2025] / own[2018])
        assert own[base] == pytest.approx(rows.set_index("year").loc[base, "pesos_per_day"])
    assert ratios == pytest.approx([ratios[0]] * 3)


def test_the_monthly_index_takes_the_month_in_which_each_wage_began():
    tables = pack("en").tables
    rows = wage.deflated(wage.yearly(tables["min_wage"], "general"), tables["prices"], 2025, "cpi_month")
    months = tables["prices"].query("measure == 'cpi_month'").set_index(["year", "month"])["value"]
    own = rows.set_index("year")
    assert own.loc[2018, "real"] == pytest.approx(88.36 * months[2025, 1] / months[2017, 12])
    assert own["real"].notna().all(), "2026 has a January, though no mean of the year yet"


@LANGUAGE
def test_a_year_without_an_index_is_left_out_and_counted_never_drawn_as_zero(language):
    drawing = drawn("wage", language)
    solid = [line for line in drawing.figure.axes[0].lines if line.get_marker() in ("o", "D")]
    assert len(solid) == 2
    assert all(2026 not in list(line.get_xdata()) for line in solid)
    assert all(min(line.get_ydata()) > 0 for line in solid)
    assert drawing.facts["missing"] == 2
    assert drawing.figure.axes[0].get_ylim()[0] == 0


def test_without_prices_the_figure_says_that_pesos_of_two_years_do_not_compare():
    tables = pack("en").tables
    drawing = charts.draw("wage", tables, tables["min_wage"], tables["prices"], deflator="none")
    assert drawing.variant == "nominal"
    assert drawing.facts["missing"] == 0
    assert not any("2025" in text.get_text() for text in drawing.figure.axes[0].texts)


def test_a_base_year_without_prices_is_refused():
    tables = pack("en").tables
    for odd in ({"base": 1999}, {"deflator": "tortillas"}):
        with pytest.raises(ChartError):
            charts.draw("wage", tables, tables["min_wage"], tables["prices"], **odd)


@LANGUAGE
def test_density_never_joins_two_definitions_or_jumps_over_a_year(language):
    series = pack(language).series
    for axes, name in zip(drawn("density", language).figure.axes, (density.REGISTERS, density.SURVEYS), strict=True):
        own = series[series["series_id"] == name]
        for code, (color, shape) in density.COUNTRIES.items():
            known = own[own["country"] == code].set_index("year")["value"]
            runs = [line for line in axes.lines if line.get_marker() == shape and same_color(line.get_color(), color)]
            points = [(x, y) for line in runs for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True)]
            assert sorted(points) == sorted(known.items())
            for line in runs:
                years = list(line.get_xdata())
                assert years == list(range(years[0], years[-1] + 1))
        assert axes.get_ylim()[0] == 0


@pytest.mark.parametrize("country", density.COUNTRIES)
def test_a_country_shows_each_of_its_definitions_in_a_shape_of_its_own(country):
    for language in LANGUAGES:
        series = pack(language).series
        drawing = charts.draw("density", pack(language).tables, series, country=country)
        own = series[(series["country"] == country) & series["series_id"].isin(density.DEFINITIONS)]
        panels = [axes for axes in drawing.figure.axes if axes.get_visible()]
        shown = [{line.get_marker() for line in axes.lines} - {"."} for axes in panels]
        named = [name for name in density.DEFINITIONS if name in set(own["series_id"])]
        assert shown == [{density.DEFINITIONS[name][1]} for name in named], "one definition a panel"
        assert drawing.facts["definitions"] == own["series_id"].nunique()
        assert len(drawing.table) == len(own)


@LANGUAGE
def test_rapid_response_draws_every_case_and_a_star_for_los_mineros(language):
    cases = pack(language).rrm_cases
    drawing = drawn("rapid_response", language)
    (axes,) = drawing.figure.axes
    points = [(line.get_marker(), x) for line in axes.lines for x in line.get_xdata() if line.get_marker() in "*o"]
    assert len(points) == len(cases) == len(drawing.table) == 36
    assert sum(marker == "*" for marker, _ in points) == cases["los_mineros"].sum() == 4
    assert sum(x == treaty.UNDATED for _, x in points) == (cases["request_date"] == "").sum()


@LANGUAGE
def test_a_request_of_which_only_the_year_is_known_is_hollow(language):
    cases = pack(language).rrm_cases
    (axes,) = drawn("rapid_response", language).figure.axes
    points = [line for line in axes.lines if line.get_marker() in ("*", "o")]
    hollow = [line for line in points if same_color(line.get_markerfacecolor(), style.PAPER)]
    assert sum(len(line.get_xdata()) for line in hollow) == (~cases["request_precision"].isin(["day", "month"])).sum()


def test_every_outcome_of_the_cases_has_its_place():
    assert set(pack("en").rrm_cases["outcome_kind"]) == set(treaty.OUTCOMES)


@LANGUAGE
def test_cases_of_los_mineros_or_of_a_sector_bear_their_names(language):
    own = pack(language)
    for chosen in ("los_mineros", "mining", "tires"):
        drawing = charts.draw("rapid_response", own.tables, own.rrm_cases, chosen=chosen)
        names = {text.get_text().replace("\u00a0", " ") for text in drawing.figure.axes[0].texts}
        assert names == set(treaty.pick(own.rrm_cases, chosen)["facility"])


@LANGUAGE
def test_strikes_of_2007_last_as_long_as_the_dates_say(language):
    rows = pack(language).strikes.query("start == '2007-07-30'").set_index("place_id")
    drawing = drawn("strikes_2007", language)
    ended = date.fromisoformat(rows.loc["cananea", "end"]) - date(2007, 7, 30)
    assert drawing.facts["days"] == ended.days == 6715
    assert drawing.facts["open"] == (rows["end"] == "").sum() == 2
    widths = sorted(bar.get_width() * 365.25 for bar in bars(drawing.figure.axes[0]))
    days = sorted((date.fromisoformat(row.end or row.open_as_of) - date(2007, 7, 30)).days for row in rows.itertuples())
    assert widths == pytest.approx(days, abs=2)


@LANGUAGE
def test_only_the_ended_strike_is_closed_and_the_open_ones_go_on_as_arrows(language):
    (axes,) = drawn("strikes_2007", language).figure.axes
    arrows = [text for text in axes.texts if getattr(text, "arrow_patch", None) is not None]
    closed = [line for line in axes.lines if len(line.get_xdata()) == 2 and line.get_linewidth() == 4]
    assert len(arrows) == 2
    assert len(closed) == 1


@LANGUAGE
def test_steps_after_which_an_end_is_disputed_are_hollow(language):
    (axes,) = drawn("strikes_2007", language).figure.axes
    steps = [line for line in axes.lines if line.get_marker() in ("^", "v")]
    assert len(steps) == sum(len(found) for found in strikes.STEPS.values())
    hollow = [line for line in steps if same_color(line.get_markerfacecolor(), style.PAPER)]
    assert len(hollow) == len(strikes.DISPUTED)


@LANGUAGE
def test_the_ledger_rests_on_events_and_their_sources_line_by_line(language):
    events = pack(language).events.set_index("event_id")
    drawing = drawn("ledger", language)
    assert len(drawing.table) == len(ledger.LINES) == drawing.facts["n"]
    for line, sources in zip(ledger.LINES, drawing.table.iloc[:, -1], strict=True):
        assert line.first in events.index
        assert events.loc[line.first, "source_ids"] in sources
        if line.last:
            assert events.loc[line.last, "source_ids"] in sources
            assert events.loc[line.last, "date"] >= events.loc[line.first, "date"]
    assert {line.state for line in ledger.LINES} == set(ledger.STATES)


@LANGUAGE
def test_a_line_of_the_ledger_is_called_done_only_with_a_later_step(language):
    assert all(line.last for line in ledger.LINES if line.state == "done")
    assert drawn("ledger", language).facts["missing"] == sum(not line.last for line in ledger.LINES)


@LANGUAGE
def test_open_squares_of_the_ledger_are_hollow_and_lines_that_go_on_are_dotted(language):
    (axes,) = drawn("ledger", language).figure.axes
    squares = [line for line in axes.lines if line.get_marker() == "s"]
    assert sum(len(line.get_xdata()) for line in squares) == drawn("ledger", language).facts["open"]
    assert all(to_rgba(line.get_markerfacecolor()) == to_rgba(style.PAPER) for line in squares)
    dotted = [lines for lines in axes.collections if lines.get_linestyle()[0][1] is not None]
    assert sum(len(lines.get_segments()) for lines in dotted) == sum(line.state != "done" for line in ledger.LINES)


@pytest.mark.parametrize("state", ledger.STATES)
def test_the_ledger_shows_the_states_that_are_ticked(state):
    own = pack("en")
    drawing = charts.draw("ledger", own.tables, own.events, states=[state])
    assert len(drawing.table) == sum(line.state == state for line in ledger.LINES)
    assert charts.draw("ledger", own.tables, own.events, states=[]).variant == "empty"


@LANGUAGE
def test_what_the_ledger_says_in_short_holds_in_the_tables(language):
    say = pack(language).words
    last = pack(language).recoveries.query("date == '2026-02-25'").iloc[0]
    short = say("figure.ledger.latest.bodies")
    assert str(last["located"]) in short
    assert str(last["base"]) in short
    assert "2026" in short
    reforms = pack("en").reforms.set_index("reform_id")["what_changed"]
    assert "40 in 2030" in reforms["forty-hour-week-2026"]
    assert "unpublished on March 5, 2026" in reforms["minimum-wage-constitution-2024"]
    assert "2030" in say("figure.ledger.latest.forty")


def test_the_controls_offer_what_the_tables_hold(tmp_path, monkeypatch):
    monkeypatch.setenv("MINEROS_WORK", str(tmp_path))
    own = open_pack("en")
    _, (deflator, base), _ = interactions.of("wage", own, own.min_wage, own.prices)
    assert [value for _, value in deflator.options] == list(wage.DEFLATORS)
    assert deflator.start == "none", "first pesos as they were printed; the student chooses prices"
    assert (base.low, base.high) == (2000, 2025)
    _, (cases,), _ = interactions.of("rapid_response", own, own.rrm_cases)
    sectors = set(own.rrm_cases["sector"]) - {""}
    assert {value for _, value in cases.options} == {"", "los_mineros"} | sectors


def test_the_keys_of_the_lesson_are_what_the_tables_say():
    own = pack("en")
    rows = own.election_2018_senate.set_index("org_id")
    offered = rows.loc[["morena", "pan", "pri", "pt"]]
    largest = (offered["seats_proportional"] / offered["seats_total"]).idxmax()
    assert check.check("04-q1", largest, Words("en")).right
    steps = own.legislature.set_index("row_id")["date"]
    dates = {"list": "Z02", "court": "Z04", "election": "Z05", "assigned": "Z06", "oath": "Z08"}
    when = {step: steps[row] for step, row in dates.items()}
    when["certificate"] = own.events.set_index("event_id").loc["nationality-certificate-2018", "date"]
    assert check.check("04-o1", sorted(when, key=when.get), Words("en")).right
    votes = steps.index[(steps == "2019-04-29")]
    assert {(70, 50), (120, 0)} == {
        (int(row.votes_for), int(row.votes_against))
        for row in own.legislature.set_index("row_id").loc[votes].itertuples()
    }
