"""Building a questionnaire and releasing its versions."""

from __future__ import annotations

from uuid import UUID

from knooppunt.ground.journal.public import action, record
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import Conflict, Invalid, NotFound, phrase
from knooppunt.rooms.reporting.events import QuestionnaireBegun, QuestionnaireChanged, QuestionnaireReleased
from knooppunt.rooms.reporting.models import Questionnaire as QuestionnaireRow
from knooppunt.rooms.reporting.models import QuestionnaireVersion
from knooppunt.rooms.reporting.queries.questionnaires import catalogue, newest_version
from knooppunt.rooms.reporting.queries.sight import MANAGE
from knooppunt.rooms.reporting.rules.checking import LONGEST_TITLE, check_questionnaire
from knooppunt.rooms.reporting.rules.questionnaire import Questionnaire
from knooppunt.rooms.reporting.rules.wire import questionnaire_from_json, questionnaire_to_json


@action
def begin_questionnaire(*, title: str, actor: Actor) -> UUID:
    """Begin a questionnaire that asks nothing yet, and return its identifier."""
    actor.require(MANAGE)
    _check_title(title)
    row = QuestionnaireRow.objects.create(
        title=title.strip(),
        content=questionnaire_to_json(Questionnaire(title.strip(), ())),
        changed_at=now(),
        changed_by_id=actor.id,
        changed_by_name=actor.name,
    )
    record(QuestionnaireBegun(row.id))
    return row.id


@action
def change_questionnaire(*, questionnaire: UUID, content: Questionnaire, seen: int, actor: Actor) -> int:
    """Keep what the next version will be, and return the number to give back with the next change.

    It need not be right yet. :class:`Conflict` when someone else changed it since ``seen``. Rounds that are open keep
    the version they were opened with.
    """
    actor.require(MANAGE)
    row = _locked(questionnaire, seen)
    _check_title(content.title)
    row.title, row.content = content.title.strip(), questionnaire_to_json(content)
    row.seen, row.changed_at = row.seen + 1, now()
    row.changed_by_id, row.changed_by_name = actor.id, actor.name
    row.save()
    record(QuestionnaireChanged(row.id))
    return row.seen


@action
def release_questionnaire(*, questionnaire: UUID, seen: int, actor: Actor) -> int:
    """Make what it is now a version, and return its number; :class:`Invalid` names what is wrong in it.

    The next round of each series is put to people in this version. :class:`Conflict` when nothing changed.
    """
    actor.require(MANAGE)
    row = _locked(questionnaire, seen)
    content = questionnaire_from_json(row.content)
    check_questionnaire(content, catalogue(actor=actor))
    newest = newest_version(row.id)
    if newest is not None and newest.content == row.content:
        raise Conflict(phrase("Nothing was changed since version {number}."), number=newest.number)
    made = QuestionnaireVersion.objects.create(
        questionnaire=row,
        number=newest.number + 1 if newest else 1,
        content=row.content,
        made_at=now(),
        made_by_id=actor.id,
        made_by_name=actor.name,
    )
    record(QuestionnaireReleased(row.id, made.number))
    return made.number


def _locked(questionnaire: UUID, seen: int) -> QuestionnaireRow:
    row = QuestionnaireRow.objects.select_for_update().filter(pk=questionnaire).first()
    if row is None:
        raise NotFound(phrase("There is nothing here."))
    if row.seen != seen:
        template = phrase("{name} changed this questionnaire in the meantime; look at it and do it again.")
        raise Conflict(template, name=row.changed_by_name)
    return row


def _check_title(title: str) -> None:
    if not title.strip() or len(title.strip()) > LONGEST_TITLE:
        raise Invalid(phrase("Give a title of at most {most} characters."), place="title", most=LONGEST_TITLE)
