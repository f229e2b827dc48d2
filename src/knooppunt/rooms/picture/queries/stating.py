"""Statements of sections in editions: what they say there, and what has become of them since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from knooppunt.ground.figures.public import KnownIndicator
from knooppunt.ground.geography.public import area
from knooppunt.ground.interpretation.public import GroundLine, Kind, StatementLine, statements
from knooppunt.kit.authority import Actor
from knooppunt.rooms.picture.rules.canonical import number
from knooppunt.rooms.picture.rules.register import moment

READ = "interpretation.read"
Said = dict[str, Any]


def lines_of(ids: Iterable[UUID], actor: Actor) -> dict[UUID, StatementLine]:
    """These statements as they are now, of which ``actor`` may see them. At most eleven queries."""
    wanted = list(ids)
    if not wanted or not actor.may(READ):
        return {}
    return {each.id: each for each in statements(ids=wanted, actor=actor)}


def said_by(ids: Iterable[UUID], known: Mapping[str, KnownIndicator], actor: Actor) -> dict[UUID, Said]:
    """What these statements say now, as an edition holds it. A withdrawn one says nothing any more.

    A text says what its section says now, also in an edition that is about what was known before; the version is frozen
    when the edition goes out.
    """
    found = lines_of(ids, actor)
    return {which: _said(line, known) for which, line in found.items() if line.kind != Kind.WITHDRAWN}


def _said(line: StatementLine, known: Mapping[str, KnownIndicator]) -> Said:
    return {
        "id": str(line.id),
        "version": line.number,
        "section": line.section,
        "author": line.by_name,
        "text": line.text,
        "confidence": line.confidence,
        "likelihood": line.likelihood,
        "valid_from": line.valid_from.isoformat(),
        "said_at": moment(line.known_from),
        "marking": line.marking,
        "stale_since": moment(line.stale_since),
        "figures": [_ground(one, known) for one in line.grounds],
    }


def _ground(one: GroundLine, known: Mapping[str, KnownIndicator]) -> Said:
    """A figure under a statement: ``value`` is nothing where the reader may not see it, and then ``readable`` not.

    ``known_since`` is of the version that it rests on, which ``version`` names.
    """
    named = known.get(one.indicator)
    return {
        "indicator": one.indicator,
        "name": {"nl": named.name_nl, "en": named.name_en} if named else {"nl": one.indicator, "en": one.indicator},
        "area": one.area,
        "area_name": area(one.area).name,
        "starts": one.starts.isoformat(),
        "ends": one.ends.isoformat(),
        "method": one.method,
        "source": one.source,
        "stratum": one.stratum,
        "readable": one.readable,
        "value": number(one.then),
        "known_since": moment(one.known_since) if one.readable else None,
        "version": one.token,
    }


def markings_of(said: Said, known: Mapping[str, KnownIndicator]) -> list[str]:
    """How closed a statement and the figures that it tells are."""
    told = [one["indicator"] for one in said["figures"] if one["readable"] and one["indicator"] in known]
    return [said["marking"], *(known[slug].marking for slug in told)]
