"""What the references in the texts of an edition stand for: figures as known at its moment, and statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from knooppunt.ground.figures.public import KnownIndicator, indicators, recipe
from knooppunt.ground.geography.public import area, is_known
from knooppunt.kit.authority import Actor
from knooppunt.kit.problems import Problem
from knooppunt.rooms.picture.queries.compiling import Moment, described
from knooppunt.rooms.picture.queries.stating import markings_of, said_by
from knooppunt.rooms.picture.rules.composing import EARLIER, Circumstances, strictest
from knooppunt.rooms.picture.rules.products import METHODS
from knooppunt.rooms.picture.rules.references import Reference, references

Known = Mapping[str, KnownIndicator]


def with_references(around: Circumstances, texts: Iterable[str], at: Moment, actor: Actor) -> Circumstances:
    """The circumstances with everything that the references in ``texts`` name, and as closed as that.

    No query without references, one with them, and at most eleven more when there are statements among them.
    What is not known, or not for ``actor``, is left out: the content then says that its token leads nowhere.
    """
    asked = references(texts)
    if not asked or around.schema == EARLIER:
        return around
    known = {each.slug: each for each in indicators(known=at.known_at, actor=actor)}
    figures = [each for each in asked if each.indicator and _sound(each, known)]
    slugs = {slug for each in figures for slug in (each.indicator, _other(each.method)) if slug}
    added = {slug: described(slug, known) for slug in sorted(slugs) if slug not in around.indicators}
    places = {each.area: area(each.area).name for each in figures if each.area not in around.areas}
    said = said_by([each.statement for each in asked if each.statement], known, actor)
    closed = [marking for each in said.values() for marking in markings_of(each, known)]
    return replace(
        around,
        indicators={**around.indicators, **added},
        areas={**around.areas, **places},
        marking=strictest([around.marking, *(known[slug].marking for slug in slugs), *closed]),
        figures=tuple(each.token for each in figures),
        statements={each.token: said[each.statement] for each in asked if each.statement in said},
    )


def _sound(reference: Reference, known: Known) -> bool:
    """Whether there is such an indicator, a method for its kind, and such an area."""
    if reference.indicator not in known or not is_known(reference.area) or _base(reference.method) not in METHODS:
        return False
    other = _other(reference.method)
    try:
        fits = known[reference.indicator].temporal in recipe(reference.method).method.back
    except Problem:
        return False
    return fits and (not other or other in known)


def _base(method: str) -> str:
    return method.removeprefix("rank:").partition(":")[0]


def _other(method: str) -> str:
    return method.removeprefix("rank:").partition(":")[2]
