"""How one area of one question stands: which of its strands answers on a day, and what the method makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from knooppunt.ground.figures.queries.borders import inhabitants, same_borders
from knooppunt.ground.figures.queries.planning import Plan, Terms
from knooppunt.ground.figures.queries.strands import (
    Columns,
    Strand,
    delivered,
    merged,
    over_plants,
    summed,
    unknown_part,
)
from knooppunt.ground.figures.rules.lines import Line
from knooppunt.ground.figures.rules.methods import ALONE, UNKNOWN, Outcome, Setting
from knooppunt.ground.geography.public import area
from knooppunt.kit.problems import phrase

DAY = timedelta(days=1)
NOT_ON_THESE_BORDERS = phrase("The source counts on other borders, and cannot be put on these.")
NOT_THERE = phrase("This area does not exist on the borders that were asked for.")
NO_POPULATION = phrase("The number of inhabitants is not known.")
PER_WEEK = phrase("This was delivered per week, and a week is not divided over its days.")
NOT_DELIVERED = phrase("No source has delivered this.")


Period = tuple[date, int]
"""First day, and number of days."""


@dataclass(frozen=True, slots=True)
class Strands:
    """What can answer for an area: ``delivered`` goes before ``summed`` on each day that it knows."""

    delivered: Strand | None = None
    summed: Strand | None = None
    unknown: Strand | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """One area of one plan. ``other`` is what a share is taken of."""

    plan: Plan
    terms: Terms
    borders: date | None
    strands: Strands
    other: Standing | None = None
    there: Sequence[Strand] = field(default=())

    @property
    def is_mixed(self) -> bool:
        """Whether it is about periods of which others of another length may start on the same day."""
        return self.plan.of_period and any(len(strand.line.layers) > 1 for strand in self.there)

    def periods(self) -> list[Period]:
        """What to give a figure for: every day, or the delivered periods that overlap what was asked.

        Of periods that start on the same day the longest comes first.
        """
        starts, ends = self.plan.ask.starts, self.plan.ask.ends
        if self.plan.of_period:
            layers = [layer for strand in self.there for layer in strand.line.layers.items()]
            if self.plan.irregular or any(days > 1 for days, _ in layers):
                said = {(day, days) for days, layer in layers for day in layer}
                found = [(day, days) for day, days in said if day < ends and day + days * DAY > starts]
                if self.plan.irregular or any(days > 1 for _, days in found):
                    return sorted(found, key=lambda period: (period[0], -period[1]))
        return [(starts + number * DAY, 1) for number in range((ends - starts).days)]

    def strand(self, day: date, days: int) -> Strand:
        """The strand that answers: what was delivered where that knows the day (or period), or else the sum."""
        chosen = self._chosen(day, days)
        return chosen.about(days) if self.plan.of_period else chosen

    def _chosen(self, day: date, days: int) -> Strand:
        if self.borders is None and len(self.there) == 1:
            return self.there[0]
        fitting = [strand for strand in self.there if self.fits(strand, day)]
        if not fitting:
            return Strand("", Line(self.plan.basis.temporal))
        if len(fitting) == 1:
            return fitting[0]
        return max(fitting, key=lambda strand: self._covers(strand, day, days))

    def outcome(self, strand: Strand, day: date, days: int) -> tuple[Outcome, tuple[str, ...]]:
        """What ``strand`` gives, and why it is unknown where something other than the values is the reason."""
        if self.borders is not None and not area(self.terms.area).exists(self.borders):
            return UNKNOWN, (NOT_THERE,)
        if not strand.made:
            return UNKNOWN, ((NOT_ON_THESE_BORDERS if self.there else NOT_DELIVERED),)
        method = self.plan.method
        if not method.by_population and self.other is None:
            alone = Setting(days=days) if self.plan.of_period else ALONE
            found = method.compute(strand.line, day, alone)
            return found, self._why(found, day)
        people = inhabitants(self.terms.area, self.terms.kind, day, self.borders) if method.by_population else None
        other = self.other.strand(day, days).line if self.other else None
        setting = Setting(people, other, days if self.plan.of_period else None)
        found = method.compute(strand.line, day, setting)
        remarks = (NO_POPULATION,) if method.by_population and people is None else ()
        return found, (*remarks, *self._why(found, day))

    def _why(self, found: Outcome, day: date) -> tuple[str, ...]:
        """Why what is counted in days is unknown, where the source counts in weeks."""
        if found.value is not None or not self.plan.method.counts:
            return ()
        return (PER_WEEK,) if any(strand.line.in_longer(day) for strand in self.there) else ()

    def _covers(self, strand: Strand, day: date, days: int) -> int:
        said = strand.line.said(day, days if self.plan.of_period else self.plan.unit)
        if said is None and self.plan.whole is not None:
            said = strand.line.said(day - (self.plan.whole - 1) * DAY, self.plan.whole)
        # That the source has no value is known; a sum without one knows nothing.
        if said is not None and (said.value is not None or strand is self.strands.delivered):
            return 2
        return int(any(strand.line.said(day - back) is not None for back in self.plan.spans))

    def fits(self, strand: Strand, day: date) -> bool:
        """Whether a strand is on the borders asked for: a sum can follow later mergers, and cannot undo them."""
        if self.borders is None:
            return True
        counted_on = self.plan.counted_on(day)
        if same_borders(self.terms.area, self.terms.kind, counted_on, self.borders):
            return True
        return strand is self.strands.summed and counted_on <= self.borders


Known = dict[tuple[str, str, str, str], Strands]
"""Strands made before, by indicator, source, stratum and area: several questions are about the same ones."""


def standing(plan: Plan, terms: Terms, columns: Columns, borders: date | None, known: Known) -> Standing:
    """Make the strands of an area out of what was read, or take those that were made for another question."""
    if plan.recipe.over_plants:
        strands = Strands(summed=over_plants(plan, terms, columns))
    else:
        key = (plan.basis.slug, plan.stream.source if plan.stream else "", plan.ask.stratum, terms.area)
        strands = known.get(key) or known.setdefault(key, _strands(plan, terms, columns, borders))
    other = None
    if plan.other is not None:
        other = standing(plan.other, plan.other.terms[terms.area], columns, borders, known)
    there = [strand for strand in (strands.delivered, strands.summed) if strand is not None]
    return Standing(plan, terms, borders, strands, other, there)


def _strands(plan: Plan, terms: Terms, columns: Columns, borders: date | None) -> Strands:
    return Strands(
        delivered=delivered(plan, terms.delivered, columns) if terms.delivered is not None else None,
        summed=_sum(plan, terms, columns, borders),
        unknown=unknown_part(plan, terms, columns) if terms.unknown else None,
    )


def _sum(plan: Plan, terms: Terms, columns: Columns, borders: date | None) -> Strand | None:
    if terms.summed is not None or terms.into:
        return summed(plan, terms, columns, borders)
    # A municipality that is itself and nothing more needs no sum.
    return merged(plan, terms, columns, borders) if set(terms.makers or ()) - {terms.area} else None
