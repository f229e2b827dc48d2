"""Why a need cannot be filled: a smallest set of conditions that cannot all be met (none of them can be left out).

Found by leaving conditions out one by one (a deletion filter) of a small roster around the need: other needs nearby,
the leave of people, the duties they hold. What always stays are qualifications and the rules about rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from time import monotonic
from uuid import UUID

from knooppunt.rooms.readiness.rules.rosters import Held, Need, Question, Span, may_work
from knooppunt.rooms.readiness.solving.proposing import can_fill

NEAR = timedelta(days=2)
SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Leaving:
    """That someone is on leave."""

    person: UUID
    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Conflict:
    """These ``needs``, ``leave`` and ``held`` duties cannot go together. ``able``: who is qualified for the first."""

    needs: Sequence[Need]
    leave: Sequence[Leaving]
    held: Sequence[Held]
    able: Sequence[str]


Condition = Need | Leaving | Held


def conflict(question: Question, need: Need, seconds: float = SECONDS) -> Conflict | None:
    """Why ``need`` goes unfilled beside what is needed in the two days around it; None when more than that is why.

    After so many seconds what is in conflict by then is given, which may not be the smallest.
    """
    until = monotonic() + seconds
    conditions = _conditions(question, need)
    if _possible(question, conditions):
        return None
    size = len(conditions)
    while size and monotonic() < until:
        at = 0
        while at < len(conditions) and monotonic() < until:
            fewer = conditions[:at] + conditions[at + size :]
            if _possible(question, fewer):
                at += size
            else:
                conditions = fewer
        size //= 2
    return _sorted(question, need, conditions)


def _conditions(question: Question, need: Need) -> list[Condition]:
    """What may be in the way, the need itself last: what is left out first is what is farthest away."""
    since, until = need.shift.starts - NEAR, need.shift.ends + NEAR
    near = [one for one in question.shifts if one.starts < until and since < one.ends]
    needs = [Need(shift, role, number) for shift in near for role, number in shift.needs.items()]
    needs.sort(key=lambda one: (one.shift != need.shift or one.role != need.role, one.role != need.role,
                                abs(one.shift.starts - need.shift.starts)), reverse=True)  # fmt: skip
    leave = [
        Leaving(one.id, one.name, span) for one in question.people for span in one.away if span.meets(since, until)
    ]
    held = [one for one in question.held if one.starts < until and since < one.ends]
    return [*needs[:-1], *held, *leave, needs[-1]]


def _possible(question: Question, conditions: Sequence[Condition]) -> bool:
    wanted: dict[str, dict[str, int]] = {}
    for one in conditions:
        if isinstance(one, Need):
            wanted.setdefault(one.shift.key, {})[one.role] = one.short
    spans = {(one.person, one.span) for one in conditions if isinstance(one, Leaving)}
    shifts = [replace(one, needs=wanted[one.key]) for one in question.shifts if one.key in wanted]
    people = [replace(one, away=[span for span in one.away if (one.id, span) in spans]) for one in question.people]
    return can_fill(Question(shifts, people, [one for one in conditions if isinstance(one, Held)]))


def _sorted(question: Question, need: Need, conditions: Sequence[Condition]) -> Conflict:
    able = [
        one.name
        for one in question.people
        if may_work(replace(one, away=()), need.role, need.shift.starts, need.shift.ends) is None
    ]
    return Conflict(
        sorted((one for one in conditions if isinstance(one, Need)), key=lambda one: one.shift.starts),
        [one for one in conditions if isinstance(one, Leaving)],
        [one for one in conditions if isinstance(one, Held)],
        able,
    )
