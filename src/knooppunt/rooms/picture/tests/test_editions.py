"""Compiling, writing and publishing: what they do, record and refuse; and that published means unchangeable."""

from __future__ import annotations

import hashlib
import io
import json
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import openpyxl
import page
import pytest
from django.db import IntegrityError, connection, transaction

from knooppunt.ground.geography.public import areas
from knooppunt.ground.incidents.public import open_incident
from knooppunt.ground.journal.public import entries
from knooppunt.kit.authority import NOBODY, Actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import Conflict, Invalid, NotAllowed, NotFound, Problem
from knooppunt.rooms.picture.models import Edition
from knooppunt.rooms.picture.public import (
    changes,
    compile_edition,
    content,
    corrected_since,
    correction_counts,
    discard,
    document,
    edition,
    edition_before,
    editions,
    latest_edition,
    latest_editions,
    preview,
    publish,
    replay,
    set_text,
    texts,
    waiting_drafts,
)
from knooppunt.rooms.picture.tests.outbreak import JORIS, NOOR, ON, SANNE, WRITER, bring, person, rows, value_on


def draft(on: date = ON, **texts: str) -> UUID:
    return compile_edition(product="landelijk-beeld", on=on, texts=texts, actor=SANNE)


def published(on: date = ON, **texts: str) -> UUID:
    return publish(edition=draft(on, **texts), actor=WRITER).id


def test_a_published_edition_has_its_documents_and_its_sum_in_the_journal(outbreak: Path) -> None:
    which = published(kernboodschap="Het loopt op.")
    line = edition(which, actor=SANNE)
    assert (line.number, line.state, line.marking, line.published_by) == (1, "published", "GREEN", "test of pictures")
    data = {kind: document(which, kind, actor=SANNE).path.read_bytes() for kind in ("json", "pdf", "html", "xlsx")}
    assert hashlib.sha256(data["json"]).hexdigest() == line.sha256
    assert page.is_pdf_compliant_bytes(data["pdf"], profile="ua1")
    assert line.sha256.encode() in data["html"]
    assert "Het loopt op." in data["html"].decode()
    assert len(list(openpyxl.load_workbook(io.BytesIO(data["xlsx"])).worksheets[1].rows)) > 100
    (entry,) = entries(event="picture.EditionPublished", actor=WRITER)
    assert (entry.subject, entry.payload["sha256"], entry.payload["number"]) == (str(which), line.sha256, 1)


def test_the_content_is_what_was_imported_and_unknown_stays_unknown(outbreak: Path) -> None:
    found = content(published(), actor=SANNE)
    table = next(block for block in found["blocks"] if block["kind"] == "table")
    week = [ON - timedelta(days=back) for back in range(7)]
    for row in table["rows"][1:]:
        figure = found["figures"][row["cells"][0]]
        expected = sum(value_on("cases.reported", row["area"], day) for day in week)
        assert figure["value"] == (None if row["area"] == "VR12" else expected)
        assert figure["source"] == "generic"
    assert table["rows"][0]["area"] == "NL"
    assert found["sources"][0]["file"] == "figures.csv"


def test_a_draft_shows_the_open_incident_and_that_it_is_an_exercise(outbreak: Path) -> None:
    open_incident(name="Virus X", exercise=True, reason="proef", actor=WRITER)
    found = content(draft(), actor=SANNE)
    assert found["exercise"] is True
    assert found["incident"] == {"name": "Virus X", "phase": "cold"}


def test_texts_are_written_in_a_draft_and_bound_when_it_is_published(outbreak: Path) -> None:
    which = draft()
    set_text(edition=which, key="zorg", text="Drukte op de ic.", actor=SANNE)
    set_text(edition=which, key="kernboodschap", text="Weg ermee.", actor=SANNE)
    set_text(edition=which, key="kernboodschap", text="", actor=SANNE)
    assert {each.key: each.text for each in texts(which, actor=SANNE)} == {
        "kernboodschap": "", "zorg": "Drukte op de ic.", "continuiteit": "", "samenleving": ""}  # fmt: skip
    with pytest.raises(Invalid, match="There is no text zorgen"):
        set_text(edition=which, key="zorgen", text="x", actor=SANNE)
    with pytest.raises(Invalid, match="cannot be printed"):
        set_text(edition=which, key="zorg", text="a\0b", actor=SANNE)
    publish(edition=which, actor=WRITER)
    with pytest.raises(Conflict, match="can no longer change"):
        set_text(edition=which, key="zorg", text="Toch anders.", actor=SANNE)
    assert len(entries(event="picture.TextGiven", actor=WRITER)) == 3


def test_the_database_refuses_to_change_what_is_published(outbreak: Path) -> None:
    which = published()
    for statement in (
        "UPDATE picture_edition SET texts = '{}' WHERE id = %s",
        "UPDATE picture_edition SET state = 'draft' WHERE id = %s",
        "DELETE FROM picture_edition WHERE id = %s",
    ):
        with pytest.raises(IntegrityError, match="is published"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [which])
    assert edition(which, actor=SANNE).state == "published"


def test_a_published_edition_cannot_be_published_or_discarded_again(outbreak: Path) -> None:
    which = published()
    for verb in (publish, discard):
        with pytest.raises(Conflict):
            verb(edition=which, actor=SANNE)


def test_a_discarded_draft_is_no_longer_there(outbreak: Path) -> None:
    which = draft()
    assert [each.id for each in waiting_drafts(actor=SANNE)] == [which]
    discard(edition=which, actor=SANNE)
    assert waiting_drafts(actor=SANNE) == []
    with pytest.raises(NotFound):
        edition(which, actor=SANNE)


def test_an_edition_replays_byte_for_byte_after_a_correction_and_the_correction_is_named(outbreak: Path) -> None:
    which = published()
    before = document(which, "json", actor=SANNE).path.read_bytes()
    wrong, right = value_on("cases.reported", "VR09", ON), 5000
    late = f"cases.reported,VR12,{ON},{ON},40"
    bring(outbreak, [f"cases.reported,VR09,{ON},{ON},{right}", late], "correction.csv")
    tomorrow = ON + timedelta(days=1)
    bring(outbreak, [line for line in rows(tomorrow) if str(tomorrow) in line], "next_day.csv")
    again = replay(which, actor=SANNE)
    assert (again.same, again.difference) == (True, "")
    assert again.recompiled_sha256 == again.sha256 == hashlib.sha256(before).hexdigest()
    corrections = corrected_since(which, actor=SANNE)
    found = {(each.area, each.indicator, each.method): each for each in corrections}
    region, late_region = found["VR09", "cases.reported", "sum7"], found["VR12", "cases.reported", "sum7"]
    assert region.now is not None
    assert region.then is not None
    assert region.now - region.then == right - wrong
    assert (late_region.then, late_region.now is None) == (None, False)
    assert {area for area, _indicator, _method in found} == {"NL", "VR09", "VR12"}
    assert correction_counts([edition(which, actor=SANNE)], actor=SANNE) == {which: len(corrections)}


def test_an_edition_replays_after_the_same_source_began_to_name_other_municipalities(outbreak: Path) -> None:
    day, later = ON + timedelta(days=3), date(2023, 2, 1)
    old = [area.code for area in areas("municipality", day)]
    bring(outbreak, [f"cases.reported,{code},{day},{day},3" for code in old], "municipalities.csv")
    which = published(day)
    figure = next(each for each in content(which, actor=SANNE)["figures"] if each["method"] == "daily")
    assert (figure["value"], figure["contributors"], figure["expected"]) == (3 * 355, 355, 355)
    new = [area.code for area in areas("municipality", later)]
    bring(outbreak, [f"cases.reported,{code},{later},{later},4" for code in new], "later.csv")
    again = replay(which, actor=SANNE)
    assert (again.same, again.difference) == (True, "")


def test_an_edition_as_known_before_a_correction_holds_what_was_known_then(outbreak: Path) -> None:
    then = now()
    bring(outbreak, [f"cases.reported,VR09,{ON},{ON},5000"], "correction.csv")
    old = compile_edition(product="landelijk_beeld", on=ON, known=then, actor=SANNE)
    new = draft()
    values = [
        figure["value"]
        for which in (old, new)
        for figure in content(which, actor=SANNE)["figures"]
        if (figure["area"], figure["indicator"], figure["method"]) == ("VR09", "cases.reported", "sum7")
    ]
    assert values[1] - values[0] == 5000 - value_on("cases.reported", "VR09", ON)
    with pytest.raises(Invalid, match="lies in the future"):
        compile_edition(product="landelijk_beeld", on=ON, known=now() + timedelta(minutes=1), actor=SANNE)


def test_an_edition_says_what_changed_since_the_one_before(outbreak: Path) -> None:
    first = published(zorg="Rustig.")
    bring(outbreak, [f"hospital.admitted,VR03,{ON},{ON},99"], "correction.csv")
    second = published(zorg="Druk.")
    assert changes(first, actor=SANNE) == []
    found = changes(second, actor=SANNE)
    assert {(each.area, each.indicator, each.method) for each in found if each.kind == "value"} == {
        ("NL", "hospital.admitted", "sum7"),
        ("NL", "hospital.admitted", "change_week"),
        ("VR03", "hospital.admitted", "sum7"),
    }
    assert [each.block_key for each in found if each.kind == "text"] == ["zorg"]
    before = edition_before(second, actor=SANNE)
    assert before is not None
    assert (before.id, before.number) == (first, 1)
    newest = latest_edition("landelijk-beeld", actor=JORIS)
    assert newest is not None
    assert newest.id == second
    assert [each.id for each in latest_editions(actor=JORIS)] == [second]


def test_a_day_of_which_nothing_is_known_is_refused_in_a_sentence(outbreak: Path) -> None:
    with pytest.raises(Conflict, match="No figure of Landelijk beeld is known for 2022-01-01"):
        draft(date(2022, 1, 1))
    assert not Edition.objects.exists()


def test_a_product_without_its_own_figures_on_a_day_is_still_whole(outbreak: Path) -> None:
    found = content(draft(ON + timedelta(days=3)), actor=SANNE)
    assert {figure["value"] for figure in found["figures"]} == {None}
    assert any(point["value"] is not None for series in found["series"] for point in series["points"])


@pytest.mark.parametrize("actor", [JORIS, NOOR, NOBODY], ids=["reader", "stranger", "nobody"])
def test_whoever_has_no_mandate_gets_the_answer_of_what_does_not_exist(outbreak: Path, actor: Actor) -> None:
    which = draft()
    with pytest.raises(Problem) as of_draft:
        edition(which, actor=actor)
    assert of_draft.value.status == 404
    for verb in (
        lambda: draft_as(actor),
        lambda: publish(edition=which, actor=actor),
        lambda: set_text(edition=which, key="zorg", text="x", actor=actor),
        lambda: discard(edition=which, actor=actor),
        lambda: preview("landelijk_beeld", on=ON, actor=actor),
    ):
        with pytest.raises(Problem) as refused:
            verb()
        assert refused.value.status == 404
    assert Edition.objects.get().state == "draft"


def draft_as(actor: Actor) -> UUID:
    return compile_edition(product="landelijk_beeld", on=ON, actor=actor)


def test_a_reader_sees_published_editions_only_and_nobody_sees_none(outbreak: Path) -> None:
    which = published()
    draft()
    assert [each.id for each in editions(actor=JORIS)] == [which]
    assert len(editions(actor=SANNE)) == 2
    with pytest.raises(NotAllowed):
        editions(actor=NOOR)


def test_a_preview_writes_nothing(outbreak: Path) -> None:
    found = preview("landelijk_beeld", on=ON, actor=SANNE)
    assert found["number"] is None
    assert not Edition.objects.exists()
    assert json.dumps(found)


def test_two_products_are_numbered_apart(outbreak: Path) -> None:
    numbers = [edition(published(), actor=SANNE).number for _ in range(2)]
    assert numbers == [1, 2]
    assert Edition.objects.filter(product="landelijk_beeld").count() == 2


def test_publishing_needs_a_mandate_of_its_own(outbreak: Path) -> None:
    writer = person("Wim", "picture.read", "picture.compile", "figures.read")
    which = compile_edition(product="landelijk_beeld", on=ON, actor=writer)
    with pytest.raises(NotAllowed):
        publish(edition=which, actor=writer)
    assert publish(edition=which, actor=WRITER).published_by == "test of pictures"
