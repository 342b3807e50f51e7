"""Functions that a reader wrote, tried on cases that the task does not show: the inputs are in the file of checks,
of what should come out only digests are.
"""

from __future__ import annotations

import copy
import inspect
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def trials(function: Callable[..., Any], cases: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], Any]]:
    """Each case with what the function gave for it, one after the other, so that the first fault ends the trial.

    What the function raises comes out of here as the reader's own error. Each call gets arguments of its own: a
    function that changes them harms nothing.
    """
    for case in cases:
        yield case, function(*arguments(case))


def arguments(case: dict[str, Any]) -> list[Any]:
    """The arguments of a case; `{"rows": [...]}` stands for a small table."""
    return [_argument(copy.deepcopy(given)) for given in case["args"]]


def _argument(given: Any) -> Any:
    if isinstance(given, dict) and set(given) == {"rows"}:
        import pandas as pd

        return pd.DataFrame(given["rows"])
    return given


def takes(function: Callable[..., Any], n: int) -> bool:
    """Whether a function can be called with n values; one that hides what it takes is given the benefit."""
    try:
        inspect.signature(function).bind(*[None] * n)
    except ValueError:
        return True
    except Exception:  # not with n values, or not at all
        return False
    return True


def source(function: Callable[..., Any]) -> str:
    """What the reader wrote, as far as Python still knows it."""
    try:
        return inspect.getsource(function)
    except (OSError, TypeError):
        return str(getattr(function, "__name__", ""))
