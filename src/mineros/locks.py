"""One process at a time: the lock of a file, as far as this system and its disk know such a thing."""

from __future__ import annotations

import errno
import os
import time
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PATIENCE = 10  # seconds to wait for another process


@contextmanager
def alone(file: Path) -> Iterator[bool]:
    """Hold a file, and tell whether nobody else can hold it meanwhile: not every system and disk knows locks.

    Raises OSError where the file cannot be made, and with EDEADLK where another process holds it and does not let go.
    """
    with file.open("a+") as lock:  # neither emptied nor waited for, whatever lies there
        hold, release = _locks()
        lock.seek(0)
        try:
            hold(lock.fileno())
        except OSError as cause:
            if cause.errno == errno.EDEADLK:
                raise
            yield False  # a disk of a network may know no locks
            return
        try:
            yield True
        finally:
            with suppress(OSError):  # what was done is done; closing the file lets go as well
                release(lock.fileno())


def _locks() -> tuple[Callable[[int], object], Callable[[int], object]]:
    """How this system lets one process alone hold an open file, and how it lets go.

    The first waits up to ten seconds. It raises OSError: EDEADLK where another process holds the file all that time,
    something else where there are no locks.
    """
    try:
        from fcntl import LOCK_EX, LOCK_NB, LOCK_UN, flock

        return (lambda file: _patiently(lambda: flock(file, LOCK_EX | LOCK_NB))), (lambda file: flock(file, LOCK_UN))
    except ImportError:
        pass
    try:
        windows: Any = import_module("msvcrt")
    except ImportError:  # a browser; no other process is there
        return _no_locks, _no_locks
    return (lambda file: windows.locking(file, windows.LK_LOCK, 1)), (
        lambda file: windows.locking(file, windows.LK_UNLCK, 1)
    )


def _patiently(hold: Callable[[], object]) -> None:
    """Try to hold a file until it works. A process that was put to sleep while it held one must not freeze another."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            hold()
            return
        except BlockingIOError:
            if time.monotonic() > end:
                raise OSError(errno.EDEADLK, os.strerror(errno.EDEADLK)) from None
        time.sleep(0.01)


def _no_locks(file: int) -> None:
    raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))
