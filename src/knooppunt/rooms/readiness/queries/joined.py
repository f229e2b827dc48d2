"""What rosters and call-outs tell phases; the one place where the three parts of the room meet.

None is not known: there is no roster, or nothing was ever tested.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import NETHERLANDS
from knooppunt.rooms.readiness.models import Call
from knooppunt.rooms.readiness.queries.callouts import CalloutLine, callouts
from knooppunt.rooms.readiness.queries.duties import OnDuty, on_duty
from knooppunt.rooms.readiness.queries.rosters import visible_rosters
from knooppunt.rooms.readiness.rules.callouts import Answer, Purpose
from knooppunt.rooms.readiness.rules.piloting import Post


@dataclass(frozen=True, slots=True)
class Tested:
    """The last test of a post: when, how many of those asked answered, and after how many minutes enough were coming.

    ``minutes`` None: not enough were.
    """

    at: datetime
    asked: int
    answered: int
    minutes: int | None


def open_callouts(incident: UUID | None = None, *, actor: Actor) -> Sequence[CalloutLine]:
    """The call-outs that are open, as the actor sees them; with ``incident`` only its real ones."""
    found = callouts(open_only=True, actor=actor)
    if incident is None:
        return found
    return [one for one in found if one.incident == incident and one.purpose is Purpose.REAL]


def duty_counts(posts: Sequence[Post], at: datetime, *, actor: Actor) -> Mapping[Post, int] | None:
    """How many people are on duty for each post at ``at``; None when no roster of that day is kept. Two queries."""
    day = at.astimezone(NETHERLANDS).date()
    if not visible_rosters(actor).filter(starts__lte=day, ends__gt=day).exists():
        return None
    found = on_duty(roles={post.role for post in posts}, at=at, actor=actor)
    return {post: sum(_fills(one, post) for one in found) for post in posts}


def _fills(one: OnDuty, post: Post) -> bool:
    return one.role == post.role and post.organisation in ("", str(one.organisation))


def on_duty_people(role: str, at: datetime, *, organisation: UUID, actor: Actor) -> Sequence[UUID]:
    """Who is on duty with this role at ``at``, by the rosters of this organisation."""
    return [one.person for one in on_duty(roles=[role], at=at, actor=actor) if one.organisation == organisation]


def last_tests(posts: Sequence[Post], *, actor: Actor) -> Mapping[Post, Tested]:
    """The last test of each post that was ever tested. Two queries a post."""
    found = {post: _last_test(post, actor) for post in posts}
    return {post: tested for post, tested in found.items() if tested is not None}


def _last_test(post: Post, actor: Actor) -> Tested | None:
    asked = _asked(post, actor)
    newest = asked.order_by("-callout__started_at").values_list("callout", "callout__started_at").first()
    if newest is None:
        return None
    callout, began = newest
    calls = list(asked.filter(callout=callout).values_list("answer", "way", "answered_at", "released_at"))
    themselves = [(answer, at) for answer, way, at, _released in calls if at is not None and way != "behalf"]
    counted = [1 for _answer, _way, at, released in calls if at is not None or released is None]
    coming = sorted(at for answer, at in themselves if answer == Answer.COMING)
    enough = coming[post.number - 1] if len(coming) >= post.number else None
    minutes = None if enough is None else max(1, math.ceil((enough - began).total_seconds() / 60))
    return Tested(began, len(counted), len(themselves), minutes)


def _asked(post: Post, actor: Actor) -> QuerySet[Call]:
    """Everyone who was asked for this post in a test; who was let go before answering was not waited for."""
    where = Q(organisation=UUID(post.organisation)) if post.organisation else Q()
    tests = Call.objects.visible_to(actor).filter(where, callout__purpose=Purpose.TEST, group__role=post.role)
    return tests.filter(asked_at__isnull=False)
