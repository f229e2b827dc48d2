"""``knooppunt figures`` as a person or a script meets it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.utils import translation
from tests.shared import shared_data

from knooppunt.ground.figures.commands import figures
from knooppunt.ground.figures.public import import_file
from knooppunt.ground.figures.tests.bringing import ROSA, bring, line
from knooppunt.kit.clock import clock_at
from knooppunt.kit.problems import Invalid, NotFound

pytestmark = pytest.mark.usefixtures("catalogue")

TOTAL = "cases.reported_total"
MONDAY = datetime(2020, 9, 14, 12, tzinfo=UTC)


def run(*arguments: str) -> Result:
    with translation.override("en"):
        return CliRunner().invoke(figures, list(arguments))


def told(*arguments: str) -> Any:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def only(*arguments: str) -> dict[str, Any]:
    (figure,) = told("show", *arguments)["figures"]
    return dict(figure)


def test_the_real_total_of_15_september_2020_names_the_part_of_unknown_municipality() -> None:
    for day in ("20200914", "20200915"):
        name = f"RIVM_COVID-19_aantallen_gemeente_cumulatief_{day}.csv.gz"
        import_file(path=shared_data(f"covid/{name}"), file_name=name, actor=ROSA)
    period = ("--from", "2020-09-15", "--until", "2020-09-15")
    nation = only(TOTAL, "--area", "NL", *period)
    assert (nation["value"], nation["unknown_part"], nation["source"]) == (84_778, 718, "rivm_cumulative")
    assert nation["unknown_part_name"] == "The Netherlands, municipality unknown"
    assert (nation["contributors"], nation["expected"], nation["delivery"] is None) == (355, 355, False)
    assert only(TOTAL, "--area", "VR09", *period)["value"] == 6_659
    assert only(TOTAL, "--area", "GM0344", *period)["value"] == 2_482
    week = told("show", "cases.reported", "--area", "NL", "--from", "2020-09-09", "--until", "2020-09-15")["figures"]
    earlier = only(TOTAL, "--area", "NL", "--from", "2020-09-08")
    assert sum(figure["value"] for figure in week) == nation["value"] - earlier["value"]


def test_a_day_as_known_takes_in_all_of_that_day(tmp_path: Path) -> None:
    with clock_at(MONDAY):
        bring(tmp_path, line("GM0344", "2020-09-13", 10, TOTAL), name="monday.csv")
    with clock_at(MONDAY + timedelta(days=1)):
        bring(tmp_path, line("GM0344", "2020-09-13", 12, TOTAL), name="tuesday.csv")
    about = (TOTAL, "--area", "GM0344", "--from", "2020-09-13")
    moments = ("2020-09-13", "2020-09-14", "2020-09-15T13:59", "2020-09-15T12:00:00Z", "2020-09-15")
    assert [only(*about, "--known", moment)["value"] for moment in moments] == [None, 10, 10, 12, 12]
    assert only(*about)["value"] == 12


def test_without_a_day_the_last_one_is_shown_in_words_with_what_stands_beside_it(tmp_path: Path) -> None:
    bring(tmp_path, line("GM0344", "2020-09-14", 1500, TOTAL), line("PV26-X", "2020-09-14", 7, TOTAL))
    said = run("show", TOTAL).stdout
    assert "2020-09-14  The Netherlands (NL)  1,507  of which municipality unknown: 7; 1 of 355 areas; generic" in said


def test_what_is_unknown_is_a_word_and_what_does_not_exist_is_refused(tmp_path: Path) -> None:
    bring(tmp_path, line("GM0344", "2020-09-14", 15, TOTAL))
    assert "unknown" in run("show", TOTAL, "--area", "GM0363", "--from", "2020-09-14").stdout
    assert isinstance(run("show", "nothing.here").exception, NotFound)
    assert isinstance(run("show", "deaths.reported_total").exception, Invalid)
    assert isinstance(run("show", TOTAL, "--from", "2020-09-14", "--until", "2020-09-13").exception, Invalid)
    assert run("show", TOTAL, "--from", "14 september").exit_code == 2
    assert run("show", TOTAL, "--known", "gisteren").exit_code == 2


def test_lists_give_the_same_as_the_queries(tmp_path: Path) -> None:
    bring(tmp_path, line("GM0344", "2020-09-14", -5), line("VR09", "2020-09-14", 9), line("?", "2020-09-14", 1))
    assert told("flags")[0]["sentence"] == "A count of -5 is below zero."
    assert [(each["area"], each["gap"]) for each in told("gaps")] == [("VR09", 14)]
    assert [(each["line"], each["value"]) for each in told("quarantine")] == [(4, "?")]
    (delivery,) = told("deliveries")
    assert told("quarantine", delivery["id"])[0]["file_name"] == delivery["file_name"]
    streams = {each["slug"]: each["streams"] for each in told("list")}
    assert [(each["source"], each["areas"]) for each in streams["tests.positive"]] == [("generic", 2)]
    versions = told("provenance", "tests.positive", "--area", "VR09", "--on", "2020-09-14")["versions"]
    assert [(each["made"], each["value"]) for each in versions] == [("summed", -5), ("delivered", 9)]


def test_the_lists_speak_to_people_too(tmp_path: Path) -> None:
    assert "No figure is flagged." in run("flags").stdout
    assert "Everything adds up." in run("gaps").stdout
    bring(tmp_path, line("GM0344", "2020-09-14", -5), line("VR09", "2020-09-14", 9), line("?", "2020-09-14", 1))
    assert "14  (9 delivered, -5 added up; generic)" in run("gaps").stdout
    for command in ("flags", "quarantine", "deliveries", "list"):
        result = run(command)
        assert (result.exit_code, result.exception) == (0, None), command
        assert result.stdout.strip()
    assert "table.csv" in run("provenance", "tests.positive", "--area", "VR09", "--on", "2020-09-14").stdout
