"""For the pack's makers: `mineros sync`, which keeps the editions together.

    mineros sync                            copy code and questions to the other languages; list what fell behind
    mineros sync --check                    the same list; write nothing
    mineros sync --show 02/read-route       the English and the translation, one under the other
    mineros sync --done 02/read-route       say that the translation fits today's English
    mineros sync --language fr              only this language; one that does not exist yet is begun

It works in a checkout of the repository and never writes over a text that somebody wrote.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING

from mineros import folders
from mineros.errors import DataError, MinerosError
from mineros.glossary import as_file, linked
from mineros.translation import notebooks, paired
from mineros.words import ORIGINAL, languages

if TYPE_CHECKING:
    from pathlib import Path

    from mineros.translation.units import Unit

SAYS = {
    "stale": "the English has changed since this was translated",
    "missing": "not translated yet",
    "orphan": "English no longer has this text; delete it when nothing in it is needed",
}
ALL = "all"


class Edition:
    """One language beside the English: its notebooks, and its texts elsewhere."""

    def __init__(self, top: Path, language: str) -> None:
        self.top, self.language = top, language

    def file(self, original: Path) -> Path:
        """Where the translation of an English notebook lies."""
        return self.top / "notebooks" / self.language / original.name

    def synced(self, original: Path) -> notebooks.Notebook:
        """A notebook of this language, with today's code and questions and the texts as they were written."""
        path = self.file(original)
        old = notebooks.read(path) if path.exists() else None
        return self._linked(notebooks.synced(notebooks.read(original), old, self.language))

    def drifted(self) -> list[Path]:
        """The notebooks whose code, questions or order of cells are not those of the English ones."""
        return [
            self.file(original)
            for original in notebooks.originals(self.top)
            if not self.file(original).exists() or notebooks.read(self.file(original)) != self.synced(original)
        ]

    def units(self) -> list[Unit]:
        """Every text that is translated: notebooks first, in the order of the lessons."""
        found = []
        for original in notebooks.originals(self.top):
            english, own = notebooks.read(original), self.synced(original)
            found += notebooks.units(english, own, _short(original))
        return found + paired.units(self.top, self.language)

    def copy(self) -> list[Path]:
        """Write the notebooks that have drifted; returns their paths."""
        drifted = self.drifted()
        for original in notebooks.originals(self.top):
            if self.file(original) in drifted:
                self._write(self.synced(original), self.file(original))
        return drifted

    def done(self, names: list[str]) -> list[Unit]:
        """Note for the texts of these names that they fit today's English; returns those texts."""
        chosen = [unit for unit in self.units() if unit.english and unit.translated and _is_named(unit.name, names)]
        elsewhere = {unit.name for unit in paired.units(self.top, self.language)}
        for original in notebooks.originals(self.top):
            own = [unit.name.partition("/")[2] for unit in chosen if unit.name.startswith(f"{_short(original)}/")]
            if own:
                marked = notebooks.marked(self.synced(original), notebooks.read(original), set(own))
                self._write(marked, self.file(original))
        self._note([unit for unit in chosen if unit.name in elsewhere])
        return chosen

    def _note(self, chosen: list[Unit]) -> None:
        """Write the digests of texts outside the notebooks, and forget those of texts that are gone."""
        present = {unit.name for unit in paired.units(self.top, self.language) if unit.english}
        old = {name: known for name, known in paired.known(self.top, self.language).items() if name in present}
        digests = old | {unit.name: unit.today for unit in chosen}
        text = json.dumps(dict(sorted(digests.items())), ensure_ascii=False, indent=1) + "\n"
        paired.ledger(self.top, self.language).write_text(text, "utf-8")

    def _linked(self, notebook: notebooks.Notebook) -> notebooks.Notebook:
        """With links to the glossary, which only lessons have."""
        return linked(notebook, self.language) if "lesson" in notebook["metadata"]["mineros"] else notebook

    def _write(self, notebook: notebooks.Notebook, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(as_file(notebook), "utf-8")


def _short(original: Path) -> str:
    """What a notebook is called here: a lesson by its number, a page by its name."""
    return original.stem[:2] if original.stem[:2].isdigit() else original.stem


def _is_named(name: str, given: list[str]) -> bool:
    return any(wanted in (ALL, name) or name.startswith(f"{wanted}/") for wanted in given)


def begin(top: Path, language: str) -> None:
    """Make room for a new language: a catalogue in which every message still is English."""
    shutil.copytree(paired.locale(top, ORIGINAL), paired.locale(top, language))


def report(edition: Edition, units: list[Unit], drifted: list[Path], written: bool) -> int:
    """Print what fell behind, and a line that counts; returns how many things those are."""
    verb = "copied from the English" if written else "differs from the English in code, questions or order"
    for path in drifted:
        print(f"{path.relative_to(edition.top)}: {verb}")
    behind = [unit for unit in units if unit.state in SAYS]
    for unit in behind:
        print(f"{edition.language} {unit.name}: {unit.state}: {SAYS[unit.state]}")
    counted = Counter(unit.state for unit in units)
    states = ", ".join(f"{counted[state]} {state}" for state in SAYS)
    print(f"{edition.language}: {len(units)} texts, {states}")
    return len(behind) + (0 if written else len(drifted))


def show(units: list[Unit], names: list[str]) -> None:
    """Print the English and the translation of these texts, one under the other."""
    for unit in units:
        if _is_named(unit.name, names):
            print(f"== {unit.name}: {unit.state}\n{unit.english}\n--\n{unit.translated}\n")


def main(arguments: list[str]) -> int:
    """Do what was typed after `mineros sync`; returns 1 where something fell behind, 2 for what cannot be done."""
    parser = argparse.ArgumentParser(prog="mineros sync", description=__doc__, formatter_class=_plain)
    parser.add_argument("--language", help="only this language, such as es")
    parser.add_argument("--check", action="store_true", help="write nothing")
    parser.add_argument("--show", nargs="+", metavar="NAME", default=[], help="print these texts in both languages")
    parser.add_argument("--done", nargs="+", metavar="NAME", default=[], help="these fit today's English (or: all)")
    options = parser.parse_args(arguments)
    top = folders.top()
    if not (top / "notebooks" / ORIGINAL).is_dir():
        print("mineros sync works in a checkout of the repository, where notebooks/en is.", file=sys.stderr)
        return 2
    wanted = options.language
    if wanted == ORIGINAL or (wanted and not re.fullmatch("[a-z]{2,3}", wanted)):
        print(f'"{wanted}" is no language to translate into: write its code, such as fr.', file=sys.stderr)
        return 2
    if wanted and wanted not in languages():
        if options.check:
            print(f'There is no edition in "{wanted}" yet; without --check it is begun.', file=sys.stderr)
            return 2
        begin(top, wanted)
        # Languages are looked up once a process, so the rest is for a new one.
        return subprocess.run([sys.executable, "-m", "mineros", "sync", *arguments], check=False).returncode
    try:
        return int(
            sum(_keep(Edition(top, language), options) for language in ([wanted] if wanted else languages()[1:])) > 0
        )
    except MinerosError as error:
        print(error, file=sys.stderr)
        return 2


def _keep(edition: Edition, options: argparse.Namespace) -> int:
    """Do what was asked for one language; returns how many things fell behind. Raises MinerosError."""
    units = edition.units()
    for name in [*options.show, *options.done]:
        if not any(_is_named(unit.name, [name]) for unit in units):
            raise DataError(
                f'There is no text "{name}"; `mineros sync --check` lists what fell behind, such as 02/title.'
            )
    if options.show:
        show(units, options.show)
        return 0
    drifted = edition.drifted() if options.check else edition.copy()
    if options.done:
        print(f"{edition.language}: {len(edition.done(options.done))} texts noted as translated")
    return report(edition, edition.units(), drifted, not options.check)


def _plain(prog: str) -> argparse.HelpFormatter:
    return argparse.RawDescriptionHelpFormatter(prog)
