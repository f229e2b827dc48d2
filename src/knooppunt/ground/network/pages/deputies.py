"""Who acts for whom."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from knooppunt.ground.network.forms import DeputyForm
from knooppunt.ground.network.pages.asked import Asked
from knooppunt.ground.network.public import Appointment, Deputyship, declare_deputy, end_deputyship
from knooppunt.ground.network.queries.reading import DEPUTISE, READ, appointments, deputyships, functions, people
from knooppunt.kit.authority import Actor
from knooppunt.kit.problems import Conflict, Problem


@require_http_methods(["GET", "POST"])
def deputies(request: Asked) -> HttpResponse:
    """Who acts for whom; with a form for whoever may declare it, or holds a function themselves."""
    request.actor.require(READ)
    seats = _seats(request.actor)
    people_ = [(str(one.id), one.name) for one in people(actor=request.actor) if str(one.id) != request.actor.id]
    form = DeputyForm(seats, people_, request.POST if request.method == "POST" else None) if seats else None
    if request.method == "POST":
        if form is None:
            request.actor.require(DEPUTISE)
        elif form.is_valid() and _declared(form, request.actor):
            return redirect("deputies")
    lines = [(one, _may_end(one, request.actor)) for one in deputyships(actor=request.actor)]
    context = {"deputyships": lines, "form": form}
    return render(request, "network/deputies.html", context, status=400 if form and form.errors else 200)


def _seats(actor: Actor) -> list[tuple[str, str]]:
    """The functions that ``actor`` may declare a deputy for, each with who holds it."""
    held = appointments(actor=actor)
    mine = [one for one in held if actor.may(DEPUTISE) or str(one.person_id) == actor.id]
    seats = [(f"{one.function_id} {one.person_id}", f"{one.function}, {_place(one)}: {one.person}") for one in mine]
    taken = {one.function_id for one in held}
    empty = [one for one in functions(actor=actor) if one.id not in taken] if actor.may(DEPUTISE) else []
    nobody = gettext("nobody")
    return [*seats, *((f"{one.id} ", f"{one.title}, {one.organisation}: {nobody}") for one in empty)]


def _place(held: Appointment) -> str:
    return held.function.organisation.abbreviation or held.function.organisation.name


def _may_end(one: Deputyship, actor: Actor) -> bool:
    return actor.may(DEPUTISE) or str(one.person_id) == actor.id


def _declared(form: DeputyForm, actor: Actor) -> bool:
    told = form.cleaned_data
    function, _space, person = told["seat"].partition(" ")
    try:
        declare_deputy(
            function=UUID(function),
            person=UUID(person) if person else None,
            deputy=UUID(told["deputy"]),
            starts=told["starts"],
            ends=told["ends"],
            actor=actor,
        )
    except Problem as problem:
        place = problem.place if problem.place in form.fields else None
        form.add_error(place, problem.sentence(gettext(problem.template)))
        return False
    return True


@require_POST
def end_deputy(request: Asked, deputyship: UUID) -> HttpResponse:
    """Let someone no longer act for another."""
    try:
        end_deputyship(deputyship=deputyship, actor=request.actor)
    except Conflict as problem:
        messages.error(request, problem.sentence(gettext(problem.template)))
    return redirect("deputies")
