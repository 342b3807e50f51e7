"""Rounds: how many actions of support are on record in each year, and how well they are known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mineros import style
from mineros.charts.common import cited, year_fraction
from mineros.data import listed
from mineros.drawing import Drawing

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from mineros.data import Tables
    from mineros.words import Value

# The four agreements: how high the name of each stands, and on which side of its arrow, so that no arrow crosses one.
SIGNED: dict[str, tuple[float, Literal["left", "right"]]] = {
    "B001": (1.07, "left"), "B004": (1.19, "right"), "B002": (1.19, "left"), "B003": (1.07, "left"),
}  # fmt: skip


def rounds(tables: Tables, actions: pd.DataFrame) -> Drawing:
    """Actions of support year by year: full bars are reported, hatched ones only listed or announced.

    Arrows mark the days on which the two unions signed; that one comes after another does not say why.
    """
    words = tables.words
    years = actions["date"].str[:4].astype(int)
    span = range(int(years.min()), int(years.max()) + 1)
    sure = actions["basis"] == "reported"
    counts = {flag: [int(((years == year) & (sure == flag)).sum()) for year in span] for flag in (True, False)}
    figure = style.new_figure(5.6, left=0.08, right=0.98, top=0.78, bottom=0.2)
    axes = figure.subplots()
    axes.bar(span, counts[True], width=0.8, color=style.STEEL, label=words("figure.rounds.sure"))
    axes.bar(
        span, counts[False], width=0.8, bottom=counts[True], color="white", edgecolor=style.STEEL, hatch="///",
        label=words("figure.rounds.weak"),
    )  # fmt: skip
    for year, one, other in zip(span, counts[True], counts[False], strict=True):
        axes.text(year, one + other + 0.8, str(one + other), ha="center", fontsize=14, fontweight="bold")
    top = max(one + other for one, other in zip(counts[True], counts[False], strict=True)) + 5
    _signings(axes, tables, top)
    axes.set_ylim(0, top)
    axes.set_xlim(span[0] - 0.6, span[-1] + 0.6)
    axes.set_xticks([year for year in span if year % 3 == 0])
    axes.set_ylabel(words("figure.rounds.axis"))
    axes.grid(axis="x", visible=False)
    axes.figure.legend(loc="lower center", ncols=2)
    total = [one + other for one, other in zip(counts[True], counts[False], strict=True)]
    peak = total.index(max(total))
    facts: dict[str, Value] = {
        "peak": str(span[peak]), "most": total[peak], "peak_sure": counts[True][peak], "n": len(actions),
        "first": str(span[0]), "last": str(span[-1]), "weak": int((~sure).sum()),
        "missing": sum(not count for count in total),
        "single": int(actions["source_ids"].map(lambda cell: len(listed(cell)) == 1).sum()),
    }  # fmt: skip
    import pandas as pd

    head = "figure.rounds.column."
    table = pd.DataFrame(
        {
            words(head + "year"): [str(year) for year in span],
            words(head + "sure"): counts[True],
            words(head + "weak"): counts[False],
        }
    )
    return Drawing(figure, table, facts, cited(actions))


def _signings(axes: Axes, tables: Tables, top: float) -> None:
    """The days on which the agreements were signed, above the bars and not among them."""
    signed = tables["ties"].set_index("tie_id")["start"]
    for tie, (lift, side) in SIGNED.items():
        at = year_fraction(signed[tie]) - 0.5  # a bar is centered on its year
        high = top * lift
        axes.plot([at, at], [top, high], color=style.RUST, linewidth=1.6, clip_on=False)
        axes.plot(at, top, "v", color=style.RUST, markersize=9, clip_on=False)
        axes.text(
            at, high, tables.words(f"figure.rounds.signed.{tie}"), ha=side, va="bottom", fontsize=13,
            color=style.RUST,
        )  # fmt: skip
