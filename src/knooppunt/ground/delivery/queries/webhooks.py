"""Reading webhooks: by the workers, and by the people of the organisation that has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from knooppunt.ground.access.public import Account, actor_for
from knooppunt.ground.delivery.models import Subscription
from knooppunt.ground.delivery.rules.announcing import Standing, may_be_announced
from knooppunt.kit.authority import EVERYTHING, NOBODY, Actor
from knooppunt.kit.events import type_names
from knooppunt.kit.problems import NotFound, phrase

SUBSCRIBE = "delivery.subscribe"


@dataclass(frozen=True, slots=True)
class SubscriptionLine:
    """A webhook as people read it: never its secret. ``made_at`` is aware, UTC."""

    id: UUID
    name: str
    address: str
    events: tuple[str, ...]
    standing: Standing
    reason: str
    made_at: datetime


def subscriptions(*, actor: Actor) -> Sequence[SubscriptionLine]:
    """The webhooks of the organisation of the actor, by name; needs ``delivery.subscribe``."""
    actor.require(SUBSCRIBE)
    return [_line(row) for row in owned(actor)]


def subscription(which: UUID, *, actor: Actor) -> SubscriptionLine:
    """One of them; :class:`NotFound`."""
    actor.require(SUBSCRIBE)
    found = owned(actor).filter(pk=which).first()
    if found is None:
        raise NotFound(phrase("There is no such webhook."))
    return _line(found)


def events_to_hear(*, actor: Actor) -> Sequence[str]:
    """The names of events that a webhook of the actor can be told of, in order."""
    return sorted(
        name for name in type_names if may_be_announced(name) and actor.may_anywhere(f"{name.split('.')[0]}.read")
    )


def _line(row: Subscription) -> SubscriptionLine:
    return SubscriptionLine(
        row.id, row.name, row.address, tuple(row.events), Standing(row.standing), row.reason, row.made_at
    )


@dataclass(frozen=True, slots=True)
class Target:
    """Where a webhook goes, as the workers need it."""

    address: str
    secret: str
    standing: Standing


def target(subscription: UUID, *, actor: Actor) -> Target:
    """The target of a webhook; only for the node itself."""
    found = owned(actor).get(pk=subscription)
    return Target(found.address, found.secret, Standing(found.standing))


@dataclass(frozen=True, slots=True)
class Listener:
    """An active webhook, and who it hears for with the rights of today (``NOBODY`` when they have left)."""

    subscription: UUID
    organisation: str
    hears: Actor


def listeners(*, actor: Actor) -> Sequence[Listener]:
    """All active webhooks."""
    found = list(owned(actor).filter(standing=Standing.ACTIVE))
    accounts = {str(one.person_id): one for one in Account.objects.filter(person__in=[one.person for one in found])}
    return [Listener(one.id, one.organisation, _hears(one, accounts)) for one in found]


def _hears(one: Subscription, accounts: Mapping[str, Account]) -> Actor:
    account = accounts.get(one.person)
    hears = actor_for(account) if account else NOBODY
    return hears if hears.organisation == one.organisation else NOBODY


def owned(actor: Actor) -> QuerySet[Subscription]:
    """The webhooks of the organisation of the actor; the node itself has all."""
    if actor.kind == "system" and actor.may(EVERYTHING):
        return Subscription.objects.all()
    return (
        Subscription.objects.filter(organisation=actor.organisation)
        if actor.organisation
        else (Subscription.objects.none())
    )
