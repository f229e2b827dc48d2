"""Figures: the catalogue of what is counted, and the figures of one indicator by area and day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from knooppunt.ground.access.public import AskedRequest
from knooppunt.ground.figures.forms import FiguresForm
from knooppunt.ground.figures.pages.asking import Question, question
from knooppunt.ground.figures.pages.catalogue import catalogue_page
from knooppunt.ground.figures.pages.choosing import with_added
from knooppunt.ground.figures.pages.offering import offered, refilled
from knooppunt.ground.figures.pages.showing import COLUMNS, csv_rows, shown, table_name
from knooppunt.ground.figures.pages.tables import asks_of
from knooppunt.ground.figures.pages.wording import own, refusal
from knooppunt.ground.figures.queries.answering import answer
from knooppunt.ground.figures.queries.catalogue import READ, KnownIndicator, indicators
from knooppunt.ground.files.public import Table, asked_format, download
from knooppunt.kit.problems import Invalid, NotFound, phrase

Catalogue = Mapping[str, KnownIndicator]


@require_GET
def index(request: AskedRequest) -> HttpResponseBase:
    """The figures that are asked for; without an indicator, what there is to ask for. ``format`` downloads them."""
    request.actor.require(READ)
    if not request.GET.get("indicator"):
        return catalogue_page(request)
    if "add" in request.GET:
        return redirect(f"{request.path}?{with_added(request.GET)}")
    form = FiguresForm(request.GET)
    is_whole = form.is_valid()
    known = form.cleaned_data.get("known")
    catalogue = _catalogue(request, known)
    if not is_whole:
        return _refused(request, form, catalogue)
    try:
        asked = question(form.cleaned_data, request.GET.getlist("area"), catalogue, request.actor)
        return _answered(request, asked, catalogue)
    except Invalid as problem:
        form.add_error(problem.place if problem.place in form.fields else None, refusal(problem))
        return _refused(request, form, catalogue)


def _catalogue(request: AskedRequest, known: datetime | None) -> Catalogue:
    found = {one.slug: one for one in indicators(known=known, actor=request.actor)}
    if request.GET["indicator"] not in found:
        raise NotFound(phrase("There is nothing here."))
    return found


def _answered(request: AskedRequest, asked: Question, catalogue: Catalogue) -> HttpResponseBase:
    answers = answer(asks_of(asked), known=asked.known, borders=asked.borders, actor=request.actor)
    if kind := asked_format(request):
        table = Table(table_name(asked), own(asked.indicator, "name"), COLUMNS, csv_rows(asked, answers[0]))
        return download(table, kind, asked.known)
    form = refilled(asked)
    context = {
        "form": form,
        **offered(form, asked.indicator, catalogue, asked.borders or asked.until, request.actor),
        **shown(asked, answers, request.GET.get("sort", ""), request.GET.get("page")),
    }
    return render(request, "figures/index.html", context)


def _refused(request: AskedRequest, form: FiguresForm, catalogue: Catalogue) -> HttpResponse:
    indicator = catalogue[request.GET["indicator"]]
    context = {"form": form, **offered(form, indicator, catalogue, None, request.actor)}
    return render(request, "figures/index.html", context, status=Invalid.status)
