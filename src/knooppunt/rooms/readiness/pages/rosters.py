"""Rosters: the list, one of them by day, and who can be put on a shift."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from knooppunt.ground.access.public import AskedRequest
from knooppunt.ground.files.public import Table, asked_format, download
from knooppunt.ground.network.public import ROLE_NAMES, Role, organisations, people
from knooppunt.kit.problems import Invalid, Problem
from knooppunt.rooms.readiness import public as readiness
from knooppunt.rooms.readiness.forms.rosters import AssignForm, QualifyForm, RosterForm, refuse
from knooppunt.rooms.readiness.rules.rosters import RULE_NAMES

ROSTER, OVERSEE = "readiness.roster", "readiness.oversee"
COLUMNS = ("roster", "shift", "role", "person", "starts", "ends", "fixed")
MOST_GAPS = 50


@require_GET
def rosters(request: AskedRequest) -> HttpResponse:
    """The rosters one sees, and what is not filled yet in them."""
    found = readiness.gaps(actor=request.actor)
    context = {
        "rosters": readiness.rosters(actor=request.actor),
        "gaps": [(one, role_name(one.need.role)) for one in found[:MOST_GAPS]],
        "more": max(len(found) - MOST_GAPS, 0),
        "manages": request.actor.may(ROSTER),
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
    """One roster by day and shift; also as a file."""
    line = readiness.one_roster(roster, actor=request.actor)
    found = readiness.duties(roster, actor=request.actor)
    kind = asked_format(request)
    if kind:
        rows = [(line.name, one.shift, one.role, one.name, one.starts, one.ends, int(one.fixed)) for one in found]
        return download(Table("rooster", line.name, COLUMNS, rows), kind)
    short = readiness.gaps(roster=roster, actor=request.actor)
    context = {
        "line": line,
        "days": _by_day(found, short),
        "short": len(short),
        "manages": request.actor.may(ROSTER),
        "qualify": QualifyForm(_people(request)) if request.actor.may(ROSTER) else None,
    }
    return render(request, "readiness/roster.html", context)


def _by_day(found: list[readiness.DutyLine], short: list[readiness.Gap]) -> list[dict[str, Any]]:
    """The days, each with its shifts, each with who works in which role and what is missing."""
    rows = [
        (one.starts, one.ends, one.shift, {"duty": one, "role": role_name(one.role), "missing": 0}) for one in found
    ] + [
        (gap.need.shift.starts, gap.need.shift.ends, gap.need.shift.key,
         {"duty": None, "role": role_name(gap.need.role), "key": gap.need.role, "missing": gap.need.short})
        for gap in short
    ]  # fmt: skip
    rows.sort(key=lambda row: (*row[:3], row[3]["role"]))
    shifts = [
        {"starts": starts, "ends": ends, "key": key, "name": key[11:], "cells": [row[3] for row in some]}
        for (starts, ends, key), some in groupby(rows, key=lambda row: row[:3])
    ]
    return [{"day": day, "shifts": list(some)} for day, some in groupby(shifts, key=lambda one: one["key"][:10])]


@require_POST
def qualify(request: AskedRequest, roster: UUID) -> HttpResponse:
    """Let someone be put on rosters in a role."""
    request.actor.require(ROSTER)
    form = QualifyForm(_people(request), request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            readiness.qualify(
                person=UUID(told["person"]), role=told["role"], starts=told["starts"], actor=request.actor
            )
            messages.success(request, _("This person can be put on rosters in this role."))
        except Problem as problem:
            messages.error(request, problem.sentence(_(problem.template)))
    return redirect("readiness:roster", readiness.one_roster(roster, actor=request.actor).id)


@require_http_methods(["GET", "POST"])
def shift(request: AskedRequest, roster: UUID) -> HttpResponse:
    """Who can be put on a shift (``?shift=&role=``), with what is against each; and putting one on."""
    request.actor.require(ROSTER)
    line = readiness.one_roster(roster, actor=request.actor)
    key, role = request.GET.get("shift", ""), request.GET.get("role", "")
    found = readiness.candidates(roster, shift=key, role=role, actor=request.actor)
    form = AssignForm([(str(one.person), one.name) for one in found], request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            readiness.assign(
                roster=roster,
                person=UUID(told["person"]),
                role=role,
                shift=key,
                overrule=told["overrule"],
                actor=request.actor,
            )
            return redirect("readiness:roster", roster)
        except Problem as problem:
            refuse(form, problem)
    shown = [(one, [_(RULE_NAMES[rule]) for rule in one.broken]) for one in found]
    context = {"line": line, "key": key, "role": role_name(role), "candidates": shown, "form": form}
    return render(request, "readiness/shift.html", context, status=Invalid.status if form.errors else 200)


@require_POST
def cancel(request: AskedRequest, duty: UUID) -> HttpResponse:
    """Cancel a duty, with the reason."""
    readiness.cancel_duty(duty=duty, reason=request.POST.get("reason", ""), actor=request.actor)
    messages.success(request, _("The duty is cancelled."))
    return redirect("readiness:rosters")


def role_name(role: str) -> str:
    """The role as people call it."""
    return _(ROLE_NAMES[Role(role)])


def _people(request: AskedRequest) -> list[tuple[str, str]]:
    return [(str(one.pk), one.name) for one in people(actor=request.actor)]
