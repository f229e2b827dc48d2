"""Answering: opening the form, saving what is typed, submitting a report, and being given time."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from typing import BinaryIO
from uuid import UUID

from knooppunt.ground.files.public import keep
from knooppunt.ground.journal.public import action, record
from knooppunt.ground.network.public import appointments
from knooppunt.kit.audience import TLP, Audience
from knooppunt.kit.authority import Actor, Mandate
from knooppunt.kit.clock import now
from knooppunt.kit.problems import Conflict, Invalid, phrase
from knooppunt.rooms.reporting.events import DraftSaved, FormOpened, ReportSubmitted, TimeGiven
from knooppunt.rooms.reporting.models import Draft, Expectation, Extension, Report
from knooppunt.rooms.reporting.queries.sight import MANAGE, expectation_of, require_writer
from knooppunt.rooms.reporting.rules.answering import check_answers, is_empty
from knooppunt.rooms.reporting.rules.entries import unkept
from knooppunt.rooms.reporting.rules.questionnaire import Answers
from knooppunt.rooms.reporting.rules.submitting import (
    Before,
    Door,
    Way,
    WrongAnswers,
    check_submission,
    check_time,
)
from knooppunt.rooms.reporting.rules.wire import answers_to_json, questionnaire_from_json

LARGEST_DRAFT = 1_000_000
"""Characters of a draft as JSON."""
KEPT = "reporting.keep"
"""Nobody is granted it: it lets the files room keep the original of a report that was allowed here."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The file a report came in, as it was."""

    content: BinaryIO
    name: str


@action
def open_form(*, expectation: UUID, actor: Actor) -> None:
    """Note that someone of the organisation itself looked at the form for the first time; later it changes nothing."""
    row = expectation_of(expectation, actor, lock=True)
    if require_writer(row, actor) or row.opened_at is not None:
        return
    row.opened_at, row.opened_by_id, row.opened_by_name = now(), actor.id, actor.name
    row.save(update_fields=["opened_at", "opened_by_id", "opened_by_name"])
    record(FormOpened(row.id, row.round_id, row.audience))


@action
def save_draft(*, expectation: UUID, entries: Mapping[str, Sequence[str]], seen: int, actor: Actor) -> int:
    """Keep what was typed, right or not, and return the number to give back with the next save.

    :class:`Conflict` when someone else of the same side saved since ``seen``: nothing is overwritten.
    :class:`WrongAnswers` for what cannot be kept at all.
    """
    row = expectation_of(expectation, actor, lock=True)
    behalf = require_writer(row, actor)
    if wrongs := unkept(entries):
        raise WrongAnswers(wrongs)
    kept = {name: list(values) for name, values in entries.items() if name.startswith("q.") and any(values)}
    if len(json.dumps(kept)) > LARGEST_DRAFT:
        raise Invalid(phrase("This is more than can be kept: at most {most} characters."), most=LARGEST_DRAFT)
    draft = Draft.objects.filter(expectation=row, behalf=behalf).first() or Draft(
        expectation=row, behalf=behalf, version=0
    )
    if draft.version != seen:
        raise Conflict(phrase("{name} saved this report in the meantime."), name=draft.saved_by_name or "–")
    draft.entries, draft.version, draft.saved_at = kept, draft.version + 1, now()
    draft.saved_by_id, draft.saved_by_name = actor.id, actor.name
    draft.save()
    record(DraftSaved(row.id, draft.version, _side(row, actor)))
    return draft.version


@action
def submit_report(
    *,
    expectation: UUID,
    answers: Answers,
    seen: int,
    way: Way = Way.PAGE,
    reason: str = "",
    sheet: Sheet | None = None,
    actor: Actor,
) -> UUID:
    """Submit a report, or the next version of it, and return its identifier.

    ``seen`` is the version that was newest when the actor began (0: none): of two who submit at once one wins, and the
    other gets :class:`Conflict`. :class:`WrongAnswers` names every answer that is not right. A closed round takes a
    correction with a ``reason``, and the report of who was given time; nothing else. Who reports for another
    organisation does so on its behalf, and that is recorded.
    """
    row = expectation_of(expectation, actor, lock=True)
    behalf = require_writer(row, actor)
    wrongs = check_answers(questionnaire_from_json(row.round.version.content), answers)
    before = row.reports.order_by("-version").first()
    late = check_submission(_door(row), _before(before), seen, actor.id, reason, now())
    if wrongs:
        raise WrongAnswers(wrongs)
    entry = _Entry(answers, Way.BEHALF if behalf else way, reason.strip(), late)
    made = _reported(row, seen + 1, entry, sheet, actor)
    Draft.objects.filter(expectation=row, behalf=behalf).delete()
    record(ReportSubmitted(made.id, row.id, row.round_id, made.version, made.way, late, made.audience))
    return made.id


@action
def keep_sheet(*, expectation: UUID, sheet: Sheet, actor: Actor) -> str:
    """Keep a sheet as it came in while whoever brought it looks at what it says, and return its SHA-256."""
    require_writer(expectation_of(expectation, actor), actor)
    return _kept(sheet, actor)


@action
def give_time(*, expectation: UUID, person: UUID, until: datetime, reason: str, actor: Actor) -> None:
    """Give one person of the organisation time until a moment, also when the round is closed, with the reason."""
    actor.require(MANAGE)
    row = expectation_of(expectation, actor, lock=True)
    check_time(until, reason, row.round.deadline, now())
    held = appointments(person=person, organisation=row.organisation_id, actor=actor)
    if not held:
        raise Invalid(phrase("This person has no function in {name}."), place="person", name=row.organisation.name)
    Extension.objects.create(
        expectation=row,
        person_id=str(person),
        person_name=held[0].person.name,
        until=until,
        reason=reason.strip(),
        given_at=now(),
        given_by_id=actor.id,
        given_by_name=actor.name,
    )
    record(TimeGiven(row.id, row.round_id, row.audience))


@dataclass(frozen=True, slots=True)
class _Entry:
    """What was judged and may be written."""

    answers: Answers
    way: Way
    reason: str
    late: bool


def _reported(row: Expectation, version: int, entry: _Entry, sheet: Sheet | None, actor: Actor) -> Report:
    return Report.objects.create(
        expectation=row,
        version=version,
        answers=answers_to_json(entry.answers),
        empty=is_empty(entry.answers),
        late=entry.late,
        way=entry.way,
        reason=entry.reason,
        submitted_at=now(),
        by_id=actor.id,
        by_name=actor.name,
        by_organisation=actor.organisation,
        original_id=_kept(sheet or _as_sheet(row, version, entry.answers), actor),
        held_by=row.held_by,
        marking=row.marking,
        shared_with=row.shared_with,
        readers=row.readers,
    )


def _side(row: Expectation, actor: Actor) -> Audience:
    """Who may know what is being typed: of those who see the expectation the side that types."""
    return row.audience.narrowed(Audience(actor.organisation, TLP.AMBER_STRICT))


def _door(row: Expectation) -> Door:
    given = row.extensions.order_by("-given_at", "-id").first()
    asked = row.round
    closes = min(asked.closes_at, asked.closed_at) if asked.closed_at else asked.closes_at
    if given is None:
        return Door(asked.opens_at, asked.deadline, closes)
    return Door(asked.opens_at, asked.deadline, closes, given.until, given.person_id)


def _before(newest: Report | None) -> Before:
    return Before(newest.version, newest.by_name, newest.submitted_at) if newest else Before()


def _as_sheet(row: Expectation, version: int, answers: Answers) -> Sheet:
    """What came in without a file, as JSON."""
    told = {
        "round": str(row.round_id),
        "organisation": str(row.organisation_id),
        "version": version,
        "answers": answers_to_json(answers),
    }
    content = json.dumps(told, ensure_ascii=False, sort_keys=True, allow_nan=False).encode()
    return Sheet(BytesIO(content), f"{row.id}-{version}.json")


def _kept(sheet: Sheet, actor: Actor) -> str:
    """The SHA-256 under which the original is kept. Whether it may come in was asked by the verb, for its area."""
    keeper = replace(actor, mandates=frozenset({Mandate(KEPT)}))
    return keep(source=sheet.content, name=sheet.name, permission=KEPT, actor=keeper).sha256
