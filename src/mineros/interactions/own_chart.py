"""The reader's own chart, made by choosing: a table, what stands on its axis, what is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mineros.chartable import KINDS, fitting, looked_at, name_of
from mineros.explore import Choice

if TYPE_CHECKING:
    import pandas as pd

    from mineros.interactions import Interaction
    from mineros.pack import Pack

KEPT_AS = "05-chart"  # its place among the reader's answers
FIRST = "events"


def own_chart(pack: Pack, *given: pd.DataFrame) -> Interaction:
    """Choose a table, an axis, what is counted, how it is split, which rows are kept, bars or points.

    given: the tables to choose from; without any, all tables of the pack.
    """
    tables, say = pack.tables, pack.words
    names = [name_of(tables, rows) for rows in given] or [name for name in tables if looked_at(tables, name).axes]
    wanted = pack.answers.get(KEPT_AS)
    if not isinstance(wanted, dict) or wanted.get("table") not in names:
        wanted = {"table": FIRST if FIRST in names else names[0]}
    start = fitting(tables, wanted)

    def draw(**chosen: str) -> str:
        fit = fitting(tables, chosen)
        table = fit.pop("table")
        return pack.html("own_chart", tables[table], **fit)

    def keep(chosen: dict[str, Any]) -> str:
        pack.answers.save(KEPT_AS, fitting(tables, chosen), say("own_chart.asked"))
        return pack.answers.refusal

    def offers(key: str) -> Any:
        return lambda chosen: offered(pack, key, chosen)

    controls: list[Any] = [
        Choice("table", say("own_chart.control.table"), sorted((tables.title(name), name) for name in names),
               start["table"]),
        *(
            Choice(key, say(f"own_chart.control.{key}"), offered(pack, key, start), start[key], offers(key))
            for key in ("keep", "axis", "split", "measure")
        ),
        Choice("kind", say("own_chart.control.kind"), [(say(f"own_chart.kind.{kind}"), kind) for kind in KINDS],
               start["kind"]),
    ]  # fmt: skip
    return draw, controls, keep


def offered(pack: Pack, key: str, chosen: dict[str, Any]) -> list[tuple[str, str]]:
    """What a control offers once the table and the rows to keep are chosen."""
    if key == "keep":
        return looked_at(pack.tables, chosen["table"]).keeps
    fit = fitting(pack.tables, chosen)
    some = looked_at(pack.tables, chosen["table"], fit["keep"])
    if key == "split":
        return some.splits(fit["axis"])
    return some.axes if key == "axis" else some.measures(fit["axis"], fit["split"])
