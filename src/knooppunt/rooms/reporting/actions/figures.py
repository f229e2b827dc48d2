"""The numbers of a report as figures, with the organisation that reported them as their source."""

from __future__ import annotations

from uuid import UUID

from knooppunt.ground.journal.public import action, record
from knooppunt.kit.authority import Actor
from knooppunt.rooms.reporting.counting import deliver
from knooppunt.rooms.reporting.events import FiguresDelivered
from knooppunt.rooms.reporting.models import Report
from knooppunt.rooms.reporting.queries.sight import MANAGE


@action
def deliver_figures(*, report: UUID, actor: Actor) -> UUID | None:
    """Deliver the numbers of a report, or of the version that came after it; None when it gives no figures.

    It can be done again: what was delivered already adds nothing. A correction supersedes, and removes nothing.
    """
    actor.require(MANAGE)
    asked = Report.objects.visible_to(actor).get(pk=report)
    rows = Report.objects.filter(expectation=asked.expectation_id).order_by("-version")
    newest = rows.select_related(
        "expectation__organisation", "expectation__round__version", "expectation__round__series"
    ).first()
    assert newest is not None
    delivery = deliver(newest, actor)
    if delivery is not None:
        record(FiguresDelivered(newest.id, delivery, newest.audience))
    return delivery
