"""Whatever happens to the files that hold a reader's words, one sentence says so and no word is lost.

What is tried elsewhere is not repeated: refusals and damage as the system tells them (test_answers), odd files among a
class's (test_collect), values that break a check (test_tries).
"""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import time
import tracemalloc
import zipfile
from functools import cache, partial
from html import unescape
from pathlib import Path
from unittest.mock import patch

import ipywidgets
import pytest

import disks
from mineros import bank, board, case, interactions, piece, progress, rubric, takeaway
from mineros.answers import LARGEST, LONGEST, Answers, later
from mineros.ask import AnswerBox
from mineros.classroom import command, handed_in, questions
from mineros.errors import AnswersError, ExportError, MinerosError
from mineros.pack import Pack
from mineros.words import LANGUAGES, Words

EN = Words("en")
LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
POSIX = pytest.mark.skipif(os.name == "nt", reason="pipes, links and signals are other ones there")
WHOLE = pytest.mark.whole
KNOWN = {str(entry["id"]) for entry in questions.entries(EN)}


def record(value: object, saved: object = "2026-11-01T10:00:00+00:00", **more: object) -> dict:
    return {"value": value, "saved": saved, "question": "q", **more}


def written(**records: object) -> bytes:
    named = {name.strip("_").replace("_", "-"): entry for name, entry in records.items()}
    return json.dumps({"version": 1, "answers": named}, indent=1).encode()


def kept(folder: Path) -> dict[str, object]:
    held = json.loads((folder / "answers.json").read_text("utf-8"))["answers"]
    return {name: entry["value"] for name, entry in held.items()}


def own(language: str, folder: Path) -> Pack:
    """A pack whose answers lie in a folder."""
    pack = opened(language)
    pack.__dict__["answers"] = Answers(pack.words, folder)
    return pack


@cache
def opened(language: str) -> Pack:
    """A pack; its tables are read once."""
    return Pack(language)


# --- a disk that takes nothing: what a reader does there -------------------------------------------------------------

KEPT = {"01-q2", "05-board", "05-rubric", "05-chart", "01-p5", "02-p3", "02-d1"}  # by all that keeps words


class Shown:
    """What was displayed and can be drawn anew."""

    def __init__(self, shown: list | None = None) -> None:
        self.shown = [] if shown is None else shown

    def update(self, what: object) -> None:
        self.shown.append(what)


def interactions_of(pack: Pack) -> dict[str, tuple]:
    """The interactions that keep something."""
    return {
        "own_chart": interactions.of("own_chart", pack), "rates": interactions.of("rates", pack, pack.fatalities),
        "coded": interactions.of("coded", pack, pack.legal_steps), "deal": interactions.of("deal", pack, pack.claims),
    }  # fmt: skip


def use_all(pack: Pack, word: str) -> dict[str, str]:
    """Use everything that keeps words once, with a word of its own; returns what each of them says then."""
    said = {}
    box = AnswerBox("01-q2", pack.answers, pack.words)
    box.show().children[1].value = f"box {word}"
    said["box"] = box.status.value
    table = board.Board(pack)
    table.fields["claim"].value = f"claim {word}"
    said["board"] = table.status.value
    judged = rubric.RubricBox(pack)
    judged.buttons["claim"].value = 1
    said["rubric"] = judged.status.value
    for name, (_, controls, keep) in interactions_of(pack).items():
        said[name] = keep({control.key: control.begins for control in controls})
    return {name: unescape(sentence) for name, sentence in said.items()}


def write_all(pack: Pack) -> dict[str, str]:
    """Write everything that can be taken along; returns what each of them says then: "" where it was written."""
    answers, words = pack.answers, pack.words
    makers = {form: partial(takeaway.save, form, answers.exports, answers, words) for form in takeaway.FORMS}
    makers["handed in"] = partial(takeaway.hand_in, "Ana", answers, words)
    makers["rows"] = partial(pack.saved, pack.sources.head(3))
    makers["piece"] = piece.Piece(pack).save
    said = {}
    for name, make in makers.items():
        try:
            make()
            said[name] = ""
        except ExportError as error:
            said[name] = str(error)
    return said


def fill(disk: Path) -> Path:
    """Fill a disk to its last byte; returns the file that does."""
    filler = disk / "filler"
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)), filler.open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * 4096)
    return filler


@POSIX
@LANGUAGE
def test_on_a_full_disk_all_words_stay_in_memory_are_told_and_are_written_once_there_is_room(tmp_path, language):
    def work() -> None:
        pack, folder = own(language, tmp_path / "work"), tmp_path / "work"
        say, why = pack.words, os.strerror(errno.ENOSPC)
        assert pack.answers.save("01-q1", "before")
        before = (folder / "answers.json").read_bytes()
        filler = fill(tmp_path)
        told = say("answers.not_written", folder=str(folder), why=why)
        for name, said in use_all(pack, "full").items():
            assert told in said, name
            assert (folder / "answers.json").read_bytes() == before, name
        assert (pack.answers.get("01-q2"), pack.answers.get("05-board")["claim"]) == ("box full", "claim full")
        assert set(write_all(pack).values()) == {say("error.not_exported", folder=str(pack.answers.exports), why=why)}
        with pytest.raises(AnswersError) as caught:
            pack.answers.bring_back(written(_01_q4=record("x")))
        assert str(caught.value) == say("answers.not_brought", folder=str(folder), why=why)
        files = sorted(path.name for path in folder.rglob("*") if path.is_file())
        assert files == [".lock", "answers.json"], "nothing half is left"
        filler.unlink()
        assert pack.answers.save("01-q3", "after")
        assert pack.answers.notice == ""
        held = kept(folder)
        assert set(held) == KEPT | {"01-q1", "01-q3"}
        assert (held["01-q2"], held["05-board"]["claim"]) == ("box full", "claim full")
        assert set(write_all(pack).values()) == {""}

    with patch("IPython.display.display", lambda *shown, **more: Shown()):
        disks.on(disks.FULL, tmp_path, work, size="1m")


@POSIX
@LANGUAGE
def test_in_a_read_only_home_a_reader_reads_works_and_is_told_that_nothing_is_saved(tmp_path, language):
    Answers(EN, tmp_path / "work").save("01-q1", "before")

    def work() -> None:
        os.environ["HOME"] = str(tmp_path)
        for folder, before in ((tmp_path / "work", "before"), (tmp_path / "none yet", None)):
            pack = own(language, folder)
            say, why = pack.words, os.strerror(errno.EROFS)
            assert pack.answers.get("01-q1") == before
            told = say("answers.not_written", folder=str(folder), why=why)
            for name, said in use_all(pack, "here").items():
                assert told in said, name
            assert pack.answers.get("01-q2") == "box here"
            assert told in unescape(progress.view(pack.answers, say))
        refused = say("error.not_exported", folder=str(pack.answers.exports), why=why)
        assert set(write_all(pack).values()) == {refused}

    files = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with patch("IPython.display.display", lambda *shown, **more: Shown()):
        disks.on(disks.READ_ONLY, tmp_path, work)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == files


@LANGUAGE
def test_a_work_folder_that_is_a_file_stays_that_file_and_is_told(language, tmp_path, monkeypatch):
    (tmp_path / "work").write_text("my shopping list", "utf-8")
    monkeypatch.setenv("MINEROS_WORK", str(tmp_path / "work"))
    pack = Pack(language)
    told = pack.words("answers.not_written", folder=str(tmp_path / "work"), why=os.strerror(errno.EEXIST))
    box = AnswerBox("01-q2", pack.answers, pack.words)
    box.show().children[1].value = "my words"
    assert pack.answers.notice == told
    assert pack.answers.get("01-q2") == "my words"
    for form in takeaway.FORMS:
        with pytest.raises(ExportError, match=os.strerror(errno.ENOTDIR)):
            takeaway.save(form, pack.answers.exports, pack.answers, pack.words)
    with pytest.raises(AnswersError) as caught:
        pack.answers.bring_back(written(_01_q2=record("x")))
    assert str(caught.value) == pack.words(
        "answers.not_brought", folder=str(tmp_path / "work"), why=os.strerror(errno.EEXIST)
    )
    assert (tmp_path / "work").read_text("utf-8") == "my shopping list"
    (tmp_path / "work").unlink()
    assert pack.answers.save("01-q3", "now")
    assert kept(tmp_path / "work") == {"01-q2": "my words", "01-q3": "now"}


@LANGUAGE
def test_a_control_whose_choice_cannot_be_kept_says_so_above_the_figure(language, tmp_path, monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda *what, **more: shown.append(what[0]) or Shown(shown))
    monkeypatch.setattr(Pack, "html", lambda self, *what, **more: '<p><img src="x" alt="the figure"></p>')
    (tmp_path / "work").write_text("", "utf-8")
    pack = own(language, tmp_path / "work")
    pack.explore("rates", pack.fatalities)
    box, heard = shown[0].children[0].children[0], shown[0].children[-1]
    box.value = 300
    told = pack.words("answers.not_written", folder=str(tmp_path / "work"), why=os.strerror(errno.EEXIST))
    assert heard.value == told
    assert told in shown[-1].data and "the figure" in shown[-1].data
    (tmp_path / "work").unlink()
    box.value = 310
    assert heard.value == "the figure"
    assert told not in shown[-1].data
    assert kept(tmp_path / "work")["01-p5"][0] == 310


# --- killed while saving ---------------------------------------------------------------------------------------------

# One process after the other saves without pause, and is killed at a random moment. Each tells through a pipe what
# save() had returned True for. Prints how many were killed with a file half written beside the answers.
KILLS = """
import json, os, random, signal, sys, time
from itertools import count
from pathlib import Path
from mineros.answers import Answers
from mineros.words import Words
folder, kills, chance = Path(sys.argv[1]), int(sys.argv[2]), random.Random(int(sys.argv[3]))
words, said, midway, saved = Words("en"), {}, 0, 0
assert Answers(words, folder).save("01-q1", "first")
for kill in range(kills):
    read, write = os.pipe()
    child = os.fork()
    if not child:
        answers = Answers(words, folder)
        for n in count():
            name, value = f"01-a{chance.randrange(60)}", [kill, n, "x" * chance.randrange(8_000)]
            assert answers.save(name, value)
            os.write(write, json.dumps([name, kill, n]).encode() + b"\\n")
    os.close(write)
    with os.fdopen(read) as lines:
        first = lines.readline()
        time.sleep(chance.uniform(0, 0.02))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        for line in [first, *lines]:
            name, *moment = json.loads(line)
            said[name], saved = moment, saved + 1
    midway += any(folder.glob("*.part"))
    held = json.loads((folder / "answers.json").read_bytes())["answers"]
    for name, moment in said.items():
        assert held[name]["value"][:2] >= moment, (kill, name)
print(json.dumps({"midway": midway, "saved": saved}))
"""


@POSIX
@pytest.mark.parametrize(("kills", "seed"), [(60, 1), pytest.param(500, 2, marks=WHOLE)])
def test_a_kernel_killed_at_any_moment_leaves_every_answer_that_it_said_was_saved(tmp_path, kills, seed, capsys):
    line = [sys.executable, "-c", KILLS, str(tmp_path), str(kills), str(seed)]
    run = subprocess.run(line, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    with capsys.disabled():
        print(f"\nkilled {kills} times, {found['midway']} in the middle of writing; {found['saved']} saved, 0 lost")
    assert found["midway"], "some were killed where it hurts"
    assert found["saved"] >= kills
    answers = Answers(EN, tmp_path)
    assert answers.save("01-q2", "after")
    assert answers.notice == ""
    assert sorted(path.name for path in tmp_path.iterdir()) == [".lock", "answers.json"]


# --- two kernels on one file -----------------------------------------------------------------------------------------

WRITER = """
import sys
from pathlib import Path
from types import SimpleNamespace
locks = sys.argv[4]
if locks == "Windows":  # its module, by means of ours
    import fcntl, time
    def locking(file, mode, count):
        for _ in range(1_000):  # there it tries ten times, a second apart
            try:
                return fcntl.lockf(file, mode, count)
            except OSError:
                time.sleep(0.01)
        raise OSError("busy")
    hold = fcntl.LOCK_EX | fcntl.LOCK_NB
    sys.modules["msvcrt"] = SimpleNamespace(locking=locking, LK_LOCK=hold, LK_UNLCK=fcntl.LOCK_UN)
if locks != "POSIX":
    sys.modules["fcntl"] = None
from mineros.answers import Answers
from mineros.words import Words
answers, name, n = Answers(Words("en"), Path(sys.argv[1])), sys.argv[2], int(sys.argv[3])
for number in range(n):
    if name == "c":
        answers.bring_back(b'{"answers": {"01-c%d": {"value": %d}}}' % (number, number))
    else:
        assert answers.save(f"01-{name}{number}", number), answers.notice
assert answers.notice == ""
"""


def together(folder: Path, counts: dict[str, int], locks: str) -> dict[str, object]:
    """Let processes write into one file at once, so many answers each; returns what should be there."""
    line = [sys.executable, "-c", WRITER, str(folder)]
    writers = [subprocess.Popen([*line, name, str(n), locks]) for name, n in counts.items()]
    assert [writer.wait(300) for writer in writers] == [0] * len(writers)
    return {f"01-{name}{number}": number for name, n in counts.items() for number in range(n)}


@POSIX
@pytest.mark.parametrize(
    ("counts", "locks"),
    [
        ({"a": 50, "b": 50, "c": 20}, "POSIX"),
        ({"a": 40, "b": 40}, "Windows"),
        pytest.param({"a": 500, "b": 500}, "POSIX", marks=WHOLE),
        pytest.param({"a": 500, "b": 500, "c": 200}, "POSIX", marks=WHOLE),
        pytest.param({"a": 500, "b": 500, "c": 200}, "Windows", marks=WHOLE),
    ],
)
def test_kernels_that_write_one_file_at_once_lose_no_answer(tmp_path, counts, locks):
    expected = together(tmp_path, counts, locks)
    assert kept(tmp_path) == expected
    copies = list(tmp_path.glob("answers-before-*.json"))
    assert all(json.loads(copy.read_bytes())["answers"] for copy in copies), "each copy from before is whole too"
    assert len(copies) >= counts.get("c", 0) - 1
    assert list(tmp_path.glob("answers-damaged-*")) == []


@pytest.mark.parametrize("n", [40, pytest.param(500, marks=WHOLE)])
def test_without_locks_the_file_stays_whole_and_one_kernel_alone_loses_nothing(tmp_path, n, capsys):
    """Where neither system nor disk knows locks, of two answers that are saved in the same instant one may be lost."""
    alone = together(tmp_path, {"a": n}, "none")
    assert kept(tmp_path) == alone
    both = together(tmp_path, {"b": n, "d": n}, "none")
    found = kept(tmp_path)
    lost = len(alone | both) - len(found)
    with capsys.disabled():
        print(f"\nwithout locks, two kernels at once: {lost} of {2 * n} lost")
    assert found.items() <= (alone | both).items()
    assert alone.items() <= found.items(), "what lay there before stays"
    assert found.keys() & {f"01-b{n - 1}", f"01-d{n - 1}"}, "the last one that was saved is there"
    assert sorted(path.name for path in tmp_path.iterdir()) == [".lock", "answers.json"]


def test_a_notebook_that_was_put_to_sleep_while_it_wrote_freezes_no_other_and_loses_nothing(tmp_path, monkeypatch):
    fcntl = pytest.importorskip("fcntl")
    monkeypatch.setattr("mineros.locks.PATIENCE", 0.05)
    answers = Answers(EN, tmp_path)
    answers.save("01-q2", "before")
    with (tmp_path / ".lock").open("a+") as asleep:
        fcntl.flock(asleep, fcntl.LOCK_EX)
        assert not answers.save("01-q3", "meanwhile")
        assert os.strerror(errno.EDEADLK) in answers.notice
        assert kept(tmp_path) == {"01-q2": "before"}, "nobody writes beside whoever holds the lock"
    assert answers.save("01-q4", "after")
    assert kept(tmp_path) == {"01-q2": "before", "01-q3": "meanwhile", "01-q4": "after"}


def test_a_guess_that_is_kept_is_not_called_refused_because_a_file_was_set_aside(tmp_path):
    (tmp_path / "answers.json").write_text("{", "utf-8")
    answers = Answers(EN, tmp_path)
    assert answers.save("01-p5", [150, 150])
    assert answers.notice, "that is told, once, where answers stand"
    assert answers.refusal == ""


def test_a_disk_that_knows_no_locks_is_written_all_the_same(tmp_path, monkeypatch):
    fcntl = pytest.importorskip("fcntl")

    def unknown(*given: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", unknown)
    in_work = tmp_path / ".answers-of-another.part"
    in_work.write_text("half of what another kernel is writing", "utf-8")
    answers = Answers(EN, tmp_path)
    assert answers.save("01-q2", "kept"), answers.notice
    assert kept(tmp_path) == {"01-q2": "kept"}
    assert in_work.exists(), "without a lock nobody knows that its writer is gone"


# --- what may stand in the file --------------------------------------------------------------------------------------


def nested(depth: int) -> bytes:
    return b'{"answers": {"01-q2": {"value": ' + b"[" * depth + b"]" * depth + b"}}}"


GOOD = written(_01_q2=record("Ésta es mía"), _01_q4=record(["b", "a"]))
OPENED = {  # files that hold what was written, whatever an editor or another edition has made of them
    "as written": GOOD,
    "BOM": b"\xef\xbb\xbf" + GOOD,
    "UTF-16": json.dumps(json.loads(GOOD), ensure_ascii=False).encode("utf-16"),
    "UTF-32": json.dumps(json.loads(GOOD), ensure_ascii=False).encode("utf-32"),
    "on one line": json.dumps(json.loads(GOOD)).encode(),
    "with lines of Windows": GOOD.replace(b"\n", b"\r\n"),
    "without a version": json.dumps({"answers": json.loads(GOOD)["answers"]}).encode(),
    "version 0": GOOD.replace(b'"version": 1', b'"version": 0'),
    "version 99": GOOD.replace(b'"version": 1', b'"version": 99, "kinds": {"__proto__": [1, {"a": null}]}'),
    "a version that is a word": GOOD.replace(b'"version": 1', b'"version": "two"'),
}
DAMAGED = {
    "empty": b"",
    "blank": b" \n\t",
    "zeros": bytes(4096),
    "binary": bytes(range(256)) * 16,
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "Latin-1": GOOD.decode("unicode-escape").encode("latin-1", "replace"),
    "UTF-16 cut": json.dumps(json.loads(GOOD)).encode("utf-16")[:-31],
    "surrogates in UTF-8": b'{"answers": {"01-q2": {"value": "\xed\xa0\x80"}}}',
    "two files pasted together": GOOD + GOOD,
    "answers twice": b'{"answers": {"01-q2": {"value": "mine"}}, "answers": {"01-q4": {"value": "b"}}}',
    "one answer twice": b'{"answers": {"01-q2": {"value": "mine"}, "01-q2": {"value": "other"}}}',
    "huge integer": b'{"answers": {"01-q2": {"value": ' + b"1" + b"0" * 5000 + b"}}}",
    "a page of HTML": b"<!doctype html><script>alert(1)</script>",
    "deep": nested(100_000),
    "nested too deep to be written again": nested(100),
}


@pytest.mark.parametrize("name", OPENED)
def test_answers_open_from_whatever_an_editor_or_another_edition_has_made_of_their_file(tmp_path, name):
    (tmp_path / "answers.json").write_bytes(OPENED[name])
    answers = Answers(EN, tmp_path)
    assert (answers.get("01-q2"), answers.get("01-q4")) == ("Ésta es mía", ["b", "a"])
    assert answers.save("01-q3", "new")
    assert answers.notice == ""
    assert kept(tmp_path) == {"01-q2": "Ésta es mía", "01-q4": ["b", "a"], "01-q3": "new"}
    before = json.loads(OPENED[name])
    after = json.loads((tmp_path / "answers.json").read_bytes())
    assert {key: after[key] for key in before if key != "answers"} == {
        key: before[key] for key in before if key != "answers"
    }
    other = Answers(EN, tmp_path / "other")
    assert other.bring_back(OPENED[name]) == (2, "")
    assert kept(tmp_path / "other") == {"01-q2": "Ésta es mía", "01-q4": ["b", "a"]}


@LANGUAGE
@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_file_is_kept_as_it_was_told_in_a_sentence_and_refused_where_it_is_brought(tmp_path, name, language):
    (tmp_path / "answers.json").write_bytes(DAMAGED[name])
    answers = Answers(Words(language), tmp_path)
    assert answers.get("01-q2") is None
    (aside,) = tmp_path.glob("answers-damaged-*.json")
    told = Words(language)("answers.set_aside", file=aside.name, folder=str(tmp_path))
    assert answers.save("01-q3", "new")
    assert answers.notice == told, "it is said as long as the notebook is open"
    with pytest.raises(AnswersError) as caught:
        answers.bring_back(DAMAGED[name])
    assert str(caught.value) == Words(language)("answers.foreign")
    assert aside.read_bytes() == DAMAGED[name]
    assert kept(tmp_path) == {"01-q3": "new"}


def lesson() -> bytes:
    """A file as a lesson leaves it."""
    return written(**{f"_01_q{n}": record("Palabras mías. " * 6, tries=1, hints={"other": 1}) for n in range(1, 12)})


def test_a_file_cut_at_any_place_is_kept_and_never_half_believed(tmp_path):
    whole = lesson()
    for cut in range(50, len(whole), 50):
        folder = tmp_path / str(cut)
        folder.mkdir()
        (folder / "answers.json").write_bytes(whole[:cut])
        answers = Answers(EN, folder)
        assert answers.records() == {}
        assert answers.save("01-q3", "new")
        (aside,) = folder.glob("answers-damaged-*.json")
        assert aside.read_bytes() == whole[:cut]
        assert aside.name in answers.notice
        with pytest.raises(AnswersError):
            answers.bring_back(whole[:cut])
        assert kept(folder) == {"01-q3": "new"}
    assert cut > 1_000
    before = set(tmp_path.rglob("*"))
    group = handed_in.collect(tmp_path, KNOWN)
    assert {problem.kind for problem in group.problems if "damaged" in problem.files[0]} == {"damaged"}
    assert sum(problem.kind == "damaged" for problem in group.problems) == len(range(50, len(whole), 50))
    assert set(tmp_path.rglob("*")) == before


# Lists within each other, up to and beyond what Python reads; how deep that is depends on how deep we stand ourselves.
@pytest.mark.parametrize("depth", [10, 29, 200, 600, *range(880, 1000, 8), 2_000, 20_000])
def test_nesting_of_any_depth_never_keeps_an_answer_from_being_saved(tmp_path, depth):
    (tmp_path / "answers.json").write_bytes(nested(depth))
    answers = Answers(EN, tmp_path)
    assert answers.save("01-q3", "new"), answers.notice
    (content,) = [file.read_bytes() for file in tmp_path.glob("answers*.json") if b'"01-q2"' in file.read_bytes()]
    assert content.count(b"[") == depth, "what was there still is"
    assert takeaway.save("md", answers.exports, answers, EN).exists()


# --- a file that is very large ---------------------------------------------------------------------------------------

HUGE = 100_000_000


@pytest.fixture(scope="module")
def huge(tmp_path_factory) -> Path:
    """A file of answers of 100 MB, whole and right."""
    file = tmp_path_factory.mktemp("huge") / "answers.json"
    with file.open("wb") as content:
        content.write(b'{"answers": {"01-q2": {"value": "mine, ')
        for _ in range(100):
            content.write(b"x" * (HUGE // 100))
        content.write(b'"}}}')
    return file


@LANGUAGE
def test_a_file_of_100_megabytes_is_kept_whole_and_the_lesson_goes_on_at_once(huge, tmp_path, language):
    os.link(huge, tmp_path / "answers.json")
    words = Words(language)
    tracemalloc.start()
    began = time.process_time()
    answers = Answers(words, tmp_path)
    assert answers.get("01-q2") is None
    assert answers.save("01-q3", "new")
    took, (_, peak) = time.process_time() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert took < 1
    assert peak < 3 * LARGEST
    (aside,) = tmp_path.glob("answers-damaged-*.json")
    assert aside.stat().st_size == huge.stat().st_size
    assert answers.notice == words("answers.grown", file=aside.name, folder=str(tmp_path), most=LARGEST // 1_000_000)
    assert kept(tmp_path) == {"01-q3": "new"}


@LANGUAGE
def test_a_file_of_100_megabytes_that_is_brought_back_is_answered_at_once(huge, tmp_path, language):
    pack = own(language, tmp_path)
    pack.answers.save("01-q2", "mine")
    told = pack.words("answers.too_large", most=LARGEST // 1_000_000)
    board = progress.Progress(pack.answers, pack.words)
    board.controls()
    content = memoryview(huge.read_bytes())
    began = time.process_time()
    board.bring([{"content": content}])
    assert told in board.brought.value
    with pytest.raises(AnswersError) as caught:
        pack.bring_back(str(huge))
    assert str(caught.value) == told
    assert time.process_time() - began < 2
    assert kept(tmp_path) == {"01-q2": "mine"}
    assert sorted(path.name for path in tmp_path.glob("answers*")) == ["answers.json"]


@LANGUAGE
def test_a_file_of_100_megabytes_that_is_handed_in_is_listed_at_once_and_the_others_are_read(huge, tmp_path, language):
    folder = tmp_path / "class"
    folder.mkdir()
    os.link(huge, folder / "Ana.json")
    (folder / "Eva.json").write_bytes(GOOD)
    with zipfile.ZipFile(folder / "Ida.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        packed.write(huge, "answers.json")
    began = time.process_time()
    group = handed_in.collect(folder, KNOWN)
    assert time.process_time() - began < 2
    assert [student.name for student in group.students] == ["Eva"]
    assert {(problem.kind, problem.files) for problem in group.problems} == {
        ("large", ("Ana.json",)), ("large", ("Ida/answers.json",)),
    }  # fmt: skip
    assert Words(language)("collect.problem.large")


@LANGUAGE
def test_an_answer_longer_than_any_is_told_at_its_box_and_keeps_no_other_from_being_saved(tmp_path, language):
    words = Words(language)
    answers = Answers(words, tmp_path)
    answers.save("01-q2", "mine")
    box = AnswerBox("01-q2", answers, words)
    box.show().children[1].value = "x" * (LONGEST + 1)
    told = words("answers.too_long", most=LONGEST)
    assert told in box.status.value
    assert kept(tmp_path) == {"01-q2": "mine"}
    assert answers.save("01-q3", "other")
    assert answers.notice == ""
    assert kept(tmp_path) == {"01-q2": "mine", "01-q3": "other"}


def test_answers_that_are_too_much_together_wait_in_memory_until_one_is_shortened(tmp_path):
    answers = Answers(EN, tmp_path)
    long = "x" * (LONGEST - 2)
    saved = [answers.save(f"01-q{n}", long) for n in range(1, 7)]
    assert saved == [True, True, True, True, False, False]
    assert os.strerror(errno.EFBIG) in answers.notice
    assert answers.get("01-q6") == long
    assert (tmp_path / "answers.json").stat().st_size < LARGEST
    assert set(Answers(EN, tmp_path).records()) == {f"01-q{n}" for n in range(1, 5)}, "it can still be read"
    for n in (1, 2):
        answers.save(f"01-q{n}", "short")
    assert answers.notice == ""
    assert set(kept(tmp_path)) == {f"01-q{n}" for n in range(1, 7)}


# --- something else in its place -------------------------------------------------------------------------------------


def lay(kind: str, place: Path) -> None:
    if kind == "folder":
        place.mkdir()
        (place / "inside.txt").write_text("kept", "utf-8")
    elif kind == "pipe":
        os.mkfifo(place)
    elif kind == "link to a pipe":
        os.mkfifo(place.with_name("pipe"))
        place.symlink_to("pipe")
    elif kind == "endless":
        place.symlink_to("/dev/zero")
    elif kind == "socket":
        import socket

        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(os.path.relpath(place))  # the whole path may be too long for one


@POSIX
@LANGUAGE
@pytest.mark.parametrize("kind", ["folder", "pipe", "link to a pipe", "endless", "socket"])
def test_what_is_no_file_in_the_place_of_answers_is_set_aside_and_nothing_waits(tmp_path, kind, language):
    place = tmp_path / "answers.json"
    lay(kind, place)
    before = place.lstat()
    words = Words(language)
    answers = Answers(words, tmp_path)
    assert answers.save("01-q2", "mine")
    (aside,) = tmp_path.glob("answers-damaged-*")
    assert answers.notice == words("answers.set_aside", file=aside.name, folder=str(tmp_path))
    assert (aside.lstat().st_ino, aside.lstat().st_mode) == (before.st_ino, before.st_mode)
    assert kept(tmp_path) == {"01-q2": "mine"}
    pack = own(language, tmp_path)
    with pytest.raises(AnswersError) as caught:
        pack.bring_back(str(aside))
    assert str(caught.value) == words("answers.no_such_file", file=str(aside)[-200:])


@POSIX
def test_a_link_in_the_place_of_answers_is_read_and_what_it_leads_to_is_never_written(tmp_path):
    Answers(EN, tmp_path / "stick").save("01-q2", "on the stick")
    there = (tmp_path / "stick" / "answers.json").read_bytes()
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "answers.json").symlink_to(tmp_path / "stick" / "answers.json")
    assert Answers(EN, tmp_path / "work").save("01-q3", "new")
    assert kept(tmp_path / "work") == {"01-q2": "on the stick", "01-q3": "new"}
    assert (tmp_path / "stick" / "answers.json").read_bytes() == there


@POSIX
@pytest.mark.parametrize("target", ["notes.txt", "nowhere"])
def test_a_link_to_something_else_or_to_nothing_leaves_that_as_it_was(tmp_path, target):
    (tmp_path / "notes.txt").write_text("my notes", "utf-8")
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "answers.json").symlink_to(tmp_path / target)
    (tmp_path / "work" / ".lock").symlink_to(tmp_path / "notes.txt")
    answers = Answers(EN, tmp_path / "work")
    assert answers.save("01-q2", "mine")
    assert kept(tmp_path / "work") == {"01-q2": "mine"}
    assert (tmp_path / "notes.txt").read_text("utf-8") == "my notes"
    assert not (tmp_path / "nowhere").exists()


@POSIX
@pytest.mark.parametrize("kind", ["folder", "pipe"])
def test_what_is_no_file_in_the_place_of_the_lock_is_told_and_nothing_waits(tmp_path, kind):
    lay(kind, tmp_path / ".lock")
    answers = Answers(EN, tmp_path)
    assert not answers.save("01-q2", "mine")
    assert answers.notice.startswith(EN("answers.not_written", folder=str(tmp_path), why="|").partition("|")[0])
    assert answers.get("01-q2") == "mine"


# --- hostile values --------------------------------------------------------------------------------------------------


def deep(depth: int) -> list:
    return [deep(depth - 1)] if depth else []


HOSTILE = (
    None, True, -1, 10**400, float("nan"), float("inf"), 1e308, "<script>alert(1)</script>", "=1+1", "\x00",
    "\ud800", "\u202eevil", [], [[]], {}, {"__proto__": {"a": 1}}, ["a", {}], [None] * 5, [10**400] * 5,
    [float("nan")] * 5, ["x"] * 6, [{}] * 6, deep(20), {"table": "events", "axis": ["x"]}, {"table": []},
)  # fmt: skip
NAMES = ("", "../../etc/passwd", "/etc/passwd", "\x00", "\ud800", "CON", "__proto__", "99-q1", "01-q999", "x" * 5_000)


def one_of_each_kind() -> list[str]:
    found: dict[tuple[str, str], str] = {}
    for number in bank.numbers():
        for question in bank.lesson(number, EN):
            found.setdefault((question["kind"], question["role"]), question["id"])
    return list(found.values())


def inside(widget: ipywidgets.Widget) -> list[ipywidgets.Widget]:
    """A widget and all that stand in it."""
    return [widget, *(part for child in getattr(widget, "children", ()) for part in inside(child))]


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_no_value_in_an_answers_file_breaks_a_page_or_keeps_the_rest_from_being_read(tmp_path, value, monkeypatch):
    asked = one_of_each_kind()
    ids = {*asked, "05-board", "05-chart", "05-rubric", "01-p5", "02-p3", "02-d1"}
    fields = ("value", "saved", "question", "first", "revealed", "tries", "right", "hints")
    records = {name: dict.fromkeys(fields, value) for name in ids} | {name: record(value) for name in NAMES}
    (tmp_path / "answers.json").write_text(json.dumps({"answers": records}), "utf-8")
    pack = own("es", tmp_path)
    answers, words = pack.answers, pack.words
    assert len(answers.records()) == len(records)
    assert answers.notice == ""
    pages = [progress.view(answers, words)]
    for name in asked:
        for part in inside(AnswerBox(name, answers, words).show()):
            json.dumps(getattr(part, "value", ""), ensure_ascii=False).encode("utf-8")  # as it goes to the browser
            pages += [part.value] if isinstance(part, ipywidgets.HTML) else []
    taken = {form: takeaway.save(form, answers.exports, answers, words).read_text("utf-8") for form in takeaway.FORMS}
    pages += [taken["html"], taken["md"]]
    assert json.loads(takeaway.handed("Ana", answers, words))["answers"].keys() >= ids
    assert isinstance(rubric.judged(answers.get("05-rubric"), rubric.rubric(words)["criterion"]), dict)
    case.read(answers.get("05-board"))
    for _, controls, keep in interactions_of(pack).values():
        assert all(control.widget() for control in controls)
        assert keep({control.key: control.begins for control in controls}) == ""
    for name in ("01-p1", "05-p1", "02-p3"):
        pages.append(pack._beside_guess("<p>the figure</p>", name))
    assert not any("<script>alert" in page for page in pages)
    answers.note_check("01-q1", True, "other")
    assert answers.save("01-q1", "new")
    assert set(Answers(words, tmp_path).records()) >= {name for name in records if name != "\ud800"} | {"01-q1"}


@pytest.mark.parametrize("guess", [[10**400] * 5, [1e9] * 5, [float("nan")] * 5, [-1e300] * 5, ["x"] * 5, [1], [[]]])
def test_a_drawn_guess_that_no_slider_gives_is_drawn_or_told_in_a_sentence(tmp_path, guess, monkeypatch):
    pack = own("en", tmp_path)
    (tmp_path / "answers.json").write_text(json.dumps({"answers": {"01-p5": {"value": guess}}}), "utf-8")
    monkeypatch.setattr("IPython.display.display", lambda *what, **more: None)
    try:
        pack.figure("rates", pack.fatalities, guess="01-p5")
    except MinerosError as error:
        assert str(error) == EN("error.not_drawn", figure="rates")
        assert not (len(guess) == 5 and all(isinstance(rate, int | float) for rate in guess))


STRANGE = (
    "CON", "nul.json", "COM1", ".", "..", "~", "a\x00b", "\u202egnp.exe", "\U0001d4d0" * 60, "ñ" * 60, "語" * 60, " ",
    "-rf", "$(reboot)", "'; DROP TABLE x; --", "=HYPERLINK(1)", "<b>Ana</b>", "a\nb", "x" * 10_000, "e\u0301" * 60,
)  # fmt: skip


@pytest.mark.parametrize("name", STRANGE, ids=range(len(STRANGE)))
def test_whatever_name_is_typed_its_file_lies_among_the_exports_and_is_collected(tmp_path, name):
    answers = Answers(EN, tmp_path / "work")
    answers.save("02-q1", "my answer")
    file = takeaway.hand_in(name, answers, EN)
    assert file.parent == answers.exports
    assert file.name.startswith(f"{EN('take.hand_in_file')}-")
    assert len(os.fsencode(file.name)) <= 255 - len("..part"), "no system has a longer name"
    assert json.loads(file.read_bytes())["answers"]["02-q1"]["value"] == "my answer"
    group = handed_in.collect(answers.exports, KNOWN)
    (student,) = group.students
    assert student.answers["02-q1"].value == "my answer"


# --- a wrong clock ---------------------------------------------------------------------------------------------------

NOW = "2026-11-01T10:00:00+00:00"


@pytest.mark.parametrize(
    ("one", "other", "is_later"),
    [
        (NOW, "2026-11-01T10:00:01+00:00", True),
        (NOW, "2026-11-01T10:00:00+00:00", False),
        (NOW, "2026-11-01T11:30:00+02:00", False),  # half an hour before, told in another zone
        (NOW, "2020-01-01T00:00:00", False),  # without a zone
        (NOW, "9999-12-31T23:59:59+00:00", False),  # it has not come yet
        (NOW, "9999-12-31T23:59:59", False),
        (NOW, "0001-01-01T00:00:00", False),
        (NOW, "1970-01-01T00:00:00+00:00", False),  # a clock without a battery
        ("9999-12-31T23:59:59+00:00", NOW, True),
        ("2999-01-01T00:00:00+00:00", "2999-01-02T00:00:00+00:00", True),
        *((NOW, wrong, False) for wrong in ("", "yesterday", None, 7, [NOW], {"a": 1}, 10**4000, "2026-13-45T99:99")),
        ("yesterday", NOW, True),
        ("yesterday", None, False),
    ],
)
def test_of_two_answers_the_later_stays_whatever_a_clock_has_told(one, other, is_later):
    assert later(record("ours", one), record("theirs", other))["value"] == ("theirs" if is_later else "ours")


def test_an_answer_from_a_clock_that_ran_ahead_gives_way_to_the_next_and_comes_back_over_none(tmp_path):
    answers = Answers(EN, tmp_path)
    (tmp_path / "answers.json").write_bytes(written(_01_q2=record("ahead", "9999-12-31T23:59:59+00:00")))
    assert answers.bring_back(written(_01_q2=record("brought")))[0] == 1
    assert answers.save("01-q2", "typed now")
    assert answers.bring_back(written(_01_q2=record("ahead", "2999-01-01T00:00:00+00:00")))[0] == 0
    assert kept(tmp_path) == {"01-q2": "typed now"}


@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00", "2026-11-01", "now", 7, None])
def test_a_moment_that_no_clock_tells_breaks_no_page(tmp_path, moment):
    (tmp_path / "answers.json").write_bytes(
        written(_01_q2=record("mine", moment), _01_p1=record(5, moment, revealed=moment))
    )
    for language in LANGUAGES:
        answers = Answers(Words(language), tmp_path)
        assert Words(language)("progress.title") in progress.view(answers, answers.words)
        for form in takeaway.FORMS:
            assert "mine" in takeaway.save(form, answers.exports, answers, answers.words).read_text("utf-8")
    out = tmp_path / "out"
    assert command.main([str(tmp_path), "--to", str(out), "-q", "--lesson", "01"]) == 0
    assert "mine" in (out / "gradebook.csv").read_text("utf-8")
