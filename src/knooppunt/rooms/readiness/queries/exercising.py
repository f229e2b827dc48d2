"""What an exercise changes in a call-out: whoever takes no part in it is not reached."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from knooppunt.ground.incidents.public import current_incident, taking_part
from knooppunt.kit.authority import Actor
from knooppunt.rooms.readiness.calling import HOUSE
from knooppunt.rooms.readiness.queries.candidates import Resolved
from knooppunt.rooms.readiness.rules.permissions import OVERSEE
from knooppunt.rooms.readiness.rules.plans import Team


@dataclass(frozen=True, slots=True)
class OutOfReach:
    """A quorum that cannot be reached: ``there`` of its people take part and have a channel, ``needed`` must come."""

    team: Team
    organisation: str
    there: int


@dataclass(frozen=True, slots=True)
class Exercise:
    """The exercise that is open, for a plan: how many of its people take no part, and who (none: not for the reader).

    ``short`` are the lines whose quorum cannot be reached because of it.
    """

    name: str
    absent: int
    names: Sequence[str] | None
    short: Sequence[OutOfReach]


def exercise(found: Resolved, reachable: Collection[UUID], *, actor: Actor) -> Exercise | None:
    """What the open exercise means for these people; none when what is open is real, or nothing is. Two queries.

    ``reachable`` are those who have a channel of the plan. Who asks this checks that the actor may see the plan.
    """
    crisis = current_incident(actor=HOUSE)
    if crisis is None or not crisis.exercise:
        return None
    present = {who for _, who in taking_part([crisis.id], actor=HOUSE)}
    absent = {one.person: one.name for team in found.teams for one in team.people if one.person not in present}
    return Exercise(
        crisis.name,
        len(absent),
        sorted(absent.values()) if actor.may(OVERSEE) else None,
        _short(found.teams, found.names, present, reachable),
    )


def _short(
    teams: Sequence[Team], names: Mapping[UUID, str], present: Collection[UUID], reachable: Collection[UUID]
) -> list[OutOfReach]:
    """The quorums that who takes part cannot fill; one that lacks people anyhow is told of elsewhere."""
    found = []
    for team in teams:
        can = [one for one in team.people if one.person in reachable]
        there = sum(one.person in present for one in can)
        if there < team.needed and there < len(can):
            where = names.get(team.organisation, "") if team.organisation else ""
            found.append(OutOfReach(team, where, there))
    return found
