"""Files of the reader's own, written whole or not at all."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from mineros import html
from mineros.errors import ExportError
from mineros.texts import whole_letters

if TYPE_CHECKING:
    from pathlib import Path

    from mineros.piece import Piece
    from mineros.words import Words


def save_piece(piece: Piece) -> list[Path]:
    """Write a piece as a page, as Markdown, and its chart as a picture beside them; returns the files.

    They lie in the folder `exports` beside the answers. A draft takes the place of the draft before it; a finished
    piece bears the time, so that no finished one is written over. Raises ExportError.
    """
    folder = piece.answers.folder / "exports"
    draft = bool(piece.lacks())
    name = piece.words("piece.file_draft") if draft else f"{piece.words('piece.file')}-{datetime.now():%Y%m%d-%H%M%S}"
    picture = f"{name}.png" if piece.drawing else ""
    text = piece.document(chart_file=picture)
    title = piece.case.title.strip() or piece.words("board.no_title")
    page = html.page(title, f'<article class="mineros">{text.html}</article>', piece.words.language)
    contents = {f"{name}.html": _bytes(page), f"{name}.md": _bytes(text.markdown)}
    if picture:
        contents[picture] = piece.chart_picture()
    return write(folder, contents, piece.words)


def _bytes(text: str) -> bytes:
    return whole_letters(text).encode("utf-8")


def write(folder: Path, contents: dict[str, bytes], words: Words) -> list[Path]:
    """Write files into a folder: all of them under other names first, so that a full disk leaves the old ones whole.

    Raises ExportError.
    """
    parts = {name: folder / f".{name}.part" for name in contents}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, part in parts.items():
            part.write_bytes(contents[name])
        return [part.replace(folder / name) for name, part in parts.items()]
    except OSError as cause:
        for part in parts.values():
            with suppress(OSError):
                part.unlink()
        why = cause.strerror or str(cause)
        raise ExportError(words("error.not_exported", folder=str(folder), why=why)) from cause
