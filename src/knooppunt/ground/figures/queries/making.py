"""Making figures out of strands: the method computes, and what has to stand beside the number is gathered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from knooppunt.ground.figures.queries.asking import Figure
from knooppunt.ground.figures.queries.held import DeliveryNote
from knooppunt.ground.figures.queries.planning import ChosenPlan, Plan
from knooppunt.ground.figures.queries.standing import Known, Standing, standing
from knooppunt.ground.figures.queries.strands import Columns, Strand
from knooppunt.ground.figures.queries.versions import as_text, days_text, series_text, token
from knooppunt.ground.figures.rules.lines import Said
from knooppunt.ground.figures.rules.plausibility import KINDS
from knooppunt.ground.figures.rules.ranking import places
from knooppunt.ground.figures.rules.reconcile import Reconciled
from knooppunt.kit.problems import phrase

DAY = timedelta(days=1)
DECIDED = phrase("It was decided that this source counts here.")
Flags = Mapping[int, Mapping[date, Sequence[tuple[str, float]]]]


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that was read for a set of questions."""

    columns: Columns
    flags: Flags
    deliveries: Mapping[int, DeliveryNote]
    borders: date | None
    strands: Known = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What was decided on for some days of an area, and why."""

    which: ChosenPlan
    standing: Standing

    def covers(self, day: date) -> bool:
        return self.which.starts <= day < self.which.ends


@dataclass(frozen=True, slots=True)
class _Stood:
    """How an area stands on each day: as a rule, or as was decided for that day."""

    usual: Standing
    chosen: Sequence[_Chosen] = ()

    def days(self) -> list[date]:
        if not self.chosen:
            return self.usual.days()
        days = [day for day in self.usual.days() if self.on(day)[0] is self.usual]
        decided = (day for one in self.chosen for day in one.standing.days() if one.covers(day))
        return sorted({*days, *decided})

    def on(self, day: date) -> tuple[Standing, ChosenPlan | None]:
        for one in self.chosen:
            if one.covers(day):
                return one.standing, one.which
        return self.usual, None


def figures_of(plan: Plan, material: Material) -> dict[str, list[Figure]]:
    """The figures of a plan by area, in order of day."""
    of = {code: _stood(plan, code, material) for code in plan.terms}
    days = {code: of[code].days() for code in plan.ask.areas}
    if plan.recipe.ranked:
        return _ranked(plan, of, days, material)
    return {code: [_figure_on(of[code], day, material) for day in days[code]] for code in plan.ask.areas}


def _stood(plan: Plan, code: str, material: Material) -> _Stood:
    usual = standing(plan, plan.terms[code], material.columns, material.borders, material.strands)
    chosen = [
        _Chosen(
            one,
            standing(one.plan, one.plan.terms[code], material.columns, material.borders, material.strands),
        )
        for one in plan.chosen
        if one.area == code
    ]
    return _Stood(usual, chosen)


def _ranked(
    plan: Plan, of: Mapping[str, _Stood], days: Mapping[str, Sequence[date]], material: Material
) -> dict[str, list[Figure]]:
    """Ranks among all areas that were computed; a rank rests on the versions of all of them."""
    every = sorted({day for some in days.values() for day in some})
    made = {day: {code: _figure_on(one, day, material) for code, one in of.items()} for day in every}
    return {code: [_rank(code, day, made[day], of, plan) for day in days[code]] for code in plan.ask.areas}


def _rank(code: str, day: date, made: Mapping[str, Figure], of: Mapping[str, _Stood], plan: Plan) -> Figure:
    place = places({area: figure.value for area, figure in made.items()})[code]
    since = max((figure.known_since for figure in made.values() if figure.known_since is not None), default=None)
    numbers = {number for one in of.values() for number in one.on(day)[0].strand(day).columns}
    return made[code]._replace(
        method=plan.name,
        value=float(place.rank) if place else None,
        lower=None,
        upper=None,
        n=place.among if place else None,
        known_since=since,
        version=token(series_text(numbers), day, days_text(plan.back), as_text(since) if since else ""),
    )


def _figure_on(stood: _Stood, day: date, material: Material) -> Figure:
    """The figure of a day, which says so when it was decided from which source it is taken."""
    one, chosen = stood.on(day)
    made = _figure(one, day, material)
    if chosen is None:
        return made
    return made._replace(remarks=(*made.remarks, DECIDED), chosen=chosen.reason)


def _figure(one: Standing, day: date, material: Material) -> Figure:
    plan, strand = one.plan, one.strand(day)
    outcome, remarks = one.outcome(strand, day)
    days = [day - back for back in plan.spans]
    newest = _newest(strand, days, material.deliveries)
    ends = day + (_length(strand.line.points.get(day)) if plan.of_period else DAY)
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
        version=token(strand.series, day, plan.back_text, newest.since if newest else ""),
        flags=_flags(strand, days, material.flags) if material.flags else (),
        corrected=strand.corrected(days),
        remarks=remarks,
        **_beside(one, strand, days),
    )


def _newest(strand: Strand, days: Sequence[date], notes: Mapping[int, DeliveryNote]) -> DeliveryNote | None:
    """The last delivery under a figure: since then all of it is known."""
    if not notes:  # not asked for
        return None
    found = [notes[number] for number in strand.deliveries(days)]
    if len(found) == 1:
        return found[0]
    return max(found, key=lambda note: (note.known_at, note.number), default=None)


def _length(said: Said | None) -> timedelta:
    return said.days * DAY if said is not None and said.days > 1 else DAY


def _flags(strand: Strand, days: Sequence[date], flags: Flags) -> tuple[str, ...]:
    """The kinds of flags about the very values that are under the figure."""
    raised = {
        kind
        for number, column in strand.columns.items()
        if number in flags and not flags[number].keys().isdisjoint(days)
        for day in flags[number].keys() & set(days)
        for kind, value in flags[number][day]
        if day in column and value == column[day].value
    }
    return tuple(kind for kind in KINDS if kind in raised) if raised else ()


def _beside(one: Standing, strand: Strand, days: Sequence[date]) -> dict[str, Any]:
    """What stands beside a figure: the gap with its parts, what is in no known municipality, how complete it is."""
    told: dict[str, Any] = {}
    strands, amount, day = one.strands, one.plan.amount, days[0]
    if len(one.there) > 1 and all(one.fits(each, day) for each in one.there):
        delivered, summed = (each.amount(amount, day) for each in one.there)
        both = Reconciled(delivered, summed)
        told |= {"gap": both.gap, "gap_known": both.known}
    if strands.unknown is not None:
        told["unknown_part"] = strands.unknown.amount(amount, day)
    if strand.count is not None:
        told["contributors"], told["expected"] = strand.count.worst(days) or (None, None)
    return told
