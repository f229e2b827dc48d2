"""The journal as a page. It stands in the shell: the journal's own room lies below the one that knows who asks."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from knooppunt.ground.access.public import AskedRequest
from knooppunt.ground.journal import public as journal
from knooppunt.kit.problems import Invalid, phrase
from knooppunt.web.telling import event_name, gist


@require_GET
def entries(request: AskedRequest) -> HttpResponse:
    """The newest entries first; ``before`` pages back, ``event`` and ``subject`` narrow down."""
    event, subject = request.GET.get("event", ""), request.GET.get("subject", "")
    before = _before(request.GET.get("before", ""))
    lines = journal.entries(before=before, event=event, subject=subject, actor=request.actor)
    context = {
        "lines": [(line, event_name(line.event), gist(line.payload, line.subject)) for line in lines],
        "names": sorted((event_name(name), name) for name in journal.event_names(actor=request.actor)),
        "event": event,
        "subject": subject,
        "older": lines[-1].key if len(lines) == journal.PAGE else None,
        "newest": before is None,
    }
    return render(request, "web/journal.html", context)


def _before(written: str) -> UUID | None:
    try:
        return UUID(written) if written else None
    except ValueError as wrong:
        raise Invalid(phrase("{written} is not the key of an entry."), place="before", written=written) from wrong
