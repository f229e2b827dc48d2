"""Signals and criteria, proposals, and what people decide on them."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from knooppunt.ground.access.public import AskedRequest
from knooppunt.ground.figures.public import indicators
from knooppunt.ground.incidents.public import Phase, current_incident, is_down
from knooppunt.kit.problems import Conflict, Invalid, NotAllowed, NotFound
from knooppunt.rooms.readiness import public as readiness
from knooppunt.rooms.readiness.forms.phases import ConfirmForm, RejectForm, WatchForm, chosen, refuse
from knooppunt.rooms.readiness.pages.wording import method_choices, plan_choices, proposal_shown, stand_shown
from knooppunt.rooms.readiness.rules.permissions import CALL, PLAN, READ, SCALE


@require_http_methods(["GET", "POST"])
def signals(request: AskedRequest) -> HttpResponse:
    """What is watched and how it stands; whoever plans adds to it."""
    actor = request.actor
    actor.require(PLAN if request.method == "POST" else READ)
    form = _watch_form(request) if actor.may(PLAN) else None
    if request.method == "POST" and form and form.is_valid():
        try:
            readiness.watch_figure(**form.told(), actor=actor)
        except (Conflict, Invalid) as problem:
            refuse(form, problem)
        else:
            messages.success(request, _("It is watched from now on."))
            return redirect("readiness:signals")
    context = {
        "signals": [stand_shown(one) for one in readiness.signals(actor=actor)],
        "criteria": [stand_shown(one) for phase in Phase for one in readiness.criteria(phase, actor=actor)],
        "form": form,
        "decided": [proposal_shown(one) for one in readiness.proposals(is_open=False, limit=20, actor=actor)],
        "plans": actor.may(PLAN),
    }
    status = Invalid.status if form and form.errors else 200
    return render(request, "readiness/signals.html", context, status=status)


@require_POST
def end_watch(request: AskedRequest, watch: UUID) -> HttpResponse:
    """Watch it no more."""
    try:
        readiness.end_watch(watch=watch, actor=request.actor)
    except Conflict as problem:
        messages.error(request, problem.sentence(_(problem.template)))
    return redirect("readiness:signals")


@require_GET
def proposal(request: AskedRequest, proposal: UUID) -> HttpResponse:
    """One proposal, with what it rests on, and the two answers."""
    return _proposal_page(request, proposal, {})


@require_POST
def confirm(request: AskedRequest, proposal: UUID) -> HttpResponse:
    """Scale up, call out, or both."""
    _may_decide(request)
    readiness.proposal(proposal, actor=request.actor)
    form = ConfirmForm(plan_choices(request.actor), request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            readiness.confirm_proposal(
                proposal=proposal,
                reason=told["reason"],
                scales=told["scales"],
                plan=chosen(told["plan"]),
                actor=request.actor,
            )
        except (Conflict, Invalid) as problem:
            refuse(form, problem)
        else:
            messages.success(request, _("It is done."))
            return redirect("readiness:proposal", proposal)
    return _proposal_page(request, proposal, {"confirm": form})


@require_POST
def reject(request: AskedRequest, proposal: UUID) -> HttpResponse:
    """Say no, and why."""
    _may_decide(request)
    readiness.proposal(proposal, actor=request.actor)
    form = RejectForm(request.POST)
    if form.is_valid():
        try:
            readiness.reject_proposal(proposal=proposal, reason=form.cleaned_data["reason"], actor=request.actor)
        except (Conflict, Invalid) as problem:
            refuse(form, problem)
        else:
            messages.success(request, _("The proposal is rejected."))
            return redirect("readiness:proposal", proposal)
    return _proposal_page(request, proposal, {"reject": form})


def _may_decide(request: AskedRequest) -> None:
    """Asked before anything is looked up, so that nobody without mandate learns what there is."""
    actor = request.actor
    actor.require(SCALE if actor.may(SCALE) else CALL)


def _proposal_page(request: AskedRequest, which: UUID, filled: dict[str, forms.Form]) -> HttpResponse:
    actor = request.actor
    found = readiness.proposal(which, actor=actor)
    decides = found.decided_at is None and (actor.may(SCALE) or actor.may(CALL))
    crisis = current_incident(actor=actor)
    reached = crisis is not None and not is_down(found.watch.phase, crisis.phase)
    rises = actor.may(SCALE) and not reached
    begun = {"plan": str(found.watch.plan or ""), "scales": rises}
    own = {"confirm": ConfirmForm(plan_choices(actor), initial=begun), "reject": RejectForm()} if decides else {}
    context = {
        "shown": proposal_shown(found),
        "found": found,
        "now": stand_shown(next(one for one in readiness.signals(actor=actor) if one.watch.id == found.watch.id))
        if found.watch.ended_at is None
        else None,
        "crisis": crisis,
        "rises": rises,
        "reached": reached,
        **own,
        **(filled if decides else {}),
        "late": filled and not decides,
    }
    status = Conflict.status if filled else 200
    return render(request, "readiness/proposal.html", context, status=status)


def _watch_form(request: AskedRequest) -> WatchForm:
    try:
        known = indicators(actor=request.actor)
    except (NotAllowed, NotFound):
        known = ()
    dutch = get_language() == "nl"
    names = sorted(
        ((one.slug, one.name_nl if dutch else one.name_en) for one in known), key=lambda each: each[1].casefold()
    )
    sent = request.POST if request.method == "POST" else None
    return WatchForm(names, method_choices(), plan_choices(request.actor), sent)
