"""What the workers need to know of channels that take many at a time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from procrastinate.contrib.django.models import ProcrastinateJob

from knooppunt.ground.delivery.models import Attempt, Dispatch, Lane
from knooppunt.ground.delivery.rules.dispatching import State
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now

LYING = timedelta(seconds=5)
SEND = "delivery.send"


@dataclass(frozen=True, slots=True)
class Due:
    """When there is something to do on a channel again (aware), and whether it is urgent."""

    moment: datetime
    urgent: bool


def left_batches(channel: str, *, actor: Actor) -> Sequence[UUID]:
    """The batches of a channel with an attempt under way: of a worker that is at it, or that died."""
    actor.require(SEND)
    rows = Attempt.objects.filter(ended_at__isnull=True, batch__isnull=False, dispatch__channel=channel)
    return [batch for batch in rows.order_by().values_list("batch", flat=True).distinct() if batch is not None]


def due_next(channel: str, *, actor: Actor) -> Due | None:
    """When what waits on a channel may go, closed as it may be; ``None`` when nothing waits."""
    rows = Dispatch.objects.visible_to(actor).filter(channel=channel, state=State.WAITING).order_by("due_at")
    first = rows.values_list("due_at", "urgent").first()
    if first is None:
        return None
    lane = Lane.objects.filter(pk=channel).first()
    closed = [one for one in ((lane.closed_until, lane.free_at) if lane else ()) if one is not None]
    return Due(max([first[0], *closed]), first[1])


def lying(channels: Collection[str], *, actor: Actor) -> Sequence[str]:
    """Those of the channels on which something was due, or is under way, for some seconds, and that have no job now."""
    since = now() - LYING
    due = Dispatch.objects.visible_to(actor).filter(channel__in=list(channels), state=State.WAITING, due_at__lt=since)
    under_way = Attempt.objects.filter(ended_at__isnull=True, batch__isnull=False, begun_at__lt=since)
    found = set(due.order_by().values_list("channel", flat=True).distinct())
    found |= set(under_way.order_by().values_list("dispatch__channel", flat=True).distinct())
    jobs = ProcrastinateJob.objects.filter(task_name="delivery.carry", status="todo")
    planned = {args["channel"] for args in jobs.values_list("args", flat=True)}
    return sorted(found & set(channels) - planned)
