"""The one place from which reporting delivers figures."""

from __future__ import annotations

from uuid import UUID

from knooppunt.ground.access.public import TLP
from knooppunt.ground.figures.public import Reported, deliver_report, report_source
from knooppunt.ground.geography.public import is_known
from knooppunt.kit.authority import Actor
from knooppunt.rooms.reporting.models import Report
from knooppunt.rooms.reporting.queries.questionnaires import catalogue
from knooppunt.rooms.reporting.rules.differences import counts
from knooppunt.rooms.reporting.rules.wire import answers_from_json, questionnaire_from_json


def deliver(report: Report, actor: Actor) -> UUID | None:
    """Deliver what a report counts, about the area of who reports; None when it counts nothing or has no area.

    A number that was taken back is delivered as not known. The days are those of the round.
    """
    asked, organisation = report.expectation.round, report.expectation.organisation
    questionnaire = questionnaire_from_json(asked.version.content)
    found = counts(questionnaire, answers_from_json(report.answers), (asked.starts, asked.ends), catalogue(actor=actor))
    if not found or not is_known(organisation.area):
        return None
    return deliver_report(
        source=report_source(organisation),
        rows=[
            Reported(one.indicator, organisation.area, one.starts, one.ends, one.value, one.stratum) for one in found
        ],
        original=str(report.original_id),
        name=f"{asked.series.title} {asked.number}",
        reported_at=report.submitted_at,
        held_by=report.held_by,
        marking=TLP(report.marking),
        shared_with=report.shared_with,
        readers=report.readers,
        reported_by=report.by_name,
        actor=actor,
    )
