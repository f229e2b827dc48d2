"""Who was lent to whom: the hours by month, and lending someone."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from knooppunt.ground.access.public import AskedRequest
from knooppunt.ground.files.public import Table, asked_format, download
from knooppunt.ground.network.public import organisations, people
from knooppunt.kit.clock import today
from knooppunt.kit.problems import Conflict, Invalid, NotFound, phrase
from knooppunt.rooms.readiness import public as readiness
from knooppunt.rooms.readiness.forms.rosters import LendForm, refuse
from knooppunt.rooms.readiness.rules.days import EARLIEST, LATEST, check_day
from knooppunt.rooms.readiness.rules.permissions import OVERSEE, ROSTER

COLUMNS = ("person", "lender", "borrower", "from", "until", "duties", "hours")


@require_http_methods(["GET", "POST"])
def loans(request: AskedRequest) -> HttpResponseBase:
    """The hours of who was lent, by month (``?month=2026-12``), also as a file; a post lends someone."""
    first, following = _month(request.GET.get("month", f"{today():%Y-%m}"))
    found = readiness.settlement(starts=first, ends=following, actor=request.actor)
    kind = asked_format(request)
    if kind:
        rows = [(one.name, one.lender, one.borrower, one.starts, one.ends, one.duties, one.hours) for one in found]
        return download(Table("uitleen", _("Hours of loans"), COLUMNS, rows, [("month", f"{first:%Y-%m}")]), kind)
    if request.method == "POST":
        request.actor.require(ROSTER)
    form = _form(request) if request.actor.may(ROSTER) else None
    if form is not None and form.is_valid() and _lent(request, form):
        return redirect("readiness:loans")
    context = {
        "loans": found,
        "month": first,
        "before": first - timedelta(days=1) if first > EARLIEST else None,
        "after": following if following <= LATEST else None,
        "form": form,
    }
    wrong = form is not None and form.errors
    return render(request, "readiness/loans.html", context, status=Invalid.status if wrong else 200)


def _month(asked: str) -> tuple[date, date]:
    """The first day of a month, and that of the next; :class:`Invalid` for one outside the days that are taken in."""
    try:
        first = date.fromisoformat(f"{asked}-01")
    except ValueError as wrong:
        raise Invalid(phrase("{month} is not a month like 2026-12."), place="month", month=asked) from wrong
    check_day(first, "month")
    return first, (first + timedelta(days=31)).replace(day=1)


def _form(request: AskedRequest) -> LendForm:
    actor = request.actor
    places = [(str(one.pk), one.name) for one in organisations(actor=actor)]
    own = [one for one in places if actor.may(OVERSEE) or one[0] == actor.organisation]
    names = [(str(one.pk), one.name) for one in people(actor=actor)]
    return LendForm(names, own, places, request.POST or None, initial={"lender": actor.organisation})


def _lent(request: AskedRequest, form: LendForm) -> bool:
    given = form.cleaned_data
    people_and_places = {name: UUID(given[name]) for name in ("person", "lender", "borrower")}
    try:
        readiness.lend(**people_and_places, starts=given["starts"], ends=given["ends"], actor=request.actor)
    except (Conflict, Invalid, NotFound) as problem:
        refuse(form, problem)
        return False
    messages.success(request, _("Lent. From now on this person can be put on rosters of the other organisation."))
    return True
