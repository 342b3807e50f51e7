"""What a kernel tells in one sentence where Python shows pages: a cell that is run too early, a cell that was stopped.

`mineros.startup` has a kernel ask here, before anything of ours is imported.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from traceback import walk_tb
from typing import TYPE_CHECKING

from mineros.words import LANGUAGES, Words, own_language

if TYPE_CHECKING:
    from types import TracebackType

    from IPython.core.interactiveshell import InteractiveShell

OPENED = ("open_pack", "pack", "pd", "plt")  # what the first cell of a notebook of ours makes
ANYBODYS = ("pd", "plt")  # a notebook of the reader's own may forget them too, and has no first cell of ours
OURS = str(Path(__file__).parent) + os.sep


def tell(
    shell: InteractiveShell,
    kind: type[BaseException],
    error: BaseException,
    trace: TracebackType,
    tb_offset: int | None = None,
) -> None:
    """Show an error in our words where it is one of those two, else as Python shows it."""
    if sentence := _sentence(shell, error, trace):
        error._render_traceback_ = lambda: [sentence]  # type: ignore[attr-defined]
    shell.showtraceback((kind, error, trace), tb_offset=tb_offset)


def _sentence(shell: InteractiveShell, error: BaseException, trace: TracebackType) -> str:
    if (
        isinstance(error, NameError)
        and error.name in OPENED
        and "pack" not in shell.user_ns
        and (error.name not in ANYBODYS or folder_here() in LANGUAGES)
    ):
        return Words(language_here())("error.too_early", name=error.name)
    if isinstance(error, KeyboardInterrupt) and any(
        frame.f_code.co_filename.startswith(OURS) for frame, _ in walk_tb(trace)
    ):
        return Words(language_here())("error.stopped")
    return ""


def language_here() -> str:
    """The language of the notebook: a kernel works in its folder, such as notebooks/es. Else that of the machine."""
    return folder if (folder := folder_here()) in LANGUAGES else own_language()


def folder_here() -> str:
    """The name of the folder that the kernel works in; "" where it is gone."""
    with suppress(OSError):
        return Path.cwd().name
    return ""
