"""``send``: what other rooms call. It writes and enqueues in their transaction; nothing goes over a wire here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import override

from knooppunt.ground.access.public import TLP, languages_of
from knooppunt.ground.delivery.enqueueing import enqueue
from knooppunt.ground.delivery.events import Dispatched
from knooppunt.ground.delivery.models import Dispatch
from knooppunt.ground.delivery.queries.work import POSTMAN
from knooppunt.ground.delivery.rules.dispatching import TO_PERSONS, Message, State, checked, checked_for
from knooppunt.ground.incidents.public import current_incident
from knooppunt.ground.journal.public import action, record
from knooppunt.ground.network.public import NODE_ID, appointments
from knooppunt.kit.audience import Audience
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import Invalid, phrase

SEND = "delivery.send"
LONGEST = 200
LANGUAGE = "nl"
"""Of who has chosen none, and of words that are the same for everyone."""


@action
def send(
    *,
    channel: str = "email",
    to: Sequence[UUID],
    message: Message | Callable[[], Message],
    about: str,
    key: str,
    urgent: bool = False,
    contacts: Mapping[UUID, UUID] | None = None,
    lifetime: timedelta | None = None,
    marking: TLP = TLP.AMBER,
    readers: Sequence[str] = (),
    actor: Actor,
) -> Sequence[UUID]:
    """Send ``message`` to each of these persons of the network, once; the dispatch of each, in the order of ``to``.

    The same ``key`` and addressee are one dispatch for ever: whoever repeats the call, also at the same moment, gets
    the dispatch there is. ``about`` is the identifier of the thing. Who is told of a thing is seen by the sender and
    the organisation of the addressee; with ``marking`` RED only by ``readers`` (persons). Needs ``delivery.send``.
    A ``message`` that is a function is made anew in the language of each addressee.

    Each is reached by the contact point that ``contacts`` names for them, otherwise by the most preferred one of that
    means at the moment of sending. After ``lifetime`` it is no use: what was not handed over by then has failed. During
    an exercise only those who take part in it are sent anything: of others the dispatch fails and says so.
    """
    actor.require(SEND)
    _check(channel, key, about)
    wanted = list(dict.fromkeys(to))
    missing = sorted(set(wanted) - set(_known(key, wanted)))
    if missing:
        common = _common(lifetime, actor) | {"marking": marking, "readers": list(readers)}
        ours = {"channel": channel, "key": key, "about": about, "urgent": urgent} | common
        made = _insert(key, _rows(missing, ours, _words(message, channel, missing), contacts or {}))
        senders = Audience(common["held_by"], marking, readers=tuple(readers))  # an addressee knows of their own only
        record(Dispatched(about, channel, len(made), urgent, senders))
        enqueue(made, channel=channel, urgent=urgent)
    known = _known(key, wanted)
    return [known[person] for person in to]


def _check(channel: str, key: str, about: str) -> None:
    if channel not in TO_PERSONS:
        raise Invalid(
            phrase("Nothing can be sent over {channel}: there is no such channel."), place="channel", channel=channel
        )
    if not key or max(len(key), len(about)) > LONGEST:
        raise Invalid(phrase("Say by which key this is sent once, in at most {most} signs."), place="key", most=LONGEST)


def _rows(
    people: Sequence[UUID], ours: Mapping[str, Any], words: Mapping[UUID, dict[str, str]], contacts: Mapping[UUID, UUID]
) -> list[Dispatch]:
    places = _organisations(people)
    return [
        Dispatch(addressee=one, shared_with=places.get(one, []), contact=contacts.get(one), **ours, **words[one])
        for one in people
    ]


def _words(
    message: Message | Callable[[], Message], channel: str, people: Sequence[UUID]
) -> dict[UUID, dict[str, str]]:
    """What each of these people gets, in their language."""
    own = {} if isinstance(message, Message) else languages_of(people, actor=POSTMAN)
    chosen = {person: own.get(person, LANGUAGE) for person in people}
    said = {language: _said(message, channel, language) for language in set(chosen.values())}
    return {person: said[language] for person, language in chosen.items()}


def _said(message: Message | Callable[[], Message], channel: str, language: str) -> dict[str, str]:
    with override(language):
        told = checked_for(channel, checked(message if isinstance(message, Message) else message()))
    return {
        "subject": told.subject,
        "text": told.text,
        "link": told.link,
        "purpose": told.purpose,
        "language": language,
    }


def _common(lifetime: timedelta | None, actor: Actor) -> dict[str, Any]:
    crisis, moment = current_incident(actor=POSTMAN), now()
    return {
        "exercise": crisis is not None and crisis.exercise,
        "incident": crisis.id if crisis else None,
        "state": State.WAITING,
        "made_at": moment,
        "due_at": moment,
        "expires_at": moment + lifetime if lifetime is not None else None,
        "held_by": actor.organisation or str(NODE_ID),
    }


def _insert(key: str, rows: Sequence[Dispatch]) -> list[UUID]:
    """Those of the rows that were new, also when someone else inserts the same ones at this moment."""
    Dispatch.objects.bulk_create(rows, ignore_conflicts=True)
    there = set(_known(key, [row.addressee for row in rows]).values())
    return [row.id for row in rows if row.id in there]


def _known(key: str, addressees: Sequence[UUID]) -> dict[UUID, UUID]:
    return dict(Dispatch.objects.filter(key=key, addressee__in=addressees).values_list("addressee", "id"))


def _organisations(people: Sequence[UUID]) -> dict[UUID, list[str]]:
    """For which organisation each of these people works today."""
    wanted, found = set(people), dict[UUID, list[str]]()
    for held in appointments(actor=POSTMAN):
        if held.person_id in wanted:
            found[held.person_id] = [str(held.function.organisation_id)]
    return found
