"""Call-outs: the list, the live board, the log to print, one's own call, answers on behalf, the stand-down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from knooppunt.ground.access.public import AskedRequest
from knooppunt.ground.network.public import MEANS_NAMES, ROLE_NAMES, Means, Role
from knooppunt.kit.clock import NETHERLANDS
from knooppunt.kit.problems import Conflict, Invalid, NotAllowed, NotFound, phrase
from knooppunt.rooms.readiness import public as readiness
from knooppunt.rooms.readiness.forms.answers import AnswerForm, ReasonForm
from knooppunt.rooms.readiness.rules.callouts import PURPOSE_NAMES, STATE_NAMES, WAY_NAMES
from knooppunt.rooms.readiness.rules.log import SENTENCES
from knooppunt.rooms.readiness.rules.permissions import CALL, READ
from knooppunt.rooms.readiness.rules.quorum import STANDING_NAMES

State, Standing = readiness.State, readiness.Standing
TONES = {
    State.WAITING: "info",
    State.ASKED: "warn",
    State.COMING: "good",
    State.LATER: "warn",
    State.DECLINED: "bad",
    State.DELEGATED: "info",
    State.RELEASED: "info",
    State.UNREACHABLE: "bad",
    State.STOOD_DOWN: "info",
}
STANDING_TONES = {
    Standing.RESERVE: "info",
    Standing.ASKING: "warn",
    Standing.COMPLETE: "good",
    Standing.EXHAUSTED: "bad",
    Standing.STOPPED: "info",
}


@require_GET
def index(request: AskedRequest) -> HttpResponse:
    """One's own calls, and for who reads readiness the call-outs there are."""
    actor = request.actor
    own, reads = readiness.own_calls(actor=actor), actor.may(READ)
    if not own and not reads:
        raise NotAllowed(phrase("There is nothing here."))
    found = readiness.callouts(actor=actor) if reads else []
    context = {
        "own": [(one, TONES[one.call.state], _(STATE_NAMES[one.call.state]), _role(one.role)) for one in own],
        "reads": reads,
        "running": [(one, _(PURPOSE_NAMES[one.purpose])) for one in found if one.ended_at is None],
        "past": [(one, _(PURPOSE_NAMES[one.purpose])) for one in found if one.ended_at is not None],
    }
    return render(request, "readiness/callouts.html", context)


@require_GET
def board(request: AskedRequest, callout: UUID) -> HttpResponse:
    """The live board."""
    return _board(request, callout, ReasonForm())


@require_GET
def log(request: AskedRequest, callout: UUID) -> HttpResponse:
    """The log, to be printed."""
    found = readiness.board(callout, actor=request.actor)
    return render(request, "readiness/callout_log.html", {"board": found, "log": _log(found), **_words(found)})


@require_POST
def end(request: AskedRequest, callout: UUID) -> HttpResponse:
    """Stand down."""
    request.actor.require(CALL)
    form = ReasonForm(request.POST)
    if form.is_valid() and tried(form, lambda: _ended(request, callout, form.cleaned_data["reason"])):
        messages.success(request, _("The call-out is over. Everyone who was asked is told."))
        return redirect("readiness:board", callout)
    return _board(request, callout, form)


@require_http_methods(["GET", "POST"])
def own(request: AskedRequest, call: UUID) -> HttpResponse:
    """One's own call: answer, or change the answer."""
    found = readiness.own_call(call, actor=request.actor)
    colleagues = readiness.colleagues(call, actor=readiness.HOUSE)
    form = AnswerForm(request.POST if request.method == "POST" else None, colleagues=colleagues)
    sent = request.method == "POST" and form.is_valid()
    if sent and tried(form, lambda: _answered_own(request, call, form.given())):
        messages.success(request, _("Your answer is noted."))
        return redirect("readiness:own_call", call)
    context = {
        "own": found,
        "form": form,
        "role": _role(found.role),
        "tone": TONES[found.call.state],
        "state": _(STATE_NAMES[found.call.state]),
    }
    return render(request, "readiness/own_call.html", context, status=Invalid.status if form.errors else 200)


@require_http_methods(["GET", "POST"])
def behalf(request: AskedRequest, call: UUID) -> HttpResponse:
    """Answer on behalf of someone."""
    callout, found = readiness.call_of(call, actor=request.actor)
    colleagues = readiness.colleagues(call, actor=readiness.HOUSE)
    form = AnswerForm(request.POST if request.method == "POST" else None, colleagues=colleagues)
    sent = request.method == "POST" and form.is_valid()
    if sent and tried(form, lambda: _answered_for(request, call, form.given())):
        return redirect("readiness:board", callout.id)
    context = {
        "callout": callout,
        "call": found,
        "form": form,
        "tone": TONES[found.state],
        "state": _(STATE_NAMES[found.state]),
    }
    return render(request, "readiness/answer_for.html", context, status=Invalid.status if form.errors else 200)


@require_GET
def reach(request: AskedRequest) -> HttpResponse:
    """The reachability rate by organisation and role."""
    found = readiness.reachability(actor=request.actor)
    return render(request, "readiness/reachability.html", {"lines": [(one, _role(one.role)) for one in found]})


def _ended(request: AskedRequest, callout: UUID, reason: str) -> bool:
    readiness.stand_down(callout=callout, reason=reason, actor=request.actor)
    return True


def _answered_own(request: AskedRequest, call: UUID, given: readiness.Given) -> bool:
    readiness.answer_own(call=call, given=given, actor=request.actor)
    return True


def _answered_for(request: AskedRequest, call: UUID, given: readiness.Given) -> bool:
    readiness.answer_for(call=call, given=given, actor=request.actor)
    return True


def tried(form: forms.Form, verb: Callable[[], Any]) -> Any:
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


def refuse(form: forms.Form, problem: Conflict | Invalid | NotFound) -> None:
    """The refusal beside its field, or above the form with its place in words."""
    sentence = problem.sentence(_(problem.template))
    if problem.place in form.fields:
        form.add_error(problem.place, sentence)
    elif problem.place.startswith("line "):
        number = problem.place.removeprefix("line ")
        form.add_error(None, _("Line {number}: {sentence}").format(number=number, sentence=sentence))
    else:
        form.add_error(None, sentence)


def channel_name(channel: str) -> str:
    """A channel in words."""
    return _(MEANS_NAMES[Means(channel)])


def _board(request: AskedRequest, which: UUID, form: ReasonForm) -> HttpResponse:
    found = readiness.board(which, actor=request.actor)
    context = {
        "board": found,
        "groups": [_group(group) for group in found.groups],
        "unreached": found.unreached,
        "log": _log(found)[-20:],
        "calls": request.actor.may(CALL) and found.callout.ended_at is None,
        "form": form,
        **_words(found),
    }
    return render(request, "readiness/board.html", context, status=Invalid.status if form.errors else 200)


def _words(found: readiness.Board) -> dict[str, str]:
    return {"purpose": _(PURPOSE_NAMES[found.callout.purpose])}


def _group(group: readiness.GroupLine) -> dict[str, Any]:
    totals = group.totals or {}
    counted = [(_(STATE_NAMES[state]), totals.get(state, 0)) for state in readiness.State]
    calls = [
        (one, TONES[one.state], _(STATE_NAMES[one.state]), ", ".join(channel_name(each) for each in one.channels))
        for one in group.calls
    ]
    return {
        "line": group,
        "role": _role(group.role),
        "tone": STANDING_TONES[group.standing],
        "standing": _(STANDING_NAMES[group.standing]),
        "totals": None if group.totals is None else {state.value: totals.get(state, 0) for state in State},
        "counted": counted,
        "calls": calls,
    }


def _log(found: readiness.Board) -> list[tuple[readiness.LogEntry, str]]:
    return [(line, _sentence(line)) for line in found.log]


def _sentence(line: readiness.LogEntry) -> str:
    told = dict(line.told)
    if "channel" in told:
        told["channel"] = channel_name(told["channel"])
    if "answer" in told:
        at = parse_datetime(told["at"]) if told["at"] else None
        answer = _(STATE_NAMES[State(told["answer"])])
        told["answer"] = f"{answer} ({_moment(at)})" if at else answer
        told["way"] = _(WAY_NAMES[readiness.Way(told["way"])])
    return _(SENTENCES[line.what]).format(**told)


def _role(role: str) -> str:
    return _(ROLE_NAMES[Role(role)])


def _moment(at: datetime) -> str:
    return at.astimezone(NETHERLANDS).strftime("%d-%m %H:%M")
