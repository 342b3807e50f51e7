"""For teachers: `mineros handouts --lesson 01`, the sheets, cards and slides of a lesson as PDF."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from mineros.bar import Bar
from mineros.errors import ExportError, MinerosError
from mineros.exports import write
from mineros.handouts import printer
from mineros.handouts.documents import DOCUMENTS
from mineros.handouts.pages import PAPERS
from mineros.lesson import Lesson, numbers
from mineros.words import LANGUAGES, Words, own_language


def make(number: str, language: str, paper: str, folder: Path, bar: Bar) -> list[Path]:
    """The documents of one lesson, as HTML and as PDF; returns the files. Raises ExportError."""
    words = Words(language)
    lesson, program, made = Lesson(number, language), printer.chromium(), []
    for name, document in DOCUMENTS.items():
        stem = f"{lesson.path.stem}-{name}"
        (page,) = write(folder, {f"{stem}.html": document(lesson, paper)}, words)
        made.append(page)
        if program:
            pdf = folder / f"{stem}.pdf"
            try:
                printer.print_page(program, page, pdf)
            except OSError as cause:
                told = words("handouts.command.not_printed", file=pdf.name, why=str(cause))
                raise ExportError(told) from cause
            made.append(pdf)
        bar.step(page.stem)
    return made


def main(arguments: list[str]) -> int:
    """Make what was asked for; returns 0, 1 where something could not be made, 2 for what does not exist."""
    before = argparse.ArgumentParser(add_help=False)
    before.add_argument("--language", choices=LANGUAGES, default=own_language())
    language = before.parse_known_args(arguments)[0].language
    words = Words(language)
    parser = argparse.ArgumentParser(prog="mineros handouts", description=words("handouts.command.about"))
    parser.add_argument("--lesson", default="", help=words("handouts.command.lesson"))
    parser.add_argument("--language", choices=LANGUAGES, help=words("handouts.command.language"))
    parser.add_argument("--paper", choices=PAPERS, default="letter", help=words("handouts.command.paper"))
    parser.add_argument("--to", type=Path, default=Path("handouts"), help=words("handouts.command.to"))
    options = parser.parse_args(arguments)
    known = numbers(language)
    wanted = [options.lesson.zfill(2)] if options.lesson else known
    if wanted[0] not in known:
        told = {"lesson": options.lesson, "lessons": words.joined(known)}
        print(words("handouts.command.no_lesson", **told), file=sys.stderr)
        return 2
    bar, made = Bar(len(DOCUMENTS) * len(wanted)), []
    try:
        for number in wanted:
            made += make(number, language, options.paper, options.to, bar)
    except MinerosError as error:
        print(error, file=sys.stderr)
        return 1
    print(words("handouts.command.done", n=len(made), folder=str(options.to.resolve())))
    if not printer.chromium():
        print(words("handouts.command.no_chromium", folder=str(options.to.resolve())), file=sys.stderr)
        return 1
    return 0
