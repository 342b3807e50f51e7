"""How far a command is that makes several things: a bar of one line."""

from __future__ import annotations

import sys

WIDTH = 30  # signs of the progress bar


class Bar:
    """A bar of one line, on a terminal only."""

    def __init__(self, steps: int) -> None:
        self.steps, self.done = steps, 0

    def step(self, what: str) -> None:
        """Say what has just been made."""
        self.done += 1
        full = WIDTH * self.done // self.steps
        line = f"[{'#' * full}{'.' * (WIDTH - full)}] {self.done}/{self.steps} {what}"
        if sys.stderr.isatty():
            print(f"\r{line:<78}", end="\n" if self.done == self.steps else "", file=sys.stderr, flush=True)
        else:
            print(line, file=sys.stderr, flush=True)
