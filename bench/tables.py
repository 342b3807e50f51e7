"""Reading the whole dataset as a ratio to pandas alone, measured in the same run.

    python bench/data.py [rounds]

The floor reads the same files with `pandas.read_csv`, the same types given, every column. Both read from a warm disk,
in turn; medians are compared. Then the tables are made 10 and 100 times as long: the cost may grow no faster than the
rows.
"""

from __future__ import annotations

import json
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from mineros import folders, open_pack
from mineros.data import Tables
from mineros.words import Words

TYPES = {"integer": "Int64", "year": "Int64", "number": "float64", "boolean": "bool"}


def floor(folder: Path) -> None:
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


def opened(_: Path) -> None:
    """Opening the pack, as the first cell of a lesson does."""
    open_pack("en")


def seconds(work: Callable[[Path], None], folder: Path) -> float:
    """How long one run takes."""
    start = time.perf_counter()
    work(folder)
    return time.perf_counter() - start


def longer(folder: Path, copy: Path, times: int) -> Path:
    """A copy of the dataset with every row repeated."""
    shutil.copytree(folder, copy)
    for path in copy.glob("*.csv"):
        head, _, body = path.read_text("utf-8").partition("\n")
        path.write_text(f"{head}\n{body * times}", "utf-8")
    return copy


def compare(folder: Path, rounds: int) -> tuple[float, float]:
    """Median seconds of ours and of the floor, run in turn."""
    both = [(seconds(ours, folder), seconds(floor, folder)) for _ in range(rounds)]
    return statistics.median(pair[0] for pair in both), statistics.median(pair[1] for pair in both)


def main(rounds: int) -> None:
    """Print the ratios."""
    folder = folders.data()
    compare(folder, 1)  # imports and the disk's memory
    print(f"opening the pack: {statistics.median(seconds(opened, folder) for _ in range(rounds)) * 1000:.1f} ms")
    once = 0.0
    for times in (1, 10, 100):
        with tempfile.TemporaryDirectory() as temporary:
            place = folder if times == 1 else longer(folder, Path(temporary) / "data", times)
            own, bare = compare(place, rounds if times < 100 else 1)
        once = once or own
        print(
            f"{times:4} x the rows: {own * 1000:7.0f} ms, pandas alone {bare * 1000:7.0f} ms, ratio {own / bare:.2f},"
            f" cost grew {own / once:.1f} times"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
