"""What a decision to scale down rests on at this moment, as whoever decides sees it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from knooppunt.ground.incidents.public import IncidentLine, Phase, current_incident
from knooppunt.kit.authority import Actor
from knooppunt.kit.problems import Conflict, phrase
from knooppunt.rooms.readiness.queries.norms import NormLine, norm
from knooppunt.rooms.readiness.queries.piloting import PilotLight, pilot_light
from knooppunt.rooms.readiness.queries.watching import Stand, criteria
from knooppunt.rooms.readiness.rules.descending import Check, against
from knooppunt.rooms.readiness.rules.permissions import OVERSEE
from knooppunt.rooms.readiness.rules.piloting import Post


@dataclass(frozen=True, slots=True)
class Going:
    """``incident`` would go ``to`` a colder phase, whose norm (None: there is none) gives the time to be back in.

    ``seen`` names exactly these figures, norm and pilot light: a decision is about what stood on the page.
    """

    incident: IncidentLine
    to: Phase
    criteria: Sequence[Stand]
    pilot: PilotLight
    norm: NormLine | None
    seen: str

    @property
    def within(self) -> int | None:
        """The minutes of the norm that will be in force."""
        return self.norm.within if self.norm else None

    @property
    def against(self) -> bool:
        """Whether something speaks against it, or is not known."""
        return against([one.verdict for one in self.criteria], self.check(()))

    def check(self, stays: Sequence[Post]) -> Check:
        """The pilot light as it would be decided on."""
        return Check(tuple(stays), self.pilot.conclusion.minutes, self.within)


def going_down(*, actor: Actor) -> Going:
    """What stands now; :class:`Conflict` when there is no way down. Needs ``readiness.read`` and ``…oversee``."""
    actor.require(OVERSEE)
    crisis = current_incident(actor=actor)
    if crisis is None:
        raise Conflict(phrase("No incident is open."))
    to = crisis.may_fall_to
    if to is None:
        raise Conflict(phrase("The incident is in the coldest phase."))
    found = criteria(crisis.phase, actor=actor)
    pilot, held = pilot_light(actor=actor), norm(to, actor=actor)
    return Going(crisis, to, found, pilot, held, _name(crisis, found, pilot, held))


def frozen(one: Stand) -> dict[str, Any]:
    """A criterion as JSON keeps it."""
    figure = one.figure
    return {
        "watch": str(one.watch.id),
        "verdict": one.verdict.value,
        "value": figure.value if figure else None,
        "as_of": figure.as_of.isoformat() if figure else None,
        "known_since": figure.known_since.isoformat() if figure and figure.known_since else None,
        "version": figure.version if figure else "",
        "since": one.judged.since.isoformat() if one.judged.since else None,
        "longer": one.judged.longer,
    }


def _name(crisis: IncidentLine, found: Sequence[Stand], pilot: PilotLight, held: NormLine | None) -> str:
    told = [
        str(crisis.id),
        crisis.phase.value,
        [frozen(one) for one in found],
        [pilot.conclusion.could.value, pilot.conclusion.minutes],
        str(held.id) if held else "",
    ]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
