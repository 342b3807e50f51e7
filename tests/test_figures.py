"""Every figure, in both languages: what is drawn equals the tables, all words fit, the meaning reaches the reader."""

from __future__ import annotations

import re
import warnings
from datetime import date
from functools import cache
from html import escape
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.container import BarContainer
from matplotlib.text import Annotation, Text

from mineros import charts, figure, interactions, open_pack, style
from mineros.charts import common, record, rivals, voices
from mineros.drawing import Drawing
from mineros.errors import ChartError
from mineros.figure import CAPTION, as_html, of_student, with_guess
from mineros.html import table as html_table
from mineros.words import LANGUAGES

LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
FIGURE = pytest.mark.parametrize("name", charts.MODULES)
TABLES = {
    "days": "events", "answers": "claims", "rescue": "rescue_log", "sixty_five": "recoveries", "employers": "claims",
    "recoveries": "recoveries", "words": "vocabulary", "mexico": "disasters_mexico", "rates": "fatalities",
    "followed": "reforms_after", "timeline": "events", "places": "events",
}  # fmt: skip


@cache
def pack(language: str):
    return open_pack(language)


@cache
def drawn(name: str, language: str) -> Drawing:
    """The figure as a lesson draws it; only looked at, never changed."""
    return charts.draw(name, pack(language).tables, pack(language).tables[TABLES[name]])


@cache
def shown(name: str, language: str) -> str:
    return as_html(name, drawn(name, language), pack(language).words, pack(language).citations)


def bars(axes) -> list:
    return [bar for container in axes.containers if isinstance(container, BarContainer) for bar in container]


def marks(axes, *, dated: bool = False) -> list[tuple[float, float]]:
    """Where the points stand that carry a marker and no line."""
    points = [line for line in axes.lines if line.get_marker() not in ("None", None, "")]
    return [(x, y) for line in points for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True)]


# --- drawn equals the tables -----------------------------------------------------------------------------------------


def test_every_figure_has_its_table_here():
    assert set(TABLES) == set(charts.MODULES)


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


@pytest.mark.parametrize("dispute", every_dispute(1))
def test_answers_never_mixes_measures_and_counts_start_at_nothing(dispute):
    for language in LANGUAGES:
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
    for language in LANGUAGES:
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


@FIGURE
def test_both_languages_draw_the_same_numbers(name):
    numbers = []
    for language in LANGUAGES:
        drawing = drawn(name, language)
        facts = {key: value for key, value in drawing.facts.items() if not isinstance(value, str)}
        numbers.append((facts, drawing.sources, drawing.table.shape, [marks(axes) for axes in drawing.figure.axes]))
    assert numbers[0] == numbers[1]


@FIGURE
def test_drawing_leaves_the_students_table_as_it_was(name):
    table = pack("en").tables[TABLES[name]]
    before = table.copy(deep=True)
    charts.draw(name, pack("en").tables, table)
    assert table.equals(before)


# --- all words fit ---------------------------------------------------------------------------------------------------


def drawn_texts(figure) -> list[Text]:
    """Every text that is really painted; tick labels outside the axis are not."""
    FigureCanvasAgg(figure)
    figure.draw_without_rendering()
    hidden: set[Text] = set()
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            painted = axis._update_ticks() if axes.axison else []
            every = [*axis.get_major_ticks(), *axis.get_minor_ticks()]
            hidden |= {label for tick in every if tick not in painted for label in (tick.label1, tick.label2)}
            if not axes.axison:
                hidden.add(axis.label)
    texts = figure.findobj(Text)
    return [text for text in texts if text.get_visible() and text.get_text().strip() and text not in hidden]


def faults(figure, least: float = 0.2) -> list[str]:
    """Texts outside the canvas (by more than 2 pixels), and pairs that cover more than `least` of the smaller one."""
    texts = drawn_texts(figure)
    renderer = figure.canvas.get_renderer()
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in texts]
    width, height = figure.bbox.width, figure.bbox.height
    found = [
        f"outside: {said}"
        for said, box in boxes
        if box.x0 < -2 or box.y0 < -2 or box.x1 > width + 2 or box.y1 > height + 2
    ]
    for place, (said, box) in enumerate(boxes):
        for other, rest in boxes[place + 1 :]:
            wide = min(box.x1, rest.x1) - max(box.x0, rest.x0)
            high = min(box.y1, rest.y1) - max(box.y0, rest.y0)
            smaller = min(box.width * box.height, rest.width * rest.height)
            if wide > 0 and high > 0 and wide * high > least * smaller:
                found.append(f"overlap: {said} / {other}")
    return found


@LANGUAGE
@FIGURE
def test_every_text_lies_within_the_picture_and_on_no_other(name, language):
    assert len(drawn_texts(drawn(name, language).figure)) >= 4
    assert faults(drawn(name, language).figure) == []


def test_the_search_for_faults_finds_them():
    blank = style.new_figure(4)
    axes = blank.subplots()
    axes.text(0.5, 0.5, "one text here")
    assert faults(blank) == []
    axes.text(0.5, 0.5, "and another")
    axes.text(0.99, 0.2, "leaves the picture on the right")
    assert faults(blank) == ["outside: leaves the picture on the right", "overlap: one text here / and another"]


@LANGUAGE
@FIGURE
def test_letters_are_ours_and_every_glyph_exists(name, language):
    figure = drawn(name, language).figure
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message=".*[Gg]lyph.*")
        warnings.filterwarnings("error", message=".*findfont.*")
        texts = drawn_texts(figure)
    assert {text.get_fontfamily()[0] for text in texts} == {"Atkinson Hyperlegible Next"}
    assert min(text.get_fontsize() for text in texts) >= 12, "legible from the last row"


def test_the_font_is_found_and_not_replaced():
    from matplotlib import font_manager

    style.new_figure(1)
    for weight in ("normal", "bold"):
        path = font_manager.findfont(
            font_manager.FontProperties(family=style.FAMILY, weight=weight), fallback_to_default=False
        )
        assert path.startswith(str(style.FONTS))


@FIGURE
def test_spanish_figures_bear_no_english_words(name):
    english = {text.get_text() for text in drawn_texts(drawn(name, "en").figure) if " " in text.get_text()}
    spanish = {text.get_text() for text in drawn_texts(drawn(name, "es").figure)}
    same = {text for text in english & spanish if re.search(r"[a-z]{3}", text)}
    names = set(pack("en").claims["claimant"]) | {
        common.short_name(row.disaster_id, row.mine)
        for table in ("disasters_mexico", "disasters_world")
        for row in pack("en").tables[table].itertuples()
    }
    names |= set(pack("en").places["name"])
    assert {text for text in same if text.rpartition(" ")[0] not in names and text not in names} == set()


# --- the meaning reaches the reader ----------------------------------------------------------------------------------


class Page(HTMLParser):
    """Counts of elements, and what stands in them."""

    def __init__(self, whole: str) -> None:
        super().__init__()
        self.images: list[dict] = []
        self.counts: dict[str, int] = {}
        self.text: dict[str, str] = {}
        self.open: list[str] = []
        self.feed(whole)
        self.close()

    def handle_starttag(self, tag, attrs):
        name = dict(attrs).get("class") or tag
        self.counts[tag] = self.counts.get(tag, 0) + 1
        if tag == "img":
            self.images.append(dict(attrs))
        else:
            self.open.append(name)

    def handle_endtag(self, tag):
        self.open.pop()

    def handle_data(self, data):
        for name in set(self.open):
            self.text[name] = self.text.get(name, "") + data


@LANGUAGE
@FIGURE
def test_the_html_holds_one_picture_whose_text_states_a_finding(name, language):
    page = Page(shown(name, language))
    (image,) = page.images
    title = page.text["title"]
    assert image["alt"] not in (title, "")
    assert len(image["alt"]) > 60
    assert re.search(r"\d", image["alt"])
    assert "{" not in image["alt"] + title
    assert page.text["finding"] == image["alt"], "what is read aloud can also be seen"
    width, height = drawn(name, language).figure.get_size_inches()
    assert int(image["width"]) / int(image["height"]) == pytest.approx(width / height, rel=0.01)
    assert image["src"].startswith("data:image/png;base64,iVBOR")
    assert page.open == [], "every element is closed"
    assert page.counts["figure"] == page.counts["figcaption"] == 1


@LANGUAGE
@FIGURE
def test_the_caption_fills_all_six_fields(name, language):
    words = pack(language).words
    whole = shown(name, language)
    for part in CAPTION:
        head = re.escape(words("figure.field." + part))
        (value,) = re.findall(rf'<p class="fact"><strong>{head}:</strong> (.*?)</p>', whole)
        assert value.strip(), part
        assert "{" not in value
        assert not re.search(r"\bnan\b|None|&lt;NA&gt;", value), part


@LANGUAGE
@FIGURE
def test_the_folded_table_holds_every_row_drawn(name, language):
    drawing, whole = drawn(name, language), shown(name, language)
    page = Page(whole)
    assert page.counts["details"] == page.counts["table"] == 1
    assert page.counts["tr"] == len(drawing.table) + 1
    assert page.counts["th"] == whole.count('<th scope="col">') == len(drawing.table.columns)
    assert len(set(drawing.table.columns)) == len(drawing.table.columns)
    assert page.counts["td"] == len(drawing.table) * len(drawing.table.columns)
    assert not re.search(r"<td>(nan|None|&lt;NA&gt;)</td>", whole)
    assert drawing.sources
    assert page.counts["li"] == len(drawing.sources), "every source is named in full"


@LANGUAGE
def test_what_a_table_holds_is_shown_and_never_run(language):
    planted = '<script>alert("x")</script><img src=x onerror=alert(1)>'
    tables = pack(language).tables
    claims = tables["claims"]
    for column in ("claimant", "claim", "unit"):
        claims[column] = planted
    whole = as_html("answers", charts.draw("answers", tables, claims), pack(language).words, pack(language).citations)
    page = Page(whole)
    assert "script" not in page.counts
    assert page.counts["img"] == 1
    assert "&lt;script&gt;" in whole
    assert page.images[0]["alt"].count("<script>") >= 1, "in the text alternative it is plain text"


def test_what_a_student_types_is_shown_and_never_run():
    planted = "<script>alert('x')</script>\" onload=\"x"
    words = pack("en").words
    blank = style.new_figure(2)
    blank.subplots()
    own = of_student(blank, planted, planted, planted, words)
    for whole in (own, with_guess("<p>figure</p>", planted, words)):
        assert "<script>" not in whole
        assert "script" not in Page(whole).counts
    assert set(Page(own).images[0]) == {"src", "alt", "width", "height"}
    import pandas as pd

    assert "<script>" not in html_table(pd.DataFrame({planted: [planted]}), planted)


@LANGUAGE
def test_a_figure_without_a_guess_waits_folded(language):
    words = pack(language).words
    page = Page(with_guess("<p>figure</p>", None, words))
    assert page.counts["details"] == 1
    assert page.text["summary"] == words("guess.missing")


# --- errors ----------------------------------------------------------------------------------------------------------


@LANGUAGE
@pytest.mark.parametrize("name", ["nothing", "", "Days", "../days", "draw"])
def test_an_unknown_figure_is_one_sentence_that_lists_the_figures(language, name):
    with pytest.raises(ChartError) as raised:
        charts.draw(name, pack(language).tables, pack(language).events)
    said = str(raised.value)
    assert "\n" not in said
    assert all(known in said for known in charts.MODULES)
    assert f"“{name}”" in said


@LANGUAGE
@FIGURE
@pytest.mark.parametrize("given", ["no column", "no row", "not a table", "nothing"])
def test_a_table_that_cannot_be_drawn_is_said_and_the_cause_is_kept(language, name, given):
    import pandas as pd

    table = pack(language).tables[TABLES[name]]
    frames = {
        "no column": (pd.DataFrame({"a": [1]}),), "no row": (table.head(0),), "not a table": ("events",), "nothing": (),
    }[given]  # fmt: skip
    if given == "no row" and name in ("words", "timeline", "places"):
        assert charts.draw(name, pack(language).tables, *frames).variant == "empty"  # those that may be empty
        return
    with pytest.raises(ChartError) as raised:
        charts.draw(name, pack(language).tables, *frames)
    if not (given == "no row" and name == "answers"):  # there no error came before: the pack itself saw no claims
        assert raised.value.__cause__ is not None
        assert name in str(raised.value)
    assert raised.value._render_traceback_() == [str(raised.value)]


def test_a_choice_that_does_not_exist_is_said():
    tables = pack("en").tables
    for name, choices in (
        ("answers", {"dispute": "none-such"}), ("rescue", {"zero": "half past two"}), ("rescue", {"zero": ""}),
        ("days", {"color": "red"}), ("rates", {"line": [1, 2]}),
    ):  # fmt: skip
        with pytest.raises(ChartError):
            charts.draw(name, tables, tables[TABLES[name]], **choices)


# --- interactions ----------------------------------------------------------------------------------------------------


@pytest.fixture
def own_pack(tmp_path, monkeypatch):
    monkeypatch.setenv("MINEROS_WORK", str(tmp_path))
    # All but the pixels, for speed: pictures of every figure are made and looked at above.
    monkeypatch.setattr(figure, "picture", lambda _, finding: f'<img alt="{escape(finding)}">')
    return open_pack


def assert_drawn(whole: str) -> None:
    page = Page(whole)
    assert len(page.images) == 1
    assert page.images[0]["alt"]
    assert "{" not in page.images[0]["alt"]


@LANGUAGE
def test_every_offered_dispute_can_be_drawn(language, own_pack):
    own = own_pack(language)
    draw, (control,), moved = interactions.of("answers", own, own.claims)
    assert {value for _, value in control.options} == set(every_dispute(3))
    assert control.start in every_dispute(3)
    assert len({label for label, _ in control.options}) == len(control.options)
    assert moved is None
    for label, value in control.options:
        whole = draw(**{control.key: value})
        assert_drawn(whole)
        assert Page(whole).text["title"] == label


@LANGUAGE
def test_every_zero_of_time_can_be_drawn(language, own_pack):
    own = own_pack(language)
    draw, (control,), _ = interactions.of("rescue", own, own.rescue_log, own.claims)
    values = [value for _, value in control.options]
    assert control.start in values
    assert len(values) == len(set(values)) >= 4
    for value in values:
        assert_drawn(draw(**{control.key: value}))
        figure = charts.draw("rescue", own.tables, own.rescue_log, zero=value).figure
        if value < "04:00":  # a zero twelve hours later leaves the first day before the axis, as it should
            assert faults(figure) == [], value


@LANGUAGE
def test_every_single_side_none_and_all_can_be_drawn(language, own_pack):
    own = own_pack(language)
    draw, (control,), _ = interactions.of("words", own, own.vocabulary)
    sides = [value for _, value in control.options]
    drawn_phrases = voices.for_the_event(own.vocabulary)
    assert set(sides) == set(drawn_phrases[drawn_phrases["date"] != ""]["perspective"])
    for chosen in [[], sides, *([side] for side in sides)]:
        whole = draw(**{control.key: chosen})
        assert_drawn(whole)
        assert faults(charts.draw("words", own.tables, own.vocabulary, sides=chosen).figure) == []
    empty = Page(draw(**{control.key: []}))
    assert empty.images[0]["alt"] == own.words("figure.words.empty.finding")
    assert empty.counts.get("td", 0) == 0


@LANGUAGE
def test_a_drawn_guess_is_kept_until_the_reveal_and_stays_after_it(language, own_pack):
    own = own_pack(language)
    draw, controls, keep = interactions.of("rates", own, own.fatalities)
    assert len(controls) == 5
    assert {control.start for control in controls} == {150}
    guess = {control.key: 100 + 10 * place for place, control in enumerate(controls)}
    assert_drawn(draw(**guess))
    keep(guess)
    assert own.answers.first(interactions.GUESS) == list(guess.values())
    own.answers.reveal(interactions.GUESS)
    keep(dict.fromkeys(guess, 0))
    assert own.answers.first(interactions.GUESS) == list(guess.values())
    again = own_pack(language)
    assert [control.start for control in interactions.of("rates", again, again.fatalities)[1]] == list(guess.values())


@LANGUAGE
@pytest.mark.parametrize("recorded", [True, False])
def test_a_guess_of_any_height_has_its_name_in_a_free_place(language, recorded):
    tables = pack(language).tables
    for value in (0, 350) if not recorded else (0, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 130, 330, 350):
        drawing = charts.draw("rates", tables, tables["fatalities"], line=[150] * 4 + [value], record=recorded)
        assert faults(drawing.figure) == [], value


@LANGUAGE
def test_an_unknown_interaction_is_one_sentence(language, own_pack):
    with pytest.raises(ChartError, match="answers, words, rescue, rates"):
        interactions.of("days", own_pack(language))


# --- colors and shapes -----------------------------------------------------------------------------------------------


def luminance(color: str) -> float:
    """Relative luminance after WCAG 2.2."""
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("side", style.SIDES)
def test_each_side_stands_out_from_the_paper(side):
    assert contrast(style.SIDES[side][0], style.PAPER) >= 3


@pytest.mark.parametrize("color", [style.INK, style.SOFT])
def test_letters_stand_out_from_the_paper(color):
    assert contrast(color, style.PAPER) >= 4.5


def test_each_side_has_a_shape_and_a_color_of_its_own():
    assert len({shape for _, shape in style.SIDES.values()}) == len(style.SIDES)
    assert len({color for color, _ in style.SIDES.values()}) == len(style.SIDES)


def test_every_side_of_the_tables_has_its_shape():
    for table in ("claims", "vocabulary"):
        assert set(pack("en").tables[table]["perspective"]) <= set(style.SIDES)


def test_letters_on_colored_bars_stand_out():
    (axes,) = drawn("days", "en").figure.axes
    for bar, text in zip(bars(axes), axes.texts, strict=True):
        if text.get_color() == "white":
            assert contrast("white", bar.get_facecolor()[:3]) >= 4.5


@LANGUAGE
@FIGURE
def test_words_in_color_stand_out(name, language):
    for text in drawn_texts(drawn(name, language).figure):
        if text.get_color() != "white" and not isinstance(text, Annotation):
            assert contrast(text.get_color(), style.PAPER) >= 3, text.get_text()


def test_figures_belong_to_nobody_and_cannot_pile_up():
    import matplotlib.pyplot as plt

    before = plt.get_fignums()
    charts.draw("days", pack("en").tables, pack("en").events)
    assert plt.get_fignums() == before


@LANGUAGE
def test_no_voice_in_the_words_figure_hides_another(language):
    figure = drawn("words", language).figure
    (axes,) = figure.axes
    points = [tuple(axes.transData.transform((line.get_xdata()[0], line.get_ydata()[0]))) for line in axes.lines]
    size = axes.lines[0].get_markersize() * figure.dpi / 72
    for place, (x, y) in enumerate(points):
        for other_x, other_y in points[place + 1 :]:
            assert ((x - other_x) ** 2 + (y - other_y) ** 2) ** 0.5 > size * 0.75, "at most a corner may be covered"
