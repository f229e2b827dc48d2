"""Writing a statement: figures are looked up and added one by one, with the value they have now. No script needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from knooppunt.ground.access.public import TLP, AskedRequest
from knooppunt.ground.figures.public import METHODS, Figure
from knooppunt.ground.geography.public import area_name, areas, is_known, latest_borders
from knooppunt.ground.interpretation.actions import rewrite_statement, write_statement
from knooppunt.ground.interpretation.forms import FigureForm, RewriteForm, WriteForm, refuse
from knooppunt.ground.interpretation.pages.statements import sections_of
from knooppunt.ground.interpretation.pages.wording import Names, method_name, name_of, names, section_name
from knooppunt.ground.interpretation.queries import FigureAsked, StatementLine, figures_now, statement
from knooppunt.ground.interpretation.rules import Kind, require_section
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import today
from knooppunt.kit.problems import Conflict, Invalid, NotAllowed, NotFound, Problem, phrase

FINDER = ("indicator", "method", "area", "on")
"""The fields in which a figure is looked up."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A figure that was added, in words; ``key`` brings it back with the form."""

    key: str
    name: str
    area: str
    method: str
    on: date
    figure: Figure


@require_http_methods(["GET", "POST"])
def write(request: AskedRequest) -> HttpResponse:
    """A new statement."""
    own = sections_of(request.actor)
    if not own:
        raise NotAllowed(phrase("There is nothing here."))
    choices = [(one, section_name(one)) for one in own]
    if request.method == "GET":
        form = WriteForm(sections=choices, initial={"valid_from": today(), "section": own[0]})
        return _written(request, form, [], None)
    asked, form = _asked(request), WriteForm(request.POST, sections=choices)
    if _is_choosing(request):
        return _choosing(request, WriteForm(sections=choices, initial=request.POST.dict()), asked, None)
    if form.is_valid():
        told = form.cleaned_data | {"marking": TLP(form.cleaned_data["marking"])}
        try:
            made = write_statement(**told, figures=asked, actor=request.actor)
        except (Invalid, NotFound) as problem:
            refuse(form, problem)
        else:
            messages.success(request, _("The statement is kept."))
            return redirect("interpretation:statement", made)
    return _written(request, form, asked, None, status=Invalid.status)


@require_http_methods(["GET", "POST"])
def rewrite(request: AskedRequest, which: UUID) -> HttpResponse:
    """A statement said otherwise."""
    line = statement(which, actor=request.actor)
    require_section(request.actor, line.section)
    if not all(one.readable for one in line.grounds):
        raise NotAllowed(phrase("There is nothing here."))  # whoever does not see a figure cannot speak on it
    if line.kind == Kind.WITHDRAWN:
        return redirect("interpretation:statement", which)
    if request.method == "GET":
        return _written(request, RewriteForm(initial=_as_it_is(line)), _of(line), line)
    asked, form = _asked(request), RewriteForm(request.POST)
    if _is_choosing(request):
        return _choosing(request, RewriteForm(initial=request.POST.dict()), asked, line)
    status = Invalid.status
    if form.is_valid():
        try:
            rewrite_statement(statement=which, figures=asked, **form.cleaned_data, actor=request.actor)
        except (Conflict, Invalid, NotFound) as problem:
            refuse(form, problem)
            status = problem.status
        else:
            messages.success(request, _("The statement is kept."))
            return redirect("interpretation:statement", which)
    return _written(request, form, asked, line, status=status)


def _as_it_is(line: StatementLine) -> dict[str, object]:
    return {name: getattr(line, name) for name in ("text", "confidence", "likelihood", "valid_from")} | {
        "seen_version": line.number
    }


def _of(line: StatementLine) -> list[FigureAsked]:
    return [
        FigureAsked(one.indicator, one.area, one.starts, one.method, one.source, one.stratum) for one in line.grounds
    ]


def _is_choosing(request: AskedRequest) -> bool:
    return "add" in request.POST or "drop" in request.POST


def _choosing(
    request: AskedRequest, form: forms.Form, asked: list[FigureAsked], line: StatementLine | None
) -> HttpResponse:
    """The form again with a figure more or less; what was typed stays."""
    dropped = request.POST.get("drop", "")
    if dropped:
        return _written(request, form, [one for one in asked if _key(one) != dropped], line)
    finder = _finder(request.POST, names(request.actor))
    try:
        added = _to_add(finder)
        (found,) = figures_now([added], actor=request.actor)
    except Problem as problem:
        refuse(finder, problem)
        return _written(request, form, asked, line, finder=finder, status=Invalid.status)
    fixed = FigureAsked(added.indicator, added.area, added.on, added.method, found.source)
    return _written(request, form, list(dict.fromkeys([*asked, fixed])), line)


def _to_add(finder: FigureForm) -> FigureAsked:
    if not finder.is_valid():
        raise Invalid(phrase("Choose an indicator, an area and a day."), place="indicator")
    wanted = finder.cleaned_data
    if not wanted["indicator"] or not is_known(wanted["area"]) or wanted["on"] is None:
        raise Invalid(phrase("Choose an indicator, an area and a day."), place="indicator")
    return FigureAsked(wanted["indicator"], wanted["area"], wanted["on"], wanted["method"] or "value")


def _key(one: FigureAsked) -> str:
    return "|".join((one.indicator, one.area, one.on.isoformat(), one.method, one.source, one.stratum))


def _asked(request: AskedRequest) -> list[FigureAsked]:
    """The figures that were added before; what is no figure came from no form of ours."""
    found = []
    for key in request.POST.getlist("figure"):
        parts = key.split("|")
        try:
            indicator, area, on, method, source, stratum = parts
            found.append(FigureAsked(indicator, area, date.fromisoformat(on), method, source, stratum))
        except ValueError as wrong:
            raise Invalid(phrase("{text} is not a figure."), place="figure", text=key) from wrong
    return found


def _finder(told: Mapping[str, str] | None, known: Names, begun: Mapping[str, str] | None = None) -> FigureForm:
    form = FigureForm(told) if told else FigureForm(initial={"area": "NL", "on": today(), **(begun or {})})
    form.offer(
        indicator=[("", ""), *((one.slug, name_of(one)) for one in known.values() if one.sources)],
        method=[(name, method_name(name)) for name in METHODS],
        area=[("NL", area_name("NL")), *((one.code, one.name) for one in areas("region", latest_borders()))],
    )
    return form


def _chosen(asked: Sequence[FigureAsked], known: Names, actor: Actor) -> list[Chosen]:
    """The added figures in words, with their values now; those the reader may not see are not among them."""
    seen = [one for one in asked if one.indicator in known and is_known(one.area)]
    return [
        Chosen(_key(one), name_of(known[one.indicator]), area_name(one.area), method_name(one.method), one.on, found)
        for one, found in zip(seen, figures_now(seen, actor=actor), strict=True)
    ]


def _written(
    request: AskedRequest,
    form: forms.Form,
    asked: Sequence[FigureAsked],
    line: StatementLine | None,
    *,
    finder: FigureForm | None = None,
    status: int = 200,
) -> HttpResponse:
    known = names(request.actor)
    begun = {} if _is_choosing(request) else {name: request.POST[name] for name in FINDER if name in request.POST}
    context = {
        "form": form,
        "finder": finder or _finder(None, known, begun),
        "chosen": _chosen(asked, known, request.actor),
        "line": line,
        "section": section_name(line.section) if line else "",
    }
    return render(request, "interpretation/write.html", context, status=status)
