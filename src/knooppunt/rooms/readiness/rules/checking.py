"""Which rules a set of duties breaks: written apart from the solver, and shares nothing with it but the values.

Articles are those of the Arbeidstijdenwet (Dutch working hours act, BWBR0007671), for people of 18 and over.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from knooppunt.kit.problems import Conflict, phrase
from knooppunt.kit.zone import NETHERLANDS
from knooppunt.rooms.readiness.rules.days import moved
from knooppunt.rooms.readiness.rules.rosters import RULE_NAMES, Crew, Held, Rule

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that a duty of a person breaks."""

    person: UUID
    name: str
    rule: Rule
    duty: Held


def findings(people: Sequence[Crew], duties: Sequence[Held]) -> list[Finding]:
    """Every broken rule. A duty of someone who is not among ``people`` breaks the qualification for it."""
    known = {one.id: one for one in people}
    by_person: dict[UUID, list[Held]] = {}
    for duty in duties:
        by_person.setdefault(duty.person, []).append(duty)
    found = []
    for person, theirs in by_person.items():
        theirs.sort(key=lambda duty: (duty.starts, duty.ends))
        crew = known.get(person)
        for rule, duty in _broken(crew, theirs):
            found.append(Finding(person, crew.name if crew else str(person), rule, duty))
    return found


def added(people: Sequence[Crew], before: Sequence[Held], after: Sequence[Held]) -> list[Finding]:
    """The rules that the duties ``after`` break, and those ``before`` did not."""
    known = {(one.person, one.rule, one.duty.starts) for one in findings(people, before)}
    return [one for one in findings(people, after) if (one.person, one.rule, one.duty.starts) not in known]


def refusal(finding: Finding) -> Conflict:
    """Who breaks which rule on which shift, as a sentence."""
    rule = RULE_NAMES[finding.rule]
    template = phrase("{name}, {shift}: {rule}.")
    return Conflict(template, place="person", name=finding.name, shift=finding.duty.shift, rule=rule)


def _broken(crew: Crew | None, duties: list[Held]) -> Iterator[tuple[Rule, Held]]:
    for duty in duties:
        yield from _by_itself(crew, duty)
    for check in (_overlap, _daily_rest, _weekly_rest, _night_rest, _night_runs, _nights, _hours):
        yield from check(duties)


def _by_itself(crew: Crew | None, duty: Held) -> Iterator[tuple[Rule, Held]]:
    """Qualified, not on leave, lent in that time, and no longer than 12 hours (article 5:7)."""
    if crew is None:
        yield Rule.QUALIFICATION, duty
        return
    if not any(_inside(duty, each.starts, each.ends) for each in crew.roles.get(duty.role, ())):
        yield Rule.QUALIFICATION, duty
    if any(duty.starts < (each.ends or duty.ends) and each.starts < duty.ends for each in crew.away):
        yield Rule.LEAVE, duty
    if crew.within and not any(_inside(duty, each.starts, each.ends) for each in crew.within):
        yield Rule.AWAY, duty
    if _length(duty) > timedelta(hours=12):
        yield Rule.LONG_SHIFT, duty


def _overlap(duties: list[Held]) -> Iterator[tuple[Rule, Held]]:
    latest: datetime | None = None
    for duty in duties:
        if latest is not None and duty.starts < latest:
            yield Rule.OVERLAP, duty
        latest = max(latest or duty.ends, duty.ends)


def _daily_rest(duties: list[Held]) -> Iterator[tuple[Rule, Held]]:
    """Article 5:3: 11 hours in a row in each 24; once in 7 times 24 hours it may be 8."""
    last_short: datetime | None = None
    for before, after in itertools.pairwise(duties):
        gap = after.starts - before.ends
        if gap < timedelta(0) or gap >= timedelta(hours=11):
            continue
        used = last_short is not None and before.ends - last_short < WEEK
        if gap < timedelta(hours=8) or used:
            yield Rule.REST, after
        else:
            last_short = before.ends


def _weekly_rest(duties: list[Held]) -> Iterator[tuple[Rule, Held]]:
    """Article 5:5: 36 hours in a row in each 7 times 24 hours, or 72 in each 14 times (in parts of at least 32).

    A stretch of 7 days is looked at from the beginning of each duty, which is where the least rest can be in it.
    """
    for first in duties:
        rest = _rest_in(duties, first.starts, moved(first.starts, WEEK))[0]
        if rest < timedelta(hours=36) and not _in_parts(duties, first.starts):
            yield Rule.WEEKLY_REST, first


def _rest_in(duties: list[Held], starts: datetime, ends: datetime) -> list[timedelta]:
    """The stretches without duty in that time, the longest first."""
    found, at = [], starts
    for duty in duties:
        if duty.ends <= starts or duty.starts >= ends:
            continue
        found.append(duty.starts - at)
        at = max(at, duty.ends)
    found.append(ends - at)
    return sorted(found, reverse=True)


def _in_parts(duties: list[Held], starts: datetime) -> bool:
    rests = _rest_in(duties, starts, moved(starts, 2 * WEEK))
    return sum((each for each in rests if each >= timedelta(hours=32)), timedelta(0)) >= timedelta(hours=72)


def _night(duty: Held) -> bool:
    """More than an hour between midnight and six (article 1:7), by the clock on the wall."""
    here = duty.starts.astimezone(NETHERLANDS), duty.ends.astimezone(NETHERLANDS)
    for day in {here[0].date(), here[1].date()}:
        begin = datetime(day.year, day.month, day.day, tzinfo=NETHERLANDS)
        until = begin.replace(hour=6)
        worked = min(here[1].timestamp(), until.timestamp()) - max(here[0].timestamp(), begin.timestamp())
        if worked > 3600:
            return True
    return False


def _night_rest(duties: list[Held]) -> Iterator[tuple[Rule, Held]]:
    """Article 5:8: after a night that ends after 02:00, 14 hours of rest.

    Once in 7 times 24 hours the act lets this be 8; that way out is not taken here.
    """
    for before, after in itertools.pairwise(duties):
        ended = before.ends.astimezone(NETHERLANDS)
        late = ended.hour * 60 + ended.minute > 120
        if _night(before) and late and timedelta(0) <= after.starts - before.ends < timedelta(hours=14):
            yield Rule.NIGHT_REST, after


def _night_runs(duties: list[Held]) -> Iterator[tuple[Rule, Held]]:
    """Article 5:8: no more than 7 nights in a row; after 3 or more, 46 hours of rest. In a row: on successive dates."""
    run: list[Held] = []
    for duty in duties:
        follows = bool(run) and _night(duty) and _date(duty) - _date(run[-1]) <= timedelta(days=1)
        if run and not follows:
            if len(run) > 2 and duty.starts - run[-1].ends < timedelta(hours=46):
                yield Rule.REST_AFTER_NIGHTS, duty
            run = []
        if _night(duty):
            run.append(duty)
            if len(run) > 7:
                yield Rule.NIGHTS_IN_A_ROW, duty


def _nights(duties: list[Held]) -> Iterator[tuple[Rule, Held]]:
    """Article 5:8: at most 36 nights in each 16 weeks."""
    nights = [duty for duty in duties if _night(duty)]
    for first, last in zip(nights, nights[36:], strict=False):
        if _date(last) - _date(first) < 16 * WEEK:
            yield Rule.NIGHTS, last


def _hours(duties: list[Held]) -> Iterator[tuple[Rule, Held]]:
    """Article 5:7: 60 hours a week at most (here: in any 7 days), 48 a week on average over 16 weeks."""
    for at, last in enumerate(duties):
        day = _date(last)
        week = [each for each in duties[: at + 1] if day - _date(each) < WEEK]
        if sum((_length(each) for each in week), timedelta(0)) > timedelta(hours=60):
            yield Rule.WEEK_HOURS, last
        long = [each for each in duties[: at + 1] if day - _date(each) < 16 * WEEK]
        if sum((_length(each) for each in long), timedelta(0)) > timedelta(hours=48 * 16):
            yield Rule.AVERAGE_HOURS, last


def _length(duty: Held) -> timedelta:
    return timedelta(seconds=duty.ends.timestamp() - duty.starts.timestamp())


def _date(duty: Held) -> datetime:
    """The date on which it begins, as a plain midnight, so that differences are whole days."""
    here = duty.starts.astimezone(NETHERLANDS)
    return datetime(here.year, here.month, here.day)  # noqa: DTZ001  a date, to count days with


def _inside(duty: Held, starts: datetime, ends: datetime | None) -> bool:
    return starts <= duty.starts and (ends is None or duty.ends <= ends)
