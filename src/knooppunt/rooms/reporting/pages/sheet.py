"""The Excel sheet of a report: download it prefilled, upload it, look at what it says, submit it."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from knooppunt.ground.access.public import AskedRequest
from knooppunt.ground.files.public import LimitedUpload, original_path
from knooppunt.kit.clock import now
from knooppunt.kit.problems import Conflict, Invalid, NotAllowed, Problem, phrase
from knooppunt.rooms.reporting import public as reporting
from knooppunt.rooms.reporting.exchange.package import LARGEST_FILE, MEGABYTE
from knooppunt.rooms.reporting.exchange.reading import SheetRead
from knooppunt.rooms.reporting.exchange.reports import before, file_name, prefilled, read_report
from knooppunt.rooms.reporting.exchange.reports import marked as marked_sheet
from knooppunt.rooms.reporting.forms import SheetForm, refuse
from knooppunt.rooms.reporting.pages.drawing import cell_text
from knooppunt.rooms.reporting.rules.differences import differences
from knooppunt.rooms.reporting.rules.submitting import Way

SALT = "sheet of a report"
A_DAY = 24 * 60 * 60
MOST_SHOWN = 400
"""Answers that are shown before one submits; all of them are submitted."""


def _writable(request: AskedRequest, expectation: UUID) -> reporting.Form:
    """The report, for who may write it; to others there is nothing."""
    shown = reporting.form(expectation, actor=request.actor)
    if not shown.writes:
        raise NotAllowed(phrase("There is nothing here."))
    return shown


@require_GET
def download(request: AskedRequest, expectation: UUID) -> FileResponse:
    """The sheet, filled in with what the form of the report begins with."""
    shown = _writable(request, expectation)
    if shown.own:
        reporting.open_form(expectation=expectation, actor=request.actor)
    return FileResponse(BytesIO(prefilled(shown)), as_attachment=True, filename=file_name(shown))


@csrf_exempt  # only until the size of the upload is guarded: the page behind it is protected
@require_http_methods(["GET", "POST"])
def sheet(request: AskedRequest, expectation: UUID) -> HttpResponse:
    """Where one downloads the sheet, and uploads it: a file that is posted is kept, and what it says is shown."""
    upload = LimitedUpload(request, LARGEST_FILE)
    request.upload_handlers = [upload]
    return _sheet(request, expectation, upload)


@csrf_protect
def _sheet(request: AskedRequest, expectation: UUID, upload: LimitedUpload) -> HttpResponse:
    shown = _writable(request, expectation)
    if request.method == "GET":
        return _page(request, shown, SheetForm())
    form = SheetForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            return _looked_at(request, shown, form.cleaned_data["file"])
        except Invalid as problem:
            refuse(form, Invalid(problem.template, place="file", **problem.values))
    elif upload.too_large:
        form.errors.pop("file", None)
        template = phrase("{file} is larger than {most} MB.")
        refuse(form, Invalid(template, place="file", file=upload.too_large, most=LARGEST_FILE // MEGABYTE))
    return _page(request, shown, form)


def _page(request: AskedRequest, shown: reporting.Form, form: SheetForm) -> HttpResponse:
    context = {"shown": shown, "form": form, "most": LARGEST_FILE // MEGABYTE}
    return render(request, "reporting/sheet.html", context, status=Invalid.status if form.errors else 200)


def _looked_at(request: AskedRequest, shown: reporting.Form, file: UploadedFile[Any]) -> HttpResponse:
    """Keep a sheet that is one of this report, and show what it says."""
    name, content = file.name or _("The file"), file.read()
    found = read_report(shown, content, name)
    kept = reporting.Sheet(BytesIO(content), name)
    original = reporting.keep_sheet(expectation=shown.place.expectation, sheet=kept, actor=request.actor)
    return _preview(request, shown, {"original": original, "name": name}, found)


def _preview(
    request: AskedRequest,
    shown: reporting.Form,
    ticket: dict[str, Any],
    found: SheetRead,
    refused: Problem | None = None,
) -> HttpResponse:
    told = differences(shown.questionnaire, {}, found.answers)
    last = before(shown)
    changed = {(one.question.key, one.row, one.column) for one in
               differences(shown.questionnaire, last.answers if last else {}, found.answers)}  # fmt: skip
    about = {"expectation": str(shown.place.expectation), "seen": shown.place.version, "by": request.actor.id}
    context = {
        "shown": shown,
        "found": found,
        "name": ticket["name"],
        "ticket": signing.dumps({**ticket, **about}, salt=SALT),
        "answers": [
            (
                one.question.title,
                "" if one.row is None else one.row + 1,
                one.column.title if one.column else "",
                cell_text(one.column or one.question, one.after),
                (one.question.key, one.row, one.column) in changed,
            )
            for one in told[:MOST_SHOWN]
        ],
        "unlisted": max(0, len(told) - MOST_SHOWN),
        "closed": shown.round.is_closed(now()),
        "refused": refused.sentence(_(refused.template)) if refused else "",
        "reason": request.POST.get("reason", ""),
    }
    status = refused.status if refused else Invalid.status if found.wrongs else 200
    return render(request, "reporting/sheet_preview.html", context, status=status)


def _reread(request: AskedRequest, shown: reporting.Form, told: str) -> tuple[dict[str, Any], bytes, SheetRead]:
    """The sheet that was looked at: for a day, by the same person, for the same report."""
    try:
        ticket: dict[str, Any] = signing.loads(told, salt=SALT, max_age=A_DAY)
    except signing.BadSignature:
        ticket = {}
    if (ticket.get("by"), ticket.get("expectation")) != (request.actor.id, str(shown.place.expectation)):
        raise Invalid(phrase("This preview no longer holds: upload the sheet again."))
    content = original_path(ticket["original"]).read_bytes()
    return ticket, content, read_report(shown, content, ticket["name"])


@require_POST
def submit(request: AskedRequest, expectation: UUID) -> HttpResponse:
    """Submit the sheet that was looked at."""
    shown = _writable(request, expectation)
    try:
        ticket, content, found = _reread(request, shown, request.POST.get("ticket", ""))
    except Invalid as problem:
        return _refused(request, shown, problem)
    if found.wrongs:
        return _preview(request, shown, ticket, found)
    try:
        reporting.submit_report(
            expectation=expectation,
            answers=found.answers,
            seen=ticket["seen"],
            way=Way.SHEET,
            reason=request.POST.get("reason", ""),
            sheet=reporting.Sheet(BytesIO(content), ticket["name"]),
            actor=request.actor,
        )
    except (Conflict, Invalid) as problem:
        return _preview(request, _writable(request, expectation), ticket, found, refused=problem)
    messages.success(request, _("The report is submitted."))
    return redirect("reporting:report", expectation)


@require_GET
def marked(request: AskedRequest, expectation: UUID) -> HttpResponse | FileResponse:
    """The sheet again with what is wrong marked in its cells, and listed with the cells of the file that came in."""
    shown = _writable(request, expectation)
    try:
        _ticket, _content, found = _reread(request, shown, request.GET.get("ticket", ""))
    except Invalid as problem:
        return _refused(request, shown, problem)
    return FileResponse(BytesIO(marked_sheet(shown, found)), as_attachment=True, filename=file_name(shown))


def _refused(request: AskedRequest, shown: reporting.Form, problem: Problem) -> HttpResponse:
    form = SheetForm({})
    form.errors.clear()
    refuse(form, problem)
    return _page(request, shown, form)
