"""The tables of the room, read once."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from knooppunt.ground.geography.rules import NATION, Area, Atlas, Count, Match, Tile, make_atlas

TABLE_BEGINS = date(2020, 1, 1)


@cache
def the_atlas() -> Atlas:
    """All areas with their counts of inhabitants."""
    upper = tuple(_upper_areas())
    return make_atlas((*upper, *_unknown_parts(upper), *_municipalities()), _counts())


@cache
def tile_map() -> tuple[Tile, ...]:
    """The tile map of the regions, in order of code."""
    rows = _rows("tiles.csv")
    return tuple(Tile(row["code"], int(row["column"]), int(row["row"]), row["abbreviation"]) for row in rows)


@cache
def spellings() -> Mapping[tuple[str, str], Match]:
    """(kind, spelling) to area. Spellings are in Unicode normal form C; official names win over aliases."""
    found = {
        (row["kind"], normal(row["spelling"])): Match(row["code"], alias_used=True) for row in _rows("aliases.csv")
    }
    for area in the_atlas().areas.values():
        found[area.kind, normal(area.name)] = Match(area.code, alias_used=False)
    return MappingProxyType(found)


def normal(text: str) -> str:
    """``text`` without outer white space, in Unicode normal form C (one sign for a letter with its accent)."""
    return unicodedata.normalize("NFC", text.strip())


def _upper_areas() -> Iterator[Area]:
    for row in _rows("areas.csv"):
        parents = tuple(code for code in (row["province"], NATION) if code and code != row["code"])
        yield Area(row["code"], row["name"], row["kind"], TABLE_BEGINS, None, (), parents)


def _unknown_parts(upper: tuple[Area, ...]) -> Iterator[Area]:
    for area in upper:
        if area.kind in ("nation", "province"):
            parents = (area.code, *area.parents)
            name = f"{area.name} (gemeente onbekend)"
            yield Area(f"{area.code}-X", name, "unknown", TABLE_BEGINS, None, (), parents)


def _municipalities() -> Iterator[Area]:
    for row in _rows("municipalities.csv"):
        yield Area(
            code=row["code"],
            name=row["name"],
            kind="municipality",
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_until=date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
            merged_into=tuple(row["merged_into"].split(";")) if row["merged_into"] else (),
            parents=(row["region"], row["province"], row["ggd"], NATION),
        )


def _counts() -> Iterator[Count]:
    inhabitants: dict[str, dict[str, int]] = {}
    for row in _rows("populations.csv"):
        inhabitants.setdefault(row["source"], {})[row["code"]] = int(row["inhabitants"])
    for row in _rows("population_sources.csv"):
        yield Count(
            reference=date.fromisoformat(row["reference"]),
            borders=date.fromisoformat(row["borders"]),
            total=int(row["total"]),
            title=row["title"],
            inhabitants=MappingProxyType(inhabitants[row["source"]]),
        )


def _rows(table: str) -> list[dict[str, str]]:
    place = files("knooppunt.ground.geography") / "tables" / table
    lines = place.read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))
