"""Editions: the list with a way to begin one and what waits for whoever asks, one edition, and its documents."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from knooppunt.ground.access.public import AskedRequest
from knooppunt.ground.files.public import Table, asked_format, download
from knooppunt.kit.problems import NotFound, Problem, phrase
from knooppunt.rooms.picture import public as picture
from knooppunt.rooms.picture.forms import NewEditionForm
from knooppunt.rooms.picture.pages.edition import edition_page

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
    lines = _listed(request, product)
    products = picture.products(actor=request.actor)
    waiting = picture.waiting_for(actor=request.actor)
    context = {"editions": lines, "products": products, "product": product, "form": form, "waiting": waiting}
    return render(request, "picture/editions.html", context, status=400 if form and form.errors else 200)


def _listed(request: AskedRequest, product: str | None) -> Sequence[picture.EditionLine]:
    """Those of a product, or those in which a statement stands; :class:`NotFound` for what is no statement."""
    if "statement" not in request.GET:
        return picture.editions(product=product, actor=request.actor)
    try:
        which = UUID(request.GET["statement"])
    except ValueError:
        raise NotFound(phrase("There is nothing here.")) from None
    return picture.editions_with([which], actor=request.actor)[which]


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
    """One edition as it was published, or one that is underway as it would be."""
    page = edition_page(request, edition)
    picture.opened(edition, actor=request.actor)
    return page


@require_GET
def document(request: AskedRequest, edition: UUID, kind: str) -> FileResponse:
    """A document of a published edition, byte for byte as it was made then."""
    found = picture.document(edition, kind, actor=request.actor)
    picture.opened(edition, actor=request.actor)
    response = FileResponse(found.path.open("rb"), content_type=found.media_type, filename=found.name)
    response["Digest"] = f"sha-256={found.sha256}"
    return response
