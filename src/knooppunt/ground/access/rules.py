"""Decisions about seeing and acting: no Django, no database, no clock."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from knooppunt.kit.authority import EVERYTHING, Actor, Mandate
from knooppunt.kit.problems import Invalid, phrase

LONGEST_NAME = 60
LONGEST_LIFE = timedelta(days=366)
"""Of a token."""
MOST_TOKENS = 20
"""That one owner has at a time."""
OUT_OF_REACH = "access."
"""Permissions that no program has: whoever holds a token must not be able to give leave or make tokens with it."""


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


def may_be_carried(permission: str) -> bool:
    """Whether a token can hold this permission at all."""
    return permission != EVERYTHING and not permission.startswith(OUT_OF_REACH)


def carried(scope: Iterable[Mandate], owner: Collection[Mandate]) -> frozenset[Mandate]:
    """What a token gives now: that part of its ``scope`` which the ``owner`` still has. Never more."""
    return frozenset(
        wanted
        for wanted in scope
        if may_be_carried(wanted.permission) and any(held.covers(wanted.permission, wanted.area) for held in owner)
    )


def check_token(name: str, expires: datetime, moment: datetime) -> str:
    """The name of a new token, without spaces around it; :class:`Invalid` for its name or its end."""
    plain = " ".join(name.split())
    if not plain or not plain.isprintable():
        raise Invalid(phrase("Give the token a name by which you know what uses it."), place="name")
    if len(plain) > LONGEST_NAME:
        raise Invalid(phrase("A name has at most {most} characters."), place="name", most=LONGEST_NAME)
    if expires <= moment:
        raise Invalid(phrase("A token ends in the future."), place="expires")
    if expires > moment + LONGEST_LIFE:
        raise Invalid(phrase("A token lasts at most {days} days."), place="expires", days=LONGEST_LIFE.days)
    return plain


def share_of(most: int) -> int:
    """How many requests a web process takes at a time of the ``most`` that may be asked in a minute."""
    return max(1, most // 20)


def got_of_share(taken: int, share: int, most: int) -> int:
    """What is good of a ``share``, when with it ``taken`` were taken in all; processes together never get over."""
    return min(share, max(0, most - (taken - share)))
