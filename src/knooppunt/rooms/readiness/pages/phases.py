"""The index of the room, the norms of phases, and the pilot light."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from knooppunt.ground.access.public import AskedRequest
from knooppunt.ground.incidents.public import Phase, current_incident
from knooppunt.ground.network.public import organisation_names
from knooppunt.kit.problems import Conflict, Invalid, NotFound, phrase
from knooppunt.rooms.readiness import public as readiness
from knooppunt.rooms.readiness.forms.phases import NormForm, chosen, norm_filled, refuse
from knooppunt.rooms.readiness.pages.wording import (
    gap_text,
    norm_shown,
    pilot_shown,
    plan_choices,
    proposal_shown,
)
from knooppunt.rooms.readiness.rules.permissions import OVERSEE, PLAN, READ, SCALE


@require_GET
def index(request: AskedRequest) -> HttpResponse:
    """What an officer with one minute needs: the phase, what waits, what is open, what lacks."""
    actor = request.actor
    actor.require(READ)
    crisis = current_incident(actor=actor)
    held = crisis.phase if crisis else Phase.COLD
    found = readiness.norm(held, actor=actor)
    pilot = readiness.pilot_light(actor=actor) if actor.may(OVERSEE) else None
    context = {
        "crisis": crisis,
        "held": held,
        "norm": norm_shown(found, actor) if found else None,
        "brings": readiness.brings(held, actor=actor),
        "open": [proposal_shown(one) for one in readiness.proposals(is_open=True, actor=actor)],
        "callouts": readiness.open_callouts(actor=actor),
        "pilot": pilot_shown(pilot) if pilot else None,
        "gaps": [gap_text(one) for one in pilot.conclusion.missing] if pilot else [],
        "overdue": readiness.overdue(actor=actor),
        "directory": actor.may_anywhere("network.read"),
        "scales": actor.may(SCALE),
        "lowers": actor.may(SCALE) and actor.may("incidents.phase"),
    }
    return render(request, "readiness/index.html", context)


@require_GET
def pilot_light(request: AskedRequest) -> HttpResponse:
    """Could we flare up tonight?"""
    found = readiness.pilot_light(actor=request.actor)
    return render(request, "readiness/pilot_light.html", {"pilot": pilot_shown(found), "found": found})


@require_GET
def norms(request: AskedRequest) -> HttpResponse:
    """The norm of each phase, with what other rooms do in it."""
    actor = request.actor
    actor.require(READ)
    shown = []
    for phase in Phase:
        found = readiness.norm(phase, actor=actor)
        shown.append((phase, norm_shown(found, actor) if found else None, readiness.brings(phase, actor=actor)))
    return render(request, "readiness/norms.html", {"norms": shown, "plans": actor.may(PLAN)})


@require_http_methods(["GET", "POST"])
def norm(request: AskedRequest, phase: str) -> HttpResponse:
    """Set the norm of a phase; its earlier versions."""
    actor = request.actor
    actor.require(PLAN)
    if phase not in set(Phase):
        raise NotFound(phrase("There is nothing here."))
    which = Phase(phase)
    versions = readiness.norm_versions(which, actor=actor)
    form = _norm_form(request, versions[0] if versions else None)
    if request.method == "POST" and form.is_valid() and _set(which, form, request):
        messages.success(request, _("The norm is set."))
        return redirect("readiness:norms")
    context = {"form": form, "phase": which, "versions": versions}
    return render(request, "readiness/norm.html", context, status=Invalid.status if form.errors else 200)


def _norm_form(request: AskedRequest, found: readiness.NormLine | None) -> NormForm:
    names = organisation_names(actor=request.actor)
    places = sorted(names.items(), key=lambda one: one[1])
    sent = request.POST if request.method == "POST" else None
    typed = sum(1 for name in sent if name.startswith("role_")) if sent else 0
    lines = max(len(found.posts) if found else 0, typed)
    return NormForm(places, plan_choices(request.actor), lines, sent, initial=norm_filled(found))


def _set(phase: Phase, form: NormForm, request: AskedRequest) -> bool:
    told: dict[str, Any] = form.cleaned_data
    try:
        readiness.set_norm(
            phase=phase,
            posts=form.posts(),
            within=told["within"],
            review_days=told["review_days"],
            plan=chosen(told["plan"]),
            told=told["told"],
            told_organisations=[each for one in told["told_organisations"] if (each := chosen(one))],
            note=told["note"],
            seen=told["seen"],
            actor=request.actor,
        )
    except (Conflict, Invalid) as problem:
        refuse(form, problem)
        return False
    return True
