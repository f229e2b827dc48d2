"""What there is beside the norm of the warm phase: numbers of people, never who they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from knooppunt.ground.incidents.public import Phase
from knooppunt.ground.network.public import Reach, holders, reach
from knooppunt.kit.authority import Actor, system_actor
from knooppunt.kit.clock import now
from knooppunt.rooms.readiness.queries.joined import Tested, duty_counts, last_tests
from knooppunt.rooms.readiness.queries.norms import NormLine, norm
from knooppunt.rooms.readiness.rules.permissions import OVERSEE
from knooppunt.rooms.readiness.rules.piloting import Conclusion, Post, Stock, conclude

NODE = system_actor("readiness")


@dataclass(frozen=True, slots=True)
class PilotLine:
    """A post with what there is. ``tested`` is None when it never was."""

    stock: Stock
    organisation: str
    tested: Tested | None


@dataclass(frozen=True, slots=True)
class PilotLight:
    """The answer, post by post. ``untested_since``: the oldest of the last tests; None when a post never was."""

    norm: NormLine | None
    within: int | None
    lines: tuple[PilotLine, ...]
    conclusion: Conclusion
    untested_since: datetime | None
    at: datetime


def pilot_light(*, actor: Actor) -> PilotLight:
    """Could we flare up tonight? Needs ``readiness.oversee``."""
    actor.require(OVERSEE)
    return standing(norm(Phase.WARM, actor=NODE), _within())


def standing(found: NormLine | None, within: int | None) -> PilotLight:
    """What there is beside a norm."""
    posts = found.posts if found else ()
    names = found.names if found else ()
    stocks, tests = _stocks(posts)
    lines = tuple(PilotLine(stock, name, tests.get(stock.post)) for stock, name in zip(stocks, names, strict=True))
    moments = [line.tested.at if line.tested else None for line in lines]
    known = [one for one in moments if one is not None]
    oldest = min(known) if known and len(known) == len(moments) else None
    return PilotLight(found, within, lines, conclude(stocks, within), oldest, now())


def _within() -> int | None:
    """In how many minutes we should be back: of the coldest phase that says so, in which we wait."""
    for phase in Phase:
        found = norm(phase, actor=NODE)
        if found and found.within is not None:
            return found.within
    return None


def _stocks(posts: Sequence[Post]) -> tuple[list[Stock], Mapping[Post, Tested]]:
    people = _people(posts)
    everyone = {one for some in people.values() for one in some}
    ways = reach(everyone, actor=NODE)
    duty, tests = duty_counts(posts, now(), actor=NODE), last_tests(posts, actor=NODE)
    return [
        _stock(post, people[post] & ways.keys(), len(people[post]), ways, duty, tests.get(post)) for post in posts
    ], tests


def _people(posts: Sequence[Post]) -> dict[Post, set[UUID]]:
    held = holders(roles=sorted({post.role for post in posts}), actor=NODE) if posts else []
    return {
        post: {one.person for one in held if one.role == post.role and post.organisation in ("", str(one.organisation))}
        for post in posts
    }


def _stock(
    post: Post,
    reached: set[UUID],
    people: int,
    ways: Mapping[UUID, Sequence[Reach]],
    duty: Mapping[Post, int] | None,
    tested: Tested | None,
) -> Stock:
    newest = [max((way.verified_at for way in ways[one] if way.verified_at), default=None) for one in reached]
    verified = [moment for moment in newest if moment is not None]
    return Stock(
        post=post,
        people=people,
        reachable=len(reached),
        verified=len(verified),
        on_duty=None if duty is None else duty.get(post, 0),
        stalest=min(verified, default=None),
        tested_at=tested.at if tested else None,
        minutes=tested.minutes if tested else None,
    )
