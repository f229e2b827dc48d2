"""Verification: a link or a code that only whoever is reached there has."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from tests.cast import account_of, browser, someone

from knooppunt.ground.access.public import Account, actor_for
from knooppunt.ground.delivery.public import capability, code_for
from knooppunt.ground.incidents.public import open_incident
from knooppunt.ground.journal.public import entries
from knooppunt.ground.network.public import ContactLine, Standing, add_contact_point, contact_points
from knooppunt.kit.authority import Actor, system_actor
from knooppunt.kit.clock import clock_at, now
from knooppunt.kit.problems import Conflict, NotAllowed, NotFound
from knooppunt.rooms.readiness.models import Proof
from knooppunt.rooms.readiness.public import answer_code, answer_link, ask_proof, ask_stale
from knooppunt.rooms.readiness.rules.proving import LIFETIME, MOST_TRIES, PAUSE, PURPOSE, RHYTHM_PAUSE

pytestmark = pytest.mark.django_db
NODE = system_actor("test")
SECOND = timedelta(seconds=1)


@pytest.fixture
def ada() -> Account:
    return account_of("Ada de Vries", bundle="node_officer")


def email_of(account: Account) -> ContactLine:
    return contact_points([account.person_id], actor=NODE)[account.person_id][0]


def asked(account: Account) -> tuple[UUID, str, str]:
    """The contact point, and the code and token that went to it."""
    contact = email_of(account).id
    proof = Proof.objects.get(pk=ask_proof(contact=contact, actor=actor_for(account)))
    return contact, code_for(proof.dispatch, PURPOSE), capability(proof.dispatch, PURPOSE)


def sent() -> list[dict[str, object]]:
    """All that is written down of what was sent."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM delivery_dispatch")
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**8:08d}"


def test_the_code_confirms_once(ada: Account) -> None:
    contact, code, _token = asked(ada)
    assert answer_code(contact=contact, code=f" {code[:4]} {code[4:]} ", actor=actor_for(ada)) is None
    assert email_of(ada).standing is Standing.VERIFIED
    with pytest.raises(Conflict):
        answer_code(contact=contact, code=code, actor=actor_for(ada))


def test_the_link_confirms_once_without_signing_in_and_looking_confirms_nothing(ada: Account) -> None:
    _contact, _code, token = asked(ada)
    stranger, path = Client(), f"/readiness/verify/{token}/"
    page = stranger.get(path)
    assert page.status_code == 200
    assert "ada" not in page.content.decode().lower()
    assert email_of(ada).standing is Standing.NEVER
    assert stranger.post(path).status_code == 200
    assert email_of(ada).standing is Standing.VERIFIED
    assert stranger.post(path).status_code == 409


def test_a_link_for_another_purpose_or_made_up_is_as_what_is_not_there(ada: Account) -> None:
    asked(ada)
    dispatch = Proof.objects.get().dispatch
    for token in (capability(dispatch, "answer"), "x", capability(UUID(int=4), PURPOSE)[:-1]):
        assert Client().get(f"/readiness/verify/{token}/").status_code == 404
        with pytest.raises(NotFound):
            answer_link(token=token, actor=NODE)


def test_after_five_wrong_codes_not_even_the_right_one_counts(ada: Account) -> None:
    contact, code, token = asked(ada)
    me = actor_for(ada)
    left = [answer_code(contact=contact, code=wrong(code), actor=me) for _ in range(MOST_TRIES)]
    assert left == [4, 3, 2, 1, 0]
    with pytest.raises(Conflict):
        answer_code(contact=contact, code=code, actor=me)
    with pytest.raises(Conflict):
        answer_link(token=token, actor=NODE)
    assert email_of(ada).standing is Standing.NEVER


def test_code_and_link_expire(ada: Account) -> None:
    contact, code, token = asked(ada)
    with clock_at(now() + LIFETIME + SECOND):
        with pytest.raises(Conflict):
            answer_code(contact=contact, code=code, actor=actor_for(ada))
        with pytest.raises(Conflict):
            answer_link(token=token, actor=NODE)


def test_a_new_question_takes_the_place_of_the_old_one_and_not_within_ten_minutes(ada: Account) -> None:
    contact, code, token = asked(ada)
    with pytest.raises(Conflict):
        ask_proof(contact=contact, actor=actor_for(ada))
    with clock_at(now() + PAUSE + SECOND):
        _contact, new, _token = asked(ada)
        with pytest.raises(Conflict):
            answer_link(token=token, actor=NODE)
        assert code != new
        assert answer_code(contact=contact, code=new, actor=actor_for(ada)) is None


def test_nobody_asks_or_answers_for_another(ada: Account) -> None:
    contact, code, _token = asked(ada)
    other = someone("Bo Stil", bundle="node_officer")
    keeper = someone("Noor Hoofd", bundle="section_head")
    for refused in (
        lambda: ask_proof(contact=contact, actor=other),
        lambda: answer_code(contact=contact, code=code, actor=other),
        lambda: answer_code(contact=contact, code=code, actor=keeper),
    ):
        with pytest.raises(NotFound):
            refused()
    with clock_at(now() + PAUSE + SECOND):
        assert ask_proof(contact=contact, actor=keeper)
    with pytest.raises(NotAllowed):
        answer_link(token="x", actor=other)


def test_it_is_sent_to_the_contact_point_that_is_asked(ada: Account) -> None:
    other = add_contact_point(person=ada.person_id, means="email", address="tweede@example.org", actor=NODE)
    ask_proof(contact=other, actor=actor_for(ada))
    assert [row["contact"] for row in sent()] == [other]


def test_code_and_token_are_in_no_table_and_not_in_the_journal(ada: Account) -> None:
    contact, code, token = asked(ada)
    answer_code(contact=contact, code=wrong(code), actor=actor_for(ada))
    answer_code(contact=contact, code=code, actor=actor_for(ada))
    kept = json.dumps(
        [*sent(), *Proof.objects.values(), *(line.payload for line in entries(actor=NODE))],
        default=str,
    )
    assert code not in kept
    assert token not in kept
    assert "{code}" in kept
    heard = someone("Rita Lezer", bundle="auditor")
    assert not [line for line in entries(actor=heard) if line.event.startswith("readiness.Proof")]


def test_the_rhythm_asks_before_an_answer_is_too_old_and_not_again_within_two_weeks(ada: Account) -> None:
    contact, code, _token = asked(ada)
    answer_code(contact=contact, code=code, actor=actor_for(ada))
    start = now()
    for days, count in ((1, 0), (75, 0), (77, 1), (78, 0), (77 + RHYTHM_PAUSE.days, 1)):
        with clock_at(start + timedelta(days=days)):
            assert ask_stale(actor=NODE) == count, days


def test_during_an_exercise_the_rhythm_rests(ada: Account) -> None:
    open_incident(name="Oefening", exercise=True, reason="x", actor=NODE)
    assert ask_stale(actor=NODE) == 0


def test_my_page_adds_orders_asks_and_confirms(ada: Account) -> None:
    client = browser(ada)
    page = "/readiness/contacts/"
    assert "ada@example.org" in client.get(page).content.decode()
    assert page in client.get("/account/").content.decode()
    assert client.post(page, {"means": "voice", "address": "030 234 56 78"}).status_code == 302
    assert client.post(page, {"means": "sms", "address": "030 234 56 78"}).status_code == 400
    voice = contact_points([ada.person_id], actor=NODE)[ada.person_id][1].id
    client.post(f"{page}{voice}/prefer/")
    assert contact_points([ada.person_id], actor=NODE)[ada.person_id][0].id == voice
    client.post(f"{page}{voice}/end/")
    contact = email_of(ada).id
    client.post(f"{page}{contact}/prove/")
    code = code_for(Proof.objects.get().dispatch, PURPOSE)
    assert "4" in client.post(f"{page}{contact}/code/", {"code": wrong(code)}, follow=True).content.decode()
    client.post(f"{page}{contact}/code/", {"code": code})
    assert email_of(ada).standing is Standing.VERIFIED


def test_the_contact_points_of_another_are_as_what_is_not_there(ada: Account) -> None:
    keeper: Actor = someone("Noor Hoofd", bundle="section_head")
    client = browser(Account.objects.get(person=UUID(keeper.id)))
    contact = email_of(ada).id
    for what in ("end", "prefer", "prove", "code"):
        assert client.post(f"/readiness/contacts/{contact}/{what}/", {"code": "1"}).status_code == 404
