"""A lesson on paper and on a screen: every question and figure is there, nothing is cut, the PDF can be read aloud."""

from __future__ import annotations

import base64
import io
import re
import tomllib
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import sync_playwright
from pypdf import PageObject, PdfReader

from foreign import english_on
from lab import CHROMIUM, QUIET
from lessons import TOP
from mineros import html
from mineros.glossary import unlinked
from mineros.handouts import command, printer
from mineros.handouts.cards import activities
from mineros.handouts.documents import DOCUMENTS
from mineros.handouts.pages import NARROWEST, WIDEST, gray
from mineros.handouts.sheets import AT_A_KEYBOARD, GUESSES, on_paper
from mineros.lesson import DOTS, Lesson
from mineros.words import LANGUAGES, Words

printing = pytest.mark.skipif(not printer.chromium(), reason="there is no chromium on this machine")
POINTS = {"letter": (612, 792), "A4": (595, 842)}  # a point is 1/72 of an inch


NUMBERS = [f"{number:02d}" for number in range(6)]
EACH = pytest.mark.parametrize(("number", "language"), [(n, language) for n in NUMBERS for language in LANGUAGES])


class Made:
    """All documents of a lesson, each made once."""

    def __init__(self, number: str, language: str) -> None:
        self.lesson = Lesson(number, language)
        self.pages = {name: document(self.lesson, "letter") for name, document in DOCUMENTS.items()}


# Lesson 01 in Spanish is printed below; the others take the same way, and their figures are drawn elsewhere.
@pytest.fixture(scope="module", params=[("02", "es"), ("05", "es"), ("01", "en")], ids="-".join)
def made(request: pytest.FixtureRequest) -> Made:
    return Made(*request.param)


def test_the_sheets_ask_every_question_that_needs_no_keyboard_and_give_room_for_its_answer(
    made: Made,
) -> None:
    sheets = made.pages["sheets"]
    for entry in made.lesson.questions.values():
        asked = f" {entry['id']} ·" in sheets
        assert asked == (entry["role"] not in AT_A_KEYBOARD), entry["id"]
    sections = re.findall(r'<section class="question">.*?</section>', sheets, re.DOTALL)
    drawn = f"{made.lesson.told('mark')}|{made.lesson.told('draw')}"
    room = re.compile(rf'class="(line|box|number-box|blank)"|{drawn}')
    assert all(room.search(part) for part in sections)


def test_every_figure_is_printed_gray_with_its_text_alternative(made: Made) -> None:
    sheets = made.pages["sheets"]
    images = re.findall(r'<img src="data:image/png;base64,([^"]+)" alt="([^"]+)"', sheets)
    figures = [block for block in made.lesson.blocks if block.kind == "figure" and on_paper(made.lesson, block)]
    assert len(images) >= len(figures) >= 8
    assert all(len(alternative) > 40 for _, alternative in images)
    assert {Image.open(io.BytesIO(base64.b64decode(data))).mode for data, _ in images} == {"L"}


def test_what_answers_a_guess_begins_another_page(made: Made) -> None:
    """Between a guess, or an order to guess, and whatever follows it stands a page break, or the sheet ends."""
    sheets = made.pages["sheets"]
    words = made.lesson.words
    guesses = [entry for entry in made.lesson.questions.values() if entry["role"] in GUESSES]
    assert len(guesses) >= 5
    for entry in guesses:
        place = sheets.index(f"{words('lesson.label.' + entry['role'])} · {entry['id']} ·")
        after = sheets[sheets.index("</section>", place) :]
        following = re.search(r'<div class="(turn|part|grid|kept)"|<section class="question">|<p class="foot">', after)
        while following and following[0].endswith('"grid"'):
            after = after[following.end() :]
            following = re.search(r'<div class="(turn|part|kept)"|<section class="question">|<p class="foot">', after)
        assert following
        marked = following[1] == "kept" and entry["kind"] == "chart"  # the figure in which the guess is marked
        assert marked or following[1] in ("turn", "part") or "<section" in following[0], entry["id"]


def test_an_investigation_begins_a_sheet_with_its_guess_and_has_its_name_at_the_head(made: Made) -> None:
    sheets = made.pages["sheets"]
    for cell in made.lesson.cells:
        if re.match(r"inv-\d", cell["id"]):
            heading = "".join(cell["source"]).splitlines()[0].lstrip("# ")
            assert f'@top-right{{content:"{heading.partition(" · ")[0]}"}}' in sheets
            before = sheets[: sheets.index(f"<h2>{html.text(heading)}</h2>")]
            assert re.search(r'<div class="part" style="page:part\d+">(<div class="kept">)?$', before), heading
    assert sheets.count('<div class="head">') == 2  # the first page, and the last, which is collected


def test_every_figure_on_paper_is_as_wide_as_its_letters_need(made: Made) -> None:
    widths = [int(width) for width in re.findall(r'<img [^>]*style="width:(\d+)mm"', made.pages["sheets"])]
    assert len(widths) == made.pages["sheets"].count("<img ") >= 8
    assert NARROWEST <= min(widths) <= max(widths) <= WIDEST


def test_a_control_that_moves_on_a_screen_has_its_other_views_on_paper(made: Made) -> None:
    views = made.lesson.beside["view"]
    said = [block.said for block in made.lesson.blocks if block.said]
    assert said == [view[made.lesson.language] for view in views]
    for sentence in said:
        assert html.text(sentence) in made.pages["sheets"]
    drawn = [block.content for block in made.lesson.blocks if block.kind == "figure"]
    assert len(set(drawn)) == len(drawn)  # a view that shows the figure of the notebook again would teach nothing


def test_no_caption_on_paper_speaks_of_a_fold_or_of_a_guess_that_nobody_typed(made: Made) -> None:
    words = made.lesson.words
    for page in (made.pages["sheets"], made.pages["notes"]):
        assert not [folded for folded in words.entry("handouts.folded") if folded in page]
        for entry in made.lesson.beside["instead"]:
            before, after = entry[made.lesson.language]
            assert html.text(before) not in page or before in after


def test_the_numbers_of_every_figure_can_be_printed(made: Made) -> None:
    tables = made.pages["tables"]
    figures = [block for block in made.lesson.blocks if block.table and on_paper(made.lesson, block)]
    assert tables.count('<div class="numbers">') == len(figures) >= 8
    assert tables.count('<section class="turn">') == len(figures) - 1  # one figure's table may answer the next guess
    assert all(block.sources for block in figures)
    assert tables.count("<table>") >= 6


def test_nobody_is_sent_to_a_key_on_paper(made: Made) -> None:
    assert not re.search(r"Shift-Enter|Ctrl-|my-work|pack\.\w", made.pages["sheets"])


def test_there_is_a_card_for_each_source(made: Made) -> None:
    cards = made.pages["cards"]
    sources = {source for found in made.lesson.sources.values() for source in found}
    assert set(re.findall(r"\[(S\d{4})\]", cards)) == sources
    assert set(re.findall(r"\[(S\d{4})\]", made.pages["sheets"])) >= sources - set(made.lesson.sources["next"])
    assert cards.count('<article class="cut">') == len(sources)


def test_there_is_a_slide_and_a_note_for_each_figure_and_question(made: Made) -> None:
    slides, notes = made.pages["slides"], made.pages["notes"]
    figures = [block for block in made.lesson.blocks if block.kind == "figure" and on_paper(made.lesson, block)]
    assert len(re.findall(r'<section class="figure(?: beside)?">', slides)) == len(figures)
    assert slides.count("<section") == notes.count('<section class="question">')
    for entry in made.lesson.questions.values():
        best = next(sample for sample in entry["sample"] if sample["level"] == "proficient")
        asked = f" · {entry['id']}</b>" in slides
        assert asked == (entry["role"] not in AT_A_KEYBOARD), entry["id"]
        assert not asked or html.text(best[made.lesson.language][:30]) in notes


def test_a_question_about_a_figure_has_it_beside_it_and_a_guess_never_has(made: Made) -> None:
    asked = re.findall(r'<section class="(question[^"]*)">(.*?)</section>', made.pages["slides"], re.DOTALL)
    guess = made.lesson.words("lesson.label.prediction")
    assert sum("<img " in body for _, body in asked) >= 5
    for kind, body in asked:
        assert ("<img " in body) == (kind == "question beside")
        assert not ("<img " in body and f"<b>{guess} · " in body)


def test_each_disputed_matter_and_each_part_of_the_summary_has_a_slide_of_its_own(made: Made) -> None:
    for part in ("debate", "summary"):
        (block,) = [block for block in made.lesson.blocks if block.kind == "text" and block.cell == part]
        heading = block.content.splitlines()[0].lstrip("# ").partition(" · ")[0]
        assert made.pages["slides"].count(f"<h2>{html.text(heading)}</h2>") >= 2, part


def test_a_spanish_page_holds_no_english_word_and_no_page_fetches_anything(made: Made) -> None:
    for name in made.pages:
        page = made.pages[name]
        assert not re.search(r"<(link|iframe|object)\b|<script [^>]*src|url\((?!data:)|@import", page), name
        assert made.lesson.language == "en" or english_on(page) == {}, name


# --- cards and strips ------------------------------------------------------------------------------------------------


@EACH
def test_the_activities_hold_what_the_lesson_needs_to_be_played_without_a_screen(number: str, language: str) -> None:
    lesson = Lesson(number, language)
    page = activities(lesson, "A4")
    kinds = [entry["kind"] for entry in lesson.beside["activity"]]
    assert {"rubric", "words"} <= set(kinds)
    assert all(html.text(term.meaning[language]) in page for term in lesson.terms)
    ordering = [entry for entry in lesson.questions.values() if entry["role"] == "ordering"]
    assert kinds.count("order") == len(ordering) == 1
    for option in ordering[0]["option"]:
        assert html.text(option[language]) in page
    # strips, then the cards of each lesson: phrases; the controversy; bodies and claims; phrases, cases, ledger; claims
    counted = {"00": 5, "01": 5 + 16, "02": 6 + 24, "03": 5 + 6 + 16, "04": 6 + 10 + 4 + 14, "05": 5 + 4 + 29}
    assert page.count('<article class="cut">') == counted[number]
    assert language == "en" or english_on(page) == {}


@EACH
def test_what_paper_says_in_place_of_a_screen_replaces_words_that_are_there(number: str, language: str) -> None:
    lesson = Lesson(number, language)
    said = {cell["id"]: unlinked("".join(cell["source"])) for cell in lesson.cells}
    said |= {name: str([entry["text"], entry["support_starter"]]) for name, entry in lesson.questions.items()}
    for entry in lesson.beside["instead"]:
        before, after = entry[language]
        assert after != before
        if "pack.figure(" in said[entry["at"]] or "pack.explore(" in said[entry["at"]]:
            continue  # of a caption, which is looked at where figures are drawn
        assert before in said[entry["at"]], (entry["at"], before)
        assert lesson.on_paper(entry["at"], before) != before
    assert set(lesson.left_out) <= set(said)


def test_an_accusation_on_a_card_stands_beside_its_outcome() -> None:
    """The side may be folded back, never the outcome: it is part of the claim itself."""
    page = activities(Lesson("02", "en"), "A4")
    for card in re.findall(r'<article class="cut">.*?</article>', page, re.DOTALL):
        assert 'class="back"' not in card
        if "accusation" in card:
            assert re.search(r"canceled|no conviction|open", card), card


@printing
def test_no_slide_is_cut_and_its_figures_can_be_read_and_made_larger(made: Made, tmp_path: Path) -> None:
    page = tmp_path / "slides.html"
    page.write_text(made.pages["slides"], "utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        shown = browser.new_page(viewport={"width": 1280, "height": 720})
        shown.goto(page.as_uri())
        cut = shown.evaluate(
            """[...document.querySelectorAll('section')].map((slide, place) => [place + 1, slide.innerText.slice(0, 60),
            slide.scrollHeight - slide.clientHeight, slide.scrollWidth - slide.clientWidth])
            .filter(([, , high, wide]) => high > 1 || wide > 1)"""
        )
        letters = shown.evaluate(
            """[...document.querySelectorAll('.figure>img')].map(image =>
            Math.min(image.clientWidth / image.naturalWidth, image.clientHeight / image.naturalHeight))"""
        )
        shown.keyboard.press("ArrowRight")
        shown.wait_for_function("Math.round(scrollY / innerHeight) == 1")
        figure = shown.locator(".figure>img").first
        figure.click()
        wide = figure.bounding_box()
        browser.close()
    assert cut == []
    # Letters of a figure are 15 points high, at DOTS to the inch; on a screen 720 high they are 12 or more.
    assert min(letters) * 15 / 72 * DOTS >= 12
    assert wide
    assert wide["width"] > 1200


# --- PDF -------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the command makes of lesson 01 in Spanish, on letter paper as in Mexico."""
    folder = tmp_path_factory.mktemp("hojas del año")
    assert command.main(["--lesson", "1", "--language", "es", "--to", str(folder)]) == 0
    return folder


def read(folder: Path, name: str) -> PdfReader:
    return PdfReader(folder / f"01-pasta-de-conchos-{name}.pdf")


def struct(reader: PdfReader) -> list[tuple[str, str]]:
    """Every element of the structure that a reading voice follows: its kind and its text alternative."""
    found, todo = [], [reader.trailer["/Root"]["/StructTreeRoot"]]
    while todo:
        element = todo.pop().get_object()
        if isinstance(element, list):
            todo += element
        elif hasattr(element, "get"):
            if element.get("/S"):
                found.append((str(element["/S"]), str(element.get("/Alt", ""))))
            if "/K" in element:
                todo.append(element["/K"])
    return found


@printing
def test_six_documents_come_as_page_and_as_pdf_on_the_paper_asked_for(printed: Path) -> None:
    assert len(list(printed.glob("*.html"))) == len(list(printed.glob("*.pdf"))) == 6
    for name in ("sheets", "cards", "activities", "tables", "notes"):
        box = read(printed, name).pages[0].mediabox
        assert (round(box.width), round(box.height)) == POINTS["letter"], name
    slide = read(printed, "slides").pages[0].mediabox
    assert round(float(slide.width / slide.height), 2) == round(16 / 9, 2)


@printing
def test_a_document_comes_on_the_other_paper_as_well(tmp_path: Path) -> None:
    page, pdf = tmp_path / "cards.html", tmp_path / "cards.pdf"
    page.write_text(activities(Lesson("00", "en"), "A4"), "utf-8")
    printer.print_page(printer.chromium(), page, pdf)
    box = PdfReader(pdf).pages[0].mediabox
    assert (round(box.width), round(box.height)) == POINTS["A4"]


@printing
def test_the_pages_that_the_guide_tells_a_teacher_to_print_hold_what_it_says(printed: Path) -> None:
    """The print list of chapter 01 names pages; each block of its 45 minutes names the questions on them."""
    guide = tomllib.loads((TOP / "guide" / "lessons" / "01.toml").read_text("utf-8"))
    text = "".join(entry["es"] for entry in guide["paper"])
    pages = [page.extract_text() for page in read(printed, "sheets").pages]
    blocks = re.findall(r"\*\*\d+–\d+:\*\* (?:página|páginas) (.*)", text)
    assert len(blocks) == 6
    for block in [block.partition(" Si vas tarde")[0] for block in blocks]:
        listed = block.partition(". ")[0].partition(" y la tabla")[0]  # "3, 4 y 5, y la tabla de la figura 1.2"
        named = [pages[int(number) - 1] for number in re.findall(r"\b\d+\b", listed)]
        for question in re.findall(r"01-[pqo]\d+", block):
            assert any(f"{question} ·" in page for page in named), (block, question)
    tables = [page.extract_text() for page in read(printed, "tables").pages]
    listed = re.search(r"tablas, páginas (\d+), (\d+) y (\d+), de las figuras (1\.\d), (1\.\d) y (1\.\d)", text)
    assert listed
    for number, figure in zip(listed.groups()[:3], listed.groups()[3:], strict=True):
        assert f"Figura {figure}." in tables[int(number) - 1]


@printing
def test_the_pdf_says_its_questions_and_is_tagged_with_headings_and_text_alternatives(printed: Path) -> None:
    reader = read(printed, "sheets")
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    lesson = Lesson("01", "es")
    for entry in lesson.questions.values():
        if entry["role"] not in AT_A_KEYBOARD:
            assert lesson.on_paper(entry["id"], entry["text"]["es"])[:40] in text, entry["id"]
    assert 8 <= len(reader.pages) <= 30
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("es")
    elements = struct(reader)
    assert {"H1", "H2", "H3", "Figure", "L"} <= {kind.strip("/") for kind, _ in elements}
    alternatives = [alternative for kind, alternative in elements if kind == "/Figure" and alternative]
    assert len(alternatives) >= 8
    assert len(reader.outline) >= 1


def placed(page: PageObject) -> list[tuple[float, float, float, float]]:
    """Where each picture of a page lies, in points: left, bottom, right, top."""
    found: list[tuple[float, float, float, float]] = []

    def seen(operator: bytes, operands: list, matrix: list[float], _: list[float]) -> None:
        if operator == b"Do" and page["/Resources"]["/XObject"][operands[0]].get("/Subtype") == "/Image":
            a, _, _, d, e, f = matrix
            found.append((min(e, e + a), min(f, f + d), max(e, e + a), max(f, f + d)))

    page.extract_text(visitor_operand_before=seen)
    return found


@printing
@pytest.mark.parametrize("name", ["sheets", "slides"])
def test_no_figure_is_cut_by_the_edge_of_its_page(printed: Path, name: str) -> None:
    pictures = 0
    for page in read(printed, name).pages:
        for left, bottom, right, top in placed(page):
            pictures += 1
            assert left >= -1
            assert bottom >= -1
            assert right <= page.mediabox.width + 1
            assert top <= page.mediabox.height + 1
    assert pictures >= 10


@printing
def test_every_page_says_which_it_is_so_that_pages_can_be_handed_out_one_by_one(printed: Path) -> None:
    pages = read(printed, "sheets").pages
    assert all(f"{place} / {len(pages)}" in page.extract_text() for place, page in enumerate(pages, start=1))


@printing
def test_each_slide_is_one_page(printed: Path) -> None:
    slides = (printed / "01-pasta-de-conchos-slides.html").read_text("utf-8").count("<section")
    assert len(read(printed, "slides").pages) == slides


# --- the command -----------------------------------------------------------------------------------------------------


def test_a_lesson_that_does_not_exist_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert command.main(["--lesson", "9", "--language", "es", "--to", str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert "9" in told
    assert told.count("\n") == 1


def test_without_a_chromium_the_pages_are_written_and_the_way_out_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printer, "chromium", lambda: "")
    monkeypatch.setattr(command, "DOCUMENTS", dict.fromkeys(DOCUMENTS, lambda *_: "<p>x</p>"))
    assert command.main(["--lesson", "01", "--language", "en", "--to", str(tmp_path)]) == 1
    assert len(list(tmp_path.glob("*.html"))) == 6
    assert "Chromium" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(command, "DOCUMENTS", dict.fromkeys(DOCUMENTS, lambda *_: "<p>x</p>"))
    assert command.main(["--lesson", "01", "--language", "en", "--to", str(tmp_path / "file")]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_gray_keeps_the_size_and_takes_the_color_out() -> None:
    file = io.BytesIO()
    Image.new("RGB", (30, 20), "red").save(file, "PNG")
    page = f'<img src="data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}" alt="x">'
    (data,) = re.findall(r'base64,([^"]+)"', gray(page))
    image = Image.open(io.BytesIO(base64.b64decode(data)))
    assert (image.size, image.mode) == ((30, 20), "L")


def test_the_words_of_the_command_are_those_of_the_language() -> None:
    assert Words("es")("handouts.document.sheets") != Words("en")("handouts.document.sheets")
