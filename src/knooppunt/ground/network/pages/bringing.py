"""Bringing people in from a file: upload it, look at what it says, confirm."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from knooppunt.ground.files.public import LARGEST_FILE, MEGABYTE, LimitedUpload, keep, original_path
from knooppunt.ground.network.exchange.cards import is_cards, read_cards
from knooppunt.ground.network.exchange.tables import read_table
from knooppunt.ground.network.forms import FileForm
from knooppunt.ground.network.pages.asked import Asked, refuse
from knooppunt.ground.network.public import import_people, known
from knooppunt.ground.network.queries.reading import CONTACTS
from knooppunt.ground.network.rules import MANAGE
from knooppunt.ground.network.rules.importing import COLUMNS, Reading, read_lines
from knooppunt.kit.authority import Actor
from knooppunt.kit.problems import Conflict, Invalid, Problem, phrase

SALT, A_DAY, MOST_SHOWN = "people from a file", 24 * 60 * 60, 500


def _ask(actor: Actor) -> None:
    actor.require(MANAGE)
    actor.require(CONTACTS)


@csrf_exempt  # only until the size of the upload is guarded: the page behind it is protected
@require_http_methods(["GET", "POST"])
def bring(request: Asked) -> HttpResponse:
    """Where a file is uploaded; what it says is shown before anything happens."""
    upload = LimitedUpload(request, LARGEST_FILE)
    request.upload_handlers = [upload]
    return _bring(request, upload)


@csrf_protect
def _bring(request: Asked, upload: LimitedUpload) -> HttpResponse:
    _ask(request.actor)
    if request.method == "GET":
        return _page(request, FileForm())
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            return _looked_at(request, form.cleaned_data["file"])
        except Invalid as problem:
            refuse(form, problem)
    elif upload.too_large:
        form.errors.pop("file", None)
        template = phrase("{file} is larger than {most} MB.")
        refuse(form, Invalid(template, place="file", file=upload.too_large, most=LARGEST_FILE // MEGABYTE))
    return _page(request, form)


def _page(request: Asked, form: FileForm) -> HttpResponse:
    context = {"form": form, "most": LARGEST_FILE // MEGABYTE, "columns": COLUMNS}
    return render(request, "network/import.html", context, status=Invalid.status if form.errors else 200)


def _read(content: bytes, name: str, actor: Actor) -> Reading:
    rows = read_cards(content, name) if is_cards(content) else read_table(content, name)
    return read_lines(rows, known(actor=actor))


def _looked_at(request: Asked, file: UploadedFile[Any]) -> HttpResponse:
    name, content = file.name or _("The file"), file.read()
    # Kept first: also of what turns out to be no table it can be looked up later what was sent.
    original = keep(source=BytesIO(content), name=name, permission=MANAGE, actor=request.actor)
    reading = _read(content, name, request.actor)
    return _preview(request, reading, {"original": original.sha256, "name": name, "by": request.actor.id})


def _preview(request: Asked, reading: Reading, ticket: dict[str, Any], refused: Problem | None = None) -> HttpResponse:
    context = {
        "name": ticket["name"],
        "ticket": signing.dumps(ticket, salt=SALT),
        "lines": reading.lines[:MOST_SHOWN],
        "count": len(reading.lines),
        "unlisted": max(0, len(reading.lines) - MOST_SHOWN),
        "wrongs": [(one.line, one.column, one.problem.sentence(_(one.problem.template))) for one in
                   reading.wrongs[:MOST_SHOWN]],
        "unlisted_wrongs": max(0, len(reading.wrongs) - MOST_SHOWN),
        "refused": refused.sentence(_(refused.template)) if refused else "",
    }  # fmt: skip
    status = refused.status if refused else Invalid.status if reading.wrongs else 200
    return render(request, "network/import_preview.html", context, status=status)


@require_POST
def confirm_import(request: Asked) -> HttpResponse:
    """Bring in the file that was looked at: for a day, by the same person."""
    _ask(request.actor)
    try:
        ticket: dict[str, Any] = signing.loads(request.POST.get("ticket", ""), salt=SALT, max_age=A_DAY)
    except signing.BadSignature:
        ticket = {}
    if ticket.get("by") != request.actor.id:
        form = FileForm({})
        form.errors.clear()
        refuse(form, Invalid(phrase("This preview no longer holds: upload the file again.")))
        return _page(request, form)
    reading = _read(original_path(ticket["original"]).read_bytes(), ticket["name"], request.actor)
    if reading.wrongs:
        return _preview(request, reading, ticket)
    try:
        added = import_people(lines=reading.lines, original=ticket["original"], actor=request.actor)
    except (Conflict, Invalid) as problem:
        return _preview(request, reading, ticket, problem)
    said = ngettext("{n} person was added.", "{n} people were added.", added).format(n=added)
    messages.success(request, said)
    return redirect("network_people")
