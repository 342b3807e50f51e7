"""A lesson as it stands on a page of the web: nothing moves, but tables and references fold below their figure."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from mineros import html
from mineros.cite import Citations
from mineros.lesson import Lesson, Paper

if TYPE_CHECKING:
    import pandas as pd


class Screen(Paper):
    """A pack that keeps what a cell would show, whole. What asks and what is built need a running lesson."""

    dots = 0

    @cached_property
    def citations(self) -> Citations:  # type: ignore[override]  # on a screen ids stand in the references
        """The sources, put into words."""
        return Citations(self.tables)

    def explore(self, name: str, *tables: pd.DataFrame, guess: str = "") -> None:
        """The figure as it is before any control is moved."""
        from mineros import interactions

        draw, controls, _ = interactions.of(name, self, *tables)
        start = {control.key: control.begins for control in controls}
        self._keep("explore", draw(**start), reveals=bool(guess))

    def cite(self, *source_ids: str) -> None:
        """The cards of sources."""
        self._keep("card", self.citations.card(list(source_ids)))

    def rubric(self) -> None:
        """The rubric and its worked answers, folded."""
        from mineros.rubric import RubricBox

        box = RubricBox(self)
        self._keep("card", box.criteria() + box.worked())

    def prose(self, source: str) -> str:
        """Text with its links."""
        return source

    def _flat(self, whole: str) -> str:
        return whole.replace(html.STYLE, "")


class Reading(Lesson):
    """A lesson to be read on the web."""

    def __init__(self, number: str, language: str) -> None:
        super().__init__(number, language, Screen(language))

    @cached_property
    def beside(self) -> dict[str, Any]:
        """Nothing is put in the place of anything: a screen has the notebook's own words."""
        return {}
