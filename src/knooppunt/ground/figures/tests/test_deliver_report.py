"""What an organisation reports becomes a delivery of its own source, with everything that holds of an import."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from knooppunt.ground.access.public import TLP
from knooppunt.ground.figures.models import Delivery
from knooppunt.ground.figures.public import deliveries, figure, flags, provenance, report_source, source_phrase
from knooppunt.ground.figures.tests.bringing import CASES, ROSA, WIM, before, counts, value
from knooppunt.ground.figures.tests.reports import DAY, NODE, kept, report, row
from knooppunt.ground.journal.public import entries
from knooppunt.ground.network.public import Kind, Organisation, listed_organisations
from knooppunt.kit.authority import Mandate
from knooppunt.kit.clock import clock_at
from knooppunt.kit.problems import Invalid, NotAllowed, NotFound

pytestmark = pytest.mark.usefixtures("catalogue")

MORNING = datetime(2020, 9, 16, 8, tzinfo=UTC)
OF_UTRECHT = replace(ROSA, mandates=frozenset({Mandate("figures.import", "VR09")}))


def test_a_report_is_a_delivery_of_the_organisation_with_its_original_and_who_reported() -> None:
    original = kept("as it came")
    told = report(row("VR09", 7), original=original, reported_at=MORNING, reported_by="Rosa")
    (line,) = deliveries(actor=WIM)
    assert (line.id, line.source, line.original) == (told, "report_vr09", original)
    assert (line.reported_at, line.by_name, line.file_name) == (MORNING, "Rosa", "report.xlsx")
    assert entries(event="figures.FiguresImported", actor=NODE)[0].payload["source"] == "report_vr09"


def test_a_changed_figure_opens_a_version_and_an_unchanged_one_adds_nothing() -> None:
    with clock_at(MORNING):
        report(row("VR09", 7), row("GM0344", 3))
    with clock_at(MORNING + timedelta(hours=1)):
        report(row("VR09", 8), row("GM0344", 3))
    assert (value("VR09", str(DAY)), [old.value for old in before("VR09", str(DAY))]) == (8, [7])
    assert before("GM0344", str(DAY)) == []
    assert figure(CASES, "VR09", DAY, known=MORNING, source="report_vr09", actor=WIM).value == 7


def test_the_same_report_right_after_itself_does_nothing() -> None:
    first = report(row("VR09", 7), row("GM0344", 3))
    held = counts()
    assert report(row("GM0344", 3), row("VR09", 7)) == first
    assert counts() == held


def test_saying_again_what_was_corrected_in_between_is_a_correction() -> None:
    told = [report(row("VR09", value)) for value in (7, 8, 7)]
    assert len(set(told)) == 3
    assert (value("VR09", str(DAY)), [old.value for old in before("VR09", str(DAY))]) == (7, [7, 8])


def test_a_figure_that_is_taken_back_is_unknown_and_not_zero() -> None:
    report(row("VR09", 7))
    report(row("VR09", None))
    assert value("VR09", str(DAY)) is None


def test_what_can_be_added_up_is_and_what_is_hard_to_believe_is_flagged() -> None:
    report(row("GM0344", 3), row("GM0307", 4), row("VR09", 9), row("GM0310", -1))
    assert value("VR09", str(DAY), made="summed") == 6
    told = provenance(CASES, "VR09", DAY, source="report_vr09", actor=WIM)
    assert [gap.gap for gap in told.gaps] == [3]
    assert {each.kind for each in flags(actor=WIM)} == {"negative"}


def test_a_report_is_seen_by_whom_the_caller_says_and_by_nobody_else() -> None:
    report(row("VR09", 7), held_by=ROSA.organisation, marking=TLP.AMBER, shared_with=["node"])
    outsider = replace(WIM, organisation="another")
    assert figure(CASES, "VR09", DAY, actor=WIM).value == 7
    assert figure(CASES, "VR09", DAY, actor=replace(WIM, organisation="node")).value == 7
    assert (figure(CASES, "VR09", DAY, actor=outsider).value, deliveries(actor=outsider)) == (None, [])
    report(row("VR09", 8), held_by=ROSA.organisation, marking=TLP.RED, readers=[WIM.id])
    assert Delivery.objects.latest("number").readers == [WIM.id]


def test_the_same_figures_under_another_marking_are_a_delivery_of_their_own() -> None:
    report(row("VR09", 7), marking=TLP.AMBER)
    report(row("VR09", 7), marking=TLP.GREEN)
    assert [line.marking for line in deliveries(actor=NODE)] == ["GREEN", "AMBER"]


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        (row("VR77", 1), "VR77"),
        (row("GM0363", 1), "GM0363"),
        (row("NL", 1), "NL"),
        (row("VR09", float("nan")), "VR09"),
        (row("VR09", float("inf")), "VR09"),
        (replace(row("VR09", 1), ends=DAY), "VR09"),
        (row("VR09", 1, day=datetime(2999, 1, 1, tzinfo=UTC).date()), "2999"),
        (row("VR09", 2), "VR09"),
    ],
    ids=["unknown area", "another region", "the nation", "nan", "infinite", "no period", "future", "said twice"],
)
def test_a_row_that_cannot_be_a_figure_of_the_region_is_refused_by_name(wrong: object, place: str) -> None:
    held = counts()
    with pytest.raises(Invalid) as refused:
        report(row("VR09", 2), wrong)  # type: ignore[arg-type]  # it is a row
    assert place in refused.value.place
    assert counts() == {**held, "original": 1, "journal": held["journal"] + 1}


def test_an_indicator_that_is_not_there_and_an_empty_report_are_refused() -> None:
    with pytest.raises(NotFound, match=r"no\.such"):
        report(row("VR09", 1, indicator="no.such"))
    with pytest.raises(Invalid, match="without figures"):
        report()
    with pytest.raises(Invalid, match="source of reports"):
        report(row("VR09", 1), source="generic")


def test_a_mandate_for_a_region_is_enough_for_its_own_report_and_for_no_other() -> None:
    assert report(row("VR09", 7), actor=OF_UTRECHT, original=kept())
    for source, area in (("report_vr13", "VR13"), ("report_rivm", "NL")):
        with pytest.raises(NotAllowed):
            report(row(area, 7), source=source, actor=OF_UTRECHT, original=kept())


def test_a_municipality_that_moved_is_reported_by_either_region() -> None:
    for source in ("report_vr13", "report_vr14"):
        assert report(row("GM0457", 2), source=source)


def test_a_source_of_reports_is_named_after_its_organisation() -> None:
    utrecht = next(one for one in listed_organisations() if one.area == "VR09" and one.kind is Kind.REGION)
    assert report_source(utrecht) == "report_vr09"
    assert source_phrase("report_vr09") == utrecht.name
    club = Organisation(name="Duikclub", abbreviation="D&C", kind=Kind.PARTNER, area="VR09")
    assert report_source(club) == "report_d_c"
    assert source_phrase("report_d_c") == "D C"
    every = [report_source(one) for one in listed_organisations()]
    assert len(set(every)) == len(every)
