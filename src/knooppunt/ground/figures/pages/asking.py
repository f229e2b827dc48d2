"""From the address of the figures page to a question that can be answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from knooppunt.ground.figures.pages.choosing import Chosen, chosen
from knooppunt.ground.figures.queries.asking import Ask
from knooppunt.ground.figures.queries.borders import TABLE_BEGINS
from knooppunt.ground.figures.queries.catalogue import KnownIndicator, streams_for
from knooppunt.ground.figures.queries.needed import SHARE_IN_REGION
from knooppunt.ground.figures.queries.newest import latest_day
from knooppunt.ground.figures.rules.lines import MEASURE, SURVEY
from knooppunt.ground.figures.rules.methods import recipe
from knooppunt.ground.geography.public import latest_borders
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import today
from knooppunt.kit.problems import Invalid, phrase

DAY = timedelta(days=1)
SPAN = {SURVEY: timedelta(days=180), MEASURE: timedelta(days=56)}
USUAL_SPAN = timedelta(days=28)
MOST_FIGURES = 30_000
"""Figures that are computed for one page. More is refused, never cut off."""


@dataclass(frozen=True, slots=True)
class Question:
    """What one wants to see. ``until`` is inclusive; ``known`` and ``borders`` None: as it is now, as delivered."""

    indicator: KnownIndicator
    areas: Chosen
    since: date
    until: date
    method: str
    known: datetime | None
    borders: date | None
    source: str | None
    stratum: str

    def ask(self, method: str = "", since: date | None = None) -> Ask:
        """The question as the queries know it; by another method or over another period when given."""
        return Ask(
            self.indicator.slug,
            self.areas.codes,
            since or self.since,
            self.until + DAY,
            method or self.method,
            self.source,
            self.stratum,
        )


def question(
    wanted: Mapping[str, Any], picked: list[str], catalogue: Mapping[str, KnownIndicator], actor: Actor
) -> Question:
    """What is asked for, with what was left open filled in. Raises what :func:`answer` would, and Invalid."""
    indicator = catalogue[wanted["indicator"]]
    method = wanted["method"] or usual_method(indicator, catalogue)
    recipe(method)
    picked = [one for one in picked if one] or [usual_area(indicator, catalogue)]
    until = wanted["until"] or _latest(wanted, picked[0], indicator, actor)
    since = wanted["since"] or until - SPAN.get(indicator.temporal, USUAL_SPAN) + DAY
    _check(since, until)
    areas = chosen(picked, wanted["borders"] or max(until, TABLE_BEGINS))
    if len(areas.codes) * ((until - since).days + 1) > MOST_FIGURES:
        sentence = phrase("That is more than {most} figures at once: choose a shorter period or fewer areas.")
        raise Invalid(sentence, most=MOST_FIGURES)
    return Question(
        indicator=indicator,
        areas=areas,
        since=since,
        until=until,
        method=method,
        known=wanted["known"],
        borders=wanted["borders"],
        source=wanted["source"] or None,
        stratum=wanted["stratum"],
    )


def usual_area(indicator: KnownIndicator, catalogue: Mapping[str, KnownIndicator]) -> str:
    """The area to begin with: the nation where it is known or can be added up, else all areas it is known for."""
    known = {code for _, stream in streams_for(indicator.slug, catalogue) for code in stream.areas}
    if indicator.additive or "NL" in known or not known:
        return "NL"
    return "all:region" if any(code.startswith("VR") for code in known) else "all:municipality"


def usual_method(indicator: KnownIndicator, catalogue: Mapping[str, KnownIndicator]) -> str:
    """The value as it stands; of what is measured at treatment plants the mean over those of the area."""
    shares = catalogue.get(SHARE_IN_REGION)
    plants = {stream.source for stream in shares.streams} if shares and shares is not indicator else set()
    measured = indicator.temporal == MEASURE and any(stream.source in plants for stream in indicator.streams)
    return "plant_mean" if measured else "value"


def _latest(wanted: Mapping[str, Any], first: str, indicator: KnownIndicator, actor: Actor) -> date:
    """The last day of the first area; where they are all of a kind, of the whole that they add up to if they do."""
    code = chosen([first], wanted["borders"] or latest_borders()).codes[0]
    found = latest_day(
        wanted["indicator"],
        area="NL" if ":" in first and indicator.additive else code,
        source=wanted["source"] or None,
        stratum=wanted["stratum"] or None,
        known=wanted["known"],
        actor=actor,
    )
    return found or today()


def _check(since: date, until: date) -> None:
    if since > until:
        raise Invalid(phrase("The period ends before it begins."), place="until")
    if since < TABLE_BEGINS:
        raise Invalid(phrase("The areas are known from {begins} on."), place="since", begins=TABLE_BEGINS)
