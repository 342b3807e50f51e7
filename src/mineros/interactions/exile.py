"""The interactions of lesson 02: labels by side and country, steps to code, the river, spans, two tracks, roles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mineros.explore import Choice, Slider, Ticks

if TYPE_CHECKING:
    import pandas as pd

    from mineros.explore import Control
    from mineros.interactions import Interaction
    from mineros.pack import Pack

CODING = "02-p3"  # the prediction that is a coding of six steps
LIST_NUMBER = "02-d1"  # the question that keeps the reader's number on the class list
MOST = 40  # students in a class


def labels(pack: Pack, coverage: pd.DataFrame) -> Interaction:
    """Filter the words for the leader by country and by who speaks."""
    from mineros.charts.exile.labels import WHERE

    present = list(dict.fromkeys(coverage[coverage["date"] != ""]["perspective"]))
    sides = pack.tables.choices("coverage", "perspective", present)
    places = [(pack.words(f"figure.labels.where.{where}"), where) for where in WHERE]

    def draw(where: str, sides: list[str]) -> str:
        return pack.html("labels", coverage, where=where, sides=sides)

    controls: list[Control] = [
        Choice("where", pack.words("figure.labels.control.where"), places, start=WHERE[0]),
        Ticks("sides", pack.words("control.sides"), sides),
    ]
    return draw, controls, None


def coded(pack: Pack, steps: pd.DataFrame) -> Interaction:
    """Code six steps yourself, before ours are shown; each choice is kept until the reveal."""
    from mineros.charts.exile.courts import CODED
    from mineros.charts.exile.looks import HELPED

    kept = pack.answers.first(CODING)
    start = kept if isinstance(kept, list) and len(kept) == len(CODED) else [""] * len(CODED)
    names = [(pack.tables.label("legal_steps", "favors", who), who) for who in HELPED]
    options = [(pack.words("figure.coded.not_yet"), ""), *names]
    dates = steps.set_index("step_id")["date"]
    controls: list[Control] = [
        Choice(
            step,
            pack.words("figure.coded.control", number=place, date=pack.words.date(dates[step])),
            options,
            start=code,
        )
        for place, (step, code) in enumerate(zip(CODED, start, strict=True), start=1)
    ]

    def draw(**codes: str) -> str:
        return pack.html("coded", steps, line=list(codes.values()), record=False)

    def keep(codes: dict[str, Any]) -> str:
        # Once our coding has been seen, the coding made before it is the one that counts.
        if not pack.answers.is_revealed(CODING):
            pack.answers.save(CODING, list(codes.values()))
        return pack.answers.refusal

    return draw, controls, keep


def river(pack: Pack, steps: pd.DataFrame) -> Interaction:
    """Choose what the steps were about, and whether one source is enough."""
    counts = steps["matter"].value_counts()
    matters = pack.tables.choices("legal_steps", "matter", counts[counts >= 5].index)
    every = [(pack.words("figure.river.every"), ""), *matters]
    trust = [(pack.words("figure.river.one_source"), False), (pack.words("figure.river.several"), True)]

    def draw(matter: str, several: bool) -> str:
        return pack.html("river", steps, matter=matter, several=several)

    controls: list[Control] = [
        Choice("matter", pack.words("figure.river.control.matter"), every, start=""),
        Choice("several", pack.words("figure.river.control.several"), trust, start=False),
    ]
    return draw, controls, None


def durations(pack: Pack, spells: pd.DataFrame, strikes: pd.DataFrame) -> Interaction:
    """Choose people or strikes, and the unit in which time is told."""
    from mineros.charts.exile.spans import GROUPS, UNITS

    groups = [(pack.words(f"figure.durations.group.{group}"), group) for group in GROUPS]
    units = [(pack.words(f"figure.durations.unit_of.{unit}"), unit) for unit in UNITS]

    def draw(group: str, unit: str) -> str:
        return pack.html("durations", spells, strikes, group=group, unit=unit)

    controls: list[Control] = [
        Choice("group", pack.words("figure.durations.control.group"), groups, start="people"),
        Choice("unit", pack.words("figure.durations.control.unit"), units, start="days"),
    ]
    return draw, controls, None


def money(pack: Pack, events: pd.DataFrame, steps: pd.DataFrame) -> Interaction:
    """Follow the money step by step along both tracks."""
    from mineros.charts.exile.money import ENDED, followed_steps

    rows = followed_steps(events, steps)
    start = int(rows.index[rows["id"] == ENDED][0]) + 1

    def draw(step: int) -> str:
        return pack.html("money", events, steps, step=step)

    return draw, [Slider("step", pack.words("figure.money.control"), 1, len(rows), 1, start)], None


def deal(pack: Pack, claims: pd.DataFrame) -> Interaction:
    """Deal position, order and cards by the reader's number on the class list; the number is kept."""
    kept = pack.answers.get(LIST_NUMBER)
    start = int(kept) if isinstance(kept, int | float) and 1 <= kept <= MOST else 1
    turns = [(pack.words(f"figure.deal.turn.{turn}"), turn) for turn in ("1", "2")]

    def draw(number: int, turn: str) -> str:
        return pack.html("deal", claims, student=number, turn=int(turn))

    def keep(values: dict[str, Any]) -> str:
        if values["number"] != pack.answers.get(LIST_NUMBER):
            pack.answers.save(LIST_NUMBER, values["number"])
        return pack.answers.refusal

    controls: list[Control] = [
        Slider("number", pack.words("figure.deal.control.number"), 1, MOST, 1, start),
        Choice("turn", pack.words("figure.deal.control.turn"), turns, start="1"),
    ]
    return draw, controls, keep
