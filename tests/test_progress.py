"""A reader sees how far the way went, takes all answers along in three forms, and brings them back without a loss."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from mineros import bank, exports, folders, progress, takeaway
from mineros.answers import Answers
from mineros.ask import AnswerBox
from mineros.errors import AnswersError, ExportError
from mineros.pack import Pack
from mineros.words import LANGUAGES, Words

EN = Words("en")
LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
EVIL = ["=HYPERLINK(1)", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\uff1d1", "  =1", "<script>alert(1)</script>", "ñ “é” 😀"]


@pytest.fixture
def answers(tmp_path: Path) -> Answers:
    return Answers(EN, tmp_path / "my-work")


@pytest.fixture
def pack(answers: Answers) -> Pack:
    pack = Pack("en")
    pack.__dict__["answers"] = answers
    return pack


def record(value: object, saved: str = "2026-01-01T10:00:00+00:00", **more: object) -> dict:
    return {"value": value, "saved": saved, "question": "q", **more}


def kept(**records: dict) -> bytes:
    named = {name.replace("_", "-").lstrip("-"): entry for name, entry in records.items()}
    return json.dumps({"about": "", "version": 1, "answers": named}).encode()


def write(answers: Answers, **records: dict) -> None:
    answers.folder.mkdir(parents=True, exist_ok=True)
    answers.file.write_bytes(kept(**records))


def standing(answers: Answers, number: str = "01") -> progress.Standing:
    return next(found for found in progress.standings(answers, EN) if found.number == number)


# --- where the reader stands ---------------------------------------------------------------------------------------


def test_a_reader_who_has_not_begun_is_told_so_without_reproach(answers: Answers) -> None:
    found = standing(answers)
    assert (found.answered, found.all) == (0, len(bank.lesson("01", EN)))
    shown = progress.view(answers, EN)
    assert EN("progress.nothing") in shown
    assert EN("progress.begin") in shown
    assert not answers.file.exists()


def test_each_kind_of_answer_is_counted_in_its_place(answers: Answers) -> None:
    write(
        answers,
        _01_p1=record(400, first=400, revealed="2026-01-01T11:00:00+00:00"),
        _01_p2=record(50),
        _01_q2=record("Because."),
        _01_q5=record(""),
        _01_o1=record(["a"], tries=2, right=True),
        _01_q1=record("x", tries=1, right=False),
    )
    found = standing(answers)
    assert found.given == {"guesses": 2, "questions": 2, "tasks": 1}
    roles = [question["role"] for question in bank.lesson("01", EN)]
    assert found.asked == {
        "guesses": roles.count("prediction"),
        "questions": roles.count("question"),
        "tasks": sum(roles.count(role) for role in ("ordering", "modify", "make")),
    }
    assert (found.revealed, found.checked, found.right) == (1, 2, 1)


def test_what_is_next_is_the_first_question_without_an_answer(answers: Answers) -> None:
    order = [question["id"] for question in bank.lesson("01", EN)]
    for name in order[:3]:
        answers.save(name, "x")
    assert standing(answers).next == order[3]
    assert EN("progress.next", question=order[3]) in progress.view(answers, EN)
    for name in order[3:]:
        answers.save(name, "x")
    assert standing(answers).next == ""
    assert EN("progress.done") in progress.view(answers, EN)


def test_a_board_without_an_answered_question_is_a_lesson_begun(answers: Answers) -> None:
    words = Words("en")
    answers.save("05-board", {"title": "Mine", "claim": "A claim."})
    (fifth,) = [standing for standing in progress.standings(answers, words) if standing.number == "05"]
    assert (fifth.answered, fifth.begun) == (0, True)
    assert words("progress.begin") not in progress.table([fifth], words)


def test_a_pressed_check_is_kept_with_its_outcome_and_the_answer_stays(answers: Answers) -> None:
    box = AnswerBox("01-q1", answers, EN)
    box.show()
    box._check()
    assert answers.records() == {}, "a check of nothing leaves nothing"
    wrong = [value for _, value in bank.options(box.entry, EN)]
    for value in wrong:
        answers.save("01-q1", value)
        box.now = lambda value=value: value
        box._check()
    found = answers.records()["01-q1"]
    assert found["tries"] == len(wrong)
    assert isinstance(found["right"], bool)
    assert found["value"] == wrong[-1]
    held = [value for value in wrong if _checked(answers, box, value)]
    assert len(held) == 1


def _checked(answers: Answers, box: AnswerBox, value: str) -> bool:
    box.now = lambda: value
    box._check()
    return answers.records()["01-q1"]["right"] is True


@pytest.mark.parametrize("content", [None, "[[question", 'x = 1\n[[question]]\nid = "01-q1"\n'])
def test_a_missing_or_damaged_bank_is_one_sentence_and_the_rest_goes_on(
    answers: Answers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | None
) -> None:
    questions = tmp_path / "questions"
    questions.mkdir()
    (questions / "01.toml").write_bytes((folders.questions() / "01.toml").read_bytes())
    if content is not None:
        (questions / "02.toml").write_text(content)
    monkeypatch.setattr(bank.folders, "questions", lambda: questions)
    bank._lesson.cache_clear()
    write(answers, _01_p2=record(50), _02_q1=record("kept"))
    shown = progress.view(answers, EN)
    assert EN("progress.no_bank", n=1) in shown
    assert EN("progress.of", n=1, all=standing(answers).all) in shown
    assert "kept" in takeaway.as_markdown(takeaway.entries(answers, EN), EN)
    bank._lesson.cache_clear()


@LANGUAGE
def test_the_table_has_heads_for_columns_and_rows_and_links_the_lesson_that_is_there(
    answers: Answers, language: str
) -> None:
    words = Words(language)
    shown = progress.table(progress.standings(answers, words), words)
    files = folders.lessons(language)
    assert shown.count('<th scope="col">') == 8
    assert shown.count('<th scope="row">') == len(bank.numbers())
    linked = re.findall(r'<a href="([^"]+)"', shown)
    lessons = [files[number] for number in bank.numbers() if number in files]
    assert [name for name in linked if "/" not in name] == lessons
    practised = [files[number] for number in bank.numbers() if number in files and bank.exercises(number, words)]
    assert [name for name in linked if "/" in name] == [f"../../exercises/{language}/{name}" for name in practised]


def test_own_guesses_stand_with_their_dates_and_html_in_them_stays_text(answers: Answers) -> None:
    write(answers, _01_p1=record("<img src=x onerror=1>"), _01_p2=record(50, first=40, revealed="2026-01-02"))
    shown = progress.view(answers, EN)
    assert "<img" not in shown
    assert "January 1, 2026; record not shown yet" in shown
    assert "You wrote: 40 meters (January 1, 2026; set beside the record since)" in shown


# --- to take along -------------------------------------------------------------------------------------------------


def evil(answers: Answers) -> list[str]:
    order = [question["id"] for question in bank.lesson("01", EN) if question["kind"] == "written"]
    write(answers, **{f"_{name.replace('-', '_')}": record(text) for name, text in zip(order, EVIL, strict=False)})
    return EVIL[: len(order)]


def test_a_table_of_answers_holds_no_formula(answers: Answers) -> None:
    typed = evil(answers)
    rows = list(csv.reader(io.StringIO(takeaway.as_csv(takeaway.entries(answers, EN), EN).removeprefix("\ufeff"))))
    cells = [row[4] for row in rows[1:]]
    assert [cell.removeprefix("'") for cell in cells] == typed
    for row in rows:
        for cell in row:
            assert cell.strip()[:1] not in tuple("=+-@\uff1d"), cell


def test_a_negative_number_stays_a_number_in_the_table() -> None:
    assert exports._cell("-12.5") == "-12.5"
    assert exports._cell("-12.5+cmd") == "'-12.5+cmd"


@LANGUAGE
def test_the_page_is_whole_in_its_language_and_shows_what_was_typed(answers: Answers, language: str) -> None:
    typed = evil(answers)
    words = Words(language)
    page = takeaway.as_page(takeaway.entries(answers, words), words)

    class Reader(HTMLParser):
        tags: list[str]
        text = ""

        def handle_starttag(self, tag: str, attrs: object) -> None:
            self.tags.append(tag)

        def handle_data(self, data: str) -> None:
            self.text += data

    reader = Reader()
    reader.tags = []
    reader.feed(page)
    assert page.startswith(f'<!doctype html>\n<html lang="{language}">')
    assert "script" not in reader.tags
    assert (reader.tags.count("h1"), reader.tags.count("h3")) == (1, len(typed))
    assert all(text.strip() in reader.text for text in typed)
    assert not re.search(r"""(src|href)=["']?http|url\(""", page)


def test_plain_text_keeps_what_was_typed_from_becoming_marks(answers: Answers) -> None:
    write(answers, _01_q2=record("# big\n- one\n1. two\n<b>*x*</b> [a](b)\n> deep\nfor $5 or $6"))
    text = takeaway.as_markdown(takeaway.entries(answers, EN), EN)
    quoted = [line for line in text.splitlines() if line.startswith("> ")]
    assert quoted == [
        "> \\# big", "> \\- one", "> 1\\. two", "> \\<b\\>\\*x\\*\\</b\\> \\[a\\](b)", "> \\> deep",
        "> for \\$5 or \\$6",
    ]  # fmt: skip


def test_an_order_and_a_choice_are_told_in_words(answers: Answers) -> None:
    order = bank.question("01-o1", EN)
    steps = [value for _, value in bank.options(order, EN)]
    choice = bank.question("01-q1", EN)
    words, value = bank.options(choice, EN)[0]
    write(answers, _01_o1=record(steps), _01_q1=record(value), _01_p5=record([1, 2.5]))
    said = {entry.question: entry.answer for entry in takeaway.entries(answers, EN)}
    assert said["01-o1"].splitlines()[0] == f"1. {bank.options(order, EN)[0][0]}"
    assert said["01-q1"] == words
    assert said["01-p5"] == EN("take.drawn", values="1 and 2.5")


@pytest.mark.parametrize("value", [{"a": 1}, [[1], None], True, float("nan"), 1e400, "x" * 10, [{}]])
def test_a_value_that_somebody_has_edited_is_still_taken_along(answers: Answers, value: object) -> None:
    write(answers, _01_p1=record(value), _01_o1=record(value), _01_q1=record(value))
    found = takeaway.entries(answers, EN)
    assert len(found) == 3
    for form in takeaway.FORMS.values():
        assert form(found, EN)
    assert progress.view(answers, EN)


@pytest.mark.parametrize("form", list(takeaway.FORMS))
def test_a_file_lies_among_the_exports_and_its_page_says_where(answers: Answers, form: str) -> None:
    answers.save("01-q2", "Año: ¿quién?")
    board = progress.Progress(answers, EN)
    board.controls()
    board.take(form)
    (file,) = (answers.folder / "exports").iterdir()
    assert file.suffix == f".{form}"
    assert "Año: ¿quién?" in file.read_text("utf-8-sig")
    assert str(file) in board.told.value
    assert f'download="{file.name}"' in board.told.value


def test_a_folder_that_refuses_is_told_in_one_sentence(answers: Answers) -> None:
    answers.save("01-q2", "x")
    (answers.folder / "exports").write_text("a file where a folder should be")
    with pytest.raises(ExportError):
        takeaway.save("csv", answers.folder / "exports", answers, EN)
    board = progress.Progress(answers, EN)
    board.controls()
    board.take("csv")
    assert "Nothing was saved" in board.told.value


# --- to bring back -------------------------------------------------------------------------------------------------


def test_of_two_answers_to_one_question_the_later_one_stays(answers: Answers) -> None:
    write(answers, _01_q2=record("old", "2026-01-01T10:00:00+00:00"), _01_q3=record("new", "2026-01-03T10:00:00+00:00"))
    before = answers.file.read_bytes()
    later = kept(
        _01_q2=record("later", "2026-01-01T06:00:00-05:00"),
        _01_q3=record("earlier", "2026-01-02"),
        _01_q5=record("only there"),
    )
    taken, aside = answers.bring_back(later)
    assert taken == 2
    assert {name: found["value"] for name, found in answers.records().items()} == {
        "01-q2": "later", "01-q3": "new", "01-q5": "only there",
    }  # fmt: skip
    assert (answers.folder / aside).read_bytes() == before


def test_a_guess_once_seen_beside_the_record_stays_locked_whichever_file_is_later(answers: Answers) -> None:
    locked = record(10, "2026-01-01T10:00:00+00:00", first=10, revealed="2026-01-01T11:00:00+00:00")
    free = record(587, "2026-01-05T10:00:00+00:00")
    for ours, theirs in ((locked, free), (free, locked)):
        write(answers, _01_p1=ours)
        answers.bring_back(kept(_01_p1=theirs))
        assert answers.is_revealed("01-p1")
        assert answers.first("01-p1") == 10


def test_the_same_file_twice_changes_nothing_the_second_time(answers: Answers) -> None:
    content = kept(_01_q2=record("a"))
    assert answers.bring_back(content) == (1, "")
    whole = answers.file.read_bytes()
    assert answers.bring_back(content)[0] == 0
    assert answers.file.read_bytes() == whole


@pytest.mark.parametrize(
    "content",
    [
        b"", b"not json", b"{}", b"[]", b'{"answers": []}', b'{"answers": {}}', b"\xff\xfe\x00", b"[" * 100_000,
        b'{"answers": {"01-q2": "text"}}', b'{"answers": {"01-q2": {"saved": "x"}}}',
        b'{"answers": {"../x": {"value": 1}}}', b'{"cells": [], "metadata": {}}',
    ],
    ids=range(12),
)  # fmt: skip
def test_a_damaged_or_foreign_file_is_refused_in_one_sentence_and_nothing_is_lost(
    answers: Answers, content: bytes
) -> None:
    answers.save("01-q2", "mine")
    before = answers.file.read_bytes()
    with pytest.raises(AnswersError) as caught:
        answers.bring_back(content)
    assert str(caught.value) == EN("answers.foreign")
    board = progress.Progress(answers, EN)
    board.controls()
    board.bring([{"content": memoryview(content)}])
    assert EN("answers.foreign") in board.brought.value
    assert answers.file.read_bytes() == before
    assert [file.name for file in answers.folder.glob("answers*")] == ["answers.json"]


def test_a_damaged_file_of_ones_own_is_set_aside_when_answers_come_back(answers: Answers) -> None:
    answers.folder.mkdir(parents=True)
    answers.file.write_text("half a fi")
    answers.bring_back(kept(_01_q2=record("back")))
    assert answers.get("01-q2") == "back"
    assert [file.read_text() for file in answers.folder.glob("answers-damaged-*")] == ["half a fi"]


def test_the_board_takes_a_chosen_file_and_says_what_came_of_it(answers: Answers) -> None:
    answers.save("01-q3", "mine")
    board = progress.Progress(answers, EN)
    board.controls()
    board.bring([{"content": memoryview(kept(_01_q2=record("a")))}])
    assert "Answers taken over: 1." in board.brought.value
    assert "answers-before-" in board.brought.value
    board.bring([])  # the field is emptied
    assert answers.get("01-q2") == "a"


def test_one_line_brings_a_file_back(pack: Pack, tmp_path: Path) -> None:
    (tmp_path / "mine.json").write_bytes(kept(_01_q2=record("a")))
    pack.bring_back(str(tmp_path / "mine.json"))
    assert pack.answers.get("01-q2") == "a"
    for name in ("none.json", "", "a\0b"):
        with pytest.raises(AnswersError, match="nothing was changed"):
            pack.bring_back(name)


def test_a_file_from_before_checks_were_kept_still_opens(answers: Answers) -> None:
    write(answers, _01_q1={"value": "x", "saved": "2025-01-01T00:00:00+00:00", "question": "q"})
    assert standing(answers).answered == 1
    answers.note_check("01-q1", True)
    held = json.loads(answers.file.read_text("utf-8"))
    assert held["version"] == 1
    assert held["answers"]["01-q1"] == {
        "value": "x", "saved": "2025-01-01T00:00:00+00:00", "question": "q", "tries": 1, "right": True,
    }  # fmt: skip


@LANGUAGE
def test_the_page_can_be_read_without_running_anything(language: str) -> None:
    notebook = json.loads((folders.top() / "notebooks" / language / "progress.ipynb").read_text("utf-8"))
    text = "\n".join("".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "markdown")
    words = Words(language)
    for number in ("00", "01", "02", "03", "04", "05"):
        assert words(f"lessons.{number}.title") in text
        assert words(f"lessons.{number}.question") in text
    assert "answers.json" in text
    code = ["".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code"]
    assert code == [f'from mineros import open_pack\n\npack = open_pack("{language}")', "pack.progress()"]


# --- exercises, and the file to hand in ----------------------------------------------------------------------------


def test_exercises_are_counted_apart_from_the_questions_of_their_lesson(answers: Answers) -> None:
    answers.save("02-e1", "first-detention")
    answers.note_check("02-e1", True)
    answers.save("02-e2", ["cleared"])
    found = standing(answers, "02")
    tasks = bank.exercises("02", EN)
    assert found.exercises == (2, 1, len(tasks))
    assert found.answered == 0
    shown = progress.table([found], EN)
    assert f">2 of {len(tasks)}; right: 1</a>" in shown
    assert 'href="../../exercises/en/02-exile.ipynb"' in shown


def test_several_ticked_pairs_and_lists_are_told_in_words(answers: Answers) -> None:
    answers.save("02-e2", ["cleared", "award-open"])
    answers.save("02-e4", ["court", "", "union", "workers"])
    told = {entry.question: entry.answer for entry in takeaway.entries(answers, EN)}
    assert told["02-e2"].startswith("• Courts cleared him")
    assert len(told["02-e2"].splitlines()) == 2
    lines = told["02-e4"].splitlines()
    assert len(lines) == 4 and lines[0].endswith("→ a criminal tribunal") and lines[1].endswith("→ nothing chosen")
    assert takeaway.in_words(["a", "b"], {"kind": "code"}, EN) == "a, b"
    assert takeaway.in_words([], bank.question("02-e2", EN), EN) == "nothing chosen"


@pytest.mark.parametrize(
    "name", ["Ana López", "", "  Ñandú  Ñ ", "../../etc/passwd", "a/b\\c:d*?", "\ud83d", "x" * 500, "=1"]
)
def test_the_file_to_hand_in_bears_the_typed_name_and_nothing_else_about_its_maker(answers: Answers, name: str) -> None:
    answers.save("01-q2", "mine", "What?")
    file = takeaway.hand_in(name, answers, EN)
    held = json.loads(file.read_text("utf-8"))
    assert file.parent == answers.exports
    assert re.fullmatch(r"[\w-]+\.json", file.name)
    assert set(held) == {"about", "version", "student", "language", "answers"}
    assert held["answers"] == answers.records()
    assert len(held["student"]) <= 60
    import getpass
    import socket

    whole = file.read_text("utf-8")
    assert str(Path.home()) not in whole and socket.gethostname() not in whole and str(answers.folder) not in whole
    assert getpass.getuser() not in held["student"]


def test_a_file_that_was_handed_in_can_be_brought_back(answers: Answers, tmp_path: Path) -> None:
    answers.save("02-e5", 435)
    answers.note_check("02-e5", False, "sign")
    file = takeaway.hand_in("Ana", answers, EN)
    other = Answers(EN, tmp_path / "another machine")
    assert other.bring_back(file.read_bytes()) == (1, "")
    assert other.records() == answers.records()


def test_the_button_hands_in_and_says_where(answers: Answers) -> None:
    answers.save("01-q2", "mine")
    board = progress.Progress(answers, EN)
    board.controls()
    board.student.value = "Ana <b>"
    board.hand_in()
    (file,) = answers.exports.glob("handed-in-Ana-*.json")
    assert file.name in board.handed.value and "data:application/json" in board.handed.value


def test_the_name_comes_whole_before_the_button_is_pressed(answers: Answers) -> None:
    """Letter by letter, a page would keep back all but the first while the kernel is busy; a press it sends at once."""
    board = progress.Progress(answers, EN)
    board.controls()
    assert board.student.continuous_update is False


def test_a_reader_who_has_used_the_board_can_bring_everything_back(answers: Answers, tmp_path: Path) -> None:
    answers.save("01-q2", "mine")
    for name in ("05-board", "05-board-set-aside", "05-chart", "05-rubric"):
        answers.save(name, {"claim": "ñ"})
    other = Answers(EN, tmp_path / "another machine")
    assert other.bring_back(answers.file.read_bytes()) == (5, "")
    assert other.records() == answers.records()


def test_the_board_is_no_answer_among_answers_but_a_piece_of_its_own(answers: Answers) -> None:
    answers.save("01-q2", "mine")
    answers.save("05-board", {"claim": "ñ"})
    assert [entry.question for entry in takeaway.entries(answers, EN)] == ["01-q2"]
    assert "{" not in takeaway.as_markdown(takeaway.entries(answers, EN), EN)
