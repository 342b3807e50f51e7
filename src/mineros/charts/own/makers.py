"""Witnesses: on how many independent makers an event rests, and which texts only repeat another one."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from mineros import style
from mineros.charts.common import cited, present_sides, sides_legend
from mineros.charts.selection import THEMES
from mineros.drawing import Drawing

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from mineros.data import Tables
    from mineros.words import Value

LOOKS = {"several": (style.STEEL, ""), "single": ("#f0d9c8", "//")}
LETTERS = 41  # of a text's maker and date in its half of the figure
LINE = 0.44  # inches for each copy


def makers(tables: Tables, events: pd.DataFrame) -> Drawing:
    """A bar for each theme: its events that rest on several independent makers, and those that rest on one."""
    words = tables.words
    counts = events.groupby(["theme", "corroboration"]).size().unstack(fill_value=0)
    counts = counts.reindex(
        index=[theme for theme in THEMES if theme in counts.index], columns=list(LOOKS), fill_value=0
    )
    figure = style.new_figure(4.7, left=0.24, right=0.96, top=0.90, bottom=0.17)
    axes = figure.subplots()
    for place, theme in enumerate(counts.index):
        start = 0
        for kind, (color, hatch) in LOOKS.items():
            n = int(counts.loc[theme, kind])
            axes.barh(
                place,
                n,
                left=start,
                height=0.66,
                color=color,
                hatch=hatch,
                edgecolor="white" if not hatch else style.RUST,
            )
            axes.text(
                start + n / 2, place, str(n), ha="center", va="center", fontsize=17, fontweight="bold",
                color="white" if kind == "several" else style.INK,
                bbox={"facecolor": "#f0d9c8", "edgecolor": "none", "pad": 2} if hatch else None,
            )  # fmt: skip
            start += n
    for kind, x, ha in (("several", 0, "left"), ("single", float(counts.sum(axis=1).max()), "right")):
        axes.text(
            x, -0.5, tables.label("events", "corroboration", kind), ha=ha, va="bottom", fontsize=15, fontweight="bold"
        )
    axes.set_yticks(range(len(counts)), [tables.label("events", "theme", theme) for theme in counts.index])
    axes.set_ylim(len(counts) - 0.5, -0.55)
    axes.set_xlim(0, float(counts.sum(axis=1).max()) * 1.02)
    axes.set_xlabel(words("figure.makers.axis"))
    axes.grid(axis="y", visible=False)
    style.bare(axes, "left")

    import pandas as pd

    head = "figure.makers.column."
    table = pd.DataFrame(
        {
            words(head + "theme"): [tables.label("events", "theme", theme) for theme in counts.index],
            **{tables.label("events", "corroboration", kind): [int(n) for n in counts[kind]] for kind in LOOKS},
        }
    )
    share = counts["single"] / counts.sum(axis=1)
    facts: dict[str, Value] = {
        "n": len(events), "single": int(counts["single"].sum()), "several": int(counts["several"].sum()),
        "theme": tables.label("events", "theme", str(share.idxmax())), "percent": round(100 * float(share.max())),
        "missing": int((events["verified"] == "").sum()),
    }  # fmt: skip
    return Drawing(figure, table, facts, cited(events[events["corroboration"] == "single"]))


def copies(tables: Tables, sources: pd.DataFrame) -> Drawing:
    """One text at the left, and at the right, joined to it, those that only repeat it: together one witness."""
    words = tables.words
    known = tables["sources"].set_index("source_id")
    repeats = sources[sources["repeats"] != ""].copy()
    if repeats.empty:
        raise ValueError("no source that repeats another")
    most = repeats["repeats"].value_counts()
    repeats["many"] = repeats["repeats"].map(most)
    repeats = repeats.sort_values(["many", "repeats", "source_id"], ascending=[False, True, True], kind="stable")
    height = LINE * len(repeats) + 1.75
    figure = style.new_figure(height, left=0.02, right=0.98, top=0.995, bottom=0.85 / height)
    axes = figure.subplots()
    before = ""
    for place, row in enumerate(repeats.itertuples()):
        if row.repeats != before:
            first, before = place, row.repeats
            middle = first + (int(most[row.repeats]) - 1) / 2
            _text(axes, tables, (0.0, middle), known.loc[row.repeats], "full")
        axes.plot([0.482, 0.518], [middle, place], color=style.SOFT, linewidth=1.6)
        _text(axes, tables, (0.53, place), known.loc[row.source_id], "none")
    for x, key in ((0.0, "original"), (0.53, "copy")):
        axes.text(x, -0.85, words(f"figure.copies.head.{key}"), fontsize=16, fontweight="bold", va="center")
    axes.set_xlim(-0.01, 1)
    axes.set_ylim(len(repeats) - 0.4, -1.4)
    axes.set_axis_off()
    sides = set(repeats["perspective"]) | set(known.loc[repeats["repeats"], "perspective"])
    sides_legend(axes, tables, present_sides(sides), columns=3)

    crossed = [known.loc[row.repeats, "perspective"] != row.perspective for row in repeats.itertuples()]
    facts: dict[str, Value] = {
        "n": len(repeats), "originals": len(most), "together": len(repeats) + len(most), "crossed": sum(crossed),
        "all": len(sources), "missing": int((sources["seen"] == "part").sum()),
    }  # fmt: skip
    whole = list(dict.fromkeys([*repeats["repeats"], *repeats["source_id"]]))
    return Drawing(figure, _pairs(tables, repeats, known), facts, whole)


def _text(axes: Axes, tables: Tables, at: tuple[float, float], source: pd.Series, look: str) -> None:
    """A text by its maker and date, with the sign of its side. look: "full" for the first text, "none" for a copy."""
    color, marker = style.SIDES[source["perspective"]]
    x, y = at
    axes.plot(
        x + 0.008, y, marker, markersize=12, color=color, markeredgewidth=2, fillstyle=look, markeredgecolor=color
    )  # fmt: skip
    when = (
        tables.words.date(source["published"], short=True)
        if source["published"]
        else tables.words("figure.copies.undated")
    )
    said = tables.words("figure.copies.text", who=_maker(source, LETTERS - len(when)), when=when)
    axes.text(x + 0.03, y, said, va="center", fontsize=13.5)


def _maker(source: pd.Series, letters: int) -> str:
    """A publisher without what stands in brackets; an entry of an encyclopedia with what it is about."""
    plain = str(source["publisher"]).partition(" (")[0].partition(", repository")[0]
    if plain == "Wikipedia":
        plain = f"{plain}: {source['title']}"
    return textwrap.shorten(plain, letters, placeholder="…").replace(",…", "…").replace(".…", "…")


def _pairs(tables: Tables, repeats: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Each copy and what it repeats, in words."""
    import pandas as pd

    words, head = tables.words, "figure.copies.column."

    def side(code: str) -> str:
        return tables.label("sources", "perspective", code)

    return pd.DataFrame(
        {
            words(head + "original"): [known.loc[source, "publisher"] for source in repeats["repeats"]],
            words(head + "original_title"): [known.loc[source, "title"] for source in repeats["repeats"]],
            words(head + "original_side"): [side(known.loc[source, "perspective"]) for source in repeats["repeats"]],
            words(head + "copy"): list(repeats["publisher"]),
            words(head + "copy_title"): list(repeats["title"]),
            words(head + "copy_side"): [side(code) for code in repeats["perspective"]],
        }
    )
