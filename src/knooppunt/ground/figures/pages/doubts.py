"""What is doubtful: figures that are hard to believe, and totals that do not add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from knooppunt.ground.access.public import AskedRequest
from knooppunt.ground.figures.actions import answer_flag
from knooppunt.ground.figures.forms import AnswerForm
from knooppunt.ground.figures.pages.listed import EVERYTHING, FLAGS, GAPS, flag_rows, gap_rows
from knooppunt.ground.figures.pages.offering import grouped
from knooppunt.ground.figures.pages.picking import picked
from knooppunt.ground.figures.pages.wording import own, refusal, sentence, source_name
from knooppunt.ground.figures.queries.catalogue import READ, KnownIndicator, indicators
from knooppunt.ground.figures.queries.listed import FlagLine, GapLine
from knooppunt.ground.figures.queries.listing import flags, gaps
from knooppunt.ground.figures.queries.tallies import flag_counts
from knooppunt.ground.files.public import Table, asked_format, download
from knooppunt.ground.geography.public import area_name, areas, is_known, latest_borders
from knooppunt.kit.problems import Conflict, Invalid

REVIEW = "figures.review"
ON_A_PAGE = 50
MOST = 2000


@dataclass(frozen=True, slots=True)
class Doubt:
    """A flag or a gap with its names in words and the address of the figure's provenance."""

    line: Any
    name: str
    area: str
    source: str
    reason: str
    address: str
    chosen: bool = False


@require_http_methods(["GET", "POST"])
def flags_page(request: AskedRequest) -> HttpResponseBase:
    """Flags without an answer, or (``tab=answered``) those that have one; a note answers those that are chosen."""
    request.actor.require(READ)
    if request.method == "GET":
        return _flags(request, AnswerForm())
    request.actor.require(REVIEW)
    form, chosen = AnswerForm(request.POST), picked(request, "flag")
    if not chosen:
        form.add_error(None, _("Choose first what you are answering."))
    if form.is_valid():
        try:
            _answer(request, sorted(chosen), form.cleaned_data["note"])
        except (Conflict, Invalid) as problem:
            form.add_error(None, refusal(problem))
        else:
            return redirect(f"{request.path}?{request.GET.urlencode()}")
    return _flags(request, form, chosen, status=Invalid.status)


def _answer(request: AskedRequest, chosen: list[UUID], note: str) -> None:
    with transaction.atomic():  # one note for all of them, or for none
        for flag in chosen:
            answer_flag(flag=flag, note=note, actor=request.actor)
    told = ngettext("%(n)s answer is kept.", "%(n)s answers are kept.", len(chosen)) % {"n": len(chosen)}
    messages.success(request, told)


def _flags(
    request: AskedRequest, form: AnswerForm, chosen: frozenset[UUID] = frozenset(), status: int = 200
) -> HttpResponseBase:
    actor, answered = request.actor, request.GET.get("tab") == "answered"
    counts = flag_counts(actor=actor)
    kind = asked_format(request)
    lines = flags(answered_only=answered, **_wanted(request), limit=EVERYTHING if kind else MOST, actor=actor)
    if kind:
        return download(Table("flags", _("Hard to believe"), FLAGS, flag_rows(lines)), kind)
    context = {
        **_paged(request, lines, chosen),
        "tabs": [("", _("Open"), counts["open"]), ("answered", _("Answered"), counts["answered"])],
        "tab": "answered" if answered else "",
        "form": form if actor.may(REVIEW) and not answered else None,
    }
    return render(request, "figures/flags.html", context, status=status)


@require_GET
def gaps_page(request: AskedRequest) -> HttpResponseBase:
    """Where a total that was delivered differs from the sum of its parts, now."""
    request.actor.require(READ)
    kind = asked_format(request)
    lines = gaps(**_wanted(request), limit=EVERYTHING if kind else MOST, actor=request.actor)
    if kind:
        return download(Table("gaps", _("Does not add up"), GAPS, gap_rows(lines)), kind)
    return render(request, "figures/gaps.html", _paged(request, lines, frozenset()))


def _wanted(request: AskedRequest) -> dict[str, Any]:
    """What the list is narrowed down to; nothing chosen is everything."""
    return {name: request.GET.get(name) or None for name in ("indicator", "area", "source")}


def _paged(request: AskedRequest, lines: Sequence[FlagLine | GapLine], chosen: frozenset[UUID]) -> dict[str, Any]:
    catalogue = {one.slug: one for one in indicators(actor=request.actor)}
    paged = Paginator(lines, ON_A_PAGE).get_page(request.GET.get("page"))
    wanted = _wanted(request)
    area = wanted["area"]
    return {
        "page": paged,
        "doubts": [_doubt(line, catalogue, chosen) for line in paged],
        "beyond": len(lines) == MOST,
        "most": MOST,
        "wanted": wanted,
        "is_narrowed": any(wanted.values()),
        "indicators": grouped(one for one in catalogue.values() if one.streams),
        "sources": sorted((slug, source_name(slug)) for slug in _sources(catalogue)),
        "areas": [("NL", area_name("NL")), *((one.code, one.name) for one in areas("region", latest_borders()))],
        "other_area": area_name(area) if area and is_known(area) and not area.startswith(("NL", "VR")) else "",
    }


def _sources(catalogue: Mapping[str, KnownIndicator]) -> set[str]:
    return {stream.source for one in catalogue.values() for stream in one.streams}


def _doubt(line: FlagLine | GapLine, catalogue: Mapping[str, KnownIndicator], chosen: frozenset[UUID]) -> Doubt:
    asked = {
        "indicator": line.indicator,
        "area": line.area,
        "starts": line.starts.isoformat(),
        "source": line.source,
        "stratum": line.stratum,
    }
    return Doubt(
        line=line,
        name=own(catalogue[line.indicator], "name"),
        area=area_name(line.area),
        source=source_name(line.source),
        reason=sentence(line.reason, line.values) if isinstance(line, FlagLine) else "",
        address=f"{reverse('figures:provenance')}?{urlencode({k: v for k, v in asked.items() if v})}",
        chosen=isinstance(line, FlagLine) and line.id in chosen,
    )
