"""Webhooks as a channel."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings

from knooppunt.ground.delivery.actions.attempts import Persistence
from knooppunt.ground.delivery.actions.subscriptions import fail_subscription
from knooppunt.ground.delivery.channels.channel import Channel, Pen
from knooppunt.ground.delivery.channels.webhook.posting import deliver
from knooppunt.ground.delivery.queries.webhooks import target
from knooppunt.ground.delivery.queries.work import POSTMAN, Parcel
from knooppunt.ground.delivery.rules.announcing import Standing
from knooppunt.ground.delivery.rules.dispatching import UNDELIVERED, Destination, Patience, State
from knooppunt.kit.problems import phrase

A_DAY = Patience(first=timedelta(seconds=5), longest=timedelta(hours=2), tries=23)
"""Pauses of 5 seconds to 2 hours: 23 tries last a little over a day."""
HELD = {
    Standing.PAUSED: phrase("The webhook is paused."),
    Standing.FAILED: phrase("The webhook was paused by itself: it did not answer for a day."),
    Standing.ENDED: phrase("The webhook was ended."),
}


def _held(parcel: Parcel) -> str:
    return HELD.get(target(parcel.addressee, actor=POSTMAN).standing, "")


def _destination(parcel: Parcel) -> Destination:
    return Destination(target(parcel.addressee, actor=POSTMAN).address)


def _gap() -> timedelta:
    return timedelta(minutes=1) / settings.KNOOPPUNT.webhook_per_minute


def _deliver(parcel: Parcel, address: str, pen: Pen) -> None:
    deliver(parcel, address, target(parcel.addressee, actor=POSTMAN).secret, pen)


def _after(parcel: Parcel, state: State, reason: str) -> None:
    """What was not delivered in a day pauses the webhook."""
    if state in UNDELIVERED:
        fail_subscription(subscription=parcel.addressee, reason=reason, actor=POSTMAN)


WEBHOOK = Channel(
    name="webhook",
    missing=lambda: "",
    held=_held,
    destination=_destination,
    lane=lambda parcel: f"webhook {parcel.addressee}",
    gap=_gap,
    # A receiver knows a repeat by its identifier, so what may have arrived is always sent again.
    persistence=lambda parcel: Persistence(A_DAY, repeats=True),
    deliver=_deliver,
    after=_after,
)
