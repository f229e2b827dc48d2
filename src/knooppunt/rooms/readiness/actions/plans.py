"""Making, changing and ending call-out plans. What is wrong is told, naming the line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from uuid import UUID

from knooppunt.ground.access.public import TLP
from knooppunt.ground.journal.public import action, record
from knooppunt.ground.network.public import NODE_ID, Role
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now, today
from knooppunt.kit.problems import Conflict, Invalid, NotFound, phrase
from knooppunt.kit.recurring import moment_of
from knooppunt.rooms.readiness.calling import CHANNELS, means_of
from knooppunt.rooms.readiness.events import PlanEnded, PlanMade
from knooppunt.rooms.readiness.models import Due, Plan, PlanVersion
from knooppunt.rooms.readiness.queries.candidates import resolved
from knooppunt.rooms.readiness.rules.permissions import PLAN
from knooppunt.rooms.readiness.rules.plans import (
    PlanContent,
    check_length,
    check_reach,
    check_shape,
    check_teams,
    filled,
    mark_of,
    next_test,
    place_of,
    plan_to_json,
)

TEST = "test"
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Drill:
    """A test call-out every so many days, at a time of the Netherlands."""

    days: int
    at: time


@action
def make_plan(*, name: str, content: PlanContent, rhythm: Drill | None = None, actor: Actor) -> UUID:
    """Make a plan; :class:`Invalid` that names the line when it could not work. Needs ``readiness.plan``."""
    actor.require(PLAN)
    _check(name, content, rhythm, actor)
    if Plan.objects.filter(name=name.strip(), ended_at__isnull=True).exists():
        raise Conflict(phrase("There is a plan called {name} already."), place="name", name=name.strip())
    plan = Plan.objects.create(
        name=name.strip(), made_at=now(), held_by=actor.organisation or str(NODE_ID), marking=TLP.AMBER
    )
    _set_rhythm(plan, rhythm)
    _version(plan, 1, content, actor)
    return plan.id


@action
def change_plan(
    *, plan: UUID, name: str, content: PlanContent, seen: int, rhythm: Drill | None = None, actor: Actor
) -> int:
    """A new version of a plan; it counts from the next call-out on. ``seen``: the number of the version on the form."""
    actor.require(PLAN)
    row = _locked(plan, actor)
    newest = row.versions.values_list("number", flat=True).first() or 0
    if newest != seen:
        raise Conflict(phrase("Someone else changed this plan meanwhile: look at it anew."))
    _check(name, content, rhythm, actor)
    if Plan.objects.filter(name=name.strip(), ended_at__isnull=True).exclude(pk=row.pk).exists():
        raise Conflict(phrase("There is a plan called {name} already."), place="name", name=name.strip())
    row.name = name.strip()
    row.save(update_fields=["name"])
    _set_rhythm(row, rhythm)
    _version(row, newest + 1, content, actor)
    return newest + 1


@action
def end_plan(*, plan: UUID, actor: Actor) -> None:
    """Take a plan out of use. Call-outs that run keep their version."""
    actor.require(PLAN)
    row = _locked(plan, actor)
    row.ended_at, row.test_days, row.test_at = now(), None, None
    row.save(update_fields=["ended_at", "test_days", "test_at"])
    record(PlanEnded(row.id, row.audience))


def _check(name: str, content: PlanContent, rhythm: Drill | None, actor: Actor) -> None:
    if not name.strip() or len(name) > LONGEST_NAME:
        raise Invalid(phrase("Give the plan a name of at most {most} signs."), place="name", most=LONGEST_NAME)
    if rhythm is not None and rhythm.days < 1:
        raise Invalid(phrase("A test comes at most once a day."), place="test_days")
    check_shape(content, list(Role), CHANNELS)
    check_length(filled(content.text, plan=name, reason="", meeting=content.meeting), content.steps)
    found = resolved(content, actor=actor)
    for line, words in found.unknown:
        raise Invalid(phrase("No organisation is called {words}."), place=place_of(line), words=", ".join(words))
    check_teams(found.teams, found.names)
    check_reach(found.teams, means_of(found.people), content.steps)


def _set_rhythm(plan: Plan, rhythm: Drill | None) -> None:
    if (plan.test_days, plan.test_at) == ((rhythm.days, rhythm.at) if rhythm else (None, None)):
        return
    plan.test_days, plan.test_at = (rhythm.days, rhythm.at) if rhythm else (None, None)
    plan.save(update_fields=["test_days", "test_at"])
    if rhythm:
        first = moment_of(today(), rhythm.at)
        due = first if first > now() else next_test(now(), 1, rhythm.at)
        Due.objects.create(due_at=due, what=TEST, plan=plan, number=mark_of(rhythm.days, rhythm.at))


def _version(plan: Plan, number: int, content: PlanContent, actor: Actor) -> None:
    PlanVersion.objects.create(
        plan=plan,
        number=number,
        content=plan_to_json(content),
        made_at=now(),
        made_by_id=actor.id,
        made_by_name=actor.name,
    )
    record(PlanMade(plan.id, number, plan.audience))


def _locked(which: UUID, actor: Actor) -> Plan:
    row = Plan.objects.visible_to(actor).select_for_update().filter(pk=which, ended_at__isnull=True).first()
    if row is None:
        raise NotFound(phrase("There is nothing here."))
    return row
