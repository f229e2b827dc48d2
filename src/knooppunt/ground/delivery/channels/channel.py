"""What a channel must be able to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from knooppunt.ground.delivery.actions.attempts import Persistence
from knooppunt.ground.delivery.queries.work import Parcel
from knooppunt.ground.delivery.rules.dispatching import Destination, Receipt, State


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes down how far an attempt is. ``handing`` just before the last byte; ``ended`` once, as soon as it is known,
    before any taking leave of the receiver."""

    handing: Callable[[], None]
    ended: Callable[[Receipt], None]


@dataclass(frozen=True, slots=True)
class Channel:
    """One way of sending.

    ``missing``: the sentence that says which setting is wanting, empty when all is there; ``held``: why this one waits,
    empty when it need not. ``destination``: where it goes now, or why nowhere. ``lane``: what is kept at a pace, with
    ``gap`` between two. ``after``: what follows when an attempt ended, in the same transaction.
    """

    name: str
    missing: Callable[[], str]
    held: Callable[[Parcel], str]
    destination: Callable[[Parcel], Destination]
    lane: Callable[[Parcel], str]
    gap: Callable[[], timedelta]
    persistence: Callable[[Parcel], Persistence]
    deliver: Callable[[Parcel, str, Pen], None]
    after: Callable[[Parcel, State, str], None]
