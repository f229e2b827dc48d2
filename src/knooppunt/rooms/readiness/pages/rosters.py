"""Rosters: the list, one of them by day, and who can be put on a shift."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from knooppunt.ground.access.public import AskedRequest
from knooppunt.ground.files.public import Table, asked_format, download
from knooppunt.ground.network.public import organisations
from knooppunt.kit.problems import Invalid, Problem
from knooppunt.rooms.readiness import public as readiness
from knooppunt.rooms.readiness.forms.rosters import RosterForm, refuse
from knooppunt.rooms.readiness.pages.grid import stretch_of, stretches, table
from knooppunt.rooms.readiness.pages.swaps import swap_rows
from knooppunt.rooms.readiness.pages.wording import role_name
from knooppunt.rooms.readiness.rules.permissions import OVERSEE, ROSTER

COLUMNS = ("roster", "shift", "role", "person", "starts", "ends", "fixed")
MOST_GAPS = 20


@require_GET
def rosters(request: AskedRequest) -> HttpResponse:
    """The rosters one sees, and what is not filled yet in them."""
    found = readiness.gaps(actor=request.actor)
    context = {
        "rosters": readiness.rosters(actor=request.actor),
        "gaps": [(one, role_name(one.need.role)) for one in found[:MOST_GAPS]],
        "more": max(len(found) - MOST_GAPS, 0),
        "manages": request.actor.may(ROSTER),
        "asked": readiness.leave_waiting(actor=request.actor) if request.actor.may(ROSTER) else 0,
    }
    return render(request, "readiness/rosters.html", context)


@require_http_methods(["GET", "POST"])
def new_roster(request: AskedRequest) -> HttpResponse:
    """Begin a roster."""
    request.actor.require(ROSTER)
    actor = request.actor
    places = [one for one in organisations(actor=actor) if actor.may(OVERSEE) or str(one.pk) == actor.organisation]
    form = RosterForm([(str(one.pk), one.name) for one in places], request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            made = readiness.make_roster(
                name=told["name"],
                organisation=UUID(told["organisation"]),
                starts=told["starts"],
                ends=told["ends"],
                kinds=form.kinds(),
                actor=actor,
            )
            return redirect("readiness:roster", made)
        except Problem as problem:
            refuse(form, problem)
    return render(request, "readiness/roster_form.html", {"form": form}, status=Invalid.status if form.errors else 200)


@require_GET
def roster(request: AskedRequest, roster: UUID) -> HttpResponseBase:
    """One roster as a table of days and shifts (``?from=2026-12-24``: the four weeks of that day); also as a file."""
    actor = request.actor
    line = readiness.one_roster(roster, actor=actor)
    found = readiness.duties(roster, actor=actor)
    kind = asked_format(request)
    if kind:
        rows = [(line.name, one.shift, one.role, one.name, one.starts, one.ends, int(one.fixed)) for one in found]
        return download(Table("rooster", line.name, COLUMNS, rows), kind)
    short = readiness.gaps(roster=roster, actor=actor)
    kinds, shown = readiness.shift_kinds(roster, actor=actor), stretch_of(line, request.GET.get("from", ""))
    columns, days = table(kinds, found, short, shown)
    times = {one.name: one for one in kinds}
    context = {
        "line": line,
        "columns": [(name or _("outside the shifts"), times.get(name)) for name in columns],
        "days": days,
        "shown": shown,
        "stretches": stretches(line),
        "short": len(short),
        "totals": readiness.totals(roster, actor=actor),
        "swaps": swap_rows(readiness.roster_swaps(roster, actor=actor)) if actor.may(ROSTER) else [],
        "manages": actor.may(ROSTER),
    }
    return render(request, "readiness/roster.html", context)
