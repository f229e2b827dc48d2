"""Who asks, sign-in first, and refusals as pages: what happens around every page."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django_htmx.http import HttpResponseClientRedirect

from knooppunt.ground.access.public import AskedRequest, actor_of, entry_with, secret_in, standing_of
from knooppunt.ground.journal.public import UNKNOWN
from knooppunt.kit.authority import NOBODY
from knooppunt.kit.problems import NotSignedIn, Problem
from knooppunt.web.limits import guessed, limited
from knooppunt.web.refusals import is_api, refusal

Answer = Callable[[HttpRequest], HttpResponse]

# Addresses of signing in, by name; whatever else is open stands in the settings as OPEN_PATHS.
ENTRANCE = ("account_login", "account_logout", "account_inactive", "mfa_authenticate", "mfa_login_webauthn", "demo")
OTHER_ENTRANCE = ("web:language",)


@cache
def open_paths() -> tuple[str, ...]:
    """The beginnings of the addresses that can be reached without signing in."""
    found = [path for path in map(_path, ENTRANCE + OTHER_ENTRANCE) if path]
    return (*found, settings.STATIC_URL, *settings.OPEN_PATHS)


def _path(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def who_asks(get_response: Answer) -> Answer:
    """Put the actor on the request, and let nobody pass the entrance without one.

    A stranger gets the same answer for every address, whether it exists or not: the way to sign in. What is for
    everyone (``FOR_EVERYONE``) is the same for whoever asks, so there it is not found out who does.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        asked = cast(AskedRequest, request)
        if request.path_info.startswith(settings.FOR_EVERYONE):
            asked.actor, asked.stands, asked.by_token = NOBODY, UNKNOWN, ""
            return _held_back(guessed(asked, get_response(request)))
        _recognise(asked)
        return limited(asked, passed) if is_api(request) else passed(request)

    def passed(request: HttpRequest) -> HttpResponse:
        if cast(AskedRequest, request).actor == NOBODY and not request.path_info.startswith(open_paths()):
            return _entrance(request)
        return _held_back(get_response(request))

    return answer


def _recognise(request: AskedRequest) -> None:
    """Who asks: at an address for programs the token that is sent, right or wrong; else whoever signed in."""
    secret = secret_in(request) if is_api(request) else None
    if secret is None:
        request.actor, request.stands, request.by_token = actor_of(request), standing_of(request), ""
        return
    found = entry_with(secret)
    request.user = AnonymousUser()  # the cookie that may come along counts for nothing
    request.actor, request.stands, request.by_token = found.actor, found.stands, found.token


def _held_back(response: HttpResponse) -> HttpResponse:
    """Nobody on the way keeps the answer, unless it says so itself."""
    response.headers.setdefault("Cache-Control", "private, no-cache")
    return response


def _entrance(request: HttpRequest) -> HttpResponse:
    if is_api(request):
        return refusal(request, NotSignedIn())
    way_in = redirect_to_login(request.get_full_path(), reverse("account_login"))
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(way_in["Location"])
    return way_in


class Refusals:
    """Turns a :class:`Problem` that nobody caught into a page, or into ``problem+json`` under ``/api/``."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return refusal(request, exception) if isinstance(exception, Problem) else None
