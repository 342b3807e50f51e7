"""One question on several pages: who speaks, who prints it, when, in which language, and what is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mineros import style
from mineros.charts.common import IN_ROW, lines, present_sides, sides_legend
from mineros.data import listed
from mineros.drawing import Drawing
from mineros.errors import ChartError

if TYPE_CHECKING:
    import pandas as pd

    from mineros.data import Tables
    from mineros.words import Value

# Questions with pages in both languages and speakers of three or more sides (a test looks), and about no death.
CHOSEN = (
    "cananea-strikers", "canadian-nationality", "cooperation-works", "eligibility", "solidarity-or-interference",
    "status-in-canada", "stoppage-january-2008", "strikes-before-2006", "time-of-explosion", "who-stopped-search",
)  # fmt: skip
NAME, PAGE, CLAIM = 36, 50, 49  # letters in one line
LINE = 0.262  # inches


def same_fact(tables: Tables, claims: pd.DataFrame, dispute: str = CHOSEN[0]) -> Drawing:
    """One block for each page that answers a question, oldest first: its sign is the speaker's, its page stands below.

    dispute: an id of the table `disputes` with a claim among the rows. Raises ChartError, and ValueError for a table
    without rows.
    """
    say = tables.words
    disputes = tables["disputes"].set_index("dispute_id")
    answers = claims[claims["dispute_id"] == dispute]
    if claims.empty:
        raise ValueError(dispute)
    if answers.empty or dispute not in disputes.index:
        known = ", ".join(found for found in CHOSEN if found in set(claims["dispute_id"])) or say("list.none")
        raise ChartError(say("error.no_dispute", dispute=dispute, disputes=known))
    rows = printed(tables, answers)
    blocks = [_block(tables, row) for row in rows]
    depths = [max(len(left), len(right)) + 0.75 for left, right in blocks]
    sides = present_sides(row["side"] for row in rows)
    below = 0.3 + 0.36 * -(-len(sides) // IN_ROW)  # inches: the legend, row by row
    height = sum(depths) * LINE + below + 0.15
    figure = style.new_figure(height, left=0.02, right=0.99, top=0.99, bottom=below / height)
    axes = figure.subplots()
    top = 0.0
    for row, (left, right), deep in zip(rows, blocks, depths, strict=True):
        color, marker = style.SIDES[row["side"]]
        axes.scatter(0.014, top + 0.5, marker=marker, color=color, s=190)
        axes.text(0.04, top, left[0], va="top", fontsize=14.5, fontweight="bold")
        axes.text(0.04, top + 1.05, "\n".join(left[1:]), va="top", fontsize=13, color=style.SOFT, linespacing=1.15)
        axes.text(0.475, top, row["language"].upper(), va="top", ha="center", fontsize=14.5, fontweight="bold")
        axes.text(0.51, top, "\n".join(right), va="top", fontsize=14.5, linespacing=1.15)
        top += deep
        axes.plot([0.0, 1.0], [top - 0.45, top - 0.45], color=style.PALE, linewidth=1)
    axes.set_xlim(0, 1)
    axes.set_ylim(top, -0.3)
    axes.set_axis_off()
    sides_legend(axes, tables, sides, IN_ROW)
    carried = sum(row["side"] != row["page_side"] for row in rows)
    facts: dict[str, Value] = {
        "question": str(disputes.loc[dispute, "question"]), "n": len(rows), "speakers": answers["claimant"].nunique(),
        "sides": len(sides), "carried": carried, "missing": sum(not row["published"] for row in rows),
        "spanish": sum(row["language"] == "es" for row in rows),
        "english": sum(row["language"] == "en" for row in rows),
        "status": tables.label("disputes", "status", str(disputes.loc[dispute, "status"])),
        "as_of": say.date(str(disputes.loc[dispute, "status_date"])),
    }  # fmt: skip
    return Drawing(figure, _listing(tables, rows), facts, list(dict.fromkeys(row["source"] for row in rows)))


def printed(tables: Tables, answers: pd.DataFrame) -> list[dict[str, Any]]:
    """Each answer on each of its pages, oldest page first; pages without a date come last."""
    sources = tables["sources"].set_index("source_id")
    rows = []
    for claim in answers.itertuples():
        for source in listed(claim.source_ids):
            page = sources.loc[source]
            rows.append(
                {
                    "claim_id": claim.claim_id, "claimant": claim.claimant,
                    "side": claim.perspective, "claim": claim.claim, "source": source,
                    "publisher": page["publisher"] or page["title"], "published": page["published"],
                    "language": page["language"], "page_side": page["perspective"], "seen": page["seen"],
                }
            )  # fmt: skip
    return sorted(rows, key=lambda row: (row["published"] or "9999", row["source"], row["claim_id"]))


def _block(tables: Tables, row: dict[str, Any]) -> tuple[list[str], list[str]]:
    """The lines of one block: speaker and page at the left, what is claimed at the right."""
    say = tables.words
    speaker = lines(row["claimant"], NAME, 1)
    page = say(
        "figure.same_fact.page",
        publisher=row["publisher"],
        date=say.date(row["published"], short=True) if len(row["published"]) < 10 else say.date(row["published"]),
        side=tables.label("sources", "perspective", row["page_side"]),
    )
    left = speaker + lines(page, PAGE, 3)
    return left, lines(row["claim"], CLAIM, 4)


def _listing(tables: Tables, rows: list[dict[str, Any]]) -> pd.DataFrame:
    import pandas as pd

    say, head = tables.words, "figure.same_fact.column."
    return pd.DataFrame(
        {
            say(head + "speaker"): [row["claimant"] for row in rows],
            say(head + "side"): [tables.label("claims", "perspective", row["side"]) for row in rows],
            say(head + "claim"): [row["claim"] for row in rows],
            say(head + "page"): [row["publisher"] for row in rows],
            say(head + "page_side"): [tables.label("sources", "perspective", row["page_side"]) for row in rows],
            say(head + "date"): [say.date(row["published"]) for row in rows],
            say(head + "language"): [tables.label("sources", "language", row["language"]) for row in rows],
            say(head + "source"): [row["source"] for row in rows],
        }
    )
