"""The verbs of the figures room."""

from __future__ import annotations

from knooppunt.ground.figures.actions.catalogue import define_indicator, sync_catalogue
from knooppunt.ground.figures.actions.choosing import choose_source
from knooppunt.ground.figures.actions.flags import answer_flag
from knooppunt.ground.figures.actions.importing import import_file, preview
from knooppunt.ground.figures.actions.quarantine import discard_quarantined, release_quarantined
from knooppunt.ground.figures.actions.reporting import deliver_report
from knooppunt.ground.figures.actions.settling import settled_moment

__all__ = [
    "answer_flag",
    "choose_source",
    "define_indicator",
    "deliver_report",
    "discard_quarantined",
    "import_file",
    "preview",
    "release_quarantined",
    "settled_moment",
    "sync_catalogue",
]
