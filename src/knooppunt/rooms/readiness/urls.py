"""The addresses of the room."""

from __future__ import annotations

from django.urls import path

from knooppunt.rooms.readiness.pages import boards, plans, starting

app_name = "readiness"

urlpatterns = [
    path("callouts/", boards.index, name="callouts"),
    path("callouts/<uuid:callout>/", boards.board, name="board"),
    path("callouts/<uuid:callout>/log/", boards.log, name="callout_log"),
    path("callouts/<uuid:callout>/end/", boards.end, name="stand_down"),
    path("calls/<uuid:call>/", boards.own, name="own_call"),
    path("calls/<uuid:call>/behalf/", boards.behalf, name="answer_for"),
    path("plans/", plans.index, name="plans"),
    path("plans/new/", plans.new, name="new_plan"),
    path("plans/<uuid:plan>/", plans.plan, name="plan"),
    path("plans/<uuid:plan>/change/", plans.change, name="change_plan"),
    path("plans/<uuid:plan>/end/", plans.end, name="end_plan"),
    path("plans/<uuid:plan>/start/", starting.start, name="start_callout"),
    path("reachability/", boards.reach, name="reachability"),
]
