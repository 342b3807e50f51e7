"""A reader's case: a claim, the evidence for it, a rival claim. What it holds, how it is kept, what it still lacks."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mineros.evidence import Shelf

KEPT_AS = "05-board"  # its place among the reader's answers
SET_ASIDE_AS = "05-board-set-aside"  # a record that could not be read stays there, as it was
KINDS = ("source", "claim", "figure")
LEAST_WITNESSES, LEAST_SIDES = 4, 2
TEXTS = ("title", "claim", "rival", "answer")


@dataclass
class Evidence:
    """One piece on the board: a source, a claim of the dataset or a figure, and what the reader says about it."""

    kind: str
    id: str
    shows: str = ""
    limits: str = ""

    @property
    def place(self) -> tuple[str, str]:
        """What it is, whatever is said about it."""
        return self.kind, self.id


@dataclass
class Case:
    """What stands on the board. `removed` keeps the words about pieces that were taken off."""

    title: str = ""
    claim: str = ""
    rival: str = ""
    answer: str = ""
    pieces: list[Evidence] = field(default_factory=list)
    removed: list[Evidence] = field(default_factory=list)

    def add(self, kind: str, name: str) -> bool:
        """Put a piece on the board; one that was taken off comes back with its words. False where it is there."""
        if any(piece.place == (kind, name) for piece in self.pieces):
            return False
        before = [piece for piece in self.removed if piece.place == (kind, name)]
        self.removed = [piece for piece in self.removed if piece.place != (kind, name)]
        self.pieces.append(before[-1] if before else Evidence(kind, name))
        return True

    def remove(self, index: int) -> None:
        """Take a piece off the board; what was written about it is kept."""
        self.removed.append(self.pieces.pop(index))

    def move(self, index: int, step: int) -> bool:
        """Move a piece up (-1) or down (1). False at the ends."""
        if not 0 <= index + step < len(self.pieces):
            return False
        self.pieces.insert(index + step, self.pieces.pop(index))
        return True

    def record(self) -> dict[str, Any]:
        """The case as the answers file keeps it."""
        return asdict(self)


def read(kept: Any) -> tuple[Case, bool]:
    """The case of a kept record, and whether the record was whole. What can be read of a damaged one is there."""
    if kept is None:
        return Case(), True
    if not isinstance(kept, dict):
        return Case(), False
    texts = {name: kept[name] for name in TEXTS if isinstance(kept.get(name), str)}
    pieces, all_pieces = _pieces(kept.get("pieces"))
    removed, all_removed = _pieces(kept.get("removed"))
    known = {entry.name for entry in fields(Case)}
    whole = len(texts) == len(TEXTS) and all_pieces and all_removed and set(kept) <= known
    return Case(**texts, pieces=pieces, removed=removed), whole


def _pieces(kept: Any) -> tuple[list[Evidence], bool]:
    if not isinstance(kept, list):
        return [], False
    found: dict[tuple[str, str], Evidence] = {}
    for entry in kept:
        if _is_piece(entry):
            piece = Evidence(**entry)
            found.setdefault(piece.place, piece)
    return list(found.values()), len(found) == len(kept)


def _is_piece(entry: Any) -> bool:
    names = {part.name for part in fields(Evidence)}
    return (
        isinstance(entry, dict)
        and set(entry) == names
        and all(isinstance(value, str) for value in entry.values())
        and entry["kind"] in KINDS
    )


def lacks(case: Case, shelf: Shelf) -> list[str]:
    """What is still missing, one sentence each, in the order of the work; nothing where the case is whole."""
    say = shelf.words
    missing = [] if case.claim.strip() else [say("board.lack.claim")]
    missing += _lacking_witnesses(case, shelf)
    for piece in case.pieces:
        missing += _lacking_words(piece, shelf)
    if not case.rival.strip():
        missing.append(say("board.lack.rival"))
    if not case.answer.strip():
        missing.append(say("board.lack.answer"))
    return missing


def _lacking_words(piece: Evidence, shelf: Shelf) -> Iterator[str]:
    if not shelf.knows(piece):
        yield shelf.words("board.lack.unknown", name=piece.id)
        return
    shows, limits = bool(piece.shows.strip()), bool(piece.limits.strip())
    if not (shows and limits):
        lack = "limits" if shows else "shows" if limits else "both"
        yield shelf.words(f"board.lack.{lack}", name=shelf.name(piece))


def _lacking_witnesses(case: Case, shelf: Shelf) -> Iterator[str]:
    """Too few sources that do not rest on each other, or all of one side. Copies are told once, by name."""
    say = shelf.words
    groups = shelf.witnesses(case.pieces)
    if len(groups) < LEAST_WITNESSES:
        yield say("board.lack.witnesses", n=len(groups), least=LEAST_WITNESSES)
        for group in groups:
            if len(group) > 1:
                yield say("board.lack.same", names="; ".join(shelf.citations.short(source) for source in group))
    sides = shelf.sides(groups)
    if groups and len(sides) < LEAST_SIDES:
        yield say("board.lack.sides", side=shelf.tables.label("sources", "perspective", sides[0]))
