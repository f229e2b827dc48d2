"""E-mail as a channel."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings

from knooppunt.ground.delivery.actions.attempts import Persistence
from knooppunt.ground.delivery.addressing import destinations
from knooppunt.ground.delivery.channels.channel import Channel, Pen
from knooppunt.ground.delivery.channels.email import folder, smtp
from knooppunt.ground.delivery.channels.email.wording import as_bytes
from knooppunt.ground.delivery.queries.work import Parcel
from knooppunt.ground.delivery.rules.dispatching import Patience
from knooppunt.kit.problems import phrase

LONGEST_PAUSE = timedelta(hours=1)
FIRST_PAUSE = timedelta(minutes=1)
FIRST_PAUSE_URGENT = timedelta(seconds=15)


def _missing() -> str:
    known = settings.KNOOPPUNT
    if known.demo or (known.mail_host and known.mail_from):
        return ""
    return phrase("E-mail is not set up: it needs KNOOPPUNT_MAIL_HOST and KNOOPPUNT_MAIL_FROM.")


def _lane(parcel: Parcel) -> str:
    return "email urgent" if parcel.urgent else "email"


def _gap() -> timedelta:
    return timedelta(minutes=1) / settings.KNOOPPUNT.mail_per_minute


def _persistence(parcel: Parcel) -> Persistence:
    known = settings.KNOOPPUNT
    first = FIRST_PAUSE_URGENT if parcel.urgent else FIRST_PAUSE
    when_uncertain = known.mail_uncertain_urgent if parcel.urgent else known.mail_uncertain
    return Persistence(Patience(first, LONGEST_PAUSE, known.mail_tries), repeats=when_uncertain == "repeat")


def _deliver(parcel: Parcel, address: str, pen: Pen) -> None:
    content = as_bytes(parcel, address)
    if settings.KNOOPPUNT.demo:
        folder.deliver(parcel, content, pen)
    else:
        smtp.deliver(address, content, pen)


EMAIL = Channel(
    name="email",
    missing=_missing,
    held=lambda parcel: "",
    destination=lambda parcel: destinations([parcel])[parcel.id],
    lane=_lane,
    gap=_gap,
    persistence=_persistence,
    deliver=_deliver,
    after=lambda parcel, state, reason: None,
)
