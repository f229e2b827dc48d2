"""Rows in quarantine: a named person brings them in after all, or decides that they stay out."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path
from uuid import UUID

import pytest
from tests.shared import shared_data

from knooppunt.ground.figures.actions import discard_quarantined, import_file, release_quarantined
from knooppunt.ground.figures.exchange.quarantine_csv import quarantine_csv
from knooppunt.ground.figures.models import Delivery, Quarantined
from knooppunt.ground.figures.queries.listing import quarantined
from knooppunt.ground.figures.rules.comparing import Rows
from knooppunt.ground.figures.tests.bringing import ROSA, WIM, bring, counts, line, now_held, value
from knooppunt.ground.figures.tests.made_files import RIVM_HEADER, made
from knooppunt.kit.ids import new_id
from knooppunt.kit.problems import Conflict, Invalid, NotAllowed, NotFound

pytestmark = pytest.mark.usefixtures("catalogue")

DAY = "2020-09-14"


def held(**where: object) -> list[UUID]:
    return list(Quarantined.objects.filter(state="held", **where).order_by("line").values_list("pk", flat=True))


def test_a_row_is_released_with_something_else_in_a_cell(tmp_path: Path) -> None:
    bring(tmp_path, line("GM0344", DAY, "1.234,5"), line("GM0363", DAY, 10))
    report = release_quarantined(ids=held(), replacements={"value": "1234.5"}, note="met de regio gebeld", actor=ROSA)
    assert report.rows == Rows(read=1, accepted=1, unchanged=0, corrected=0, quarantined=0)
    assert (value("GM0344", DAY), value("NL", DAY, made="summed")) == (1234.5, 1244.5)
    row = Quarantined.objects.get()
    assert row.released_into is not None
    brought_in = Delivery.objects.get(number=row.released_into)
    assert (row.state, row.decided_by_name, row.note) == ("released", ROSA.name, "met de regio gebeld")
    assert (brought_in.id, brought_in.source) == (report.delivery, "generic")


def test_a_row_that_still_cannot_be_taken_is_refused_with_the_reason_and_nothing_changes(tmp_path: Path) -> None:
    bring(tmp_path, line("GM0344", DAY, "1.234,5"))
    before = counts()
    with pytest.raises(Invalid, match="veel"):
        release_quarantined(ids=held(), replacements={"value": "veel"}, note="toch", actor=ROSA)
    assert counts() == before
    assert len(held()) == 1


def test_a_row_with_a_cell_too_few_is_released_once_the_cell_is_given(tmp_path: Path) -> None:
    path = made(tmp_path, "rivm.csv", RIVM_HEADER, f"{DAY} 10:00:00;GM0344;Utrecht;Utrecht;5;1",
                f"{DAY} 10:00:00;GM0363;Amsterdam;Noord-Holland;9;1;0", ends="\r\n")  # fmt: skip
    import_file(path=path, file_name="rivm.csv", actor=ROSA)
    release_quarantined(ids=held(), replacements={"Deceased": "2"}, note="aangevuld", actor=ROSA)
    assert value("GM0344", DAY, indicator="deaths.reported_total") == 2
    assert value("GM0344", DAY, indicator="cases.reported_total") == 5


def test_a_row_of_a_document_is_released_into_its_own_block(tmp_path: Path) -> None:
    document = json.loads(gzip.decompress(shared_data("covid/minvws_vr_fixtures_20201117/VR01.json.gz").read_bytes()))
    document["nursing_home"]["values"][3]["deceased_daily"] = "x"
    path = tmp_path / "VR01.json"
    path.write_text(json.dumps(document))
    import_file(path=path, file_name="VR01.json", actor=ROSA)
    report = release_quarantined(
        ids=held(), replacements={"deceased_daily": "2"}, note="telefonisch bevestigd", actor=ROSA
    )
    assert (report.source, report.rows.accepted) == ("minvws_region", 1)


def test_a_row_does_not_overrule_what_a_later_delivery_changed(tmp_path: Path) -> None:
    bring(tmp_path, line("GM0344", DAY, "?"))
    bring(tmp_path, line("GM0344", DAY, 8))
    with pytest.raises(Conflict, match=r"later delivery already changed tests\.positive of GM0344"):
        release_quarantined(ids=held(), replacements={"value": "7"}, note="alsnog", actor=ROSA)
    assert value("GM0344", DAY) == 8
    assert (
        release_quarantined(ids=held(), replacements={"value": "8"}, note="hetzelfde", actor=ROSA).rows.unchanged == 1
    )


def test_two_rows_about_the_same_figure_are_not_released_together(tmp_path: Path) -> None:
    bring(tmp_path, line("GM0344", DAY, "zeven"), line("GM0344", DAY, "acht"))
    before = counts()
    with pytest.raises(Invalid, match="release one of them"):
        release_quarantined(ids=held(), replacements={"value": "7"}, note="beide", actor=ROSA)
    assert counts() == before


def test_discarded_rows_stay_to_be_seen_with_name_and_note(tmp_path: Path) -> None:
    bring(tmp_path, line("GM0344", DAY, "?"), line("GM9999", DAY, 2))
    assert discard_quarantined(ids=held(), note="dubbel geleverd", actor=ROSA) == 2
    rows = quarantined(state="discarded", actor=ROSA)
    assert [(row.line, row.decided_by_name, row.note) for row in rows] == [
        (2, ROSA.name, "dubbel geleverd"), (3, ROSA.name, "dubbel geleverd")]  # fmt: skip
    assert now_held("GM0344", DAY) is None


def test_a_decision_is_made_once_with_a_note_by_someone_who_may(tmp_path: Path) -> None:
    bring(tmp_path, line("GM0344", DAY, "?"))
    ids = held()
    with pytest.raises(NotAllowed):
        discard_quarantined(ids=ids, note="mag niet", actor=WIM)
    with pytest.raises(Invalid):
        discard_quarantined(ids=ids, note="  ", actor=ROSA)
    with pytest.raises(NotFound):
        discard_quarantined(ids=[*ids, new_id()], note="onbekende rij", actor=ROSA)
    discard_quarantined(ids=ids, note="goed", actor=ROSA)
    with pytest.raises(Conflict, match=ROSA.name):
        release_quarantined(ids=ids, note="toch maar wel", actor=ROSA)


def test_the_download_names_place_and_reason_and_is_safe_to_open_in_a_spreadsheet(tmp_path: Path) -> None:
    bring(tmp_path, line("GM0344", DAY, "=1+1"), line("GM9999", DAY, 2))
    rows = list(csv.DictReader(io.StringIO(quarantine_csv(quarantined(actor=ROSA)))))
    assert [(row["file"], row["line"], row["column"]) for row in rows] == [
        ("table.csv", "2", "value"), ("table.csv", "3", "area")]  # fmt: skip
    assert rows[0]["value"] == "'=1+1"
    assert "GM9999" in rows[1]["reason"]
