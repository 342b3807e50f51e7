"""One helper for all interactions: labeled controls, and a figure under them.

The figure is an ordinary output of the cell and is replaced in place when a control moves. So a page without a kernel
(print, preview, HTML) keeps it; there is one figure, never a pile; and its size is fixed, so nothing jumps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mineros import html, interrupts
from mineros.controls import show
from mineros.errors import MinerosError

if TYPE_CHECKING:
    from collections.abc import Callable

    import ipywidgets


@dataclass(frozen=True)
class Choice:
    """A control that picks one of several options: (words, value) pairs.

    follows: where the options depend on the other controls, what they are once those stand at some values.
    """

    key: str
    label: str
    options: list[tuple[str, Any]]
    start: Any = None
    follows: Callable[[dict[str, Any]], list[tuple[str, Any]]] | None = None

    @property
    def begins(self) -> Any:
        """Its value at first: the first option, if none is set."""
        values = [value for _, value in self.options]
        return self.start if self.start in values else values[0]

    def widget(self) -> ipywidgets.Widget:
        """A dropdown: Tab reaches it, Space opens the list, the arrow keys move in it and Enter chooses."""
        import ipywidgets

        return ipywidgets.Dropdown(options=self.options, value=self.begins, description=self.label, **_shape())


@dataclass(frozen=True)
class Slider:
    """A control that sets a number between two ends."""

    key: str
    label: str
    low: int
    high: int
    step: int
    start: int

    @property
    def begins(self) -> int:
        """Its value at first."""
        return self.start

    def widget(self) -> ipywidgets.Widget:
        """A number box and a slider that move together; the box bears the label of both."""
        import ipywidgets

        shared = {"value": self.start, "min": self.low, "max": self.high, "step": self.step}
        box = ipywidgets.BoundedIntText(
            **shared, description=self.label, style={"description_width": "initial"}, layout={"width": "16rem"}
        )
        slider = ipywidgets.IntSlider(**shared, readout=False, continuous_update=False, layout={"width": "24rem"})
        ipywidgets.link((box, "value"), (slider, "value"))
        return ipywidgets.HBox([box, slider], layout={"flex_flow": "row wrap"})


@dataclass(frozen=True)
class Ticks:
    """A row of boxes to tick; the value is the list of the ticked ones."""

    key: str
    label: str
    options: list[tuple[str, str]]

    @property
    def begins(self) -> list[str]:
        """Its value at first: everything ticked."""
        return [value for _, value in self.options]

    def widget(self) -> ipywidgets.Widget:
        """Boxes in a group, each with its own visible label."""
        import ipywidgets

        boxes = [
            ipywidgets.Checkbox(value=True, description=words, indent=False, layout=ipywidgets.Layout(width="auto"))
            for words, _ in self.options
        ]
        heading = ipywidgets.HTML(f"<strong>{html.text(self.label)}</strong>")
        row = ipywidgets.HBox(boxes, layout=ipywidgets.Layout(flex_flow="row wrap", grid_gap="0 1.2rem"))
        return ipywidgets.VBox([heading, row]).add_class("mineros-ticks")


Control = Choice | Slider | Ticks


def _shape() -> dict[str, Any]:
    import ipywidgets

    return {
        "style": {"description_width": "initial"},
        "layout": ipywidgets.Layout(width="auto", max_width="44rem"),
    }


@interrupts.held()
def explore(
    draw: Callable[..., str],
    controls: list[Control],
    moved: Callable[[dict[str, Any]], str] | None = None,
    fold: Callable[[str], str] | None = None,
    *,
    language: str,
) -> None:
    """Show `draw(**values)` (HTML of a figure) and redraw it in place whenever a control moves.

    draw gets one keyword for each control's key. `moved`, if given, is told the values after each move by the reader
    (to keep a guess), and gives a sentence where they could not be kept, else "". A state seen before is not drawn
    again. `fold`, if given, is put around the first figure: it would answer a guess that is not made yet. Whoever moves
    a control wants to see, so then it stands open.
    language: of the words on the page.

    It is drawn while the move is being answered, not later: until then the page holds back further moves of that
    control and keeps only the last one. So a key held down never has more than one redraw waiting.
    """
    import ipywidgets
    from IPython.display import HTML, display

    shown = {control.key: control.widget() for control in controls}
    drawn: dict[str, str] = {}

    def values() -> dict[str, Any]:
        return {control.key: _value(control, shown[control.key]) for control in controls}

    def picture() -> str:
        now = values()
        if repr(now) not in drawn:
            drawn[repr(now)] = draw(**now).replace(html.STYLE, "")
        return drawn[repr(now)]

    # Controls stand above the figure, so that they keep their place when a caption grows by a line.
    heard = ipywidgets.HTML().add_class("mineros-live").add_class("mineros-unseen")  # what a move changed
    box = ipywidgets.VBox([*shown.values(), heard], layout=ipywidgets.Layout(max_width="60rem"))
    show(box)
    first = picture()
    # The looks stand in the page once: were they sent with each picture, a browser would style the whole lesson anew.
    display(HTML(html.keys(language) + html.STYLE))
    handle = display(HTML(fold(first) if fold else first), display_id=True)

    settling = False  # while controls follow another one, the figure waits

    def follow() -> None:
        nonlocal settling
        settling = True
        try:
            for control in controls:
                if isinstance(control, Choice) and control.follows:
                    _offer(shown[control.key], control.follows(values()))
        finally:  # a table that cannot be read must not leave the controls dead
            settling = False

    @interrupts.held()
    def redraw(_: object) -> None:
        if settling:
            return
        try:
            follow()
            now = picture()
            said = html.alternative(now)
        except MinerosError as error:  # else it would end unseen in the log of the server
            now, said = html.card(html.text(error), "bad"), html.text(error)
        handle.update(HTML(now))  # the picture first: who looks does not wait for what is only heard
        heard.value = said
        if moved and (refused := moved(values())):
            handle.update(HTML(html.card(html.text(refused), "bad") + now))
            heard.value = html.text(refused)

    for control in controls:
        for part in _parts(shown[control.key]):
            part.observe(redraw, names="value")


def _offer(widget: Any, options: list[tuple[str, Any]]) -> None:
    """Put other options into a dropdown; what was chosen stays chosen where it is still offered."""
    if list(widget.options) == options:
        return
    kept = widget.value
    with widget.hold_sync():  # one message to the page, not three
        widget.options = options  # the first one is chosen now
        if kept in [value for _, value in options]:
            widget.value = kept


def _parts(widget: Any) -> list[Any]:
    """The widgets that carry a value: the boxes of a group, the number box of a slider, or the control itself."""
    if not hasattr(widget, "children"):
        return [widget]
    first, second = widget.children
    return list(second.children) if hasattr(second, "children") else [first]


def _value(control: Control, widget: Any) -> Any:
    if isinstance(control, Ticks):
        return [value for (_, value), box in zip(control.options, _parts(widget), strict=True) if box.value]
    return _parts(widget)[0].value
