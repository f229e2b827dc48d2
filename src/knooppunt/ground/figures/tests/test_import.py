"""What an import does: it takes in, closes, recognises, and leaves no trace when it is refused."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from knooppunt.ground.figures.actions import import_file, preview
from knooppunt.ground.figures.models import Delivery, Observation, Quarantined
from knooppunt.ground.figures.rules.comparing import Rows
from knooppunt.ground.figures.rules.report import Observations
from knooppunt.ground.figures.tests.bringing import ROSA, WIM, before, bring, counts, line, now_held, value
from knooppunt.ground.figures.tests.made_files import GENERIC_HEADER, made
from knooppunt.ground.journal.public import entries
from knooppunt.kit.authority import system_actor
from knooppunt.kit.clock import clock_at
from knooppunt.kit.problems import Conflict, Invalid, NotAllowed

pytestmark = pytest.mark.usefixtures("catalogue")

MONDAY = datetime(2020, 9, 14, 12, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)


def test_a_first_import_takes_in_every_row_and_counts_each_once(tmp_path: Path) -> None:
    report = bring(tmp_path, line("GM0363", "2020-09-14", 3), line("GM0344", "2020-09-14", 2), line("GM0344", "?", 1))
    assert report.rows == Rows(read=3, accepted=2, unchanged=0, corrected=0, quarantined=1)
    assert report.observations == Observations(new=2, unchanged=0, corrected=0, absent=0)
    assert value("GM0363", "2020-09-14") == 3
    (kept_apart,) = Quarantined.objects.all()
    assert (kept_apart.line, kept_apart.column, kept_apart.value) == (4, "from", "?")


def test_an_import_is_one_entry_in_the_journal_about_its_delivery(tmp_path: Path) -> None:
    report = bring(tmp_path, line("GM0344", "2020-09-14", 2))
    found = entries(event="figures.FiguresImported", actor=system_actor("reader"))
    assert [(entry.subject, entry.actor, entry.payload["rows"]) for entry in found] == [
        (str(report.delivery), ROSA.name, 1)
    ]


def test_the_same_content_twice_does_nothing_also_when_it_is_packed(tmp_path: Path) -> None:
    first = bring(tmp_path, line("GM0344", "2020-09-14", 2))
    held = counts()
    packed = tmp_path / "again.csv.gz"
    packed.write_bytes(gzip.compress((tmp_path / "table.csv").read_bytes()))
    report = import_file(path=packed, file_name=packed.name, actor=ROSA)
    assert (report.state, report.delivery) == ("already known", first.delivery)
    assert counts() == held


def test_the_same_content_comes_in_again_when_someone_asks_for_it(tmp_path: Path) -> None:
    bring(tmp_path, line("GM0344", "2020-09-14", 2), name="a.csv")
    bring(tmp_path, line("GM0344", "2020-09-14", 5), name="b.csv")
    report = bring(tmp_path, line("GM0344", "2020-09-14", 2), name="a.csv", again=True)
    assert (report.state, value("GM0344", "2020-09-14")) == ("imported", 2)


def test_a_changed_value_closes_the_old_version_at_the_moment_the_new_one_opens(tmp_path: Path) -> None:
    with clock_at(MONDAY):
        bring(tmp_path, line("GM0344", "2020-09-14", 2))
    with clock_at(TUESDAY):
        report = bring(tmp_path, line("GM0344", "2020-09-14", 5), line("GM0344", "2020-09-15", 1))
    (old,) = before("GM0344", "2020-09-14")
    new = now_held("GM0344", "2020-09-14")
    assert new is not None
    assert (old.value, old.known_from, old.known_until) == (2, MONDAY, TUESDAY)
    assert (new.value, new.known_from) == (5, TUESDAY)
    earlier, later = Delivery.objects.order_by("number").values_list("number", flat=True)
    assert (old.delivery, old.closed_by, new.delivery) == (earlier, later, later)
    assert report.rows == Rows(read=2, accepted=1, unchanged=0, corrected=1, quarantined=0)
    assert [(one.area, one.old, one.new) for one in report.corrections] == [("GM0344", 2, 5)]


def test_an_unchanged_value_adds_nothing(tmp_path: Path) -> None:
    with clock_at(MONDAY):
        bring(tmp_path, line("GM0344", "2020-09-14", 2))
    with clock_at(TUESDAY):
        report = bring(tmp_path, line("GM0344", "2020-09-14", "2.0"))
    assert report.rows.unchanged == 1
    held = now_held("GM0344", "2020-09-14")
    assert held is not None
    assert held.known_from == MONDAY
    assert counts()["superseded"] == 0


def test_what_a_later_file_does_not_mention_stays_and_is_counted(tmp_path: Path) -> None:
    bring(tmp_path, line("GM0344", "2020-09-14", 2), line("GM0344", "2020-09-15", 3), line("GM0344", "2020-09-16", 4))
    report = bring(tmp_path, line("GM0344", "2020-09-14", 2), line("GM0344", "2020-09-16", 5))
    assert report.observations == Observations(new=0, unchanged=1, corrected=1, absent=1)
    assert value("GM0344", "2020-09-15") == 3


SURVEY = (
    "Date_of_report;Date_of_measurement;Wave;Region_code;Region_name;Subgroup_category;Subgroup;Indicator_category;"
    "Indicator;Sample_size;Figure_type;Value;Lower_limit;Upper_limit;Change_wrt_previous_measurement"
)
WAVE = "2021-05-04 10:00:00;2020-12-15;05;{region};Alle;Totaal;Draagvlak;Bij_klachten_blijf_thuis;{said};0"


def test_a_value_that_the_source_itself_does_not_have_is_kept_as_missing(tmp_path: Path) -> None:
    path = made(tmp_path, "survey.csv", SURVEY,
                WAVE.format(region="VR24;Limburg-Zuid", said="205;Percentage;94.1;90.1;96.6"),
                WAVE.format(region="VR25;Flevoland", said="0;Percentage;;;"))  # fmt: skip
    report = import_file(path=path, file_name="survey.csv", actor=ROSA)
    held = {row.series.area: (row.value, row.lower, row.upper, row.n) for row in Observation.objects.all()}
    assert report.rows.accepted == 2
    assert held == {"VR24": (94.1, 90.1, 96.6, 205), "VR25": (None, None, None, 0)}
    again = import_file(path=path, file_name="survey.csv", again=True, actor=ROSA)
    assert again.observations == Observations(new=0, unchanged=2, corrected=0, absent=0)


def test_numbers_come_back_bit_for_bit(tmp_path: Path) -> None:
    numbers = [0.1 + 0.2, 1e-300, 123456789.123456789, 1 / 3]
    rows = [line("GM0344", f"2020-09-{day:02}", repr(number), "sewage.rna_average")
            for day, number in enumerate(numbers, start=1)]  # fmt: skip
    report = bring(tmp_path, *rows)
    assert report.rows.accepted == len(numbers), report.kept_apart
    assert list(Observation.objects.order_by("starts").values_list("value", flat=True)) == numbers
    assert bring(tmp_path, *rows, again=True).observations.unchanged == len(numbers)


def test_a_dry_run_reports_the_same_and_writes_nothing(tmp_path: Path) -> None:
    bring(tmp_path, line("GM0344", "2020-09-14", 2))
    path = made(tmp_path, "next.csv", GENERIC_HEADER, line("GM0344", "2020-09-14", 5), line("GM0599", "2020-09-14", 1),
                line("GM0344", "2020-09-14x", 1))  # fmt: skip
    held = counts()
    foreseen = preview(path=path, file_name="next.csv", actor=ROSA)
    assert counts() == held
    done = import_file(path=path, file_name="next.csv", actor=ROSA)
    same = ("rows", "observations", "corrections", "kept_apart", "flags", "gaps", "source", "sha256")
    assert {name: getattr(foreseen, name) for name in same} == {name: getattr(done, name) for name in same}
    assert (foreseen.state, foreseen.delivery) == ("previewed", None)


@pytest.mark.parametrize("content", [b"", b"\x1f\x8b\x08\x00half", b"a,b\n1,2\n", b"%PDF-1.7 ", b"x\0y"])
def test_a_file_that_is_wrong_leaves_the_database_as_it_was(tmp_path: Path, content: bytes) -> None:
    held, path = counts(), tmp_path / "wrong.csv"
    path.write_bytes(content)
    with pytest.raises(Invalid, match=r"wrong\.csv"):
        import_file(path=path, file_name="wrong.csv", actor=ROSA)
    assert counts() == held


def test_who_may_not_import_meets_nothing_and_leaves_no_trace(tmp_path: Path) -> None:
    held = counts()
    with pytest.raises(NotAllowed):
        bring(tmp_path, line("GM0344", "2020-09-14", 2), actor=WIM)
    with pytest.raises(NotAllowed):
        preview(path=tmp_path / "table.csv", file_name="table.csv", actor=WIM)
    assert counts() == held


def test_a_delivery_is_known_later_than_the_one_before_it_also_when_the_clock_stands_still(tmp_path: Path) -> None:
    with clock_at(MONDAY):
        bring(tmp_path, line("GM0344", "2020-09-14", 2))
        report = bring(tmp_path, line("GM0344", "2020-09-14", 3))
    assert report.known_at == MONDAY + timedelta(microseconds=1)


def test_an_import_is_refused_while_the_clock_stands_before_the_last_delivery(tmp_path: Path) -> None:
    with clock_at(TUESDAY):
        bring(tmp_path, line("GM0344", "2020-09-14", 2))
    held = counts()
    with clock_at(MONDAY), pytest.raises(Conflict, match="Set the clock"):
        bring(tmp_path, line("GM0344", "2020-09-13", 3))
    assert counts() == held


def test_an_import_needs_as_many_queries_for_a_thousand_rows_as_for_two(tmp_path: Path) -> None:
    def queries(days: int, name: str) -> int:
        rows = [line(area, f"2020-{1 + day // 28:02}-{1 + day % 28:02}", day)
                for day in range(days) for area in ("GM0344", "GM0363", "GM0599")]  # fmt: skip
        with CaptureQueriesContext(connection) as captured:
            bring(tmp_path, *rows, name=name)
        return len(captured)

    bring(tmp_path, line("GM0344", "2019-09-14", 2))
    few = queries(1, "few.csv")
    # Two more when there are flags to raise. One of the others asks whether anything beside it is hidden (0014).
    assert queries(300, "many.csv") <= few + 2 <= 34  # also two in binary; one is the job of readiness
