"""The reports of the regions answer together, and one of them never stands for the nation."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from knooppunt.ground.access.public import TLP
from knooppunt.ground.figures.actions import sync_catalogue
from knooppunt.ground.figures.models import Delivery
from knooppunt.ground.figures.public import (
    REPORTS,
    Ask,
    answer,
    corrected_since,
    figure,
    latest_day,
    provenance,
    sources_of,
    unequal_sums,
)
from knooppunt.ground.figures.queries.borders import regions
from knooppunt.ground.figures.tests.bringing import CASES, WIM, bring, line
from knooppunt.ground.figures.tests.reports import DAY, NODE, kept, regions_report, report, row

together = pytest.mark.usefixtures("catalogue")


@together
def test_the_regions_answer_a_question_about_the_nation_together() -> None:
    regions_report([(code, number) for number, code in enumerate(regions(), 1)])
    nation = figure(CASES, "NL", DAY, actor=WIM)
    assert (nation.value, nation.contributors, nation.expected) == (25 * 26 / 2, 25, 25)
    assert (nation.source, nation.made) == (REPORTS, "summed")
    assert figure(CASES, "VR09", DAY, actor=WIM).value == 9


@together
def test_a_region_that_did_not_report_is_missing_from_the_sum_and_not_zero() -> None:
    regions_report([("VR09", 7), ("VR13", 5), ("VR17", None)])
    nation = figure(CASES, "NL", DAY, actor=WIM)
    assert (nation.value, nation.contributors, nation.expected) == (12, 2, 25)
    assert figure(CASES, "VR17", DAY, actor=WIM).value is None


@together
def test_a_table_of_all_regions_and_the_nation_is_one_question() -> None:
    regions_report([(code, 2) for code in regions()])
    (found,) = answer([Ask(CASES, ("NL", *regions()), DAY, DAY + timedelta(days=1))], actor=WIM)
    assert {area: figures[0].value for area, figures in found.items()} == {"NL": 50} | dict.fromkeys(regions(), 2)


@together
def test_a_report_that_came_later_does_not_push_out_a_source_that_knows_the_nation(tmp_path: Path) -> None:
    bring(tmp_path, *(line(code, str(DAY), 2) for code in regions()))
    report(row("VR09", 7))
    assert [figure(CASES, area, DAY, actor=WIM).value for area in ("NL", "VR09")] == [50, 2]
    assert figure(CASES, "VR09", DAY, source="report_vr09", actor=WIM).value == 7
    assert sources_of(CASES, actor=WIM) == ("generic", REPORTS)


@together
def test_a_region_may_report_by_municipality() -> None:
    report(row("GM0344", 3), row("GM0307", 4))
    region = figure(CASES, "VR09", DAY, actor=WIM)
    assert (region.value, region.made, region.contributors) == (7, "summed", 2)
    assert figure(CASES, "NL", DAY, actor=WIM).value == 7
    report(row("VR13", 5), source="report_vr13")
    nation = figure(CASES, "NL", DAY, actor=WIM)
    assert (nation.value, nation.contributors, nation.expected) == (5, 1, 25)


@together
def test_two_organisations_that_report_about_one_region_do_not_count_twice() -> None:
    report(row("VR09", 7))
    report(row("VR09", 100), source="report_rivm")
    assert figure(CASES, "NL", DAY, actor=WIM).value == 7
    assert figure(CASES, "VR09", DAY, actor=WIM).value == 7


@together
def test_whoever_may_not_see_a_report_gets_the_sum_of_what_may_be_seen() -> None:
    regions_report([("VR09", 7)], marking=TLP.AMBER)
    regions_report([("VR13", 5)])
    nation = figure(CASES, "NL", DAY, actor=WIM)
    assert (nation.value, nation.contributors) == (5, 1)
    assert figure(CASES, "VR09", DAY, actor=WIM).value is None
    assert figure(CASES, "NL", DAY, actor=replace(WIM, organisation="report_vr09")).value == 12


@together
def test_a_sum_of_reports_rests_on_each_of_them() -> None:
    regions_report([("VR09", 7), ("VR13", 5)])
    nation = figure(CASES, "NL", DAY, actor=WIM)
    assert {one.area for one in provenance(CASES, "NL", DAY, actor=WIM).versions} == {"VR09", "VR13"}
    assert corrected_since([nation.version], actor=WIM) == {}
    report(row("VR13", 6), source="report_vr13")
    assert nation.version in corrected_since([nation.version], actor=WIM)
    assert list(unequal_sums(actor=WIM)) == []


@together
def test_the_last_day_of_the_reports_is_that_of_any_of_them() -> None:
    report(row("VR09", 7))
    report(row("VR13", 5, day=DAY + timedelta(days=2)), source="report_vr13")
    assert latest_day(CASES, actor=WIM) == DAY + timedelta(days=2)
    assert latest_day(CASES, area="VR09", actor=WIM) == DAY


@together
@settings(max_examples=15, deadline=None)
@given(values=st.dictionaries(st.sampled_from(regions()), st.none() | st.integers(0, 1000), min_size=1, max_size=5))
def test_the_nation_is_always_the_sum_of_the_regions_that_said_something(values: dict[str, int | None]) -> None:
    with transaction.atomic():
        regions_report(list(values.items()))
        nation = figure(CASES, "NL", DAY, actor=WIM)
        transaction.set_rollback(True)
    known = [value for value in values.values() if value is not None]
    assert nation.value == (sum(known) if known else None)
    assert (nation.contributors or 0) == len(known)


@pytest.mark.django_db(transaction=True)
def test_all_regions_deliver_at_once_and_none_waits_for_another() -> None:
    sync_catalogue(actor=NODE)
    original, ready = kept(), Barrier(len(regions()), timeout=60)

    def deliver(code: str) -> None:
        with transaction.atomic():
            report(row(code, 1), source=f"report_{code.lower()}", original=original)
            ready.wait()  # every one of them has written and none has committed
        connection.close()

    threads = [Thread(target=deliver, args=(code,)) for code in regions()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Delivery.objects.count() == len(regions())
    assert figure(CASES, "NL", DAY, actor=WIM).value == len(regions())
