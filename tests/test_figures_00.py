"""The figures of lesson 00: what is drawn of the archive equals the tables."""

from __future__ import annotations

from itertools import pairwise

import pytest

from drawn import TABLES, bars, drawn, drawn_texts, given, marks, pack
from mineros import charts, interactions, style
from mineros.charts.archive import pages, praise, sides, silence, witnesses
from mineros.data import listed
from mineros.errors import ChartError

# With the oldest versions English figures are drawn by the lessons; here their Spanish twins are enough.
LANGUAGE = pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.newest), "es"])


def said(figure) -> set[str]:
    return {text.get_text() for text in drawn_texts(figure)}


@LANGUAGE
def test_archive_has_one_dot_for_each_source_and_no_two_in_one_place(language):
    sources = pack(language).sources
    drawing = drawn("archive", language)
    (axes,) = drawing.figure.axes
    dots = [(x, y) for x, y in marks(axes) if x >= 0]
    assert len(dots) == len(set(dots)) == len(sources)
    signs = [line.get_marker() for line in axes.lines if line.get_xdata()[0] < 0]
    counts = sources["perspective"].value_counts()
    order = sorted(counts.index, key=lambda side: (-counts[side], side))
    assert signs == [style.SIDES[side][1] for side in order], "each side bears its shape"
    assert {f"{counts[side]:,}" for side in order} <= said(drawing.figure)
    assert drawing.facts["workers"] == counts["workers"] == 4
    assert drawing.facts["families"] == counts["families"]


@LANGUAGE
def test_archive_dots_of_a_side_stand_in_its_own_field(language):
    (axes,) = drawn("archive", language).figure.axes
    fields = [line.get_ydata() for line in axes.lines if line.get_xdata()[0] >= 0]
    for above, below in pairwise(fields):
        assert max(above) < min(below)


@LANGUAGE
def test_seen_draws_whole_within_all_and_says_both(language):
    sources = pack(language).sources
    drawing = drawn("seen", language)
    every, whole = drawing.figure.axes[0].containers
    counts = sources["perspective"].value_counts()
    read = sources[sources["seen"] != "part"]["perspective"].value_counts()
    order = sorted(counts.index, key=lambda side: (-counts[side], side))
    assert [bar.get_width() for bar in every] == [counts[side] for side in order]
    assert [bar.get_width() for bar in whole] == [read.get(side, 0) for side in order]
    assert drawing.facts["whole"] == (sources["seen"] != "part").sum() == 26
    assert drawing.facts["none"] == sum(read.get(side, 0) == 0 for side in order)
    assert set(drawing.sources) == set(sources[sources["seen"] != "part"]["source_id"])


@LANGUAGE
@pytest.mark.parametrize("by", ["perspective", "kind", "language", "seen"])
@pytest.mark.parametrize("side", ["", "families", "company"])
def test_balance_counts_every_source_of_the_side_once_longest_first(language, by, side):
    sources = pack(language).sources
    rows = sources[sources["perspective"] == side] if side else sources
    drawing = charts.draw("balance", pack(language).tables, sources, by=by, side=side)
    widths = [bar.get_width() for bar in bars(drawing.figure.axes[0])]
    assert widths == sorted(rows[by].value_counts(), reverse=True)
    assert sum(widths) == len(rows) == drawing.facts["n"]
    assert drawing.figure.axes[0].get_xlim()[0] == 0


@LANGUAGE
def test_balance_by_year_keeps_the_undated_apart_and_draws_years_without_a_source(language):
    sources = pack(language).sources
    mine = sources[sources["perspective"] == "families"]
    drawing = charts.draw("balance", pack(language).tables, sources, by="year", side="families")
    columns = bars(drawing.figure.axes[0])
    assert sum(bar.get_height() for bar in columns) == len(mine)
    undated = columns[-1]
    assert undated.get_height() == (mine["published"] == "").sum() == drawing.facts["missing"] > 0
    assert undated.get_hatch()
    assert undated.get_x() - columns[-2].get_x() > 1.5, "it belongs to no year"
    years = {int(iso[:4]) for iso in mine["published"] if iso}
    assert 0 in [bar.get_height() for bar in columns], "a year without a page is an empty place, not left out"
    assert len(columns) - 1 == max(years) - sides.FIRST_YEAR + 1


def test_balance_refuses_a_dimension_or_a_side_that_it_does_not_know():
    for wrong in ({"by": "weight"}, {"side": "aliens"}):
        with pytest.raises(ChartError):
            charts.draw("balance", pack("en").tables, pack("en").sources, **wrong)


def test_shares_are_never_rounded_to_nothing():
    assert sides.share(4, 1667) == "0.2%"
    assert sides.share(902, 1667) == "54%"
    assert sides.share(0, 10) == "0%"


@LANGUAGE
def test_matrix_counts_each_source_once_in_a_theme(language):
    events, sources = pack(language).events, pack(language).sources.set_index("source_id")
    counts = silence.behind(pack(language).tables, events)
    for theme in silence.THEMES:
        named = {source for cell in events[events["theme"] == theme]["source_ids"] for source in listed(cell)}
        for side in counts.index:
            assert counts.loc[side, theme] == sum(sources.loc[source, "perspective"] == side for source in named)


@LANGUAGE
def test_matrix_says_every_count_and_hatches_the_zeros(language):
    drawing = drawn("matrix", language)
    (axes,) = drawing.figure.axes
    counts = silence.behind(pack(language).tables, pack(language).events)
    assert [text.get_text() for text in axes.texts] == [str(n) for row in counts.to_numpy() for n in row]
    assert sum(bool(cell.get_hatch()) for cell in axes.patches) == (counts == 0).sum().sum() == drawing.facts["missing"]
    assert drawing.facts["families"] == counts.loc["families", "alliances"] == 0
    assert drawing.facts["all"] == counts["alliances"].sum()


@LANGUAGE
def test_one_sided_counts_the_questions_that_nobody_else_answers(language):
    claims = pack(language).claims
    heard = {dispute: set(rows) for dispute, rows in claims.groupby("dispute_id")["perspective"]}
    drawing = drawn("one_sided", language)
    answered, alone = drawing.figure.axes[0].containers
    assert sum(bar.get_width() for bar in alone) == drawing.facts["single"]
    assert drawing.facts["single"] == sum(len(found) == 1 for found in heard.values())
    assert sum(bar.get_width() for bar in answered) == sum(len(found) for found in heard.values())
    assert all(one.get_width() <= many.get_width() for one, many in zip(alone, answered, strict=True))
    for name, both, only in drawing.table.itertuples(index=False):
        (side,) = [code for code in style.SIDES if pack(language).tables.label("claims", "perspective", code) == name]
        assert both == sum(side in found for found in heard.values())
        assert only == sum(found == {side} for found in heard.values())


@LANGUAGE
def test_corroborated_stacks_one_witness_under_several_by_pages_named(language):
    events = pack(language).events
    drawing = drawn("corroborated", language)
    columns = bars(drawing.figure.axes[0])
    pairs = list(zip(columns[::2], columns[1::2], strict=True))
    for count, (one, several) in enumerate(pairs, start=1):
        named = events["source_ids"].map(lambda cell: min(witnesses.MOST, len(listed(cell)))) == count
        single = events["corroboration"] == "single"
        assert one.get_height() == (named & single).sum()
        assert several.get_height() == (named & ~single).sum()
        assert several.get_y() == one.get_height()
    assert sum(bar.get_height() for bar in columns) == len(events)
    assert drawing.facts["pages"] == sum(one.get_height() for one, _ in pairs[1:])


@LANGUAGE
def test_witnesses_joins_each_copy_to_the_page_that_it_repeats(language):
    sources = pack(language).sources
    drawing = drawn("witnesses", language)
    copies = sources[sources["repeats"] != ""]
    assert drawing.facts["copies"] == len(copies)
    assert drawing.facts["n"] == copies["repeats"].nunique()
    assert drawing.facts["pages"] == len(drawing.table) == len(copies) + copies["repeats"].nunique()
    (axes,) = drawing.figure.axes
    signs = [line for line in axes.lines if line.get_marker() == "s"]
    hollow = [line for line in signs if line.get_markerfacecolor() == "white"]
    frames = [line for line in signs if line.get_markerfacecolor() == "none"]
    assert len(hollow) == len(copies)
    language_of = sources.set_index("source_id")["language"]
    assert len(frames) == sum(row.language != language_of[row.repeats] for row in copies.itertuples())
    assert [text.get_text().lower() for text in axes.texts] == [language_of[source] for source in drawing.sources]


def test_no_page_is_a_copy_of_a_copy():
    firsts = {first for first, _ in witnesses.repeated(pack("en").sources)}
    copies = {source for _, ids in witnesses.repeated(pack("en").sources) for source in ids}
    assert not firsts & copies


@pytest.mark.parametrize("dispute", pages.CHOSEN)
def test_same_fact_offers_questions_of_both_languages_and_three_sides_and_about_no_death(dispute):
    answers = pack("en").claims_on(dispute)
    rows = pages.printed(pack("en").tables, answers)
    assert {"en", "es"} <= {row["language"] for row in rows}
    assert len({row["side"] for row in rows}) >= 3
    assert not answers["unit"].str.contains("dead|death|dying").any()


@LANGUAGE
@pytest.mark.parametrize("dispute", pages.CHOSEN)
def test_same_fact_has_a_block_for_each_answer_on_each_page_oldest_first(language, dispute):
    claims = pack(language).claims
    drawing = charts.draw("same_fact", pack(language).tables, claims, dispute=dispute)
    answers = claims[claims["dispute_id"] == dispute]
    on_pages = sum(len(listed(cell)) for cell in answers["source_ids"])
    (axes,) = drawing.figure.axes
    assert len(axes.collections) == len(drawing.table) == drawing.facts["n"] == on_pages
    published = pack(language).sources.set_index("source_id")["published"]
    dates = [published[source] or "9999" for source in drawing.table.iloc[:, -1]]
    assert dates == sorted(dates)
    assert set(drawing.table.iloc[:, 2]) == set(answers["claim"]), "the table holds what the picture may shorten"
    side = pack(language).sources.set_index("source_id")["perspective"]
    carried = sum(row.perspective != side[source] for row in answers.itertuples() for source in listed(row.source_ids))
    assert drawing.facts["carried"] == carried


def test_the_statements_of_the_profile_have_one_topic_each():
    facts = pack("en").seed_facts
    own = facts[facts["source_id"] == praise.PROFILE]["fact_id"]
    numbers = [number for group in praise.TOPICS.values() for number in group]
    assert sorted(numbers) == sorted(int(fact[1:]) for fact in own)
    for topic, word in (("homes", "home"), ("insurance", "insurance"), ("awards", "award"), ("mint", "Mint")):
        texts = facts[facts["fact_id"].map(praise.TOPIC.get) == topic]["fact"]
        assert texts.str.contains(word).any(), topic


@LANGUAGE
def test_checked_draws_one_mark_for_each_statement_in_the_shape_of_how_it_stands(language):
    facts = pack(language).seed_facts
    own = facts[facts["source_id"] == praise.PROFILE]
    drawing = drawn("checked", language)
    (axes,) = drawing.figure.axes
    places = marks(axes)
    assert len(places) == len(set(places)) == len(own) == drawing.facts["n"]
    verdicts = own["verdict"].value_counts()
    assert drawing.facts["other_side"] + drawing.facts["ally"] == verdicts["confirmed"]
    for verdict in ("partly", "single", "contradicted"):
        assert drawing.facts[verdict] == verdicts[verdict]
    for line in axes.lines:
        stand = praise.STANDS[round(line.get_xdata()[0])]
        assert line.get_marker() == praise.LOOKS[stand]["marker"]


def test_an_ally_confirms_only_where_every_second_source_is_of_the_union():
    rows = praise.stands(pack("en").tables, pack("en").seed_facts).set_index("fact_id")
    side = pack("en").sources.set_index("source_id")["perspective"]
    for row in rows.itertuples():
        heard = {side[source] for source in listed(row.second_source_ids)}
        assert (row.stand == "ally") == (row.verdict == "confirmed" and heard == {"union"})
    assert {rows.loc[fact, "stand"] for fact in ("K041", "K053")} == {"ally"}
    assert rows.loc["K057", "stand"] == "other_side"


@LANGUAGE
def test_checked_shows_only_what_is_ticked_and_says_how_much_is_hidden(language):
    own = pack(language)
    for stand in praise.STANDS:
        drawing = charts.draw("checked", own.tables, own.seed_facts, shown=[stand])
        assert len(marks(drawing.figure.axes[0])) == drawing.facts[stand] == drawing.facts["n"] > 0
        assert drawing.facts["n"] + drawing.facts["missing"] == drawing.facts["all"]
        assert drawing.variant == "some"
        heads = [label.get_text().splitlines()[-1] for label in drawing.figure.axes[0].get_xticklabels()]
        hidden = f"({own.words('figure.checked.hidden')})"
        assert heads.count(hidden) == len(praise.STANDS) - 1, "what is not ticked is hidden, and never called 0"
    empty = charts.draw("checked", own.tables, own.seed_facts, shown=[])
    assert empty.variant == "empty"
    assert marks(empty.figure.axes[0]) == []


def test_zeros_counts_only_those_at_the_end():
    assert [praise.zeros(n) for n in (33581, 850000, 50000000, 100, 1010)] == [0, 4, 7, 2, 1]


@LANGUAGE
def test_rounded_puts_each_number_at_its_zeros(language):
    rows = pack(language).memberships
    drawing = drawn("rounded", language)
    (axes,) = drawing.figure.axes
    placed = marks(axes)
    assert len(placed) == len(set(placed)) == len(rows) == drawing.facts["n"]
    assert sorted(round(x) for x, _ in placed) == sorted(praise.zeros(int(count)) for count in rows["members"])
    claimed = rows[rows["counted_by"] == "claimed"]["members"]
    assert drawing.facts["least"] == min(praise.zeros(int(count)) for count in claimed) == 3
    counts = {f"{int(count):,}" for count in rows["members"]}
    assert {text.get_text() for text in axes.texts} <= counts, "the numbers written are numbers of the table"


@LANGUAGE
def test_in_time_draws_the_sources_of_one_side_from_a_year_on(language, monkeypatch):
    own = pack(language)
    shown = []
    monkeypatch.setattr(own, "html", lambda name, rows, number="": shown.append((name, rows, number)))
    draw, _, _ = interactions.of("in_time", own, own.sources)
    draw(side="families", start=2018)
    ((name, rows, number),) = shown
    assert (name, number) == ("timeline", "0.4")
    assert set(rows["perspective"]) == {"families"}
    dated = [iso for iso in rows["published"] if iso]
    assert min(dated) >= "2018"
    every = own.sources[own.sources["perspective"] == "families"]
    assert len(rows) == sum(not iso or iso[:4] >= "2018" for iso in every["published"]), "the undated are still counted"


@LANGUAGE
def test_every_side_with_a_source_can_be_chosen(language):
    own = pack(language)
    _, (_, chosen), _ = interactions.of("balance", own, own.sources)
    assert {value for _, value in chosen.options} == {"", *own.sources["perspective"]}


@LANGUAGE
@pytest.mark.parametrize("name", ["archive", "seen", "balance", "matrix"])
def test_a_figure_of_the_whole_archive_names_examples_and_not_all_of_it(language, name):
    drawing = drawn(name, language)
    assert 0 < len(drawing.sources) <= 30
    assert set(drawing.sources) <= set(pack(language).sources["source_id"])


def test_every_figure_of_the_lesson_has_its_tables_here():
    archive = [name for name, module in charts.MODULES.items() if module.startswith("archive.")]
    assert len(archive) == 10
    assert all(given(name, "en") for name in archive)
    assert set(archive) <= set(TABLES)
