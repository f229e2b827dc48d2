"""What a call-out plan is, and whether it can work. No Django, no database, no clock."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from knooppunt.kit.problems import Invalid, phrase
from knooppunt.kit.recurring import moment_of
from knooppunt.kit.zone import NETHERLANDS

TOGETHER, EACH = "together", "organisation"
PLACES = frozenset({"plan", "reason", "meeting"})
"""What a message template can hold in braces."""
LONGEST_SHORT = 320
"""Signs of a text message."""
MOST_MINUTES = 1440


@dataclass(frozen=True, slots=True)
class Line:
    """Who are asked: a role in the organisations that ``where`` names, and how many must come (``None``: all).

    ``per``: together, or of each organisation. ``at_once`` (``None``: all) are asked together; after ``minutes``
    without enough of them the next ones, and when nobody is left the line ``escalates_to`` (a number, 0: none). A
    ``reserve`` is asked only then.
    """

    role: str
    where: str
    quorum: int | None = None
    per: str = TOGETHER
    at_once: int | None = None
    minutes: int = 10
    escalates_to: int = 0
    reserve: bool = False


@dataclass(frozen=True, slots=True)
class ChannelStep:
    """A channel, used so many minutes after someone was first asked if they did not answer."""

    channel: str
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class PlanContent:
    """A plan as it is kept. Lines are numbered from 1 in their order."""

    lines: tuple[Line, ...]
    steps: tuple[ChannelStep, ...]
    subject: str
    text: str
    meeting: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """An organisation, as far as a plan can name it. ``words`` are its kind in the languages people write."""

    id: UUID
    name: str
    abbreviation: str
    area: str
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Someone who can be asked."""

    person: UUID
    name: str
    role: str
    organisation: UUID
    organisation_name: str


@dataclass(frozen=True, slots=True)
class Team:
    """A group to be filled: a line, for one organisation or for all of them (``None``), with those who can."""

    line: int
    organisation: UUID | None
    people: tuple[Candidate, ...]
    needed: int


def plan_to_json(plan: PlanContent) -> dict[str, Any]:
    """As JSON holds it."""
    return asdict(plan)


def plan_from_json(told: Mapping[str, Any]) -> PlanContent:
    """From what :func:`plan_to_json` made."""
    return PlanContent(
        tuple(Line(**line) for line in told["lines"]),
        tuple(ChannelStep(**step) for step in told["steps"]),
        told["subject"],
        told["text"],
        told["meeting"],
    )


def next_test(last: datetime, days: int, at: time) -> datetime:
    """The moment (UTC) of the test after one at ``last``: so many days on, at that time of the Netherlands."""
    return moment_of(last.astimezone(NETHERLANDS).date() + timedelta(days=days), at)


def mark_of(days: int, at: time) -> int:
    """A number for a rhythm of tests, by which the clock sees whether it was changed since."""
    return days * 1440 + at.hour * 60 + at.minute


def place_of(number: int) -> str:
    """How a line is named."""
    return f"line {number}"


def check_shape(plan: PlanContent, roles: Iterable[str], channels: Iterable[str]) -> None:
    """:class:`Invalid`, naming the line, for what can be seen without knowing who there is."""
    if not plan.lines:
        raise Invalid(phrase("A plan needs at least one line."))
    _check_steps(plan.steps, frozenset(channels))
    for name in ("subject", "text"):
        check_template(getattr(plan, name), name)
    known = frozenset(roles)
    for number, line in enumerate(plan.lines, 1):
        _check_line(line, number, len(plan.lines), known)
    check_circles(plan.lines)
    if all(line.reserve for line in plan.lines):
        raise Invalid(phrase("Every line is a reserve: nobody would be asked."))


def _check_steps(steps: Sequence[ChannelStep], channels: frozenset[str]) -> None:
    if not steps:
        raise Invalid(phrase("A plan needs at least one channel."), place="steps")
    for step in steps:
        if step.channel not in channels:
            raise Invalid(phrase("There is no channel {channel}."), place="steps", channel=step.channel)
        if not 0 <= step.minutes <= MOST_MINUTES:
            raise Invalid(phrase("Minutes lie between 0 and {most}."), place="steps", most=MOST_MINUTES)
    if len({step.channel for step in steps}) < len(steps):
        raise Invalid(phrase("A channel is used once."), place="steps")
    if [step.minutes for step in steps] != sorted(step.minutes for step in steps):
        raise Invalid(phrase("A later channel cannot come before an earlier one."), place="steps")


def _check_line(line: Line, number: int, lines: int, roles: frozenset[str]) -> None:
    place = place_of(number)
    if line.role not in roles:
        raise Invalid(phrase("There is no role {role}."), place=place, role=line.role)
    if line.per not in (TOGETHER, EACH):
        raise Invalid(phrase("A quorum is together, or of each organisation."), place=place)
    if any(count is not None and count < 1 for count in (line.quorum, line.at_once)):
        raise Invalid(phrase("A number of people is at least 1."), place=place)
    if not 1 <= line.minutes <= MOST_MINUTES:
        raise Invalid(phrase("Minutes before the next are between 1 and {most}."), place=place, most=MOST_MINUTES)
    if not 0 <= line.escalates_to <= lines:
        raise Invalid(phrase("There is no line {line} to escalate to."), place=place, line=line.escalates_to)


def check_circles(lines: Sequence[Line]) -> None:
    """:class:`Invalid` that names the circle, when escalation would come back where it began."""
    for start in range(1, len(lines) + 1):
        path, at = [start], lines[start - 1].escalates_to
        while at and at not in path:
            path.append(at)
            at = lines[at - 1].escalates_to
        if at == start:
            circle = " → ".join(str(one) for one in [*path, start])
            raise Invalid(phrase("Escalation goes round in a circle: {circle}."), place=place_of(start), circle=circle)


def check_template(text: str, place: str) -> None:
    """:class:`Invalid` for an empty template, or one with a place that nothing can be put into."""
    try:
        names = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
    except ValueError as broken:
        raise Invalid(phrase("The braces in this text do not match."), place=place) from broken
    if not text.strip():
        raise Invalid(phrase("Write what people are told."), place=place)
    for name in names:
        if name not in PLACES:
            known = ", ".join("{" + one + "}" for one in sorted(PLACES))
            wrong = "{" + name + "}"
            raise Invalid(
                phrase("Nothing can be put at {name}; there are {known}."), place=place, name=wrong, known=known
            )


def filled(template: str, *, plan: str, reason: str, meeting: str) -> str:
    """The template with its places filled."""
    return template.format(plan=plan, reason=reason, meeting=meeting)


def check_length(text: str, steps: Iterable[ChannelStep]) -> None:
    """:class:`Invalid` when the message is too long for a text or push message that the plan sends."""
    if len(text) > LONGEST_SHORT and any(step.channel in ("sms", "push") for step in steps):
        told = phrase("The message is {length} signs; a text or push message has at most {most}.")
        raise Invalid(told, place="reason", length=len(text), most=LONGEST_SHORT)


def spots_of(where: str, spots: Sequence[Spot], number: int) -> tuple[list[UUID], list[str]]:
    """The organisations that a line names, and the words that name none.

    A word is an abbreviation, a name, an area (``VR09``), a stretch of areas (``VR20–VR24``) or a kind (``region``).
    """
    found: dict[UUID, None] = {}
    unknown = []
    for word in (part.strip() for part in where.replace(";", ",").split(",")):
        if not word:
            continue
        these = _named(word, spots)
        found |= dict.fromkeys(these)
        unknown += [] if these else [word]
    if not found and not unknown:
        raise Invalid(phrase("Say of which organisations."), place=place_of(number))
    return list(found), unknown


def _named(word: str, spots: Sequence[Spot]) -> list[UUID]:
    asked = word.casefold()
    first, dash, last = asked.replace("–", "-").partition("-")
    same = [one.id for one in spots if asked in (one.abbreviation.casefold(), one.name.casefold())]
    if same:
        return same
    if dash and first.strip() and last.strip():
        low, high = first.strip(), last.strip()
        return [one.id for one in spots if len(one.area) == len(low) and low <= one.area.casefold() <= high]
    return [one.id for one in spots if asked in (one.area.casefold(), *one.words) and asked]


def teams(
    plan: PlanContent, places: Mapping[int, Sequence[UUID]], candidates: Sequence[Candidate], first: Iterable[UUID] = ()
) -> list[Team]:
    """The groups to fill. Nobody stands in two: a person counts for the first line that asks for them.

    ``first`` are people on duty: they are asked before others.
    """
    duty, taken, made = frozenset(first), set[UUID](), []
    for number, line in enumerate(plan.lines, 1):
        own = set(places[number])
        there = {
            one.person: one
            for one in sorted(candidates, key=lambda one: one.person not in duty)
            if one.role == line.role and one.organisation in own and one.person not in taken
        }
        taken |= there.keys()
        for place in places[number] if line.per == EACH else [None]:
            people = tuple(one for one in there.values() if place in (None, one.organisation))
            made.append(Team(number, place, people, len(people) if line.quorum is None else line.quorum))
    return made


def shortages(made: Iterable[Team]) -> list[Team]:
    """The groups that ask for more people than there are, and those without anyone."""
    return [team for team in made if team.needed > len(team.people) or not team.people]


def check_teams(made: Sequence[Team], names: Mapping[UUID, str]) -> None:
    """:class:`Invalid`, naming the line and both numbers, when a quorum is more than there are people."""
    for team in shortages(made):
        place = place_of(team.line)
        where = names.get(team.organisation, "") if team.organisation else ""
        if where:
            raise Invalid(phrase("{organisation}: {needed} are needed and there are {there}."), place=place,
                          organisation=where, needed=max(team.needed, 1), there=len(team.people))  # fmt: skip
        raise Invalid(phrase("{needed} are needed and there are {there}."), place=place, needed=max(team.needed, 1),
                      there=len(team.people))  # fmt: skip


def check_reach(made: Iterable[Team], means: Mapping[UUID, frozenset[str]], steps: Sequence[ChannelStep]) -> None:
    """:class:`Invalid`, naming the line and the person, when the plan has no channel for somebody."""
    used = {step.channel for step in steps}
    for team in made:
        for one in team.people:
            if not means.get(one.person, frozenset()) & used:
                raise Invalid(phrase("{name} has none of the channels of this plan."), place=place_of(team.line),
                              name=one.name)  # fmt: skip
