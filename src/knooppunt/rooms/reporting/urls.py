"""The addresses of the room."""

from __future__ import annotations

from django.urls import path

from knooppunt.rooms.reporting.pages import building, report, rounds, sheet

app_name = "reporting"

urlpatterns = [
    path("", rounds.index, name="index"),
    path("questionnaires/", building.questionnaires, name="questionnaires"),
    path("questionnaires/<uuid:questionnaire>/", building.questionnaire, name="questionnaire"),
    path("series/", rounds.new_series, name="new_series"),
    path("series/<uuid:series>/", rounds.series, name="series"),
    path("series/<uuid:series>/change/", rounds.change_series, name="change_series"),
    path("series/<uuid:series>/open/", rounds.open_now, name="open_round"),
    path("series/<uuid:series>/end/", rounds.end, name="end_series"),
    path("rounds/<uuid:round>/", rounds.round_page, name="round"),
    path("rounds/<uuid:round>/answers/", rounds.answers, name="answers"),
    path("rounds/<uuid:round>/close/", rounds.close, name="close_round"),
    path("reports/<uuid:expectation>/", report.report, name="report"),
    path("reports/<uuid:expectation>/draft/", report.draft, name="draft"),
    path("reports/<uuid:expectation>/versions/", report.versions, name="versions"),
    path("reports/<uuid:expectation>/time/", report.time, name="time"),
    path("reports/<uuid:expectation>/questions/", report.ask, name="ask"),
    path("reports/<uuid:expectation>/sheet/", sheet.sheet, name="sheet"),
    path("reports/<uuid:expectation>/sheet/download/", sheet.download, name="sheet_download"),
    path("reports/<uuid:expectation>/sheet/marked/", sheet.marked, name="sheet_marked"),
    path("reports/<uuid:expectation>/sheet/submit/", sheet.submit, name="sheet_submit"),
    path("questions/<uuid:inquiry>/", report.reply, name="reply"),
    path("originals/<uuid:report>/", report.original, name="original"),
]
