"""A proposal for a roster: what it changes, why, and how good it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from knooppunt.ground.access.public import AskedRequest
from knooppunt.kit.problems import Conflict
from knooppunt.rooms.readiness import public as readiness
from knooppunt.rooms.readiness.forms.rosters import told
from knooppunt.rooms.readiness.pages.wording import role_name
from knooppunt.rooms.readiness.solving.explaining import WHY_NAMES, Why


@require_POST
def propose(request: AskedRequest, roster: UUID) -> HttpResponse:
    """Ask for one; the page of the proposal says how far it is."""
    return redirect("readiness:draft", readiness.ask_proposal(roster=roster, actor=request.actor))


@require_GET
def draft(request: AskedRequest, draft: UUID) -> HttpResponse:
    """What it would change, with why; or that it is being made, or that none could be."""
    line = readiness.roster_draft(draft, actor=request.actor)
    if line.state != "ready":
        return render(request, "readiness/draft.html", {"line": line})
    changes = [
        (one, role_name(one.role), [(other, _(WHY_NAMES[Why(other["why"])])) for other in one.others])
        for one in line.changes
    ]
    every = line.told["short"]
    short = [(each["shift"], role_name(each["role"]), each["short"], _reason(each)) for each in every if each["why"]]
    rest = [(each["shift"], role_name(each["role"]), each["short"]) for each in every if not each["why"]]
    context = {"line": line, "changes": changes, "short": short, "rest": rest}
    return render(request, "readiness/draft.html", context)


@require_POST
def adopt(request: AskedRequest, draft: UUID) -> HttpResponse:
    """Make the roster what was proposed."""
    line = readiness.roster_draft(draft, actor=request.actor)
    try:
        readiness.adopt_draft(draft=draft, actor=request.actor)
    except Conflict as problem:
        messages.error(request, told(problem))
        return redirect("readiness:draft", draft)
    messages.success(request, _("The roster is as proposed."))
    return redirect("readiness:roster", line.roster.id)


def _reason(short: Mapping[str, Any]) -> list[str]:
    """Why it cannot be filled, in sentences."""
    why, role = short["why"], role_name(short["role"])
    able = ", ".join(why["able"]) or _("nobody")
    said = [
        _("On {shift} {number} × {role} is needed; qualified: {able}.").format(
            shift=short["shift"], number=why["needed"], role=role, able=able
        )
    ]
    if why["leave"]:
        said.append(_("On leave: {names}.").format(names=", ".join(why["leave"])))
    said += [_held(name, shift) for name, shift in why["held"]]
    others = [
        f"{shift} ({role_name(key)})"
        for shift, key, _n in why["needs"]
        if (shift, key) != (short["shift"], short["role"])
    ]
    if others:
        said.append(_("The rest they must have cannot be kept beside: {shifts}.").format(shifts=", ".join(others)))
    return said


def _held(name: str, shift: str) -> str:
    """A key of a shift is a day and a name; anything else was written for a duty on another roster."""
    if " " not in shift:
        return _("{name} is on duty then on another roster.").format(name=name)
    return _("{name} is on duty then ({shift}).").format(name=name, shift=shift)
