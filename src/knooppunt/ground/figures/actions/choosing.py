"""Deciding which source counts where sources say something else."""

from __future__ import annotations

from collections.abc import Mapping, Set
from datetime import date
from functools import reduce
from uuid import UUID

from django.db.models import Q

from knooppunt.ground.figures.events import SourceChosen
from knooppunt.ground.figures.ledger.locks import lock_decision, next_decision
from knooppunt.ground.figures.models import Delivery, SourceChoice
from knooppunt.ground.figures.queries.catalogue import KnownIndicator, known_indicators, sources_named, streams_of
from knooppunt.ground.figures.rules.naming import REPORTS
from knooppunt.ground.geography.public import is_known
from knooppunt.ground.journal.public import action, record
from knooppunt.kit.audience import TLP, Audience
from knooppunt.kit.authority import Actor
from knooppunt.kit.problems import Invalid, phrase

DECIDE = "figures.decide"
EVERYBODY = Audience("", TLP.CLEAR)


@action
def choose_source(
    *, indicator: str, area: str, starts: date, ends: date | None = None, source: str, reason: str, actor: Actor
) -> UUID:
    """Decide that from ``starts`` up to and not on ``ends`` (None: until further notice) ``source`` counts; its id.

    ``source`` "" gives the days back to the usual rule. A later decision goes before this one where they overlap; what
    was asked as known before it stays as it was. :class:`NotFound` for an indicator, :class:`Invalid` for an area or
    source that is not there or may not be seen, for a period that ends before it begins, and without a reason.
    """
    actor.require(DECIDE, area)
    known = known_indicators([indicator], known=None, actor=actor)
    _check(indicator, area, source, reason, known)
    if ends is not None and ends <= starts:
        raise Invalid(phrase("The period ends before it begins."), place="ends")
    lock_decision(indicator, area)
    made = SourceChoice.objects.create(
        indicator_id=indicator,
        area=area,
        starts=starts,
        ends=ends,
        source=source,
        against=_against(indicator, source, known),
        reason=reason.strip(),
        decided_at=next_decision(indicator, area),
        by_id=actor.id,
        by_name=actor.name,
    )
    until = ends.isoformat() if ends else ""
    record(SourceChosen(made.id, indicator, area, starts, until, _audience({source, *made.against}, known)))
    return made.id


def _check(indicator: str, area: str, source: str, reason: str, known: Mapping[str, KnownIndicator]) -> None:
    if not reason.strip():
        raise Invalid(phrase("A decision needs a reason."), place="reason")
    if not is_known(area):
        raise Invalid(phrase("There is no area {code}."), place="area", code=area)
    if source and not streams_of(indicator, source, known):
        raise Invalid(phrase("Source {source} did not deliver {slug}."), place="source", source=source, slug=indicator)


def _against(indicator: str, source: str, known: Mapping[str, KnownIndicator]) -> list[str]:
    """The other sources: the reason may tell what any of them says."""
    return sorted(sources_named(indicator, known) - {source, REPORTS})


def _audience(sources: Set[str], known: Mapping[str, KnownIndicator]) -> Audience:
    """Who may know of the decision: whoever may see all of these sources, every delivery of them about it."""
    about = Q(indicators=[]) | Q(indicators__overlap=list(known))
    told = Delivery.objects.filter(about, source__in=sources).order_by()
    rows = told.values_list("held_by", "marking", "shared_with", "readers").distinct()
    each = (Audience(held_by, marking, tuple(shared), tuple(readers)) for held_by, marking, shared, readers in rows)
    return reduce(Audience.narrowed, each, EVERYBODY)
