"""A roster to begin with: each shift in turn goes to whoever is most behind. Simple, and stricter than the rules.

It is there so that there always is a roster, also when the search finds none in time; the search improves on it.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import UUID

from knooppunt.rooms.readiness.rules.rosters import DAY, HOUR, Crew, Held, Question, Shift, may_work
from knooppunt.rooms.readiness.solving.fairness import Measure, Share, counted, shares
from knooppunt.rooms.readiness.solving.resting import Slot

MOST_NIGHTS_ON_END, WEEK_HOURS, AVERAGE_HOURS, MOST_NIGHTS = 2, 60.0, 48.0 * 16, 36
LONG_REST, AFTER_NIGHTS, WEEK, SIXTEEN = 36 * HOUR, 46 * HOUR, 7 * DAY, 112
Worked = dict[UUID, list[Slot]]


def greedy(question: Question) -> list[Held]:
    """Duties beside what is held that break no rule; what nobody can do stays open."""
    worked: Worked = {one.id: [] for one in question.people}
    for duty in question.held:
        if duty.person in worked:
            worked[duty.person].append(Slot(duty.starts, duty.ends, fixed=True))
    ours = {shift.key for shift in question.shifts}
    told: Counter[Measure] = Counter()
    for duty in question.held:
        if duty.shift in ours:
            told.update((name, duty.person) for name in counted(duty))
    return _filled(question, worked, told)


def _filled(question: Question, worked: Worked, told: Counter[Measure]) -> list[Held]:
    fair, found = shares(question), list[Held]()
    have = Counter((one.shift, one.role) for one in question.held)
    able = Counter(role for one in question.people for role in one.roles)
    for shift in sorted(question.shifts, key=lambda one: one.starts):
        # The roles that the fewest can do go first.
        for role in sorted(shift.needs, key=lambda one: (able[one], one)):
            for _ in range(shift.needs[role] - have[shift.key, role]):
                one = _next(question.people, shift, role, worked, told, fair)
                if one is None:
                    break
                worked[one.id].append(Slot(shift.starts, shift.ends))
                told.update((name, one.id) for name in counted(shift))
                found.append(Held(one.id, role, shift.starts, shift.ends, shift.key, fixed=False))
    return found


def _next(
    people: Sequence[Crew],
    shift: Shift,
    role: str,
    worked: Worked,
    told: Counter[Measure],
    fair: Mapping[Measure, Share],
) -> Crew | None:
    """Who can do it and is most behind."""
    slot = Slot(shift.starts, shift.ends)
    could = [
        one for one in people if may_work(one, role, shift.starts, shift.ends) is None and _fits(worked[one.id], slot)
    ]
    names = counted(shift)

    def ahead(one: Crew) -> tuple[int, int, str]:
        beyond = [told[name, one.id] + 1 - fair[name, one.id].most for name in names]
        return sum(max(each, 0) for each in beyond), sum(beyond), str(one.id)

    return min(could, key=ahead, default=None)


def _fits(theirs: Sequence[Slot], slot: Slot) -> bool:
    """Whether someone with these duties can have another: 11 or 14 hours around it, and no more than a week bears."""
    near = [one for one in theirs if abs(one.day - slot.day) <= 2 * 7]
    if any(one.starts < slot.rested and slot.starts < one.rested for one in near):
        return False
    return _hours_fit(theirs, slot) and _nights_fit(near, slot) and _rest_left([*near, slot], slot)


def _hours_fit(theirs: Sequence[Slot], slot: Slot) -> bool:
    """60 hours in each seven days that hold it, and the most of sixteen weeks in any stretch around it."""
    for first in range(slot.day - 6, slot.day + 1):
        if sum(one.hours for one in theirs if first <= one.day < first + 7) + slot.hours > WEEK_HOURS:
            return False
    # Both sides of it together are twice sixteen weeks: stricter than any sixteen of them.
    long = [*(one for one in theirs if abs(one.day - slot.day) < SIXTEEN), slot]
    return sum(one.hours for one in long) <= AVERAGE_HOURS and sum(one.night for one in long) <= MOST_NIGHTS


def _nights_fit(near: Sequence[Slot], slot: Slot) -> bool:
    """No more than two nights on end, and long rest after a longer series that was held already."""
    nights = {one.day for one in near if one.night}
    if slot.night:
        run = 1
        for side in (-1, 1):
            day = slot.day + side
            while day in nights:
                run, day = run + 1, day + side
        if run > MOST_NIGHTS_ON_END:
            return False
    series = [one for one in near if one.night and {one.day - 1, one.day - 2} <= nights]
    return all(not one.ends <= slot.starts < one.ends + AFTER_NIGHTS for one in series)


def _rest_left(near: Sequence[Slot], slot: Slot) -> bool:
    """36 hours of rest in the 7 days from the beginning of each duty that has this one in them."""
    order = sorted(near, key=lambda one: one.starts)
    for first in order:
        if not first.starts <= slot.starts < first.starts + WEEK:
            continue
        inside = [one for one in order if first.starts <= one.starts < first.starts + WEEK]
        gaps = [after.starts - before.ends for before, after in itertools.pairwise(inside)]
        if max([*gaps, first.starts + WEEK - inside[-1].ends]) < LONG_REST:
            return False
    return True
