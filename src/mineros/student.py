"""What a student gets of the pack, by itself: the lessons and the exercises, without the teachers' key.

The in-browser edition and a school's server hold this copy beside an installed package, which carries the tables;
a release offers it as a file. `python -m mineros.student FOLDER` makes it.
"""

from __future__ import annotations

import re
import shutil
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from mineros import folders
from mineros.errors import QuestionError
from mineros.words import Words, own_language

if TYPE_CHECKING:
    from mineros.data import Tables

FOLDERS = ("notebooks", "exercises")
LICENSES = ("LICENSE", "LICENSE-DATA.md")
# Of a question, what is a teacher's alone: sample answers, misconceptions, what an answer must cite, what to beware of.
FOR_TEACHERS = ("sample", "misconception", "evidence", "sensitivity")
PART = re.compile(rf"^\[+question\.({'|'.join(FOR_TEACHERS)})\]+\n(?:(?!\[).*\n)*", re.MULTILINE)  # to the next one


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


def questions(bank: str) -> str:
    """A file of the question bank as a student may read it. Raises QuestionError rather than let an answer through."""
    held, left = tomllib.loads(bank)["question"], PART.sub("", bank)
    wanted = [{key: part for key, part in question.items() if key not in FOR_TEACHERS} for question in held]
    if tomllib.loads(left)["question"] != wanted:
        raise QuestionError(Words(own_language())("error.unknown_bank", question=held[0]["id"]))
    return left


def edition(tables: Tables) -> str:
    """Which edition this is, in the reader's words: of the pack, its day, and of the tables. Raises DataError."""
    import mineros

    words = tables.words
    day = words.date(mineros.__released__)
    return words("pack.edition", pack=mineros.__version__, day=day, dataset=tables.edition)


if __name__ == "__main__":
    copy(Path(sys.argv[1]))
