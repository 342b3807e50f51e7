"""What is cut out: a card for each source, and what a class without computers plays with in place of controls."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mineros import bank, html
from mineros.case import LEAST_WITNESSES
from mineros.charts.alliances.bodies import called
from mineros.charts.exile.roles import PILES
from mineros.charts.senate.ledger import LINES
from mineros.data import listed as ids
from mineros.handouts.pages import printed, small
from mineros.quoted import quotation
from mineros.rubric import rubric

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mineros.lesson import Lesson


def cards(lesson: Lesson, paper: str) -> str:
    """A card for each source of the lesson."""
    sources = dict.fromkeys(source for found in lesson.sources.values() for source in found)
    cut = [_bare(lesson.pack.citations.card([source])) for source in sources]
    return printed(lesson, "cards", _head(lesson, "cards") + _cut(cut), paper)


def activities(lesson: Lesson, paper: str) -> str:
    """Strips to order, cards to argue with, a board to fill in: each kind on pages of its own."""
    made = {
        "order": _order, "piles": _piles, "claims": _claims, "phrases": _phrases, "cases": _cases, "ledger": _ledger,
        "bodies": _bodies, "board": _board, "rubric": _rubric, "recount": _recount,
        "words": _words,
    }  # fmt: skip
    parts = [
        f'<section class="{"turn" if place else "kind"}"><h2>{html.text(entry[lesson.language])}</h2>'
        f"{made[entry['kind']](lesson, entry)}</section>"
        for place, entry in enumerate(lesson.beside["activity"])
    ]
    return printed(lesson, "activities", _head(lesson, "activities") + "".join(parts), paper)


def _head(lesson: Lesson, name: str) -> str:
    said = f"{lesson.told(f'document.{name}')}. {lesson.told('cut')}"
    return f"<h1>{html.text(lesson.title)}</h1><p>{html.text(said)}</p>"


def _cut(cards: Iterable[str], kind: str = "") -> str:
    inside = "".join(f'<article class="cut">{card}</article>' for card in cards)
    return f'<div class="cards {kind}">{inside}</div>'


def _bare(card: str) -> str:
    """A card without its frame and style."""
    return re.sub(r"^<div[^>]*>|</div>$", "", card.removeprefix(html.STYLE))


def _folded(lesson: Lesson, behind: str) -> str:
    """The strip of a card that is folded to its back."""
    return f'<p class="back"><span>{html.text(lesson.told("fold"))}</span>{html.text(behind)}</p>'


# --- the kinds -------------------------------------------------------------------------------------------------------


def _order(lesson: Lesson, entry: dict[str, Any]) -> str:
    """The steps of an ordering question, one to a strip, without dates."""
    asked = lesson.questions[entry["question"]]
    strips = (f"<p>{html.text(step)}</p>" for step, _ in bank.options(asked, lesson.words))
    return f"<p>{html.text(bank.said(asked, 'text', lesson.words))}</p>{_cut(strips, 'strips')}"


def _piles(lesson: Lesson, _: dict[str, Any]) -> str:
    """The claims of lesson 02's controversy, by position and pile."""
    said, words = lesson.told, lesson.words
    return _cut(
        _claim(lesson, claim, f"{said('argue', side=words(f'figure.deal.side.{side}'))} · {said('pile', pile=n)}")
        for side, piles in PILES.items()
        for n, pile in enumerate(piles, start=1)
        for claim in pile
    )


def _claims(lesson: Lesson, entry: dict[str, Any]) -> str:
    """All answers to one or more disputed questions: each with its speaker and side."""
    claims = lesson.pack.claims.reset_index(drop=True)
    chosen = claims[claims["dispute_id"].isin(entry["disputes"])]
    order = chosen.sort_values(["dispute_id", "perspective", "claim_id"], kind="stable")
    return _cut(_claim(lesson, claim) for claim in order["claim_id"])


def _claim(lesson: Lesson, claim: str, head: str = "") -> str:
    pack = lesson.pack
    row = pack.claims.set_index("claim_id").loc[claim]
    asked = pack.disputes.set_index("dispute_id").loc[row["dispute_id"], "question"]
    side = pack.tables.label("claims", "perspective", row["perspective"])
    who, named = f"{row['claimant']} ({side})", ids(row["source_ids"])
    return (
        f"{small(head)}<h3>{html.text(who)}</h3><p>{html.text(asked)}</p>"
        f"<p><strong>{html.text(row['claim'])}</strong></p>{_cited(lesson, named)}"
    )


def _cited(lesson: Lesson, sources: list[str]) -> str:
    """The first source in words, and the ids of all others."""
    return small(", ".join([lesson.pack.citations.short(sources[0]), *sources[1:]]))


def _phrases(lesson: Lesson, entry: dict[str, Any]) -> str:
    """Phrases with speaker and date; the side stands on the strip that is folded back."""
    tables = lesson.pack.tables
    rows = tables[entry["table"]].set_index(tables.key(entry["table"])[0])
    cut = []
    for _, row in rows.loc[entry["rows"]].iterrows():
        quoted = quotation(row, entry["table"], lesson.words)
        who = f"{row['speaker']}, {lesson.words.date(row['date'])}"
        original = f'<p lang="{html.text(quoted.language)}">{html.text(quoted.original)}</p>' if quoted.original else ""
        side = tables.label(entry["table"], "perspective", row["perspective"])
        cut.append(
            f'<p class="phrase">{html.text(quoted.said)}</p>{original}<p>{html.text(who)}</p>'
            f"{_cited(lesson, [row['source_id']])}{small(row.get('note', ''))}{_folded(lesson, side)}"
        )
    return _cut(cut)


def _cases(lesson: Lesson, entry: dict[str, Any]) -> str:
    """Cases of the treaty's rapid response, with how each ended behind."""
    rows, date = lesson.pack.rrm_cases.set_index("case_id"), lesson.words.date
    cut = []
    for _, row in rows.loc[entry["rows"]].iterrows():
        asked = lesson.told("asked", date=date(row["request_date"]))
        if row["petitioner"]:
            asked += " " + lesson.told("petitioned", petitioner=row["petitioner"])
        cut.append(
            f"<h3>{html.text(row['facility'])}</h3><p>{html.text(row['company'])}</p><p>{html.text(asked)}</p>"
            f"<p>{html.text(row['note'])}</p>{_cited(lesson, ids(row['source_ids']))}{_folded(lesson, row['outcome'])}"
        )
    return _cut(cut)


def _ledger(lesson: Lesson, _: dict[str, Any]) -> str:
    """The lines of lesson 04's ledger, the matter and its last known step; our coding stands behind."""
    said = lesson.words
    return _cut(
        f"<h3>{html.text(said(f'figure.ledger.item.{line.key}'))}</h3>"
        f"<p>{html.text(said(f'figure.ledger.latest.{line.key}'))}</p>"
        f"{_folded(lesson, said(f'figure.ledger.state.{line.state}'))}"
        for line in sorted(LINES, key=lambda line: line.key)  # not in the order of our coding
    )


def _bodies(lesson: Lesson, entry: dict[str, Any]) -> str:
    """Union bodies, to be held up and tied by string."""
    tables = lesson.pack.tables
    rows = tables["organizations"].set_index("org_id").loc[entry["rows"]]
    return _cut(
        f"<p class='phrase'>{html.text(called(org, row['short_name'] or row['name'], lesson.words))}</p>"
        f"<p>{html.text(row['name'])}</p>"
        f"{small(tables.label('organizations', 'kind', row['kind']), row['country'])}"
        for org, row in rows.iterrows()
    )


def _board(lesson: Lesson, _: dict[str, Any]) -> str:
    """The evidence board as two sheets: claim and four pieces of evidence; chart, rival claim and answer."""
    said = lesson.words

    def field(name: str, lines: int) -> str:
        return f'<p class="field">{html.text(said(f"board.field.{name}"))}</p>' + '<div class="line"></div>' * lines

    def asked(name: str) -> str:
        return f"<h3>{html.text(said(f'board.head.{name}'))}</h3>{small(said(f'board.how.{name}'))}"

    piece = f'<p class="field">{html.text(lesson.told("from"))}</p><div class="line"></div>' + field("shows", 3)
    pieces = "".join(f'<article class="cut">{piece}{field("limits", 2)}</article>' for _ in range(LEAST_WITNESSES))
    chart = f"<h3>{html.text(said('board.own_chart'))}</h3>{small(lesson.told('tally'))}<div class='grid'></div>"
    return (
        f'{asked("claim")}{field("claim", 2)}{asked("evidence")}<div class="cards board">{pieces}</div>'
        f"<div class='turn'>{chart}{field('shows', 2)}{field('limits', 2)}"
        f"{asked('rival')}{field('rival', 3)}{field('answer', 4)}</div>"
    )


def _recount(lesson: Lesson, entry: dict[str, Any]) -> str:
    """Rows of the log with an hour, and an empty column: the hours from another zero are worked out by pencil."""
    log = lesson.pack.rescue_log.set_index("entry_id").loc[entry["rows"]]
    heads = [lesson.told(f"recount.{name}") for name in ("what", "clock", "hours", "again")]
    rows = [
        [row["event"], f"{lesson.words.date(row['date'])}, {row['time'] or '–'}", row["hours"], ""]
        for _, row in log.iterrows()
    ]
    return _ruled(heads, rows)


def _words(lesson: Lesson, _: dict[str, Any]) -> str:
    """The terms of the lesson with what they mean, for the wall or the desk."""
    language = lesson.language
    terms = sorted(lesson.terms, key=lambda term: term.name[language].casefold())
    return "".join(
        f"<p class='term'><strong>{html.text(term.name[language])}:</strong> {html.text(term.meaning[language])}</p>"
        for term in terms
    )


def _ruled(heads: list[str], rows: list[list[Any]]) -> str:
    """A table with room to write; a cell that is HTML already begins with <."""

    def cell(value: Any) -> str:
        return str(value) if str(value).startswith("<") else html.text(value)

    head = "".join(f"<th>{html.text(text)}</th>" for text in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell(value)}</td>' for value in row)}</tr>" for row in rows)
    return f'<table class="ruled"><tr>{head}</tr>{body}</table>'


def _rubric(lesson: Lesson, _: dict[str, Any]) -> str:
    """The seven points with a box for each, to be given out with the task."""
    heads = [lesson.told("points"), *(lesson.words(f"rubric.column.{name}") for name in ("name", "no", "yes"))]
    rows = [
        ['<span class="box"></span>', *(entry[name][lesson.language] for name in ("name", "no", "yes"))]
        for entry in rubric(lesson.words)["criterion"]
    ]
    task = html.text(lesson.words(f"lessons.{lesson.number}.question"))
    return f"<p><strong>{task}</strong></p>{_ruled(heads, rows)}"
