"""What rosters and call-outs tell phases; the one place where the three halves of the room meet.

None is not known: there is no roster, or nothing was ever tested.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from knooppunt.kit.authority import Actor
from knooppunt.rooms.readiness.rules.piloting import Post


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A call-out plan: its name, and how many people of how many organisations it calls (None: not known)."""

    id: UUID
    name: str
    people: int | None = None
    organisations: int | None = None


@dataclass(frozen=True, slots=True)
class CalloutLine:
    """A call-out that is open. ``plan`` is the one it began with."""

    id: UUID
    name: str
    plan: UUID
    started_at: datetime


@dataclass(frozen=True, slots=True)
class Tested:
    """The last test of a post: when, how many of those asked answered, and after how many minutes enough had."""

    at: datetime
    asked: int
    answered: int
    minutes: int | None


def plan_lines(*, actor: Actor) -> Sequence[PlanLine]:
    """The call-out plans the actor may start."""
    return []


def open_callouts(*, actor: Actor) -> Sequence[CalloutLine]:
    """The call-outs that are open, as the actor sees them."""
    return []


def duty_counts(posts: Sequence[Post], at: datetime, *, actor: Actor) -> Mapping[Post, int] | None:
    """How many people are on duty for each post at ``at``; None when no roster is kept."""
    return None


def on_duty_people(role: str, at: datetime, *, actor: Actor) -> Sequence[UUID]:
    """Who is on duty with this role at ``at``."""
    return []


def last_tests(posts: Sequence[Post], *, actor: Actor) -> Mapping[Post, Tested]:
    """The last test of each post that was ever tested."""
    return {}
