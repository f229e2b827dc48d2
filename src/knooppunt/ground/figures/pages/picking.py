"""Which lines of a list somebody picked."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest

from knooppunt.kit.problems import NotFound, phrase


def picked(request: HttpRequest, name: str) -> frozenset[UUID]:
    """The identifiers under ``name``, or with ``all`` those that were shown on the page."""
    written = request.POST.getlist("shown" if request.POST.get("all") else name)
    try:
        return frozenset(UUID(one) for one in written)
    except ValueError:
        raise NotFound(phrase("There is nothing here.")) from None
