"""Decisions about seeing and acting: no Django, no database, no clock."""

from __future__ import annotations

from collections.abc import Collection
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
    ``MarkedQuerySet.visible_to``; a test holds the two together.
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
