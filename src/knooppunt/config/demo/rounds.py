"""A round of the exercise: 25 regions are asked, 22 answer in time, two late, one never."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from knooppunt.config.demo.cast import REPORTERS, SECTION_HEAD, acting
from knooppunt.ground.network.public import Kind, organisations
from knooppunt.kit.authority import Actor, system_actor
from knooppunt.kit.clock import clock_at
from knooppunt.rooms.reporting.public import (
    Placed,
    ask_organisation,
    begin_questionnaire,
    change_questionnaire,
    open_form,
    open_round,
    release_questionnaire,
    remind,
    round_state,
    start_series,
    submit_report,
)
from knooppunt.rooms.reporting.rules.questionnaire import (
    Answers,
    Choice,
    Consistency,
    Question,
    Questionnaire,
    Row,
    Shape,
    Sign,
)

STAGE = system_actor("regie van de oefening")
TITLE = "Dagstaat zorg en testen"
LATE, NEVER = ("VR12", "VR17"), "VR23"
QUESTIONED = "VR09"

DAILY = Questionnaire(
    TITLE,
    (
        Question("tests", "Afgenomen tests", Shape.NUMBER, low=0, whole=True, unit="tests", indicator="tests.total",
                 required=True, help="Alle tests van de dag, ook herhaalde."),
        Question("beds", "Bezette bedden buiten het ziekenhuis", Shape.NUMBER, low=0, whole=True, unit="bedden"),
        Question("capacity", "Bedden buiten het ziekenhuis", Shape.NUMBER, low=0, whole=True, unit="bedden"),
        Question("mood", "Beeld van de regio", Shape.CHOICE, required=True,
                 choices=(Choice("calm", "Rustig"), Choice("busy", "Druk"), Choice("tense", "Gespannen"))),
        Question("needs", "Waaraan is tekort", Shape.CHOICES,
                 choices=(Choice("staff", "Personeel"), Choice("masks", "Maskers"), Choice("tests", "Testmateriaal"))),
        Question("sites", "Testlocaties", Shape.TABLE, most_rows=20,
                 columns=(Question("name", "Locatie", Shape.TEXT, required=True, high=100),
                          Question("lanes", "Straten", Shape.NUMBER, low=0, whole=True))),
        Question("remark", "Bijzonderheden", Shape.TEXT, high=1000),
    ),
    (Consistency("beds", Sign.AT_MOST, "capacity", "Er zijn niet meer bedden bezet dan er zijn."),),
    "Over de dag van gisteren. Wat u niet weet laat u leeg: niet bekend is geen nul.",
)  # fmt: skip


def play_round(about: date, deadline: datetime) -> None:
    """Hold the round about a day; ``deadline`` is an hour ago or so, the round stays open."""
    officer = acting(SECTION_HEAD)
    with clock_at(deadline - timedelta(hours=5)):
        series = _series(officer)
    with clock_at(deadline - timedelta(hours=4)):
        asked = open_round(
            series=series,
            deadline=deadline,
            closes=deadline + timedelta(hours=12),
            starts=about,
            ends=about + timedelta(days=1),
            actor=officer,
        )
        places = round_state(asked, actor=officer).organisations
    for place, moment in _moments(places, deadline):
        _report(place, moment, officer)
    with clock_at(deadline + timedelta(minutes=50)):
        remind(round=asked, actor=STAGE)
        questioned = next(one for one in places if one.area == QUESTIONED)
        ask_organisation(expectation=questioned.expectation, text="Klopt het aantal tests?", key="tests", actor=officer)


def _series(officer: Actor) -> UUID:
    made = begin_questionnaire(title=TITLE, actor=officer)
    seen = change_questionnaire(questionnaire=made, content=DAILY, seen=0, actor=officer)
    release_questionnaire(questionnaire=made, seen=seen, actor=officer)
    regions = [one.pk for one in organisations(kind=Kind.REGION, actor=officer)]
    return start_series(title=TITLE, questionnaire=made, asked=regions, actor=officer)


def _moments(places: tuple[Placed, ...], deadline: datetime) -> Iterator[tuple[Placed, datetime]]:
    """Who reports when, in order of time; one never does."""
    reporting = [one for one in places if one.area != NEVER]
    in_time = [one for one in reporting if one.area not in LATE]
    for number, place in enumerate(in_time):
        yield place, deadline - timedelta(minutes=9 * (len(in_time) - number))
    for number, place in enumerate(one for one in reporting if one.area in LATE):
        yield place, deadline + timedelta(minutes=20 * (number + 1))


def _report(place: Placed, moment: datetime, officer: Actor) -> None:
    player = REPORTERS.get(place.area)
    with clock_at(moment - timedelta(minutes=4)):
        if player:
            open_form(expectation=place.expectation, actor=acting(player))
    with clock_at(moment):
        actor = acting(player) if player else officer
        submit_report(expectation=place.expectation, answers=_answers(place.area), seen=0, actor=actor)


def _answers(area: str) -> Answers:
    chance = Random(f"dagstaat {area}")  # noqa: S311  an exercise
    capacity = chance.randrange(20, 120)
    told: Mapping[str, float | str | tuple[str, ...]] = {
        "tests": float(chance.randrange(400, 5200)),
        "capacity": float(capacity),
        "beds": float(chance.randrange(5, capacity)),
        "mood": chance.choice(("calm", "busy", "tense")),
        "needs": tuple(one for one in ("staff", "masks", "tests") if chance.random() < 0.3),
    }
    sites: tuple[Row, ...] = tuple(
        {"name": f"Locatie {number}", "lanes": float(number + 1)} for number in range(chance.randrange(1, 4))
    )
    return {**told, "sites": sites}
