"""The webhooks of one's organisation."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from knooppunt.ground.access.public import AskedRequest
from knooppunt.ground.delivery.actions import end_subscription, pause, replay, resume, subscribe
from knooppunt.ground.delivery.forms import ReplayForm, SubscribeForm, refuse
from knooppunt.ground.delivery.queries.reading import READ, dispatches
from knooppunt.ground.delivery.queries.webhooks import SUBSCRIBE, events_to_hear, subscription, subscriptions
from knooppunt.ground.delivery.rules.announcing import STANDING_NAMES, Standing
from knooppunt.ground.delivery.rules.dispatching import STATE_NAMES
from knooppunt.kit.problems import Conflict, Invalid

TONES = {Standing.ACTIVE: "good", Standing.PAUSED: "info", Standing.FAILED: "bad", Standing.ENDED: "plain"}
CHANGES: dict[str, Callable[..., None]] = {"pause": pause, "resume": resume, "end": end_subscription}


@never_cache
@require_http_methods(["GET", "POST"])
def webhooks_page(request: AskedRequest) -> HttpResponse:
    """All of them, and the form for a new one. Its secret is in the one answer to that form, and nowhere else."""
    request.actor.require(SUBSCRIBE)
    form = SubscribeForm(request.POST or None, events=events_to_hear(actor=request.actor))
    if request.method != "POST":
        return _list(request, form)
    if form.is_valid():
        try:
            made = subscribe(**form.cleaned_data, actor=request.actor)
        except Invalid as problem:
            refuse(form, problem)
        else:
            line = subscription(made.id, actor=request.actor)
            return render(request, "delivery/subscribed.html", {"line": line, "secret": made.secret})
    return _list(request, form, status=Invalid.status)


def _list(request: AskedRequest, form: forms.Form, status: int = 200) -> HttpResponse:
    lines = [(line, _(STANDING_NAMES[line.standing]), TONES[line.standing])
             for line in subscriptions(actor=request.actor)]  # fmt: skip
    return render(request, "delivery/webhooks.html", {"lines": lines, "form": form}, status=status)


@require_GET
def webhook_page(request: AskedRequest, which: UUID) -> HttpResponse:
    """One webhook, and what was sent to it last."""
    return _shown(request, which, ReplayForm())


@require_POST
def change_page(request: AskedRequest, which: UUID, how: str) -> HttpResponse:
    """Pause, resume or end it."""
    CHANGES[how](subscription=which, actor=request.actor)
    return redirect("delivery:webhook", which)


@require_POST
def replay_page(request: AskedRequest, which: UUID) -> HttpResponse:
    """Send a stretch of time once more."""
    subscription(which, actor=request.actor)
    form = ReplayForm(request.POST)
    if form.is_valid():
        try:
            replay(subscription=which, **form.cleaned_data, actor=request.actor)
        except (Conflict, Invalid) as problem:
            refuse(form, problem)
        else:
            return redirect("delivery:webhook", which)
    return _shown(request, which, form, status=Invalid.status)


def _shown(request: AskedRequest, which: UUID, form: forms.Form, status: int = 200) -> HttpResponse:
    line = subscription(which, actor=request.actor)
    sent = dispatches(addressee=which, actor=request.actor) if request.actor.may(READ) else []
    context = {
        "line": line,
        "standing": _(STANDING_NAMES[line.standing]),
        "tone": TONES[line.standing],
        "reason": _(line.reason) if line.reason else "",
        "form": form,
        "sent": [(one, _(STATE_NAMES[one.state])) for one in sent],
    }
    return render(request, "delivery/webhook.html", context, status=status)
