"""Counting what machines ask, and telling them how much is left: ``RateLimit`` as the IETF drafts it, 429 beyond."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from knooppunt.ground.access.public import RATES, WINDOW, Allowance, AskedRequest, asker_of
from knooppunt.kit.authority import NOBODY
from knooppunt.kit.problems import TooMany
from knooppunt.web.refusals import refusal

Answer = Callable[[HttpRequest], HttpResponse]
POLICY = "minute"


def limited(request: AskedRequest, get_response: Answer) -> HttpResponse:
    """The answer, or 429 when this person, token or address asked too much this minute. At most one query."""
    most = settings.KNOOPPUNT.api_rate_strangers if request.actor == NOBODY else settings.KNOOPPUNT.api_rate
    allowance = RATES.ask(asker_of(request.actor, _address(request), by_token=request.by_token), most)
    response = get_response(request) if allowance.allowed else refusal(request, TooMany(allowance.resets))
    if not allowance.allowed:
        response.headers["Retry-After"] = str(allowance.resets)
    return _told(response, allowance)


def guessed(request: AskedRequest, response: HttpResponse) -> HttpResponse:
    """The answer at an address that is a secret; 429 for one that tries too many wrong ones this minute.

    A right one is never counted nor refused: a whole crisis centre may answer from behind one address.
    """
    wrong = response.status_code == HTTPStatus.NOT_FOUND and request.path_info.startswith(settings.GUESSED_AT)
    if not wrong:
        return response
    asker = f"guess {asker_of(NOBODY, _address(request))}"
    allowance = RATES.ask(asker, settings.KNOOPPUNT.api_rate_strangers)
    return response if allowance.allowed else HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS)


def _told(response: HttpResponse, allowance: Allowance) -> HttpResponse:
    response.headers["RateLimit-Policy"] = f'"{POLICY}";q={allowance.most};w={WINDOW}'
    response.headers["RateLimit"] = f'"{POLICY}";r={allowance.left};t={allowance.resets}'
    return response


def _address(request: HttpRequest) -> str:
    """Where the request comes from; behind a proxy as that says. Requests that do not tell are one asker."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return ""
