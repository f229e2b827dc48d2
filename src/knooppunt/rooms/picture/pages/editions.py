"""Editions: the list with a way to begin one, and one edition with its texts, changes, corrections and documents."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from knooppunt.ground.access.public import AskedRequest
from knooppunt.ground.files.public import Table, asked_format, download
from knooppunt.kit.authority import Actor
from knooppunt.kit.problems import Problem, phrase
from knooppunt.rooms.picture import public as picture
from knooppunt.rooms.picture.exchange.cells import method_text
from knooppunt.rooms.picture.exchange.showing import section_name
from knooppunt.rooms.picture.forms import NewEditionForm, TextForm
from knooppunt.rooms.picture.pages.showing import shown_edition

DOCUMENTS = {
    "pdf": "PDF",
    "xlsx": phrase("Spreadsheet with every figure"),
    "json": "JSON",
    "html": "HTML",
}


COLUMNS = (
    "id", "product", "number", "on", "known_at_edition", "borders", "state", "marking", "exercise", "made_at",
    "made_by", "published_at", "published_by", "sha256",
)  # fmt: skip
EVERYTHING = 10_000_000


@require_http_methods(["GET", "POST"])
def editions(request: AskedRequest) -> HttpResponseBase:
    """All editions the actor may see, newest first; a form to begin one for whoever may."""
    request.actor.require("picture.read")
    may_compile = request.actor.may_anywhere("picture.compile")
    form = _new_edition_form(request) if may_compile else None
    if request.method == "POST":
        request.actor.require("picture.compile")
        if form and form.is_valid() and (draft := _compile(request, form)):
            return redirect("picture:edition", draft)
    product = request.GET.get("product") or None
    if kind := asked_format(request):
        everything = picture.editions(product=product, limit=EVERYTHING, actor=request.actor)
        return download(Table("editions", _("Editions"), COLUMNS, map(_row, everything)), kind)
    lines = picture.editions(product=product, actor=request.actor)
    products = picture.products(actor=request.actor)
    context = {"editions": lines, "products": products, "product": product, "form": form}
    return render(request, "picture/editions.html", context, status=400 if form and form.errors else 200)


def _row(one: picture.EditionLine) -> tuple[object, ...]:
    return (
        one.id, one.product, one.number, one.on, one.known_at, one.borders, one.state, one.marking,
        "yes" if one.exercise else "no", one.made_at, one.made_by, one.published_at, one.published_by, one.sha256,
    )  # fmt: skip


def _new_edition_form(request: AskedRequest) -> NewEditionForm:
    choices = [(one.slug, one.title[request.LANGUAGE_CODE]) for one in picture.products(actor=request.actor)]
    return NewEditionForm(choices, request.POST if request.method == "POST" else None)


def _compile(request: AskedRequest, form: NewEditionForm) -> UUID | None:
    wanted = form.cleaned_data
    try:
        return picture.compile_edition(
            product=wanted["product"], on=wanted["on"], known=wanted["known"], actor=request.actor
        )
    except Problem as problem:
        form.add_error(None, problem.sentence(_(problem.template)))
        return None


@require_GET
def edition(request: AskedRequest, edition: UUID) -> HttpResponse:
    """One edition as it was published, or a draft as it would be."""
    return _edition_page(request, edition)


@require_POST
def text(request: AskedRequest, edition: UUID, key: str) -> HttpResponse:
    """Give a section's text to a draft."""
    request.actor.require("picture.compile")
    form = TextForm(request.POST)
    if form.is_valid():
        try:
            picture.set_text(edition=edition, key=key, text=form.cleaned_data["text"], actor=request.actor)
        except Problem as problem:
            if problem.status == HTTPStatus.NOT_FOUND:
                raise
            return _edition_page(request, edition, refused=problem)
        messages.success(request, _("The text is saved."))
    return redirect("picture:edition", edition)


@require_POST
def publish(request: AskedRequest, edition: UUID) -> HttpResponse:
    """Publish a draft: from then on it never changes."""
    return _do(request, edition, picture.publish, _("The edition is published."))


@require_POST
def discard(request: AskedRequest, edition: UUID) -> HttpResponse:
    """Put a draft aside that will not be used."""
    done = _do(request, edition, picture.discard, _("The draft is put aside."))
    return redirect("picture:editions") if done.status_code == HTTPStatus.FOUND else done


def _do(request: AskedRequest, edition: UUID, verb: Any, done: str) -> HttpResponse:
    try:
        verb(edition=edition, actor=request.actor)
    except Problem as problem:
        if problem.status == HTTPStatus.NOT_FOUND:
            raise
        return _edition_page(request, edition, refused=problem)
    messages.success(request, done)
    return redirect("picture:edition", edition)


def _edition_page(request: AskedRequest, id: UUID, refused: Problem | None = None) -> HttpResponse:  # noqa: A002
    actor = request.actor
    line = picture.edition(id, actor=actor)
    published = line.state == "published"
    context = {
        "edition": line,
        "shown": shown_edition(line, request.LANGUAGE_CODE, actor=actor),
        "before": picture.edition_before(id, actor=actor),
        "changes": picture.changes(id, actor=actor),
        "corrections": _corrections(id, actor) if published else [],
        "documents": [(kind, _(words)) for kind, words in DOCUMENTS.items()],
        "texts": [] if published else _text_forms(id, request),
        "refused": refused.sentence(_(refused.template)) if refused else "",
        "may_compile": actor.may_anywhere("picture.compile"),
        "may_publish": actor.may_anywhere("picture.publish"),
    }
    return render(request, "picture/edition.html", context, status=refused.status if refused else 200)


def _corrections(edition: UUID, actor: Actor) -> list[tuple[picture.Correction, str]]:
    return [(one, method_text(one.method)) for one in picture.corrected_since(edition, actor=actor)]


def _text_forms(edition: UUID, request: AskedRequest) -> list[tuple[str, TextForm]]:
    language = request.LANGUAGE_CODE
    return [
        (
            one.key,
            TextForm(
                initial={"text": one.text},
                auto_id=f"id_{one.key}_%s",
                label=f"{one.title[language]} ({section_name(one.section)})",
                help_text=one.prompt[language],
            ),
        )
        for one in picture.texts(edition, actor=request.actor)
    ]


@require_GET
def document(request: AskedRequest, edition: UUID, kind: str) -> FileResponse:
    """A document of a published edition, byte for byte as it was made then."""
    found = picture.document(edition, kind, actor=request.actor)
    response = FileResponse(found.path.open("rb"), content_type=found.media_type, filename=found.name)
    response["Digest"] = f"sha-256={found.sha256}"
    return response
