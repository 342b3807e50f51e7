"""The numbers and dates that a text says, the same for English and Spanish: to see that a translation keeps them."""

from __future__ import annotations

import re
from collections import Counter

from mineros.words import Words

MONTHS = {language: [name.lower() for name in Words(language).entry("date.months")] for language in ("en", "es")}
# "One" is left out: in both languages it is an article or a pronoun as often as a number.
SMALL = {
    "en": "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty",
    "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete "
    "dieciocho diecinueve veinte",
}
TENS = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
}
UNITS = {"en": {"one": 1}, "es": {"uno": 1, "un": 1, "una": 1}}
JOINT = {"en": "-", "es": " y "}
HUNDREDS = {"dos": 2, "tres": 3, "cuatro": 4, "seis": 6, "sete": 7, "ocho": 8, "nove": 9}
# A day, a month and a year, in the order of each language.
DATED = {
    "en": [r"(?P<month>{months}) (?P<day>\d{{1,2}}),? (?P<year>\d{{4}})", r"(?P<month>{months}) (?P<day>\d{{1,2}})\b"],
    "es": [
        r"(?P<day>\d{{1,2}})\.?º? de (?P<month>{months}) del? (?P<year>\d{{4}})",
        r"(?P<day>\d{{1,2}})\.?º? de (?P<month>{months})\b",
    ],
}
MONTHLY = {"en": r"(?P<month>{months}) (?P<year>\d{{4}})", "es": r"(?P<month>{months}) del? (?P<year>\d{{4}})"}


def _worded(language: str) -> dict[str, int]:
    """Every number that is one word, or two joined, such as "sixty-five"."""
    small = {word: value for value, word in enumerate(SMALL[language].split(), start=2)}
    tens = {word: value * 10 for value, word in enumerate(TENS[language].split(), start=2)}
    below_ten = UNITS[language] | {word: value for word, value in small.items() if value < 10}
    joined = {f"{ten}{JOINT[language]}{one}": tens[ten] + below_ten[one] for ten in tens for one in below_ten}
    accented = {"dos": "dós", "tres": "trés", "seis": "séis"}
    twenties = {f"veinti{accented.get(word, word)}": 20 + value for word, value in below_ten.items()}
    if language == "en":
        hundreds = {f"{word} hundred": 100 * value for word, value in (below_ten | {"a": 1}).items()}
        return small | tens | joined | hundreds | {"twice": 2}
    hundreds = {
        f"{stem}{ending}": 100 * value for stem, value in HUNDREDS.items() for ending in ("cientos", "cientas")
    } | {"cien": 100, "quinientos": 500, "quinientas": 500}
    return small | tens | joined | twenties | hundreds


WORDED = {language: _worded(language) for language in SMALL}


def numbers(text: str, language: str) -> Counter[str]:
    """Dates as 2006-02-19, 02-19 or 2006-02, numbers as digits without separators; code is left out."""
    found: Counter[str] = Counter()
    months = "|".join(MONTHS[language])

    def date(match: re.Match[str]) -> str:
        parts = match.groupdict()
        month = MONTHS[language].index(parts["month"].lower()) + 1
        day = f"{int(parts['day']):02d}" if "day" in parts else ""
        found["-".join(filter(None, [parts.get("year"), f"{month:02d}", day]))] += 1
        return " "

    def number(match: re.Match[str]) -> str:
        said = match[0].lower()
        found[str(WORDED[language].get(said, said.replace(",", "")))] += 1
        return " "

    text = re.sub(r"`[^`]*`|\]\([^)]*\)", " ", text)
    for form in [*DATED[language], MONTHLY[language]]:
        text = re.sub(form.format(months=months), date, text, flags=re.IGNORECASE)
    words = "|".join(sorted(WORDED[language], key=len, reverse=True))
    re.sub(rf"\d[\d,.]*\d|\d|\b(?:{words})\b", number, text, flags=re.IGNORECASE)
    return found
