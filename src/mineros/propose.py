"""`python -m mineros.propose events new.csv [en|es]`: may these rows enter the table? One sentence for each fault.

The rows are put, in their place, into a copy of the data package, and all rules are run over the copy. Nothing is
changed in data/.
"""

from __future__ import annotations

import csv
import shutil
import sys
import tempfile
from pathlib import Path

from mineros import folders
from mineros.data import Tables
from mineros.errors import DataError, MinerosError
from mineros.rules import OF_ROWS, base, broken, form
from mineros.words import Words


def faults(table: str, file: Path, words: Words, folder: Path | None = None) -> list[str]:
    """What is wrong with the rows of a CSV file that are proposed for a table, one sentence each; [] means welcome.

    A row whose key the table has already takes the old one's place. Raises DataError where the file or its columns
    cannot be read.
    """
    data = folder or folders.data()
    described = Tables(words, data).schemas
    if table not in described:
        raise DataError(words("error.no_table", table=table, tables=", ".join(described)))
    if unreadable := broken(data, ()):
        return [fault.say(words) for fault in unreadable]  # no rule could be asked about the rows
    proposed = _read(file, [field["name"] for field in base.fields(data, table)], words)
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary) / "data"
        shutil.copytree(data, copy)
        _insert(copy, table, proposed)
        found = broken(copy, OF_ROWS)
    mine = {" ".join(row[column] for column in base.key(data, table)) for row in proposed}
    others = [fault for fault in found if fault.file != f"{table}.csv" or fault.row not in mine]
    before = broken(data, OF_ROWS) if others else []  # what was wrong with other rows is not the proposer's doing
    return [fault.say(words) for fault in found if fault not in others or fault not in before]


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
    """Print the verdict; exit status 0 if the rows are welcome."""
    try:
        words = Words(sys.argv[3] if len(sys.argv) > 3 else "en")
        if len(sys.argv) < 3:
            print(words("propose.usage"))
            return 2
        told = faults(sys.argv[1], Path(sys.argv[2]), words)
    except MinerosError as error:
        print(error)
        return 1
    print("\n".join(told) or words("propose.welcome", table=sys.argv[1]))
    return bool(told)


if __name__ == "__main__":
    sys.exit(main())
