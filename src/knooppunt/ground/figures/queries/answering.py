"""Answering questions about figures: at most five SQL statements, however many questions there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from knooppunt.ground.figures.queries.asking import Ask, Figure
from knooppunt.ground.figures.queries.catalogue import known_indicators
from knooppunt.ground.figures.queries.held import (
    Window,
    read_deliveries,
    read_flags,
    read_observations,
    read_series,
)
from knooppunt.ground.figures.queries.making import Material, figures_of
from knooppunt.ground.figures.queries.planning import Plan, arranged, names_of, plan, slugs_of
from knooppunt.kit.authority import Actor


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
    names = set().union(*(names_of(ask, catalogue, borders) for ask in asks))
    found = arranged(read_series(sorted(names, key=str)))
    plans = [plan(ask, catalogue, found, borders) for ask in asks]
    material = _material(plans, known, borders)
    return [figures_of(one, material) for one in plans]


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


def _material(plans: Sequence[Plan], known: datetime | None, borders: date | None) -> Material:
    windows = _merged(plans)
    columns = read_observations(windows, known)
    numbers = {version.delivery for column in columns.values() for version in column.values()}
    return Material(columns, read_flags(windows, known), read_deliveries(numbers), borders)


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
