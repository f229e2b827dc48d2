"""Leave for who makes the rosters: what is asked, which duties it hits, and what is to be replaced still."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from knooppunt.ground.access.public import AskedRequest
from knooppunt.kit.problems import Conflict, Invalid, phrase
from knooppunt.rooms.readiness import public as readiness
from knooppunt.rooms.readiness.forms.rosters import told
from knooppunt.rooms.readiness.pages.wording import role_name
from knooppunt.rooms.readiness.rules.permissions import ROSTER


@require_GET
def leave(request: AskedRequest) -> HttpResponse:
    """What is asked, and what was granted; duties in it can be replaced from here."""
    asked = readiness.leave_asked(actor=request.actor)
    granted = readiness.leave_granted(actor=request.actor)
    context = {
        "asked": [(one, _hits(one), str(one.person) == request.actor.id) for one in asked],
        "open": [(one, _hits(one)) for one in granted if one.hits],
        "settled": [one for one in granted if not one.hits],
    }
    return render(request, "readiness/leave.html", context)


@require_POST
def decide(request: AskedRequest, leave: UUID) -> HttpResponse:
    """Grant leave (``answer=grant``) or refuse it (``answer=refuse``)."""
    request.actor.require(ROSTER)
    answer = request.POST.get("answer", "")
    if answer not in ("grant", "refuse"):
        raise Invalid(phrase("Choose whether the leave is granted or refused."), place="answer")
    granted = answer == "grant"
    try:
        readiness.decide_leave(leave=leave, granted=granted, actor=request.actor)
    except Conflict as problem:
        messages.error(request, told(problem))
        return redirect("readiness:leave")
    left = next((one for one in readiness.leave_granted(actor=request.actor) if one.id == leave), None)
    if left is not None and left.hits:
        template = ngettext(
            "The leave is granted, and {name} still has {number} duty in it: replace it below.",
            "The leave is granted, and {name} still has {number} duties in it: replace them below.",
            len(left.hits),
        )
        messages.warning(request, template.format(name=left.name, number=len(left.hits)))
    else:
        messages.success(request, _("The leave is granted.") if granted else _("The leave is refused."))
    return redirect("readiness:leave")


def _hits(line: readiness.LeaveLine) -> list[tuple[readiness.Hit, str]]:
    return [(one, role_name(one.duty.role)) for one in line.hits]
