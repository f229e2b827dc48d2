"""What machines get about figures. Names for people in both languages; ``null`` is unknown or absent."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Annotated, Any
from uuid import UUID

from django.utils.translation import gettext, override
from pydantic import AliasGenerator, BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from knooppunt.ground.figures import public as figures
from knooppunt.ground.figures.public import DeliveryLine, KnownIndicator
from knooppunt.ground.geography.public import area_name

DAY = timedelta(days=1)
From = Annotated[date, Field(serialization_alias="from", description="The first day.")]
Until = Annotated[date, Field(description="The last day, inclusive.")]


class Wire(BaseModel):
    """Snake case in Python, camelCase in JSON. Plain pydantic: many are made, and nothing has to be guessed."""

    model_config = ConfigDict(alias_generator=AliasGenerator(serialization_alias=to_camel), from_attributes=True)


class Words(Wire):
    """The same words in Dutch and in English."""

    nl: str
    en: str


class StreamShape(Wire):
    """A source that delivers the indicator, and the moment of its last delivery."""

    source: str
    newest: datetime | None


class IndicatorShape(Wire):
    """What is counted, estimated or measured."""

    slug: str
    name: Words
    unit: Words
    definition: Words
    temporal: str = Field(description="cumulative, flow, stock, survey or measure.")
    additive: bool
    derived_from: str | None = Field(description="The total of which this is the daily difference.")
    low: float | None
    high: float | None
    higher_is_worse: bool
    marking: str
    streams: list[StreamShape]


class Indicators(Wire):
    """A part of the indicators, by slug."""

    indicators: list[IndicatorShape]
    more: bool


class FigureShape(Wire):
    """A figure with everything that has to stand beside it."""

    area: str
    area_name: str
    since: From
    until: Until
    value: float | None
    lower: float | None
    upper: float | None
    n: int | None = Field(description="Respondents, measured days or plants, or areas ranked.")
    method: str
    basis: str | None = Field(description="The indicator that was delivered.")
    source: str | None
    made: str | None = Field(description="delivered or summed.")
    delivery: UUID | None = Field(description="The newest delivery under it.")
    as_of: date = Field(description="The last day it is about.")
    reported_at: datetime | None
    known_since: datetime | None
    version: str | None
    flags: list[str]
    gap: float | None = Field(description="Delivered minus added up.")
    gap_known: bool
    unknown_part: float | None = Field(description="What lies in no known municipality.")
    contributors: int | None
    expected: int | None
    corrected: bool
    remarks: list[Words]


class Figures(Wire):
    """The answer to one question."""

    indicator: IndicatorShape
    method: str
    unit: Words
    known: datetime | None
    borders: date | None
    stratum: str
    since: From
    until: Until
    figures: list[FigureShape]


class RowCounts(Wire):
    """Rows of a file, each counted once. ``null`` where the count would tell what a delivery hidden from you says."""

    read: int
    accepted: int | None
    unchanged: int | None
    corrected: int | None
    quarantined: int


class ObservationCounts(Wire):
    """Figures in a file; ``absent`` were known before and are not in it. ``null`` as for rows."""

    new: int | None
    unchanged: int | None
    corrected: int | None
    absent: int | None


class DeliveryShape(Wire):
    """A file that came in."""

    id: UUID
    source: str
    file_name: str
    sha256: str
    reported_at: datetime | None
    known_at: datetime
    by: str
    marking: str
    rows: RowCounts
    observations: ObservationCounts
    flags: dict[str, int]
    gaps: dict[str, int]


class Deliveries(Wire):
    """A part of the deliveries, the newest first."""

    deliveries: list[DeliveryShape]
    more: bool


class CorrectionShape(Wire):
    """A figure that the delivery changed."""

    indicator: str
    area: str
    stratum: str
    since: From
    until: Until
    old: float | None
    new: float | None


class KeptApartShape(Wire):
    """A row in quarantine: where, what it says, and why."""

    line: int
    column: str
    value: str
    reason: Words


class WholeDelivery(DeliveryShape):
    """A delivery with its report; of corrections and rows kept apart the first 1000, the counts are of all."""

    corrections: list[CorrectionShape]
    kept_apart: list[KeptApartShape]
    aliases_used: dict[str, str]
    columns_not_read: list[str]
    notes: list[Words]


def indicator_shape(known: KnownIndicator) -> IndicatorShape:
    """An indicator for machines."""
    return IndicatorShape(
        slug=known.slug,
        name=Words(nl=known.name_nl, en=known.name_en),
        unit=Words(nl=known.unit_nl, en=known.unit_en),
        definition=Words(nl=known.definition_nl, en=known.definition_en),
        temporal=known.temporal,
        additive=known.additive,
        derived_from=known.derived_from or None,
        low=known.low,
        high=known.high,
        higher_is_worse=known.higher_is_worse,
        marking=known.marking,
        streams=[StreamShape(source=one.source, newest=one.newest) for one in known.streams],
    )


_TAKEN_OVER = tuple(FigureShape.model_fields.keys() - {"area_name", "since", "until", "remarks"})


def figure_shape(found: figures.Figure) -> FigureShape:
    """A figure for machines; ``ends`` becomes the last day."""
    told = {name: getattr(found, name) for name in FigureShape.model_fields if hasattr(found, name)}
    told |= {name: told[name] or None for name in ("basis", "source", "made", "version")}
    told |= {"since": found.starts, "until": found.ends - DAY, "area_name": area_name(found.area)}
    return FigureShape.model_validate(told | {"remarks": [_plain_words(one) for one in found.remarks]})


def unit_of(method: str, known: KnownIndicator) -> Words:
    """The unit of figures by ``method``; a rank has none."""
    asked = figures.recipe(method)
    if asked.ranked:
        return Words(nl="", en="")
    return _plain_words(asked.method.unit) if asked.method.unit else Words(nl=known.unit_nl, en=known.unit_en)


def delivery_shape(row: DeliveryLine) -> DeliveryShape:
    """A delivery with its counts."""
    return DeliveryShape.model_validate(_counts(row))


def whole_delivery(row: DeliveryLine, slugs: Collection[str]) -> WholeDelivery:
    """A delivery with its report; of its corrections those of the indicators in ``slugs``."""
    report = row.report
    return WholeDelivery.model_validate(
        _counts(row)
        | {name: report[name] for name in ("aliases_used", "columns_not_read")}
        | {
            "corrections": [_correction(one) for one in report["corrections"] if one["indicator"] in slugs],
            "kept_apart": [one | {"reason": words(one["reason"], one["values"])} for one in report["kept_apart"]],
            "notes": [words(one["template"], one["values"]) for one in report["notes"]],
        }
    )


def words(template: str, values: Mapping[str, Any]) -> Words:
    """A sentence in both languages, filled in."""
    plain = _plain_words(template)
    return Words(nl=plain.nl.format(**values), en=plain.en.format(**values))


@lru_cache(maxsize=1024)
def _plain_words(template: str) -> Words:
    with override("nl"):
        return Words(nl=gettext(template), en=template)


def _counts(row: DeliveryLine) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in DeliveryShape.model_fields if hasattr(row, name)}
    return told | {"by": row.by_name} | {name: row.report[name] for name in ("rows", "observations", "flags", "gaps")}


def _correction(told: Mapping[str, Any]) -> dict[str, Any]:
    return {**told, "since": told["starts"], "until": date.fromisoformat(told["ends"]) - DAY}
