"""The one place from which call-outs send anything, and where it is known by which channels people can be reached."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from knooppunt.ground.delivery.public import (
    TO_PERSONS,
    Fate,
    Mailing,
    Message,
    Occasion,
    State,
    dispatch_of,
    failed_about,
    fates,
    send,
    send_all,
    withdraw,
)
from knooppunt.ground.network.public import Means, reach
from knooppunt.kit.authority import system_actor
from knooppunt.rooms.readiness.models import Callout
from knooppunt.rooms.readiness.rules.callouts import ANSWERABLE

HOUSE = system_actor("readiness")
PURPOSE = "answer"
LINK = "/a/{token}/"
FAILED = frozenset({State.FAILED, State.REFUSED})
ARRIVED = frozenset({State.SENT, State.UNCERTAIN})
CHANNELS = tuple(means.value for means in Means if means.value in TO_PERSONS)
"""Those over which something can be sent."""


def means_of(people: Collection[UUID]) -> Mapping[UUID, frozenset[str]]:
    """By which channels each of these people can be reached; who by none is left out. One query."""
    found = reach(people, actor=HOUSE)
    return {who: frozenset(point.means.value for point in points) for who, points in found.items()}


def asking(to: Sequence[UUID], words: tuple[str, str], *, channel: str, callout: Callout, key: str) -> Mailing:
    """What asks these people (subject, text), with the link that answers."""
    return Mailing(
        to,
        Message(*words, link=LINK, purpose=PURPOSE),
        str(callout.id),
        key,
        channel=channel,
        urgent=True,
        lifetime=ANSWERABLE,
        occasion=Occasion(callout.incident),
    )


def ask(mailings: Sequence[Mailing]) -> Sequence[Sequence[UUID]]:
    """Send all of these; the dispatches of each, in their order."""
    return send_all(mailings=mailings, actor=HOUSE) if mailings else []


def tell(
    to: Sequence[UUID], words: tuple[str, str], *, channel: str, callout: Callout, key: str, link: str = ""
) -> None:
    """Tell these people something that needs no answer."""
    if to:
        send(
            channel=channel,
            to=to,
            message=Message(*words, link=link),
            about=_told(callout.id),
            key=key,
            urgent=True,
            occasion=Occasion(callout.incident),
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


def how_telling_fares(callout: UUID, since: datetime) -> Sequence[Fate]:
    """The dispatches that tell something, and changed ``since``. One query."""
    return fates(_told(callout), since=since, actor=HOUSE)


def _told(callout: UUID) -> str:
    return f"{callout} told"


def broken(callouts: Iterable[UUID], since: datetime | None) -> Sequence[UUID]:
    """Those of these call-outs in which a dispatch that asks or tells failed ``since``. One query."""
    by_name = {name: one for one in callouts for name in (str(one), _told(one))}
    found = failed_about(list(by_name), since=since, actor=HOUSE)
    return list(dict.fromkeys(one for name, one in by_name.items() if name in found))
