"""Taking in what a gateway reports about what it took."""

from __future__ import annotations

from knooppunt.ground.delivery.events import Confirmed, KeyPressed, Undeliverable
from knooppunt.ground.delivery.models import Dispatch, Heard
from knooppunt.ground.delivery.rules.dispatching import State, may_become
from knooppunt.ground.delivery.rules.reporting import Kind, Report
from knooppunt.ground.journal.public import action, record
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import phrase

SEND = "delivery.send"
SAID_LATER = phrase("The carrier says that it could not be delivered.")


@action
def take_report(*, channel: str, message: str, report: Report, actor: Actor) -> None:
    """Note what a gateway of ``channel`` reports in ``message`` (its identifier); the same one again changes nothing.

    Neither does a reference that this channel has nothing under.
    """
    actor.require(SEND)
    found = Dispatch.objects.visible_to(actor).select_for_update()
    row = found.filter(pk=report.reference, channel=channel).first()
    if row is None or Heard.objects.filter(pk=f"{channel} {message}").exists():
        return
    if report.kind is Kind.KEY:
        record(KeyPressed(row.id, report.digit, row.audience))
    elif not _noted(row, report.kind):
        return
    # The row is held: of two who bring the same at once the second finds it here.
    Heard.objects.create(id=f"{channel} {message}", at=now())


def _noted(row: Dispatch, kind: Kind) -> bool:
    """Whether this changed anything."""
    if kind is Kind.DELIVERED and row.confirmed_at is None:
        row.confirmed_at = now()
        if row.state == State.UNCERTAIN:
            row.state, row.reason, row.settled_at = State.SENT, "", now()
        row.save()
        record(Confirmed(row.id, row.channel, row.audience))
        return True
    settled = State(row.state) in (State.SENT, State.UNCERTAIN)
    if kind is Kind.FAILED and settled and row.confirmed_at is None and may_become(State(row.state), State.FAILED):
        row.state, row.reason, row.settled_at = State.FAILED, SAID_LATER, now()
        row.save()
        record(Undeliverable(row.id, row.channel, row.audience))
        return True
    return False
