"""When somebody is asked to answer on a contact point, and for how long the answer counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from knooppunt.ground.network.public import FRESH_FOR, Means
from knooppunt.kit.problems import Conflict, phrase

PURPOSE = "verify contact"
"""Of the links and codes that are given out for this, and count for nothing else."""
LIFETIME = timedelta(days=3)
MOST_TRIES = 5
"""Wrong codes; of a hundred million codes that leaves one chance in twenty million."""
PAUSE = timedelta(minutes=10)
"""Between two questions somebody asks for themselves."""
RHYTHM_PAUSE = timedelta(days=14)
"""Between two questions on the same contact point that nobody asked for."""
AHEAD = timedelta(days=14)
"""So long before an answer is too old it is asked for anew."""


class Outcome(StrEnum):
    """How a question ended."""

    ANSWERED = "answered"
    REPLACED = "replaced"
    TRIED_OUT = "tried_out"


def may_ask(last: datetime | None, at: datetime) -> None:
    """Refuse (:class:`Conflict`) a question that follows the last one too soon; both aware."""
    if last is not None and at - last < PAUSE:
        raise Conflict(phrase("A code was sent a moment ago: look whether it has arrived."))


def asked_before(at: datetime) -> Mapping[Means, datetime]:
    """By means: whoever answered before this moment is asked again by the rhythm."""
    return {means: at - fresh + AHEAD for means, fresh in FRESH_FOR.items()}


def rests(last: datetime | None, at: datetime) -> bool:
    """Whether the rhythm leaves a contact point alone, because it was asked lately; both aware."""
    return last is not None and at - last < RHYTHM_PAUSE
