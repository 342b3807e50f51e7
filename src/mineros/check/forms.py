"""The canonical forms of answers: one text for all the ways in which the same answer may be given.

A number may come as 813, 813.0, "813 days" or a Timedelta; a set in any order; a table with its rows shuffled. What is
compared is the digest of the canonical text, so that a right answer is never refused for its dress.
"""

from __future__ import annotations

import json
import math
import re
from datetime import date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from mineros.texts import plain
from mineros.words import LANGUAGES, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Entry = dict[str, Any]

LONGEST = 10_000  # items of a list, cells of a table; no answer of ours is longer, and a generator may never end
# A sign, digits with or without thousands, a point, an exponent; then perhaps a unit. A comma is no decimal point.
NUMBER = re.compile(
    r"([-+\u2212]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?(?:e[-+]?\d+)?)\s*((?:[^\W\d_]|%).*)?", re.IGNORECASE
)
MISSING = ("None", "nan", "NaT", "<NA>")  # how pandas writes what is not there
WRITTEN_DATES = (
    re.compile(r"(?P<month>[a-z]+)\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})"),
    re.compile(
        r"(?P<day>\d{1,2})(?:\.?[o\u00b0])?\.?\s+(?:de\s+)?(?P<month>[a-z]+)\.?,?\s+(?:del?\s+)?(?P<year>\d{4})"
    ),
)


class OtherUnitError(ValueError):
    """A number in a unit that the task does not ask for."""


def canonical(kind: str, value: Any, entry: Entry) -> str:
    """The form under which a value of this kind is compared. Raises ValueError or TypeError for another kind of thing.

    entry: what the task says of its answer: `step` and `units` of a number, `columns` and `ordered` of a table.
    """
    if kind not in FORMS:
        raise ValueError(f"no such kind of check: {kind}")
    return FORMS[kind](value, entry)


# --- one value -----------------------------------------------------------------------------------------------------


def number(value: Any, entry: Entry) -> str:
    """A number to the nearest `step` (1 if not said), as how many steps it is; a text may bear thousands and a unit.

    entry["units"]: the names of the unit by language, such as {"en": ["days", "day"], "es": ["días", "día"]}. Where
    days are asked, a span of time is a number of them.
    """
    units = [_plain(unit) for names in entry.get("units", {}).values() for unit in names]
    if isinstance(value, bool):
        raise ValueError("yes or no is not a number")
    if _is_span(value):
        if "days" not in units:
            raise _not_in(units)
        value = value / _one_day(value)
    # What is no single number, such as a column, does not read as one.
    found = NUMBER.fullmatch(str(value).strip()) if isinstance(value, str) or not hasattr(value, "__len__") else None
    if found is None or not any(sign.isdigit() for sign in found[1]):
        raise ValueError("not a number")
    unit = _plain(found[2] or "")
    if unit and unit not in units:
        raise _not_in(units)
    steps = float(found[1].replace(",", "").replace("\u2212", "-")) / float(entry.get("step", 1.0))
    if not math.isfinite(steps):
        raise ValueError("not a finite number")
    return str(round(steps))


def _not_in(units: list[str]) -> ValueError:
    """What to raise for a number in another unit: where no unit is asked, it is no number."""
    return OtherUnitError("another unit") if units else ValueError("not a number")


def day(value: Any, entry: Entry) -> str:
    """A day as its ISO date, from any type of date, an ISO text, or words such as "24 de febrero de 2011"."""
    if type(value).__name__ == "datetime64":
        value = value.astype("datetime64[us]").item()
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    text = _plain(_text(value))
    iso = re.fullmatch(r"(\d{4}-\d{2}-\d{2})(?:[t ][\d:.]+)?", text)
    return date.fromisoformat(iso[1]).isoformat() if iso else _day_in_words(text)


def _day_in_words(text: str) -> str:
    for form in WRITTEN_DATES:
        if found := form.fullmatch(text):
            for language in LANGUAGES:
                months = Words(language).entry("date.months")
                names = [name for name in months if len(found["month"]) > 2 and _plain(name).startswith(found["month"])]
                if names:
                    return date(int(found["year"]), months.index(names[0]) + 1, int(found["day"])).isoformat()
    raise ValueError("not a day")


def choice(value: Any, entry: Entry) -> str:
    """One option, by its id."""
    return _text(value).strip()


def word(value: Any, entry: Entry) -> str:
    """What a function gave where a word is due; a number too, so that a zero in its place gets its own hint."""
    if isinstance(value, str) or hasattr(value, "__float__"):
        return _item(value)
    raise ValueError("neither a word nor a number")


# --- several values ------------------------------------------------------------------------------------------------


def ordering(value: Any, entry: Entry) -> str:
    """Options in their order, first to last."""
    return " > ".join(items(value))


def several(value: Any, entry: Entry) -> str:
    """A set: order and repetitions do not matter. A text is read as items between commas."""
    if isinstance(value, str):
        value = value.split(",")
    elif isinstance(value, set | frozenset):
        value = list(value)
    return " | ".join(sorted(set(items(value))))


def items(value: Any) -> list[str]:
    """A list of whatever shape as texts: list, tuple, column, array. Raises ValueError for what has no order."""
    if isinstance(value, str | bytes | dict | set | frozenset) or hasattr(value, "columns"):
        raise ValueError("not a list")
    found = list(islice(iter(value), LONGEST + 1))
    if len(found) > LONGEST:
        raise ValueError("longer than any answer")
    return [_item(part) for part in found]


def table(value: Any, entry: Entry) -> str:
    """The asked columns of a table; their order never matters, that of the rows only where the task says `ordered`.

    A column with an index (what value_counts or groupby give) is a table of two columns, and so is a dict. Numbers are
    taken to the nearest `step`. More columns than the asked ones are forgiven, more rows are not.
    """
    wanted: list[str] = entry["columns"]
    rows = [[_cell(cell, entry) for cell in row] for row in _rows(value, wanted)]
    return json.dumps([wanted, rows if entry.get("ordered") else sorted(rows)], ensure_ascii=False)


def _rows(value: Any, wanted: list[str]) -> Iterable[Iterable[Any]]:
    if isinstance(value, dict):
        if len(wanted) != 2 or len(value) > LONGEST:
            raise ValueError("not a table of these columns")
        return list(value.items())
    if hasattr(value, "to_frame") and hasattr(value, "items"):  # a column with its index
        if len(wanted) != 2 or value.index.nlevels != 1 or len(value) > LONGEST:
            raise ValueError("not a table of these columns")
        return list(zip(value.index.get_level_values(0), value, strict=True))
    if not hasattr(value, "columns"):
        raise ValueError("not a table")
    if len(value) * len(wanted) > LONGEST:
        raise ValueError("longer than any answer")
    columns = [_column(value, name) for name in wanted]
    return list(zip(*columns, strict=True))


def _column(frame: Any, name: str) -> list[Any]:
    """A column, or a level of the index, by its name."""
    if name in frame.columns:
        found = frame[name]
        if hasattr(found, "columns"):
            raise ValueError("two columns of one name")
        return list(found)
    if name in frame.index.names:
        return list(frame.index.get_level_values(name))
    raise MissingColumnError(name)


class MissingColumnError(ValueError):
    """A table without a column that the task asks for; the column is this error's only argument."""


def _cell(cell: Any, entry: Entry) -> str:
    if isinstance(cell, str):
        return cell.strip()
    if str(cell) in MISSING:
        return ""
    try:
        return day(cell, entry) if hasattr(cell, "year") else number(cell, entry)
    except (ValueError, TypeError):
        return _item(cell)


# --- small helps ---------------------------------------------------------------------------------------------------


def _item(part: Any) -> str:
    """One item as a text: 2006.0 and numpy's 2006 are the year 2006."""
    if not isinstance(part, str | bool) and hasattr(part, "__float__"):
        as_number = float(part)
        if as_number.is_integer():
            return str(int(as_number))
    return str(part).strip()


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")
    return str(value)


def _plain(text: str) -> str:
    return " ".join(plain(text).split())


def _is_span(value: Any) -> bool:
    return isinstance(value, timedelta) or type(value).__name__ == "timedelta64"


def _one_day(span: Any) -> Any:
    return timedelta(days=1) if isinstance(span, timedelta) else type(span)(1, "D")


FORMS: dict[str, Callable[[Any, Entry], str]] = {
    "number": number,
    "date": day,
    "choice": choice,
    "text": word,
    "set": several,
    "ordering": ordering,
    "table": table,
}
