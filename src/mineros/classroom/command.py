"""`mineros collect FOLDER`: read, write into a new folder, say what came of it."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mineros import exports
from mineros.classroom import gradebook, handed_in, marking, overview, questions
from mineros.classroom.marking import Marking
from mineros.errors import CollectError, MinerosError
from mineros.texts import visible
from mineros.words import LANGUAGES, Words, own_language

if TYPE_CHECKING:
    from typing import NoReturn

    from mineros.classroom.handed_in import Class

LAST = "05"  # the lesson whose pieces get a page of their own
TOLD = 20  # problems on the screen; the page lists all
BAR = 30  # signs


class Progress:
    """How far the work is: a bar on a terminal, a line for each step elsewhere, nothing where nothing was wished."""

    def __init__(self, words: Words, quiet: bool) -> None:
        self.words, self.quiet, self.bar = words, quiet, sys.stderr.isatty()
        self.shown = ""

    def __call__(self, what: str, done: int, of: int) -> None:
        """Tell that so many of a step are done. what: a key of the catalogue below `collect.step`."""
        if self.quiet or not of:
            return
        if self.bar:
            filled = "█" * (BAR * done // of)
            end = "\n" if done == of else ""
            line = f"\r{self.words(f'collect.step.{what}')} {filled:·<{BAR}} {done}/{of}{end}"
            if line != self.shown:
                print(line, end="", file=sys.stderr, flush=True)
            self.shown = line
        elif done == of:
            print(f"{self.words(f'collect.step.{what}')} {of}", file=sys.stderr, flush=True)


@dataclass(frozen=True)
class Wish:
    """What was asked for. to: where to write; None for a new folder within. lessons: [] for all."""

    folder: Path
    to: Path | None = None
    lessons: tuple[str, ...] = ()
    with_names: bool = True


def collect(wish: Wish, words: Words, step: Progress) -> Class:
    """Read a folder, write all that follows from it, and say what came of it.

    Raises CollectError where there is nothing to read or nowhere to write, ExportError where writing fails.
    """
    entries = questions.entries(words)
    if unknown := sorted(set(wish.lessons) - {entry["id"][:2] for entry in entries}):
        raise CollectError(words("collect.error.no_lesson", lesson=", ".join(unknown)))
    target = _target(wish, words)
    known = {str(entry["id"]) for entry in entries}
    try:
        group = handed_in.collect(wish.folder, known, lambda done, of: step("read", done, of))
    except OSError as cause:
        why = cause.strerror or str(cause)
        raise CollectError(words("collect.error.no_folder", folder=visible(str(wish.folder)), why=why)) from cause
    if not group.students:
        _tell_problems(group, words)
        raise CollectError(words("collect.error.nothing", folder=visible(str(wish.folder))))
    wanted = [entry for entry in entries if not wish.lessons or entry["id"][:2] in wish.lessons]
    asked = questions.asked(wanted, group, words)
    with_pieces = not wish.lessons or LAST in wish.lessons
    _write(Marking(group, asked, words, wish.with_names), target, step, with_pieces)
    for sentence in overview.summary(group, asked, words):
        print(sentence)
    _tell_problems(group, words)
    page, table = (visible(str(target / name)) for name in ("index.html", gradebook.FILE))
    print(words("collect.written", page=page, table=table))
    return group


def _target(wish: Wish, words: Words) -> Path:
    """Where to write; never where something is. Raises CollectError."""
    if wish.to is None:
        return wish.folder / exports.stamped("collected")
    try:
        is_free = not wish.to.exists() or (wish.to.is_dir() and not any(wish.to.iterdir()))
    except OSError:  # a folder that we may not look into
        is_free = False
    if not is_free:
        raise CollectError(words("collect.error.not_empty", folder=visible(str(wish.to))))
    return wish.to


def _write(writer: Marking, target: Path, step: Progress, with_pieces: bool) -> None:
    """The pages of the questions and of the finished pieces first, then those that lead to them."""
    from mineros.classroom import pieces  # with it come the tables; the files have been read by then

    group, asked, words = writer.group, writer.asked, writer.words
    pages: dict[str, str | bytes] = {}
    extra: dict[str, str] = {}
    with_pieces = with_pieces and bool(pieces.makers(group))
    of = len(asked) + with_pieces
    for place, question in enumerate(asked):
        pages[f"{question.id}.html"] = writer.page(place)
        step("write", place + 1, of)
    if with_pieces:
        pages[f"{pieces.PAGE}.html"] = pieces.page(group, writer)
        extra[f"{pieces.PAGE}.html"] = words("collect.pieces")
        step("write", of, of)
    exports.write(target / marking.FOLDER, pages, words)
    first: dict[str, str | bytes] = {
        gradebook.FILE: visible(gradebook.as_csv(group, asked, words)),
        "index.html": overview.page(group, asked, words, extra, writer.with_names),
    }
    if group.problems and not writer.with_names:
        first[overview.PROBLEMS] = overview.problems_page(group, words)
    exports.write(target, first, words)


def _tell_problems(group: Class, words: Words) -> None:
    """The first problems, each in one line."""
    if not group.problems:
        return
    print(words("collect.problems", n=len(group.problems)))
    for problem in group.problems[:TOLD]:
        print(f"  {', '.join(problem.files[:3])}: {overview.sentence(problem, words)}")
    if len(group.problems) > TOLD:
        print(f"  {words('collect.problems_more', n=len(group.problems) - TOLD)}")


# --- the command line -----------------------------------------------------------------------------------------------


class Parser(argparse.ArgumentParser):
    """Answers a wrong command with our own words, in the reader's language."""

    words = Words("en")

    def error(self, message: str) -> NoReturn:
        """End with what can be typed."""
        print(usage(self.words), file=sys.stderr)
        sys.exit(2)


MADE = {"index": "index.html", "questions": "questions/", "gradebook": gradebook.FILE}
OPTIONS = {
    "lesson": "--lesson 02", "to": "--to {folder}", "without_names": "--without-names", "language": "--language en|es",
    "quiet": "-q",
}  # fmt: skip


def usage(words: Words) -> str:
    """What can be typed, and what comes of it."""
    folder = words("collect.folder")
    options = {name: option.format(folder=folder) for name, option in OPTIONS.items()}
    typed = " ".join(f"[{option}]" for option in options.values())
    made = [f"  {name:18}{words(f'collect.made.{key}')}" for key, name in MADE.items()]
    said = [f"  {option:18}{words(f'collect.option.{key}')}" for key, option in options.items()]
    return "\n".join([f"mineros collect {folder} {typed}", "", words("collect.usage"), *made, "", *said])


def main(arguments: list[str]) -> int:
    """Do it; exit status 0 if a class was collected, 1 if not, 2 if the command is not understood."""
    before = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    before.add_argument("--language", choices=LANGUAGES, default=own_language())
    try:
        words = Words(before.parse_known_args(arguments)[0].language)
    except argparse.ArgumentError:
        words = Words(own_language())
    Parser.words = words
    parser = Parser(prog="mineros collect", add_help=False)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--language", choices=LANGUAGES)
    parser.add_argument("--lesson", action="append", default=[])
    parser.add_argument("--to", type=Path)
    parser.add_argument("--without-names", action="store_true")
    parser.add_argument("-q", "--quiet", action="store_true")
    parser.add_argument("-h", "--help", action="store_true")
    given = parser.parse_args(arguments)
    if given.help:
        print(usage(words))
        return 0
    if given.folder is None:
        parser.error("folder")
    lessons = tuple(number.zfill(2) for number in given.lesson)
    try:
        wish = Wish(given.folder, given.to, lessons, not given.without_names)
        collect(wish, words, Progress(words, given.quiet))
    except MinerosError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"\n{words('collect.stopped')}", file=sys.stderr)
        return 130
    return 0
