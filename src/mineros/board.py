"""The evidence board: a claim, the pieces that bear it, what each shows and does not show, and a rival to answer.

Everything is saved at once. The board below the controls is an ordinary output of the cell, so that a page without a
kernel keeps it.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from mineros import case, controls, html, interrupts
from mineros.document import Document
from mineros.errors import MinerosError
from mineros.evidence import Shelf
from mineros.finding import FindBox
from mineros.slots import Slots
from mineros.texts import whole_letters

if TYPE_CHECKING:
    from mineros.pack import Pack

LABEL = {"description_width": "initial"}
WIDE = {"width": "98%", "max_width": "60rem"}


class Board:
    """The widgets of the board. `Board(pack).show()` puts them under the cell."""

    def __init__(self, pack: Pack) -> None:
        import ipywidgets

        self.pack, self.words, self.answers = pack, pack.words, pack.answers
        self.shelf = Shelf(pack)
        self.case, self.notice = opened(pack)
        self.status = ipywidgets.HTML()
        self.fields = {name: self._field(name) for name in case.TEXTS}
        self.find = FindBox(self.shelf, self.add)
        self.slots = Slots(self)
        self._below: Any = None

    def show(self) -> None:
        """Display the board."""
        import ipywidgets
        from IPython.display import HTML, display

        parts = [
            self._head("claim"), self.fields["title"], self.fields["claim"],
            self._head("evidence"), self.find.whole, self.slots.whole,
            self._head("rival"), self.fields["rival"], self.fields["answer"],
            self.status,
        ]  # fmt: skip
        controls.show(ipywidgets.VBox(parts, layout={"max_width": "60rem"}))
        self._below = display(HTML(html.keys(self.words.language) + self.picture()), display_id=True)
        self._say(self.notice or self.words("ask.kept" if self.answers.get(case.KEPT_AS) else "board.empty"))

    def picture(self) -> str:
        """HTML of the board as it stands now, with what is missing."""
        text = Document(top=3)
        write(text, self.case, self.shelf)
        missing = case.lacks(self.case, self.shelf)
        text.heading(self.words("board.missing" if missing else "board.whole"), below=1)
        text.items(missing) if missing else text.say(self.words("board.whole_next"))
        return html.card(text.html, "bad" if missing else "note")

    # --- what the reader does ---------------------------------------------------------------------------------------

    @interrupts.held()
    def add(self, kind: str, name: str) -> str:
        """Put a piece on the board; returns what to say."""
        if not self.case.add(kind, name):
            return self.words("board.there")
        self.slots.fill()
        self.save()
        return self.words("board.added", name=self.shelf.name(self.case.pieces[-1]), n=len(self.case.pieces))

    @interrupts.held()
    def move(self, index: int, step: int) -> None:
        """Move a piece up or down."""
        if self.case.move(index, step):
            self.slots.fill()
            place, pieces = index + step, self.case.pieces
            name = self.shelf.name(pieces[place])
            self.save(self.words("ask.moved", step=name, place=place + 1, all=len(pieces)))

    @interrupts.held()
    def remove(self, index: int) -> None:
        """Take a piece off; its words come back with it."""
        name = self.shelf.name(self.case.pieces[index])
        self.case.remove(index)
        self.slots.fill()
        self.save()
        self._say(self.words("board.removed", name=name))

    def save(self, said: str = "") -> None:
        """Keep the board now, say so, and show it below. said: what was done, for whoever does not see it."""
        from IPython.display import HTML

        if self.answers.save(case.KEPT_AS, self.case.record(), self.words("board.asked")):
            missing = len(case.lacks(self.case, self.shelf))
            left = self.words("board.left", n=missing) if missing else self.words("board.whole")
            saved = self.words("ask.saved", time=f"{datetime.now():%H:%M:%S}")
            self._say(f"{said} {saved} {left}".strip())
        else:
            self._say("")
        if self._below:
            try:
                self._below.update(HTML(self.picture()))
            except MinerosError as error:  # else it would end unseen in the log of the server
                self._below.update(HTML(html.card(html.text(error), "bad")))

    # --- what stands there ------------------------------------------------------------------------------------------

    def _say(self, sentence: str) -> None:
        whole = f"{sentence} {self.answers.notice}".strip()
        self.status.value = html.status(whole, "font-size:.95rem")

    def _head(self, part: str) -> Any:
        return heading(self.words(f"board.head.{part}"), self.words(f"board.how.{part}"))

    def _field(self, name: str) -> Any:
        import ipywidgets

        kind = ipywidgets.Text if name == "title" else ipywidgets.Textarea
        box = kind(
            value=getattr(self.case, name), description=self.words(f"board.field.{name}"),
            placeholder=self.words("ask.write_here"), style=LABEL, layout=WIDE,
        )  # fmt: skip
        box.observe(lambda change: self._typed(name, change["new"]), names="value")
        return box

    @interrupts.held()
    def _typed(self, name: str, text: str) -> None:
        setattr(self.case, name, whole_letters(text).rstrip("\n"))
        self.save()


def heading(text: str, how: str) -> Any:
    """A heading among the controls, and one sentence that says what to do."""
    import ipywidgets

    return ipywidgets.HTML(
        f'<h3 style="margin:.9rem 0 .1rem;font-size:1.15rem">{html.text(text)}</h3>'
        f'<span style="line-height:1.4;font-size:.95rem">{html.text(how)}</span>'
    )


def opened(pack: Pack) -> tuple[case.Case, str]:
    """The kept case, and a sentence where its record was damaged: then the record is set aside as it was."""
    kept = pack.answers.get(case.KEPT_AS)
    held, whole = case.read(kept)
    if whole:
        return held, ""
    pack.answers.save(case.SET_ASIDE_AS, kept, pack.words("board.asked"))
    return held, pack.words("board.damaged", name=case.SET_ASIDE_AS)


def write(text: Document, held: case.Case, shelf: Shelf) -> None:
    """Write a case into a document: title, claim, evidence, rival and answer. What is empty says so."""
    say = shelf.words
    empty = say("board.not_written")
    text.heading(held.title.strip() or say("board.no_title"))
    text.heading(say("board.written.claim"), below=1)
    text.say(held.claim.strip() or empty)
    text.heading(say("board.written.evidence"), below=1)
    if not held.pieces:
        text.say(say("board.no_piece"))
    for place, piece in enumerate(held.pieces, start=1):
        text.heading(f"{place}. {shelf.name(piece, whole=True)}", below=2)
        cited = " ".join(f"[{source}]" for source in shelf.sources(piece))
        text.say(f"{' · '.join(shelf.about(piece))} {cited}".strip())
        text.fact(say("board.field.shows"), piece.shows or empty)
        text.fact(say("board.field.limits"), piece.limits or empty)
    text.heading(say("board.written.versus"), below=1)
    text.fact(say("board.written.rival"), held.rival or empty)
    text.fact(say("board.written.answer"), held.answer or empty)
