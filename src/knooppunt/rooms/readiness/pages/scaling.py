"""Scaling up on one page, scaling down by a decision, and the decisions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from knooppunt.ground.access.public import AskedRequest
from knooppunt.ground.incidents.public import IncidentLine, Phase, current_incident
from knooppunt.kit.clock import today
from knooppunt.kit.problems import Conflict, Invalid
from knooppunt.rooms.readiness import public as readiness
from knooppunt.rooms.readiness.forms.phases import ReviewForm, ScaleDownForm, ScaleUpForm, chosen, refuse
from knooppunt.rooms.readiness.pages.wording import (
    condition_text,
    norm_shown,
    pilot_shown,
    plan_choices,
    role_name,
    stand_shown,
)
from knooppunt.rooms.readiness.rules.permissions import SCALE
from knooppunt.rooms.readiness.rules.watching import VERDICT_NAMES

USUAL_REVIEW = 14


@require_http_methods(["GET", "POST"])
def scale_up(request: AskedRequest) -> HttpResponse:
    """Choose the phase, see what belongs to it, and do both with one button."""
    actor = request.actor
    actor.require(SCALE)
    crisis = current_incident(actor=actor)
    form = _up_form(request, crisis) if crisis and crisis.may_rise_to else None
    if request.method == "POST" and form and form.is_valid() and _scaled_up(form, request):
        return redirect("readiness:index")
    previews = actor.may("readiness.call") or actor.may("readiness.plan")
    shown = [
        (phase, norm_shown(found, actor) if found else None, readiness.brings(phase, actor=actor))
        for phase in (crisis.may_rise_to if crisis else ())
        for found in [readiness.norm(phase, actor=actor)]
    ]
    whom = [(one, readiness.preview(one.id, actor=actor)) for one in readiness.plans(actor=actor)] if previews else []
    context = {"crisis": crisis, "form": form, "phases": shown, "plans": whom}
    refused = request.method == "POST"
    return render(request, "readiness/scale_up.html", context, status=Conflict.status if refused else 200)


def _up_form(request: AskedRequest, crisis: IncidentLine) -> ScaleUpForm:
    warmest = crisis.may_rise_to[-1]
    found = readiness.norm(warmest, actor=request.actor)
    sent = request.POST if request.method == "POST" else None
    begun = {"phase": warmest.value, "plan": str(found.plan or "") if found else ""}
    return ScaleUpForm(crisis.may_rise_to, plan_choices(request.actor), sent, initial=begun)


def _scaled_up(form: ScaleUpForm, request: AskedRequest) -> bool:
    told = form.cleaned_data
    try:
        readiness.scale_up(
            phase=Phase(told["phase"]), reason=told["reason"], plan=chosen(told["plan"]), actor=request.actor
        )
    except (Conflict, Invalid) as problem:
        refuse(form, problem)
        return False
    messages.success(request, _("Scaled up."))
    return True


@require_http_methods(["GET", "POST"])
def scale_down(request: AskedRequest) -> HttpResponse:
    """Decide on going one phase down: criteria, who stays, when it is looked at again."""
    actor = request.actor
    actor.require(SCALE)
    actor.require("incidents.phase")
    try:
        going = readiness.going_down(actor=actor)
    except Conflict as problem:
        context: dict[str, Any] = {"refusal": problem.sentence(_(problem.template))}
        return render(request, "readiness/scale_down.html", context)
    form = _down_form(request, going)
    if request.method == "POST" and form.is_valid():
        try:
            made = readiness.scale_down(**form.told(), actor=actor)
        except (Conflict, Invalid) as problem:
            refuse(form, problem)
        else:
            messages.success(request, _("Scaled down. The decision is recorded."))
            return redirect("readiness:descent", made)
    context = {
        "going": going,
        "criteria": [stand_shown(one) for one in going.criteria],
        "pilot": pilot_shown(going.pilot),
        "check": going.check(()),
        "form": form,
    }
    refused = request.method == "POST"
    return render(request, "readiness/scale_down.html", context, status=Conflict.status if refused else 200)


def _down_form(request: AskedRequest, going: readiness.Going) -> ScaleDownForm:
    warm = readiness.norm(Phase.WARM, actor=request.actor)
    callouts = [(str(one.id), one.name) for one in readiness.open_callouts(going.incident.id, actor=request.actor)]
    days = going.norm.review_days if going.norm else USUAL_REVIEW
    begun = {
        "seen": going.seen,
        "review_on": today() + timedelta(days=days),
        "callouts": [one for one, _name in callouts],
    }
    sent = request.POST if request.method == "POST" else None
    form = ScaleDownForm(warm.posts if warm else (), callouts, sent, initial=begun)
    form.fields["despite"].required = going.against
    return form


@require_GET
def descents(request: AskedRequest) -> HttpResponse:
    """The decisions to scale down, the newest first."""
    return render(request, "readiness/descents.html", {"descents": readiness.descents(actor=request.actor)})


@require_GET
def descent(request: AskedRequest, descent: UUID) -> HttpResponse:
    """One decision, with everything it rested on."""
    return _descent_page(request, descent, None)


@require_POST
def review(request: AskedRequest, descent: UUID) -> HttpResponse:
    """Look again at the pilot light of a decision."""
    request.actor.require(SCALE)
    readiness.descent(descent, actor=request.actor)
    form = ReviewForm(request.POST)
    if form.is_valid():
        try:
            readiness.review_pilot(descent=descent, **form.cleaned_data, actor=request.actor)
        except (Conflict, Invalid) as problem:
            refuse(form, problem)
        else:
            messages.success(request, _("It was looked at again."))
            return redirect("readiness:descent", descent)
    return _descent_page(request, descent, form)


def _descent_page(request: AskedRequest, which: UUID, filled: ReviewForm | None) -> HttpResponse:
    actor = request.actor
    found = readiness.descent(which, actor=actor)
    reviews = found.in_force and actor.may(SCALE)
    context = {
        "found": found,
        "criteria": [
            (one, _(VERDICT_NAMES[one.verdict]), condition_text(one.watch) if one.seen else "")
            for one in found.criteria
        ],
        "stays": [(role_name(one["role"]), one["number"]) for one in found.check["stays"]],
        "posts": [(role_name(one["role"]), one) for one in found.check["posts"]],
        "form": (filled or ReviewForm()) if reviews else None,
    }
    return render(request, "readiness/descent.html", context, status=Invalid.status if filled else 200)
