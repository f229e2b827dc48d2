"""The pages of the shell itself: choosing a language, and the answers when there is nothing or something broke."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from knooppunt.ground.access.public import AskedRequest, choose_language
from knooppunt.kit.authority import NOBODY
from knooppunt.web.refusals import nothing_here


@require_POST
def language(request: AskedRequest) -> HttpResponse:
    """Read in another language; whoever is signed in keeps it for the next time, on every machine."""
    chosen = request.POST.get("language", "")
    if request.actor != NOBODY and check_for_language(chosen):
        choose_language(language=chosen, actor=request.actor)
    return set_language(request)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The one answer to an address that does not exist and to one that may not be seen."""
    return nothing_here(request)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that is not well formed."""
    return render(request, "400.html", status=HTTPStatus.BAD_REQUEST)


def broken(request: HttpRequest) -> HttpResponse:
    """Something broke here. Uses nothing that could be what broke."""
    return render(request, "500.html", status=HTTPStatus.INTERNAL_SERVER_ERROR)
