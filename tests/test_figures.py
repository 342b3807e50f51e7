"""Every figure, in both languages: all words fit, the meaning reaches the reader, odd tables are answered."""

from __future__ import annotations

import re
import warnings
from itertools import combinations, pairwise

import pytest
from matplotlib.colors import to_rgb

from drawn import MAY_BE_EMPTY, TABLES, Page, bars, contrast, drawn, drawn_texts, faults, given, marks, pack, shown
from foreign import english_in, english_on
from mineros import charts, style
from mineros.charts import common
from mineros.errors import ChartError
from mineros.figure import CAPTION, as_html, of_student, with_guess
from mineros.html import table as html_table
from mineros.words import LANGUAGES

# With the oldest versions English figures are drawn by the lessons; here their Spanish twins are enough.
LANGUAGE = pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.newest), "es"])
FIGURE = pytest.mark.parametrize("name", charts.MODULES)
OF_ONES_OWN = {"own_chart", "timeline", "places"}  # a reader chooses what they are drawn from: a thousand sources, even


def test_every_figure_has_its_table_here():
    assert set(TABLES) == set(charts.MODULES)


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
    tables = given(name, "en")
    before = [table.copy(deep=True) for table in tables]
    charts.draw(name, pack("en").tables, *tables)
    assert all(table.equals(kept) for table, kept in zip(tables, before, strict=True))


@LANGUAGE
@FIGURE
def test_every_text_lies_within_the_picture_and_on_no_other(name, language):
    assert len(drawn_texts(drawn(name, language).figure)) >= 4
    assert faults(drawn(name, language).figure) == []


@FIGURE
def test_no_english_word_is_drawn_told_or_tabled_in_a_spanish_figure(name):
    said = {text.get_text() for text in drawn_texts(drawn(name, "es").figure)}
    found = {text: hits for text in said if (hits := english_in(text))} | english_on(shown(name, "es"))
    assert found == {}


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


def test_labels_beside_lines_are_spread_no_further_than_needed():
    assert common.spread([1.0, 5.0], 2) == [1.0, 5.0]
    assert common.spread([5.0, 4.9, 1.0], 2) == pytest.approx([5.95, 3.95, 1.0])
    placed = common.spread([3, 3, 3, 4, 9, 9.5], 1)
    assert all(later - earlier >= 1 - 1e-9 for earlier, later in pairwise(placed))
    assert common.spread([], 1) == []


def test_the_font_is_found_and_not_replaced():
    from matplotlib import font_manager

    style.new_figure(1)
    for weight in ("normal", "bold"):
        path = font_manager.findfont(
            font_manager.FontProperties(family=style.FAMILY, weight=weight), fallback_to_default=False
        )
        assert path.startswith(str(style.FONTS))


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
    assert page.counts["li"] == len(drawing.sources[: drawing.named]), "every source is named in full"
    assert (drawing.named is None) == (name not in OF_ONES_OWN), "in a figure of the lessons without exception"


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
@pytest.mark.parametrize("odd", ["no column", "no row", "not a table", "nothing"])
def test_a_table_that_cannot_be_drawn_is_said_and_the_cause_is_kept(language, name, odd):
    import pandas as pd

    first, *rest = given(name, language)
    frames = {
        "no column": (pd.DataFrame({"a": [1]}), *rest), "no row": (first.head(0), *rest),
        "not a table": ("events", *rest), "nothing": (),
    }[odd]  # fmt: skip
    if odd == "no row" and name in MAY_BE_EMPTY:
        assert charts.draw(name, pack(language).tables, *frames).variant == "empty"  # those that may be empty
        return
    with pytest.raises(ChartError) as raised:
        charts.draw(name, pack(language).tables, *frames)
    if not (odd == "no row" and name == "answers"):  # there no error came before: the pack itself saw no claims
        assert raised.value.__cause__ is not None
        assert name in str(raised.value)
    assert raised.value._render_traceback_() == [str(raised.value)]


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


@LANGUAGE
@FIGURE
def test_words_in_color_stand_out(name, language):
    for text in drawn_texts(drawn(name, language).figure):
        if text.get_color() != "white":
            assert contrast(text.get_color(), style.PAPER) >= 3, text.get_text()


def test_figures_belong_to_nobody_and_cannot_pile_up():
    import matplotlib.pyplot as plt

    before = plt.get_fignums()
    charts.draw("days", pack("en").tables, pack("en").events)
    assert plt.get_fignums() == before


def looks(axes) -> dict[tuple, set[float]]:
    """Each kind of bar and mark, by its shape and its two colors, with the heights at which it stands."""
    found: dict[tuple, set[float]] = {}
    for bar in bars(axes):
        if bar.get_facecolor()[3]:
            look = (str(bar.get_hatch()), to_rgb(bar.get_facecolor()), to_rgb(bar.get_edgecolor()))
            found.setdefault(look, set()).add(round(bar.get_y(), 6))
    for line in axes.lines:
        if line.get_marker() not in ("None", None, ""):
            look = (line.get_marker(), to_rgb(line.get_markerfacecolor()), to_rgb(line.get_markeredgecolor()))
            found.setdefault(look, set()).update(round(float(y), 6) for y in line.get_ydata())
    return found


@FIGURE
def test_printed_in_gray_what_differs_by_color_differs_by_something_else_too(name):
    for axes in drawn(name, "en").figure.axes:
        for ((shape, *colors), heights), ((other_shape, *others), other_heights) in combinations(
            looks(axes).items(), 2
        ):
            # A row of its own, with its own name beside it, is told apart by its place.
            if shape == other_shape and heights & other_heights:
                apart = max(contrast(one, other) for one, other in zip(colors, others, strict=True))
                assert apart >= 1.25, (shape, colors, others)


@LANGUAGE
def test_a_timeline_of_nothing_shows_no_number(language):
    events = pack(language).tables["events"]
    drawing = charts.draw("timeline", pack(language).tables, events[events["event_id"] == "none"])
    assert drawing.variant == "empty"
    assert drawn_texts(drawing.figure) == []


def test_a_long_label_of_a_student_s_chart_stays_within_the_picture():
    import matplotlib.pyplot as plt

    chart, axes = plt.subplots(figsize=(8, 4))
    axes.plot([1, 2, 3], [100, 50, 75])
    axes.set_ylabel("Muertes por cada 100,000 trabajadores en minas subterráneas de carbón")
    axes.set_xlabel("Una cosa larga que se cuenta a lo largo de los años, con todo lo que hay que decir de ella")
    plt.close(chart)
    of_student(chart, "t", "f", "fatalities", pack("es").words)
    chart.draw_without_rendering()
    for label in (axes.xaxis.label, axes.yaxis.label):
        box = label.get_window_extent()
        assert box.x0 >= 0 and box.y0 >= 0
        assert box.x1 <= chart.bbox.x1 and box.y1 <= chart.bbox.y1
