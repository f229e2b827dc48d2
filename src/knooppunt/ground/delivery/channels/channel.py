"""What a channel must be able to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from knooppunt.ground.delivery.actions.attempts import Persistence
from knooppunt.ground.delivery.queries import Parcel
from knooppunt.ground.delivery.rules import Receipt


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes down how far an attempt is. ``handing`` just before the last byte; ``ended`` once, as soon as it is known,
    before any taking leave of the receiver."""

    handing: Callable[[], None]
    ended: Callable[[Receipt], None]


@dataclass(frozen=True, slots=True)
class Channel:
    """``missing``: the sentence that says which setting is wanting, empty when all is there. ``address``: where an
    addressee is reached now, empty when nowhere. ``lane``: what is kept at a pace, ``gap`` between two."""

    name: str
    missing: Callable[[], str]
    address: Callable[[UUID], str]
    lane: Callable[[Parcel], str]
    gap: Callable[[], timedelta]
    persistence: Callable[[Parcel], Persistence]
    deliver: Callable[[Parcel, str, Pen], None]
