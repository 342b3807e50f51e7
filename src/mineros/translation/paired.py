"""What is translated outside the notebooks: messages, questions, terms, exercises, headings of tables, whole pages.

These texts have no room for a digest, so one file a language, `locale/<language>/translated.json`, holds them by name.
"""

from __future__ import annotations

import json
import re
import tomllib
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from mineros.errors import DataError
from mineros.translation.units import Unit
from mineros.words import ORIGINAL, Words, catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# The pages that are whole files, and what the Spanish ones are called where that is not the rule.
PAGES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "data/DATASHEET.md")
LINKS = r"(?s)<!-- launch -->.*?<!-- /launch -->"
NAMED = {
    ("README.md", "es"): "LEEME.md",
    ("CONTRIBUTING.md", "es"): "CONTRIBUIR.md",
    ("CHANGELOG.md", "es"): "CAMBIOS.md",
    ("SECURITY.md", "es"): "SEGURIDAD.md",
}


def locale(top: Path, language: str) -> Path:
    """The folder of a language's messages in a checkout."""
    return top / "src" / "mineros" / "locale" / language


def ledger(top: Path, language: str) -> Path:
    """The file that says which English each text of a language was translated from."""
    return locale(top, language) / "translated.json"


def known(top: Path, language: str) -> dict[str, str]:
    """The digests of the English texts, by the names of their units; none where the language has just begun."""
    path = ledger(top, language)
    held: dict[str, str] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return held


def units(top: Path, language: str) -> list[Unit]:
    """Every text outside the notebooks, with what the language says in its place."""
    digests = known(top, language)
    return [
        Unit(name, english, translated, digests.get(name, ""))
        for name, english, translated in [*_messages(language), *_tables(top, language), *_pages(top, language)]
    ]


# --- the message catalogue -------------------------------------------------------------------------------------------


def _messages(language: str) -> Iterator[tuple[str, str, str]]:
    """The messages, table by table, such as "message/figure.days"."""
    theirs = dict(_leaves(catalogue(language), ""))
    for name, texts in _leaves(catalogue(ORIGINAL), ""):
        own = theirs.get(name, {})
        yield f"message/{name}", _written(texts), _written(own) if own.keys() >= texts.keys() else ""


def _leaves(table: dict[str, Any], name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The texts that stand directly in each table of the catalogue."""
    texts = {key: value for key, value in table.items() if not isinstance(value, dict)}
    if texts:
        yield name or "top", texts
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{name}.{key}".strip("."))


# --- tables in which the languages stand side by side ----------------------------------------------------------------


def _tables(top: Path, language: str) -> Iterator[tuple[str, str, str]]:
    """Questions, exercises, the rubric, terms, and the headings of the dataset's tables."""
    for name, held in _entries(top):
        english, own = dict(_texts(held, ORIGINAL)), dict(_texts(held, language))
        yield name, _written(english), _written(own) if own.keys() >= english.keys() else ""


def _entries(top: Path) -> Iterator[tuple[str, Any]]:
    for path in sorted((top / "guide" / "questions").glob("*.toml")):
        yield from ((f"question/{entry['id']}", entry) for entry in _toml(path)["question"])
    for path in sorted((top / "exercises" / "solutions").glob("*.toml")):
        yield from ((f"key/{question}", key) for question, key in _toml(path).items())
    for path in sorted((top / "exercises" / "solutions" / "tasks").glob("*.toml")):
        whole = _toml(path)
        yield f"exercises/{path.stem}", {key: value for key, value in whole.items() if key != "task"}
        yield from ((f"exercise/{task['id']}", task) for task in whole["task"])
    for path in sorted((top / "guide" / "lessons").glob("*.toml")):
        yield from ((f"guide/{path.stem}/{name}", part) for name, part in _toml(path).items())
    for path in sorted((top / "guide" / "worked").glob("*.toml")):
        yield from ((f"worked/{path.stem}/{entry['points']}", entry) for entry in _toml(path)["worked"])
    for path in sorted((top / "guide" / "handouts").glob("*.toml")):
        yield from ((f"handouts/{path.stem}/{name}", part) for name, part in _toml(path).items() if _texts_in(part))
    yield "rubric", _toml(top / "guide" / "rubric.toml")
    yield from ((f"term/{entry['id']}", entry) for entry in _toml(top / "guide" / "glossary.toml")["term"])
    package = json.loads((top / "data" / "datapackage.json").read_text("utf-8"))
    yield from ((f"table/{resource['name']}", resource) for resource in package["resources"])


def _toml(path: Path) -> dict[str, Any]:
    """A table from its file. Raises DataError."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as cause:
        raise DataError(Words(ORIGINAL)("error.damaged", file=str(path))) from cause


def _texts(held: Any, language: str, place: str = "") -> Iterator[tuple[str, Any]]:
    """What an entry says in a language, by the place where it stands: under "en", or under a name like "title_en"."""
    parts = held.items() if isinstance(held, dict) else enumerate(held) if isinstance(held, list) else ()
    for key, value in parts:
        stem, _, ending = str(key).rpartition("_")
        if ending == language and not isinstance(value, dict):
            yield f"{place}.{stem}", value
        else:
            yield from _texts(value, language, f"{place}.{key}")


def _texts_in(held: Any) -> bool:
    """Whether there is anything to translate in an entry: some only name cells."""
    return any(True for _ in _texts(held, ORIGINAL))


def _written(texts: dict[str, Any]) -> str:
    return json.dumps(texts, ensure_ascii=False, sort_keys=True, indent=1) if texts else ""


# --- pages -----------------------------------------------------------------------------------------------------------


def page(name: str, language: str) -> str:
    """What a page is called in another language: `guide/en/x.md` is `guide/fr/x.md`, `README.md` is `README.fr.md`."""
    if name.startswith(f"guide/{ORIGINAL}/"):
        return name.replace(f"/{ORIGINAL}/", f"/{language}/")
    return NAMED.get((name, language), name.replace(".md", f".{language}.md"))


def pages(top: Path) -> list[str]:
    """The English pages that are written by hand; the guide's chapters, whose names begin with a number, are made."""
    guide = (path for path in (top / "guide" / ORIGINAL).glob("*.md") if not path.name[0].isdigit())
    return [*PAGES, *sorted(path.relative_to(top).as_posix() for path in guide)]


def _pages(top: Path, language: str) -> Iterator[tuple[str, str, str]]:
    """The pages, section by section, such as "README.md/2".

    What a command writes does not count: numbers, and the links to a release (mineros.launch).
    """
    for name in pages(top):
        english, own = _sections(top / name), _sections(top / page(name, language))
        for number, (text, translated) in enumerate(zip_longest(english, own, fillvalue=""), start=1):
            yield f"{name}/{number}", re.sub(r"\d[\d,.]*", "#", re.sub(LINKS, "", text)), translated


def _sections(path: Path) -> list[str]:
    return re.split(r"^(?=## )", path.read_text("utf-8"), flags=re.MULTILINE) if path.exists() else []
