"""A ledger: what was promised, proposed or left open, and the last step that a source of the pack reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mineros import style
from mineros.charts.common import cited, wrapped, year_fraction
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
ENDLESS = 2026.65


def ledger(tables: Tables, events: pd.DataFrame, states: list[str] | None = None) -> Drawing:
    """From the day of a promise, a bill or an old dispute to the last step that the tables know, by state.

    events: the table of events, or rows of it that hold every event of LINES. states: which to show; None shows all.
    """
    words = tables.words
    known = events.set_index("event_id")
    shown = [line for line in LINES if states is None or line.state in states]
    wanted = [event for line in LINES for event in (line.first, line.last) if event]
    rows = known.loc[wanted]  # an event that is not there is an error, not a shorter ledger
    figure = style.new_figure(max(2.6, 0.49 * len(shown) + 1.25), left=0.365, right=0.735, top=0.985, bottom=0.16)
    figure.subplots_adjust(bottom=1.05 / figure.get_figheight())
    axes = figure.subplots()
    for place, line in enumerate(shown):
        _line(axes, known, line, place)
        said = words(f"figure.ledger.latest.{line.key}")
        axes.annotate(
            wrapped(said, 25, 2), (1.035, place),
            xycoords=("axes fraction", "data"), va="center", fontsize=12.5, linespacing=0.95,
        )  # fmt: skip
    names = [wrapped(words(f"figure.ledger.item.{line.key}"), 39) for line in shown]
    axes.set_yticks(range(len(shown)), names, fontsize=13, linespacing=0.95)
    axes.set_ylim(max(len(shown), 1) - 0.45, -0.55)
    axes.set_xlim(EDGE, END)
    axes.set_xticks([2018, 2020, 2022, 2024, 2026])
    axes.tick_params(axis="x", labelsize=14)
    axes.grid(axis="y", visible=False)
    style.bare(axes, "left")
    _legend(axes, tables)
    counted = {state: sum(line.state == state for line in shown) for state in STATES}
    facts: dict[str, Value] = {
        **counted, "n": len(shown), "missing": sum(not line.last for line in shown),
        "as_of": words.date(max(str(iso) for iso in rows["date"])),
    }  # fmt: skip
    return Drawing(figure, _table(tables, known, shown), facts, cited(rows), variant="" if shown else "empty")


def _line(axes: Axes, known: pd.DataFrame, line: Line, place: int) -> None:
    """One line: from the beginning to the last step; open ones go on to the right edge, dotted."""
    color, marker, filled = STATES[line.state]
    first = year_fraction(str(known.loc[line.first, "date"]))
    start = max(first, EDGE + 0.12)
    end = year_fraction(str(known.loc[line.last, "date"])) if line.last else start
    axes.plot([start, end], [place, place], color=color, linewidth=2.4)
    if line.state in ("open", "unknown", "part"):
        axes.plot([end, ENDLESS], [place, place], color=color, linewidth=1.8, linestyle=(0, (1, 2)))
    axes.plot(start, place, "<" if first < EDGE else "|", color=color, markersize=9, markeredgewidth=2.4)
    at = ENDLESS - 0.1 if line.state == "unknown" else end
    axes.plot(
        at, place, marker=marker, linestyle="", color=color, markerfacecolor=color if filled else style.PAPER,
        markeredgewidth=0.8 if line.state == "unknown" else 2, markersize=12,
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


def _table(tables: Tables, known: pd.DataFrame, shown: list[Line]) -> pd.DataFrame:
    import pandas as pd

    words = tables.words
    head = "figure.ledger.column."
    none = words("figure.ledger.no_step")

    def told(event: str, column: str) -> str:
        return str(known.loc[event, column]) if event else none

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
