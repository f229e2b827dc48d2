"""What may be permitted, and the bundles of permissions: ``bundles.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from knooppunt.kit.authority import NATION
from knooppunt.kit.problems import Invalid, phrase


@dataclass(frozen=True, slots=True)
class Text:
    """A few words in both languages."""

    nl: str
    en: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """Permissions that go together: ``nation`` holds everywhere, ``area`` where the bundle is granted."""

    slug: str
    name: Text
    nation: tuple[str, ...]
    area: tuple[str, ...]

    def mandates(self, area: str) -> tuple[tuple[str, str], ...]:
        """(permission, area) pairs when granted for ``area``; :class:`Invalid` when it needs an area and has none."""
        if self.area and area == NATION:
            raise Invalid(phrase("Say for which area: {bundle} works in one."), place="area", bundle=self.slug)
        everywhere = tuple((permission, NATION) for permission in self.nation)
        return everywhere + tuple((permission, area) for permission in self.area)


@cache
def permissions() -> Mapping[str, Text]:
    """Everything that may be permitted (``room.verb``), with what it means."""
    return {name: Text(**words) for name, words in _declared()["permissions"].items()}


@cache
def bundles() -> Mapping[str, Bundle]:
    """The bundles by slug."""
    return {
        slug: Bundle(slug, Text(**told["name"]), tuple(told.get("nation", ())), tuple(told.get("area", ())))
        for slug, told in _declared()["bundles"].items()
    }


def permission_named(name: str) -> str:
    """``name`` when it may be permitted; :class:`Invalid` that lists what may."""
    if name not in permissions():
        known = ", ".join(permissions())
        raise Invalid(
            phrase("There is no permission {permission}; known are {known}."),
            place="permission",
            permission=name,
            known=known,
        )
    return name


def bundle_named(slug: str) -> Bundle:
    """The bundle; :class:`Invalid` that lists the known ones."""
    found = bundles().get(slug.replace("-", "_"))
    if found is None:
        raise Invalid(
            phrase("There is no bundle {bundle}; known are {known}."),
            place="bundle",
            bundle=slug,
            known=", ".join(bundles()),
        )
    return found


@cache
def _declared() -> dict[str, Any]:
    return tomllib.loads((files("knooppunt.ground.access") / "bundles.toml").read_text(encoding="utf-8"))
