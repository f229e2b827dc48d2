"""What people do on the pages of rosters: lend someone, and say in which roles and until when they can be put on."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.test import Client
from tests.cast import account_of, browser, someone

from knooppunt.ground.journal.public import entries
from knooppunt.ground.network.public import organisation
from knooppunt.kit.problems import Conflict, Invalid, NotFound
from knooppunt.rooms.readiness.models import Loan, Qualification
from knooppunt.rooms.readiness.public import (
    assign,
    end_qualification,
    lend,
    qualify,
)
from knooppunt.rooms.readiness.tests.rostered import FIRST, NODE, Made

pytestmark = pytest.mark.django_db
DAY, EVENING, NEXT = "2026-03-09 dag", "2026-03-09 avond", "2026-03-10 dag"


@pytest.fixture
def officer(made: Made) -> Client:
    return browser(account_of("Ola Vier", bundle="section_head"))


def put(made: Made, name: str, shift: str = DAY) -> UUID:
    return assign(roster=made.roster, person=made.person(name), role="lawyer", shift=shift, actor=made.officer)


def test_someone_is_lent_on_the_page_of_loans_once_for_the_same_days(made: Made, officer: Client) -> None:
    drent = someone("Dirk Drent", organisation="VRD")
    lender, borrower = (str(organisation(one, actor=NODE).pk) for one in ("VRD", "KCR2"))
    told = {"person": drent.id, "lender": lender, "borrower": borrower, "starts": FIRST, "ends": date(2026, 3, 11)}
    assert officer.post("/readiness/loans/", told | {"person": str(made.person("Anna"))}).status_code == 400
    assert officer.post("/readiness/loans/", told | {"borrower": lender}).status_code == 400
    assert officer.post("/readiness/loans/", told).status_code == 302
    again = officer.post("/readiness/loans/", told)
    assert (again.status_code, 'id="id_starts_error"' in again.content.decode()) == (400, True)
    assert Loan.objects.count() == 1
    assert "Dirk Drent" in officer.get("/readiness/loans/").content.decode()


def test_only_who_works_for_an_organisation_is_lent_by_it(made: Made) -> None:
    drent = someone("Dirk Drent", organisation="VRD")
    node, groningen = (organisation(one, actor=NODE).pk for one in ("KCR2", "VRG"))
    with pytest.raises(Invalid):
        lend(person=UUID(drent.id), lender=node, borrower=groningen, starts=FIRST, ends=date(2026, 3, 11),
             actor=made.officer)  # fmt: skip


def test_a_qualification_ends_on_a_day_and_never_later_than_it_did(made: Made, officer: Client) -> None:
    which = Qualification.objects.get(person=made.person("Anna")).id
    where = f"/readiness/rosters/{made.roster}/qualify/{which}/end/"
    early = officer.post(where, {f"{which}-ends": "2025-12-31"})
    assert (early.status_code, f'id="id_{which}-ends_error"' in early.content.decode()) == (400, True)
    assert officer.post(where, {f"{which}-ends": "2026-03-10"}).status_code == 302
    put(made, "Anna", DAY)
    with pytest.raises(Conflict, match="qualified"):
        put(made, "Anna", "2026-03-12 dag")
    with pytest.raises(Conflict):
        end_qualification(qualification=which, ends=date(2026, 3, 12), actor=made.officer)
    assert entries(event="readiness.QualificationEnded", actor=NODE)
    with pytest.raises(NotFound):
        end_qualification(qualification=uuid4(), ends=date(2026, 3, 12), actor=made.officer)


def test_someone_is_qualified_until_a_day(made: Made, officer: Client) -> None:
    told = {"person": str(made.person("Anna")), "role": "analyst", "starts": "2026-03-01", "ends": "2026-03-01"}
    where = f"/readiness/rosters/{made.roster}/qualify/"
    wrong = officer.post(where, told)
    assert (wrong.status_code, 'id="id_ends_error"' in wrong.content.decode()) == (400, True)
    assert officer.post(where, told | {"ends": "2026-04-01"}).status_code == 302
    assert Qualification.objects.get(role="analyst").ends == date(2026, 4, 1)
    assert qualify(person=made.person("Bas"), role="analyst", starts=FIRST, actor=made.officer)
