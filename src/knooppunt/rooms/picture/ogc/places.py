"""The collections, and the two systems in which their coordinates can be had."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pyproj import Transformer

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
RD = "http://www.opengis.net/def/crs/EPSG/0/28992"
CRSS = (CRS84, RD)
"""Longitude and latitude (the default, and how borders are kept), and RD New: metres east and north."""
DECIMALS: Mapping[str, int] = MappingProxyType({CRS84: 7, RD: 2})
"""About a centimetre, which is finer than the borders themselves."""


@dataclass(frozen=True, slots=True)
class Collection:
    """The areas of one kind. ``parents`` are the levels in which they lie, each a property."""

    id: str
    kind: str
    title: str | Promise
    description: str | Promise
    parents: tuple[str, ...] = ()


COLLECTIONS: Mapping[str, Collection] = MappingProxyType(
    {
        one.id: one
        for one in (
            Collection("regions", "region", _("Safety regions"), _("The 25 safety regions with their figures.")),
            Collection(
                "municipalities",
                "municipality",
                _("Municipalities"),
                _("The municipalities with their figures and the areas they lie in."),
                ("region", "province", "ggd"),
            ),
            Collection("provinces", "province", _("Provinces"), _("The provinces with their figures.")),
            Collection("ggd-regions", "ggd", _("GGD regions"), _("The regions of the health services.")),
        )
    }
)


@cache
def to_rd() -> Transformer:
    """From longitude and latitude to RD. Without the grid of the cadastre it is right to some 25 centimetres."""
    return Transformer.from_crs("OGC:CRS84", "EPSG:28992", always_xy=True)
