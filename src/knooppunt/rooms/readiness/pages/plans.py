"""Call-out plans: the list, one plan, making and changing it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from knooppunt.ground.access.public import AskedRequest
from knooppunt.ground.network.public import ROLE_NAMES, Role
from knooppunt.kit.problems import Invalid
from knooppunt.rooms.readiness import public as readiness
from knooppunt.rooms.readiness.forms.plans import LinesFormSet, PlanForm, filled_in, lines_form
from knooppunt.rooms.readiness.pages.boards import channel_name, tried
from knooppunt.rooms.readiness.rules.permissions import CALL, PLAN


@require_GET
def index(request: AskedRequest) -> HttpResponse:
    """The plans in use."""
    found = readiness.plans(actor=request.actor)
    context = {"plans": found, "plans_allowed": request.actor.may(PLAN), "calls": request.actor.may(CALL)}
    return render(request, "readiness/plans.html", context)


@require_GET
def plan(request: AskedRequest, plan: UUID) -> HttpResponse:
    """One plan in words, and whom it would ask now."""
    found = readiness.plan(plan, actor=request.actor)
    may = request.actor.may(CALL) or request.actor.may(PLAN)
    context = {
        "plan": found,
        "lines": [(number, line, _(ROLE_NAMES[Role(line.role)])) for number, line in enumerate(found.content.lines, 1)],
        "steps": [(channel_name(step.channel), step.minutes) for step in found.content.steps],
        "may_plan": request.actor.may(PLAN),
        "may_call": request.actor.may(CALL),
        **(previewed(readiness.preview(plan, actor=request.actor)) if may else {}),
    }
    return render(request, "readiness/plan.html", context)


@require_http_methods(["GET", "POST"])
def new(request: AskedRequest) -> HttpResponse:
    """Make a plan."""
    request.actor.require(PLAN)
    return _form(request, None)


@require_http_methods(["GET", "POST"])
def change(request: AskedRequest, plan: UUID) -> HttpResponse:
    """Change a plan."""
    request.actor.require(PLAN)
    return _form(request, readiness.plan(plan, actor=request.actor))


@require_POST
def end(request: AskedRequest, plan: UUID) -> HttpResponse:
    """Take a plan out of use."""
    readiness.end_plan(plan=plan, actor=request.actor)
    messages.success(request, _("The plan is out of use."))
    return redirect("readiness:plans")


def previewed(found: readiness.Preview) -> dict[str, object]:
    """A preview as pages show it."""
    return {
        "preview": found,
        "teams": [(one, _(ROLE_NAMES[Role(_role_of(one))]) if one.team.people else "–") for one in found.teams],
        "by_channel": [(channel_name(channel), count) for channel, count in found.by_channel.items()],
        "unknown": [(line, ", ".join(words)) for line, words in found.unknown],
    }


def _role_of(one: readiness.TeamPreview) -> str:
    return one.team.people[0].role


def _form(request: AskedRequest, found: readiness.PlanLine | None) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    begun = None
    if found is not None:
        drill = readiness.Drill(found.test_days, found.test_at) if found.test_days and found.test_at else None
        begun = filled_in(found.name, found.number, found.content, drill)
    form = PlanForm(data, initial=begun)
    rows = lines_form(data, found.content if found else None)
    if data is not None and form.is_valid() and rows.is_valid():
        made = tried(form, lambda: _kept(request, found, form, rows))
        if made:
            return redirect("readiness:plan", made)
    wrong = bool(data) and (bool(form.errors) or not rows.is_valid())
    context = {"form": form, "rows": rows, "plan": found}
    return render(request, "readiness/plan_form.html", context, status=Invalid.status if wrong else 200)


def _kept(request: AskedRequest, found: readiness.PlanLine | None, form: PlanForm, rows: LinesFormSet) -> UUID:
    told, content, rhythm = form.cleaned_data, form.content(rows.lines()), form.drill()
    if found is None:
        return readiness.make_plan(name=told["name"], content=content, rhythm=rhythm, actor=request.actor)
    readiness.change_plan(
        plan=found.id,
        seen=told["seen"] or 0,
        name=told["name"],
        content=content,
        rhythm=rhythm,
        actor=request.actor,
    )
    return found.id
