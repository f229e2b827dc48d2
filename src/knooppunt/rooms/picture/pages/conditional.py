"""Answers that say what they are (ETag), so that whoever has them need not get them again."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response

MINUTE = "public, max-age=60"
OWN = "private, no-cache"


def conditional(request: HttpRequest, response: HttpResponse, cache: str, tag: str = "") -> HttpResponseBase:
    """The answer, or 304 when the reader has it. ``tag``: what it is, when the bytes themselves do not say so."""
    response["Cache-Control"] = cache
    etag = f'"{tag or hashlib.sha256(response.content).hexdigest()}"'
    response["ETag"] = etag
    answer = get_conditional_response(request, etag=etag, response=response)
    assert answer is not None
    answer["Cache-Control"] = cache
    return answer
