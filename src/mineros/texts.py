"""Texts that come from outside: made whole, made one line, cut to a name, made ready to be compared."""

from __future__ import annotations

import re
import unicodedata

# Signs that no reader sees: those that steer a terminal, and those that turn the direction of what follows.
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
LONGEST_NAME = 60  # letters; no name in the pack is longer, and a message repeats no page


def whole_letters(text: str) -> str:
    """A text without halves of signs (half an emoji, as some keyboards send it), which no file can hold."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def visible(text: str) -> str:
    """A text in which each sign that works unseen, or is half a sign, stands as a question mark in a diamond."""
    return UNSEEN.sub("\ufffd", whole_letters(text.replace("\r\n", "\n").replace("\r", "\n")))


def typed(given: object) -> str:
    """What a reader handed over where a text belongs, as one line of text; None is nothing."""
    return "" if given is None else " ".join(whole_letters(str(given)).split())


def named(given: object) -> str:
    """What a reader handed over where a name belongs: a figure, a table, an id. What is too long is no name."""
    return typed(given)[:LONGEST_NAME]


def plain(text: str) -> str:
    """A text as it is compared: small letters without accents, so that "Único" meets "unico"."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
