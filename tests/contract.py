"""Holds an answer of the API against the OpenAPI document: what is promised is there, and nothing else."""

from __future__ import annotations

import copy
import json
from functools import cache
from typing import Any

from django.urls import resolve
from jsonschema import Draft202012Validator

from knooppunt.config.api import api
from knooppunt.web.openapi import address_of


@cache
def _components() -> dict[str, Any]:
    """The parts of the document; what has fields may have no others."""
    parts: dict[str, Any] = copy.deepcopy(api.document["components"])
    for schema in parts["schemas"].values():
        if "properties" in schema:
            schema.setdefault("additionalProperties", False)
    return parts


def _promised(path: str, method: str, status: int) -> dict[str, Any]:
    address = address_of(resolve(path).route)
    promised: dict[str, Any] = api.document["paths"][address][method]["responses"][str(status)]
    if "$ref" in promised:
        return dict(_components()["responses"][promised["$ref"].rsplit("/", 1)[-1]])
    return promised


def told(answer: Any) -> Any:
    """The content of an answer that keeps the contract: status, kind of content, headers, and every field."""
    promised = _promised(answer.request["PATH_INFO"], answer.request["REQUEST_METHOD"].lower(), answer.status_code)
    kind = answer["Content-Type"].partition(";")[0]
    assert list(promised["content"]) == [kind]
    assert [name for name in promised["headers"] if name not in answer.headers] == []
    assert int(answer["Content-Length"]) == len(answer.content)
    document = json.loads(answer.content)
    schema = {**promised["content"][kind]["schema"], "components": _components()}
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    assert [f"{fault.json_path}: {fault.message}" for fault in validator.iter_errors(document)] == []
    return document
