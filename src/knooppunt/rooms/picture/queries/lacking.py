"""What other rooms say is missing in an edition. A room that joins is a line in ``PROVIDERS``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from knooppunt.ground.figures.public import ConflictLine, conflicts, recipe
from knooppunt.kit.authority import Actor, system_actor
from knooppunt.rooms.picture.queries.compiling import Moment
from knooppunt.rooms.picture.rules.composing import Circumstances, is_told, referred
from knooppunt.rooms.picture.rules.products import Choice, Product
from knooppunt.rooms.picture.rules.references import reference_of
from knooppunt.rooms.picture.rules.wanting import resting
from knooppunt.rooms.reporting.public import LateOrganisation, State, late_organisations

Fact = dict[str, Any]
Provider = Callable[[Product, Circumstances, Moment, Actor], Iterable[Fact]]
"""Gives facts: ``kind``, and what ``exchange.completeness`` needs to word it; or its own ``words`` in nl and en.

The order must be the same each time, and there may be no moment of asking in it: the facts are part of the bytes that
are approved. What a provider says of an unpublished edition is asked anew each time; publishing freezes it.
"""

ALL = 1_000_000
# Who is late is the same for whoever makes or reads the edition; how much of it is told depends on its marking.
CLOCK = system_actor("picture")


def stale(_product: Product, around: Circumstances, _at: Moment, _actor: Actor) -> Iterator[Fact]:
    """The statements in the texts that rest on a figure that has another version by now. No query."""
    for said in {each["id"]: each for each in around.statements.values()}.values():
        if said["stale_since"]:
            told = {name: said[name] for name in ("section", "version", "text")}
            yield {"kind": "stale", "about": said["id"], "since": said["stale_since"], **told}


def contradicted(product: Product, around: Circumstances, at: Moment, actor: Actor) -> Iterator[Fact]:
    """Where sources differ, undecided, about a day on which a figure of the edition rests. Three queries.

    Who says what is not told: an edition may be read by more people than every source in it.
    """
    since = _reach(product, around, at.on)
    if not since:
        return
    found = conflicts(since=min(since.values()), until=at.on + timedelta(days=1), limit=ALL, actor=actor)
    told: dict[str, list[ConflictLine]] = defaultdict(list)
    for one in found:
        if one.area in around.areas and one.indicator in since and one.ends > since[one.indicator]:
            told[one.indicator].append(one)
    for slug in sorted(told):
        yield {
            "kind": "conflict",
            "about": slug,
            "areas": sorted({one.area for one in told[slug]}),
            "from": min(one.starts for one in told[slug]).isoformat(),
            "until": max(one.ends - timedelta(days=1) for one in told[slug]).isoformat(),
            "count": len(told[slug]),
        }


def _reach(product: Product, around: Circumstances, on: date) -> Mapping[str, date]:
    """From which day on the figures rest on what is counted, by indicator; charts and sparklines are left out."""
    named = [referred(reference_of(token), product) for token in around.figures]
    days: dict[str, int] = defaultdict(int)
    for choice in (*resting(product), *named):
        for slug in (*choice.indicators, *_others(choice)):
            if slug in around.indicators:
                days[slug] = max(days[slug], choice.within + _back(choice.method))
    return {slug: on - timedelta(days=back) for slug, back in days.items()}


def _back(method: str) -> int:
    return max((day for days in recipe(method).method.back.values() for day in days), default=0)


def _others(choice: Choice) -> tuple[str, ...]:
    other = choice.method.removeprefix("rank:").partition(":")[2]
    return (other,) if other else ()


def late(_product: Product, around: Circumstances, at: Moment, _actor: Actor) -> Iterator[Fact]:
    """Whose report is not in the figures: it did not come, holds nothing, or came after the moment. Seven queries.

    Where the marking of the reports is stricter than that of the edition, it is told how many, not who.
    """
    rounds: dict[str, list[LateOrganisation]] = defaultdict(list)
    for one in late_organisations(on=at.on, actor=CLOCK):
        if one.place.state != State.LATE or _came_after(one, at):
            rounds[str(one.round.id)].append(one)
    for which in sorted(rounds, key=lambda each: (rounds[each][0].round.title, each)):
        yield from _late(which, rounds[which], around)


def _late(which: str, some: list[LateOrganisation], around: Circumstances) -> Iterator[Fact]:
    line = some[0].round
    head = {"kind": "late", "about": which, "series": line.title, "number": line.number}
    if not is_told(line.marking, around.marking):
        yield head | {"state": "", "organisations": [], "count": len(some)}
        return
    for state in State:
        names = sorted((one.place.area, one.place.name) for one in some if one.place.state == state)
        if names:
            yield head | {"state": str(state), "organisations": [name for _area, name in names], "count": len(names)}


def _came_after(one: LateOrganisation, at: Moment) -> bool:
    first = one.place.standing.submitted
    return first is not None and first > at.known_at


PROVIDERS: tuple[Provider, ...] = (stale, contradicted, late)


def outside(product: Product, around: Circumstances, at: Moment, actor: Actor) -> tuple[Fact, ...]:
    """What all providers say, in their order."""
    return tuple(fact for provider in PROVIDERS for fact in provider(product, around, at, actor))
