"""The glossary: every term once, in both languages, with the forms under which a text may use it."""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from mineros import folders, html
from mineros.errors import DataError
from mineros.texts import named, plain
from mineros.words import LANGUAGES, ORIGINAL

if TYPE_CHECKING:
    from mineros.words import Words


@dataclass(frozen=True)
class Term:
    """One term. `name`, `forms` and `meaning` are by language; `linked` is false for words too common to be linked."""

    id: str
    field: str
    name: dict[str, str]
    forms: dict[str, tuple[str, ...]]
    meaning: dict[str, str]
    linked: bool

    def written(self, language: str) -> tuple[str, ...]:
        """How a text may write the term: its name, unless that carries an explanation in brackets, and its forms."""
        name = self.name[language]
        return self.forms[language] if "(" in name else (name, *self.forms[language])


@cache
def all_terms() -> tuple[Term, ...]:
    """Every term, in the order of the file. Raises OSError, ValueError, KeyError for a file missing or damaged."""
    return tuple(_term(entry) for entry in tomllib.loads(folders.glossary().read_text("utf-8"))["term"])


def _term(entry: dict[str, Any]) -> Term:
    return Term(
        id=entry["id"],
        field=entry["field"],
        name={language: entry.get(language, entry[ORIGINAL]) for language in LANGUAGES},
        forms={language: tuple(entry.get(f"forms_{language}", entry[f"forms_{ORIGINAL}"])) for language in LANGUAGES},
        meaning={language: entry.get(f"meaning_{language}", entry[f"meaning_{ORIGINAL}"]) for language in LANGUAGES},
        linked=entry.get("link", True),
    )


def find(word: str, words: Words) -> Term:
    """The term that a word names in either language, in any of its forms. Raises DataError; says what comes near."""
    try:
        known = {
            plain(form): term
            for term in reversed(all_terms())
            for language in reversed(LANGUAGES)
            for form in (*term.written(language), term.name[language], term.id)
        }
    except (OSError, ValueError, KeyError) as cause:
        raise DataError(words("error.damaged", file=str(folders.glossary()))) from cause
    asked = named(word)
    wanted = plain(asked)
    if wanted in known:
        return known[wanted]
    near = [known[form].name[words.language] for form in difflib.get_close_matches(wanted, known, n=3)]
    if near:
        raise DataError(words("error.no_term_but", term=asked, near=", ".join(dict.fromkeys(near))))
    raise DataError(words("error.no_term", term=asked))


def card(term: Term, words: Words) -> str:
    """A term as a small card: its name, what it means, and its name in the other language."""
    other = "es" if words.language == "en" else "en"
    facts = [
        (words("glossary.other"), f'<span lang="{other}">{html.text(term.name[other])}</span>'),
        (words("glossary.field"), html.text(words(f"glossary.fields.{term.field}"))),
    ]
    name = f'<p class="title">{html.text(term.name[words.language])}</p>'
    return html.card(f"{name}<p>{html.text(term.meaning[words.language])}</p>{html.facts(facts)}", "note")
