"""Classes of a map: limits that a reader can say aloud."""

from __future__ import annotations

import math
from collections.abc import Sequence

CLASSES = 5


def break_up(values: Sequence[float]) -> tuple[float, ...]:
    """The lower limits of the classes after the first: at most four, at fifths of ``values``, rounded to two digits.

    Values that are all the same, or none at all, need no limits.
    """
    ordered = sorted(values)
    if len(ordered) < CLASSES or ordered[0] == ordered[-1]:
        return ()
    fifths = (ordered[round(len(ordered) * part / CLASSES)] for part in range(1, CLASSES))
    limits = sorted({round_to_two(value) for value in fifths})
    return tuple(limit for limit in limits if ordered[0] < limit <= ordered[-1])


def round_to_two(value: float) -> float:
    """Two significant digits: 37,462 becomes 37,000."""
    if value == 0:
        return 0.0
    digits = 1 - math.floor(math.log10(abs(value)))
    return float(round(value, digits))


def class_of(value: float, breaks: Sequence[float]) -> int:
    """Which class a value falls in, counting from 0; a limit belongs to the class it opens."""
    return sum(value >= limit for limit in breaks)
