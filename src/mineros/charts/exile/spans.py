"""Spans of time: recognition on and off, and how long exile, jail, notices and strikes lasted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mineros import style
from mineros.charts.common import cited, lines, year_fraction
from mineros.charts.exile.looks import HELPED, batches, days_between, helped_legend, size
from mineros.drawing import Drawing

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from mineros.data import Tables
    from mineros.words import Value

# The steps that turned recognition on or off, or left it as it was.
TURNS = ("J006", "J007", "J019", "J029", "J030", "J041", "J052", "J074", "J076", "J077", "J085")
WITH, WITHOUT = "office_with_recognition", "office_without_recognition"


def recognition(tables: Tables, spells: pd.DataFrame, steps: pd.DataFrame) -> Drawing:
    """Recognition (toma de nota) on and off: a strip of spells, and under it the steps, each on its date."""
    words = tables.words
    rows = spells[spells["status"].isin([WITH, WITHOUT])].sort_values("start")
    turns = steps.set_index("step_id", drop=False).loc[list(TURNS)]
    figure = style.new_figure(7.9, left=0.03, right=0.97, top=0.99, bottom=0.165)
    axes = figure.subplots()
    axes.text(2005.9, -2.75, words("figure.recognition.asked"), va="bottom", fontsize=15, fontweight="bold")
    for row in rows.itertuples():
        _strip(axes, tables, row)
    years, places = [year_fraction(iso) for iso in turns["date"]], range(1, len(turns) + 1)
    axes.vlines(years, -0.45, places, color=style.PALE, linewidth=1.2, zorder=0)
    marks = zip([HELPED[who] for who in turns["favors"]], years, places, strict=True)
    for (color, marker), *spots in batches(marks, 0, 0):  # each has a line of its own: none touch
        axes.plot(*spots, marker, color=color, markersize=size(marker, 13), markeredgecolor="white")
    for place, (year, row) in enumerate(zip(years, turns.itertuples(), strict=True), start=1):
        before = year > 2009.5  # late steps have their words on the left
        said = f"{words.date(row.date, short=True)} · {words(f'figure.recognition.turn.{row.step_id}')}"
        axes.annotate(
            said, (year, place), xytext=(-13 if before else 13, 0), textcoords="offset points", va="center",
            ha="right" if before else "left", fontsize=13.5,
            bbox={"facecolor": style.PAPER, "edgecolor": "none", "pad": 0.8},
        )  # fmt: skip
    axes.set_xlim(2005.85, 2015.4)
    axes.set_ylim(len(TURNS) + 0.6, -3.3)
    axes.set_xticks(range(2006, 2016))
    axes.set_yticks([])
    axes.grid(axis="y", visible=False)
    style.bare(axes, "left")
    helped_legend(figure, tables, [who for who in HELPED if who in set(turns["favors"])])
    off = rows[rows["status"] == WITHOUT]
    gaps = [days_between(row.start, row.end) for row in off.itertuples()]
    facts: dict[str, Value] = {
        "gaps": len(gaps), "first_gap": gaps[0], "second_gap": gaps[1], "off": sum(gaps),
        "on": days_between(*rows[(rows["status"] == WITH) & (rows["end"] != "")][["start", "end"]].iloc[0]),
        "open": words.date(rows["open_as_of"].max()), "n": len(rows), "steps": len(turns),
        "missing": int((rows["end"] == "").sum()),
    }  # fmt: skip
    return Drawing(figure, _strips(tables, rows, turns), facts, cited(rows, turns))


def _strip(axes: Axes, tables: Tables, row: Any) -> None:
    """One spell in the strip: full with recognition, hatched without; an open end runs out in an arrow."""
    words = tables.words
    on, start = row.status == WITH, year_fraction(row.start)
    end = year_fraction(row.end or row.open_as_of)
    axes.broken_barh(
        [(start, end - start)], (-1.2, 0.72), facecolor=style.STEEL if on else style.PAPER,
        edgecolor=style.STEEL, hatch="" if on else "//", linewidth=1.6,
    )  # fmt: skip
    if not row.end:
        axes.annotate(
            "", (end + 0.75, -0.84), (end, -0.84),
            arrowprops={"arrowstyle": "-|>", "color": style.STEEL, "linewidth": 2.4, "linestyle": (0, (3, 2))},
        )  # fmt: skip
    length = (
        words("figure.durations.days", days=days_between(row.start, row.end))
        if row.end
        else words("figure.recognition.open")
    )
    said = f"{words('yes' if on else 'no')}\n{length}"
    axes.text((start + end) / 2, -1.3, said, ha="center", va="bottom", fontsize=14, fontweight="bold", linespacing=1.1)


def _strips(tables: Tables, rows: pd.DataFrame, turns: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    words = tables.words
    head = "figure.recognition.column."
    spans = [
        (words.date(row.start), tables.label("spells", "status", row.status), _until(tables, row), row.source_ids)
        for row in rows.itertuples()
    ]
    dated = [(words.date(row.date), row.forum, row.outcome, row.source_ids) for row in turns.itertuples()]
    return pd.DataFrame(
        [*spans, *dated],
        columns=[words(head + "date"), words(head + "what"), words(head + "how"), words(head + "source")],
    )


def _until(tables: Tables, row: Any) -> str:
    words = tables.words
    if row.end:
        return words("figure.recognition.until", date=words.date(row.end), days=days_between(row.start, row.end))
    return words("figure.recognition.until_open", date=words.date(row.open_as_of))


# --- durations -------------------------------------------------------------------------------------------------------

GROUPS = ("people", "strikes")
UNITS = {"days": 1.0, "months": 365.25 / 12, "years": 365.25}
SHORTEST = 30  # days: stoppages of a day or a week are in the table, not in the picture
BARS = {"exile": style.STEEL, "strike": style.SIDES["union"][0], "jail": style.RUST, "detained": style.RUST}
OTHER_START, OTHER_END = "exile_other_start", {"T09": "J064", "T11": "J107"}  # a rival start; rival ends, by the board


class Span(NamedTuple):
    """One bar: its name, its start and end, whether the end is open, rough dates, and a rival start or end."""

    name: str
    start: str
    end: str
    open: bool
    rough: bool
    rival: str
    kind: str

    @property
    def days(self) -> int:
        """Days from start to end; of an open span, to the last day on which it was seen open."""
        return days_between(self.start, self.end)


def durations(
    tables: Tables, spells: pd.DataFrame, strikes: pd.DataFrame, group: str = "people", unit: str = "days"
) -> Drawing:
    """How long: one bar for each span, its length worked out from its two dates; open ends are drawn open.

    group: spells in the lives of union leaders, or the long strikes. unit: days, months or years.
    """
    if spells.empty or strikes.empty:
        raise ValueError("n = 0")
    words = tables.words
    rows, spans, left_out = _people(tables, spells) if group == "people" else _stopped(tables, strikes)
    height = 0.75 + 0.54 * len(spans)
    figure = style.new_figure(height, left=0.305, right=0.74, top=0.99, bottom=0.55 / height)
    axes = figure.subplots()
    axes.tick_params(left=False)
    _bars(axes, spans)
    for place, span in enumerate(spans):
        axes.text(
            1.02, place, said(tables, span, unit), transform=axes.get_yaxis_transform(), va="center", fontsize=14,
            fontweight="bold",
        )  # fmt: skip
    axes.set_yticks(range(len(spans)), [span.name for span in spans], fontsize=13.5, linespacing=0.95)
    axes.set_ylim(len(spans) - 0.4, -0.6)
    axes.set_xlim(2004.5, 2027.2)
    axes.set_xticks([2006, 2012, 2018, 2024])
    longest = max((span for span in spans if not span.open), key=lambda span: span.days)
    facts: dict[str, Value] = {
        "longest": " ".join(longest.name.split()), "length": said(tables, longest, unit),
        "open": sum(span.open for span in spans), "rough": sum(span.rough for span in spans),
        "unit": words(f"figure.durations.unit_of.{unit}"), "n": len(spans), "missing": left_out,
    }  # fmt: skip
    return Drawing(
        figure, _lengths(tables, spans, rows, unit), facts, cited(rows), variant="" if group == "people" else "strikes"
    )


def _people(tables: Tables, spells: pd.DataFrame) -> tuple[pd.DataFrame, list[Span], int]:
    """Spells of exile, warrants, notices and jail; those that have only a year have no length and are counted out."""
    words = tables.words
    rows = spells[~spells["status"].isin([WITH, WITHOUT, OTHER_START]) & (spells["start_precision"] != "year")]
    rival = dict(spells[spells["status"] == OTHER_START][["end", "start"]].itertuples(index=False, name=None))
    spans = []
    for row in rows.itertuples():
        name = words(f"figure.durations.spell.{row.spell_id}")
        rough = "month" in (row.start_precision, row.end_precision)
        other = rival.get(row.end, "") if row.status == "exile" else ""
        spans.append(Span(name, row.start, row.end or row.open_as_of, not row.end, rough, other, row.status))
    left_out = int((spells["start_precision"] == "year").sum())
    return rows, spans, left_out


def _stopped(tables: Tables, strikes: pd.DataFrame) -> tuple[pd.DataFrame, list[Span], int]:
    """Strikes of a month or more, and those that were last seen open; of a rival end, the step that set it."""
    steps = tables["legal_steps"].set_index("step_id")
    dated = strikes[strikes["start_precision"] != "year"].sort_values("start")
    spans, kept = [], []
    for row in dated.itertuples():
        rough = "month" in (row.start_precision, row.end_precision) or row.open_as_of.count("-") == 1
        other = str(steps.loc[OTHER_END[row.strike_id], "date"]) if row.strike_id in OTHER_END else ""
        span = Span(
            _site(row.site, row.start), row.start, row.end or row.open_as_of, not row.end, rough, other, "strike"
        )
        if span.open or span.days >= SHORTEST:
            spans.append(span)
            kept.append(row.Index)
    return dated.loc[kept], spans, len(strikes) - len(kept)


def _site(site: str, start: str) -> str:
    plain = site.replace(f" ({start[:4]})", "").replace(f", {start[:4]}", "").partition(" (")[0]
    return "\n".join(lines(f"{plain}, {start[:4]}", 28, 2))


def _bars(axes: Axes, spans: list[Span]) -> None:
    """The bars, one below the other; marks for those too short to be seen, arrows on open ends, rival dates."""
    starts, ends = ([year_fraction(getattr(span, side)) for span in spans] for side in ("start", "end"))
    colors = [BARS.get(span.kind, "#6d6a63") for span in spans]
    lengths = [end - start for start, end in zip(starts, ends, strict=True)]
    axes.barh(range(len(spans)), lengths, left=starts, height=0.46, color=colors)
    for place, (span, start, end, color) in enumerate(zip(spans, starts, ends, colors, strict=True)):
        if end - start < 0.12 and not span.open:  # too short for a bar: a mark
            axes.plot(start, place, "|", color=color, markersize=22, markeredgewidth=4)
        if span.open:
            axes.annotate(
                "", (end + 1.3, place), (end, place),
                arrowprops={"arrowstyle": "-|>", "color": color, "linewidth": 2.4, "linestyle": (0, (3, 2))},
            )  # fmt: skip
            axes.plot(end, place, ">", color=color, markersize=7)
    rivals = [(year_fraction(span.rival), place) for place, span in enumerate(spans) if span.rival]
    if rivals:
        axes.plot(
            *zip(*rivals, strict=True), "D", markersize=11, markerfacecolor="white", markeredgecolor=style.INK,
            markeredgewidth=1.8,
        )  # fmt: skip


def said(tables: Tables, span: Span, unit: str) -> str:
    """A span's length in words: "813 days", "about 2,494 days", "over 13 days: open"."""
    words = tables.words
    if span.open and span.days < 2:
        return words("figure.durations.not_known")
    if span.days < 1:
        return words("figure.durations.under")
    parts = span.days / UNITS[unit]
    number = words.number(span.days) if unit == "days" else f"{parts:,.1f}" if parts >= 0.1 else f"{parts:.2f}"
    length = words(f"figure.durations.{unit}", **{unit: number})
    if span.open:
        return words("figure.durations.or_more", length=length)
    return words("figure.durations.about", length=length) if span.rough else length


def _lengths(tables: Tables, spans: list[Span], rows: pd.DataFrame, unit: str) -> pd.DataFrame:
    import pandas as pd

    words = tables.words
    head = "figure.durations.column."
    ends = [
        words("figure.recognition.until_open", date=words.date(span.end)) if span.open else words.date(span.end)
        for span in spans
    ]
    return pd.DataFrame(
        {
            words(head + "what"): [" ".join(span.name.split()) for span in spans],
            words(head + "start"): [words.date(span.start) for span in spans],
            words(head + "end"): ends,
            words(head + "length"): [said(tables, span, unit) for span in spans],
            words(head + "rival"): [words.date(span.rival) if span.rival else "–" for span in spans],
            words(head + "note"): [note or "–" for note in rows["note"]],
            words(head + "source"): list(rows["source_ids"]),
        }
    )
