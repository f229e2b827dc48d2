"""The one place that tells the time, so that an exercise or a test can set it.

Moments are aware ``datetime`` in UTC. Days are days in the Netherlands (``Europe/Amsterdam``).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

from knooppunt.kit.zone import NETHERLANDS

__all__ = ["NETHERLANDS", "clock_at", "now", "today"]

_set_to: ContextVar[datetime | None] = ContextVar("clock_set_to", default=None)


def now() -> datetime:
    """This moment in UTC, or the moment the clock was set to."""
    return _set_to.get() or datetime.now(UTC)


def today() -> date:
    """The day it is now in the Netherlands."""
    return now().astimezone(NETHERLANDS).date()


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """Let the clock stand still at ``moment`` (aware) within the block."""
    if moment.tzinfo is None:
        raise ValueError("the clock can only be set to a moment with a time zone")
    token = _set_to.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _set_to.reset(token)
