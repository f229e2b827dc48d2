"""Starting a call-out in two steps: see whom it asks, then do it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from knooppunt.ground.access.public import AskedRequest
from knooppunt.ground.incidents.public import current_incident
from knooppunt.kit.problems import Invalid
from knooppunt.rooms.readiness import public as readiness
from knooppunt.rooms.readiness.forms.answers import StartForm
from knooppunt.rooms.readiness.pages.boards import tried
from knooppunt.rooms.readiness.pages.plans import previewed
from knooppunt.rooms.readiness.rules.permissions import CALL


@require_http_methods(["GET", "POST"])
def start(request: AskedRequest, plan: UUID) -> HttpResponse:
    """Give the reason and see whom it asks now; the second step starts it, for real or as a test."""
    request.actor.require(CALL)
    found = readiness.plan(plan, actor=request.actor)
    form = StartForm(request.POST if request.method == "POST" else None)
    confirmed = "confirm" in request.POST
    sure = request.method == "POST" and form.is_valid()
    if sure and confirmed:
        made = tried(form, lambda: _started(request, plan, form.cleaned_data["reason"]))
        if made:
            return redirect("readiness:board", made)
    kind = request.POST.get("kind", "real")
    context = {
        "plan": found,
        "form": form,
        "sure": sure and not form.errors,
        "kind": kind,
        **previewed(readiness.preview(plan, actor=request.actor)),
    }
    return render(request, "readiness/start.html", context, status=Invalid.status if form.errors else 200)


def _started(request: AskedRequest, plan: UUID, reason: str) -> UUID:
    incident = current_incident(actor=request.actor) if request.actor.may("incidents.read") else None
    return readiness.start_callout(
        plan=plan,
        reason=reason,
        incident=incident.id if incident else None,
        kind=request.POST.get("kind", "real"),
        actor=request.actor,
    )
