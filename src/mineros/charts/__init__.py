"""The charts, by name. Each is a function (tables, *frames, **choices) that gives a Drawing; none knows of widgets."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from mineros.errors import ChartError

if TYPE_CHECKING:
    import pandas as pd

    from mineros.data import Tables
    from mineros.drawing import Drawing

# Where each figure is drawn. A module is imported when its first figure is asked for.
MODULES = {
    "days": "record",
    "rescue": "record",
    "recoveries": "record",
    "answers": "rivals",
    "employers": "rivals",
    "words": "voices",
    "sixty_five": "men",
    "mexico": "elsewhere",
    "rates": "elsewhere",
    "followed": "aftermath",
    "timeline": "selection",
    "places": "selection",
}


def draw(name: str, tables: Tables, *frames: pd.DataFrame, **choices: Any) -> Drawing:
    """Draw the figure of this name. Raises ChartError for an unknown name, or tables that it cannot be drawn from."""
    if name not in MODULES:
        raise ChartError(tables.words("error.no_figure", figure=name, figures=", ".join(MODULES)))
    chart = getattr(import_module(f"mineros.charts.{MODULES[name]}"), name)
    try:
        drawing: Drawing = chart(tables, *frames, **choices)
    except (KeyError, AttributeError, IndexError, TypeError, ValueError) as cause:
        raise ChartError(tables.words("error.not_drawn", figure=name)) from cause
    return drawing
