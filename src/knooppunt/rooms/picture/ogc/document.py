"""The OpenAPI 3.0 document of ``/ogc/v1``: what Part 1 and Part 2 ask for, address by address."""

from __future__ import annotations

from functools import cache
from typing import Any

from knooppunt.rooms.picture.ogc import schemas
from knooppunt.rooms.picture.ogc.asking import MOST, MOST_INDICATORS, MOST_OFFSET, USUAL, filterable
from knooppunt.rooms.picture.ogc.links import GEOJSON, JSON, ROOT
from knooppunt.rooms.picture.ogc.places import COLLECTIONS, CRS84, CRSS, Collection

VERSION = "1.0.0"
SECURED = [{"Token": []}, {"SessionCookie": []}]
NEEDS = {"x-needs": "picture.read"}
OUTSIDE = {"Access-Control-Allow-Origin": "*"}
"""The document may be read from anywhere; nothing else may."""
_PART1 = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/"
CONFORMS = (
    f"{_PART1}core",
    f"{_PART1}oas30",
    f"{_PART1}geojson",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
)
INTRODUCTION = """The picture per area for maps and analyses: areas with their borders, and as properties the figures of
the newest published editions, or of the indicators that are named.

Read only, with the session of someone who signed in or with a token. Areas are as they are now. A figure stands under
its slug (`cases_reported`, or `cases_reported_sum7` by another method), and beside it under the same name with
`_as_of`, `_known_since`, `_source` and `_edition` where it comes from. `null` is unknown, never zero. Without imported
borders `geometry` is null, and `geometryNote` says so. An address that does not exist and one that may not be seen give
the same answer; `x-needs` is the mandate that an address needs."""
_TEXT = {"type": "string"}
_REFUSALS = {"400": "NotRight", "401": "NotSignedIn", "404": "NothingHere", "429": "TooMany", "500": "Broken"}


@cache
def document() -> dict[str, Any]:
    """The whole document."""
    paths = {
        "/": _path("getLandingPage", "Where to begin.", "LandingPage"),
        "/conformance": _path("getConformance", "The standards that are kept.", "ConfClasses"),
        "/collections": _path("getCollections", "The collections.", "Collections"),
    }
    for one in COLLECTIONS.values():
        paths |= _paths_of(one)
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Knooppunt: the picture per area",
            "version": VERSION,
            "description": INTRODUCTION,
            "contact": {
                "name": "The maintainers of Knooppunt",
                "url": "https://knooppunt.example/",
                "email": "api@knooppunt.example",
            },
            "license": {"name": "EUPL-1.2", "url": "https://eupl.eu/1.2/en/"},
        },
        "servers": [{"url": ROOT}],
        "tags": [{"name": "features", "description": "OGC API – Features"}],
        "paths": paths,
        "components": {
            "schemas": schemas.SCHEMAS,
            "parameters": _shared(),
            "headers": schemas.HEADERS,
            "responses": schemas.REFUSALS,
            "securitySchemes": schemas.SECURITY,
        },
    }


def _paths_of(one: Collection) -> dict[str, Any]:
    name = "".join(word.capitalize() for word in one.id.split("-"))
    path = f"/collections/{one.id}"
    items = _path(f"get{name}", f"Features of {one.id}, in pages.", "FeatureCollection", _of_items(one), geo=True)
    # The standard names it with a hyphen, where the API Design Rules want camelCase: it stands with the whole path.
    items["parameters"] = [{"$ref": "#/components/parameters/bbox-crs"}]
    item = _path(f"get{name}Feature", f"One of {one.id}.", "Feature", _of_item(), geo=True)
    return {
        path: _path(f"describe{name}", f"What {one.id} are.", "Collection"),
        f"{path}/items": items,
        f"{path}/items/{{featureId}}": item,
    }


def _of_items(one: Collection) -> list[dict[str, Any]]:
    named = [_ref(name) for name in ("limit", "offset", "bbox", "datetime", "crs", "indicators", "method")]
    return named + [
        _query(name, f"Only where {name} is this.", {**_TEXT, "maxLength": 200}) for name in filterable(one)
    ]


def _of_item() -> list[dict[str, Any]]:
    code = {"name": "featureId", "in": "path", "required": True, "description": "The code.", "schema": _TEXT}
    return [code, *(_ref(name) for name in ("crs", "indicators", "method"))]


def _path(
    operation: str, summary: str, schema: str, parameters: list[dict[str, Any]] | None = None, *, geo: bool = False
) -> dict[str, Any]:
    headers = {name: {"$ref": f"#/components/headers/{name}"} for name in schemas.ALWAYS}
    if geo:
        headers["Content-Crs"] = {"$ref": "#/components/headers/Content-Crs"}
    content = {GEOJSON if geo else JSON: {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    good = {"200": {"description": summary, "headers": headers, "content": content}}
    bad = {status: {"$ref": f"#/components/responses/{name}"} for status, name in _REFUSALS.items()}
    told = {"operationId": operation, "summary": summary, "tags": ["features"], "parameters": parameters or []}
    return {"get": {**told, "responses": good | bad, "security": SECURED, **NEEDS}}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/parameters/{name}"}


def _query(name: str, description: str, schema: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema, **more}


def _shared() -> dict[str, Any]:
    whole = {"type": "integer", "format": "int32"}
    crs = {**_TEXT, "format": "uri", "enum": list(CRSS), "default": CRS84}
    numbers = {"type": "array", "items": {"type": "number"}, "oneOf": [
        {"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}]}  # fmt: skip
    slugs = {"type": "array", "items": {**_TEXT, "minLength": 1}, "minItems": 1, "maxItems": MOST_INDICATORS}
    form = {"style": "form", "explode": False}
    found = [
        _query(
            "limit",
            f"At most this many; of more than {MOST} these are given, with a link to the next.",
            {**whole, "minimum": 1, "maximum": MOST, "default": USUAL},
            **form,
        ),
        _query("offset", "Leave out this many.", {**whole, "minimum": 0, "maximum": MOST_OFFSET, "default": 0}),
        _query("bbox", "Only what meets this box: the lower left and the upper right corner.", numbers, **form),
        _query("bbox-crs", "The system of the box.", crs),
        _query("crs", "The system of the coordinates in the answer.", crs),
        _query(
            "datetime",
            "Only areas that exist at this moment, or in this period: two moments with a slash, either may be `..`.",
            _TEXT,
            **form,
        ),
        _query("indicators", "The newest figures of these, instead of those of the editions.", slugs, **form),
        _query(
            "method",
            "How the figures of `indicators` are made; as in `/api/v1/figures`.",
            {**_TEXT, "default": "value"},
        ),
    ]
    return {one["name"]: one for one in found}
