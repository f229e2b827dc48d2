"""A rotation for a roster: fill it in, look at what it would set and what it would break, confirm."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from knooppunt.ground.access.public import AskedRequest
from knooppunt.kit.clock import today
from knooppunt.kit.problems import Conflict, Invalid, Problem
from knooppunt.rooms.readiness import public as readiness
from knooppunt.rooms.readiness.forms.rosters import refuse
from knooppunt.rooms.readiness.forms.rotations import RotationForm
from knooppunt.rooms.readiness.pages.placing import placing_context, said
from knooppunt.rooms.readiness.pages.wording import role_name
from knooppunt.rooms.readiness.rules.permissions import ROSTER
from knooppunt.rooms.readiness.rules.rotations import pattern_of


@require_http_methods(["GET", "POST"])
def rotate(request: AskedRequest, roster: UUID) -> HttpResponse:
    """The form. A post shows what would come of it; with ``confirm`` it is done, if the roster is as it was seen."""
    request.actor.require(ROSTER)
    line = readiness.one_roster(roster, actor=request.actor)
    kinds, roles, names = readiness.rotation_choices(roster, actor=request.actor)
    people = [(str(person), name) for person, name in names.items()]
    form = RotationForm(
        [(one, role_name(one)) for one in roles],
        people,
        request.POST or None,
        initial={"first": max(line.starts, today())},
    )
    context = {"line": line, "form": form, "kinds": kinds}
    if request.method == "POST" and form.is_valid():
        try:
            if "confirm" in request.POST:
                return _done(request, line, form)
            return _preview(request, line, form, kinds)
        except Conflict as problem:
            return _preview(request, line, form, kinds, problem)
        except Invalid as problem:
            refuse(form, problem)
    return render(request, "readiness/rotate.html", context, status=Invalid.status if form.errors else 200)


def _preview(
    request: AskedRequest,
    line: readiness.RosterLine,
    form: RotationForm,
    kinds: Sequence[str],
    refused: Problem | None = None,
) -> HttpResponse:
    told = form.cleaned_data
    looked = readiness.rotation(
        line.id,
        pattern=pattern_of(told["pattern"]),
        people=form.people(),
        role=told["role"],
        first=told["first"],
        actor=request.actor,
    )
    typed = request.POST.copy()
    typed["seen"] = looked.seen
    form.data = typed
    context = placing_context(looked) | {
        "line": line,
        "form": form,
        "kinds": kinds,
        "looked": True,
        "refused": said(refused) if refused else "",
    }
    status = refused.status if refused else Invalid.status if looked.placing.faults else 200
    return render(request, "readiness/rotate.html", context, status=status)


def _done(request: AskedRequest, line: readiness.RosterLine, form: RotationForm) -> HttpResponse:
    told = form.cleaned_data
    count = readiness.rotate(
        roster=line.id,
        pattern=pattern_of(told["pattern"]),
        people=form.people(),
        role=told["role"],
        first=told["first"],
        seen=told["seen"],
        actor=request.actor,
    )
    done = ngettext("{n} duty was set.", "{n} duties were set.", count).format(n=count)
    messages.success(request, done if count else _("All of it was there already: nothing was set."))
    return redirect("readiness:roster", line.id)
