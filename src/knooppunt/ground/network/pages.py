"""The directory: organisations, and who holds which function there today."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from knooppunt.ground.files.public import Table, asked_format, download
from knooppunt.ground.network.queries import READ, appointments, functions, organisation, organisations
from knooppunt.ground.network.rules import Kind
from knooppunt.kit.authority import Actor

COLUMNS = ("id", "name", "abbreviation", "kind", "area")


class Asked(HttpRequest):
    """A request with its actor. ``access`` has this type too, but stands above this room."""

    actor: Actor


@require_GET
def directory(request: Asked) -> HttpResponseBase:
    """All organisations, by kind."""
    request.actor.require(READ)
    order = list(Kind)
    if kind := asked_format(request):
        return download(Table("organisations", _("Directory"), COLUMNS, _rows(request.actor)), kind)
    found = sorted(organisations(actor=request.actor), key=lambda one: order.index(Kind(one.kind)))
    groups = [(name, list(group)) for name, group in groupby(found, key=lambda one: one.get_kind_display())]
    return render(request, "network/directory.html", {"groups": groups})


def _rows(actor: Actor) -> Iterator[Sequence[Any]]:
    for one in organisations(actor=actor):
        yield one.pk, one.name, one.abbreviation, one.kind, one.area


@require_GET
def organisation_page(request: Asked, which: UUID) -> HttpResponse:
    """One organisation, its functions and who holds them today."""
    request.actor.require(READ)
    found = organisation(which, actor=request.actor)
    held = appointments(organisation=which, actor=request.actor)
    posts = [
        (function, [one.person for one in held if one.function_id == function.id])
        for function in functions(organisation=which, actor=request.actor)
    ]
    return render(request, "network/organisation.html", {"organisation": found, "posts": posts})
