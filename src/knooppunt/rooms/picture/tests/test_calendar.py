"""What is due, on the page and in a secret feed of one's own: each sees what they may see, and no more."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from icalendar import Calendar
from tests.cast import account_of, browser, someone

from knooppunt.ground.access.public import TLP, Account, actor_for, deactivate_account
from knooppunt.ground.incidents.public import change_phase, open_incident
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import clock_at, now
from knooppunt.kit.problems import NotAllowed, NotFound
from knooppunt.rooms.picture.models import CalendarAddress, Rhythm
from knooppunt.rooms.picture.public import (
    Beat,
    Every,
    Progress,
    calendar,
    compile_edition,
    end_rhythm,
    keep_rhythm,
    publish,
    renew_calendar_address,
    revoke_calendar_address,
)
from knooppunt.rooms.picture.tests.outbreak import ON, WRITER

MONDAY = datetime(2020, 9, 14, 6, tzinfo=UTC)
DAILY = {phase: Beat(Every.DAY, time(16)) for phase in ("cold", "lukewarm", "warm")}


@pytest.fixture
def officer(db: None) -> Actor:
    with clock_at(MONDAY - timedelta(days=30)):
        return someone("Otto Officier", bundle="node_officer")


@pytest.fixture
def reader(db: None) -> Account:
    with clock_at(MONDAY - timedelta(days=30)):
        return account_of("Lex Lezer", organisation="NRK", bundle="press_reader")


def kept(officer: Actor, product: str = "landelijk_beeld", beats: dict[str, Beat] = DAILY) -> UUID:
    with clock_at(MONDAY):
        return keep_rhythm(product=product, beats=beats, commission="LOT-C 12", actor=officer)


def fetched(secret: str, **headers: str) -> tuple[int, bytes, str]:
    answer = Client().get(f"/calendar/{secret}.ics", headers=headers)
    return answer.status_code, answer.content, answer.get("ETag", "")


def test_what_is_due_is_seen_with_how_far_it_is(officer: Actor, reader: Account) -> None:
    kept(officer)
    with clock_at(MONDAY + timedelta(days=1)):
        stands = [
            [line.stand.progress for line in calendar(ahead=timedelta(days=2), actor=one)]
            for one in (officer, actor_for(reader))
        ]
    assert stands == [[Progress.OVERDUE, Progress.DUE, Progress.DUE], [Progress.UNSEEN, Progress.DUE, Progress.DUE]]


def test_an_edition_that_came_out_is_what_was_due(officer: Actor, outbreak: Path, reader: Account) -> None:
    kept(officer)
    made = compile_edition(product="landelijk_beeld", on=ON, actor=WRITER)
    with clock_at(MONDAY + timedelta(days=1)):
        drafted = {line.stand.edition: line.stand.progress for line in calendar(actor=officer)}
        unseen = {line.stand.edition for line in calendar(actor=actor_for(reader))}
    publish(edition=made, actor=WRITER)
    with clock_at(MONDAY + timedelta(days=1)):
        (line,) = [line for line in calendar(actor=actor_for(reader)) if line.stand.edition]
    assert drafted[made] is Progress.DRAFTED
    assert unseen == {None}
    assert (line.stand.edition, line.stand.progress, line.due.about) == (made, Progress.PUBLISHED, ON)


def test_the_phase_that_is_in_force_decides(officer: Actor) -> None:
    kept(officer, beats={"warm": Beat(Every.DAY, time(16))})
    with clock_at(MONDAY + timedelta(hours=1)):
        assert calendar(actor=officer) == []
        incident = open_incident(name="Griep", exercise=False, reason="x", actor=WRITER)
        change_phase(incident=incident, phase="warm", reason="x", actor=WRITER)
        assert len(calendar(ahead=timedelta(days=3), actor=officer)) == 3


def test_a_change_leaves_what_was_due_as_it_was(officer: Actor) -> None:
    kept(officer)
    with clock_at(MONDAY + timedelta(days=2)):
        keep_rhythm(product="landelijk_beeld", beats={"cold": Beat(Every.DAY, time(9))}, actor=officer)
        lines = calendar(back=timedelta(days=7), ahead=timedelta(days=2), actor=officer)
    assert [(line.at.hour, line.rhythm.version) for line in lines] == [(14, 0), (14, 0), (7, 1), (7, 1)]
    for wrong in ({"product": "x"}, {"ended_at": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Rhythm.objects.filter(version=0).update(**wrong)


def test_what_is_ended_is_due_no_more(officer: Actor) -> None:
    which = kept(officer)
    with clock_at(MONDAY + timedelta(hours=1)):
        end_rhythm(rhythm=which, actor=officer)
        assert calendar(actor=officer) == []
        with pytest.raises(NotFound):
            end_rhythm(rhythm=which, actor=officer)


def test_who_does_not_compile_declares_nothing(reader: Account, officer: Actor) -> None:
    with pytest.raises(NotAllowed):
        kept(actor_for(reader))
    which = kept(officer)
    with pytest.raises(NotAllowed):
        end_rhythm(rhythm=which, actor=actor_for(reader))


def test_the_feed_reads_back_as_what_is_due(officer: Actor, reader: Account) -> None:
    kept(officer)
    with clock_at(MONDAY + timedelta(hours=1)):
        secret = renew_calendar_address(actor=actor_for(reader))
        status, body, tag = fetched(secret)
        lines = calendar(actor=actor_for(reader))
        assert fetched(secret) == (status, body, tag)
        assert fetched(secret, **{"If-None-Match": tag})[0] == 304
    told = Calendar.from_ical(body)
    assert [zone["TZID"] for zone in told.walk("VTIMEZONE")] == ["Europe/Amsterdam"]
    events = told.walk("VEVENT")
    assert [event.decoded("DTSTART") for event in events] == [line.at for line in lines]
    assert len({str(event["UID"]) for event in events}) == len(events) > 30
    first = events[0]
    assert (str(first["SUMMARY"]), first["SEQUENCE"], str(first["URL"])) == (
        "Landelijk beeld", 0, "http://testserver/editions/calendar/"
    )  # fmt: skip
    assert str(first["DESCRIPTION"]) == "Status: Verwacht\nOpdracht: LOT-C 12"
    assert first.decoded("LAST-MODIFIED") == MONDAY


def test_what_moves_keeps_its_name_and_counts_up(officer: Actor, reader: Account) -> None:
    kept(officer)
    with clock_at(MONDAY + timedelta(hours=1)):
        secret = renew_calendar_address(actor=actor_for(reader))
        before = {str(one["UID"]): one for one in Calendar.from_ical(fetched(secret)[1]).walk("VEVENT")}
        keep_rhythm(product="landelijk_beeld", beats={"cold": Beat(Every.DAY, time(17))}, actor=officer)
        after = {str(one["UID"]): one for one in Calendar.from_ical(fetched(secret)[1]).walk("VEVENT")}
    assert before.keys() == after.keys()
    assert {str(one["SEQUENCE"]) for one in after.values()} == {"1"}


def test_only_the_digest_of_the_secret_is_kept_and_only_the_newest_works(reader: Account) -> None:
    actor = actor_for(reader)
    old, new = (renew_calendar_address(actor=actor) for _ in range(2))
    assert [fetched(secret)[0] for secret in (old, new)] == [404, 200]
    assert not CalendarAddress.objects.filter(digest__in=[old, new]).exists()
    revoke_calendar_address(actor=actor)
    assert [fetched(secret)[0] for secret in (new, "no-such")] == [404, 404]
    with pytest.raises(NotFound):
        revoke_calendar_address(actor=actor)


def test_whose_account_is_closed_loses_the_feed(reader: Account) -> None:
    secret = renew_calendar_address(actor=actor_for(reader))
    deactivate_account(account=reader.id, actor=WRITER)
    assert fetched(secret)[0] == 404


def test_without_leave_to_read_there_is_no_address(db: None) -> None:
    with pytest.raises(NotAllowed):
        renew_calendar_address(actor=Actor("x", "x"))


def test_a_rhythm_that_is_closed_is_due_for_those_inside_only(officer: Actor, reader: Account) -> None:
    which = kept(officer)
    with clock_at(MONDAY + timedelta(hours=1)):
        secret = renew_calendar_address(actor=actor_for(reader))
        assert b"VEVENT" in fetched(secret)[1]
        end_rhythm(rhythm=which, actor=officer)
        row = Rhythm(product="landelijk_beeld", beats=Rhythm.objects.get().beats, begins_at=now())
        row.held_by, row.marking, row.begun_by_id, row.begun_by_name = officer.organisation, TLP.AMBER, "x", "x"
        row.save()
        assert calendar(actor=officer)
        assert b"VEVENT" not in fetched(secret)[1]
        assert "Landelijk beeld" not in browser(reader).get("/editions/calendar/").content.decode()


def test_a_person_makes_and_revokes_the_address_on_the_page(reader: Account) -> None:
    client = browser(reader)
    shown = client.post("/editions/calendar/address/")
    assert shown["Cache-Control"].count("no-store") == 1
    address = shown.content.decode().split("http://testserver/calendar/")[1].split(".ics")[0]
    assert fetched(address)[0] == 200
    assert address not in client.get("/editions/calendar/").content.decode()
    client.post("/editions/calendar/address/revoke/")
    assert fetched(address)[0] == 404


def test_my_account_leads_to_the_address_of_ones_calendar(reader: Account) -> None:
    link = 'href="/editions/calendar/#own-title"'
    assert link in browser(reader).get("/account/").content.decode()
    assert 'id="own-title"' in browser(reader).get("/editions/calendar/").content.decode()
    assert link not in browser(account_of("Bo Stil")).get("/account/").content.decode()


def test_an_officer_declares_a_rhythm_on_the_page(db: None) -> None:
    client = browser(account_of("Otto Officier", bundle="node_officer"))
    wrong = client.post("/editions/calendar/rhythm/", {"product": "landelijk_beeld", "warm_every": "week"})
    assert (wrong.status_code, Rhythm.objects.count()) == (400, 0)
    told = {"product": "landelijk_beeld", "warm_every": "week", "warm_on": "2", "warm_at": "16:00"}
    assert client.post("/editions/calendar/rhythm/", told).status_code == 302
    assert Rhythm.objects.get().beats == {
        "warm": {"every": "week", "at": "16:00", "on": 2, "working_days": False, "back": 0}
    }
    assert 'value="16:00"' in client.get("/editions/calendar/?product=landelijk_beeld").content.decode()
