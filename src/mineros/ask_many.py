"""Controls of an answer box that hold several values: steps to order, options to tick, pairs to match."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mineros import bank, html, interrupts

if TYPE_CHECKING:
    import ipywidgets

    from mineros.ask import AnswerBox


class Ordering:
    """Steps to put in order: each has a button to move it up and one to move it down, so the keyboard is enough."""

    def __init__(self, box: AnswerBox) -> None:
        self.box = box
        self.names = {value: words for words, value in bank.options(box.entry, box.words)}
        kept = box.answers.get(box.id)
        whole = isinstance(kept, list) and len(kept) == len(self.names) and all(name in kept for name in self.names)
        self.order = list(kept) if whole else list(self.names)
        box.now = lambda: self.order
        ipywidgets = box.ipywidgets
        self.labels = [ipywidgets.HTML() for _ in self.order]
        self.buttons: list[list[Any]] = []
        rows = [self._row(place) for place in range(len(self.order))]
        self.widget = ipywidgets.VBox([ipywidgets.HTML(html.text(box.words("ask.order_how"))), *rows])
        self._show()

    def _row(self, place: int) -> ipywidgets.Widget:
        words, ipywidgets = self.box.words, self.box.ipywidgets
        buttons = []
        for step, key in ((-1, "ask.up"), (1, "ask.down")):
            button = ipywidgets.Button(description=words(key), layout={"width": "auto", "flex": "0 0 auto"})
            button.disabled = not 0 <= place + step < len(self.order)
            button.on_click(lambda _, step=step: self._move(place, step))
            buttons.append(button)
        self.buttons.append(buttons)
        return ipywidgets.HBox([*buttons, self.labels[place]])

    @interrupts.held()
    def _move(self, place: int, step: int) -> None:
        other = place + step
        self.order[place], self.order[other] = self.order[other], self.order[place]
        self._show()
        step_moved = self.names[self.order[other]].rstrip(".")
        self.box.save(
            list(self.order), self.box.words("ask.moved", step=step_moved, place=other + 1, all=len(self.order))
        )

    def _show(self) -> None:
        for place, (label, name) in enumerate(zip(self.labels, self.order, strict=True), start=1):
            label.value = f"<strong>{place}.</strong> {html.text(self.names[name])}"
            for button in self.buttons[place - 1]:  # what a pointer and a screen reader are told
                button.tooltip = f"{button.description}: {self.names[name]}"


class Several:
    """Options of which several may hold, each with a box to tick."""

    def __init__(self, box: AnswerBox) -> None:
        ipywidgets = box.ipywidgets
        kept = box.answers.get(box.id)
        kept = kept if isinstance(kept, list) else []
        self.box = box
        self.ticks = {
            value: ipywidgets.Checkbox(
                value=value in kept,
                description=said,
                indent=False,
                style={"description_width": "initial"},
                layout={"width": "auto", "height": "auto"},
            )
            for said, value in bank.options(box.entry, box.words)
        }
        for tick in self.ticks.values():
            tick.observe(lambda _: box.save(self.chosen() or None), names="value")
        box.now = self.chosen
        head = ipywidgets.HTML(html.text(box.words("ask.choose", question=box.id)))
        self.widget = ipywidgets.VBox([head, *self.ticks.values()]).add_class("mineros-ticks")

    def chosen(self) -> list[str]:
        """The ids of the ticked options, in the order of the list."""
        return [value for value, tick in self.ticks.items() if tick.value]


class Matching:
    """Items, each with a menu of the options: which belongs to it?"""

    def __init__(self, box: AnswerBox) -> None:
        ipywidgets = box.ipywidgets
        options = [(box.words("ask.match.none"), ""), *bank.options(box.entry, box.words)]
        items = bank.items(box.entry, box.words)
        kept = box.answers.get(box.id)
        kept = kept if isinstance(kept, list) and len(kept) == len(items) else [""] * len(items)
        known = [value for _, value in options]
        self.menus = [
            ipywidgets.Dropdown(
                options=options,
                value=value if value in known else "",
                description=f"{place}.",
                layout={"width": "auto", "max_width": "34rem", "margin": "0 0 .7rem 0"},
                style={"description_width": "1.5rem"},
                tooltip=item,
            )
            for place, (item, value) in enumerate(zip(items, kept, strict=True), start=1)
        ]
        for menu in self.menus:
            menu.observe(lambda _: box.save(self.chosen() if any(self.chosen()) else None), names="value")
        box.now = self.chosen
        parts = [
            ipywidgets.VBox([ipywidgets.HTML(html.text(item)), menu])
            for item, menu in zip(items, self.menus, strict=True)
        ]
        head = ipywidgets.HTML(html.text(box.words("ask.choose", question=box.id)))
        self.widget = ipywidgets.VBox([head, *parts])

    def chosen(self) -> list[str]:
        """The id of the option chosen for each item, in the order of the items; "" where none is."""
        return [menu.value for menu in self.menus]
