"""Sources that differ both stand; a decision says which counts, and the past stays as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from knooppunt.ground.access.public import TLP
from knooppunt.ground.figures.models import SourceChoice
from knooppunt.ground.figures.public import (
    REPORTS,
    Ask,
    answer,
    choose_source,
    conflicts,
    figure,
    provenance,
    sight,
)
from knooppunt.ground.figures.queries.borders import regions
from knooppunt.ground.figures.tests.bringing import CASES, ROSA, WIM, bring, line
from knooppunt.ground.figures.tests.reports import DAY, report, row
from knooppunt.ground.journal.public import entries
from knooppunt.kit.authority import Mandate, system_actor
from knooppunt.kit.clock import clock_at
from knooppunt.kit.problems import Invalid, NotAllowed, NotFound

pytestmark = pytest.mark.usefixtures("catalogue")

NODE = system_actor("test")
MANAGER = replace(ROSA, mandates=ROSA.mandates | {Mandate("figures.decide")})
NEXT = DAY + timedelta(days=1)


@pytest.fixture
def differing(tmp_path: Path, catalogue: None) -> None:
    """A table says 2 of every region on two days; the region itself says 7 and 2."""
    bring(tmp_path, *(line(code, str(day), 2) for code in regions() for day in (DAY, NEXT)))
    report(row("VR09", 7), row("VR09", 2, day=NEXT))


def choose(**options: Any) -> UUID:
    told: dict[str, Any] = {"indicator": CASES, "area": "VR09", "starts": DAY, "source": "report_vr09",
                            "reason": "they count themselves", "actor": MANAGER}  # fmt: skip
    return choose_source(**(told | options))


def value(area: str = "VR09", day: date = DAY, **options: Any) -> float | None:
    return figure(CASES, area, day, **{"actor": WIM, **options}).value


@pytest.mark.usefixtures("differing")
def test_what_two_sources_say_otherwise_is_listed_with_both_and_what_they_agree_on_is_not() -> None:
    (found,) = conflicts(actor=WIM)
    assert (found.indicator, found.area, found.starts, found.difference) == (CASES, "VR09", DAY, 5)
    assert [(one.source, one.value) for one in found.sayings] == [("generic", 2), ("report_vr09", 7)]
    assert found.decision is None


@pytest.mark.usefixtures("differing")
def test_a_list_can_be_narrowed_down_and_costs_three_queries() -> None:
    with CaptureQueriesContext(
        connection,
    ) as cost:
        assert len(conflicts(indicator=CASES, area="VR09", actor=WIM)) == 1
    assert len(cost) == 3
    assert conflicts(area="VR13", actor=WIM) == []
    assert conflicts(indicator="tests.total", actor=WIM) == []
    assert conflicts(since=NEXT, actor=WIM) == []


def test_a_sum_over_municipalities_differs_from_what_the_region_reports(tmp_path: Path) -> None:
    bring(tmp_path, line("GM0344", str(DAY), 3), line("GM0307", str(DAY), 4))
    report(row("VR09", 9))
    (found,) = conflicts(actor=WIM)
    assert [(one.made, one.value) for one in found.sayings] == [("summed", 7), ("delivered", 9)]


@pytest.mark.usefixtures("differing")
def test_only_sources_that_one_may_see_are_compared() -> None:
    report(row("VR13", 100), source="report_vr13", held_by=ROSA.organisation, marking=TLP.AMBER)
    outsider = replace(WIM, organisation="another")
    assert {one.area for one in conflicts(actor=WIM)} == {"VR09", "VR13"}
    assert {one.area for one in conflicts(actor=outsider)} == {"VR09"}


@pytest.mark.usefixtures("differing")
def test_the_chosen_source_answers_on_the_days_of_the_decision_and_says_why() -> None:
    choose(ends=NEXT, source="report_vr09")
    (found,) = answer([Ask(CASES, ("VR09", "VR13"), DAY, NEXT + timedelta(days=1))], actor=WIM)
    assert [(one.value, one.source) for one in found["VR09"]] == [(7, "report_vr09"), (2, "generic")]
    assert [one.source for one in found["VR13"]] == ["generic", "generic"]
    assert found["VR09"][0].chosen == "they count themselves"
    assert found["VR09"][0].remarks
    told = provenance(CASES, "VR09", DAY, actor=WIM)
    assert (told.source, told.decision and told.decision.reason) == ("report_vr09", "they count themselves")
    assert provenance(CASES, "VR13", DAY, actor=WIM).decision is None


@pytest.mark.usefixtures("differing")
def test_a_conflict_that_was_decided_is_listed_as_decided() -> None:
    choose()
    assert conflicts(actor=WIM) == []
    (found,) = conflicts(open=False, actor=WIM)
    assert found.decision is not None
    assert found.decision.by_name == MANAGER.name
    assert len(conflicts(open=None, actor=WIM)) == 1


@pytest.mark.usefixtures("differing")
def test_a_later_decision_replaces_an_earlier_one_and_can_give_the_days_back() -> None:
    choose()
    choose(source="generic", reason="not after all")
    assert value() == 2
    choose(source="", reason="the usual rule will do")
    assert (value(), conflicts(actor=WIM)[0].decision) == (2, None)


@pytest.mark.usefixtures("differing")
def test_what_was_known_before_a_decision_is_answered_as_it_was() -> None:
    later = datetime(2999, 1, 1, tzinfo=UTC)
    with clock_at(later):
        choose()
    assert (value(), value(known=later - timedelta(seconds=1)), value(known=later)) == (7, 2, 7)


@pytest.mark.usefixtures("differing")
def test_a_source_that_is_asked_by_name_is_taken_at_its_word_unless_it_yields() -> None:
    choose()
    assert value(source="generic") == 2
    ask = Ask(CASES, ("VR09",), DAY, NEXT, source="generic", yields=True)
    assert answer([ask], actor=WIM)[0]["VR09"][0].value == 7


@pytest.mark.usefixtures("differing")
def test_ranks_and_sums_of_days_follow_the_decision() -> None:
    choose()
    assert value(method="rank:value") == 1
    rank = figure(CASES, "VR09", DAY, method="rank:value", actor=WIM)
    assert (rank.method, rank.n) == ("rank:value", 25)
    assert value("VR13", method="rank:value") == 2


def test_a_decision_about_a_total_holds_for_its_daily_figures(tmp_path: Path) -> None:
    total, daily = "hospital.admitted_total", "hospital.admitted"
    bring(tmp_path, line("VR09", str(DAY), 10, total), line("VR09", str(NEXT), 11, total))
    report(row("VR09", 10, indicator=total), row("VR09", 15, indicator=total, day=NEXT))
    assert figure(daily, "VR09", NEXT, actor=WIM).value == 1
    choose(indicator=total)
    assert figure(daily, "VR09", NEXT, actor=WIM).value == 5


@pytest.mark.usefixtures("differing")
def test_a_decision_for_a_source_that_one_may_not_see_changes_nothing_and_tells_nothing() -> None:
    report(row("VR09", 100), source="report_rivm", held_by=ROSA.organisation, marking=TLP.AMBER)
    choose(source="report_rivm", reason="it knows of the secret ward")
    outsider = replace(WIM, organisation="another")
    assert (value(), value(actor=outsider)) == (100, 2)
    assert (figure(CASES, "VR09", DAY, actor=outsider).chosen, conflicts(actor=outsider)[0].decision) == ("", None)
    choose(source="report_vr09", reason="the secret ward was counted twice")
    seen = figure(CASES, "VR09", DAY, actor=outsider)
    assert (seen.value, seen.chosen) == (7, "")
    assert provenance(CASES, "VR09", DAY, actor=outsider).decision is None


@pytest.mark.usefixtures("differing")
def test_the_reports_together_can_be_chosen_for_the_nation() -> None:
    assert value("NL") == 50
    choose(area="NL", source=REPORTS)
    assert value("NL") == 7


@pytest.mark.usefixtures("differing")
def test_a_decision_is_journalled_without_its_reason_and_what_was_kept_is_made_anew() -> None:
    before = sight(actor=WIM)
    which = choose()
    (told,) = entries(event="figures.SourceChosen", actor=NODE)
    assert (told.subject, told.payload["area"], told.payload["ends"]) == (str(which), "VR09", "")
    assert "reason" not in told.payload
    assert sight(actor=WIM) != before


@pytest.mark.usefixtures("differing")
@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [({"reason": " "}, Invalid), ({"ends": DAY}, Invalid), ({"area": "VR99"}, Invalid), ({"source": "rivm"}, Invalid),
     ({"indicator": "no.such"}, NotFound), ({"actor": ROSA}, NotAllowed)],
    ids=["no reason", "no days", "no area", "no source", "no indicator", "no mandate"],
)  # fmt: skip
def test_a_decision_that_makes_no_sense_is_refused(wrong: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        choose(**wrong)
    assert not SourceChoice.objects.exists()


@pytest.mark.usefixtures("differing")
def test_the_database_keeps_a_decision_as_it_was_made() -> None:
    choose()
    for change in (SourceChoice.objects.all().delete, lambda: SourceChoice.objects.update(reason="other")):
        with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
            change()


@pytest.mark.usefixtures("differing")
def test_an_answer_costs_no_query_more_when_something_was_decided() -> None:
    with CaptureQueriesContext(connection) as plain:
        value()
    choose()
    with CaptureQueriesContext(connection) as decided:
        value()
    assert len(decided) == len(plain)
