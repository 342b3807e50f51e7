"""Sources as a reader meets them: one short line under a figure, or a whole card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mineros import html
from mineros.errors import DataError

if TYPE_CHECKING:
    from mineros.data import Tables


class Citations:
    """The sources of the pack, by id, put into words."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.words = tables.words
        self._rows: dict[str, dict[str, Any]] = {}

    def source(self, source_id: str) -> dict[str, Any]:
        """One row of the table of sources. Raises DataError where the id is unknown."""
        if not self._rows:
            records = self.tables["sources"].to_dict("records")
            self._rows = {row["source_id"]: row for row in records}
        if source_id not in self._rows:
            raise DataError(self.words("error.no_source", source=source_id))
        return self._rows[source_id]

    def short(self, source_id: str) -> str:
        """Publisher and date: "La Jornada, April 10, 2006"."""
        row = self.source(source_id)
        maker = row["publisher"] or row["author"] or row["title"]
        return f"{maker}, {self.words.date(row['published'])}"

    def line(self, source_ids: list[str], most: int = 3) -> str:
        """The first few sources in one line, and how many more there are."""
        named = "; ".join(self.short(source_id) for source_id in source_ids[:most])
        rest = len(source_ids) - most
        return f"{named}; {self.words('figure.more_sources', count=rest)}" if rest > 0 else named

    def full(self, source_id: str) -> str:
        """HTML of one whole reference; the address is a link where one may lawfully be given."""
        row = self.source(source_id)
        title = f'<cite lang="{html.text(row["language"])}">{html.text(row["title"])}</cite>'
        if row["url"].startswith(("https://", "http://")):
            title = f'<a href="{html.text(row["url"])}" rel="noopener">{title}</a>'
        when = html.text(self.words.date(row["published"]))
        parts = [html.text(row["author"]), title, html.text(row["publisher"]), when]
        return ", ".join(part for part in parts if part) + f" [{html.text(source_id)}]"

    def references(self, source_ids: list[str]) -> str:
        """HTML list of whole references."""
        return "<ul>" + "".join(f"<li>{self.full(source_id)}</li>" for source_id in source_ids) + "</ul>"

    def card(self, source_ids: list[str]) -> str:
        """HTML cards: who made each source, when, from which side, how much of it was seen, what was at stake."""
        label, words = self.tables.label, self.words
        cards = []
        for source_id in source_ids:
            row = self.source(source_id)
            side = label("sources", "perspective", row["perspective"])
            kind = label("sources", "kind", row["kind"])
            seen = label("sources", "seen", row["seen"])
            language = label("sources", "language", row["language"])
            pairs = [
                (words("cite.side"), html.text(f"{side} · {kind} · {language}")),
                (words("cite.seen"), html.text(seen)),
                (words("cite.interest"), html.text(row["interest"])),
            ]
            cards.append(f'<p class="source">{self.full(source_id)}</p>{html.facts(pairs)}')
        return html.card("".join(cards), "note")
