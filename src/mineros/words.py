"""All words that a reader meets, by language: the message catalogue, dates and numbers."""

from __future__ import annotations

import locale
import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from mineros.errors import LanguageError
from mineros.texts import named

LOCALE = Path(__file__).parent / "locale"
ORIGINAL = "en"  # the language that the others are translated from
Value = str | int | float


def languages() -> tuple[str, ...]:
    """The codes of the languages that have a catalogue, English first. A folder `locale/fr` adds French."""
    others = sorted(path.name for path in LOCALE.iterdir() if path.is_dir() and path.name != ORIGINAL)
    return (ORIGINAL, *others)


LANGUAGES = languages()


def own_language() -> str:
    """The language of this machine where the pack speaks it, else English."""
    spoken = (locale.getlocale()[0] or "").lower()
    return "es" if spoken.startswith(("es_", "spanish")) else ORIGINAL


def filled_in(held: Any) -> Any:
    """A table of the pack in which every text has all languages; where one is missing, English stands in its place.

    So a language that has just been begun can be opened and looked at. `held`: what was read from TOML or JSON, where a
    text stands as {"en": ..., "es": ...}.
    """
    if isinstance(held, list):
        return [filled_in(part) for part in held]
    if not isinstance(held, dict):
        return held
    whole = {key: filled_in(part) for key, part in held.items()}
    if isinstance(whole.get(ORIGINAL), str | list):
        whole = dict.fromkeys(LANGUAGES, whole[ORIGINAL]) | whole
    return whole


@cache
def catalogue(language: str) -> dict[str, Any]:
    """The whole message catalogue of one language, as nested tables: what all lessons share, then each lesson's own."""
    whole: dict[str, Any] = {}
    for path in sorted((LOCALE / language).glob("*.toml")):
        _join(whole, tomllib.loads(path.read_text("utf-8")))
    return whole


def _join(whole: dict[str, Any], part: dict[str, Any]) -> None:
    """Put the texts of one file into the whole catalogue, table by table. Raises KeyError for a text given twice."""
    for key, value in part.items():
        if isinstance(value, dict):
            _join(whole.setdefault(key, {}), value)
        elif key in whole:
            raise KeyError(key)
        else:
            whole[key] = value


class Words:
    """One language: `words("figure.days.title", days=587)` gives the sentence with its numbers filled in."""

    def __init__(self, language: str) -> None:
        language = named(language)
        if language not in languages():
            codes = [f'"{code}"' for code in languages()]
            raise LanguageError(
                f'The pack does not speak "{language}"; write {" or ".join(codes)}. / '
                f'El paquete no habla "{language}"; escribe {" o ".join(codes)}.'
            )
        self.language = language

    def entry(self, key: str) -> Any:
        """What the catalogue holds under a dotted key: a text or a table of texts. Raises KeyError."""
        found: Any = catalogue(self.language)
        for part in key.split("."):
            found = found[part]
        return found

    def has(self, key: str) -> bool:
        """Whether the catalogue holds this key."""
        try:
            self.entry(key)
        except (KeyError, TypeError):
            return False
        return True

    def __call__(self, key: str, **values: Value) -> str:
        """The text under a dotted key, its {places} filled; whole numbers get thousands separators."""
        text = str(self.entry(key))
        return text.format(**{name: self.number(value) for name, value in values.items()}) if values else text

    def number(self, value: Value) -> str:
        """A number as Mexico and the United States both write it (1,365 and 0.5); texts pass through."""
        if isinstance(value, str):
            return value
        if isinstance(value, int) or float(value).is_integer():
            return f"{int(value):,}"
        return f"{float(value):,.1f}"

    def date(self, iso: str, short: bool = False) -> str:
        """An ISO date of any precision (2006, 2006-02, 2006-02-19) as words, e.g. "February 19, 2006"."""
        if not iso:
            return self("date.unknown")
        parts = [int(part) for part in iso.split("-")]
        if len(parts) == 1:
            return str(parts[0])
        month = self.entry("date.months_short" if short else "date.months")[parts[1] - 1]
        if len(parts) == 2:
            form = "date.month_year_short" if short else "date.month_year"
            return str(self.entry(form)).format(month=month, year=parts[0])
        return str(self.entry("date.full")).format(day=parts[2], month=month, year=parts[0])

    def day(self, iso: str) -> str:
        """A day without its year, short, for an axis: "Feb 19" or "19 feb"."""
        moment = date.fromisoformat(iso)
        month = self.entry("date.months_short")[moment.month - 1]
        return str(self.entry("date.day")).format(day=moment.day, month=month)

    def joined(self, items: list[str]) -> str:
        """A list in a sentence: "a, b and c"."""
        if len(items) < 2:
            return "".join(items)
        return f"{', '.join(items[:-1])} {self('list.and')} {items[-1]}"
