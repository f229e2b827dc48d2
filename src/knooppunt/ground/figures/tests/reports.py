"""Organisations that report, for tests of what becomes of it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from knooppunt.ground.access.public import TLP
from knooppunt.ground.figures.actions import deliver_report
from knooppunt.ground.figures.rules.reported import Reported
from knooppunt.ground.figures.tests.bringing import CASES
from knooppunt.ground.files.public import keep
from knooppunt.kit.authority import Actor, system_actor

NODE = system_actor("reporting")
DAY = date(2020, 9, 15)


def row(area: str, value: float | None, *, day: date = DAY, indicator: str = CASES, stratum: str = "") -> Reported:
    """What is said of one day."""
    return Reported(indicator, area, day, day + timedelta(days=1), value, stratum)


def kept(text: str = "a report") -> str:
    """The digest of an original."""
    return keep(source=io.BytesIO(text.encode()), name="report.xlsx", permission="figures.import", actor=NODE).sha256


def report(*rows: Reported, source: str = "report_vr09", actor: Actor = NODE, **options: Any) -> UUID:
    """Deliver what an organisation reports; everyone in the network may see it unless ``options`` say otherwise."""
    told: dict[str, Any] = {
        "original": kept(), "name": "report.xlsx", "reported_at": None, "held_by": source, "marking": TLP.GREEN
    }  # fmt: skip
    return deliver_report(source=source, rows=rows, actor=actor, **(told | options))


def regions_report(values: Sequence[tuple[str, float | None]], **options: Any) -> None:
    """Each region reports one value about itself."""
    for area, value in values:
        report(row(area, value), source=f"report_{area.lower()}", **options)
