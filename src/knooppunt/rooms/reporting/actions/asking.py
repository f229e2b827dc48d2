"""Asking an organisation about its report, and answering that."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext

from knooppunt.ground.journal.public import action, record
from knooppunt.ground.network.public import appointments
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import Conflict, Invalid, NotFound, phrase
from knooppunt.rooms.reporting.events import QuestionAnswered, QuestionAsked
from knooppunt.rooms.reporting.models import Inquiry, Reply
from knooppunt.rooms.reporting.queries.sight import MANAGE, expectation_of, require_writer
from knooppunt.rooms.reporting.rules.wire import questionnaire_from_json
from knooppunt.rooms.reporting.sending import Note, tell

LONGEST = 5_000


@action
def ask_organisation(*, expectation: UUID, text: str, key: str = "", actor: Actor) -> UUID:
    """Ask an organisation something about its report, about the question ``key`` or as a whole.

    Needs ``reporting.manage``. It sees the question on the page of its report, and is told by e-mail that there is one.
    """
    actor.require(MANAGE)
    row = expectation_of(expectation, actor)
    if key and questionnaire_from_json(row.round.version.content).question(key) is None:
        raise Invalid(phrase("There is no question {key}."), place="key", key=key)
    made = Inquiry.objects.create(
        expectation=row,
        key=key,
        text=_checked(text),
        asked_at=now(),
        asked_by_id=actor.id,
        asked_by_name=actor.name,
        held_by=row.held_by,
        marking=row.marking,
        shared_with=row.shared_with,
        readers=row.readers,
    )
    record(QuestionAsked(made.id, row.id, made.audience))
    return made.id


@action
def answer_question(*, inquiry: UUID, text: str, actor: Actor) -> None:
    """Answer a question about a report, once; by who may report there."""
    rows = Inquiry.objects.visible_to(actor).select_for_update(of=("self",))
    asked = rows.filter(pk=inquiry).first()
    if asked is None:
        raise NotFound(phrase("There is nothing here."))
    require_writer(expectation_of(asked.expectation_id, actor), actor)
    if Reply.objects.filter(inquiry=asked).exists():
        raise Conflict(phrase("This question has been answered already."))
    Reply.objects.create(inquiry=asked, text=_checked(text), at=now(), by_id=actor.id, by_name=actor.name)
    record(QuestionAnswered(asked.id, asked.expectation_id, asked.audience))


@action
def tell_of_question(*, inquiry: UUID, expectation: UUID, actor: Actor) -> None:
    """Tell those who report for the organisation that a question waits; without what it is."""
    actor.require(MANAGE)
    row = expectation_of(expectation, actor)
    title = row.round.series.reporters.casefold()
    held = appointments(organisation=row.organisation_id, actor=actor)
    to = sorted({one.person_id for one in held if one.function.title.casefold() == title})
    tell(to, _asks, row.id, f"reporting.question:{inquiry}", actor)


def _asks() -> Note:
    return Note(gettext("There is a question for you"), gettext("The node asks something about a report."))


def _checked(text: str) -> str:
    told = text.strip()
    if not told or len(told) > LONGEST:
        raise Invalid(phrase("Write a text of at most {most} characters."), place="text", most=LONGEST)
    return told
