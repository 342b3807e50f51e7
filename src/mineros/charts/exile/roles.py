"""Roles for a structured controversy: everybody argues both sides, with three cards of evidence for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineros import style
from mineros.charts.common import cited, lines, sides_legend
from mineros.drawing import Drawing

if TYPE_CHECKING:
    import pandas as pd

    from mineros.data import Tables
    from mineros.words import Value

# Claims that speak for each position, in three piles: who accuses or denies; a court or board; somebody outside both.
# The piles of one position have other lengths than those of the other, so that few students hold the same six cards.
PILES: dict[str, tuple[tuple[str, ...], ...]] = {
    "fugitive": (
        ("C1010", "C1014", "C1018", "C1013"),
        ("C0286", "C0315", "C0811"),
        ("C1007", "C1008", "C0433", "C0371", "C1015"),
    ),
    "persecuted": (
        ("C1012", "C1031", "C0975"),
        ("C0284", "C1032", "C0316", "C0285"),
        ("C0374", "C1037", "C0370", "C1033", "C0434"),
    ),
}


def position(number: int, turn: int) -> str:
    """What a student argues: odd numbers begin with "fugitive", even ones with "persecuted"; then they change."""
    return list(PILES)[(number + turn) % 2]


def hand(number: int, turn: int) -> list[str]:
    """The three claims that a student holds in this turn: one from each pile, always the same for the same number."""
    return [pile[(number - 1) % len(pile)] for pile in PILES[position(number, turn)]]


def deal(tables: Tables, claims: pd.DataFrame, student: int = 1, turn: int = 1) -> Drawing:
    """A student's position in this turn and three cards of evidence, each with its speaker and the sign of the side.

    student: the place on the class list, from 1. turn: 1 or 2; in the second everybody argues the other side.
    """
    words = tables.words
    known = claims.set_index("claim_id", drop=False)
    questions = tables["disputes"].set_index("dispute_id")["question"]
    side = position(student, turn)
    cards = known.loc[hand(student, turn)]
    figure = style.new_figure(6.8, left=0.015, right=0.985, top=0.995, bottom=0.08)
    axes = figure.subplots()
    axes.text(
        0.005, -0.88, words(f"figure.deal.argue.{side}", number=student, turn=turn), va="top", fontsize=19,
        fontweight="bold", linespacing=1.25,
    )  # fmt: skip
    looks = [style.SIDES[side] for side in cards["perspective"]]
    tops = [place - 0.18 for place in range(len(cards))]
    axes.barh(tops, 1, height=0.95, align="edge", color="#f4f1ea", linewidth=0, zorder=0)
    axes.vlines([0] * len(cards), tops, [top + 0.95 for top in tops], color=[color for color, _ in looks], linewidth=7)
    for place, (row, (color, marker)) in enumerate(zip(cards.itertuples(), looks, strict=True)):
        axes.plot(0.03, place + 0.04, marker, color=color, markersize=13)
        name, told = lines(row.claimant, 23, 4), lines(row.claim, 64, 5)
        asked = lines(questions[row.dispute_id], 76, 2)
        axes.text(0.06, place - 0.1, "\n".join(name), va="top", fontsize=14, fontweight="bold", linespacing=1.15)
        axes.text(0.335, place - 0.1, "\n".join(asked), va="top", fontsize=13, color=style.SOFT)
        below = place - 0.09 + 0.14 * len(asked)
        axes.text(0.335, below, "\n".join(told), va="top", fontsize=14, linespacing=1.15)
    axes.set_xlim(0, 1)
    axes.set_ylim(len(cards) - 0.22, -0.92)
    axes.set_axis_off()
    sides_legend(axes, tables, list(dict.fromkeys(cards["perspective"])))
    every = known.loc[[claim for piles in PILES.values() for pile in piles for claim in pile]]
    facts: dict[str, Value] = {
        "number": student, "turn": turn, "side": words(f"figure.deal.side.{side}"),
        "other": words(f"figure.deal.side.{position(student, turn + 1)}"),
        "who": "; ".join(cards["claimant"]), "n": len(cards), "all": len(every),  # a name may hold commas
        "missing": len(every) - len(cards),
        "as_of": words.date(max(cards["as_of"])),
    }  # fmt: skip
    return Drawing(figure, _pack(tables, every, list(cards["claim_id"])), facts, cited(cards))


def _pack(tables: Tables, every: pd.DataFrame, dealt: list[str]) -> pd.DataFrame:
    """All cards of both positions, so that a class without computers can deal them by hand."""
    import pandas as pd

    words = tables.words
    head = "figure.deal.column."
    questions = tables["disputes"].set_index("dispute_id")["question"]
    of = {claim: side for side, piles in PILES.items() for pile in piles for claim in pile}
    pile_of = {claim: place for piles in PILES.values() for place, pile in enumerate(piles, 1) for claim in pile}
    return pd.DataFrame(
        {
            words(head + "position"): [words(f"figure.deal.side.{of[claim]}") for claim in every["claim_id"]],
            words(head + "pile"): [f"{pile_of[claim]}" for claim in every["claim_id"]],
            words(head + "who"): list(every["claimant"]),
            words(head + "side"): [tables.label("claims", "perspective", code) for code in every["perspective"]],
            words(head + "asked"): list(every["dispute_id"].map(questions)),
            words(head + "says"): list(every["claim"]),
            words(head + "yours"): [words("yes") if claim in dealt else words("no") for claim in every["claim_id"]],
            words(head + "source"): list(every["source_ids"]),
        }
    )
