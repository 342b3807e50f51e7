"""Rivals: the answers that claimants give to one question, and their counts of the same men."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from mineros import style
from mineros.charts.common import cited, day, lines, sides_legend, wrapped
from mineros.charts.said import in_words, listing
from mineros.drawing import Drawing
from mineros.errors import ChartError

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from mineros.data import Tables
    from mineros.words import Value, Words

MOST_NAMED = 12  # so many questions a message offers
MANY = 9  # with more answers than this, a name and its unit get one line each
YEARS = 3 * 365  # dates further apart than so many days stand on an axis of years
SHORT, SMALL = 36, 46  # letters of a claimant's name that fit beside the axis, in large and in small print


def answers(tables: Tables, claims: pd.DataFrame, dispute: str = "faults-2004") -> Drawing:
    """One question, many answers: a dot for each claimant, its shape and color by perspective.

    Answers that are all in words stand in lines instead. dispute: an id of the table `disputes` with a claim among
    the rows. Raises ChartError.
    """
    words = tables.words
    disputes = tables["disputes"].set_index("dispute_id")
    rows = claims[claims["dispute_id"] == dispute]
    if rows.empty or dispute not in disputes.index:
        known = ", ".join(sorted(set(claims["dispute_id"]))[:MOST_NAMED]) or words("list.none")
        raise ChartError(words("error.no_dispute", dispute=dispute, disputes=known))
    asked = disputes.loc[dispute]
    drawn = comparable(rows)
    if drawn.empty:
        return in_words(tables, rows, asked)

    figure = style.new_figure(7.3, left=0.41, right=0.92, top=0.98, bottom=0.18)
    axes = figure.subplots()
    middle = float(drawn["place"].max() + (0 if drawn["value"].notna().all() else drawn["place"].min())) / 2
    for place, row in enumerate(drawn.itertuples()):
        color, marker = style.SIDES[row.perspective]
        axes.plot(row.place, place, marker, color=color, markersize=14)
        said = _said(row.value, row.value_text, words)
        before = len(said) > 5 and row.place > middle  # long words stand on the side where there is room
        axes.annotate(
            said, (row.place, place), xytext=(-14 if before else 14, 0), ha="right" if before else "left",
            textcoords="offset points", va="center", fontsize=16, fontweight="bold",
        )  # fmt: skip
    # "men" and "men, at least" share an axis; "faults" and "measures" are said under each name.
    units = list(dict.fromkeys(unit.split(",")[0] for unit in drawn["unit"] if unit))
    crowded = len(drawn) > MANY
    names = [_label(row.claimant, row.unit if len(units) > 1 else "", crowded) for row in drawn.itertuples()]
    size = 15 if len(units) == 1 and len(drawn) <= 7 else 12.5
    axes.set_yticks(range(len(drawn)), names, fontsize=size, linespacing=0.92)
    axes.set_ylim(-0.7, len(drawn) - 0.3)
    axes.set_xlabel(units[0] if len(units) == 1 else words("figure.answers.axis"))
    axes.margins(x=0.14)
    _scale(axes, drawn, words)
    sides_legend(axes, tables, list(dict.fromkeys(drawn["perspective"])))

    first, last = drawn.iloc[0], drawn.iloc[-1]
    facts: dict[str, Value] = {
        "question": str(asked["question"]),
        "low": _said(first.value, first.value_text, words), "low_who": _who(drawn, first.place),
        "high": _said(last.value, last.value_text, words), "high_who": _who(drawn, last.place),
        "left_out": "; ".join(rows[~rows["claim_id"].isin(drawn["claim_id"])]["claimant"]) or words("list.none"),
        "different": int(drawn["place"].nunique()), "n": len(drawn), "missing": len(rows) - len(drawn),
        "unit": units[0] if len(units) == 1 else words("figure.answers.no_unit"),
        "status": tables.label("disputes", "status", str(asked["status"])), "why": str(asked["why"]),
        "as_of": words.date(str(asked["status_date"])),
    }  # fmt: skip
    says = [_said(row.value, row.value_text, words) for row in drawn.itertuples()]
    table = listing(tables, drawn, says=says, unit=list(drawn["unit"]))
    return Drawing(figure, table, facts, cited(drawn), variant="mixed" if len(units) > 1 else "")


def drawable(claims: pd.DataFrame, least: int = 3) -> list[str]:
    """Ids of the disputes with at least this many answers that can stand on one axis."""
    # As `comparable` finds them one by one, but in one pass: a list of questions offers some hundred of them.
    counts = _placed(claims).groupby(["dispute_id", "measure"]).size().groupby(level="dispute_id").max()
    return [str(dispute) for dispute in counts[counts >= least].index]


def comparable(rows: pd.DataFrame) -> pd.DataFrame:
    """The claims of one dispute that answer in the same terms (its most frequent measure), lowest first.

    Pesos and dollars, or men found and men still below, never share an axis. Adds the column `place`.
    """
    placed = _placed(rows)
    if placed.empty:
        return placed
    most = placed["measure"].value_counts().sort_index().idxmax()
    return placed[placed["measure"] == most].sort_values(["place", "as_of"], kind="stable")


def _placed(rows: pd.DataFrame) -> pd.DataFrame:
    """The claims that can stand on an axis, each with its `place`."""
    placed = rows.assign(place=[_value(row.value, row.value_text) for row in rows.itertuples()])
    return placed[placed["place"].notna()]


def _who(drawn: pd.DataFrame, place: float) -> str:
    """Everybody who gives this answer, each once; a name may hold commas."""
    return "; ".join(dict.fromkeys(drawn[drawn["place"] == place]["claimant"]))


def _value(value: float, other: str) -> float | None:
    """Where a claim stands on the axis: its number, the minutes of a time of day, or the day of a date."""
    if not isnan(value):
        return float(value)
    if len(other) == 5 and other[2] == ":":
        return int(other[:2]) + int(other[3:]) / 60
    if len(other) == 10 and other[4] == "-":
        return float(day(other).toordinal())
    return None


def _said(value: float, other: str, words: Words) -> str:
    if not isnan(value):
        return f"{value:,.2f}" if 0 < abs(value) < 10 and not float(value).is_integer() else words.number(value)
    return words.date(other) if len(other) == 10 else other


def _scale(axes: Axes, drawn: pd.DataFrame, words: Words) -> None:
    """Tick labels in the terms of the claims: numbers with separators, hours as a clock, dates as dates or years."""
    from matplotlib.ticker import FixedLocator, FuncFormatter, Locator, MaxNLocator

    sample = str(drawn["value_text"].iloc[0])
    dated = len(sample) == 10
    ticks: Locator = MaxNLocator(3 if dated else 5, integer=dated)
    if ":" in sample:
        show = FuncFormatter(lambda hour, _: "{:02d}:{:02d}".format(*divmod(round(hour * 60), 60)))
    elif dated:
        from datetime import date

        first, last = float(drawn["place"].min()), float(drawn["place"].max())
        room = max(1.5, 0.14 * (last - first))  # one date alone still gets an axis of days, not of centuries
        axes.set_xlim(first - room, last + room)
        say = words.day if last - first < 200 else lambda iso: words.date(iso, short=True)
        show = FuncFormatter(lambda ordinal, _: say(date.fromordinal(int(ordinal)).isoformat()))
        if last - first > YEARS:  # whole dates would run into one another, and say more than a scale must
            years = MaxNLocator(4, integer=True).tick_values(*(date.fromordinal(int(x)).year for x in (first, last)))
            ticks = FixedLocator([date(int(year), 1, 1).toordinal() for year in years])
            show = FuncFormatter(lambda ordinal, _: str(date.fromordinal(int(ordinal)).year))
    else:
        show = FuncFormatter(lambda number, _: words.number(number) if abs(number) < 1e6 else f"{number / 1e6:,.12g} M")
    if drawn["value"].notna().all():
        # Counts begin at nothing, so that a distance is as large as it looks.
        axes.set_xlim(0, None if drawn["value"].any() else 1)
    axes.xaxis.set_major_locator(ticks)
    axes.xaxis.set_major_formatter(show)


def _label(claimant: str, unit: str, crowded: bool = False) -> str:
    """A claimant in at most two lines; where the answers count different things, one more says what."""
    if not unit:
        return wrapped(claimant, SHORT, 2)
    name = lines(claimant, SMALL, 1 if crowded else 2)
    return "\n".join(name + lines(unit, SMALL, 1))


def employers(tables: Tables, claims: pd.DataFrame) -> Drawing:
    """Rival counts of who employed the 65: one bar for each count, never stacked, for they are not parts of a whole."""
    say = tables.words
    asked = ["union-members-among-dead", "contract-workers-among-dead"]
    rows = claims[claims["dispute_id"].isin(asked) & claims["value"].notna()].copy()
    rows["order"] = [asked.index(dispute) for dispute in rows["dispute_id"]]
    rows = rows.sort_values(["order", "value", "claim_id"], kind="stable")
    figure = style.new_figure(5.2, left=0.40, right=0.95, top=0.90, bottom=0.14)
    axes = figure.subplots()
    colors = {asked[0]: style.STEEL, asked[1]: style.RUST}
    hatches = {asked[0]: "", asked[1]: "//"}
    for place, row in enumerate(rows.itertuples()):
        axes.barh(
            place, row.value, height=0.6, color=colors[row.dispute_id], hatch=hatches[row.dispute_id], edgecolor="white"
        )
        axes.text(
            row.value + 0.8, place, f"{say.number(row.value)} {row.unit}", va="center", fontsize=17, fontweight="bold"
        )
    names = [
        f"{say('figure.employers.kind.' + row.dispute_id)}\n{_label(row.claimant, '')}" for row in rows.itertuples()
    ]
    axes.set_yticks(range(len(rows)), names, fontsize=14)
    axes.invert_yaxis()
    axes.axvline(65, color=style.INK, linewidth=2)
    axes.text(65, -0.75, say("figure.employers.all"), ha="right", va="bottom", fontsize=15)
    axes.set_xlim(0, 67)
    axes.set_xlabel(say("figure.employers.axis"))
    axes.grid(axis="y", visible=False)
    style.bare(axes, "left")

    import pandas as pd

    head = "figure.answers.column."
    table = pd.DataFrame(
        {
            say(head + "what"): [say("figure.employers.kind." + dispute) for dispute in rows["dispute_id"]],
            say(head + "says"): [say.number(value) for value in rows["value"]],
            say(head + "who"): list(rows["claimant"]),
            say("figure.employers.wording"): list(rows["claim"]),
            say(head + "as_of"): [say.date(iso) for iso in rows["as_of"]],
            say(head + "source"): list(rows["source_ids"]),
        }
    )
    union = rows[rows["dispute_id"] == asked[0]]["value"]
    contract = rows[rows["dispute_id"] == asked[1]]["value"]
    facts: dict[str, Value] = {
        "union": float(union.max()), "low": float(contract.min()), "high": float(contract.max()),
        "unexplained": 65 - float(union.max()) - float(contract.min()),
        "n": len(rows), "missing": 65 - int(union.max()) - int(contract.min()),
        "as_of": say.date(rows["as_of"].max()),
    }  # fmt: skip
    return Drawing(figure, table, facts, cited(rows))
