"""Imports: a file comes in, its preview is shown, and whoever brought it confirms."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from knooppunt.ground.access.public import TLP, AskedRequest
from knooppunt.ground.figures.actions import import_file, preview
from knooppunt.ground.figures.forms import UploadForm
from knooppunt.ground.figures.pages.listed import DELIVERIES, EVERYTHING, delivery_rows
from knooppunt.ground.figures.pages.reporting import shown
from knooppunt.ground.figures.pages.uploading import MEGABYTE, most_megabytes
from knooppunt.ground.figures.pages.wording import refusal, source_name
from knooppunt.ground.figures.queries.catalogue import READ, indicators
from knooppunt.ground.figures.queries.listing import deliveries, delivery_lines
from knooppunt.ground.figures.queries.tallies import held_rows
from knooppunt.ground.figures.rules.report import Report
from knooppunt.ground.files.public import LimitedUpload, Table, asked_format, download, keep
from knooppunt.kit.authority import NATION
from knooppunt.kit.problems import Invalid, Problem, phrase

IMPORT = "figures.import"
SALT = "figures.imports.preview"
A_DAY = 24 * 60 * 60
NEWEST = 50


@csrf_exempt  # only until the size of the upload is guarded: the page behind it is protected
@require_http_methods(["GET", "POST"])
def imports(request: AskedRequest) -> HttpResponseBase:
    """The list of deliveries and the way to bring one in; a file that is posted is kept and previewed."""
    upload = LimitedUpload(request, most_megabytes() * MEGABYTE)
    request.upload_handlers = [upload]
    return _imports(request, upload)


@csrf_protect
def _imports(request: AskedRequest, upload: LimitedUpload) -> HttpResponseBase:
    request.actor.require(READ)
    if kind := asked_format(request):
        found = deliveries(limit=EVERYTHING, actor=request.actor)
        return download(Table("deliveries", _("Deliveries"), DELIVERIES, delivery_rows(found)), kind)
    if request.method == "GET":
        return _list(request, UploadForm() if request.actor.may_anywhere(IMPORT) else None)
    request.actor.require_anywhere(IMPORT)
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            return _preview(request, form.cleaned_data["file"], form.cleaned_data["marking"])
        except Invalid as problem:
            form.add_error("file", refusal(problem))
    elif upload.too_large:
        _say_too_large(form, upload.too_large)
    return _list(request, form, status=Invalid.status)


def _say_too_large(form: UploadForm, name: str) -> None:
    form.errors.pop("file", None)
    sentence = _("{file} is larger than {most} MB, and was not taken in.")
    form.add_error("file", sentence.format(file=name, most=most_megabytes()))


def _preview(request: AskedRequest, file: UploadedFile[Any], marking: str) -> HttpResponse:
    """Keep the original, and show what importing it would do."""
    actor, name = request.actor, file.name or _("file")
    if marking == TLP.AMBER_STRICT and not actor.organisation:
        raise Invalid(phrase("You belong to no organisation, so that nobody would see these figures."))
    file.seek(0)
    where = min(actor.areas_of(IMPORT), default=NATION)
    original = keep(source=cast(Any, file), name=name, permission=IMPORT, area=where, actor=actor)
    report = preview(original=original.sha256, file_name=name, actor=actor)
    ticket = {"original": original.sha256, "name": name, "marking": marking, "by": actor.id}
    context = {
        **_report_context(request, report),
        "ticket": signing.dumps(ticket, salt=SALT),
        "marking": marking,
        "file_name": name,
        "before": delivery_lines([str(report.delivery)], actor=actor) if report.delivery else {},
    }
    return render(request, "figures/preview.html", context)


def _report_context(request: AskedRequest, report: Report) -> dict[str, Any]:
    catalogue = {one.slug: one for one in indicators(actor=request.actor)} if report.corrections else {}
    return {"report": shown(report.as_json(), catalogue, all_visible=report.whole)}


@require_POST
def confirm(request: AskedRequest) -> HttpResponse:
    """Import the original that was previewed, as whoever previewed it."""
    request.actor.require(READ)
    request.actor.require_anywhere(IMPORT)
    try:
        ticket = _ticket(request)
        report = import_file(
            original=ticket["original"], file_name=ticket["name"], marking=TLP(ticket["marking"]), actor=request.actor
        )
    except Problem as problem:
        return _list(request, _refused(problem), status=problem.status)
    if report.state != "imported":
        messages.info(request, _("This file was imported before: nothing changed."))
        return redirect("figures:imports")
    messages.success(request, _("{file} is imported.").format(file=ticket["name"]))
    return redirect("figures:delivery", report.delivery)


def _refused(problem: Problem) -> UploadForm:
    form = UploadForm({})
    form.errors.clear()
    form.add_error(None, refusal(problem))
    return form


def _ticket(request: AskedRequest) -> dict[str, str]:
    """What was previewed; it holds for a day, and only for the person who previewed it."""
    try:
        ticket: dict[str, str] = signing.loads(request.POST.get("ticket", ""), salt=SALT, max_age=A_DAY)
    except signing.BadSignature:
        ticket = {}
    if ticket.get("by") != request.actor.id or not request.actor.id:
        raise Invalid(phrase("This preview no longer holds: upload the file again."))
    return ticket


def _list(request: AskedRequest, form: UploadForm | None, status: int = 200) -> HttpResponse:
    lines = deliveries(limit=NEWEST + 1, actor=request.actor)
    waiting = held_rows([line.id for line in lines], actor=request.actor)
    context = {
        "form": form,
        "most": most_megabytes(),
        "deliveries": [(line, source_name(line.source), waiting.get(line.id, 0)) for line in lines[:NEWEST]],
        "more": len(lines) > NEWEST,
        "newest": NEWEST,
    }
    return render(request, "figures/imports.html", context, status=status)
