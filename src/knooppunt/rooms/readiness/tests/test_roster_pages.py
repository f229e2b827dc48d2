"""The pages of rosters and duties, and the calendar with a secret address."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.test import Client
from icalendar import Calendar
from tests.cast import account_of, browser

from knooppunt.rooms.readiness.public import (
    assign,
    make_proposal,
    renew_duty_address,
)
from knooppunt.rooms.readiness.tests.rostered import Made

pytestmark = pytest.mark.django_db
DAY, EVENING, NEXT = "2026-03-09 dag", "2026-03-09 avond", "2026-03-10 dag"


def put(made: Made, name: str, shift: str = DAY, overrule: str = "") -> UUID:
    return assign(
        roster=made.roster, person=made.person(name), role="lawyer", shift=shift, overrule=overrule, actor=made.officer
    )


def test_the_calendar_of_ones_duties_has_a_secret_address(made: Made) -> None:
    which = put(made, "Anna")
    secret = renew_duty_address(actor=made.people["Anna"])
    answer = Client().get(f"/calendar/duties/{secret}.ics")
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert (str(event["UID"]), event.decoded("DTSTART")) == (f"{which}@knooppunt", datetime(2026, 3, 9, 6, tzinfo=UTC))
    assert Client().get(f"/calendar/duties/{secret}.ics", headers={"If-None-Match": answer["ETag"]}).status_code == 304
    renew_duty_address(actor=made.people["Anna"])
    assert Client().get(f"/calendar/duties/{secret}.ics").status_code == 404
    assert Client().get("/calendar/duties/x.ics").status_code == 404


def test_the_address_of_ones_duties_is_ended(made: Made) -> None:
    secret, client = renew_duty_address(actor=made.people["Anna"]), browser(made.accounts["Anna"])
    assert "Dit adres beëindigen" in client.get("/readiness/mine/").content.decode()
    assert client.post("/readiness/mine/address/end/").status_code == 302
    assert Client().get(f"/calendar/duties/{secret}.ics").status_code == 404
    assert client.post("/readiness/mine/address/end/").status_code == 404


def test_the_pages_lead_from_a_gap_to_someone_on_duty(made: Made) -> None:
    client = browser(account_of("Ola Vier", bundle="section_head"))
    assert "Week 11" in client.get("/readiness/rosters/").content.decode()
    page = f"/readiness/rosters/{made.roster}/"
    shift = f"{page}shift/?shift={DAY.replace(' ', '%20')}&role=lawyer"
    assert shift.replace("&", "&amp;") in client.get(page).content.decode()
    assert "Anna Jansen" in client.get(shift).content.decode()
    assert client.post(shift, {"person": str(made.person("Anna"))}).status_code == 302
    refused = client.post(shift, {"person": str(made.person("Anna"))})
    assert (refused.status_code, "Anna Jansen, 2026-03-09 dag" in refused.content.decode()) == (400, True)
    proposed = client.post(f"{page}propose/")
    assert "Anna Jansen" not in client.get(proposed["Location"]).content.decode()
    make_proposal(draft=UUID(proposed["Location"].split("/")[-2]), seconds=20)
    assert "Anna Jansen" in client.get(proposed["Location"]).content.decode()
    assert client.post(f"{proposed['Location']}adopt/")["Location"] == page
    assert client.get(page, {"format": "csv"}).getvalue().decode().count("\n") == 15


def test_ones_own_page_shows_ones_duties_and_takes_leave(made: Made) -> None:
    put(made, "Anna")
    client = browser(made.accounts["Anna"])
    assert "Week 11" in client.get("/readiness/mine/").content.decode()
    assert client.post("/readiness/mine/", {"starts": "2026-04-01", "ends": "2026-04-02"}).status_code == 302
    assert client.post("/readiness/mine/", {"starts": "2026-04-02", "ends": "2026-04-02"}).status_code == 400
    assert "/calendar/duties/" in client.post("/readiness/mine/address/").content.decode()
    assert client.get(f"/readiness/rosters/{uuid4()}/").status_code == 404
