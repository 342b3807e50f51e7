"""How controls come into a page: named as ours, moved one after the other, never cut off in the middle of a move."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mineros import interrupts

if TYPE_CHECKING:
    import ipywidgets


def show(box: ipywidgets.Widget) -> None:
    """Put a box of controls under the cell; by its class the page's keys, names and looks find it."""
    from IPython.display import display

    read_whole(box)
    display(box.add_class("mineros-controls"))


def fill(lines: ipywidgets.Select, options: list[tuple[str, Any]]) -> None:
    """Put other lines into a list, (words, value) pairs; none is chosen, and none is for a moment in between."""
    with lines.hold_sync(), lines.hold_trait_notifications():  # one message to the page
        lines.options = options
        lines.value = None


def read_whole(box: ipywidgets.Widget) -> None:
    """Let each message from the page to a control in this box come to its end before the next, or the stop button.

    Were it cut off on its way, before what it sets off begins, the page would show one value and the kernel hold
    another.
    """
    if box.comm is not None:
        box.comm.on_msg(interrupts.held()(box._handle_msg))
    for part in getattr(box, "children", ()):
        read_whole(part)
