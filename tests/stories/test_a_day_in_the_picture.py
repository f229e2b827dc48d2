"""One day at the node, through its verbs and pages: from a round that opens to an edition that can be made again."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from knooppunt.ground.access.public import TLP, Account
from knooppunt.ground.figures.public import choose_source, conflicts, import_file, sync_catalogue
from knooppunt.ground.interpretation.public import (
    FigureAsked,
    confirm_statement,
    rewrite_statement,
    statements,
    write_statement,
)
from knooppunt.ground.journal.public import entries
from knooppunt.ground.network.public import Kind, organisations
from knooppunt.kit.authority import Actor, system_actor
from knooppunt.kit.clock import NETHERLANDS, clock_at
from knooppunt.rooms.picture.public import (
    approve,
    ask_approval,
    compile_edition,
    content,
    edition,
    missing,
    publish,
    refreeze,
    replay,
    review,
    standing,
    submit,
    text_digest,
    texts,
    watch,
)
from knooppunt.rooms.reporting.actions.figures import deliver_figures
from knooppunt.rooms.reporting.public import (
    Placed,
    begin_questionnaire,
    change_questionnaire,
    late_organisations,
    open_round,
    release_questionnaire,
    remind,
    reports_of_round,
    round_state,
    start_series,
    submit_report,
)
from knooppunt.rooms.reporting.rules.questionnaire import Question, Questionnaire, Shape
from tests.cast import browser, someone

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

NODE = system_actor("a day")
ON, TODAY = date(2026, 3, 2), date(2026, 3, 3)
AREAS = [f"VR{number:02}" for number in range(1, 26)]
BY_PAGE, BY_SHEET, BY_API = "VR01", "VR02", "VR03"
LATE, NEVER = ("VR12", "VR17"), "VR23"
OTHERWISE = ("VR04", "VR05", "VR06")
"""Regions that say another number than the national file."""
ADMITTED = 7.0
ASKED = Questionnaire(
    "Dagstaat",
    (
        Question(
            "admitted",
            "Opgenomen personen",
            Shape.NUMBER,
            low=0,
            whole=True,
            unit="personen",
            indicator="hospital.admitted",
        ),
        Question("remark", "Bijzonderheden", Shape.TEXT, high=200),
    ),
)


@dataclass(frozen=True)
class Cast:
    """The people of the day."""

    officer: Actor
    head: Actor
    health: Actor
    society: Actor
    scenarios: Actor
    dg: Actor
    chair: Actor
    regions: Mapping[str, Actor]


def at(hour: int, minute: int = 0) -> datetime:
    return datetime.combine(TODAY, time(hour, minute), NETHERLANDS)


def gather() -> Cast:
    health, society, scenarios = (
        someone(f"{name} Sectie", function=f"Duider {section}", bundle="section_head")
        for name, section in (("Zora", "zorg"), ("Saskia", "samenleving"), ("Sem", "scenario's"))
    )
    regions = {
        area: someone(f"Regio{area} Man", organisation=name, function="Informatiemanager", bundle="information_manager",
                      area=area)
        for area, name in ((BY_PAGE, "VRG"), (BY_SHEET, "VRFR"), (BY_API, "VRD"))
    }  # fmt: skip
    return Cast(
        officer=someone("Olga Officier", bundle="section_head"),
        head=someone("Hedwig Hoofd", function="Hoofd", bundle="head_of_node"),
        health=health,
        society=society,
        scenarios=scenarios,
        dg=someone("Dirk Generaal", organisation="VWS", function="Programma-DG", bundle="commissioner"),
        chair=someone("Vera Voorzitter", organisation="RCDV", function="Voorzitter", bundle="commissioner"),
        regions=regions,
    )


def national_file(folder: Path, name: str, values: Mapping[str, float]) -> None:
    lines = [f"hospital.admitted,{area},{ON},{ON},{value:g}" for area, value in values.items()]
    (folder / name).write_text("\n".join(["indicator,area,from,until,value", *lines]) + "\n")
    import_file(path=folder / name, file_name=name, actor=NODE)


def client(actor: Actor) -> Client:
    return browser(Account.objects.get(person=UUID(actor.id)))


def ask_the_regions(cast: Cast) -> UUID:
    with clock_at(at(7, 30)):
        series = _series(cast)
    with clock_at(at(8)):
        return open_round(series=series, deadline=at(12), closes=at(20), starts=ON, ends=TODAY, actor=cast.officer)


def _series(cast: Cast) -> UUID:
    made = begin_questionnaire(title=ASKED.title, actor=cast.officer)
    seen = change_questionnaire(questionnaire=made, content=ASKED, seen=0, actor=cast.officer)
    release_questionnaire(questionnaire=made, seen=seen, actor=cast.officer)
    asked = [one.pk for one in organisations(kind=Kind.REGION, actor=cast.officer)]
    return start_series(title="Dagstaat", questionnaire=made, asked=asked, marking=TLP.GREEN, actor=cast.officer)


def by_page(place: Placed, actor: Actor) -> None:
    told = {"q.admitted": "7", "seen": "0", "do": "submit"}
    answer = client(actor).post(reverse("reporting:report", args=[place.expectation]), told)
    assert answer.status_code == 302, answer.content.decode()


def by_sheet(place: Placed, actor: Actor) -> None:
    me, where = client(actor), [place.expectation]
    book = load_workbook(BytesIO(b"".join(me.get(reverse("reporting:sheet_download", args=where)))))
    sheet = book.worksheets[0]
    (row,) = [cell.row for cells in sheet.iter_rows() for cell in cells if cell.value == "Opgenomen personen"]
    sheet.cell(row, 2).value = 7
    filled = BytesIO()
    book.save(filled)
    file = SimpleUploadedFile("opgave.xlsx", filled.getvalue())
    page = me.post(reverse("reporting:sheet", args=where), {"file": file}).content.decode()
    ticket = re.search(r'name="ticket" value="([^"]+)"', page)
    assert ticket, page
    assert me.post(reverse("reporting:sheet_submit", args=where), {"ticket": ticket[1]}).status_code == 302


def by_api(place: Placed, actor: Actor) -> None:
    path, body = f"/api/v1/expectations/{place.expectation}/reports", {"answers": {"admitted": 7}, "seen": 0}
    assert client(actor).post(path, body, content_type="application/json").status_code == 201


OWN_WAYS: Mapping[str, Callable[[Placed, Actor], None]] = {BY_PAGE: by_page, BY_SHEET: by_sheet, BY_API: by_api}


def on_behalf(place: Placed, cast: Cast) -> None:
    value = ADMITTED + (4 if place.area in OTHERWISE else 0)
    submit_report(expectation=place.expectation, answers={"admitted": value}, seen=0, actor=cast.officer)


def report(round_: UUID, cast: Cast) -> None:
    """22 answer in time, in four ways; two are late; one never answers."""
    places = {one.area: one for one in round_state(round_, actor=cast.officer).organisations}
    for number, area in enumerate(one for one in AREAS if one not in (*LATE, NEVER)):
        with clock_at(at(8, 30) + timedelta(minutes=8 * number)):
            if area in OWN_WAYS:
                OWN_WAYS[area](places[area], cast.regions[area])
            else:
                on_behalf(places[area], cast)
    with clock_at(at(12, 5)):
        remind(round=round_, actor=NODE)
    for number, area in enumerate(LATE):
        with clock_at(at(12, 30) + timedelta(minutes=20 * number)):
            on_behalf(places[area], cast)
    with clock_at(at(13)):
        for one in reports_of_round(round_, actor=cast.officer).values():
            deliver_figures(report=one.id, actor=NODE)


def duide(cast: Cast) -> dict[str, UUID]:
    """Three sections write at the same time; two of them rest on a figure that will be corrected."""

    def say(section: str, text: str, area: str) -> UUID:
        try:
            with clock_at(at(13, 30)):
                return write_statement(
                    section=section, text=text, figures=[FigureAsked("hospital.admitted", area, ON)],
                    confidence="moderate", likelihood="likely", valid_from=ON, marking=TLP.GREEN, actor=cast.head,
                )  # fmt: skip
        finally:
            connection.close()

    said = (
        ("health", "De druk op de ziekenhuizen in Utrecht houdt aan.", "VR09"),
        ("society", "Utrecht vraagt om hulp bij opvang.", "VR09"),
        ("scenarios", "In Groningen blijft het rustig.", "VR01"),
    )
    with ThreadPoolExecutor(3) as three:
        found = list(three.map(lambda one: say(*one), said))
    return dict(zip(("health", "society", "scenarios"), found, strict=True))


def review_all(which: UUID, actor: Actor) -> None:
    waiting = {one.key for one in standing(which, actor=actor).reviews if one.at is None}
    for one in texts(which, actor=actor):
        if one.key in waiting:
            review(edition=which, key=one.key, sha256=text_digest(one.text), actor=actor)


def say_yes(which: UUID, *commissioners: Actor) -> None:
    for one in commissioners:
        approve(edition=which, sha256=standing(which, actor=one).sha256, actor=one)


def kinds(which: UUID, actor: Actor) -> set[str]:
    return {fact["kind"] for fact in missing(which, actor=actor)[0]}


def test_one_day_from_the_round_to_the_edition(tmp_path: Path) -> None:
    with clock_at(at(7)):
        sync_catalogue(actor=NODE)
        cast = gather()
        national_file(tmp_path, "landelijk.csv", dict.fromkeys(AREAS, ADMITTED))
    round_ = ask_the_regions(cast)
    report(round_, cast)
    _as_the_clock_says(round_, cast)
    _decide(cast)
    said = duide(cast)
    with clock_at(at(14)):
        draft = _draft(cast, said)
    with clock_at(at(14, 30)):
        say_yes(draft, cast.dg, cast.chair)
        assert all(seat.approval for seat in standing(draft, actor=cast.head).seats)
    with clock_at(at(14, 50)):
        _correct(tmp_path, cast, draft, said)
    _renew(cast, draft, said)
    with clock_at(at(16)):
        line = publish(edition=draft, acknowledged=missing(draft, actor=cast.head)[1], actor=cast.head)
    assert line.published_at == at(16)
    _as_printed(draft, cast)
    with clock_at(at(17)):
        national_file(tmp_path, "nog-een.csv", {"VR09": 23, "VR01": 3})
    assert replay(draft, actor=NODE).same
    assert edition(draft, actor=cast.head).sha256 == line.sha256
    (announced,) = entries(event="picture.EditionPublished", actor=NODE)
    assert announced.payload["sha256"] == line.sha256


def _decide(cast: Cast) -> None:
    """Three regions contradict the national file; the information manager decides about two of them."""
    assert len(conflicts(indicator="hospital.admitted", actor=cast.head)) == len(OTHERWISE)
    with clock_at(at(13, 15)):
        for area in OTHERWISE[:2]:
            source = f"report_{area.lower()}"
            choose_source(indicator="hospital.admitted", area=area, starts=ON, ends=TODAY, source=source,
                          reason="De regio telde na.", actor=cast.head)  # fmt: skip
    assert [one.area for one in conflicts(indicator="hospital.admitted", actor=cast.head)] == [OTHERWISE[2]]


def _correct(folder: Path, cast: Cast, draft: UUID, said: Mapping[str, UUID]) -> None:
    """A figure is corrected: the two statements that rest on it turn stale at once, and both approvals fall."""
    national_file(folder, "correctie.csv", {"VR09": 19})
    assert {one.id for one in statements(stale=True, actor=cast.head)} == {said["health"], said["society"]}
    assert watch(edition=draft, actor=NODE) == 2
    assert not any(seat.approval for seat in standing(draft, actor=cast.head).seats)


def _as_the_clock_says(round_: UUID, cast: Cast) -> None:
    with clock_at(at(13, 10)):
        counted = round_state(round_, actor=cast.officer).counts
        assert (counted.expected, counted.received, counted.on_time, counted.late) == (25, 24, 22, 2)
        assert {one.place.area for one in late_organisations(actor=cast.officer)} == {*LATE, NEVER}
    ways = {str(one.way) for one in reports_of_round(round_, actor=cast.officer).values()}
    assert ways == {"page", "sheet", "api", "behalf"}


def _draft(cast: Cast, said: Mapping[str, UUID]) -> UUID:
    words = {
        "kernboodschap": f"Landelijk {{{{hospital.admitted value NL}}}} opnamen. {{{{duiding {said['scenarios']}}}}}",
        "zorg": f"{{{{duiding {said['health']}}}}}",
        "samenleving": f"{{{{duiding {said['society']}}}}}",
    }
    draft = compile_edition(product="landelijk_beeld", on=ON, texts=words, actor=cast.officer)
    submit(edition=draft, actor=cast.officer)
    review_all(draft, cast.officer)
    ask_approval(edition=draft, actor=cast.officer)
    assert {"late", "conflict"} <= kinds(draft, cast.head)
    return draft


def _renew(cast: Cast, draft: UUID, said: Mapping[str, UUID]) -> None:
    """One statement is confirmed, the other rewritten; the figures are frozen anew, and both approve again."""
    with clock_at(at(15)):
        confirm_statement(statement=said["health"], seen_version=1, note="Hoger, en het beeld blijft.", actor=cast.head)
        rewrite_statement(
            statement=said["society"], seen_version=1, text="Utrecht vraagt met klem om hulp.",
            figures=[FigureAsked("hospital.admitted", "VR09", ON)], confidence="high", likelihood="likely",
            valid_from=ON, note="Gecorrigeerd cijfer", actor=cast.head,
        )  # fmt: skip
        assert list(statements(stale=True, actor=cast.head)) == []
    with clock_at(at(15, 20)):
        refreeze(edition=draft, actor=cast.officer)
        say_yes(draft, cast.dg, cast.chair)


def _as_printed(draft: UUID, cast: Cast) -> None:
    whole = content(draft, actor=cast.head)
    printed: Any = str(whole)
    assert "Utrecht vraagt met klem om hulp." in printed
    assert NEVER in printed
    assert {"late", "conflict"} <= kinds(draft, cast.head)
