"""The door of the room."""

from __future__ import annotations

from knooppunt.rooms.reporting.actions.answering import (
    Sheet,
    give_time,
    keep_sheet,
    open_form,
    save_draft,
    submit_report,
)
from knooppunt.rooms.reporting.actions.asking import answer_question, ask_organisation
from knooppunt.rooms.reporting.actions.questionnaires import (
    begin_questionnaire,
    change_questionnaire,
    release_questionnaire,
)
from knooppunt.rooms.reporting.actions.reminding import remind
from knooppunt.rooms.reporting.actions.rounds import close_due_rounds, close_round, open_due_round, open_round
from knooppunt.rooms.reporting.actions.series import Setting, change_series, end_series, start_series
from knooppunt.rooms.reporting.queries.attention import (
    LateOrganisation,
    OpenQuestion,
    late_organisations,
    open_questions,
)
from knooppunt.rooms.reporting.queries.questionnaires import (
    QuestionnaireLine,
    catalogue,
    questionnaire,
    questionnaires,
)
from knooppunt.rooms.reporting.queries.reports import (
    DraftLine,
    Earlier,
    Form,
    InquiryLine,
    ReportLine,
    asked_about,
    draft,
    form,
    own_rounds,
    questionnaire_of,
    report,
    reports_of_round,
)
from knooppunt.rooms.reporting.queries.rounds import (
    RoundLine,
    RoundState,
    SeriesLine,
    members,
    one_series,
    round_state,
    round_states,
    rounds,
    series,
)
from knooppunt.rooms.reporting.queries.standing import Placed
from knooppunt.rooms.reporting.rules.clock import STATE_NAMES, Completeness, Standing, State
from knooppunt.rooms.reporting.rules.questionnaire import Question, Questionnaire, Shape
from knooppunt.rooms.reporting.rules.submitting import Way, WrongAnswers

__all__ = [
    "STATE_NAMES",
    "Completeness",
    "DraftLine",
    "Earlier",
    "Form",
    "InquiryLine",
    "LateOrganisation",
    "OpenQuestion",
    "Placed",
    "Question",
    "Questionnaire",
    "QuestionnaireLine",
    "ReportLine",
    "RoundLine",
    "RoundState",
    "SeriesLine",
    "Setting",
    "Shape",
    "Sheet",
    "Standing",
    "State",
    "Way",
    "WrongAnswers",
    "answer_question",
    "ask_organisation",
    "asked_about",
    "begin_questionnaire",
    "catalogue",
    "change_questionnaire",
    "change_series",
    "close_due_rounds",
    "close_round",
    "draft",
    "end_series",
    "form",
    "give_time",
    "keep_sheet",
    "late_organisations",
    "members",
    "one_series",
    "open_due_round",
    "open_form",
    "open_questions",
    "open_round",
    "own_rounds",
    "questionnaire",
    "questionnaire_of",
    "questionnaires",
    "release_questionnaire",
    "remind",
    "report",
    "reports_of_round",
    "round_state",
    "round_states",
    "rounds",
    "save_draft",
    "series",
    "start_series",
    "submit_report",
]
