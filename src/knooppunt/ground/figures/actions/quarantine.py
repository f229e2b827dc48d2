"""Deciding what becomes of rows in quarantine: brought in after all, by a person with a name, or not."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any
from uuid import UUID

import polars as pl

from knooppunt.ground.figures.events import QuarantineDiscarded, QuarantineReleased
from knooppunt.ground.figures.exchange.gate import reread
from knooppunt.ground.figures.exchange.reading import KEY, Note, Reading
from knooppunt.ground.figures.ledger.delivering import Consignment, deliver
from knooppunt.ground.figures.ledger.held import visible_slugs
from knooppunt.ground.figures.ledger.locks import lock_source
from knooppunt.ground.figures.models import Delivery, Fate, Quarantined
from knooppunt.ground.figures.queries.tallies import hidden_beside
from knooppunt.ground.figures.rules.report import Report
from knooppunt.ground.files.public import keep
from knooppunt.ground.journal.public import action, record
from knooppunt.kit.audience import Audience
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now, today
from knooppunt.kit.problems import Conflict, Invalid, NotFound, phrase

PERMISSION = "figures.review"
Cells = Mapping[str, str]
OWN_COLUMNS = ("quarantine id", "line", "place", "row")


@action
def release_quarantined(
    *, ids: Sequence[UUID], replacements: Mapping[str, str] | None = None, note: str, actor: Actor
) -> Report:
    """Bring rows in after all, as a delivery of their own; with ``replacements``, other text in the named columns.

    All of them or none. Raises :class:`NotFound`, :class:`Invalid` without a note or when a row still cannot be taken
    (with the reason), and :class:`Conflict` when a row was decided on, or when a later delivery already changed what
    the row says.
    """
    actor.require(PERMISSION)
    held = _held(ids, note, actor)
    source = held[0].delivery.source
    if any(row.delivery.source != source for row in held):
        raise Invalid(phrase("Rows of different sources cannot be released together."), place="ids")
    lock_source(source)
    rows = [{**row.fields, **(replacements or {})} for row in held]
    content = _as_csv(held, rows)
    reading = _judge(held, rows, content, actor)
    name = f"quarantine-{source}-{now():%Y%m%dT%H%M%S}.csv"
    kept = keep(source=io.BytesIO(content), name=name, permission=PERMISSION, actor=actor)
    audience = reduce(Audience.narrowed, (row.delivery.audience for row in held))
    newest = min(row.delivery.number for row in held)
    consignment = Consignment(reading, kept.sha256, name, repeats=False, audience=audience, not_over=newest)
    report = deliver(consignment, _tell_nobody, actor)
    assert report.delivery is not None
    number = Delivery.objects.values_list("number", flat=True).get(pk=report.delivery)
    _decide(held, Fate.RELEASED, note, actor, released_into=number)
    record(
        QuarantineReleased(
            delivery=report.delivery,
            source=source,
            rows=tuple(row.id for row in held),
            replaced=tuple(sorted(replacements or {})),
            note=note.strip(),
            audience=audience,
        )
    )
    return report.in_part() if hidden_beside(source, reading.frame["indicator"].unique(), actor=actor) else report


@action
def discard_quarantined(*, ids: Sequence[UUID], note: str, actor: Actor) -> int:
    """Decide that rows will not be brought in, and why; gives how many. They stay to be seen.

    Raises :class:`NotFound`, :class:`Invalid` without a note, :class:`Conflict` when one was decided on already.
    """
    actor.require(PERMISSION)
    held = _held(ids, note, actor)
    _decide(held, Fate.DISCARDED, note, actor)
    by_delivery: dict[Delivery, list[UUID]] = {}
    for row in held:
        by_delivery.setdefault(row.delivery, []).append(row.id)
    for delivery, rows in by_delivery.items():
        told = QuarantineDiscarded(delivery.id, tuple(rows), note.strip(), delivery.audience)
        record(told)
    return len(held)


def _held(ids: Sequence[UUID], note: str, actor: Actor) -> list[Quarantined]:
    if not note.strip():
        raise Invalid(phrase("A decision needs a note."), place="note")
    seen = Quarantined.objects.filter(delivery__in=Delivery.objects.visible_to(actor), pk__in=set(ids))
    found = list(seen.select_for_update(of=("self",)).select_related("delivery").order_by("delivery__number", "line"))
    if not ids or len(found) != len(set(ids)):
        raise NotFound(phrase("There is nothing here."), place="ids")
    for row in found:
        if row.state != Fate.HELD:
            template = phrase("{name} decided on line {line} already: {state}.")
            raise Conflict(template, name=row.decided_by_name, line=row.line, state=row.state)
    return found


def _as_csv(held: Sequence[Quarantined], rows: Sequence[Cells]) -> bytes:
    """The rows as they are judged now: the original of the delivery that they make."""
    columns = sorted({column for row in rows for column in row})
    text = io.StringIO()
    out = csv.writer(text)
    out.writerow([*OWN_COLUMNS, *columns])
    for was, row in zip(held, rows, strict=True):
        out.writerow([was.id, was.line, was.column, was.row, *(row.get(column, "") for column in columns)])
    return text.getvalue().encode()


def _judge(held: Sequence[Quarantined], rows: Sequence[Cells], content: bytes, actor: Actor) -> Reading:
    """The rows as one reading, in which their lines are 1, 2, 3 …"""
    source, slugs = held[0].delivery.source, visible_slugs(actor)
    read = [reread(row, source=source, line=line, today=today(), indicators=slugs) for line, row in enumerate(rows, 1)]
    for was, again in zip(held, read, strict=True):
        for still in again.rejected:
            raise Invalid(still.reason, place=f"{was.delivery.file_name}:{was.line} {still.column}", **still.values)
    frame = pl.concat([again.frame for again in read])
    if frame.select(KEY).is_duplicated().any():
        raise Invalid(phrase("Two of these rows are about the same figure: release one of them."), place="ids")
    aliases = {spelling: code for again in read for spelling, code in again.aliases_used.items()}
    note = Note(phrase("{count} rows taken out of quarantine."), count=len(rows))
    sha256 = hashlib.sha256(content).hexdigest()
    return Reading(source, None, len(rows), frame, aliases_used=aliases, notes=[note], content_sha256=sha256)


def _decide(rows: Sequence[Quarantined], fate: Fate, note: str, actor: Actor, **more: Any) -> None:
    decision = {"state": fate, "note": note.strip(), "decided_at": now(), "decided_by_id": actor.id,
                "decided_by_name": actor.name, **more}  # fmt: skip
    Quarantined.objects.filter(pk__in=[row.pk for row in rows]).update(**decision)


def _tell_nobody(stage: str, done: int, total: int) -> None:
    """A handful of rows needs no progress bar."""
