"""Swaps as one sees them oneself: offering a duty, and answering or taking back an offer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from knooppunt.ground.access.public import OWN_ACCOUNT, AskedRequest
from knooppunt.kit.problems import Conflict, Invalid, phrase
from knooppunt.rooms.readiness import public as readiness
from knooppunt.rooms.readiness.forms.rosters import SwapForm, refuse, told
from knooppunt.rooms.readiness.pages.wording import role_name
from knooppunt.rooms.readiness.rules.rosters import RULE_NAMES

CANNOT = phrase("cannot take this over")


@require_http_methods(["GET", "POST"])
def offer(request: AskedRequest, duty: UUID) -> HttpResponse:
    """For which duties of colleagues this one can be offered, and which not, with the rule; a post offers it."""
    request.actor.require(OWN_ACCOUNT)
    mine, options = readiness.swap_options(duty, actor=request.actor)
    free = [one.duty for one in options if not one.broken]
    form = SwapForm([(str(one.id), one.name) for one in free], request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            readiness.offer_swap(offered=duty, wanted=UUID(form.cleaned_data["wanted"]), actor=request.actor)
            messages.success(request, _("Your duty is offered. Nothing changes until your colleague accepts."))
            return redirect("readiness:mine")
        except Conflict as problem:
            refuse(form, problem)
    context = {
        "mine": mine,
        "role": role_name(mine.role),
        "free": free,
        "others": [(one.duty, reasons(one.broken)) for one in options if one.broken],
        "form": form,
    }
    return render(request, "readiness/swap.html", context, status=Invalid.status if form.errors else 200)


@require_POST
def accept(request: AskedRequest, swap: UUID) -> HttpResponse:
    """Accept an offer that was made to oneself."""
    return _answered(request, lambda: readiness.accept_swap(swap=swap, actor=request.actor), _("You have swapped."))


@require_POST
def decline(request: AskedRequest, swap: UUID) -> HttpResponse:
    """Say no to it."""
    words = _("You have declined the offer.")
    return _answered(request, lambda: readiness.decline_swap(swap=swap, actor=request.actor), words)


@require_POST
def withdraw(request: AskedRequest, swap: UUID) -> HttpResponse:
    """Take back an offer of one's own."""
    words = _("You have taken your offer back.")
    return _answered(request, lambda: readiness.withdraw_swap(swap=swap, actor=request.actor), words)


def _answered(request: AskedRequest, verb: Callable[[], None], words: str) -> HttpResponse:
    try:
        verb()
        messages.success(request, words)
    except Conflict as problem:
        messages.error(request, told(problem))
    return redirect("readiness:mine")


def swap_rows(found: Iterable[readiness.SwapLine]) -> list[dict[str, Any]]:
    """Offers, each with its role and what is against it."""
    return [
        {"swap": one, "role": role_name(one.offered.role), "against": reasons(one.broken)}
        for one in found
    ]  # fmt: skip


def reasons(broken: readiness.Broken) -> list[str]:
    """Who would break which rule, in words; of a colleague only that they cannot."""
    return [f"{name}: {_(RULE_NAMES[rule] if rule else CANNOT)}" for name, rule in broken]
