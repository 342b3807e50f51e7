"""The figures of lesson 02: what is drawn equals the tables, and nothing more is said than they hold."""

from __future__ import annotations

import re
from datetime import date
from operator import itemgetter

import pytest

from drawn import bars, drawn, drawn_texts, given, marks, pack
from facts.lesson_02 import spell_days
from mineros import bank, charts, interactions
from mineros.charts.common import year_fraction
from mineros.charts.exile import courts, labels, looks, money, roles, route, spans
from mineros.errors import ChartError
from mineros.words import LANGUAGES

# With the oldest versions English figures are drawn by the lessons; here their Spanish twins are enough.
LANGUAGE = pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.newest), "es"])


def texts(name: str, language: str) -> list[str]:
    return [text.get_text() for text in drawn_texts(drawn(name, language).figure)]


# --- route -----------------------------------------------------------------------------------------------------------


@LANGUAGE
def test_the_route_stops_where_the_events_happened_in_their_order(language):
    events = pack(language).events.set_index("event_id").loc[list(route.ROUTE)]
    months = [iso[:7] for iso in events["date"]]
    assert months == sorted(months)
    places = pack(language).places.set_index("place_id")
    near = [places.loc[place, "near"] or place for place in events["place_id"]]
    spots = [(places.loc[place, "longitude"], places.loc[place, "latitude"]) for place in near]
    assert marks(drawn("route", language).figure.axes[0]) == spots


def test_the_legs_without_a_day_are_drawn_dashed_and_counted_as_missing():
    drawing = drawn("route", "en")
    arrows = [text.arrow_patch for text in drawing.figure.axes[0].texts if getattr(text, "arrow_patch", None)]
    assert [arrow.get_linestyle() == "-" for arrow in arrows] == [False, False, True]
    assert drawing.facts["missing"] == 2


def test_distances_are_great_circles_and_the_stay_is_that_of_the_spells():
    from mineros.charts.exile.route import _distance

    assert _distance((0, 0), (0, 90)) == pytest.approx(10007.5, rel=1e-3)
    assert _distance((-106.651, 35.084), (-123.119, 49.25)) == pytest.approx(2069, rel=0.02)
    assert drawn("route", "en").facts["days"] == spell_days(pack("en").tables, "X02") == 4512


@LANGUAGE
def test_the_sentence_under_the_route_answers_the_guess(language):
    events = pack(language).events.set_index("event_id").loc[list(route.ROUTE)]
    known = int(events["date"].str.fullmatch(r"\d{4}-\d\d-\d\d").sum())
    assert drawn("route", language).facts["known"] == known == 2
    assert "{known}" in str(pack(language).words.entry("figure.route.finding"))


# --- labels ----------------------------------------------------------------------------------------------------------


@LANGUAGE
def test_every_dated_label_is_one_mark_and_each_row_says_its_count(language):
    coverage = pack(language).coverage
    dated = coverage[coverage["date"] != ""]
    drawing = drawn("labels", language)
    axes = drawing.figure.axes[0]
    points = marks(axes)
    assert len(points) == len(set(points)) == len(dated) == drawing.facts["n"]
    counts = dated["family"].value_counts()
    assert [int(text.get_text()) for text in axes.texts] == [int(counts.get(name, 0)) for name in labels.FAMILIES]
    assert set(labels.FAMILIES) == set(coverage["family"])
    assert drawing.facts["missing"] == len(coverage) - len(dated)


@LANGUAGE
def test_labels_printed_in_mexico_and_abroad_are_told_apart(language):
    coverage = pack(language).coverage
    tables = pack(language).tables
    found = {where: charts.draw("labels", tables, coverage, where=where).facts["n"] for where in labels.WHERE}
    home = (coverage["country"] == {"en": "Mexico", "es": "México"}[language]) & (coverage["date"] != "")
    assert found["mexico"] == home.sum()
    assert 0 < found["abroad"] < found["everywhere"] - found["mexico"] + 1


def test_a_label_of_somebody_accused_stands_beside_the_outcome():
    from mineros.figure import Captions

    for language in LANGUAGES:
        missing = Captions("labels", drawn("labels", language), pack(language).words).sentence("missing")
        assert "2014" in missing
        assert {"en": "without a conviction", "es": "sin condena"}[language] in missing


# --- coded and river -------------------------------------------------------------------------------------------------


@LANGUAGE
def test_our_coding_stands_in_the_column_that_the_table_names(language):
    steps = pack(language).legal_steps.set_index("step_id")
    columns = list(looks.HELPED)
    assert set(columns) == set(steps["favors"])
    expected = [(columns.index(steps.loc[step, "favors"]), place) for place, step in enumerate(courts.CODED)]
    assert marks(drawn("coded", language).figure.axes[0]) == expected
    assert len({steps.loc[step, "favors"] for step in courts.CODED}) >= 5, "the six steps are of many kinds"


def test_before_the_reveal_only_the_readers_own_codes_are_drawn():
    tables = pack("en").tables
    line = ["union", "", "neither", "", "", "company"]
    hidden = charts.draw("coded", tables, pack("en").legal_steps, line=line, record=False)
    assert [y for _, y in marks(hidden.figure.axes[0])] == [0, 2, 5]
    assert hidden.facts["coded"] == 3
    ours = set(pack("en").words.entry("figure.coded.column").values())
    assert len(ours & set(hidden.table.columns)) == 1, "the table does not tell our coding either"


def test_after_the_reveal_both_codings_are_drawn_and_agreement_is_counted():
    steps = pack("en").legal_steps
    right = list(steps.set_index("step_id").loc[list(courts.CODED), "favors"])
    drawing = charts.draw("coded", pack("en").tables, steps, line=[*right[:4], "company", ""])
    assert drawing.facts["same"] == 4
    assert drawing.facts["missing"] == 1
    assert len(marks(drawing.figure.axes[0])) == 6 + 5


@pytest.mark.parametrize("matter", ["", "trust_fund_case", "strike_legality"])
@pytest.mark.parametrize("several", [False, True])
def test_the_river_has_a_mark_for_every_step_since_2005(matter, several):
    steps = pack("en").legal_steps
    mine = steps[(steps["matter"] == matter) | (matter == "")]
    mine = mine[(mine["corroboration"] == "several") | (not several)]
    drawing = charts.draw("river", pack("en").tables, steps, matter=matter, several=several)
    axes = drawing.figure.axes[0]
    expected = mine[mine["date"] >= "2005"]
    assert len(marks(axes)) == len(set(marks(axes))) == len(expected) == drawing.facts["n"]
    counted = [expected["level"].isin(levels).sum() for levels in courts.ARMS.values()]
    assert [int(text.get_text()) for text in axes.texts] == counted
    assert sum(counted) == len(expected), "every level has its arm"


def test_marks_are_drawn_together_but_the_later_one_stays_on_top():
    one, other = looks.HELPED["union"], looks.HELPED["company"]
    marks_in_order = [(one, 0, 0), (other, 0.1, 0), (one, 0.2, 0), (one, 9, 0), (other, 9.1, 0), (other, 5, 0)]
    drawn_so = looks.batches(marks_in_order, 0.5, 0.5)
    assert [(batch.look, batch.across) for batch in drawn_so] == [
        (one, [0]), (other, [0.1]), (one, [0.2, 9]), (other, [9.1, 5]),
    ]  # fmt: skip


def test_the_river_names_whom_the_steps_helped_with_their_counts():
    drawing = drawn("river", "en")
    steps = pack("en").legal_steps
    counts = steps[steps["date"] >= "2005"]["favors"].value_counts()
    said = drawing.facts["helped"]
    assert sorted(map(int, re.findall(r"\d+", said))) == sorted(counts)


@LANGUAGE
def test_numbers_of_the_river_in_the_sample_answers_are_those_of_the_figure(language):
    steps = pack(language).legal_steps
    every = charts.draw("river", pack(language).tables, steps).facts
    several = charts.draw("river", pack(language).tables, steps, several=True).facts
    samples = {entry["id"]: entry["sample"] for entry in bank.lesson("02", pack(language).words)}
    assert re.findall(r"\d+", samples["02-q8"][1][language]) == [str(several["n"]), str(every["n"])]
    union = (steps["favors"] == "union").sum()
    assert re.findall(r"\d+", samples["02-q7"][2][language])[0] == str(union)


def test_a_choice_that_no_step_fits_is_an_empty_river_and_not_an_error():
    drawing = charts.draw("river", pack("en").tables, pack("en").legal_steps, matter="defamation", several=True)
    assert drawing.facts["n"] == 0


# --- recognition and durations ---------------------------------------------------------------------------------------


@LANGUAGE
def test_recognition_spells_follow_each_other_and_their_days_are_said(language):
    spells = pack(language).spells
    rows = spells[spells["status"].isin([spans.WITH, spans.WITHOUT])].sort_values("start")
    assert list(rows["start"])[1:] == list(rows["end"])[:-1], "one begins where the other ended"
    whole = "\n".join(texts("recognition", language))
    for row in rows[rows["end"] != ""].itertuples():
        assert f"{looks.days_between(row.start, row.end):,}" in whole
    facts = drawn("recognition", language).facts
    assert (facts["first_gap"], facts["on"], facts["second_gap"]) == (423, 435, 1441)


def test_the_steps_of_recognition_stand_on_their_dates():
    steps = pack("en").legal_steps.set_index("step_id").loc[list(spans.TURNS)]
    assert set(steps["matter"]) == {"recognition"}
    assert list(steps["date"]) == sorted(steps["date"], key=looks.day)
    years = [x for x, _ in sorted(marks(drawn("recognition", "en").figure.axes[0]), key=itemgetter(1))]
    assert years == [year_fraction(iso) for iso in steps["date"]]


@LANGUAGE
@pytest.mark.parametrize("group", spans.GROUPS)
def test_durations_are_the_differences_of_the_dates_in_the_tables(language, group):
    tables = pack(language).tables
    drawing = charts.draw("durations", tables, tables["spells"], tables["strikes"], group=group)
    assert len(bars(drawing.figure.axes[0])) == len(drawing.table) == drawing.facts["n"]
    shown = "\n".join(drawing.table.iloc[:, 3])
    if group == "people":
        for spell in ("X02", "X08", "X12", "X13"):
            assert f"{spell_days(tables, spell):,}" in shown
    else:
        row = tables["strikes"].set_index("strike_id").loc["T09"]
        assert f"{(date.fromisoformat(row['end']) - date.fromisoformat(row['start'])).days:,}" in shown


@pytest.mark.parametrize("group", spans.GROUPS)
def test_an_open_end_is_drawn_open_and_no_length_is_claimed_for_it(group):
    tables = pack("en").tables
    table = {"people": "spells", "strikes": "strikes"}[group]
    drawing = charts.draw("durations", tables, tables["spells"], tables["strikes"], group=group)
    open_rows = tables[table][(tables[table]["end"] == "") & (tables[table]["open_as_of"] != "")]
    if group == "people":
        open_rows = open_rows[~open_rows["status"].isin([spans.WITH, spans.WITHOUT])]
    assert drawing.facts["open"] == len(open_rows)
    assert sum("open" in length for length in drawing.table.iloc[:, 3]) == len(open_rows)
    arrows = [text for text in drawing.figure.axes[0].texts if getattr(text, "arrow_patch", None)]
    assert len(arrows) == len(open_rows)


def test_a_rival_start_is_a_mark_on_the_same_bar_and_never_a_bar_of_its_own():
    drawing = drawn("durations", "en")
    spells = pack("en").spells.set_index("spell_id")
    rival = year_fraction(spells.loc["X03", "start"])
    assert rival in [x for x, _ in marks(drawing.figure.axes[0])]
    assert sum("Vancouver" in name for name in drawing.table.iloc[:, 0]) == 1


# --- the seven -------------------------------------------------------------------------------------------------------


@LANGUAGE
def test_the_seven_are_named_with_day_and_with_what_the_law_did(language):
    killings = pack(language).killings
    people = pack(language).people.set_index("person_id")["name"]
    shown = "\n".join(texts("seven", language))
    squeezed = " ".join(shown.split())
    for row in killings.itertuples():
        assert people[row.person_id] in shown
        assert pack(language).words.date(row.date) in shown
        assert row.legal_result in squeezed, "whole, not cut"
    assert len(drawn("seven", language).table) == 7


@LANGUAGE
def test_no_accusation_over_the_deaths_stands_in_the_picture_without_a_verdict_column(language):
    table = drawn("seven", language).table
    assert (table.iloc[:, 3] != "").all()
    assert (table.iloc[:, 4] != "").all()


# --- money -----------------------------------------------------------------------------------------------------------


def test_both_tracks_hold_every_step_of_their_matters_and_no_other():
    rows = money.followed_steps(*given("money", "en"))
    steps = pack("en").legal_steps.set_index("step_id")
    for track, matters in money.TRACKS.items():
        assert set(rows[rows["track"] == track]["id"]) == set(steps[steps["matter"].isin(matters)].index)
    assert list(rows["year"]) == sorted(rows["year"]) or list(rows["date"]) == sorted(rows["date"])


def test_the_criminal_track_ends_with_the_last_warrant_and_the_labor_track_is_open():
    steps = pack("en").legal_steps.set_index("step_id")
    assert steps.loc[money.ENDED, "date"] == "2014-08-28"
    later = steps[steps["matter"].isin(money.TRACKS["criminal"]) & (steps["date"] > "2014-08-28")]
    assert "government" not in set(later["favors"]), "no warrant came after it"
    assert steps[steps["matter"] == "trust_money_award"]["date"].max() == steps.loc[money.LAST_AWARD, "date"]
    axes = drawn("money", "en").figure.axes[0]
    assert sum(bool(getattr(text, "arrow_patch", None)) for text in axes.texts) == 1


@LANGUAGE
def test_every_step_of_the_money_can_be_read_whole_or_is_marked_as_cut(language):
    tables = given("money", language)
    rows = money.followed_steps(*tables)
    for step in range(1, len(rows) + 1, 4):
        drawing = charts.draw("money", pack(language).tables, *tables, step=step)
        said = " ".join(" ".join(text.get_text() for text in drawing.figure.texts).split())
        assert rows.iloc[step - 1]["text"] in said
        assert drawing.facts["read"] == step


def test_neither_convicted_nor_cleared_can_be_read_from_the_finding():
    from mineros.figure import Captions

    finding = Captions("money", drawn("money", "en"), pack("en").words).sentence("finding")
    assert "no conviction" in finding
    assert "could still be challenged" in finding


# --- roles -----------------------------------------------------------------------------------------------------------


def test_everybody_argues_both_sides_and_half_the_class_begins_with_each():
    for student in range(1, 41):
        assert {roles.position(student, 1), roles.position(student, 2)} == set(roles.PILES)
    first = [roles.position(student, 1) for student in range(1, 41)]
    assert first.count("fugitive") == first.count("persecuted") == 20


def test_a_hand_is_three_cards_of_three_piles_and_always_the_same():
    claims = pack("en").claims.set_index("claim_id")
    hands = {(student, turn): roles.hand(student, turn) for student in range(1, 41) for turn in (1, 2)}
    for (student, turn), cards in hands.items():
        assert len(set(cards)) == 3
        assert set(cards) <= set(claims.index)
        assert cards == roles.hand(student, turn)
    assert len({tuple(cards) for cards in hands.values()}) > 12, "neighbors hold different cards"


def test_both_positions_have_as_many_cards_from_more_than_one_side():
    claims = pack("en").claims.set_index("claim_id")
    for piles in roles.PILES.values():
        cards = [card for pile in piles for card in pile]
        assert len(cards) == len(set(cards)) == 12
        assert claims.loc[cards, "perspective"].nunique() >= 4


@LANGUAGE
def test_an_accusation_on_a_card_carries_its_outcome(language):
    claims = pack(language).claims.set_index("claim_id")
    accusing = {"en": "An accusation", "es": "Es una acusación"}[language]
    outcome = {"en": r"no conviction|remain|no court|open", "es": r"sin condena|no se halló|siguen|abiert"}[language]
    cards = claims.loc[[card for piles in roles.PILES.values() for pile in piles for card in pile], "claim"]
    for told in cards[cards.str.contains(accusing)]:
        assert re.search(outcome, told), told


@LANGUAGE
def test_the_whole_deck_stands_in_the_table_for_a_class_without_computers(language):
    drawing = drawn("deal", language)
    assert len(drawing.table) == 24
    assert list(drawing.table.iloc[:, 6]).count(pack(language).words("yes")) == 3


# --- what is kept ----------------------------------------------------------------------------------------------------


@pytest.fixture
def own_pack(tmp_path, monkeypatch):
    from mineros import open_pack

    monkeypatch.setenv("MINEROS_WORK", str(tmp_path))
    return open_pack


@LANGUAGE
def test_own_codes_are_kept_until_the_reveal_and_stay_after_it(language, own_pack, monkeypatch):
    monkeypatch.setattr("mineros.answers.LATE", 0)  # the reader has looked at the figure
    own = own_pack(language)
    _, controls, keep = interactions.of("coded", own, own.legal_steps)
    codes = {control.key: "union" for control in controls}
    keep(codes)
    own.answers.reveal("02-p3")
    keep(dict.fromkeys(codes, "company"))
    assert own.answers.first("02-p3") == ["union"] * len(courts.CODED)
    again = own_pack(language)
    assert {control.start for control in interactions.of("coded", again, again.legal_steps)[1]} == {"union"}


def test_the_number_on_the_class_list_is_kept_and_deals_the_same_hand_again(own_pack):
    own = own_pack("en")
    own.answers.save("02-d1", 17)
    _, (number, turn), keep = interactions.of("deal", own, own.claims)
    assert number.start == 17
    keep({"number": 18, "turn": turn.start})
    assert own_pack("en").answers.get("02-d1") == 18
    own.answers.save("02-d1", 999)
    assert interactions.of("deal", own, own.claims)[1][0].start == 1, "a number that is on no list deals the first hand"


@pytest.mark.parametrize(("name", "choices"), [("durations", {"unit": "weeks"}), ("labels", {"where": "moon"})])
def test_an_unknown_choice_is_one_sentence(name, choices):
    with pytest.raises(ChartError):
        charts.draw(name, pack("en").tables, *given(name, "en"), **choices)


@LANGUAGE
def test_a_step_to_be_coded_is_told_to_its_end(language):
    shown = "".join(drawn("coded", language).figure.axes[0].texts[place].get_text() for place in range(12))
    steps = pack(language).legal_steps.set_index("step_id").loc[list(courts.CODED)]
    for outcome in steps["outcome"]:
        assert "".join(outcome.split()) in "".join(shown.split())


@LANGUAGE
@pytest.mark.parametrize("student", range(1, 9))
@pytest.mark.parametrize("turn", [1, 2])
def test_the_words_of_a_card_stay_on_the_card(language, student, turn):
    tables, claims = pack(language).tables, pack(language).claims
    figure = charts.draw("deal", tables, claims, student=student, turn=turn).figure
    figure.canvas.draw()
    (axes,) = figure.axes
    edge = axes.transData.transform((1, 0))[0]
    assert max(text.get_window_extent().x1 for text in axes.texts) <= edge
