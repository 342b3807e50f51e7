"""English words in what a Spanish reader meets. Proper names, printed titles and quoted originals are not counted.

A word is English if the pack's English texts use it, in small letters, and none of its Spanish texts does. The tables
themselves tell what is a name, a title or a quotation.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser

from drawn import pack
from lessons import LESSONS, TOP, Lesson
from mineros.quoted import QUOTING
from mineros.rules.cells import AS_PRINTED
from mineros.words import catalogue

WORD = re.compile(r"[^\W\d_]+")
# Common words of English that no Spanish sentence has.
COMMON = set(
    WORD.findall(
        """the and of with not answer answers this that from for are is was were you your there here write which what
        who when where how have been before after years year days day deaths source missing cannot into its than only
        most many first last could would should row rows word words open closed shown found each other them they their
        his her him it we our us be had will if then because about against between during without under over again
        any all both by few some such nor own same so too very can just now one two three four five six seven eight nine
        ten said says say see made make take give given left right true false yes none unknown date place people"""
    )
)
# Codes and names that the tables hold in one form for both languages.
NAMING = {
    "people": ("name",), "organizations": ("name_es", "short_name"), "places": ("name_es", "state_es"),
    "sources": ("title_es", "publisher_es", "author"), "coverage": ("outlet_es",),
    "rrm_cases": ("facility", "company"), "disasters_world": ("mine_es", "place_es"), "awards": ("giver",),
    "actions": ("organizations_named_es",), "series_catalog": ("publisher_es",),
}  # fmt: skip
# What JupyterLab calls its own menus and keys; names of files; code.
OWN = re.compile(
    r"\*[A-Z][\w ]+(?:, [A-Z][\w ]+)*\*|Shift-Enter|Ctrl-\w|Download|`[^`]*`"
    r"|[\w-]+\.(?:json|csv|ipynb|py|html|md|xls|pdf)"
    r"|pack\.\w+|\]\([^)]*\)|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|top|news|info|uk|mx|ca)\b"
)
CUT = "…"  # a long title in a list is cut


class Texts(HTMLParser):
    """Every text of a page: what is read, and what is read aloud (alternatives, labels). Other languages say so."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._hidden = [False]
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        own = dict(attrs)
        self.found += [own[name] for name in ("alt", "aria-label", "title", "placeholder") if own.get(name)]
        if tag not in ("img", "br", "meta", "input", "link", "hr", "col"):
            foreign = tag in ("style", "script", "code", "pre") or own.get("lang", "es") != "es"
            self._hidden.append(self._hidden[-1] or foreign)

    def handle_endtag(self, tag):
        self._hidden.pop()

    def handle_data(self, data):
        if not self._hidden[-1] and data.strip():
            self.found.append(data)


def _strings(held: object, language: str = "") -> Iterator[str]:
    """Every text of a table read from TOML or JSON; of one language, those under its code or with its ending."""
    if isinstance(held, str):
        if not language:
            yield held
    elif isinstance(held, list):
        for part in held:
            yield from _strings(part, language)
    elif isinstance(held, dict):
        for key, part in held.items():
            mine = language and str(key).rpartition("_")[2] == language and not isinstance(part, dict)
            yield from _strings(part, "" if mine else language)


def _pack_s_own(language: str) -> Iterator[str]:
    """All that the pack says in a language: messages, questions, exercises, terms, tables, lessons."""
    yield from _strings(catalogue(language))
    for path in [*TOP.glob("guide/**/*.toml"), *TOP.glob("exercises/solutions/**/*.toml")]:
        yield from _strings(tomllib.loads(path.read_text("utf-8")), language)
    yield from _strings(json.loads((TOP / "data" / "datapackage.json").read_text("utf-8")), language)
    for name, columns in _raw():
        for column, texts in columns.items():
            stem, _, ending = column.rpartition("_")
            if ending == language and (name, stem) not in AS_PRINTED:
                yield from texts
    for path in LESSONS:
        if path.parent.name == language:
            yield from (text for _, text in Lesson(path).prose)


@cache
def _raw() -> list[tuple[str, dict[str, list[str]]]]:
    tables = pack("es").tables
    return [(name, tables._columns(name)) for name in tables]


@cache
def english() -> frozenset[str]:
    """The words that only English has."""
    spanish = {word.lower() for word in _words("es")}
    return frozenset({word for word in {*_words("en"), *COMMON} if word.islower() and len(word) > 1} - spanish)


def _words(language: str) -> Iterator[str]:
    """The words of all texts of a language; places to be filled and code are left out."""
    for text in _pack_s_own(language):
        yield from WORD.findall(re.sub(r"\{\w+\}|`[^`]*`", " ", text))


@cache
def _named() -> dict[str, list[str]]:
    """Names, printed titles and quoted originals, by each English word in them, the longest first."""
    found = {code for name, _ in _raw() for code in [name, *pack("es").tables.fields(name)]}
    for name, columns in _raw():
        naming = [*NAMING.get(name, ()), *QUOTING.get(name, ())[:1], *pack("es").tables.key(name)]
        found |= {part for column in naming for text in columns[column] for part in (text, *text.split("; "))}
    index: dict[str, list[str]] = {}
    for name in sorted({_plain(name) for name in found}, key=len, reverse=True):
        for word in {word.lower() for word in WORD.findall(name)} & english():
            index.setdefault(word, []).append(name)
    return index


def _plain(text: str) -> str:
    """Without menus, files and code, and with plain spaces."""
    return OWN.sub(" ", text.replace("\xa0", " "))


def english_in(text: str) -> list[str]:
    """The English words of a text that are no part of a name, a printed title or a quotation.

    In a picture a name may be broken into lines, or cut ("…"), which is no fault.
    """
    return list(_english_in(text))


@cache  # as a control moves, most texts of a figure stay
def _english_in(text: str) -> list[str]:
    text = _plain(text)
    hits = _hits(text)
    for name in sorted({name for word in hits for name in _named().get(word.lower(), ())}, key=len, reverse=True):
        text = re.sub(re.sub(r"(?:\\? )+", r"\\s+", re.escape(name)), " ", text)
        for part in (part for part in re.split(r" · |\n", text) if part.rstrip().endswith(CUT)):
            if name.startswith(part.strip().rstrip(CUT)):
                text = text.replace(part, " ")
    return _hits(text) if hits else []


def _hits(text: str) -> list[str]:
    return [word for word in WORD.findall(text) if word.lower() in english()]


def english_on(page: str) -> dict[str, list[str]]:
    """The texts of an HTML page that hold English words, with those words."""
    return {text.strip(): hits for text in Texts(page).found if (hits := english_in(text))}


def english_shown(executed: dict) -> dict[str, list[str]]:
    """The same for all that the cells of an executed notebook show: pages, printed texts, controls."""
    found: dict[str, list[str]] = {}
    for cell in executed["cells"]:
        for output in cell.get("outputs", []):
            if output.get("name") == "stderr":
                continue  # what a library says to its programmers; that a lesson is silent is tested elsewhere
            data = output.get("data", {})
            if "text/html" in data:
                found |= english_on("".join(data["text/html"]))
            for plain in (output.get("text", ""), data.get("text/plain", "") if len(data) == 1 else ""):
                found |= {line: hits for line in "".join(plain).splitlines() if (hits := english_in(line))}
    states = executed["metadata"].get("widgets", {}).get("application/vnd.jupyter.widget-state+json", {})
    for model in states.get("state", {}).values():
        for key in ("description", "placeholder", "value", "_options_labels", "tooltip", "description_tooltip"):
            for text in _strings(model["state"].get(key)):
                found |= english_on(text)
    return found
