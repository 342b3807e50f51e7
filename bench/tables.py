"""Opening the pack and reading its tables, beside pandas alone; and how the cost grows when the tables do.

All of this is the time of the processor, which other work on the machine does not lengthen.

Opening: a fresh Python does what the first cells of lesson 00 do, that is, opens the pack, shows it, and takes its
largest table. The floor is a fresh Python that imports pandas and reads the same file of descriptions with `json` and
the same table with `pandas.read_csv`. The second line leaves out of both what Python and pandas need to start.

All tables: the floor reads the same files with `pandas.read_csv`, the same types given, every column. Then every row
stands 10 and 100 times in its file: the cost may grow no faster than the rows.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from math import nan
from pathlib import Path
from typing import Any

import pandas as pd
import table

from mineros import folders
from mineros.data import Tables
from mineros.words import Words

PART = "tables"
TYPES = {"integer": "Int64", "year": "Int64", "number": "float64", "boolean": "bool"}
FIRST = "sources"  # the first table of lesson 00, and the largest
OURS = f"""
from mineros import open_pack
pack = open_pack("en")
repr(pack)
pack.{FIRST}
"""
FLOOR = f"""
import json
from pathlib import Path
data = Path({str(folders.data())!r})
json.loads((data / "datapackage.json").read_text("utf-8"))
pandas.read_csv(data / "{FIRST}.csv", dtype=str, keep_default_na=False)
"""


def processor(work: Callable[[], object]) -> float:
    """How many milliseconds of the processor one run takes."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def fresh(code: str, kept: str, *, started: bool) -> float:
    """The same for code in a Python of its own; not counting, where this has `started`, Python's and pandas' start.

    kept: a folder for the compiled modules, so that none is compiled again in every start, whatever the environment.
    """
    whole = f"import time, pandas\nbegan = {'time.process_time()' if started else 0}\n{code}"
    whole += "\nprint((time.process_time() - began) * 1000)"
    path = [name for name in sys.path if name]
    command = [sys.executable, "-c", f"import sys\nsys.path[:] = {path!r}\n{whole}"]
    own = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    own["PYTHONPYCACHEPREFIX"] = kept
    return float(subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8", env=own).stdout)


def alone(folder: Path) -> None:
    """All tables by pandas alone; empty texts stay empty texts, as ours do."""
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        if resource["path"].endswith(".csv"):
            types: Any = {field["name"]: TYPES.get(field["type"], "str") for field in resource["schema"]["fields"]}
            numbers = [name for name, kind in types.items() if kind in ("Int64", "float64")]
            pd.read_csv(
                folder / resource["path"], dtype=types, na_values=dict.fromkeys(numbers, ""), keep_default_na=False
            )


def ours(folder: Path) -> None:
    """All tables by the pack, one language."""
    tables = Tables(Words("en"), folder)
    for name in tables:
        tables[name]


def longer(folder: Path, copy: Path, times: int) -> Path:
    """A copy of the dataset with every row repeated, each time with numbers of its own, as more rows would have."""
    shutil.copytree(folder, copy)
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        if not resource["path"].endswith(".csv"):
            continue
        counted = [field["type"] in ("integer", "number") for field in resource["schema"]["fields"]]
        with (folder / resource["path"]).open(encoding="utf-8", newline="") as file:
            head, *rows = csv.reader(file)
        with (copy / resource["path"]).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(head)
            for number in range(times):
                for row in rows:
                    cells = zip(row, counted, strict=True)
                    writer.writerow([f"{cell}{number:02}" if cell and counts else cell for cell, counts in cells])
    return copy


def read(folder: Path, rounds: int) -> list[tuple[float, float]]:
    """All tables of a folder, ours and pandas' in turn."""
    return table.interleaved(
        lambda: processor(partial(ours, folder)), lambda: processor(partial(alone, folder)), rounds
    )


def opened(rounds: int) -> Iterator[table.Row]:
    """The pack opened in a fresh Python."""
    with tempfile.TemporaryDirectory() as kept:
        fresh(OURS + FLOOR, kept, started=True)  # compiles what both import
        for started, what, target in (
            (False, "open the pack, first table", 1.5),
            (True, "the same, imports done", nan),
        ):
            works = (partial(fresh, code, kept, started=started) for code in (OURS, FLOOR))
            note = "no target: what the line above holds beyond Python and pandas" if started else "a fresh Python"
            yield table.compared(PART, what, table.interleaved(*works, rounds), "ms", target, note)


def rows(rounds: int) -> Iterator[table.Row]:
    """Opening, reading, growing."""
    yield from opened(rounds)
    folder = folders.data()
    read(folder, 1)  # the imports, and what the machine keeps of the files
    once = read(folder, max(rounds, 5))
    yield table.compared(PART, "read all tables", once, "ms", 1.5)
    for times in (10, 100):
        with tempfile.TemporaryDirectory() as scratch:
            taken = read(longer(folder, Path(scratch) / "data", times), rounds if times < 100 else min(rounds, 2))
        own, bare = (statistics.median(side) for side in zip(*taken, strict=True))
        growth, floor = (
            statistics.median(side) / statistics.median(before) / times
            for side, before in zip(zip(*taken, strict=True), zip(*once, strict=True), strict=True)
        )
        note = f"{own:.0f} ms, pandas alone {bare:.0f} ms: {own / bare:.2f}"
        yield table.Row(PART, f"growth of cost / of rows, {times} x", growth, "", floor, target=1.0, note=note)
