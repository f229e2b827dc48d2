"""Whether a plan can work, told naming the line."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from uuid import UUID, uuid4

import pytest

from knooppunt.kit.problems import Invalid
from knooppunt.rooms.readiness.rules.plans import (
    Candidate,
    ChannelStep,
    Line,
    PlanContent,
    Spot,
    check_reach,
    check_shape,
    check_teams,
    next_test,
    plan_from_json,
    plan_to_json,
    spots_of,
    teams,
)

ROLES, CHANNELS = ("lawyer", "chair"), ("email", "sms")
LAWYER = Line("lawyer", "VR20")
PLAN = PlanContent((LAWYER,), (ChannelStep("sms"), ChannelStep("email", 5)), "Alarm", "{reason}")
A, B = uuid4(), uuid4()
SPOTS = [
    Spot(A, "Veiligheidsregio Zeeland", "VRZ", "VR19", frozenset({"region"})),
    Spot(B, "Midden- en West-Brabant", "VRMWB", "VR20", frozenset({"region"})),
]


def refused(plan: PlanContent) -> Invalid:
    with pytest.raises(Invalid) as found:
        check_shape(plan, ROLES, CHANNELS)
    return found.value


def people(count: int, place: UUID = A) -> list[Candidate]:
    return [Candidate(uuid4(), f"Mens {n}", "lawyer", place, "Ergens") for n in range(count)]


def test_a_circle_in_escalation_is_named() -> None:
    lines = tuple(replace(LAWYER, escalates_to=to) for to in (2, 3, 1))
    problem = refused(replace(PLAN, lines=lines))
    assert problem.place == "line 1"
    assert "1 → 2 → 3 → 1" in str(problem)


def test_a_line_that_escalates_to_itself_is_a_circle() -> None:
    assert "1 → 1" in str(refused(replace(PLAN, lines=(replace(LAWYER, escalates_to=1),))))


def test_a_way_into_a_circle_names_the_circle_only() -> None:
    lines = tuple(replace(LAWYER, escalates_to=to) for to in (2, 3, 2))
    assert "2 → 3 → 2" in str(refused(replace(PLAN, lines=lines)))


def test_an_unknown_place_in_the_message_is_named() -> None:
    problem = refused(replace(PLAN, text="Kom naar {waar}"))
    assert problem.place == "text"
    assert "{waar}" in str(problem)


@pytest.mark.parametrize("text", ["{", "{reason", "", "{}"])
def test_a_broken_message_is_refused(text: str) -> None:
    assert refused(replace(PLAN, text=text)).place == "text"


@pytest.mark.parametrize(
    "line", [replace(LAWYER, role="cook"), replace(LAWYER, quorum=0), replace(LAWYER, minutes=0),
             replace(LAWYER, escalates_to=9), replace(LAWYER, per="day")]
)  # fmt: skip
def test_a_wrong_line_is_named(line: Line) -> None:
    assert refused(replace(PLAN, lines=(LAWYER, line))).place == "line 2"


def test_channels_come_once_and_in_their_order() -> None:
    for steps in ((), (ChannelStep("fax"),), (ChannelStep("sms"),) * 2, (ChannelStep("sms", 5), ChannelStep("email"))):
        assert refused(replace(PLAN, steps=steps)).place == "steps"


def test_a_quorum_beyond_its_people_is_told_with_both_numbers() -> None:
    made = teams(replace(PLAN, lines=(replace(LAWYER, quorum=4),)), {1: [A]}, people(2))
    with pytest.raises(Invalid, match="4 are needed and there are 2") as found:
        check_teams(made, {A: "Zeeland"})
    assert found.value.place == "line 1"


def test_a_quorum_of_each_organisation_is_looked_at_for_each() -> None:
    line = replace(LAWYER, quorum=1, per="organisation")
    made = teams(replace(PLAN, lines=(line,)), {1: [A, B]}, people(2))
    with pytest.raises(Invalid, match="Brabant: 1 are needed and there are 0"):
        check_teams(made, {A: "Zeeland", B: "Brabant"})


def test_a_person_without_any_channel_of_the_plan_is_named() -> None:
    (one,) = people(1)
    made = teams(PLAN, {1: [A]}, [one])
    with pytest.raises(Invalid, match="Mens 0 has none"):
        check_reach(made, {one.person: frozenset({"push"})}, PLAN.steps)


def test_one_person_stands_in_one_line_only_and_who_is_on_duty_comes_first() -> None:
    crowd = people(3)
    both = replace(PLAN, lines=(LAWYER, LAWYER))
    first, second = teams(both, {1: [A], 2: [A]}, crowd, first=[crowd[2].person])
    assert first.people[0] == crowd[2]
    assert second.people == ()


@pytest.mark.parametrize(
    ("where", "found"), [("vrz", [A]), ("VR19–VR20", [A, B]), ("VR19-VR20", [A, B]), ("region", [A, B]),
                         ("VR20, VRZ", [B, A]), ("Midden- en West-Brabant", [B])]
)  # fmt: skip
def test_organisations_are_named_by_abbreviation_area_stretch_or_kind(where: str, found: list[UUID]) -> None:
    assert spots_of(where, SPOTS, 1) == (found, [])


def test_an_organisation_that_is_gone_is_told() -> None:
    assert spots_of("VRZ, VRX", SPOTS, 1) == ([A], ["VRX"])


def test_a_plan_comes_back_as_it_was_kept() -> None:
    assert plan_from_json(plan_to_json(PLAN)) == PLAN


def test_a_test_keeps_its_time_over_the_change_of_the_clock() -> None:
    last = datetime(2026, 3, 24, 9, 0, tzinfo=UTC)  # 10:00 in winter
    assert next_test(last, 7, time(10)) == datetime(2026, 3, 31, 8, 0, tzinfo=UTC)
