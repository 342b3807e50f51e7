"""The places of the board: each shows one piece, with its two boxes to write in and its three buttons.

A place stays where it is and the pieces move through the places, so that the keyboard stays on the button it pressed.
The boxes move with their piece: a page keeps back what is typed while the kernel still saves, but sends a press at
once, and words that come after it must not be written over those of another piece.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mineros import controls, html, interrupts
from mineros.texts import whole_letters

if TYPE_CHECKING:
    from mineros.board import Board
    from mineros.case import Evidence

LABEL = {"description_width": "initial"}
SAID = ("shows", "limits")


class Slots:
    """All places, as many as there are pieces."""

    def __init__(self, board: Board) -> None:
        import ipywidgets

        self.board = board
        self.made: list[Slot] = []
        self._boxes: dict[int, dict[str, Any]] = {}  # by the piece: a strange record may name a thing on and off it
        self.whole = ipywidgets.VBox([], layout={"padding": "0.4rem 0 0 0"})
        self.fill()

    def fill(self) -> None:
        """Show the pieces in their order."""
        pieces = self.board.case.pieces
        while len(self.made) < len(pieces):
            self.made.append(Slot(self.board, len(self.made)))
        shown = self.made[: len(pieces)]
        for slot, piece in zip(shown, pieces, strict=True):
            slot.fill(piece, self._boxes_of(piece))
        self.whole.children = [slot.whole for slot in shown]
        controls.read_whole(self.whole)

    def _boxes_of(self, piece: Evidence) -> dict[str, Any]:
        """The two boxes of a piece, by what is said in them; those of one that was taken off wait for its return."""
        if id(piece) not in self._boxes:
            self._boxes[id(piece)] = {said: self._box(piece, said) for said in SAID}
        return self._boxes[id(piece)]

    def _box(self, piece: Evidence, said: str) -> Any:
        import ipywidgets

        words = self.board.words
        box = ipywidgets.Textarea(
            value=getattr(piece, said), description=words(f"board.field.{said}"),
            placeholder=words("ask.write_here"), rows=2, style=LABEL, layout={"width": "98%"},
        )  # fmt: skip
        box.observe(lambda change: self._typed(piece, said, change["new"]), names="value")
        return box

    @interrupts.held()
    def _typed(self, piece: Evidence, said: str, text: str) -> None:
        setattr(piece, said, whole_letters(text).rstrip("\n"))
        self.board.save()


class Slot:
    """One place on the board."""

    def __init__(self, board: Board, index: int) -> None:
        import ipywidgets

        self.board, self.index, self.words = board, index, board.words
        self.head = ipywidgets.HTML()
        self.boxes: dict[str, Any] = {}
        self.said = ipywidgets.VBox([])
        self.up, self.down = self._button("ask.up", self._up), self._button("ask.down", self._down)
        self.off = self._button("board.remove", lambda: board.remove(index))
        buttons = ipywidgets.HBox([self.up, self.down, self.off], layout={"flex_flow": "row wrap"})
        self.whole = ipywidgets.VBox(
            [self.head, self.said, buttons],
            layout={"border_left": "4px solid #5a564e", "padding": "0.2rem 0 0.3rem 0.7rem", "margin": "0.4rem 0"},
        )

    def fill(self, piece: Evidence, boxes: dict[str, Any]) -> None:
        """Show a piece here, with its boxes."""
        name = self.board.shelf.name(piece)
        about = " · ".join(self.board.shelf.about(piece))
        self.head.value = (
            f'<strong style="line-height:1.35">{self.index + 1}. {html.text(name)}</strong><br>'
            f'<span style="font-size:.9rem">{html.text(about)}</span>'
        )
        self.boxes = boxes
        self.said.children = list(boxes.values())
        self.up.disabled, self.down.disabled = self.index == 0, self.index == len(self.board.case.pieces) - 1
        for button in (self.up, self.down, self.off):  # what a pointer and a screen reader are told
            button.tooltip = f"{button.description}: {name}"

    def _button(self, key: str, press: Any) -> Any:
        import ipywidgets

        button = ipywidgets.Button(description=self.words(key), layout={"width": "auto"})
        button.on_click(lambda _: press())
        return button

    def _up(self) -> None:
        self.board.move(self.index, -1)

    def _down(self) -> None:
        self.board.move(self.index, 1)
