"""Reading what one organisation is asked and has reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import NotFound, phrase
from knooppunt.rooms.reporting.models import Draft, Expectation, Inquiry, Report, Round, Series
from knooppunt.rooms.reporting.queries.rounds import RoundLine, round_line
from knooppunt.rooms.reporting.queries.sight import (
    ANSWER,
    READ,
    expectation_of,
    may_answer,
    may_represent,
    require_reader,
    require_somewhere,
    require_writer,
)
from knooppunt.rooms.reporting.queries.standing import Placed, placed
from knooppunt.rooms.reporting.rules.questionnaire import Answers, Questionnaire
from knooppunt.rooms.reporting.rules.wire import answers_from_json, questionnaire_from_json


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A version of a report. ``original`` is the SHA-256 of what came in; ``reason`` why it was corrected."""

    id: UUID
    expectation: UUID
    version: int
    answers: Answers
    empty: bool
    late: bool
    way: str
    reason: str
    submitted_at: datetime
    by: str
    by_organisation: str
    original: str


@dataclass(frozen=True, slots=True)
class DraftLine:
    """What was typed and not submitted; ``version`` is to be given back with the next save (0: there is none)."""

    entries: Mapping[str, Sequence[str]]
    version: int
    saved_at: datetime | None
    by: str


NO_DRAFT = DraftLine({}, 0, None, "")


@dataclass(frozen=True, slots=True)
class Earlier:
    """The last report of the organisation in an earlier round of the series, to begin with."""

    answers: Answers
    round: RoundLine
    submitted_at: datetime


@dataclass(frozen=True, slots=True)
class InquiryLine:
    """A question of the node about a report, and the answer when there is one. ``key``: the question it is about."""

    id: UUID
    key: str
    text: str
    asked_at: datetime
    asked_by: str
    reply: str
    replied_at: datetime | None
    replied_by: str


@dataclass(frozen=True, slots=True)
class Form:
    """Everything that the page of one report shows. ``behalf``: the reader would report for another.

    ``writes`` says whether the reader may report at all, ``own`` whether it is their own organisation.
    """

    place: Placed
    round: RoundLine
    questionnaire: Questionnaire
    versions: tuple[ReportLine, ...]
    draft: DraftLine
    earlier: Earlier | None
    inquiries: tuple[InquiryLine, ...]
    own: bool
    writes: bool

    @property
    def newest(self) -> ReportLine | None:
        """The report as it is now."""
        return self.versions[-1] if self.versions else None


def own_rounds(*, limit: int = 20, actor: Actor) -> Sequence[tuple[RoundLine, Placed]]:
    """The rounds in which the organisation of the actor is asked, the newest first; needs ``reporting.answer``.

    Five queries, however many.
    """
    require_somewhere(ANSWER, actor)
    if not actor.organisation:
        return []
    rows = Expectation.objects.visible_to(actor).filter(organisation=UUID(actor.organisation))
    rows = rows.select_related("organisation", "round__series", "round__version").order_by("-round__opens_at", "-id")
    mine = [row for row in rows[:limit] if may_answer(row, actor)]
    rounds = {row.round_id: row.round for row in mine}
    return [(round_line(rounds[one.round]), one) for one in placed(mine, rounds, now())]


def form(expectation: UUID, *, actor: Actor) -> Form:
    """What one organisation is asked in a round, with all it reported; for itself and for who reads reports."""
    row = expectation_of(expectation, actor)
    require_reader(row, actor)
    (place,) = placed([row], {row.round_id: row.round}, now())
    own, behalf = may_answer(row, actor), may_represent(row, actor)
    return Form(
        place=place,
        round=round_line(row.round),
        questionnaire=questionnaire_from_json(row.round.version.content),
        versions=_versions(row),
        draft=draft_of(row, behalf=behalf) if own or behalf else NO_DRAFT,
        earlier=_earlier(row),
        inquiries=_inquiries(row, actor),
        own=own,
        writes=own or behalf,
    )


def draft(expectation: UUID, *, actor: Actor) -> DraftLine:
    """The draft of the actor's side; needs to be allowed to report there."""
    row = expectation_of(expectation, actor)
    return draft_of(row, behalf=require_writer(row, actor))


def report(which: UUID, *, actor: Actor) -> ReportLine:
    """One version of a report; :class:`NotFound`."""
    row = Report.objects.visible_to(actor).select_related("expectation__organisation").filter(pk=which).first()
    if row is None:
        raise NotFound(phrase("There is nothing here."))
    require_reader(row.expectation, actor)
    return _line(row)


def asked_about(inquiry: UUID, *, actor: Actor) -> UUID:
    """The expectation that a question of the node is about; :class:`NotFound`."""
    row = Inquiry.objects.visible_to(actor).select_related("expectation__organisation").filter(pk=inquiry).first()
    if row is None:
        raise NotFound(phrase("There is nothing here."))
    require_reader(row.expectation, actor)
    return row.expectation_id


def reports_of_round(round: UUID, *, actor: Actor) -> Mapping[UUID, ReportLine]:
    """The newest version of every report in a round, by organisation; needs ``reporting.read``. One query."""
    actor.require(READ)
    rows = Report.objects.visible_to(actor).filter(expectation__round=round).select_related("expectation")
    return {row.expectation.organisation_id: _line(row) for row in rows.order_by("version")}


def questionnaire_of(round: UUID, *, actor: Actor) -> Questionnaire:
    """What is asked in a round, for who reads reports."""
    actor.require(READ)
    row = Round.objects.select_related("version").filter(pk=round, series__in=Series.objects.visible_to(actor)).first()
    if row is None:
        raise NotFound(phrase("There is nothing here."))
    return questionnaire_from_json(row.version.content)


def draft_of(row: Expectation, *, behalf: bool) -> DraftLine:
    """The draft of one side."""
    found = Draft.objects.filter(expectation=row, behalf=behalf).first()
    if found is None:
        return NO_DRAFT
    return DraftLine(found.entries, found.version, found.saved_at, found.saved_by_name)


def _versions(row: Expectation) -> tuple[ReportLine, ...]:
    return tuple(_line(one) for one in Report.objects.filter(expectation=row).order_by("version"))


def _line(row: Report) -> ReportLine:
    return ReportLine(
        id=row.id,
        expectation=row.expectation_id,
        version=row.version,
        answers=answers_from_json(row.answers),
        empty=row.empty,
        late=row.late,
        way=row.way,
        reason=row.reason,
        submitted_at=row.submitted_at,
        by=row.by_name,
        by_organisation=row.by_organisation,
        original=str(row.original_id),
    )


def _earlier(row: Expectation) -> Earlier | None:
    """What the same organisation reported last in an earlier round of this series."""
    before = Report.objects.filter(
        expectation__organisation=row.organisation_id,
        expectation__round__series=row.round.series_id,
        expectation__round__number__lt=row.round.number,
    )
    before = before.select_related("expectation__round__series", "expectation__round__version")
    found = before.order_by("-expectation__round__number", "-version").first()
    if found is None:
        return None
    return Earlier(answers_from_json(found.answers), round_line(found.expectation.round), found.submitted_at)


def _inquiries(row: Expectation, actor: Actor) -> tuple[InquiryLine, ...]:
    found = Inquiry.objects.visible_to(actor).filter(expectation=row).select_related("reply")
    return tuple(_inquiry(one) for one in found)


def _inquiry(row: Inquiry) -> InquiryLine:
    reply = getattr(row, "reply", None)
    return InquiryLine(
        id=row.id,
        key=row.key,
        text=row.text,
        asked_at=row.asked_at,
        asked_by=row.asked_by_name,
        reply=reply.text if reply else "",
        replied_at=reply.at if reply else None,
        replied_by=reply.by_name if reply else "",
    )
