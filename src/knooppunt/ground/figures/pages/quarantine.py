"""Quarantine: the rows that wait, and deciding on them by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from knooppunt.ground.access.public import AskedRequest
from knooppunt.ground.figures.actions import discard_quarantined, release_quarantined
from knooppunt.ground.figures.forms import RowsForm
from knooppunt.ground.figures.pages.deliveries import rows_of
from knooppunt.ground.figures.pages.listed import EVERYTHING, QUARANTINED, quarantined_rows
from knooppunt.ground.figures.pages.picking import picked
from knooppunt.ground.figures.pages.wording import refusal
from knooppunt.ground.figures.queries.catalogue import READ
from knooppunt.ground.figures.queries.listed import QuarantinedLine
from knooppunt.ground.figures.queries.listing import delivery, quarantined
from knooppunt.ground.figures.queries.tallies import quarantine_counts
from knooppunt.ground.files.public import Table, asked_format, download
from knooppunt.kit.problems import Conflict, Invalid, NotFound, phrase

REVIEW = "figures.review"
MOST = 5000
ON_A_PAGE = 100
STATES = ("held", "released", "discarded")


@require_http_methods(["GET", "POST"])
def page(request: AskedRequest) -> HttpResponseBase:
    """Rows by what became of them (``state``), of all files or of one (``delivery``)."""
    request.actor.require(READ)
    which = _which(request)
    if request.method == "GET":
        return _shown(request, which, RowsForm())
    request.actor.require(REVIEW)
    form = RowsForm(request.POST)
    chosen = picked(request, "row")
    if form.is_valid():
        try:
            _decide(request, chosen, form.cleaned_data, which)
        except (Conflict, Invalid) as problem:
            form.add_error(None, refusal(problem))
        else:
            return redirect(f"{request.path}?{request.GET.urlencode()}")
    return _shown(request, which, form, chosen, status=Invalid.status)


def _which(request: AskedRequest) -> UUID | None:
    written = request.GET.get("delivery", "")
    try:
        return UUID(written) if written else None
    except ValueError:
        raise NotFound(phrase("There is nothing here.")) from None


def _decide(request: AskedRequest, chosen: frozenset[UUID], wanted: dict[str, Any], which: UUID | None) -> None:
    actor, note = request.actor, wanted["note"]
    if not chosen:
        raise Invalid(phrase("Choose the rows first."))
    if request.POST.get("decision") == "discard":
        count = discard_quarantined(ids=sorted(chosen), note=note, actor=actor)
        told = ngettext("%(n)s row is discarded.", "%(n)s rows are discarded.", count) % {"n": count}
    else:
        lines = [line for line in quarantined(which, limit=MOST, actor=actor) if line.id in chosen]
        replacements = _replacements(lines, wanted["value"])
        report = release_quarantined(ids=sorted(chosen), replacements=replacements, note=note, actor=actor)
        count = report.rows.read
        told = ngettext("%(n)s row is brought in.", "%(n)s rows are brought in.", count) % {"n": count}
    messages.success(request, told)


def _replacements(lines: Sequence[QuarantinedLine], value: str) -> dict[str, str] | None:
    """The new value for the column that is wrong in every chosen row; None when the rows go as they are."""
    if not value:
        return None
    columns = sorted({line.column for line in lines})
    if len(columns) != 1 or not columns[0]:
        told = ", ".join(column or "?" for column in columns)
        raise Invalid(
            phrase("A new value goes into one column, and in the chosen rows these are wrong: {columns}."), columns=told
        )
    return {columns[0]: value}


def _shown(
    request: AskedRequest,
    which: UUID | None,
    form: RowsForm,
    chosen: frozenset[UUID] = frozenset(),
    status: int = 200,
) -> HttpResponseBase:
    actor, current = request.actor, request.GET.get("state", "held")
    if current not in STATES:
        raise NotFound(phrase("There is nothing here."))
    line = delivery(which, actor=actor) if which else None
    counts = quarantine_counts(which, actor=actor)
    kind = asked_format(request)
    lines = quarantined(which, state=current, limit=EVERYTHING if kind else MOST, actor=actor)
    if kind:
        return download(Table(f"quarantine_{current}", _("Quarantine"), QUARANTINED, quarantined_rows(lines)), kind)
    paged = Paginator(lines, ON_A_PAGE).get_page(request.GET.get("page"))
    words = {"held": _("Waiting"), "released": _("Released"), "discarded": _("Discarded")}
    context = {
        "line": line,
        "tabs": [(state, words[state], counts[state]) for state in STATES],
        "current": current,
        "page": paged,
        "rows": rows_of(list(paged), chosen),
        "form": form if current == "held" and actor.may(REVIEW) else None,
        "beyond": counts[current] > MOST,
        "most": MOST,
    }
    return render(request, "figures/quarantine.html", context, status=status)
