"""The addresses under ``/ogc/v1``. Whoever may read pictures may read them, each with what they see."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from knooppunt.ground.access.public import AskedRequest
from knooppunt.ground.journal.public import Kept
from knooppunt.kit.clock import now, today
from knooppunt.kit.problems import NotFound, phrase
from knooppunt.rooms.picture.ogc import links
from knooppunt.rooms.picture.ogc.answering import Page, borders_told, feature_of, page_of
from knooppunt.rooms.picture.ogc.asking import Wanted, item_asked, items_asked, nothing_asked
from knooppunt.rooms.picture.ogc.document import CONFORMS, OUTSIDE, document
from knooppunt.rooms.picture.ogc.places import COLLECTIONS, CRS84, CRSS, Collection
from knooppunt.rooms.picture.ogc.shapes import shapes_of

READ = "picture.read"
PAGES: Kept[tuple[str, str]] = Kept(24)
"""Pages of features as they were put together, each up to some megabytes, before and after the moment in them."""

View = Callable[..., HttpResponse]


def _closed(view: View) -> View:
    @require_safe
    @wraps(view)
    def answer(request: AskedRequest, *arguments: Any, **named: Any) -> HttpResponse:
        request.actor.require(READ)
        return view(request, *arguments, **named)

    return answer


@require_safe
def openapi(request: AskedRequest) -> HttpResponse:
    """The OpenAPI document, for everyone."""
    return _json(document(), links.OPENAPI, OUTSIDE)


@_closed
def landing(request: AskedRequest) -> HttpResponse:
    """Where to begin."""
    nothing_asked(request.GET)
    told = {
        "title": _("Knooppunt: the picture per area"),
        "description": _("Areas with their borders and figures, as OGC API – Features."),
        "links": links.of_landing(request),
    }
    return _json(told)


@_closed
def conformance(request: AskedRequest) -> HttpResponse:
    """The classes of the standards that are kept."""
    nothing_asked(request.GET)
    return _json({"conformsTo": list(CONFORMS)})


@_closed
def collections(request: AskedRequest) -> HttpResponse:
    """All collections."""
    nothing_asked(request.GET)
    told = {
        "links": [links.link(request, "/collections", "self", links.JSON, _("The collections"))],
        "crs": list(CRSS),
        "collections": [_collection(request, one) for one in COLLECTIONS.values()],
    }
    return _json(told)


@_closed
def collection(request: AskedRequest, collection: str) -> HttpResponse:
    """One collection."""
    found = _named(collection)
    nothing_asked(request.GET)
    return _json(_collection(request, found))


@_closed
def items(request: AskedRequest, collection: str) -> HttpResponse:
    """A page of features. Put together once for each reader, and kept until anything is committed."""
    found = _named(collection)
    wanted = items_asked(request.GET, found)
    place = (request.get_host(), request.scheme, request.get_full_path())
    key = (request.actor, today(), get_language(), place)
    before, after = PAGES.get(key, request.stands, lambda: _page(request, found, wanted))
    return _geojson(before + _moment(now()) + after, wanted)


@_closed
def item(request: AskedRequest, collection: str, feature: str) -> HttpResponse:
    """One feature."""
    found = _named(collection)
    wanted = item_asked(request.GET)
    text, beside = feature_of(found, feature, wanted, request.actor)
    rest = {"links": links.of_feature(request, found, feature, wanted), **beside}
    return _geojson(f"{text},{_members(rest)}}}", wanted)


def _page(request: AskedRequest, found: Collection, wanted: Wanted) -> tuple[str, str]:
    page: Page = page_of(found, wanted, request.actor)
    rest = {
        "numberMatched": page.matched,
        "numberReturned": page.returned,
        "links": links.of_page(request, found, wanted, page.matched),
        **page.members,
    }
    before = f'{{"type":"FeatureCollection",{_members(rest)},"timeStamp":"'
    return before, f'","features":[{page.features}]}}'


def _collection(request: AskedRequest, one: Collection) -> dict[str, Any]:
    shapes = shapes_of(one.kind, today(), CRS84)
    spatial = {"spatial": {"bbox": [list(shapes.whole)], "crs": CRS84}} if shapes else {}
    note = "" if shapes else f" {borders_told(None)['geometryNote']}"
    return {
        "id": one.id,
        "title": str(one.title),
        "description": f"{one.description}{note}",
        "itemType": "feature",
        "extent": {**spatial, "temporal": {"interval": [["2020-01-01T00:00:00Z", None]]}},
        "crs": list(CRSS),
        "storageCrs": CRS84,
        "links": links.of_collection(request, one),
    }


def _named(written: str) -> Collection:
    found = COLLECTIONS.get(written)
    if found is None:
        raise NotFound(phrase("There is nothing here."))
    return found


def _geojson(text: str, wanted: Wanted) -> HttpResponse:
    return HttpResponse(text, content_type=links.GEOJSON, headers={"Content-Crs": f"<{wanted.crs}>"})


def _json(told: Any, kind: str = links.JSON, headers: dict[str, str] | None = None) -> HttpResponse:
    return JsonResponse(told, content_type=kind, headers=headers, json_dumps_params={"ensure_ascii": False})


def _members(told: dict[str, Any]) -> str:
    """The members of an object, without its braces."""
    return json.dumps(told, ensure_ascii=False, allow_nan=False, separators=(",", ":"))[1:-1]


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
