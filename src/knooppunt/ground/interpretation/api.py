"""Statements for machines: what sections say, on which figures, and whether these still stand."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Query, Router, Schema
from pydantic import AliasGenerator, BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from knooppunt.ground.access.public import AskedRequest
from knooppunt.ground.interpretation import public as interpretation
from knooppunt.ground.interpretation.public import BANDS, GroundLine, StatementLine

router = Router(tags=["interpretation"], by_alias=True)
NEEDS = {"x-needs": "interpretation.read"}
Limit = Annotated[int, Field(ge=1, le=500, description="At most this many; `more` says whether there are others.")]
Offset = Annotated[int, Field(ge=0, le=1_000_000, description="Leave out this many from the beginning.")]


class Wire(BaseModel):
    """Snake case in Python, camelCase in JSON."""

    model_config = ConfigDict(alias_generator=AliasGenerator(serialization_alias=to_camel), from_attributes=True)


class LikelihoodShape(Wire):
    """A word of likelihood, and the percentages it stands for."""

    word: str
    low: int
    high: int


class GroundShape(Wire):
    """A figure under a statement. Of one that you may not read only is told whether it was corrected."""

    indicator: str | None
    area: str | None
    starts: date | None
    ends: date | None = Field(description="Exclusive.")
    method: str | None
    source: str | None
    stratum: str | None
    value: float | None = Field(description="As the statement was made; null is unknown.")
    value_now: float | None
    corrected_at: datetime | None = Field(description="Since when a newer version is known; null: it stands.")
    readable: bool


class StatementShape(Wire):
    """What a section says that figures mean."""

    id: UUID
    section: str
    version: int
    kind: str = Field(description="written, rewritten, confirmed or withdrawn.")
    text: str
    confidence: str = Field(description="low, moderate or high.")
    likelihood: LikelihoodShape | None
    valid_from: date
    by: str
    known_since: datetime
    marking: str
    stale_since: datetime | None = Field(description="Since when a figure under it was corrected; null: it is fresh.")
    figures: list[GroundShape]


class Statements(Wire):
    """Statements, stale ones first and then the newest."""

    statements: list[StatementShape]
    more: bool


class Versions(Wire):
    """All that a statement said, the newest first."""

    versions: list[StatementShape]


class StatementsQuery(Schema):
    """Which statements."""

    section: Annotated[str, Field(max_length=20)] | None = Field(default=None, description="Only of this section.")
    stale: bool | None = Field(default=None, description="Only those that are stale, or only those that are not.")
    limit: Limit = 100
    offset: Offset = 0


@router.get("/statements", response=Statements, openapi_extra=NEEDS)
def list_statements(request: AskedRequest, asked: Query[StatementsQuery]) -> Statements:
    """What sections say that figures mean, as far as you may see it."""
    found = interpretation.statements(section=asked.section, stale=asked.stale, actor=request.actor)
    shown = found[asked.offset : asked.offset + asked.limit]
    return Statements(statements=[_shape(line) for line in shown], more=len(found) > asked.offset + asked.limit)


@router.get("/statements/{uuid:id}", response=StatementShape, openapi_extra=NEEDS)
def get_statement(request: AskedRequest, id: UUID) -> StatementShape:
    """One statement."""
    return _shape(interpretation.statement(id, actor=request.actor))


@router.get("/statements/{uuid:id}/versions", response=Versions, openapi_extra=NEEDS)
def list_versions(request: AskedRequest, id: UUID) -> Versions:
    """All that a statement said, with the figures under each version."""
    return Versions(versions=[_shape(line) for line in interpretation.versions(id, actor=request.actor)])


def _shape(line: StatementLine) -> StatementShape:
    band = BANDS.get(line.likelihood)
    return StatementShape(
        id=line.id,
        section=line.section,
        version=line.number,
        kind=line.kind,
        text=line.text,
        confidence=line.confidence,
        likelihood=LikelihoodShape(word=band.likelihood.value, low=band.low, high=band.high) if band else None,
        valid_from=line.valid_from,
        by=line.by_name,
        known_since=line.known_from,
        marking=line.marking,
        stale_since=line.stale_since,
        figures=[_ground(one) for one in line.grounds],
    )


def _ground(one: GroundLine) -> GroundShape:
    named: dict[str, Any] = dict.fromkeys(("indicator", "area", "starts", "ends", "method", "source", "stratum"))
    if one.readable:
        named = {name: getattr(one, name) for name in named}
    return GroundShape(
        **named,
        value=one.then,
        value_now=one.live.value if one.live else None,
        corrected_at=one.corrected_at,
        readable=one.readable,
    )
