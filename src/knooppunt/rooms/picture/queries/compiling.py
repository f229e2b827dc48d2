"""Composing the content of an edition from the figures, as they were known at its moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from knooppunt.ground.figures.public import Ask, KnownIndicator, answer, delivery_lines, indicators
from knooppunt.ground.geography.public import area, areas
from knooppunt.ground.incidents.public import current_incident
from knooppunt.kit.authority import Actor
from knooppunt.kit.problems import Conflict, phrase
from knooppunt.rooms.picture.queries.products import Declared, measures
from knooppunt.rooms.picture.rules.composing import (
    EARLIER,
    Circumstances,
    compose,
    frame_of,
    has_value,
    referred,
    strictest,
)
from knooppunt.rooms.picture.rules.products import Chart, Measure, Product, Words
from knooppunt.rooms.picture.rules.references import reference_of
from knooppunt.rooms.picture.rules.register import Answers, moment
from knooppunt.rooms.picture.rules.wanting import NATION, Frame, Wanted, wanted


@dataclass(frozen=True, slots=True)
class Moment:
    """The day an edition is about and the moment as known at which it is read. ``borders``: of which day."""

    on: date
    known_at: datetime
    borders: date


def circumstances(declared: Declared, at: Moment, actor: Actor) -> Circumstances:
    """Everything that is not a figure, as it is now: names, measures, incident. To be frozen with the edition."""
    incident = current_incident(actor=actor)
    known = {indicator.slug: indicator for indicator in indicators(known=at.known_at, actor=actor)}
    asked = [slug for slug in _slugs(declared.product, at) if slug in known]
    return Circumstances(
        on=at.on,
        known_at=moment(at.known_at) or "",
        borders=at.borders,
        marking=strictest([declared.product.marking, *(known[slug].marking for slug in asked)]),
        exercise=bool(incident and incident.exercise),
        incident={"name": incident.name, "phase": str(incident.phase)} if incident else None,
        indicators={slug: described(slug, known) for slug in asked},
        areas=_area_names(declared.product, at.borders),
        measures=_measures_for(declared.product),
    )


def described(slug: str, known: Mapping[str, KnownIndicator]) -> dict[str, Any]:
    """What an indicator is called, and the sources that have it or its total, in the order in which they answer."""
    indicator = known[slug]
    return {
        "name": {"nl": indicator.name_nl, "en": indicator.name_en},
        "unit": {"nl": indicator.unit_nl, "en": indicator.unit_en},
        "definition": {"nl": indicator.definition_nl, "en": indicator.definition_en},
        "higher_is_worse": indicator.higher_is_worse,
        "sources": list(indicator.sources),
    }


def _slugs(product: Product, at: Moment) -> set[str]:
    return {each.indicator for each in wanted(product, Frame(at.on, ()))}


def _area_names(product: Product, borders: date) -> dict[str, str]:
    regions = {region.code: region.name for region in areas("region", borders)}
    others = {code for each in wanted(product, Frame(borders, ())) for code in each.areas} - {NATION, *regions}
    return {NATION: "Nederland"} | regions | {code: area(code).name for code in sorted(others)}


def _measures_for(product: Product) -> tuple[Measure, ...]:
    kinds = {kind for block in product.blocks if isinstance(block, Chart) for kind in block.measures}
    return tuple(measure for measure in measures() if measure.kind in kinds)


FIRST = ("exercise", "incident", "indicators", "areas", "measures", "marking")
SINCE = ("schema", "figures", "statements", "outside", "corrects", "unapproved")
"""What was frozen of the circumstances at first, and what since the second version of the content."""


def frozen(around: Circumstances) -> dict[str, Any]:
    """The circumstances as JSON values, without what the edition keeps in columns of its own."""
    kept = asdict(around)
    return {name: kept[name] for name in (*FIRST, *SINCE)}


def thawed(kept: Mapping[str, Any], at: Moment, number: int | None) -> Circumstances:
    """The circumstances again, from what :func:`frozen` gave."""
    return Circumstances(
        on=at.on,
        known_at=moment(at.known_at) or "",
        borders=at.borders,
        number=number,
        measures=tuple(Measure(each["on"], each["kind"], Words(**each["label"])) for each in kept["measures"]),
        **{name: kept[name] for name in ("exercise", "incident", "indicators", "areas", "marking")},
        **_since(kept),
    )


def _since(kept: Mapping[str, Any]) -> dict[str, Any]:
    """The younger circumstances; those of an edition from before they were kept are empty."""
    if "schema" not in kept:
        return {"schema": EARLIER}
    lists = {name: tuple(kept[name]) for name in ("figures", "outside")}
    return {name: kept[name] for name in SINCE} | lists


def compiled(
    product: Product, around: Circumstances, texts: Mapping[str, str], at: Moment, actor: Actor
) -> dict[str, Any]:
    """The content, read with the eyes of ``actor``. At most six SQL queries, however many figures.

    It is marked as closed as the strictest of product, indicators and the deliveries under its figures.
    """
    declared = [each for each in wanted(product, frame_of(around)) if each.indicator in around.indicators]
    questions = dict.fromkeys((*declared, *wanted_by(product, around)))
    content = compose(product, around, texts, _answers(list(questions), at, actor))
    lines = delivery_lines([each["delivery"] for each in content["sources"]], actor=actor)
    sources = [each | _delivered(lines.get(each["delivery"])) for each in content["sources"]]
    marking = strictest([content["marking"], *(line.marking for line in lines.values())])
    return content | {"sources": sources, "marking": marking}


def wanted_by(product: Product, around: Circumstances) -> list[Wanted]:
    """The questions behind the references in texts that stand for a figure."""
    found = [reference_of(token) for token in around.figures]
    return [each for one in found for each in frame_of(around).wanted(referred(one, product), (one.area,))]


def required(content: dict[str, Any]) -> dict[str, Any]:
    """The content, when anything at all is known in it; :class:`Conflict` otherwise."""
    if not has_value(content):
        template = phrase("No figure of {product} is known for {on}: nothing can be compiled.")
        raise Conflict(template, product=content["title"]["nl"], on=content["on"])
    return content


def _answers(questions: Sequence[Wanted], at: Moment, actor: Actor) -> Answers:
    asks = [
        Ask(
            indicator=each.indicator,
            areas=each.areas,
            starts=each.starts,
            ends=each.ends,
            method=each.method,
            source=each.source or None,
            stratum=each.stratum,
            yields=True,
        )
        for each in questions
    ]
    found = answer(asks, known=at.known_at, borders=at.borders, actor=actor)
    return dict(zip(questions, found, strict=True))


def _delivered(line: Any) -> dict[str, Any]:
    if line is None:
        return {"file": "", "reported_at": None, "known_at": None}
    return {"file": line.file_name, "reported_at": moment(line.reported_at), "known_at": moment(line.known_at)}
