"""Sixty-five marks for sixty-five men."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mineros import style
from mineros.charts.common import cited
from mineros.drawing import Drawing

if TYPE_CHECKING:
    import pandas as pd

    from mineros.data import Tables
    from mineros.words import Value

ALL, ROW = 65, 13


def sixty_five(tables: Tables, recoveries: pd.DataFrame) -> Drawing:
    """One mark for each man, by what the last agreed counts say: recovered in 2006, returned since 2024,
    identified and on the way home, still in the mine. The marks are counts: no mark is a certain man.
    """
    words = tables.words
    early = recoveries[recoveries["series"] == "2006-2007"]
    late = recoveries[(recoveries["series"] == "2024-2026") & ~recoveries["conflicts"].astype(bool)]
    first = int(early["identified"].max())
    returned = int(late["returned"].max())
    identified = int(late["identified"].max()) - returned
    located = int(late["located"].max()) - returned - identified
    counts = {"first": first, "returned": returned, "identified": identified, "located": located}
    counts["below"] = ALL - sum(counts.values())

    figure = style.new_figure(4.9, left=0.02, right=0.98, top=0.98, bottom=0.02)
    axes = figure.subplots()
    looks: dict[str, dict[str, Any]] = {
        "first": {"markerfacecolor": style.INK, "markeredgecolor": style.INK},
        "returned": {"markerfacecolor": "#5b9ac4", "markeredgecolor": "#5b9ac4"},
        # Half full: on a gray print a tone alone would not part it from the empty marks.
        "identified": {
            "fillstyle": "left",
            "markerfacecolor": "#5b9ac4",
            "markerfacecoloralt": "white",
            "markeredgecolor": "#5b9ac4",
        },
        "located": {"markerfacecolor": style.OCHRE, "markeredgecolor": style.OCHRE},
        "below": {"markerfacecolor": "white", "markeredgecolor": style.RUST},
    }
    states = [state for state, count in counts.items() for _ in range(count)]
    for number, state in enumerate(states):
        axes.plot(number % ROW, -(number // ROW), "o", markersize=25, markeredgewidth=3, **looks[state])
    present = [state for state, count in counts.items() if count]
    for place, state in enumerate(present):
        x, y = (place % 2) * 6.6, -5.25 - (place // 2) * 0.72
        axes.plot(x, y, "o", markersize=16, markeredgewidth=2.5, **looks[state])
        axes.text(x + 0.45, y, words(f"figure.sixty_five.state.{state}", count=counts[state]), va="center", fontsize=16)
    axes.set_xlim(-0.6, ROW - 0.4)
    axes.set_ylim(-6.5, 0.6)
    axes.axis("off")

    import pandas as pd

    table = pd.DataFrame(
        {
            words("figure.sixty_five.column.state"): [words(f"figure.sixty_five.name.{state}") for state in present],
            words("figure.sixty_five.column.count"): [counts[state] for state in present],
        }
    )
    facts: dict[str, Value] = {**counts, "n": ALL, "missing": counts["below"]}
    facts["as_of"] = words.date(recoveries["date"].max())
    return Drawing(figure, table, facts, cited(early, late.tail(1)))
