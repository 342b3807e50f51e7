"""Campaigns: where support was shown, what was done, and how well it is known."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from math import cos, sin, sqrt
from typing import TYPE_CHECKING, Any

from mineros import geo, style
from mineros.charts.common import cited, coordinates, unbroken
from mineros.data import listed
from mineros.drawing import Drawing

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.transforms import Bbox

    from mineros.data import Tables
    from mineros.words import Value, Words

FIRST, LAST = "2006", "2018"
# What was done, in six groups: the kinds of the table, and a shape and a color for each group.
GROUPS: dict[str, tuple[tuple[str, ...], str, str]] = {
    "street": (("embassy_protest", "protest", "rally", "march", "leafleting", "coordinated_actions"), "^", "#882255"),
    "officials": (("embassy_meeting", "official_meeting", "lobbying", "delegation"), "s", style.STEEL),
    "words": (
        ("letter", "statement", "report", "speech", "press_conference", "online_campaign", "award", "commemoration"),
        "o", style.MOSS,
    ),
    "unions": (
        ("conference", "meeting", "visit", "safety_visit", "training", "agreement", "material_support",
         "solidarity_strike", "shareholders_meeting"), "D", style.RUST,
    ),
    "law": (("legal_complaint", "court_brief"), "P", "#332288"),
    "unsaid": (("not_stated",), "X", "#6f6a60"),
}  # fmt: skip
GROUP_OF = {kind: group for group, (kinds, *_) in GROUPS.items() for kind in kinds}
# Too small for the outlines, or with its middle beyond the edge of the larger map.
BY_HAND = {"Hong Kong": (114.2, 22.3), "Canada": (-101.0, 51.5)}
ALIAS = {"United States": "United States of America"}
# The parts of the world that are drawn a second time, larger: their window, and their place in the figure.
WINDOWS: dict[str, tuple[geo.Window, tuple[float, float, float, float]]] = {
    "A": (((-128.0, -64.0), (14.0, 56.0)), (0.01, 0.105, 0.485, 0.42)),
    "B": (((-12.0, 44.0), (35.0, 67.0)), (0.505, 0.105, 0.485, 0.42)),
}
FRAME: dict[str, Any] = {"fill": False, "edgecolor": style.INK, "linewidth": 1.2}
NAMED = 8  # so many places of the map bear their names
LEAST = 3  # a campaign with fewer actions is no choice of its own


def campaigns(tables: Tables, actions: pd.DataFrame, campaign: str = "") -> Drawing:
    """Actions of 2006-2018 on a map: the shape says what was done; hollow, if it is only listed or announced.

    campaign: the name of one, as in the table; without it, all of them.
    """
    from matplotlib.patches import Rectangle

    words = tables.words
    rows = actions[actions["date"].str[:4].between(FIRST, LAST)]
    chosen = rows[rows["campaign"] == campaign] if campaign else rows
    if chosen.empty:
        raise ValueError("n = 0")
    placed = _placed(tables, chosen)
    figure = style.new_figure(8.6)
    world = figure.add_axes((0.0, 0.53, 1.0, 0.47))
    geo.draw(world, "world", tables)
    far = placed
    for letter, (window, box) in WINDOWS.items():
        (west, east), (south, north) = window
        inside = placed["x"].between(west, east) & placed["y"].between(south, north)
        far = far[~inside[far.index]]
        _frame(world, window, words("figure.campaigns.below", letter=letter, count=int(inside.sum())))
        axes = figure.add_axes(box)
        geo.draw(axes, "world", tables, window)
        axes.add_patch(Rectangle((0, 0), 1, 1, transform=axes.transAxes, **FRAME))
        _marks(axes, placed[inside], 0.95)
        _names(axes, placed[inside])
        axes.text(0.02, 0.97, letter, transform=axes.transAxes, va="top", fontsize=20, fontweight="bold")
    _marks(world, far, 2.6)
    _names(world, far)
    _legend(world, words, set(chosen["kind"].map(GROUP_OF)))
    on_map = set(placed["action_id"])
    countries = {country for cell in english(tables)[chosen["action_id"]] for country in listed(cell)} & set(
        centers(_map(tables))
    )
    facts: dict[str, Value] = {
        "campaign": _title(words, chosen), "n": len(chosen), "on_map": len(on_map),
        "countries": len(countries), "missing": len(chosen) - len(on_map),
        "townless": int(placed.drop_duplicates("action_id")["townless"].sum()),
        "reported": int((chosen["basis"] == "reported").sum()),
        "weak": int((chosen["basis"] != "reported").sum()),
        "first": words.date(min(chosen["date"])), "as_of": words.date(max(chosen["date"])),
    }  # fmt: skip
    return Drawing(figure, _listing(tables, chosen), facts, cited(chosen))


def _title(words: Words, rows: pd.DataFrame) -> str:
    """The name of the one campaign drawn, or that there are several."""
    return str(rows["campaign"].iloc[0]) if rows["campaign"].nunique() == 1 else words("figure.campaigns.all")


def offered(actions: pd.DataFrame) -> list[str]:
    """The campaigns of these years with some actions, those with most first."""
    rows = actions[actions["date"].str[:4].between(FIRST, LAST)]
    counted = rows["campaign"].value_counts()
    return [str(name) for name in counted[counted >= LEAST].index]


def english(tables: Tables) -> pd.Series:
    """The countries of all actions by their English names, which the map knows."""
    return tables.original["actions"].set_index("action_id")["country"]


def _map(tables: Tables) -> Path:
    return tables.folder / "geo" / "world_countries_110m.geojson"


@cache
def centers(path: Path) -> dict[str, tuple[float, float]]:
    """The middle (longitude, latitude) of each country's largest area."""
    import json

    found = {}
    for feature in json.loads(path.read_text("utf-8"))["features"]:
        ring = max(geo.outer(feature), key=lambda points: abs(_area(points)))
        xs, ys = [x for x, _ in ring], [y for _, y in ring]
        found[feature["properties"]["name"]] = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    return found | {name: found[known] for name, known in ALIAS.items()} | BY_HAND


def _area(ring: list[tuple[float, float]]) -> float:
    """Twice the signed area of a ring: the shoelace formula."""
    return sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in zip(ring, ring[1:] + ring[:1], strict=True))


def _placed(tables: Tables, rows: pd.DataFrame) -> pd.DataFrame:
    """One row for each mark: at its town, or else in the middle of each country named."""
    import pandas as pd

    places = tables["places"].dropna(subset="latitude")[["place_id", "longitude", "latitude", "name"]]
    where = {place: at for place, *at in places.itertuples(index=False)}
    known, countries = centers(_map(tables)), english(tables).to_dict()
    marks: list[dict[str, Any]] = []
    for row in rows[["action_id", "kind", "basis", "place_id", "country"]].itertuples():
        mark = {"action_id": row.action_id, "group": GROUP_OF[row.kind], "sure": row.basis == "reported"}
        if row.place_id in where:
            x, y, name = where[row.place_id]
            marks.append(mark | {"x": x, "y": y, "name": name, "townless": False})
            continue
        for country, shown in zip(listed(countries[row.action_id]), listed(row.country), strict=True):
            if country in known:
                x, y = known[country]
                marks.append(mark | {"x": x, "y": y, "name": shown, "townless": True})
    return pd.DataFrame(marks, columns=["action_id", "group", "sure", "x", "y", "name", "townless"])


def _frame(axes: Axes, window: geo.Window, said: str) -> None:
    """A frame on the world map around a part that is drawn below, and how many marks stand there."""
    from matplotlib import patheffects
    from matplotlib.patches import Rectangle

    (west, east), (south, north) = window
    axes.add_patch(Rectangle((west, south), east - west, north - south, zorder=3, **FRAME))
    axes.text(
        (west + east) / 2, (south + north) / 2, said, ha="center", va="center", fontsize=15, fontweight="bold",
        path_effects=[patheffects.withStroke(linewidth=3.5, foreground="white")], zorder=4,
    )  # fmt: skip


def _marks(axes: Axes, placed: pd.DataFrame, apart: float) -> None:
    """Marks of one place stand around it like seeds, so that each can be seen. apart: degrees between them."""
    before: Counter[tuple[float, float]] = Counter()
    spread: dict[tuple[str, bool], list[tuple[float, float]]] = defaultdict(list)
    for mark in placed.itertuples():
        seed = before[mark.x, mark.y]
        before[mark.x, mark.y] += 1
        away, turn = apart * sqrt(seed), 2.4 * seed
        spread[mark.group, mark.sure].append((mark.x + away * cos(turn), mark.y + away * sin(turn)))
    for (group, sure), spots in sorted(spread.items()):
        _, marker, color = GROUPS[group]
        axes.plot(
            *coordinates(spots), marker, markersize=8.5, markerfacecolor=color if sure else "white",
            markeredgecolor="white" if sure else color, markeredgewidth=0.6 if sure else 1.6, zorder=3,
        )  # fmt: skip


def _names(axes: Axes, placed: pd.DataFrame) -> None:
    """The names of the places with most marks, each where it covers no other name and no other place."""
    from matplotlib import patheffects

    renderer = axes.figure.canvas.get_renderer()  # type: ignore[attr-defined]
    halo = [patheffects.withStroke(linewidth=3.5, foreground="white")]
    axes.apply_aspect()  # else the axes are measured as they were before the map had its shape
    taken: list[Bbox] = []
    counted = Counter(zip(placed["x"], placed["y"], placed["name"], strict=True))
    frame = axes.get_window_extent(renderer)
    spots = {(x, y): axes.transData.transform((x, y)) for x, y, _ in counted}
    for (x, y, name), count in sorted(counted.items(), key=lambda place: (-place[1], place[0])):
        if len(taken) == NAMED:
            break
        label = axes.annotate(
            unbroken(name if count == 1 else f"{name}: {count}"), (x, y), xytext=(0, 0), textcoords="offset points",
            ha="center", va="center", fontsize=13, path_effects=halo, zorder=5,
        )  # fmt: skip
        others = [spot for place, spot in spots.items() if place != (x, y)]
        middle = label.get_window_extent(renderer)  # measured once: to measure takes longer than all the rest
        dots = axes.figure.dpi / 72  # to a point
        for shift, align in _beside(9 + 5.4 * sqrt(count)):
            aside = {"left": middle.width / 2, "center": 0, "right": -middle.width / 2}[align]
            box = middle.translated(shift[0] * dots + aside, shift[1] * dots)
            inside = frame.x0 < box.x0 and box.x1 < frame.x1 and frame.y0 < box.y0 and box.y1 < frame.y1
            wide = box.padded(5)
            covers = any(wide.contains(*spot) for spot in others)
            if inside and not covers and not any(box.overlaps(other) for other in taken):
                label.set(position=shift, ha=align)
                taken.append(box)
                break
        else:
            label.remove()


def _beside(room: float) -> list[tuple[tuple[float, float], str]]:
    """Where a name may stand, best first: points to the right and up from the place, and how it is aligned there."""
    return [((0, -room - 4), "center"), ((room, 0), "left"), ((-room, 0), "right"), ((0, room + 4), "center")]


def _legend(axes: Axes, words: Words, present: set[str]) -> None:
    """The groups that are drawn, in two rows below the maps; then what a hollow mark says."""
    from matplotlib.lines import Line2D

    marks = {
        words(f"figure.campaigns.group.{group}"): Line2D(
            [], [], linestyle="", marker=marker, color=color, markersize=10
        )
        for group, (_, marker, color) in GROUPS.items()
        if group in present
    }
    marks[words("figure.campaigns.hollow")] = Line2D(
        [], [], linestyle="", marker="o", markerfacecolor="white", markeredgecolor=style.INK, markersize=10
    )
    axes.figure.legend(
        list(marks.values()), list(marks), loc="lower center", ncols=4, fontsize=13, handletextpad=0.1,
        columnspacing=1.0, labelspacing=0.35, borderaxespad=0.15,
    )  # fmt: skip


def _listing(tables: Tables, rows: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    words, head = tables.words, "figure.campaigns.column."
    where = dict(zip(tables["places"]["place_id"], tables["places"]["name"], strict=True))
    return pd.DataFrame(
        {
            words(head + "date"): [words.date(iso) for iso in rows["date"]],
            words(head + "campaign"): list(rows["campaign"]),
            words(head + "country"): list(rows["country"]),
            words(head + "place"): [where.get(place, "") for place in rows["place_id"]],
            words(head + "who"): list(
                rows["organizations_named"].where(rows["organizations_named"] != "", rows["participants"])
            ),
            words(head + "kind"): [tables.label("actions", "kind", code) for code in rows["kind"]],
            words(head + "basis"): [tables.label("actions", "basis", code) for code in rows["basis"]],
            words(head + "source"): list(rows["source_ids"]),
        }
    )
