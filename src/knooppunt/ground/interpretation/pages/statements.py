"""The list of statements, one statement, and what is decided about it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from knooppunt.ground.access.public import AskedRequest
from knooppunt.ground.interpretation.actions import confirm_statement, withdraw_statement
from knooppunt.ground.interpretation.forms import NoteForm, refuse
from knooppunt.ground.interpretation.pages.wording import names, section_name, shown
from knooppunt.ground.interpretation.queries import READ, StatementLine, statement, statements, versions
from knooppunt.ground.interpretation.rules import OVERSEE, WRITE, Kind
from knooppunt.ground.network.public import Section
from knooppunt.kit.authority import Actor
from knooppunt.kit.problems import Conflict, Invalid


def sections_of(actor: Actor) -> list[str]:
    """The sections for which the actor may write."""
    if not actor.may(WRITE):
        return []
    return [section.value for section in Section if section.value in actor.sections or actor.may(OVERSEE)]


@require_GET
def index(request: AskedRequest) -> HttpResponse:
    """What sections say, by section; stale ones first. ``section`` and ``stale`` narrow it down."""
    request.actor.require(READ)
    section = request.GET.get("section") if request.GET.get("section") in set(Section) else None
    stale = True if request.GET.get("stale") == "1" else None
    found, known = statements(section=section, stale=stale, actor=request.actor), names(request.actor)
    groups = [
        (section_name(one), [shown(line, known) for line in found if line.section == one])
        for one in [each.value for each in Section]
        if any(line.section == one for line in found)
    ]
    context = {
        "groups": groups,
        "section": section or "",
        "stale": bool(stale),
        "sections": [(one.value, section_name(one.value)) for one in Section],
        "may_write": bool(sections_of(request.actor)),
    }
    return render(request, "interpretation/index.html", context)


@require_GET
def page(request: AskedRequest, which: UUID) -> HttpResponse:
    """One statement with its figures then and now, and all its versions."""
    return _page(request, statement(which, actor=request.actor))


@require_POST
def confirm(request: AskedRequest, which: UUID) -> HttpResponse:
    """It still holds on the figures as they are now."""
    return _decided(request, which, "confirm_form", confirm_statement, _("The statement is confirmed."))


@require_POST
def withdraw(request: AskedRequest, which: UUID) -> HttpResponse:
    """It is said no longer."""
    return _decided(request, which, "withdraw_form", withdraw_statement, _("The statement is withdrawn."))


def _decided(request: AskedRequest, which: UUID, name: str, verb: Callable[..., int], told: str) -> HttpResponse:
    line = statement(which, actor=request.actor)
    form = NoteForm(request.POST, auto_id=f"{name}_%s")
    if form.is_valid():
        try:
            verb(statement=which, **form.cleaned_data, actor=request.actor)
        except (Conflict, Invalid) as problem:
            refuse(form, problem)
            return _page(request, line, {name: form}, status=problem.status)
        messages.success(request, told)
        return redirect("interpretation:statement", which)
    request.actor.require(WRITE)
    return _page(request, line, {name: form}, status=Invalid.status)


def _page(
    request: AskedRequest, line: StatementLine, filled: dict[str, forms.Form] | None = None, status: int = 200
) -> HttpResponse:
    known = names(request.actor)
    may = line.section in sections_of(request.actor) and line.kind != Kind.WITHDRAWN
    blank = {
        name: NoteForm(initial={"seen_version": line.number}, auto_id=f"{name}_%s")
        for name in ("confirm_form", "withdraw_form")
    }
    context = {
        "one": shown(line, known),
        "withdrawn": line.kind == Kind.WITHDRAWN,
        "versions": [shown(each, known) for each in versions(line.id, actor=request.actor)],
        **(blank if may else {}),
        **(filled or {}),
    }
    return render(request, "interpretation/statement.html", context, status=status)
