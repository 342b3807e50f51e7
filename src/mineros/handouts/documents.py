"""The documents of a lesson, by name, each a whole page of HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineros.handouts.cards import activities, cards
from mineros.handouts.sheets import sheets, tables
from mineros.handouts.slides import notes, slides

if TYPE_CHECKING:
    from collections.abc import Callable

    from mineros.lesson import Lesson

# Each takes a lesson and a size of paper, one of `pages.PAPERS`.
DOCUMENTS: dict[str, Callable[[Lesson, str], str]] = {
    "sheets": sheets, "cards": cards, "activities": activities, "tables": tables, "slides": slides, "notes": notes,
}  # fmt: skip
