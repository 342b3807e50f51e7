"""The money followed in two tracks: the criminal cases, and the labor claim."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mineros import style
from mineros.charts.common import cited, lines, year_fraction
from mineros.charts.exile.looks import HELPED, batches, helped_legend, size, spread_up
from mineros.drawing import Drawing

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from mineros.data import Tables
    from mineros.words import Value

# Before the tracks part: what happened to the money.
ORIGIN = ("agreement-55-million-2004", "trust-paid-2005", "trust-ended-2005")
TRACKS = {"criminal": ("trust_fund_case", "money_laundering_case"), "labor": ("trust_money_award",)}
LEVEL = {"origin": 0.0, "criminal": -1.25, "labor": 1.25}
ENDED, LAST_AWARD = "J088", "J109"  # the last warrant canceled; the last award found


def followed_steps(events: pd.DataFrame, steps: pd.DataFrame) -> pd.DataFrame:
    """What happened to the money, then every step of both tracks, in order of time: one row each, with its track."""
    import pandas as pd

    origin = events.set_index("event_id").loc[list(ORIGIN)]
    early = pd.DataFrame(
        {
            "id": list(ORIGIN), "date": list(origin["date"]), "track": "origin", "favors": "",
            "head": list(origin["title"]), "text": list(origin["summary"]), "note": "",
            "source_ids": list(origin["source_ids"]),
        }
    )  # fmt: skip
    parts = [early]
    for track, matters in TRACKS.items():
        rows = steps[steps["matter"].isin(matters)]
        parts.append(
            pd.DataFrame(
                {
                    "id": rows["step_id"],
                    "date": rows["date"],
                    "track": track,
                    "favors": rows["favors"],
                    "head": rows["forum"],
                    "text": rows["action"] + ": " + rows["outcome"],
                    "note": rows["note"],
                    "source_ids": rows["source_ids"],
                }
            )
        )
    whole = pd.concat(parts).sort_values(["date", "id"], kind="stable").reset_index(drop=True)
    return whole.assign(year=[year_fraction(iso) for iso in whole["date"]])


def money(tables: Tables, events: pd.DataFrame, steps: pd.DataFrame, step: int = 0) -> Drawing:
    """Two tracks from one sum: the criminal one with its end, the labor one open; one step is read out below.

    step: which step is read, counted from 1; 0 reads the one that ended the criminal track.
    """
    words = tables.words
    rows = followed_steps(events, steps)
    place = step - 1 if step else int(rows.index[rows["id"] == ENDED][0])
    figure = style.new_figure(8.0, left=0.03, right=0.97, top=0.99, bottom=0.33)
    axes = figure.subplots()
    axes.grid(axis="y", visible=False)
    style.bare(axes, "left")
    _tracks(axes, tables, rows)
    spots: dict[int, tuple[float, float]] = {}  # where each row stands
    for track, level in LEVEL.items():
        years = rows["year"][rows["track"] == track]
        shifts = spread_up(list(years), 0.33, 0.22)
        spots |= {row: (year, level - shift) for (row, year), shift in zip(years.items(), shifts, strict=True)}
    looks = [HELPED.get(who, (style.OCHRE, "h")) for who in rows["favors"]]
    axes.plot(*spots[place], "o", markersize=24, fillstyle="none", color=style.INK, zorder=4)
    for (color, marker), *places in batches([(looks[row], *spot) for row, spot in spots.items()], 0.7, 0.3):
        axes.plot(*places, marker, color=color, markersize=size(marker, 12), markeredgecolor="white", zorder=3)
    axes.set_xlim(2003.3, 2026.9)
    axes.set_ylim(2.35, -2.35)
    axes.set_xticks(range(2004, 2027, 2))
    axes.set_yticks([])
    helped_legend(figure, tables, [who for who in HELPED if who in set(rows["favors"])], columns=5)
    read = rows.iloc[place]
    _read_out(figure, tables, read, place + 1, len(rows))
    facts: dict[str, Value] = {
        "criminal": int((rows["track"] == "criminal").sum()), "labor": int((rows["track"] == "labor").sum()),
        "ended": words.date(_date(rows, ENDED)), "last": words.date(_date(rows, LAST_AWARD)),
        "awards": int(rows["text"][(rows["track"] == "labor") & (rows["favors"] == "ex_workers")].count()),
        "read": place + 1, "read_date": words.date(read["date"]), "read_head": str(read["head"]),
        "read_text": str(read["text"]), "n": len(rows), "missing": int((rows["date"].str.len() < 10).sum()),
    }  # fmt: skip
    return Drawing(figure, _listing(tables, rows), facts, cited(rows))


def _date(rows: pd.DataFrame, step: str) -> str:
    return str(rows.loc[rows["id"] == step, "date"].iloc[0])


def _tracks(axes: Axes, tables: Tables, rows: pd.DataFrame) -> None:
    """The lines: one sum, then two ways; a bar across where one ends, an arrow where the other is open."""
    words = tables.words
    parting, ended = rows[rows["track"] != "origin"]["year"].min(), year_fraction(_date(rows, ENDED))
    last = year_fraction(_date(rows, LAST_AWARD))
    look: dict[str, Any] = {"color": style.PALE, "linewidth": 9, "solid_capstyle": "round", "zorder": 1}
    axes.plot([2004.5, parting], [0, 0], **look)
    for track, end in (("criminal", ended), ("labor", last)):
        level = LEVEL[track]
        axes.plot([parting, parting + 0.5, end], [0, level, level], **look)
    axes.plot([ended] * 2, [LEVEL["criminal"] - 0.5, LEVEL["criminal"] + 0.5], color=style.INK, linewidth=5, zorder=2)
    axes.annotate(
        "", (last + 1.4, LEVEL["labor"]), (last, LEVEL["labor"]),
        arrowprops={"arrowstyle": "-|>", "color": style.INK, "linewidth": 2.6, "linestyle": (0, (3, 2))},
    )  # fmt: skip
    bold: dict[str, Any] = {"fontsize": 15, "fontweight": "bold", "va": "center"}
    axes.text(ended + 1.1, LEVEL["criminal"], words("figure.money.ended"), linespacing=1.15, **bold)
    axes.text(2026.7, LEVEL["labor"] - 0.85, words("figure.money.open"), ha="right", linespacing=1.15, **bold)
    axes.text(2007.0, LEVEL["criminal"] - 0.92, words("figure.money.track.criminal"), **bold)
    axes.text(2007.0, LEVEL["labor"] + 0.78, words("figure.money.track.labor"), **bold)
    axes.text(2003.35, 0.62, words("figure.money.track.origin"), linespacing=1.1, **bold)


def _read_out(figure: Figure, tables: Tables, read: pd.Series, number: int, total: int) -> None:
    """The chosen step in words, under the axis."""
    words = tables.words
    head = words("figure.money.read", number=number, total=total, date=words.date(read["date"]), head=read["head"])
    said = lines(head, 84, 2)
    figure.text(0.03, 0.262, "\n".join(said), fontsize=14, fontweight="bold", va="top", linespacing=1.15)
    below = 0.258 - 0.036 * len(said)
    figure.text(0.03, below, "\n".join(lines(read["text"], 98, 4)), fontsize=14, va="top", linespacing=1.15)


def _listing(tables: Tables, rows: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    words = tables.words
    head = "figure.money.column."
    return pd.DataFrame(
        {
            words(head + "number"): [f"{number}" for number in range(1, len(rows) + 1)],
            words(head + "date"): [words.date(iso) for iso in rows["date"]],
            words(head + "track"): [words(f"figure.money.name.{track}") for track in rows["track"]],
            words(head + "who"): list(rows["head"]),
            words(head + "what"): list(rows["text"]),
            words(head + "helped"): [
                tables.label("legal_steps", "favors", who) if who else "–" for who in rows["favors"]
            ],
            words(head + "note"): [note or "–" for note in rows["note"]],
            words(head + "source"): list(rows["source_ids"]),
        }
    )
