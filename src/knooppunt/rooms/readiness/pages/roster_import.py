"""Bringing duties into a roster from a file: upload it, look at what it would become, confirm."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from knooppunt.ground.access.public import AskedRequest
from knooppunt.ground.files.public import (
    LARGEST_FILE,
    MEGABYTE,
    LimitedUpload,
    Table,
    asked_format,
    download,
    keep,
    original_path,
)
from knooppunt.kit.problems import Conflict, Invalid, Problem, phrase
from knooppunt.rooms.readiness import public as readiness
from knooppunt.rooms.readiness.exchange.duties import read_table
from knooppunt.rooms.readiness.forms.rosters import DutiesForm, refuse
from knooppunt.rooms.readiness.pages.placing import placing_context, said
from knooppunt.rooms.readiness.pages.wording import role_name
from knooppunt.rooms.readiness.rules.permissions import ROSTER
from knooppunt.rooms.readiness.rules.roster_import import COLUMNS

SALT, A_DAY = "duties from a file", 24 * 60 * 60
EXAMPLE = ("day", "shift", "role", "person", "email", "fixed")


@csrf_exempt  # only until the size of the upload is guarded: the page behind it is protected
@require_http_methods(["GET", "POST"])
def bring(request: AskedRequest, roster: UUID) -> HttpResponseBase:
    """Where a file is uploaded; what it says is shown before anything happens. ``?format=`` gives an example."""
    upload = LimitedUpload(request, LARGEST_FILE)
    request.upload_handlers = [upload]
    return _bring(request, roster, upload)


@csrf_protect
def _bring(request: AskedRequest, roster: UUID, upload: LimitedUpload) -> HttpResponseBase:
    request.actor.require(ROSTER)
    line = readiness.one_roster(roster, actor=request.actor)
    kind = asked_format(request)
    if kind:
        return download(_example(request, line), kind)
    if request.method == "GET":
        return _page(request, line, DutiesForm())
    form = DutiesForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            return _looked_at(request, line, form.cleaned_data["file"])
        except Invalid as problem:
            refuse(form, problem)
    elif upload.too_large:
        form.errors.pop("file", None)
        template = phrase("{file} is larger than {most} MB.")
        refuse(form, Invalid(template, place="file", file=upload.too_large, most=LARGEST_FILE // MEGABYTE))
    return _page(request, line, form)


def _example(request: AskedRequest, line: readiness.RosterLine) -> Table:
    """A line for each need of the first day that nobody fills yet: with whoever works here, to be changed."""
    gaps = readiness.gaps(roster=line.id, actor=request.actor)
    first = [one for one in gaps if one.ahead == gaps[0].ahead]
    rows = [
        (one.need.shift.key[:10], one.need.shift.kind, role_name(one.need.role), _("Name of a person"), "", 1)
        for one in first
    ]
    return Table("voorbeeld-diensten", _("Example of duties"), EXAMPLE, rows)


def _page(request: AskedRequest, line: readiness.RosterLine, form: DutiesForm) -> HttpResponse:
    context = {"line": line, "form": form, "most": LARGEST_FILE // MEGABYTE, "columns": COLUMNS}
    return render(request, "readiness/roster_import.html", context, status=Invalid.status if form.errors else 200)


def _looked_at(request: AskedRequest, line: readiness.RosterLine, file: UploadedFile[Any]) -> HttpResponse:
    name, content = file.name or _("The file"), file.read()
    # Kept first: also of what turns out to be no table it can be looked up later what was sent.
    original = keep(source=BytesIO(content), name=name, permission=ROSTER, actor=request.actor)
    looked = readiness.duties_in_file(line.id, read_table(content, name), actor=request.actor)
    ticket = {"original": original.sha256, "name": name, "by": request.actor.id, "roster": str(line.id)}
    return _preview(request, line, looked, ticket | {"seen": looked.seen})


def _preview(
    request: AskedRequest,
    line: readiness.RosterLine,
    looked: readiness.Looked,
    ticket: dict[str, Any],
    refused: Problem | None = None,
) -> HttpResponse:
    context = placing_context(looked) | {
        "line": line,
        "name": ticket["name"],
        "ticket": signing.dumps(ticket, salt=SALT),
        "refused": said(refused) if refused else "",
    }
    status = refused.status if refused else Invalid.status if looked.placing.faults else 200
    return render(request, "readiness/roster_import_preview.html", context, status=status)


@require_POST
def confirm(request: AskedRequest, roster: UUID) -> HttpResponse:
    """Bring in the file that was looked at: for a day, by the same person, while the roster is as it was."""
    request.actor.require(ROSTER)
    line = readiness.one_roster(roster, actor=request.actor)
    ticket = _ticket(request, line)
    if ticket is None:
        form = DutiesForm({})
        form.errors.clear()
        refuse(form, Invalid(phrase("This preview no longer holds: upload the file again.")))
        return _page(request, line, form)
    rows = read_table(original_path(ticket["original"]).read_bytes(), ticket["name"])
    looked = readiness.duties_in_file(line.id, rows, actor=request.actor)
    entries = [*looked.placing.fresh, *looked.placing.same]
    if looked.placing.faults:
        return _preview(request, line, looked, ticket)
    try:
        count = readiness.import_duties(
            roster=line.id, entries=entries, original=ticket["original"], seen=ticket["seen"], actor=request.actor
        )
    except (Conflict, Invalid) as problem:
        return _preview(request, line, looked, ticket | {"seen": looked.seen}, problem)
    done = ngettext("{n} duty was brought in.", "{n} duties were brought in.", count).format(n=count)
    messages.success(request, done if count else _("All of it was there already: nothing was brought in."))
    return redirect("readiness:roster", line.id)


def _ticket(request: AskedRequest, line: readiness.RosterLine) -> dict[str, Any] | None:
    """What was looked at; nothing for what is too old, of somebody else or of another roster."""
    try:
        found: dict[str, Any] = signing.loads(request.POST.get("ticket", ""), salt=SALT, max_age=A_DAY)
    except signing.BadSignature:
        return None
    return found if (found["by"], found["roster"]) == (request.actor.id, str(line.id)) else None
