"""Where sources say something else about the same, and deciding which of them counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from knooppunt.ground.access.public import AskedRequest
from knooppunt.ground.figures.actions import choose_source
from knooppunt.ground.figures.forms import ChoiceForm
from knooppunt.ground.figures.pages.offering import grouped
from knooppunt.ground.figures.pages.wording import own, refusal, source_name
from knooppunt.ground.figures.queries.catalogue import READ, KnownIndicator, indicators
from knooppunt.ground.figures.queries.contradictions import MOST, ConflictLine, Saying, conflicts
from knooppunt.ground.geography.public import area_name, areas, is_known, latest_borders
from knooppunt.kit.problems import Invalid, NotFound

DECIDE = "figures.decide"
DAY = timedelta(days=1)
TABS = (("", True), ("decided", False))


@dataclass(frozen=True, slots=True)
class Said:
    """What one source says, its name in words, and the address of the provenance."""

    saying: Saying
    source: str
    address: str
    counts: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A conflict with its names in words, and the address of the form that decides it ("" for who may not)."""

    line: ConflictLine
    name: str
    area: str
    said: tuple[Said, ...]
    address: str


@require_http_methods(["GET", "POST"])
def page(request: AskedRequest) -> HttpResponse:
    """Conflicts without a decision, or (``tab=decided``) with one; ``decide=INDICATOR`` and ``in=AREA`` decide."""
    request.actor.require(READ)
    catalogue = {one.slug: one for one in indicators(actor=request.actor)}
    if request.method == "GET":
        return _shown(request, catalogue, _asked_form(request, catalogue))
    form = ChoiceForm(request.POST)
    request.actor.require(DECIDE, request.POST.get("area") or "NL")
    if form.is_valid():
        try:
            _decide(form.cleaned_data, request)
        except (Invalid, NotFound) as problem:
            form.add_error(problem.place if problem.place in form.fields else None, refusal(problem))
        else:
            return redirect("figures:conflicts")
    _offer(form, catalogue.get(form.data.get("indicator", "")))
    return _shown(request, catalogue, form, status=Invalid.status)


def _decide(asked: dict[str, Any], request: AskedRequest) -> None:
    until = asked.pop("until")
    choose_source(**asked, ends=until + DAY if until else None, actor=request.actor)
    messages.success(request, _("The decision is kept."))


def _asked_form(request: AskedRequest, catalogue: Mapping[str, KnownIndicator]) -> ChoiceForm | None:
    """The form for what one chose to decide about."""
    asked, area = catalogue.get(request.GET.get("decide", "")), request.GET.get("in", "")
    if asked is None or not is_known(area) or not request.actor.may(DECIDE, area):
        return None
    form = ChoiceForm(initial={"indicator": asked.slug, "area": area, "starts": request.GET.get("from", "")})
    _offer(form, asked)
    return form


def _offer(form: ChoiceForm, asked: KnownIndicator | None) -> None:
    if asked is None:
        return
    slugs = [*asked.sources, *(stream.source for stream in asked.streams)]
    names = [(slug, source_name(slug)) for slug in dict.fromkeys(slugs)]
    form.offer([*names, ("", _("none in particular: the usual rule"))])


def _shown(
    request: AskedRequest, catalogue: Mapping[str, KnownIndicator], form: ChoiceForm | None, status: int = 200
) -> HttpResponse:
    tab = "decided" if request.GET.get("tab") == "decided" else ""
    wanted: dict[str, Any] = {name: request.GET.get(name) or None for name in ("indicator", "area")}
    lines = conflicts(open=dict(TABS)[tab], **wanted, actor=request.actor)
    context = {
        "tabs": [("", _("Open")), ("decided", _("Decided"))],
        "tab": tab,
        "conflicts": [_one(line, catalogue, request) for line in lines],
        "beyond": len(lines) == MOST,
        "most": MOST,
        "wanted": wanted,
        "is_narrowed": any(wanted.values()),
        "indicators": grouped(one for one in catalogue.values() if len(one.streams) > 1),
        "areas": [("NL", area_name("NL")), *((one.code, one.name) for one in areas("region", latest_borders()))],
        "form": form,
        "about": _about(form, catalogue),
    }
    return render(request, "figures/conflicts.html", context, status=status)


def _about(form: ChoiceForm | None, catalogue: Mapping[str, KnownIndicator]) -> str:
    slug, area = (str(form[name].value() or "") if form else "" for name in ("indicator", "area"))
    return f"{area_name(area)}: {own(catalogue[slug], 'name')}" if slug in catalogue and is_known(area) else ""


def _one(line: ConflictLine, catalogue: Mapping[str, KnownIndicator], request: AskedRequest) -> Shown:
    chosen = line.decision.source if line.decision else ""
    about = {"decide": line.indicator, "in": line.area, "from": line.starts.isoformat()}
    return Shown(
        line=line,
        name=own(catalogue[line.indicator], "name"),
        area=area_name(line.area),
        said=tuple(
            Said(one, source_name(one.source), _address(line, one), one.source == chosen) for one in line.sayings
        ),
        address=f"?{urlencode(about)}#decide" if request.actor.may(DECIDE, line.area) else "",
    )


def _address(line: ConflictLine, saying: Saying) -> str:
    asked = {"indicator": line.indicator, "area": line.area, "starts": line.starts.isoformat(),
             "source": saying.source, "stratum": line.stratum}  # fmt: skip
    return f"{reverse('figures:provenance')}?{urlencode({name: text for name, text in asked.items() if text})}"
