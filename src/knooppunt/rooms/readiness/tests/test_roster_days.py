"""Days far away: refused where they are given, and no page fails on those that were stored before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from html import unescape
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import account_of, browser

from knooppunt.ground.network.public import organisation
from knooppunt.kit.problems import Invalid
from knooppunt.rooms.readiness.models import Duty, Leave, Loan, Qualification, Roster, ShiftKind
from knooppunt.rooms.readiness.public import ask_leave, end_qualification, lend, make_roster, qualify
from knooppunt.rooms.readiness.rules.rosters import day_span, midnight
from knooppunt.rooms.readiness.tests.rostered import KINDS, MADE, NODE, Made

pytestmark = pytest.mark.django_db
FAR = [(date.min, date(2026, 4, 1)), (date(2026, 4, 1), date.max), (date(1999, 12, 31), date(2026, 4, 1))]


@pytest.fixture
def officer(made: Made) -> Client:
    return browser(account_of("Ola Vier", bundle="section_head"))


def place(name: str) -> UUID:
    return UUID(str(organisation(name, actor=NODE).pk))


def asked(made: Made, starts: date, ends: date) -> object:
    return ask_leave(starts=starts, ends=ends, actor=made.people["Anna"])


def qualified(made: Made, starts: date, ends: date) -> object:
    return qualify(person=made.person("Anna"), role="analyst", starts=starts, ends=ends, actor=made.officer)


def lent(made: Made, starts: date, ends: date) -> object:
    who, lender, borrower = made.person("Anna"), place("KCR2"), place("VRD")
    return lend(person=who, lender=lender, borrower=borrower, starts=starts, ends=ends, actor=made.officer)


def rostered(made: Made, starts: date, ends: date) -> object:
    return make_roster(
        name="Ver", organisation=place("KCR2"), starts=starts, ends=ends, kinds=KINDS, actor=made.officer
    )


@pytest.mark.parametrize("verb", [asked, qualified, lent, rostered])
@pytest.mark.parametrize(("starts", "ends"), FAR)
def test_a_day_far_away_is_refused(made: Made, verb: Callable[..., object], starts: date, ends: date) -> None:
    with pytest.raises(Invalid, match="Give a day from 2000-01-01 to 2100-01-01"):
        verb(made, starts, ends)


def test_a_qualification_does_not_end_on_a_day_far_away_but_one_that_began_there_is_ended(made: Made) -> None:
    row = Qualification.objects.get(person=made.person("Anna"))
    with pytest.raises(Invalid, match="Give a day"):
        end_qualification(qualification=row.id, ends=date.max, actor=made.officer)
    Qualification.objects.filter(pk=row.id).update(starts=date.min)
    end_qualification(qualification=row.id, ends=date(2026, 4, 1), actor=made.officer)
    assert Qualification.objects.get(pk=row.id).ends == date(2026, 4, 1)


def test_leave_from_the_first_day_there_is_is_refused_on_the_page(made: Made) -> None:
    client = browser(made.accounts["Anna"])
    answer = client.post("/readiness/mine/", {"starts": "0001-01-01", "ends": "2099-01-01"})
    page = answer.content.decode()
    assert (answer.status_code, Leave.objects.count()) == (400, 0)
    assert ('id="id_starts_error"' in page, 'min="2000-01-01" max="2100-01-01"' in page) == (True, True)


def test_the_first_midnight_is_the_first_moment_there_is() -> None:
    assert midnight(date.min) == datetime.min.replace(tzinfo=UTC)
    assert day_span(date.min, date.max).covers(MADE, MADE + timedelta(hours=1))


def stored(made: Made) -> tuple[Roster, Roster]:
    """What could be stored before there were bounds: of everything from the first to the last day."""
    anna, node, vrd = made.person("Anna"), place("KCR2"), place("VRD")
    days = {"starts": date.min, "ends": date.max}
    Qualification.objects.create(person_id=anna, role="analyst", **days)
    Leave.objects.create(person_id=anna, asked_at=MADE, granted_at=MADE, **days)
    Leave.objects.create(person_id=anna, asked_at=MADE, **days)
    Loan.objects.create(person_id=anna, lender_id=vrd, borrower_id=node, made_at=MADE, **days)
    first, last = (
        Roster.objects.create(name="Ver", organisation_id=node, starts=starts, ends=ends, made_at=MADE)
        for starts, ends in ((date.min, date(1, 1, 5)), (date(9999, 12, 1), date.max))
    )
    for row, day in ((first, date(1, 1, 2)), (last, date(9999, 12, 30))):
        ShiftKind.objects.create(roster=row, name="dag", starts=time(7), ends=time(15), needs={"lawyer": 2})
        begins = datetime.combine(day, time(6), UTC)
        Duty.objects.create(
            roster=row, person_id=made.person("Bas"), role="lawyer", shift=f"{day} dag", starts=begins,
            ends=begins + timedelta(hours=8), made_at=MADE, changed_at=MADE,
        )  # fmt: skip
    return first, last


@pytest.mark.parametrize("page", ["rosters/", "leave/", "loans/", "mine/"])
def test_no_page_fails_on_what_was_stored_before(made: Made, officer: Client, page: str) -> None:
    stored(made)
    assert officer.get(f"/readiness/{page}").status_code == 200
    assert browser(made.accounts["Anna"]).get("/readiness/mine/").status_code == 200


def test_what_was_stored_before_is_shown_as_it_is(made: Made, officer: Client) -> None:
    stored(made)
    page = unescape(officer.get("/readiness/leave/").content.decode())
    assert ("9999" in page, "Anna Jansen" in page) == (True, True)


@pytest.mark.parametrize("which", [0, 1], ids=["the first days", "the last days"])
def test_a_roster_of_days_far_away_is_shown_with_its_duties(made: Made, officer: Client, which: int) -> None:
    row = stored(made)[which]
    duty = Duty.objects.get(roster=row)
    page = officer.get(f"/readiness/rosters/{row.id}/")
    assert (page.status_code, "Bas Jansen" in page.content.decode()) == (200, True)
    shift = {"shift": duty.shift, "role": "lawyer"}
    assert officer.get(f"/readiness/rosters/{row.id}/shift/", shift).status_code == 200
    for path in (f"duties/{duty.id}/", f"rosters/{row.id}/qualify/", f"rosters/{made.roster}/", f"rosters/{row.id}/"):
        assert officer.get(f"/readiness/{path}").status_code == 200
    assert officer.get(f"/readiness/rosters/{row.id}/", {"format": "csv"}).status_code == 200


@pytest.mark.parametrize("month", ["9999-12", "0001-01", "1999-12", "2100-02"])
def test_hours_of_a_month_far_away_are_refused(made: Made, officer: Client, month: str) -> None:
    assert officer.get("/readiness/loans/", {"month": month}).status_code == 400


@pytest.mark.parametrize(
    ("month", "told", "beyond"), [("2000-01", "2000-02", "1999-12"), ("2100-01", "2099-12", "2100-02")]
)
def test_the_first_and_the_last_month_lead_no_further(
    made: Made, officer: Client, month: str, told: str, beyond: str
) -> None:
    page = officer.get("/readiness/loans/", {"month": month}).content.decode()
    assert (f"month={told}" in page, f"month={beyond}" in page) == (True, False)


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("0001-01-01,,07:00,15:00", "day"),
        ("0001-01-01,,00:00,00:10", "day"),
        ("9999-12-31,,23:00,07:00", "day"),
        ("9999-12-31,dag,,", "day"),
        (",dag,0001-01-01 00:00,", "starts"),
        (",,9999-12-31T23:59:59-23:00,", "starts"),
        (",,0001-01-01T00:00:00+23:00,", "starts"),
        (",,2026-03-09 07:00,9999-12-31 23:59", "ends"),
    ],
)
def test_a_day_far_away_in_a_file_is_told_by_line_and_column(
    made: Made, officer: Client, line: str, column: str
) -> None:
    content = f"day,shift,starts,ends,role,person\n{line},lawyer,Anna Jansen".encode()
    file = SimpleUploadedFile("ver.csv", content)
    answer = officer.post(f"/readiness/rosters/{made.roster}/import/", {"file": file})
    (fault,) = answer.context["faults"]
    assert (answer.status_code, fault[0], fault[1]) == (400, 2, column)
