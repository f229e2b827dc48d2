"""Text messages as a channel."""

from __future__ import annotations

from contextlib import AbstractContextManager

from django.conf import settings

from knooppunt.ground.delivery.channels.carrier import Carrier, Post
from knooppunt.ground.delivery.channels.gateway import posting
from knooppunt.ground.delivery.links import full_link
from knooppunt.ground.delivery.queries.work import Parcel
from knooppunt.kit.problems import phrase

EXERCISE = "OEFENING"


def text_of(parcel: Parcel) -> str:
    """The text, short, with its link; an exercise says so first."""
    warning = EXERCISE if parcel.exercise else ""
    return " ".join(filter(None, [warning, parcel.text, full_link(parcel.link, parcel.id, parcel.purpose)]))


def _missing() -> str:
    known = settings.KNOOPPUNT
    return "" if known.demo or known.sms_url else phrase("Text messages are not set up: they need KNOOPPUNT_SMS_URL.")


def _posting() -> AbstractContextManager[Post]:
    return posting("sms", settings.KNOOPPUNT.sms_url, settings.KNOOPPUNT.sms_token, text_of)


SMS = Carrier("sms", _missing, lambda: int(settings.KNOOPPUNT.sms_per_minute), _posting)
