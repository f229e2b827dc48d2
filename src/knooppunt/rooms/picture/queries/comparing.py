"""How editions differ from each other, from the figures as they are now, and from themselves made again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from knooppunt.ground.figures.public import Ask, Asked, Figure, Sight, answer_seen, sight
from knooppunt.kit.authority import Actor
from knooppunt.kit.problems import Conflict, phrase
from knooppunt.rooms.picture.models import OUT, State
from knooppunt.rooms.picture.queries.editions import content_of_line
from knooppunt.rooms.picture.queries.rows import (
    EditionLine,
    content_of,
    kept_content,
    line,
    may_see_withdrawn,
    reader_of,
    recompiled,
    row_before,
    row_of,
)
from knooppunt.rooms.picture.rules.canonical import canonical, digest, first_difference, number
from knooppunt.rooms.picture.rules.changes import Change, changes_between
from knooppunt.rooms.picture.rules.register import moment

READ_FIGURES = "figures.read"


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


Place = tuple[str, ...]
Corrections = Mapping[UUID, tuple[Correction, ...]]


def changes(which: UUID, *, actor: Actor) -> list[Change]:
    """What is different from the edition of the product before it; nothing when there is none.

    Raises :class:`NotFound`, also for one that was withdrawn when its content is not for ``actor``.
    """
    row = row_of(which, actor)
    if row.state == State.WITHDRAWN:
        may_see_withdrawn(actor)
    before = row_before(row, actor)
    return changes_between(kept_content(before.content_sha256), content_of(row, actor)) if before else []


def corrected_since(which: UUID, *, actor: Actor) -> list[Correction]:
    """The figures of a published edition whose value, as ``actor`` may know it now, is another one than was published.

    Kept until the next delivery, so that asking again costs two queries.
    """
    found = line(row_of(which, actor))
    if found.state != State.PUBLISHED or not actor.may(READ_FIGURES):
        return []
    return list(_corrections(_Asked([found], sight(actor=actor), actor, with_delivery=True))[found.id])


def correction_counts(lines: Sequence[EditionLine], *, seen: Sight | None = None, actor: Actor) -> dict[UUID, int]:
    """How many figures of each of these published editions have been corrected; see :func:`corrected_since`.

    ``seen``: what the actor sees of the figures, when that was asked already. One query without it, and three more the
    first time after a delivery, whatever the number of editions and figures.
    """
    published = [each for each in lines if each.state == State.PUBLISHED]
    if not published or not actor.may(READ_FIGURES):
        return {each.id: 0 for each in published}
    found = _corrections(_Asked(published, seen or sight(actor=actor), actor, with_delivery=False))
    return {which: len(some) for which, some in found.items()}


class _Asked:
    """A question about corrections; two are the same when all they rest on is, whoever asks."""

    def __init__(self, lines: Sequence[EditionLine], seen: Sight, actor: Actor, *, with_delivery: bool) -> None:
        self.lines = lines
        self.seen = seen
        self.actor = actor
        self.with_delivery = with_delivery
        self.key = (tuple((each.id, each.sha256) for each in lines), seen, with_delivery)

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked) and self.key == other.key


@lru_cache(maxsize=64)
def _corrections(asked: _Asked) -> Corrections:
    contents = [content_of_line(each, actor=asked.actor) for each in asked.lines]
    pairs = zip(contents, asked.lines, strict=True)
    questions = [Asked(_asks(content["figures"]), each.borders) for content, each in pairs]
    answers = answer_seen(questions, seen=asked.seen, with_delivery=asked.with_delivery)
    return {
        each.id: tuple(_differences(content, _by_place(of.asks, found)))
        for each, content, of, found in zip(asked.lines, contents, questions, answers, strict=True)
    }


def _differences(content: Mapping[str, Any], fresh: Mapping[Place, Figure]) -> Iterator[Correction]:
    for place, figure in enumerate(content["figures"]):
        found = fresh.get(_place(figure))
        if found and found.value is not None and number(found.value) != figure["value"]:
            yield _correction(place, figure, found, content)


def _asks(figures: Sequence[Mapping[str, Any]]) -> list[Ask]:
    """The questions that these figures answer, each for all its areas."""
    groups: dict[Ask, list[str]] = {}
    for figure in figures:
        if figure["source"]:
            groups.setdefault(_ask(figure), []).append(figure["area"])
    return [replace(ask, areas=tuple(areas)) for ask, areas in groups.items()]


def _by_place(asks: Sequence[Ask], answers: Sequence[Mapping[str, Sequence[Figure]]]) -> dict[Place, Figure]:
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
    if row.state not in OUT:
        raise Conflict(phrase("Only a published edition can be made again."))
    again = canonical(recompiled(row, reader_of(row)))
    sha256 = digest(again)
    same = sha256 == row.content_sha256
    difference = "" if same else first_difference(content_of(row, actor), json.loads(again))
    return Replay(row.id, row.content_sha256, sha256, same, difference)
