"""Where a figure comes from, and what it replaced."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from knooppunt.ground.figures.models import Delivery, Flag, Observation, Series, Superseded
from knooppunt.ground.figures.queries.asking import Ask
from knooppunt.ground.figures.queries.catalogue import KnownIndicator, known_indicators
from knooppunt.ground.figures.queries.deciding import decision_on, planned
from knooppunt.ground.figures.queries.family import arranged
from knooppunt.ground.figures.queries.held import read_series
from knooppunt.ground.figures.queries.listed import FlagLine, GapLine, flag_line, gap_line
from knooppunt.ground.figures.queries.listing import gaps_known
from knooppunt.ground.figures.queries.needed import names_of
from knooppunt.ground.figures.queries.planning import Plan
from knooppunt.ground.figures.rules.choosing import Choice
from knooppunt.kit.authority import Actor

LONGEST_PERIOD = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version of an observation. ``known_until`` None: it still stands. ``closed_by`` is the delivery after it."""

    made: str
    area: str
    starts: date
    ends: date
    value: float | None
    lower: float | None
    upper: float | None
    n: int | None
    delivery: str
    file_name: str
    by_name: str
    reported_at: datetime | None
    known_from: datetime
    known_until: datetime | None


@dataclass(frozen=True, slots=True)
class Provenance:
    """Everything known of one figure, as delivered or added up: definition, versions (newest first), flags, gaps.

    ``decision``: by which it was settled which source counts, when the reader may know of all of these.
    """

    indicator: KnownIndicator
    basis: KnownIndicator
    area: str
    source: str
    versions: tuple[VersionLine, ...]
    flags: tuple[FlagLine, ...]
    gaps: tuple[GapLine, ...]
    decision: Choice | None = None


def provenance(
    indicator: str,
    area: str,
    starts: date,
    *,
    known: datetime | None = None,
    source: str | None = None,
    stratum: str = "",
    actor: Actor,
) -> Provenance:
    """All versions, up to ``known``, of what is said about the period that starts on or runs over ``starts``.

    Of a daily figure that is derived from a total the versions of the day and of the day before are given.
    """
    ask = Ask(indicator, (area,), starts, starts + timedelta(days=1), "value", source, stratum)
    catalogue = known_indicators([indicator], known=known, actor=actor)
    names = sorted(names_of(ask, catalogue, None), key=str)
    whole = planned(ask, catalogue, arranged(read_series(names, known)), None)
    chosen = next((one for one in whole.chosen if one.starts <= starts < one.ends), None)
    made = chosen.plan if chosen else whole
    numbers = made.terms[area].main()
    days = [starts - timedelta(days=back) for back in made.back]
    return Provenance(
        indicator=catalogue[indicator],
        basis=made.basis,
        area=area,
        source=made.stream.source if made.stream else "",
        versions=_versions(numbers, days, known),
        flags=_flags(numbers, days, known),
        gaps=_gaps(made, days, known),
        decision=decision_on(indicator, area, starts, catalogue) if source is None else None,
    )


def _versions(numbers: Collection[int], days: Sequence[date], known: datetime | None) -> tuple[VersionLine, ...]:
    series = Series.objects.in_bulk(list(numbers))
    rows = [
        (row, getattr(row, "known_until", None))
        for table in (Observation, Superseded)
        for row in table._default_manager.filter(
            series__in=numbers, starts__gte=min(days) - LONGEST_PERIOD, starts__lte=max(days), ends__gt=min(days)
        )
        if known is None or row.known_from <= known
    ]
    notes = Delivery.objects.in_bulk([row.delivery for row, _ in rows], field_name="number")
    lines = [_line(row, until, series[row.series_id], notes[row.delivery], known) for row, until in rows]
    return tuple(sorted(lines, key=lambda line: (line.starts, line.known_from, line.made), reverse=True))


def _line(
    row: Observation | Superseded, until: datetime | None, series: Series, note: Delivery, known: datetime | None
) -> VersionLine:
    return VersionLine(
        made=series.made,
        area=series.area,
        starts=row.starts,
        ends=row.ends,
        value=row.value,
        lower=row.lower,
        upper=row.upper,
        n=row.n,
        delivery=str(note.id),
        file_name=note.file_name,
        by_name=note.by_name,
        reported_at=note.reported_at,
        known_from=row.known_from,
        known_until=until if until is not None and (known is None or until <= known) else None,
    )


def _flags(numbers: Collection[int], days: Sequence[date], known: datetime | None) -> tuple[FlagLine, ...]:
    rows = Flag.objects.filter(series__in=numbers, starts__range=(min(days), max(days))).select_related("series")
    rows = rows.filter(raised_at__lte=known) if known else rows
    return tuple(flag_line(row) for row in rows.order_by("-starts", "kind", "-raised_at"))


def _gaps(made: Plan, days: Sequence[date], known: datetime | None) -> tuple[GapLine, ...]:
    if made.stream is None:
        return ()
    rows = gaps_known(known).filter(
        indicator=made.basis.slug,
        source=made.stream.source,
        stratum=made.ask.stratum,
        area=made.ask.areas[0],
        starts__range=(min(days), max(days)),
    )
    return tuple(gap_line(row) for row in rows.order_by("-starts"))
