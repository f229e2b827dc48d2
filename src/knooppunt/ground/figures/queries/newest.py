"""How new figures are: the last day of an indicator, and which figures have newer versions by now."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta

from django.db import connection

from knooppunt.ground.figures.models import Indicator
from knooppunt.ground.figures.queries.asking import Ask
from knooppunt.ground.figures.queries.borders import TABLE_BEGINS
from knooppunt.ground.figures.queries.catalogue import READ, known_indicators
from knooppunt.ground.figures.queries.family import arranged, shelf_of
from knooppunt.ground.figures.queries.held import read_series
from knooppunt.ground.figures.queries.needed import names_of
from knooppunt.ground.figures.queries.planning import plan
from knooppunt.ground.figures.queries.versions import parse
from knooppunt.kit.authority import Actor

BEFORE_ALL = datetime(1, 1, 1, tzinfo=UTC)

_LAST = """
SELECT max(last.starts)
  FROM unnest(%(series)s::int[]) AS w(series)
 CROSS JOIN LATERAL (
       (SELECT o.starts FROM figures_observation o
         WHERE o.series_id = w.series AND o.value IS NOT NULL
           AND o.starts <= coalesce(%(until)s::date, 'infinity')
           AND o.known_from <= coalesce(%(known)s::timestamptz, 'infinity')
         ORDER BY o.starts DESC LIMIT 1)
       UNION ALL
       (SELECT o.starts FROM figures_superseded o
         WHERE o.series_id = w.series AND o.value IS NOT NULL AND %(known)s::timestamptz IS NOT NULL
           AND o.starts <= coalesce(%(until)s::date, 'infinity')
           AND o.known_from <= %(known)s AND o.known_until > %(known)s
         ORDER BY o.starts DESC LIMIT 1)) last
"""

_NEWER = """
WITH asked AS (
    SELECT w.place, w.series, w.starts, w.since, w.length
      FROM unnest(%(place)s::int[], %(series)s::int[], %(starts)s::date[], %(since)s::timestamptz[], %(length)s::int[])
           AS w(place, series, starts, since, length)
      JOIN figures_series s ON s.id = w.series AND s.indicator_id = ANY(%(visible)s))
SELECT place, max(known_from)
  FROM (SELECT a.place, o.known_from FROM asked a JOIN figures_observation o
            ON o.series_id = a.series AND o.starts = a.starts AND o.known_from > a.since
           AND o.ends - o.starts = coalesce(a.length, o.ends - o.starts)
        UNION ALL
        SELECT a.place, o.known_from FROM asked a JOIN figures_superseded o
            ON o.series_id = a.series AND o.starts = a.starts AND o.known_from > a.since
           AND o.ends - o.starts = coalesce(a.length, o.ends - o.starts)) newer
 WHERE known_from <= coalesce(%(known)s::timestamptz, 'infinity')
 GROUP BY place
"""


def latest_day(
    indicator: str,
    *,
    area: str = "NL",
    source: str | None = None,
    stratum: str | None = "",
    until: date | None = None,
    known: datetime | None = None,
    actor: Actor,
) -> date | None:
    """The last day (start of a period) with a value, up to and on ``until``; None when there is none.

    Three SQL statements. ``stratum`` None: of any stratum, as for plants.
    """
    # The period matters to nobody here: only the series are looked up.
    ask = Ask(indicator, (area,), TABLE_BEGINS, TABLE_BEGINS + timedelta(days=1), "value", source, stratum or "")
    catalogue = known_indicators([indicator], known=known, actor=actor)
    names = [name._replace(stratum=stratum) for name in names_of(ask, catalogue, None)]
    found = arranged(read_series(sorted(names, key=str), known))
    made = plan(ask, catalogue, found, None)
    if made.stream is None:
        return None
    shelf = shelf_of(made.basis.slug, made.stream, found)
    numbers = [one.id for (code, _made), ones in shelf.items() for one in ones if code == area]
    with connection.cursor() as cursor:
        cursor.execute(_LAST, {"series": numbers or sorted(made.terms[area].main()), "until": until, "known": known})
        last: date | None = cursor.fetchone()[0]
    return last


def corrected_since(versions: Collection[str], *, known: datetime | None = None, actor: Actor) -> dict[str, datetime]:
    """Which of these figure versions have a newer one, and since when that is known. Two SQL statements.

    ``known``: as known at that moment (aware; None: now). A figure that was unknown and is known now counts as newer.
    """
    actor.require(READ)
    wanted = [text for text in dict.fromkeys(versions) if text]
    rows = [
        (place, series, day, one.known_since or BEFORE_ALL, one.length)
        for place, one in enumerate(parse(text) for text in wanted)
        for series in one.series
        for day in one.days
    ]
    if not rows:
        return {}
    place, series, starts, since, length = (list(column) for column in zip(*rows, strict=True))
    visible = list(Indicator.objects.visible_to(actor).values_list("slug", flat=True))
    asked = {"place": place, "series": series, "starts": starts, "since": since, "length": length}
    with connection.cursor() as cursor:
        cursor.execute(_NEWER, {**asked, "visible": visible, "known": known})
        return {wanted[which]: moment for which, moment in cursor.fetchall()}
