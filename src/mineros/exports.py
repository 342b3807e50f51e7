"""How files of the reader's own are written: under a free name, whole or not at all, tables without formulas."""

from __future__ import annotations

import csv
import io
import re
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from mineros import interrupts
from mineros.errors import ExportError
from mineros.texts import whole_letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from mineros.words import Words


FORMULA = "=+-@\uff1d\uff0b\uff0d\uff20"  # how a spreadsheet knows a formula, in both widths


def stamped(name: str) -> str:
    """A file's name that bears this moment, so that no file before it is written over."""
    return f"{name}-{datetime.now():%Y%m%d-%H%M%S-%f}"


@interrupts.held()
def write(folder: Path, contents: Mapping[str, str | bytes], words: Words) -> list[Path]:
    """Write files into a folder: all of them under other names first, so that a full disk leaves the old ones whole.

    contents: by the names of the files; texts are written as UTF-8. Raises ExportError.
    """
    parts = {name: folder / f".{name}.part" for name in contents}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, part in parts.items():
            content = contents[name]
            part.write_bytes(whole_letters(content).encode("utf-8") if isinstance(content, str) else content)
        return [part.replace(folder / name) for name, part in parts.items()]
    except OSError as cause:
        for part in parts.values():
            with suppress(OSError):
                part.unlink()
        why = cause.strerror or str(cause)
        raise ExportError(words("error.not_exported", folder=str(folder), why=why)) from cause


def sheet(rows: Iterable[Iterable[object]]) -> str:
    """Rows as CSV for a spreadsheet, with the mark without which those on Windows misread accents.

    What a spreadsheet would take for a formula begins with an apostrophe.
    """
    whole = io.StringIO()
    writer = csv.writer(whole, lineterminator="\n")
    writer.writerows([_cell(str(cell)) for cell in row] for row in rows)
    return "\ufeff" + whole.getvalue()


def _cell(text: str) -> str:
    opened = text.lstrip()[:1]
    if text[:1] in ("\t", "\r", "\n") or (opened and opened in FORMULA and not _is_number(text)):
        return "'" + text
    return text


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"-?\d[\d,]*(\.\d+)?", text))
