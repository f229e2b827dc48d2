"""The directory: organisations, and who holds which function there today."""

from __future__ import annotations

from itertools import groupby
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from knooppunt.ground.network.queries import READ, appointments, functions, organisation, organisations
from knooppunt.ground.network.rules import Kind
from knooppunt.kit.authority import Actor


class Asked(HttpRequest):
    """A request with its actor. ``access`` has this type too, but stands above this room."""

    actor: Actor


@require_GET
def directory(request: Asked) -> HttpResponse:
    """All organisations, by kind."""
    request.actor.require(READ)
    order = list(Kind)
    found = sorted(organisations(actor=request.actor), key=lambda one: order.index(Kind(one.kind)))
    groups = [(name, list(group)) for name, group in groupby(found, key=lambda one: one.get_kind_display())]
    return render(request, "network/directory.html", {"groups": groups})


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
