"""Who speaks in the sources: the tables between the markers of the two datasheets, made from sources.csv.

`python -m mineros.balance` writes them again after the sources have changed.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from mineros import folders
from mineros.data import Tables
from mineros.errors import DataError
from mineros.words import LANGUAGES, Words

BEGIN, END = "<!-- balance:begin -->", "<!-- balance:end -->"
CODED = ("perspective", "kind", "language", "seen")
FIRST_YEAR, EARLIER = 2000, "1900-1999"


def datasheet(language: str, folder: Path) -> Path:
    """The datasheet in one language: DATASHEET.md, or DATASHEET.es.md."""
    return folder / ("DATASHEET.md" if language == "en" else f"DATASHEET.{language}.md")


def period(published: str) -> str:
    """The row that a date of publication is counted in: its year, or the twentieth century as one."""
    year = published[:4]
    return year if not year or int(year) >= FIRST_YEAR else EARLIER


def table(heading: str, counts: dict[str, int]) -> str:
    """One Markdown table: label, number, share in percent."""
    total = sum(counts.values())
    lines = [f"| {heading} | n | % |", "|:--|--:|--:|"]
    lines += [f"| {label} | {number} | {100 * number / total:.1f} |" for label, number in counts.items()]
    return "\n".join([*lines, f"| **Σ** | **{total}** | |"])


def balance(tables: Tables) -> str:
    """All tables of the balance in the language of `tables`, as Markdown; codes by number, years in order."""
    sources = tables["sources"]
    parts = []
    for field in CODED:
        counts = sorted(Counter(sources[field]).items(), key=lambda item: (-item[1], item[0]))
        labelled = {tables.label("sources", field, code): number for code, number in counts}
        parts.append(table(tables.field_title("sources", field), labelled))
    years = sorted(Counter(period(date) for date in sources["published"]).items())
    dated = {year or tables.words("date.unknown"): number for year, number in years}
    parts.append(table(tables.field_title("sources", "published"), dated))
    return "\n\n".join(parts)


def filled(text: str, tables: Tables, name: str) -> str:
    """A datasheet's text with fresh tables between its markers. Raises DataError when a marker is missing."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise DataError(tables.words("error.unreadable", file=name, why=f"{BEGIN} … {END}"))
    return f"{before}{BEGIN}\n\n{balance(tables)}\n\n{END}{after}"


def main() -> None:
    """Write the tables again in both datasheets."""
    folder = folders.data()
    for language in LANGUAGES:
        path = datasheet(language, folder)
        fresh = filled(path.read_text("utf-8"), Tables(Words(language), folder), path.name)
        path.write_text(fresh, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
