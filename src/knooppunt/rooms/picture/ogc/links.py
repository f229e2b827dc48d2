"""Links: where one is, where one can go, and the next page."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from knooppunt.rooms.picture.ogc.asking import Wanted
from knooppunt.rooms.picture.ogc.places import Collection

ROOT = "/ogc/v1"
JSON = "application/json"
GEOJSON = "application/geo+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"

Link = dict[str, str]


def link(request: HttpRequest, path: str, rel: str, kind: str, title: str | Promise) -> Link:
    """A link to ``path`` below the root, as the reader reaches it."""
    return {"href": request.build_absolute_uri(ROOT + path), "rel": rel, "type": kind, "title": str(title)}


def of_landing(request: HttpRequest) -> list[Link]:
    return [
        link(request, "", "self", JSON, _("This document")),
        link(request, "/openapi.json", "service-desc", OPENAPI, _("What can be asked here")),
        link(request, "/conformance", "conformance", JSON, _("The standards that are kept")),
        link(request, "/collections", "data", JSON, _("The collections")),
    ]


def of_collection(request: HttpRequest, collection: Collection, me: str = "self") -> list[Link]:
    path = f"/collections/{collection.id}"
    return [
        link(request, path, me, JSON, collection.title),
        link(request, f"{path}/items", "items", GEOJSON, collection.title),
    ]


def of_page(request: HttpRequest, collection: Collection, wanted: Wanted, matched: int) -> list[Link]:
    """The page itself, its collection, and the pages beside it."""
    path = f"/collections/{collection.id}"
    found = [
        link(request, f"{path}/items{_query(wanted.given)}", "self", GEOJSON, _("This page")),
        link(request, path, "collection", JSON, collection.title),
    ]
    if wanted.offset + wanted.limit < matched:
        found.append(_moved(request, path, wanted, "next", wanted.offset + wanted.limit, _("The next page")))
    if wanted.offset:
        before = max(0, wanted.offset - wanted.limit)
        found.append(_moved(request, path, wanted, "prev", before, _("The page before")))
    return found


def of_feature(request: HttpRequest, collection: Collection, code: str, wanted: Wanted) -> list[Link]:
    path = f"/collections/{collection.id}"
    return [
        link(request, f"{path}/items/{quote(code)}{_query(wanted.given)}", "self", GEOJSON, code),
        link(request, path, "collection", JSON, collection.title),
    ]


def _moved(request: HttpRequest, path: str, wanted: Wanted, rel: str, offset: int, title: str) -> Link:
    given = {**wanted.given, "offset": str(offset), "limit": str(wanted.limit)}
    return link(request, f"{path}/items{_query(given)}", rel, GEOJSON, title)


def _query(given: Mapping[str, str]) -> str:
    return f"?{urlencode(given)}" if given else ""
