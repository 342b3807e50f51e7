"""What a chart function hands over: the picture, and all that is needed to say what it means."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from mineros.words import Value


@dataclass
class Drawing:
    """A drawn chart and its meaning.

    figure: the matplotlib figure, finished.
    table: the numbers drawn, one row a mark, headings and words in the reader's language.
    facts: the values that fill the catalogue's sentences (title, finding, caption); always with `n` and `missing`.
    sources: ids of the sources that the drawn rows name, most used first.
    variant: the catalogue's branch for this state of the chart (an interaction may need another sentence).
    named: how many of the sources are named whole under the figure (None: all); of the others, the number is given.
    """

    figure: Figure
    table: pd.DataFrame
    facts: dict[str, Value]
    sources: list[str] = field(default_factory=list)
    variant: str = ""
    named: int | None = None

    def put_away(self) -> None:
        """Take the figure apart once it is painted: its parts hold each other, and pile up in the memory.

        matplotlib's own `clear` would build new, empty axes in the place of each.
        """
        for whole in (*self.figure.axes, self.figure):
            for part in (*whole.get_children(), whole):
                vars(part).clear()
