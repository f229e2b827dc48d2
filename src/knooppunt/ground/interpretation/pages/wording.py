"""Statements and their figures as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language, gettext

from knooppunt.ground.figures.public import METHODS, KnownIndicator, indicators
from knooppunt.ground.geography.public import area_name
from knooppunt.ground.interpretation.forms import likelihood_text
from knooppunt.ground.interpretation.queries import FIGURES, GroundLine, StatementLine
from knooppunt.ground.interpretation.rules import CONFIDENCE_NAMES, KIND_NAMES, Confidence, Kind
from knooppunt.ground.network.public import SECTION_NAMES, Section
from knooppunt.kit.authority import Actor

Names = Mapping[str, KnownIndicator]


@dataclass(frozen=True, slots=True)
class GroundShown:
    """A figure under a statement in words; ``name`` and ``address`` are "" for who may not read it."""

    line: GroundLine
    name: str
    area: str
    method: str
    address: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A statement in words."""

    line: StatementLine
    section: str
    kind: str
    confidence: str
    likelihood: str
    grounds: tuple[GroundShown, ...]


def names(actor: Actor) -> Names:
    """The indicators that the actor may read, by slug; none without leave for figures."""
    return {one.slug: one for one in indicators(actor=actor)} if actor.may(FIGURES) else {}


def name_of(indicator: KnownIndicator) -> str:
    """The name of an indicator in the language of the reader."""
    return indicator.name_en if (get_language() or "nl").startswith("en") else indicator.name_nl


def method_name(text: str) -> str:
    """What a method is called; its own name when it is made of others."""
    return gettext(METHODS[text].label) if text in METHODS else text


def section_name(section: str) -> str:
    """What a section is called."""
    return gettext(SECTION_NAMES[Section(section)])


def shown(line: StatementLine, known: Names) -> Shown:
    """A statement in the language of the reader."""
    return Shown(
        line=line,
        section=section_name(line.section),
        kind=gettext(KIND_NAMES[Kind(line.kind)]),
        confidence=gettext(CONFIDENCE_NAMES[Confidence(line.confidence)]),
        likelihood=likelihood_text(line.likelihood),
        grounds=tuple(_ground(one, known) for one in line.grounds),
    )


def _ground(one: GroundLine, known: Names) -> GroundShown:
    if not one.readable or one.indicator not in known:
        return GroundShown(one, "", "", "", "")
    asked = {"indicator": one.indicator, "area": one.area, "starts": one.starts.isoformat(), "method": one.method,
             "source": one.source, "stratum": one.stratum}  # fmt: skip
    return GroundShown(
        line=one,
        name=name_of(known[one.indicator]),
        area=area_name(one.area),
        method=method_name(one.method),
        address=f"{reverse('figures:provenance')}?{urlencode({name: text for name, text in asked.items() if text})}",
    )
