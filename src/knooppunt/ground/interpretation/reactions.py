"""When figures come in, statements that rest on others turn stale, and that is announced."""

from __future__ import annotations

from knooppunt.ground.figures.events import FiguresImported
from knooppunt.ground.interpretation.actions import tell_what_turned_stale
from knooppunt.ground.journal.public import react_to
from knooppunt.kit.authority import system_actor


@react_to(FiguresImported)
def tell_stale(_event: FiguresImported) -> None:
    """Tell which statements turned stale; running twice tells nothing twice."""
    tell_what_turned_stale(actor=system_actor("interpretation"))
