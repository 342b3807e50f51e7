"""`mineros site`: make the reading site."""

from __future__ import annotations

import argparse
import importlib.util
import sys
from pathlib import Path

from mineros.bar import Bar
from mineros.errors import MinerosError
from mineros.launch import Release
from mineros.lesson import numbers
from mineros.words import LANGUAGES, Words, own_language


def main(arguments: list[str]) -> int:
    """Make the site; returns 0, 1 where it could not be made."""
    words = Words(own_language())
    parser = argparse.ArgumentParser(prog="mineros site", description=words("site.command_about"))
    parser.add_argument("--to", type=Path, default=Path("site"), help=words("site.command_to"))
    parser.add_argument("--lesson", default="", help=words("site.command_lesson"))
    for name in ("repository", "release", "lite", "hub"):
        parser.add_argument(f"--{name}", default="", help=words(f"site.command_{name}"))
    options = parser.parse_args(arguments)
    if importlib.util.find_spec("sphinx") is None:
        print(words("site.command_no_sphinx"), file=sys.stderr)
        return 1
    from mineros.site import build

    lessons = 1 if options.lesson else len(numbers(LANGUAGES[0]))
    bar = Bar((lessons + 1) * len(LANGUAGES))
    try:
        release = Release(options.repository, options.release, options.lite, options.hub)
        build.make(options.to, options.lesson, release, bar.step)
    except MinerosError as error:
        print(error, file=sys.stderr)
        return 1
    print(words("site.command_done", folder=str(options.to.resolve())))
    return 0
