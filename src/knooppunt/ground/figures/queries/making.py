"""Making figures out of strands: the method computes, and what has to stand beside the number is gathered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from knooppunt.ground.figures.queries.asking import Figure
from knooppunt.ground.figures.queries.held import DeliveryNote
from knooppunt.ground.figures.queries.planning import Plan
from knooppunt.ground.figures.queries.standing import Known, Period, Standing, standing
from knooppunt.ground.figures.queries.strands import Columns, Strand
from knooppunt.ground.figures.queries.versions import as_text, days_text, series_text, token
from knooppunt.ground.figures.rules.methods import ALONE, Setting
from knooppunt.ground.figures.rules.plausibility import KINDS
from knooppunt.ground.figures.rules.ranking import places
from knooppunt.ground.figures.rules.reconcile import Reconciled

DAY = timedelta(days=1)
Flags = Mapping[int, Mapping[date, Sequence[tuple[str, float]]]]


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that was read for a set of questions."""

    columns: Columns
    flags: Flags
    deliveries: Mapping[int, DeliveryNote]
    borders: date | None
    strands: Known = field(default_factory=dict)


def figures_of(plan: Plan, material: Material) -> dict[str, list[Figure]]:
    """The figures of a plan by area, in order of day."""
    of = {
        code: standing(plan, terms, material.columns, material.borders, material.strands)
        for code, terms in plan.terms.items()
    }
    periods = {code: of[code].periods() for code in plan.ask.areas}
    if plan.recipe.ranked:
        return _ranked(plan, of, periods, material)
    return {code: [_figure(of[code], period, material) for period in periods[code]] for code in plan.ask.areas}


def _ranked(
    plan: Plan, of: Mapping[str, Standing], periods: Mapping[str, Sequence[Period]], material: Material
) -> dict[str, list[Figure]]:
    """Ranks among all areas that were computed; a rank rests on the versions of all of them."""
    every = sorted({period for some in periods.values() for period in some})
    made = {period: {code: _figure(one, period, material) for code, one in of.items()} for period in every}
    return {code: [_rank(code, one, made[one], of, plan) for one in periods[code]] for code in plan.ask.areas}


def _rank(code: str, period: Period, made: Mapping[str, Figure], of: Mapping[str, Standing], plan: Plan) -> Figure:
    place = places({area: figure.value for area, figure in made.items()})[code]
    since = max((figure.known_since for figure in made.values() if figure.known_since is not None), default=None)
    numbers = {number for one in of.values() for number in one.strand(*period).columns}
    mixed = any(one.is_mixed for one in of.values())
    return made[code]._replace(
        value=float(place.rank) if place else None,
        lower=None,
        upper=None,
        n=place.among if place else None,
        known_since=since,
        version=token(series_text(numbers), period[0], _back(plan, period, mixed), as_text(since) if since else ""),
    )


def _back(plan: Plan, period: Period, mixed: bool) -> str:
    """The days under a figure, as in the name of its version; where periods are mixed, of what length."""
    return days_text(plan.back, period[1]) if mixed else plan.back_text


def _figure(one: Standing, period: Period, material: Material) -> Figure:
    plan, strand = one.plan, one.strand(*period)
    day, length = period
    outcome, remarks = one.outcome(strand, day, length)
    days = [day - back for back in plan.spans]
    newest = _newest(strand, days, material.deliveries)
    ends = day + length * DAY
    return Figure(
        indicator=plan.ask.indicator,
        area=one.terms.area,
        starts=day,
        ends=ends,
        as_of=ends - DAY,
        value=outcome.value,
        lower=outcome.lower,
        upper=outcome.upper,
        n=outcome.n,
        method=plan.name,
        basis=plan.basis.slug,
        source=plan.source,
        made=strand.made if newest else "",
        delivery=newest.id if newest else None,
        reported_at=newest.reported_at if newest else None,
        known_since=newest.known_at if newest else None,
        version=token(strand.series, day, _back(plan, period, one.is_mixed), newest.since if newest else ""),
        flags=_flags(strand, days, material.flags) if material.flags else (),
        corrected=strand.corrected(days),
        remarks=remarks,
        **_beside(one, strand, days, length),
    )


def _newest(strand: Strand, days: Sequence[date], notes: Mapping[int, DeliveryNote]) -> DeliveryNote | None:
    """The last delivery under a figure: since then all of it is known."""
    if not notes:  # not asked for
        return None
    found = [notes[number] for number in strand.deliveries(days)]
    if len(found) == 1:
        return found[0]
    return max(found, key=lambda note: (note.known_at, note.number), default=None)


def _flags(strand: Strand, days: Sequence[date], flags: Flags) -> tuple[str, ...]:
    """The kinds of flags about the very values that are under the figure."""
    raised = {
        kind
        for number, column in strand.columns.items()
        if number in flags and not flags[number].keys().isdisjoint(days)
        for layer in column.values()
        for day in flags[number].keys() & layer.keys() & set(days)
        for kind, value in flags[number][day]
        if value == layer[day].value
    }
    return tuple(kind for kind in KINDS if kind in raised) if raised else ()


def _beside(one: Standing, strand: Strand, days: Sequence[date], length: int) -> dict[str, Any]:
    """What stands beside a figure: the gap with its parts, what is in no known municipality, how complete it is."""
    told: dict[str, Any] = {}
    strands, amount, day = one.strands, one.plan.amount, days[0]
    setting = Setting(days=length) if one.plan.of_period else ALONE
    if len(one.there) > 1 and all(one.fits(each, day) for each in one.there):
        delivered, summed = (each.amount(amount, day, setting) for each in one.there)
        both = Reconciled(delivered, summed)
        told |= {"gap": both.gap, "gap_known": both.known}
    if strands.unknown is not None:
        told["unknown_part"] = strands.unknown.amount(amount, day, setting)
    if strand.count is not None:
        told["contributors"], told["expected"] = strand.count.worst(days) or (None, None)
    return told
