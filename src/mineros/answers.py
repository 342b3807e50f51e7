"""The reader's own answers: saved at once, outside the notebooks, in one plain file that no update touches."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import stat
import tempfile
import time
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mineros import folders, interrupts, locks
from mineros.errors import AnswersError
from mineros.exports import stamped
from mineros.texts import whole_letters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mineros.words import Words

VERSION = 1
FILE = "answers.json"
PART = ".answers-{}.part"  # a file that is being written
Record = dict[str, Any]
LARGEST = 5_000_000  # bytes of a file of answers; a whole class's take less, and more would make every step slow
LONGEST = 1_000_000  # letters of one answer, as the file holds it
DEEPEST = 30  # lists and tables within each other; what lies deeper can be read and not be written again
DAY = 86_400  # seconds
# Seconds after a figure is shown in which a guess may still come: a page keeps back what is typed while a kernel saves,
# and nobody has read the figure by then.
LATE = 3
QUESTION = re.compile(r"\d\d-[a-z]\d+")  # the ids of the question bank
RECORD = re.compile(r"\d\d-[a-z][a-z\d-]*")  # those, and what a lesson keeps beside them, such as its board


class TooLargeError(ValueError):
    """A file with more bytes than answers can have; it may well be one of answers."""


class Answers:
    """One file of answers. Every change is written whole to a new file that then takes the old one's place.

    What could not be written stays in memory and is tried again with the next answer.
    """

    def __init__(self, words: Words, folder: Path | None = None) -> None:
        self.words = words
        self.folder = folder or folders.work()
        self._aside = ""  # which file was set aside; true as long as the notebook is open
        self._refusal = ""  # why the disk refuses; true until it takes the answers again
        self._unwritten: dict[str, dict[str, Any]] = {}

    @property
    def notice(self) -> str:
        """A sentence for the reader where something went wrong (a disk that refuses, a damaged file set aside)."""
        return self._refusal or self._aside

    @property
    def refusal(self) -> str:
        """Why what was answered last is not on the disk, as a sentence; "" where it is."""
        return self._refusal

    @property
    def file(self) -> Path:
        """Where the answers are."""
        return self.folder / FILE

    @property
    def exports(self) -> Path:
        """Where the files lie that the reader takes along."""
        return self.folder / "exports"

    def get(self, question_id: str) -> Any:
        """The answer kept for a question, or None."""
        return self._all().get(question_id, {}).get("value")

    def begun(self, prefix: str) -> dict[str, dict[str, Any]]:
        """All records whose id begins so, such as "05-", by id: their `value`, and what was asked as `question`."""
        return {name: record for name, record in self._all().items() if name.startswith(prefix)}

    def first(self, question_id: str) -> Any:
        """The first answer ever given: a prediction as it was before the reveal. None where there is none."""
        kept = self._all().get(question_id, {})
        return kept.get("first", kept.get("value"))

    def is_revealed(self, question_id: str) -> bool:
        """Whether the figure that answers this prediction has been shown beside it."""
        return bool(self._all().get(question_id, {}).get("revealed"))

    def was_on_its_way(self, question_id: str) -> bool:
        """Whether what comes for this prediction now was given before the figure was shown: that was a moment ago."""
        return _just_revealed(self._all().get(question_id, {}))

    def save(self, question_id: str, value: Any, asked: str = "") -> bool:
        """Keep an answer now. Returns whether it reached the disk; `notice` says why not.

        What a check found of another answer no longer holds. What is longer than any answer is refused.
        """
        if len(json.dumps(value, ensure_ascii=False)) > LONGEST:
            self._refusal = self.words("answers.too_long", most=LONGEST)
            return False

        def answered(record: Record) -> Record:
            if "right" in record and record.get("value") != value:
                record = record | {"right": None}
            if _just_revealed(record):
                record = record | {"first": value}
            return record | {"value": value, "saved": _now(), "question": asked}

        return self._write(question_id, answered)

    def records(self) -> dict[str, dict[str, Any]]:
        """Every record by its question: value, saved, question; some have first, revealed, tries, right, hints."""
        return {question: dict(record) for question, record in self._all().items()}

    def note_check(self, question_id: str, right: bool, hint: str = "", tries: int = 1) -> None:
        """Keep that the reader had an answer checked, whether it held, and which hint was given how often.

        Only where there is an answer. hint: its id, such as "other"; "" for none. tries: how many it counts as.
        """

        def checked(record: Record) -> Record:
            noted = record | {"tries": _count(record.get("tries")) + tries, "right": right}
            if hint:
                hints = record["hints"] if isinstance(record.get("hints"), dict) else {}
                noted["hints"] = hints | {hint: _count(hints.get(hint)) + 1}
            return noted

        if question_id in self._all():
            self._write(question_id, checked)

    @interrupts.held()
    def bring_back(self, content: bytes) -> tuple[int, str]:
        """Join a kept answers file with this one: of two answers to a question, the later one stays.

        Returns how many answers were taken over, and the name under which the file as it was is kept ("" where there
        was none). Raises AnswersError, and changes nothing, where the content is no file of answers.
        """
        brought = self._answers_in(content)
        aside = self.file.with_name(f"{stamped('answers-before')}.json")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with _locked(self.folder):
                whole = self._read()
                ours = whole["answers"] | self._unwritten
                if self.file.exists():
                    shutil.copy2(self.file, aside)
                joined = ours | {question: later(ours.get(question), theirs) for question, theirs in brought.items()}
                _replace(self.file, whole | {"answers": joined})
        except OSError as cause:
            with suppress(OSError):
                aside.unlink()  # nothing was changed, and it may be half a copy
            why = cause.strerror or str(cause)
            raise AnswersError(self.words("answers.not_brought", folder=str(self.folder), why=why)) from cause
        self._unwritten, self._refusal = {}, ""
        return sum(ours.get(question) != joined[question] for question in brought), aside.name if aside.exists() else ""

    def _answers_in(self, content: bytes) -> dict[str, dict[str, Any]]:
        """The records in a file that somebody hands over. Raises AnswersError."""
        try:
            answers: dict[str, Record] = _parsed(content)["answers"]
            if not answers or not all(RECORD.fullmatch(name) and "value" in answers[name] for name in answers):
                raise ValueError("not records of answers")
        except TooLargeError as cause:
            raise AnswersError(self.words("answers.too_large", most=LARGEST // 1_000_000)) from cause
        except ValueError as cause:
            raise AnswersError(self.words("answers.foreign")) from cause
        return answers

    def reveal(self, question_id: str) -> None:
        """Note that the reader has seen the record beside this prediction: from now on the guess stays as it is."""
        kept = self._all().get(question_id)
        if kept is not None and not kept.get("revealed"):
            self._write(question_id, lambda record: record | {"first": record.get("value"), "revealed": _now()})

    def _all(self) -> dict[str, dict[str, Any]]:
        try:
            held: dict[str, Record] = self._read()["answers"]
        except OSError as cause:
            if not self._unwritten:  # then the reader has been told something worse
                why = cause.strerror or str(cause)
                self._refusal = self.words("answers.unreadable", file=str(self.file), why=why)
            held = {}
        return held | self._unwritten

    def _read(self) -> dict[str, Any]:
        """What is on disk: "answers", and all that stands beside them, which a later edition may have put there.

        What is damaged or too large, or no file at all, is set aside under another name, never overwritten.

        Raises OSError where the file is there but cannot be read or set aside; then nothing may be written over it.
        """
        held: dict[str, Any] = {"answers": {}}
        try:
            held = _parsed(content_of(self.file))
        except FileNotFoundError:
            pass
        except TooLargeError:
            self._set_aside("answers.grown")
        except ValueError:
            self._set_aside("answers.set_aside")
        return {"about": self.words("answers.about"), "version": VERSION, **held}

    def _set_aside(self, told: str) -> None:
        aside = self.file.with_name(f"{stamped('answers-damaged')}.json")
        try:
            self.file.rename(aside)
        except FileNotFoundError:
            return  # another notebook has just set it aside
        most = LARGEST // 1_000_000
        self._aside = self.words(told, file=aside.name, folder=str(self.folder), most=most)

    @interrupts.held()
    def _write(self, question_id: str, change: Callable[[Record], Record]) -> bool:
        """Change one record in the file; another notebook may have written since, so it is read again under a lock."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with _locked(self.folder):
                whole = self._read()
                answers = whole["answers"] | self._unwritten
                answers[question_id] = change(answers.get(question_id, {}))
                _replace(self.file, whole | {"answers": answers})
        except OSError as cause:
            self._unwritten[question_id] = change(self._all().get(question_id, {}))
            why = cause.strerror or str(cause)
            self._refusal = self.words("answers.not_written", folder=str(self.folder), why=why)
            return False
        self._unwritten, self._refusal = {}, ""
        return True


def _just_revealed(record: Record) -> bool:
    """Whether the figure beside a guess was shown a moment ago."""
    return 0 <= time.time() - when(record, "revealed") < LATE


def _count(kept: Any) -> int:
    """A kept count; 0 where somebody has put something else in its place."""
    return kept if isinstance(kept, int) and not isinstance(kept, bool) else 0


def when(record: dict[str, Any], key: str) -> float:
    """The moment that a record names, in seconds; long ago where it names none."""
    try:
        return datetime.fromisoformat(record[key]).timestamp()
    except (KeyError, TypeError, ValueError, OSError, OverflowError):
        return 0.0


def later(ours: dict[str, Any] | None, theirs: dict[str, Any]) -> dict[str, Any]:
    """Of two records of one question the later; but a guess that was locked once stays locked as it was."""
    if ours is None:
        return theirs
    later, earlier = (theirs, ours) if _saved(theirs) > _saved(ours) else (ours, theirs)
    locked = [record for record in (earlier, later) if record.get("revealed")]
    first = min(locked, key=lambda record: when(record, "revealed"), default={})
    return later | {key: first[key] for key in ("first", "revealed") if key in first}


def _saved(record: dict[str, Any]) -> tuple[bool, float]:
    """When a record was saved, to be compared. What is yet to come was told by a wrong clock and counts as earlier."""
    moment = when(record, "saved")
    return moment < time.time() + DAY, moment


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")


def content_of(file: Path) -> bytes:
    """The bytes of a file that may be one of answers; of one that is too large, one more than there may be.

    Raises OSError, and ValueError for what is no file: a folder, or a pipe, which would keep us waiting for ever.
    """
    if not stat.S_ISREG(file.stat().st_mode):
        raise ValueError("not a file")
    with file.open("rb") as content:
        return content.read(LARGEST + 1)


def _parsed(content: bytes) -> dict[str, Any]:
    """What a file of answers holds, in whichever Unicode an editor has kept it.

    Raises ValueError where it is none, or does not hold what we could write again without loss.
    """
    if len(content) > LARGEST:
        raise TooLargeError
    text = content.decode(json.detect_encoding(content))
    try:
        held = json.loads(text, object_pairs_hook=_each_once)
        if re.search(r"\\u[dD][89a-fA-F]", text):  # perhaps half an emoji, which no page can show
            held = json.loads(whole_letters(json.dumps(held, ensure_ascii=False)), object_pairs_hook=_each_once)
        is_whole = all(isinstance(record, dict) for record in held["answers"].values()) and _is_shallow(held, DEEPEST)
    except (KeyError, TypeError, AttributeError, RecursionError) as cause:
        raise ValueError("not answers") from cause
    if not is_whole:
        raise ValueError("an answer is not a record")
    return dict(held)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A table of JSON in which no name stands twice, as in two files that somebody has pasted together."""
    held = dict(pairs)
    if len(held) < len(pairs):
        raise ValueError("a name stands twice")
    return held


def _is_shallow(value: Any, deep: int) -> bool:
    if not isinstance(value, dict | list):
        return True
    parts = value.values() if isinstance(value, dict) else value
    return deep > 0 and all(_is_shallow(part, deep - 1) for part in parts)


def _replace(file: Path, content: dict[str, Any]) -> None:
    """Write beside the file, then rename over it: a crash in the middle leaves the old file whole. Raises OSError."""
    whole = whole_letters(json.dumps(content, ensure_ascii=False, indent=1)).encode("utf-8")
    if len(whole) > LARGEST:  # else it would be set aside at the next start
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
    before, after = PART.split("{}")
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=before, suffix=after)
    try:
        with os.fdopen(handle, "wb") as part:
            part.write(whole)
            part.flush()
            os.fsync(part.fileno())
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """One writer at a time where there are locks; elsewhere the rename alone keeps the file whole. Raises OSError."""
    with locks.alone(folder / ".lock") as is_alone:
        if is_alone:
            for left in folder.glob(PART.format("*")):  # by a writer that was killed: nobody else can be writing now
                left.unlink(missing_ok=True)
        yield
