"""Quotations: a reader meets them in the reader's own language, and beside it as they were said or printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    import pandas as pd

    from mineros.words import Words

# Where each table keeps what is quoted, its language, and our translation: of Spanish into English, of English into
# Spanish, of any other language into both, parted by a stroke.
QUOTING = {
    "claims": ("phrase", "phrase_language", "phrase_translation"),
    "vocabulary": ("phrase", "language", "translation"),
    "coverage": ("label", "language", "translation"),
    "reactions": ("phrase", "language", "translation"),
}
BOTH = " / "
NOTHING = "–"


class Quotation(NamedTuple):
    """What was said, in the reader's language; and the original and its language, if that is another one (else "")."""

    said: str
    original: str
    language: str


def quotation(row: Mapping[str, Any], table: str, words: Words) -> Quotation:
    """What a row of a table quotes. All texts are empty where it quotes nothing."""
    phrase, language, translation = (str(row[column]) for column in QUOTING[table])
    if not phrase or language == words.language:
        return Quotation(_marked(phrase), "", "")
    if BOTH in translation:
        english, _, spanish = translation.partition(BOTH)
        translation = spanish if words.language == "es" else english
    return Quotation(_marked(translation), _marked(phrase), language)


def columns(rows: pd.DataFrame, table: str, words: Words, said: str, original: str) -> dict[str, list[str]]:
    """Two columns for the table under a figure: what was said, and the original where it is in another language.

    said, original: the headings.
    """
    quoted = _all(rows, table, words)
    return {said: [one.said for one in quoted], original: [one.original or NOTHING for one in quoted]}


def told(table: pd.DataFrame, rows: pd.DataFrame, name: str, words: Words, original: str) -> pd.DataFrame:
    """The table under a figure, knowing the language of each original, so that a screen reader says it as it sounds.

    rows: of the pack's table `name`, in the same order. original: the heading, as `columns` got it.
    """
    table.attrs["languages"] = {original: [one.language for one in _all(rows, name, words)]}
    return table


def is_quoted(table: str, column: str) -> bool:
    """Whether a column holds what somebody said."""
    return column == QUOTING.get(table, ("",))[0]


def in_one(rows: pd.DataFrame, table: str, words: Words) -> list[str]:
    """What rows quote, each in one text: “asombroso” (“staggering”)."""
    quoted = _all(rows, table, words)
    return [f"{one.said} ({one.original})" if one.original else one.said for one in quoted]


def _all(rows: pd.DataFrame, table: str, words: Words) -> list[Quotation]:
    return [quotation(row, table, words) for row in rows[list(QUOTING[table])].to_dict("records")]


def _marked(text: str) -> str:
    """In quotation marks; those within become single ones."""
    inner = text.replace("“", "‘").replace("”", "’")
    return f"“{inner}”" if text else ""
