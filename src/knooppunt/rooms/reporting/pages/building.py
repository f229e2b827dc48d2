"""Questionnaires: the list, and the builder. It works without script: each button sends the form and comes back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from knooppunt.ground.access.public import AskedRequest
from knooppunt.kit.problems import Conflict, Invalid, Problem, phrase
from knooppunt.rooms.reporting import public as reporting
from knooppunt.rooms.reporting.forms import BeginForm, refuse
from knooppunt.rooms.reporting.pages.placing import placed
from knooppunt.rooms.reporting.rules.building import apply
from knooppunt.rooms.reporting.rules.built import Fields, read_built, write_built
from knooppunt.rooms.reporting.rules.checking import flaws
from knooppunt.rooms.reporting.rules.questionnaire import Shape, Sign

READ, MANAGE = "reporting.read", "reporting.manage"
SHAPES = {
    Shape.NUMBER: phrase("Number"),
    Shape.CHOICE: phrase("One choice"),
    Shape.CHOICES: phrase("Several choices"),
    Shape.TEXT: phrase("Text"),
    Shape.TABLE: phrase("Table"),
}
SIGNS = {
    Sign.AT_MOST: phrase("is at most"),
    Sign.LESS: phrase("is less than"),
    Sign.EQUAL: phrase("is equal to"),
    Sign.AT_LEAST: phrase("is at least"),
    Sign.MORE: phrase("is more than"),
}


@require_http_methods(["GET", "POST"])
def questionnaires(request: AskedRequest) -> HttpResponse:
    """All questionnaires; a form to begin one."""
    lines = reporting.questionnaires(actor=request.actor)
    manages = request.actor.may(MANAGE)
    form = BeginForm(request.POST if request.method == "POST" else None) if manages else None
    if request.method == "POST":
        request.actor.require(MANAGE)
        if form and form.is_valid():
            try:
                made = reporting.begin_questionnaire(title=form.cleaned_data["title"], actor=request.actor)
                return redirect("reporting:questionnaire", made)
            except Invalid as problem:
                refuse(form, problem)
    status = Invalid.status if form and form.errors else 200
    return render(request, "reporting/questionnaires.html", {"lines": lines, "form": form}, status=status)


@require_http_methods(["GET", "POST"])
def questionnaire(request: AskedRequest, questionnaire: UUID) -> HttpResponse:
    """The builder of one questionnaire."""
    line = reporting.questionnaire(questionnaire, actor=request.actor)
    if request.method == "GET":
        return _page(request, line, write_built(line.content))
    fields = {name: value for name, value in request.POST.items() if isinstance(value, str)}
    try:
        return _taken(request, line, fields)
    except (Conflict, Invalid) as problem:
        return _page(request, line, fields, problem)


def _taken(request: AskedRequest, line: reporting.QuestionnaireLine, fields: Fields) -> HttpResponse:
    step, actor = fields.get("step", "save"), request.actor
    content = read_built(fields)
    if step not in ("save", "release"):
        content = apply(content, step)
    seen = _seen(fields)
    if content != line.content or seen != line.seen:
        seen = reporting.change_questionnaire(questionnaire=line.id, content=content, seen=seen, actor=actor)
    if step == "release":
        number = reporting.release_questionnaire(questionnaire=line.id, seen=seen, actor=actor)
        messages.success(request, _("Version {number} is there for the next round.").format(number=number))
    elif step == "save":
        messages.success(request, _("The questionnaire is saved."))
    return redirect("reporting:questionnaire", line.id)


def _seen(fields: Fields) -> int:
    text = fields.get("seen", "")
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise Invalid(phrase("This step is not understood."), place="seen")
    return int(text)


def _page(
    request: AskedRequest, line: reporting.QuestionnaireLine, fields: Fields, refused: Problem | None = None
) -> HttpResponse:
    catalogue = reporting.catalogue(actor=request.actor)
    context = {
        "line": line,
        "seen": reporting.questionnaire(line.id, actor=request.actor).seen if not refused else fields.get("seen", ""),
        "fields": fields,
        "questions": [_question(fields, f"q{number}.", number) for number in range(_many(fields, "questions"))],
        "rules": [_under(fields, f"r{number}.") | {"number": number} for number in range(_many(fields, "rules"))],
        "shapes": [(shape.value, _(words)) for shape, words in SHAPES.items()],
        "signs": [(sign.value, _(words)) for sign, words in SIGNS.items()],
        "indicators": sorted(catalogue),
        "refused": _refusal(refused, fields),
        "flaws": [] if refused else [(*placed(one.place, fields), _(one.template).format(**one.values))
                                     for one in flaws(line.content, catalogue)],
    }  # fmt: skip
    return render(request, "reporting/questionnaire.html", context, status=refused.status if refused else 200)


def _refusal(refused: Problem | None, fields: Fields) -> tuple[str, str, str] | None:
    """Where it is in words, the field or the heading to go to, and the sentence."""
    if refused is None:
        return None
    return *placed(refused.place, fields), refused.sentence(_(refused.template))


def _many(fields: Fields, name: str) -> int:
    text = fields.get(name, "0")
    return min(int(text), 300) if text.isascii() and text.isdigit() and len(text) < 4 else 0


def _question(fields: Fields, at: str, number: int) -> dict[str, Any]:
    columns = [
        _under(fields, f"{at}c{place}.") | {"number": place, "at": f"{at}c{place}."}
        for place in range(_many(fields, f"{at}columns"))
    ]
    return _under(fields, at) | {"number": number, "at": at, "listed": columns}


def _under(fields: Fields, at: str) -> dict[str, Any]:
    return {name.removeprefix(at): text for name, text in fields.items() if name.startswith(at)}
