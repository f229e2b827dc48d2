"""Answering questions about figures: at most five SQL statements, however many questions there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from knooppunt.ground.figures.queries.asking import Ask, Figure
from knooppunt.ground.figures.queries.catalogue import KnownIndicator, known_indicators, sources_named
from knooppunt.ground.figures.queries.deciding import planned
from knooppunt.ground.figures.queries.family import arranged
from knooppunt.ground.figures.queries.held import (
    Window,
    read_deliveries,
    read_flags,
    read_observations,
    read_series,
)
from knooppunt.ground.figures.queries.making import Material, figures_of, flags_of_values
from knooppunt.ground.figures.queries.needed import names_of, slugs_of
from knooppunt.ground.figures.queries.planning import Plan
from knooppunt.ground.figures.queries.sight import Sight, catalogue_in
from knooppunt.kit.authority import Actor

Catalogue = Mapping[str, KnownIndicator]


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions with the day on whose borders areas are taken (None: as delivered)."""

    asks: Sequence[Ask]
    borders: date | None


def answer(
    asks: Sequence[Ask], *, known: datetime | None = None, borders: date | None = None, actor: Actor
) -> list[dict[str, list[Figure]]]:
    """For each question the figures of each area, in order of day, as known at ``known`` (aware; None: now).

    Every day of the period has a figure, unknown ones too; what is delivered in longer or irregular periods has one
    figure per delivered period that overlaps. ``borders``: the day on whose borders areas are taken; None is as
    delivered, and sums on the latest borders. :class:`NotFound` for an indicator, area or source that does not exist or
    may not be seen, :class:`Invalid` for a method that does not fit.
    """
    catalogue = known_indicators(slugs_of(asks), known=known, actor=actor)
    return _answered([Asked(asks, borders)], catalogue, known, with_delivery=True, with_flags=True)[0]


def answer_seen(groups: Sequence[Asked], *, seen: Sight, with_delivery: bool) -> list[list[dict[str, list[Figure]]]]:
    """The same for many groups of questions at once, as known now; at most four SQL statements.

    What is not in sight is not refused but left out: the answer to such a question is empty. Figures have no flags, and
    without ``with_delivery`` it is not told since when they are known.
    """
    catalogue = catalogue_in(seen)
    asked = [Asked([ask for ask in group.asks if _is_seen(ask, catalogue)], group.borders) for group in groups]
    answered = map(iter, _answered(asked, catalogue, None, with_delivery=with_delivery, with_flags=False))
    return [
        [next(answers) if _is_seen(ask, catalogue) else {} for ask in group.asks]
        for group, answers in zip(groups, answered, strict=True)
    ]


def _is_seen(ask: Ask, catalogue: Catalogue) -> bool:
    if not slugs_of([ask]) <= catalogue.keys():
        return False
    return ask.source is None or ask.source in sources_named(ask.indicator, catalogue)


def _answered(
    groups: Sequence[Asked], catalogue: Catalogue, known: datetime | None, *, with_delivery: bool, with_flags: bool
) -> list[list[dict[str, list[Figure]]]]:
    """Read at once what all groups need, and make the figures of each."""
    names = set().union(*(names_of(ask, catalogue, group.borders) for group in groups for ask in group.asks))
    found = arranged(read_series(sorted(names, key=str), known))
    plans = [[planned(ask, catalogue, found, group.borders) for ask in group.asks] for group in groups]
    windows = _merged([one for some in plans for one in some])
    columns = read_observations(windows, known)
    numbers = {one.delivery for column in columns.values() for layer in column.values() for one in layer.values()}
    flags = flags_of_values(read_flags(windows, known), columns) if with_flags else {}
    notes = read_deliveries(numbers) if with_delivery else {}
    materials = [Material(columns, flags, notes, group.borders) for group in groups]
    return [[figures_of(one, material) for one in some] for some, material in zip(plans, materials, strict=True)]


def figure(
    indicator: str,
    area: str,
    on: date,
    *,
    method: str = "value",
    known: datetime | None = None,
    borders: date | None = None,
    source: str | None = None,
    stratum: str = "",
    actor: Actor,
) -> Figure:
    """The figure of one area on one day; of what is delivered in periods, the one in which the day lies."""
    ask = Ask(indicator, (area,), on, on + timedelta(days=1), method, source, stratum)
    found = answer([ask], known=known, borders=borders, actor=actor)[0][area]
    if found:
        return found[-1]
    return Figure(indicator=indicator, area=area, starts=on, ends=on + timedelta(days=1), method=method, as_of=on)


def _merged(plans: Sequence[Plan]) -> list[Window]:
    """One window for each series, wide enough for every question."""
    widest: dict[int, Window] = {}
    for one in plans:
        for window in one.windows():
            other = widest.get(window.series, window)
            widest[window.series] = Window(
                window.series, min(window.since, other.since), max(window.until, other.until)
            )
    return [widest[number] for number in sorted(widest)]
