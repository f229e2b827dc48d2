"""Two people who may be one, beside each other, and the merge."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from knooppunt.ground.access.actions import merge_accounts
from knooppunt.ground.access.asking import AskedRequest
from knooppunt.ground.access.queries import MANAGE
from knooppunt.ground.network.public import Appointment, Person, appointments, person
from knooppunt.kit.authority import Actor
from knooppunt.kit.problems import Conflict, Invalid, NotFound, phrase


@require_http_methods(["GET", "POST"])
def merge(request: AskedRequest) -> HttpResponse:
    """Compare ``kept`` and ``merged``, and let the second turn out to be the first."""
    request.actor.require(MANAGE)
    request.actor.require("network.manage")
    asked = request.GET if request.method == "GET" else request.POST
    kept, merged = _identifier(asked.get("kept")), _identifier(asked.get("merged"))
    if request.method == "POST":
        try:
            merge_accounts(kept=kept, merged=merged, actor=request.actor)
        except (Conflict, Invalid) as problem:
            messages.error(request, problem.sentence(_(problem.template)))
        else:
            messages.success(request, _("They are one from now on."))
            return redirect("network_person", kept)
    pair = [_side(one, other, request.actor) for one, other in ((kept, merged), (merged, kept))]
    return render(request, "access/merge.html", {"pair": pair})


def _identifier(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError as wrong:
        raise NotFound(phrase("There is nothing here.")) from wrong


def _side(one: UUID, other: UUID, actor: Actor) -> tuple[Person, list[Appointment], UUID]:
    return person(one, actor=actor), list(appointments(person=one, actor=actor)), other
