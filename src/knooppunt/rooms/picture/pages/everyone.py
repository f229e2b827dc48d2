"""What everyone may read: the published editions marked TLP:CLEAR. Nobody signs in; no cookie is read or set."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.translation import override
from django.views.decorators.http import require_safe

from knooppunt.rooms.picture import public as picture
from knooppunt.rooms.picture.exchange.atom import MEDIA_TYPE, atom, heading
from knooppunt.rooms.picture.pages.conditional import MINUTE, conditional
from knooppunt.rooms.picture.pages.showing import shown_edition

LANGUAGES = ("nl", "en")
ROBOTS = "User-agent: *\nAllow: /public/\nDisallow: /\n"
Page = Callable[..., HttpResponseBase]


def spoken(page: Page) -> Page:
    """In Dutch, or in English with ``?language=en``: what is kept for everyone depends on its address only."""

    @wraps(page)
    def answer(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        asked = request.GET.get("language", "")
        language = asked if asked in LANGUAGES else LANGUAGES[0]
        with override(language):
            return page(request, language, **parts)

    return answer


@require_safe
@spoken
def front(request: HttpRequest, language: str) -> HttpResponseBase:
    """All of them, the newest first."""
    lines = [(one, heading(one, language)) for one in picture.public_editions()]
    return _page(request, "picture/open/front.html", {"editions": lines}, language)


@require_safe
@spoken
def edition(request: HttpRequest, language: str, product: str, number: int) -> HttpResponseBase:
    """One edition; of one that was withdrawn only that it was."""
    told, line = picture.public_edition(product, number)
    shown = None if told.withdrawn_at else shown_edition(line, language, actor=picture.PUBLIC)
    context = {"edition": told, "heading": heading(told, language), "shown": shown}
    return _page(request, "picture/open/edition.html", context, language)


@require_safe
@spoken
def document(request: HttpRequest, language: str, product: str, number: int, kind: str) -> HttpResponseBase:
    """An edition as PDF, JSON or one HTML file, byte for byte as it was published."""
    found = picture.public_document(product, number, kind)
    etag = f'"{found.sha256}"'
    response = get_conditional_response(request, etag=etag) or FileResponse(
        found.path.open("rb"), content_type=found.media_type, filename=found.name, as_attachment=kind == "html"
    )
    # The file never changes; that it is still given may, so it is asked again each minute.
    response["ETag"], response["Cache-Control"] = etag, MINUTE
    return response


@require_safe
@spoken
def feed(request: HttpRequest, language: str) -> HttpResponseBase:
    """The Atom feed."""
    site = request.build_absolute_uri("/").rstrip("/")
    body = atom(picture.public_editions(), language, site)
    return conditional(request, HttpResponse(body, content_type=MEDIA_TYPE), MINUTE)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines may read what everyone may read."""
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


def _page(request: HttpRequest, template: str, context: dict[str, Any], language: str) -> HttpResponseBase:
    response = render(request, template, context | {"language": language})
    return conditional(request, response, MINUTE)
