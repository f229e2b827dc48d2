"""Lists for people: deliveries, rows in quarantine, flags and gaps, each only as far as the actor may see them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from knooppunt.ground.figures.models import Delivery, Flag, Gap, Observation, Quarantined
from knooppunt.ground.figures.queries.catalogue import READ, KnownIndicator, known_indicators
from knooppunt.ground.figures.queries.listed import (
    DeliveryLine,
    FlagLine,
    GapLine,
    QuarantinedLine,
    delivery_line,
    flag_line,
    gap_line,
    quarantined_line,
)
from knooppunt.kit.authority import Actor
from knooppunt.kit.problems import NotFound, phrase

MANY = 500
SLUGS = Delivery._meta.get_field("indicators")


def deliveries(*, source: str | None = None, limit: int = 50, offset: int = 0, actor: Actor) -> Sequence[DeliveryLine]:
    """The last ``limit`` deliveries the actor may see, the newest first; ``offset`` of them left out. Two queries."""
    actor.require(READ)
    rows = Delivery.objects.visible_to(actor).order_by("-number")
    rows = rows.filter(source=source) if source else rows
    return _told(rows[offset : offset + limit], actor)


def delivery(which: UUID | str, *, actor: Actor) -> DeliveryLine:
    """The delivery with this identifier; :class:`NotFound` when it does not exist or may not be seen."""
    actor.require(READ)
    try:
        row = Delivery.objects.visible_to(actor).filter(pk=UUID(str(which))).first()
    except ValueError:
        row = None
    if row is None:
        raise NotFound(phrase("There is nothing here."), place="delivery")
    return _told([row], actor)[0]


def delivery_lines(which: Collection[str], *, actor: Actor) -> dict[str, DeliveryLine]:
    """The deliveries with these identifiers, those the actor may see, by identifier. Two queries."""
    actor.require(READ)
    rows = Delivery.objects.visible_to(actor).filter(pk__in=list(which))
    return {str(line.id): line for line in _told(rows, actor)}


def quarantined(
    which: UUID | str | None = None,
    *,
    state: str | None = "held",
    source: str | None = None,
    limit: int = MANY,
    offset: int = 0,
    actor: Actor,
) -> Sequence[QuarantinedLine]:
    """Rows kept apart, of one delivery or of all, of one source or of all; the newest delivery first, then by line.

    ``state``: held, released, discarded, or None for all.
    """
    actor.require(READ)
    rows = Quarantined.objects.filter(delivery__in=Delivery.objects.visible_to(actor)).select_related("delivery")
    rows = rows.filter(delivery=delivery(which, actor=actor).id) if which is not None else rows
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(delivery__source=source) if source else rows
    rows = rows.order_by("-delivery__number", "line", "column", "pk")[offset : offset + limit]
    return [quarantined_line(row) for row in rows]


def flags(
    *,
    open_only: bool = True,
    answered_only: bool = False,
    indicator: str | None = None,
    area: str | None = None,
    source: str | None = None,
    known: datetime | None = None,
    limit: int = MANY,
    offset: int = 0,
    actor: Actor,
) -> Sequence[FlagLine]:
    """Flags, the last raised first and then the latest day. ``known``: only those raised by then (aware).

    ``open_only``: without an answer yet, and about a value that still stands; ``answered_only`` goes before it.
    """
    actor.require(READ)
    rows = Flag.objects.filter(readable(actor, "series__", known)).select_related("series")
    state = Q(answered_at__isnull=False) if answered_only else waiting() if open_only else Q()
    rows = rows.filter(state)
    rows = rows.filter(raised_at__lte=known) if known else rows
    wanted = {"series__indicator": indicator, "series__area": area, "series__source": source}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    rows = rows.order_by("-raised_at", "-starts", "series", "kind", "pk")[offset : offset + limit]
    return [flag_line(row) for row in rows]


def gaps(
    *,
    indicator: str | None = None,
    area: str | None = None,
    source: str | None = None,
    since: date | None = None,
    until: date | None = None,
    known: datetime | None = None,
    limit: int = MANY,
    offset: int = 0,
    actor: Actor,
) -> Sequence[GapLine]:
    """Gaps as known at ``known`` (aware; None: now), the latest day first. ``until`` is exclusive."""
    actor.require(READ)
    rows = gaps_known(known).filter(readable(actor, "", known))
    wanted = {"indicator": indicator, "area": area, "source": source, "starts__gte": since, "starts__lt": until}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    rows = rows.order_by("-starts", "indicator", "area", "pk")[offset : offset + limit]
    return [gap_line(row) for row in rows]


def _told(rows: Iterable[Delivery], actor: Actor) -> list[DeliveryLine]:
    """Deliveries as lines; of those that came after one about the same that is hidden, the report in part."""
    found = list(rows)
    after = Delivery.objects.filter(pk__in=[row.pk for row in found]).filter(Exists(_hidden_before(actor)))
    in_part = set(after.values_list("pk", flat=True))
    return [delivery_line(row, whole=row.pk not in in_part) for row in found]


def _hidden_before(actor: Actor) -> QuerySet[Delivery]:
    """The deliveries before an outer one, about the same, that are hidden from the actor."""
    earlier = hidden(actor).filter(source=OuterRef("source"), number__lt=OuterRef("number"))
    return earlier.alias(mine=ExpressionWrapper(OuterRef("indicators"), SLUGS)).filter(
        about(OuterRef("indicators")) | Q(mine=[])
    )


def hidden(actor: Actor) -> QuerySet[Delivery]:
    """The deliveries that the actor may not see: never to be told, only to be kept out of what is."""
    return Delivery.objects.exclude(pk__in=Delivery.objects.visible_to(actor).values("pk"))


def about(indicators: Sequence[str] | OuterRef) -> Q:
    """The condition that a delivery speaks about one of these; one that does not say what it is about does."""
    if isinstance(indicators, OuterRef) or indicators:
        return Q(indicators__overlap=indicators) | Q(indicators=[])
    return Q()


def waiting() -> Q:
    """The condition that a flag waits for an answer: it has none, and the value it is about was not replaced."""
    standing = Observation.objects.filter(series=OuterRef("series"), starts=OuterRef("starts"), value=OuterRef("value"))
    return Q(Exists(standing), answered_at__isnull=True)


def gaps_known(known: datetime | None) -> QuerySet[Gap]:
    """The gaps that stood at ``known`` (aware; None: now)."""
    if known is None:
        return Gap.objects.filter(known_until__isnull=True)
    return Gap.objects.filter(Q(known_until__isnull=True) | Q(known_until__gt=known), known_from__lte=known)


def readable(actor: Actor, prefix: str, known: datetime | None) -> Q:
    """The condition that a row is about an indicator of a source that the actor may read.

    Costs one query. ``prefix`` leads to the columns ``source`` and ``indicator``.
    """
    return among(readable_sources(actor, known), prefix)


def readable_sources(actor: Actor, known: datetime | None) -> Mapping[str, Sequence[str]]:
    """The sources the actor may read, each with the indicators for which that holds. One query."""
    return by_source(known_indicators(None, known=known, actor=actor).values())


def by_source(known_ones: Iterable[KnownIndicator]) -> Mapping[str, Sequence[str]]:
    """The sources that deliver these indicators, each with the indicators."""
    found: dict[str, list[str]] = {}
    for one in known_ones:
        for stream in one.streams:
            found.setdefault(stream.source, []).append(one.slug)
    return found


def among(by_source: Mapping[str, Sequence[str]], prefix: str) -> Q:
    """The condition that a row is of one of these sources, and about one of its indicators."""
    found = Q(pk__in=[])
    for source, slugs in by_source.items():
        found |= Q(**{f"{prefix}source": source, f"{prefix}indicator__in": slugs})
    return found
