"""What machines can ask about figures: days and moments as ISO 8601 writes them, and nothing that looks like it."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Annotated, Any

from ninja import Field, Schema
from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from knooppunt.ground.figures import public as figures
from knooppunt.ground.figures.public import Ask
from knooppunt.ground.figures.queries.borders import TABLE_BEGINS
from knooppunt.ground.geography.public import is_known
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import Invalid, phrase

DAY = timedelta(days=1)
FIRST_MOMENT = date(2000, 1, 1)
AFTER_ALL = date(2200, 1, 1)
MOST_FIGURES = 10_000
"""Figures in one answer. More is refused, never cut off."""
MOST_AREAS = 400
A_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
A_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)", re.ASCII)


def _day(text: Any) -> date:
    try:
        if A_DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise PydanticCustomError("day", "not a day")


def _moment(text: Any) -> datetime:
    try:
        if A_MOMENT.fullmatch(text) and text[:4] >= str(FIRST_MOMENT.year):
            return datetime.fromisoformat(text)
    except ValueError:
        pass
    raise PydanticCustomError("moment", "not a moment")


Day = Annotated[date, BeforeValidator(_day)]
Moment = Annotated[datetime, BeforeValidator(_moment)]
Known = Annotated[Moment | None, Field(description="As known at this moment; else as known now.")]
Limit = Annotated[int, Field(ge=1, le=500, description="At most this many; `more` says whether there are others.")]
Offset = Annotated[int, Field(ge=0, le=1_000_000, description="Leave out this many from the beginning.")]
Name = Annotated[str, Field(max_length=200)]
Code = Annotated[str, Field(max_length=10)]


class FiguresQuery(Schema):
    """Which figures. Without days: the last day of which one is known for the first area."""

    indicator: Name = Field(description="The slug of an indicator.", examples=["cases.reported_total"])
    area: list[Code] = Field(
        default=["NL"], max_length=MOST_AREAS, description="NL, or a code of CBS: VR09, GM0344, PV26. Repeat for more."
    )
    since: Day | None = Field(default=None, alias="from", description="The first day; else the last day.")
    until: Day | None = Field(default=None, description="The last day, inclusive; else the first day.")
    method: Name = Field(
        default="value",
        description=f"{', '.join(figures.METHODS)}, rank:METHOD, share:INDICATOR, share7:INDICATOR or plant_mean.",
    )
    known: Known = None
    borders: Day | None = Field(default=None, description="On the borders of this day; else as delivered.")
    source: Name | None = Field(default=None, description="Of this source; else of the one that delivered last.")
    stratum: Name = Field(default="", description="Of this part of the people, or this treatment plant.")

    def ask(self, actor: Actor) -> Ask:
        """The question, with what was left open filled in. :class:`Invalid` names the parameter that is wrong."""
        check_moment(self.known)
        areas = tuple(dict.fromkeys(self.area))
        for code in areas:
            if not is_known(code):
                raise Invalid(phrase("There is no area {code}."), place="area", code=code)
        first, last = self._period(areas[0], actor)
        if len(areas) * ((last - first).days + 1) > MOST_FIGURES:
            sentence = phrase("That is more than {most} figures at once: ask for a shorter period or fewer areas.")
            raise Invalid(sentence, place="until", most=MOST_FIGURES)
        return Ask(self.indicator, areas, first, last + DAY, self.method, self.source, self.stratum)

    def _period(self, area: str, actor: Actor) -> tuple[date, date]:
        last = self.until or self.since or self._last_day(area, actor)
        first = self.since or last
        if first > last:
            raise Invalid(phrase("The period ends before it begins."), place="until")
        for place, day in (("from", self.since), ("until", self.until), ("borders", self.borders)):
            if day and not TABLE_BEGINS <= day < AFTER_ALL:
                raise Invalid(phrase("The areas are known from {begins} on."), place=place, begins=TABLE_BEGINS)
        return first, last

    def _last_day(self, area: str, actor: Actor) -> date:
        found = figures.latest_day(
            self.indicator, area=area, source=self.source, stratum=self.stratum, known=self.known, actor=actor
        )
        if found is None:
            sentence = phrase("No figure of {slug} is known for {area}: say from which day.")
            raise Invalid(sentence, place="from", slug=self.indicator, area=area)
        return found


class DeliveriesQuery(Schema):
    """Which deliveries."""

    source: Name | None = Field(default=None, description="Only of this source.")
    limit: Limit = 50
    offset: Offset = 0


class IndicatorsQuery(Schema):
    """Which indicators."""

    known: Known = None
    limit: Limit = 200
    offset: Offset = 0


class IndicatorQuery(Schema):
    """As known when."""

    known: Known = None


def check_moment(known: datetime | None) -> None:
    """Refuse a moment ahead of us: what will be known then is not known."""
    if known is not None and known > now():
        raise Invalid(phrase("The moment {known} lies in the future."), place="known", known=known.isoformat())
