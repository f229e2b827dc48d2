"""The organisations that come with the house: ``tables/organisations.csv``."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from uuid import UUID

from knooppunt.ground.network.rules import Kind


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the table. ``area`` is a code of ``geography`` or empty."""

    id: UUID
    abbreviation: str
    name: str
    kind: Kind
    area: str


@cache
def listed_organisations() -> tuple[Listed, ...]:
    """The node, the 25 regions, the ministries and the core partners, in the order of the table."""
    table = files("knooppunt.ground.network") / "tables" / "organisations.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    return tuple(
        Listed(UUID(row["id"]), row["abbreviation"], row["name"], Kind(row["kind"]), row["area"])
        for row in csv.DictReader(lines)
    )
