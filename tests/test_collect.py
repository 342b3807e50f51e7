"""A teacher collects what a class handed in: nothing is lost, nothing runs, and what is odd is told, never fatal."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from matplotlib.colors import to_rgba

import classroom
from boxes import Read
from drawn import bars, faults
from foreign import english_on
from lab import CHROMIUM
from mineros import bank, check
from mineros.classroom import command, files, handed_in, questions, stumbles
from mineros.classroom.files import Problem
from mineros.classroom.handed_in import Class
from mineros.classroom.origin import origin
from mineros.figure import Captions
from mineros.texts import plain
from mineros.words import LANGUAGES, Words

EN = Words("en")
TOP = Path(__file__).parents[1]
LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
KNOWN = {str(entry["id"]) for entry in questions.entries(EN)}
EVIL = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</article></main>", "=1+1", "@SUM(A1)", "\t=cmd",
    "\u202eevil\u2066", "\x00\x1b[2J", "\ud800", "*a* [b](c)", "{n} {files}", "__proto__", "%s %(x)s", "",
)  # fmt: skip


def record(value: object, saved: str = "2026-11-01T10:00:00+00:00", **more: object) -> dict:
    return {"value": value, "saved": saved, "question": "q", **more}


def content(student: object = None, **records: object) -> str:
    named = {name.strip("_").replace("_", "-"): entry for name, entry in records.items()}
    return json.dumps({"version": 1, "answers": named} | ({} if student is None else {"student": student}))


def put(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, whole in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(whole if isinstance(whole, bytes) else whole.encode())
    return folder


def read(folder: Path) -> Class:
    return handed_in.collect(folder, KNOWN)


def names(group: Class) -> list[str]:
    return [student.name for student in group.students]


def told(group: Class) -> dict[str, tuple[str, ...]]:
    return {problem.kind: problem.files for problem in group.problems}


def run(folder: Path, *options: str) -> Path:
    """What the command writes, in this process."""
    out = folder.parent / f"out-{len(list(folder.parent.iterdir()))}"
    assert command.main([str(folder), "--to", str(out), "-q", *options]) == 0
    return out


def table(out: Path) -> list[dict[str, str]]:
    text = (out / "gradebook.csv").read_text("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:])))


def pages(out: Path) -> dict[str, str]:
    return {path.relative_to(out).as_posix(): path.read_text("utf-8") for path in out.rglob("*.html")}


# --- a class of thirty -----------------------------------------------------------------------------------------------


@LANGUAGE
def test_a_class_of_thirty_is_in_the_gradebook_as_it_was_typed_cell_by_cell(language: str, tmp_path: Path) -> None:
    words, folder = Words(language), tmp_path / "entregas año 1"
    typed = classroom.write(folder, language)
    done = subprocess.run(
        [sys.executable, "-m", "mineros", "collect", str(folder), "--language", language],
        capture_output=True, encoding="utf-8", check=False, cwd=tmp_path, env=os.environ | {"PYTHONUTF8": "1"},
    )  # fmt: skip
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    (out,) = folder.glob("collected-*")
    rows = table(out)
    column = {name: words(f"collect.column.{name}") for name in ("student", "answered", "right", "tried", "file")}
    assert sorted(row[column["student"]] for row in rows) == sorted(typed)
    for row in rows:
        name, own = row[column["student"]], typed[row[column["student"]]]
        answers = {head[:5]: cell for head, cell in row.items() if re.match(r"\d\d-[a-z]\d: [^ ]+ ", head)}
        said = {question: cell.removeprefix("'") for question, cell in answers.items() if cell}
        assert said == {question: one.words for question, one in own.items()}, name
        for question, one in own.items():
            if check.exists(question):
                right = row[words("collect.column.held", question=question)]
                assert (right, row[words("collect.column.tries", question=question)]) == (
                    str(int(bool(one.right))), str(one.tries)), (name, question)  # fmt: skip
        checked = [one for one in own.values() if one.tries]
        assert row[column["answered"]] == str(len(own))
        assert row[column["tried"]] == str(len(checked))
        assert row[column["right"]] == str(sum(bool(one.right) for one in checked))
        assert row[column["file"]]
    told = done.stdout
    for kind, file in (("damaged", "half.json"), ("foreign", "foreign.json"), ("notebook", "lesson.ipynb")):
        assert f"{file}: {words(f'collect.problem.{kind}')}" in told
    assert words("collect.problem.duplicate", name=classroom.NAMES[3]) in told
    assert words("collect.others", n=2) in told
    assert "Traceback" not in told
    _figure_counts_what_was_done(typed, folder, words)
    for page in out.rglob("*.html") if language == "es" else ():
        text = page.read_text("utf-8")
        for by_students in ("again/", "HYPERLINK", "alert(1)", "script", "http://example.org"):
            text = text.replace(by_students, "")
        assert english_on(text) == {}, page.name


def _figure_counts_what_was_done(typed: dict, folder: Path, words: Words) -> None:
    asked = questions.asked(questions.entries(words), read(folder), words)
    for one in stumbles.standings(asked, words):
        tried = [own[one.task] for own in typed.values() if one.task in own]
        outcome = Counter("not_yet" if not done.right else "first" if done.tries == 1 else "later" for done in tried)
        assert (one.first, one.later, one.not_yet) == (outcome["first"], outcome["later"], outcome["not_yet"]), one
    (both_ends,) = [one for one in stumbles.stumbles(asked, words) if one.name == words("slip.both-ends")]
    # Of four ways to try, the second gives 436 first, the third 436 and then 436 again after another number.
    second, third = (sum(place % 4 == way for place in range(30)) for way in (1, 2))
    assert (both_ends.students, both_ends.times, both_ends.tried) == (second + third, second + 2 * third, 30)


# --- who is who ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "typed", "name"),
    [
        ("answers.json", "Ana López", "Ana López"),
        ("Ana López_12345_assignsubmission_file_/answers.json", None, "Ana López"),
        ("Ana López_12345_assignsubmission_file/my-work/answers.json", "", "Ana López"),
        ("task/Ana de la O_9_assignsubmission_file_answers.json", "  ", "Ana de la O"),
        ("lopezana_123_456_answers.json", None, "lopezana"),
        ("lopezana_LATE_123_456_answers-1.json", None, "lopezana"),
        ("lopez-garciaana_1234_567_my-work.zip", None, "lopez-garciaana"),
        ("answers_20261127_101010_x.json", None, "answers_20261127_101010_x"),
        ("Task 2_alopez_attempt_2026-11-27-10-00-00_answers.json", None, "alopez"),
        ("Ana López.json", None, "Ana López"),
        ("Ana López.json.txt", None, "Ana López"),
        ("Ana López/my-work/answers.json", None, "Ana López"),
        ("Ana López/Version 2/mis-respuestas (1).json", None, "Ana López"),
        ("Ana López/my-answers-20261127-100000-000001.json", None, "Ana López"),
        ("Ana López/handed-in-Ana-20261127-100000-000001.json", None, "Ana López"),
        ("answers (3).json", None, "answers (3)"),
        ("x.json", 7, "x"),
        ("x.json", "A\nB\u202e\x1b[0m", "A B\ufffd\ufffd[0m"),
        ("x.json", "n" * 500, "n" * 60),
    ],
)
def test_a_student_is_called_as_typed_else_as_the_platform_file_or_folder_says(
    place: str, typed: object, name: str
) -> None:
    assert origin(tuple(place.split("/")), typed).name == name


def test_the_later_answer_of_two_files_stays_and_both_are_named(tmp_path: Path) -> None:
    first = content(None, _02_q1=record("old"), _02_q2=record("only here"), _02_q3=record("same"))
    second = content(None, _02_q1=record("new", "2026-11-02T10:00:00+00:00"), _02_q3=record("same"))
    group = read(put(tmp_path, {"Ana.json": first, "late/Ana.json": second}))
    (ana,) = group.students
    assert {name: given.value for name, given in ana.answers.items()} == {
        "02-q1": "new", "02-q2": "only here", "02-q3": "same"}  # fmt: skip
    assert told(group) == {"duplicate": ("Ana.json", "late/Ana.json")}


def test_two_people_whom_a_platform_tells_apart_are_kept_apart_although_they_typed_one_name(tmp_path: Path) -> None:
    moodle = "{}_{}_assignsubmission_file_/answers.json"
    people = (("López", 1), ("Pérez", 2), ("Pérez", 3))
    files = {moodle.format(f"Ana {last}", n): content("Ana", _02_q1=record(n)) for last, n in people}
    group = read(put(tmp_path / "a", files))
    assert names(group) == ["Ana (2)", "Ana (3)", "Ana (Ana López)"]
    assert list(told(group)) == ["namesakes"]
    # In the next task a platform gives another number to the same person.
    again = {f"task {n}/{moodle.format('Ana López', n)}": content(None, _02_q1=record(n)) for n in (1, 2)}
    assert names(read(put(tmp_path / "b", again))) == ["Ana López"]


def test_files_without_a_name_in_one_folder_are_two_people_where_no_answer_is_in_both(tmp_path: Path) -> None:
    def of(who: str) -> str:
        return content(None, **{f"_02_q{n}": record(who, f"2026-11-0{n}T10:00:00+0{len(who)}:00") for n in (1, 2, 3)})

    group = read(put(tmp_path, {"group 3/answers.json": of("a"), "group 3/answers (1).json": of("bb")}))
    assert len(group.students) == 2
    typed = put(tmp_path / "b", {"1.json": of("a").replace("{", '{"student": "Ana", ', 1)})
    group = read(put(typed, {"2.json": of("bb").replace("{", '{"student": "Ana", ', 1)}))
    assert (names(group), list(told(group))) == (["Ana"], ["two_people"])


def test_names_that_accents_or_capitals_tell_apart_and_equal_contents_are_for_the_teacher_to_look_at(
    tmp_path: Path,
) -> None:
    same = content(None, _02_q1=record("x"), _02_q2=record("y"))
    files = {"Ana López.json": same, "ana lopez.json": content(None, _02_q1=record("z")), "Bea.json": same}
    group = read(put(tmp_path, files))
    assert len(group.students) == 3
    assert told(group) == {
        "similar_names": ("Ana López.json", "ana lopez.json"), "same_content": ("Ana López.json", "Bea.json"),
    }  # fmt: skip


def test_one_name_in_two_ways_of_writing_its_accents_is_one_person(tmp_path: Path) -> None:
    group = read(
        put(
            tmp_path,
            {"1.json": content("Jose\u0301", _02_q1=record("a")), "2.json": content("José", _02_q2=record("b"))},
        )
    )
    assert names(group) == ["José"]


# --- what may be among the files -------------------------------------------------------------------------------------


def test_each_odd_file_is_listed_with_its_kind_and_the_good_ones_are_read(tmp_path: Path) -> None:
    good = content(None, _02_q1=record("good"))
    files: dict[str, str | bytes] = {
        "Ana.json": good,
        "Bom.json": b"\xef\xbb\xbf" + good.encode(),
        "Wide.json": good.encode("utf-16"),
        "Mail.json.txt": good,
        "damaged.json": good[:40],
        "deep.json": "[" * 100_000,
        "bytes.json": b"\xff\xfe\x00",
        "digits.json": '{"answers": {"02-q1": {"value": ' + "9" * 5000 + "}}}",
        "foreign.json": '{"cells": []}',
        "list.json": "[1]",
        "other.json": '{"answers": {"q": {"value": 1}}}',
        "notes.txt": "Dear teacher",
        "empty.json": b"",
        "blank.json": " \n",
        "nothing.json": content("Nora"),
        "large.json": b" " * 5_000_001,
        "lesson.ipynb": "{}",
        "my-answers.html": "<p>",
        "essay.docx": b"PK",
        "all.rar": b"Rar!",
        "photo.jpg": b"\xff\xd8",
        ".DS_Store": b"x",
        "__MACOSX/._Ana.json": b"x",
        ".ipynb_checkpoints/Ana.json": good,
        "partly.json": content(None, _02_q1=record("a"), _02_q2="text", _02_q3={"no": 1}, _02_q99=record("?")),
    }
    group = read(put(tmp_path, files))
    assert names(group) == ["Ana", "Bom", "Mail", "Nora", "partly", "Wide"]
    found = Counter((problem.kind, file) for problem in group.problems for file in problem.files)
    assert set(found) == {
        *(("damaged", f"{name}.json") for name in ("damaged", "deep", "bytes", "digits")),
        *(("foreign", name) for name in ("foreign.json", "list.json", "other.json", "notes.txt")),
        ("empty", "empty.json"), ("empty", "blank.json"), ("no_answers", "nothing.json"), ("large", "large.json"),
        ("notebook", "lesson.ipynb"), ("export", "my-answers.html"), ("document", "essay.docx"), ("packed", "all.rar"),
        ("partly", "partly.json"), ("unknown", "partly.json"),
        *(("same_content", name) for name in ("Ana.json", "Bom.json", "Wide.json", "Mail.json.txt")),
    }  # fmt: skip
    assert group.others == 2
    assert max(found.values()) == 1


@pytest.mark.skipif(os.name == "nt", reason="links and pipes need rights there")
def test_links_loops_and_pipes_are_listed_and_nothing_waits(tmp_path: Path) -> None:
    folder = put(tmp_path / "in", {"Ana.json": content(None, _02_q1=record("a"))})
    (folder / "loop").symlink_to(folder)
    (folder / "away.json").symlink_to("/etc/hostname")
    (folder / "nowhere.json").symlink_to(folder / "gone")
    os.mkfifo(folder / "pipe.json")
    group = read(folder)
    assert names(group) == ["Ana"]
    assert Counter(problem.kind for problem in group.problems) == {"link": 3, "unreadable": 1}


def packed(**files: bytes | str) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, inside in files.items():
            pack.writestr(name, inside)
    return whole.getvalue()


def test_what_lies_in_a_zip_file_is_read_and_nothing_is_written_to_where_its_names_point(tmp_path: Path) -> None:
    inside = {
        "Ana López_1_assignsubmission_file_/answers.json": content(None, _02_q1=record("a")),
        "../../escaped.json": content("Eva", _02_q1=record("e")),
        "/etc/abs.json": content("Abs", _02_q1=record("b")),
        "bomb.json": b" " * 50_000_000, "inner.zip": packed(x="y"), "photo.png": b"x", "half.json": '{"answers": {',
    }  # fmt: skip
    folder = put(tmp_path / "deep" / "in", {"class.zip": packed(**inside), "cut.zip": packed(**inside)[:300]})
    before = sorted(tmp_path.rglob("*"))
    group = read(folder)
    assert sorted(tmp_path.rglob("*")) == before
    assert names(group) == ["Abs", "Ana López", "Eva"]
    assert told(group) == {
        "large": ("class/bomb.json",), "packed_twice": ("class/inner.zip",), "damaged": ("class/half.json",),
        "packed_damaged": ("cut.zip",),
    }  # fmt: skip
    assert group.others == 1


def test_a_zip_file_with_too_many_or_too_large_members_is_refused_before_they_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MEMBERS", 20)
    monkeypatch.setattr(files, "UNPACKED", 1_000_000)
    many = packed(**{f"{n}.txt": "" for n in range(21)})
    heavy = packed(**{f"{n}.json": b" " * 300_000 for n in range(4)})
    group = read(put(tmp_path, {"many.zip": many, "heavy.zip": heavy, "Ana.json": content(None, _02_q1=record("a"))}))
    assert Counter(problem.kind for problem in group.problems) == {"packed_large": 2}
    assert names(group) == ["Ana"]


def test_a_member_behind_a_code_word_or_with_a_wrong_sum_is_listed(tmp_path: Path) -> None:
    whole = bytearray(packed(**{"Ana.json": content(None, _02_q1=record("a"))}))
    locked = bytearray(whole)
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(sign) + place] |= 1
    whole[45] ^= 0xFF
    group = read(put(tmp_path, {"a.zip": bytes(whole), "b.zip": bytes(locked)}))
    assert told(group) == {"damaged": ("a/Ana.json",), "unreadable": ("b/Ana.json",)}


# --- hostile contents ------------------------------------------------------------------------------------------------

WRONG = (
    None, True, 7, 1.5, float("nan"), float("inf"), 10**300, "9" * 30, [], {}, [[]], [{"a": [1]}], {"a": {"b": "c"}},
    [None],
    ["x"] * 5000, *EVIL,
)  # fmt: skip


def test_values_of_every_wrong_kind_in_every_place_break_nothing_and_run_nowhere(tmp_path: Path) -> None:
    ids = ["02-q1", "02-q4", "02-o1", "02-p1", "02-e2", "02-e4", "02-e5", "05-board", "05-chart", "05-rubric"]
    files = {}
    for n, value in enumerate(WRONG):
        hints = {"both-ends": value, str(value): 3, "1": 10**9} if n % 2 else value
        more = {"saved": value, "first": value, "revealed": value, "tries": value, "right": value, "hints": hints}
        records = {name: {"value": value, **more} for name in ids}
        records["05-board"] = {"value": {"title": value, "claim": EVIL[n % 14], "pieces": [value], "rival": "r"}}
        records["05-chart"] = {"value": {"table": value}}
        files[f"{n}.json"] = json.dumps({"student": value if n % 3 else f"S{n}", "language": value, "answers": records})
    files["deep.json"] = json.dumps({"answers": {"02-q1": "@"}}).replace(
        '"@"', '{"value": ' + "[" * 800 + "]" * 800 + "}"
    )
    folder = put(tmp_path / "in", files)
    out = run(folder)
    assert len(table(out)) > 15
    for row in csv.reader(io.StringIO((out / "gradebook.csv").read_text("utf-8")[1:])):
        for cell in row:
            assert cell.lstrip()[:1] not in tuple("=+@\uff1d") and not cell.startswith("\t"), cell
    for name, page in pages(out).items():
        seen = Read(page)
        assert not seen.tags & {"script", "iframe", "object", "form"}, name
        assert seen.handlers == [], name
        assert all(src.startswith("data:image/png;base64,") for src in seen.fetched), name
        assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", page), name
        assert seen.open == [], name


def test_a_number_written_as_text_stays_text_and_a_number_keeps_its_digits(tmp_path: Path) -> None:
    answers = {"Ana": "007", "Bea": 0.125, "Cam": 1234567.25, "Dan": 12345678901}
    out = run(
        put(tmp_path / "in", {f"{name}.json": content(None, _02_e5=record(value)) for name, value in answers.items()})
    )
    unit = bank.said(bank.question("02-e5", EN), "unit", EN)
    (column,) = [head for head in table(out)[0] if head.startswith("02-e5: ") and not head.endswith(("right", "tries"))]
    shown = ["007", *(f"{said} {unit}".strip() for said in ("0.125", "1,234,567.25", "12,345,678,901"))]
    assert [row[column] for row in table(out)] == shown


def test_what_was_not_checked_or_was_changed_since_is_neither_right_nor_wrong(tmp_path: Path) -> None:
    own = {"Ana": {}, "Bea": {"tries": 2, "right": None}, "Cam": {"tries": 1, "right": False}, "Dan": {"right": True}}
    files = {f"{name}.json": content(None, _02_e5=record(435, **more)) for name, more in own.items()}
    out = run(put(tmp_path / "in", files))
    cells = [(row["02-e5: right"], row["02-e5: tries"]) for row in table(out)]
    assert cells == [("", ""), ("", "2"), ("0", "1"), ("1", "")]
    assert EN("take.changed", n=2) in pages(out)["questions/02-e5.html"]


def test_an_answer_without_end_is_cut_told_and_fits_a_cell(tmp_path: Path) -> None:
    folder = put(
        tmp_path / "in", {"Ana.json": content(None, _02_q1=record("ñ" * 500_000), _02_e5=record(["y" * 9000] * 90))}
    )
    out = run(folder)
    assert all(len(cell) < 32_767 for row in table(out) for cell in row.values())
    assert told(read(folder)) == {"long": ("Ana.json",)}


# --- the pages -------------------------------------------------------------------------------------------------------


def three(folder: Path) -> Path:
    """Three students; one of them answers nothing of what the others do."""
    checked = {"tries": 2, "right": True, "hints": {"both-ends": 1}}
    return put(folder, {
        "Ana López.json": content(None, _02_q1=record("From the book."), _02_q4=record("one", tries=1, right=True),
                                  _02_e5=record(435, **checked)),
        "Bruno Díaz.json": content(None, _02_q1=record("No idea."),
                                   _02_q4=record("two", tries=1, right=False, hints={"1": 1}),
                                   _01_q1=record("x")),
        "Camila Ñáñez.json": content(None, _00_q2=record("y")),
        "half.json": '{"answers"',
    })  # fmt: skip


@LANGUAGE
def test_a_page_has_the_question_what_to_look_for_every_answer_and_who_has_none(language: str, tmp_path: Path) -> None:
    words = Words(language)
    out = run(three(tmp_path / "in"), "--language", language)
    page, entry = pages(out)["questions/02-q1.html"], bank.question("02-q1", words)
    said = page.replace("&#x27;", "'").replace("&quot;", '"')
    expected = [entry["text"][language], entry["evidence"][language], "From the book.", "No idea.", "Ana López"]
    expected += [sample[language] for sample in entry["sample"]]
    expected += [one["followup_" + language] for one in entry["misconception"]]
    assert [text for text in expected if text not in said] == []
    assert words("collect.silent", n=1) in said
    assert page.count('<article class="card"') == 2
    choice = pages(out)["questions/02-q4.html"]
    for option in bank.options(bank.question("02-q4", words), words):
        assert option[0] in choice.replace("&#x27;", "'"), "an option that nobody chose is in the table too"
    assert (
        words("collect.chose", option={b: a for a, b in bank.options(bank.question("02-q4", words), words)}["two"])
        in choice
    )


@LANGUAGE
def test_every_page_can_be_walked_through_by_ear(language: str, tmp_path: Path) -> None:
    folder = three(tmp_path / "in")
    board = {"title": "T", "claim": "C", "rival": "R", "answer": "A", "removed": [],
             "pieces": [{"kind": "source", "id": "S0001", "shows": "s", "limits": "l"}]}  # fmt: skip
    put(folder, {"Dora.json": content(None, **{"_05_board": record(board), "_05_rubric": record({"claim": 1})})})
    for name, page in pages(run(folder, "--language", language)).items():
        seen = Read(page)
        assert seen.language == language, name
        assert seen.levels[0] == 1 and seen.levels.count(1) == 1, name
        assert all(later - before <= 1 for before, later in zip(seen.levels, seen.levels[1:], strict=False)), (
            name,
            seen.levels,
        )
        assert all(image["alt"] for image in seen.images), name
        assert re.findall(r"<th(?! scope=)[ >]", page) == [], name
        assert "<script" not in page, name


def test_links_on_the_pages_lead_to_pages_that_are_there(tmp_path: Path) -> None:
    out = run(three(tmp_path / "in"))
    for name, page in pages(out).items():
        for target in re.findall(r'href="([^"]+)"', page):
            assert (out / name).parent.joinpath(target).exists(), (name, target)


def test_without_names_no_page_tells_one_and_only_the_gradebook_tells_whose_number_it_is(tmp_path: Path) -> None:
    folder = three(tmp_path / "in")
    out = run(folder, "--without-names")
    everybody = ("Ana", "Bruno", "Camila", "López", "Díaz", "Ñáñez")
    shown = {
        name: [one for one in everybody if one in page] for name, page in pages(out).items() if name != "problems.html"
    }
    assert not any(shown.values()), shown
    assert "half.json" in pages(out)["problems.html"]
    assert "half.json" not in pages(out)["index.html"]
    number = {row["Student"]: row["Number"] for row in table(out)}
    card = re.search(
        r'<article class="card" style="--n:(\d)">(?:(?!</article>).)*From the book', pages(out)["questions/02-q1.html"]
    )
    assert card and card[1] == number["Ana López"]


def test_numbers_do_not_follow_the_alphabet_and_are_the_same_for_the_same_files(tmp_path: Path) -> None:
    files = {f"{name}.json": content(None, _02_q1=record(name)) for name in classroom.NAMES}
    one, two = read(put(tmp_path / "a", files)), read(put(tmp_path / "b", files))
    assert [student.number for student in one.students] == [student.number for student in two.students]
    numbers = [student.number for student in one.students]
    assert sorted(numbers) == list(range(1, 31)) != numbers
    others = {f"{name}.json": content(None, _02_q1=record("x")) for name in classroom.NAMES}
    other = read(put(tmp_path / "c", others))
    assert names(other) == names(one)
    assert [student.number for student in other.students] != numbers, "a list of names is not enough to find them out"


# --- where the class stumbled ----------------------------------------------------------------------------------------


@LANGUAGE
def test_the_pictures_hold_all_their_words_and_say_what_they_count(language: str, tmp_path: Path) -> None:
    words = Words(language)
    files = {}
    tasks = [name for name in sorted(KNOWN) if check.exists(name)]
    for n in range(40):
        records = {}
        for place, task in enumerate(tasks):
            hints = (
                dict.fromkeys(list(check.slips(task, words))[: 1 + n % 3], 1 + (n + place) % 3)
                if (n + place) % 3
                else {}
            )
            records[task] = record("x", tries=1 + sum(hints.values()), right=bool((n * place) % 4 > 1), hints=hints)
        files[f"S{n}.json"] = json.dumps({"answers": records})
    group = read(put(tmp_path, files))
    asked = questions.asked(questions.entries(words), group, words)
    met, tried = stumbles.stumbles(asked, words), stumbles.standings(asked, words)
    for drawing in (stumbles.drawing_of_hints(met, 40, words), stumbles.drawing_of_tries(tried, 40, words)):
        assert faults(drawing.figure) == []
        assert len(drawing.figure.axes[0].get_yticklabels()) == stumbles.MOST
    assert len(met) == len(stumbles.drawing_of_hints(met, 40, words).table)
    assert sum(one.times for one in met) == sum(
        sum(given.hints.values()) for student in group.students for given in student.answers.values())  # fmt: skip
    assert [one.students for one in met] == sorted((one.students for one in met), reverse=True)
    for few in (met[:1], [one for one in met if one.hint == questions.OTHER][:2]):
        assert faults(stumbles.drawing_of_hints(few, 1, words).figure) == []


@LANGUAGE
def test_a_picture_names_a_misconception_first_and_says_so_where_there_is_none(language: str) -> None:
    words = Words(language)
    other = stumbles.Stumble("02-e5", "other", words("slip.other"), "", 9, 12, 20)
    named = stumbles.Stumble("02-e5", "sign", words("slip.sign"), "", 3, 3, 20)
    for met, held in (([other, named], words("slip.sign")), ([other], words("figure.hints.other.finding")[:25])):
        drawing = stumbles.drawing_of_hints(met, 20, words)
        assert held in Captions("hints", drawing, words).sentence("finding")
        assert bars(drawing.figure.axes[0])[0].get_facecolor() == to_rgba(stumbles.UNNAMED)


def test_without_a_check_one_sentence_stands_in_the_place_of_the_pictures(tmp_path: Path) -> None:
    out = run(put(tmp_path / "in", {"Ana.json": content(None, _02_q1=record("a"))}))
    index = pages(out)["index.html"]
    assert EN("collect.no_checks") in index
    assert "<img" not in index


def test_a_hint_that_this_edition_does_not_know_counts_as_another_answer(tmp_path: Path) -> None:
    odd = record(1, tries=3, right=False, hints={"no-such-hint": 2, "other": 1, "<b>": 5, "x.y": 3})
    group = read(put(tmp_path, {"Ana.json": content(None, _02_e5=odd)}))
    (one,) = stumbles.stumbles(questions.asked(questions.entries(EN), group, EN), EN)
    assert (one.name, one.students, one.times) == (EN("slip.other"), 1, 3)


# --- the command -----------------------------------------------------------------------------------------------------


def test_nothing_is_ever_written_over_and_an_earlier_result_is_not_read_again(tmp_path: Path, capsys) -> None:
    folder = three(tmp_path / "in")
    for _ in range(2):
        assert command.main([str(folder), "-q", "--language", "en"]) == 0
    assert command.main([str(folder), "-q", "--to", str(folder / "marks"), "--language", "en"]) == 0
    capsys.readouterr()
    assert command.main([str(folder), "-q", "--language", "en"]) == 0
    assert EN("collect.problems", n=1) in capsys.readouterr().out
    assert len(list(folder.glob("collected-*"))) == 3
    before = {path: path.read_bytes() for path in (folder / "marks").rglob("*") if path.is_file()}
    assert command.main([str(folder), "--to", str(folder / "marks"), "--language", "en"]) == 1
    assert EN("collect.error.not_empty", folder=str(folder / "marks")) in capsys.readouterr().err
    assert {path: path.read_bytes() for path in (folder / "marks").rglob("*") if path.is_file()} == before


def test_one_lesson_alone_can_be_collected(tmp_path: Path, capsys) -> None:
    folder = three(tmp_path / "in")
    put(folder, {"half.json": content("Camila Ñáñez", **{"_05_board": record({"claim": "C"})})})
    out = run(folder, "--lesson", "1", "--lesson", "00")
    assert sorted(path.name for path in (out / "questions").iterdir()) == ["00-q2.html", "01-q1.html"]
    assert [row["Answered"] for row in table(out)] == ["0", "1", "1"]
    assert (run(folder, "--lesson", "05") / "questions" / "05-board.html").exists()
    assert command.main([str(folder), "--lesson", "77", "--language", "en"]) == 1
    assert EN("collect.error.no_lesson", lesson="77") in capsys.readouterr().err


@LANGUAGE
@pytest.mark.parametrize("what", ["missing", "empty", "file"])
def test_a_folder_with_nothing_to_collect_is_one_sentence(language: str, what: str, tmp_path: Path, capsys) -> None:
    words, folder = Words(language), tmp_path / what
    if what != "missing":
        folder.touch() if what == "file" else folder.mkdir()
    assert command.main([str(folder), "--language", language]) == 1
    said = capsys.readouterr().err.strip()
    assert "\n" not in said and "Traceback" not in said
    if what == "empty":
        assert said == words("collect.error.nothing", folder=str(folder))
        assert list(folder.iterdir()) == []


@LANGUAGE
def test_a_wrong_command_shows_what_can_be_typed(language: str, capsys) -> None:
    for wrong in ([], ["a", "b"], ["a", "--no-such"]):
        with pytest.raises(SystemExit) as ended:
            command.main([*wrong, "--language", language])
        assert ended.value.code == 2
        assert Words(language)("collect.usage") in capsys.readouterr().err
    with pytest.raises(SystemExit):
        command.main(["a", "--language", "xx"])
    assert command.main(["--help", "--language", language]) == 0
    assert Words(language)("collect.usage") in capsys.readouterr().out


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("stream", "quiet"), [(Screen, False), (io.StringIO, False), (Screen, True)])
def test_progress_is_a_bar_on_a_terminal_a_line_elsewhere_and_nothing_when_quiet(stream, quiet, monkeypatch) -> None:
    shown = stream()
    monkeypatch.setattr(sys, "stderr", shown)
    step = command.Progress(EN, quiet)
    for done in range(1, 201):
        step("read", done, 200)
    said = shown.getvalue()
    if quiet:
        assert said == ""
    elif stream is Screen:
        assert said.count("\r") == 200
        assert said.endswith("█ 200/200\n")
        assert f"{'█' * 15}{'·' * 15} 100/200" in said
    else:
        assert said == f"{EN('collect.step.read')} 200\n"


def test_a_lesson_imports_nothing_of_it_and_it_reads_without_pandas() -> None:
    code = "import sys, mineros; mineros.open_pack('en'); print([m for m in sys.modules if 'classroom' in m])"
    light = "import sys, mineros.classroom.command; print([m for m in ('pandas', 'matplotlib') if m in sys.modules])"
    for line in (code, light):
        assert subprocess.run([sys.executable, "-c", line], capture_output=True, text=True, check=True).stdout == "[]\n"
    users = [path for path in (TOP / "src" / "mineros").rglob("*.py") if "mineros.classroom" in path.read_text("utf-8")]
    assert {path.parent.name if path.parent.name == "classroom" else path.name for path in users} == {
        "classroom",
        "__main__.py",
    }


@LANGUAGE
def test_every_problem_is_one_clear_sentence_or_two(language: str) -> None:
    words = Words(language)
    for kind in words.entry("collect.problem"):
        values = {"n": 2, "name": "Ana", "names": "Ana; Bea", "most": 20_000}
        said = command.overview.sentence(Problem(kind, ("a",), values), words)
        assert said[0].isupper() or said.startswith("Ana")
        assert said.endswith(".") and "{" not in said


# --- in a browser ----------------------------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on this machine")
def test_names_give_way_to_numbers_on_the_screen_and_on_paper_and_no_card_is_broken(tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright

    words = "From the book of somebody who was there. " * 12
    said = {name: record(words[: 40 + 17 * n]) for n, name in enumerate(classroom.NAMES)}
    files = {f"{name}.json": content(None, _02_q1=one) for name, one in said.items()}
    page_file = run(put(tmp_path / "in", files)) / "questions" / "02-q1.html"
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 400, "height": 800})
        page.goto(page_file.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") == 400, "nothing is pushed off a small screen"
        heads = page.locator(".card h3")
        assert heads.all_inner_texts() == sorted(classroom.NAMES, key=plain)
        page.get_by_label(EN("collect.hide")).focus()
        page.keyboard.press("Space")
        for medium in ("screen", "print"):
            page.emulate_media(media=medium)
            assert all(re.fullmatch(r"Student \d+", head) for head in heads.all_inner_texts())
            assert not any(name in page.inner_text("body") for name in classroom.NAMES)
            tops = page.evaluate("[...document.querySelectorAll('.card')].map(c => [+c.style.getPropertyValue('--n'),"
                                 " c.getBoundingClientRect().top, c.getBoundingClientRect().left])")  # fmt: skip
            assert [number for number, _, _ in sorted(tops, key=lambda one: one[1:])] == list(range(1, 31))
        assert page.evaluate("getComputedStyle(document.querySelector('.card')).breakInside") == "avoid"
        assert not page.get_by_label(EN("collect.hide")).is_visible(), "the switch itself is not printed"
        browser.close()
