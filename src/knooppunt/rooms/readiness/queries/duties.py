"""Who is on duty, one's own duties, what is not filled, who could replace whom, and the hours of loans."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from knooppunt.ground.access.public import OWN_ACCOUNT, readers_among
from knooppunt.ground.network.public import reach
from knooppunt.kit.authority import Actor, system_actor
from knooppunt.kit.clock import NETHERLANDS, now, today
from knooppunt.kit.problems import NotFound, phrase
from knooppunt.rooms.readiness.models import Duty, DutyAddress, Loan
from knooppunt.rooms.readiness.queries.rosters import question_of, roster_row, shifts_of, visible_rosters
from knooppunt.rooms.readiness.rules.checking import added
from knooppunt.rooms.readiness.rules.permissions import OVERSEE, READ
from knooppunt.rooms.readiness.rules.rosters import Held, Need, Rule, fatigue, midnight

CLOCK = system_actor("readiness duties", ["network.read", "network.reach"])
FRESH = timedelta(days=90)
"""How long after someone answered on it a contact point counts as verified."""


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Someone who is on duty, until ``until``. ``organisation`` is the one of the roster."""

    person: UUID
    name: str
    role: str
    organisation: UUID
    until: datetime


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A duty. Moments in UTC; ``stale``: no contact point of this person was verified in the last 90 days."""

    id: UUID
    roster: UUID
    roster_name: str
    person: UUID
    name: str
    role: str
    shift: str
    starts: datetime
    ends: datetime
    fixed: bool
    overruled: str
    version: int
    changed_at: datetime
    stale: bool = False

    @property
    def day(self) -> date:
        """The day in the Netherlands on which it begins."""
        return self.starts.astimezone(NETHERLANDS).date()


@dataclass(frozen=True, slots=True)
class Gap:
    """A need that nobody fills yet, and how many days ahead it is."""

    roster: UUID
    roster_name: str
    need: Need
    ahead: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """Someone who is qualified. ``broken``: the rules it would break; ``fatigue`` 0 to 100 at its beginning."""

    person: UUID
    name: str
    broken: Sequence[Rule]
    duties: int
    fatigue: int
    stale: bool


@dataclass(frozen=True, slots=True)
class Settled:
    """Hours someone who was lent worked for the borrower, in the days of the loan that were asked."""

    name: str
    lender: str
    borrower: str
    starts: date
    ends: date
    duties: int
    hours: float

    @property
    def last(self) -> date:
        """The last day of the loan."""
        return self.ends - timedelta(days=1)


def on_duty(*, roles: Collection[str], at: datetime, actor: Actor) -> list[OnDuty]:
    """Who is on duty in these roles at a moment, by role and name, on the rosters that the actor sees."""
    rows = _live(actor).filter(role__in=list(roles), starts__lte=at, ends__gt=at).order_by("role", "person__name")
    return [OnDuty(row.person_id, row.person.name, row.role, row.roster.organisation_id, row.ends) for row in rows]


def my_duties(*, since: datetime | None = None, actor: Actor) -> list[DutyLine]:
    """One's own duties that have not ended (or not before ``since``), the first one first."""
    actor.require(OWN_ACCOUNT)
    rows = Duty.objects.select_related("roster", "person").filter(cancelled_at__isnull=True)
    return [line_of_duty(row) for row in rows.filter(person=UUID(actor.id), ends__gt=since or now()).order_by("starts")]


def duties(roster: UUID, *, actor: Actor) -> list[DutyLine]:
    """What is worked in a roster, in order; amber who cannot be counted on to be reached."""
    row = roster_row(roster, actor)
    rows = list(_live(actor).filter(roster=row))
    stale = stale_among({one.person_id for one in rows})
    return [line_of_duty(one, stale=one.person_id in stale) for one in rows]


def one_duty(duty: UUID, *, actor: Actor) -> DutyLine:
    """A duty that is not cancelled, on a roster that the actor sees; :class:`NotFound`."""
    row = _live(actor).filter(pk=duty).first()
    if row is None:
        raise NotFound(phrase("There is nothing here."))
    return line_of_duty(row, stale=bool(stale_among({row.person_id})))


def gaps(*, roster: UUID | None = None, actor: Actor) -> list[Gap]:
    """What is needed and not filled from now on, the nearest first."""
    rows = visible_rosters(actor).filter(ends__gt=today())
    found = []
    for row in rows.filter(pk=roster) if roster else rows:
        have = Counter(Duty.objects.filter(roster=row, cancelled_at__isnull=True).values_list("shift", "role"))
        for shift in shifts_of(row):
            for role, number in shift.needs.items():
                short = number - have[shift.key, role]
                if short > 0 and shift.starts > now():
                    ahead = shift.starts.astimezone(NETHERLANDS).date() - today()
                    found.append(Gap(row.id, row.name, Need(shift, role, short), ahead.days))
    return sorted(found, key=lambda one: (one.need.shift.starts, one.need.role))


def candidates(roster: UUID, *, shift: str, role: str, actor: Actor) -> list[Candidate]:
    """Who is qualified for a shift, those who break no rule first, then those with the least work and fatigue."""
    row = roster_row(roster, actor)
    question = question_of(row)
    asked = next((one for one in question.shifts if one.key == shift and role in one.needs), None)
    if asked is None:
        raise NotFound(phrase("There is nothing here."))
    stale = stale_among({one.id for one in question.people})
    found = []
    for one in question.people:
        theirs = [each for each in question.held if each.person == one.id]
        duty = Held(one.id, role, asked.starts, asked.ends, asked.key)
        broken = {each.rule for each in added([one], theirs, [*theirs, duty])}
        if Rule.QUALIFICATION not in broken:
            mine = sum(bool(each.shift) for each in theirs)
            tired = fatigue(theirs, asked.starts)
            found.append(Candidate(one.id, one.name, sorted(broken), mine, tired, one.id in stale))
    return sorted(found, key=lambda one: (len(one.broken), one.duties, one.fatigue, one.name))


def settlement(*, starts: date, ends: date, actor: Actor) -> list[Settled]:
    """For each loan the hours worked on rosters of the borrower that began from ``starts`` until just before ``ends``.

    One sees the loans to and from one's own organisation, or all with ``readiness.oversee``.
    """
    actor.require(READ)
    rows = Loan.objects.select_related("person", "lender", "borrower").filter(starts__lt=ends, ends__gt=starts)
    if not actor.may(OVERSEE):
        place = UUID(actor.organisation) if actor.organisation else None
        rows = rows.filter(Q(lender=place) | Q(borrower=place)) if place else rows.none()
    return [_settled(row, starts, ends) for row in rows]


def _settled(row: Loan, starts: date, ends: date) -> Settled:
    since, until = midnight(max(row.starts, starts)), midnight(min(row.ends, ends))
    # The rosters of an organisation that merged are of what it went up in; a loan between those two is not.
    borrower = row.borrower.merged_into_id or row.borrower_id
    worked = Duty.objects.filter(
        person=row.person, roster__organisation=borrower, cancelled_at__isnull=True,
        starts__gte=since, starts__lt=min(until, now()),
    )  # fmt: skip
    hours = sum(Held(one.person_id, one.role, one.starts, one.ends).hours for one in worked)
    return Settled(row.person.name, row.lender.name, row.borrower.name, row.starts, row.ends, len(worked), hours)


def stale_among(people: Collection[UUID]) -> set[UUID]:
    """Those of whom no contact point was verified in the last 90 days."""
    found = reach(people, actor=CLOCK)
    fresh = now() - FRESH
    return {
        one for one in people if not any(each.verified_at and each.verified_at > fresh for each in found.get(one, ()))
    }


def owner_of_duties(secret: str, *, actor: Actor) -> Actor:
    """Whose duties this secret address shows. Anyone may ask: the secret decides. :class:`NotFound` alike for all."""
    row = DutyAddress.objects.filter(digest=digest_of_secret(secret), revoked_at__isnull=True).first()
    owner = readers_among([UUID(row.person)], actor=CLOCK).get(row.person) if row else None
    if owner is None:
        raise NotFound(phrase("There is nothing here."), actor=actor.id)
    return owner


def has_address(*, actor: Actor) -> bool:
    """Whether one's own duties have a secret address."""
    return bool(actor.id) and DutyAddress.objects.filter(person=actor.id, revoked_at__isnull=True).exists()


def digest_of_secret(secret: str) -> str:
    """What is kept of a secret. It is random and long, so it needs no slow digest."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _live(actor: Actor) -> QuerySet[Duty]:
    rows = Duty.objects.select_related("roster", "person").filter(cancelled_at__isnull=True)
    return rows.filter(roster__in=visible_rosters(actor))


def line_of_duty(row: Duty, *, stale: bool = False) -> DutyLine:
    """The row as it is read; its roster and person were selected with it."""
    return DutyLine(
        row.id,
        row.roster_id,
        row.roster.name,
        row.person_id,
        row.person.name,
        row.role,
        row.shift,
        row.starts,
        row.ends,
        row.fixed,
        row.overruled,
        row.version,
        row.changed_at,
        stale,
    )
