"""What is done with an edition from its page: each button is a form that ends in one verb."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from knooppunt.ground.access.public import AskedRequest
from knooppunt.kit.problems import Invalid, NotFound, Problem, phrase
from knooppunt.rooms.picture import public as picture
from knooppunt.rooms.picture.exchange.referring import told_references
from knooppunt.rooms.picture.forms import EmbargoForm, TextForm
from knooppunt.rooms.picture.pages.edition import edition_page

MOST_TOKENS = 200


@require_POST
def text(request: AskedRequest, edition: UUID, key: str) -> HttpResponse:
    """Give a section's text to an edition that is underway."""
    request.actor.require("picture.compile")
    form = TextForm(request.POST)
    if not form.is_valid():
        picture.edition(edition, actor=request.actor)
        return redirect("picture:edition", edition)
    return _done(request, edition, picture.set_text, _("The text is saved."), key=key, text=form.cleaned_data["text"])


@require_POST
def step(request: AskedRequest, edition: UUID, verb: str) -> HttpResponse:
    """Let the edition take a step; the names are those of the verbs."""
    if verb not in VERBS:
        raise NotFound(phrase("There is nothing here."))
    act, needs, said = VERBS[verb]
    told = {name: request.POST.get(name, "") for name in needs}
    return _done(request, edition, act, _(said), **told)


def _done(request: AskedRequest, edition: UUID, verb: Callable[..., Any], said: str, **told: Any) -> HttpResponse:
    """Do it and show the page anew, or the refusal on the same page; a stranger gets the answer of what is not there.

    Putting a draft aside leads to the list, a correction to its draft.
    """
    try:
        made = verb(edition=edition, actor=request.actor, **told)
    except Problem as problem:
        if problem.status == HTTPStatus.NOT_FOUND:
            raise
        return edition_page(request, edition, refused=problem)
    messages.success(request, said)
    if verb is picture.discard:
        return redirect("picture:editions")
    return redirect("picture:edition", made if isinstance(made, UUID) else edition)


def _schedule(*, edition: UUID, until: str, acknowledged: str, actor: Any) -> None:
    form = EmbargoForm({"until": until})
    if not form.is_valid():
        actor.require("picture.publish")
        raise Invalid(phrase("Say until when the embargo lasts."), place="until")
    picture.schedule(edition=edition, until=form.cleaned_data["until"], acknowledged=acknowledged or None, actor=actor)


def _publish(*, edition: UUID, acknowledged: str, actor: Any) -> None:
    picture.publish(edition=edition, acknowledged=acknowledged or None, actor=actor)


VERBS: dict[str, tuple[Callable[..., Any], tuple[str, ...], str]] = {
    "submit": (picture.submit, (), phrase("The sections are asked to review.")),
    "review": (picture.review, ("key", "sha256"), phrase("The text is reviewed.")),
    "ask": (picture.ask_approval, (), phrase("The commissioners are asked to approve.")),
    "approve": (picture.approve, ("sha256",), phrase("Your approval is given.")),
    "return": (picture.send_back, ("reason",), phrase("The edition is a draft again.")),
    "refresh": (picture.refreeze, (), phrase("The figures are those known now.")),
    "publish": (_publish, ("acknowledged",), phrase("The edition is published.")),
    "schedule": (_schedule, ("until", "acknowledged"), phrase("The edition comes out when its embargo ends.")),
    "withdraw": (picture.withdraw, ("reason",), phrase("The edition is withdrawn.")),
    "discard": (picture.discard, (), phrase("The draft is put aside.")),
    "correct": (picture.correct, ("reason",), phrase("This draft corrects the edition.")),
}


@require_GET
def references(request: AskedRequest, edition: UUID) -> JsonResponse:
    """What references stand for in this edition: of ``token`` (may be repeated), or all that are in its texts."""
    request.actor.require("picture.compile")
    tokens = request.GET.getlist("token")[:MOST_TOKENS]
    found = picture.resolve(edition, tokens or None, actor=request.actor)
    return JsonResponse({"references": told_references(found, request.LANGUAGE_CODE)})
