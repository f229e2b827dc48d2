"""Dispatches of what the journal announced, for webhooks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from knooppunt.ground.access.public import TLP
from knooppunt.ground.delivery.enqueueing import enqueue
from knooppunt.ground.delivery.links import web_address
from knooppunt.ground.delivery.models import Dispatch, Subscription
from knooppunt.ground.delivery.queries.work import POSTMAN
from knooppunt.ground.delivery.rules.announcing import cloud_event, type_of
from knooppunt.ground.delivery.rules.dispatching import State
from knooppunt.ground.incidents.public import IncidentLine, incidents
from knooppunt.ground.journal.public import Announced
from knooppunt.ground.network.public import NODE_ID
from knooppunt.kit.clock import now


def write_dispatches(found: Subscription, told: Sequence[Announced], *, round_: str) -> list[Dispatch]:
    """One dispatch for each, with its body as it will be sent each time; enqueued."""
    crises = incidents(actor=POSTMAN)
    made = Dispatch.objects.bulk_create(
        _dispatch(found, one, f"webhook {one.key}{round_}", exercise=_in_exercise(one.at, crises)) for one in told
    )
    enqueue([one.id for one in made], channel="webhook", urgent=False)
    return made


def _in_exercise(at: datetime, crises: Sequence[IncidentLine]) -> bool:
    """Whether it happened during an exercise; the same answer whenever it is asked."""
    return any(
        crisis.exercise and crisis.opened_at <= at and (crisis.closed_at is None or at < crisis.closed_at)
        for crisis in crises
    )


def _dispatch(found: Subscription, one: Announced, key: str, *, exercise: bool) -> Dispatch:
    moment = now()
    return Dispatch(
        channel="webhook",
        addressee=found.id,
        key=key,
        about=str(one.key),
        subject=type_of(one.event),
        text=cloud_event(one.key, f"{web_address()}/", one.event, one.subject, one.at, exercise=exercise),
        urgent=False,
        exercise=exercise,
        state=State.WAITING,
        made_at=moment,
        due_at=moment,
        held_by=str(NODE_ID),
        marking=TLP.AMBER,
        shared_with=[found.organisation],
    )
