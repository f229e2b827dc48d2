"""Saying what is counted: the indicators that come with the product, and those that people define."""

from __future__ import annotations

import dataclasses
from typing import Any

from knooppunt.ground.access.public import TLP
from knooppunt.ground.figures.events import CatalogueSynced, IndicatorDefined
from knooppunt.ground.figures.models import Indicator, Series
from knooppunt.ground.figures.rules.catalogue import DeclaredIndicator, catalogue, check_declared
from knooppunt.ground.journal.public import action, record
from knooppunt.kit.authority import Actor
from knooppunt.kit.problems import Conflict, phrase

DEFINING = ("temporal", "additive", "derived_from")
"""What cannot change once there are figures: sums and daily figures rest on it."""


@action
def sync_catalogue(*, actor: Actor) -> tuple[str, ...]:
    """Bring the declared indicators into the tables; gives the slugs of what was made or changed."""
    actor.require("figures.import")
    held = Indicator.objects.in_bulk()
    made = [one for one in catalogue() if one.slug not in held]
    changed = [one for one in catalogue() if one.slug in held and _differs(held[one.slug], one)]
    for one in changed:
        _refuse_redefinition(held[one.slug], one)
        _save(one, held[one.slug])
    Indicator.objects.bulk_create(Indicator(marking=TLP.CLEAR, held_by="", **_values(one)) for one in made)
    slugs = tuple(one.slug for one in made), tuple(one.slug for one in changed)
    if made or changed:
        record(CatalogueSynced(made=slugs[0], changed=slugs[1]))
    return (*slugs[0], *slugs[1])


@action
def define_indicator(
    *, indicator: DeclaredIndicator, marking: TLP, shared_with: tuple[str, ...] = (), actor: Actor
) -> Indicator:
    """Define an indicator of one's own, or define it anew. ``shared_with``: ids of organisations, for TLP:AMBER.

    Raises :class:`Invalid` for a wrong definition, :class:`Conflict` when it is one of the catalogue, of another
    organisation, or has figures already that rest on the old definition.
    """
    actor.require("figures.import")
    check_declared(indicator, {item.slug: item for item in catalogue()})
    present = Indicator.objects.filter(slug=indicator.slug).first()
    if present is not None:
        _refuse_taken(present, actor)
        _refuse_redefinition(present, indicator)
    row = present or Indicator(held_by=actor.organisation)
    row.marking, row.shared_with = marking, list(shared_with)
    _save(indicator, row)
    record(IndicatorDefined(slug=indicator.slug, name=indicator.name_nl))
    return row


def _refuse_taken(present: Indicator, actor: Actor) -> None:
    declared = {item.slug for item in catalogue()}
    if present.slug in declared or present.held_by != actor.organisation:
        raise Conflict(phrase("The name {slug} is taken."), place="slug", slug=present.slug)


def _refuse_redefinition(present: Indicator, declared: DeclaredIndicator) -> None:
    changed = [name for name in DEFINING if getattr(present, name) != getattr(declared, name)]
    if changed and Series.objects.filter(indicator=present).exists():
        template = phrase("{slug} has figures already: {fields} cannot change. Define another indicator.")
        raise Conflict(template, place=present.slug, slug=present.slug, fields=", ".join(changed))


def _differs(present: Indicator, declared: DeclaredIndicator) -> bool:
    return any(getattr(present, name) != value for name, value in _values(declared).items())


def _save(declared: DeclaredIndicator, row: Indicator) -> None:
    for name, value in _values(declared).items():
        setattr(row, name, value)
    row.save()


def _values(declared: DeclaredIndicator) -> dict[str, Any]:
    return dataclasses.asdict(declared)
