"""One delivery: its report, what was kept apart of it, and the file itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from knooppunt.ground.access.public import AskedRequest
from knooppunt.ground.figures.exchange.quarantine_csv import quarantine_csv
from knooppunt.ground.figures.pages.reporting import shown
from knooppunt.ground.figures.pages.wording import sentence
from knooppunt.ground.figures.queries.catalogue import indicators
from knooppunt.ground.figures.queries.listed import QuarantinedLine
from knooppunt.ground.figures.queries.listing import delivery, quarantined
from knooppunt.ground.figures.queries.tallies import quarantine_counts
from knooppunt.ground.files.public import attached, original_path

BYTES = "application/octet-stream"
ON_A_PAGE = 200
EVERYTHING = 10_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """A row kept apart, with the reason in the language of the reader."""

    line: QuarantinedLine
    reason: str
    chosen: bool = False


def rows_of(lines: Sequence[QuarantinedLine], chosen: frozenset[UUID] = frozenset()) -> list[Row]:
    return [Row(line, sentence(line.reason, line.values), line.id in chosen) for line in lines]


@require_GET
def page(request: AskedRequest, which: UUID) -> HttpResponse:
    """What a file brought."""
    actor = request.actor
    line = delivery(which, actor=actor)
    catalogue = {one.slug: one for one in indicators(actor=actor)} if line.report["corrections"] else {}
    counts = quarantine_counts(which, actor=actor)
    rows = quarantined(which, state=None, limit=ON_A_PAGE, actor=actor) if sum(counts.values()) else ()
    context = {
        "line": line,
        "report": shown(line.report, catalogue, all_visible=line.whole),
        "counts": counts,
        "total": sum(counts.values()),
        "rows": rows_of(rows),
        "may_review": actor.may("figures.review"),
    }
    return render(request, "figures/delivery.html", context)


@require_GET
def rows_csv(request: AskedRequest, which: UUID) -> HttpResponse:
    """All that was kept apart of a file, decided on or not."""
    line = delivery(which, actor=request.actor)
    rows = quarantined(which, state=None, limit=EVERYTHING, actor=request.actor)
    response = HttpResponse(quarantine_csv(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = attached(f"quarantine_{line.file_name}.csv")
    return response


@require_GET
def original(request: AskedRequest, which: UUID) -> FileResponse:
    """The file as it came in, byte for byte."""
    line = delivery(which, actor=request.actor)
    stream = original_path(line.original).open("rb")
    response = FileResponse(stream, as_attachment=True, filename=line.file_name, content_type=BYTES)
    response["Digest"] = f"sha-256={line.original}"
    return response
