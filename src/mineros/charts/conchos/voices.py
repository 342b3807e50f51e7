"""Voices: the words that each side chose for one event."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from mineros import quoted, style
from mineros.charts.common import cited, coordinates, lanes, names_of_sides, year_fraction
from mineros.drawing import Drawing

if TYPE_CHECKING:
    import pandas as pd

    from mineros.data import Tables
    from mineros.words import Value

FAMILIES = ["accident", "tragedy", "disaster", "explosion", "negligence", "crime", "homicide", "injustice"]


def for_the_event(phrases: pd.DataFrame) -> pd.DataFrame:
    """The phrases that name the event, its deaths or its cause by one of the words that the figure compares."""
    return phrases[phrases["word_family"].isin(FAMILIES) & phrases["names"].isin(["event", "deaths", "cause"])]


def words(tables: Tables, phrases: pd.DataFrame, sides: list[str] | None = None) -> Drawing:
    """Words for the event over time: a mark for each phrase on its date, in the row of its word family.

    sides: the perspectives to show; None shows all. Phrases without a date are counted as missing, not guessed.
    """
    say = tables.words
    about = for_the_event(phrases)
    chosen = about if sides is None else about[about["perspective"].isin(sides)]
    dated = chosen[chosen["date"] != ""]
    figure = style.new_figure(6.6, left=0.20, right=0.98, top=0.97, bottom=0.22)
    axes = figure.subplots()
    for side, spots in _spread(dated).items():
        color, marker = style.SIDES[side]
        axes.plot(*coordinates(spots), marker, color=color, markersize=10, alpha=0.9, markeredgecolor="white")
    names = [tables.label("vocabulary", "word_family", word) for word in FAMILIES]
    present = lanes(axes, tables, names, dated["perspective"])
    axes.set_ylim(len(FAMILIES) - 0.5, -0.5)
    axes.set_xlim(2005.4, 2026.9)

    import pandas as pd

    head = "figure.words.column."
    chosen = chosen.sort_values(["date", "word_id"])
    table = pd.DataFrame(
        {
            say(head + "date"): [say.date(iso) for iso in chosen["date"]],
            say(head + "speaker"): list(chosen["speaker"]),
            say(head + "side"): [tables.label("vocabulary", "perspective", code) for code in chosen["perspective"]],
            **quoted.columns(chosen, "vocabulary", say, say(head + "phrase"), say(head + "original")),
            say(head + "word"): [tables.label("vocabulary", "word_family", code) for code in chosen["word_family"]],
            say(head + "source"): list(chosen["source_id"]),
        }
    )
    table = quoted.told(table, chosen, "vocabulary", say, say(head + "original"))
    counted = dated["word_family"].value_counts()
    accident = dated[dated["word_family"] == "accident"]
    homicide = dated[dated["word_family"] == "homicide"]
    nobody = say("figure.words.nobody")
    facts: dict[str, Value] = {
        "accident": int(counted.get("accident", 0)), "homicide": int(counted.get("homicide", 0)),
        "accident_sides": names_of_sides(tables, accident["perspective"], nobody),
        "homicide_sides": names_of_sides(tables, homicide["perspective"], nobody),
        "n": len(dated), "missing": len(chosen) - len(dated), "as_of": say.date(max(dated["date"], default="")),
        "sides": len(present),
    }  # fmt: skip
    return Drawing(figure, table, facts, cited(chosen), variant="" if len(dated) else "empty")


def _spread(dated: pd.DataFrame) -> dict[str, list[tuple[float, float]]]:
    """Where the marks of each side stand: those of one row that would lie on each other are moved up or down to the
    first free place."""
    taken: list[tuple[float, float]] = []
    spots: dict[str, list[tuple[float, float]]] = defaultdict(list)
    rows = dated.sort_values(["date", "word_id"])
    for iso, family, side in zip(rows["date"], rows["word_family"], rows["perspective"], strict=True):
        x, base = year_fraction(iso), FAMILIES.index(family)
        free = (
            base + shift for shift in (0.0, 0.22, -0.22, 0.44, -0.44)
            if not any(abs(across - x) < 0.38 and abs(down - base - shift) < 0.2 for across, down in taken)
        )  # fmt: skip
        taken.append((x, next(free, float(base))))
        spots[side].append(taken[-1])
    return spots
