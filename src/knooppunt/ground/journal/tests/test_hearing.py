"""Who hears of an entry: rows and rule agree on every combination; what does not say for whom it is stays closed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import ClassVar

import pytest

from knooppunt.ground.journal.models import Entry
from knooppunt.ground.journal.public import action, announced_since, entries, event_names, may_hear, record
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


@dataclass(frozen=True, slots=True)
class Drafted(Event):
    """Something of which, in its audience, only those hear who may see drafts."""

    heard_with: ClassVar[tuple[str, ...]] = ("journal.draft", "journal.approve")

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


@action
def draft_something(*, actor: Actor) -> None:
    actor.require("journal.test")
    record(Drafted(Audience("org-a", TLP.GREEN)))


@pytest.mark.parametrize(
    ("organisation", "permission", "hears"),
    [
        ("org-a", "journal.approve", True),
        ("org-b", "journal.draft", True),
        ("org-a", "journal.other", False),
        ("", "journal.draft", False),
    ],
)
def test_with_a_permission_named_only_those_of_the_audience_hear_who_have_it(
    organisation: str, permission: str, hears: bool
) -> None:
    draft_something(actor=NODE)
    someone = Actor("ada", "Ada", organisation, mandates=READS | {Mandate("tests.read"), Mandate(permission)})
    assert bool(entries(actor=someone)) is hears
    assert bool(event_names(actor=someone)) is hears
    assert bool(announced_since(0, actor=someone)) is hears
    assert may_hear(someone, Drafted.event_name(), Audience("org-a", TLP.GREEN)) is hears
