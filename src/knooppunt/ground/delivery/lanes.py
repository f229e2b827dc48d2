"""Room on a channel that takes many at a time: its pace, and whether it works. The state of machines; no journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from knooppunt.ground.delivery.models import Lane
from knooppunt.ground.delivery.rules.carrying import CLOSED, PROBE, Way, places, way
from knooppunt.kit.clock import now


@dataclass(slots=True)
class Room:
    """How many may go now, at most; ``at``: when there is room again. ``way``: how the channel is."""

    lane: Lane
    count: int
    at: datetime
    way: Way

    def take(self, count: int, gap: timedelta) -> datetime:
        """Take so many places, in the transaction that holds the lane; when the next one comes."""
        if count:
            self.lane.free_at = max(self.at, now()) + gap * count
            self.lane.save(update_fields=["free_at"])
            return self.lane.free_at
        return self.at


def lay(channel: str) -> None:
    """See to it that the channel has a lane."""
    Lane.objects.bulk_create([Lane(name=channel)], ignore_conflicts=True)


def room_on(channel: str, gap: timedelta) -> Room:
    """The room there is on a channel that has a lane; others wait until the transaction ends."""
    lane, moment = _locked(channel), now()
    found = way(lane.closed_until, lane.failing_since, moment)
    if found in (Way.CLOSED, Way.DOWN):
        return Room(lane, 0, lane.closed_until or moment, found)
    place = places(lane.free_at, gap, moment)
    count = min(place.count, PROBE) if found is Way.TRYING else place.count
    return Room(lane, count, place.at, found)


def went_through(channel: str) -> None:
    """The channel works."""
    Lane.objects.filter(pk=channel, failing_since__isnull=False).update(failing_since=None, closed_until=None)


def broke_down(channel: str) -> None:
    """Nothing goes through: others need not try for a moment."""
    with transaction.atomic():
        lane, moment = _locked(channel), now()
        lane.closed_until, lane.failing_since = moment + CLOSED, lane.failing_since or moment
        lane.save(update_fields=["closed_until", "failing_since"])


def _locked(channel: str) -> Lane:
    return Lane.objects.select_for_update().get(pk=channel)
