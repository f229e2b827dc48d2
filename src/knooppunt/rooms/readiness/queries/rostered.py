"""What a roster consists of, to look at as a table: its shifts, and what each person does in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from uuid import UUID

from knooppunt.kit.authority import Actor
from knooppunt.rooms.readiness.models import ShiftKind
from knooppunt.rooms.readiness.queries.rosters import question_of, roster_row
from knooppunt.rooms.readiness.rules.rosters import Crew, Held, fatigue, is_night, is_weekend


@dataclass(frozen=True, slots=True)
class KindLine:
    """A shift of every day of a roster, in local time; ``needs`` is role → number of people."""

    name: str
    starts: time
    ends: time
    needs: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Total:
    """What someone does in a roster. ``lender`` is the organisation they work for.

    ``fatigue`` is the highest score at the end of one of these duties, other rosters counted in; 0 without duties.
    """

    person: UUID
    name: str
    lender: str
    duties: int
    nights: int
    weekends: int
    hours: float
    fatigue: int


def shift_kinds(roster: UUID, *, actor: Actor) -> list[KindLine]:
    """The shifts of every day of a roster, the earliest first."""
    rows = ShiftKind.objects.filter(roster=roster_row(roster, actor))
    return [KindLine(row.name, row.starts, row.ends, row.needs) for row in rows]


def totals(roster: UUID, *, actor: Actor) -> list[Total]:
    """Everyone who is qualified for the roster, with what they do in it; who does most first."""
    question = question_of(roster_row(roster, actor))
    held: dict[UUID, list[Held]] = {}
    for duty in question.held:
        held.setdefault(duty.person, []).append(duty)
    found = [_total(one, held.get(one.id, ())) for one in question.people]
    return sorted(found, key=lambda one: (-one.hours, one.name))


def _total(one: Crew, held: Sequence[Held]) -> Total:
    mine = [duty for duty in held if duty.shift]
    return Total(
        person=one.id,
        name=one.name,
        lender=one.organisation,
        duties=len(mine),
        nights=sum(is_night(duty.starts, duty.ends) for duty in mine),
        weekends=sum(is_weekend(duty.starts) for duty in mine),
        hours=sum(duty.hours for duty in mine),
        fatigue=max((fatigue(held, duty.ends) for duty in mine), default=0),
    )
