"""The interactions of the lessons: which controls stand above which figure, and what each one changes."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from mineros.errors import ChartError
from mineros.explore import Choice, Ticks

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from mineros.explore import Control
    from mineros.pack import Pack

    Interaction = tuple[Callable[..., str], list[Control], Callable[[dict[str, Any]], str] | None]

# Which module holds which interactions: functions (pack, *tables) that give an Interaction.
OFFERED = {
    # for any lesson
    "shared": ("answers",),
    # 00 How do we know?
    "archive": ("balance", "in_time", "same_fact", "checked"),
    # 01 Pasta de Conchos
    "conchos": ("words", "rescue", "rates"),
    # 02 Exile
    "exile": ("labels", "coded", "river", "durations", "money", "deal"),
    # 03 Alliances
    "alliances": ("network", "members", "campaigns"),
    # 04 Senate return
    "senate": ("reactions", "wage", "density", "rapid_response", "ledger"),
    # 05 Your history
    "own": ("accounts", "silence", "framing"),
    "own_chart": ("own_chart",),
}
MODULES = {name: module for module, names in OFFERED.items() for name in names}


def of(name: str, pack: Pack, *tables: pd.DataFrame) -> Interaction:
    """The drawing function, the controls and the keeper of an interaction.

    Raises ChartError for an unknown name, for tables that it cannot be made from, and where nothing is left to choose.
    """
    if name not in MODULES:
        raise ChartError(pack.words("error.no_figure", figure=name, figures=", ".join(MODULES)))
    make: Callable[..., Interaction] = getattr(import_module(f"mineros.interactions.{MODULES[name]}"), name)
    try:
        draw, controls, moved = make(pack, *tables)
    except (KeyError, AttributeError, IndexError, TypeError, ValueError) as cause:
        raise ChartError(pack.words("error.not_drawn", figure=name)) from cause
    if not all(control.options for control in controls if isinstance(control, Choice | Ticks)):
        raise ChartError(pack.words("error.nothing_to_choose", figure=name))
    return draw, controls, moved
