"""Small rosters to try the rules and the solver on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from knooppunt.rooms.readiness.rules.rosters import Crew, Held, Question, Shift, Span, day_span, shift_times

ALWAYS = (Span(datetime(2020, 1, 1, tzinfo=UTC), None),)
MONDAY = date(2026, 3, 9)
TIMES = {"day": (time(7), time(15)), "evening": (time(15), time(23)), "night": (time(23), time(7))}
ROLES = ("operational_leader", "information_manager", "lawyer", "spokesperson", "analyst", "note_taker")


def crew(number: int, *roles: str, name: str = "", organisation: str = "A", away: Sequence[Span] = ()) -> Crew:
    return Crew(UUID(int=number), name or f"P{number}", organisation, dict.fromkeys(roles, ALWAYS), away)


def shift(day: int, kind: str, needs: Mapping[str, int], first: date = MONDAY) -> Shift:
    on = first + timedelta(days=day)
    return Shift(f"{on} {kind}", *shift_times(on, *TIMES[kind]), needs, kind)


def shifts(
    days: int, needs: Mapping[str, int], kinds: Sequence[str] = tuple(TIMES), first: date = MONDAY
) -> list[Shift]:
    return [shift(day, kind, needs, first) for day in range(days) for kind in kinds]


def duty(person: Crew, day: int, kind: str, role: str = "lawyer", first: date = MONDAY) -> Held:
    one = shift(day, kind, {role: 1}, first)
    return Held(person.id, role, one.starts, one.ends, one.key)


def between(person: Crew, starts: datetime, hours: float, role: str = "lawyer") -> Held:
    return Held(person.id, role, starts, starts + timedelta(hours=hours))


def leave(day: int, days: int = 1) -> Span:
    return day_span(MONDAY + timedelta(days=day), MONDAY + timedelta(days=day + days))


def large() -> Question:
    """40 people, 28 days, 3 shifts, 6 functions, with leave: the roster that must be solved in seconds."""
    people = []
    for number in range(40):
        roles = {ROLES[number % 6]} | ({ROLES[(number + 1) % 6]} if number % 3 == 0 else set())
        away = [leave(number % 20, 5)] if number % 4 == 0 else []
        people.append(crew(number + 1, *sorted(roles), organisation=f"Organisatie {number % 7}", away=away))
    return Question(shifts(28, dict.fromkeys(ROLES, 1)), people)
