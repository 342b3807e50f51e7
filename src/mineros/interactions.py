"""The interactions of the lessons: which controls stand above which figure, and what each one changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mineros.charts.elsewhere import GUESS_YEARS
from mineros.errors import ChartError
from mineros.explore import Choice, Slider, Ticks

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from mineros.explore import Control
    from mineros.pack import Pack

    Interaction = tuple[Callable[..., str], list[Control], Callable[[dict[str, Any]], None] | None]

GUESS = "01-p5"  # the prediction that is drawn with sliders


def of(name: str, pack: Pack, *tables: pd.DataFrame) -> Interaction:
    """The drawing function, the controls and the keeper of an interaction.

    Raises ChartError for an unknown name, for tables that it cannot be made from, and where nothing is left to choose.
    """
    makers: dict[str, Callable[..., Interaction]] = {
        "answers": _answers, "words": _words, "rescue": _rescue, "rates": _rates,
    }  # fmt: skip
    if name not in makers:
        raise ChartError(pack.words("error.no_figure", figure=name, figures=", ".join(makers)))
    try:
        draw, controls, moved = makers[name](pack, *tables)
    except (KeyError, AttributeError, IndexError, TypeError, ValueError) as cause:
        raise ChartError(pack.words("error.not_drawn", figure=name)) from cause
    if not all(control.options for control in controls if isinstance(control, Choice | Ticks)):
        raise ChartError(pack.words("error.nothing_to_choose", figure=name))
    return draw, controls, moved


def _answers(pack: Pack, claims: pd.DataFrame) -> Interaction:
    """Choose a disputed question; the figure shows who answers what."""
    from mineros.charts.rivals import drawable

    questions = pack.disputes.set_index("dispute_id")["question"]
    options = sorted((str(questions[dispute]), dispute) for dispute in drawable(claims))

    def draw(dispute: str) -> str:
        return pack.html("answers", claims, dispute=dispute)

    return draw, [Choice("dispute", pack.words("control.dispute"), options, start="survivors")], None


def _words(pack: Pack, phrases: pd.DataFrame) -> Interaction:
    """Filter the words for the event by who speaks."""
    from mineros.charts.voices import for_the_event

    drawn = for_the_event(phrases)
    present = list(dict.fromkeys(drawn[drawn["date"] != ""]["perspective"]))
    sides = [(pack.tables.label("vocabulary", "perspective", side), side) for side in present]

    def draw(sides: list[str]) -> str:
        return pack.html("words", phrases, sides=sides)

    return draw, [Ticks("sides", pack.words("control.sides"), sorted(sides))], None


def _rescue(pack: Pack, log: pd.DataFrame, claims: pd.DataFrame) -> Interaction:
    """Set the zero of time: the sources give different minutes for the explosion."""
    from mineros.charts.record import REPORTED

    told = claims[(claims["dispute_id"] == "time-of-explosion") & (claims["value_text"] != "")]
    by_time: dict[str, list[str]] = {}
    for row in told.sort_values("value_text").itertuples():
        by_time.setdefault(row.value_text, []).append(row.claimant)
    options = [(f"{time} ({'; '.join(who)})", time) for time, who in by_time.items()]

    def draw(zero: str) -> str:
        return pack.html("rescue", log, zero=zero)

    return draw, [Choice("zero", pack.words("control.zero"), options, start=REPORTED)], None


def _rates(pack: Pack, fatalities: pd.DataFrame) -> Interaction:
    """Draw your guess with five sliders, before the record is shown; each move is kept until the reveal."""
    kept = pack.answers.first(GUESS)
    start = kept if isinstance(kept, list) and len(kept) == len(GUESS_YEARS) else [150] * len(GUESS_YEARS)
    sliders: list[Control] = [
        Slider(f"y{year}", pack.words("control.guess", year=str(year)), 0, 350, 10, value)
        for year, value in zip(GUESS_YEARS, start, strict=True)
    ]

    def draw(**values: float) -> str:
        return pack.html("rates", fatalities, line=list(values.values()), record=False)

    def keep(values: dict[str, Any]) -> None:
        # Once the record has been seen, the guess made before it is the one that counts.
        if not pack.answers.is_revealed(GUESS):
            pack.answers.save(GUESS, list(values.values()))

    return draw, sliders, keep
