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
from mineros.errors import DataError, MinerosError
from mineros.rules import OF_ROWS, base, broken, form
from mineros.words import Words


def faults(table: str, file: Path, words: Words, folder: Path | None = None) -> list[str]:
    """What is wrong with the rows of a CSV file that are proposed for a table, one sentence each; [] means welcome.

    A row whose key the table has already takes the old one's place. Raises DataError where the file or its columns
    cannot be read.
    """
    data = folder or folders.data()
    if table not in base.package(data):
        raise DataError(words("error.no_table", table=table, tables=", ".join(base.package(data))))
    proposed = _read(file, [field["name"] for field in base.fields(data, table)], words)
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary) / "data"
        shutil.copytree(data, copy)
        _insert(copy, table, proposed)
        before = set(broken(data, OF_ROWS))
        mine = {tuple(row[column] for column in base.key(data, table)) for row in proposed}
        told = [
            fault
            for fault in broken(copy, OF_ROWS)
            if fault not in before or (fault.file == f"{table}.csv" and tuple(fault.row.split(" ")) in mine)
        ]
    return [fault.say(words) for fault in told]


def _read(file: Path, columns: list[str], words: Words) -> list[dict[str, str]]:
    """The proposed rows; columns left out are empty. Raises DataError."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as text:
            lines = csv.DictReader(text, restval="", strict=True)
            unknown = [name for name in lines.fieldnames or ["?"] if name not in columns]
            if unknown:
                listed = {"file": file.name, "columns": ", ".join(columns), "unknown": ", ".join(unknown)}
                raise DataError(words("error.unknown_column", **listed))
            return [{column: row.get(column, "") for column in columns} for row in lines]
    except FileNotFoundError as cause:
        raise DataError(words("error.no_such_file", file=str(file))) from cause
    except (OSError, UnicodeDecodeError, csv.Error) as cause:
        raise DataError(words("error.not_csv", file=str(file))) from cause


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
    words = Words(sys.argv[3] if len(sys.argv) > 3 else "en")
    if len(sys.argv) < 3:
        print(words("propose.usage"))
        return 2
    try:
        told = faults(sys.argv[1], Path(sys.argv[2]), words)
    except MinerosError as error:
        told = [str(error)]
    print("\n".join(told) or words("propose.welcome", table=sys.argv[1]))
    return bool(told)


if __name__ == "__main__":
    sys.exit(main())
