"""What is a fair share: nights, weekends and duties a person, duties a lending organisation; with what came before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil, floor
from uuid import UUID

from knooppunt.rooms.readiness.rules.rosters import DAY, Crew, Held, Question, Shift, is_night, is_weekend, may_work

ROUNDS, HALVINGS, EPSILON = 30, 40, 1e-4
BEFORE = 56 * DAY
"""So much of what came before counts."""
COUNTS = ("nights", "weekends", "duties")

Measure = tuple[str, UUID | str]
"""What is counted, and of whom: a person, or an organisation by its name."""


@dataclass(frozen=True, slots=True)
class Share:
    """Between ``least`` and ``most`` is fair: duties are whole."""

    least: int
    most: int

    def apart(self, count: int) -> int:
        """How many duties ``count`` is away from it."""
        return max(count - self.most, self.least - count, 0)


def counted(shift_or_duty: Shift | Held) -> list[str]:
    """As what a duty counts."""
    starts, ends = shift_or_duty.starts, shift_or_duty.ends
    return ["duties"] + ["nights"] * is_night(starts, ends) + ["weekends"] * is_weekend(starts)


def shares(question: Question) -> dict[Measure, Share]:
    """The fair shares: what is needed of each role spread over who can do it, as evenly as the roles allow."""
    found: dict[Measure, Share] = {}
    lends: dict[str, float] = {}
    for name in COUNTS:
        level = _level(question, name)
        for person in question.people:
            part = level[person.id]
            found[name, person.id] = Share(floor(part + EPSILON), ceil(part - EPSILON))
            if name == "duties":
                lends[person.organisation] = lends.get(person.organisation, 0.0) + part
    for organisation, part in lends.items():
        found["organisation", organisation] = Share(floor(part + EPSILON), ceil(part - EPSILON))
    return found


def counts(question: Question, duties: Iterable[Held]) -> Counter[Measure]:
    """What these duties come to."""
    lender = {one.id: one.organisation for one in question.people}
    found: Counter[Measure] = Counter()
    for duty in duties:
        if duty.person in lender:
            found.update((name, duty.person) for name in counted(duty))
            found["organisation", lender[duty.person]] += 1
    return found


def unfairness(question: Question, duties: Iterable[Held]) -> tuple[int, int]:
    """How many duties the worst off is away from a fair share, and all of them together."""
    told = counts(question, duties)
    apart = [share.apart(told[measure]) for measure, share in shares(question).items()]
    return max(apart, default=0), sum(apart)


def earlier(question: Question, name: str) -> dict[UUID, float]:
    """How many of these each did in the 8 weeks before the roster, on whichever roster.

    For days on which someone was away or could not be asked yet they count as having done as much as the others did
    in a day on average: nobody makes up for leave.
    """
    until = min((shift.starts for shift in question.shifts), default=None)
    if until is None:
        return dict.fromkeys((one.id for one in question.people), 0.0)
    since = until - BEFORE
    done = Counter(
        one.person for one in question.held if since <= one.starts < until and not one.shift and name in counted(one)
    )
    there = {one.id: _there(one, since) for one in question.people}
    days = sum(there.values())
    average = sum(done[one] for one in there) / days if days else 0.0
    return {one: done[one] + average * (BEFORE // DAY - have) for one, have in there.items()}


def _there(one: Crew, since: datetime) -> int:
    """On how many days of those 8 weeks someone could have been on duty."""
    days = [(since + at * DAY, since + (at + 1) * DAY) for at in range(BEFORE // DAY)]
    return sum(any(may_work(one, role, *day) is None for role in one.roles) for day in days)


def _level(question: Question, name: str) -> dict[UUID, float]:
    """So many of these each, when what each role needs is poured out where there is least, over and over.

    What everyone did before counts as there already.
    """
    needs, able = _wanted(question, name)
    before = earlier(question, name)
    given = {role: dict.fromkeys(able[role], 0.0) for role in needs}
    for _ in range(ROUNDS):
        for role in given:
            others = {
                one: before[one] + sum(given[each].get(one, 0.0) for each in given if each != role)
                for one in able[role]
            }
            given[role] = _poured(others, needs[role], able[role])
    return {one.id: sum(parts.get(one.id, 0.0) for parts in given.values()) for one in question.people}


def _wanted(question: Question, name: str) -> tuple[Counter[str], dict[str, Counter[UUID]]]:
    """How many of these each role needs, and how many of them each person could do."""
    needs: Counter[str] = Counter()
    able: dict[str, Counter[UUID]] = {}
    for shift in question.shifts:
        if name in counted(shift):
            for role, number in shift.needs.items():
                needs[role] += number
                there = able.setdefault(role, Counter())
                there.update(p.id for p in question.people if may_work(p, role, shift.starts, shift.ends) is None)
    return needs, able


def _poured(beside: Mapping[UUID, float], amount: float, most: Mapping[UUID, int]) -> dict[UUID, float]:
    """``amount`` over these people, up to one level with what they have ``beside``, and no more than they can."""
    low, high = 0.0, max(beside.values(), default=0.0) + amount
    for _ in range(HALVINGS):
        level = (low + high) / 2
        full = sum(min(max(level - have, 0.0), most[one]) for one, have in beside.items())
        low, high = (level, high) if full < amount else (low, level)
    return {one: min(max(high - have, 0.0), float(most[one])) for one, have in beside.items()}
