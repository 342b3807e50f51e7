"""The stop button of a notebook, which may be pressed in the middle of anything."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def held() -> Iterator[None]:
    """Let what takes a moment come to its end before an interrupt (SIGINT) is heard: nothing is left half done.

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
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if pressed and callable(before):
            before(*pressed[-1])
