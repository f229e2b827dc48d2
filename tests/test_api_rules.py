"""The rules of the API find what is wrong: each is shown a document with one fault planted in it."""

from __future__ import annotations

import copy
import json
import re
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from tools import api_rules

from knooppunt.config.api import api

Document = dict[str, Any]
FIGURES = "/figures"


def _first(document: Document) -> Document:
    found: Document = document["paths"][FIGURES]["get"]
    return found


def _moved(document: Document, address: str) -> None:
    document["paths"][address] = document["paths"].pop(FIGURES)


def _renamed_key(document: Document) -> None:
    next(one for one in _first(document)["parameters"] if one["in"] == "query")["name"] = "known_at"


def _unlimited(document: Document) -> None:
    limits = [one for one in document["paths"]["/editions"]["get"]["parameters"] if one["name"] == "limit"]
    limits[0]["schema"].pop("maximum")


def _a_page(document: Document) -> None:
    document["components"]["responses"]["NothingHere"]["content"] = {"text/html": {"schema": {"type": "string"}}}


def _silent(document: Document) -> None:
    document["components"]["schemas"]["Problem"]["properties"].pop("detail")


def _snake_field(document: Document) -> None:
    document["components"]["schemas"]["Problem"]["properties"]["known_at"] = {"type": "string"}


def _local_time(document: Document) -> None:
    document["components"]["schemas"]["EditionShape"]["properties"]["madeAt"] = {"type": "string", "format": "time"}


def _untidy_schema(document: Document) -> None:
    document["components"]["schemas"]["an_edition"] = {"type": "object"}


PLANTED: dict[str, Callable[[Document], object]] = {
    "oas3-schema": lambda d: d["info"].pop("title"),
    "oas3-api-servers": lambda d: d.pop("servers"),
    "operation-operationId-unique": lambda d: _first(d).update(operationId="listEditions"),
    "path-params": lambda d: d["paths"]["/indicators/{slug}"]["get"].update(parameters=[]),
    "house-openapi-3": lambda d: d.update(openapi="4.0.0"),
    "house-contact": lambda d: d["info"]["contact"].pop("email"),
    "house-semantic-version": lambda d: d["info"].update(version="1"),
    "house-version-in-address": lambda d: d["servers"][0].update(url="/api"),
    "house-server-of-no-machine": lambda d: d["servers"][0].update(url="http://localhost:8000/api/v1"),
    "house-no-slash-at-the-end": lambda d: _moved(d, "/figures/"),
    "house-kebab-case-in-addresses": lambda d: _moved(d, "/allFigures"),
    "house-camel-case-in-queries": _renamed_key,
    "house-camel-case-in-answers": _snake_field,
    "house-pascal-case-in-schemas": _untidy_schema,
    "house-read-only": lambda d: d["paths"][FIGURES].update(delete=copy.deepcopy(_first(d)) | {"operationId": "x"}),
    "house-version-in-every-answer": lambda d: d["components"]["responses"]["NotSignedIn"].pop("headers"),
    "house-wrong-input-is-400": lambda d: _first(d)["responses"].update({"422": _first(d)["responses"]["400"]}),
    "house-refusals-are-problems": _a_page,
    "house-problems-say-what": _silent,
    "house-moments-have-a-zone": _local_time,
    "house-every-address-is-closed": lambda d: _first(d).pop("x-needs"),
    "house-lists-have-a-limit": _unlimited,
}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The rules that each planted document breaks; the document as it is goes by the name ``sound``."""
    if not api_rules.SPECTRAL.exists():
        pytest.skip("Spectral is not installed: python tools/api_rules.py installs it")
    folder = tmp_path_factory.mktemp("documents")
    sound = json.loads(api_rules.DOCUMENT.read_text())
    for name, plant in {"sound": lambda _: None, **PLANTED}.items():
        document = copy.deepcopy(sound)
        plant(document)
        (folder / f"{name}.json").write_text(json.dumps(document))
    maps = json.loads(api_rules.DOCUMENTS[1].read_text())
    (folder / "maps.json").write_text(json.dumps(maps))
    del maps["info"]["contact"], maps["paths"]["/collections"]["get"]["responses"]["400"]
    (folder / "spoilt maps.json").write_text(json.dumps(maps))
    broken: dict[str, set[str]] = {path.stem: set() for path in folder.iterdir()}
    for fault in api_rules.faults(sorted(folder.iterdir())):
        broken[Path(fault["source"]).stem].add(fault["code"])
    return broken


@pytest.mark.slow
@pytest.mark.parametrize("rule", PLANTED)
def test_a_planted_fault_is_found_by_its_rule(rule: str, found: dict[str, set[str]]) -> None:
    assert rule in found[rule]


@pytest.mark.slow
def test_the_documents_as_they_are_break_no_rule(found: dict[str, set[str]]) -> None:
    assert found["sound"] == set()
    assert found["maps"] == set()


@pytest.mark.slow
def test_a_fault_planted_in_the_document_for_maps_is_found(found: dict[str, set[str]]) -> None:
    assert {"house-contact", "house-wrong-input-is-400"} <= found["spoilt maps"]


@pytest.mark.slow
@pytest.mark.parametrize("planted", [True, False], ids=["planted", "sound"])
def test_the_rules_of_the_standard_find_a_planted_fault_and_nothing_else(planted: bool, tmp_path: Path) -> None:
    if not (api_rules.SPECTRAL.exists() and api_rules.STANDARD.exists()):
        pytest.skip("Spectral is not installed, or the rules of the standard do not lie beside the project")
    documents = []
    for source in api_rules.DOCUMENTS:
        document = json.loads(source.read_text())
        if planted:
            document["info"].pop("contact")
        documents.append(tmp_path / source.name)
        documents[-1].write_text(json.dumps(document))
    found = api_rules.faults(documents, api_rules.STANDARD)
    assert {Path(fault["source"]).name for fault in found} == ({one.name for one in documents} if planted else set())


def test_every_rule_of_our_own_has_a_planted_fault() -> None:
    rules = set(re.findall(r"^  (house-[a-z0-9-]+):", api_rules.RULES.read_text(), re.MULTILINE))
    assert rules == {rule for rule in PLANTED if rule.startswith("house-")}


def test_no_two_shapes_of_the_api_have_one_name() -> None:
    """In the document the last of two with one name would stand for both."""
    shapes = set(api.document["components"]["schemas"])
    found = Counter(
        name
        for where, module in sys.modules.items()
        if where.startswith("knooppunt.")
        for name, value in vars(module).items()
        if name in shapes and isinstance(value, type) and issubclass(value, BaseModel) and value.__module__ == where
    )
    # That of a refusal is written down by hand.
    assert shapes - found.keys() == {"Problem"}
    assert [name for name, count in found.items() if count > 1] == []
