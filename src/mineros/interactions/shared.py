"""Interactions that any lesson may use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineros.explore import Choice

if TYPE_CHECKING:
    import pandas as pd

    from mineros.interactions import Interaction
    from mineros.pack import Pack


def answers(pack: Pack, claims: pd.DataFrame) -> Interaction:
    """Choose a disputed question; the figure shows who answers what."""
    from mineros.charts.rivals import drawable

    questions = pack.disputes.set_index("dispute_id")["question"]
    options = sorted((str(questions[dispute]), dispute) for dispute in drawable(claims))

    def draw(dispute: str) -> str:
        return pack.html("answers", claims, dispute=dispute)

    return draw, [Choice("dispute", pack.words("control.dispute"), options, start="survivors")], None
