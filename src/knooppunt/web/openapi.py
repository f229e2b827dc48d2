"""The OpenAPI document, completed with what holds for every address: version, problems, who to turn to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from knooppunt.web.machines import VERSION, VERSION_HEADER
from knooppunt.web.refusals import PROBLEM_JSON

ADDRESS = "/api/v1"
INTRODUCTION = """What Knooppunt knows, for machines: figures with their provenance, published editions, and reports.

Read only, but for the reports that an organisation submits. Field names are English; names for people are given in
Dutch and English, so that answers do not depend on the language of the reader. Only the sentence of a refusal does: it
follows `Accept-Language`. Days are days in the Netherlands, `from` and `until` are both inclusive, moments are UTC.
`null` is unknown or absent, never zero. An address that does not exist and one that may not be seen give the same
answer; `x-needs` is the mandate that an address needs."""
CONTACT = {
    "name": "The maintainers of Knooppunt",
    "url": "https://knooppunt.example/",
    "email": "api@knooppunt.example",
}
OUTSIDE = {"Access-Control-Allow-Origin": "*"}
"""The document may be read from anywhere, as the rules ask; nothing else may."""

_TEXT = {"type": "string"}
_PROBLEM = {
    "title": "Problem",
    "description": "A refusal, as in RFC 9457.",
    "type": "object",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {**_TEXT, "format": "uri-reference"},
        "title": {**_TEXT, "description": "What kind of refusal it is."},
        "status": {"type": "integer", "description": "The HTTP status."},
        "detail": {**_TEXT, "description": "A sentence that a person understands."},
        "place": {**_TEXT, "description": "The parameter that is wrong, where there is one."},
        "instance": {**_TEXT, "format": "uri-reference", "description": "The address that was asked."},
    },
}
_RATES = {
    "RateLimit": {
        "description": "What is left: `r` requests in the `t` seconds to come (IETF draft ratelimit-headers).",
        "schema": {**_TEXT, "examples": ['"minute";r=599;t=60']},
    },
    "RateLimit-Policy": {
        "description": "What is allowed: `q` requests in `w` seconds, for each person, token or address.",
        "schema": {**_TEXT, "examples": ['"minute";q=600;w=60']},
    },
}
_REFUSALS = {
    "400": ("NotRight", "A parameter is wrong: `place` names it."),
    "401": ("NotSignedIn", "Nobody is signed in: the same answer for every address."),
    "404": ("NothingHere", "It does not exist or may not be seen: the same answer."),
    "409": ("Overtaken", "It does not fit the present state: someone was first, or it is closed."),
    "429": ("TooMany", "Asked too often: `Retry-After` says after how many seconds again."),
    "500": ("Broken", "Something broke here."),
}
_HEADERS = {
    name: {"$ref": f"#/components/headers/{name}"} for name in (VERSION_HEADER, "RateLimit", "RateLimit-Policy")
}


def address_of(route: str) -> str:
    """A route of Django's (``api/v1/editions/<uuid:id>``) as it stands in the document (``/editions/{id}``)."""
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", f"/{route}").removeprefix(ADDRESS)


def completed(drawn: Mapping[str, Any]) -> dict[str, Any]:
    """The document that ninja drew, with the rest. Deterministic: keys in order."""
    document = dict(drawn)
    document["info"] |= {"contact": CONTACT, "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"}}
    document["servers"] = [{"url": ADDRESS}]
    document["paths"] = {address: _path(methods) for address, methods in sorted(document["paths"].items())}
    components = document["components"]
    components["schemas"] = dict(sorted((components["schemas"] | {"Problem": _PROBLEM}).items()))
    components["headers"] = {VERSION_HEADER: _version(), **_RATES}
    components["responses"] = {name: _refusal(sentence) for name, sentence in _REFUSALS.values()}
    return document


def _path(methods: Mapping[str, Any]) -> dict[str, Any]:
    return {method: _operation(operation) for method, operation in methods.items()}


def _operation(operation: Mapping[str, Any]) -> dict[str, Any]:
    good = {str(status): answer | {"headers": _headers(answer)} for status, answer in operation["responses"].items()}
    writes = "requestBody" in operation
    bad = {
        status: {"$ref": f"#/components/responses/{name}"}
        for status, (name, _) in _REFUSALS.items()
        if writes or status != "409"
    }
    parameters = [_parameter(one) for one in operation["parameters"]]
    return {**operation, "parameters": parameters, "responses": good | bad}


def _parameter(drawn: Mapping[str, Any]) -> dict[str, Any]:
    """Without ninja's list of examples, which is of another shape here; they stand in the schema."""
    return {name: value for name, value in drawn.items() if name != "examples"} | {"schema": _given(drawn["schema"])}


def _given(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of a parameter when it is given: leaving it out is not writing ``null``."""
    kinds = [kind for kind in schema.get("anyOf", []) if kind != {"type": "null"}]
    rest = {name: value for name, value in schema.items() if name != "anyOf"}
    return {**rest, **kinds[0]} if len(kinds) == 1 else dict(schema)


def _headers(answer: Mapping[str, Any]) -> dict[str, Any]:
    return {**_HEADERS, **answer.get("headers", {})}


def _version() -> dict[str, Any]:
    schema = {**_TEXT, "examples": [VERSION]}
    return {"description": "The full version of the API.", "required": True, "schema": schema}


def _refusal(sentence: str) -> dict[str, Any]:
    content = {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": sentence, "headers": _HEADERS, "content": content}
