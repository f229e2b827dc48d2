"""Where sources say something else about the same: both stand, and here they are beside each other."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from knooppunt.ground.figures.models import Delivery
from knooppunt.ground.figures.queries.catalogue import KnownIndicator, known_indicators
from knooppunt.ground.figures.queries.deciding import decision_on
from knooppunt.ground.figures.rules.choosing import Choice
from knooppunt.kit.authority import Actor

MOST = 200

# Reports speak for themselves only: their kept sums are of a part of the country. What a source delivers about an area
# goes before what can be added up of it. Two values are the same when they differ by less than rounding.
_CONFLICTS = """
WITH readable AS (SELECT * FROM unnest(%(slugs)s::text[], %(sources)s::text[]) AS r(indicator, source)),
spoken AS (
    SELECT s.id, s.indicator_id, s.area, s.stratum, s.source, s.made,
           count(*) FILTER (WHERE first) OVER (PARTITION BY s.indicator_id, s.area, s.stratum) AS sources
      FROM (SELECT s.*, row_number() OVER (PARTITION BY s.indicator_id, s.area, s.stratum, s.source) = 1 AS first
              FROM figures_series s JOIN readable r ON r.indicator = s.indicator_id AND r.source = s.source
             WHERE (s.made = 'delivered' OR s.source NOT LIKE 'report\\_%%')
               AND (%(area)s::text IS NULL OR s.area = %(area)s)) s),
said AS (
    SELECT DISTINCT ON (s.indicator_id, s.area, s.stratum, o.starts, o.ends, s.source)
           s.indicator_id, s.area, s.stratum, o.starts, o.ends, s.source, s.made, o.value, o.n, o.delivery, o.known_from
      FROM spoken s JOIN figures_observation o ON o.series_id = s.id AND o.value IS NOT NULL
           AND o.starts >= coalesce(%(since)s::date, '-infinity') AND o.starts < coalesce(%(until)s::date, 'infinity')
     WHERE s.sources > 1
     ORDER BY s.indicator_id, s.area, s.stratum, o.starts, o.ends, s.source, s.made)
SELECT c.indicator_id, c.area, c.stratum, c.starts, c.ends, c.sayings
  FROM (SELECT indicator_id, area, stratum, starts, ends,
               array_agg(json_build_array(source, made, value, n, delivery)::text ORDER BY source) AS sayings
          FROM said GROUP BY 1, 2, 3, 4, 5
        HAVING max(value) - min(value) > 1e-9 * greatest(abs(max(value)), abs(min(value)))) c
  LEFT JOIN LATERAL (
        SELECT h.source <> '' AND {seen} AS settled FROM figures_choice h
         WHERE h.indicator_id = c.indicator_id AND h.area = c.area AND h.starts <= c.starts
           AND (h.ends IS NULL OR h.ends > c.starts)
         ORDER BY h.decided_at DESC LIMIT 1) d ON true
 WHERE %(open)s::boolean IS NULL OR coalesce(d.settled, false) <> %(open)s
 ORDER BY c.starts DESC, c.indicator_id, c.area, c.stratum, c.ends
 LIMIT %(limit)s
"""
# The same as ``deciding.decision_on``: a decision is there for who may see every source that it is about.
_SEEN = """
           NOT EXISTS (SELECT FROM unnest(h.against || h.source) AS named(source)
                        WHERE named.source NOT IN ('', 'reports') AND NOT EXISTS (
                              SELECT FROM readable r WHERE r.indicator = h.indicator_id AND r.source = named.source))
"""


@dataclass(frozen=True, slots=True)
class Saying:
    """What one source says. ``n``: of a sum, the areas in it. ``delivery`` and its moments are of the file it is in."""

    source: str
    made: str
    value: float
    n: int | None
    delivery: str
    by_name: str
    reported_at: datetime | None
    known_since: datetime


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """Sources that differ about one period (``ends`` exclusive). ``decision``: which of them counts, if it is settled.

    ``difference`` is between the highest and the lowest value.
    """

    indicator: str
    area: str
    stratum: str
    starts: date
    ends: date
    sayings: tuple[Saying, ...]
    difference: float
    decision: Choice | None


def conflicts(
    *,
    indicator: str | None = None,
    area: str | None = None,
    open: bool | None = True,  # noqa: A002  the word people use
    since: date | None = None,
    until: date | None = None,
    limit: int = MOST,
    actor: Actor,
) -> Sequence[ConflictLine]:
    """Where sources differ now, the latest day first. Three queries. ``until`` is exclusive.

    ``open``: whether nobody decided yet (None: both). Only sources that ``actor`` may see are compared.
    """
    catalogue = known_indicators(None if indicator is None else [indicator], known=None, actor=actor)
    wanted = [catalogue[indicator]] if indicator else catalogue.values()
    pairs = [(one.slug, stream.source) for one in wanted for stream in one.streams]
    told: dict[str, Any] = {"area": area, "since": since, "until": until, "open": open, "limit": limit}
    told |= {"slugs": [slug for slug, _ in pairs], "sources": [source for _, source in pairs]}
    with connection.cursor() as cursor:
        cursor.execute(_CONFLICTS.format(seen=_SEEN), told)
        rows = cursor.fetchall()
    return _lines(rows, catalogue)


def _lines(rows: Sequence[tuple[Any, ...]], catalogue: Mapping[str, KnownIndicator]) -> list[ConflictLine]:
    told = [(*row[:5], [json.loads(saying) for saying in row[5]]) for row in rows]
    numbers = {saying[4] for row in told for saying in row[5]}
    notes = Delivery.objects.in_bulk(sorted(numbers), field_name="number")
    return [_line(row, notes, catalogue) for row in told]


def _line(row: tuple[Any, ...], notes: Mapping[int, Delivery], catalogue: Mapping[str, KnownIndicator]) -> ConflictLine:
    slug, area, stratum, starts, ends, said = row
    sayings = tuple(_saying(saying, notes) for saying in said)
    values = [saying.value for saying in sayings]
    decision = decision_on(slug, area, starts, catalogue)
    settled = decision if decision is not None and decision.source else None
    return ConflictLine(slug, area, stratum, starts, ends, sayings, max(values) - min(values), settled)


def _saying(told: Sequence[Any], notes: Mapping[int, Delivery]) -> Saying:
    source, made, value, n, number = told
    note = notes[number]
    return Saying(source, made, value, n, str(note.id), note.by_name, note.reported_at, note.known_at)
