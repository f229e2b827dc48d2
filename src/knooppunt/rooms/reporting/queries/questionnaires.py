"""Reading questionnaires and their versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from knooppunt.ground.figures.public import indicators
from knooppunt.kit.authority import Actor
from knooppunt.kit.problems import NotFound, phrase
from knooppunt.rooms.reporting.models import Questionnaire as QuestionnaireRow
from knooppunt.rooms.reporting.models import QuestionnaireVersion
from knooppunt.rooms.reporting.queries.sight import MANAGE, READ
from knooppunt.rooms.reporting.rules.checking import Measure
from knooppunt.rooms.reporting.rules.questionnaire import Questionnaire
from knooppunt.rooms.reporting.rules.wire import questionnaire_from_json


@dataclass(frozen=True, slots=True)
class QuestionnaireLine:
    """A questionnaire. ``content`` is what its next version will be; ``number`` the newest version (0: none yet).

    ``seen`` is to be given back with a change. ``changed``: whether ``content`` differs from the newest version.
    """

    id: UUID
    title: str
    content: Questionnaire
    seen: int
    number: int
    changed: bool
    changed_at: datetime
    changed_by: str


def questionnaires(*, actor: Actor) -> Sequence[QuestionnaireLine]:
    """All questionnaires, by title; needs ``reporting.read``. Two queries."""
    actor.require(READ)
    newest = {row.questionnaire_id: row for row in QuestionnaireVersion.objects.order_by("number")}
    return [_line(row, newest.get(row.id)) for row in QuestionnaireRow.objects.all()]


def questionnaire(which: UUID, *, actor: Actor) -> QuestionnaireLine:
    """One questionnaire, to be built further; needs ``reporting.manage``. :class:`NotFound`."""
    actor.require(MANAGE)
    row = QuestionnaireRow.objects.filter(pk=which).first()
    if row is None:
        raise NotFound(phrase("There is nothing here."))
    return _line(row, row.versions.order_by("-number").first())


def newest_version(questionnaire: UUID) -> QuestionnaireVersion | None:
    """The version that the next round is put to people in; None while there is none."""
    return QuestionnaireVersion.objects.filter(questionnaire=questionnaire).order_by("-number").first()


def newest_number(questionnaire: UUID) -> int:
    """The number of the newest version; 0 while there is none."""
    rows = QuestionnaireVersion.objects.filter(questionnaire=questionnaire)
    return rows.aggregate(newest=Max("number"))["newest"] or 0


def catalogue(*, actor: Actor) -> Mapping[str, Measure]:
    """The indicators that a question can be about, as far as the actor may see them."""
    return {one.slug: Measure(one.slug, (one.unit_nl, one.unit_en), one.temporal) for one in indicators(actor=actor)}


def _line(row: QuestionnaireRow, newest: QuestionnaireVersion | None) -> QuestionnaireLine:
    return QuestionnaireLine(
        id=row.id,
        title=row.title,
        content=questionnaire_from_json(row.content),
        seen=row.seen,
        number=newest.number if newest else 0,
        changed=newest is None or newest.content != row.content,
        changed_at=row.changed_at,
        changed_by=row.changed_by_name,
    )
