"""The figures of lesson 05: what is drawn equals the tables."""

from __future__ import annotations

import pytest

from drawn import bars, drawn, faults, marks, pack
from lessons import TOP, Lesson
from mineros import charts, open_pack, style
from mineros.charts.own import accounts, framing, silence, standing
from mineros.data import listed
from mineros.errors import ChartError
from mineros.figure import as_html
from mineros.interactions.own import PERIODS

# With the oldest versions English figures are drawn by the lessons; here their Spanish twins are enough.
LANGUAGE = pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.newest), "es"])


def sides_of_events(language: str):
    """The events, each with the set of the sides whose sources are named for it."""
    events, sources = pack(language).events, pack(language).sources
    side = dict(zip(sources["source_id"], sources["perspective"], strict=True))
    return events.assign(sides=[{side[source] for source in listed(cell)} for cell in events["source_ids"]])


def signs(axes, side: str) -> list[tuple[float, float]]:
    """Where the marks of a side stand."""
    color, marker = style.SIDES[side]
    lines = [line for line in axes.lines if (line.get_color(), line.get_marker()) == (color, marker)]
    return [(x, y) for line in lines for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True)]


@LANGUAGE
def test_accounts_has_a_mark_of_each_side_for_each_event_that_it_reports(language):
    events = sides_of_events(language)
    years = events["date"].str[:4].astype(int)
    period = events[years.between(*accounts.PERIOD)]
    drawing = drawn("accounts", language)
    (axes,) = drawing.figure.axes
    for side, fact in (("union", "one_n"), ("government", "other_n")):
        count = sum(side in found for found in period["sides"])
        assert len(signs(axes, side)) == drawing.facts[fact] == count > 0
    both = sum({"union", "government"} <= found for found in period["sides"])
    assert drawing.facts["both"] == both > 0
    assert drawing.facts["n"] == len(period)
    assert len(drawing.table) == drawing.facts["n"] - drawing.facts["missing"]


@LANGUAGE
def test_accounts_stacks_the_events_of_one_side_in_their_year(language):
    events = sides_of_events(language)
    (axes,) = drawn("accounts", language).figure.axes
    only = events[[("union" in found) and ("government" not in found) for found in events["sides"]]]
    for year in (2006, 2010, 2014):
        above = [place for place in signs(axes, "union") if place[0] == year]
        assert len(above) == (only["date"].str[:4] == str(year)).sum()
        assert len(set(above)) == len(above)
        assert min(y for _, y in above) > 0


@LANGUAGE
@pytest.mark.parametrize("period", PERIODS)
def test_accounts_fits_for_unequal_sides_in_every_period(language, period):
    tables = pack(language).tables
    for one, other in (("press", "international"), ("international", "press"), ("ngo", "union")):
        first, last = period
        drawing = charts.draw("accounts", tables, tables["events"], one=one, other=other, first=first, last=last)
        assert faults(drawing.figure) == [], (one, other)


@LANGUAGE
def test_accounts_says_so_when_a_side_is_set_beside_itself(language):
    tables = pack(language).tables
    drawing = charts.draw("accounts", tables, tables["events"], one="union", other="union")
    assert drawing.variant == "same"
    assert drawing.facts["one_n"] == drawing.facts["both"] == drawing.facts["other_n"]


def test_accounts_refuses_years_without_events():
    tables = pack("en").tables
    with pytest.raises(ChartError):
        charts.draw("accounts", tables, tables["events"], first=1500, last=1510)


THEMES = ("pasta_de_conchos", "exile", "alliances", "senate_return", "context")


@LANGUAGE
@pytest.mark.parametrize("theme", THEMES)
def test_silence_has_a_sign_where_a_side_answers_and_a_dash_where_it_does_not(language, theme):
    tables = pack(language).tables
    claims, disputes = tables["claims"], tables["disputes"].set_index("question")
    drawing = charts.draw("silence", tables, claims, theme=theme)
    (axes,) = drawing.figure.axes
    dashes = 0
    for place, question in enumerate(drawing.table.iloc[:, 0]):
        asked = disputes.loc[question]
        assert asked["theme"] == theme
        assert asked["status"] == "disputed"
        rows = claims[claims["dispute_id"] == asked["dispute_id"]]
        for column, side in enumerate(silence.SIDES):
            answers = int((rows["perspective"] == side).sum())
            assert ((column, place) in signs(axes, side)) == (answers > 0), (question, side)
            assert drawing.table.iloc[place, column + 1] == answers
            dashes += not answers
    assert drawing.facts["missing"] == dashes
    assert drawing.facts["claims"] == int(drawing.table.iloc[:, 1:].to_numpy().sum())


def test_silence_shows_the_questions_on_which_most_sides_speak():
    tables = pack("en").tables
    counts, _ = silence.answered(tables, tables["claims"], "exile")
    spoken = (counts > 0).sum(axis=1).tolist()
    assert spoken == sorted(spoken, reverse=True)
    disputes = tables["disputes"]
    asked = disputes[(disputes["theme"] == "exile") & (disputes["status"] == "disputed")]["dispute_id"]
    claims = tables["claims"]
    left = claims[claims["dispute_id"].isin(set(asked) - set(counts.index))]
    assert left.groupby("dispute_id")["perspective"].nunique().max() <= min(spoken)


@LANGUAGE
def test_witnesses_bars_are_the_events_of_each_theme(language):
    events = pack(language).events
    drawing = drawn("makers", language)
    (axes,) = drawing.figure.axes
    found = bars(axes)
    assert all(bar.get_x() >= 0 for bar in found)
    assert axes.get_xlim()[0] == 0
    assert sum(bar.get_width() for bar in found) == len(events) == drawing.facts["n"]
    assert drawing.facts["single"] == (events["corroboration"] == "single").sum()
    assert drawing.table.iloc[:, 2].sum() == drawing.facts["single"]
    share = (events["corroboration"] == "single").groupby(events["theme"]).mean()
    assert drawing.facts["percent"] == round(100 * share.max())
    assert drawing.facts["theme"] == pack(language).tables.label("events", "theme", share.idxmax())


@LANGUAGE
def test_copies_joins_each_copy_to_the_text_that_it_repeats(language):
    sources = pack(language).sources
    repeating = sources[sources["repeats"] != ""]
    drawing = drawn("copies", language)
    (axes,) = drawing.figure.axes
    joints = [line for line in axes.lines if len(line.get_xdata()) == 2]
    assert len(joints) == len(drawing.table) == len(repeating) == drawing.facts["n"]
    assert len(marks(axes)) == len(repeating) + repeating["repeats"].nunique()
    side = sources.set_index("source_id")["perspective"]
    assert drawing.facts["crossed"] == sum(side[row.repeats] != row.perspective for row in repeating.itertuples())


@LANGUAGE
def test_copies_are_hollow_and_originals_full(language):
    (axes,) = drawn("copies", language).figure.axes
    for line in axes.lines:
        if line.get_marker() not in ("None", "", None):
            assert line.get_fillstyle() == ("full" if line.get_xdata()[0] < 0.5 else "none")


@LANGUAGE
@pytest.mark.parametrize(
    ("first", "last", "variant"), [(2000, 2017, ""), (2007, 2011, "rise"), (2009, 2010, "flat"), (2006, 2006, "point")]
)
def test_framing_draws_the_published_values_and_its_headline_follows_the_frame(language, first, last, variant):
    tables = pack(language).tables
    series = tables["series"]
    known = series[(series["series_id"] == "fatal-injury-rate") & (series["country"] == "MEX")]
    known = known[known["year"].between(first, last)].sort_values("year")
    drawing = charts.draw("framing", tables, series, first=first, last=last)
    (line,) = [line for line in drawing.figure.axes[0].lines if line.get_marker() == "o"]
    assert list(line.get_xdata()) == known["year"].tolist()
    assert list(line.get_ydata()) == known["value"].tolist()
    assert drawing.variant == variant
    change = (known["value"].iloc[-1] - known["value"].iloc[0]) / known["value"].iloc[0]
    assert drawing.facts["percent"] == round(100 * abs(change))
    assert drawing.facts["n"] + drawing.facts["missing"] == len(framing.whole(series))


@LANGUAGE
def test_framing_says_when_its_axis_does_not_begin_at_zero(language):
    words, tables = pack(language).words, pack(language).tables
    whole = drawn("framing", language).figure.axes[0]
    cut = charts.draw("framing", tables, tables["series"], floor="cut").figure.axes[0]
    assert whole.get_ylim()[0] == 0 < cut.get_ylim()[0]
    said = words("figure.framing.cut")
    assert said in [text.get_text() for text in cut.texts]
    assert said not in [text.get_text() for text in whole.texts]


@LANGUAGE
def test_framing_turns_years_in_the_wrong_order_round(language):
    tables = pack(language).tables
    turned = charts.draw("framing", tables, tables["series"], first=2011, last=2007)
    assert turned.facts == charts.draw("framing", tables, tables["series"], first=2007, last=2011).facts


def test_the_headline_of_a_frame_is_quoted_as_a_headline():
    own = pack("en")
    whole = as_html("framing", drawn("framing", "en"), own.words, own.citations)
    assert "“Work is safer”" in whole


@LANGUAGE
def test_tested_bars_are_the_verdicts_on_each_text(language):
    statements = pack(language).seed_facts
    drawing = drawn("tested", language)
    found = bars(drawing.figure.axes[0])
    assert sum(bar.get_width() for bar in found) == len(statements) == drawing.facts["n"] == len(drawing.table)
    for verdict in standing.VERDICTS:
        assert drawing.facts[verdict] == (statements["verdict"] == verdict).sum()
    widths = statements.groupby(["source_id", "verdict"]).size()
    expected = [
        widths.get((text, verdict), 0) for text in sorted(set(statements["source_id"])) for verdict in standing.VERDICTS
    ]
    assert [bar.get_width() for bar in found] == expected


@LANGUAGE
def test_tested_tells_how_many_statements_only_allies_confirm(language):
    sources, statements = pack(language).sources, pack(language).seed_facts
    side = dict(zip(sources["source_id"], sources["perspective"], strict=True))
    confirmed = statements[statements["verdict"] == "confirmed"]["second_source_ids"]
    allies = [cell for cell in confirmed if {side[source] for source in listed(cell)} == {"union"}]
    assert drawn("tested", language).facts["allies"] == len(allies) > 0


@LANGUAGE
def test_settled_has_one_mark_for_each_question_full_half_or_hollow(language):
    disputes = pack(language).disputes
    drawing = drawn("settled", language)
    lines = [line for line in drawing.figure.axes[0].lines for _ in line.get_xdata()]  # one for each mark
    looks = {
        "established": [line for line in lines if line.get_markerfacecolor() == style.INK],
        "disputed": [line for line in lines if line.get_fillstyle() == "left"],
        "unknown": [line for line in lines if line.get_markerfacecolor() == "white"],
    }
    for status, found in looks.items():
        count = int((disputes["status"] == status).sum())
        assert len(found) == count + 1, "and one more in the legend"
        assert drawing.facts[status] == count
    assert sum(map(len, looks.values())) == len(disputes) + 3


def test_a_written_prediction_is_shown_in_the_reader_s_own_words(tmp_path, monkeypatch):
    monkeypatch.setenv("MINEROS_WORK", str(tmp_path))
    own = open_pack("en")
    own.answers.save("05-p1", "A signed order <b>of 2007</b>.")
    whole = own._beside_guess("<p>figure</p>", "05-p1")
    assert "“A signed order &lt;b&gt;of 2007&lt;/b&gt;.”" in whole
    assert own.answers.is_revealed("05-p1")


def test_the_summary_s_words_for_how_much_are_true():
    disputes, events = pack("en").disputes, pack("en").events
    assert (disputes["status"] == "disputed").mean() > 0.5, "most questions are disputed"
    assert (events["corroboration"] == "single").mean() > 0.25, "many events rest on one maker"
    facts = drawn("accounts", "en").facts
    assert facts["both"] / facts["n"] < 0.05, "events named by both sides are rare"


def test_no_single_change_of_one_year_turns_the_headline_as_the_bank_says():
    values = framing.whole(pack("en").series)["value"].tolist()
    assert values[0] == max(values)
    assert values[-1] == min(values)


def test_on_each_question_offered_to_begin_with_four_sides_speak_through_four_sources():
    lesson = Lesson(TOP / "notebooks/en/05-your-history.ipynb").plain
    own = pack("en")
    offered = [row for row in own.disputes.itertuples() if f"- {row.question}" in lesson]
    assert len(offered) == 4
    for row in offered:
        claims = own.claims_on(row.dispute_id)
        assert claims["perspective"].nunique() >= 4
        assert len({source for cell in claims["source_ids"] for source in listed(cell)}) >= 4
