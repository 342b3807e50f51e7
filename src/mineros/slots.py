"""The places of the board: each shows one piece, with its two boxes to write in and its three buttons.

A place stays where it is and the pieces move through the places, so that the keyboard stays on the button it pressed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mineros import html, interrupts
from mineros.texts import whole_letters

if TYPE_CHECKING:
    from mineros.board import Board

LABEL = {"description_width": "initial"}
SAID = ("shows", "limits")


class Slots:
    """All places, as many as there are pieces."""

    def __init__(self, board: Board) -> None:
        import ipywidgets

        self.board = board
        self.made: list[Slot] = []
        self.whole = ipywidgets.VBox([], layout={"padding": "0.4rem 0 0 0"})
        self.fill()

    def fill(self) -> None:
        """Show the pieces in their order."""
        pieces = self.board.case.pieces
        while len(self.made) < len(pieces):
            self.made.append(Slot(self.board, len(self.made)))
        for slot in self.made[: len(pieces)]:
            slot.fill()
        self.whole.children = [slot.whole for slot in self.made[: len(pieces)]]


class Slot:
    """One place on the board."""

    def __init__(self, board: Board, index: int) -> None:
        import ipywidgets

        self.board, self.index, self.words = board, index, board.words
        self.filling = False
        self.head = ipywidgets.HTML()
        self.boxes = {name: self._box(name) for name in SAID}
        self.up, self.down = self._button("ask.up", self._up), self._button("ask.down", self._down)
        self.off = self._button("board.remove", lambda: board.remove(index))
        buttons = ipywidgets.HBox([self.up, self.down, self.off], layout={"flex_flow": "row wrap"})
        self.whole = ipywidgets.VBox(
            [self.head, *self.boxes.values(), buttons],
            layout={"border_left": "4px solid #5a564e", "padding": "0.2rem 0 0.3rem 0.7rem", "margin": "0.4rem 0"},
        )

    def fill(self) -> None:
        """Show the piece that stands here now."""
        piece = self.board.case.pieces[self.index]
        name = self.board.shelf.name(piece)
        about = " · ".join(self.board.shelf.about(piece))
        self.head.value = (
            f'<strong style="line-height:1.35">{self.index + 1}. {html.text(name)}</strong><br>'
            f'<span style="font-size:.9rem">{html.text(about)}</span>'
        )
        self.filling = True  # what is filled in by us is not typed by the reader
        for said, box in self.boxes.items():
            box.value = getattr(piece, said)
        self.filling = False
        self.up.disabled, self.down.disabled = self.index == 0, self.index == len(self.board.case.pieces) - 1
        for button in (self.up, self.down, self.off):  # what a pointer and a screen reader are told
            button.tooltip = f"{button.description}: {name}"

    def _box(self, said: str) -> Any:
        import ipywidgets

        box = ipywidgets.Textarea(
            description=self.words(f"board.field.{said}"), placeholder=self.words("ask.write_here"), rows=2,
            style=LABEL, layout={"width": "98%"},
        )  # fmt: skip
        box.observe(lambda change: self._typed(said, change["new"]), names="value")
        return box

    @interrupts.held()
    def _typed(self, said: str, text: str) -> None:
        if not self.filling:
            setattr(self.board.case.pieces[self.index], said, whole_letters(text).rstrip("\n"))
            self.board.save()

    def _button(self, key: str, press: Any) -> Any:
        import ipywidgets

        button = ipywidgets.Button(description=self.words(key), layout={"width": "auto"})
        button.on_click(lambda _: press())
        return button

    def _up(self) -> None:
        self.board.move(self.index, -1)

    def _down(self) -> None:
        self.board.move(self.index, 1)
