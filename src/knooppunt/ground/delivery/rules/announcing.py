"""What is announced outside: that something happened, as a CloudEvent (CNCF CloudEvents 1.0, structured mode)."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from knooppunt.kit.problems import Conflict, Invalid, phrase

PREFIX = "nl.knooppunt."
CONTENT_TYPE = "application/cloudevents+json"
SILENT_ROOMS = frozenset({"access", "delivery"})
"""Accounts are nobody's business; a webhook about webhooks would never end."""


class Standing(StrEnum):
    """How a subscription stands. Only an active one is sent anything; what comes in the meantime is kept for it."""

    ACTIVE = "active"
    PAUSED = "paused"
    FAILED = "failed"
    ENDED = "ended"


STANDING_NAMES = {
    Standing.ACTIVE: phrase("Active"),
    Standing.PAUSED: phrase("Paused"),
    Standing.FAILED: phrase("Paused by itself"),
    Standing.ENDED: phrase("Ended"),
}
STANDING_CHANGES = {
    Standing.ACTIVE: frozenset({Standing.PAUSED, Standing.FAILED, Standing.ENDED}),
    Standing.PAUSED: frozenset({Standing.ACTIVE, Standing.ENDED}),
    Standing.FAILED: frozenset({Standing.ACTIVE, Standing.ENDED}),
    Standing.ENDED: frozenset[Standing](),
}


def check_standing(old: Standing, new: Standing) -> None:
    """:class:`Conflict` when a subscription cannot change so."""
    if new not in STANDING_CHANGES[old]:
        raise Conflict(phrase("A webhook that is {old} cannot become {new}."), old=old.value, new=new.value)


def may_be_announced(event: str) -> bool:
    """Whether ``room.Name`` is ever told outside."""
    return event.split(".")[0] not in SILENT_ROOMS


def chosen(events: Sequence[str], known: Collection[str]) -> list[str]:
    """The chosen event names, each once; :class:`Invalid` when there are none, or one is not announced."""
    wanted = sorted(set(events))
    strange = [event for event in wanted if event not in known]
    if strange:
        raise Invalid(phrase("{event} is not announced."), place="events", event=strange[0])
    if not wanted:
        raise Invalid(phrase("Choose at least one event."), place="events")
    return wanted


def type_of(event: str) -> str:
    """``picture.EditionPublished`` → ``nl.knooppunt.picture.EditionPublished``."""
    return PREFIX + event


def cloud_event(key: UUID, source: str, event: str, subject: str, at: datetime, *, exercise: bool) -> str:
    """The event as JSON, always the same text for the same event. ``at`` is aware; times are in UTC (RFC 3339).

    ``exercise`` is an extension attribute, there only when it is true.
    """
    told: dict[str, object] = {
        "specversion": "1.0",
        "id": str(key),
        "source": source,
        "type": type_of(event),
        "time": at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
    }
    # An attribute that is there is never empty (CloudEvents 1.0, 3.1).
    told |= {"subject": subject} if subject else {}
    told |= {"exercise": True} if exercise else {}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))
