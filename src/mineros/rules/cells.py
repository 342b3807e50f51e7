"""Rules of the cell: harmless text, both languages, dates, short quotations, no private ages."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import TYPE_CHECKING

from mineros.rules.base import Fault, Place, number, pairs, rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DATE_COLUMNS = (
    "date", "date_end", "published", "as_of", "died", "founded", "dissolved", "status_date", "start", "end",
    "open_as_of", "request_date", "resolved_date", "verified",
)  # fmt: skip
SPANS = (
    ("date", "date_end"),
    ("founded", "dissolved"),
    ("start", "end"),
    ("start", "open_as_of"),
    ("request_date", "resolved_date"),
)
RANGES = (
    ("deaths_low", "deaths"), ("deaths", "deaths_high"), ("deaths_low", "deaths_high"), ("wage_low", "wage_high"),
    ("workers_low", "workers_high"), ("participants_low", "participants_high"), ("first_year", "last_year"),
)  # fmt: skip
# Which column tells how precise a date is.
PRECISE = {
    "date": "precision", "start": "start_precision", "end": "end_precision", "request_date": "request_precision",
    "resolved_date": "resolved_precision",
}  # fmt: skip
PRECISION = {0: ("unknown", ""), 4: ("year",), 7: ("month",), 10: ("day",)}
PHRASE_WORDS = 12
# Bilingual columns of names and printed titles: only our own remarks differ, and what has a name in both languages.
AS_PRINTED = {
    ("sources", "title"), ("sources", "publisher"), ("places", "name"), ("places", "state"), ("organizations", "name"),
    ("disasters_world", "mine"), ("disasters_world", "place"), ("actions", "organizations_named"),
    ("coverage", "outlet"), ("series_catalog", "publisher"),
}  # fmt: skip
QUOTED = ("phrase", "label", "translation", "phrase_translation")
# A cell of these columns may read the same in both languages if it is a proper name and nothing else.
NAME_COLUMNS = (
    "claimant",
    "speaker",
    "by",
    "employer",
    "country",
    "place",
    "site",
    "award",
    "recipient",
    "petitioner",
    "forum",
)
NAME_PARTICLES = {
    "de",
    "del",
    "la",
    "el",
    "los",
    "y",
    "for",
    "in",
    "vía",
    "via",
    "the",
    "of",
    "on",
    "and",
    "a",
    "s",
    "apro",
    "blog",
}
LOWER_CASE_NAMES = {"josecardenas.com", "ejecentral", "theBreaker.news", "mexicopolitics.blog"}
ENGLISH = re.compile(r"\b(the|with|was|were|which|from)\b")
SPANISH = re.compile(r"\b(que|los|las|una|por|para|según)\b")
AGE = re.compile(
    r"\baged? \d|\byear[- ]old|\(\d\d (years|años)\)|\b\d\d años de edad|(?<!más )(?<!después )\bde \d\d años\b", re.I
)


def cells_are_harmless_text(folder: Path) -> list[Fault]:
    """No formula, no HTML, no stray or invisible signs, accents composed."""
    faults = []
    for place in rows(folder):
        for column, cell in place.row.items():
            if not isinstance(cell, str):
                continue  # told by columns_are_those_described
            if cell[:1] in ("=", "+", "@", "\t") or (cell[:1] == "-" and not re.fullmatch(r"-\d+(\.\d+)?", cell)):
                faults.append(place.fault("formula", column))
            if "<" in cell and re.search(r"</?[a-z]", cell, re.I):
                faults.append(place.fault("html", column))
            if cell != cell.strip() or "  " in cell or _has_invisible_sign(cell):
                faults.append(place.fault("stray_signs", column))
            if not unicodedata.is_normalized("NFC", cell):
                faults.append(place.fault("accents_apart", column))
    return faults


def _has_invisible_sign(cell: str) -> bool:
    """Whether a cell holds a sign that controls or formats. Most cells are told to be printable at once."""
    return not cell.isprintable() and any(unicodedata.category(sign)[0] == "C" for sign in cell)


def _told(folder: Path) -> Iterator[tuple[Place, str, str, str]]:
    """The bilingual cells that we wrote ourselves; names and titles mostly stand as they are."""
    for place, stem, english, spanish in pairs(folder):
        if (place.table, stem) not in AS_PRINTED:
            yield place, stem, english, spanish


def both_languages_are_filled(folder: Path) -> list[Fault]:
    """What is said in one language is said in the other."""
    return [
        place.fault("language_empty", f"{stem}_{'es' if english else 'en'}")
        for place, stem, english, spanish in pairs(folder)
        if bool(english) != bool(spanish)
    ]


def no_translation_is_a_copy(folder: Path) -> list[Fault]:
    """The two languages differ, unless the cell is nothing but a proper name."""
    return [
        place.fault("translation_copied", f"{stem}_es")
        for place, stem, english, spanish in _told(folder)
        if english and english == spanish and not (stem.endswith(NAME_COLUMNS) and proper_name(english))
    ]


def proper_name(text: str) -> bool:
    """Whether every word is written as a name (capital or number first), apart from small words inside names."""
    words = re.findall(r"[\w.]+", text)
    return all(word[0].isupper() or word[0].isdigit() or word in NAME_PARTICLES | LOWER_CASE_NAMES for word in words)


def no_language_stands_in_the_other_column(folder: Path) -> list[Fault]:
    """English stands in the English column, Spanish in the Spanish one."""
    faults = []
    for place, stem, english, spanish in _told(folder):
        if len(ENGLISH.findall(spanish)) > len(SPANISH.findall(spanish)) + 1:
            faults.append(place.fault("reads_as_english", f"{stem}_es"))
        if len(SPANISH.findall(english)) > len(ENGLISH.findall(english)) + 1:
            faults.append(place.fault("reads_as_spanish", f"{stem}_en"))
    return faults


def dates_are_real_and_as_precise_as_stated(folder: Path) -> list[Fault]:
    """Every date is a day, a month or a year that exists, and its precision says which."""
    faults = []
    for place in rows(folder):
        for column in DATE_COLUMNS:
            text = place[column]
            if text and not _is_date(text):
                faults.append(place.fault("not_a_date", column, cell=text))
            stated = PRECISE.get(column, "")
            if column in place.row and stated in place.row and place[stated] not in PRECISION.get(len(text), ()):
                faults.append(place.fault("precision", stated, stated=place[stated], cell=text))
    return faults


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text)
    except ValueError:
        return False
    return True


def spans_do_not_end_before_they_start(folder: Path) -> list[Fault]:
    """Ends come after starts, and the highest count is not below the lowest."""
    faults = []
    for place in rows(folder):
        for start, end in SPANS:
            first, last = place[start], place[end]
            shared = min(len(first), len(last))
            if shared and first[:shared] > last[:shared]:
                faults.append(place.fault("ends_before", end, last=last, first=first))
        for low, high in RANGES:
            least, most = number(place[low]), number(place[high])
            if least is not None and most is not None and least > most:
                faults.append(place.fault("less_than", high, high=place[high], low=place[low]))
    return faults


def an_open_end_says_as_of_when(folder: Path) -> list[Fault]:
    """A span has an end, or the date at which it was last seen open; never both."""
    return [
        place.fault("open_end", "open_as_of")
        for place in rows(folder)
        if "open_as_of" in place.row and bool(place["end"]) == bool(place["open_as_of"])
    ]


def phrases_are_short_and_translated(folder: Path) -> list[Fault]:
    """Nothing quoted is longer than twelve words; a phrase comes with its language and its translation."""
    faults = []
    for place in rows(folder):
        faults += [
            place.fault("long_phrase", column, most=PHRASE_WORDS)
            for column in ("phrase", "label")
            if len(place[column].split()) > PHRASE_WORDS
        ]
        parts = {bool(place[column]) for column in ("phrase", "phrase_language", "phrase_translation")}
        if place.table == "claims" and len(parts) > 1:
            faults.append(place.fault("phrase_in_part", "phrase"))
        for column, cell in place.row.items():
            for quoted in re.findall(r"“([^”]*)”|«([^»]*)»|\"([^\"]*)\"", str(cell)):
                if column not in QUOTED and len("".join(quoted).split()) > PHRASE_WORDS:
                    faults.append(place.fault("long_phrase", column, most=PHRASE_WORDS))
    return faults


def no_private_ages(folder: Path) -> list[Fault]:
    """No row tells how old somebody was; the leader's own age, told in public, is a dispute of its own."""
    return [
        place.fault("age", column)
        for place in rows(folder)
        if place.table != "sources" and place["dispute_id"] != "leader-age"
        for column, cell in place.row.items()
        if AGE.search(str(cell))
    ]
