"""What a file or a rotation would make of a roster, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.utils.translation import gettext, override

from knooppunt.ground.network.public import ROLE_NAMES, Means, Role, appointments, reach
from knooppunt.kit.authority import Actor, system_actor
from knooppunt.rooms.readiness.models import Loan, Roster
from knooppunt.rooms.readiness.queries.rosters import NODE, ROSTER, digest_of, question_of, roster_row
from knooppunt.rooms.readiness.rules.placing import Placing
from knooppunt.rooms.readiness.rules.roster_import import Known, read_duties
from knooppunt.rooms.readiness.rules.rosters import Question

HOUSE = system_actor("readiness rosters", ["network.reach"])
LANGUAGES = ("nl", "en")


@dataclass(frozen=True, slots=True)
class Looked:
    """What would come of it, and the state of the roster (``seen``) in which that holds."""

    placing: Placing
    names: Mapping[UUID, str]
    seen: str


def duties_in_file(roster: UUID, rows: Sequence[tuple[int, Mapping[str, str]]], *, actor: Actor) -> Looked:
    """What the lines of a file mean for a roster; needs ``readiness.roster``."""
    actor.require(ROSTER)
    row = roster_row(roster, actor)
    question = question_of(row)
    names = {one.id: one.name for one in question.people} | _names(row)
    reading = read_duties(rows, Known(question, row.starts, row.ends, names, _emails(names), roles_by_word()))
    return Looked(reading.placing, names, digest_of(question))


def names_and_question(roster: UUID, *, actor: Actor) -> tuple[Question, Mapping[UUID, str]]:
    """What a roster asks, and who can be put on it by name; needs ``readiness.roster``."""
    actor.require(ROSTER)
    question = question_of(roster_row(roster, actor))
    return question, {one.id: one.name for one in question.people}


def _names(row: Roster) -> dict[UUID, str]:
    """Who works for the organisation or is lent to it, qualified or not."""
    members = {one.person_id: one.person.name for one in appointments(organisation=row.organisation_id, actor=NODE)}
    loans = Loan.objects.filter(borrower=row.organisation, starts__lt=row.ends, ends__gt=row.starts)
    return members | {one.person_id: one.person.name for one in loans.select_related("person")}


def _emails(names: Mapping[UUID, str]) -> Mapping[str, UUID]:
    """Whose an address is; one that two people share leads to nobody."""
    found: dict[str, set[UUID]] = {}
    for person, ways in reach(names, actor=HOUSE).items():
        for one in ways:
            if one.means is Means.EMAIL:
                found.setdefault(one.address.casefold(), set()).add(person)
    return {address: people.pop() for address, people in found.items() if len(people) == 1}


@cache
def roles_by_word() -> Mapping[str, str]:
    """The roles by their key and by their names in each language, in lower case."""
    found = {role.value: role.value for role in Role}
    for language in LANGUAGES:
        with override(language):
            found |= {gettext(ROLE_NAMES[role]).casefold(): role.value for role in Role}
    return found
