"""The directory: organisations and people, searched; an organisation; who may be known twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from knooppunt.ground.files.public import Table, asked_format, download
from knooppunt.ground.network.forms import MergeForm, SearchForm
from knooppunt.ground.network.pages.asked import Asked, refuse
from knooppunt.ground.network.public import likely_duplicates, merge_organisations, organisation, organisations, search
from knooppunt.ground.network.queries.reading import CONTACTS, READ, appointments, functions
from knooppunt.ground.network.rules import MANAGE, Kind
from knooppunt.kit.authority import Actor
from knooppunt.kit.problems import Conflict, Invalid

COLUMNS = ("id", "name", "abbreviation", "kind", "area")


@require_GET
def directory(request: Asked) -> HttpResponseBase:
    """All organisations by kind, or who and what is found."""
    request.actor.require(READ)
    form = SearchForm(request.GET)
    text, role = (form.cleaned_data["q"], form.cleaned_data["role"]) if form.is_valid() else ("", "")
    if kind := asked_format(request):
        return download(Table("organisations", _("Directory"), COLUMNS, _rows(request.actor)), kind)
    context: dict[str, Any] = {
        "form": form,
        "contacts": request.actor.may(CONTACTS),
        "manages": _manages(request.actor),
    }
    if text or role:
        context["found"] = search(text=text, role=role, actor=request.actor)
    else:
        order = list(Kind)
        found = sorted(organisations(actor=request.actor), key=lambda one: order.index(Kind(one.kind)))
        context["groups"] = [(name, list(group)) for name, group in groupby(found, key=lambda o: o.get_kind_display())]
    return render(request, "network/directory.html", context)


def _manages(actor: Actor) -> bool:
    return actor.may(MANAGE) and actor.may(CONTACTS)


def _rows(actor: Actor) -> Iterator[Sequence[Any]]:
    for one in organisations(actor=actor):
        yield one.pk, one.name, one.abbreviation, one.kind, one.area


@require_GET
def organisation_page(request: Asked, which: UUID) -> HttpResponse:
    """One organisation, its functions and who holds them today; an old identifier leads to what it went up in."""
    request.actor.require(READ)
    found = organisation(which, actor=request.actor)
    if found.id != which:
        return redirect("network_organisation", found.id)
    held = appointments(organisation=which, actor=request.actor)
    posts = [
        (function, [one.person for one in held if one.function_id == function.id])
        for function in functions(organisation=which, actor=request.actor)
    ]
    return render(request, "network/organisation.html", {"organisation": found, "posts": posts})


@require_http_methods(["GET", "POST"])
def duplicates(request: Asked) -> HttpResponse:
    """Who may be known twice, and the way to merge two organisations."""
    pairs = likely_duplicates(actor=request.actor)
    choices = [(str(one.pk), one.name) for one in organisations(actor=request.actor)]
    form = MergeForm(choices, request.POST or None)
    if form.is_valid() and _merged(form, request.actor):
        return redirect("network_organisation", form.cleaned_data["kept"])
    return render(
        request, "network/duplicates.html", {"pairs": pairs, "form": form}, status=400 if form.errors else 200
    )


def _merged(form: MergeForm, actor: Actor) -> bool:
    kept, merged = UUID(form.cleaned_data["kept"]), UUID(form.cleaned_data["merged"])
    try:
        merge_organisations(kept=kept, merged=merged, actor=actor)
    except (Conflict, Invalid) as problem:
        refuse(form, problem)
        return False
    return True
