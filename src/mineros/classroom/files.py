"""The files of a folder, and those inside its ZIP files, one after the other: nothing is unpacked, no link followed."""

from __future__ import annotations

import os
import re
import stat
import zipfile
import zlib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import IO

from mineros.answers import LARGEST
from mineros.texts import visible

MEMBERS = 10_000  # files in one ZIP file
LARGEST_ZIP = 1_000_000_000  # bytes
UNPACKED = 300_000_000  # bytes of all that would be read from one ZIP file
ENTRY = b"PK\x01\x02"  # how each entry of a ZIP file's list begins
READ = (".json", ".txt")  # a mail program may have called answers.json answers.json.txt
# What somebody may have handed in by mistake in the place of answers.json; each is listed. All else is only counted.
INSTEAD = {
    ".ipynb": "notebook", ".html": "export", ".htm": "export", ".md": "export", ".csv": "export",
    ".pdf": "document", ".doc": "document", ".docx": "document", ".odt": "document", ".rtf": "document",
    ".pages": "document", ".xlsx": "document", ".ods": "document", ".rar": "packed", ".7z": "packed",
    ".gz": "packed", ".tar": "packed",
}  # fmt: skip
OURS = re.compile(r"collected-\d{8}-\d{6}-\d+")  # what an earlier run has made
SKIPPED = re.compile(r"[.~].*|__MACOSX|node_modules")


@dataclass(frozen=True)
class Problem:
    """Something for the teacher to look at. kind: a key of the catalogue below `collect.problem`."""

    kind: str
    files: tuple[str, ...]
    values: dict[str, str | int] = field(default_factory=dict)


class RefusedError(Exception):
    """A file that cannot be taken; its one argument is the kind of problem."""


@dataclass(frozen=True)
class Found:
    """One file: its place below the folder (inside a ZIP file, below its name), and where its bytes are."""

    parts: tuple[str, ...]
    file: Path
    member: zipfile.ZipInfo | None = None

    @property
    def name(self) -> str:
        """How the file is called in a list."""
        return visible("/".join(self.parts))

    def read(self) -> bytes:
        """Its bytes. Raises RefusedError where they are too many or cannot be had."""
        try:
            size = self.member.file_size if self.member else self.file.stat().st_size
            if size > LARGEST:
                raise RefusedError("large")
            with self._open() as content:
                whole: bytes = content.read(LARGEST + 1)
        except (OSError, RuntimeError, NotImplementedError, EOFError, ValueError) as cause:
            raise RefusedError("unreadable") from cause  # a lock, a code word, an unknown way of packing
        except (zipfile.BadZipFile, zlib.error) as cause:
            raise RefusedError("damaged") from cause
        if len(whole) > LARGEST:  # it says less than it holds
            raise RefusedError("large")
        return whole

    def _open(self) -> IO[bytes]:
        return _opened(self.file).open(self.member) if self.member else self.file.open("rb")


@lru_cache(maxsize=1)  # the members of one ZIP file are read one after the other
def _opened(file: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(file)


@dataclass
class Listing:
    """What a folder holds: files to read, problems, and how many files are clearly something else."""

    found: list[Found] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    others: int = 0


def listed(folder: Path) -> Listing:
    """All files below a folder, in the order of their names."""
    listing = Listing()

    def refused(error: OSError) -> None:
        listing.problems.append(_problem("unreadable", folder, Path(error.filename)))

    for top, folders, names in os.walk(folder, onerror=refused):
        here = Path(top)
        links = [name for name in folders if (here / name).is_symlink()]
        listing.problems += [_problem("link", folder, here / name) for name in sorted(links)]
        folders[:] = sorted(name for name in folders if name not in links and not _is_skipped(here / name))
        for name in sorted(names):
            _sort_in(listing, folder, here / name)
    return listing


def _problem(kind: str, folder: Path, path: Path) -> Problem:
    return Problem(kind, (visible(path.relative_to(folder).as_posix()),))


def _is_skipped(folder: Path) -> bool:
    """Whether a folder is hidden, a system's own, or the result of an earlier run."""
    made = (folder / "gradebook.csv").exists() and (folder / "index.html").exists()
    return bool(SKIPPED.fullmatch(folder.name) or OURS.fullmatch(folder.name)) or made


def _sort_in(listing: Listing, folder: Path, path: Path) -> None:
    """Take one file into the listing by what its name and the system say about it."""
    parts = path.relative_to(folder).parts
    try:
        kind = path.lstat().st_mode
    except OSError:
        listing.problems.append(_problem("unreadable", folder, path))
        return
    if SKIPPED.fullmatch(path.name):
        listing.others += 1
    elif stat.S_ISLNK(kind):
        listing.problems.append(_problem("link", folder, path))
    elif not stat.S_ISREG(kind):  # a pipe would keep us waiting for ever
        listing.problems.append(_problem("unreadable", folder, path))
    elif path.suffix.lower() == ".zip":
        _unfold(listing, Found(parts, path))
    else:
        _add(listing, Found(parts, path))


def _ending(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _add(listing: Listing, found: Found) -> None:
    ending = _ending(found.parts[-1])
    if ending in READ:
        listing.found.append(found)
    elif ending in INSTEAD:
        listing.problems.append(Problem(INSTEAD[ending], (found.name,)))
    else:
        listing.others += 1


def _unfold(listing: Listing, packed: Found) -> None:
    """List the files inside a ZIP file. Their names are only names: nothing is ever written to where they point."""
    above = (*packed.parts[:-1], packed.file.stem)
    try:
        if packed.file.stat().st_size > LARGEST_ZIP or _entries(packed.file) > MEMBERS:
            raise RefusedError("packed_large")
        with zipfile.ZipFile(packed.file) as whole:
            members = [member for member in whole.infolist() if not member.is_dir()]
        if sum(member.file_size for member in members if _ending(member.filename) in READ) > UNPACKED:
            raise RefusedError("packed_large")
    except RefusedError as refusal:
        listing.problems.append(Problem(str(refusal), (packed.name,)))
        return
    except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError, EOFError):
        listing.problems.append(Problem("packed_damaged", (packed.name,)))
        return
    for member in sorted(members, key=lambda member: member.filename):
        inside = [part for part in re.split(r"[/\\]", member.filename) if part not in ("", ".", "..")]
        if not inside or any(SKIPPED.fullmatch(part) for part in inside):
            listing.others += 1
        elif inside[-1].lower().endswith(".zip"):
            listing.problems.append(Problem("packed_twice", (visible("/".join((*above, *inside))),)))
        else:
            _add(listing, Found((*above, *inside), packed.file, member))


def _entries(file: Path) -> int:
    """At most how many entries a ZIP file lists, counted before its list is taken into memory."""
    count, before = 0, b""
    with file.open("rb") as content:
        while block := content.read(1 << 20):
            count += (before + block).count(ENTRY)
            before = block[-len(ENTRY) + 1 :]
    return count
