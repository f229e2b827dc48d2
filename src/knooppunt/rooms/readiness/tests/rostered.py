"""People, a roster and qualifications to test with, made with the real verbs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID

from tests.cast import account_of

from knooppunt.ground.access.public import Account, actor_for
from knooppunt.ground.network.public import organisation
from knooppunt.kit.authority import Actor, system_actor
from knooppunt.kit.clock import clock_at
from knooppunt.rooms.readiness.public import Kind, make_roster, qualify

NODE = system_actor("test")
MADE = datetime(2026, 3, 2, 8, tzinfo=UTC)
FIRST, LAST = date(2026, 3, 9), date(2026, 3, 16)
NAMES = ("Anna", "Bas", "Cor", "Dina")
KINDS = (
    Kind("dag", time(7), time(15), {"lawyer": 1}),
    Kind("avond", time(15), time(23), {"lawyer": 1}),
)


@dataclass(frozen=True, slots=True)
class Made:
    """A week at the node with two shifts a day, and four people who can do them; ``officer`` makes the rosters."""

    officer: Actor
    accounts: dict[str, Account]
    people: dict[str, Actor]
    roster: UUID

    def person(self, name: str) -> UUID:
        return UUID(self.people[name].id)


def make() -> Made:
    """Everything; let the clock stand at ``MADE`` in the test itself."""
    with clock_at(MADE):
        officer = actor_for(account_of("Olga Officier", bundle="section_head"))
        accounts = {name: account_of(f"{name} Jansen") for name in NAMES}
        people = {name: actor_for(one) for name, one in accounts.items()}
        for one in people.values():
            qualify(person=UUID(one.id), role="lawyer", starts=date(2026, 1, 1), actor=officer)
        node = organisation("KCR2", actor=NODE).pk
        roster = make_roster(name="Week 11", organisation=node, starts=FIRST, ends=LAST, kinds=KINDS, actor=officer)
        return Made(officer, accounts, people, roster)


def actor_of(made: Made, person: UUID) -> Actor:
    return next(one for one in made.people.values() if one.id == str(person))
