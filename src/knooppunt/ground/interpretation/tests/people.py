"""People of sections, and figures for them to speak about."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from knooppunt.ground.access.public import TLP
from knooppunt.ground.figures.public import Reported, deliver_report
from knooppunt.ground.files.public import keep
from knooppunt.ground.interpretation.public import FigureAsked, write_statement
from knooppunt.kit.authority import Actor, Mandate, system_actor

NODE = system_actor("test")
KNOOPPUNT = "0190b3a4-0000-7000-8000-0000000000aa"
DAY, NEXT = date(2020, 9, 15), date(2020, 9, 16)
BEDS = "tests.positive"
GRANTED = ("figures.read", "interpretation.read", "interpretation.write")
HANNA = Actor(id="0190b3a4-0000-7000-8000-000000000001", name="Hanna of health", organisation=KNOOPPUNT,
              mandates=frozenset(map(Mandate, GRANTED)), sections=frozenset({"health"}))  # fmt: skip
SAM = replace(HANNA, id="0190b3a4-0000-7000-8000-000000000002", name="Sam of society", sections=frozenset({"society"}))
HEAD = replace(HANNA, id="0190b3a4-0000-7000-8000-000000000003", name="Head of the node", sections=frozenset(),
               mandates=HANNA.mandates | {Mandate("interpretation.oversee")})  # fmt: skip
READER = replace(HANNA, id="0190b3a4-0000-7000-8000-000000000004", name="Reader", sections=frozenset(),
                 mandates=frozenset(map(Mandate, GRANTED[:2])))  # fmt: skip
OUTSIDER = replace(
    READER, id="0190b3a4-0000-7000-8000-000000000005", organisation="0190b3a4-0000-7000-8000-0000000000bb"
)


def reported(value: float | None, *, area: str = "VR09", marking: TLP = TLP.GREEN) -> None:
    """The region says what it counted on the day."""
    original = keep(source=_bytes(str(value)), name="report.csv", permission="figures.import", actor=NODE).sha256
    deliver_report(
        source=f"report_{area.lower()}", rows=[Reported(BEDS, area, DAY, NEXT, value)], original=original,
        name="report.csv", reported_at=None, held_by=KNOOPPUNT, marking=marking, actor=NODE,
    )  # fmt: skip


def said(**options: Any) -> UUID:
    """Health says something about the region."""
    told: dict[str, Any] = {
        "section": "health", "text": "De druk blijft hoog.", "figures": [FigureAsked(BEDS, "VR09", DAY)],
        "confidence": "moderate", "likelihood": "likely", "valid_from": DAY, "marking": TLP.GREEN, "actor": HANNA,
    }  # fmt: skip
    return write_statement(**(told | options))


def _bytes(text: str) -> Any:
    return io.BytesIO(text.encode())
