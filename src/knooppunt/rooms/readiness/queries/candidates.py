"""Whom a plan would ask: its words about organisations and roles, as the network stands now."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.utils.translation import gettext, override

from knooppunt.ground.network.public import KIND_NAMES, Kind, holders, organisations
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.rooms.readiness.calling import HOUSE
from knooppunt.rooms.readiness.queries.duties import on_duty
from knooppunt.rooms.readiness.rules.plans import Candidate, PlanContent, Spot, Team, spots_of, teams

LANGUAGES = ("nl", "en")


@dataclass(frozen=True, slots=True)
class Resolved:
    """The groups of a plan with their people; ``unknown`` are words of lines that name no organisation (any more)."""

    teams: Sequence[Team]
    unknown: Sequence[tuple[int, Sequence[str]]]
    names: Mapping[UUID, str]

    @property
    def people(self) -> Collection[UUID]:
        """Everyone in it."""
        return {one.person for team in self.teams for one in team.people}


def resolved(content: PlanContent, *, first: Collection[UUID] = (), actor: Actor) -> Resolved:
    """The groups of a plan as the network stands now; ``first`` are people on duty. Two queries.

    Needs to be asked by somebody who may plan or call (who asks this checks it).
    """
    known = spots(actor=actor)
    places, unknown = dict[int, Sequence[UUID]](), []
    for number, line in enumerate(content.lines, 1):
        places[number], words = spots_of(line.where, known, number)
        if words:
            unknown.append((number, words))
    wanted = {place for some in places.values() for place in some}
    held = holders(roles=[line.role for line in content.lines], organisations=wanted, actor=HOUSE)
    candidates = [Candidate(one.person, one.name, one.role, one.organisation, one.organisation_name) for one in held]
    return Resolved(teams(content, places, candidates, first), unknown, {one.id: one.name for one in known})


def asked_now(content: PlanContent) -> Resolved:
    """Whom a plan asks at this moment: who is on duty before the others."""
    duty = on_duty(roles={line.role for line in content.lines}, at=now(), actor=HOUSE)
    return resolved(content, first=[one.person for one in duty], actor=HOUSE)


def spots(*, actor: Actor) -> Sequence[Spot]:
    """The organisations as a plan can name them. One query."""
    return [
        Spot(one.id, one.name, one.abbreviation, one.area, _words(Kind(one.kind))) for one in organisations(actor=actor)
    ]


@cache
def _words(kind: Kind) -> frozenset[str]:
    found = {kind.value}
    for language in LANGUAGES:
        with override(language):
            found.add(gettext(KIND_NAMES[kind]).casefold())
    return frozenset(found)
