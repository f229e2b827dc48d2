"""Which rules a set of duties breaks: written apart from the solver, and shares nothing with it but the values.

Articles are those of the Arbeidstijdenwet (Dutch working hours act, BWBR0007671), for people of 18 and over.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from knooppunt.kit.problems import Conflict, phrase
from knooppunt.kit.zone import NETHERLANDS
from knooppunt.rooms.readiness.rules.days import moved
from knooppunt.rooms.readiness.rules.rosters import RULE_NAMES, Crew, Held, Rule

WEEK = timedelta(days=7)
PART, NEVER = timedelta(hours=32), datetime.max.replace(tzinfo=UTC)
REMEMBERED = 8192
"""Moments of which the date and the night are kept: a roster asks for the same ones again and again."""

Broken = frozenset[tuple[UUID, Rule, datetime]]
"""Who breaks which rule from when."""


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
    return beyond(broken_by(findings(people, before)), findings(people, after))


def broken_by(found: Iterable[Finding]) -> Broken:
    """What these findings come to, to hold others against."""
    return frozenset((one.person, one.rule, one.duty.starts) for one in found)


def beyond(known: Broken, found: Iterable[Finding]) -> list[Finding]:
    """Those that are not known already."""
    return [one for one in found if (one.person, one.rule, one.duty.starts) not in known]


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
    rests = _rests(duties)
    for first in duties:
        week = _rest_in(rests, first.starts, moved(first.starts, WEEK))
        if max(week, default=timedelta(0)) >= timedelta(hours=36):
            continue
        if sum(_rest_in(rests, first.starts, moved(first.starts, 2 * WEEK)), timedelta(0)) < timedelta(hours=72):
            yield Rule.WEEKLY_REST, first


def _rests(duties: list[Held]) -> list[tuple[datetime, datetime]]:
    """The stretches without duty that are long enough to count, and that after the last one."""
    found: list[tuple[datetime, datetime]] = []
    free = duties[0].ends
    for duty in duties:
        if duty.starts - free >= PART:
            found.append((free, duty.starts))
        free = max(free, duty.ends)
    return [*found, (free, NEVER)]


def _rest_in(rests: list[tuple[datetime, datetime]], starts: datetime, ends: datetime) -> list[timedelta]:
    """How long each of them is in that time, where it is long enough. There are few: each takes more than a day."""
    found = []
    for since, until in rests[bisect_left(rests, (starts,)) :]:
        if since >= ends:
            break
        found.append(min(until, ends) - since)
    return [one for one in found if one >= PART]


def _night(duty: Held) -> bool:
    return _is_night(duty.starts, duty.ends)


@lru_cache(maxsize=REMEMBERED)
def _is_night(starts: datetime, ends: datetime) -> bool:
    """More than an hour between midnight and six (article 1:7), by the clock on the wall."""
    here = starts.astimezone(NETHERLANDS), ends.astimezone(NETHERLANDS)
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
    for last, week, long in zip(duties, _within(duties, WEEK), _within(duties, 16 * WEEK), strict=True):
        if week > timedelta(hours=60):
            yield Rule.WEEK_HOURS, last
        if long > timedelta(hours=48 * 16):
            yield Rule.AVERAGE_HOURS, last


def _within(duties: list[Held], span: timedelta) -> Iterator[timedelta]:
    """At each duty, how long it and those before it last that began in so many days up to and with its own."""
    first, total = 0, timedelta(0)
    for last in duties:
        total += _length(last)
        while _date(last) - _date(duties[first]) >= span:
            total -= _length(duties[first])
            first += 1
        yield total


def _length(duty: Held) -> timedelta:
    return timedelta(seconds=duty.ends.timestamp() - duty.starts.timestamp())


def _date(duty: Held) -> datetime:
    """The date on which it begins, as a plain midnight, so that differences are whole days."""
    return _midnight(duty.starts)


@lru_cache(maxsize=REMEMBERED)
def _midnight(moment: datetime) -> datetime:
    here = moment.astimezone(NETHERLANDS)
    return datetime(here.year, here.month, here.day)  # noqa: DTZ001  a date, to count days with


def _inside(duty: Held, starts: datetime, ends: datetime | None) -> bool:
    return starts <= duty.starts and (ends is None or duty.ends <= ends)
