"""The one place from which call-outs send anything, and where it is known by which channels people can be reached."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from knooppunt.ground.delivery.public import TO_PERSONS, Fate, Message, State, dispatch_of, fates, send, withdraw
from knooppunt.ground.network.public import Means, Person, reach
from knooppunt.kit.authority import system_actor
from knooppunt.rooms.readiness.rules.callouts import ANSWERABLE

HOUSE = system_actor("readiness")
PURPOSE = "answer"
LINK = "/a/{token}/"
FAILED = frozenset({State.FAILED, State.REFUSED})
ARRIVED = frozenset({State.SENT, State.UNCERTAIN})
CHANNELS = tuple(means.value for means in Means if means.value in TO_PERSONS)
"""Those over which something can be sent."""


def means_of(people: Collection[UUID]) -> Mapping[UUID, frozenset[str]]:
    """By which channels each of these people can be reached; who by none is left out. Two queries."""
    found = {who: {point.means.value for point in points} for who, points in reach(people, actor=HOUSE).items()}
    for who in Person.objects.filter(pk__in=list(people)).exclude(email="").values_list("id", flat=True):
        found.setdefault(who, set()).add(Means.EMAIL.value)
    return {who: frozenset(means) for who, means in found.items()}


def ask(to: Sequence[UUID], words: tuple[str, str], *, channel: str, callout: UUID, key: str) -> Mapping[UUID, UUID]:
    """Ask these people (subject, text) with the link that answers; the dispatch of each."""
    message = Message(*words, link=LINK, purpose=PURPOSE)
    made = send(
        channel=channel,
        to=to,
        message=message,
        about=str(callout),
        key=key,
        urgent=True,
        lifetime=ANSWERABLE,
        actor=HOUSE,
    )
    return dict(zip(to, made, strict=True))


def tell(to: Sequence[UUID], words: tuple[str, str], *, channel: str, callout: UUID, key: str, link: str = "") -> None:
    """Tell these people something that needs no answer."""
    if to:
        send(
            channel=channel,
            to=to,
            message=Message(*words, link=link),
            about=f"{callout} told",
            key=key,
            urgent=True,
            actor=HOUSE,
        )


def take_back(callout: UUID, people: Sequence[UUID]) -> None:
    """Whatever still waits to ask these people is not sent any more."""
    if people:
        withdraw(about=str(callout), addressees=people, actor=HOUSE)


def asked_by(token: str) -> UUID | None:
    """The dispatch whose link this is, if it is one of ours. Costs no query."""
    return dispatch_of(token, PURPOSE)


def how_they_fare(callout: UUID, since: datetime | None = None) -> Sequence[Fate]:
    """The dispatches that ask, or those that changed ``since``. One query."""
    return fates(str(callout), since=since, actor=HOUSE)
