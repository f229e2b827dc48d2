"""Who may see a thing: its marking, who holds it, with whom it is shared. The one rule, for rows and for events."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from knooppunt.kit.authority import EVERYTHING, Actor


class TLP(StrEnum):
    """Markings of the Traffic Light Protocol, version 2.0 (FIRST, August 2022), as stored: without ``TLP:``."""

    CLEAR = "CLEAR"
    GREEN = "GREEN"
    AMBER = "AMBER"
    AMBER_STRICT = "AMBER+STRICT"
    RED = "RED"

    @property
    def label(self) -> str:
        """As the standard writes it: ``TLP:AMBER+STRICT``."""
        return f"TLP:{self.value}"


def sees_everything(actor: Actor) -> bool:
    """Whether this is the node itself with leave for everything; a person never is."""
    return actor.kind == "system" and actor.may(EVERYTHING)


def may_see(actor: Actor, held_by: str, marking: str, shared_with: Collection[str], readers: Collection[str]) -> bool:
    """Whether ``actor`` sees a row with this marking.

    ``held_by`` and ``shared_with`` are identifiers of organisations, ``readers`` of persons. The same rule over rows is
    ``MarkedQuerySet.visible_to`` of access, over entries ``heard_by`` of the journal; tests hold the three together.
    """
    if sees_everything(actor):
        return True
    if not actor.id:
        return False
    if marking == TLP.CLEAR:
        return True
    if marking == TLP.RED:
        return actor.id in readers
    if not actor.organisation:
        return False
    return _organisation_sees(actor.organisation, held_by, marking, shared_with)


def _organisation_sees(organisation: str, held_by: str, marking: str, shared_with: Collection[str]) -> bool:
    if marking == TLP.GREEN:
        return True
    if marking == TLP.AMBER:
        return organisation == held_by or organisation in shared_with
    return marking == TLP.AMBER_STRICT and organisation == held_by


@dataclass(frozen=True, slots=True)
class Audience:
    """Who may hear of an event: whoever may see a row with these columns."""

    held_by: str
    marking: str
    shared_with: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()

    def admits(self, actor: Actor) -> bool:
        """Whether ``actor`` is among them."""
        return may_see(actor, self.held_by, self.marking, self.shared_with, self.readers)

    def narrowed(self, other: Audience) -> Audience:
        """Those who are in both, when that can be said as one audience; never anyone who is in one only.

        Persons (RED) and organisations (AMBER) do not mix: of these two together nobody is left but the node itself.
        """
        first, second = sorted((self, other), key=lambda one: _ORDER.index(TLP(one.marking)))
        if first.marking in _OPEN:
            return second
        if (first.marking == TLP.RED) != (second.marking == TLP.RED):
            return NOBODY_HEARS
        if first.marking == TLP.RED:
            return Audience("", TLP.RED, readers=tuple(sorted({*first.readers} & {*second.readers})))
        both = sorted(_organisations(first) & _organisations(second))
        return Audience(both[0], TLP.AMBER, shared_with=tuple(both[1:])) if both else NOBODY_HEARS


_ORDER, _OPEN = list(TLP), (TLP.CLEAR, TLP.GREEN)
NOBODY_HEARS = Audience("", TLP.RED.value)
"""Nobody but the node itself."""


def _organisations(audience: Audience) -> set[str]:
    shared = audience.shared_with if audience.marking == TLP.AMBER else ()
    return {audience.held_by, *shared} - {""}
