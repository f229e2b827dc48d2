"""``send``: what other rooms call. It writes and enqueues in their transaction; nothing goes over a wire here."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import override

from knooppunt.ground.access.public import TLP, languages_of
from knooppunt.ground.delivery.enqueueing import enqueue
from knooppunt.ground.delivery.events import Dispatched
from knooppunt.ground.delivery.inserting import Common, Once, Row, insert, known
from knooppunt.ground.delivery.queries.work import POSTMAN
from knooppunt.ground.delivery.rules.dispatching import TO_PERSONS, Message, checked, checked_for
from knooppunt.ground.incidents.public import current_incident
from knooppunt.ground.journal.public import action, record
from knooppunt.ground.network.public import NODE_ID, workplaces
from knooppunt.kit.audience import Audience
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import Invalid, phrase

SEND = "delivery.send"
LONGEST = 200
LANGUAGE = "nl"
"""Of who has chosen none, and of words that are the same for everyone."""
Said = Message | Callable[[], Message]


@dataclass(frozen=True, slots=True)
class Mailing:
    """One message to a number of persons; what the parts mean stands at :func:`send`."""

    to: Sequence[UUID]
    message: Said
    about: str
    key: str
    channel: str = "email"
    urgent: bool = False
    contacts: Mapping[UUID, UUID] | None = None
    lifetime: timedelta | None = None
    marking: TLP = TLP.AMBER
    readers: Sequence[str] = ()


@action
def send(
    *,
    channel: str = "email",
    to: Sequence[UUID],
    message: Said,
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
    mailing = Mailing(to, message, about, key, channel, urgent, contacts, lifetime, marking, readers)
    (made,) = _send([mailing], actor)
    return made


@action
def send_all(*, mailings: Sequence[Mailing], actor: Actor) -> Sequence[Sequence[UUID]]:
    """Send many mailings as :func:`send` does each, at the cost of about one; the dispatches of each, in their order.

    Needs ``delivery.send``.
    """
    actor.require(SEND)
    return _send(mailings, actor)


def _send(mailings: Sequence[Mailing], actor: Actor) -> list[list[UUID]]:
    for one in mailings:
        _check(one.channel, one.key, one.about)
    # Of mailings with one key the first counts: whoever is in it has that message.
    wanted = {(one.key, who): number for number, one in reversed([*enumerate(mailings)]) for who in one.to}
    found = known(wanted)
    missing = {once: number for once, number in wanted.items() if once not in found}
    if missing:
        found |= _made(mailings, missing, actor)
        # What somebody else wrote at this same moment, and committed.
        found |= known([once for once in missing if once not in found])
    return [[found[one.key, who] for who in one.to] for one in mailings]


def _made(mailings: Sequence[Mailing], missing: Mapping[Once, int], actor: Actor) -> dict[Once, UUID]:
    """Write what is missing, say so in the journal, and enqueue it; those that were new."""
    common, going = _common(actor), sorted(set(missing.values()))
    people: defaultdict[int, list[UUID]] = defaultdict(list)
    for (_, who), number in missing.items():
        people[number].append(who)
    chosen = _languages([who for number in going if callable(mailings[number].message) for who in people[number]])
    places = workplaces({who for _, who in missing}, actor=POSTMAN)
    rows = [
        _row(number, mailings[number], who, places.get(who), chosen.get(who, LANGUAGE))
        for number in going
        for who in people[number]
    ]
    words = [
        {"number": number, "language": language} | _said(mailings[number], language)
        for number, language in sorted({(row.number, row.language) for row in rows})
    ]
    made = insert(rows, [_told(number, mailings[number], common.at) for number in going], words, common)
    _announce(mailings, Counter(missing[once] for once in made), common)
    _enqueue(mailings, missing, made)
    return made


def _check(channel: str, key: str, about: str) -> None:
    if channel not in TO_PERSONS:
        raise Invalid(
            phrase("Nothing can be sent over {channel}: there is no such channel."), place="channel", channel=channel
        )
    if not key or max(len(key), len(about)) > LONGEST:
        raise Invalid(phrase("Say by which key this is sent once, in at most {most} signs."), place="key", most=LONGEST)


def _languages(people: Collection[UUID]) -> Mapping[UUID, str]:
    return languages_of(people, actor=POSTMAN) if people else {}


def _row(number: int, mailing: Mailing, who: UUID, place: str | None, chosen: str) -> Row:
    contact = mailing.contacts.get(who) if mailing.contacts else None
    return Row(number, who, place, contact, chosen if callable(mailing.message) else LANGUAGE)


def _said(mailing: Mailing, language: str) -> dict[str, object]:
    """What a mailing says in a language."""
    with override(language):
        message = mailing.message() if callable(mailing.message) else mailing.message
        told = checked_for(mailing.channel, checked(message))
    return {"subject": told.subject, "text": told.text, "link": told.link, "purpose": told.purpose}


def _told(number: int, mailing: Mailing, at: datetime) -> dict[str, object]:
    return {
        "number": number,
        "channel": mailing.channel,
        "key": mailing.key,
        "about": mailing.about,
        "urgent": mailing.urgent,
        "expires_at": None if mailing.lifetime is None else (at + mailing.lifetime).isoformat(),
        "marking": mailing.marking.value,
        "readers": list(mailing.readers),
    }


def _common(actor: Actor) -> Common:
    crisis = current_incident(actor=POSTMAN)
    return Common(
        at=now(),
        incident=crisis.id if crisis else None,
        exercise=crisis is not None and crisis.exercise,
        held_by=actor.organisation or str(NODE_ID),
    )


def _announce(mailings: Sequence[Mailing], counted: Mapping[int, int], common: Common) -> None:
    for number, count in sorted(counted.items()):
        one = mailings[number]
        # An addressee knows of their own only.
        senders = Audience(common.held_by, one.marking, readers=tuple(one.readers))
        record(Dispatched(one.about, one.channel, count, one.urgent, senders))


def _enqueue(mailings: Sequence[Mailing], missing: Mapping[Once, int], made: Mapping[Once, UUID]) -> None:
    jobs: defaultdict[tuple[str, bool], list[UUID]] = defaultdict(list)
    for once, dispatch in made.items():
        one = mailings[missing[once]]
        jobs[one.channel, one.urgent].append(dispatch)
    for (channel, urgent), dispatches in jobs.items():
        enqueue(dispatches, channel=channel, urgent=urgent)
