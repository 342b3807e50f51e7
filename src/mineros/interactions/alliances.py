"""The interactions of lesson 03: the network in any year, one body's members, one campaign on the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineros.explore import Choice, Slider

if TYPE_CHECKING:
    import pandas as pd

    from mineros.explore import Control
    from mineros.interactions import Interaction
    from mineros.pack import Pack


def network(pack: Pack, ties: pd.DataFrame) -> Interaction:
    """Set the year, and choose the ties with or without a signed paper."""
    from mineros.charts.alliances.network import FIRST, LAST

    words = pack.words
    kinds: list[tuple[str, str]] = [
        (words(f"figure.network.show.{kind}"), kind) for kind in ("all", "formal", "informal")
    ]
    controls: list[Control] = [
        Slider("year", words("control.network_year"), FIRST, LAST, 1, FIRST),
        Choice("show", words("control.network_ties"), kinds, start="all"),
    ]

    def draw(year: int, show: str) -> str:
        return pack.html("network", ties, year=year, show=show)

    return draw, controls, None


def members(pack: Pack, figures: pd.DataFrame) -> Interaction:
    """Choose a body: every figure that a source gives for its members."""
    from mineros.charts.alliances.bodies import OWN, called
    from mineros.charts.alliances.members import offered

    short = pack.organizations.set_index("org_id")["short_name"]
    options = [(called(body, short[body], pack.words), body) for body in offered(figures)]

    def draw(body: str) -> str:
        return pack.html("members", figures, body=body)

    return draw, [Choice("body", pack.words("control.members_body"), options, start=OWN)], None


def campaigns(pack: Pack, actions: pd.DataFrame) -> Interaction:
    """Choose a campaign: where it was shown, and how."""
    from mineros.charts.alliances.campaigns import offered

    words = pack.words
    options = [(words("figure.campaigns.all"), ""), *((name, name) for name in offered(actions))]

    def draw(campaign: str) -> str:
        return pack.html("campaigns", actions, campaign=campaign)

    return draw, [Choice("campaign", words("control.map_campaign"), options, start="")], None
