"""How controls come into a page: named as ours, moved one after the other, never cut off in the middle of a move."""

from __future__ import annotations

from functools import partial
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
    with lines.hold_sync():  # one message to the page
        lines.value = None
        lines.options = options


def read_whole(box: ipywidgets.Widget) -> None:
    """Hold each message from the page to a control in this box until all that it sets off is done.

    Were it cut off on its way, before that begins, the page would show one value and the kernel hold another.
    """
    if box.comm is not None:
        box.comm.on_msg(partial(_read, box))
    for part in getattr(box, "children", ()):
        read_whole(part)


@interrupts.held()
def _read(widget: ipywidgets.Widget, message: dict[str, Any]) -> None:
    """Do what a message says; where a list has become shorter meanwhile, tell the page what is chosen instead."""
    try:
        widget._handle_msg(message)
    finally:  # it refuses a line that is no more
        told = message["content"]["data"].get("state", {})
        if "index" in told and told["index"] != widget.index:
            widget.send_state("index")
