"""One's own duties, swaps, leave and secret calendar."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from knooppunt.ground.access.public import OWN_ACCOUNT, AskedRequest
from knooppunt.kit.clock import now
from knooppunt.kit.problems import Invalid, Problem
from knooppunt.rooms.readiness import public as readiness
from knooppunt.rooms.readiness.exchange.ical import MEDIA_TYPE, icalendar
from knooppunt.rooms.readiness.forms.rosters import LeaveForm, refuse
from knooppunt.rooms.readiness.pages.swaps import swap_rows
from knooppunt.rooms.readiness.pages.wording import role_name

BACK = timedelta(weeks=4)


@require_http_methods(["GET", "POST"])
def mine(request: AskedRequest) -> HttpResponse:
    """One's own duties; a post asks for leave."""
    request.actor.require(OWN_ACCOUNT)
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            readiness.ask_leave(**form.cleaned_data, actor=request.actor)
            messages.success(request, _("Your leave is asked for."))
            return redirect("readiness:mine")
        except Problem as problem:
            refuse(form, problem)
    return _mine(request, form)


@require_POST
@never_cache
def renew(request: AskedRequest) -> HttpResponse:
    """Make a new secret address, which is shown this once."""
    secret = readiness.renew_duty_address(actor=request.actor)
    return _mine(request, LeaveForm(), request.build_absolute_uri(reverse("duty_calendar:duty_ical", args=[secret])))


@require_POST
def revoke(request: AskedRequest) -> HttpResponse:
    """Let the address of one's duties let nobody in any more."""
    readiness.revoke_duty_address(actor=request.actor)
    messages.success(request, _("The address lets nobody in any more."))
    return redirect("readiness:mine")


def _mine(request: AskedRequest, form: LeaveForm, address: str = "") -> HttpResponse:
    found = readiness.own_swaps(actor=request.actor)
    moment = now()
    context = {
        "incoming": swap_rows(found.incoming),
        "outgoing": swap_rows(found.outgoing),
        "declined": swap_rows(found.declined),
        "leave": readiness.own_leave(actor=request.actor),
        "duties": [(one, role_name(one.role), one.starts > moment) for one in readiness.my_duties(actor=request.actor)],
        "form": form,
        "address": address,
        "has_address": readiness.has_address(actor=request.actor),
    }
    return render(request, "readiness/mine.html", context, status=Invalid.status if form.errors else 200)


@require_safe
def ical(request: AskedRequest, secret: str) -> HttpResponseBase:
    """The duties of whoever the secret belongs to. Nobody signs in here."""
    owner = readiness.owner_of_duties(secret, actor=request.actor)
    site = request.build_absolute_uri("/").rstrip("/")
    body = icalendar(readiness.my_duties(since=now() - BACK, actor=owner), "nl", site)
    response = HttpResponse(body, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = 'inline; filename="diensten.ics"'
    response["Referrer-Policy"], response["Cache-Control"] = "no-referrer", "private, no-cache"
    tag = f'"{hashlib.sha256(body).hexdigest()}"'
    response["ETag"] = tag
    answer = get_conditional_response(request, etag=tag, response=response)
    assert answer is not None
    return answer
