"""What whoever makes a picture has to look at, from all rooms in one list: contradictions, gaps, stale statements, who
is late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from uuid import UUID

from knooppunt.ground.figures.public import ConflictLine, GapLine, conflicts, gaps
from knooppunt.ground.interpretation.public import StatementLine, statements
from knooppunt.kit.authority import Actor
from knooppunt.rooms.picture.queries.rows import COMPILE, EditionLine
from knooppunt.rooms.picture.queries.using import editions_with
from knooppunt.rooms.reporting.public import LateOrganisation, late_organisations, round_states, rounds

MOST = 25
"""Of the contradictions and the gaps, the latest; the pages of these rooms have them all."""
MOST_DAYS = 500
"""Of the gaps that are looked through for these."""


@dataclass(frozen=True, slots=True)
class GapRun:
    """The gaps of one figure on ``count`` days or periods, from ``first`` on. ``is_even``: all are as large."""

    latest: GapLine
    first: date
    count: int
    is_even: bool


def runs_of(lines: Sequence[GapLine]) -> list[GapRun]:
    """Gaps of the same figure together: whoever has ten minutes reads once that one total does not add up.

    ``lines`` have the latest first; so has the result.
    """

    def figure(one: GapLine) -> tuple[str, ...]:
        return (one.indicator, one.area, one.stratum, one.source)

    found = []
    for _figure, each in groupby(sorted(lines, key=figure), key=figure):
        same = list(each)
        found.append(GapRun(same[0], same[-1].starts, len(same), len({one.gap for one in same}) == 1))
    return sorted(found, key=lambda run: run.latest.starts, reverse=True)


@dataclass(frozen=True, slots=True)
class Wanting:
    """What wants attention. ``more_conflicts`` and ``more_gaps``: there are others that are not among these.

    ``used``: the editions in which a stale statement stands. ``asked``: what an organisation is asked in the open round
    that opened last, by its area: a question about a figure of that area goes there.
    """

    conflicts: Sequence[ConflictLine] = ()
    gaps: Sequence[GapRun] = ()
    stale: Sequence[StatementLine] = ()
    late: Sequence[LateOrganisation] = ()
    used: Mapping[UUID, Sequence[EditionLine]] = field(default_factory=dict)
    asked: Mapping[str, tuple[UUID, str]] = field(default_factory=dict)
    more_conflicts: bool = False
    more_gaps: bool = False


def wanting(*, actor: Actor) -> Wanting:
    """Everything of this kind that ``actor`` may read; needs ``picture.compile``.

    At most thirty queries, however much there is, and two for every edition that is still written in.
    """
    actor.require(COMPILE)
    reads = actor.may("figures.read")
    differing = conflicts(limit=MOST + 1, actor=actor) if reads else ()
    unequal = gaps(limit=MOST_DAYS + 1, actor=actor) if reads else ()
    runs = runs_of(unequal[:MOST_DAYS])
    stale = statements(stale=True, actor=actor) if actor.may("interpretation.read") else ()
    is_reader = actor.may("reporting.read")
    return Wanting(
        conflicts=differing[:MOST],
        gaps=runs[:MOST],
        stale=stale,
        late=late_organisations(actor=actor) if is_reader else (),
        used=editions_with([each.id for each in stale], actor=actor),
        asked=_asked(actor) if is_reader else {},
        more_conflicts=len(differing) > MOST,
        more_gaps=len(unequal) > MOST_DAYS or len(runs) > MOST,
    )


def _asked(actor: Actor) -> dict[str, tuple[UUID, str]]:
    """The expectation and the name of the organisation of each area, of the round that opened last."""
    opened = sorted(rounds(is_open=True, actor=actor), key=lambda each: each.opens_at)
    found = round_states([each.id for each in opened], actor=actor) if opened else {}
    places = [place for each in opened for place in found[each.id].organisations]
    return {place.area: (place.expectation, place.name) for place in places if place.area}
