"""Rosters as the actor sees them, and what the rules and the solver need to know of one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from knooppunt.ground.access.public import TLP
from knooppunt.ground.network.public import NODE_ID, Person, appointments
from knooppunt.kit.audience import Audience
from knooppunt.kit.authority import Actor, system_actor
from knooppunt.kit.problems import NotFound, phrase
from knooppunt.rooms.readiness.models import Duty, Leave, Loan, Qualification, Roster, ShiftKind
from knooppunt.rooms.readiness.rules.days import moved
from knooppunt.rooms.readiness.rules.permissions import OVERSEE, READ
from knooppunt.rooms.readiness.rules.rosters import (
    DAY,
    Crew,
    Held,
    Question,
    Shift,
    Span,
    day_span,
    joined,
    midnight,
    shift_times,
)

AROUND = timedelta(days=112)
"""Rules look 16 weeks back."""
NODE = system_actor("readiness rosters", ["network.read"])


@dataclass(frozen=True, slots=True)
class RosterLine:
    """A roster; days from ``starts`` until just before ``ends``."""

    id: UUID
    name: str
    organisation: UUID
    organisation_name: str
    starts: date
    ends: date
    version: int

    @property
    def last(self) -> date:
        """The last day of it."""
        return self.ends - timedelta(days=1)


def visible_rosters(actor: Actor) -> QuerySet[Roster]:
    """Those of the organisation for which the actor acts, or all with ``readiness.oversee``."""
    actor.require(READ)
    rows = Roster.objects.select_related("organisation")
    if actor.may(OVERSEE):
        return rows
    return rows.filter(organisation=UUID(actor.organisation)) if actor.organisation else rows.none()


def rosters(*, actor: Actor) -> list[RosterLine]:
    """The rosters that the actor sees, the latest first."""
    return [line_of(row) for row in visible_rosters(actor)]


def one_roster(which: UUID, *, actor: Actor) -> RosterLine:
    """This roster; :class:`NotFound`."""
    return line_of(roster_row(which, actor))


def roster_row(which: UUID, actor: Actor, *, lock: bool = False) -> Roster:
    """The row; with ``lock`` whoever else changes it waits. :class:`NotFound`."""
    rows = visible_rosters(actor)
    row = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=which).first()
    if row is None:
        raise NotFound(phrase("There is nothing here."))
    return row


def line_of(row: Roster) -> RosterLine:
    place = row.organisation
    return RosterLine(row.id, row.name, place.id, place.name, row.starts, row.ends, row.version)


def audience_of(organisation: UUID) -> Audience:
    """The organisation itself and the node."""
    return Audience(str(organisation), TLP.AMBER, (str(NODE_ID),))


def shifts_of(row: Roster) -> list[Shift]:
    """Every shift of the roster, in order. :class:`Invalid` for a time that a clock change leaves out or repeats."""
    kinds = list(ShiftKind.objects.filter(roster=row))
    days = [row.starts + timedelta(days=at) for at in range((row.ends - row.starts).days)]
    found = [
        Shift(f"{day} {kind.name}", *shift_times(day, kind.starts, kind.ends), kind.needs, kind.name)
        for day in days
        for kind in kinds
    ]
    return sorted(found, key=lambda one: one.starts)


def question_of(row: Roster) -> Question:
    """What the roster asks, of whom, and what they hold in the 16 weeks before, in it, and just after."""
    people = crew_of(row)
    rows = Duty.objects.filter(
        Q(person__in=[one.id for one in people]) | Q(roster=row),
        cancelled_at__isnull=True,
        starts__gte=moved(midnight(row.starts), -AROUND),
        ends__lte=moved(midnight(row.ends), AROUND),
    )
    return Question(shifts_of(row), people, [held(one, row) for one in rows])


def crew_of(row: Roster) -> list[Crew]:
    """Who works for the organisation of the roster or is lent to it, with what they can do and when they are away."""
    there = members_of(row)
    roles: dict[UUID, dict[str, list[Span]]] = {}
    for one in Qualification.objects.filter(person__in=there):
        roles.setdefault(one.person_id, {}).setdefault(one.role, []).append(day_span(one.starts, one.ends))
    away: dict[UUID, list[Span]] = {}
    for leave in Leave.objects.filter(person__in=there, granted_at__isnull=False):
        away.setdefault(leave.person_id, []).append(day_span(leave.starts, leave.ends))
    return [
        Crew(person, one.name, one.organisation, roles[person], away.get(person, ()), one.spans)
        for person, one in sorted(there.items(), key=lambda each: each[1].name)
        if person in roles
    ]


@dataclass(frozen=True, slots=True)
class Member:
    """Someone who works for an organisation, or whom ``organisation`` lends to it, in ``spans``: one after another."""

    name: str
    organisation: str
    spans: Sequence[Span]


def members_of(row: Roster) -> dict[UUID, Member]:
    """Who works for the organisation of the roster or is lent to it in those days, qualified or not."""
    return members(row.organisation_id, row.starts, row.ends)


def members(organisation: UUID, starts: date, ends: date | None) -> dict[UUID, Member]:
    """Who works there or is lent to it in these days, with the terms of it. Who left is so no longer than that."""
    # A day more: a night that ends the day after may lie in two terms that follow on one another.
    until = ends + DAY if ends and ends < date.max else None
    held = appointments(organisation=organisation, on=starts, until=until or date.max, actor=NODE)
    loans = Loan.objects.select_related("person", "lender").filter(borrower=organisation, ends__gt=starts)
    found: list[tuple[Person, str, date, date | None]]
    found = [(one.person, one.lender.name, one.starts, _until_left(one)) for one in _before(loans, until)]
    found += [(one.person, one.function.organisation.name, one.starts, one.ends) for one in held]
    people: dict[UUID, tuple[str, str, list[Span]]] = {}
    for person, place, first, last in found:
        if last is None or last > first:
            spans = people[person.id][2] if person.id in people else []
            people[person.id] = (person.name, place, [*spans, day_span(first, last)])
    asked = day_span(starts, ends)
    terms = {who: Member(name, place, joined(spans)) for who, (name, place, spans) in people.items()}
    return {who: one for who, one in terms.items() if any(_common(each, asked) for each in one.spans)}


def _before(loans: QuerySet[Loan], until: date | None) -> QuerySet[Loan]:
    return loans.filter(starts__lt=until) if until else loans


def _until_left(loan: Loan) -> date:
    left = loan.person.left_on
    return min(loan.ends, left + DAY) if left else loan.ends


def _common(one: Span, asked: Span) -> bool:
    return (asked.ends is None or one.starts < asked.ends) and (one.ends is None or asked.starts < one.ends)


def held(row: Duty, roster: Roster) -> Held:
    """A duty as the rules see it; its shift only when it is of this roster."""
    key = row.shift if row.roster_id == roster.id else ""
    return Held(row.person_id, row.role, row.starts, row.ends, key, row.fixed, row.id)


def live_duties(roster: Roster) -> list[Duty]:
    """What is worked in it."""
    return list(Duty.objects.filter(roster=roster, cancelled_at__isnull=True).select_related("roster"))


def digest_of(question: Question) -> str:
    """What was seen of a roster: needs, people and duties. Another digest: something changed meanwhile."""
    parts = {
        "shifts": [[one.key, one.starts.isoformat(), one.ends.isoformat(), one.needs] for one in question.shifts],
        "people": sorted(map(repr, question.people)),
        "held": sorted([str(one.person), one.role, one.starts.isoformat(), one.ends.isoformat(), one.fixed]
                       for one in question.held),
    }  # fmt: skip
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
