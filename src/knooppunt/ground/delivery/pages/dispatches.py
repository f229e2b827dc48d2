"""What was sent, what waits and why, and what was not delivered."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from knooppunt.ground.access.public import AskedRequest
from knooppunt.ground.delivery.actions import send_again
from knooppunt.ground.delivery.public import troubles
from knooppunt.ground.delivery.queries.reading import PAGE, READ, DispatchLine, dispatch, dispatches, tally
from knooppunt.ground.delivery.queries.webhooks import SUBSCRIBE
from knooppunt.ground.delivery.rules.dispatching import OUTCOME_NAMES, STATE_NAMES, State
from knooppunt.kit.problems import Invalid, phrase

RETRY = "delivery.retry"
TONES = {
    State.WAITING: "info",
    State.ATTEMPTING: "info",
    State.SENT: "good",
    State.REFUSED: "bad",
    State.UNCERTAIN: "warn",
    State.FAILED: "bad",
    State.WITHDRAWN: "plain",
}


@require_GET
def list_page(request: AskedRequest) -> HttpResponse:
    """The newest first; ``state`` narrows down, ``before`` pages back."""
    request.actor.require(READ)
    state = request.GET.get("state", "")
    lines = dispatches(state=state, before=_identifier(request.GET.get("before", "")), actor=request.actor)
    counted = tally(actor=request.actor)
    context = {
        "lines": [(line, _(STATE_NAMES[line.state]), TONES[line.state], _(line.reason) if line.reason else "")
                  for line in lines],
        "tabs": [(one.value, _(STATE_NAMES[one]), _count(one, counted))
                 for one in State],
        "state": state,
        "troubles": [_(trouble) for trouble in troubles().values()],
        "may_subscribe": request.actor.may(SUBSCRIBE),
        "older": lines[-1].id if len(lines) == PAGE else None,
    }  # fmt: skip
    return render(request, "delivery/dispatches.html", context)


@require_GET
def dispatch_page(request: AskedRequest, which: UUID) -> HttpResponse:
    """One dispatch, and each attempt."""
    line, attempts = dispatch(which, actor=request.actor)
    shown = [(one, _(OUTCOME_NAMES[one.outcome]) if one.outcome else "", _(one.reason) if one.reason else "")
             for one in attempts]  # fmt: skip
    context = {
        "line": line,
        "state": _(STATE_NAMES[line.state]),
        "tone": TONES[line.state],
        "reason": _reason(line),
        "attempts": shown,
        "perhaps_twice": any(one.outcome == "uncertain" for one in attempts) and len(attempts) > 1,
        "may_retry": line.undelivered and request.actor.may(RETRY),
    }
    return render(request, "delivery/dispatch.html", context)


@require_POST
def again_page(request: AskedRequest, which: UUID) -> HttpResponse:
    """Bring back what was not delivered."""
    send_again(dispatch=which, actor=request.actor)
    return redirect("delivery:dispatch", which)


def _reason(line: DispatchLine) -> object:
    waiting = [trouble for channel, trouble in troubles().items() if channel == line.channel]
    template = waiting[0] if waiting and line.state is State.WAITING else line.reason
    return _(template) if template else ""


def _count(state: State, counted: Mapping[tuple[str, State], int]) -> int | None:
    """How many stand so; what was sent is not counted."""
    return None if state is State.SENT else sum(count for (_, one), count in counted.items() if one is state)


def _identifier(written: str) -> UUID | None:
    try:
        return UUID(written) if written else None
    except ValueError as wrong:
        raise Invalid(phrase("{written} is no identifier."), place="before", written=written) from wrong
