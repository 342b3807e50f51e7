"""Outlines for maps: read from data/geo, drawn flat. Good for a classroom wall, not for measuring."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from mineros import style
from mineros.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.axes import Axes
    from matplotlib.path import Path as Line

    from mineros.data import Tables

# The maps, smallest first: their file, and the window (longitude, latitude) in which a selection of places must lie.
MAPS = {
    "mexico": ("north_america_admin1", (-118.5, -86.0), (13.8, 36.2)),
    "north_america": ("north_america_admin1", (-130.0, -60.0), (13.0, 57.0)),
    "world": ("world_countries_110m", (-170.0, 180.0), (-56.0, 78.0)),
}
Window = tuple[tuple[float, float], tuple[float, float]]  # west and east, south and north
Ring = list[tuple[float, float]]
LAND, SHORE = "#f1eee6", style.STONE


@cache
def outlines(path: Path, window: Window) -> list[Line]:
    """The outer lines of the areas in a GeoJSON file that can be seen in a window, read and cut out once."""
    from matplotlib.path import Path as Line
    from matplotlib.transforms import Bbox

    features = json.loads(path.read_text("utf-8"))["features"]
    lines = [Line(ring, closed=True) for feature in features for ring in outer(feature)]
    seen = Bbox(list(zip(*window, strict=True)))
    return [line for line in lines if line.intersects_bbox(seen)]


def outer(feature: dict[str, Any]) -> list[Ring]:
    """The outer lines of one area of a GeoJSON file; holes in it are left out."""
    shape = feature["geometry"]
    polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
    return [[(point[0], point[1]) for point in polygon[0]] for polygon in polygons]


def smallest(points: list[tuple[float, float]]) -> str:
    """The name of the smallest map that holds all points (longitude, latitude)."""
    for name, (_, (west, east), (south, north)) in MAPS.items():
        if all(west <= longitude <= east and south <= latitude <= north for longitude, latitude in points):
            return name
    return "world"


def draw(axes: Axes, name: str, tables: Tables, window: Window | None = None) -> None:
    """Draw the outlines of a map, or what a window shows of it. Raises DataError.

    Degrees of longitude are narrowed as they are at the middle; the whole world is drawn a little wider.
    """
    from math import cos, radians

    from matplotlib.collections import PathCollection

    file, *whole = MAPS[name]
    (west, east), (south, north) = shown = window or (whole[0], whole[1])
    path = tables.folder / "geo" / f"{file}.geojson"
    try:
        lines = outlines(path, shown)
    except (OSError, ValueError, KeyError, TypeError, IndexError) as cause:
        raise DataError(tables.words("error.no_map", file=str(path))) from cause
    axes.add_collection(PathCollection(lines, facecolor=LAND, edgecolor=SHORE, linewidth=0.6, zorder=0))
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    axes.set_aspect(1.15 if name == "world" and not window else 1 / cos(radians((south + north) / 2)))
    axes.set_axis_off()
