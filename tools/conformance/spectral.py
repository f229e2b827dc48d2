"""Spectral holds both OpenAPI documents, as the server gives them, against our rules and those of the standard.

First it is shown a document with a fault: a check that finds nothing must be one that can find something.
"""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tools import api_rules
from tools.conformance import Stage

DOCUMENTS = ("/api/v1/openapi.json", "/ogc/v1/openapi.json")


def check(stage: Stage) -> Iterator[str]:
    """A line for each fault, with the rule that finds it."""
    api_rules.install()
    sets = [rules for rules in (api_rules.RULES, api_rules.STANDARD) if rules.exists()]
    if api_rules.STANDARD not in sets:
        print("    the rules of the standard do not lie beside the project: only ours are kept")
    places = [_fetched(stage, path) for path in DOCUMENTS]
    for rules in sets:
        for place in places:
            if not api_rules.faults([_spoilt(place)], rules):
                yield f"{rules.name} finds nothing wrong with {place.name} without contact and version"
        for fault in api_rules.faults(places, rules):
            where = "/".join(map(str, fault["path"]))
            yield f"{Path(fault['source']).name}: {fault['code']} at {where}: {fault['message']}"


def _fetched(stage: Stage, path: str) -> Path:
    place = stage.folder / path.strip("/").replace("/", "-")
    with urllib.request.urlopen(stage.url + path, timeout=30) as answer:
        place.write_bytes(answer.read())
    return place


def _spoilt(place: Path) -> Path:
    """The document with faults planted: nobody to turn to, and no version."""
    document = json.loads(place.read_text())
    del document["info"]["contact"]
    document["info"]["version"] = "one"
    spoilt = place.with_name(f"spoilt-{place.name}")
    spoilt.write_text(json.dumps(document))
    return spoilt
