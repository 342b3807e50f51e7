"""The finished piece: all that was written is in it, it can be read anywhere, and nothing typed in it ever runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from boxes import PLANTED, Read, fresh, whole_case, words_of
from mineros import bank, case, folders, rubric
from mineros.document import Document, marked
from mineros.errors import ExportError
from mineros.exports import write
from mineros.interactions.own_chart import KEPT_AS as CHART
from mineros.piece import Piece
from mineros.words import LANGUAGES, Words

LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
FOUR = ("S0046", "S0017", "S0579", "S0071")
CHOSEN = {"table": "warnings", "axis": "known_before", "measure": "rows", "split": "", "keep": "", "kind": "bars"}
POINTS = {"claim": 1, "evidence": 1, "sourcing": 0, "limits": 1, "rival": 1, "chart": 1, "citations": 1}


@pytest.fixture
def work(tmp_path, monkeypatch):
    monkeypatch.setenv("MINEROS_WORK", str(tmp_path))
    return tmp_path


def prepared(language: str, *, held: case.Case | None = None, chart: bool = True, judged: bool = True) -> Piece:
    """A piece as it comes from what the student kept."""
    own = fresh(language)
    own.answers.save(case.KEPT_AS, (held or whole_case(*FOUR)).record())
    if chart:
        own.answers.save(CHART, CHOSEN)
    if judged:
        own.answers.save(rubric.KEPT_AS, POINTS)
    return Piece(own)


def saved(piece: Piece) -> dict[str, Path]:
    return {file.suffix: file for file in piece.save()}


# --- what is in it -------------------------------------------------------------------------------------------------


@LANGUAGE
def test_a_finished_piece_is_saved_as_a_page_and_as_markdown_with_all_its_parts(language, work):
    piece = prepared(language)
    piece.answers.save("05-zz9", "My own paragraph.\n\nAnd another.", "What would change your mind?")
    assert piece.lacks() == []
    files = saved(piece)
    assert {file.parent for file in files.values()} == {work / "exports"}
    page, mark = files[".html"].read_text("utf-8"), files[".md"].read_text("utf-8")
    for held in ("A title", "A claim.", "it shows", "it leaves open", "A rival.", "An answer.", "My own paragraph.",
                 "What would change your mind?", *(f"[{source}]" for source in FOUR)):  # fmt: skip
        assert held in words_of(page), held
        assert held in re.sub(r"\\(.)", r"\1", mark), held
    words = Words(language)
    assert words("rubric.total", n=6, of=7) in page
    assert words("piece.draft") not in page
    for source in FOUR:
        assert piece.pack.citations.full(source) in page
        assert piece.pack.citations.source(source)["url"] in mark


@LANGUAGE
def test_the_page_is_one_file_that_a_screen_reader_walks_through(language, work):
    page = Read(saved(prepared(language))[".html"].read_text("utf-8"))
    assert page.language == language
    assert page.levels[0] == 1
    assert page.levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in zip(page.levels, page.levels[1:], strict=False))
    assert page.open == []
    assert all(image["alt"] for image in page.images)
    assert len(page.images) == 1
    assert all(address.startswith("data:image/png;base64,") for address in page.fetched), "nothing is fetched"
    assert {"script", "link", "iframe"} & page.tags == set()
    assert page.handlers == []


@LANGUAGE
def test_the_chart_stands_beside_the_markdown_and_says_what_it_shows(language, work):
    piece = prepared(language)
    files = saved(piece)
    assert files[".png"].read_bytes().startswith(b"\x89PNG")
    ((alternative, file),) = re.findall(r"!\[(.*?)(?<!\\)\]\((.*?)\)", files[".md"].read_text("utf-8"))
    assert (files[".md"].parent / file) == files[".png"]
    assert "13" in alternative, "13 of the 21 rows were first told after the explosion"
    assert "8" in alternative


@LANGUAGE
def test_a_draft_is_saved_too_and_says_first_what_is_missing(language, work):
    piece = prepared(language, held=case.Case(claim="Only a claim."), chart=False, judged=False)
    files = saved(piece)
    assert set(files) == {".html", ".md"}
    page, words = Read(files[".html"].read_text("utf-8")), Words(language)
    assert page.headings[:2] == [words("board.no_title"), words("piece.draft")]
    whole = words_of(files[".html"].read_text("utf-8"))
    for lack in (words("piece.lack.title"), words("piece.lack.chart"), words("piece.lack.rubric"),
                 words("board.lack.rival"), words("board.lack.witnesses", n=0, least=4)):  # fmt: skip
        assert lack in piece.lacks()
        assert lack in whole
    assert words("piece.file_draft") in files[".html"].name


def test_a_draft_takes_the_place_of_the_draft_before_and_a_finished_piece_of_none(work):
    for claim in ("one", "two"):
        saved(prepared("en", held=case.Case(claim=claim)))
    (page,) = (work / "exports").glob("*.html")
    assert "two" in page.read_text("utf-8")
    finished = saved(prepared("en"))
    assert page.exists()
    assert finished[".html"] != page


def test_answers_that_are_no_texts_of_the_readers_own_are_left_out(work, monkeypatch):
    kinds = {"05-q1": "written", "05-q2": "choice", "05-p1": "numeric", "05-m1": "chart", "05-q3": "written"}
    monkeypatch.setattr(bank, "question", lambda name, _: {"kind": kinds[name]})
    piece = prepared("en")
    for name, value in {
        "05-q1": "my text",
        "05-q2": "press",
        "05-p1": 7,
        "05-m1": "a chart's text",
        "05-q3": " ",
    }.items():
        piece.answers.save(name, value, f"asked {name}")
    piece.answers.save("04-q1", "of another lesson")
    assert piece.paragraphs == [("asked 05-m1", "a chart's text"), ("asked 05-q1", "my text")]


# --- bad input -------------------------------------------------------------------------------------------------------


@LANGUAGE
def test_nothing_that_is_typed_runs_in_the_page(language, work):
    held = whole_case(*FOUR, title=PLANTED, claim=PLANTED, rival=PLANTED, answer=PLANTED)
    for piece in held.pieces:
        piece.shows = piece.limits = PLANTED
    made = prepared(language, held=held)
    made.answers.save("05-zz9", PLANTED, PLANTED)
    whole = saved(made)[".html"].read_text("utf-8")
    page = Read(whole)
    assert "script" not in page.tags
    assert page.handlers == []
    assert len(page.images) == 1
    assert whole.count("&lt;script&gt;") >= 14
    assert whole.count("<title>") == 1


@pytest.mark.parametrize(
    "typed",
    [
        PLANTED, "# no heading", "- no item", "+ no item", "1. no number", "1) no number", "> no quotation",
        "![no](javascript:alert(1))", "[no](http://x.y)", "<http://x.y>", "**not bold** _nor this_", "`no code`",
        "    no code", "| no | table |", "---", "===", "~~~", "&lt;b&gt;", "a\\b", "$x$", "text\n=====\ntext", "***",
        "[^1]: no note", ": no term", "~~no~~",
    ],
)  # fmt: skip
def test_what_is_typed_never_becomes_markup_in_the_markdown(typed):
    said = marked(typed)
    assert not re.search(r"(?<!\\)(?:\\\\)*[<>*_`\[\]|~#$&]", said)
    assert not re.search(r"(?m)^\s*(?:[-+=:]|\d+[.)]\s|\s{4})", said)
    shown = re.sub(r"\\([\\`*_\[\]<>&|~#$.)\-+=:])", r"\1", said.replace("\\\n", "\n"))
    assert shown == "\n".join(line.strip() for line in typed.strip().splitlines()), "a reader sees what was typed"


def test_a_text_of_several_lines_stays_one_paragraph_of_several_lines():
    text = Document()
    text.fact("Claim", "one\n\ntwo")
    assert text.markdown == "**Claim:** one\\\ntwo\n"
    text = Document()
    text.say("one\n\ntwo")
    assert text.markdown == "one\n\ntwo\n"
    assert text.html == '<p class="said">one</p>\n<p class="said">two</p>'


@pytest.mark.parametrize("damaged", ["text", 7, [], {"claim": 4}])
def test_damaged_records_give_a_draft_and_never_an_error(damaged, work):
    own = fresh("en")
    for name in (case.KEPT_AS, CHART, rubric.KEPT_AS):
        own.answers.save(name, damaged)
    piece = Piece(own)
    assert piece.notice
    assert piece.drawing is None
    assert len(piece.lacks()) >= 5
    files = saved(piece)
    assert set(files) == {".html", ".md"}
    assert case.SET_ASIDE_AS not in files[".md"].read_text("utf-8")


def test_a_source_of_another_edition_is_named_and_breaks_nothing(work):
    piece = prepared("en", held=whole_case(*FOUR, "S9999"))
    assert piece.words("board.lack.unknown", name="S9999") in piece.lacks()
    assert "S9999" in words_of(saved(piece)[".html"].read_text("utf-8"))
    assert "S9999" not in piece.cited


def test_half_an_emoji_in_an_older_answer_does_not_stop_the_piece(work):
    piece = prepared("en")
    monkey = {"05-zz9": {"value": "coal \ud83d dust", "question": "asked"}}
    piece.answers.begun = lambda prefix: monkey
    assert "coal" in saved(piece)[".html"].read_text("utf-8")


# --- the disk ------------------------------------------------------------------------------------------------------


@LANGUAGE
def test_a_folder_that_refuses_is_one_sentence_and_leaves_nothing_half(language, work, monkeypatch):
    piece = prepared(language)
    (work / "exports").write_text("a file where a folder should be", "utf-8")
    with pytest.raises(ExportError) as raised:
        piece.save()
    assert str(raised.value).startswith(piece.words("error.not_exported", folder=str(work / "exports"), why="")[:12])
    assert "\n" not in str(raised.value)
    assert piece.answers.get(case.KEPT_AS)["claim"] == "A claim.", "nothing is lost"


@LANGUAGE
def test_a_full_disk_leaves_no_part_of_a_piece_and_the_draft_before_it(language, work, monkeypatch):
    folder, words = work / "exports", Words(language)
    write(folder, {"a.html": b"old", "a.md": b"old"}, words)
    write_bytes = Path.write_bytes

    def full(self: Path, content: bytes) -> int:
        if self.name.endswith(".md.part"):
            write_bytes(self, content[:1])
            raise OSError(28, "No space left on device")
        return write_bytes(self, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(ExportError, match="No space left"):
        write(folder, {"a.html": b"new", "a.md": b"new"}, words)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == {"a.html": b"old", "a.md": b"old"}


@LANGUAGE
def test_the_verb_says_where_the_piece_lies_and_shows_it(language, work, monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda what, **_: shown.append(what.data))
    prepared(language).pack.piece()
    (whole,) = shown
    (page,) = (folders.work() / "exports").glob("*.html")
    assert str(page) in words_of(whole)
    assert "A claim." in whole
    assert Read(whole).levels[0] == 2, "below the heading of its lesson"
