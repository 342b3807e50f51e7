"""The interactions of lesson 00: count the sources, see one side in time, one fact on several pages, a text checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineros.charts.archive.pages import CHOSEN
from mineros.charts.archive.praise import STANDS, stands
from mineros.charts.archive.sides import DIMENSIONS, FIRST_YEAR
from mineros.explore import Choice, Slider, Ticks

if TYPE_CHECKING:
    import pandas as pd

    from mineros.interactions import Interaction
    from mineros.pack import Pack


def balance(pack: Pack, sources: pd.DataFrame) -> Interaction:
    """Choose what to count the sources by, and whose sources."""
    say = pack.words
    by = [(say("figure.balance.by." + dimension), dimension) for dimension in DIMENSIONS]
    sides = [
        (say("figure.balance.all_sides"), ""),
        *pack.tables.choices("sources", "perspective", sources["perspective"]),
    ]

    def draw(by: str, side: str) -> str:
        return pack.html("balance", sources, by=by, side=side)

    return draw, [Choice("by", say("control.by"), by, start="kind"), Choice("side", say("control.side"), sides)], None


def in_time(pack: Pack, sources: pd.DataFrame) -> Interaction:
    """Choose a side and a first year; the figure shows when its sources were published."""
    dated = sources[sources["published"] != ""]
    last = max(int(iso[:4]) for iso in dated["published"])

    def draw(side: str, start: int) -> str:
        mine = sources[sources["perspective"] == side]
        late = mine[(mine["published"] == "") | (mine["published"].str[:4] >= str(start))]
        return pack.html("timeline", late, number=pack.words("figure.in_time.number"))

    sides = pack.tables.choices("sources", "perspective", dated["perspective"])
    side = Choice("side", pack.words("control.side"), sides, start="families")
    return draw, [side, Slider("start", pack.words("control.start"), FIRST_YEAR, last, 1, FIRST_YEAR)], None


def same_fact(pack: Pack, claims: pd.DataFrame) -> Interaction:
    """Choose a question; the figure shows the pages that answer it."""
    questions = pack.disputes.set_index("dispute_id")["question"]
    present = set(claims["dispute_id"])
    options = sorted((str(questions[dispute]), dispute) for dispute in CHOSEN if dispute in present)

    def draw(dispute: str) -> str:
        return pack.html("same_fact", claims, dispute=dispute)

    return draw, [Choice("dispute", pack.words("control.dispute"), options, start=CHOSEN[0])], None


def checked(pack: Pack, facts: pd.DataFrame) -> Interaction:
    """Tick the ways to stand: what is left of the profile when only some of them are shown."""
    present = set(stands(pack.tables, facts)["stand"])
    options = [(pack.words("figure.checked.stand." + stand), stand) for stand in STANDS if stand in present]

    def draw(shown: list[str]) -> str:
        return pack.html("checked", facts, shown=shown)

    return draw, [Ticks("shown", pack.words("control.stands"), options)], None
