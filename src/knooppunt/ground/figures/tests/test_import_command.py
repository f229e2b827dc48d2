"""``knooppunt import`` as a person or a script meets it, and the recorded files of the authorities through it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.shared import shared_data

from knooppunt.ground.figures.commands import figures, import_
from knooppunt.ground.figures.models import Flag, Quarantined
from knooppunt.ground.figures.tests.bringing import counts, line, now_held, value
from knooppunt.ground.figures.tests.made_files import GENERIC_HEADER, made

pytestmark = pytest.mark.usefixtures("catalogue")

DAY = "2020-09-14"
CUMULATIVE = "covid/RIVM_COVID-19_aantallen_gemeente_cumulatief_{day}.csv.gz"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(import_, [str(argument) for argument in arguments])


def told(result: Result) -> Any:
    return json.loads(result.stdout)


def test_a_file_that_is_taken_in_whole_ends_with_0_and_a_report(tmp_path: Path) -> None:
    path = made(tmp_path, "a.csv", GENERIC_HEADER, line("GM0344", DAY, 5))
    result = run(path, "--json")
    assert result.exit_code == 0
    assert told(result)["rows"] == {"read": 1, "accepted": 1, "unchanged": 0, "corrected": 0, "quarantined": 0}
    assert (told(result)["state"], told(result)["source"]) == ("imported", "generic")


def test_rows_in_quarantine_end_with_3_and_are_named(tmp_path: Path) -> None:
    path = made(tmp_path, "a.csv", GENERIC_HEADER, line("GM0344", DAY, 5), line("GM0363", DAY, "veel"))
    result = run(path)
    assert result.exit_code == 3
    assert "'veel'" in result.stdout
    assert "3, value" in result.stdout


def test_a_refused_file_ends_with_1_and_a_sentence_and_the_others_come_in(tmp_path: Path) -> None:
    good = made(tmp_path, "good.csv", GENERIC_HEADER, line("GM0344", DAY, 5))
    bad = made(tmp_path, "bad.csv", "a,b", "1,2")
    result = run(bad, good, "--json")
    assert result.exit_code == 1
    assert [report["state"] for report in told(result)] == ["refused", "imported"]
    assert "bad.csv" in result.stderr
    assert value("GM0344", DAY) == 5


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    held = counts()
    result = run(made(tmp_path, "a.csv", GENERIC_HEADER, line("GM0344", DAY, 5)), "--dry-run", "--json")
    assert (result.exit_code, told(result)["state"], told(result)["rows"]["accepted"]) == (0, "previewed", 1)
    assert counts() == held


def test_a_dry_run_of_what_came_in_before_is_one_of_again_when_asked(tmp_path: Path) -> None:
    path = made(tmp_path, "a.csv", GENERIC_HEADER, line("GM0344", DAY, 5))
    run(path)
    held = counts()
    assert told(run(path, "--dry-run", "--json"))["state"] == "already known"
    report = told(run(path, "--dry-run", "--again", "--json"))
    assert (report["state"], report["rows"]["unchanged"]) == ("previewed", 1)
    assert counts() == held


def test_a_file_of_another_source_is_refused_by_name(tmp_path: Path) -> None:
    result = run(made(tmp_path, "a.csv", GENERIC_HEADER, line("GM0344", DAY, 5)), "--source", "rivm_cumulative")
    assert result.exit_code == 1
    assert "rivm_cumulative" in result.stderr


def test_a_row_is_released_and_discarded_at_the_terminal(tmp_path: Path) -> None:
    run(made(tmp_path, "a.csv", GENERIC_HEADER, line("GM0344", DAY, "?"), line("GM0363", DAY, "?")))
    first, second = Quarantined.objects.order_by("line").values_list("pk", flat=True)
    done = CliRunner().invoke(figures, ["release", str(first), "--set", "value=6", "--note", "gebeld", "--json"])
    assert (done.exit_code, told(done)["rows"]["accepted"], value("GM0344", DAY)) == (0, 1, 6)
    done = CliRunner().invoke(figures, ["discard", str(second), "--note", "dubbel", "--json"])
    assert (done.exit_code, told(done)) == (0, {"discarded": 1})


@pytest.mark.slow
def test_the_cumulative_files_of_two_days_add_up_and_the_second_brings_only_what_is_new() -> None:
    first = told(run(shared_data(CUMULATIVE.format(day="20200914")), "--json"))
    assert first["rows"] == {"read": 68_262, "accepted": 68_262, "unchanged": 0, "corrected": 0, "quarantined": 0}
    second = told(run(shared_data(CUMULATIVE.format(day="20200915")), "--json"))
    assert second["rows"] == {"read": 68_629, "accepted": 367, "unchanged": 68_262, "corrected": 0, "quarantined": 0}
    total = now_held("NL", "2020-09-15", made="summed", indicator="cases.reported_total")
    assert total is not None
    assert total.value == 84_778
    unknown = [now_held(f"PV{number}-X", "2020-09-15", indicator="cases.reported_total") for number in range(20, 32)]
    unknown.append(now_held("NL-X", "2020-09-15", indicator="cases.reported_total"))
    assert sum(found.value or 0 for found in unknown if found) == 718
    fallen = Flag.objects.filter(kind="negative", series__indicator="cases.reported_total", series__made="delivered")
    assert fallen.exclude(series__area__endswith="-X").count() == 476


@pytest.mark.slow
def test_the_backlog_dumped_on_one_day_is_flagged_for_the_nation() -> None:
    result = told(run(shared_data("covid/minvws_gm_tested_overall_archived_20230331.csv.gz"), "--json"))
    assert result["rows"]["accepted"] == result["rows"]["read"] == 384_750
    assert value("NL", "2022-02-08", made="summed") == 374_708
    flag = Flag.objects.get(series__area="NL", starts="2022-02-08")
    assert (flag.kind, flag.value) == ("backlog", 374_708)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("minvws_gm_deceased_rivm_archived_20221231.csv.gz", 354_996),
        ("RIVM_COVID-19_gedrag_20210504.csv.gz", 24_549),
        ("RIVM_COVID-19_rioolwaterdata_2020.csv.gz", 1_493),
        ("minvws_gm_sewer.csv.gz", 62_196),
    ],
)
def test_every_row_of_a_recorded_file_is_accounted_for(name: str, read: int) -> None:
    rows = told(run(shared_data(f"covid/{name}"), "--json"))["rows"]
    assert rows["read"] == read == sum(rows.values()) - read


@pytest.mark.slow
def test_the_documents_of_the_25_regions_come_in_one_after_the_other() -> None:
    folder = shared_data("covid/minvws_vr_fixtures_20201117")
    reports = told(run(*sorted(folder.glob("VR*.json.gz")), "--json"))
    assert [report["state"] for report in reports] == ["imported"] * 25
    nation = now_held("NL", "2020-11-01", made="summed", indicator="nursing.deaths")
    assert nation is not None
    assert nation.n == 25
