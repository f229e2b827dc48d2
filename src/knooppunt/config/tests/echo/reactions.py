"""Writes down each organisation that is added, and which process heard of it."""

from __future__ import annotations

import os

from knooppunt.ground.journal.public import react_to
from knooppunt.ground.network.events import OrganisationAdded


@react_to(OrganisationAdded)
def write_down(event: OrganisationAdded) -> None:
    with open(os.environ["ECHO"], "a") as lines:  # noqa: PTH123  one write of one line, as other processes do too
        lines.write(f"{event.name}\n")
