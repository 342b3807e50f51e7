"""Laws: the reforms around the seat, who proposed and who opposed them, and how the two chambers voted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineros import style
from mineros.charts.common import cited, wrapped, year_fraction
from mineros.drawing import Drawing

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from mineros.data import Tables
    from mineros.words import Value

SENATOR = "Gómez Urrutia"  # as the table names him, in both languages
LOOKS = {"him": ("*", "#882255", 19.0), "others": ("D", style.STEEL, 11.0), "unseen": ("o", style.SOFT, 11.0)}
OATH = "oath-2018"
CHAMBERS = ("senate", "chamber_of_deputies")


def named(proposed_by: str) -> str:
    """Whom a row of reforms names as proposer, backer or chair: him (with or beside others), others, or nobody."""
    if not proposed_by:
        return "unseen"
    return "him" if SENATOR in proposed_by else "others"


def reforms(tables: Tables, laws: pd.DataFrame) -> Drawing:
    """Each reform at its date, in the shape of whom the source names for it; beside it, who opposed it."""
    words = tables.words
    rows = laws.sort_values(["date", "reform_id"], kind="stable")
    rows = rows.assign(named=[named(who) for who in rows["proposed_by"]])
    figure = style.new_figure(8.6, left=0.325, right=0.63, top=0.94, bottom=0.125)
    axes = figure.subplots()
    for place, row in enumerate(rows.itertuples()):
        marker, color, size = LOOKS[row.named]
        face = style.PAPER if row.named == "unseen" else color
        axes.plot(
            year_fraction(row.date),
            place,
            marker,
            color=color,
            markerfacecolor=face,
            markeredgewidth=2,
            markersize=size,
        )
        said = row.opposed_by or words("figure.reforms.unseen")
        axes.annotate(
            wrapped(said, 39, 3), (1.03, place),
            xycoords=("axes fraction", "data"), va="center", fontsize=12.5, linespacing=0.95,
            color=style.INK if row.opposed_by else style.SOFT,
        )  # fmt: skip
    names = [wrapped(law, 33, 2) for law in rows["law"]]
    axes.set_yticks(range(len(rows)), names, fontsize=13.5, linespacing=0.95)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(2016.7, 2026.6)
    axes.set_xticks([2018, 2020, 2022, 2024, 2026])
    oath = _oath(tables)
    axes.axvline(oath, color=style.RUST, linewidth=2)
    axes.text(oath, -0.75, words("figure.reforms.oath"), ha="center", va="bottom", fontsize=14, color=style.RUST)
    axes.text(
        1.03, -0.75, words("figure.reforms.opposed"), transform=axes.get_yaxis_transform(), va="bottom", fontsize=14,
        fontweight="bold",
    )  # fmt: skip
    axes.grid(axis="y", visible=False)
    axes.tick_params(left=False)
    _legend(axes, tables, rows)
    after = rows[[year_fraction(iso) > oath for iso in rows["date"]]]
    facts: dict[str, Value] = {
        "n": len(rows), "before": len(rows) - len(after), "after": len(after),
        "him": int((rows["named"] == "him").sum()), "others": int((rows["named"] == "others").sum()),
        "missing": int((rows["named"] == "unseen").sum()), "opposed": int((rows["opposed_by"] != "").sum()),
        "not_opposed": int((rows["opposed_by"] == "").sum()), "as_of": words.date(rows["date"].max()),
    }  # fmt: skip
    return Drawing(figure, _reforms_table(tables, rows), facts, cited(rows))


def _oath(tables: Tables) -> float:
    events = tables["events"].set_index("event_id")
    return year_fraction(str(events.loc[OATH, "date"]))


def _legend(axes: Axes, tables: Tables, rows: pd.DataFrame) -> None:
    from matplotlib.lines import Line2D

    counted = rows["named"].value_counts()
    marks, says = [], []
    for kind, (marker, color, size) in LOOKS.items():
        face = style.PAPER if kind == "unseen" else color
        marks.append(
            Line2D([], [], linestyle="", marker=marker, color=color, markerfacecolor=face, markeredgewidth=2,
                   markersize=size)
        )  # fmt: skip
        says.append(tables.words(f"figure.reforms.named.{kind}", count=int(counted.get(kind, 0))))
    axes.figure.legend(marks, says, loc="lower center", ncols=3, handletextpad=0.2, columnspacing=1.0, fontsize=14)


def _reforms_table(tables: Tables, rows: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    words = tables.words
    head = "figure.reforms.column."
    unseen = words("figure.reforms.unseen")
    return pd.DataFrame(
        {
            words(head + "date"): [words.date(iso) for iso in rows["date"]],
            words(head + "law"): list(rows["law"]),
            words(head + "change"): list(rows["what_changed"]),
            words(head + "proposed"): [who or unseen for who in rows["proposed_by"]],
            words(head + "opposed"): [who or unseen for who in rows["opposed_by"]],
            words(head + "note"): list(rows["note"]),
            words(head + "source"): list(rows["source_ids"]),
        }
    )


def counted_votes(steps: pd.DataFrame) -> pd.DataFrame:
    """The votes on reforms in the two chambers for which a source gives the number for."""
    counted = steps["reform_id"].ne("") & steps["votes_for"].notna() & steps["body"].isin(CHAMBERS)
    return steps[counted].sort_values(["date", "row_id"], kind="stable")


def votes(tables: Tables, steps: pd.DataFrame) -> Drawing:
    """Votes for to the right, votes against to the left of one line; one panel for each chamber, each from zero."""
    words = tables.words
    rows = counted_votes(steps)
    parts = [rows[rows["body"] == body] for body in CHAMBERS]
    figure = style.new_figure(9.6, left=0.365, right=0.985, top=0.955, bottom=0.05)
    panels = figure.subplots(2, 1, height_ratios=[len(part) + 0.6 for part in parts])
    figure.subplots_adjust(hspace=0.19)
    for axes, body, part, reach in zip(panels, CHAMBERS, parts, (128, 500), strict=True):
        _panel(axes, tables, part, reach)
        panel = words("figure.votes.panel", body=tables.label("legislature", "body", body), seats=reach)
        style.head(axes, panel, fontsize=16, fontweight="bold")
    facts: dict[str, Value] = {
        "n": len(rows), "senate": len(parts[0]), "deputies": len(parts[1]),
        "nobody": int((rows["votes_against"] == 0).sum()), "missing": int(rows["votes_against"].isna().sum()),
        "narrow": _narrow(tables, parts), "as_of": words.date(rows["date"].max()),
        "left_out": int((steps["reform_id"].ne("") & steps["votes_for"].isna()).sum()),
    }  # fmt: skip
    return Drawing(figure, _votes_table(tables, rows), facts, cited(rows))


def _narrow(tables: Tables, parts: list[pd.DataFrame]) -> str:
    """For each chamber the vote with most against."""
    says = []
    for part in parts:
        row = part.loc[part["votes_against"].astype("Float64").idxmax()]
        says.append(
            tables.words(
                "figure.votes.most", item=str(row["item"]), year=str(row["date"][:4]), votes_for=int(row["votes_for"]),
                against=int(row["votes_against"]), body=tables.label("legislature", "body", str(row["body"])),
            )
        )  # fmt: skip
    return "; ".join(says)


def _panel(axes: Axes, tables: Tables, part: pd.DataFrame, reach: int) -> None:
    """One chamber: a bar for each vote, its numbers at its ends; a number against that was not stated is a sign."""
    words = tables.words
    import pandas as pd

    step = reach / 128
    for place, row in enumerate(part.itertuples()):
        axes.barh(place, row.votes_for, height=0.62, color=style.STEEL)
        known = not pd.isna(row.votes_against)
        against = int(row.votes_against) if known else 0
        axes.barh(place, -against, height=0.62, color=style.RUST, hatch="//", edgecolor="white")
        says_for = words.number(int(row.votes_for))
        if not pd.isna(row.abstentions) and row.abstentions:
            says_for = words("figure.votes.abstained", votes_for=int(row.votes_for), count=int(row.abstentions))
        axes.text(row.votes_for + 2 * step, place, says_for, va="center", fontsize=15, fontweight="bold")
        axes.text(
            -against - 2 * step, place, words.number(against) if known else "?", va="center", ha="right", fontsize=15,
            fontweight="bold", color=style.INK,
        )  # fmt: skip
    names = [wrapped(f"{row.date[:4]}: {row.item}", 39, 2) for row in part.itertuples()]
    axes.set_yticks(range(len(part)), names, fontsize=13, linespacing=0.95)
    axes.set_ylim(len(part) - 0.5, -0.6)
    axes.set_xlim(-74 * step, 192 * step)
    ticks = [-reach // 2, 0, reach // 2, reach]
    says = ["figure.votes.against", "", "figure.votes.for", ""]
    axes.set_xticks(ticks, [words.number(abs(tick)) + (f" {words(key)}" if key else "") for tick, key in
                            zip(ticks, says, strict=True)], fontsize=14)  # fmt: skip
    axes.axvline(0, color=style.INK, linewidth=1.5)
    axes.grid(axis="y", visible=False)
    style.bare(axes, "left")


def _votes_table(tables: Tables, rows: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    words = tables.words
    head = "figure.votes.column."
    unseen = words("figure.votes.unseen")

    def shown(values: pd.Series) -> list[str]:
        return [unseen if pd.isna(value) else words.number(int(value)) for value in values]

    return pd.DataFrame(
        {
            words(head + "date"): [words.date(iso) for iso in rows["date"]],
            words(head + "body"): [tables.label("legislature", "body", code) for code in rows["body"]],
            words(head + "item"): list(rows["item"]),
            words(head + "for"): shown(rows["votes_for"]),
            words(head + "against"): shown(rows["votes_against"]),
            words(head + "abstained"): shown(rows["abstentions"]),
            words(head + "note"): list(rows["note"]),
            words(head + "source"): list(rows["source_ids"]),
        }
    )
