"""Plans with what was decided about sources: on the days of a decision the chosen source answers for its area."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from knooppunt.ground.figures.queries.asking import Ask
from knooppunt.ground.figures.queries.catalogue import KnownIndicator, streams_for, streams_of
from knooppunt.ground.figures.queries.family import Found
from knooppunt.ground.figures.queries.planning import ChosenPlan, Plan, plan
from knooppunt.ground.figures.rules.choosing import Choice, Span, spans
from knooppunt.ground.figures.rules.methods import recipe

Catalogue = Mapping[str, KnownIndicator]


def planned(ask: Ask, known: Catalogue, found: Found, borders: date | None) -> Plan:
    """How ``ask`` is answered, decisions included."""
    made = plan(ask, known, found, borders)
    if ask.source is not None and not ask.yields:
        return made
    if not any(known[slug].choices for slug in _deciding(ask.indicator, known)):
        return made
    return replace(made, chosen=tuple(_chosen(made, known, found, borders)))


def _deciding(slug: str, known: Catalogue) -> list[str]:
    """The indicators whose decisions hold for ``slug``, the one that goes first first: a total decides on its days."""
    return [one for one in (slug, known[slug].derived_from) if one in known]


def spans_of(slug: str, area: str, known: Catalogue) -> list[Span]:
    """The days on which someone decided which source counts for an indicator in an area."""
    for one in _deciding(slug, known):
        about = [choice for choice in known[one].choices if choice.area == area]
        if about:
            return spans(about)
    return []


def _chosen(made: Plan, known: Catalogue, found: Found, borders: date | None) -> Iterator[ChosenPlan]:
    ask = made.ask
    for area in made.terms:
        for span in spans_of(ask.indicator, area, known):
            starts, ends = max(span.starts, ask.starts), min(span.ends, ask.ends)
            source = span.choice.source
            # A source that the reader may not see cannot have been chosen, as far as the reader is concerned.
            if starts >= ends or not source or not streams_of(ask.indicator, source, known):
                continue
            about = replace(ask, areas=(area,), starts=starts, ends=ends, source=source, yields=False)
            instead = plan(about, known, found, borders, replace(recipe(ask.method), ranked=False))
            yield ChosenPlan(area, span.starts, span.ends, told(span.choice, ask.indicator, known), instead)


def decision_on(slug: str, area: str, day: date, known: Catalogue) -> Choice | None:
    """The decision that counts on a day, for who may see every source that it is about."""
    span = next((span for span in spans_of(slug, area, known) if span.starts <= day < span.ends), None)
    if span is None or not {span.choice.source, *span.choice.against} <= readable(slug, known) | {""}:
        return None
    return span.choice


def told(choice: Choice, slug: str, known: Catalogue) -> str:
    """The reason of a decision, for who may see every source that it is about; else ""."""
    return choice.reason if set(choice.against) <= readable(slug, known) else ""


def readable(slug: str, known: Catalogue) -> set[str]:
    """The sources of the indicator, and of its total, that the reader may see."""
    pairs = streams_for(slug, known)
    return {stream.source for one, joined in pairs for stream in (joined, *one.streams)}
