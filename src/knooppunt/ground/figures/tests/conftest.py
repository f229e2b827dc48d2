"""What the tests of this room start from."""

from __future__ import annotations

import pytest

from knooppunt.ground.figures.actions import sync_catalogue
from knooppunt.kit.authority import system_actor


@pytest.fixture
def catalogue(db: None) -> None:
    """The indicators that come with the product."""
    sync_catalogue(actor=system_actor("set-up"))
