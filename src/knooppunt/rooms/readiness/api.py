"""Call-outs, rosters and the pilot light for machines. Names only of whom the reader may see; addresses never."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Field, Query, Router, Schema
from pydantic import AliasGenerator, BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from knooppunt.ground.access.public import AskedRequest
from knooppunt.rooms.readiness import public as readiness

router = Router(tags=["readiness"], by_alias=True)
READ, OVERSEE = {"x-needs": "readiness.read"}, {"x-needs": "readiness.oversee"}
Limit = Annotated[int, Field(ge=1, le=500, description="At most this many; `more` says whether there are others.")]


class Wire(BaseModel):
    """Snake case in Python, camelCase in JSON."""

    model_config = ConfigDict(alias_generator=AliasGenerator(serialization_alias=to_camel), from_attributes=True)


class CalloutShape(Wire):
    """A call-out: who was asked to come, why, since when."""

    id: UUID
    plan: UUID
    name: str
    number: int = Field(description="Of the version of the plan it began with, and keeps.")
    purpose: str = Field(description="real or test.")
    reason: str
    incident: UUID | None
    started_at: datetime
    started_by: str
    ended_at: datetime | None
    ended_by: str
    ended_reason: str


class CallShape(Wire):
    """One person in a call-out."""

    id: UUID
    person: UUID
    name: str
    organisation: UUID
    organisation_name: str
    state: str
    answer: str
    answered_at: datetime | None
    way: str | None = Field(description="How the answer came: link, page, key or behalf.")
    at: datetime | None = Field(description="By when they come, or when they are asked again.")
    asked_at: datetime | None
    channels: list[str] = Field(description="Over which the message was handed over.")
    twice: bool = Field(description="A message may have gone twice.")


class GroupShape(Wire):
    """One quorum of a call-out."""

    line: int
    role: str
    organisation: str = Field(description="Of which so many must come; empty: all of the line together.")
    standing: str
    needed: int
    complete_at: datetime | None
    totals: Mapping[str, int] | None = Field(description="By state; null for who sees their own organisation only.")
    calls: list[CallShape]


class BoardShape(Wire):
    """A call-out as the reader may see it. `whole`: that is everyone."""

    callout: CalloutShape
    whole: bool
    groups: list[GroupShape]


class Callouts(Wire):
    """A part of the call-outs, the newest first."""

    callouts: list[CalloutShape]
    more: bool


class RosterShape(Wire):
    """A roster; `ends` is exclusive."""

    id: UUID
    name: str
    organisation: UUID
    organisation_name: str
    starts: date
    ends: date
    version: int


class Rosters(Wire):
    """The rosters the reader may see, the latest first."""

    rosters: list[RosterShape]


class DutyShape(Wire):
    """Who works when, in which role."""

    id: UUID
    person: UUID
    name: str
    role: str
    shift: str
    starts: datetime
    ends: datetime
    fixed: bool = Field(description="A proposal leaves it as it is.")
    overruled: str = Field(description="Why a rule was set aside for it.")
    stale: bool = Field(description="No contact point of this person was verified in the last 90 days.")
    version: int
    changed_at: datetime


class ShortShape(Wire):
    """People that a shift is short of."""

    shift: str
    starts: datetime
    ends: datetime
    role: str
    short: int


class WholeRoster(Wire):
    """A roster with its duties, and its gaps from now on."""

    roster: RosterShape
    duties: list[DutyShape]
    gaps: list[ShortShape]


class PostShape(Wire):
    """A line of the norm of the warm phase with what there is: numbers, never who. Null is unknown."""

    role: str
    organisation: str = Field(description="Empty: of any.")
    needed: int
    people: int
    reachable: int
    verified: int
    on_duty: int | None
    tested_at: datetime | None
    minutes: int | None = Field(description="Until so many were coming in the last test.")


class PilotLightShape(Wire):
    """Could we be warm tonight."""

    could: str = Field(description="yes, no or unknown.")
    within: int | None = Field(description="Minutes in which we should be back in the warm phase.")
    untested_since: datetime | None
    at: datetime
    posts: list[PostShape]


class CalloutsQuery(Schema):
    """Which call-outs."""

    open: bool = Field(default=False, description="Only those that run.")
    limit: Limit = 50


@router.get("/callouts", response=Callouts, openapi_extra=READ)
def list_callouts(request: AskedRequest, asked: Query[CalloutsQuery]) -> Callouts:
    """Call-outs, the newest first."""
    found = readiness.callouts(open_only=asked.open, limit=asked.limit + 1, actor=request.actor)
    shown = found[: asked.limit]
    return Callouts(callouts=[CalloutShape.model_validate(one) for one in shown], more=len(found) > len(shown))


@router.get("/callouts/{uuid:id}", response=BoardShape, openapi_extra=READ)
def get_callout(request: AskedRequest, id: UUID) -> BoardShape:
    """The board of a call-out: every quorum, and the people the reader may see."""
    return BoardShape.model_validate(readiness.board(id, actor=request.actor))


@router.get("/rosters", response=Rosters, openapi_extra=READ)
def list_rosters(request: AskedRequest) -> Rosters:
    """Rosters, the latest first."""
    found = readiness.rosters(actor=request.actor)
    return Rosters(rosters=[RosterShape.model_validate(one) for one in found])


@router.get("/rosters/{uuid:id}", response=WholeRoster, openapi_extra=READ)
def get_roster(request: AskedRequest, id: UUID) -> WholeRoster:
    """One roster with who works when, and what is not filled."""
    line = readiness.one_roster(id, actor=request.actor)
    return WholeRoster(
        roster=RosterShape.model_validate(line),
        duties=[DutyShape.model_validate(one) for one in readiness.duties(id, actor=request.actor)],
        gaps=[_gap(one) for one in readiness.gaps(roster=id, actor=request.actor)],
    )


@router.get("/pilot-light", response=PilotLightShape, openapi_extra=OVERSEE)
def get_pilot_light(request: AskedRequest) -> PilotLightShape:
    """Could we flare up tonight: the norm of the warm phase beside what there is."""
    found = readiness.pilot_light(actor=request.actor)
    return PilotLightShape(
        could=found.conclusion.could,
        within=found.within,
        untested_since=found.untested_since,
        at=found.at,
        posts=[_post(one) for one in found.lines],
    )


def _gap(gap: readiness.Gap) -> ShortShape:
    shift = gap.need.shift
    return ShortShape(shift=shift.key, starts=shift.starts, ends=shift.ends, role=gap.need.role, short=gap.need.short)


def _post(line: readiness.PilotLine) -> PostShape:
    stock = line.stock
    return PostShape(
        role=stock.post.role,
        organisation=line.organisation,
        needed=stock.post.number,
        people=stock.people,
        reachable=stock.reachable,
        verified=stock.verified,
        on_duty=stock.on_duty,
        tested_at=stock.tested_at,
        minutes=stock.minutes,
    )
