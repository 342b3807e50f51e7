"""The archive: from which sides the record of the alliances comes, and which sides are silent in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineros import style
from mineros.charts.common import cited
from mineros.drawing import Drawing

if TYPE_CHECKING:
    import pandas as pd

    from mineros.data import Tables
    from mineros.words import Value


def tellers(tables: Tables, ties: pd.DataFrame, *others: pd.DataFrame) -> Drawing:
    """Sources behind the tables of this lesson, by side, and the claims of each side on its disputed questions.

    ties and others: the tables whose sources are counted, each source once.
    """
    words = tables.words
    if ties.empty:
        raise ValueError("n = 0")
    named = cited(ties, *others)
    sources = tables["sources"].set_index("source_id").loc[named]
    disputes = tables["disputes"]
    asked = disputes[disputes["theme"] == "alliances"]["dispute_id"]
    claims = tables["claims"]
    spoken = claims[claims["dispute_id"].isin(asked)]["perspective"].value_counts()
    counts = sources["perspective"].value_counts()
    sides = sorted(style.SIDES, key=lambda side: (-int(counts.get(side, 0)), -int(spoken.get(side, 0))))
    numbers = [int(counts.get(side, 0)) for side in sides]
    said = [int(spoken.get(side, 0)) for side in sides]

    figure = style.new_figure(6.9, left=0.305, right=0.84, top=0.91, bottom=0.03)
    axes = figure.subplots()
    axes.barh(range(len(sides)), numbers, height=0.62, color=[style.SIDES[side][0] for side in sides])
    for place, (side, number, claimed) in enumerate(zip(sides, numbers, said, strict=True)):
        color, marker = style.SIDES[side]
        axes.plot(
            -0.028, place, marker, color=color, markersize=10, clip_on=False, transform=axes.get_yaxis_transform()
        )
        axes.text(number + 1.5, place, str(number), va="center", fontsize=16, fontweight="bold")
        axes.text(
            1.14, place, str(claimed), va="center", ha="center", fontsize=16, transform=axes.get_yaxis_transform(),
        )  # fmt: skip
    names = [tables.label("claims", "perspective", side) for side in sides]
    axes.set_yticks(range(len(sides)), names, fontsize=15)
    axes.tick_params(axis="y", pad=20)
    axes.set_ylim(len(sides) - 0.4, -0.5)
    axes.set_xlim(0, max(numbers) * 1.12)
    axes.set_xticks([])
    axes.grid(visible=False)
    style.bare(axes, "left", "bottom")
    axes.text(0, -0.75, words("figure.tellers.sources"), va="bottom", fontsize=15, color=style.SOFT)
    axes.text(
        1.14, -0.75, words("figure.tellers.claims"), va="bottom", ha="center", fontsize=15, color=style.SOFT,
        transform=axes.get_yaxis_transform(),
    )  # fmt: skip
    silent = [name for name, number, claimed in zip(names, numbers, said, strict=True) if not number and not claimed]
    facts: dict[str, Value] = {
        "n": len(sources), "union": int(counts.get("union", 0)), "company": int(counts.get("company", 0)),
        "share": round(100 * int(counts.get("union", 0)) / len(sources)), "claims": sum(said),
        "spanish": int((sources["language"] == "es").sum()), "missing": len(silent), "silent": words.joined(silent),
    }  # fmt: skip
    import pandas as pd

    head = "figure.tellers.column."
    table = pd.DataFrame({words(head + "side"): names, words(head + "sources"): numbers, words(head + "claims"): said})
    return Drawing(figure, table, facts, named)
