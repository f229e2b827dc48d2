"""The verbs of webhooks. An organisation has its own; people need ``delivery.subscribe``."""

from __future__ import annotations

import secrets
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from knooppunt.ground.delivery.actions.sending import send
from knooppunt.ground.delivery.enqueueing import enqueue
from knooppunt.ground.delivery.events import Replayed, Subscribed, SubscriptionChanged
from knooppunt.ground.delivery.models import Dispatch, Subscription
from knooppunt.ground.delivery.outgoing import write_dispatches
from knooppunt.ground.delivery.queries.webhooks import events_to_hear, owned
from knooppunt.ground.delivery.rules.announcing import Standing, check_standing, chosen
from knooppunt.ground.delivery.rules.destinations import checked_address
from knooppunt.ground.delivery.rules.dispatching import Message, State
from knooppunt.ground.journal.public import action, announced_between, final_entry, record
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.kit.ids import new_id
from knooppunt.kit.problems import Conflict, Invalid, NotAllowed, NotFound, phrase

SUBSCRIBE = "delivery.subscribe"
LIST = "/delivery/webhooks/"
ENDED = phrase("The webhook was ended.")
SECRET_BYTES = 32
MOST_REPLAYED = 10_000


@dataclass(frozen=True, slots=True)
class NewSubscription:
    """What was made. The secret is shown this once."""

    id: UUID
    secret: str


@action
def subscribe(*, name: str, address: str, events: Sequence[str], actor: Actor) -> NewSubscription:
    """Let the organisation of the actor be told of these events, from now on, at a web address."""
    actor.require(SUBSCRIBE)
    if actor.kind != "person" or not actor.organisation:
        raise NotAllowed(phrase("There is nothing here."))
    if not name.strip():
        raise Invalid(phrase("Give the webhook a name."), place="name")
    made = Subscription.objects.create(
        organisation=actor.organisation,
        person=actor.id,
        name=name.strip(),
        address=checked_address(address, private=settings.KNOOPPUNT.webhook_private),
        events=chosen(events, events_to_hear(actor=actor)),
        secret=f"whsec_{b64encode(secrets.token_bytes(SECRET_BYTES)).decode()}",
        standing=Standing.ACTIVE,
        cursor=final_entry(),
        made_at=now(),
    )
    record(Subscribed(made.id, tuple(made.events), made.audience))
    return NewSubscription(made.id, made.secret)


@action
def pause(*, subscription: UUID, actor: Actor) -> None:
    """Send nothing more for a while; what happens meanwhile is kept."""
    actor.require(SUBSCRIBE)
    _change(_own(subscription, actor), Standing.PAUSED)


@action
def resume(*, subscription: UUID, actor: Actor) -> None:
    """Send again, from where it stopped."""
    actor.require(SUBSCRIBE)
    found = _own(subscription, actor)
    _change(found, Standing.ACTIVE)
    waiting = Dispatch.objects.filter(channel="webhook", addressee=found.id, state="waiting")
    waiting.update(due_at=now(), tries=0, has_turn=False)
    enqueue(list(waiting.order_by("made_at", "id").values_list("id", flat=True)), channel="webhook", urgent=False)


@action
def end_subscription(*, subscription: UUID, actor: Actor) -> None:
    """Send nothing any more. This is not undone: who wants it again subscribes again, with a new secret."""
    actor.require(SUBSCRIBE)
    found = _own(subscription, actor)
    _change(found, Standing.ENDED)
    waiting = Dispatch.objects.filter(channel="webhook", addressee=found.id, state=State.WAITING)
    waiting.update(state=State.FAILED, reason=ENDED, settled_at=now())


@action
def replay(*, subscription: UUID, since: datetime, until: datetime, actor: Actor) -> int:
    """Send what was announced from ``since`` until just before ``until`` (aware) once more; how many.

    Each has the identifier it had: whoever kept it recognises it.
    """
    actor.require(SUBSCRIBE)
    found = _own(subscription, actor)
    if found.standing == Standing.ENDED:
        raise Conflict(ENDED)
    if since >= until:
        raise Invalid(phrase("The end must be later than the beginning."), place="until")
    told = announced_between(since, until, events=found.events, most=MOST_REPLAYED + 1, actor=actor)
    if len(told) > MOST_REPLAYED:
        raise Invalid(phrase("That is more than {most}: take a shorter time."), place="until", most=MOST_REPLAYED)
    made = write_dispatches(found, told, round_=f" again {new_id()}")
    record(Replayed(found.id, since, until, len(made), found.audience))
    return len(made)


@action
def fail_subscription(*, subscription: UUID, reason: str, actor: Actor) -> bool:
    """Pause a webhook that has not answered for a day or wants no more; whether it was active until now."""
    actor.require("delivery.send")
    found = Subscription.objects.select_for_update().get(pk=subscription)
    if found.standing != Standing.ACTIVE:
        return False
    _change(found, Standing.FAILED, reason)
    _tell_its_maker(found, actor)
    return True


def _tell_its_maker(found: Subscription, actor: Actor) -> None:
    def message() -> Message:
        return Message(_("A webhook was paused"), _("A webhook of your organisation was paused by itself."), LIST)

    send(to=[UUID(found.person)], message=message, about=str(found.id), key=f"webhook paused {new_id()}", actor=actor)


def _own(subscription: UUID, actor: Actor) -> Subscription:
    found = owned(actor).select_for_update().filter(pk=subscription).first()
    if found is None:
        raise NotFound(phrase("There is no such webhook."))
    return found


def _change(found: Subscription, new: Standing, reason: str = "") -> None:
    old = Standing(found.standing)
    check_standing(old, new)
    found.standing, found.reason = new, reason
    found.save(update_fields=["standing", "reason"])
    record(SubscriptionChanged(found.id, old, new, found.audience))
