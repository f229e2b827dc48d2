"""The doors of the figures room."""

from __future__ import annotations

from knooppunt.ground.figures.actions import (
    answer_flag,
    choose_source,
    define_indicator,
    deliver_report,
    discard_quarantined,
    import_file,
    preview,
    release_quarantined,
    settled_moment,
    sync_catalogue,
)
from knooppunt.ground.figures.exchange.reporters import report_source, source_phrase
from knooppunt.ground.figures.ledger.locks import hold_settling
from knooppunt.ground.figures.ledger.recounting import unequal_sums
from knooppunt.ground.figures.queries.answering import Asked, answer, answer_seen, figure
from knooppunt.ground.figures.queries.asking import Ask, Figure
from knooppunt.ground.figures.queries.attention import Attention, attention
from knooppunt.ground.figures.queries.catalogue import (
    KnownIndicator,
    Stream,
    indicator,
    indicators,
    sources_of,
)
from knooppunt.ground.figures.queries.contradictions import ConflictLine, Saying, conflicts
from knooppunt.ground.figures.queries.history import Provenance, VersionLine, provenance
from knooppunt.ground.figures.queries.listed import DeliveryLine, FlagLine, GapLine, QuarantinedLine
from knooppunt.ground.figures.queries.listing import deliveries, delivery, delivery_lines, flags, gaps, quarantined
from knooppunt.ground.figures.queries.newest import corrected_since, latest_day
from knooppunt.ground.figures.queries.sight import Sight, sight
from knooppunt.ground.figures.rules.catalogue import DeclaredIndicator
from knooppunt.ground.figures.rules.choosing import Choice
from knooppunt.ground.figures.rules.methods import METHODS, Method, recipe
from knooppunt.ground.figures.rules.naming import REPORTS
from knooppunt.ground.figures.rules.report import Report
from knooppunt.ground.figures.rules.reported import Reported

__all__ = [
    "METHODS",
    "REPORTS",
    "Ask",
    "Asked",
    "Attention",
    "Choice",
    "ConflictLine",
    "DeclaredIndicator",
    "DeliveryLine",
    "Figure",
    "FlagLine",
    "GapLine",
    "KnownIndicator",
    "Method",
    "Provenance",
    "QuarantinedLine",
    "Report",
    "Reported",
    "Saying",
    "Sight",
    "Stream",
    "VersionLine",
    "answer",
    "answer_flag",
    "answer_seen",
    "attention",
    "choose_source",
    "conflicts",
    "corrected_since",
    "define_indicator",
    "deliver_report",
    "deliveries",
    "delivery",
    "delivery_lines",
    "discard_quarantined",
    "figure",
    "flags",
    "gaps",
    "hold_settling",
    "import_file",
    "indicator",
    "indicators",
    "latest_day",
    "preview",
    "provenance",
    "quarantined",
    "recipe",
    "release_quarantined",
    "report_source",
    "settled_moment",
    "sight",
    "source_phrase",
    "sources_of",
    "sync_catalogue",
    "unequal_sums",
]
