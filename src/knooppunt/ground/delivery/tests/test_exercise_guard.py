"""An exercise reaches nobody who does not take part in it, whatever is sent; what is real reaches everyone."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urljoin
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

import knooppunt.ground.delivery
from knooppunt.ground.delivery.models import Dispatch
from knooppunt.ground.delivery.public import Message, attempt, send
from knooppunt.ground.delivery.rules.dispatching import NO_ADDRESS, NOT_TAKING_PART
from knooppunt.ground.delivery.tests.devices import Device
from knooppunt.ground.delivery.tests.gateway import Gateway
from knooppunt.ground.delivery.tests.mailserver import MailServer
from knooppunt.ground.delivery.tests.people import NODE
from knooppunt.ground.delivery.tests.receiver import Receiver
from knooppunt.ground.incidents.public import name_participants, open_incident, remove_participants
from knooppunt.ground.network.public import ContactPoint, add_person
from knooppunt.kit.clock import now

CHANNELS = ("email", "sms", "voice", "push")
PACKAGE = Path(knooppunt.ground.delivery.__file__).parent


@dataclass(frozen=True)
class Someone:
    """Which means of contact they have, and what was said about their part, in order: named or removed."""

    means: frozenset[str]
    named: tuple[bool, ...]

    @property
    def takes_part(self) -> bool:
        return bool(self.named) and self.named[-1]


people = st.lists(
    st.builds(Someone, st.frozensets(st.sampled_from(CHANNELS)), st.lists(st.booleans(), max_size=3).map(tuple)),
    min_size=1,
    max_size=4,
)
sending = st.tuples(
    st.sampled_from(CHANNELS), st.booleans(), st.booleans()
)  # channel, urgent, by a certain contact point
sendings = st.lists(sending, min_size=1, max_size=3)


@pytest.fixture
def gateway(settings: Settings) -> Iterator[Gateway]:
    with Gateway() as running:
        known = replace(settings.KNOOPPUNT, sms_url=running.url, voice_url=running.url)
        settings.KNOOPPUNT = replace(known, sms_per_minute=100_000, voice_per_minute=100_000, gateway_connections=2)
        yield running


@pytest.fixture
def service(settings: Settings) -> Iterator[Receiver]:
    with Receiver() as running:
        known = replace(settings.KNOOPPUNT, webhook_private=True, push_contact="node@region.example")
        settings.KNOOPPUNT = replace(known, push_per_minute=100_000)
        yield running


@pytest.mark.django_db
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(real=st.booleans(), cast=people, sent=sendings, late=st.booleans())
def test_only_who_takes_part_is_reached_by_an_exercise_and_everyone_by_what_is_real(
    server: MailServer,
    gateway: Gateway,
    service: Receiver,
    *,
    real: bool,
    cast: list[Someone],
    sent: list[tuple[str, bool, bool]],
    late: bool,
) -> None:
    with _nothing_stays():
        server.kept.clear()
        gateway.took.clear()
        service.told.clear()
        crisis = open_incident(name="Storm", exercise=not real, reason="bericht", actor=NODE)
        cards = [_added(number, one, service) for number, one in enumerate(cast)]
        if not late:
            _say_who_takes_part(crisis, cards, cast, real=real)
        for turn, (channel, urgent, certain) in enumerate(sent):
            _send(turn, channel, cards, urgent=urgent, certain=certain)
        if late:  # what counts is who takes part when it would go out, not when it was written
            _say_who_takes_part(crisis, cards, cast, real=real)
        for dispatch in Dispatch.objects.order_by("id").values_list("id", flat=True):
            attempt(dispatch)
        reached = {(mail.to) for mail in server.kept} | {str(took["to"]) for took in gateway.took}
        reached |= {told.path for told in service.told}
        used = {channel for channel, *_ in sent}
        allowed = [card for card, one in zip(cards, cast, strict=True) if real or one.takes_part]
        assert reached == {card.points[channel] for card in allowed for channel in used if channel in card.points}
        _check_what_is_said(cards, allowed)


@dataclass(frozen=True)
class Card:
    """A person with what is reached by channel, and the contact point of each."""

    person: UUID
    points: dict[str, str]
    contacts: dict[str, UUID]


def _added(number: int, one: Someone, service: Receiver) -> Card:
    who = add_person(name=f"Persoon {number}", email="", actor=NODE).id
    points = {channel: _point(number, place, channel) for place, channel in enumerate(sorted(one.means))}
    contacts = {
        channel: ContactPoint.objects.create(
            person_id=who, means=channel, address=_written(channel, to, service), rank=rank, made_at=now()
        ).id
        for rank, (channel, to) in enumerate(points.items())
    }
    return Card(who, points, contacts)


def _point(number: int, place: int, channel: str) -> str:
    """By what it is seen that this person was reached: of a push message the path at its service."""
    named = {"email": f"p{number}@region.example", "push": f"/device/{number}"}
    return named.get(channel, f"+316{number}{place:07}")


def _written(channel: str, point: str, service: Receiver) -> str:
    return Device(urljoin(service.address, point)).address if channel == "push" else point


def _say_who_takes_part(crisis: UUID, cards: list[Card], cast: list[Someone], *, real: bool) -> None:
    if real:
        return
    for card, one in zip(cards, cast, strict=True):
        for named in one.named:
            (name_participants if named else remove_participants)(incident=crisis, people=[card.person], actor=NODE)


def _send(turn: int, channel: str, cards: list[Card], *, urgent: bool, certain: bool) -> None:
    contacts = {card.person: card.contacts[channel] for card in cards if certain and channel in card.contacts}
    send(
        channel=channel,
        to=[card.person for card in cards],
        message=Message("Oproep", "Komt u?"),
        about="call",
        key=f"turn {turn}",
        urgent=urgent,
        contacts=contacts,
        actor=NODE,
    )


def _check_what_is_said(cards: list[Card], allowed: list[Card]) -> None:
    """Whoever was not reached is told of, with the reason."""
    by_person = {card.person: card for card in cards}
    for row in Dispatch.objects.all():
        card = by_person[row.addressee]
        if card not in allowed:
            assert (row.state, row.reason) == ("failed", NOT_TAKING_PART)
        elif row.channel in card.points:
            assert row.state == "sent"
        else:
            assert (row.state, row.reason) == ("failed", NO_ADDRESS)


@contextmanager
def _nothing_stays() -> Iterator[None]:
    """What one example writes is not there for the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _who_reads_addresses() -> set[str]:
    """The modules of the package that name what gives an address, and those that read one from a person."""
    sources = [one for one in PACKAGE.rglob("*.py") if not {"tests", "migrations"} & set(one.parts)]
    return {str(one.relative_to(PACKAGE)) for one in sources if _reads(ast.parse(one.read_text()))}


def _reads(tree: ast.AST) -> bool:
    named = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    read = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    giving = {"reach", "ContactPoint", "contact_points", "everyone"}
    return bool(giving & (named | read)) or "email" in read


def test_addresses_of_people_are_read_in_one_place_of_the_package() -> None:
    assert _who_reads_addresses() == {"addressing.py"}
