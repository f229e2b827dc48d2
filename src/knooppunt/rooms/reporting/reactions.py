"""What follows on a report or a question, as jobs of the node itself."""

from __future__ import annotations

from knooppunt.ground.journal.public import react_to
from knooppunt.kit.authority import system_actor
from knooppunt.rooms.reporting.actions.asking import tell_of_question
from knooppunt.rooms.reporting.actions.figures import deliver_figures
from knooppunt.rooms.reporting.events import QuestionAsked, ReportSubmitted

NODE = system_actor("reporting")


@react_to(ReportSubmitted)
def figures_of_report(event: ReportSubmitted) -> None:
    """Its numbers become figures."""
    deliver_figures(report=event.report, actor=NODE)


@react_to(QuestionAsked)
def notice_of_question(event: QuestionAsked) -> None:
    """Who reports for the organisation hears that there is a question."""
    tell_of_question(inquiry=event.inquiry, expectation=event.expectation, actor=NODE)
