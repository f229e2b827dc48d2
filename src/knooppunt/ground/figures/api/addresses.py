"""The addresses of figures for machines."""

from __future__ import annotations

from itertools import chain
from uuid import UUID

from ninja import Query, Router

from knooppunt.ground.access.public import AskedRequest
from knooppunt.ground.figures import public
from knooppunt.ground.figures.api.asking import (
    DAY,
    DeliveriesQuery,
    FiguresQuery,
    IndicatorQuery,
    IndicatorsQuery,
    check_moment,
)
from knooppunt.ground.figures.api.shapes import (
    Deliveries,
    Figures,
    Indicators,
    IndicatorShape,
    WholeDelivery,
    delivery_shape,
    figure_shape,
    indicator_shape,
    unit_of,
    whole_delivery,
)

router = Router(tags=["figures"], by_alias=True)
NEEDS = {"x-needs": "figures.read"}


@router.get("/indicators", response=Indicators, openapi_extra=NEEDS)
def list_indicators(request: AskedRequest, asked: Query[IndicatorsQuery]) -> Indicators:
    """What is counted, estimated or measured, and who delivers it; by slug."""
    check_moment(asked.known)
    found = public.indicators(known=asked.known, actor=request.actor)
    shown = found[asked.offset : asked.offset + asked.limit]
    more = len(found) > asked.offset + asked.limit
    return Indicators(indicators=[indicator_shape(one) for one in shown], more=more)


@router.get("/indicators/{slug}", response=IndicatorShape, openapi_extra=NEEDS)
def get_indicator(request: AskedRequest, slug: str, asked: Query[IndicatorQuery]) -> IndicatorShape:
    """One indicator."""
    check_moment(asked.known)
    return indicator_shape(public.indicator(slug, known=asked.known, actor=request.actor))


@router.get("/figures", response=Figures, openapi_extra=NEEDS)
def list_figures(request: AskedRequest, asked: Query[FiguresQuery]) -> Figures:
    """Figures of one indicator by one method, by area and then by day, with what has to stand beside them.

    Every day of the period has a figure, unknown ones too; what is delivered in longer periods has one per period. At
    most 10,000 figures: more is refused, never cut off.
    """
    known = public.indicator(asked.indicator, known=asked.known, actor=request.actor)
    question = asked.ask(request.actor)
    found = public.answer([question], known=asked.known, borders=asked.borders, actor=request.actor)[0]
    return Figures(
        indicator=indicator_shape(known),
        method=asked.method,
        unit=unit_of(asked.method, known),
        known=asked.known,
        borders=asked.borders,
        stratum=asked.stratum,
        since=question.starts,
        until=question.ends - DAY,
        figures=[figure_shape(one) for one in chain.from_iterable(found.values())],
    )


@router.get("/deliveries", response=Deliveries, openapi_extra=NEEDS)
def list_deliveries(request: AskedRequest, asked: Query[DeliveriesQuery]) -> Deliveries:
    """The files that came in, the newest first."""
    found = public.deliveries(source=asked.source, limit=asked.limit + 1, offset=asked.offset, actor=request.actor)
    shown = found[: asked.limit]
    return Deliveries(deliveries=[delivery_shape(row) for row in shown], more=len(found) > len(shown))


@router.get("/deliveries/{uuid:id}", response=WholeDelivery, openapi_extra=NEEDS)
def get_delivery(request: AskedRequest, id: UUID) -> WholeDelivery:
    """One file that came in, with its report."""
    row = public.delivery(id, actor=request.actor)
    return whole_delivery(row, {one.slug for one in public.indicators(actor=request.actor)})
