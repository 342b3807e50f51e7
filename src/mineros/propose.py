"""`python -m mineros.propose sources new-sources.csv events new-events.csv`: may these rows enter the tables?

The rows are put, in their place, into a copy of the data package, and all rules are run over the copy: one sentence for
each fault. Nothing is changed in data/. `--replace` lets a row take the place of the one that has its id now;
`--language es` says everything in Spanish.
"""

from __future__ import annotations

import argparse
import csv
import dataclasses
import re
import shutil
import sys
import tempfile
from pathlib import Path

from mineros import folders
from mineros.data import Tables
from mineros.errors import DataError, MinerosError
from mineros.rules import OF_ROWS, base, broken, form
from mineros.words import Words

Proposal = dict[str, Path]  # for a table, the CSV file of the rows proposed for it


def faults(proposal: Proposal, words: Words, folder: Path | None = None, *, replace: bool = False) -> list[str]:
    """What is wrong with proposed rows, one sentence each; [] means welcome.

    proposal: a CSV file for each table; rows of one may name rows of another. replace: whether a row may take the place
    of one that has its key. Raises DataError where a file or its columns cannot be read.
    """
    data = folder or folders.data()
    described = Tables(words, data).schemas
    for table in proposal:
        if table not in described:
            raise DataError(words("error.no_table", table=table, tables=", ".join(described)))
    if unreadable := broken(data, ()):
        return [fault.say(words) for fault in unreadable]  # no rule could be asked about the rows
    mine: dict[str, set[str]] = {}
    told = []
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary) / "data"
        shutil.copytree(data, copy)
        for table, file in proposal.items():
            rows = _read(file, [field["name"] for field in base.fields(data, table)], words)
            mine[f"{table}.csv"] = {_key(data, table, row) for row in rows}
            told += [] if replace else _taken(data, table, mine[f"{table}.csv"], words)
            _insert(copy, table, rows)
        found = broken(copy, OF_ROWS)
    others = [fault for fault in found if fault.row not in mine.get(fault.file, ())]
    before = broken(data, OF_ROWS) if others else []  # what was wrong with other rows is not the proposer's doing
    # A line number would be that of the copy: the row's id says where to look.
    return told + [dataclasses.replace(fault, line=0).say(words) for fault in found if fault not in before]


def _key(folder: Path, table: str, row: dict[str, str]) -> str:
    return " ".join(row[column] for column in base.key(folder, table))


def _taken(folder: Path, table: str, keys: set[str], words: Words) -> list[str]:
    """A sentence for each key that a row of the table has already, with the next number that is free."""
    known = {place.id for place in base.rows(folder, table)}
    return [
        words("propose.taken", file=f"{table}.csv", row=key, free=_next(known, key)) for key in sorted(keys & known)
    ]


def _next(known: set[str], key: str) -> str:
    """The id after the highest numbered one of the same make: after C1071 comes C1072. A slug gets a 2 at its end."""
    numbered = re.fullmatch(r"([A-Z]+)(\d+)", key)
    if not numbered:
        return f"{key}-2"
    letters, digits = numbered.groups()
    highest = max(int(found.group(1)) for each in known if (found := re.fullmatch(letters + r"(\d+)", each)))
    return f"{letters}{highest + 1:0{len(digits)}}"


def _read(file: Path, columns: list[str], words: Words) -> list[dict[str, str]]:
    """The proposed rows; columns left out are empty. Raises DataError."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as text:
            lines = csv.reader(text, strict=True)
            header = next(lines, [])
            unknown = [name for name in header if name not in columns or header.count(name) > 1]
            if unknown:
                listed = {"file": file.name, "columns": ", ".join(columns), "unknown": ", ".join(unknown)}
                raise DataError(words("error.unknown_column", **listed))
            rows = []
            for row in lines:
                if row and len(row) != len(header):  # one comma too many, and every cell after it stands elsewhere
                    counts = {"line": lines.line_num, "got": len(row), "want": len(header)}
                    raise DataError(words("error.bad_row", file=file.name, **counts))
                if row:
                    rows.append(dict.fromkeys(columns, "") | dict(zip(header, row, strict=True)))
    except FileNotFoundError as cause:
        raise DataError(words("error.no_such_file", file=str(file))) from cause
    except (OSError, UnicodeDecodeError, csv.Error) as cause:
        raise DataError(words("error.not_csv", file=str(file))) from cause
    if not rows:
        raise DataError(words("error.no_rows", file=file.name))
    return rows


def _insert(folder: Path, table: str, proposed: list[dict[str, str]]) -> None:
    """Write the table again with the rows in their places."""
    path = folder / f"{table}.csv"
    own = base.key(folder, table)
    replaced = {tuple(row[column] for column in own) for row in proposed}
    with path.open(encoding="utf-8", newline="") as text:
        kept = [row for row in csv.DictReader(text) if tuple(row[column] for column in own) not in replaced]
    rows = sorted([*kept, *proposed], key=lambda row: form.order(folder, table, row))
    with path.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> int:
    """Print the verdict; exit status 0 if the rows are welcome, 1 if not, 2 if the command is incomplete."""
    parser = argparse.ArgumentParser(prog="python -m mineros.propose", add_help=False)
    parser.add_argument("pairs", nargs="*")
    parser.add_argument("--replace", action="store_true")
    parser.add_argument("--language", default="en")
    given, _ = parser.parse_known_args()
    try:
        words = Words(given.language)
        if not given.pairs or len(given.pairs) % 2:
            print(words("propose.usage"))
            return 2
        proposal = {table: Path(file) for table, file in zip(given.pairs[::2], given.pairs[1::2], strict=True)}
        told = faults(proposal, words, replace=given.replace)
    except MinerosError as error:
        print(error)
        return 1
    print("\n".join(told) or words("propose.welcome", table=words.joined(list(proposal))))
    return bool(told)


if __name__ == "__main__":
    sys.exit(main())
