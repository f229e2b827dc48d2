"""People, a questionnaire, a series and a round to test with, made with the real verbs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from tests.cast import someone

from knooppunt.ground.figures.public import sync_catalogue
from knooppunt.ground.network.public import organisation
from knooppunt.kit.authority import Actor, system_actor
from knooppunt.kit.clock import clock_at
from knooppunt.rooms.reporting.public import (
    Setting,
    begin_questionnaire,
    change_questionnaire,
    open_round,
    own_rounds,
    release_questionnaire,
    start_series,
)
from knooppunt.rooms.reporting.rules.questionnaire import Questionnaire
from knooppunt.rooms.reporting.tests.asked import ASKED

NODE = system_actor("test")
DAY = date(2026, 3, 3)
OPENS = datetime(2026, 3, 3, 7, tzinfo=UTC)
DEADLINE = OPENS + timedelta(hours=4)
CLOSES = DEADLINE + timedelta(hours=6)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
REGIONS = ("VRFR", "VRD", "VRU")


@dataclass(frozen=True, slots=True)
class Made:
    """A round that is open from ``OPENS``, asked of Fryslân, Drenthe and Utrecht, with people around it."""

    officer: Actor
    fryslan: Actor
    drenthe: Actor
    questionnaire: UUID
    series: UUID
    round: UUID
    fryslan_asked: UUID
    drenthe_asked: UUID


def area_of(abbreviation: str) -> str:
    return organisation(abbreviation, actor=NODE).area


def ids(*abbreviations: str) -> list[UUID]:
    return [organisation(one, actor=NODE).pk for one in abbreviations]


def released(content: Questionnaire = ASKED, actor: Actor = NODE) -> UUID:
    """A questionnaire with a version."""
    made = begin_questionnaire(title=content.title, actor=actor)
    seen = change_questionnaire(questionnaire=made, content=content, seen=0, actor=actor)
    release_questionnaire(questionnaire=made, seen=seen, actor=actor)
    return made


def opened(series: UUID, actor: Actor, at: datetime = OPENS) -> UUID:
    """A round that opens at ``at`` and is about that day."""
    day = at.date()
    with clock_at(at):
        return open_round(
            series=series,
            deadline=at + timedelta(hours=4),
            closes=at + timedelta(hours=10),
            starts=day,
            ends=day + timedelta(days=1),
            actor=actor,
        )


def asked_of(actor: Actor, round: UUID) -> UUID:
    """What the organisation of ``actor`` is asked in a round."""
    return next(place.expectation for line, place in own_rounds(actor=actor) if line.id == round)


def make(content: Questionnaire = ASKED) -> Made:
    """Everything."""
    with clock_at(OPENS - HOUR):
        sync_catalogue(actor=NODE)
        officer = someone("Olga Officier", bundle="node_officer")
        fryslan = reporter("Sietske Wiersma", "VRFR")
        drenthe = reporter("Dirk Drent", "VRD")
        questionnaire = released(content, officer)
        series = start_series(
            title="Zorg in de regio", questionnaire=questionnaire, asked=ids(*REGIONS), setting=Setting(), actor=officer
        )
    made = opened(series, officer)
    return Made(
        officer, fryslan, drenthe, questionnaire, series, made, asked_of(fryslan, made), asked_of(drenthe, made)
    )


def reporter(name: str, abbreviation: str, function: str = "Informatiemanager") -> Actor:
    """The information manager of a region."""
    area = area_of(abbreviation)
    return someone(name, organisation=abbreviation, function=function, bundle="information_manager", area=area)
