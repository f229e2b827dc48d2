"""Offers to swap duties: one's own, those on a roster, and what could be asked for a duty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from knooppunt.ground.access.public import OWN_ACCOUNT
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import NotFound, phrase
from knooppunt.rooms.readiness.models import Duty, Roster, Swap
from knooppunt.rooms.readiness.queries.duties import DutyLine, line_of_duty
from knooppunt.rooms.readiness.queries.rosters import question_of, roster_row
from knooppunt.rooms.readiness.rules.checking import Finding, added
from knooppunt.rooms.readiness.rules.permissions import ROSTER
from knooppunt.rooms.readiness.rules.rosters import Question, Rule

LATELY = timedelta(days=14)
"""How long an offer that was declined is shown to who made it."""

Broken = Sequence[tuple[str, Rule | None]]
"""Names, and the rule that each would break. No rule: that is of a colleague, who need not tell why they cannot."""


@dataclass(frozen=True, slots=True)
class SwapLine:
    """An offer. ``broken``: why it cannot be accepted now, other than by an officer with a reason."""

    id: UUID
    offered: DutyLine
    wanted: DutyLine
    asked_at: datetime
    declined: bool
    broken: Broken


@dataclass(frozen=True, slots=True)
class OwnSwaps:
    """Offers made to oneself, one's own that wait, and one's own that were declined lately."""

    incoming: Sequence[SwapLine]
    outgoing: Sequence[SwapLine]
    declined: Sequence[SwapLine]


@dataclass(frozen=True, slots=True)
class SwapOption:
    """A duty of a colleague for which one's own can be offered. ``broken``: the rules that the swap would break."""

    duty: DutyLine
    broken: Broken


def own_swaps(*, actor: Actor) -> OwnSwaps:
    """The offers that the actor is part of. Those of which a duty has begun or ended are over."""
    actor.require(OWN_ACCOUNT)
    me = UUID(actor.id)
    running = _lines(_running().filter(Q(offered__person=me) | Q(wanted__person=me)), actor)
    gone = _rows().filter(offered__person=me, declined=True, ended_at__gt=now() - LATELY, offered__starts__gt=now())
    return OwnSwaps(
        [one for one in running if one.wanted.person == me],
        [one for one in running if one.offered.person == me],
        [_line(row, ()) for row in gone],
    )


def roster_swaps(roster: UUID, *, actor: Actor) -> list[SwapLine]:
    """The offers that run on a roster, for who makes it."""
    actor.require(ROSTER)
    return _lines(_running().filter(offered__roster=roster_row(roster, actor)), actor)


def swap_options(duty: UUID, *, actor: Actor) -> tuple[DutyLine, list[SwapOption]]:
    """A duty of one's own, and those of colleagues in the same role on that roster; what breaks no rule comes first.

    One sees these duties without a mandate: who is on the roster may know with whom one can swap.
    """
    actor.require(OWN_ACCOUNT)
    rows = Duty.objects.select_related("roster", "person").filter(cancelled_at__isnull=True, starts__gt=now())
    mine = rows.filter(pk=duty, person=UUID(actor.id)).first()
    if mine is None:
        raise NotFound(phrase("There is nothing here."))
    others = rows.filter(roster=mine.roster, role=mine.role).exclude(person=mine.person)
    question = question_of(mine.roster)
    found = [SwapOption(line_of_duty(one), _broken(question, mine, one, actor)) for one in others]
    return line_of_duty(mine), sorted(found, key=lambda one: (bool(one.broken), one.duty.starts, one.duty.name))


def _rows() -> QuerySet[Swap]:
    return Swap.objects.select_related("offered__roster", "offered__person", "wanted__roster", "wanted__person")


def _running() -> QuerySet[Swap]:
    live = {"offered__cancelled_at": None, "wanted__cancelled_at": None}
    ahead = {"offered__starts__gt": now(), "wanted__starts__gt": now()}
    return _rows().filter(accepted_at=None, ended_at=None, **live, **ahead)


def _lines(rows: QuerySet[Swap], actor: Actor) -> list[SwapLine]:
    questions: dict[UUID, Question] = {}
    found = []
    for row in rows:
        roster: Roster = row.offered.roster
        question = questions.setdefault(roster.id, questions.get(roster.id) or question_of(roster))
        found.append(_line(row, _broken(question, row.offered, row.wanted, actor)))
    return found


def _line(row: Swap, broken: Broken) -> SwapLine:
    return SwapLine(row.id, line_of_duty(row.offered), line_of_duty(row.wanted), row.asked_at, row.declined, broken)


def _broken(question: Question, mine: Duty, theirs: Duty, actor: Actor) -> Broken:
    """The rules that are broken after the swap and were not before; of a colleague only for who makes rosters."""
    both = {mine.person_id, theirs.person_id}
    before = [one for one in question.held if one.person in both]
    taken = {mine.id: theirs.person_id, theirs.id: mine.person_id}
    after = [replace(one, person=taken[one.id]) if one.id in taken else one for one in before]
    people = [one for one in question.people if one.id in both]
    found = {(one.name, _told(one, actor)) for one in added(people, before, after)}
    return sorted(found, key=lambda one: (one[0], one[1] or ""))


def _told(one: Finding, actor: Actor) -> Rule | None:
    return one.rule if tells_all(one.person, actor) else None


def tells_all(person: UUID, actor: Actor) -> bool:
    """Whether the actor may know why this person cannot do a duty: their leave, or what else they do, say."""
    return str(person) == actor.id or actor.may(ROSTER)
