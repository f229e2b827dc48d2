"""What a roster needs and who can do it: needs of its shifts, and qualifications."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from knooppunt.ground.access.public import AskedRequest
from knooppunt.ground.network.public import people
from knooppunt.kit.problems import Conflict, Invalid, NotFound, phrase
from knooppunt.rooms.readiness import public as readiness
from knooppunt.rooms.readiness.forms.rosters import EndForm, NeedsForm, QualifyForm, refuse
from knooppunt.rooms.readiness.pages.wording import role_name
from knooppunt.rooms.readiness.rules.permissions import ROSTER


@require_http_methods(["GET", "POST"])
def needs(request: AskedRequest, roster: UUID) -> HttpResponse:
    """How many people each shift needs; with ``?kind=`` the form for one of them."""
    request.actor.require(ROSTER)
    line = readiness.one_roster(roster, actor=request.actor)
    kinds = readiness.shift_kinds(roster, actor=request.actor)
    asked = request.GET.get("kind", "")
    chosen = next((one for one in kinds if one.name == asked), None)
    if asked and chosen is None:
        raise NotFound(phrase("There is nothing here."))
    form = NeedsForm(chosen.needs, request.POST or None) if chosen else None
    if request.method == "POST" and form and form.is_valid() and _changed(request, roster, asked, form):
        return redirect("readiness:needs", roster)
    shown = [(one, sorted((role_name(role), number) for role, number in one.needs.items())) for one in kinds]
    context = {"line": line, "kinds": shown, "chosen": chosen, "form": form}
    wrong = form is not None and form.errors
    return render(request, "readiness/needs.html", context, status=Invalid.status if wrong else 200)


def _changed(request: AskedRequest, roster: UUID, kind: str, form: NeedsForm) -> bool:
    seen = form.cleaned_data["seen"]
    try:
        readiness.set_needs(roster=roster, kind=kind, needs=form.needs(), seen=seen, actor=request.actor)
    except (Conflict, Invalid) as problem:
        refuse(form, problem)
        return False
    messages.success(request, _("Changed. What is not filled by it shows as a gap on the roster."))
    return True


@require_http_methods(["GET", "POST"])
def qualify(request: AskedRequest, roster: UUID) -> HttpResponse:
    """Who can do what; a post qualifies someone."""
    request.actor.require(ROSTER)
    line = readiness.one_roster(roster, actor=request.actor)
    form = QualifyForm([(str(one.pk), one.name) for one in people(actor=request.actor)], request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data | {"person": UUID(form.cleaned_data["person"])}
        try:
            readiness.qualify(**given, actor=request.actor)
            messages.success(request, _("This person can be put on rosters in this role."))
            return redirect("readiness:qualify", line.id)
        except (Conflict, Invalid, NotFound) as problem:
            refuse(form, problem)
    return _crew(request, line, form)


@require_POST
def unqualify(request: AskedRequest, roster: UUID, qualification: UUID) -> HttpResponse:
    """Say until when someone can be put on rosters in a role."""
    request.actor.require(ROSTER)
    line = readiness.one_roster(roster, actor=request.actor)
    form = EndForm(request.POST, prefix=str(qualification))
    if form.is_valid():
        ends = form.cleaned_data["ends"]
        try:
            readiness.end_qualification(qualification=qualification, ends=ends, actor=request.actor)
            messages.success(request, _("The end is noted. Duties after that day stand until you replace them."))
            return redirect("readiness:qualify", line.id)
        except (Conflict, Invalid) as problem:
            refuse(form, problem)
    blank = QualifyForm([(str(one.pk), one.name) for one in people(actor=request.actor)])
    return _crew(request, line, blank, {qualification: form})


def _crew(
    request: AskedRequest, line: readiness.RosterLine, form: QualifyForm, ending: dict[UUID, EndForm] | None = None
) -> HttpResponse:
    known = ending or {}
    rows = [
        (one, role_name(one.role), known.get(one.id) or EndForm(prefix=str(one.id)))
        for one in readiness.qualified(line.id, actor=request.actor)
    ]
    wrong = form.errors or any(each.errors for each in known.values())
    context = {"line": line, "rows": rows, "form": form}
    return render(request, "readiness/crew.html", context, status=Invalid.status if wrong else 200)
