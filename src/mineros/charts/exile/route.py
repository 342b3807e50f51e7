"""The way from the mine to Albuquerque, to Vancouver, and back to Mexico City."""

from __future__ import annotations

from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING

from mineros import geo, style
from mineros.charts.common import cited
from mineros.charts.exile.looks import days_between
from mineros.drawing import Drawing

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from mineros.data import Tables
    from mineros.words import Value

# The four dated events of the route, and where the name of each place stands beside its mark: points right and up.
ROUTE = {
    "explosion-2006": (16, 14, "left"), "leaves-mexico-2006": (16, -4, "left"),
    "move-to-vancouver-2006": (18, 2, "left"), "return-2018": (18, -16, "left"),
}  # fmt: skip
STAY = "X02"  # the spell in Vancouver, by its latest possible start
EARTH = 6371.0  # km, mean radius


def route(tables: Tables, events: pd.DataFrame) -> Drawing:
    """Four places in the order of the events; a dashed line where no document of the way was seen.

    Distances are great circles between towns, in km: no road.
    """
    import pandas as pd

    words = tables.words
    rows = events.set_index("event_id").loc[list(ROUTE)]
    where = tables["places"].set_index("place_id")
    # A mine without a point of its own is drawn at the town that the table names as near it.
    points = [where.loc[where.loc[place, "near"] or place] for place in rows["place_id"]]
    spots = [(float(point["longitude"]), float(point["latitude"])) for point in points]
    figure = style.new_figure(6.6, left=0.01, right=0.99, top=0.99, bottom=0.01)
    axes = figure.subplots()
    geo.draw(axes, "north_america", tables)
    for leg, (one, other) in enumerate(pairwise(spots)):
        last = leg == len(spots) - 2
        # The way back is drawn bent, so that it does not lie on the way out.
        axes.annotate(
            "", other, one,
            arrowprops={
                "arrowstyle": "-|>", "color": style.STEEL if last else style.RUST, "linewidth": 2.6,
                "linestyle": "-" if last else (0, (4, 2)), "shrinkA": 9, "shrinkB": 9,
                "connectionstyle": "arc3,rad=0.28" if last else "arc3,rad=-0.12",
            },
        )  # fmt: skip
    for number, (event, (right, up, side)) in enumerate(ROUTE.items(), start=1):
        spot = spots[number - 1]
        axes.plot(*spot, "o", color=style.INK, markersize=15)
        axes.text(*spot, f"{number}", color="white", ha="center", va="center", fontsize=12, fontweight="bold")
        said = words(f"figure.route.stop.{event}", date=words.date(rows.loc[event, "date"]))
        _name(axes, said, spot, (right, up), side)
    spells = tables["spells"].set_index("spell_id")
    lengths = [round(_distance(one, other), -1) for one, other in pairwise(spots)]
    facts: dict[str, Value] = {
        "out": lengths[0] + lengths[1], "first_leg": lengths[0], "second_leg": lengths[1],
        "days": days_between(spells.loc[STAY, "start"], spells.loc[STAY, "end"]),
        "start": words.date(spells.loc[STAY, "start"]), "end": words.date(spells.loc[STAY, "end"]),
        "n": len(rows), "missing": int((rows["precision"] != "day").sum()),
        "known": int((rows["precision"] == "day").sum()),
    }  # fmt: skip
    head = "figure.route.column."
    table = pd.DataFrame(
        {
            words(head + "stop"): [f"{number}" for number in range(1, len(rows) + 1)],
            words(head + "place"): [str(point["name"]) for point in points],
            words(head + "date"): [words.date(iso) for iso in rows["date"]],
            words(head + "what"): list(rows["title"]),
            words(head + "doubt"): [note or words("list.none") for note in rows["note"]],
            words(head + "km"): ["", *(words.number(length) for length in lengths)],
        }
    )
    return Drawing(figure, table, facts, cited(rows))


def _name(axes: Axes, said: str, spot: tuple[float, float], shift: tuple[int, int], side: str) -> None:
    from matplotlib import patheffects

    axes.annotate(
        said, spot, xytext=shift, textcoords="offset points", ha=side, va="center", fontsize=15, fontweight="bold",
        linespacing=1.15, path_effects=[patheffects.withStroke(linewidth=4, foreground="white")],
    )  # fmt: skip


def _distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance in km between two points (longitude, latitude), by the haversine formula."""
    (west, south), (east, north) = [(radians(x), radians(y)) for x, y in (one, other)]
    half = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin((east - west) / 2) ** 2
    return 2 * EARTH * asin(sqrt(half))
