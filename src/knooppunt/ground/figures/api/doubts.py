"""What is doubtful, for machines: figures that are hard to believe, what does not add up, and rows kept apart."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Query, Router, Schema

from knooppunt.ground.access.public import AskedRequest
from knooppunt.ground.figures import public as figures
from knooppunt.ground.figures.api.asking import DAY, Code, Day, Known, Limit, Name, Offset, check_moment
from knooppunt.ground.figures.api.shapes import From, Until, Wire, Words, words
from knooppunt.ground.geography.public import area_name, is_known
from knooppunt.kit.authority import Actor
from knooppunt.kit.problems import Invalid, phrase

router = Router(tags=["figures"], by_alias=True)
NEEDS = {"x-needs": "figures.read"}
BLANK = ("decided_by", "note", "answer", "answered_by")  # empty text here is nothing there
Indicator = Annotated[Name | None, Field(description="Only of this indicator, by its slug.")]
Area = Annotated[Code | None, Field(description="Only about this area: NL, or a code of CBS.")]
Source = Annotated[Name | None, Field(description="Only of this source.")]


class FlagShape(Wire):
    """A value that is hard to believe, and what was answered."""

    id: UUID
    indicator: str
    area: str
    area_name: str
    stratum: str
    source: str
    made: str = Field(description="delivered or summed.")
    since: From
    kind: str
    value: float
    reason: Words
    raised_at: datetime
    answer: str | None
    answered_by: str | None
    answered_at: datetime | None


class Flags(Wire):
    """A part of the flags, the last raised first."""

    flags: list[FlagShape]
    more: bool


class GapShape(Wire):
    """Where a total that was delivered differs from the sum of its parts: `gap` is delivered minus summed."""

    indicator: str
    area: str
    area_name: str
    stratum: str
    source: str
    since: From
    until: Until
    delivered: float
    summed: float
    gap: float
    known_from: datetime
    known_until: datetime | None


class Gaps(Wire):
    """A part of the gaps, the latest day first."""

    gaps: list[GapShape]
    more: bool


class QuarantinedShape(Wire):
    """A row of a file that could not be taken as it stands."""

    id: UUID
    delivery: UUID
    source: str
    file_name: str
    line: int
    column: str
    value: str
    reason: Words
    row: str = Field(description="The line as it came in.")
    state: str
    decided_by: str | None
    decided_at: datetime | None
    note: str | None


class QuarantinedRows(Wire):
    """A part of the rows kept apart, the newest delivery first and then by line."""

    quarantined_rows: list[QuarantinedShape]
    more: bool


class FlagsQuery(Schema):
    """Which flags."""

    state: Literal["open", "answered", "all"] = Field(
        default="open", description="Open: without an answer, about a value that still stands."
    )
    indicator: Indicator = None
    area: Area = None
    source: Source = None
    limit: Limit = 50
    offset: Offset = 0


class GapsQuery(Schema):
    """Which gaps."""

    indicator: Indicator = None
    area: Area = None
    source: Source = None
    since: Day | None = Field(default=None, alias="from", description="About this day and later.")
    until: Day | None = Field(default=None, description="About this day and earlier.")
    known: Known = None
    limit: Limit = 50
    offset: Offset = 0


class QuarantinedQuery(Schema):
    """Which rows. Not by indicator or area: that of a row kept apart may be what could not be read."""

    state: Literal["held", "released", "discarded", "all"] = Field(
        default="held", description="Held waits for a decision."
    )
    source: Source = None
    delivery: UUID | None = Field(default=None, description="Only of this delivery.")
    limit: Limit = 50
    offset: Offset = 0


@router.get("/flags", response=Flags, openapi_extra=NEEDS)
def list_flags(request: AskedRequest, asked: Query[FlagsQuery]) -> Flags:
    """Figures that are hard to believe, the last raised first."""
    _check(asked, request.actor)
    found = figures.flags(
        open_only=asked.state == "open",
        answered_only=asked.state == "answered",
        indicator=asked.indicator,
        area=asked.area,
        source=asked.source,
        limit=asked.limit + 1,
        offset=asked.offset,
        actor=request.actor,
    )
    shown = found[: asked.limit]
    return Flags(flags=[_flag(one) for one in shown], more=len(found) > len(shown))


@router.get("/gaps", response=Gaps, openapi_extra=NEEDS)
def list_gaps(request: AskedRequest, asked: Query[GapsQuery]) -> Gaps:
    """Where a total that was delivered differs from the sum of its parts, the latest day first."""
    check_moment(asked.known)
    _check(asked, request.actor)
    found = figures.gaps(
        indicator=asked.indicator,
        area=asked.area,
        source=asked.source,
        since=asked.since,
        until=_after(asked.until),
        known=asked.known,
        limit=asked.limit + 1,
        offset=asked.offset,
        actor=request.actor,
    )
    shown = found[: asked.limit]
    return Gaps(gaps=[_gap(one) for one in shown], more=len(found) > len(shown))


@router.get("/quarantined-rows", response=QuarantinedRows, openapi_extra=NEEDS)
def list_quarantined_rows(request: AskedRequest, asked: Query[QuarantinedQuery]) -> QuarantinedRows:
    """Rows of files that were kept apart, the newest delivery first and then by line."""
    found = figures.quarantined(
        asked.delivery,
        state=None if asked.state == "all" else asked.state,
        source=asked.source,
        limit=asked.limit + 1,
        offset=asked.offset,
        actor=request.actor,
    )
    shown = found[: asked.limit]
    return QuarantinedRows(quarantined_rows=[_quarantined(one) for one in shown], more=len(found) > len(shown))


def _check(asked: FlagsQuery | GapsQuery, actor: Actor) -> None:
    """Refuse what there is not, or not for ``actor``: an empty list would say that all is well."""
    if asked.area and not is_known(asked.area):
        raise Invalid(phrase("There is no area {code}."), place="area", code=asked.area)
    if asked.indicator:
        figures.indicator(asked.indicator, actor=actor)


def _after(day: date | None) -> date | None:
    """The day after; there is none after the last day of all."""
    return day + DAY if day and day < date.max else None


def _flag(line: figures.FlagLine) -> FlagShape:
    told = _told(line, FlagShape)
    return FlagShape.model_validate(
        told | {"since": line.starts, "area_name": area_name(line.area), "answered_by": line.answered_by_name or None}
    )


def _gap(line: figures.GapLine) -> GapShape:
    told = _told(line, GapShape)
    return GapShape.model_validate(
        told | {"since": line.starts, "until": line.ends - DAY, "area_name": area_name(line.area)}
    )


def _quarantined(line: figures.QuarantinedLine) -> QuarantinedShape:
    told = _told(line, QuarantinedShape)
    return QuarantinedShape.model_validate(told | {"decided_by": line.decided_by_name or None})


def _told(line: Any, shape: type[Wire]) -> dict[str, Any]:
    told = {name: getattr(line, name) for name in shape.model_fields if hasattr(line, name)}
    told |= {name: told[name] or None for name in BLANK if name in told}
    return told | ({"reason": words(line.reason, line.values)} if "reason" in told else {})
