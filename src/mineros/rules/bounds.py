"""Rules of bounds: nobody acts before their time or after it, and no place lies outside its country."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from mineros import geo
from mineros.rules.base import Fault, by_id, listed, number, rows

if TYPE_CHECKING:
    from pathlib import Path

WORLD = "geo/world_countries_110m.geojson"
# The outlines are rough: a port may stand this many degrees off the coast.
NEAR_SHORE = 1.0
# The names by which the map of the world knows the countries of the table places.
ON_MAP = {
    "United States": "United States of America", "Bosnia and Herzegovina": "Bosnia and Herz.",
}  # fmt: skip


def events_fall_within_the_life_of_those_they_name(folder: Path) -> list[Fault]:
    """No body or person acts before its beginning or after its end."""
    people, bodies = by_id(folder, "people"), by_id(folder, "organizations")
    faults = []
    for event in rows(folder, "events"):
        for actor in listed(event["actors"]):
            body = bodies.get(actor, {})
            end = body.get("dissolved") or people.get(actor, {}).get("died")
            last = event["date_end"] or event["date"]
            if (body.get("founded") and last[:4] < body["founded"][:4]) or (end and event["date"][:4] > end[:4]):
                faults.append(event.fault("not_alive_then", "actors", actor=actor))
    return faults


def ties_bind_two_bodies_of_their_time(folder: Path) -> list[Fault]:
    """A tie joins two different bodies, and begins while both exist."""
    bodies = by_id(folder, "organizations")
    faults = []
    for tie in rows(folder, "ties"):
        if tie["source_org_id"] == tie["target_org_id"]:
            faults.append(tie.fault("tie_to_itself", "target_org_id"))
        for column in ("source_org_id", "target_org_id"):
            body = bodies.get(tie[column], {})
            start = tie["start"][:4]
            founded, dissolved = body.get("founded", "")[:4], body.get("dissolved", "")[:4]
            if start and ((founded and start < founded) or (dissolved and start > dissolved)):
                faults.append(tie.fault("not_alive_then", column, actor=tie[column]))
    return faults


def places_lie_in_their_country(folder: Path) -> list[Fault]:
    """A point lies inside the outline of its country, or within a degree of its shore."""
    if not (folder / WORLD).is_file():
        return [Fault(WORLD, "no_file")]
    faults = []
    for place in rows(folder, "places"):
        if bool(place["latitude"]) != bool(place["longitude"]):
            faults.append(place.fault("half_a_point", "longitude"))
            continue
        outlines = _outlines(folder).get(ON_MAP.get(place["country_en"], place["country_en"]))
        longitude, latitude = number(place["longitude"]), number(place["latitude"])
        if latitude is None or longitude is None or outlines is None:
            continue
        if not any(_holds(ring, longitude, latitude) for ring in outlines):
            point = {"point": f"{latitude}, {longitude}", "country": place["country_en"]}
            faults.append(place.fault("not_in_country", "latitude", **point))
    return faults


def _holds(ring: geo.Ring, longitude: float, latitude: float) -> bool:
    """Whether a point lies inside an outline, or near enough to its shore."""
    import numpy as np
    from matplotlib.path import Path as Outline

    outline = Outline(ring)
    if outline.contains_point((longitude, latitude)):
        return True
    shore = np.asarray(outline.interpolated(20).vertices, dtype=float)
    away = np.abs(shore - [longitude, latitude]).max(axis=1)  # in degrees, the larger of two
    return bool(away.min() < NEAR_SHORE)


@lru_cache(maxsize=4)
def _outlines(folder: Path) -> dict[str, list[geo.Ring]]:
    """The outer lines of each country, by its name on the map."""
    found: dict[str, list[geo.Ring]] = defaultdict(list)
    for feature in json.loads((folder / WORLD).read_text("utf-8"))["features"]:
        found[feature["properties"]["name"]] += geo.outer(feature)
    return dict(found)
