"""What machines get around every answer of the API: the version, and a problem document whatever went wrong."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext

from knooppunt.kit.problems import phrase
from knooppunt.web.refusals import PROBLEM_JSON, is_api, problem_document

VERSION = "1.0.0"
"""Of the API, not of the software. The first number stands in the addresses; the whole in every answer."""
VERSION_HEADER = "API-Version"

SCHEME = "Bearer"
"""How a program says who it is; the same for no token and for a wrong one."""

Answer = Callable[[HttpRequest], HttpResponse]

SENTENCES = {
    HTTPStatus.NOT_FOUND: (phrase("Not found"), phrase("There is nothing here.")),
    HTTPStatus.FORBIDDEN: (phrase("Not allowed"), phrase("This request did not come from a page of ours.")),
    HTTPStatus.METHOD_NOT_ALLOWED: (phrase("This cannot be done"), phrase("This address can only be read.")),
    HTTPStatus.INTERNAL_SERVER_ERROR: (
        phrase("Something broke"),
        phrase("Something broke here. Nothing was changed. Try again later."),
    ),
}
OTHERWISE = (phrase("This is not right"), phrase("This request is not well formed."))


def for_machines(get_response: Answer) -> Answer:
    """Stand around everything that can refuse, so that a machine never gets a page."""

    def answer(request: HttpRequest) -> HttpResponse:
        if not is_api(request):
            return get_response(request)
        asked = request.method
        request.method = "GET" if asked == "HEAD" else asked  # ninja knows no HEAD; the server leaves the body out
        response = get_response(request)
        request.method = asked
        told = response if _is_good(response) else _as_problem(request, response)
        told.headers[VERSION_HEADER] = VERSION
        patch_vary_headers(told, ("Authorization", "Cookie"))
        if told.status_code == HTTPStatus.UNAUTHORIZED:
            told.headers["WWW-Authenticate"] = SCHEME
        return told

    return answer


def _is_good(response: HttpResponse) -> bool:
    return response.status_code < HTTPStatus.BAD_REQUEST or response.headers.get("Content-Type") == PROBLEM_JSON


def _as_problem(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The same refusal as a document; headers that belong to a page do not come along."""
    title, sentence = SENTENCES.get(HTTPStatus(response.status_code), OTHERWISE)
    problem = problem_document(request, response.status_code, gettext(title), gettext(sentence))
    problem.headers["Content-Length"] = str(len(problem.content))
    problem.headers["Cache-Control"] = "private, no-cache"
    if "Allow" in response.headers:
        problem.headers["Allow"] = response.headers["Allow"]
    return problem
