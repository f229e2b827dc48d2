"""What follows when figures come in, as jobs of the node itself."""

from __future__ import annotations

from knooppunt.ground.figures.events import FiguresImported, QuarantineReleased
from knooppunt.ground.journal.public import react_to
from knooppunt.kit.authority import system_actor
from knooppunt.rooms.readiness.actions.watching import check_signals

NODE = system_actor("readiness")


@react_to(FiguresImported)
def signals_of_import(event: FiguresImported) -> None:
    """The signals are held to the figures there are now."""
    check_signals(actor=NODE)


@react_to(QuarantineReleased)
def signals_of_release(event: QuarantineReleased) -> None:
    """The same for what was kept apart at first."""
    check_signals(actor=NODE)
