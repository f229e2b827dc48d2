"""A text on a page of its own: to read, to write in, to say something about. Works without script."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from knooppunt.ground.access.public import AskedRequest
from knooppunt.ground.writing.forms import CommentForm, DecideForm, SuggestForm, TextForm, refuse
from knooppunt.ground.writing.public import (
    Right,
    Stale,
    compared,
    decide_suggestion,
    editor_of,
    leave_comment,
    replace_text,
    resolve_comment,
    suggest_text,
    text_of,
)
from knooppunt.kit.problems import Conflict, Invalid

REFUSED = (Conflict, Invalid)


@require_http_methods(["GET", "POST"])
def text_page(request: AskedRequest, which: UUID) -> HttpResponse:
    """The text; a POST saves it as a whole, when nobody changed it in between."""
    if request.method == "GET":
        return _shown(request, which)
    return _written(request, which, TextForm(request.POST), Right.WRITE)


@require_POST
def suggest_page(request: AskedRequest, which: UUID) -> HttpResponse:
    """Suggest another text to the section."""
    return _written(request, which, SuggestForm(request.POST), Right.SUGGEST)


@require_POST
def comment_page(request: AskedRequest, which: UUID) -> HttpResponse:
    """Say something about it."""
    text_of(which, actor=request.actor)
    form = CommentForm(request.POST)
    return _tried(request, which, form, lambda: leave_comment(document=which, **form.cleaned_data, actor=request.actor))


@require_POST
def resolve_page(request: AskedRequest, which: UUID, comment: UUID) -> HttpResponse:
    """Say that a comment was dealt with."""
    text_of(which, actor=request.actor)
    return _tried(request, which, None, lambda: resolve_comment(document=which, comment=comment, actor=request.actor))


@require_POST
def decide_page(request: AskedRequest, which: UUID, suggestion: UUID) -> HttpResponse:
    """Take a suggestion over, or not."""
    text_of(which, actor=request.actor)
    form = DecideForm(request.POST)
    return _tried(request, which, form, lambda: decide_suggestion(
        document=which, suggestion=suggestion, accept=form.cleaned_data["decision"] == "accept", actor=request.actor
    ))  # fmt: skip


@require_GET
def authors_page(request: AskedRequest, which: UUID) -> HttpResponse:
    """The text with who wrote what."""
    return render(request, "writing/authors.html", {"editor": editor_of(which, actor=request.actor)})


def _written(request: AskedRequest, which: UUID, form: forms.Form, right: Right) -> HttpResponse:
    # Asked before the form is looked at, so that a wrong one tells nobody that there is a text.
    seen = text_of(which, actor=request.actor)
    if not form.is_valid():
        return _shown(request, which, status=Invalid.status, **{right.value: form})
    given = {key: value for key, value in form.cleaned_data.items() if key != "next"}
    try:
        if right is Right.WRITE:
            replace_text(document=which, **given, actor=request.actor)
        else:
            suggest_text(document=which, **given, actor=request.actor)
    except Stale as problem:
        return _stale(request, which, form, problem, right)
    except REFUSED as problem:
        refuse(form, problem)
        return _shown(request, which, status=problem.status, **{right.value: form})
    messages.success(request, gettext("Saved.") if right is Right.WRITE else gettext("The section decides on it."))
    return redirect(_back(request, form.cleaned_data["next"], seen.id))


def _stale(request: AskedRequest, which: UUID, form: forms.Form, problem: Stale, right: Right) -> HttpResponse:
    """Both versions side by side; the form keeps the person's text, and now knows the newest version."""
    mine, present = form.cleaned_data["text"].replace("\r\n", "\n"), text_of(which, actor=request.actor)
    again = type(form)(data={**form.data.dict(), "seen_version": present.version})  # type: ignore[attr-defined]  # a QueryDict
    again.is_valid()
    refuse(again, problem)
    shown = {right.value: again, "comparison": compared(present.text, mine), "present": present}
    return _shown(request, which, status=problem.status, **shown)


def _tried(request: AskedRequest, which: UUID, form: forms.Form | None, verb: Callable[[], object]) -> HttpResponse:
    """Do it and go back to the page; or the same page with the refusal."""
    if form is not None and not form.is_valid():
        return _shown(request, which, status=Invalid.status, comment=form)
    try:
        verb()
    except REFUSED as problem:
        if isinstance(form, CommentForm):
            refuse(form, problem)
            return _shown(request, which, status=problem.status, comment=form)
        return _shown(request, which, status=problem.status, refusal=problem.sentence(gettext(problem.template)))
    return redirect("writing:text", which)


def _shown(request: AskedRequest, which: UUID, status: int = HTTPStatus.OK, **filled: Any) -> HttpResponse:
    editor = editor_of(which, actor=request.actor)
    context = {"editor": editor, "comment_form": CommentForm(), **filled}
    if isinstance(filled.get("comment"), CommentForm):
        context["comment_form"] = filled["comment"]
    return render(request, "writing/text.html", context, status=status)


def _back(request: AskedRequest, wanted: str, which: UUID) -> str:
    """The page one came from, when it is one of ours."""
    if wanted and url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return reverse("writing:text", args=[which])
