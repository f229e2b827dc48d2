"""Rounds: the overview, a series, and a round with its clock."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from knooppunt.ground.access.public import TLP, AskedRequest
from knooppunt.ground.network.public import Kind, organisations
from knooppunt.kit.clock import now, today
from knooppunt.kit.problems import Conflict, Invalid, NotAllowed, NotFound, phrase
from knooppunt.rooms.reporting import public as reporting
from knooppunt.rooms.reporting.forms import ReasonForm, RoundForm, SeriesForm, filled, refuse
from knooppunt.rooms.reporting.pages.drawing import cell_text
from knooppunt.rooms.reporting.rules.ladder import RUNG_NAMES, Rung
from knooppunt.rooms.reporting.rules.questionnaire import Question, Questionnaire, Shape

READ, MANAGE, ANSWER = "reporting.read", "reporting.manage", "reporting.answer"
TONES = {
    reporting.State.WAITING: "info",
    reporting.State.OPENED: "info",
    reporting.State.ON_TIME: "good",
    reporting.State.LATE: "warn",
    reporting.State.EMPTY: "warn",
    reporting.State.MISSING: "bad",
    reporting.State.LAPSED: "warn",
}
FIRST = {"bad": 0, "warn": 1, "info": 2}
"""Who is missing stands above who is late, and both above who reported: that is what one looks for."""


@require_GET
def index(request: AskedRequest) -> HttpResponse:
    """For the node the series and the open rounds; for an organisation what it is asked."""
    actor = request.actor
    reads, answers = actor.may(READ), actor.may_anywhere(ANSWER)
    if not reads and not answers:
        raise NotAllowed(phrase("There is nothing here."))
    moment = now()
    asked = reporting.own_rounds(actor=actor) if answers else []
    running = reporting.rounds(is_open=True, actor=actor) if reads else []
    context = {
        "own": [(line, place, *_worded(place), line.is_closed(moment)) for line, place in asked],
        "answers": answers,
        "reads": reads,
        "open": list(reporting.round_states([one.id for one in running], actor=actor).values()) if reads else [],
        "series": reporting.series(actor=actor) if reads else [],
        "manages": actor.may(MANAGE),
    }
    return render(request, "reporting/index.html", context)


@require_http_methods(["GET", "POST"])
def new_series(request: AskedRequest) -> HttpResponse:
    """Start a series."""
    request.actor.require(MANAGE)
    form = _series_form(request, None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        made = _tried(
            form,
            lambda: reporting.start_series(
                title=told["title"],
                questionnaire=UUID(told["questionnaire"]),
                asked=[UUID(one) for one in told["asked"]],
                setting=form.setting(),
                marking=TLP(told["marking"]),
                actor=request.actor,
            ),
        )
        if made:
            return redirect("reporting:series", made)
    return _series_page(request, form)


@require_http_methods(["GET", "POST"])
def change_series(request: AskedRequest, series: UUID) -> HttpResponse:
    """Change a series; it counts from the next round on."""
    request.actor.require(MANAGE)
    line = reporting.one_series(series, actor=request.actor)
    form = _series_form(request, line)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        asked = [UUID(one) for one in told["asked"]]
        done = _tried(
            form,
            lambda: (
                reporting.change_series(
                    series=series, title=told["title"], asked=asked, setting=form.setting(), actor=request.actor
                )
                or True
            ),
        )
        if done:
            messages.success(request, _("The series is changed. It counts from the next round on."))
            return redirect("reporting:series", series)
    return _series_page(request, form, line)


def _series_page(request: AskedRequest, form: SeriesForm, line: reporting.SeriesLine | None = None) -> HttpResponse:
    status = Invalid.status if form.errors else 200
    return render(request, "reporting/series_form.html", {"form": form, "line": line}, status=status)


def _series_form(request: AskedRequest, line: reporting.SeriesLine | None) -> SeriesForm:
    questionnaires = [(str(one.id), one.title) for one in reporting.questionnaires(actor=request.actor) if one.number]
    known = organisations(actor=request.actor)
    regions_first = sorted(known, key=lambda one: (one.kind != Kind.REGION, one.area, one.name))
    choices = [(str(one.pk), one.name) for one in regions_first]
    begun = None
    if line is not None:
        setting = reporting.Setting(line.rhythm, line.ladder, line.reporters, line.leader)
        asked = (str(one) for one in reporting.members(line.id, actor=request.actor))
        begun = filled(line.title, str(line.questionnaire), asked, setting, line.marking)
    form = SeriesForm(questionnaires, choices, request.POST if request.method == "POST" else None, initial=begun)
    if line is not None:
        for name in ("questionnaire", "marking"):
            form.fields[name].disabled = True
    return form


@require_GET
def series(request: AskedRequest, series: UUID) -> HttpResponse:
    """A series with its rounds."""
    return _one_series(request, series, {})


@require_POST
def open_now(request: AskedRequest, series: UUID) -> HttpResponse:
    """Open a round beside the rhythm."""
    request.actor.require(MANAGE)
    form = RoundForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        made = _tried(
            form,
            lambda: reporting.open_round(
                series=series,
                deadline=told["deadline"],
                closes=told["closes"],
                starts=told["starts"],
                ends=told["last"] + timedelta(days=1),
                actor=request.actor,
            ),
        )
        if made:
            return redirect("reporting:round", made)
    return _one_series(request, series, {"round_form": form})


@require_POST
def end(request: AskedRequest, series: UUID) -> HttpResponse:
    """End a series."""
    request.actor.require(MANAGE)
    form = ReasonForm(request.POST, auto_id="end_%s")
    told = form.cleaned_data if form.is_valid() else {}

    def verb() -> bool:
        reporting.end_series(series=series, **told, actor=request.actor)
        return True

    if told and _tried(form, verb):
        messages.success(request, _("The series has ended."))
        return redirect("reporting:series", series)
    return _one_series(request, series, {"end_form": form})


def _one_series(request: AskedRequest, which: UUID, tried: dict[str, forms.Form]) -> HttpResponse:
    line = reporting.one_series(which, actor=request.actor)
    deadline = now() + timedelta(hours=4)
    begun = {
        "deadline": deadline,
        "closes": deadline + timedelta(hours=12),
        "starts": today(),
        "last": today(),
    }
    blank = {"round_form": RoundForm(initial=begun), "end_form": ReasonForm(auto_id="end_%s")}
    runs = line.ended_at is None and request.actor.may(MANAGE)
    context = {
        "line": line,
        "rounds": reporting.rounds(series=which, actor=request.actor),
        "manages": request.actor.may(MANAGE),
        **(blank if runs else {}),
        **tried,
    }
    failed = any(form.errors for form in tried.values())
    return render(request, "reporting/series.html", context, status=Invalid.status if failed else 200)


@require_GET
def round_page(request: AskedRequest, round: UUID) -> HttpResponse:
    """A round with its clock, and where each organisation stands."""
    state = reporting.round_state(round, actor=request.actor)
    lines = [(place, *_worded(place), _rungs(place)) for place in state.organisations]
    context = {
        "state": state,
        "closed": state.round.is_closed(now()),
        "lines": sorted(lines, key=lambda line: FIRST.get(line[1], len(FIRST))),  # stable: else by area
        "manages": request.actor.may(MANAGE),
    }
    return render(request, "reporting/round.html", context)


@require_POST
def close(request: AskedRequest, round: UUID) -> HttpResponse:
    """Close a round before its time."""
    try:
        reporting.close_round(round=round, actor=request.actor)
    except Conflict as problem:
        messages.error(request, problem.sentence(_(problem.template)))
    else:
        messages.success(request, _("The round is closed."))
    return redirect("reporting:round", round)


@require_GET
def answers(request: AskedRequest, round: UUID) -> HttpResponse:
    """All answers of a round beside one another; ``?format=csv`` gives them as a file."""
    state = reporting.round_state(round, actor=request.actor)
    questionnaire = reporting.questionnaire_of(round, actor=request.actor)
    columns = _columns(questionnaire)
    rows = list(_answer_rows(request, state, columns))
    if request.GET.get("format") == "csv":
        return _csv(state, columns, rows)
    context = {"state": state, "columns": columns, "rows": rows}
    return render(request, "reporting/answers.html", context)


def _columns(questionnaire: Questionnaire) -> list[Question]:
    return [question for question in questionnaire.questions if question.shape is not Shape.TABLE]


def _answer_rows(
    request: AskedRequest, state: reporting.RoundState, columns: list[Question]
) -> Iterable[tuple[reporting.Placed, list[str]]]:
    reports = reporting.reports_of_round(state.round.id, actor=request.actor)
    for place in state.organisations:
        found = reports.get(place.organisation)
        told = found.answers if found else {}
        yield place, [cell_text(column, told.get(column.key)) if found else "–" for column in columns]


def _csv(
    state: reporting.RoundState, columns: list[Question], rows: list[tuple[reporting.Placed, list[str]]]
) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{state.round.id}.csv"'
    response.write("\ufeff")
    sheet = csv.writer(response, delimiter=";")
    sheet.writerow([_("Area"), _("Organisation"), *(column.title for column in columns)])
    for place, cells in rows:
        sheet.writerow([place.area, place.name, *(_safe(cell) for cell in cells)])
    return response


def _safe(cell: str) -> str:
    """Text that a spreadsheet does not take for a formula."""
    return (
        f"'{cell}" if cell[:1] in ("=", "+", "@", "\t", "\r") or (cell[:1] == "-" and not cell[1:2].isdigit()) else cell
    )


def _worded(place: reporting.Placed) -> tuple[str, str]:
    """The tone and the words of where it stands."""
    return TONES[place.state], _(reporting.STATE_NAMES[place.state])


def _rungs(place: reporting.Placed) -> list[tuple[str, Any]]:
    return [(_(RUNG_NAMES[Rung(rung)]), moment) for rung, moment in place.rungs]


def _tried(form: forms.Form, verb: Callable[[], Any]) -> Any:
    """What the verb gives; None with the refusal on the form."""
    try:
        return verb()
    except (Conflict, Invalid) as problem:
        refuse(form, problem)
    except NotFound as problem:
        if not problem.place:
            raise
        refuse(form, problem)
    return None
