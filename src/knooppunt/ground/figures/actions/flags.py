"""Answering flags."""

from __future__ import annotations

from functools import reduce
from uuid import UUID

from knooppunt.ground.figures.events import FlagAnswered
from knooppunt.ground.figures.models import Delivery, Flag
from knooppunt.ground.figures.queries.listing import about, readable
from knooppunt.ground.journal.public import action, record
from knooppunt.kit.audience import Audience
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import Conflict, Invalid, NotFound, phrase


@action
def answer_flag(*, flag: UUID, note: str, actor: Actor) -> None:
    """Say what is the matter with a flagged value; the value itself stays as it is.

    Raises :class:`NotFound`, :class:`Invalid` without a note, :class:`Conflict` when the flag has its answer.
    """
    actor.require("figures.review")
    seen = Flag.objects.filter(readable(actor, "series__", None)).select_related("series")
    found = seen.select_for_update(of=("self",)).filter(pk=flag).first()
    if found is None:
        raise NotFound(phrase("There is nothing here."))
    if not note.strip():
        raise Invalid(phrase("An answer needs a note."), place="note")
    if found.answered_at is not None:
        raise Conflict(phrase("{name} answered this flag already."), name=found.answered_by_name)
    found.answer, found.answered_at = note.strip(), now()
    found.answered_by_id, found.answered_by_name = actor.id, actor.name
    found.save()
    series = found.series
    record(
        FlagAnswered(
            flag=flag, indicator=series.indicator_id, area=series.area, note=found.answer, audience=_audience(found)
        )
    )


def _audience(flag: Flag) -> Audience:
    """Whoever may see all that its source delivered about the indicator: they may read the figure."""
    series = flag.series
    came = Delivery.objects.filter(about([series.indicator_id]), source=series.source).order_by()
    told = came.values_list("held_by", "marking", "shared_with", "readers").distinct()
    each = (Audience(held_by, marking, tuple(shared), tuple(readers)) for held_by, marking, shared, readers in told)
    return reduce(Audience.narrowed, each)
