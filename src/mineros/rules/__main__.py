"""`python -m mineros.rules [en|es]`: every fault of the tables, one sentence each."""

from __future__ import annotations

import sys

from mineros import folders
from mineros.data import Tables
from mineros.errors import MinerosError
from mineros.rules import broken
from mineros.words import Words


def main() -> int:
    """Print what is wrong; the number of faults is the exit status, at most 1."""
    try:
        words = Words(sys.argv[1] if len(sys.argv) > 1 else "en")
        _ = Tables(words).schemas  # a missing or damaged description is told here
        faults = broken(folders.data())
    except MinerosError as error:
        print(error)
        return 1
    for fault in faults:
        print(fault.say(words))
    print(words("rule.all_kept") if not faults else words("rule.count", n=len(faults)))
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
