"""The tables: read when first asked for, with the types their schema states, in one language."""

from __future__ import annotations

import csv
import io
import json
import re
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mineros import folders
from mineros.errors import DataError
from mineros.words import LANGUAGES, ORIGINAL, Words, filled_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd

SEPARATOR = "; "
LANGUAGE_NAMED = re.compile(r" \((English|Spanish|inglés|español)\)$")
AT_ONCE = 100  # rows; a million of them together would keep Python busy with counting what is still in use
WHOLE = re.compile(r"-?\d+")
# How a typed cell must look (plainer than what Python would accept: no "nan", no "1_000"), and what reads it.
KINDS: dict[str, tuple[re.Pattern[str], Any]] = {
    "integer": (WHOLE, int),
    "year": (WHOLE, int),
    "number": (re.compile(r"-?\d+(\.\d+)?"), float),
    "boolean": (re.compile("true|false"), "true".__eq__),
}


def listed(cell: str) -> list[str]:
    """The items of a cell that holds a list: "S0001; S0002" gives two ids."""
    return [item for item in cell.split(SEPARATOR) if item]


def _is_table(resource: dict[str, Any]) -> bool:
    return str(resource["path"]).endswith(".csv")


def own_columns(columns: Iterable[str], language: str) -> dict[str, str]:
    """What a reader calls each column, and the column of the file that holds it.

    Of columns kept in several languages (title_en, title_es) one is left, without its ending: that of the reader's
    language, or the English one where that language has none.
    """
    own: dict[str, str] = {}
    for column in columns:
        stem, _, ending = column.rpartition("_")
        if ending not in LANGUAGES:
            own[column] = column
        elif ending == language or (ending == ORIGINAL and stem not in own):
            own[stem] = column
    return own


class Tables:
    """The tables of the data package in one folder. `tables["claims"]` is a DataFrame, read once."""

    def __init__(self, words: Words, folder: Path | None = None) -> None:
        self.words = words
        self.folder = folder or folders.data()
        self._read: dict[str, pd.DataFrame] = {}

    @cached_property
    def package(self) -> dict[str, Any]:
        """The whole of datapackage.json. Raises DataError."""
        path = self.folder / "datapackage.json"
        try:
            package = filled_in(json.loads(path.read_text("utf-8")))
            _ = {resource["name"]: resource["schema"] for resource in package["resources"] if _is_table(resource)}
            return dict(package)
        except FileNotFoundError as cause:
            raise DataError(self.words("error.no_data", folder=str(self.folder))) from cause
        except (ValueError, KeyError, TypeError, OSError) as cause:
            raise DataError(self.words("error.bad_package", file=str(path))) from cause

    @cached_property
    def schemas(self) -> dict[str, dict[str, Any]]:
        """The descriptor of each table (not of the maps), by name. Raises DataError."""
        return {resource["name"]: resource for resource in self.package["resources"] if _is_table(resource)}

    @cached_property
    def original(self) -> Tables:
        """The same tables in English: maps know countries by those names."""
        if self.words.language == ORIGINAL:
            return self
        tables = Tables(Words(ORIGINAL), self.folder)
        tables.package = self.package  # of all languages; no need to read it twice
        return tables

    @property
    def edition(self) -> str:
        """The version of the dataset, for citations."""
        return str(self.package["version"])

    def title(self, table: str) -> str:
        """The name of a table in the reader's language: "events" gives "Events" or "Hechos"."""
        return str(self.schemas[table]["titles"][self.words.language])

    def contents(self) -> pd.DataFrame:
        """One row for each table: its name, its title, how many rows it has, what it holds."""
        import pandas as pd

        language = self.words.language
        head = "data.contents."
        return pd.DataFrame(
            [
                {
                    self.words(head + "name"): name,
                    self.words(head + "title"): self.title(name),
                    self.words(head + "rows"): len(self[name]),
                    self.words(head + "holds"): resource["descriptions"][language],
                }
                for name, resource in self.schemas.items()
            ]
        )

    def __iter__(self) -> Any:
        return iter(self.schemas)

    def __contains__(self, name: str) -> bool:
        return name in self.schemas

    def __getitem__(self, name: str) -> pd.DataFrame:
        """The table of this name; columns ..._en / ..._es appear once, in the reader's language. Raises DataError."""
        if name not in self.schemas:
            raise DataError(self.words("error.no_table", table=name, tables=", ".join(self.schemas)))
        if name not in self._read:
            self._read[name] = self._typed(name, self._columns(name))
        return self._read[name].copy()

    def label(self, table: str, field: str, code: str) -> str:
        """The words for a code, e.g. perspective "union" gives "unions" or "sindicatos"."""
        for candidate in self.schemas[table]["schema"]["fields"]:
            if candidate["name"] == field:
                return str(candidate.get("labels", {}).get(code, {}).get(self.words.language, code))
        return code

    def choices(self, table: str, field: str, codes: Iterable[str]) -> list[tuple[str, str]]:
        """Codes for a control: each once, as (words, code), by the alphabet of the words."""
        return sorted((self.label(table, field, code), code) for code in set(codes))

    def key(self, table: str) -> list[str]:
        """The columns whose cells together name a row."""
        own = self.schemas[table]["schema"]["primaryKey"]
        return [own] if isinstance(own, str) else list(own)

    def naming_sources(self, table: str) -> list[str]:
        """The columns of a table that name the sources it rests on."""
        fields = self.schemas[table]["schema"]["fields"]
        lists = [field["name"] for field in fields if field.get("list_of") == "sources.source_id"]
        return lists + [field["name"] for field in fields if field["name"] == "source_id"]

    def fields(self, table: str) -> dict[str, dict[str, Any]]:
        """The columns of a table as the reader's language has them, each with what the schema says of it."""
        fields = {field["name"]: field for field in self.schemas[table]["schema"]["fields"]}
        return {shown: fields[column] for shown, column in own_columns(fields, self.words.language).items()}

    def codes(self, table: str, field: str) -> list[str]:
        """The codes that a coded column may hold; none for any other column."""
        fields = {entry["name"]: entry for entry in self.schemas[table]["schema"]["fields"]}
        return list(fields.get(field, {}).get("labels", {}))

    def field_title(self, table: str, column: str) -> str:
        """The heading of a column in the reader's language, e.g. "claimant" gives "Who says so"."""
        if table not in self.schemas:
            raise DataError(self.words("error.no_table", table=table, tables=", ".join(self.schemas)))
        names = self.fields(table)
        if column not in names:
            raise DataError(self.words("error.no_column", table=table, column=column, columns=", ".join(names)))
        # A column kept in two languages says in its title which one it is: not needed where only one is shown.
        return LANGUAGE_NAMED.sub("", str(names[column]["titles"][self.words.language]))

    def _columns(self, name: str) -> dict[str, list[str]]:
        """The columns of a table as texts; a row with a cell too many or too few is named, never guessed at."""
        path = self.folder / f"{name}.csv"
        expected = [field["name"] for field in self.schemas[name]["schema"]["fields"]]
        lines = csv.reader(io.StringIO(self._text(path), newline=""), strict=True)
        columns: dict[str, list[str]] = {column: [] for column in expected}

        def whole() -> Iterator[list[str]]:
            for row in lines:
                if len(row) != len(expected):
                    count = {"line": lines.line_num, "got": len(row), "want": len(expected)}
                    raise DataError(self.words("error.bad_row", file=path.name, **count))
                yield row

        try:
            if next(lines, []) != expected:
                raise DataError(self.words("error.bad_header", file=path.name, columns=", ".join(expected)))
            rows = whole()
            while few := list(islice(rows, AT_ONCE)):
                for column, cells in zip(columns.values(), zip(*few, strict=True), strict=True):
                    column.extend(cells)
        except csv.Error as cause:
            raise DataError(self.words("error.bad_quotes", file=path.name, line=lines.line_num)) from cause
        return columns

    def _text(self, path: Path) -> str:
        """The whole file as text. Raises DataError where it is missing, cannot be read, or is not UTF-8."""
        try:
            raw = path.read_bytes()
        except FileNotFoundError as cause:
            raise DataError(self.words("error.no_file", file=str(path))) from cause
        except OSError as cause:
            why = cause.strerror or str(cause)
            raise DataError(self.words("error.unreadable", file=path.name, why=why)) from cause
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError as cause:
            line = raw[: cause.start].count(b"\n") + 1
            raise DataError(self.words("error.not_utf8", file=path.name, line=line)) from cause

    def _typed(self, name: str, texts: dict[str, list[str]]) -> pd.DataFrame:
        """Texts turned into the types of the schema, other languages' columns left out."""
        import pandas as pd  # a lesson pays for pandas when it first needs a table, not before

        fields = self.fields(name)
        return pd.DataFrame({shown: self._column(name, field, texts[field["name"]]) for shown, field in fields.items()})

    def _column(self, table: str, field: dict[str, Any], texts: list[str]) -> Any:
        """One column with its type; empty stays empty, never zero. Raises DataError naming table, line and column."""
        import pandas as pd

        kind = field["type"]
        if kind not in KINDS:
            return texts
        pattern, convert = KINDS[kind]
        values: dict[str, Any] = {}  # what a text says, found out once for all cells that have it
        for text in dict.fromkeys(texts):
            if text and not pattern.fullmatch(text):
                place = {"file": f"{table}.csv", "row": str(texts.index(text) + 2), "column": field["name"]}
                raise DataError(self.words("error.bad_cell", kind=self.words(f"type.{kind}"), value=text[:40], **place))
            values[text] = convert(text) if text else None
        cells = [values[text] for text in texts]
        if kind == "boolean":
            return cells  # the schema allows no empty one
        if kind == "number":
            return pd.Series(cells, dtype="float64")
        return pd.array(cells, dtype="Int64")
