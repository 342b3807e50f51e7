"""What Python needs to be told where it runs in a browser alone (Pyodide): which fonts matplotlib has."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

HERE = sys.platform == "emscripten"
VERSION = 330  # of matplotlib's list of fonts, in matplotlib 3.8; where another is wanted, matplotlib makes its own
FONTS = {"": ("normal", 400), "-Bold": ("normal", 700), "-Oblique": ("oblique", 400), "-BoldOblique": ("oblique", 700)}


def prepare() -> None:
    """Give matplotlib its list of fonts before it is imported.

    The list that Pyodide 0.27 brings is of another version, so matplotlib would look through all its fonts each time a
    lesson opens: seconds, and a warning in the lesson. Those of its fonts that no figure uses are left out.
    """
    found = find_spec("matplotlib")
    if found and found.origin and "matplotlib.font_manager" not in sys.modules:
        with suppress(OSError):
            Path(found.origin).with_name("fontlist.json").write_text(json.dumps(_fonts()))


def _fonts() -> dict[str, Any]:
    """The list in the form that matplotlib reads: paths as seen from the folder of its data."""
    entries = [
        {
            "fname": f"fonts/ttf/DejaVuSans{kind}.ttf",
            "name": "DejaVu Sans",
            "style": style,
            "variant": "normal",
            "weight": weight,
            "stretch": "normal",
            "size": "scalable",
            "__class__": "FontEntry",
        }
        for kind, (style, weight) in FONTS.items()
    ]
    return {
        "_version": VERSION,
        "_FontManager__default_weight": "normal",
        "default_size": None,
        "defaultFamily": {"ttf": "DejaVu Sans", "afm": "Helvetica"},
        "afmlist": [],
        "ttflist": entries,
        "__class__": "FontManager",
    }
