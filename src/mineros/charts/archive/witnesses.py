"""Pages and witnesses: many pages may repeat one report, and an event may stand on one witness alone."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from mineros import style
from mineros.charts.common import cited
from mineros.data import listed
from mineros.drawing import Drawing

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from mineros.data import Tables
    from mineros.words import Value

MOST = 6  # events with so many pages or more share one bar
NAME, HEADLINE = 22, 42  # letters of a publisher's name, and of a headline, that find room


def corroborated(tables: Tables, events: pd.DataFrame) -> Drawing:
    """Events by the number of pages that they name; dark are those that still have one witness only.

    Raises ValueError for a table without rows.
    """
    import pandas as pd

    say = tables.words
    if events.empty:
        raise ValueError("source_ids")
    pages = events["source_ids"].map(lambda cell: min(MOST, len(listed(cell))))
    single = events["corroboration"] == "single"
    figure = style.new_figure(5.6, left=0.08, right=0.98, top=0.86, bottom=0.15)
    axes = figure.subplots()
    rows = []
    for count in range(1, MOST + 1):
        here = pages == count
        one, several = int((here & single).sum()), int((here & ~single).sum())
        rows.append((one, several))
        axes.bar(count, one, width=0.72, color=style.RUST, hatch="//", edgecolor="white")
        axes.bar(count, several, width=0.72, bottom=one, color=style.SKY, edgecolor=style.STEEL)
        said = say("figure.corroborated.of", one=one, all=one + several)
        axes.text(count, one + several + 2, said, ha="center", va="bottom", fontsize=17, fontweight="bold")
    labels = [str(count) for count in range(1, MOST)] + [say("figure.corroborated.more", count=MOST)]
    axes.set_xticks(range(1, MOST + 1), labels, fontsize=17)
    axes.set_xlabel(say("figure.corroborated.axis"))
    axes.set_ylabel(say("figure.corroborated.events"))
    axes.set_ylim(0, 1.18 * max(one + several for one, several in rows))
    axes.grid(axis="x", visible=False)
    _key(axes, say("figure.corroborated.single"), say("figure.corroborated.several"))

    table = pd.DataFrame(
        {
            say("figure.corroborated.axis"): labels,
            say("figure.corroborated.single"): [one for one, _ in rows],
            say("figure.corroborated.several"): [several for _, several in rows],
        }
    )
    repeated = events[single & (pages > 1)]
    facts: dict[str, Value] = {
        "single": int(single.sum()), "n": len(events), "several": int((~single).sum()),
        "pages": len(repeated), "missing": int((events["verified"] == "").sum()),
        "as_of": say.date(max(events["date"])),
    }  # fmt: skip
    return Drawing(figure, table, facts, cited(repeated) if len(repeated) else cited(events))


def _key(axes: Axes, dark: str, pale: str) -> None:
    """What dark and pale mean, above the bars."""
    from matplotlib.patches import Patch

    striped = Patch(facecolor=style.RUST, hatch="//", edgecolor="white")
    patches = [striped, Patch(facecolor=style.SKY, edgecolor=style.STEEL)]
    axes.legend(patches, [dark, pale], loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2, fontsize=16)


def repeated(sources: pd.DataFrame) -> list[tuple[str, list[str]]]:
    """Each source that others repeat, with the ids of those that repeat it: most repeated first, then by id."""
    copies = sources[sources["repeats"] != ""].groupby("repeats")["source_id"].agg(list)
    return sorted(((str(first), list(ids)) for first, ids in copies.items()), key=lambda pair: (-len(pair[1]), pair[0]))


def witnesses(tables: Tables, sources: pd.DataFrame) -> Drawing:
    """One line for each page that others repeat: the page itself, and its copies as hollow signs on a thread."""
    import pandas as pd

    say = tables.words
    rows = sources.set_index("source_id")
    groups = [(first, ids) for first, ids in repeated(sources) if first in rows.index]
    ids_drawn = [source for first, ids in groups for source in (first, *ids)]
    longest = max(len(ids) for _, ids in groups)
    figure = style.new_figure(0.53 * len(groups) + 0.75, left=0.44, right=0.985, top=0.92, bottom=0.02)
    axes = figure.subplots()
    for place, (first, ids) in enumerate(groups):
        axes.plot([0, len(ids)], [place, place], color=style.SOFT, linewidth=2, zorder=1)
        for step, source in enumerate((first, *ids)):
            foreign = rows.loc[source, "language"] != rows.loc[first, "language"]
            _page(axes, (step, place), str(rows.loc[source, "language"]), copy=step > 0, foreign=bool(foreign))
    names = [_name(tables, rows.loc[first]) for first, _ in groups]
    axes.set_yticks(range(len(groups)), names, fontsize=12.5, linespacing=0.95)
    axes.set_ylim(len(groups) - 0.4, -0.6)
    axes.set_xlim(-0.35, longest + 0.5)
    heads = [say("figure.witnesses.first"), *(say("figure.witnesses.copy", number=n + 1) for n in range(longest))]
    axes.set_xticks(range(longest + 1), heads, fontsize=15)
    axes.xaxis.tick_top()
    axes.grid(visible=False)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(left=False, top=False)

    itself = say("figure.witnesses.itself")
    head = "figure.witnesses.column."
    table = pd.DataFrame(
        {
            say(head + "page"): [rows.loc[source, "publisher"] for source in ids_drawn],
            say(head + "title"): [rows.loc[source, "title"] for source in ids_drawn],
            say(head + "language"): [
                tables.label("sources", "language", rows.loc[source, "language"]) for source in ids_drawn
            ],
            say(head + "date"): [say.date(rows.loc[source, "published"]) for source in ids_drawn],
            say(head + "repeats"): [rows.loc[source, "repeats"] or itself for source in ids_drawn],
        }
    )  # fmt: skip
    crossing = sum(
        any(rows.loc[copy, "language"] != rows.loc[first, "language"] for copy in ids) for first, ids in groups
    )
    facts: dict[str, Value] = {
        "pages": len(ids_drawn), "n": len(groups), "copies": len(ids_drawn) - len(groups), "crossing": crossing,
        "missing": len(sources) - len(ids_drawn), "as_of": say.date(max(sources["published"])),
    }  # fmt: skip
    return Drawing(figure, table, facts, ids_drawn)


def _name(tables: Tables, page: pd.Series) -> str:
    """Publisher and date of a page, and under them the beginning of its headline."""
    publisher = textwrap.shorten(page["publisher"], NAME, placeholder="…")
    headline = textwrap.shorten(page["title"], HEADLINE, placeholder="…")
    return f"{publisher}, {tables.words.date(page['published'])}\n{headline}"


def _page(axes: Axes, at: tuple[float, float], language: str, *, copy: bool, foreign: bool) -> None:
    """A page as a sign with its language in it: filled the first, hollow a copy, a double rim in another language."""
    axes.plot(
        *at, "s", markersize=25, color="white" if copy else style.STEEL, markeredgecolor=style.STEEL,
        markeredgewidth=2.2, zorder=2,
    )  # fmt: skip
    if foreign:
        axes.plot(*at, "s", markersize=32, markerfacecolor="none", markeredgecolor=style.RUST, markeredgewidth=2.2)
    axes.text(
        *at, language.upper(), ha="center", va="center", fontsize=14, fontweight="bold",
        color=style.STEEL if copy else "white", zorder=3,
    )  # fmt: skip
