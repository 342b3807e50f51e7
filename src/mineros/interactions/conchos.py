"""The interactions of lesson 01: the words of each side, the zero of time, a drawn guess."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mineros.charts.conchos.elsewhere import GUESS_YEARS
from mineros.explore import Choice, Slider, Ticks

if TYPE_CHECKING:
    import pandas as pd

    from mineros.explore import Control
    from mineros.interactions import Interaction
    from mineros.pack import Pack

GUESS = "01-p5"  # the prediction that is drawn with sliders
HIGHEST = 350  # deaths per 100,000 that can be guessed


def words(pack: Pack, phrases: pd.DataFrame) -> Interaction:
    """Filter the words for the event by who speaks."""
    from mineros.charts.conchos.voices import for_the_event

    drawn = for_the_event(phrases)
    present = pack.tables.choices("vocabulary", "perspective", drawn[drawn["date"] != ""]["perspective"])

    def draw(sides: list[str]) -> str:
        return pack.html("words", phrases, sides=sides)

    return draw, [Ticks("sides", pack.words("control.sides"), present)], None


def rescue(pack: Pack, log: pd.DataFrame, claims: pd.DataFrame) -> Interaction:
    """Set the zero of time: the sources give different minutes for the explosion."""
    from mineros.charts.conchos.record import REPORTED

    told = claims[(claims["dispute_id"] == "time-of-explosion") & (claims["value_text"] != "")]
    by_time: dict[str, list[str]] = {}
    for row in told.sort_values("value_text").itertuples():
        by_time.setdefault(row.value_text, []).append(row.claimant)
    options = [(f"{time} ({'; '.join(who)})", time) for time, who in by_time.items()]

    def draw(zero: str) -> str:
        return pack.html("rescue", log, zero=zero)

    return draw, [Choice("zero", pack.words("control.zero"), options, start=REPORTED)], None


def rates(pack: Pack, fatalities: pd.DataFrame) -> Interaction:
    """Draw your guess with five sliders, before the record is shown; each move is kept until the reveal."""
    kept = pack.answers.first(GUESS)
    drawn = kept if isinstance(kept, list) and len(kept) == len(GUESS_YEARS) else []
    is_whole = drawn and all(isinstance(rate, int | float) and 0 <= rate <= HIGHEST for rate in drawn)
    start = drawn if is_whole else [150] * len(GUESS_YEARS)
    sliders: list[Control] = [
        Slider(f"y{year}", pack.words("control.guess", year=str(year)), 0, HIGHEST, 10, value)
        for year, value in zip(GUESS_YEARS, start, strict=True)
    ]

    def draw(**values: float) -> str:
        return pack.html("rates", fatalities, line=list(values.values()), record=False)

    def keep(values: dict[str, Any]) -> str:
        # Once the record has been seen, the guess made before it is the one that counts.
        if not pack.answers.is_revealed(GUESS):
            pack.answers.save(GUESS, list(values.values()))
        return pack.answers.refusal

    return draw, sliders, keep
