"""Leave: what was asked of an officer with the duties it hits, and one's own with what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import QuerySet

from knooppunt.ground.access.public import OWN_ACCOUNT
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now, today
from knooppunt.rooms.readiness.models import Duty, Leave, Roster
from knooppunt.rooms.readiness.queries.duties import DutyLine, line_of_duty
from knooppunt.rooms.readiness.queries.people import people_of
from knooppunt.rooms.readiness.queries.rosters import shifts_of, visible_rosters
from knooppunt.rooms.readiness.rules.permissions import ROSTER
from knooppunt.rooms.readiness.rules.rosters import midnight

Needs = tuple[dict[tuple[str, str], int], Counter[tuple[str, str]]]
"""What is wanted and what there is, by shift and role."""


class Decided(StrEnum):
    """What became of leave that was asked for."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Hit:
    """A duty in the days of leave. ``short``: how many of this role its shift would be short of without it."""

    duty: DutyLine
    short: int


@dataclass(frozen=True, slots=True)
class LeaveLine:
    """Leave from ``starts`` until just before ``ends``. ``hits``: what they have to do in those days, from now on."""

    id: UUID
    person: UUID
    name: str
    starts: date
    ends: date
    asked_at: datetime
    decided: Decided
    by: str
    hits: Sequence[Hit]

    @property
    def last(self) -> date:
        """The last day of it."""
        return self.ends - timedelta(days=1)

    @property
    def gaps(self) -> int:
        """How many of these duties would leave a gap."""
        return sum(one.short > 0 for one in self.hits)


def leave_asked(*, actor: Actor) -> list[LeaveLine]:
    """What was asked and not decided yet by the people of the actor, the nearest first. Needs ``readiness.roster``."""
    return _lines(_known(actor).filter(granted_at__isnull=True), visible_rosters(actor))


def leave_granted(*, actor: Actor) -> list[LeaveLine]:
    """Leave that was granted and is not over, with what has to be replaced still. Needs ``readiness.roster``."""
    return _lines(_known(actor).filter(granted_at__isnull=False), visible_rosters(actor))


def leave_waiting(*, actor: Actor) -> int:
    """How many requests of the people of the actor wait for a decision. Needs ``readiness.roster``."""
    return _known(actor).filter(granted_at__isnull=True).count()


def own_leave(*, actor: Actor) -> list[LeaveLine]:
    """One's own leave that is not over, with what became of it."""
    actor.require(OWN_ACCOUNT)
    return _lines(Leave.objects.filter(person=UUID(actor.id), ends__gt=today()), Roster.objects.all())


def _known(actor: Actor) -> QuerySet[Leave]:
    actor.require(ROSTER)
    return Leave.objects.filter(person__in=people_of(actor), ends__gt=today(), refused_at__isnull=True)


def _lines(rows: QuerySet[Leave], seen: QuerySet[Roster]) -> list[LeaveLine]:
    """With ``hits`` only on the rosters that are ``seen``."""
    needs = dict[UUID, Needs]()
    return [_line(row, seen, needs) for row in rows.select_related("person")]


def _line(row: Leave, seen: QuerySet[Roster], needs: dict[UUID, Needs]) -> LeaveLine:
    duties = Duty.objects.select_related("roster", "person").filter(
        person=row.person, roster__in=seen, cancelled_at__isnull=True, ends__gt=max(midnight(row.starts), now()),
        starts__lt=midnight(row.ends),
    )  # fmt: skip
    decided = Decided.GRANTED if row.granted_at else Decided.REFUSED if row.refused_at else Decided.ASKED
    hits = [] if decided is Decided.REFUSED else [_hit(one, needs) for one in duties]
    return LeaveLine(
        row.id, row.person_id, row.person.name, row.starts, row.ends, row.asked_at, decided, row.decided_by_name, hits
    )


def _hit(duty: Duty, needs: dict[UUID, Needs]) -> Hit:
    if duty.roster_id not in needs:
        needs[duty.roster_id] = _needs(duty.roster)
    wanted, have = needs[duty.roster_id]
    key = (duty.shift, duty.role)
    return Hit(line_of_duty(duty), max(wanted.get(key, 0) - (have[key] - 1), 0))


def _needs(roster: Roster) -> Needs:
    """What each shift needs of each role, and what it has."""
    wanted = {(one.key, role): number for one in shifts_of(roster) for role, number in one.needs.items()}
    have: Iterable[tuple[str, str]] = Duty.objects.filter(roster=roster, cancelled_at__isnull=True).values_list(
        "shift", "role"
    )
    return wanted, Counter(have)
