"""How I am reached: my contact points, their order, and that I answer there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from knooppunt.ground.access.public import OWN_ACCOUNT, AskedRequest
from knooppunt.ground.delivery.public import dispatch_of, push_key
from knooppunt.ground.network.public import (
    add_contact_point,
    contact_points,
    end_contact_point,
    move_up,
    person_of_contact,
)
from knooppunt.kit.authority import system_actor
from knooppunt.kit.problems import Conflict, Invalid, NotFound, Problem, phrase
from knooppunt.rooms.readiness.actions.verifying import answer_code, answer_link, ask_proof
from knooppunt.rooms.readiness.forms.contacts import CodeForm, OwnContactForm
from knooppunt.rooms.readiness.queries.proofs import open_proofs
from knooppunt.rooms.readiness.rules.devices import device_mark
from knooppunt.rooms.readiness.rules.proving import PURPOSE

WITNESS = system_actor("readiness", ["network.prove"])
"""Whoever has the link need not be signed in: the link itself is the proof."""


@contextmanager
def _told(request: AskedRequest, done: str) -> Iterator[None]:
    try:
        yield
    except (Conflict, Invalid) as problem:
        messages.error(request, problem.sentence(_(problem.template)))
    else:
        messages.success(request, done)


def _me(request: AskedRequest) -> UUID:
    request.actor.require(OWN_ACCOUNT)
    return UUID(request.actor.id)


@never_cache
@require_http_methods(["GET", "POST"])
def own(request: AskedRequest) -> HttpResponse:
    """My contact points in my order, how each stands, and a form to add one."""
    me = _me(request)
    form = OwnContactForm(request.POST or None)
    if form.is_valid():
        try:
            add_contact_point(person=me, actor=request.actor, **form.cleaned_data)
        except (Conflict, Invalid) as problem:
            _refuse(form, problem)
        else:
            return redirect("readiness:contacts")
    waiting = open_proofs(me, actor=request.actor)
    points = contact_points([me], actor=request.actor)[me]
    lines = [(one, waiting.get(one.id), device_mark(one.means, one.address)) for one in points]
    context = {"lines": lines, "form": form, "code": CodeForm(auto_id=False), "push_key": push_key()}
    return render(request, "readiness/contacts.html", context, status=400 if form.errors else 200)


def _refuse(form: OwnContactForm, problem: Problem) -> None:
    place = problem.place if problem.place in form.fields else None
    form.add_error(place, problem.sentence(_(problem.template)))


def _mine(request: AskedRequest, contact: UUID) -> None:
    """A contact point of somebody else looks here like one that is not there."""
    if person_of_contact(contact, actor=request.actor) != _me(request):
        raise NotFound(phrase("There is no such contact point."))


@require_POST
def end(request: AskedRequest, contact: UUID) -> HttpResponse:
    """No longer reach me here."""
    _mine(request, contact)
    with _told(request, _("You are no longer reached there.")):
        end_contact_point(contact=contact, actor=request.actor)
    return redirect("readiness:contacts")


@require_POST
def prefer(request: AskedRequest, contact: UUID) -> HttpResponse:
    """Rather here than on the one before."""
    _mine(request, contact)
    with _told(request, _("The order is changed.")):
        move_up(contact=contact, actor=request.actor)
    return redirect("readiness:contacts")


@require_POST
def prove(request: AskedRequest, contact: UUID) -> HttpResponse:
    """Send me a link and a code there."""
    _mine(request, contact)
    with _told(request, _("A link and a code are on their way.")):
        ask_proof(contact=contact, actor=request.actor)
    return redirect("readiness:contacts")


@sensitive_post_parameters("code")
@sensitive_variables("form")
@require_POST
def type_code(request: AskedRequest, contact: UUID) -> HttpResponse:
    """This is the code that came."""
    _mine(request, contact)
    form = CodeForm(request.POST)
    code = form.cleaned_data["code"] if form.is_valid() else ""
    try:
        left = answer_code(contact=contact, code=code, actor=request.actor)
    except Conflict as problem:
        messages.error(request, problem.sentence(_(problem.template)))
    else:
        _say(request, left)
    return redirect("readiness:contacts")


def _say(request: AskedRequest, left: int | None) -> None:
    if left is None:
        messages.success(request, _("Confirmed: you are reached there."))
    elif left:
        template = ngettext("This is not the code. {n} try is left.", "This is not the code. {n} tries are left.", left)
        messages.error(request, template.format(n=left))
    else:
        messages.error(request, _("This is not the code, and it no longer counts: ask for a new one."))


@csrf_exempt  # nobody is asked who they are here: only who has the token can send this form
@never_cache
@require_http_methods(["GET", "POST"])
def verify(request: AskedRequest, token: str) -> HttpResponse:
    """For whoever got the link, signed in or not. Looking confirms nothing: programs that check mail look too."""
    if dispatch_of(token, PURPOSE) is None:
        raise NotFound(phrase("There is nothing here."))
    said = ""
    if request.method == "POST":
        try:
            answer_link(token=token, actor=WITNESS)
        except Conflict as problem:
            said = _(problem.template)
    context = {"asked": request.method == "POST", "refused": said}
    answer = render(request, "readiness/verify.html", context, status=409 if said else 200)
    answer["Referrer-Policy"] = "no-referrer"
    return answer
