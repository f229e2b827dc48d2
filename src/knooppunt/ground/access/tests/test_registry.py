"""What may be permitted, and the bundles."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import knooppunt
from knooppunt.ground.access.public import OWN_ACCOUNT, bundles, permissions
from knooppunt.ground.access.registry import bundle_named, permission_named
from knooppunt.kit.problems import Invalid

PACKAGE = Path(knooppunt.__file__).parent
ASKED = re.compile(
    r"""(?:require|may|may_anywhere)\(\s*["']([a-z_]+\.[a-z_]+)["']|^[A-Z]+ = ["']([a-z_]+\.(?!toml)[a-z_]+)["']$""",
    re.M,
)
GRANTED_TO_NOBODY = {
    OWN_ACCOUNT,
    "delivery.send",
    "interpretation.tell",
    "network.prove",
    "network.reach",
    "readiness.check",
    "readiness.remind",
    "reporting.keep",
    "writing.note",
}
"""What belongs to every account, and what only the house itself does."""


def asked_for() -> set[str]:
    """Every permission that the source asks for by name."""
    sources = [place.read_text() for place in PACKAGE.rglob("*.py") if "tests" not in place.parts]
    return {name for text in sources for pair in ASKED.findall(text) for name in pair if name}


def test_every_permission_the_house_asks_for_is_declared_with_its_meaning() -> None:
    assert asked_for() - permissions().keys() - GRANTED_TO_NOBODY == set()
    assert all(text.nl and text.en for text in permissions().values())


def test_bundles_give_only_what_is_declared_and_never_everything() -> None:
    for bundle in bundles().values():
        assert {*bundle.nation, *bundle.area} <= permissions().keys()
    assert "*" not in permissions()
    assert OWN_ACCOUNT not in permissions()


def test_a_bundle_gives_the_nation_to_read_and_the_area_to_deliver() -> None:
    pairs = bundle_named("information-manager").mandates("VR09")
    assert ("figures.read", "NL") in pairs
    assert ("figures.import", "VR09") in pairs
    with pytest.raises(Invalid, match="for which area"):
        bundle_named("information_manager").mandates("NL")


def test_what_is_not_known_is_named_with_what_is() -> None:
    with pytest.raises(Invalid, match=r"no bundle boss; known are press_reader"):
        bundle_named("boss")
    with pytest.raises(Invalid, match=r"no permission \*; known are access.manage"):
        permission_named("*")
