"""What a gateway may report, as it must be written. No Django, no clock."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

DIGITS = frozenset("0123456789*#")


class Kind(StrEnum):
    """What a gateway reports."""

    DELIVERED = "delivered"
    FAILED = "failed"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class Report:
    """What a gateway says about what it took under a reference; ``digit`` only for a key."""

    reference: UUID
    kind: Kind
    digit: str = ""


def report_in(body: bytes) -> Report | None:
    """The report in a body, or ``None`` when it is none."""
    try:
        told = json.loads(body)
        report = Report(UUID(told["reference"]), Kind(told["type"]), str(told.get("digit", "")))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    fits = report.digit in DIGITS if report.kind is Kind.KEY else not report.digit
    return report if fits else None
