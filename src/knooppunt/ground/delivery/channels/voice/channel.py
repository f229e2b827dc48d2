"""Calls as a channel."""

from __future__ import annotations

from contextlib import AbstractContextManager

from django.conf import settings

from knooppunt.ground.delivery.channels.carrier import Carrier, Post
from knooppunt.ground.delivery.channels.gateway import posting
from knooppunt.ground.delivery.queries.work import Parcel
from knooppunt.kit.problems import phrase

EXERCISE = {"nl": "Dit is een oefening.", "en": "This is an exercise."}
OTHERWISE = "nl"


def spoken(parcel: Parcel) -> str:
    """What is read out: without a link, which nobody can hear; an exercise says so first."""
    warning = EXERCISE.get(parcel.language, EXERCISE[OTHERWISE]) if parcel.exercise else ""
    return " ".join(filter(None, [warning, parcel.text]))


def _missing() -> str:
    known = settings.KNOOPPUNT
    return "" if known.demo or known.voice_url else phrase("Calls are not set up: they need KNOOPPUNT_VOICE_URL.")


def _posting() -> AbstractContextManager[Post]:
    return posting("voice", settings.KNOOPPUNT.voice_url, settings.KNOOPPUNT.voice_token, spoken)


VOICE = Carrier("voice", _missing, lambda: int(settings.KNOOPPUNT.voice_per_minute), _posting)
