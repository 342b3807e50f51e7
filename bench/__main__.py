"""Measure everything, or what is named, and end with one table.

    python3 run.py bench [PART ...] [--rounds N] [--to FILE]

Each part is a module of this folder with `rows(rounds)`, which yields the lines of its table.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from pathlib import Path

import table

PARTS = ("tables", "lessons", "interactions", "start", "sizes", "collect", "edition", "school")


def main() -> None:
    """Run the parts one after another: nothing else may use the machine meanwhile."""
    parser = argparse.ArgumentParser(prog="run.py bench", description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--rounds", type=int, default=5, help="of which the medians are given (5)")
    parser.add_argument("--to", type=Path, help="also write the table to this file")
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"no part {', '.join(sorted(unknown))}: choose of {', '.join(PARTS)}")
    rows: list[table.Row] = []
    failed = []
    for name in options.parts or PARTS:
        print(f"== {name}", flush=True)
        began = time.monotonic()
        try:
            for row in importlib.import_module(name).rows(options.rounds):
                rows.append(row)
                print(table.drawn([row]).splitlines()[-1], flush=True)
        except Exception as error:  # the other parts are worth having
            failed.append(name)
            print(f"{name} stopped: {error!r}", flush=True)
        print(f"   {time.monotonic() - began:.0f} s", flush=True)
    print("\n" + table.drawn(rows))
    if options.to:
        options.to.write_text(table.drawn(rows) + "\n", "utf-8")
    if failed:
        sys.exit(f"Not measured to the end: {', '.join(failed)}.")


if __name__ == "__main__":
    main()
