"""The doors of interpretation."""

from __future__ import annotations

from knooppunt.ground.interpretation.actions import (
    confirm_statement,
    rewrite_statement,
    tell_what_turned_stale,
    withdraw_statement,
    write_statement,
)
from knooppunt.ground.interpretation.queries import (
    FigureAsked,
    GroundLine,
    StatementLine,
    statement,
    statements,
    versions,
)
from knooppunt.ground.interpretation.rules import (
    BANDS,
    CONFIDENCE_NAMES,
    SCALE,
    Band,
    Confidence,
    Kind,
    Likelihood,
)

__all__ = [
    "BANDS",
    "CONFIDENCE_NAMES",
    "SCALE",
    "Band",
    "Confidence",
    "FigureAsked",
    "GroundLine",
    "Kind",
    "Likelihood",
    "StatementLine",
    "confirm_statement",
    "rewrite_statement",
    "statement",
    "statements",
    "tell_what_turned_stale",
    "versions",
    "withdraw_statement",
    "write_statement",
]
