"""The charts, by name. Each is a function (tables, *frames, **choices) that gives a Drawing; none knows of widgets."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

from mineros.errors import ChartError

if TYPE_CHECKING:
    import pandas as pd

    from mineros.data import Tables
    from mineros.drawing import Drawing

# Which module draws which figures. A module is imported when its first figure is asked for.
FIGURES = {
    # for any lesson, and for the data browser
    "rivals": ("answers", "employers"),
    "selection": ("timeline", "places"),
    # 00 How do we know?
    "archive.sides": ("archive", "seen", "balance"),
    "archive.silence": ("matrix", "one_sided"),
    "archive.witnesses": ("corroborated", "witnesses"),
    "archive.pages": ("same_fact",),
    "archive.praise": ("checked", "rounded"),
    # 01 Pasta de Conchos
    "conchos.record": ("days", "rescue", "recoveries"),
    "conchos.men": ("sixty_five",),
    "conchos.voices": ("words",),
    "conchos.elsewhere": ("mexico", "rates"),
    "conchos.aftermath": ("followed",),
    # 02 Exile
    "exile.route": ("route",),
    "exile.labels": ("labels",),
    "exile.courts": ("coded", "river"),
    "exile.spans": ("recognition", "durations"),
    "exile.dead": ("seven",),
    "exile.money": ("money",),
    "exile.roles": ("deal",),
    # 03 Alliances
    "alliances.network": ("network",),
    "alliances.agreements": ("terms", "shared"),
    "alliances.members": ("members",),
    "alliances.campaigns": ("campaigns",),
    "alliances.rounds": ("rounds",),
    "alliances.routes": ("routes",),
    "alliances.tellers": ("tellers",),
    # 04 Senate return
    "senate.chamber": ("seats",),
    "senate.voices": ("reactions",),
    "senate.laws": ("reforms", "votes"),
    "senate.wage": ("wage",),
    "senate.density": ("density",),
    "senate.treaty": ("rapid_response",),
    "senate.strikes": ("strikes_2007",),
    "senate.ledger": ("ledger",),
    # 05 Your history
    "own.accounts": ("accounts",),
    "own.silence": ("silence",),
    "own.makers": ("makers", "copies"),
    "own.framing": ("framing",),
    "own.standing": ("tested", "settled"),
    "own_chart": ("own_chart",),
}
MODULES = {figure: module for module, figures in FIGURES.items() for figure in figures}


def draw(name: str, tables: Tables, *frames: pd.DataFrame, **choices: Any) -> Drawing:
    """Draw the figure of this name. Raises ChartError for an unknown name, or tables that it cannot be drawn from."""
    if name not in MODULES:
        raise ChartError(tables.words("error.no_figure", figure=name, figures=", ".join(MODULES)))
    _require_matplotlib(tables)
    chart = getattr(import_module(f"mineros.charts.{MODULES[name]}"), name)
    try:
        drawing: Drawing = chart(tables, *frames, **choices)
    except (KeyError, AttributeError, IndexError, TypeError, ValueError) as cause:
        raise ChartError(tables.words("error.not_drawn", figure=name)) from cause
    return drawing


def _require_matplotlib(tables: Tables) -> None:
    """Raises ChartError where matplotlib refuses to be imported: for a backend that it does not know, or no room."""
    try:
        import_module("matplotlib.font_manager")  # this, because it wants a folder to keep its fonts in
    except (ValueError, AttributeError) as cause:  # the second where it was tried before
        raise ChartError(tables.words("error.no_backend", name=os.environ.get("MPLBACKEND", ""))) from cause
    except OSError as cause:
        raise ChartError(tables.words("error.no_room_at_all")) from cause
