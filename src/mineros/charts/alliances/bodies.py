"""Union bodies: which they are, what they are called on a chart, and the place of each in the network."""

from __future__ import annotations

from math import cos, radians, sin
from typing import TYPE_CHECKING

from mineros.charts.common import unbroken

if TYPE_CHECKING:
    import pandas as pd

    from mineros.words import Words

# Kinds of organization that count as union bodies. Companies, governments and civil groups are left out.
UNIONS = {"union": "o", "union_federation": "s", "global_federation": "D", "network": "p"}
OWN = "los-mineros"
KNOWN_AS = {OWN: "Los Mineros", "workers-uniting": "Workers Uniting", "moveup": "MoveUP"}
# Initials in two languages, as in "IMF / FITIM".
TWO_NAMES = {"imf-metalworkers", "ituc", "iuf", "bwi", "tnsa"}

# Places are chosen once, for all years: a body never moves, so the eye can follow it. Inches from the lower left.
LEFT = {
    "united_states": ("afl-cio", "cwa", "ilwu", "pace", "uaw", "ue", "umwa", "uswa"),
    "canada": ("caw", "cep", "clc", "cupe", "moveup", "unifor"),
    "asia_pacific": (
        "actu", "amwu", "awu", "cfmeu", "mua", "epmu", "munz", "nzctu", "jcm", "kctu", "kmwu",
    ),
}  # fmt: skip
RIGHT = {
    "europe": (
        "amicus", "tgwu", "tuc", "unite", "if-metall", "fellesforbundet", "industri-energi", "fim-italy",
        "fiom-italy", "ugt-fica",
    ),
    "latin_america": (
        "asijemin", "cnm-cut", "cntm", "contraf-cut", "metalurgicos-do-abc", "fntmmsp", "sitracomy", "st-ilo",
        "stta-toquepala", "sut-cuajone", "sut-spcc", "owtu", "untmra",
    ),
    "africa": ("ceppawu", "cosatu", "num", "numsa", "satawu"),
}  # fmt: skip
ABOVE = ("ituc", "imf-metalworkers", "icem", "itglwf", "industriall", "uni", "itf", "iuf", "bwi")
BELOW = ("congreso-del-trabajo", "unt", "sme", "strm", "fat", "stttass", "cit")
INSIDE = {
    OWN: (4.85, 4.6), "usw": (3.5, 5.2), "tnsa": (3.4, 3.65), "workers-uniting": (6.4, 5.15),
    "international-miners-network": (6.2, 3.8),
}  # fmt: skip
EDGES = 1.5, 8.15  # where the marks of the two columns stand
HEIGHT, STEP = 8.7, 0.23


def of_unions(ties: pd.DataFrame, organizations: pd.DataFrame) -> pd.DataFrame:
    """The ties that link two union bodies by an agreement, a membership, a merger or an act of solidarity."""
    kinds = dict(zip(organizations["org_id"], organizations["kind"], strict=True))
    both = ties["source_org_id"].map(kinds).isin(UNIONS) & ties["target_org_id"].map(kinds).isin(UNIONS)
    return ties[both & (ties["tie_type"] != "shared_employer")]


def called(org: str, short: str, words: Words) -> str:
    """What a body is called on a chart: its initials, in the reader's language where there are two."""
    if org == "international-miners-network":
        return words("figure.network.miners_network")
    if org in TWO_NAMES:
        english, _, spanish = short.partition(" / ")
        return spanish if words.language == "es" else english
    return unbroken(KNOWN_AS.get(org, short))


def column(groups: dict[str, tuple[str, ...]], top: float) -> tuple[dict[str, float], dict[str, float]]:
    """Heights of the headings and of the bodies of one column, from the top down."""
    heads, bodies = {}, {}
    for region, members in groups.items():
        heads[region] = top
        for place, org in enumerate(members, start=1):
            bodies[org] = top - place * STEP
        top -= (len(members) + 1.55) * STEP
    return heads, bodies


def arc(members: tuple[str, ...], start: float, end: float) -> dict[str, tuple[float, float]]:
    """Places on an arc around Los Mineros, every second one farther out, so that names have room."""
    x, y = INSIDE[OWN]
    step = (end - start) / (len(members) - 1)
    places = {}
    for place, org in enumerate(members):
        angle, far = radians(start + place * step), 2.55 + 0.45 * (place % 2)
        places[org] = (x + far * cos(angle), y + far * sin(angle))
    return places


def layout() -> dict[str, tuple[float, float]]:
    """The place of every body that the network can show."""
    left, right = column(LEFT, HEIGHT - 0.25)[1], column(RIGHT, HEIGHT - 0.25)[1]
    return (
        {org: (EDGES[0], y) for org, y in left.items()}
        | {org: (EDGES[1], y) for org, y in right.items()}
        | arc(ABOVE, 158, 22) | arc(BELOW, 202, 338) | INSIDE
    )  # fmt: skip
