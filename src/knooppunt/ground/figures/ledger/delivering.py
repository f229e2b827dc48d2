"""From a file that was read to a delivery in the tables, with its report and its entry in the journal."""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl
from django.db.models import Max

from knooppunt.ground.access.public import TLP
from knooppunt.ground.figures.events import FiguresImported
from knooppunt.ground.figures.exchange.reading import Reading
from knooppunt.ground.figures.ledger.locks import next_moment
from knooppunt.ground.figures.ledger.weighing import Weighed, weigh
from knooppunt.ground.figures.ledger.writing import Progress, next_delivery_number, next_series_numbers, write
from knooppunt.ground.figures.models import Delivery, Observation, Series
from knooppunt.ground.figures.rules.comparing import HELD_SCHEMA, KEY
from knooppunt.ground.figures.rules.report import (
    MOST_LISTED,
    Correction,
    KeptApart,
    Observations,
    Remark,
    Report,
    plain,
)
from knooppunt.ground.geography.public import latest_borders
from knooppunt.ground.journal.public import record
from knooppunt.kit.authority import Actor
from knooppunt.kit.ids import new_id
from knooppunt.kit.problems import Conflict, phrase

__all__ = ["Consignment", "Progress", "Seen", "already_known", "deliver", "foresee"]

KEY_SCHEMA = {name: HELD_SCHEMA[name] for name in KEY}


@dataclass(frozen=True, slots=True)
class Seen:
    """Who may see a delivery, where that is not told by who brings it in, and whose name stands beside it."""

    held_by: str
    shared_with: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()
    by_name: str = ""


@dataclass(frozen=True, slots=True)
class Consignment:
    """A file that was read and is to be written. ``original`` is the SHA-256 under which its bytes are kept.

    ``not_over``: the number of a delivery; what later ones brought may not be changed.
    """

    reading: Reading
    original: str
    file_name: str
    repeats: bool
    marking: TLP
    not_over: int | None = None
    seen: Seen | None = None


def deliver(consignment: Consignment, progress: Progress, actor: Actor) -> Report:
    """Write it. Needs the lock of the source."""
    reading = consignment.reading
    moment = next_moment(reading.source)
    weighed = weigh(reading, next_series_numbers, actor)
    _refuse_overtaken(weighed, consignment.not_over)
    report = _report(reading, weighed, consignment.file_name)
    report = replace(report, state="imported", delivery=new_id(), known_at=moment)
    delivery = _record_delivery(consignment, report, actor)
    write(weighed, reading.rejected, delivery, progress)
    record(
        FiguresImported(
            delivery=delivery.id,
            number=delivery.number,
            source=delivery.source,
            file=delivery.file_name,
            sha256=delivery.content_sha256,
            known_at=moment,
            new=report.observations.new,
            corrected=report.observations.corrected,
            unchanged=report.observations.unchanged,
            quarantined=report.rows.quarantined,
            flags=sum(report.flags.values()),
        )
    )
    return report


def _refuse_overtaken(weighed: Weighed, not_over: int | None) -> None:
    changed = weighed.comparison.changed
    if not_over is None or changed.is_empty():
        return
    later = Observation.objects.filter(series__in=changed["series"].unique().to_list(), delivery__gt=not_over)
    newer = pl.DataFrame(list(later.values_list("series_id", "starts", "ends")), schema=KEY_SCHEMA, orient="row")
    overtaken = changed.join(newer, on=list(KEY_SCHEMA), how="semi")
    if len(overtaken):
        series = Series.objects.get(pk=overtaken["series"][0])
        template = phrase("A later delivery already changed {indicator} of {area} on {day} to {value}.")
        day, value = overtaken["starts"][0].isoformat(), overtaken["old_value"][0]
        raise Conflict(template, indicator=series.indicator_id, area=series.area, day=day, value=value)


def foresee(reading: Reading, file_name: str, actor: Actor) -> Report:
    """The report of a delivery that is not made. Writes nothing."""

    def supposed(count: int) -> list[int]:
        last = Series.objects.aggregate(last=Max("id"))["last"] or 0
        return list(range(last + 1, last + 1 + count))

    return _report(reading, weigh(reading, supposed, actor), file_name)


def already_known(reading: Reading, before: Delivery, file_name: str) -> Report:
    """The report of a file with the content of the delivery ``before``: nothing is new."""
    told = _blank(reading, file_name)
    return replace(told, state="already known", delivery=before.id, known_at=before.known_at)


def _record_delivery(consignment: Consignment, report: Report, actor: Actor) -> Delivery:
    reading = consignment.reading
    assert report.delivery is not None
    assert report.known_at is not None
    seen = consignment.seen or Seen(actor.organisation)
    return Delivery.objects.create(
        id=report.delivery,
        number=next_delivery_number(),
        source=reading.source,
        indicators=reading.frame["indicator"].unique().sort().to_list(),
        original_id=consignment.original,
        content_sha256=reading.content_sha256,
        repeats=consignment.repeats,
        file_name=consignment.file_name,
        reported_at=reading.reported_at,
        known_at=report.known_at,
        by_id=actor.id,
        by_name=seen.by_name or actor.name,
        report=report.as_json(),
        held_by=seen.held_by,
        marking=consignment.marking,
        shared_with=list(seen.shared_with),
        readers=list(seen.readers),
    )


def _blank(reading: Reading, file_name: str) -> Report:
    return Report(
        state="previewed",
        source=reading.source,
        file=file_name,
        sha256=reading.content_sha256,
        reported_at=reading.reported_at,
        aliases_used=reading.aliases_used,
        columns_not_read=tuple(reading.columns_not_read),
        notes=tuple(Remark(note.template, plain(note.values)) for note in reading.notes),
    )


def _report(reading: Reading, weighed: Weighed, file_name: str) -> Report:
    compared = weighed.comparison
    flags = weighed.flags["kind"].value_counts().sort("kind")
    gaps = {"opened": len(weighed.gaps_opened), "closed": len(weighed.gaps_closed)}
    return replace(
        _blank(reading, file_name),
        rows=weighed.rows,
        observations=Observations(len(compared.fresh), compared.unchanged, len(compared.changed), compared.absent),
        corrections=tuple(_corrections(weighed)),
        kept_apart=tuple(
            KeptApart(row.line, row.column, row.value, row.reason, plain(row.values))
            for row in reading.rejected[:MOST_LISTED]
        ),
        flags=dict(flags.iter_rows()),
        gaps={name: count for name, count in gaps.items() if count},
        borders=latest_borders(),
    )


def _corrections(weighed: Weighed) -> list[Correction]:
    changed = weighed.comparison.changed
    if changed.is_empty():
        return []
    named = changed.join(weighed.named.series, left_on="series", right_on="id")
    told = named.sort("indicator", "stratum", "area", "starts").head(MOST_LISTED)
    columns = ("indicator", "area", "stratum", "starts", "ends", "old_value", "value")
    return [Correction(*row) for row in told.select(columns).iter_rows()]
