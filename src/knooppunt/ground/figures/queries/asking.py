"""What one asks for, and what one gets: a figure with everything that has to stand beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Ask:
    """Figures of one indicator by one method for some areas, from ``starts`` up to and not on ``ends``.

    ``method``: a name of ``METHODS``, ``rank:METHOD``, ``share:INDICATOR``, ``share7:INDICATOR`` or ``plant_mean``.
    Without a ``source`` the one that delivered last is taken, among those that know one of the areas; and where someone
    decided which source counts, that one. With a ``source`` it is taken at its word, unless it ``yields`` to decisions.
    """

    indicator: str
    areas: tuple[str, ...]
    starts: date
    ends: date
    method: str = "value"
    source: str | None = None
    stratum: str = ""
    yields: bool = False


class Figure(NamedTuple):
    """One figure. ``value`` None is unknown. ``starts`` and ``ends`` (exclusive) are the day or the delivered period.

    ``basis``: the indicator that was delivered, when the one asked for is its daily difference. ``method``: what was
    computed in the end. ``n``: respondents, measured days or plants, or areas ranked. ``as_of``: the last day it is
    about. ``known_since``: since when all of it is known. ``delivery``: the newest delivery under it, ``reported_at``
    what that file says of itself. ``made``: ``delivered`` or ``summed`` ("" when unknown).

    ``gap`` = delivered - added up, and ``unknown_part`` = what lies in no known municipality, both in the amounts that
    the method starts from (a sum of seven days for ``sum7_per_100k``). ``gap_known`` is whether both sides are there.
    ``contributors`` of the ``expected`` areas are in a sum. ``remarks`` are English templates that say why something is
    unknown or different. ``version`` is for :func:`corrected_since`. ``chosen``: why someone decided that this source
    counts here ("": nobody did, or the reader may not see all sources that this is about).
    """

    indicator: str
    area: str
    starts: date
    ends: date
    as_of: date
    method: str
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    n: int | None = None
    basis: str = ""
    source: str = ""
    made: str = ""
    delivery: str | None = None
    reported_at: datetime | None = None
    known_since: datetime | None = None
    version: str = ""
    flags: tuple[str, ...] = ()
    gap: float | None = None
    gap_known: bool = False
    unknown_part: float | None = None
    contributors: int | None = None
    expected: int | None = None
    corrected: bool = False
    remarks: tuple[str, ...] = ()
    chosen: str = ""
