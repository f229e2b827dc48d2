"""Who hears of an entry: rows and rule agree on every combination; what does not say for whom it is stays closed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import pytest

from knooppunt.ground.journal.models import Entry
from knooppunt.ground.journal.public import action, entries, may_hear, record
from knooppunt.ground.journal.tests.test_action import NODE
from knooppunt.kit.audience import NOBODY_HEARS, TLP, Audience
from knooppunt.kit.authority import Actor, Mandate
from knooppunt.kit.clock import now
from knooppunt.kit.events import Event

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, slots=True)
class Whispered(Event):
    """Something for an audience."""

    text: str
    audience: Audience


WHISPERED = Whispered.event_name()

AUDIENCES = [
    Audience(held_by, marking.value, shared_with, readers)
    for held_by, marking, shared_with, readers in product(
        ("org-a", "org-b"), TLP, ((), ("org-a",), ("org-a", "org-b")), ((), ("ada", "bo"))
    )
]
READS = frozenset({Mandate("journal.read")})
ACTORS = [NODE, *(Actor(one, one, of, mandates=READS) for one in ("", "ada", "cas") for of in ("", "org-a", "org-c"))]


@action
def tell_each(*, actor: Actor) -> None:
    actor.require("journal.test")
    for number, audience in enumerate(AUDIENCES):
        record(Whispered(str(number), audience))


def test_entries_and_rule_agree_on_every_combination() -> None:
    tell_each(actor=NODE)
    for actor in ACTORS:
        read = {line.audience for line in entries(limit=1000, actor=actor)}
        assert read == {one for one in AUDIENCES if may_hear(actor, WHISPERED, one)}, actor


@pytest.mark.parametrize("event", [WHISPERED, "somewhere.Unknown"])
def test_what_does_not_say_for_whom_it_is_is_read_by_the_operator_only(event: str) -> None:
    Entry.objects.create(at=now(), event=event, action="x", actor_id="a", actor_name="A", payload={"text": "a"})
    ada = Actor("ada", "Ada", "org-a", mandates=READS)
    assert (len(entries(actor=NODE)), entries(actor=ada)) == (1, [])
    assert (may_hear(NODE, event, None), may_hear(ada, event, None)) == (True, False)


def test_an_event_of_before_it_had_an_audience_is_read_again_for_nobody() -> None:
    assert Whispered.from_payload({"text": "a", "of_old": 7}) == Whispered("a", NOBODY_HEARS)
