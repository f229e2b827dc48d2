"""A crisis with figures: what the tests of phases begin with, made with the real verbs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from tests.made_house import bring

from knooppunt.ground.access.public import TLP
from knooppunt.ground.figures.public import sync_catalogue
from knooppunt.ground.incidents.public import Phase, open_incident
from knooppunt.kit.authority import Actor, system_actor
from knooppunt.kit.clock import today
from knooppunt.rooms.readiness.public import Comparison, Condition, Post, set_norm, watch_figure

NODE = system_actor("readiness")
INDICATOR = "cases.reported"
ABOVE = Condition(Comparison.ABOVE, 100, 2, 0, 7)
BELOW = Condition(Comparison.BELOW, 100, 2, 0, 7)


def figures(folder: Path, values: Sequence[float | None], actor: Actor = NODE, marking: TLP = TLP.GREEN) -> None:
    """Values of the whole country, the last one of yesterday."""
    sync_catalogue(actor=NODE)
    last = today() - timedelta(days=1)
    days = [last - timedelta(days=back) for back in range(len(values) - 1, -1, -1)]
    rows = [
        f"{INDICATOR},NL,{day},{day},{'' if value is None else value}" for day, value in zip(days, values, strict=True)
    ]
    bring(folder, rows, f"cijfers-{abs(hash(tuple(values)))}.csv", actor, marking)


def signal(actor: Actor = NODE, condition: Condition = ABOVE, phase: Phase = Phase.WARM) -> UUID:
    """A signal to go up."""
    return _watched("signal", "Meldingen boven de drempel", actor, condition, phase)


def criterion(actor: Actor = NODE, condition: Condition = BELOW, phase: Phase = Phase.WARM) -> UUID:
    """A criterion for going down."""
    return _watched("criterion", "Meldingen weer laag", actor, condition, phase)


def _watched(kind: str, name: str, actor: Actor, condition: Condition, phase: Phase) -> UUID:
    sync_catalogue(actor=NODE)
    return watch_figure(
        kind=kind,
        name=name,
        phase=phase,
        indicator=INDICATOR,
        method="value",
        area="NL",
        condition=condition,
        actor=actor,
    )


def crisis(phase: str = "cold", *, exercise: bool = False) -> UUID:
    """An open incident."""
    return open_incident(name="Griep", exercise=exercise, phase=phase, reason="Meldingen", actor=NODE)


def warm_norm(actor: Actor = NODE, *, within: int | None = None, seen: int = 0) -> UUID:
    """One duty officer in the warm phase."""
    posts = [Post("duty_officer", 1)]
    return set_norm(phase=Phase.WARM, posts=posts, within=within, review_days=14, seen=seen, actor=actor)
