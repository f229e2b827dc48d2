"""Who is told of an edition and who has read it; and what changed in it, on a page of its own."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from knooppunt.ground.access.public import AskedRequest
from knooppunt.ground.network.public import organisations, people
from knooppunt.kit.problems import Conflict, Invalid
from knooppunt.rooms.picture import public as picture
from knooppunt.rooms.picture.forms import ReceiversForm

PUBLISH = "picture.publish"


@require_http_methods(["GET", "POST"])
def distribution(request: AskedRequest, edition: UUID) -> HttpResponse:
    """For those who publish: choose who is told, and see who read it."""
    actor = request.actor
    actor.require(PUBLISH)
    line, chosen = picture.edition(edition, actor=actor), picture.choice(edition, actor=actor)
    form = _form(request, chosen)
    if request.method == "POST" and form.is_valid():
        try:
            picture.choose_receivers(edition=edition, **form.cleaned_data, actor=actor)
        except (Invalid, Conflict) as problem:
            form.add_error(None, problem.sentence(_(problem.template)))
        else:
            messages.success(request, _("The list is kept."))
            return redirect("picture:distribution", edition)
    told = picture.receipts(edition, actor=actor)
    context = {"edition": line, "choice": chosen, "form": form, "receipts": told}
    return render(request, "picture/distribution.html", context, status=400 if form.errors else 200)


@require_GET
def changes(request: AskedRequest, edition: UUID) -> HttpResponse:
    """What changed since the edition before, to be read or printed in a minute."""
    actor = request.actor
    line = picture.edition(edition, actor=actor)
    found = picture.changes(edition, actor=actor)
    picture.opened(edition, actor=actor)
    context = {
        "edition": line,
        "before": picture.edition_before(edition, actor=actor),
        "changes": found,
        "short": picture.in_short(found),
    }
    return render(request, "picture/changes.html", context)


def _form(request: AskedRequest, chosen: picture.Choice) -> ReceiversForm:
    places = [(str(one.pk), one.name) for one in organisations(actor=request.actor)]
    persons = [(str(one.pk), one.name) for one in people(actor=request.actor)]
    initial = {"organisations": chosen.organisations, "people": chosen.people}
    return ReceiversForm(places, persons, request.POST if request.method == "POST" else None, initial=initial)
