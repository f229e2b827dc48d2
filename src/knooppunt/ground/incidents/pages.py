"""Incident and phase: what is going on, how it came to that, and changing it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from knooppunt.ground.access.public import AskedRequest
from knooppunt.ground.incidents.actions import change_phase, close_incident, open_incident
from knooppunt.ground.incidents.consequences import WAYS
from knooppunt.ground.incidents.forms import CloseForm, OpenForm, PhaseForm, refuse
from knooppunt.ground.incidents.queries import READ, IncidentLine, current_incident, incident, incidents, phase_changes
from knooppunt.kit.problems import Conflict, Invalid

PHASE = "incidents.phase"


@require_GET
def incident_page(request: AskedRequest) -> HttpResponse:
    """The incident that is open now, its phase and history; or that there is none."""
    return _shown(request, {})


@require_GET
def past_incident(request: AskedRequest, which: UUID) -> HttpResponse:
    """One incident of any time, with its history."""
    found = incident(which, actor=request.actor)
    changes = phase_changes(which, actor=request.actor)
    return render(request, "incidents/past.html", {"crisis": found, "changes": changes})


@require_POST
def open_page(request: AskedRequest) -> HttpResponse:
    """Open an incident."""
    form = OpenForm(request.POST)
    return _tried(request, "open_form", form, lambda: open_incident(**form.cleaned_data, actor=request.actor))


@require_POST
def phase_page(request: AskedRequest, which: UUID) -> HttpResponse:
    """Scale up; scaling down is decided in the room that records the decision."""
    form = PhaseForm(request.POST, incident=incident(which, actor=request.actor))
    return _tried(
        request, "phase_form", form, lambda: change_phase(incident=which, **form.cleaned_data, actor=request.actor)
    )


@require_POST
def close_page(request: AskedRequest, which: UUID) -> HttpResponse:
    """Close an incident."""
    form = CloseForm(request.POST)
    return _tried(
        request, "close_form", form, lambda: close_incident(incident=which, **form.cleaned_data, actor=request.actor)
    )


def _tried(request: AskedRequest, name: str, form: forms.Form, verb: Callable[[], object]) -> HttpResponse:
    """Do it and go back to the page; or the same page with the refusal on the form."""
    # Asked here too, so that a wrong form tells nobody without mandate that there is a form.
    request.actor.require(PHASE)
    if not form.is_valid():
        return _shown(request, {name: form}, status=Invalid.status)
    try:
        verb()
    except (Conflict, Invalid) as problem:
        refuse(form, problem)
        return _shown(request, {name: form}, status=problem.status)
    return redirect("incident")


def _shown(request: AskedRequest, filled: dict[str, forms.Form], status: int = 200) -> HttpResponse:
    actor = request.actor
    actor.require(READ)
    current = current_incident(actor=actor)
    context = {
        "crisis": current,
        "changes": phase_changes(current.id, actor=actor) if current else [],
        "past": [line for line in incidents(actor=actor) if line.closed_at],
        **(_forms(current) if actor.may(PHASE) else {}),
        "ways": WAYS if current and actor.may(PHASE) else None,
        **filled,
    }
    return render(request, "incidents/incident.html", context, status=status)


def _forms(current: IncidentLine | None) -> dict[str, forms.Form]:
    if current is None:
        return {"open_form": OpenForm()}
    rising: dict[str, forms.Form] = {"phase_form": PhaseForm(incident=current)} if current.may_rise_to else {}
    return {**rising, "close_form": CloseForm()}
