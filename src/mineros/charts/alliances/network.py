"""The network: which union bodies were tied to which in a year, and what is not known about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mineros import style
from mineros.charts.alliances import bodies
from mineros.charts.common import cited
from mineros.drawing import Drawing

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from mineros.data import Tables
    from mineros.words import Value, Words

FIRST, LAST = 2005, 2025
FAINT: dict[str, Any] = {"color": style.STONE, "linestyle": (0, (1, 2)), "linewidth": 1.4}
LINES: dict[bool, dict[str, Any]] = {
    True: {"color": style.STEEL, "linestyle": "-", "linewidth": 2.2},
    False: {"color": style.RUST, "linestyle": (0, (4, 2)), "linewidth": 1.8},
}


def network(tables: Tables, ties: pd.DataFrame, year: int = 2011, show: str = "all") -> Drawing:
    """The ties between union bodies in a year. Solid: a signed paper or membership; dashed: none.

    A pale dotted line is a tie without a known end, last seen before that year, or without a known start.
    year: a whole number. show: "all", "formal" or "informal".
    """
    words = tables.words
    organizations = tables["organizations"].set_index("org_id")
    between = bodies.of_unions(ties, organizations.reset_index())
    if between.empty:
        raise ValueError("n = 0")
    there = of_year(between, year)
    if show != "all":
        there = there[there["formal"] == (show == "formal")]
    seen = there[there["seen"]]
    names = {org: bodies.called(org, organizations.loc[org, "short_name"], words) for org in bodies.layout()}

    figure = style.new_figure(bodies.HEIGHT, left=0, right=1, top=1, bottom=0)
    axes = figure.subplots()
    axes.set_xlim(0, style.WIDTH)
    axes.set_ylim(0, bodies.HEIGHT)
    axes.set_axis_off()
    _lines(axes, there)
    _bodies(axes, there, names, dict(organizations["kind"]))
    _headings(axes, words, year)
    _legend(axes, words)
    facts: dict[str, Value] = {
        "year": str(year), "n": len(seen), "formal": int(seen["formal"].sum()),
        "informal": int((~seen["formal"]).sum()), "bodies": len(_ends(seen)), "unseen": len(there) - len(seen),
        "missing": len(ties) - len(between), "shown": words(f"figure.network.show.{show}"),
    }  # fmt: skip
    return Drawing(figure, _listing(tables, there, names), facts, cited(there if len(there) else between))


def of_year(ties: pd.DataFrame, year: int) -> pd.DataFrame:
    """The ties that may have stood in a year; `seen` tells for which a source covers that year."""
    begun = (ties["start"] == "") | (ties["start"].str[:4].replace("", "0").astype(int) <= year)
    last = ties["end"].where(ties["end"] != "", ties["open_as_of"]).str[:4].astype(int)
    lasting = (ties["end"] == "") | (last >= year)
    there = ties[begun & lasting]
    covered = (last[there.index] >= year) & ((there["start"] != "") | (last[there.index] == year))
    return there.assign(seen=covered)


def _ends(ties: pd.DataFrame) -> set[str]:
    return set(ties["source_org_id"]) | set(ties["target_org_id"])


def _lines(axes: Axes, there: pd.DataFrame) -> None:
    """One line for each pair and kind; the informal ones bend, so that they never hide a formal one."""
    from matplotlib.patches import FancyArrowPatch

    places = bodies.layout()
    drawn: dict[tuple[frozenset[str], bool], bool] = {}
    for tie in there.itertuples():
        line = (frozenset((tie.source_org_id, tie.target_org_id)), tie.formal)
        drawn[line] = drawn.get(line, False) or tie.seen
    for (pair, formal), seen in sorted(drawn.items(), key=lambda item: (item[1], sorted(item[0][0]))):
        one, other = sorted(pair)
        look = LINES[formal] if seen else FAINT
        bend = 0.0 if formal else 0.08
        axes.add_patch(
            FancyArrowPatch(
                places[one], places[other], connectionstyle=f"arc3,rad={bend}", arrowstyle="-", zorder=2 + seen,
                shrinkA=0, shrinkB=0, **look,
            )
        )  # fmt: skip


def _bodies(axes: Axes, there: pd.DataFrame, names: dict[str, str], kinds: dict[str, str]) -> None:
    """A mark and a name for each body with a tie; a pale dot keeps the place of the others."""
    from matplotlib import patheffects

    halo = [patheffects.withStroke(linewidth=3.5, foreground="white")]
    sure, maybe = _ends(there[there["seen"]]), _ends(there) | {bodies.OWN}
    layout = bodies.layout()
    absent = [place for org, place in layout.items() if org not in maybe]
    if absent:
        axes.plot(*zip(*absent, strict=True), ".", color=style.PALE, markersize=4, zorder=1)
    for kind, marker in bodies.UNIONS.items():
        for face, known in ((style.INK, sure), ("white", maybe - sure)):
            points = [place for org, place in layout.items() if org in known - {bodies.OWN} and kinds[org] == kind]
            if points:
                axes.plot(
                    *zip(*points, strict=True), marker, markersize=9, markerfacecolor=face,
                    markeredgecolor=style.INK, markeredgewidth=1.6, zorder=6,
                )  # fmt: skip
    axes.plot(*layout[bodies.OWN], "o", color=style.RUST, markersize=17, zorder=6)
    for org in sorted(maybe):
        x, y = layout[org]
        inner, side = org in bodies.INSIDE, 1 if x >= 5 else -1
        shift = (10 * side, 0)  # names of the columns stand outside, all others above or below
        if x not in bodies.EDGES:
            shift = (0, -8 if y < bodies.INSIDE[bodies.OWN][1] else 13 if org == bodies.OWN else 8)
        axes.annotate(
            names[org], (x, y), xytext=shift, textcoords="offset points", zorder=7, path_effects=halo,
            ha="center" if not shift[0] else ("left" if side > 0 else "right"),
            va="center" if not shift[1] else ("bottom" if shift[1] > 0 else "top"),
            fontsize=16 if org == bodies.OWN else 12, fontweight="bold" if inner else "normal",
        )  # fmt: skip


def _headings(axes: Axes, words: Words, year: int) -> None:
    """The year, large, and the parts of the world."""
    middle = bodies.INSIDE[bodies.OWN][0]
    axes.text(middle, bodies.HEIGHT - 0.05, str(year), ha="center", va="top", fontsize=30, fontweight="bold")
    left, right = bodies.EDGES
    for groups, x, align in ((bodies.LEFT, left + 0.06, "right"), (bodies.RIGHT, right - 0.06, "left")):
        for region, y in bodies.column(groups, bodies.HEIGHT - 0.25)[0].items():
            axes.text(
                x, y, words(f"figure.network.region.{region}"), ha=align, va="center", fontsize=13, color=style.SOFT,
                fontweight="bold",
            )  # fmt: skip
    for region, y in (("world", bodies.HEIGHT - 0.72), ("mexico", 1.02)):
        axes.text(
            middle, y, words(f"figure.network.region.{region}"), ha="center", va="center",
            fontsize=13, color=style.SOFT, fontweight="bold",
        )  # fmt: skip


def _legend(axes: Axes, words: Words) -> None:
    """What lines and shapes mean, in two rows below."""
    from matplotlib.lines import Line2D

    lines = [Line2D([], [], **LINES[True]), Line2D([], [], **LINES[False]), Line2D([], [], **FAINT)]
    said = [words(f"figure.network.line.{kind}") for kind in ("formal", "informal", "unseen")]
    shapes = [
        Line2D([], [], linestyle="", marker=marker, color=style.INK, markersize=9) for marker in bodies.UNIONS.values()
    ]
    kinds = [words(f"figure.network.kind.{kind}") for kind in bodies.UNIONS]
    figure = axes.figure
    for handles, labels, height in ((lines, said, 0.045), (shapes, kinds, 0.0)):
        figure.legend(
            handles, labels, loc="lower center", bbox_to_anchor=(0.5, height), ncols=len(labels), fontsize=13,
            handletextpad=0.5, columnspacing=1.4, borderaxespad=0.3,
        )  # fmt: skip


def _listing(tables: Tables, there: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    import pandas as pd

    words, head = tables.words, "figure.network.column."
    return pd.DataFrame(
        {
            words(head + "one"): [names[org] for org in there["source_org_id"]],
            words(head + "other"): [names[org] for org in there["target_org_id"]],
            words(head + "type"): [tables.label("ties", "tie_type", code) for code in there["tie_type"]],
            words(head + "formal"): [words("yes") if formal else words("no") for formal in there["formal"]],
            words(head + "start"): [words.date(iso) for iso in there["start"]],
            words(head + "end"): [
                words.date(tie.end) if tie.end else words("figure.network.open", seen=words.date(tie.open_as_of))
                for tie in there.itertuples()
            ],
            words(head + "seen"): [words("yes") if seen else words("no") for seen in there["seen"]],
            words(head + "source"): list(there["source_ids"]),
        }
    )
