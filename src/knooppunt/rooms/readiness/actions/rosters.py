"""Rosters: the shifts and what they need, who can do what, leave and loans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from knooppunt.ground.access.public import OWN_ACCOUNT
from knooppunt.ground.journal.public import action, record
from knooppunt.ground.network.public import Role, appointments, organisation_names
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import Conflict, Invalid, NotFound, phrase
from knooppunt.rooms.readiness.keeping import changed, hold_making, hold_people
from knooppunt.rooms.readiness.models import Leave, Loan, Qualification, Roster, ShiftKind
from knooppunt.rooms.readiness.queries.people import audience_of_actor, people_of, require_own, works_there
from knooppunt.rooms.readiness.queries.rosters import NODE, audience_of, roster_row
from knooppunt.rooms.readiness.roster_events import (
    LeaveAsked,
    LeaveDecided,
    PersonLent,
    PersonQualified,
    RosterMade,
)
from knooppunt.rooms.readiness.rules.days import check_day, check_days
from knooppunt.rooms.readiness.rules.permissions import ROSTER
from knooppunt.rooms.readiness.rules.rosters import shift_times

LONGEST_ROSTER, MOST_KINDS, LONGEST_NAME, MOST_NEEDED = 92, 6, 200, 50
HALF_DAY = 12 * 60


@dataclass(frozen=True, slots=True)
class Kind:
    """A shift of every day, in local time, with how many people of each role it needs."""

    name: str
    starts: time
    ends: time
    needs: Mapping[str, int]


@action
def make_roster(
    *, name: str, organisation: UUID, starts: date, ends: date, kinds: tuple[Kind, ...], actor: Actor
) -> UUID:
    """Begin a roster of an organisation (one's own, or any with ``readiness.oversee``), with its shifts."""
    actor.require(ROSTER)
    require_own(organisation, actor)
    if not name.strip() or len(name.strip()) > LONGEST_NAME:
        raise Invalid(phrase("Give a name of at most {most} characters."), place="name", most=LONGEST_NAME)
    check_day(starts, "starts")
    check_day(ends, "ends")
    if not 0 < (ends - starts).days <= LONGEST_ROSTER:
        raise Invalid(phrase("A roster is for 1 to {most} days."), place="ends", most=LONGEST_ROSTER)
    _check_kinds(kinds)
    _check_clock(starts, ends, kinds)
    hold_making(organisation)
    told = {"name": name.strip(), "organisation_id": organisation, "starts": starts, "ends": ends}
    if Roster.objects.filter(**told).exists():
        raise Conflict(phrase("There is a roster with this name for these days already."), place="name")
    row = Roster.objects.create(**told, made_at=now(), made_by_name=actor.name)
    ShiftKind.objects.bulk_create(
        ShiftKind(roster=row, name=one.name.strip(), starts=one.starts, ends=one.ends, needs=dict(one.needs))
        for one in kinds
    )
    record(RosterMade(row.id, audience_of(organisation)))
    return row.id


@action
def set_needs(
    *, roster: UUID, kind: str, needs: Mapping[str, int], seen: Mapping[str, int] | None = None, actor: Actor
) -> None:
    """Say how many people of each role a shift needs. :class:`Conflict` when they are not what was ``seen``."""
    actor.require(ROSTER)
    row = roster_row(roster, actor, lock=True)
    shift = ShiftKind.objects.filter(roster=row, name=kind).first()
    if shift is None:
        raise NotFound(phrase("There is nothing here."), place="kind")
    _check_needs(needs)
    if seen is not None and shift.needs != seen:
        raise Conflict(phrase("Someone else changed this meanwhile: look at it again."))
    shift.needs = dict(needs)
    shift.save(update_fields=["needs"])
    changed(row)


@action
def qualify(*, person: UUID, role: str, starts: date, ends: date | None = None, actor: Actor) -> UUID:
    """Let someone be put on a roster in a role from ``starts`` until just before ``ends`` (nothing: no end known).

    Someone who is lent to one's organisation, or begins there later, only in days on which they are there.
    """
    actor.require(ROSTER)
    _check_needs({role: 1})
    check_days(starts, ends)
    if person not in people_of(actor) and not works_there(person, starts, ends, actor):
        raise NotFound(phrase("There is nothing here."), place="person")
    hold_people([person])
    told = {"person_id": person, "role": role, "starts": starts, "ends": ends}
    if Qualification.objects.filter(**told).exists():
        raise Conflict(phrase("This person is qualified for this role in these days already."), place="starts")
    row = Qualification.objects.create(**told)
    record(PersonQualified(row.id, audience_of_actor(actor)))
    return row.id


@action
def ask_leave(*, starts: date, ends: date, actor: Actor) -> UUID:
    """Ask for leave oneself, until just before ``ends``; again for the same days only when it was refused."""
    actor.require(OWN_ACCOUNT)
    check_days(starts, ends)
    hold_people([UUID(actor.id)])
    told = {"person_id": UUID(actor.id), "starts": starts, "ends": ends}
    if Leave.objects.filter(**told, refused_at__isnull=True).exists():
        raise Conflict(phrase("You asked for leave on these days already."), place="starts")
    row = Leave.objects.create(**told, asked_at=now())
    record(LeaveAsked(row.id, audience_of_actor(actor)))
    return row.id


@action
def decide_leave(*, leave: UUID, granted: bool, actor: Actor) -> None:
    """Grant or refuse leave, once; nobody their own."""
    actor.require(ROSTER)
    row = _held_leave(leave, actor)
    if str(row.person_id) == actor.id:
        raise Conflict(phrase("Nobody grants their own leave."))
    if row.granted_at or row.refused_at:
        raise Conflict(phrase("This leave was decided already."))
    setattr(row, "granted_at" if granted else "refused_at", now())
    row.decided_by_name = actor.name
    row.save()
    record(LeaveDecided(row.id, granted, audience_of_actor(actor)))


@action
def lend(*, person: UUID, lender: UUID, borrower: UUID, starts: date, ends: date, actor: Actor) -> UUID:
    """Lend someone to another organisation until just before ``ends``; the one that lends says so."""
    actor.require(ROSTER)
    require_own(lender, actor)
    _theirs(person, actor)
    if str(borrower) not in organisation_names(actor=NODE):
        raise NotFound(phrase("There is nothing here."), place="borrower")
    check_days(starts, ends)
    if lender == borrower:
        raise Invalid(phrase("An organisation lends people to another one."), place="borrower")
    if person not in {one.person_id for one in appointments(organisation=lender, actor=NODE)}:
        raise Invalid(phrase("This person does not work for the organisation that lends."), place="person")
    hold_people([person])
    if Loan.objects.filter(person=person, borrower=borrower, starts__lt=ends, ends__gt=starts).exists():
        raise Conflict(phrase("This person is lent there already in these days."), place="starts")
    row = Loan.objects.create(
        person_id=person, lender_id=lender, borrower_id=borrower, starts=starts, ends=ends, made_at=now()
    )
    record(PersonLent(row.id, audience_of(lender)))
    return row.id


def _held_leave(leave: UUID, actor: Actor) -> Leave:
    """The leave, locked, after its person: in the order of whoever else decides on that person."""
    found = Leave.objects.filter(pk=leave).first()
    if found is None or found.person_id not in people_of(actor):
        raise NotFound(phrase("There is nothing here."))
    hold_people([found.person_id])
    row = Leave.objects.select_for_update().get(pk=leave)
    if row.person_id != found.person_id:
        raise Conflict(phrase("Someone else changed this meanwhile: look at it again."))
    return row


def _theirs(person: UUID, actor: Actor) -> None:
    if person not in people_of(actor):
        raise NotFound(phrase("There is nothing here."), place="person")


def _check_kinds(kinds: tuple[Kind, ...]) -> None:
    if not 0 < len(kinds) <= MOST_KINDS:
        raise Invalid(phrase("A roster has 1 to {most} shifts a day."), place="kinds", most=MOST_KINDS)
    if len({one.name.strip().casefold() for one in kinds}) < len(kinds):
        raise Invalid(phrase("Each shift has a name of its own."), place="kinds")
    for one in kinds:
        if not one.name.strip() or len(one.name) > 60:
            raise Invalid(phrase("Give a name of at most {most} characters."), place="kinds", most=60)
        minutes = (_minutes(one.ends) - _minutes(one.starts)) % (24 * 60)
        if not 0 < minutes <= HALF_DAY:
            template = phrase("The shift {name} lasts longer than 12 hours (article 5:7).")
            raise Invalid(template, place="kinds", name=one.name)
        _check_needs(one.needs)


def _check_clock(starts: date, ends: date, kinds: tuple[Kind, ...]) -> None:
    """Every shift begins and ends at a time that exists once. :class:`Invalid` names the day."""
    for at in range((ends - starts).days):
        for one in kinds:
            shift_times(starts + timedelta(days=at), one.starts, one.ends)


def _minutes(hour: time) -> int:
    return hour.hour * 60 + hour.minute


def _check_needs(needs: Mapping[str, int]) -> None:
    for role, number in needs.items():
        if role not in set(Role):
            raise Invalid(phrase("There is no role {role}."), place="role", role=role)
        if not 0 < number <= MOST_NEEDED:
            raise Invalid(phrase("A shift needs 1 to {most} people of a role."), place="needs", most=MOST_NEEDED)
