"""Rules of form: files, columns, keys and codes, as the package describes them."""

from __future__ import annotations

import csv
import itertools
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from mineros.rules.base import LANGUAGES, Fault, fields, key, package, rows, tables

if TYPE_CHECKING:
    from pathlib import Path

# Tables ordered by time; every other table is ordered by its key.
BY_DATE = ("events", "disasters_world", "disasters_mexico", "recoveries", "rescue_log")
UNDATED_LAST = "disasters_mexico"
NUMBERS = {"integer": re.compile(r"-?\d+"), "year": re.compile(r"-?\d{1,4}"), "number": re.compile(r"-?\d+(\.\d+)?")}


def files_are_utf8_with_line_feeds(folder: Path) -> list[Fault]:
    """Every file is UTF-8 without a byte-order mark, each line ended by a line feed alone."""
    faults = []
    for path in sorted([*folder.glob("*.csv"), folder / "datapackage.json"]):
        raw = path.read_bytes()
        if raw.startswith(b"\xef\xbb\xbf"):
            faults.append(Fault(path.name, "byte_order_mark"))
        if b"\r" in raw:
            line = raw.partition(b"\r")[0].count(b"\n") + 1
            faults.append(Fault(path.name, "carriage_return", line=line))
        if not raw.endswith(b"\n") or b"\n\n" in raw:
            faults.append(Fault(path.name, "empty_line"))
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError as cause:
            faults.append(Fault(path.name, "not_utf8", line=raw[: cause.start].count(b"\n") + 1))
    return faults


def every_csv_is_described(folder: Path) -> list[Fault]:
    """Every table of the folder stands in datapackage.json, and the reverse."""
    found, described = {path.stem for path in folder.glob("*.csv")}, set(package(folder))
    return [Fault(f"{name}.csv", "not_described" if name in found else "no_file") for name in sorted(found ^ described)]


def columns_are_those_described(folder: Path) -> list[Fault]:
    """The head of each table names its columns, in the order of the schema; every row has as many cells."""
    faults = []
    for name in package(folder):
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            lines = csv.reader(file)
            header = next(lines)
            if header != [field["name"] for field in fields(folder, name)]:
                faults.append(Fault(f"{name}.csv", "other_columns", line=1))
            counts = {"want": len(header)}
            faults += [
                Fault(f"{name}.csv", "cells", line=lines.line_num, values=counts | {"got": len(row)})
                for row in lines
                if len(row) != len(header)
            ]
    return faults


def everything_is_described_in_both_languages(folder: Path) -> list[Fault]:
    """Tables and columns have titles and descriptions in both languages, each its own text."""
    faults = []
    for name, resource in package(folder).items():
        for thing, column in [(resource, ""), *((field, field["name"]) for field in fields(folder, name))]:
            for part in ("titles", "descriptions"):
                told = thing.get(part, {})
                if not all(told.get(language) for language in LANGUAGES):
                    faults.append(Fault("datapackage.json", "lacks_language", column, name, values={"part": part}))
            if not column and not all(thing.get(part) for part in ("licenses", "rights", "sources")):
                faults.append(Fault("datapackage.json", "no_license", row=name))
            if thing.get("descriptions", {}).get("en") == thing.get("descriptions", {}).get("es"):
                faults.append(Fault("datapackage.json", "same_description", column, name))
    return faults


def every_code_has_a_label_in_both_languages(folder: Path) -> list[Fault]:
    """Each code of a coded column has words in both languages."""
    faults = []
    for name in package(folder):
        for field in fields(folder, name):
            for code in field.get("constraints", {}).get("enum", []):
                label = field.get("labels", {}).get(code, {})
                if isinstance(code, str) and not all(label.get(language) for language in LANGUAGES):
                    values = {"code": code}
                    faults.append(Fault("datapackage.json", "code_without_label", field["name"], name, values=values))
    return faults


def rows_are_sorted(folder: Path) -> list[Fault]:
    """Rows stand in order, so that a comparison of two editions shows what changed."""
    faults = []
    for place, before in zip(rows(folder), [None, *rows(folder)], strict=False):
        if (
            before
            and before.table == place.table
            and order(folder, before.table, before.row) > order(folder, place.table, place.row)
        ):
            faults.append(place.fault("out_of_order"))
    return faults


def order(folder: Path, table: str, row: dict[str, str]) -> tuple[Any, ...]:
    """What the rows of a table are sorted by."""
    if table in BY_DATE:
        return (table == UNDATED_LAST and not row["date"], row["date"])
    return tuple(row[column] for column in key(folder, table))


def keys_are_unique_and_cells_fit_the_schema(folder: Path) -> list[Fault]:
    """Types, required cells, codes, patterns, least and greatest values, and keys, as datapackage.json states them."""
    faults = []
    for name in package(folder):
        described = fields(folder, name)
        for place in rows(folder, name):
            for field in described:
                wrong = misfit(field, place[field["name"]])
                if wrong:
                    example = {"example": _example(folder, name, field)} if wrong[0] == "pattern" else {}
                    faults.append(place.fault(wrong[0], field["name"], **wrong[1], **example))
        faults += _repeated(folder, name)
    return faults


def misfit(field: dict[str, Any], cell: str) -> tuple[str, dict[str, Any]] | None:
    """What is wrong with a cell by the schema of its column: the rule broken and what fills its sentence, or None."""
    limits = field.get("constraints", {})
    shown = {"cell": cell[:60]}
    wrong: tuple[str, dict[str, Any]] | None = None
    if not cell:
        wrong = ("required", {}) if limits.get("required") else None
    elif field["type"] == "boolean" and cell not in ("true", "false"):
        wrong = ("not_boolean", shown)
    elif field["type"] in NUMBERS and not NUMBERS[field["type"]].fullmatch(cell):
        wrong = ("not_number" if field["type"] == "number" else "not_integer", shown)
    elif "minimum" in limits and float(cell) < float(limits["minimum"]):
        wrong = ("too_small", shown | {"limit": str(limits["minimum"])})
    elif "maximum" in limits and float(cell) > float(limits["maximum"]):
        wrong = ("too_large", shown | {"limit": str(limits["maximum"])})
    elif "enum" in limits and cell not in map(str, limits["enum"]):
        wrong = ("no_such_code", shown | {"codes": ", ".join(map(str, limits["enum"]))})
    elif "pattern" in limits and not _pattern(limits["pattern"]).fullmatch(cell):
        wrong = ("pattern", shown)
    return wrong


def _example(folder: Path, name: str, field: dict[str, Any]) -> str:
    """A cell of the same column that is written as it should be."""
    cells = (row.get(field["name"], "") for row in tables(folder)[name])
    return next((cell for cell in cells if cell and not misfit(field, cell)), "—")


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)


def _repeated(folder: Path, name: str) -> list[Fault]:
    """Rows whose key, or whose cell of a unique column, another row has too."""
    unique = [[field["name"]] for field in fields(folder, name) if field.get("constraints", {}).get("unique")]
    faults = []
    for columns in {tuple(columns) for columns in [*unique, key(folder, name)]}:
        seen: dict[tuple[str, ...], int] = {}
        for place in rows(folder, name):
            own = tuple(place[column] for column in columns)
            if own in seen:
                faults.append(place.fault("id_twice", columns[0], other=str(seen[own])))
            seen.setdefault(own, place.line)
    return faults


def keys_lead_to_a_row(folder: Path) -> list[Fault]:
    """Every foreign key, and every id in a list, is the key of a row."""
    faults = []
    for name, resource in package(folder).items():
        targets = [
            (link["fields"], [(link["reference"]["resource"], link["reference"]["fields"])], False)
            for link in resource["schema"].get("foreignKeys", [])
        ]
        for field in fields(folder, name):
            told = field.get("list_of") or " ".join(field.get("one_of", ()))
            if told:
                targets.append((field["name"], re.findall(r"(\w+)\.(\w+)", told), "list_of" in field))
        for column, ends, many in targets:
            known = {row[end] for table, end in ends for row in tables(folder)[table]}
            where = ", ".join(dict.fromkeys(f"{table}.csv" for table, _ in ends))
            for place in rows(folder, name):
                items = place[column].split("; ") if many else [place[column]]
                faults += [
                    place.fault("no_such_id", column, id=item, where=where)
                    for item in items
                    if item and item not in known
                ]
    return faults


def lists_use_one_separator(folder: Path) -> list[Fault]:
    """A list of ids is joined by a semicolon and a space, and names nothing twice."""
    faults = []
    for name in package(folder):
        columns = [field["name"] for field in fields(folder, name) if "list_of" in field]
        for place, column in itertools.product(rows(folder, name), columns):
            items = place[column].split("; ") if place[column] else []
            if not all(re.fullmatch(r"[A-Za-z0-9-]+", item) for item in items) or len(set(items)) != len(items):
                faults.append(place.fault("not_a_list", column))
    return faults
