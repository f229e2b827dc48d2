"""From what is asked to what must be read: which source, which series, which days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from knooppunt.ground.figures.queries.asking import Ask
from knooppunt.ground.figures.queries.borders import LEVELS, era, eras, makers, moved, regions, unknown_parts
from knooppunt.ground.figures.queries.catalogue import (
    KnownIndicator,
    Stream,
    sources_named,
    streams_for,
    streams_of,
)
from knooppunt.ground.figures.queries.family import Found, Shelf, parts, shelf_of
from knooppunt.ground.figures.queries.held import Window
from knooppunt.ground.figures.queries.needed import SHARE_IN_REGION, targets
from knooppunt.ground.figures.queries.versions import days_text
from knooppunt.ground.figures.rules.lines import FLOW, MEASURE, SURVEY
from knooppunt.ground.figures.rules.methods import FLOW_OF_TOTAL, METHODS, Method, Recipe, amount_of, days_back, recipe
from knooppunt.ground.geography.public import area, latest_borders
from knooppunt.kit.problems import NotFound, phrase

LOOK_BACK = {FLOW: 31, SURVEY: 31, MEASURE: 31}
"""Days before the period asked for in which a delivered period may begin that still runs in it."""
LOOK_BACK_OTHERS = 6


@dataclass(frozen=True, slots=True)
class Terms:
    """The series that make the figures of one area, by number.

    ``delivered`` and ``summed`` stand for the area as a whole; ``out`` and ``into`` put the sum on other borders;
    ``makers`` are municipalities that are the area together, by code; ``unknown`` what lies in no known municipality;
    ``plants`` pairs of measured value and share in the region. ``gathered``: ``into`` is all there is of the sum,
    because many reported the parts of it; ``of_regions``: these parts are regions.
    """

    area: str
    kind: str
    delivered: int | None = None
    summed: int | None = None
    out: tuple[int, ...] = ()
    into: tuple[int, ...] = ()
    makers: Mapping[str, int] | None = None
    unknown: tuple[int, ...] = ()
    plants: tuple[tuple[int, int], ...] = ()
    gathered: bool = False
    of_regions: bool = False

    def main(self) -> set[int]:
        """The series that speak of the area itself, or of the municipalities that make it up."""
        whole = {number for number in (self.delivered, self.summed) if number is not None}
        return whole | set((self.makers or {}).values()) | set(self.into if self.gathered else ())

    def numbers(self) -> set[int]:
        """Every series in it."""
        return self.main().union(self.out, self.into, self.unknown, *self.plants)


@dataclass(frozen=True)
class Plan:
    """How one question will be answered. ``stream`` None: nobody delivers it. ``other``: what it is a share of.

    ``chosen`` are other sources that were decided on for some days of an area. ``method`` is computed on the line (over
    plants the line holds the means already); ``amount`` is what a gap or an unknown part is told in. ``back``: the days
    the figure rests on, as days before its own.
    """

    ask: Ask
    recipe: Recipe
    basis: KnownIndicator
    stream: Stream | None
    terms: Mapping[str, Terms]
    back: tuple[int, ...]
    method: Method
    amount: Method
    other: Plan | None = None
    chosen: tuple[ChosenPlan, ...] = ()

    @cached_property
    def name(self) -> str:
        """What is computed in the end."""
        return self.recipe.name

    @cached_property
    def source(self) -> str:
        """The source that answers; "" when there is none."""
        return self.stream.source if self.stream else ""

    @cached_property
    def back_text(self) -> str:
        """The days it rests on as they stand in the name of a version."""
        return days_text(self.back)

    @cached_property
    def spans(self) -> tuple[timedelta, ...]:
        """The days it rests on, as time before its own."""
        return tuple(timedelta(days) for days in self.back)

    @cached_property
    def _under(self) -> dict[date, tuple[date, ...]]:
        return {}

    def under(self, day: date) -> tuple[date, ...]:
        """The days that a figure of ``day`` rests on; the same for every area, so made once."""
        days = self._under.get(day)
        if days is None:
            days = self._under[day] = tuple(day - back for back in self.spans)
        return days

    @cached_property
    def eras(self) -> tuple[date, ...]:
        """On the municipalities of which day the source counts, for each time that had its own."""
        return eras(self.stream.areas if self.stream else frozenset())

    def counted_on(self, day: date) -> date:
        """On the municipalities of which day the source counts when it speaks of ``day``."""
        return self.eras[era(day)]

    @cached_property
    def of_period(self) -> bool:
        """Whether a figure is about the delivered period itself, not about days that are counted."""
        return self.back == (0,) and not self.method.counts

    @cached_property
    def whole(self) -> int | None:
        """The length of the period that a source may count in whole; None: none is needed."""
        return self.method.counts if self.basis.temporal == FLOW and self.method.counts > 1 else None

    @cached_property
    def unit(self) -> int | None:
        """The length of the periods a figure is put together of; None: of any."""
        return 1 if self.basis.temporal == FLOW and self.method.counts else None

    @property
    def irregular(self) -> bool:
        """Whether the source speaks of some days only, so that a day without a figure is no gap."""
        return self.basis.temporal in (SURVEY, MEASURE)

    def windows(self) -> Iterable[Window]:
        """The days to read of each series."""
        kind = self.basis.temporal if self.of_period else ""
        earliest = max(*self.back, LOOK_BACK.get(kind, LOOK_BACK_OTHERS))
        since = self.ask.starts - timedelta(days=earliest)
        for terms in self.terms.values():
            yield from (Window(number, since, self.ask.ends) for number in terms.numbers())
        for other in (self.other, *(one.plan for one in self.chosen)):
            yield from other.windows() if other is not None else ()


@dataclass(frozen=True, slots=True)
class ChosenPlan:
    """What answers for ``area`` from ``starts`` up to and not on ``ends`` because someone decided so, and why."""

    area: str
    starts: date
    ends: date
    reason: str
    plan: Plan


def plan(
    ask: Ask, known: Mapping[str, KnownIndicator], found: Found, borders: date | None, asked: Recipe | None = None
) -> Plan:
    """How ``ask`` is answered. :class:`NotFound` when it names a source that never delivered the indicator.

    ``asked``: what its method says, where that is to be read in another way.
    """
    wanted = asked = asked or recipe(ask.method)
    basis, stream = _choose(ask, known, found, targets(ask, asked, borders))
    if basis.slug != ask.indicator:
        asked = replace(asked, method=METHODS[FLOW_OF_TOTAL.get(asked.method.name, asked.method.name)])
    shelf = shelf_of(basis.slug, stream, found) if stream else {}
    shares = found.get((SHARE_IN_REGION, stream.source), {}) if stream and asked.over_plants else {}
    made = {code: _terms(code, shelf, shares, borders, asked) for code in targets(ask, asked, borders)}
    terms = {code: _gathered(one, shelf, borders) for code, one in made.items()} if stream and stream.members else made
    other = None
    if asked.other:
        of = replace(ask, indicator=asked.other, source=_same_source(asked.other, stream, known))
        other = plan(of, known, found, borders, replace(wanted, other=""))
    back = days_back(asked.method, basis.temporal, basis.slug)
    method = METHODS["value"] if asked.over_plants else asked.method
    return Plan(ask, asked, basis, stream, terms, back, method, amount_of(asked.method, basis.temporal), other)


def _same_source(slug: str, stream: Stream | None, known: Mapping[str, KnownIndicator]) -> str | None:
    """A share is taken within one source where that source has both."""
    sources = {other.source for _, other in streams_for(slug, known)}
    return stream.source if stream and stream.source in sources else None


def _choose(
    ask: Ask, known: Mapping[str, KnownIndicator], found: Found, codes: Sequence[str]
) -> tuple[KnownIndicator, Stream | None]:
    streams = streams_for(ask.indicator, known)
    if ask.source is not None:
        streams = streams_of(ask.indicator, ask.source, known)
        if ask.source not in sources_named(ask.indicator, known):
            sentence = phrase("Source {source} did not deliver {slug}.")
            raise NotFound(sentence, place="source", source=ask.source, slug=ask.indicator)
    if not streams:
        return known[ask.indicator], None
    wanted = set(codes)
    for basis, stream in streams:
        sources = [each.source for each in stream.members] or [stream.source]
        if any(code in wanted for one in sources for code, _made in found.get((basis.slug, one), {})):
            return basis, stream
    return streams[0]


def _terms(
    code: str,
    shelf: Shelf,
    shares: Shelf,
    borders: date | None,
    asked: Recipe,
) -> Terms:
    kind = area(code).kind
    if asked.over_plants:
        where = regions() if kind == "nation" else (code,)
        return Terms(code, kind, plants=tuple(pair for one in where for pair in _plants(one, shelf, shares)))
    terms = Terms(code, kind, _number(shelf, code, "delivered"), _number(shelf, code, "summed"))
    unknown = tuple(filter(None, (_number(shelf, part, "delivered") for part in unknown_parts(code, kind))))
    if kind == "municipality":
        whole, split = makers(code, borders or latest_borders())
        numbers = {maker: _number(shelf, maker, "delivered") for maker in sorted(whole | split)}
        return replace(terms, makers={maker: number for maker, number in numbers.items() if number is not None})
    if kind not in LEVELS or borders is None:
        return replace(terms, unknown=unknown)
    out, into = (
        tuple(filter(None, (_number(shelf, maker, "delivered") for maker in codes)))
        for codes in moved(code, kind, borders)
    )
    return replace(terms, unknown=unknown, out=out, into=into)


def _gathered(terms: Terms, shelf: Shelf, borders: date | None) -> Terms:
    """The same where the parts were reported by many: there is no kept sum, all of it is added up here."""
    if terms.kind not in LEVELS or terms.plants:
        return terms
    into, of_regions = parts(terms.area, shelf, borders)
    return replace(terms, summed=None, out=(), unknown=(), into=into, gathered=True, of_regions=of_regions)


def _number(shelf: Shelf, code: str, made: str) -> int | None:
    found = shelf.get((code, made))
    return found[0].id if found else None


def _plants(
    code: str,
    shelf: Shelf,
    shares: Shelf,
) -> tuple[tuple[int, int], ...]:
    share_of = {one.stratum: one.id for one in shares.get((code, "delivered"), ())}
    measured = shelf.get((code, "delivered"), ())
    return tuple((one.id, share_of[one.stratum]) for one in measured if one.stratum in share_of)
