"""Series of rounds: who is asked what, on which rhythm."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from knooppunt.ground.access.public import TLP
from knooppunt.ground.journal.public import action, record
from knooppunt.ground.network.public import NODE_ID, organisations
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import Invalid, NotFound, phrase
from knooppunt.rooms.reporting.events import SeriesChanged, SeriesEnded, SeriesStarted
from knooppunt.rooms.reporting.models import Questionnaire, Series, SeriesMember
from knooppunt.rooms.reporting.queries.questionnaires import newest_number
from knooppunt.rooms.reporting.queries.sight import MANAGE, running_series
from knooppunt.rooms.reporting.rules.checking import LONGEST_TITLE
from knooppunt.rooms.reporting.rules.ladder import DEFAULT_LADDER, Step, check_ladder, ladder_to_json
from knooppunt.rooms.reporting.rules.rhythm import Rhythm, check_rhythm, rhythm_to_json

READABLE = (TLP.CLEAR, TLP.GREEN, TLP.AMBER)
"""Markings with which the node can read the reports it asks for."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How a series runs. ``reporters`` and ``leader`` are titles of functions in the organisations that are asked."""

    rhythm: Rhythm = field(default_factory=Rhythm)
    ladder: Sequence[Step] = DEFAULT_LADDER
    reporters: str = "Informatiemanager"
    leader: str = "Operationeel leider"


@action
def start_series(
    *,
    title: str,
    questionnaire: UUID,
    asked: Collection[UUID],
    setting: Setting | None = None,
    marking: TLP = TLP.AMBER,
    shared_with: Collection[UUID] = (),
    actor: Actor,
) -> UUID:
    """Put a questionnaire to organisations, in rounds from now on; returns the identifier of the series.

    ``marking`` is that of the reports and what is made of them; ``shared_with`` are organisations that may read them
    beside the node. :class:`Invalid` for a questionnaire without a version, or an organisation that does not exist.
    """
    actor.require(MANAGE)
    chosen = setting or Setting()
    _check(title, chosen, asked, shared_with, actor)
    if marking not in READABLE:
        template = phrase("With {marking} the node could not read the reports; choose CLEAR, GREEN or AMBER.")
        raise Invalid(template, place="marking", marking=marking.label)
    if not Questionnaire.objects.filter(pk=questionnaire).exists():
        raise NotFound(phrase("There is nothing here."), place="questionnaire")
    if not newest_number(questionnaire):
        raise Invalid(phrase("Release a version of the questionnaire first."), place="questionnaire")
    row = Series.objects.create(
        title=title.strip(),
        questionnaire_id=questionnaire,
        **_settings(chosen),
        held_by=str(NODE_ID),
        marking=marking,
        shared_with=sorted(map(str, shared_with)),
        looked_at=now(),
        started_at=now(),
        started_by_name=actor.name,
    )
    _ask(row, asked)
    record(SeriesStarted(row.id, row.audience))
    return row.id


@action
def change_series(
    *, series: UUID, title: str, asked: Collection[UUID], setting: Setting | None = None, actor: Actor
) -> None:
    """Change title, rhythm, ladder or who is asked. It counts from the next round on; an open round stays as it is."""
    actor.require(MANAGE)
    chosen = setting or Setting()
    row = running_series(series, actor)
    _check(title, chosen, asked, (), actor)
    row.title = title.strip()
    for name, value in _settings(chosen).items():
        setattr(row, name, value)
    row.save()
    row.members.all().delete()
    _ask(row, asked)
    record(SeriesChanged(row.id, row.audience))


@action
def end_series(*, series: UUID, reason: str, actor: Actor) -> None:
    """Hold no more rounds, with the reason. An open round goes on."""
    actor.require(MANAGE)
    row = running_series(series, actor)
    if not reason.strip():
        raise Invalid(phrase("Give a reason."), place="reason")
    row.ended_at = now()
    row.save(update_fields=["ended_at"])
    record(SeriesEnded(row.id, reason.strip(), row.audience))


def _ask(row: Series, asked: Collection[UUID]) -> None:
    SeriesMember.objects.bulk_create(SeriesMember(series=row, organisation_id=which) for which in sorted(set(asked)))


def _settings(setting: Setting) -> dict[str, object]:
    return {
        "rhythm": rhythm_to_json(setting.rhythm),
        "ladder": ladder_to_json(setting.ladder),
        "reporters": setting.reporters.strip(),
        "leader": setting.leader.strip(),
    }


def _check(title: str, setting: Setting, asked: Collection[UUID], shared: Collection[UUID], actor: Actor) -> None:
    if not title.strip() or len(title.strip()) > LONGEST_TITLE:
        raise Invalid(phrase("Give a title of at most {most} characters."), place="title", most=LONGEST_TITLE)
    check_rhythm(setting.rhythm)
    check_ladder(setting.ladder)
    if not asked:
        raise Invalid(phrase("Ask at least one organisation."), place="asked")
    known = {one.pk for one in organisations(actor=actor)}
    for which in (*asked, *shared):
        if which not in known:
            raise Invalid(phrase("There is no organisation {which}."), place="asked", which=which)
    for name, function in (("reporters", setting.reporters), ("leader", setting.leader)):
        if not function.strip() or len(function) > LONGEST_TITLE:
            raise Invalid(phrase("Name the function."), place=name)
