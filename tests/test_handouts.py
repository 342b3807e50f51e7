"""A lesson on paper and on a screen: every question and figure is there, nothing is cut, the PDF can be read aloud."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import sync_playwright
from pypdf import PdfReader

from foreign import english_on
from lab import CHROMIUM, QUIET
from mineros.handouts import command, printer
from mineros.handouts.lesson import Lesson, gray
from mineros.handouts.pages import AT_A_KEYBOARD, CONTROVERSY, Documents
from mineros.words import Words

printing = pytest.mark.skipif(not printer.chromium(), reason="there is no chromium on this machine")
POINTS = {"letter": (612, 792), "A4": (595, 842)}  # a point is 1/72 of an inch


@pytest.fixture(scope="module", params=[("02", "es"), ("03", "es"), ("05", "es"), ("01", "en")], ids="-".join)
def documents(request: pytest.FixtureRequest) -> Documents:
    """All documents of a lesson; each is made once. Those of lesson 01 in Spanish are printed below; the others take
    the same way, and their figures are drawn elsewhere.
    """
    number, language = request.param
    made = Documents(Lesson(number, language))
    made.__dict__["pages"] = {name: document() for name, document in made.names.items()}
    return made


def html_of(documents: Documents, name: str) -> str:
    return documents.__dict__["pages"][name]


def test_the_sheets_ask_every_question_that_needs_no_keyboard_and_give_room_for_its_answer(
    documents: Documents,
) -> None:
    sheets = html_of(documents, "sheets")
    for entry in documents.lesson.questions.values():
        asked = f" {entry['id']} ·" in sheets
        assert asked == (entry["role"] not in AT_A_KEYBOARD), entry["id"]
    sections = re.findall(r'<section class="question">.*?</section>', sheets, re.DOTALL)
    room = re.compile(rf'class="(line|box|number-box|blank|grid)"|{documents.told("mark")}')
    assert all(room.search(part) for part in sections)


def test_every_figure_is_printed_gray_with_its_text_alternative(documents: Documents) -> None:
    sheets = html_of(documents, "sheets")
    images = re.findall(r'<img src="data:image/png;base64,([^"]+)" alt="([^"]+)"', sheets)
    figures = [block for block in documents.lesson.blocks if block.kind == "figure"]
    assert len(images) >= len(figures) >= 8
    assert all(len(alternative) > 40 for _, alternative in images)
    assert {Image.open(io.BytesIO(base64.b64decode(data))).mode for data, _ in images} == {"L"}


def test_a_figure_that_answers_a_guess_stands_on_another_page(documents: Documents) -> None:
    sheets = html_of(documents, "sheets")
    reveals = [block for block in documents.lesson.blocks if block.reveals]
    assert sheets.count('<div class="turn">') == len(reveals) >= 3


def test_the_numbers_of_every_figure_can_be_printed(documents: Documents) -> None:
    tables = html_of(documents, "tables")
    figures = [block for block in documents.lesson.blocks if block.kind == "figure" and block.table]
    assert tables.count('<div class="numbers">') == len(figures) >= 8
    assert tables.count("<table>") >= 6


def test_nobody_is_sent_to_a_key_on_paper(documents: Documents) -> None:
    assert not re.search(r"Shift-Enter|Ctrl-|my-work|pack\.\w", html_of(documents, "sheets"))


def test_there_is_a_card_for_each_source_and_for_each_argument(documents: Documents) -> None:
    cards = html_of(documents, "cards")
    sources = {source for found in documents.lesson.sources.values() for source in found}
    assert set(re.findall(r"\[(S\d{4})\]", cards)) == sources
    assert cards.count('<article class="cut">') == len(sources)
    assert ("roles" in documents.names) == (documents.lesson.number in CONTROVERSY)
    if documents.lesson.number in CONTROVERSY:
        roles = html_of(documents, "roles")
        assert roles.count('<article class="cut">') == {"02": 24, "03": 16}[documents.lesson.number]


def test_there_is_a_slide_and_a_note_for_each_figure_and_question(documents: Documents) -> None:
    slides, notes = html_of(documents, "slides"), html_of(documents, "notes")
    figures = [block for block in documents.lesson.blocks if block.kind == "figure"]
    assert slides.count('<section class="figure">') == len(figures)
    assert slides.count("<section") == notes.count('<section class="question">')
    for entry in documents.lesson.questions.values():
        best = next(sample for sample in entry["sample"] if sample["level"] == "proficient")
        if entry["role"] in AT_A_KEYBOARD:
            continue
        assert f" · {entry['id']} · " in slides
        assert best[documents.lesson.language][:30].replace("'", "&#x27;") in notes


def test_a_spanish_page_holds_no_english_word_and_no_page_fetches_anything(documents: Documents) -> None:
    for name in documents.names:
        page = html_of(documents, name)
        assert not re.search(r"<(script|link|iframe|object)\b|url\(|@import", page), name
        assert documents.lesson.language == "en" or english_on(page) == {}, name


@printing
def test_no_slide_is_cut(documents: Documents, tmp_path: Path) -> None:
    page = tmp_path / "slides.html"
    page.write_text(html_of(documents, "slides"), "utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        shown = browser.new_page(viewport={"width": 1280, "height": 720})
        shown.goto(page.as_uri())
        cut = shown.evaluate(
            """[...document.querySelectorAll('section')].map((slide, place) => [place + 1, slide.innerText.slice(0, 60),
            slide.scrollHeight - slide.clientHeight, slide.scrollWidth - slide.clientWidth])
            .filter(([, , high, wide]) => high > 1 || wide > 1)"""
        )
        browser.close()
    assert cut == []


# --- PDF -------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the command makes of lesson 01 in Spanish."""
    folder = tmp_path_factory.mktemp("hojas del año")
    assert command.main(["--lesson", "1", "--language", "es", "--to", str(folder), "--paper", "A4"]) == 0
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
def test_five_documents_come_as_page_and_as_pdf_on_the_paper_asked_for(printed: Path) -> None:
    assert len(list(printed.glob("*.html"))) == len(list(printed.glob("*.pdf"))) == 5
    for name in ("sheets", "cards", "tables", "notes"):
        box = read(printed, name).pages[0].mediabox
        assert (round(box.width), round(box.height)) == POINTS["A4"], name
    slide = read(printed, "slides").pages[0].mediabox
    assert round(float(slide.width / slide.height), 2) == round(16 / 9, 2)


@printing
def test_the_pdf_says_its_questions_and_is_tagged_with_headings_and_text_alternatives(printed: Path) -> None:
    reader = read(printed, "sheets")
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    lesson = Lesson("01", "es")
    for entry in lesson.questions.values():
        if entry["role"] not in AT_A_KEYBOARD:
            assert entry["text"]["es"][:40] in text, entry["id"]
    assert 8 <= len(reader.pages) <= 30
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("es")
    elements = struct(reader)
    assert {"H1", "H2", "H3", "Figure", "L"} <= {kind.strip("/") for kind, _ in elements}
    alternatives = [alternative for kind, alternative in elements if kind == "/Figure" and alternative]
    assert len(alternatives) >= 8
    assert len(reader.outline) >= 1


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
    monkeypatch.setattr(Documents, "sheets", lambda _: "<p>x</p>")
    for name in ("cards", "tables", "slides", "notes"):
        monkeypatch.setattr(Documents, name, lambda _: "<p>x</p>")
    assert command.main(["--lesson", "01", "--language", "en", "--to", str(tmp_path)]) == 1
    assert len(list(tmp_path.glob("*.html"))) == 5
    assert "Chromium" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(Documents, "sheets", lambda _: "<p>x</p>")
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
