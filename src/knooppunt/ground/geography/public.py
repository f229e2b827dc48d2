"""The doors of the geography room.

``import_borders`` is not among them: only the terminal calls it, and it loads what reads map files.
"""

from __future__ import annotations

from knooppunt.ground.geography.queries import (
    HeldBorders,
    area,
    area_name,
    areas,
    border_shapes,
    borders_held,
    is_known,
    latest_borders,
    match_name,
    members,
    movers,
    parent_of,
    population,
    region_of,
    tiles,
)
from knooppunt.ground.geography.rules import Area, Match, Population, Tile

__all__ = [
    "Area",
    "HeldBorders",
    "Match",
    "Population",
    "Tile",
    "area",
    "area_name",
    "areas",
    "border_shapes",
    "borders_held",
    "is_known",
    "latest_borders",
    "match_name",
    "members",
    "movers",
    "parent_of",
    "population",
    "region_of",
    "tiles",
]
