"""The interactions of lesson 05: two sides and a period, a theme and its silences, the frame of a chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineros.charts.own import accounts as two_sides
from mineros.charts.own import framing as frame
from mineros.charts.selection import THEMES
from mineros.data import listed
from mineros.explore import Choice

if TYPE_CHECKING:
    import pandas as pd

    from mineros.interactions import Interaction
    from mineros.pack import Pack

PERIODS = [two_sides.PERIOD, (2015, 2026), (2006, 2026)]


def accounts(pack: Pack, events: pd.DataFrame) -> Interaction:
    """Choose two sides and a period; the figure shows whose sources stand behind which events."""
    named = {source for cell in events["source_ids"] for source in listed(cell)}
    sources = pack.sources
    present = sources[sources["source_id"].isin(named)]["perspective"]
    sides = pack.tables.choices("sources", "perspective", present)
    periods = [
        (pack.words("control.own.period_of", first=str(first), last=str(last)), (first, last))
        for first, last in PERIODS
    ]

    def draw(one: str, other: str, period: tuple[int, int]) -> str:
        return pack.html("accounts", events, one=one, other=other, first=period[0], last=period[1])

    controls = [
        Choice("one", pack.words("control.own.one_side"), sides, start="union"),
        Choice("other", pack.words("control.own.other_side"), sides, start="government"),
        Choice("period", pack.words("control.own.period"), periods, start=two_sides.PERIOD),
    ]
    return draw, list(controls), None


def silence(pack: Pack, claims: pd.DataFrame) -> Interaction:
    """Choose a theme; the figure shows which sides answer its disputed questions."""
    disputes = pack.disputes
    asked = disputes[disputes["dispute_id"].isin(claims["dispute_id"]) & (disputes["status"] == "disputed")]
    themes = [
        (pack.tables.label("disputes", "theme", theme), theme) for theme in THEMES if theme in set(asked["theme"])
    ]

    def draw(theme: str) -> str:
        return pack.html("silence", claims, theme=theme)

    return draw, [Choice("theme", pack.words("control.own.theme"), themes, start="exile")], None


def framing(pack: Pack, series: pd.DataFrame) -> Interaction:
    """Choose the first and the last year and where the axis begins; the title tells the story of that frame."""
    years = [(str(year), int(year)) for year in frame.whole(series)["year"]]
    floors = [(pack.words(f"control.own.floor.{floor}"), floor) for floor in ("zero", "cut")]

    def draw(first: int, last: int, floor: str) -> str:
        return pack.html("framing", series, first=first, last=last, floor=floor)

    controls = [
        Choice("first", pack.words("control.own.first_year"), years, start=frame.YEARS[0]),
        Choice("last", pack.words("control.own.last_year"), years, start=frame.YEARS[1]),
        Choice("floor", pack.words("control.own.axis_begins"), floors, start="zero"),
    ]
    return draw, list(controls), None
