"""The journal as a page. It stands in the shell: the journal's own room lies below the one that knows who asks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from knooppunt.ground.access.public import AskedRequest
from knooppunt.ground.files.public import Table, asked_format, download
from knooppunt.ground.journal import public as journal
from knooppunt.kit.authority import Actor
from knooppunt.kit.problems import Invalid, phrase
from knooppunt.web.telling import event_name, gist

COLUMNS = ("key", "at", "event", "action", "actor", "organisation", "subject", "facts")
BATCH = 2000


@require_GET
def entries(request: AskedRequest) -> HttpResponseBase:
    """The newest entries first; ``before`` pages back, ``event`` and ``subject`` narrow down."""
    request.actor.require("journal.read")
    event, subject = request.GET.get("event", ""), request.GET.get("subject", "")
    if kind := asked_format(request):
        return download(Table("journal", _("Journal"), COLUMNS, _rows(event, subject, request.actor)), kind)
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


def _rows(event: str, subject: str, actor: Actor) -> Iterator[Sequence[Any]]:
    """Everything, the newest first, read in batches. What is written meanwhile is not in it."""
    before: UUID | None = None
    while found := journal.entries(before=before, event=event, subject=subject, limit=BATCH, actor=actor):
        for line in found:
            facts = json.dumps(line.payload, ensure_ascii=False)
            yield str(line.key), line.at, line.event, line.action, line.actor, line.organisation, line.subject, facts
        before = found[-1].key


def _before(written: str) -> UUID | None:
    try:
        return UUID(written) if written else None
    except ValueError as wrong:
        raise Invalid(phrase("{written} is not the key of an entry."), place="before", written=written) from wrong
