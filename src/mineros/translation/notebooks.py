"""A notebook in another language: its code and its questions copied, its text kept as a translator wrote it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from mineros import bank
from mineros.errors import DataError
from mineros.glossary import unlinked
from mineros.translation.units import Unit, digest
from mineros.words import ORIGINAL, Words

if TYPE_CHECKING:
    from pathlib import Path

Notebook = dict[str, Any]
Cell = dict[str, Any]

NAMED = re.compile(r'^(pack = open_pack\(")\w+("\))$', re.MULTILINE)  # the one line that differs
MADE = ("glossary.ipynb",)  # written by a command of its own


def source(cell: Cell) -> str:
    """The text or code of a cell, links to the glossary left out: those are set by `mineros.glossary`."""
    return unlinked("".join(cell["source"]))


def notes(cell: Cell) -> dict[str, str]:
    """What the pack has noted on a cell: its part, its question, the English that it translates."""
    return dict(cell["metadata"].get("mineros", {}))


def question(question_id: str, language: str) -> str:
    """The text of the cell that asks a question of the bank, such as "### Question · 02-q3 · extension"."""
    words = Words(language)
    entry = bank.question(question_id, words)
    label = [words(f"lesson.label.{entry['role']}"), question_id]
    if not entry["core"]:
        label.append(words("lesson.label.extension"))
    return f"### {' · '.join(label)}\n\n{bank.said(entry, 'text', words)}"


def is_text(cell: Cell) -> bool:
    """Whether a translator writes this cell: text that the question bank does not hold."""
    return cell["cell_type"] == "markdown" and "question" not in notes(cell)


def _copied(cell: Cell, language: str) -> Cell:
    """A cell that no translator writes, in another language."""
    if cell["cell_type"] == "code":
        text = NAMED.sub(rf"\g<1>{language}\g<2>", "".join(cell["source"]))
    else:
        text = question(notes(cell)["question"], language)
    return cell | {"source": text.splitlines(keepends=True)}


def _translated(cell: Cell, old: Cell | None) -> Cell:
    """A cell of text: as the translator left it; where there is none yet, the English, without a digest."""
    known = notes(old).get("translates", "") if old else ""
    metadata = cell["metadata"] | {"mineros": notes(cell) | {"translates": known}}
    return cell | {"metadata": metadata, "source": old["source"] if old else cell["source"]}


def synced(english: Notebook, old: Notebook | None, language: str) -> Notebook:
    """The notebook in another language: cells and code of the English one, texts of the `old` translation.

    A text that English no longer has stays at the end, for its translator to look at; it is never thrown away.
    """
    kept = {cell["id"]: cell for cell in (old or {"cells": []})["cells"] if cell["cell_type"] == "markdown"}
    cells = [
        _translated(cell, kept.get(cell["id"])) if is_text(cell) else _copied(cell, language)
        for cell in english["cells"]
    ]
    present = {cell["id"] for cell in english["cells"]}
    orphans = [cell for name, cell in kept.items() if name not in present and is_text(cell)]
    own = english["metadata"].get("mineros", {}) | {"language": language}
    return english | {"cells": cells + orphans, "metadata": english["metadata"] | {"mineros": own}}


def units(english: Notebook, translation: Notebook, name: str) -> list[Unit]:
    """The texts of a notebook that are translated, named "<name>/<id of the cell>"."""
    original = {cell["id"]: source(cell) for cell in english["cells"] if is_text(cell)}
    theirs = {cell["id"]: cell for cell in translation["cells"] if is_text(cell)}
    found = []
    for cell_id in original | theirs:
        cell = theirs.get(cell_id)
        known, text = (notes(cell).get("translates", ""), source(cell)) if cell else ("", "")
        found.append(Unit(f"{name}/{cell_id}", original.get(cell_id, ""), text, known))
    return found


def marked(translation: Notebook, english: Notebook, cells: set[str]) -> Notebook:
    """The translation with the digest of today's English on the cells of these ids."""
    today = {cell["id"]: digest(source(cell)) for cell in english["cells"] if is_text(cell)}

    def mark(cell: Cell) -> Cell:
        if cell["id"] not in cells or cell["id"] not in today:
            return cell
        return cell | {"metadata": cell["metadata"] | {"mineros": notes(cell) | {"translates": today[cell["id"]]}}}

    return translation | {"cells": [mark(cell) for cell in translation["cells"]]}


def read(path: Path) -> Notebook:
    """A notebook from its file. Raises DataError for one that is missing, cut in half, or no notebook."""
    try:
        whole: Notebook = json.loads(path.read_text("utf-8"))
        _ = [(cell["id"], cell["cell_type"], cell["source"], cell["metadata"]) for cell in whole["cells"]]
    except (OSError, ValueError, KeyError, TypeError) as cause:
        raise DataError(Words(ORIGINAL)("error.damaged", file=str(path))) from cause
    return whole


def originals(top: Path) -> list[Path]:
    """The English notebooks that are translated by hand: the lessons and the pages beside them."""
    return [path for path in sorted((top / "notebooks" / ORIGINAL).glob("*.ipynb")) if path.name not in MADE]
