"""Whose file is this? What the student typed says it first, then the platform that packed it, then file and folder."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mineros.texts import named, plain, visible

# How platforms call what they hand to a teacher. Moodle names the folder, or begins the file's name so; where students
# are anonymous it says "Participant_12345_...".
MOODLE = re.compile(r"(?P<name>.+?)_(?P<id>\d+)_assignsubmission_(?:file|onlinetext)(?:_|$)")
# Canvas: sortable name, "LATE" where it was, number of the student, number of the upload, the file's own name.
CANVAS = re.compile(r"(?P<name>[^\W\d_][^\W_]*(?:-[^\W_]+)*)(?:_LATE)?_(?P<id>\d{3,})_\d{3,}_.+")
# Blackboard: task, user, moment, the file's own name.
BLACKBOARD = re.compile(r".*_(?P<name>[^_]+)_attempt_\d{4}(?:-\d\d){5}_.+")

# Names that say nothing about who: what the pack itself calls its files and folders, and what computers do to them.
FILE = re.compile(r"(?:(?:my|mis)[ _-]*)?(?:answers?|respuestas?|handed-in|entrega)(?:_|\b).*|[\W\d]*", re.DOTALL)
FOLDER = re.compile(r"my-work|exports?|downloads?|descargas|submissions?|entregas?|version \d+|nueva carpeta")
ENDING = re.compile(r"(?:\.json|\.txt)+$", re.IGNORECASE)


@dataclass(frozen=True)
class Origin:
    """Who handed in a file, as far as can be told.

    account: what a platform knows about the person: the folder that it packed, the name there, the person's number.
    source: what told the name: "typed", "platform", "file", "folder", or "" where only a name without meaning is left.
    """

    name: str
    source: str
    account: tuple[str, str, str] | None = None

    def is_other_than(self, other: Origin) -> bool:
        """Whether two files of one name certainly come from two people: their platform tells them apart."""
        if not self.account or not other.account:
            return False
        (place, name, number), (other_place, other_name, other_number) = self.account, other.account
        return plain(name) != plain(other_name) or (place == other_place and number != other_number)

    @property
    def marks(self) -> tuple[str, ...]:
        """What may tell this person from another of the same name: the name at the platform, the number there."""
        if not self.account:
            return ()
        _, name, number = self.account
        return (number,) if plain(name) == plain(self.name) else (name, number)


def origin(parts: tuple[str, ...], typed: object) -> Origin:
    """Who handed in a file. parts: its place below the collected folder, the file's name last."""
    account = _account(parts)
    name = named(visible(typed)) if isinstance(typed, str) else ""
    if name:
        return Origin(name, "typed", account)
    if account:
        return Origin(named(visible(account[1])), "platform", account)
    stem = ENDING.sub("", parts[-1])
    if not FILE.fullmatch(plain(stem)):
        return Origin(named(visible(stem)), "file")
    for part in reversed(parts[:-1]):
        if not FOLDER.fullmatch(plain(part)) and not FILE.fullmatch(plain(part)):
            return Origin(named(visible(part)), "folder")
    return Origin(named(visible(stem)), "")


def _account(parts: tuple[str, ...]) -> tuple[str, str, str] | None:
    """What the platform's own names tell, nearest to the file first."""
    for place in range(len(parts) - 1, -1, -1):
        if found := MOODLE.match(parts[place]):
            return "/".join(parts[:place]), found["name"], found["id"]
    if (found := CANVAS.fullmatch(parts[-1])) and not FILE.fullmatch(plain(found["name"])):
        return "", found["name"], found["id"]
    if found := BLACKBOARD.fullmatch(parts[-1]):
        return "", found["name"], found["name"]
    return None
