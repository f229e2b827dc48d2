"""Fills the groups of a call-out: asks, goes on, lets go, escalates. Called by verbs that hold the call-out locked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from knooppunt.ground.journal.public import record
from knooppunt.kit.clock import now
from knooppunt.rooms.readiness.bulk import keep_standing
from knooppunt.rooms.readiness.events import CalloutMoved, QuorumReached, TooFew
from knooppunt.rooms.readiness.models import Call, Callout, Due, Group, LogLine
from knooppunt.rooms.readiness.rules.callouts import State
from knooppunt.rooms.readiness.rules.log import What
from knooppunt.rooms.readiness.rules.quorum import Standing, Step, Tally, after_an_answer, at_the_start, tally
from knooppunt.rooms.readiness.telling import Callouts, ask_calls, let_go, tell_officers

Decision = Callable[[Tally], Step]
ESCALATE = "escalate"
CANDIDATES = (State.WAITING, State.RELEASED)


@dataclass(slots=True)
class Filling:
    """What one verb does to the groups of call-outs, gathered so that it is done in bulk."""

    callouts: Callouts
    at: datetime
    asking: list[Call] = field(default_factory=list)
    logged: list[LogLine] = field(default_factory=list)
    clocks: list[Due] = field(default_factory=list)

    def of(self, group: Group) -> Callout:
        """The call-out of a group."""
        return self.callouts[group.callout_id]

    def note(self, what: What, group: Group, **told: object) -> None:
        """A line in the log."""
        self.logged.append(LogLine(callout=self.of(group), group=group, at=self.at, what=what, told=told))


def fill(callout: Callout, groups: Sequence[Group], decide: Decision = after_an_answer) -> None:
    """Decide for each of these groups and do what follows, until nothing does. The call-out is locked."""
    fill_all({callout.id: callout}, groups, decide)


def fill_all(callouts: Callouts, groups: Sequence[Group], decide: Decision = after_an_answer) -> None:
    """The same for groups of many call-outs, which are locked, at the cost of about one."""
    todo, rule = list(groups), decide
    # It ends: a group comes back only when somebody in it proved unreachable, who is not asked any more.
    while todo:
        todo = _round(callouts, todo, rule)
        rule = after_an_answer


def begin(callout: Callout, groups: Sequence[Group]) -> None:
    """Ask the first ones of groups that begin."""
    fill(callout, groups, at_the_start)


def _round(callouts: Callouts, groups: list[Group], decide: Decision) -> list[Group]:
    """One round of decisions; the groups that have to be looked at again."""
    work = Filling(callouts, now())
    calls = _calls_of(groups)
    opened: list[Group] = []
    for group in groups:
        if group.standing == Standing.STOPPED:
            continue
        opened += _follow(work, group, decide(_tally(group, calls[group.id])), calls[group.id])
    keep_standing(groups)
    LogLine.objects.bulk_create(work.logged)
    Due.objects.bulk_create(work.clocks)
    lost = ask_calls(callouts, work.asking) if work.asking else []
    for callout in dict.fromkeys(call.callout_id for call in work.asking):
        record(CalloutMoved(callout, callouts[callout].audience))
    if opened:
        fill_all(callouts, opened, at_the_start)
    touched = {call.group_id for call in lost}
    return [group for group in groups if group.id in touched]


def _calls_of(groups: Iterable[Group]) -> dict[UUID, list[Call]]:
    found: defaultdict[UUID, list[Call]] = defaultdict(list)
    for call in Call.objects.filter(group__in=list(groups)).order_by("rank", "id"):
        found[call.group_id].append(call)
    return found


def _tally(group: Group, calls: Sequence[Call]) -> Tally:
    """Who was let go can be asked again: for the count they wait."""
    states = (State.WAITING if call.state == State.RELEASED else State(call.state) for call in calls)
    return tally(states, group.needed, group.at_once)


def _follow(work: Filling, group: Group, step: Step, calls: Sequence[Call]) -> list[Group]:
    """Do what the decision says; the groups that begin because of it."""
    if step.complete:
        _complete(work, group, calls)
        return []
    if group.standing == Standing.COMPLETE:
        coming = sum(call.state == State.COMING for call in calls)
        group.standing, group.complete_at = Standing.ASKING, None
        work.note(What.REOPENED, group, count=coming)
        set_clock(work, group)
    if step.exhausted:
        return _exhausted(work, group)
    if step.ask:
        free = sorted(
            (call for call in calls if call.state in CANDIDATES), key=lambda call: call.state != State.WAITING
        )
        work.asking += free[: step.ask]
        group.standing = Standing.ASKING
        set_clock(work, group)
    return []


def set_clock(work: Filling, group: Group) -> None:
    """When the next ones of a group are asked; what was set before counts no more."""
    group.turn += 1
    moment = work.at + timedelta(minutes=group.minutes)
    work.clocks.append(Due(due_at=moment, what=ESCALATE, callout=work.of(group), group=group, number=group.turn))


def _complete(work: Filling, group: Group, calls: Sequence[Call]) -> None:
    if group.standing == Standing.COMPLETE:
        return
    group.standing, group.complete_at = Standing.COMPLETE, work.at
    work.note(What.COMPLETE, group, count=sum(call.state == State.COMING for call in calls))
    record(QuorumReached(group.callout_id, group.line, work.of(group).audience))
    let_go(work.of(group), [call for call in calls if call.state == State.ASKED])


def _exhausted(work: Filling, group: Group) -> list[Group]:
    if group.standing == Standing.EXHAUSTED:
        return []
    group.standing = Standing.EXHAUSTED
    opened = _reserves(group)
    record(TooFew(group.callout_id, group.line, bool(opened), work.of(group).audience))
    if opened:
        work.note(What.ESCALATED, group, line=group.escalates_to)
        return opened
    work.note(What.EXHAUSTED, group)
    tell_officers(work.of(group), group)
    return []


def _reserves(group: Group) -> list[Group]:
    """The groups in reserve to which this one escalates: that of the same organisation, or all of that line."""
    if not group.escalates_to:
        return []
    found = list(Group.objects.filter(callout=group.callout_id, line=group.escalates_to, standing=Standing.RESERVE))
    same = [one for one in found if one.organisation_id == group.organisation_id]
    return same or found
