"""What picture tells the ground that a phase brings."""

from __future__ import annotations

from datetime import time

import pytest
from django.utils.translation import override
from tests.cast import someone

from knooppunt.ground.incidents.public import Phase, consequences
from knooppunt.kit.authority import Actor
from knooppunt.rooms.picture.public import Beat, Every, keep_rhythm

pytestmark = pytest.mark.django_db


def products(phase: Phase, actor: Actor) -> list[tuple[str, ...]]:
    with override("nl"):
        return [one.lines for one in consequences(phase, actor=actor) if one.name == "Products"]


def test_the_products_of_a_phase_are_told_to_who_may_know_them() -> None:
    boss = someone("Hedwig Hoofd", bundle="head_of_node")
    keep_rhythm(product="landelijk_beeld", beats={"warm": Beat(Every.DAY, time(16))}, commission="", actor=boss)
    assert products(Phase.WARM, boss) == [("Landelijk beeld: elke dag om 16:00",)]
    assert products(Phase.COLD, boss) == []
    assert products(Phase.WARM, someone("Niels Niemand", organisation="NRK")) == []
