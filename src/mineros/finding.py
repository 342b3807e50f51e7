"""The search for evidence above the board: kind, words, side or question; a list; the card of the chosen line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mineros import controls, html, interrupts
from mineros.case import KINDS
from mineros.errors import MinerosError

if TYPE_CHECKING:
    from collections.abc import Callable

    from mineros.evidence import Shelf

MOST = 200  # lines in the list
LABEL = {"description_width": "initial"}
FIELD = {"width": "auto", "max_width": "44rem"}


class FindBox:
    """The controls of the search. `add(kind, id)` is called by the button, and returns what to say."""

    def __init__(self, shelf: Shelf, add: Callable[[str, str], str]) -> None:
        import ipywidgets

        self.shelf, self.words, self.add = shelf, shelf.words, add
        say, box = self.words, ipywidgets
        self.kind = self._choice("board.find.kind", [(say(f"board.find.{kind}"), kind) for kind in KINDS])
        self.text = box.Text(
            description=say("browse.text"), placeholder=say("browse.text_hint"), continuous_update=False, style=LABEL,
            layout={"width": "34rem", "max_width": "100%"},
        )  # fmt: skip
        self.side = self._choice("browse.side", self._sides())
        self.dispute = self._choice("control.dispute", self._disputes())
        self.list = box.Select(options=[], rows=8, description=say("browse.list"), style=LABEL, layout={"width": "98%"})
        self.button = box.Button(description=say("board.find.add"), layout={"width": "18rem", "max_width": "100%"})
        self.found, self.told = (box.HTML().add_class("mineros-live") for _ in range(2))
        self.card = box.HTML()
        self.whole = box.VBox(
            [self.kind, self.text, self.side, self.dispute, self.found, self.list, self.button, self.told, self.card]
        )
        self.search()
        for field in (self.kind, self.text, self.side, self.dispute):
            field.observe(lambda _: self.search(), names="value")
        self.list.observe(lambda _: self.open(), names="value")
        self.button.on_click(lambda _: self.put())

    @interrupts.held()
    def search(self) -> None:
        """Find what is asked for now and list it."""
        kind = self.kind.value
        # Sides and questions are asked only where they mean something.
        self.side.layout.display = "none" if kind == "figure" else ""
        self.dispute.layout.display = "" if kind == "claim" else "none"
        try:
            lines = self.shelf.find(kind, self.text.value, self.side.value, self.dispute.value)
        except MinerosError as error:
            self._say(self.found, str(error))
            return
        controls.fill(self.list, lines[:MOST])
        key = "browse.found" if len(lines) <= MOST else "board.find.more"
        self._say(self.found, self.words(key, n=len(lines), most=MOST, what=self.words(f"board.found.{kind}")))
        self.open()

    @interrupts.held()
    def open(self) -> None:
        """Show the card of the chosen line."""
        self.told.value = ""
        self.button.disabled = self.list.value is None
        try:
            self.card.value = "" if self.list.value is None else self.shelf.card(self.kind.value, self.list.value)
        except MinerosError as error:  # an id that leads nowhere, in a copy that somebody has edited
            self.card.value = html.card(html.text(error), "bad")

    @interrupts.held()
    def put(self) -> None:
        """Put the chosen line on the board."""
        if self.list.value is not None:
            self._say(self.told, self.add(self.kind.value, self.list.value))

    def _choice(self, label: str, options: list[tuple[str, str]]) -> Any:
        import ipywidgets

        return ipywidgets.Dropdown(options=options, description=self.words(label), style=LABEL, layout=FIELD)

    def _sides(self) -> list[tuple[str, str]]:
        tables = self.shelf.tables
        present = set(tables["claims"]["perspective"]) | set(tables["sources"]["perspective"])
        return [(self.words("browse.any_side"), ""), *tables.choices("claims", "perspective", present)]

    def _disputes(self) -> list[tuple[str, str]]:
        disputes = self.shelf.tables["disputes"]
        questions = sorted(zip(disputes["question"], disputes["dispute_id"], strict=True))
        return [(self.words("board.find.any_question"), ""), *questions]

    @staticmethod
    def _say(field: Any, sentence: str) -> None:
        field.value = html.status(sentence)
