"""A made outbreak over 25 regions and 120 days: the same on every machine, and like nothing that happened.

It begins around Venray, spreads with the distance on the tile map, falls back, and rises again in the west. What is
counted is drawn from Poisson distributions around that course with a generator of fixed seed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random

from knooppunt.ground.geography.public import areas, latest_borders, parent_of, population, tiles

DAYS = 120
SEED = "knooppunt"
CRADLE = "VR23"
RISING_AGAIN = {"VR12", "VR13", "VR15", "VR16", "VR17"}
UNKNOWN_SHARE = 0.004  # of the people counted, the municipality is not known
WEEK = (0.82, 1.10, 1.12, 1.08, 1.06, 1.02, 0.80)  # reports by day of the week, Monday first
LARGE = 30.0  # above this a normal distribution serves as Poisson

COUNTED = ("cases", "hospital", "deaths")


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality, or the unknown part of a province, with the people in it and its region (or "")."""

    code: str
    people: float
    region: str


@cache
def places() -> tuple[Place, ...]:
    """Every municipality, then the unknown part of each province."""
    on = latest_borders()
    known = [
        Place(one.code, _people(one.code, on), parent_of(one.code, "region", on) or "")
        for one in areas("municipality", on)
    ]
    unknown = [Place(f"{one.code}-X", _people(one.code, on) * UNKNOWN_SHARE, "") for one in areas("province", on)]
    return (*known, *unknown)


def _people(code: str, on: date) -> float:
    found = population(code, on)
    if found is None:
        raise LookupError(f"no population of {code}")
    return float(found.value)


@cache
def _distance(region: str) -> float:
    """Steps on the tile map from where it began; a region that is not known lies at the average."""
    where = {one.code: (one.column, one.row) for one in tiles()}
    if region not in where:
        return 4.0
    return math.dist(where[region], where[CRADLE])


def rate(place: Place, day: int, nature: float) -> float:
    """Expected cases per 100,000 people on ``day`` (0 is the first); ``nature`` is the place's own bent, around 1."""
    peak = 52 + 4.5 * _distance(place.region)
    wave = 38 * nature * math.exp(-(((day - peak) / 19) ** 2))
    again = (26 if place.region in RISING_AGAIN else 6) * nature * math.exp((day - DAYS) / 11)
    return 0.15 + wave + again


@cache
def daily() -> dict[str, dict[str, list[int]]]:
    """Counts per place code: ``cases``, ``hospital`` and ``deaths`` for each of the 120 days."""
    return {place.code: _course(place, Random(f"{SEED} {place.code}")) for place in places()}  # noqa: S311  an exercise


def _course(place: Place, chance: Random) -> dict[str, list[int]]:
    nature = math.exp(chance.gauss(0, 0.25))
    expected = [rate(place, day, nature) * WEEK[day % 7] * place.people / 100_000 for day in range(DAYS)]
    lagged = {"cases": (0, 1.0), "hospital": (6, 0.024), "deaths": (14, 0.009)}
    return {
        what: [poisson(expected[max(0, day - lag)] * share, chance) for day in range(DAYS)]
        for what, (lag, share) in lagged.items()
    }


def poisson(mean: float, chance: Random) -> int:
    """A draw from a Poisson distribution (Knuth's product of uniforms; above 30 a rounded normal)."""
    if mean > LARGE:
        return max(0, round(chance.gauss(mean, math.sqrt(mean))))
    limit, product, count = math.exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        count += 1
    return count
