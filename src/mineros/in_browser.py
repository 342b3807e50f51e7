"""What Python needs to be told where it runs in a browser alone (Pyodide): which fonts matplotlib has."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

HERE = sys.platform == "emscripten"
VERSION = 330  # of the list of fonts that matplotlib 3.8 reads; where another is wanted, matplotlib makes its own


def prepare() -> None:
    """Let matplotlib use the list of fonts that it brings, before it is imported.

    That of Pyodide 0.27 bears the number of a later version, and names fonts of its maker's computer; so matplotlib
    would look through all its fonts each time a lesson opens, which takes seconds, and say so with a warning.
    """
    found = find_spec("matplotlib")
    if found and found.origin and "matplotlib.font_manager" not in sys.modules:
        with suppress(OSError, ValueError, KeyError):
            _number(Path(found.origin).with_name("fontlist.json"))


def _number(file: Path) -> None:
    """Write the number into a list of fonts; of its fonts only matplotlib's own stay, whose paths are relative."""
    held = json.loads(file.read_text("utf-8"))
    own = [font for font in held["ttflist"] if not font["fname"].startswith("/")]
    file.write_text(json.dumps(held | {"_version": VERSION, "ttflist": own}), "utf-8")
