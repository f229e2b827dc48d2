"""How editions differ from each other, from the figures as they are now, and from themselves made again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from knooppunt.ground.figures.public import Ask, Figure, answer, deliveries, indicators
from knooppunt.kit.authority import Actor
from knooppunt.kit.problems import Conflict, NotFound, phrase
from knooppunt.rooms.picture.models import Edition, State
from knooppunt.rooms.picture.queries.editions import (
    EditionLine,
    content_of,
    reader_of,
    recompiled,
    row_before,
    row_of,
    visible,
)
from knooppunt.rooms.picture.rules.canonical import canonical, digest, first_difference, number
from knooppunt.rooms.picture.rules.changes import Change, changes_between
from knooppunt.rooms.picture.rules.register import moment


@dataclass(frozen=True, slots=True)
class Correction:
    """A figure of a published edition that is another one as known now. ``figure`` is its place in the content."""

    figure: int
    indicator: str
    label: Mapping[str, str]
    area: str
    area_name: str
    starts: str
    ends: str
    method: str
    then: float | None
    now: float | None
    known_since: str | None


@dataclass(frozen=True, slots=True)
class Replay:
    """Whether an edition made again is the same. ``difference``: the first path in the content that is not."""

    id: UUID
    sha256: str
    recompiled_sha256: str
    same: bool
    difference: str


def changes(which: UUID, *, actor: Actor) -> list[Change]:
    """What is different from the edition of the product before it; nothing when there is none."""
    row = row_of(which, actor)
    before = row_before(row, actor)
    return changes_between(content_of(before, actor), content_of(row, actor)) if before else []


def corrected_since(which: UUID, *, actor: Actor) -> list[Correction]:
    """The figures of a published edition whose value, as ``actor`` may know it now, is another one than was published.

    Kept until the next delivery that ``actor`` sees, so that asking again costs two queries.
    """
    row = row_of(which, actor)
    return list(_corrections(_Asked(row, actor, _newest(actor)))) if row.state == State.PUBLISHED else []


def correction_counts(lines: Sequence[EditionLine], *, actor: Actor) -> dict[UUID, int]:
    """How many figures of each of these published editions have been corrected; see :func:`corrected_since`."""
    rows = visible(actor).filter(pk__in=[each.id for each in lines], state=State.PUBLISHED)
    newest = _newest(actor)
    return {row.id: len(_corrections(_Asked(row, actor, newest))) for row in rows}


def _newest(actor: Actor) -> int:
    """The number of the last delivery: until there is another one nothing can have been corrected."""
    found = deliveries(limit=1, actor=actor)
    return found[0].number if found else 0


class _Asked:
    """A question about corrections; two are the same when nothing can have changed between them."""

    def __init__(self, row: Edition, actor: Actor, newest: int) -> None:
        self.row = row
        self.actor = actor
        eyes = (actor.id, actor.organisation, actor.kind, actor.mandates)
        self.key = (row.id, row.content_sha256, newest, eyes)

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked) and self.key == other.key


@lru_cache(maxsize=256)
def _corrections(asked: _Asked) -> tuple[Correction, ...]:
    content = content_of(asked.row, asked.actor)
    fresh = _as_known_now(content["figures"], asked.row.borders, asked.actor)
    pairs = ((place, figure, fresh.get(_place(figure))) for place, figure in enumerate(content["figures"]))
    return tuple(
        _correction(place, figure, found, content)
        for place, figure, found in pairs
        if found and found.value is not None and number(found.value) != figure["value"]
    )


Place = tuple[str, ...]


def _as_known_now(figures: Sequence[Mapping[str, Any]], borders: date, actor: Actor) -> dict[Place, Figure]:
    """The same figures of the same sources, as ``actor`` may know them now; what it may not see is left out."""
    seen = {indicator.slug for indicator in indicators(actor=actor)}
    groups: dict[Ask, list[str]] = {}
    for figure in figures:
        if figure["source"] and figure["indicator"] in seen:
            groups.setdefault(_ask(figure), []).append(figure["area"])
    asks = [replace(ask, areas=tuple(areas)) for ask, areas in groups.items()]
    try:
        answers = answer(asks, borders=borders, actor=actor)
    except NotFound:  # a source that this actor may not see
        return {}
    return {
        (
            ask.indicator,
            figure.area,
            ask.stratum,
            figure.starts.isoformat(),
            figure.ends.isoformat(),
            ask.method,
        ): figure
        for ask, areas in zip(asks, answers, strict=True)
        for found in areas.values()
        for figure in found
    }


def _ask(figure: Mapping[str, Any]) -> Ask:
    """The question that this figure answers, without its area."""
    starts, ends = date.fromisoformat(figure["starts"]), date.fromisoformat(figure["ends"])
    return Ask(figure["indicator"], (), starts, ends, figure["asked"], figure["source"], figure["stratum"])


def _place(figure: Mapping[str, Any]) -> Place:
    return tuple(figure[name] for name in ("indicator", "area", "stratum", "starts", "ends", "asked"))


def _correction(place: int, then: Mapping[str, Any], found: Figure, content: Mapping[str, Any]) -> Correction:
    return Correction(
        figure=place,
        indicator=then["indicator"],
        label=content["indicators"][then["indicator"]]["name"],
        area=then["area"],
        area_name=content["areas"].get(then["area"], then["area"]),
        starts=then["starts"],
        ends=then["ends"],
        method=then["method"],
        then=then["value"],
        now=number(found.value),
        known_since=moment(found.known_since),
    )


def replay(which: UUID, *, actor: Actor) -> Replay:
    """Make a published edition again from the figures as known at its moment, and compare the bytes."""
    row = row_of(which, actor)
    if row.state != State.PUBLISHED:
        raise Conflict(phrase("Only a published edition can be made again."))
    again = canonical(recompiled(row, reader_of(row)))
    sha256 = digest(again)
    same = sha256 == row.content_sha256
    difference = "" if same else first_difference(content_of(row, actor), json.loads(again))
    return Replay(row.id, row.content_sha256, sha256, same, difference)
