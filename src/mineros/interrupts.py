"""What may come in the middle of anything: the stop button of a notebook, and something else that is done meanwhile.

Newer kernels (ipykernel 7) have a thread for the controls beside that of the cells, and a control is answered now in
the one, now in the other: its first message in that of the cell that made it. ipywidgets and matplotlib expect one
thing after the other; of two searches at once, one lost the lines of its list. In which order two controls that were
moved at the same moment are answered, nothing promises.
"""

from __future__ import annotations

import signal
from contextlib import contextmanager
from threading import RLock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_at_work = RLock()  # whoever holds it may begin a part of the same work


@contextmanager
def held() -> Iterator[None]:
    """Around a save, a move, a redraw: until it has ended, no interrupt is heard and nothing else that is held begins.

    A control that was stopped halfway would show one thing and hold another.
    """
    with _deaf(), _at_work:
        yield


@contextmanager
def _deaf() -> Iterator[None]:
    """Hear an interrupt (SIGINT) only afterwards.

    Where no handler can be set (in a thread other than the main one), an interrupt does not arrive either.
    """
    pressed: list[Any] = []
    before = signal.getsignal(signal.SIGINT)
    try:
        if before is None:  # set by something other than Python, which could not be put back
            raise ValueError
        signal.signal(signal.SIGINT, lambda *heard: pressed.append(heard))
    except ValueError:
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if pressed and callable(before):
            before(*pressed[-1])
