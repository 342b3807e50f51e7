"""Who speaks in the dataset, and how much there is: the tables between the markers of the two datasheets.

`python -m mineros.balance` writes them again after a table has changed.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from mineros import folders
from mineros.data import Tables
from mineros.errors import DataError
from mineros.words import LANGUAGES, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

CODED = ("perspective", "kind", "language", "seen")
FIRST_YEAR, EARLIER = 2000, "1900-1999"


def datasheet(language: str, folder: Path) -> Path:
    """The datasheet in one language: DATASHEET.md, or DATASHEET.es.md."""
    return folder / ("DATASHEET.md" if language == "en" else f"DATASHEET.{language}.md")


def period(published: str) -> str:
    """The row that a date is counted in: its year, or what came before 2000 as one."""
    year = published[:4]
    return year if not year or int(year) >= FIRST_YEAR else EARLIER


def table(heading: str, counts: dict[str, int]) -> str:
    """One Markdown table: label, number, share in percent."""
    total = sum(counts.values())
    lines = [f"| {heading} | n | % |", "|:--|--:|--:|"]
    lines += [f"| {label} | {number} | {100 * number / total:.1f} |" for label, number in counts.items()]
    return "\n".join([*lines, f"| **Σ** | **{total}** | |"])


def most_first(items: Iterable[str]) -> dict[str, int]:
    """How often each item occurs, most frequent first, then by name."""
    return dict(sorted(Counter(items).items(), key=lambda item: (-item[1], item[0])))


def coded(tables: Tables, name: str, column: str, heading: str = "") -> str:
    """The balance of a coded column, in words."""
    counts = most_first(tables[name][column])
    labelled = {tables.label(name, column, code): number for code, number in counts.items()}
    return table(heading or tables.field_title(name, column), labelled)


def in_order(tables: Tables, name: str, column: str) -> str:
    """The balance of a column of dates, year by year."""
    years = sorted(Counter(period(date) for date in tables[name][column]).items())
    dated = {year or tables.words("date.unknown"): number for year, number in years}
    return table(tables.field_title(name, column), dated)


def by_place(tables: Tables) -> str:
    """Where the events happened: states of Mexico, other countries as a whole."""
    where = tables["places"].set_index("place_id")
    spots = [where.loc[place] for place in tables["events"]["place_id"]]
    mexico = tables.words("balance.mexico")
    names = [
        f"{mexico}: {spot['state'] or tables.words('balance.no_state')}"
        if spot["country"] == mexico
        else spot["country"]
        for spot in spots
    ]
    return table(tables.words("balance.place"), most_first(names))


def balance(tables: Tables) -> str:
    """All tables of the balance in the language of `tables`, as Markdown."""
    say = tables.words
    events = tables["events"]
    read = most_first(say("balance.read") if day else say("balance.not_read") for day in events["verified"])
    parts = [
        (say("balance.sources"), [coded(tables, "sources", column) for column in CODED]),
        (say("balance.by_year"), [in_order(tables, "sources", "published")]),
        (say("balance.claims"), [coded(tables, "claims", "perspective"), coded(tables, "disputes", "status")]),
        (
            say("balance.events"),
            [
                coded(tables, "events", "theme"),
                coded(tables, "events", "corroboration"),
                table(tables.field_title("events", "verified"), read),
                by_place(tables),
            ],
        ),
    ]
    return "\n\n".join(f"### {heading}\n\n" + "\n\n".join(bodies) for heading, bodies in parts)


def counts(tables: Tables) -> str:
    """One line for each table: name, number of rows, title."""
    say = tables.words
    head = "data.contents."
    lines = [f"| {say(head + 'name')} | {say(head + 'rows')} | {say(head + 'title')} |", "|:--|--:|:--|"]
    lines += [f"| `{name}` | {len(tables[name])} | {tables.title(name)} |" for name in tables]
    return "\n".join(lines)


BLOCKS: dict[str, Callable[[Tables], str]] = {"rows": counts, "balance": balance}


def filled(text: str, tables: Tables, name: str) -> str:
    """A datasheet's text with fresh tables between its markers. Raises DataError when a marker is missing."""
    for block, make in BLOCKS.items():
        begin, end = f"<!-- {block}:begin -->", f"<!-- {block}:end -->"
        before, found, rest = text.partition(begin)
        _, closed, after = rest.partition(end)
        if not (found and closed):
            raise DataError(tables.words("error.unreadable", file=name, why=f"{begin} … {end}"))
        text = f"{before}{begin}\n\n{make(tables)}\n\n{end}{after}"
    return text


def main() -> None:
    """Write the tables again in both datasheets."""
    folder = folders.data()
    for language in LANGUAGES:
        path = datasheet(language, folder)
        fresh = filled(path.read_text("utf-8"), Tables(Words(language), folder), path.name)
        path.write_text(fresh, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
