"""When rounds are due: a beat for each phase, in the time of the Netherlands (``kit.recurring``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from knooppunt.kit.problems import Invalid, phrase
from knooppunt.kit.recurring import Every, bounds, falls_on, moment_of, moved
from knooppunt.kit.zone import NETHERLANDS

ONE_DAY = timedelta(days=1)
MOST_DAYS, MOST_HOURS = 27, 24 * 14


@dataclass(frozen=True, slots=True)
class Beat:
    """How often, and when on such a day. ``opens`` and ``deadline`` are times in the Netherlands.

    ``on``: day of the week (1 is Monday) for a week, of the month (1 to 28) for a month; 0 for a day. The deadline is
    ``days`` days after the day of opening; the round closes ``hours`` hours after the deadline. ``working_days``: a
    round a day is then held on working days only, another one moves to the next working day, and so does a deadline.
    """

    every: Every
    opens: time
    deadline: time
    on: int = 0
    days: int = 0
    hours: int = 24
    working_days: bool = False


DEFAULT: Mapping[str, Beat] = {
    "cold": Beat(Every.MONTH, time(8), time(17), on=1, days=4, hours=72, working_days=True),
    "lukewarm": Beat(Every.WEEK, time(8), time(17), on=1, days=1, hours=48, working_days=True),
    "warm": Beat(Every.DAY, time(8), time(12), hours=12),
}


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The beat of each phase (``cold``, ``lukewarm``, ``warm``); a phase without one holds no rounds."""

    beats: Mapping[str, Beat] = field(default_factory=lambda: dict(DEFAULT))


@dataclass(frozen=True, slots=True)
class Slot:
    """One round as it is due. Moments in UTC; the days it is about run from ``starts`` until just before ``ends``."""

    opens: datetime
    deadline: datetime
    closes: datetime
    starts: date
    ends: date


def check_rhythm(rhythm: Rhythm) -> None:
    """Raise :class:`Invalid` for a beat that cannot be kept, with the phase as its place."""
    if not rhythm.beats:
        raise Invalid(phrase("Give a rhythm for at least one phase."), place="rhythm")
    for phase, beat in rhythm.beats.items():
        _check_beat(phase, beat)


def _check_beat(phase: str, beat: Beat) -> None:
    least, most = bounds(beat.every)
    if not least <= beat.on <= most:
        raise Invalid(phrase("The day of the round is {least} to {most}."), place=phase, least=least, most=most)
    if not 0 <= beat.days <= MOST_DAYS or not 0 <= beat.hours <= MOST_HOURS:
        template = phrase("A deadline is 0 to {days} days after opening, and closing 0 to {hours} hours after that.")
        raise Invalid(template, place=phase, days=MOST_DAYS, hours=MOST_HOURS)
    if beat.days == 0 and beat.deadline <= beat.opens:
        raise Invalid(phrase("The deadline comes after the opening."), place=phase)


def slot_on(beat: Beat, day: date) -> Slot:
    """The round that opens on ``day``."""
    due = day + timedelta(days=beat.days)
    deadline = moment_of(moved(beat, due) if beat.days else due, beat.deadline)
    starts, ends = period(beat.every, day)
    return Slot(moment_of(day, beat.opens), deadline, deadline + timedelta(hours=beat.hours), starts, ends)


def period(every: Every, day: date) -> tuple[date, date]:
    """What a round on ``day`` is about: that day, the seven days up to and with it, or the month before."""
    if every is Every.DAY:
        return day, day + ONE_DAY
    if every is Every.WEEK:
        return day - 6 * ONE_DAY, day + ONE_DAY
    first = day.replace(day=1)
    return (first - ONE_DAY).replace(day=1), first


def slots_after(beat: Beat, moment: datetime) -> Iterator[Slot]:
    """The rounds that open after ``moment`` (aware), without end, the first one first."""
    # A round can move over a holiday to a later day, so what is due before today can open after it.
    day = moment.astimezone(NETHERLANDS).date() - 14 * ONE_DAY
    last: datetime = moment
    while True:
        if falls_on(beat, day):
            slot = slot_on(beat, moved(beat, day))
            if slot.opens > last:
                last = slot.opens
                yield slot
        day += ONE_DAY


def next_slot(rhythm: Rhythm, phase: str, after: datetime) -> Slot | None:
    """The first round in ``phase`` that opens after ``after``; None when that phase holds no rounds."""
    beat = rhythm.beats.get(phase)
    return next(slots_after(beat, after)) if beat else None


def due_slot(rhythm: Rhythm, phase: str, after: datetime, now: datetime) -> tuple[Slot | None, int]:
    """The round that is to be open at ``now`` and opened after ``after``, and how many before it came to nothing.

    A round whose deadline has passed is not opened any more: nobody could be in time.
    """
    beat = rhythm.beats.get(phase)
    if beat is None:
        return None, 0
    found, skipped = None, 0
    for slot in slots_after(beat, after):
        if slot.opens > now:
            break
        skipped += found is not None
        found = slot
    if found is not None and found.deadline <= now:
        return None, skipped + 1
    return found, skipped


def rhythm_to_json(rhythm: Rhythm) -> dict[str, Any]:
    """As values that JSON holds."""
    return {
        phase: asdict(beat) | {"opens": f"{beat.opens:%H:%M}", "deadline": f"{beat.deadline:%H:%M}"}
        for phase, beat in rhythm.beats.items()
    }


def rhythm_from_json(told: Mapping[str, Mapping[str, Any]]) -> Rhythm:
    """What :func:`rhythm_to_json` gave."""
    return Rhythm(
        {
            phase: Beat(
                **{
                    **beat,
                    "every": Every(beat["every"]),
                    "opens": time.fromisoformat(beat["opens"]),
                    "deadline": time.fromisoformat(beat["deadline"]),
                }
            )
            for phase, beat in told.items()
        }
    )
