"""Taking in what an organisation reports: a delivery like any other, with that organisation as its source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import polars as pl

from knooppunt.ground.access.public import TLP
from knooppunt.ground.figures.exchange.reading import FRAME_SCHEMA, Reading
from knooppunt.ground.figures.exchange.reporters import area_of_source
from knooppunt.ground.figures.ledger.delivering import Consignment, deliver
from knooppunt.ground.figures.ledger.held import visible_slugs
from knooppunt.ground.figures.ledger.locks import lock_source
from knooppunt.ground.figures.models import Delivery
from knooppunt.ground.figures.rules.naming import REPORT
from knooppunt.ground.figures.rules.reported import Reported, check_reported, content_of
from knooppunt.ground.geography.public import area, is_known, latest_borders, parent_of
from knooppunt.ground.journal.public import action
from knooppunt.kit.audience import Audience
from knooppunt.kit.authority import NATION, Actor
from knooppunt.kit.clock import today
from knooppunt.kit.problems import Invalid, NotFound, phrase

PERMISSION = "figures.import"


@action
def deliver_report(
    *,
    source: str,
    rows: Sequence[Reported],
    original: str,
    name: str,
    reported_at: datetime | None,
    held_by: str,
    marking: TLP,
    shared_with: Sequence[str] = (),
    readers: Sequence[str] = (),
    reported_by: str = "",
    actor: Actor,
) -> UUID:
    """Take in the figures of a report; gives the delivery. All of it or nothing.

    ``source`` is that of the organisation (:func:`report_source`); ``original`` the SHA-256 under which the files room
    keeps the report, ``name`` what people call it. A figure that is said already adds nothing; one that is said
    otherwise closes the old version; what the report is silent about stays, so a figure that is taken back must come
    with the value None. The same report right after itself does nothing and gives the delivery that is there.
    ``reported_by``: whose name stands beside it; that of ``actor`` when left out.

    Needs ``figures.import`` in the area of the source. :class:`Invalid` names the row that cannot be taken.
    """
    own = area_of_source(source)
    actor.require(PERMISSION, own or NATION)
    if not REPORT.fullmatch(source):
        raise Invalid(phrase("{source} is not a source of reports."), place="source", source=source)
    check_reported(rows, today=today())
    _check_known(rows, own, actor)
    lock_source(source)
    content, audience = content_of(rows, reported_at), Audience(held_by, marking, tuple(shared_with), tuple(readers))
    past = _Past.of(source, content)
    if past.last is not None and _is_the_same(past.last, content, audience):
        return past.last.id
    reading = Reading(source, reported_at, len(rows), _frame(rows), content_sha256=content)
    return _deliver(
        Consignment(reading, original, name, repeats=past.said, audience=audience, by_name=reported_by), actor
    )


def _deliver(consignment: Consignment, actor: Actor) -> UUID:
    report = deliver(consignment, _tell_nobody, actor)
    assert report.delivery is not None
    return report.delivery


@dataclass(frozen=True, slots=True)
class _Past:
    """The last delivery of the source, and whether any said the same."""

    last: Delivery | None
    said: bool

    @classmethod
    def of(cls, source: str, content: str) -> _Past:
        of_source = Delivery.objects.filter(source=source)
        return cls(of_source.order_by("-number").first(), of_source.filter(content_sha256=content).exists())


def _is_the_same(last: Delivery, content: str, audience: Audience) -> bool:
    shown = (last.held_by, last.marking, sorted(last.shared_with), sorted(last.readers))
    wanted = (audience.held_by, audience.marking, sorted(audience.shared_with), sorted(audience.readers))
    return last.content_sha256 == content and shown == wanted


def _check_known(rows: Sequence[Reported], own: str, actor: Actor) -> None:
    """Every indicator and area must exist, and a region speaks of itself and of what lies in it."""
    slugs = visible_slugs(actor)
    for row in rows:
        if row.indicator not in slugs:
            raise NotFound(phrase("There is no indicator {slug}."), place=row.place, slug=row.indicator)
        if not is_known(row.area):
            raise Invalid(phrase("There is no area {code}."), place=row.place, code=row.area)
        if own and not _lies_in(row, own):
            raise Invalid(phrase("{code} does not lie in {region}."), place=row.place, code=row.area, region=own)


def _lies_in(row: Reported, region: str) -> bool:
    """Whether it does, on the day that the row is about or now: a municipality may have moved."""
    if row.area == region:
        return True
    if area(row.area).kind != "municipality":
        return False
    return region in (parent_of(row.area, "region", row.starts), parent_of(row.area, "region", latest_borders()))


def _frame(rows: Sequence[Reported]) -> pl.DataFrame:
    told = [
        (number, row.indicator, row.area, row.stratum, row.starts, row.ends, row.value, None, None, None)
        for number, row in enumerate(rows, 1)
    ]
    return pl.DataFrame(told, schema=dict(FRAME_SCHEMA), orient="row")


def _tell_nobody(stage: str, done: int, total: int) -> None:
    """A report needs no progress bar."""
