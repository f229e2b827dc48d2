"""Which indicators there are, who delivers them, and what an actor may see of that."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from knooppunt.ground.figures.models import Delivery, Indicator
from knooppunt.ground.figures.rules.choosing import Choice
from knooppunt.ground.figures.rules.naming import REPORTS, is_report
from knooppunt.kit.authority import Actor
from knooppunt.kit.problems import NotFound, phrase

READ = "figures.read"


@dataclass(frozen=True, slots=True)
class Stream:
    """One indicator as one source delivers it. ``newest``: its last delivery (None: not one was known then); ``areas``:
    the areas it had named by then. ``members``: of the family of reports, the sources in it.
    """

    source: str
    newest: datetime | None
    areas: frozenset[str]
    members: tuple[Stream, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownIndicator:
    """What is counted, with its texts in Dutch and English, and the streams the actor may read.

    ``choices`` are all decisions about its sources by then, the first first; see ``deciding.told`` for whom they are.
    ``sources``: those that can answer, the first that is asked first; only told by :func:`indicators`.
    """

    slug: str
    name_nl: str
    name_en: str
    unit_nl: str
    unit_en: str
    definition_nl: str
    definition_en: str
    temporal: str
    additive: bool
    derived_from: str
    low: float | None
    high: float | None
    higher_is_worse: bool
    marking: str
    streams: tuple[Stream, ...] = ()
    choices: tuple[Choice, ...] = ()
    sources: tuple[str, ...] = ()


_FIELDS = (
    "slug", "name_nl", "name_en", "unit_nl", "unit_en", "definition_nl", "definition_en", "temporal", "additive",
    "derived_from", "low", "high", "higher_is_worse", "marking",
)  # fmt: skip

_COLUMNS = ", ".join(f"i.{name}" for name in _FIELDS)

# A source is left out as soon as one delivery of it about the indicator is hidden from the actor: its sums and its
# silences would tell what is in it. A delivery that does not say what it is about counts for all of its source.
_KNOWN = """
SELECT {fields}, told.source, told.newest, told.areas,
       (SELECT jsonb_agg(to_jsonb(c) ORDER BY c.decided_at, c.id)
          FROM figures_choice c
         WHERE c.indicator_id = i.slug AND (%s::timestamptz IS NULL OR c.decided_at <= %s))
  FROM figures_indicator i
  LEFT JOIN LATERAL (
        SELECT s.source, s.areas, d.newest
          FROM (SELECT source, array_agg(DISTINCT area)
                               FILTER (WHERE %s::timestamptz IS NULL OR known_from <= %s) AS areas
                  FROM figures_series WHERE made = 'delivered' AND indicator_id = i.slug GROUP BY source) s
         CROSS JOIN LATERAL (
               SELECT max(known_at) FILTER (WHERE by_then) AS newest,
                      coalesce(bool_and(visible) FILTER (WHERE by_then), bool_and(visible)) AS readable
                 FROM (SELECT d.known_at, {visible} AS visible,
                              (%s::timestamptz IS NULL OR d.known_at <= %s) AS by_then
                         FROM figures_delivery d
                        WHERE d.source = s.source AND (d.indicators = '{{}}' OR i.slug = ANY(d.indicators))) came) d
         WHERE d.readable) told ON true
 WHERE (%s::text[] IS NULL OR i.slug = ANY(%s)
        OR i.slug IN (SELECT derived_from FROM figures_indicator WHERE slug = ANY(%s))) AND {mine}
 ORDER BY i.slug, told.source
"""


def known_indicators(
    slugs: Collection[str] | None, *, known: datetime | None, actor: Actor
) -> Mapping[str, KnownIndicator]:
    """The indicators among ``slugs`` (None: all), and those they are derived from, with their streams as known then.

    One query. :class:`NotFound` names the first that does not exist or may not be seen.
    """
    actor.require(READ)
    found = _read(slugs, known, actor)
    missing = sorted(set(slugs or ()) - found.keys())
    if missing:
        raise NotFound(phrase("There is no indicator {slug}."), place="indicator", slug=missing[0])
    return found


def indicators(*, known: datetime | None = None, actor: Actor) -> tuple[KnownIndicator, ...]:
    """All indicators the actor may see, by slug, each with its ``sources``. One query."""
    found = known_indicators(None, known=known, actor=actor)
    return tuple(replace(one, sources=_in_order(slug, found)) for slug, one in found.items())


def indicator(slug: str, *, known: datetime | None = None, actor: Actor) -> KnownIndicator:
    """The indicator; :class:`NotFound` when it does not exist or may not be seen."""
    return known_indicators([slug], known=known, actor=actor)[slug]


def sources_of(slug: str, *, known: datetime | None = None, actor: Actor) -> tuple[str, ...]:
    """The sources that deliver the indicator, or the total it is derived from, the newest delivery first."""
    known_ones = known_indicators([slug], known=known, actor=actor)
    return _in_order(slug, known_ones)


def _in_order(slug: str, known_ones: Mapping[str, KnownIndicator]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(stream.source for _, stream in streams_for(slug, known_ones)))


def streams_for(slug: str, known_ones: Mapping[str, KnownIndicator]) -> list[tuple[KnownIndicator, Stream]]:
    """Where figures of ``slug`` can come from, the newest delivery first: itself, or the total it is derived from.

    Of two deliveries at the same moment the source that comes first in the alphabet goes first; of one source, what was
    delivered goes before what must be derived. The reports of all organisations are one stream, and go last: a region
    that reported a moment ago is not the source of the nation.
    """
    return _ordered([(one, stream) for one in _related(slug, known_ones) for stream in gathered(one.streams)], slug)


def streams_of(slug: str, source: str, known_ones: Mapping[str, KnownIndicator]) -> list[tuple[KnownIndicator, Stream]]:
    """The same of one source only, which may be the reports of one organisation."""
    related = _related(slug, known_ones)
    found = [
        (one, stream)
        for one in related
        for stream in (gathered(one.streams) if source == REPORTS else one.streams)
        if stream.source == source
    ]
    return _ordered(found, slug)


def _ordered(pairs: Sequence[tuple[KnownIndicator, Stream]], slug: str) -> list[tuple[KnownIndicator, Stream]]:
    found = [(stream.newest, one, stream) for one, stream in pairs if stream.newest is not None]
    ordered = sorted(
        found, key=lambda row: (row[2].source == REPORTS, -row[0].timestamp(), row[2].source, row[1].slug != slug)
    )
    return [(one, stream) for _, one, stream in ordered]


def gathered(streams: Sequence[Stream]) -> list[Stream]:
    """The streams, with those that are reports as one: its members are those that were known, the newest first."""
    reports = [stream for stream in streams if is_report(stream.source)]
    if not reports:
        return list(streams)
    when = {stream.source: stream.newest for stream in reports if stream.newest is not None}
    members = sorted((one for one in reports if one.source in when), key=lambda one: when[one.source], reverse=True)
    areas = frozenset().union(*(one.areas for one in members))
    family = Stream(REPORTS, max(when.values(), default=None), areas, tuple(members))
    return [*(stream for stream in streams if not is_report(stream.source)), family]


def sources_named(slug: str, known_ones: Mapping[str, KnownIndicator]) -> frozenset[str]:
    """Every source that ever delivered the indicator or its total, also when nothing of it was known then."""
    streams = [stream for one in _related(slug, known_ones) for stream in one.streams]
    return frozenset(stream.source for stream in (*streams, *gathered(streams)))


def _related(slug: str, known_ones: Mapping[str, KnownIndicator]) -> list[KnownIndicator]:
    """The indicator, and the total it is derived from."""
    return [known_ones[each] for each in (slug, known_ones[slug].derived_from) if each in known_ones]


@lru_cache(maxsize=256)
def visible_deliveries(actor: Actor) -> tuple[str, tuple[Any, ...]]:
    """A condition in SQL on a delivery ``d``, with its parameters, that holds where ``actor`` may see it.

    It follows from the actor alone, so it is made once for each.
    """
    return _condition(Delivery.objects.visible_to(actor).values("id").order_by(), "d.id")


@lru_cache(maxsize=256)
def visible_indicators(actor: Actor) -> tuple[str, tuple[Any, ...]]:
    """The same for an indicator ``i``."""
    return _condition(Indicator.objects.visible_to(actor).values("slug").order_by(), "i.slug")


def _condition(visible: QuerySet[Any, Any], key: str) -> tuple[str, tuple[Any, ...]]:
    if not visible.query.where:
        return "true", ()
    sql, values = visible.query.sql_with_params()
    return f"{key} IN ({sql})", tuple(values)


def _read(slugs: Collection[str] | None, known: datetime | None, actor: Actor) -> dict[str, KnownIndicator]:
    (mine, mine_values), (visible, visible_values) = visible_indicators(actor), visible_deliveries(actor)
    among = None if slugs is None else list(slugs)
    found: dict[str, dict[str, Any]] = {}
    with connection.cursor() as cursor:
        statement = _KNOWN.format(fields=_COLUMNS, mine=mine, visible=visible)
        cursor.execute(statement, [*[known] * 4, *visible_values, known, known, among, among, among, *mine_values])
        for row in cursor.fetchall():
            texts, (source, newest, areas, choices) = row[: len(_FIELDS)], row[len(_FIELDS) :]
            if row[0] not in found:
                found[row[0]] = {**dict(zip(_FIELDS, texts, strict=True)), "streams": (), "choices": _choices(choices)}
            fields = found[row[0]]
            if source is not None:
                fields["streams"] += (Stream(source, newest, frozenset(areas or ())),)
    return {slug: KnownIndicator(**fields) for slug, fields in found.items()}


def _choices(rows: str | None) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            id=UUID(row["id"]),
            area=row["area"],
            starts=date.fromisoformat(row["starts"]),
            ends=date.fromisoformat(row["ends"]) if row["ends"] else None,
            source=row["source"],
            reason=row["reason"],
            against=tuple(row["against"]),
            decided_at=datetime.fromisoformat(row["decided_at"]),
            by_name=row["by_name"],
        )
        for row in (json.loads(rows) if rows else ())
    )
