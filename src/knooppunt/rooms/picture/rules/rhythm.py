"""When a product is due: a beat for each phase, in the time of the Netherlands (``kit.recurring``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from knooppunt.kit.problems import Invalid, phrase
from knooppunt.kit.recurring import PHASES, Every, bounds, falls_on, moment_of, moved
from knooppunt.kit.zone import NETHERLANDS

ONE_DAY = timedelta(days=1)
FARTHEST_MOVE = 7 * ONE_DAY
"""No row of days off is longer, so a due that moves over holidays was due at most so long before."""
LONGEST_COMMISSION, MOST_BACK = 200, 7
LONGEST = {Every.DAY: 1, Every.WEEK: 7, Every.MONTH: 31}
"""Days between two beats, at most."""


@dataclass(frozen=True, slots=True)
class Beat:
    """How often, and at what time in the Netherlands.

    ``on``: day of the week (1 is Monday) or of the month; 0 for a day.
    ``working_days``: on other days nothing is due every day; what is due every week or month moves to the next one.
    ``back``: how many days before the day it is due the picture is about.
    """

    every: Every
    at: time
    on: int = 0
    working_days: bool = False
    back: int = 0


@dataclass(frozen=True, slots=True)
class Spell:
    """From ``begins`` (aware) on, this phase is in force, until the next spell begins."""

    begins: datetime
    phase: str


@dataclass(frozen=True, slots=True)
class Due:
    """A product is due at ``at`` (UTC), by the beat that falls on ``day`` (it moves over holidays, ``day`` does not).

    Its edition is about a day after ``after``, at most ``about``.
    """

    at: datetime
    day: date
    after: date
    about: date


def checked_beats(beats: Mapping[str, Beat]) -> dict[str, Beat]:
    """The beats; :class:`Invalid` for one that cannot be kept, with the phase as its place."""
    if not beats:
        raise Invalid(phrase("Give a rhythm for at least one phase."), place="rhythm")
    for phase, beat in beats.items():
        least, most = bounds(beat.every)
        if phase not in PHASES or not least <= beat.on <= most:
            template = phrase("The day on which it is due is {least} to {most}.")
            raise Invalid(template, place=phase, least=least, most=most)
        if not 0 <= beat.back <= MOST_BACK:
            raise Invalid(phrase("A picture is about 0 to {most} days before it is due."), place=phase, most=MOST_BACK)
    return dict(beats)


def checked_commission(text: str) -> str:
    """Under which commission, as one line; may be empty."""
    line = text.strip()
    if len(line) > LONGEST_COMMISSION or not line.isprintable():
        raise Invalid(
            phrase("A commission is one line of at most {most} signs."), place="commission", most=LONGEST_COMMISSION
        )
    return line


def dues(beats: Mapping[str, Beat], spells: Sequence[Spell], since: datetime, until: datetime) -> Iterator[Due]:
    """What is due from ``since`` until just before ``until`` (aware), the first one first, by the phase then in force.

    ``spells`` in order of time; before the first one nothing is due. One product is never due twice on a day.
    """
    day = (since - FARTHEST_MOVE).astimezone(NETHERLANDS).date()
    last = (until + ONE_DAY).astimezone(NETHERLANDS).date()
    found: list[Due] = []
    while day <= last:
        falling = (_due(beats[phase], day, phase, spells) for phase in PHASES if phase in beats)
        found += [due for due in falling if due and since <= due.at < until]
        day += ONE_DAY
    yield from sorted(found, key=lambda each: each.at)


def phase_at(spells: Sequence[Spell], moment: datetime) -> str:
    """The phase in force at ``moment``; empty before the first spell."""
    return next((spell.phase for spell in reversed(spells) if spell.begins <= moment), "")


def _due(beat: Beat, day: date, phase: str, spells: Sequence[Spell]) -> Due | None:
    if not falls_on(beat, day):
        return None
    at = moment_of(moved(beat, day), beat.at)
    if phase_at(spells, at) != phase:
        return None
    about = moved(beat, day) - beat.back * ONE_DAY
    return Due(at, day, about - LONGEST[beat.every] * ONE_DAY, about)


def beats_to_json(beats: Mapping[str, Beat]) -> dict[str, Any]:
    """As values that JSON holds."""
    return {
        phase: {"every": str(beat.every), "at": f"{beat.at:%H:%M}"}
        | {"on": beat.on, "working_days": beat.working_days, "back": beat.back}
        for phase, beat in beats.items()
    }


def beats_from_json(told: Mapping[str, Mapping[str, Any]]) -> dict[str, Beat]:
    """What :func:`beats_to_json` gave."""
    return {
        phase: Beat(Every(one["every"]), time.fromisoformat(one["at"]), one["on"], one["working_days"], one["back"])
        for phase, one in told.items()
    }
