"""The product calendar: what is due in the coming weeks, the rhythms behind it, and one's own secret feed."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from knooppunt.ground.access.public import AskedRequest
from knooppunt.kit.clock import NETHERLANDS
from knooppunt.kit.problems import Problem
from knooppunt.rooms.picture import public as picture
from knooppunt.rooms.picture.exchange.ical import MEDIA_TYPE, icalendar
from knooppunt.rooms.picture.forms import RhythmForm
from knooppunt.rooms.picture.pages.conditional import OWN, conditional

COMPILE = "picture.compile"
TONES = {
    picture.Progress.DUE: "plain",
    picture.Progress.DRAFTED: "info",
    picture.Progress.APPROVAL: "info",
    picture.Progress.PUBLISHED: "good",
    picture.Progress.OVERDUE: "bad",
    picture.Progress.UNSEEN: "plain",
}


@require_GET
def calendar(request: AskedRequest) -> HttpResponse:
    """The weeks around today. ``?product=`` opens the form with the rhythm of that product."""
    return _calendar(request, None)


@require_POST
def rhythm(request: AskedRequest) -> HttpResponse:
    """Say when a product is due, or change it."""
    request.actor.require(COMPILE)
    form = RhythmForm(_products(request), request.POST)
    if not form.is_valid():
        return _calendar(request, form, status=400)
    try:
        picture.keep_rhythm(
            product=form.cleaned_data["product"],
            commission=form.cleaned_data["commission"],
            beats=form.beats(),
            actor=request.actor,
        )
    except Problem as problem:
        form.add_error(None, problem.sentence(_(problem.template)))
        return _calendar(request, form, status=problem.status)
    messages.success(request, _("The rhythm is kept."))
    return redirect("picture:calendar")


@require_POST
def end_rhythm(request: AskedRequest, rhythm: UUID) -> HttpResponse:
    """From now on nothing is due by it."""
    picture.end_rhythm(rhythm=rhythm, actor=request.actor)
    messages.success(request, _("Nothing is due by this rhythm any more."))
    return redirect("picture:calendar")


@require_POST
@never_cache
def renew(request: AskedRequest) -> HttpResponse:
    """Make a new secret address, which is shown this once."""
    secret = picture.renew_calendar_address(actor=request.actor)
    address = request.build_absolute_uri(reverse("picture:ical", args=[secret]))
    return _calendar(request, None, address=address)


@require_POST
def revoke(request: AskedRequest) -> HttpResponse:
    """Let the secret address let nobody in any more."""
    picture.revoke_calendar_address(actor=request.actor)
    messages.success(request, _("The address of your calendar no longer works."))
    return redirect("picture:calendar")


@require_safe
def ical(request: AskedRequest, secret: str) -> HttpResponseBase:
    """The calendar of whoever the secret belongs to, with what they may see now. Nobody signs in here."""
    reader = picture.reader_of_calendar(secret, actor=request.actor)
    site = request.build_absolute_uri("/").rstrip("/")
    body = icalendar(picture.calendar(actor=reader), "nl", site)
    response = HttpResponse(body, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = 'inline; filename="knooppunt.ics"'
    response["Referrer-Policy"] = "no-referrer"
    return conditional(request, response, OWN)


def _calendar(request: AskedRequest, form: RhythmForm | None, status: int = 200, address: str = "") -> HttpResponse:
    actor = request.actor
    lines = picture.calendar(actor=actor)
    may_compile = actor.may_anywhere(COMPILE)
    kept = picture.rhythms(actor=actor)
    context: dict[str, Any] = {
        "weeks": [
            (monday, list(some)) for monday, some in groupby(map(_drawn, lines), key=lambda each: each["monday"])
        ],
        "rhythms": kept,
        "form": (form or _form(request, kept)) if may_compile else None,
        "may_compile": may_compile,
        "own": picture.own_address(actor=actor),
        "address": address,
    }
    return render(request, "picture/calendar.html", context, status=status)


def _drawn(line: picture.DueLine) -> dict[str, Any]:
    day: date = line.at.astimezone(NETHERLANDS).date()
    return {
        "line": line,
        "monday": date.fromordinal(day.toordinal() - day.weekday()),
        "tone": TONES[line.stand.progress],
        "words": _(picture.PROGRESS_NAMES[line.stand.progress]),
    }


def _products(request: AskedRequest) -> list[tuple[str, str]]:
    return [(one.slug, one.title[request.LANGUAGE_CODE]) for one in picture.products(actor=request.actor)]


def _form(request: AskedRequest, kept: list[picture.RhythmLine]) -> RhythmForm:
    asked = request.GET.get("product", "")
    found = next((one for one in kept if one.product == asked), None)
    initial = {"product": asked, "commission": found.commission if found else ""}
    return RhythmForm(_products(request), initial=initial | RhythmForm.told(found.beats if found else {}))
