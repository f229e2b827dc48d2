"""The parts of the OpenAPI document: what answers look like."""

from __future__ import annotations

from typing import Any

_TEXT = {"type": "string"}
_MOMENT = {"type": "string", "format": "date-time"}
_NUMBER = {"type": "number"}
_COUNT = {"type": "integer", "minimum": 0}
_OBJECT = {"type": "object"}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _list(items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "array", "items": items, **more}


def _thing(required: list[str], properties: dict[str, Any], description: str = "") -> dict[str, Any]:
    told: dict[str, Any] = {"description": description} if description else {}
    told |= {"required": required} if required else {}
    return {**_OBJECT, **told, "properties": properties}


_LINKS = _list(_ref("Link"))
_POINT = _list(_NUMBER, minItems=2)
_RING = _list(_POINT, minItems=4)
_BOX = {**_list(_NUMBER), "oneOf": [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}]}
_BESIDE = {
    "bordersOf": {**_TEXT, "format": "date", "description": "Of which day the borders are."},
    "geometryNote": {**_TEXT, "description": "Why there is no geometry."},
}
_FEATURE = {
    "type": {**_TEXT, "enum": ["Feature"]},
    "id": {**_TEXT, "description": "The code of the area."},
    "geometry": {
        "nullable": True,
        "oneOf": [_ref("Polygon"), _ref("MultiPolygon")],
        "description": "The border; null when none was imported.",
    },
    "properties": _ref("Known"),
    "links": _LINKS,
    **_BESIDE,
}

SCHEMAS: dict[str, Any] = {
    "Link": _thing(["href", "rel"], {"href": _TEXT, "rel": _TEXT, "type": _TEXT, "title": _TEXT}),
    "LandingPage": _thing(["links"], {"title": _TEXT, "description": _TEXT, "links": _LINKS}),
    "ConfClasses": _thing(["conformsTo"], {"conformsTo": _list(_TEXT)}),
    "Collections": _thing(
        ["links", "collections"],
        {"links": _LINKS, "crs": _list(_TEXT), "collections": _list(_ref("Collection"))},
    ),
    "Collection": _thing(
        ["id", "links"],
        {
            "id": _TEXT,
            "title": _TEXT,
            "description": _TEXT,
            "itemType": {**_TEXT, "default": "feature"},
            "extent": _ref("Extent"),
            "crs": _list(_TEXT),
            "storageCrs": _TEXT,
            "links": _LINKS,
        },
    ),
    "Extent": _thing(
        [],
        {
            "spatial": _thing([], {"bbox": _list(_BOX, minItems=1), "crs": _TEXT}),
            "temporal": _thing(
                [], {"interval": _list(_list({**_MOMENT, "nullable": True}, minItems=2, maxItems=2), minItems=1)}
            ),
        },
    ),
    "Polygon": _thing(["type", "coordinates"], {"type": {**_TEXT, "enum": ["Polygon"]}, "coordinates": _list(_RING)}),
    "MultiPolygon": _thing(
        ["type", "coordinates"],
        {"type": {**_TEXT, "enum": ["MultiPolygon"]}, "coordinates": _list(_list(_RING))},
    ),
    "Known": {
        **_thing(
            ["code", "name", "kind"],
            {
                "code": _TEXT,
                "name": _TEXT,
                "kind": _TEXT,
                "region": {**_TEXT, "nullable": True},
                "province": {**_TEXT, "nullable": True},
                "ggd": {**_TEXT, "nullable": True},
                "population": {"type": "integer", "nullable": True},
                "populationYear": {"type": "integer", "nullable": True},
                "validFrom": {**_TEXT, "format": "date"},
            },
            "What is known of an area, and figures under their own names, as the introduction says.",
        ),
        "additionalProperties": {"nullable": True, "anyOf": [_NUMBER, _TEXT]},
    },
    "Feature": _thing(["type", "id", "geometry", "properties"], _FEATURE),
    "FeatureCollection": _thing(
        ["type", "features", "links", "timeStamp", "numberMatched", "numberReturned"],
        {
            "type": {**_TEXT, "enum": ["FeatureCollection"]},
            "features": _list(_ref("Feature")),
            "links": _LINKS,
            "timeStamp": _MOMENT,
            "numberMatched": _COUNT,
            "numberReturned": _COUNT,
            **_BESIDE,
        },
    ),
    "Problem": _thing(
        ["type", "title", "status", "detail", "instance"],
        {
            "type": {**_TEXT, "format": "uri-reference"},
            "title": {**_TEXT, "description": "What kind of refusal it is."},
            "status": {"type": "integer", "description": "The HTTP status."},
            "detail": {**_TEXT, "description": "A sentence that a person understands."},
            "place": {**_TEXT, "description": "The parameter that is wrong, where there is one."},
            "instance": {**_TEXT, "format": "uri-reference", "description": "The address that was asked."},
        },
        "A refusal, as in RFC 9457.",
    ),
}

ALWAYS = ("API-Version", "RateLimit", "RateLimit-Policy")
HEADERS: dict[str, Any] = {
    "API-Version": {"description": "The full version of the API.", "required": True, "schema": _TEXT},
    "RateLimit": {
        "description": "What is left: `r` requests in the `t` seconds to come (IETF draft ratelimit-headers).",
        "schema": _TEXT,
    },
    "RateLimit-Policy": {"description": "What is allowed: `q` requests in `w` seconds.", "schema": _TEXT},
    "Content-Crs": {
        "description": "The system of the coordinates, between < and >.",
        "required": True,
        "schema": _TEXT,
    },
}
_ALWAYS = {name: {"$ref": f"#/components/headers/{name}"} for name in ALWAYS}
_SENTENCES = {
    "NotRight": "A parameter is wrong or unknown: `place` names it.",
    "NotSignedIn": "Nobody is signed in, or the token is wrong: the same answer for every address.",
    "NothingHere": "It does not exist or may not be seen: the same answer.",
    "TooMany": "Asked too often: `Retry-After` says after how many seconds again.",
    "Broken": "Something broke here.",
}
REFUSALS: dict[str, Any] = {
    name: {
        "description": sentence,
        "headers": _ALWAYS,
        "content": {"application/problem+json": {"schema": _ref("Problem")}},
    }
    for name, sentence in _SENTENCES.items()
}
SECURITY: dict[str, Any] = {
    "Token": {"type": "http", "scheme": "bearer"},
    "SessionCookie": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
}
