"""A person, and how they are reached: for who manages that."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from knooppunt.ground.files.public import Table, asked_format, attached, download
from knooppunt.ground.network.exchange.cards import cards
from knooppunt.ground.network.exchange.tables import table_rows
from knooppunt.ground.network.forms import ContactForm, LeaveForm
from knooppunt.ground.network.pages.asked import Asked, refuse, told
from knooppunt.ground.network.public import (
    add_contact_point,
    appointments,
    come_back,
    contact_points,
    end_contact_point,
    everyone,
    leave,
    move_up,
    person,
    person_of_contact,
    without_contact,
)
from knooppunt.ground.network.queries.reading import CONTACTS, READ
from knooppunt.ground.network.rules import MANAGE
from knooppunt.ground.network.rules.importing import COLUMNS
from knooppunt.kit.authority import Actor
from knooppunt.kit.problems import Conflict, Invalid


@require_http_methods(["GET", "POST"])
def person_page(request: Asked, which: UUID) -> HttpResponse:
    """Somebody's functions and, for who manages that, how they are reached; a form to add a contact point."""
    request.actor.require(READ)
    found = person(which, actor=request.actor)
    if found.id != which:
        return redirect("network_person", found.id)
    form = ContactForm(request.POST or None)
    if request.method == "POST":
        request.actor.require(CONTACTS)
        if form.is_valid() and _added(form, which, request.actor):
            return redirect("network_person", which)
    sees = request.actor.may(CONTACTS)
    context = {
        "person": found,
        "held": appointments(person=which, actor=request.actor),
        "contacts": contact_points([which], actor=request.actor)[which] if sees else None,
        "form": form if sees and found.left_on is None else None,
        "leaving": LeaveForm() if request.actor.may(MANAGE) else None,
    }
    return render(request, "network/person.html", context, status=400 if form.errors else 200)


def _added(form: ContactForm, which: UUID, actor: Actor) -> bool:
    means, address = form.cleaned_data["means"], form.cleaned_data["address"]
    try:
        add_contact_point(person=which, means=means, address=address, actor=actor)
    except (Conflict, Invalid) as problem:
        refuse(form, problem)
        return False
    return True


@require_POST
def end_contact(request: Asked, contact: UUID) -> HttpResponse:
    """Let somebody no longer be reached in this way."""
    owner = person_of_contact(contact, actor=request.actor)
    with told(request):
        end_contact_point(contact=contact, actor=request.actor)
    return redirect("network_person", owner)


@require_POST
def prefer_contact(request: Asked, contact: UUID) -> HttpResponse:
    """Move a contact point one place up."""
    owner = person_of_contact(contact, actor=request.actor)
    with told(request):
        move_up(contact=contact, actor=request.actor)
    return redirect("network_person", owner)


@require_POST
def leaving(request: Asked, which: UUID) -> HttpResponse:
    """Let somebody have their last day, or come back."""
    request.actor.require(MANAGE)
    person(which, actor=request.actor)
    form = LeaveForm(request.POST)
    with told(request, _("Noted: all that ends by itself.")):
        if "back" in request.POST:
            come_back(person=which, actor=request.actor)
        elif form.is_valid():
            leave(person=which, on=form.cleaned_data["on"], actor=request.actor)
    return redirect("network_person", which)


@require_GET
def people_page(request: Asked) -> HttpResponseBase:
    """Everyone and how they are reached: how it stands, who cannot be reached, and all of it to take along."""
    entries = everyone(actor=request.actor)
    if kind := asked_format(request):
        return download(Table("people", _("People"), COLUMNS, table_rows(entries)), kind)
    context = {
        "entries": entries,
        "unreached": without_contact(actor=request.actor),
        "manages": request.actor.may(MANAGE),
    }
    return render(request, "network/people.html", context)


@require_GET
def people_cards(request: Asked) -> HttpResponse:
    """Everyone as vCards."""
    found = "".join(cards(everyone(actor=request.actor)))
    answer = HttpResponse(found, content_type="text/vcard; charset=utf-8")
    answer["Content-Disposition"] = attached("people.vcf")
    return answer
