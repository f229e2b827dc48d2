"""Which place an area takes among its like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """``rank`` 1 is the highest value; areas with equal values share the better place; ``among`` areas with a value."""

    rank: int
    among: int


def places(values: Mapping[str, float | None]) -> dict[str, Place | None]:
    """The place of each area by its value, highest first; None for an area without a value, which takes no place.

    Equal values share a place and the next place is skipped (1, 2, 2, 4): "standard competition ranking".
    """
    known = sorted((value for value in values.values() if value is not None), reverse=True)
    first: dict[float, int] = {}
    for index, value in enumerate(known):
        first.setdefault(value, index + 1)
    return {area: None if value is None else Place(first[value], len(known)) for area, value in values.items()}
