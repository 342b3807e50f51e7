"""A ledger: what was promised, proposed or left open, and the last step that a source of the pack reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mineros import style
from mineros.charts.common import cited, coordinates, wrapped, year_fraction
from mineros.drawing import Drawing

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from mineros.data import Tables
    from mineros.words import Value


@dataclass(frozen=True)
class Line:
    """One line: its key in the catalogue, the events of its beginning and of its last known step, its state.

    last is empty where the tables hold no later step. The state is our coding, open to discussion.
    """

    key: str
    first: str
    last: str
    state: str


LINES = (
    Line("return", "return-promise-2018", "oath-2018", "done"),
    Line("convention_98", "convention-98-2018", "convention-98-deposited-2018", "done"),
    Line("vacation", "paid-leave-deputies-2022", "paid-leave-in-force-2023", "done"),
    Line("convention_176", "convention-176-sent-2024", "convention-176-ratified-2025", "done"),
    Line("outsourcing", "outsourcing-bill-2019", "subcontracting-ban-2021", "part"),
    Line("forty", "forty-hours-postponed-2023", "forty-hours-published-2026", "part"),
    Line("bodies", "senator-promise-2018", "identified-24-25-2026", "part"),
    Line("inquiry", "senator-promise-2018", "justice-plan-2026", "open"),
    Line("wage_rule", "minimum-wage-chamber-2024", "minimum-wage-senate-2024", "open"),
    Line("money", "second-award-2018", "fifth-award-2025", "open"),
    Line("strikes", "three-strikes-2007", "taxco-hope-2025", "open"),
    Line("bonus", "year-end-bonus-2024", "", "unknown"),
    Line("compensation", "senator-promise-2018", "agreement-2020", "unknown"),
    Line("river", "sonora-river-spill-2014", "", "unknown"),
)
STATES = {  # color, shape, whether the shape is filled
    "done": (style.MOSS, "o", True), "part": (style.STEEL, "D", True), "open": (style.RUST, "s", False),
    "unknown": (style.SOFT, "$?$", True),
}  # fmt: skip
EDGE, END = 2017.72, 2026.85  # the axis; what began before it enters from its left edge
ENTRY = EDGE + 0.12
ENDLESS = 2026.65


def ledger(tables: Tables, events: pd.DataFrame, states: list[str] | None = None) -> Drawing:
    """From the day of a promise, a bill or an old dispute to the last step that the tables know, by state.

    events: the table of events, or rows of it that hold every event of LINES. states: which to show; None shows all.
    """
    words = tables.words
    shown = [line for line in LINES if states is None or line.state in states]
    wanted = [event for line in LINES for event in (line.first, line.last) if event]
    rows = events.set_index("event_id").loc[wanted]  # an event that is not there is an error, not a shorter ledger
    known = {row.Index: row for row in rows[["date", "title", "summary", "source_ids"]].itertuples()}
    figure = style.new_figure(max(2.6, 0.49 * len(shown) + 1.25), left=0.365, right=0.735, top=0.985, bottom=0.16)
    figure.subplots_adjust(bottom=1.05 / figure.get_figheight())
    axes = figure.subplots()
    style.bare(axes, "left")
    axes.grid(axis="y", visible=False)
    axes.tick_params(axis="x", labelsize=14)
    for state in STATES:
        _spans(axes, known, shown, state)
    for place, line in enumerate(shown):
        axes.text(
            1.035, place, wrapped(words(f"figure.ledger.latest.{line.key}"), 25, 2),
            transform=axes.get_yaxis_transform(), va="center", fontsize=12.5, linespacing=0.95,
        )  # fmt: skip
    names = [wrapped(words(f"figure.ledger.item.{line.key}"), 39) for line in shown]
    axes.set_yticks(range(len(shown)), names, fontsize=13, linespacing=0.95)
    axes.set_ylim(max(len(shown), 1) - 0.45, -0.55)
    axes.set_xlim(EDGE, END)
    axes.set_xticks([2018, 2020, 2022, 2024, 2026])
    _legend(axes, tables)
    counted = {state: sum(line.state == state for line in shown) for state in STATES}
    facts: dict[str, Value] = {
        **counted, "n": len(shown), "missing": sum(not line.last for line in shown),
        "as_of": words.date(max(rows["date"])),
    }  # fmt: skip
    return Drawing(figure, _table(tables, known, shown), facts, cited(rows), variant="" if shown else "empty")


def _spans(axes: Axes, known: dict[str, Any], shown: list[Line], state: str) -> None:
    """The lines of a state, from the beginning to the last step; open ones go on to the right edge, dotted."""
    color, marker, filled = STATES[state]
    places, starts, ends = [], [], []
    early: list[tuple[float, float]] = []  # where those begin that come from before the axis
    seen: list[tuple[float, float]] = []  # and those whose beginning it shows
    for place, line in enumerate(shown):
        if line.state != state:
            continue
        first = year_fraction(known[line.first].date)
        start = max(first, ENTRY)
        places.append(place)
        starts.append(start)
        ends.append(year_fraction(known[line.last].date) if line.last else start)
        (early if first < EDGE else seen).append((start, place))
    axes.hlines(places, starts, ends, color=color, linewidth=2.4, capstyle="projecting")
    if state != "done":
        axes.hlines(places, ends, ENDLESS, color=color, linewidth=1.8, linestyle=(0, (1, 2)))
    for spots, sign in ((early, "<"), (seen, "|")):
        axes.plot(*coordinates(spots), sign, color=color, markersize=9, markeredgewidth=2.4)
    at = [ENDLESS - 0.1] * len(places) if state == "unknown" else ends
    axes.plot(
        at, places, marker=marker, linestyle="", color=color, markerfacecolor=color if filled else style.PAPER,
        markeredgewidth=0.8 if state == "unknown" else 2, markersize=12,
    )  # fmt: skip


def _legend(axes: Axes, tables: Tables) -> None:
    from matplotlib.lines import Line2D

    marks = [
        Line2D([], [], linestyle="", marker=marker, color=color, markersize=11,
               markerfacecolor=color if filled else style.PAPER, markeredgewidth=0.8 if marker == "$?$" else 2)
        for color, marker, filled in STATES.values()
    ]  # fmt: skip
    says = [tables.words(f"figure.ledger.state.{state}") for state in STATES]
    axes.figure.legend(marks, says, loc="lower center", ncols=4, handletextpad=0.2, columnspacing=1.0, fontsize=14)


def _table(tables: Tables, known: dict[str, Any], shown: list[Line]) -> pd.DataFrame:
    import pandas as pd

    words = tables.words
    head = "figure.ledger.column."
    none = words("figure.ledger.no_step")

    def told(event: str, column: str) -> str:
        return str(getattr(known[event], column)) if event else none

    return pd.DataFrame(
        {
            words(head + "item"): [words(f"figure.ledger.item.{line.key}") for line in shown],
            words(head + "state"): [words(f"figure.ledger.state.{line.state}") for line in shown],
            words(head + "first"): [told(line.first, "title") for line in shown],
            words(head + "first_date"): [words.date(told(line.first, "date")) for line in shown],
            words(head + "last"): [told(line.last, "summary") for line in shown],
            words(head + "last_date"): [words.date(told(line.last, "date")) if line.last else none for line in shown],
            words(head + "note"): [words(f"figure.ledger.latest.{line.key}") for line in shown],
            words(head + "source"): [
                "; ".join(dict.fromkeys(told(event, "source_ids") for event in (line.first, line.last) if event))
                for line in shown
            ],
        }
    )
