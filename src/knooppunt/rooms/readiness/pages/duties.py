"""Who can do a duty: filling one that is missing, and replacing or cancelling one that someone has."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from knooppunt.ground.access.public import AskedRequest
from knooppunt.kit.problems import Invalid, NotAllowed, NotFound, Problem
from knooppunt.rooms.readiness import public as readiness
from knooppunt.rooms.readiness.forms.rosters import AssignForm, CancelForm, ReplaceForm, refuse
from knooppunt.rooms.readiness.pages.wording import role_name
from knooppunt.rooms.readiness.rules.permissions import ROSTER
from knooppunt.rooms.readiness.rules.rosters import RULE_NAMES

Shown = list[tuple[readiness.Candidate, list[str]]]


@require_http_methods(["GET", "POST"])
def shift(request: AskedRequest, roster: UUID) -> HttpResponse:
    """Who can be put on a shift (``?shift=&role=``), with what is against each; and putting one on."""
    request.actor.require(ROSTER)
    line = readiness.one_roster(roster, actor=request.actor)
    key, role = request.GET.get("shift", ""), request.GET.get("role", "")
    found = readiness.candidates(roster, shift=key, role=role, actor=request.actor)
    form = AssignForm(_choices(found), request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        person, overrule = UUID(given["person"]), given["overrule"]
        try:
            readiness.assign(roster=roster, person=person, role=role, shift=key, overrule=overrule, actor=request.actor)
            return redirect("readiness:roster", roster)
        except Problem as problem:
            refuse(form, problem)
    context = {"line": line, "key": key, "role": role_name(role), "candidates": _shown(found), "form": form}
    return render(request, "readiness/shift.html", context, status=Invalid.status if form.errors else 200)


@require_http_methods(["GET", "POST"])
def duty(request: AskedRequest, duty: UUID) -> HttpResponse:
    """A duty, with who could do it instead; a post replaces its holder."""
    request.actor.require(ROSTER)
    line = readiness.one_duty(duty, actor=request.actor)
    found = _others(request, line)
    form = ReplaceForm(_choices(found), request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            readiness.replace(
                duty=duty,
                person=UUID(given["person"]),
                reason=given["reason"],
                overrule=given["overrule"],
                actor=request.actor,
            )
            names = {str(one.person): one.name for one in found}
            told = _("{name} does the duty of {before} now.").format(name=names[given["person"]], before=line.name)
            messages.success(request, told)
            return redirect("readiness:roster", line.roster)
        except Problem as problem:
            _keep_closed(problem)
            refuse(form, problem)
    return _duty(request, line, found, form, CancelForm(auto_id="cancel_%s"))


@require_POST
def cancel(request: AskedRequest, duty: UUID) -> HttpResponse:
    """Cancel a duty, with the reason; nobody takes its place."""
    request.actor.require(ROSTER)
    line = readiness.one_duty(duty, actor=request.actor)
    form = CancelForm(request.POST, auto_id="cancel_%s")
    if form.is_valid():
        try:
            readiness.cancel_duty(duty=duty, reason=form.cleaned_data["reason"], actor=request.actor)
            messages.success(request, _("The duty is cancelled."))
            return redirect("readiness:roster", line.roster)
        except Problem as problem:
            _keep_closed(problem)
            refuse(form, problem)
    found = _others(request, line)
    return _duty(request, line, found, ReplaceForm(_choices(found)), form)


def _duty(
    request: AskedRequest, line: readiness.DutyLine, found: Sequence[readiness.Candidate], form: ReplaceForm,
    cancelling: CancelForm,
) -> HttpResponse:  # fmt: skip
    context = {
        "line": line,
        "role": role_name(line.role),
        "candidates": _shown(found),
        "form": form,
        "cancelling": cancelling,
    }
    wrong = form.errors or cancelling.errors
    return render(request, "readiness/duty.html", context, status=Invalid.status if wrong else 200)


def _others(request: AskedRequest, line: readiness.DutyLine) -> list[readiness.Candidate]:
    """Who else could do it. Nobody when the shift needs this role no more, or when it is of no shift."""
    try:
        found = readiness.candidates(line.roster, shift=line.shift, role=line.role, actor=request.actor)
    except NotFound:
        return []
    return [one for one in found if one.person != line.person]


def _keep_closed(problem: Problem) -> None:
    """What is not there (any more) answers as what never was."""
    if isinstance(problem, NotFound | NotAllowed) and not problem.place:
        raise problem


def _choices(found: Sequence[readiness.Candidate]) -> list[tuple[str, str]]:
    return [(str(one.person), one.name) for one in found]


def _shown(found: Sequence[readiness.Candidate]) -> Shown:
    return [(one, [_(RULE_NAMES[rule]) for rule in one.broken]) for one in found]
