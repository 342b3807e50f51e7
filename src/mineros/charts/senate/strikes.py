"""The three strikes of July 30, 2007: how long each lasted, who says when it ended, and which have no end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineros import style
from mineros.charts.common import cited, day, wrapped, year_fraction
from mineros.drawing import Drawing

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from mineros.data import Tables
    from mineros.words import Value

START = "2007-07-30"
# Steps on the way, by strike: (table, id) of each; the name of a step stands in the catalogue under its id.
STEPS: dict[str, tuple[tuple[str, str], ...]] = {
    "cananea": (("legal_steps", "J039"), ("legal_steps", "J064"), ("events", "iachr-cananea-2021")),
    "taxco": (("events", "taxco-13-years-2020"),),
    "san-martin-mine": (
        ("legal_steps", "J038"), ("events", "san-martin-restart-2018"), ("events", "san-martin-supreme-court-2021"),
        ("legal_steps", "J107"),
    ),
}  # fmt: skip
DISPUTED = ("J064", "J107", "san-martin-restart-2018")  # after which somebody holds that the strike was over
BELOW = ("J038", "J039", "iachr-cananea-2021", "san-martin-supreme-court-2021", "taxco-13-years-2020")


def strikes_2007(tables: Tables, strikes: pd.DataFrame) -> Drawing:
    """Three bars that begin on one day: closed where the end is known, open with an arrow where it is not.

    Hollow marks are moments at which one side holds that the strike was over and the other denies it.
    """
    words = tables.words
    rows = strikes[strikes["start"] == START].copy()
    if rows.empty:
        raise ValueError("n = 0")
    rows["until"] = [row.end or row.open_as_of for row in rows.itertuples()]
    rows["days"] = [(day(row.until) - day(row.start)).days for row in rows.itertuples()]
    rows = rows.sort_values(["end", "until", "strike_id"], ascending=[False, False, True], kind="stable")
    figure = style.new_figure(7.0, left=0.245, right=0.985, top=0.985, bottom=0.085)
    axes = figure.subplots()
    steps: list[pd.DataFrame] = []
    for place, row in enumerate(rows.itertuples()):
        _bar(axes, tables, row, place)
        steps += _steps(axes, tables, row.place_id, place)
    names = [_name(tables, row) for row in rows.itertuples()]
    axes.set_yticks(range(len(rows)), names, fontsize=14, linespacing=1.0)
    axes.set_ylim(len(rows) - 0.42, -0.6)
    axes.set_xlim(2007.2, 2027.6)
    axes.set_xticks([2008, 2012, 2016, 2020, 2024])
    axes.grid(axis="y", visible=False)
    style.bare(axes, "left")

    ended = rows[rows["end"] != ""]
    facts: dict[str, Value] = {
        "n": len(rows), "ended": len(ended), "open": len(rows) - len(ended), "missing": len(rows) - len(ended),
        "days": int(ended["days"].max()) if len(ended) else 0, "start": words.date(START),
        "end": words.date(ended["end"].max()) if len(ended) else words("date.unknown"),
        "ended_site": words.joined(list(ended["site"])),
        "open_site": words.joined(list(rows[rows["end"] == ""]["site"])),
        "as_of": words.date(rows["until"].max()), "steps": len(steps),
    }  # fmt: skip
    return Drawing(figure, _table(tables, rows), facts, cited(rows, *steps))


def _name(tables: Tables, row: pd.Series) -> str:
    """The place of a strike and how many struck at the start, by the lowest and the highest count."""
    low, high = int(row.workers_low), int(row.workers_high)
    count = tables.words.number(low) if low == high else f"{tables.words.number(low)}-{tables.words.number(high)}"
    site = tables.words(f"figure.strikes_2007.site.{row.place_id}")
    return f"{site}\n{tables.words('figure.strikes_2007.strikers', count=count)}"


def _bar(axes: Axes, tables: Tables, row: pd.Series, place: int) -> None:
    start, until = year_fraction(row.start), year_fraction(row.until)
    said = tables.words("figure.strikes_2007.days", days=int(row.days))
    if row.end:
        axes.barh(place, until - start, left=start, height=0.24, color=style.STEEL)
        axes.plot([until, until], [place - 0.2, place + 0.2], color=style.INK, linewidth=4, solid_capstyle="butt")
        axes.text(
            until, place - 0.235, tables.words.date(row.end), ha="right", va="bottom", fontsize=14, fontweight="bold"
        )
    else:
        # No right edge: the bar goes on as an arrow, for no source seen gives an end.
        axes.barh(place, until - start, left=start, height=0.24, color=style.RUST, hatch="//", edgecolor="white")
        axes.annotate(
            "", (until + 1.15, place), xytext=(until, place),
            arrowprops={"arrowstyle": "-|>", "color": style.RUST, "linewidth": 4, "linestyle": "-",
                        "mutation_scale": 22},
        )  # fmt: skip
        said = tables.words("figure.strikes_2007.open", days=int(row.days))
    axes.text(
        (start + until) / 2, place, said, ha="center", va="center", fontsize=15, fontweight="bold",
        bbox={"facecolor": style.PAPER, "edgecolor": "none", "pad": 2.5},
    )  # fmt: skip


def _steps(axes: Axes, tables: Tables, site: str, place: int) -> list[pd.DataFrame]:
    """The steps of one strike, their names above and below its bar."""
    words = tables.words
    found = []
    for table, step in STEPS[site]:
        rows = tables[table]
        row = rows[rows["step_id" if table == "legal_steps" else "event_id"] == step]
        found.append(row)
        when = str(row["date"].iloc[0])
        below = step in BELOW
        hollow = step in DISPUTED
        x, y = year_fraction(when), place + (0.17 if below else -0.17)
        axes.plot(
            x, y, "^" if below else "v", color=style.INK, markerfacecolor=style.PAPER if hollow else style.INK,
            markeredgewidth=1.8, markersize=10, zorder=5,
        )  # fmt: skip
        said = f"{when[:4]}: {words('figure.strikes_2007.step.' + step)}"
        axes.text(
            x, place + (0.235 if below else -0.235), wrapped(said, 24 if below or x < 2012 else 20),
            ha="left" if x < 2009 else "center", va="top" if below else "bottom", fontsize=12.5, linespacing=0.95,
        )  # fmt: skip
    return found


def _table(tables: Tables, rows: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    words = tables.words
    head = "figure.strikes_2007.column."
    still = words("figure.strikes_2007.no_end")
    return pd.DataFrame(
        {
            words(head + "site"): list(rows["site"]),
            words(head + "start"): [words.date(iso) for iso in rows["start"]],
            words(head + "end"): [words.date(iso) if iso else still for iso in rows["end"]],
            words(head + "seen"): [words.date(iso) if iso else "" for iso in rows["open_as_of"]],
            words(head + "days"): [words.number(int(days)) for days in rows["days"]],
            words(head + "issue"): list(rows["issue"]),
            words(head + "ruling"): list(rows["ruling"]),
            words(head + "note"): list(rows["note"]),
            words(head + "source"): list(rows["source_ids"]),
        }
    )
