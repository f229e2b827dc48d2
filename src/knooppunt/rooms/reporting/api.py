"""Rounds and reports for machines: the node reads, an organisation reads what it is asked and submits."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Query, Router, Schema, Status
from pydantic import AliasGenerator, BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from knooppunt.ground.access.public import AskedRequest
from knooppunt.kit.problems import NotAllowed, phrase
from knooppunt.rooms.reporting import public as reporting
from knooppunt.rooms.reporting.rules.wire import answers_from_json, answers_to_json, questionnaire_to_json

router = Router(tags=["reporting"], by_alias=True)
READ = {"x-needs": "reporting.read"}
ANSWER = {"x-needs": "reporting.answer", "x-anywhere": True}
REPRESENT = {"x-needs": "reporting.represent"}

Limit = Annotated[int, Field(ge=1, le=500, description="At most this many; `more` says whether there are others.")]
Offset = Annotated[int, Field(ge=0, le=1_000_000, description="Leave out this many from the beginning.")]
Seen = Annotated[int, Field(ge=0, le=1_000_000)]


class Wire(BaseModel):
    """Snake case in Python, camelCase in JSON."""

    model_config = ConfigDict(alias_generator=AliasGenerator(serialization_alias=to_camel), from_attributes=True)


class RoundShape(Wire):
    """A round: who asked what about which days, until when."""

    id: UUID
    series: UUID
    title: str
    number: int
    version: int = Field(description="Of the questionnaire, which a round keeps.")
    phase: str
    marking: str
    starts: date
    last: date
    opens_at: datetime
    deadline: datetime
    closes_at: datetime
    closed_at: datetime | None


class Rounds(Wire):
    """A part of the rounds, the newest first."""

    rounds: list[RoundShape]
    more: bool


class Counts(Wire):
    """The completeness of a round at this moment. `received` is `onTime`, `late` and `empty` together."""

    expected: int
    received: int
    on_time: int
    late: int
    empty: int
    missing: int
    opened: int
    reminded: int
    given_time: int
    lapsed: int = Field(description="Organisations whose area came to an end without a report; not expected any more.")


class Asked(Wire):
    """Where one organisation stands in a round."""

    expectation: UUID
    organisation: UUID
    name: str
    area: str
    state: str
    version: int = Field(description="Of its newest report; 0 when there is none.")
    submitted_at: datetime | None
    successors: list[str] = Field(description="Into which areas its own merged, when that came to an end.")


class WholeRound(Wire):
    """A round with its clock."""

    round: RoundShape
    counts: Counts
    organisations: list[Asked]


class ReportShape(Wire):
    """A version of a report. `answers` are by the key of the question; `null` is not known, which is not zero."""

    id: UUID
    expectation: UUID
    version: int
    answers: dict[str, Any]
    empty: bool
    late: bool
    way: str
    reason: str
    submitted_at: datetime
    by: str
    sha256: str = Field(description="Of what came in, which is kept.")


class Reports(Wire):
    """Reports: of a round the newest version of each, of an expectation all versions."""

    reports: list[ReportShape]


class Expected(Wire):
    """That the organisation is asked to report in a round."""

    round: RoundShape
    asked: Asked


class Expectations(Wire):
    """What the organisation of who asks is asked, the newest first."""

    expectations: list[Expected]


class FormShape(Wire):
    """What is asked, and what was reported: `version` is to be given back as `seen`."""

    round: RoundShape
    asked: Asked
    questionnaire: dict[str, Any]
    earlier: dict[str, Any] | None = Field(description="The answers of the round before, to begin with.")
    earlier_last: date | None = Field(description="The last day those are about.")


class RoundsQuery(Schema):
    """Which rounds."""

    series: UUID | None = Field(default=None, description="Only of this series.")
    state: Literal["open", "closed"] | None = Field(default=None, description="Only those that are.")
    limit: Limit = 50
    offset: Offset = 0


class Submission(Schema):
    """A report, or a correction of it."""

    model_config = ConfigDict(extra="forbid")

    answers: dict[str, Any]
    seen: Seen = Field(description="The version that was newest when you began; 0 when there was none.")
    reason: Annotated[str, Field(max_length=2000)] = Field(default="", description="Of a correction after closing.")


@router.get("/rounds", response=Rounds, openapi_extra=READ)
def list_rounds(request: AskedRequest, asked: Query[RoundsQuery]) -> Rounds:
    """Rounds, the newest first."""
    is_open = None if asked.state is None else asked.state == "open"
    found = reporting.rounds(
        series=asked.series, is_open=is_open, limit=asked.limit + 1, offset=asked.offset, actor=request.actor
    )
    shown = found[: asked.limit]
    return Rounds(rounds=[RoundShape.model_validate(one) for one in shown], more=len(found) > len(shown))


@router.get("/rounds/{uuid:id}", response=WholeRound, openapi_extra=READ)
def get_round(request: AskedRequest, id: UUID) -> WholeRound:
    """One round with its clock, and where each organisation stands."""
    return WholeRound.model_validate(reporting.round_state(id, actor=request.actor))


@router.get("/rounds/{uuid:id}/reports", response=Reports, openapi_extra=READ)
def list_reports_of_round(request: AskedRequest, id: UUID) -> Reports:
    """The newest version of every report in a round."""
    reporting.round_state(id, actor=request.actor)
    return Reports(reports=[_report(one) for one in reporting.reports_of_round(id, actor=request.actor).values()])


@router.get("/expectations", response=Expectations, openapi_extra=ANSWER)
def list_expectations(request: AskedRequest) -> Expectations:
    """What the organisation of who asks is asked to report, the newest 20 first."""
    found = reporting.own_rounds(actor=request.actor)
    return Expectations(
        expectations=[
            Expected(round=RoundShape.model_validate(line), asked=Asked.model_validate(place)) for line, place in found
        ]
    )


@router.get("/expectations/{uuid:id}", response=FormShape, openapi_extra=ANSWER)
def get_expectation(request: AskedRequest, id: UUID) -> FormShape:
    """The questionnaire of a round as one's organisation is asked it, with the answers of the round before."""
    return _form(_own(request, id))


@router.get("/expectations/{uuid:id}/reports", response=Reports, openapi_extra=ANSWER)
def list_report_versions(request: AskedRequest, id: UUID) -> Reports:
    """Every version of the report of one's organisation, the oldest first."""
    return Reports(reports=[_report(one) for one in _own(request, id).versions])


@router.post("/expectations/{uuid:id}/reports", response={201: ReportShape}, openapi_extra=ANSWER)
def submit_report(
    request: AskedRequest,
    id: UUID,
    told: Submission,
) -> Status[ReportShape]:
    """Submit the report of one's organisation, or its next version. The same rules as on the page."""
    _own(request, id)
    return _submitted(request, id, told)


@router.get("/represented-expectations/{uuid:id}", response=FormShape, openapi_extra=REPRESENT)
def get_represented_expectation(request: AskedRequest, id: UUID) -> FormShape:
    """The questionnaire as another organisation is asked it, for who may report on its behalf."""
    return _form(_represented(request, id))


@router.post("/represented-expectations/{uuid:id}/reports", response={201: ReportShape}, openapi_extra=REPRESENT)
def submit_report_on_behalf(
    request: AskedRequest,
    id: UUID,
    told: Submission,
) -> Status[ReportShape]:
    """Submit the report of another organisation on its behalf, or its next version; `way` says so, `by` says who.

    Apart from one's own, so that nobody reports for another by mistake. Rounds say which expectations there are.
    """
    _represented(request, id)
    return _submitted(request, id, told)


def _submitted(request: AskedRequest, which: UUID, told: Submission) -> Status[ReportShape]:
    made = reporting.submit_report(
        expectation=which,
        answers=answers_from_json(told.answers),
        seen=told.seen,
        way=reporting.Way.API,
        reason=told.reason,
        actor=request.actor,
    )
    return Status(201, _report(reporting.report(made, actor=request.actor)))


def _form(shown: reporting.Form) -> FormShape:
    earlier = shown.earlier
    return FormShape(
        round=RoundShape.model_validate(shown.round),
        asked=Asked.model_validate(shown.place),
        questionnaire=questionnaire_to_json(shown.questionnaire),
        earlier=answers_to_json(earlier.answers) if earlier else None,
        earlier_last=earlier.round.last if earlier else None,
    )


def _represented(request: AskedRequest, which: UUID) -> reporting.Form:
    """The form of another organisation, for who may report on its behalf; else it is as if there were none."""
    shown = reporting.form(which, actor=request.actor)
    if shown.own or not shown.writes:
        raise NotAllowed(phrase("There is nothing here."))
    return shown


def _own(request: AskedRequest, which: UUID) -> reporting.Form:
    """The form of one's own organisation; of another it is as if there were none."""
    shown = reporting.form(which, actor=request.actor)
    if not shown.own:
        raise NotAllowed(phrase("There is nothing here."))
    return shown


def _report(line: reporting.ReportLine) -> ReportShape:
    told = {name: getattr(line, name) for name in ReportShape.model_fields if name != "sha256"}
    return ReportShape(**told | {"answers": answers_to_json(line.answers), "sha256": line.original})
