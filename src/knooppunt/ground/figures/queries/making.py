"""Making figures out of strands: the method computes, and what has to stand beside the number is gathered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from knooppunt.ground.figures.queries.asking import Figure
from knooppunt.ground.figures.queries.held import DeliveryNote
from knooppunt.ground.figures.queries.planning import ChosenPlan, Plan
from knooppunt.ground.figures.queries.standing import Known, Period, Standing, standing
from knooppunt.ground.figures.queries.strands import Columns, Strand
from knooppunt.ground.figures.queries.versions import as_text, days_text, series_text, token
from knooppunt.ground.figures.rules.methods import ALONE, Setting
from knooppunt.ground.figures.rules.plausibility import KINDS
from knooppunt.ground.figures.rules.ranking import places
from knooppunt.ground.figures.rules.reconcile import Reconciled
from knooppunt.kit.problems import phrase

DAY = timedelta(days=1)
NO_GAP = (None, False, None)
NOT_COUNTED = (None, None)
DECIDED = phrase("It was decided that this source counts here.")
Raised = Mapping[int, Mapping[date, Sequence[tuple[str, float]]]]
Flags = Mapping[int, Mapping[date, frozenset[str]]]


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that was read for a set of questions. ``flags``: by series and day, their kinds."""

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

    def periods(self) -> list[Period]:
        if not self.chosen:
            return self.usual.periods()
        usual = [period for period in self.usual.periods() if self.on(period)[0] is self.usual]
        decided = (period for one in self.chosen for period in one.standing.periods() if one.covers(period[0]))
        return sorted({*usual, *decided}, key=lambda period: (period[0], -period[1]))

    def on(self, period: Period) -> tuple[Standing, ChosenPlan | None]:
        for one in self.chosen:
            if one.covers(period[0]):
                return one.standing, one.which
        return self.usual, None


def figures_of(plan: Plan, material: Material) -> dict[str, list[Figure]]:
    """The figures of a plan by area, in order of day."""
    of = {code: _stood(plan, code, material) for code in plan.terms}
    periods = {code: of[code].periods() for code in plan.ask.areas}
    if plan.recipe.ranked:
        return _ranked(plan, of, periods, material)
    return {code: [_figure_on(of[code], period, material) for period in periods[code]] for code in plan.ask.areas}


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
    plan: Plan, of: Mapping[str, _Stood], periods: Mapping[str, Sequence[Period]], material: Material
) -> dict[str, list[Figure]]:
    """Ranks among all areas that were computed; a rank rests on the versions of all of them."""
    every = sorted({period for some in periods.values() for period in some})
    made = {period: {code: _figure_on(one, period, material) for code, one in of.items()} for period in every}
    return {code: [_rank(code, one, made[one], of, plan) for one in periods[code]] for code in plan.ask.areas}


def _rank(code: str, period: Period, made: Mapping[str, Figure], of: Mapping[str, _Stood], plan: Plan) -> Figure:
    place = places({area: figure.value for area, figure in made.items()})[code]
    since = max((figure.known_since for figure in made.values() if figure.known_since is not None), default=None)
    standings = [one.on(period)[0] for one in of.values()]
    numbers = {number for one in standings for number in one.strand(*period).columns}
    mixed = any(one.is_mixed for one in standings)
    return made[code]._replace(
        method=plan.name,
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


def _figure_on(stood: _Stood, period: Period, material: Material) -> Figure:
    """The figure of a day or period, which says so when it was decided from which source it is taken."""
    one, chosen = stood.on(period)
    made = _figure(one, period, material)
    if chosen is None:
        return made
    return made._replace(remarks=(*made.remarks, DECIDED), chosen=chosen.reason)


def _figure(one: Standing, period: Period, material: Material) -> Figure:
    plan, strand = one.plan, one.strand(*period)
    day, length = period
    outcome, remarks = one.outcome(strand, day, length)
    days = plan.under(day)
    newest = _newest(strand, days, material.deliveries)
    last = day + (length - 1) * DAY
    gap, gap_known, unknown_part = _beside(one, day, length)
    contributors, expected = (strand.count.worst(days) if strand.count else None) or NOT_COUNTED
    return Figure(  # in its own order: a thousand are made for one picture, and names would cost half as much again
        plan.ask.indicator,
        one.terms.area,
        day,
        last + DAY,
        last,
        plan.name,
        outcome.value,
        outcome.lower,
        outcome.upper,
        outcome.n,
        plan.basis.slug,
        plan.source,
        strand.made if newest else "",
        newest.id if newest else None,
        newest.reported_at if newest else None,
        newest.known_at if newest else None,
        token(strand.series, day, _back(plan, period, one.is_mixed), newest.since if newest else ""),
        _flags(strand, days, material.flags) if material.flags else (),
        gap,
        gap_known,
        unknown_part,
        contributors,
        expected,
        strand.corrected(days),
        remarks,
    )


def _newest(strand: Strand, days: Sequence[date], notes: Mapping[int, DeliveryNote]) -> DeliveryNote | None:
    """The last delivery under a figure: since then all of it is known."""
    if not notes:  # not asked for
        return None
    found = [notes[number] for number in strand.deliveries(days)]
    if len(found) == 1:
        return found[0]
    return max(found, key=lambda note: (note.known_at, note.number), default=None)


def flags_of_values(raised: Raised, columns: Columns) -> Flags:
    """The kinds of flags by series and day, of the very values that are held: a flag is about a value, not a day."""
    found: dict[int, dict[date, frozenset[str]]] = {}
    for number, days in raised.items():
        layers = columns.get(number, {}).values()
        for day, flags in days.items():
            held = {layer[day].value for layer in layers if day in layer}
            kinds = frozenset(kind for kind, value in flags if value in held)
            if kinds:
                found.setdefault(number, {})[day] = kinds
    return found


def _flags(strand: Strand, days: Sequence[date], flags: Flags) -> tuple[str, ...]:
    """The kinds of flags about the values that are under the figure."""
    raised: frozenset[str] = frozenset()
    for number in strand.columns:
        flagged = flags.get(number)
        if flagged is not None and not flagged.keys().isdisjoint(days):
            raised = raised.union(*(flagged[day] for day in days if day in flagged))
    return tuple(kind for kind in KINDS if kind in raised) if raised else ()


def _beside(one: Standing, day: date, length: int) -> tuple[float | None, bool, float | None]:
    """What stands beside a figure: the gap, whether both its sides are there, and what is in no known municipality."""
    strands = one.strands
    if len(one.there) < 2 and strands.unknown is None:
        return NO_GAP
    amount = one.plan.amount
    setting = Setting(days=length) if one.plan.of_period else ALONE
    both = None
    if len(one.there) > 1 and all(one.fits(each, day) for each in one.there):
        both = Reconciled(*(each.amount(amount, day, setting) for each in one.there))
    unknown = strands.unknown.amount(amount, day, setting) if strands.unknown is not None else None
    return both.gap if both else None, bool(both and both.known), unknown
