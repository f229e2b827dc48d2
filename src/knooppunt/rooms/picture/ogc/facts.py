"""The properties of an area: its name, where it lies, who live there, and its figures with where they come from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from knooppunt.ground.figures import public as figures
from knooppunt.ground.figures.public import Ask, Figure
from knooppunt.ground.geography.public import Area, parent_of, population
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import today
from knooppunt.rooms.picture.ogc.asking import Wanted
from knooppunt.rooms.picture.ogc.places import Collection
from knooppunt.rooms.picture.public import EditionLine, content_of_line, latest_editions

Properties = dict[str, Any]
DAY = timedelta(days=1)
ADDED = ("as_of", "known_since", "source", "edition")
"""What stands beside a figure under its own name, with this added to it."""


def name_of(indicator: str, method: str, stratum: str = "") -> str:
    """The property of a figure: ``cases_reported`` for the value, ``cases_reported_sum7`` by another method."""
    parts = [indicator, "" if method == "value" else method, stratum]
    return re.sub(r"[^0-9A-Za-z]+", "_", " ".join(filter(None, parts))).strip("_").lower()


def known_of(area: Area, collection: Collection, on: date) -> Properties:
    """What is known of an area itself."""
    people = population(area.code, on)
    return {
        "code": area.code,
        "name": area.name,
        "kind": area.kind,
        **{level: parent_of(area.code, level, on) for level in collection.parents},
        "population": people.value if people else None,
        "populationYear": people.year if people else None,
        "validFrom": area.valid_from.isoformat(),
    }


def figures_asked(areas: Sequence[Area], wanted: Wanted, actor: Actor) -> dict[str, Properties]:
    """By code, the newest figure of each indicator that is named, and of nothing else; else those of the editions."""
    if not wanted.indicators:
        return _published({area.code for area in areas}, actor)
    codes = tuple(area.code for area in areas)
    asks = [_ask(slug, codes, wanted.method, actor) for slug in wanted.indicators]
    found: dict[str, Properties] = {code: {} for code in codes}
    for ask, answer in zip(asks, figures.answer(asks, actor=actor), strict=True):
        for code, listed in answer.items():
            if listed:
                found[code] |= _of_figure(name_of(ask.indicator, ask.method), listed[-1])
    return found


def _ask(slug: str, codes: tuple[str, ...], method: str, actor: Actor) -> Ask:
    """Of the last day that is known of the nation, or of any of the areas when nothing is known of the nation."""
    known = figures.indicator(slug, actor=actor)
    days = (figures.latest_day(slug, area=code, stratum=None, actor=actor) for code in ("NL", *codes[:1]))
    last = next((day for day in days if day), None) or today()
    return Ask(known.slug, codes, last, last + DAY, method)


def _of_figure(name: str, figure: Figure) -> Properties:
    since = figure.known_since
    told = (figure.as_of.isoformat(), since.isoformat() if since else None, figure.source or None, None)
    return {name: figure.value, **{f"{name}_{added}": each for added, each in zip(ADDED, told, strict=True)}}


def _published(codes: set[str], actor: Actor) -> dict[str, Properties]:
    """The figures of the newest edition of each product that the actor sees; of two, the one known later."""
    found: dict[str, Properties] = {code: {} for code in codes}
    for edition in sorted(latest_editions(actor=actor), key=lambda one: one.known_at):
        for figure in content_of_line(edition, actor=actor)["figures"]:
            if figure["area"] in found:
                found[figure["area"]] |= _of_edition(figure, edition)
    return found


def _of_edition(figure: Mapping[str, Any], edition: EditionLine) -> Properties:
    name = name_of(figure["indicator"], figure["method"], figure.get("stratum") or "")
    told = (figure["as_of"], figure["known_since"], figure["source"] or None, f"{edition.product} {edition.number}")
    return {name: figure["value"], **{f"{name}_{added}": each for added, each in zip(ADDED, told, strict=True)}}
