"""The page behind the link in a message: small, without script, without signing in. Only a POST answers.

The token in the address is all there is to know, so nothing here needs a session or a form token; a request from
another site cannot know the address.
"""

from __future__ import annotations

from hashlib import sha256
from http import HTTPStatus
from secrets import token_urlsafe

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext, override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from knooppunt.ground.network.public import ROLE_NAMES, Role
from knooppunt.kit.authority import system_actor
from knooppunt.kit.problems import Invalid, Problem
from knooppunt.rooms.readiness import public as readiness
from knooppunt.rooms.readiness.forms.answers import AnswerForm

BY_LINK = system_actor("link", ["readiness.answer_by_link"])
DUTCH = "nl"
MARK = "kp_answer"
A_WEEK = 7 * 24 * 60 * 60


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is asked, or take the answer. Unknown, forged and expired links give one and the same page."""
    found = readiness.linked(readiness.asked_by(token), actor=BY_LINK)
    if found is None:
        with override(DUTCH):
            return _page("readiness/answer_nothing.html", {}, HTTPStatus.NOT_FOUND)
    with override(found.language):
        if request.method == "POST" and found.open:
            return _taken(request, found)
        return _shown(request, found)


def _taken(request: HttpRequest, found: readiness.Linked) -> HttpResponse:
    mark = _mark(request) or token_urlsafe(16)
    if request.POST.get("answer") == readiness.Answer.DELEGATED and not request.POST.get("to"):
        readiness.choose_to_delegate(dispatch=found.dispatch, bound=_digest(mark), actor=BY_LINK)
        return _back(request, mark)
    names = readiness.names_by_link(found, bound=_digest(mark), actor=BY_LINK)
    form = AnswerForm(request.POST, colleagues=names.people if names else ())
    if form.is_valid():
        try:
            readiness.answer_by_link(dispatch=found.dispatch, given=form.given(), bound=_digest(mark), actor=BY_LINK)
        except Problem as problem:
            form.add_error(None, problem.sentence(gettext(problem.template)))
        else:
            return _back(request, mark)
    return _page("readiness/answer.html", _context(found, names) | {"form": form}, Invalid.status)


def _back(request: HttpRequest, mark: str) -> HttpResponse:
    """To the page itself, by which the browser that did something is known again."""
    done = redirect(request.path)
    done.set_cookie(
        MARK,
        Signer(salt=MARK).sign(mark),
        max_age=A_WEEK,
        path="/a/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return _private(done)


def _shown(request: HttpRequest, found: readiness.Linked) -> HttpResponse:
    same = bool(found.bound) and _digest(_mark(request)) == found.bound
    if found.answered and found.bound and not same:
        readiness.note_elsewhere(dispatch=found.dispatch, actor=BY_LINK)
    names = readiness.names_by_link(found, bound=_digest(_mark(request)), actor=BY_LINK)
    form = AnswerForm(colleagues=names.people if names else ())
    context = _context(found, names) | {"form": form, "same": same}
    return _page("readiness/answer.html", context, HTTPStatus.OK)


def _context(found: readiness.Linked, names: readiness.Names | None) -> dict[str, object]:
    return {
        "call": found,
        "role": gettext(ROLE_NAMES[Role(found.role)]),
        "names": names,
        "elsewhere": bool(found.bound) and names is None,
    }


def _mark(request: HttpRequest) -> str:
    """What this browser got when it answered or chose to delegate; empty when it did neither, or tampered with it."""
    try:
        return Signer(salt=MARK).unsign(request.COOKIES.get(MARK, ""))
    except BadSignature:
        return ""


def _digest(mark: str) -> str:
    return sha256(mark.encode()).hexdigest() if mark else ""


def _page(template: str, context: dict[str, object], status: int) -> HttpResponse:
    return _private(HttpResponse(render_to_string(template, context), status=status))


def _private(response: HttpResponse) -> HttpResponse:
    """The address is a secret: it goes along to nobody, and nothing of the page is kept."""
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
