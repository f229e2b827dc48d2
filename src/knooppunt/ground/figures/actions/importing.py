"""Taking in a file: the one way in which figures come into the house."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from django.conf import settings

from knooppunt.ground.access.public import TLP
from knooppunt.ground.figures.exchange.gate import read
from knooppunt.ground.figures.exchange.reading import Limits, Reading
from knooppunt.ground.figures.exchange.within import refuse_outside
from knooppunt.ground.figures.ledger.delivering import Consignment, Progress, already_known, deliver, foresee
from knooppunt.ground.figures.ledger.held import visible_slugs
from knooppunt.ground.figures.ledger.locks import lock_source
from knooppunt.ground.figures.models import Delivery
from knooppunt.ground.figures.queries.tallies import hidden_beside
from knooppunt.ground.figures.rules.report import Report
from knooppunt.ground.files.public import keep, original_path
from knooppunt.ground.journal.public import action
from knooppunt.kit.audience import Audience
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now, today

PERMISSION = "figures.import"
MEGABYTE = 1 << 20


@action
def import_file(
    *,
    path: Path | None = None,
    original: str | None = None,
    file_name: str,
    source: str | None = None,
    again: bool = False,
    marking: TLP = TLP.GREEN,
    progress: Progress | None = None,
    actor: Actor,
) -> Report:
    """Take in the file at ``path``, or an ``original`` (SHA-256) that is kept already, which people call ``file_name``.

    All of it or nothing. The same content twice does nothing, unless ``again``; a delivery that the actor may not see
    does not count, and what their file says beside it is not told (decision 0014). When ``source`` is given, the file
    must be of that source. ``marking`` is that of the delivery. Raises :class:`Invalid` for a file that is wrong as a
    whole; wrong rows are kept apart and told in the report. Who may deliver for some areas only may bring in what
    lies in those; a figure of another area makes the whole file :class:`Invalid`.
    """
    areas = actor.require_anywhere(PERMISSION)
    began, tell = now(), progress or _tell_nobody
    place = path or original_path(original or "")
    reading = _read(place, file_name, source, tell, actor)
    refuse_outside(reading, areas, file_name)
    came = _same_content(reading)
    before = _seen(came, actor)
    if before is not None and not again:
        return replace(already_known(reading, before, file_name), seconds=(now() - began).total_seconds())
    kept = keep(source=place, name=file_name, permission=PERMISSION, area=min(areas), actor=actor)
    audience = Audience(actor.organisation, marking)
    consignment = Consignment(reading, kept.sha256, file_name, repeats=bool(came), audience=audience)
    report = _as_told(deliver(consignment, tell, actor), reading, actor)
    return replace(report, seconds=(now() - began).total_seconds())


@action
def preview(
    *,
    path: Path | None = None,
    original: str | None = None,
    file_name: str,
    source: str | None = None,
    again: bool = False,
    progress: Progress | None = None,
    actor: Actor,
) -> Report:
    """What :func:`import_file` would report, had it been called now. Writes nothing."""
    areas = actor.require_anywhere(PERMISSION)
    began, tell = now(), progress or _tell_nobody
    reading = _read(path or original_path(original or ""), file_name, source, tell, actor)
    refuse_outside(reading, areas, file_name)
    before = _seen(_same_content(reading), actor)
    if before is not None and not again:
        report = already_known(reading, before, file_name)
    else:
        report = _as_told(foresee(reading, file_name, actor), reading, actor)
    return replace(report, seconds=(now() - began).total_seconds())


def _read(place: Path, file_name: str, source: str | None, tell: Progress, actor: Actor) -> Reading:
    tell("reading", 0, 1)
    limits = Limits(max_bytes=settings.KNOOPPUNT.import_max_mb * MEGABYTE)
    slugs = visible_slugs(actor)
    reading = read(place, limits=limits, source=source, today=today(), file_name=file_name, indicators=slugs)
    tell("comparing", 0, 1)
    return reading


def _same_content(reading: Reading) -> Sequence[Delivery]:
    """The deliveries with the same content, newest first. From here on no other import of the source is under way."""
    lock_source(reading.source)
    same = Delivery.objects.filter(source=reading.source, content_sha256=reading.content_sha256)
    return list(same.order_by("-number"))


def _seen(came: Sequence[Delivery], actor: Actor) -> Delivery | None:
    """The last of them that the actor may see; of one that is hidden nothing may be told, also not that it came."""
    return next((one for one in came if one.audience.admits(actor)), None)


def _as_told(report: Report, reading: Reading, actor: Actor) -> Report:
    """The report as far as the actor may know what was held before."""
    about = reading.frame["indicator"].unique().to_list()
    return report.in_part() if hidden_beside(reading.source, about, actor=actor) else report


def _tell_nobody(stage: str, done: int, total: int) -> None:
    """For who does not want to know how far we are."""
