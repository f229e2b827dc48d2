"""Reading call-outs: the list, the board with its log, and one's own calls."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from knooppunt.ground.access.public import OWN_ACCOUNT
from knooppunt.kit.authority import Actor
from knooppunt.kit.problems import NotFound, phrase
from knooppunt.rooms.readiness.calling import how_they_fare
from knooppunt.rooms.readiness.models import Call, Callout, Group, LogLine
from knooppunt.rooms.readiness.rules.callouts import Purpose, State, Way
from knooppunt.rooms.readiness.rules.log import What
from knooppunt.rooms.readiness.rules.permissions import CALL, OVERSEE, READ
from knooppunt.rooms.readiness.rules.quorum import Standing


@dataclass(frozen=True, slots=True)
class CalloutLine:
    """A call-out. Moments are aware, UTC."""

    id: UUID
    plan: UUID
    name: str
    number: int
    purpose: Purpose
    reason: str
    incident: UUID | None
    proposal: UUID | None
    started_at: datetime
    started_by: str
    ended_at: datetime | None
    ended_by: str
    ended_reason: str


@dataclass(frozen=True, slots=True)
class CallLine:
    """One person in a call-out. ``channels`` are those that arrived; ``twice``: something may have gone twice."""

    id: UUID
    person: UUID
    name: str
    organisation: UUID
    organisation_name: str
    state: State
    answer: str
    answered_at: datetime | None
    way: Way | None
    answered_by: str
    at: datetime | None
    delegate: str
    elsewhere_at: datetime | None
    asked_at: datetime | None
    channels: tuple[str, ...] = ()
    twice: bool = False


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One quorum. The totals are of everyone, or none when the reader sees their own part only."""

    id: UUID
    line: int
    role: str
    organisation: str
    standing: Standing
    needed: int
    complete_at: datetime | None
    totals: Mapping[State, int] | None
    calls: Sequence[CallLine]


@dataclass(frozen=True, slots=True)
class LogEntry:
    """A line of the log."""

    at: datetime
    what: What
    by: str
    name: str
    line: int | None
    told: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Board:
    """A call-out as one reader sees it. ``unreached``: who has not been reached by any channel (yet)."""

    callout: CalloutLine
    groups: Sequence[GroupLine]
    unreached: Sequence[CallLine]
    log: Sequence[LogEntry]
    whole: bool


@dataclass(frozen=True, slots=True)
class OwnCall:
    """A call of the reader."""

    callout: CalloutLine
    call: CallLine
    role: str
    meeting: str


def callouts(*, open_only: bool = False, limit: int = 50, actor: Actor) -> Sequence[CalloutLine]:
    """The call-outs the reader may see, the newest first; needs ``readiness.read``. One query."""
    actor.require(READ)
    found = _seen(actor)
    return [_line(row) for row in (found.filter(ended_at__isnull=True) if open_only else found)[:limit]]


def callout(which: UUID, *, actor: Actor) -> CalloutLine:
    """One call-out; :class:`NotFound`; needs ``readiness.read``."""
    return _line(_one(which, actor))


def board(which: UUID, *, actor: Actor) -> Board:
    """A call-out with everyone the reader may see: all with ``readiness.oversee``, else their own organisation.

    Needs ``readiness.read``. Six queries, however many there are.
    """
    row = _one(which, actor)
    whole = actor.may(OVERSEE)
    calls = Call.objects.visible_to(actor).filter(callout=row).select_related("person", "organisation", "delegate")
    fares = _fares(row.id)
    own: defaultdict[UUID, list[CallLine]] = defaultdict(list)
    names: dict[UUID, str] = {}
    for call in calls:
        own[call.group_id].append(_call(call, fares.get(call.person_id)))
        names[call.id] = call.person.name
    totals = _totals(row) if whole else None
    groups = [
        _group(group, own[group.id], totals)
        for group in Group.objects.filter(callout=row).select_related("organisation")
        if whole or own[group.id]
    ]
    asked = [one for group in groups for one in group.calls if one.asked_at or one.state is State.UNREACHABLE]
    unreached = [one for one in asked if not one.channels and one.answered_at is None]
    return Board(_line(row), groups, unreached, _log(row, names, whole=whole), whole)


def own_calls(*, actor: Actor) -> Sequence[OwnCall]:
    """The calls of the reader in call-outs that run, the newest first. One query."""
    actor.require(OWN_ACCOUNT)
    return [_own(row) for row in _own_rows(actor).filter(callout__ended_at__isnull=True, asked_at__isnull=False)]


def own_call(which: UUID, *, actor: Actor) -> OwnCall:
    """One call of the reader; :class:`NotFound`."""
    actor.require(OWN_ACCOUNT)
    row = _own_rows(actor).filter(pk=which, asked_at__isnull=False).first()
    if row is None:
        raise NotFound(phrase("There is nothing here."))
    return _own(row)


def call_of(which: UUID, *, actor: Actor) -> tuple[CalloutLine, CallLine]:
    """A call, for an officer who answers on behalf; :class:`NotFound`. Needs ``readiness.call``."""
    actor.require(CALL)
    row = Call.objects.visible_to(actor).select_related(
        "person", "organisation", "delegate", "callout__version__plan"
    ).filter(pk=which).first()  # fmt: skip
    if row is None:
        raise NotFound(phrase("There is nothing here."))
    return _line(row.callout), _call(row, None)


def _seen(actor: Actor) -> QuerySet[Callout]:
    return Callout.objects.visible_to(actor).select_related("version__plan")


def _one(which: UUID, actor: Actor) -> Callout:
    actor.require(READ)
    row = _seen(actor).filter(pk=which).first()
    if row is None:
        raise NotFound(phrase("There is nothing here."))
    return row


def _own_rows(actor: Actor) -> QuerySet[Call]:
    # A person sees their own calls, whoever they work for: no row of anyone else comes into it.
    found = Call.objects.filter(person=UUID(actor.id)) if actor.kind == "person" else Call.objects.none()
    return found.select_related("person", "organisation", "delegate", "group", "callout__version__plan").order_by("-id")


@dataclass(slots=True)
class _Fares:
    channels: set[str]
    unknown: bool = False
    again: bool = False

    @property
    def twice(self) -> bool:
        """Tried again over one channel, or gone on over another, while the first may have arrived."""
        return self.again or (self.unknown and bool(self.channels))


def _fares(which: UUID) -> Mapping[UUID, _Fares]:
    """Over which channels each person was reached."""
    found: defaultdict[UUID, _Fares] = defaultdict(lambda: _Fares(set()))
    for fate in how_they_fare(which):
        if fate.state == "sent":
            found[fate.addressee].channels.add(fate.channel)
        found[fate.addressee].again |= fate.maybe_twice
        found[fate.addressee].unknown |= fate.maybe_arrived
    return found


def _totals(row: Callout) -> Mapping[UUID, Counter[State]]:
    found: defaultdict[UUID, Counter[State]] = defaultdict(Counter)
    counted = Call.objects.filter(callout=row).order_by().values_list("group", "state").annotate(Count("id"))
    for group, state, count in counted:
        found[group][State(state)] = count
    return found


def _group(row: Group, calls: Sequence[CallLine], totals: Mapping[UUID, Counter[State]] | None) -> GroupLine:
    return GroupLine(
        id=row.id,
        line=row.line,
        role=row.role,
        organisation=row.organisation.name if row.organisation else "",
        standing=Standing(row.standing),
        needed=row.needed,
        complete_at=row.complete_at,
        totals=totals.get(row.id, Counter()) if totals is not None else None,
        calls=calls,
    )


def _call(row: Call, fares: _Fares | None) -> CallLine:
    return CallLine(
        id=row.id,
        person=row.person_id,
        name=row.person.name,
        organisation=row.organisation_id,
        organisation_name=row.organisation.name,
        state=State(row.state),
        answer=row.answer,
        answered_at=row.answered_at,
        way=Way(row.way) if row.way else None,
        answered_by=row.answered_by_name,
        at=row.at,
        delegate=row.delegate.name if row.delegate else "",
        elsewhere_at=row.elsewhere_at,
        asked_at=row.asked_at,
        channels=tuple(sorted(fares.channels)) if fares else (),
        twice=fares.twice if fares else False,
    )


def _log(row: Callout, names: Mapping[UUID, str], *, whole: bool) -> list[LogEntry]:
    """All of it, or what is about the reader's own people."""
    lines = LogLine.objects.filter(callout=row).select_related("group")
    return [
        LogEntry(
            line.at,
            What(line.what),
            line.by_name,
            names.get(line.call_id, "") if line.call_id else "",
            line.group.line if line.group else None,
            line.told,
        )
        for line in lines
        if whole or line.call_id in names or line.what in (What.STARTED, What.STOOD_DOWN)
    ]


def _own(row: Call) -> OwnCall:
    meeting = row.callout.version.content["meeting"]
    return OwnCall(_line(row.callout), _call(row, None), row.group.role, meeting)


def _line(row: Callout) -> CalloutLine:
    return CalloutLine(
        id=row.id,
        plan=row.version.plan_id,
        name=row.version.plan.name,
        number=row.version.number,
        purpose=Purpose(row.purpose),
        reason=row.reason,
        incident=row.incident,
        proposal=row.proposal,
        started_at=row.started_at,
        started_by=row.started_by_name,
        ended_at=row.ended_at,
        ended_by=row.ended_by_name,
        ended_reason=row.ended_reason,
    )
