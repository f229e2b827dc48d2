"""Who may see what, told from markings and mandates alone: what the tests hold the house against."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from knooppunt.ground import access

_FOUND: dict[str, Any] = tomllib.loads((Path(access.__file__).parent / "bundles.toml").read_text(encoding="utf-8"))
BUNDLES = sorted(_FOUND["bundles"])
AREAS = {"VRFR": "VR02", "VRD": "VR03"}
ELSEWHERE = "VR09"
"""The area of who works in one, at an organisation that is of none."""
ORGANISATIONS = ["KCR2", "VWS", "VRFR", "VRD", "NRK"]


@dataclass
class Person:
    """Someone with a bundle, who works at an organisation (an abbreviation). ``id`` is theirs once they are let in."""

    bundle: str
    organisation: str
    id: str = field(default="", compare=False)

    @property
    def area(self) -> str:
        """Where the mandates of the bundle that are for an area hold."""
        works_in_one = bool(_FOUND["bundles"][self.bundle].get("area"))
        return AREAS.get(self.organisation, ELSEWHERE if works_in_one else "NL")

    def may(self, permission: str, area: str = "NL") -> bool:
        """Whether the bundle gives this in ``area``."""
        given = _FOUND["bundles"][self.bundle]
        return permission in given["nation"] or (permission in given.get("area", ()) and self.area in (area, "NL"))


@dataclass(frozen=True)
class Columns:
    """The marking of a row, with abbreviations for organisations."""

    held_by: str
    marking: str
    shared_with: Collection[str] = ()
    readers: Collection[str] = ()

    def let(self, person: Person) -> bool:
        """Whether the Traffic Light Protocol lets this person see it."""
        match self.marking:
            case "CLEAR":
                return True
            case "GREEN":
                return bool(person.organisation)
            case "AMBER":
                return person.organisation == self.held_by or person.organisation in self.shared_with
            case "AMBER+STRICT":
                return person.organisation == self.held_by
            case _:
                return person.id in self.readers
