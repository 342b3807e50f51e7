"""What may come in the middle of anything: the stop button of a notebook, and something else that is done meanwhile.

Newer kernels (ipykernel 7) answer a control in a thread of its own, beside the cells and the other controls. ipywidgets
and matplotlib expect one thing after the other: of two searches at once, one lost the lines of its list.
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
    """Let what takes a moment come to its end before an interrupt (SIGINT) is heard, or anything else that is held.

    Around a save, a move, a redraw: a control that was stopped halfway would show one thing and hold another. Where no
    handler can be set (in a thread other than the main one), an interrupt does not arrive either.
    """
    pressed: list[Any] = []
    before = signal.getsignal(signal.SIGINT)
    try:
        if before is None:  # set by something other than Python, which could not be put back
            raise ValueError
        signal.signal(signal.SIGINT, lambda *heard: pressed.append(heard))
    except ValueError:
        with _at_work:
            yield
        return
    try:
        with _at_work:
            yield
    finally:
        signal.signal(signal.SIGINT, before)
        if pressed and callable(before):
            before(*pressed[-1])
