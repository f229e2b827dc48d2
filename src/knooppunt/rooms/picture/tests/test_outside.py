"""What other rooms say is missing: sources that differ, organisations that are late. It is printed and acknowledged."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import account_of, browser, someone

from knooppunt.ground.access.public import TLP
from knooppunt.ground.figures.public import Reported, choose_source, deliver_report
from knooppunt.ground.files.public import keep
from knooppunt.ground.network.public import organisation
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import clock_at
from knooppunt.kit.problems import Conflict
from knooppunt.rooms.picture.public import compile_edition, document, missing, publish, replay
from knooppunt.rooms.picture.tests.outbreak import ON, WRITER
from knooppunt.rooms.reporting.public import (
    Question,
    Questionnaire,
    Shape,
    begin_questionnaire,
    change_questionnaire,
    open_round,
    release_questionnaire,
    round_state,
    start_series,
    submit_report,
)

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
NOON = datetime.now(UTC) + HOUR


@pytest.fixture
def head(outbreak: Path) -> Actor:
    return someone("Hedwig Hoofd", bundle="head_of_node")


def drafted(actor: Actor) -> UUID:
    return compile_edition(product="landelijk_beeld", on=ON, actor=actor)


def facts(which: UUID, kind: str, actor: Actor) -> list[dict[str, Any]]:
    return [each for each in missing(which, actor=actor)[0] if each["kind"] == kind]


def reported(value: float, day: date = ON) -> None:
    """The region says another number than the table."""
    original = keep(source=io.BytesIO(b"1"), name="report.csv", permission="figures.import", actor=WRITER).sha256
    deliver_report(
        source="report_vr09", rows=[Reported("cases.reported", "VR09", day, day + DAY, value)], original=original,
        name="report.csv", reported_at=None, held_by="node", marking=TLP.GREEN, actor=WRITER,
    )  # fmt: skip


def decided(actor: Actor) -> None:
    choose_source(
        indicator="cases.reported", area="VR09", starts=ON, source="report_vr09", reason="Zij tellen zelf", actor=actor
    )


def opened(actor: Actor, marking: TLP = TLP.GREEN) -> UUID:
    """A round about the day of the edition, of which the deadline passes an hour after noon."""
    asked = begin_questionnaire(title="Zorg", actor=actor)
    content = Questionnaire("Zorg", (Question("beds", "Bedden", Shape.NUMBER),))
    seen = change_questionnaire(questionnaire=asked, content=content, seen=0, actor=actor)
    release_questionnaire(questionnaire=asked, seen=seen, actor=actor)
    regions = [organisation(name, actor=WRITER).pk for name in ("VRU", "VRD")]
    series = start_series(title="Zorg in de regio", questionnaire=asked, asked=regions, marking=marking, actor=actor)
    return open_round(
        series=series, deadline=NOON + HOUR, closes=NOON + 9 * HOUR, starts=ON, ends=ON + DAY, actor=actor
    )


def submit(round_: UUID, actor: Actor, answers: dict[str, Any]) -> None:
    """The region of Utrecht reports."""
    utrecht = next(one for one in round_state(round_, actor=WRITER).organisations if one.area == "VR09")
    submit_report(expectation=utrecht.expectation, answers=answers, seen=0, actor=actor)


def test_sources_that_differ_about_a_figure_of_the_edition_are_missing_until_somebody_decides(head: Actor) -> None:
    draft = drafted(head)
    assert facts(draft, "conflict", head) == []
    reported(7)
    (fact,) = facts(draft, "conflict", head)
    assert (fact["about"], fact["areas"], fact["count"]) == ("cases.reported", ["VR09"], 1)
    assert fact["from"] == fact["until"] == ON.isoformat()
    decided(head)
    assert facts(draft, "conflict", head) == []


def test_the_week_before_counts_where_a_figure_is_a_change_and_older_days_do_not(head: Actor) -> None:
    draft = drafted(head)
    reported(7, ON - 13 * DAY)
    assert len(facts(draft, "conflict", head)) == 1
    reported(7, ON - 25 * DAY)
    assert facts(draft, "conflict", head)[0]["count"] == 1


def test_a_conflict_after_the_day_or_about_what_is_not_in_it_does_not_count(head: Actor) -> None:
    draft = drafted(head)
    reported(7, ON + DAY)
    assert facts(draft, "conflict", head) == []


def test_it_is_printed_without_what_each_source_says(head: Actor) -> None:
    draft = drafted(head)
    reported(98765)
    publish(edition=draft, actor=WRITER)
    page = document(draft, "html", actor=head).path.read_text(encoding="utf-8")
    assert "bronnen spreken elkaar tegen en er is nog niet besloten (Utrecht; 1 cijfer" in page
    assert "98765" not in page.replace(".", "")


def test_publishing_asks_that_it_was_seen(head: Actor) -> None:
    draft = drafted(head)
    _facts, before = missing(draft, actor=WRITER)
    reported(7)
    with pytest.raises(Conflict, match="missing"):
        publish(edition=draft, acknowledged=before, actor=WRITER)
    publish(edition=draft, acknowledged=missing(draft, actor=WRITER)[1], actor=WRITER)


def test_an_edition_is_made_again_with_the_conflicts_and_the_late_of_then(head: Actor) -> None:
    draft = drafted(head)
    reported(7)
    with clock_at(NOON):
        round_ = opened(head)
    with clock_at(NOON + 2 * HOUR):
        publish(edition=draft, actor=WRITER)
        submit(round_, WRITER, {"beds": 4})
    decided(head)
    assert facts(draft, "late", head)[0]["count"] == 2
    assert facts(draft, "conflict", head)
    assert replay(draft, actor=head).same


def test_who_did_not_report_is_named(head: Actor) -> None:
    draft = drafted(head)
    with clock_at(NOON):
        opened(head)
        assert facts(draft, "late", head) == []
    with clock_at(NOON + 2 * HOUR):
        (fact,) = facts(draft, "late", head)
    assert (fact["state"], fact["series"], fact["number"]) == ("missing", "Zorg in de regio", 1)
    assert fact["organisations"] == ["Veiligheidsregio Drenthe", "Veiligheidsregio Utrecht"]
    with clock_at(NOON + 2 * HOUR):
        client = browser(account_of("Hilde Hoofd", bundle="section_head"))
        page = client.get(f"/editions/{draft}/").content.decode()
    assert "Zorg in de regio, ronde 1: niets ontvangen van Veiligheidsregio Drenthe, Veiligheidsregio Utrecht." in page


def test_what_came_in_late_counts_only_when_it_is_not_in_the_figures(head: Actor) -> None:
    with clock_at(NOON):
        round_ = opened(head)
    with clock_at(NOON + 2 * HOUR):
        before = drafted(head)
    with clock_at(NOON + 3 * HOUR):
        submit(round_, WRITER, {"beds": 4})
        assert {each["state"]: each["count"] for each in facts(before, "late", head)} == {"missing": 1, "late": 1}
    with clock_at(NOON + 4 * HOUR):
        assert [each["state"] for each in facts(drafted(head), "late", head)] == ["missing"]


def test_a_report_without_any_answer_is_missing(head: Actor) -> None:
    with clock_at(NOON):
        round_ = opened(head)
        submit(round_, WRITER, {"beds": None})
        assert [each["state"] for each in facts(drafted(head), "late", head)] == ["empty"]


def test_of_closed_reports_an_open_edition_tells_how_many_and_not_who(head: Actor) -> None:
    draft = drafted(head)
    with clock_at(NOON):
        opened(head, TLP.AMBER)
    with clock_at(NOON + 2 * HOUR):
        (fact,) = facts(draft, "late", head)
    assert (fact["organisations"], fact["count"]) == ([], 2)


def test_a_round_about_later_days_does_not_count(head: Actor) -> None:
    with clock_at(NOON):
        opened(head)
    with clock_at(NOON + 2 * HOUR):
        draft = compile_edition(product="landelijk_beeld", on=ON - DAY, actor=head)
        assert facts(draft, "late", head) == []


def test_what_other_rooms_say_costs_the_same_however_many_there_are(head: Actor) -> None:
    draft = drafted(head)
    with clock_at(NOON):
        opened(head)
    with CaptureQueriesContext(connection) as one:
        missing(draft, actor=head)
    reported(7)
    reported(8, ON - DAY)
    with clock_at(NOON):
        opened(head)
    with CaptureQueriesContext(connection) as more:
        missing(draft, actor=head)
    assert len(more) <= len(one) + 1
