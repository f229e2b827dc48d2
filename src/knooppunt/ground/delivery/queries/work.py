"""What the workers need to know of dispatches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from procrastinate.contrib.django.models import ProcrastinateJob

from knooppunt.ground.delivery.links import full_text
from knooppunt.ground.delivery.models import Attempt, Dispatch, Subscription
from knooppunt.kit.authority import Actor, system_actor
from knooppunt.kit.clock import now

LYING = timedelta(minutes=1)
POSTMAN = system_actor("delivery")
"""Who the workers are: they see every dispatch, whomever it concerns."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A dispatch as a channel hands it over. ``made_at`` and ``expires_at`` (nothing: always of use) are aware, UTC."""

    id: UUID
    channel: str
    addressee: UUID
    about: str
    subject: str
    text: str
    link: str
    urgent: bool
    exercise: bool
    made_at: datetime
    language: str
    purpose: str
    contact: UUID | None
    incident: UUID | None
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Work:
    """What a worker needs to know of a dispatch before it begins."""

    parcel: Parcel
    waiting: bool
    left_open: bool
    due_at: datetime
    has_turn: bool


def work_on(dispatch: UUID, *, actor: Actor) -> Work | None:
    """The dispatch as a worker sees it; ``None`` when there is none."""
    row = Dispatch.objects.visible_to(actor).filter(pk=dispatch).first()
    if row is None:
        return None
    return Work(
        parcel=parcel_of(row),
        waiting=row.state == "waiting",
        left_open=Attempt.objects.filter(dispatch=row, ended_at__isnull=True).exists(),
        due_at=row.due_at,
        has_turn=row.has_turn,
    )


def parcel_of(row: Dispatch) -> Parcel:
    return Parcel(
        row.id,
        row.channel,
        row.addressee,
        row.about,
        row.subject,
        full_text(row.text, row.id, row.purpose),
        row.link,
        row.urgent,
        row.exercise,
        row.made_at,
        row.language,
        row.purpose,
        row.contact,
        row.incident,
        row.expires_at,
    )


def left_lying(channels: Sequence[str], *, actor: Actor) -> Sequence[tuple[UUID, str, bool]]:
    """Identifier, channel and urgency of what is open on these channels, was due a minute ago, and has no job."""
    rows = Dispatch.objects.visible_to(actor).filter(
        channel__in=channels, settled_at__isnull=True, due_at__lt=now() - LYING
    )
    waiting = ProcrastinateJob.objects.filter(task_name="delivery.attempt", status__in=("todo", "doing"))
    at_work = {UUID(args["dispatch"]) for args in waiting.values_list("args", flat=True)}
    # What waits for a webhook that is not active waits until its organisation resumes it.
    rows = rows.exclude(channel="webhook", addressee__in=Subscription.objects.exclude(standing="active").values("id"))
    found = rows.order_by("-urgent", "due_at").values_list("id", "channel", "urgent")
    return [one for one in found if one[0] not in at_work]
