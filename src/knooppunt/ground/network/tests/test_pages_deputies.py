"""The page of deputies: for who may declare one, for who is away themselves, and closed to others."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from tests.cast import account_of, browser

from knooppunt.ground.network.public import appointments, deputyships
from knooppunt.kit.authority import system_actor
from knooppunt.kit.clock import today

pytestmark = pytest.mark.django_db
NODE = system_actor("test")


def seat_of(person: UUID) -> str:
    (held,) = appointments(person=person, actor=NODE)
    return f"{held.function_id} {person}"


def test_the_head_declares_and_ends_a_deputy_and_who_is_away_their_own() -> None:
    head = account_of("Hedwig Hoofd", bundle="head_of_node")
    director = account_of("Dirk Generaal", organisation="VWS", function="Programma-DG", bundle="commissioner")
    other = account_of("Ploon Plaats", organisation="VWS", function="Plaatsvervanger")
    told = {"deputy": str(other.person_id), "ends": str(today() + timedelta(days=5))}
    for account in (head, director):
        client = browser(account)
        assert client.post("/network/deputies/", told | {"seat": seat_of(director.person_id)}).status_code == 302
        page = client.get("/network/deputies/").content.decode()
        assert "Ploon Plaats" in page
        (made,) = deputyships(actor=NODE)
        assert client.post(f"/network/deputies/{made.id}/end/").status_code == 302
        assert not deputyships(actor=NODE)
    own = browser(director).post("/network/deputies/", told | {"seat": seat_of(other.person_id)})
    assert own.status_code == 400
    assert not deputyships(actor=NODE)


def test_a_refusal_stands_with_its_field_and_a_stranger_finds_nothing() -> None:
    head = account_of("Hedwig Hoofd", bundle="head_of_node")
    director = account_of("Dirk Generaal", organisation="VWS", function="Programma-DG")
    told = {"deputy": str(director.person_id), "seat": seat_of(director.person_id), "ends": str(today())}
    refused = browser(head).post("/network/deputies/", told)
    assert refused.status_code == 400
    assert "niet in het verleden" in refused.content.decode()
    stranger = browser(account_of("Niels Niemand", organisation="NRK"))
    assert stranger.get("/network/deputies/").status_code == 404
    assert stranger.post("/network/deputies/", told).status_code == 404
