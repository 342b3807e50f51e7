"""The figures of lesson 03: what is drawn equals the tables, and what is not known is drawn as not known."""

from __future__ import annotations

import re

import pytest
from matplotlib.patches import FancyArrowPatch

from drawn import bars, drawn, drawn_texts, given, marks, pack
from mineros import charts, interactions, style
from mineros.charts import rivals
from mineros.charts.alliances import agreements, bodies, campaigns, network, routes
from mineros.data import listed
from mineros.errors import ChartError

# With the oldest versions English figures are drawn by the lessons; here their Spanish twins are enough.
LANGUAGE = pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.newest), "es"])
YEAR = pytest.mark.parametrize("year", range(network.FIRST, network.LAST + 1))
NAMED = {"network", "members", "campaigns"}


def of_year(year: int, **choices: object):
    return charts.draw("network", pack("en").tables, pack("en").ties, year=year, **choices)


def between_unions():
    return bodies.of_unions(pack("en").ties, pack("en").organizations)


def lines(figure) -> list[FancyArrowPatch]:
    return [patch for patch in figure.axes[0].patches if isinstance(patch, FancyArrowPatch)]


# --- the network -----------------------------------------------------------------------------------------------------


@YEAR
def test_the_network_draws_each_tie_of_its_year_and_no_other(year):
    drawing = of_year(year)
    expected = set()
    for tie in between_unions().itertuples():
        begun = not tie.start or int(tie.start[:4]) <= year
        over = tie.end and int(tie.end[:4]) < year
        if begun and not over:
            expected.add((frozenset((tie.source_org_id, tie.target_org_id)), tie.formal))
    assert len(lines(drawing.figure)) == len(expected)
    assert len(drawing.table) == drawing.facts["n"] + drawing.facts["unseen"]
    assert drawing.facts["formal"] + drawing.facts["informal"] == drawing.facts["n"]


@YEAR
def test_a_tie_is_dark_only_in_years_that_a_source_covers(year):
    there = network.of_year(between_unions(), year)
    for tie in there.itertuples():
        last = tie.end or tie.open_as_of
        covered = int(last[:4]) >= year and (tie.start != "" or int(last[:4]) == year)
        assert tie.seen == covered, tie.tie_id


def test_a_tie_without_a_seen_end_is_never_said_to_have_ended():
    ties = pack("en").ties.set_index("tie_id")
    assert ties.loc["B049", "end"] == ""
    late = network.of_year(between_unions(), 2025).set_index("tie_id")
    assert not late.loc["B049", "seen"]
    said = of_year(2025).table
    assert said[said.iloc[:, 0] == "STRM"].iloc[0, 5] == "not seen; last seen February 6, 2013"


@YEAR
def test_bodies_keep_their_places_in_every_year(year):
    places = set(bodies.layout().values())
    assert set(marks(of_year(year).figure.axes[0])) == places


def test_no_two_bodies_share_a_place_and_every_union_body_has_one():
    layout = bodies.layout()
    assert len(set(layout.values())) == len(layout)
    ties = between_unions()
    assert set(ties["source_org_id"]) | set(ties["target_org_id"]) == set(layout)


def test_paper_and_no_paper_differ_by_more_than_color():
    dark = [line for line in lines(of_year(2011).figure) if line.get_linewidth() > 1]
    solid = [line.get_linestyle() in ("-", "solid") for line in dark]
    steel = [line.get_edgecolor() == pytest.approx(_rgba(style.STEEL)) for line in dark]
    assert solid == steel
    assert set(solid) == {True, False}
    assert network.LINES[True]["linestyle"] != network.LINES[False]["linestyle"]


def _rgba(color: str) -> tuple[float, ...]:
    from matplotlib.colors import to_rgba

    return to_rgba(color)


def test_the_choice_of_ties_leaves_out_the_others():
    whole, formal, informal = (of_year(2011, show=show) for show in ("all", "formal", "informal"))
    assert formal.facts["informal"] == informal.facts["formal"] == 0
    assert formal.facts["n"] + informal.facts["n"] == whole.facts["n"]


def test_companies_and_governments_stand_in_no_network_of_unions():
    kinds = pack("en").organizations.set_index("org_id")["kind"]
    assert set(kinds[list(bodies.layout())]) == set(bodies.UNIONS)
    left_out = len(pack("en").ties) - len(between_unions())
    assert of_year(2011).facts["missing"] == left_out > 0


@LANGUAGE
@pytest.mark.parametrize("name", sorted(NAMED))
def test_every_pair_of_positions_of_the_controls_can_be_drawn(language, name):
    own = pack(language)
    from drawn import EXPLORED

    draw, controls, moved = interactions.of(name, own, *[own.tables[table] for table in EXPLORED[name]])
    assert moved is None
    if name == "network":
        assert "data-figure" in draw(year=2025, show="informal")
    assert all(control.label for control in controls)


def test_a_word_in_place_of_a_year_is_refused():
    with pytest.raises(ChartError):
        charts.draw("network", pack("en").tables, pack("en").ties, year="soon")


# --- agreements and employers ----------------------------------------------------------------------------------------


def test_terms_draws_a_square_for_each_provision_of_the_four_agreements():
    provisions = pack("en").alliance_terms
    rows = provisions[provisions["tie_id"].isin(agreements.AGREEMENTS)]
    drawing = drawn("terms", "en")
    assert len(marks(drawing.figure.axes[0])) == len(rows) == len(drawing.table) == drawing.facts["n"]
    counted = rows.groupby(["tie_id", "category"]).size()
    written = [int(text.get_text()) for text in drawing.figure.axes[0].texts if text.get_text().isdigit()]
    years = [number for number in written if number > 2000]
    assert sorted(number for number in written if number < 100) == sorted(counted)
    ties = pack("en").ties.set_index("tie_id")["start"]
    assert years == [int(ties[tie][:4]) for tie in agreements.AGREEMENTS] == sorted(years)
    assert drawing.facts["missing"] == drawing.facts["cells"] - len(counted)


def test_shared_fills_a_square_where_a_mine_a_mill_or_a_plant_is_named():
    rows = pack("en").shared_employers
    office = re.compile(r"\b(office|offices|company|parent|meeting)\b", re.IGNORECASE)
    for _, row in rows.iterrows():
        for country in agreements.COUNTRIES:
            cell = row[f"{country}_site"]
            kind = agreements.place_kind(row, country)
            assert bool(kind) == bool(cell)
            assert (kind == "office") == bool(office.search(cell)), (row["employer_id"], country, cell)
    drawing = drawn("shared", "en")
    cells = sum(bool(row[f"{country}_site"]) for _, row in rows.iterrows() for country in agreements.COUNTRIES)
    assert len(marks(drawing.figure.axes[0])) == cells + 2, "two more explain the marks"
    facts = drawing.facts
    assert facts["several"] + facts["office"] + facts["missing"] == facts["n"] == len(rows)


# --- members ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("body", sorted(set(pack("en").memberships["org_id"])))
def test_members_draws_every_figure_from_zero_and_hollow_when_round(body):
    rows = pack("en").memberships
    rows = rows[rows["org_id"] == body].sort_values(["year", "members", "row_id"])
    drawing = charts.draw("members", pack("en").tables, pack("en").memberships, body=body)
    (axes,) = drawing.figure.axes
    assert axes.get_xlim()[0] == 0
    points = [line for line in axes.lines if line.get_marker() not in ("None", None, "")]
    assert len(points) == len(rows) == len(drawing.table)
    for line, row in zip(points, rows.itertuples(), strict=True):
        if line.get_marker() != ">":
            assert line.get_xdata()[0] == row.members
        assert (line.get_markerfacecolor() == "white") == (row.members % 5000 == 0)
    far = [text.get_text() for text in axes.texts if "off the scale" in text.get_text()]
    assert len(far) == sum(line.get_marker() == ">" for line in points) <= 1


def test_only_the_figure_that_would_hide_all_others_stands_at_the_edge():
    drawing = drawn("members", "en")
    assert [text.get_text() for text in drawing.figure.axes[0].texts if "," in text.get_text()][-1].startswith(
        "3,500,000"
    )
    assert drawing.facts["round"] == drawing.facts["n"] - 1, "only the register of the ministry is no round number"


# --- actions ---------------------------------------------------------------------------------------------------------


def test_every_kind_of_action_belongs_to_one_group():
    kinds = [kind for kinds, *_ in campaigns.GROUPS.values() for kind in kinds]
    assert len(kinds) == len(set(kinds))
    assert set(pack("en").actions["kind"]) <= set(kinds)
    assert len({marker for _, marker, _ in campaigns.GROUPS.values()}) == len(campaigns.GROUPS)


@pytest.mark.parametrize("campaign", ["", *campaigns.offered(pack("en").actions)])
def test_the_map_has_a_mark_for_each_action_with_a_country_or_a_town(campaign):
    drawing = charts.draw("campaigns", pack("en").tables, pack("en").actions, campaign=campaign)
    rows = pack("en").actions
    rows = rows[rows["date"].str[:4].between("2006", "2018")]
    rows = rows[rows["campaign"] == campaign] if campaign else rows
    nowhere = rows[(rows["place_id"] == "") & rows["country"].isin(["International", "Latin America"])]
    assert drawing.facts["missing"] == len(nowhere)
    expected = sum(1 if row.place_id else len(listed(row.country)) for row in rows.drop(nowhere.index).itertuples())
    assert sum(len(marks(axes)) for axes in drawing.figure.axes) == expected
    assert drawing.facts["n"] == len(rows) == len(drawing.table)


@LANGUAGE
@pytest.mark.parametrize("campaign", ["", *campaigns.offered(pack("en").actions)][:4])
def test_no_name_on_the_map_covers_the_place_of_another_or_leaves_its_frame(language, campaign):
    tables, actions = pack(language).tables, pack(language).actions
    chosen = ["", *campaigns.offered(actions)][["", *campaigns.offered(pack("en").actions)].index(campaign)]
    figure = charts.draw("campaigns", tables, actions, campaign=chosen).figure
    figure.canvas.draw()
    places = tables["places"].set_index("name")[["longitude", "latitude"]].T.to_dict("list")
    for axes in figure.axes:
        frame = axes.get_window_extent()
        spots = [axes.transData.transform(spot) for spot in places.values()]
        drawn_spots = [spot for spot in spots if any(_near(spot, point) for point in _points(axes))]
        for text in axes.texts:
            name = text.get_text().replace("\u00a0", " ").partition(":")[0]
            if name not in places:
                continue
            box, own = text.get_window_extent(), axes.transData.transform(places[name])
            assert frame.x0 <= box.x0
            assert box.x1 <= frame.x1
            covered = [spot for spot in drawn_spots if box.contains(*spot) and not _near(spot, own)]
            assert covered == [], f"{name} covers a place"


def _points(axes):
    """Where the marks of one map stand, in pixels."""
    return [point for line in axes.lines for point in axes.transData.transform(line.get_xydata())]


def _near(one, other):
    return abs(one[0] - other[0]) < 1 and abs(one[1] - other[1]) < 1


def test_marks_are_hollow_where_an_action_is_only_listed_or_announced():
    actions = pack("en").actions
    weak = actions[actions["basis"] != "reported"]
    drawing = charts.draw("campaigns", pack("en").tables, weak)
    assert {line.get_markerfacecolor() for axes in drawing.figure.axes for line in axes.lines} == {"white"}
    sure = charts.draw("campaigns", pack("en").tables, actions[actions["basis"] == "reported"])
    assert "white" not in {line.get_markerfacecolor() for axes in sure.figure.axes for line in axes.lines}


@LANGUAGE
def test_the_month_of_the_lesson_names_thirty_countries(language):
    actions = pack(language).actions
    month = actions[actions["date"].str.startswith("2011-02")]
    drawing = charts.draw("campaigns", pack(language).tables, month)
    named = {country for cell in month["country"] for country in listed(cell)}
    general = {"International", "Internacional"}
    assert drawing.facts["countries"] == len(named - general) == 30
    assert drawing.facts["campaign"] == month["campaign"].iloc[0]


def test_a_mark_without_a_town_stands_inside_its_country_or_on_its_largest_island():
    centers = campaigns.centers(pack("en").tables.folder / "geo" / "world_countries_110m.geojson")
    for country, (west, east), (south, north) in (
        ("France", (-5, 9), (42, 52)), ("Norway", (4, 32), (57, 72)), ("Australia", (112, 154), (-40, -10)),
        ("United States", (-125, -66), (24, 50)), ("Canada", (-130, -60), (48, 57)), ("Peru", (-82, -68), (-19, 0)),
    ):  # fmt: skip
        x, y = centers[country]
        assert west < x < east
        assert south < y < north


def test_rounds_counts_each_action_in_its_year():
    drawing = drawn("rounds", "en")
    (axes,) = drawing.figure.axes
    years = pack("en").actions["date"].str[:4].astype(int)
    sure = pack("en").actions["basis"] == "reported"
    span = range(2005, 2026)
    tall = [bar.get_height() for bar in bars(axes)]
    assert tall[: len(span)] == [int(((years == year) & sure).sum()) for year in span]
    assert tall[len(span) :] == [int(((years == year) & ~sure).sum()) for year in span]
    assert sum(tall) == len(years)
    assert axes.get_ylim()[0] == 0


@LANGUAGE
def test_no_arrow_of_a_signing_crosses_the_name_of_another(language):
    figure = drawn("rounds", language).figure
    figure.canvas.draw()
    (axes,) = figure.axes
    names = [text for text in axes.texts if not text.get_text().isdigit()]
    assert len(names) == 4
    shafts = [axes.transData.transform(line.get_xydata()) for line in axes.lines if len(line.get_xdata()) == 2]
    for text in names:
        box = text.get_window_extent()
        for (x, low), (_, high) in shafts:
            crossed = box.x0 + 1 < x < box.x1 - 1 and low < box.y1 and box.y0 < high - 1
            assert not crossed, text.get_text()


# --- complaints ------------------------------------------------------------------------------------------------------


def test_routes_holds_every_complaint_of_or_for_the_miners():
    ties, cases = given("routes", "en")
    rows = routes.rows_of(ties, cases)
    own = cases[cases["los_mineros"].astype(bool)]["case_id"]
    assert set(rows["key"]) == set(own) | set(routes.OF_TIES)
    assert rows["start"].tolist() == sorted(rows["start"])
    complaints = ties[ties["tie_type"] == "legal_complaint"]
    twice = {"grupo-mexico", "teksid", "penoles"}  # the same cases stand in the table of rapid response cases
    for tie in complaints[~complaints["tie_id"].isin(["B139", "B140", "B142", "B157"])].itertuples():
        if tie.target_org_id in twice:
            continue
        same = complaints[complaints["tie_id"].isin(routes.OF_TIES)]
        assert tie.target_org_id in set(same["target_org_id"]), tie.tie_id


def test_each_ending_follows_from_the_words_of_its_row():
    rows = routes.rows_of(*given("routes", "en")).set_index("key")
    for row in rows[rows["ending"] == "rejected"].itertuples():
        assert "rejected" in row.what
    assert "no outcome" in rows.loc["B141", "what"]
    assert "admissible" in rows.loc["B159", "what"]
    assert "outside the mechanism" in rows.loc["G12", "what"]
    said = {key: pack("en").words(f"figure.routes.end.{key}") for key in rows.index}
    assert "reinstated" in rows.loc["G04", "what"]
    assert said["G04"].startswith("36")
    assert "Thirty-six" in rows.loc["G04", "what"]
    assert said["G25"] == "11 reinstated, 249 paid"
    assert "Eleven" in rows.loc["G25", "what"]
    assert "249" in rows.loc["G25", "what"]
    requests = pack("en").ilo_case_2478
    asked = requests[requests["paragraph"].str.startswith("356: 959 (")]
    assert len(asked) == 7, "the seven requests that the figure speaks of"


def test_open_ends_are_drawn_hollow_and_dashed():
    drawing = drawn("routes", "en")
    rows = routes.rows_of(*given("routes", "en"))
    points = [line for line in drawing.figure.axes[0].lines if line.get_marker() not in ("None", None, "")]
    for line, row in zip(points, rows.itertuples(), strict=True):
        unknown = row.ending in ("open", "unseen")
        assert (line.get_markerfacecolor() == "white") == unknown
    assert drawing.facts["missing"] == (rows["ending"] == "unseen").sum()


def test_the_sentence_of_the_routes_leaves_no_complaint_out():
    facts = drawn("routes", "en").facts
    assert sum(facts[ending] for ending in ("remedy", "rejected", "outside", "asked", "open", "missing")) == facts["n"]


# --- who tells -------------------------------------------------------------------------------------------------------


def test_archive_counts_each_source_once_and_keeps_the_silent_sides():
    drawing = drawn("tellers", "en")
    sources = pack("en").sources.set_index("source_id")
    named = {source for frame in given("tellers", "en") for cell in frame["source_ids"] for source in listed(cell)}
    expected = sources.loc[sorted(named)]["perspective"].value_counts()
    widths = [int(bar.get_width()) for bar in bars(drawing.figure.axes[0])]
    assert sum(widths) == len(named) == drawing.facts["n"]
    assert widths == drawing.table.iloc[:, 1].tolist() == sorted(widths, reverse=True)
    assert widths[0] == expected["union"] == drawing.facts["union"]
    assert len(widths) == len(style.SIDES), "a side without a source has its line too"
    families = pack("en").tables.label("claims", "perspective", "families")
    assert families in str(drawing.facts["silent"])


def test_both_dates_of_the_signature_are_drawn_and_the_third_answer_is_counted():
    drawing = charts.draw("answers", pack("en").tables, pack("en").claims, dispute="alliance-2005-date")
    said = [text.get_text() for text in drawing.figure.axes[0].texts]
    assert said == ["April 13, 2005", "May 26, 2005"]
    assert drawing.facts["missing"] == 1


def test_solidarity_or_interference_lets_four_sides_speak():
    rows = pack("en").claims_on("solidarity-or-interference")
    assert set(rows["perspective"]) == {"union", "rival_union", "academic", "company"}
    assert rivals.comparable(rows).empty
    texts = drawn_texts(charts.draw("answers", pack("en").tables, rows, dispute="solidarity-or-interference").figure)
    assert len(texts) >= 2 * len(rows)
