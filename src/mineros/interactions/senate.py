"""The interactions of lesson 04: whose words, which prices and which year's pesos, which country, cases and states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineros.explore import Choice, Slider, Ticks

if TYPE_CHECKING:
    import pandas as pd

    from mineros.interactions import Interaction
    from mineros.pack import Pack


def reactions(pack: Pack, phrases: pd.DataFrame) -> Interaction:
    """All sides as marks, or the phrases of one side in words; all topics, or one."""
    words = pack.words

    def options(column: str, everything: str) -> list[tuple[str, str]]:
        codes = pack.tables.choices("reactions", column, phrases[column])
        return [(words(everything), ""), *codes]

    def draw(side: str, topic: str) -> str:
        return pack.html("reactions", phrases, side=side, topic=topic)

    return (
        draw,
        [
            Choice("side", words("control.reaction_side"), options("perspective", "control.every_side")),
            Choice("topic", words("control.reaction_topic"), options("topic", "control.every_topic")),
        ],
        None,
    )


def wage(pack: Pack, wages: pd.DataFrame, prices: pd.DataFrame) -> Interaction:
    """Choose the price index and the year in whose pesos the wage is told."""
    from mineros.charts.senate.wage import DEFLATORS

    words = pack.words
    means = prices[prices["measure"] == "cpi_year_average"]["year"]
    ways = [(words(f"figure.wage.deflator.{way}"), way) for way in DEFLATORS]

    def draw(deflator: str, base: int) -> str:
        return pack.html("wage", wages, prices, deflator=deflator, base=base)

    first, last = int(means.min()), int(means.max())
    return (
        draw,
        [
            Choice("deflator", words("control.deflator"), ways, start="none"),
            Slider("base", words("control.base"), first, last, 1, last),
        ],
        None,
    )


def density(pack: Pack, series: pd.DataFrame) -> Interaction:
    """Four countries by two definitions, or one country by every definition that the table has."""
    from mineros.charts.senate.density import COUNTRIES

    words = pack.words
    names = pack.tables.choices("series", "country", COUNTRIES)

    def draw(country: str) -> str:
        return pack.html("density", series, country=country)

    options = [(words("control.every_country"), ""), *names]
    return draw, [Choice("country", words("control.density_country"), options, start="MEX")], None


def rapid_response(pack: Pack, cases: pd.DataFrame) -> Interaction:
    """All cases, those in which Los Mineros took part, or those of one sector, each by name."""
    words = pack.words
    found = pack.tables.choices("rrm_cases", "sector", filter(None, cases["sector"]))

    def draw(chosen: str) -> str:
        return pack.html("rapid_response", cases, chosen=chosen)

    options = [(words("control.every_case"), ""), (words("control.own_cases"), "los_mineros"), *found]
    return draw, [Choice("chosen", words("control.rapid_cases"), options, start="los_mineros")], None


def ledger(pack: Pack, events: pd.DataFrame) -> Interaction:
    """Show the lines of the ledger by their state."""
    from mineros.charts.senate.ledger import STATES

    options = [(pack.words(f"figure.ledger.state.{state}"), state) for state in STATES]

    def draw(states: list[str]) -> str:
        return pack.html("ledger", events, states=states)

    return draw, [Ticks("states", pack.words("control.ledger_states"), options)], None
