"""Where a figure comes from: every version of it, what it replaced, and what is the matter with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from knooppunt.ground.access.public import AskedRequest
from knooppunt.ground.figures.forms import PlaceForm
from knooppunt.ground.figures.pages.wording import method_name, method_text, method_unit, own, sentence, source_name
from knooppunt.ground.figures.queries.answering import figure
from knooppunt.ground.figures.queries.catalogue import READ
from knooppunt.ground.figures.queries.history import provenance
from knooppunt.ground.figures.queries.listed import FlagLine
from knooppunt.ground.geography.public import area_name
from knooppunt.kit.authority import Actor
from knooppunt.kit.problems import Invalid, phrase


@dataclass(frozen=True, slots=True)
class FlagShown:
    """A flag with its reason in the language of the reader."""

    line: FlagLine
    area: str
    reason: str


@require_GET
def page(request: AskedRequest) -> HttpResponse:
    """The provenance of one figure: ``indicator``, ``area`` and ``starts``, and how it was asked for."""
    request.actor.require(READ)
    form = PlaceForm(request.GET)
    if not form.is_valid():
        field, errors = next(iter(form.errors.items()))
        raise Invalid(phrase("The address of this figure is not right: {why}"), place=field, why=errors[0])
    asked = form.cleaned_data
    return render(request, "figures/provenance.html", _context(asked, request.actor))


def _context(asked: dict[str, Any], actor: Actor) -> dict[str, Any]:
    method = asked["method"] or "value"
    rest = {"known": asked["known"], "source": asked["source"] or None, "stratum": asked["stratum"], "actor": actor}
    shown = figure(asked["indicator"], asked["area"], asked["starts"], method=method, borders=asked["borders"], **rest)
    found = provenance(asked["indicator"], asked["area"], shown.starts, **rest)
    return {
        "asked": asked,
        "figure": shown,
        "found": found,
        "name": own(found.indicator, "name"),
        "definition": own(found.indicator, "definition"),
        "basis": own(found.basis, "name") if found.basis.slug != found.indicator.slug else "",
        "unit": method_unit(method, found.indicator),
        "area": area_name(asked["area"]),
        "source": source_name(found.source) if found.source else "",
        "method": method_name(shown.method),
        "method_text": method_text(shown.method),
        "remarks": [_(remark) for remark in shown.remarks],
        "flags": [FlagShown(line, area_name(line.area), sentence(line.reason, line.values)) for line in found.flags],
        "days": len({line.starts for line in found.versions}) > 1,
        "rests_on_more": shown.method not in ("value", "daily", "per_100k", "daily_per_100k", "share"),
        "series": f"{reverse('figures:index')}?{urlencode(_series(asked))}",
    }


def _series(asked: dict[str, Any]) -> dict[str, str]:
    kept = ("indicator", "area", "method", "source", "stratum")
    return {name: asked[name] for name in kept if asked[name]}
