"""Who may deliver for one region only brings in what lies in it, and nothing of a file that goes beyond."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cast import account_of, browser

from knooppunt.ground.figures.actions import preview
from knooppunt.ground.figures.commands import import_
from knooppunt.ground.figures.tests.bringing import ROSA, bring, counts, line, value
from knooppunt.ground.figures.tests.made_files import GENERIC_HEADER, made
from knooppunt.kit.authority import Mandate
from knooppunt.kit.problems import Invalid, NotAllowed

pytestmark = pytest.mark.usefixtures("catalogue")

DAY = "2020-09-15"
UTRECHT = replace(ROSA, mandates=frozenset({Mandate("figures.read"), Mandate("figures.import", "VR09")}))
OWN, OTHER = ("GM0344", "GM0310", "VR09"), ("GM0363", "VR13", "NL", "PV26", "PV26-X", "NL-X")


def test_a_region_brings_in_itself_and_its_municipalities_and_sums_are_made_of_them(tmp_path: Path) -> None:
    bring(tmp_path, line("GM0363", DAY, 7))
    report = bring(tmp_path, *(line(code, DAY, 5) for code in OWN), name="regio.csv", actor=UTRECHT)
    assert (report.rows.accepted, report.rows.quarantined) == (3, 0)
    assert [value(code, DAY) for code in OWN] == [5, 5, 5]
    assert value("NL", DAY, made="summed") == 17


@pytest.mark.parametrize("code", OTHER)
def test_a_row_outside_the_region_is_named_and_nothing_of_the_file_comes_in(tmp_path: Path, code: str) -> None:
    before = counts()
    for take in (bring, seen):
        with pytest.raises(Invalid, match=rf"Line 3 is about {code}\.") as refused:
            take(tmp_path, line("GM0344", DAY, 5), line(code, DAY, 5), line(code, "2020-09-16", 5), actor=UTRECHT)
        assert "2 lines" in str(refused.value)
        assert refused.value.place == "table.csv:3"
    assert counts() == before


def seen(folder: Path, *rows: str, actor: object) -> object:
    path = made(folder, "table.csv", GENERIC_HEADER, *rows)
    return preview(path=path, file_name="table.csv", actor=actor)  # type: ignore[arg-type]  # an actor of this test


def test_whoever_may_deliver_for_two_regions_brings_in_both(tmp_path: Path) -> None:
    both = replace(UTRECHT, mandates=UTRECHT.mandates | {Mandate("figures.import", "VR13")})
    assert bring(tmp_path, line("GM0344", DAY, 5), line("GM0363", DAY, 5), actor=both).rows.accepted == 2


def test_a_municipality_that_ended_lies_where_it_counts_in_sums(tmp_path: Path) -> None:
    gooi = replace(UTRECHT, mandates=frozenset({Mandate("figures.read"), Mandate("figures.import", "VR14")}))
    with pytest.raises(Invalid, match="GM0457"):
        bring(tmp_path, line("GM0457", DAY, 5), actor=gooi)


def test_whoever_may_deliver_nowhere_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        bring(tmp_path, line("GM0344", DAY, 5), actor=replace(UTRECHT, mandates=frozenset({Mandate("figures.read")})))


def test_the_manager_of_a_region_delivers_on_the_page(tmp_path: Path) -> None:
    client = browser(account_of("Ada", organisation="VRU", bundle="information_manager", area="VR09"))
    assert 'id="id_file"' in client.get("/imports/").content.decode()

    def upload(code: str) -> str:
        content = "\n".join([GENERIC_HEADER, line(code, DAY, 12)]).encode()
        answer = client.post("/imports/", {"file": SimpleUploadedFile("regio.csv", content), "marking": "GREEN"})
        return " ".join(answer.content.decode().split())

    refused = upload("GM0363")
    assert "Regel 2 gaat over GM0363" in refused
    assert 'name="ticket"' not in refused
    ticket = re.search(r'name="ticket" value="([^"]+)"', upload("GM0344"))
    assert ticket is not None
    client.post("/imports/confirm/", {"ticket": ticket[1]}, follow=True)
    assert value("GM0344", DAY) == 12


def test_the_manager_of_a_region_delivers_at_the_terminal(tmp_path: Path) -> None:
    account_of("Ada", organisation="VRU", bundle="information_manager", area="VR09")
    own = made(tmp_path, "own.csv", GENERIC_HEADER, line("GM0344", DAY, 12))
    other = made(tmp_path, "other.csv", GENERIC_HEADER, line("GM0344", DAY, 13), line("GM0363", DAY, 5))
    result = CliRunner().invoke(import_, [str(own), str(other), "--as", "ada@example.org"])
    assert result.exit_code == 1
    assert "GM0363" in result.stderr
    assert value("GM0344", DAY) == 12
