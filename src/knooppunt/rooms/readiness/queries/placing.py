"""What a file or a rotation would make of a roster, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from django.utils.translation import gettext, override

from knooppunt.ground.network.public import ROLE_NAMES, Means, Role, appointments, reach
from knooppunt.kit.authority import Actor, system_actor
from knooppunt.kit.clock import now, today
from knooppunt.kit.problems import Invalid, phrase
from knooppunt.rooms.readiness.models import Loan, Roster
from knooppunt.rooms.readiness.queries.rosters import NODE, digest_of, question_of, roster_row, shifts_of
from knooppunt.rooms.readiness.rules.permissions import ROSTER
from knooppunt.rooms.readiness.rules.placing import Entry, Placing, placed
from knooppunt.rooms.readiness.rules.roster_import import Known, read_duties
from knooppunt.rooms.readiness.rules.rosters import DAY
from knooppunt.rooms.readiness.rules.rotations import Pattern, entries_of, turns

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
    known = Known(question, row.starts, row.ends, now(), names, _emails(names), roles_by_word())
    reading = read_duties(rows, known)
    return Looked(reading.placing, names, digest_of(question))


def rotation(roster: UUID, *, pattern: Pattern, people: Sequence[UUID], role: str, first: date, actor: Actor) -> Looked:
    """What a rotation would make of a roster; a line is a week of the pattern. Needs ``readiness.roster``."""
    actor.require(ROSTER)
    row = roster_row(roster, actor)
    question = question_of(row)
    entries = rotation_entries(row, pattern, people, role, first)
    names = {one.id: one.name for one in question.people}
    return Looked(placed(question, entries, now()), names, digest_of(question))


def rotation_entries(row: Roster, pattern: Pattern, people: Sequence[UUID], role: str, first: date) -> list[Entry]:
    """The duties of a rotation from ``first`` to the end of the roster. :class:`Invalid` says what it cannot be."""
    if not row.starts <= first < row.ends:
        template = phrase("{day} is outside this roster, which goes from {first} to {last}.")
        raise Invalid(template, place="first", day=first, first=row.starts, last=row.ends - DAY)
    if first < today():
        raise Invalid(phrase("A rotation begins today at the earliest."), place="first")
    return entries_of(turns(pattern, people, first, row.ends), role, shifts_of(row))


def rotation_choices(roster: UUID, *, actor: Actor) -> tuple[Sequence[str], Sequence[str], Mapping[UUID, str]]:
    """What a rotation can be made of: the shifts by name, the roles they need, who can be put on the roster.

    Needs ``readiness.roster``.
    """
    actor.require(ROSTER)
    question = question_of(roster_row(roster, actor))
    kinds = dict.fromkeys(one.kind for one in question.shifts)
    roles = sorted({role for one in question.shifts for role in one.needs})
    return list(kinds), roles, {one.id: one.name for one in question.people}


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
