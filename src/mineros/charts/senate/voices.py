"""Voices for, against and neither: printed phrases on the nomination, the return and the work of the senator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineros import quoted, style
from mineros.charts.common import cited, lines, present_sides, wrapped
from mineros.drawing import Drawing

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from mineros.data import Tables
    from mineros.words import Value

STANCES = ("against", "neutral", "for")
LEFT = {"against": 0.0, "neutral": 13.2, "for": 21.4}  # where the marks of a stance begin: marks to a line
ROOM = {"against": 6, "neutral": 3, "for": 6}  # marks in one line of a cell
SPEAKER, PHRASE = 28, 52  # letters in a line of a name and of a phrase
LINE = 0.245  # inches


def reactions(tables: Tables, phrases: pd.DataFrame, side: str = "", topic: str = "") -> Drawing:
    """A mark for each phrase, by who speaks and by stance; with a side chosen, the phrases of that side in words.

    side: a perspective of the table, "" for all. topic: what the phrases are about, "" for everything.
    """
    chosen = phrases[(phrases["topic"] == topic) | (topic == "")]
    if phrases.empty:
        raise ValueError("n = 0")
    if side:
        return _in_words(tables, chosen[chosen["perspective"] == side], side)
    return _overview(tables, chosen)


def _overview(tables: Tables, phrases: pd.DataFrame) -> Drawing:
    present = present_sides(phrases["perspective"])
    figure = style.new_figure(7.0, left=0.29, right=0.99, top=0.90, bottom=0.03)
    axes = figure.subplots()
    height = 0.0
    ticks = []
    for side in present:
        own = phrases[phrases["perspective"] == side]
        deep = max(_lines(own, stance) for stance in STANCES)
        ticks.append(height + (deep - 1) / 2)
        for stance in STANCES:
            _cell(axes, own[own["stance"] == stance], height, deep)
        height += deep + 0.35
        axes.axhline(height - 0.68, color=style.PALE, linewidth=1)
    names = [wrapped(tables.label("reactions", "perspective", side), 24) for side in present]
    axes.set_yticks(ticks, names, fontsize=15, linespacing=0.95)
    axes.set_ylim(height - 0.6, -0.75)
    axes.set_xlim(-0.8, 34.5)
    axes.set_xticks([LEFT[stance] - 0.35 for stance in STANCES], [_head(tables, phrases, stance) for stance in STANCES])
    axes.tick_params(axis="x", labelsize=16, top=False, labeltop=True, labelbottom=False, bottom=False)
    for label in axes.get_xticklabels():
        label.set(ha="left", fontweight="bold")
    axes.grid(visible=False)
    style.bare(axes, "left", "bottom")
    return Drawing(figure, _table(tables, phrases), _facts(tables, phrases, present), cited(phrases))


def _head(tables: Tables, phrases: pd.DataFrame, stance: str) -> str:
    count = int((phrases["stance"] == stance).sum())
    return f"{tables.label('reactions', 'stance', stance)}: {count}"


def _lines(own: pd.DataFrame, stance: str) -> int:
    return max(1, -(-int((own["stance"] == stance).sum()) // ROOM[stance]))


def _cell(axes: Axes, phrases: pd.DataFrame, top: float, deep: int) -> None:
    """The marks of one side and one stance, in lines from the left; the number stands behind them."""
    if phrases.empty:
        return
    count, side, stance = len(phrases), str(phrases["perspective"].iloc[0]), str(phrases["stance"].iloc[0])
    color, marker = style.SIDES[side]
    room = ROOM[stance]
    lines = -(-count // room)
    start = top + (deep - lines) / 2
    across = [LEFT[stance] + 1.7 * (index % room) for index in range(count)]
    down = [start + index // room for index in range(count)]
    axes.plot(across, down, marker, color=color, markersize=13)
    end = LEFT[stance] + 1.7 * min(count, room) - 0.5
    axes.text(end, top + (deep - 1) / 2, str(count), va="center", fontsize=15, color=style.SOFT)


def _in_words(tables: Tables, own: pd.DataFrame, side: str) -> Drawing:
    """The phrases of one side, grouped by stance: date, speaker, words in the reader's language."""
    words = tables.words
    rows = own.assign(order=[STANCES.index(stance) for stance in own["stance"]])
    rows = rows.sort_values(["order", "date", "reaction_id"], kind="stable")
    phrases: list[tuple[str, str, str, list[str], list[str]]] = []
    for row in rows.itertuples():
        name = lines(row.speaker, SPEAKER, 2)
        spoken = lines(quoted.quotation(row._asdict(), "reactions", words).said, PHRASE, 2)
        phrases.append((row.stance, row.date, row.perspective, name, spoken))
    deep = sum(max(len(name), len(said)) + 0.55 for _, _, _, name, said in phrases)
    deep += 1.45 * rows["stance"].nunique()
    height = max(1.6, deep * LINE + 0.3)
    figure = style.new_figure(height, left=0.02, right=0.99, top=0.985, bottom=0.02)
    axes = figure.subplots()
    color, marker = style.SIDES[side]
    top, before = 0.0, ""
    for stance, when, _, name, said in phrases:
        if stance != before:
            axes.text(0, top, _head(tables, rows, stance), va="top", fontsize=16, fontweight="bold")
            top, before = top + 1.45, stance
        axes.plot(0.012, top + 0.42, marker, color=color, markersize=11)
        axes.text(0.032, top, when[:4] or words("figure.reactions.undated"), va="top", fontsize=14, color=style.SOFT)
        axes.text(0.10, top, "\n".join(name), va="top", fontsize=14, linespacing=1.1)
        axes.text(0.375, top, "\n".join(said), va="top", fontsize=14, fontweight="bold", linespacing=1.1)
        top += max(len(name), len(said)) + 0.55
    if not phrases:
        axes.text(0, 0.5, words("figure.reactions.no_phrase"), va="top", fontsize=16)
        axes.text(0, 2.0, tables.label("reactions", "perspective", side), va="top", fontsize=16, color=style.SOFT)
        top = 4.5
    axes.set_xlim(0, 1)
    axes.set_ylim(top, -0.3)
    axes.set_axis_off()
    facts = _facts(tables, rows, [side] if phrases else []) | {"side": tables.label("reactions", "perspective", side)}
    return Drawing(figure, _table(tables, rows), facts, cited(rows), variant="words" if phrases else "silent")


def _facts(tables: Tables, phrases: pd.DataFrame, present: list[str]) -> dict[str, Value]:
    words = tables.words
    counted = phrases["stance"].value_counts()
    for_side = [side for side in present if ((phrases["perspective"] == side) & (phrases["stance"] == "for")).any()]
    speakers = [tables.label("reactions", "perspective", side) for side in for_side]
    return {
        "against": int(counted.get("against", 0)), "neither": int(counted.get("neutral", 0)),
        "favor": int(counted.get("for", 0)), "sides": len(present), "n": len(phrases),
        "favor_sides": words.joined(speakers) or words("figure.reactions.nobody"),
        "missing": int((phrases["date"] == "").sum()),
        "as_of": words.date(max(phrases["date"], default="")),
    }  # fmt: skip


def _table(tables: Tables, phrases: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    words = tables.words
    head = "figure.reactions.column."
    rows = phrases.sort_values(["date", "reaction_id"], kind="stable")
    table = pd.DataFrame(
        {
            words(head + "date"): [words.date(iso) for iso in rows["date"]],
            words(head + "speaker"): list(rows["speaker"]),
            words(head + "role"): list(rows["speaker_group"]),
            words(head + "side"): [tables.label("reactions", "perspective", code) for code in rows["perspective"]],
            words(head + "stance"): [tables.label("reactions", "stance", code) for code in rows["stance"]],
            words(head + "topic"): [tables.label("reactions", "topic", code) for code in rows["topic"]],
            **quoted.columns(rows, "reactions", words, words(head + "phrase"), words(head + "original")),
            words(head + "note"): list(rows["note"]),
            words(head + "source"): list(rows["source_id"]),
        }
    )
    return quoted.told(table, rows, "reactions", words, words(head + "original"))
