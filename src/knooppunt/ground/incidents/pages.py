"""Incident and phase: what is going on, how it came to that, and changing it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from knooppunt.ground.access.public import AskedRequest
from knooppunt.ground.incidents.actions import (
    change_phase,
    close_incident,
    name_participants,
    open_incident,
    remove_participants,
)
from knooppunt.ground.incidents.consequences import WAYS
from knooppunt.ground.incidents.forms import CloseForm, OpenForm, PeopleForm, PhaseForm, WhoForm, refuse
from knooppunt.ground.incidents.queries import (
    READ,
    IncidentLine,
    current_incident,
    incident,
    incidents,
    participants,
    phase_changes,
)
from knooppunt.ground.network.public import Search, search
from knooppunt.kit.problems import Conflict, Invalid, NotFound, phrase

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


@require_http_methods(["GET", "POST"])
def participants_page(request: AskedRequest, which: UUID) -> HttpResponse:
    """Who takes part in an exercise: look people up, name them, remove them. An exercise reaches nobody else."""
    request.actor.require(PHASE)
    found = incident(which, actor=request.actor)
    if not found.exercise:
        raise NotFound(phrase("There is no such incident."))
    if request.method == "GET":
        return _cast(request, found)
    form = PeopleForm(request.POST)
    if form.is_valid():
        try:
            _recast(request, which, form)
        except (Conflict, Invalid) as problem:
            refuse(form, problem)
            return _cast(request, found, form, status=problem.status)
        return redirect(request.get_full_path())
    return _cast(request, found, form, status=Invalid.status)


def _recast(request: AskedRequest, which: UUID, form: PeopleForm) -> None:
    people = form.cleaned_data["person"]
    if form.cleaned_data["do"] == "name":
        count = name_participants(incident=which, people=people, actor=request.actor)
        said = ngettext("{count} more takes part.", "{count} more take part.", count)
    else:
        count = remove_participants(incident=which, people=people, actor=request.actor)
        said = ngettext("{count} takes part no more.", "{count} take part no more.", count)
    messages.success(request, said.format(count=count))


def _cast(
    request: AskedRequest, found: IncidentLine, form: PeopleForm | None = None, status: int = 200
) -> HttpResponse:
    asked = WhoForm(request.GET)
    words = asked.cleaned_data if asked.is_valid() else {"q": "", "role": ""}
    there = participants(found.id, actor=request.actor)
    looked = bool(words["q"] or words["role"])
    result = search(text=words["q"], role=words["role"], actor=request.actor) if looked else None
    context = {
        "crisis": found,
        "people": there,
        "asked": asked,
        "form": form,
        "looked": looked,
        "more": result.more if result else False,
        "found": _others(result, {one.person for one in there}) if result else [],
    }
    return render(request, "incidents/participants.html", context, status=status)


def _others(result: Search, there: set[UUID]) -> list[tuple[UUID, str, str]]:
    """Who was found and does not take part yet, each once: person, name, and what they do today."""
    rows: dict[UUID, tuple[UUID, str, str]] = {}
    for held in result.appointments:
        does = f"{held.function.title}, {held.function.organisation.name}"
        rows.setdefault(held.person_id, (held.person_id, held.person.name, does))
    for one in result.people:
        rows.setdefault(one.id, (one.id, one.name, _("no function today")))
    return [row for person, row in rows.items() if person not in there]


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
