"""One text that is translated: where it stands, what it says in both languages, and whether it has fallen behind."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


def digest(text: str) -> str:
    """What tells one English text from another: twelve signs. White space at the ends does not count."""
    return hashlib.sha256(text.strip().encode("utf-8")).hexdigest()[:12]


@dataclass(frozen=True)
class Unit:
    """One text. `name` says where it stands, such as "02/read-route"; `known` is the digest of the English translated.

    `known` is empty where nobody has translated the text yet. `english` is empty where English no longer has it.
    """

    name: str
    english: str
    translated: str
    known: str

    @property
    def today(self) -> str:
        """The digest of the English as it is now."""
        return digest(self.english)

    @property
    def state(self) -> str:
        """How the translation stands: "current", "stale" (the English has changed), "missing", or "orphan"."""
        if not self.english:
            return "orphan"
        if not self.known or not self.translated:
            return "missing"
        return "current" if self.known == self.today else "stale"
