"""What a student gets of the pack, by itself: the lessons and the exercises, without the teachers' key.

The in-browser edition and a school's server hold this copy beside an installed package, which carries the tables;
a release offers it as a file. `python -m mineros.student FOLDER` makes it.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mineros import folders

if TYPE_CHECKING:
    from mineros.data import Tables

FOLDERS = ("notebooks", "exercises")
LICENSES = ("LICENSE", "LICENSE-DATA.md")


def copy(to: Path) -> list[Path]:
    """Copy the notebooks of all languages and the licenses into a folder, as notebooks/en/... and exercises/en/...

    Only notebooks are taken, so neither solutions nor anybody's answers can slip in. Returns the files written.
    Needs a checkout.
    """
    files = [
        *(path for name in FOLDERS for path in sorted(folders.top().glob(f"{name}/??/*.ipynb"))),
        *(folders.top() / name for name in LICENSES),
    ]
    written = [to / path.relative_to(folders.top()) for path in files]
    for path, copied in zip(files, written, strict=True):
        copied.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copied)
    return written


def edition(tables: Tables) -> str:
    """Which edition this is, in the reader's words: of the pack, its day, and of the tables. Raises DataError."""
    import mineros

    words = tables.words
    day = words.date(mineros.__released__)
    return words("pack.edition", pack=mineros.__version__, day=day, dataset=tables.edition)


if __name__ == "__main__":
    copy(Path(sys.argv[1]))
