"""The tables: read when first asked for, with the types their schema states, in one language."""

from __future__ import annotations

import csv
import json
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mineros import folders
from mineros.errors import DataError
from mineros.words import LANGUAGES, Words

if TYPE_CHECKING:
    import pandas as pd

SEPARATOR = "; "
TRUTH = {"true": True, "false": False, "": False}


def listed(cell: str) -> list[str]:
    """The items of a cell that holds a list: "S0001; S0002" gives two ids."""
    return [item for item in cell.split(SEPARATOR) if item]


class Tables:
    """The tables of the data package in one folder. `tables["claims"]` is a DataFrame, read once."""

    def __init__(self, words: Words, folder: Path | None = None) -> None:
        self.words = words
        self.folder = folder or folders.data()
        self._read: dict[str, pd.DataFrame] = {}

    @cached_property
    def schemas(self) -> dict[str, dict[str, Any]]:
        """The descriptor of each table in datapackage.json, by name. Raises DataError."""
        path = self.folder / "datapackage.json"
        try:
            package = json.loads(path.read_text("utf-8"))
            return {resource["name"]: resource for resource in package["resources"]}
        except FileNotFoundError as cause:
            raise DataError(self.words("error.no_data", folder=str(self.folder))) from cause
        except (ValueError, KeyError, OSError) as cause:
            raise DataError(self.words("error.bad_package", file=str(path))) from cause

    def __iter__(self) -> Any:
        return iter(self.schemas)

    def __contains__(self, name: str) -> bool:
        return name in self.schemas

    def __getitem__(self, name: str) -> pd.DataFrame:
        """The table of this name; columns ..._en / ..._es appear once, in the reader's language. Raises DataError."""
        if name not in self.schemas:
            raise DataError(self.words("error.no_table", table=name, tables=", ".join(self.schemas)))
        if name not in self._read:
            self._read[name] = self._typed(name, self._cells(name))
        return self._read[name].copy()

    def label(self, table: str, field: str, code: str) -> str:
        """The words for a code, e.g. perspective "union" gives "unions" or "sindicatos"."""
        for candidate in self.schemas[table]["schema"]["fields"]:
            if candidate["name"] == field:
                return str(candidate.get("labels", {}).get(code, {}).get(self.words.language, code))
        return code

    def field_title(self, table: str, column: str) -> str:
        """The heading of a column in the reader's language, e.g. "claimant" gives "Who says so"."""
        for candidate in self.schemas[table]["schema"]["fields"]:
            if candidate["name"] in (column, f"{column}_{self.words.language}"):
                return str(candidate["title"][self.words.language])
        return column

    def _cells(self, name: str) -> list[dict[str, str]]:
        """The rows of a table as texts; a row with a cell too many or too few is named, never guessed at."""
        path = self.folder / f"{name}.csv"
        expected = [field["name"] for field in self.schemas[name]["schema"]["fields"]]
        try:
            with path.open(encoding="utf-8", newline="") as file:
                lines = csv.reader(file, strict=True)
                header = next(lines, [])
                if header != expected:
                    raise DataError(self.words("error.bad_header", file=path.name, columns=", ".join(expected)))
                rows = []
                for row in lines:
                    if len(row) != len(header):
                        raise DataError(
                            self.words(
                                "error.bad_row", file=path.name, line=lines.line_num, got=len(row), want=len(header)
                            )
                        )
                    rows.append(dict(zip(header, row, strict=True)))
                return rows
        except FileNotFoundError as cause:
            raise DataError(self.words("error.no_file", file=str(path))) from cause
        except (UnicodeDecodeError, csv.Error, OSError) as cause:
            raise DataError(self.words("error.unreadable", file=path.name, why=str(cause))) from cause

    def _typed(self, name: str, rows: list[dict[str, str]]) -> pd.DataFrame:
        """Texts turned into the types of the schema, other languages' columns left out."""
        import pandas as pd  # a lesson pays for pandas when it first needs a table, not before

        own = f"_{self.words.language}"
        foreign = tuple(f"_{other}" for other in LANGUAGES if other != self.words.language)
        columns: dict[str, Any] = {}
        for field in self.schemas[name]["schema"]["fields"]:
            column = field["name"]
            if column.endswith(foreign):
                continue
            texts = [row[column] for row in rows]
            columns[column.removesuffix(own)] = self._column(name, field, texts)
        return pd.DataFrame(columns)

    def _column(self, table: str, field: dict[str, Any], texts: list[str]) -> Any:
        """One column with its type; empty stays empty (never zero). Raises DataError naming table, line, column."""
        import pandas as pd

        kind = field["type"]
        convert: Any = {"integer": int, "year": int, "number": float, "boolean": TRUTH.__getitem__}.get(kind)
        if convert is None:
            return texts
        values = []
        for position, text in enumerate(texts):
            try:
                values.append(None if text == "" and kind != "boolean" else convert(text))
            except (ValueError, KeyError) as cause:
                raise DataError(
                    self.words(
                        "error.bad_cell",
                        file=f"{table}.csv",
                        row=position + 2,
                        column=field["name"],
                        value=text[:40],
                        kind=self.words(f"type.{kind}"),
                    )
                ) from cause
        if kind == "boolean":
            return values
        return pd.array(values, dtype="Int64") if kind != "number" else pd.array(values, dtype="Float64").to_numpy(
            dtype=float, na_value=float("nan")
        )
