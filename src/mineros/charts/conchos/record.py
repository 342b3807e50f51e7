"""The record in time: the days before the explosion, the hours after it, the years until men were returned."""

from __future__ import annotations

from itertools import pairwise
from math import isnan
from typing import TYPE_CHECKING

from mineros import style
from mineros.charts.common import band, cited, coordinates, day, year_fraction
from mineros.drawing import Drawing

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from mineros.data import Tables
    from mineros.words import Value, Words

CHAIN = ["inspection-2004", "order-2005", "served-2005", "verification-2006", "explosion-2006"]
FIRST_WEEK = 170  # hours: seven days and a little, so that no entry drops out when the zero is moved
REPORTED = "02:30"  # the time of the explosion in most reports


def days(tables: Tables, events: pd.DataFrame) -> Drawing:
    """Four waits from inspection to explosion, as bars that begin where the one before ended. Unit: days."""
    words = tables.words
    steps = events.set_index("event_id").loc[CHAIN]
    dates = [day(iso) for iso in steps["date"]]
    starts = [(moment - dates[0]).days for moment in dates]
    waits = [later - earlier for earlier, later in pairwise(starts)]
    names = [words(f"figure.days.wait.{event}") for event in CHAIN[1:]]

    figure = style.new_figure(5.0, left=0.33, right=0.95, bottom=0.16)
    axes = figure.subplots()
    places = range(len(waits))
    axes.barh(places, waits, left=starts[:-1], height=0.52, color=[style.STEEL] * 3 + [style.RUST])
    for place, wait, start in zip(places, waits, starts, strict=False):
        # A number inside its bar where it fits, else before it: the last wait is only days long.
        inside = wait > 100
        axes.text(
            start + wait / 2 if inside else start - 8, place, words("figure.days.count", days=wait),
            ha="center" if inside else "right", va="center",
            color="white" if inside else style.INK, fontsize=18, fontweight="bold",
        )  # fmt: skip
    axes.set_yticks(places, names)
    axes.invert_yaxis()
    axes.set_xticks(starts, [f"{start}" for start in starts[:3]] + ["", f"{starts[4]}"])
    axes.set_xlim(0, starts[-1] + 5)
    axes.set_xlabel(words("figure.days.axis", date=words.date(steps["date"].iloc[0])))
    style.bare(axes, "left")
    axes.grid(axis="y", visible=False)

    import pandas as pd

    head = "figure.days.column."
    table = pd.DataFrame(
        {
            words(head + "step"): names,
            words(head + "from"): [words.date(iso) for iso in steps["date"].iloc[:-1]],
            words(head + "to"): [words.date(iso) for iso in steps["date"].iloc[1:]],
            words(head + "days"): waits,
        }
    )
    facts: dict[str, Value] = {
        "total": starts[-1], "first": waits[0], "served": waits[1], "verify": waits[2], "last": waits[3],
        "n": len(waits), "missing": 0,
    }  # fmt: skip
    return Drawing(figure, table, facts, cited(steps))


def hours_since(log: pd.DataFrame, zero: str) -> pd.DataFrame:
    """The log with `start` and `end` in hours since `zero` (HH:MM on the day of the first entry).

    A timed entry is a point (start = end). An entry that has only its day spans that whole day. An entry whose source
    counts the hours itself ("after 20 hours") counts them from REPORTED.
    """
    clock = _hour(zero)
    shift = _hour(REPORTED) - clock
    first = day(log["date"].iloc[0])
    placed = log.copy()
    starts, ends = [], []
    for row in log[["date", "time", "hours"]].itertuples():
        offset = (day(row.date) - first).days * 24 - clock
        if row.time:
            starts.append(offset + _hour(row.time))
            ends.append(offset + _hour(row.time))
        elif not isnan(row.hours):
            starts.append(row.hours + shift)
            ends.append(row.hours + shift)
        else:
            starts.append(max(offset, -clock))
            ends.append(offset + 24)
    return placed.assign(start=starts, end=ends)


def _hour(clock: str) -> float:
    hours, minutes = clock.split(":")
    return int(hours) + int(minutes) / 60


def rescue(tables: Tables, log: pd.DataFrame, zero: str = REPORTED) -> Drawing:
    """The first week, entry by entry, in hours since a time that the reader may choose.

    Dots: the source gives the hour. Bars: it gives only the day. Only entries with a short label are drawn.
    """
    words = tables.words
    placed = hours_since(log, zero)
    week = placed[placed["start"] < FIRST_WEEK]
    drawn = week[week["label"] != ""].sort_values(["start", "end"], kind="stable")

    figure = style.new_figure(7.6, left=0.02, right=0.98, top=0.93, bottom=0.10)
    axes = figure.subplots()
    style.bare(axes, "left")
    offset = _hour(zero)
    for night in range(8):
        if night % 2 == 0:
            band(axes, night * 24 - offset, night * 24 + 24 - offset)
        moment = words.day(f"2006-02-{19 + night:02d}")
        axes.text(night * 24 + 12 - offset, -0.85, moment, ha="center", va="bottom", color=style.SOFT, fontsize=14)
    _entries(axes, list(drawn[["start", "end", "label"]].itertuples(index=False, name=None)))
    axes.axvline(0, color=style.RUST, linewidth=2)
    axes.set_ylim(len(drawn) - 0.4, -0.9)
    axes.set_xlim(-offset, 8 * 24 - offset)
    axes.set_xticks(range(0, 169, 24))
    axes.set_yticks([])
    axes.set_xlabel(words("figure.rescue.axis", zero=zero))

    import pandas as pd

    head = "figure.rescue.column."
    table = pd.DataFrame(
        {
            words(head + "hours"): [
                f"{start:.1f}" if start == end else f"{start:.1f} … {end:.1f}"
                for start, end in zip(week["start"], week["end"], strict=True)
            ],
            words(head + "date"): [
                f"{words.date(iso)} {time}".strip() for iso, time in zip(week["date"], week["time"], strict=True)
            ],
            words(head + "event"): list(week["event"]),
            words(head + "source"): list(week["source_ids"]),
        }
    )
    timed = int((week["start"] == week["end"]).sum())
    facts: dict[str, Value] = {"n": len(drawn), "missing": len(week) - timed, "zero": zero, "entries": len(week)}
    return Drawing(figure, table, facts, cited(week))


def _entries(axes: Axes, log: list[tuple[float, float, str]]) -> None:
    """The log line by line (start, end, label): a dot or a bar, its words on the side where there is room."""
    dots: list[tuple[float, float]] = []
    places, starts, lengths = [], [], []  # of the bars
    for place, (start, end, label) in enumerate(log):
        if start == end:
            dots.append((start, place))
        else:
            places.append(place)
            starts.append(start)
            lengths.append(end - start)
        if end < 92:
            axes.text(end + 3, place, label, ha="left", va="center", fontsize=14.5)
        else:
            axes.text(start - 3, place, label, ha="right", va="center", fontsize=14.5)
    axes.plot(*coordinates(dots), "o", color=style.STEEL, markersize=11)
    axes.barh(places, lengths, left=starts, height=0.5, color=style.STEEL, alpha=0.35)


def recoveries(tables: Tables, rows: pd.DataFrame) -> Drawing:
    """Two honest series side by side: 2006-2007 (of 65) and 2024-2026 (of the 63 left). Unit: men.

    Steps are the counts as announced; a hollow mark is a row that contradicts another, kept on purpose.
    """
    words = tables.words
    figure = style.new_figure(5.6, left=0.078, right=0.815, bottom=0.12, top=0.91)
    left, right = figure.subplots(1, 2, sharey=True, width_ratios=[1, 2.6])
    kinds = {"located": (style.OCHRE, "s"), "identified": (style.STEEL, "D"), "returned": (style.MOSS, "o")}
    for axes, series in ((left, "2006-2007"), (right, "2024-2026")):
        part = rows[rows["series"] == series]
        ends = [_steps(axes, part, kind, *look) for kind, look in kinds.items()]
        base = int(part["base"].iloc[0])
        axes.axhline(base, color=style.RUST, linewidth=2, linestyle=(0, (4, 3)))
        style.head(axes, words(f"figure.recoveries.panel.{series[:4]}", base=base), fontsize=16)
        if axes is right:
            _end_labels(axes, [words(f"figure.recoveries.kind.{kind}") for kind in kinds], ends, kinds)
    left.set_ylim(0, 70)
    left.set_xlim(2006.25, 2007.55)
    _month_ticks(left, words, ["2006-07", "2007-04"])
    right.set_xlim(2024.35, 2026.3)
    _month_ticks(right, words, ["2024-07", "2025-01", "2025-07", "2026-01"])
    right.text(2024.4, 57.5, words("figure.recoveries.hollow"), fontsize=14, color=style.SOFT)
    left.set_ylabel(words("figure.recoveries.axis"))

    import pandas as pd

    head = "figure.recoveries.column."
    counts = {kind: [_shown(value) for value in rows[kind]] for kind in kinds}
    table = pd.DataFrame(
        {
            words(head + "date"): [words.date(iso) for iso in rows["date"]],
            words(head + "series"): list(rows["series"]),
            words(head + "by"): [tables.label("recoveries", "counted_by", code) for code in rows["counted_by"]],
        }
        | {words(f"figure.recoveries.kind.{kind}"): values for kind, values in counts.items()}
        | {words(head + "conflict"): [words("yes") if flag else "" for flag in rows["conflicts"]]}
    )
    late = rows[(rows["series"] == "2024-2026") & ~rows["conflicts"].astype(bool)]
    early = rows[rows["series"] == "2006-2007"]
    base = int(late["base"].iloc[0])
    facts: dict[str, Value] = {
        "early": int(early["located"].max()), "located": int(late["located"].max()),
        "identified": int(late["identified"].max()), "returned": int(late["returned"].max()),
        "base": base, "below": base - int(late["located"].max()), "conflicts": int(rows["conflicts"].sum()),
        "n": len(rows), "missing": int(rows[list(kinds)].isna().sum().sum()),
        "as_of": words.date(rows["date"].max()),
    }  # fmt: skip
    return Drawing(figure, table, facts, cited(rows))


def _month_ticks(axes: Axes, words: Words, months: list[str]) -> None:
    axes.set_xticks([year_fraction(month) for month in months], [words.date(month, short=True) for month in months])


def _shown(value: object) -> str:
    return "" if str(value) in ("<NA>", "nan") else str(value)


def contradicting(part: pd.DataFrame, kind: str) -> pd.DataFrame:
    """The rows marked as conflicting whose count of this kind differs from the last agreed one of their day."""
    known = part[part[kind].notna()]
    agreed = known[~known["conflicts"].astype(bool)]
    differs = [
        bool(row.conflicts) and getattr(row, kind) != agreed[agreed["date"] <= row.date][kind].tail(1).max()
        for row in known.itertuples()
    ]
    return known.loc[differs]


def _steps(axes: Axes, part: pd.DataFrame, kind: str, color: str, marker: str) -> float:
    """Draw one count as steps, and hollow what contradicts it. Gives the last count."""
    known = part[part[kind].notna()]
    agreed = known[~known["conflicts"].astype(bool)]
    doubtful = contradicting(part, kind)
    when = [year_fraction(iso) for iso in agreed["date"]]
    counts = [float(value) for value in agreed[kind]]
    axes.step(when, counts, where="post", color=color)
    axes.plot(when, counts, marker, color=color, markersize=7)
    axes.plot(
        [year_fraction(iso) for iso in doubtful["date"]], [float(value) for value in doubtful[kind]],
        marker, markerfacecolor="white", markeredgecolor=color, markeredgewidth=2, markersize=10, zorder=4,
    )  # fmt: skip
    return counts[-1] if counts else 0.0


def _end_labels(axes: Axes, names: list[str], ends: list[float], kinds: dict[str, tuple[str, str]]) -> None:
    """The name of each line at its end, pushed apart where the counts are close."""
    places = sorted(range(len(ends)), key=lambda index: -ends[index])
    last = 999.0
    for index in places:
        height = min(ends[index], last - 4.6)
        last = height
        color = list(kinds.values())[index][0]
        axes.annotate(
            f"{names[index]} {ends[index]:.0f}", (1.0, height), xycoords=("axes fraction", "data"),
            xytext=(8, 0), textcoords="offset points", va="center", color=color, fontweight="bold", fontsize=15,
        )  # fmt: skip
