"""The report of one organisation: its form, its versions, the questions about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from knooppunt.ground.access.public import AskedRequest
from knooppunt.ground.files.public import original_path
from knooppunt.ground.network.public import appointments
from knooppunt.kit.clock import now
from knooppunt.kit.problems import Conflict, Invalid, NotAllowed, Problem, phrase
from knooppunt.rooms.reporting import public as reporting
from knooppunt.rooms.reporting.forms import QuestionForm, ReplyForm, TimeForm, refuse
from knooppunt.rooms.reporting.pages.drawing import cell_text, drawn, sentence
from knooppunt.rooms.reporting.rules.differences import differences
from knooppunt.rooms.reporting.rules.entries import Entries, read_entries, write_entries
from knooppunt.rooms.reporting.rules.questionnaire import Answers, Questionnaire, Wrong
from knooppunt.rooms.reporting.rules.submitting import WAY_NAMES, Way

MANAGE = "reporting.manage"


@require_http_methods(["GET", "POST"])
def report(request: AskedRequest, expectation: UUID) -> HttpResponse:
    """The form: prefilled with the draft, the report so far, or the last report; saved or submitted from here."""
    shown = reporting.form(expectation, actor=request.actor)
    if request.method == "POST":
        return _taken(request, shown)
    if shown.own:
        reporting.open_form(expectation=expectation, actor=request.actor)
    return _page(request, shown, _begun(shown))


def _begun(shown: reporting.Form) -> Entries:
    """What the form begins with."""
    if shown.draft.version:
        return shown.draft.entries
    if shown.newest:
        return write_entries(shown.questionnaire, shown.newest.answers)
    return write_entries(shown.questionnaire, shown.earlier.answers) if shown.earlier else {}


def _taken(request: AskedRequest, shown: reporting.Form) -> HttpResponse:
    if not shown.writes:
        raise NotAllowed(phrase("There is nothing here."))
    entries = _entries(request)
    try:
        if request.POST.get("do") != "submit":
            _saved(request, shown, entries)
            messages.success(request, _("Your draft is saved. Nobody else sees it until you submit."))
            return redirect("reporting:report", shown.place.expectation)
        return _submitted(request, shown, entries)
    except Conflict as problem:
        return _page(request, reporting.form(shown.place.expectation, actor=request.actor), entries, refused=problem)
    except reporting.WrongAnswers as problem:
        return _page(request, shown, entries, wrongs=problem.wrongs, refused=problem)
    except Invalid as problem:
        return _page(request, shown, entries, refused=problem)


def _saved(request: AskedRequest, shown: reporting.Form, entries: Entries) -> int:
    seen = _number(request, "draft")
    return reporting.save_draft(expectation=shown.place.expectation, entries=entries, seen=seen, actor=request.actor)


def _submitted(request: AskedRequest, shown: reporting.Form, entries: Entries) -> HttpResponse:
    answers, unread = read_entries(shown.questionnaire, entries)
    if unread:
        raise reporting.WrongAnswers(unread)
    reporting.submit_report(
        expectation=shown.place.expectation,
        answers=answers,
        seen=_number(request, "seen"),
        reason=request.POST.get("reason", ""),
        actor=request.actor,
    )
    messages.success(request, _("The report is submitted."))
    return redirect("reporting:report", shown.place.expectation)


@require_POST
def draft(request: AskedRequest, expectation: UUID) -> JsonResponse:
    """Save what is typed, from the page itself: the number for the next save, or who saved in the meantime."""
    reporting.draft(expectation, actor=request.actor)  # asked first, so that a wrong number tells a stranger nothing
    try:
        saved = reporting.save_draft(
            expectation=expectation, entries=_entries(request), seen=_number(request, "draft"), actor=request.actor
        )
    except (Conflict, Invalid) as problem:
        return JsonResponse({"says": problem.sentence(_(problem.template))}, status=problem.status)
    return JsonResponse({"draft": saved})


def _entries(request: HttpRequest) -> dict[str, Sequence[str]]:
    return {name: values for name, values in request.POST.lists() if name.startswith("q.")}


def _number(request: HttpRequest, name: str) -> int:
    """A count that the page gave along; :class:`Invalid` when it is none."""
    text = request.POST.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise Invalid(phrase("This step is not understood."), place=name)
    return int(text)


def _page(
    request: AskedRequest,
    shown: reporting.Form,
    entries: Entries,
    wrongs: Sequence[Wrong] = (),
    refused: Problem | None = None,
    forms: Mapping[str, Any] | None = None,
) -> HttpResponse:
    before = shown.earlier.answers if shown.earlier else {}
    context = {
        "shown": shown,
        "closed": shown.round.is_closed(now()),
        "questions": drawn(shown.questionnaire, entries, wrongs, before),
        "wrongs": [(_anchor(wrong), _title(shown.questionnaire, wrong), sentence(wrong)) for wrong in wrongs],
        "refused": refused.sentence(_(refused.template)) if refused and not wrongs else "",
        "others": _others(request, shown, entries) if isinstance(refused, Conflict) else [],
        "reason": request.POST.get("reason", ""),
        "inquiries": [(one, _about(shown.questionnaire, one.key), _reply(request, one.id)) for one in shown.inquiries],
        "manages": request.actor.may(MANAGE),
        **_node_forms(request, shown),
        **(forms or {}),
    }  # fmt: skip
    return render(request, "reporting/report.html", context, status=refused.status if refused else 200)


def _reply(request: AskedRequest, inquiry: UUID) -> ReplyForm:
    """The form to answer with; what was refused stays in it."""
    sent = request.resolver_match and request.resolver_match.kwargs.get("inquiry") == inquiry
    return ReplyForm(request.POST if sent else None, auto_id=f"reply_{inquiry}_%s")


def _others(request: HttpRequest, shown: reporting.Form, entries: Entries) -> list[tuple[str, str, str]]:
    """Where what was typed here differs from what the other kept: question, theirs, ours."""
    mine, _unread = read_entries(shown.questionnaire, entries)
    theirs: Answers
    if request.POST.get("do") != "submit":
        theirs, _unread = read_entries(shown.questionnaire, shown.draft.entries)
    else:
        theirs = shown.newest.answers if shown.newest else {}
    return _told(shown.questionnaire, theirs, mine)


def _told(questionnaire: Questionnaire, before: Answers, after: Answers) -> list[tuple[str, str, str]]:
    return [
        (_place(one.question.title, one.row, one.column.title if one.column else ""),
         cell_text(one.column or one.question, one.before), cell_text(one.column or one.question, one.after))
        for one in differences(questionnaire, before, after)
    ]  # fmt: skip


def _place(title: str, row: int | None, column: str) -> str:
    return title if row is None else _("{title}, row {row}, {column}").format(title=title, row=row + 1, column=column)


def _anchor(wrong: Wrong) -> str:
    return f"f_{wrong.key}" if wrong.row is None or not wrong.column else f"f_{wrong.key}_{wrong.row}_{wrong.column}"


def _title(questionnaire: Questionnaire, wrong: Wrong) -> str:
    question = questionnaire.question(wrong.key)
    if question is None:
        return wrong.key
    column = next((one.title for one in question.columns if one.key == wrong.column), "")
    return _place(question.title, wrong.row if column else None, column)


def _about(questionnaire: Questionnaire, key: str) -> str:
    question = questionnaire.question(key) if key else None
    return question.title if question else ""


def _node_forms(request: AskedRequest, shown: reporting.Form) -> dict[str, Any]:
    if not request.actor.may(MANAGE):
        return {}
    return {"time_form": TimeForm(_people(request, shown)), "question_form": QuestionForm(_titles(shown))}


def _people(request: AskedRequest, shown: reporting.Form) -> list[tuple[str, str]]:
    if not request.actor.may("network.read"):
        return []
    held = appointments(organisation=shown.place.organisation, actor=request.actor)
    return [(str(one.person_id), f"{one.person.name} ({one.function.title})") for one in held]


def _titles(shown: reporting.Form) -> list[tuple[str, str]]:
    return [(question.key, question.title) for question in shown.questionnaire.questions]


@require_POST
def time(request: AskedRequest, expectation: UUID) -> HttpResponse:
    """Give someone time."""
    request.actor.require(MANAGE)
    shown = reporting.form(expectation, actor=request.actor)
    form = TimeForm(_people(request, shown), request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            reporting.give_time(
                expectation=expectation,
                person=UUID(told["person"]),
                until=told["until"],
                reason=told["reason"],
                actor=request.actor,
            )
        except (Conflict, Invalid) as problem:
            refuse(form, problem)
    return _answered(request, shown, "time_form", form, _("Time is given."))


@require_POST
def ask(request: AskedRequest, expectation: UUID) -> HttpResponse:
    """Ask the organisation something about its report."""
    request.actor.require(MANAGE)
    shown = reporting.form(expectation, actor=request.actor)
    form = QuestionForm(_titles(shown), request.POST)
    if form.is_valid():
        try:
            reporting.ask_organisation(expectation=expectation, **form.cleaned_data, actor=request.actor)
        except (Conflict, Invalid) as problem:
            refuse(form, problem)
    return _answered(request, shown, "question_form", form, _("The question is asked."))


@require_POST
def reply(request: AskedRequest, inquiry: UUID) -> HttpResponse:
    """Answer a question of the node."""
    expectation = reporting.asked_about(inquiry, actor=request.actor)
    shown = reporting.form(expectation, actor=request.actor)
    form = ReplyForm(request.POST)
    try:
        if form.is_valid():
            reporting.answer_question(inquiry=inquiry, text=form.cleaned_data["text"], actor=request.actor)
            messages.success(request, _("The answer is given."))
            return redirect("reporting:report", expectation)
        refused: Problem = Invalid(phrase("Write a text of at most {most} characters."), place="text", most=5000)
    except (Conflict, Invalid) as problem:
        refused = problem
    return _page(request, shown, _begun(shown), refused=refused)


def _answered(request: AskedRequest, shown: reporting.Form, name: str, form: Any, done: str) -> HttpResponse:
    if form.errors:
        page = _page(request, shown, _begun(shown), forms={name: form})
        page.status_code = HTTPStatus.BAD_REQUEST
        return page
    messages.success(request, done)
    return redirect("reporting:report", shown.place.expectation)


@require_GET
def versions(request: AskedRequest, expectation: UUID) -> HttpResponse:
    """Every version of a report, the newest first, each with what differs from the one before."""
    shown = reporting.form(expectation, actor=request.actor)
    listed = []
    for number, one in enumerate(shown.versions):
        before = shown.versions[number - 1].answers if number else None
        told = _told(shown.questionnaire, before, one.answers) if before is not None else []
        listed.append((one, _(WAY_NAMES[Way(one.way)]), told, _told(shown.questionnaire, {}, one.answers)))
    return render(request, "reporting/versions.html", {"shown": shown, "versions": listed[::-1]})


@require_GET
def original(request: AskedRequest, report: UUID) -> FileResponse:
    """What came in, byte for byte."""
    found = reporting.report(report, actor=request.actor)
    path = original_path(found.original)
    with path.open("rb") as came:
        kind = "xlsx" if came.read(2) == b"PK" else "json"  # on behalf of another it may be a sheet as well
    name = f"{found.expectation}-{found.version}.{kind}"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)
