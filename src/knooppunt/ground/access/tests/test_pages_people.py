"""The pages of people: what each sees, and that an address is told to nobody who may not have it."""

from __future__ import annotations

import pytest
from tests.cast import account_of, browser

from knooppunt.ground.access.public import Account
from knooppunt.ground.network.public import add_contact_point, add_person, appointments, contact_points, person
from knooppunt.kit.authority import system_actor

pytestmark = pytest.mark.django_db
NODE = system_actor("test")
ADDRESSES = ("ada@example.org", "+31612345678")


@pytest.fixture
def ada() -> Account:
    account = account_of("Ada de Vries", function="Jurist van dienst", bundle="node_officer")
    add_contact_point(person=account.person_id, means="sms", address="0612345678", actor=NODE)
    return account


def test_the_directory_finds_by_name_function_organisation_and_role(ada: Account) -> None:
    reader = browser(ada)
    for words in ("q=vries", "q=JURIST", "q=KCR2", "q=ada+kcr2"):
        assert "Ada de Vries" in reader.get(f"/network/?{words}").content.decode(), words
    for words in ("q=bestaatniet", "role=lawyer", "q=ada%40example"):
        assert f"/network/people/{ada.person_id}/" not in reader.get(f"/network/?{words}").content.decode(), words


def test_no_page_tells_an_address_to_who_may_not_have_it(ada: Account) -> None:
    reader = browser(account_of("Rita Lezer", bundle="auditor"))
    (held,) = appointments(person=ada.person_id, actor=NODE)
    for path in (
        "/network/", "/network/?q=ada", f"/network/people/{ada.person_id}/",
        f"/network/{held.function.organisation_id}/", "/network/deputies/", "/journal/", "/network/?format=csv",
    ):  # fmt: skip
        answer = reader.get(path)
        page = answer.getvalue()
        assert answer.status_code == 200, path
        assert not [one for one in ADDRESSES if one.encode() in page], path
    for path in ("/network/people/", "/network/people/cards/", "/network/people/import/", "/network/duplicates/"):
        assert reader.get(path).status_code == 404, path


def test_who_manages_contacts_sees_adds_prefers_and_ends_them(ada: Account) -> None:
    keeper = browser(account_of("Noor Hoofd", bundle="section_head"))
    path = f"/network/people/{ada.person_id}/"
    assert all(one in keeper.get(path).content.decode() for one in ADDRESSES)
    assert keeper.post(path, {"means": "voice", "address": "030-2345678"}).status_code == 302
    refused = keeper.post(path, {"means": "sms", "address": "06-1"})
    assert refused.status_code == 400
    assert "telefoonnummer" in refused.content.decode()
    last = contact_points([ada.person_id], actor=NODE)[ada.person_id][-1]
    keeper.post(f"/network/contacts/{last.id}/prefer/")
    assert contact_points([ada.person_id], actor=NODE)[ada.person_id][1].id == last.id
    keeper.post(f"/network/contacts/{last.id}/end/")
    assert len(contact_points([ada.person_id], actor=NODE)[ada.person_id]) == 2
    page = keeper.get("/network/people/").content.decode()
    assert all(one in page for one in ADDRESSES)
    assert "+31612345678" in keeper.get("/network/people/cards/").content.decode()


def test_an_administrator_lets_somebody_leave_and_come_back(ada: Account) -> None:
    admin = browser(account_of("Ilse Beheer", bundle="administrator"))
    admin.post(f"/network/people/{ada.person_id}/leave/", {"on": "2030-01-31"})
    assert str(person(ada.person_id, actor=NODE).left_on) == "2030-01-31"
    admin.post(f"/network/people/{ada.person_id}/leave/", {"back": "1"})
    assert person(ada.person_id, actor=NODE).left_on is None


def test_an_administrator_compares_and_merges_and_the_old_address_leads_on(ada: Account) -> None:
    admin = browser(account_of("Ilse Beheer", bundle="administrator"))
    other = add_person(name="Ada de Vriess", actor=NODE).id
    assert "Ada de Vriess" in admin.get("/network/duplicates/").content.decode()
    pair = {"kept": str(ada.person_id), "merged": str(other)}
    assert admin.get("/accounts/merge/", pair).status_code == 200
    assert admin.post("/accounts/merge/", pair).status_code == 302
    answer = admin.get(f"/network/people/{other}/")
    assert answer.headers["Location"] == f"/network/people/{ada.person_id}/"
    assert admin.get("/accounts/merge/", {"kept": "x"}).status_code == 404


def test_an_administrator_merges_organisations_and_the_old_address_leads_on(ada: Account) -> None:
    admin = browser(account_of("Ilse Beheer", bundle="administrator"))
    page = admin.get("/network/duplicates/")
    kept, merged = (key for key, _name in page.context["form"].fields["kept"].choices[2:4])
    assert admin.post("/network/duplicates/", {"kept": kept, "merged": kept}).status_code == 400
    assert admin.post("/network/duplicates/", {"kept": kept, "merged": merged}).status_code == 302
    assert admin.get(f"/network/{merged}/").headers["Location"] == f"/network/{kept}/"
