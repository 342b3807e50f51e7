"""One row, whole: a card for an event, a source or a claim, with all that belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mineros import html
from mineros.data import listed
from mineros.quoted import quotation

if TYPE_CHECKING:
    import pandas as pd

    from mineros.cite import Citations
    from mineros.data import Tables
    from mineros.finder import Finder

MOST = 30  # so many rows that rest on a source are named; the others are counted


class Cards:
    """Cards in HTML, in the reader's language."""

    def __init__(self, tables: Tables, citations: Citations, finder: Finder) -> None:
        self.tables, self.citations, self.finder, self.words = tables, citations, finder, tables.words

    def card(self, table: str, row: dict[str, Any]) -> str:
        """The card of one row of "events", "sources" or "claims"."""
        return {"events": self._event, "sources": self._source, "claims": self._claim}[table](row)

    def _event(self, row: dict[str, Any]) -> str:
        say = self.words
        when = say.date(row["date"]) + (f" – {say.date(row['date_end'])}" if row["date_end"] else "")
        place = self.tables["places"].set_index("place_id").loc[row["place_id"]]
        where = ", ".join(dict.fromkeys(part for part in (place["name"], place["state"], place["country"]) if part))
        facts = [
            (self._head("events", "theme"), self._label("events", row, "theme")),
            (self._head("events", "corroboration"), self._label("events", row, "corroboration")),
            (self._head("events", "contested"), html.text(say("yes") if row["contested"] else say("no"))),
        ]
        if row["verified"]:
            read = "; ".join(self.citations.short(source) for source in listed(row["verified_by"]))
            facts.append((self._head("events", "verified"), html.text(f"{say.date(row['verified'])} ({read})")))
        if row["note"]:
            facts.append((self._head("events", "note"), html.text(row["note"])))
        head = f'<p class="title">{html.text(row["title"])}</p><p class="number">{html.text(f"{when} · {where}")}</p>'
        body = f"{head}<p>{html.text(row['summary'])}</p>{html.facts(facts)}"
        return html.card(body) + self.citations.card(listed(row["source_ids"]))

    def _source(self, row: dict[str, Any]) -> str:
        return self.citations.card([row["source_id"]]) + html.card(self.resting(row["source_id"]), "note")

    def _claim(self, row: dict[str, Any]) -> str:
        say = self.words
        dispute = self.tables["disputes"].set_index("dispute_id").loc[row["dispute_id"]]
        others = self.finder.claims_on(row["dispute_id"])
        facts = [
            (self._head("disputes", "status"), html.text(self.tables.label("disputes", "status", dispute["status"]))),
            (self._head("disputes", "why"), html.text(dispute["why"])),
        ]
        if row["phrase"]:
            facts.append((self._head("claims", "phrase"), self._quoted(row)))
        answers = "".join(f"<li>{self._answer(other, row['claim_id'])}</li>" for other in others.to_dict("records"))
        body = (
            f'<p class="title">{html.text(dispute["question"])}</p>{html.facts(facts)}'
            f"<p><strong>{html.text(say('browse.all_answers', n=len(others)))}</strong></p><ul>{answers}</ul>"
        )
        return html.card(body) + self.citations.card(listed(row["source_ids"]))

    def _quoted(self, claim: dict[str, Any]) -> str:
        """HTML of what a claim quotes; the original is told to be in its language, for a voice that reads aloud."""
        said, original, language = quotation(claim, "claims", self.words)
        beside = f' (<span lang="{html.text(language)}">{html.text(original)}</span>)' if original else ""
        return html.text(said) + beside

    def _answer(self, claim: dict[str, Any], chosen: str) -> str:
        side = self.tables.label("claims", "perspective", claim["perspective"])
        said = html.text(f"{claim['claimant']} ({side}): {claim['claim']}")
        return f"<strong>{said}</strong>" if claim["claim_id"] == chosen else said

    def resting(self, source: str) -> str:
        """HTML that tells which rows, over all tables, rest on a source."""
        say, rests = self.words, self.finder.resting.get(source, [])
        counts: dict[str, int] = {}
        for table, _ in rests:
            counts[table] = counts.get(table, 0) + 1
        summary = "; ".join(f"{self.tables.title(table)}: {say.number(n)}" for table, n in counts.items())
        named = [self._named(table, row_id) for table, row_id in rests if table in ("events", "claims")][:MOST]
        pairs = [(say("browse.rests", n=len(rests)), html.text(summary or say("list.none")))]
        return html.facts(pairs) + (html.folded(say("browse.rests_list", n=len(named)), named) if named else "")

    def _named(self, table: str, row_id: str) -> str:
        rows = self.tables[table]
        row = rows[rows.iloc[:, 0] == row_id].iloc[0]
        return headline(self.tables, table, row)

    def _head(self, table: str, column: str) -> str:
        return self.tables.field_title(table, column)

    def _label(self, table: str, row: dict[str, Any], column: str) -> str:
        return html.text(self.tables.label(table, column, str(row[column])))


def headline(tables: Tables, table: str, row: pd.Series) -> str:
    """A row in one line: when, and what or who."""
    say = tables.words
    if table == "events":
        return f"{say.date(row['date'], short=True)} · {row['title']}"
    if table == "sources":
        maker = row["publisher"] or row["author"]
        return " · ".join(part for part in (say.date(row["published"], short=True), maker, row["title"]) if part)
    return f"{say.date(row['as_of'], short=True)} · {row['claimant']}: {row['claim']}"
