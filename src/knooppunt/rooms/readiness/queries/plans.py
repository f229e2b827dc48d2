"""Reading call-out plans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from knooppunt.kit.authority import Actor
from knooppunt.kit.problems import Invalid, NotFound, phrase
from knooppunt.rooms.readiness.calling import means_of
from knooppunt.rooms.readiness.models import Callout, Plan, PlanVersion
from knooppunt.rooms.readiness.queries.candidates import Resolved, asked_now
from knooppunt.rooms.readiness.queries.exercising import Exercise, exercise
from knooppunt.rooms.readiness.rules.callouts import Purpose
from knooppunt.rooms.readiness.rules.permissions import CALL, PLAN, READ
from knooppunt.rooms.readiness.rules.plans import PlanContent, Team, plan_from_json


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan as its newest version says it. ``tested_at``: the start of its latest test (aware, UTC), if ever."""

    id: UUID
    name: str
    number: int
    content: PlanContent
    made_at: datetime
    made_by: str
    test_days: int | None
    test_at: time | None
    tested_at: datetime | None


@dataclass(frozen=True, slots=True)
class TeamPreview:
    """A group as it would be asked now. ``first`` are asked at once; ``unreached`` have none of the channels."""

    team: Team
    organisation: str
    first: Sequence[str]
    later: Sequence[str]
    unreached: Sequence[str]
    reserve: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """Whom a plan would ask now, over which channels. ``by_channel`` counts the people each channel can reach.

    ``exercise``: who is not reached because what is open is an exercise; none when it is real, or nothing is open.
    """

    teams: Sequence[TeamPreview]
    people: int
    by_channel: Mapping[str, int]
    unknown: Sequence[tuple[int, Sequence[str]]]
    exercise: Exercise | None = None


def plans(*, actor: Actor) -> Sequence[PlanLine]:
    """The plans in use, by name; needs ``readiness.read``. Three queries."""
    actor.require(READ)
    rows = {row.id: row for row in Plan.objects.visible_to(actor).filter(ended_at__isnull=True)}
    newest = PlanVersion.objects.filter(plan__in=rows).order_by("plan_id", "-number").distinct("plan_id")
    versions = {one.plan_id: one for one in newest}
    tested = _tested(list(rows))
    return [_line(row, versions[row.id], tested.get(row.id)) for row in rows.values()]


def plan(which: UUID, *, actor: Actor) -> PlanLine:
    """One plan in use; :class:`NotFound`; needs ``readiness.read``."""
    actor.require(READ)
    row = Plan.objects.visible_to(actor).filter(pk=which, ended_at__isnull=True).first()
    version = PlanVersion.objects.filter(plan=row).first() if row else None
    if row is None or version is None:
        raise NotFound(phrase("There is nothing here."))
    return _line(row, version, _tested([row.id]).get(row.id))


def preview(which: UUID, *, actor: Actor) -> Preview:
    """Whom a plan would ask now; needs ``readiness.call`` or ``readiness.plan``. No addresses, only channels."""
    actor.require(CALL if actor.may(CALL) else PLAN)
    content = plan(which, actor=actor).content
    found = asked_now(content)
    means = means_of(found.people)
    used = [step.channel for step in content.steps]
    reached = {channel: sum(channel in means.get(who, ()) for who in found.people) for channel in used}
    teams = [_previewed(team, content, found, means) for team in found.teams]
    reachable = {who for who, these in means.items() if these & set(used)}
    missing = exercise(found, reachable, actor=actor)
    return Preview(teams, len(found.people), reached, found.unknown, missing)


def check_plan(which: UUID | None, *, actor: Actor) -> None:
    """Refuse (:class:`Invalid`) a plan that is not in use or may not be seen; none at all is fine."""
    if which is not None and which not in {one.id for one in plans(actor=actor)}:
        raise Invalid(phrase("There is no such call-out plan."), place="plan")


def _previewed(team: Team, content: PlanContent, found: Resolved, means: Mapping[UUID, frozenset[str]]) -> TeamPreview:
    line, used = content.lines[team.line - 1], {step.channel for step in content.steps}
    can = [one.name for one in team.people if means.get(one.person, frozenset()) & used]
    cannot = [one.name for one in team.people if not means.get(one.person, frozenset()) & used]
    most = len(can) if line.at_once is None else line.at_once
    where = found.names.get(team.organisation, "") if team.organisation else ""
    return TeamPreview(team, where, can[:most], can[most:], cannot, line.reserve)


def _tested(which: Sequence[UUID]) -> dict[UUID, datetime]:
    tests = Callout.objects.filter(version__plan__in=which, purpose=Purpose.TEST).order_by("started_at")
    return dict(tests.values_list("version__plan", "started_at"))


def _line(row: Plan, version: PlanVersion, tested: datetime | None) -> PlanLine:
    return PlanLine(
        id=row.id,
        name=row.name,
        number=version.number,
        content=plan_from_json(version.content),
        made_at=version.made_at,
        made_by=version.made_by_name,
        test_days=row.test_days,
        test_at=row.test_at,
        tested_at=tested,
    )
