"""Nobody beyond their rights gets a notice, or sees a receipt, an entry of a calendar or of the public feed."""

from __future__ import annotations

from datetime import time, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import account_of, browser

from knooppunt.ground.access.public import TLP, Account, actor_for, may_see
from knooppunt.ground.figures.public import import_file, sync_catalogue
from knooppunt.ground.network.public import organisation
from knooppunt.kit.authority import Actor, Mandate, system_actor
from knooppunt.kit.problems import Problem
from knooppunt.rooms.picture.models import Edition, Receipt
from knooppunt.rooms.picture.public import (
    Beat,
    Every,
    calendar,
    compile_edition,
    distribute,
    keep_rhythm,
    publish,
    receipts,
    renew_calendar_address,
)
from knooppunt.rooms.picture.queries import products as shelf
from knooppunt.rooms.picture.rules.distributing import READ, Wanted, receivers
from knooppunt.rooms.picture.tests.outbreak import HEAD, ON, WRITER, rows
from knooppunt.rooms.picture.tests.sent import sent

NODE = system_actor("picture")
PRODUCT = """
slug = "{slug}"
title = {{ nl = "Beeld {slug}", en = "Picture {slug}" }}
purpose = {{ nl = "Proef.", en = "Trial." }}
marking = "{marking}"
receivers = ["VWS", "NRK", "KCR2", "VRU"]
[[blocks]]
kind = "headline"
key = "kern"
title = {{ nl = "Kern", en = "Key" }}
[[blocks.figures]]
indicator = ["cases.reported"]
method = "sum7"
label = {{ nl = "Zeven dagen", en = "Seven days" }}
"""
SLUGS = {marking: f"beeld_{marking.lower().replace('+', '_')}" for marking in TLP}
PLACES = ["one", "two", "three"]
PEOPLE = [f"{letter}{number}" for letter in "abc" for number in range(3)]


@given(
    held_by=st.sampled_from(PLACES),
    marking=st.sampled_from(list(TLP)),
    shared_with=st.sets(st.sampled_from(PLACES)),
    named=st.sets(st.sampled_from(PEOPLE)),
    places=st.sets(st.sampled_from(PLACES)),
    people=st.sets(st.sampled_from(PEOPLE)),
    leave=st.sets(st.sampled_from(PEOPLE)),
)
def test_who_is_told_is_wanted_has_leave_and_sees_it(
    held_by: str,
    marking: TLP,
    shared_with: set[str],
    named: set[str],
    places: set[str],
    people: set[str],
    leave: set[str],
) -> None:
    readers = {
        person: Actor(
            person, person, PLACES[int(person[1])], mandates=frozenset({Mandate(READ)} if person in leave else ())
        )
        for person in PEOPLE
    }

    def sees(actor: Actor) -> bool:
        return may_see(actor, held_by, marking, shared_with, named)

    told = receivers(Wanted(frozenset(places), frozenset(people)), readers, sees)
    wanted = {one for one in PEOPLE if one in people or PLACES[int(one[1])] in places}
    assert told.keys() == {one for one in wanted & leave if sees(readers[one])}


@pytest.fixture
def everyone(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Account]:
    """People of four organisations, with and without leave; and a published picture and a rhythm for each marking."""
    sync_catalogue(actor=WRITER)
    path = tmp_path / "open.csv"
    path.write_text("\n".join([HEAD, *rows()]) + "\n", encoding="utf-8")
    import_file(path=path, file_name=path.name, marking=TLP.CLEAR, actor=WRITER)
    people = [
        account_of(f"{letter}{place} Lezer", organisation=place, function=bundle or "Niets", bundle=bundle)
        for place in ("VWS", "NRK", "KCR2", "VRU")
        for letter, bundle in (("Met", "press_reader"), ("Zonder", ""), ("Kop", "section_head"))
    ]
    folder = tmp_path / "products"
    folder.mkdir()
    for marking, slug in SLUGS.items():
        (folder / f"{slug}.toml").write_text(PRODUCT.format(slug=slug, marking=marking), encoding="utf-8")
    monkeypatch.setattr(shelf, "_own_folder", lambda: folder)
    head = actor_for(people[-4])  # the section head of the node
    assert head.organisation == str(organisation("KCR2", actor=head).pk)
    for slug in SLUGS.values():
        publish(edition=compile_edition(product=slug, on=ON, actor=head), actor=WRITER)
        daily = {phase: Beat(Every.DAY, time(16)) for phase in ("cold", "lukewarm", "warm")}
        keep_rhythm(product=slug, beats=daily, actor=head)
    return people


def test_over_all_markings_and_people(everyone: list[Account]) -> None:
    actors = {str(one.person_id): actor_for(one) for one in everyone}
    editions = list(Edition.objects.all())
    assert {one.marking for one in editions} == set(TLP)
    for edition in editions:
        distribute(edition=edition.pk, actor=NODE)
    expected = {
        (edition.pk, person)
        for edition in editions
        for person, actor in actors.items()
        if actor.may(READ) and may_see(actor, edition.held_by, edition.marking, edition.shared_with, edition.readers)
    }
    assert {(row.edition_id, row.person) for row in Receipt.objects.all()} == expected
    assert {(one.key, str(one.addressee)) for one in sent()} == {
        (f"picture.published:{edition}", person) for edition, person in expected
    }
    for account in everyone:
        actor = actors[str(account.person_id)]
        own = {edition.product for edition in editions if (edition.pk, actor.id) in expected}
        assert seen_in_calendar(account, actor) == own
        assert seen_in_receipts(actor, editions) == (own if actor.may("picture.publish") else set())
    entries = ET.fromstring(Client().get("/public/feed.atom").content).findall("{*}entry/{*}id")
    assert [one.text for one in entries] == [f"urn:uuid:{one.pk}" for one in editions if one.marking == TLP.CLEAR]


def seen_in_calendar(account: Account, actor: Actor) -> set[str]:
    """The products in the calendar of one person, which are the same in the feed and on the page."""
    if not actor.may(READ):
        with pytest.raises(Problem):
            calendar(actor=actor)
        with pytest.raises(Problem):
            renew_calendar_address(actor=actor)
        return set()
    found = {line.rhythm.product for line in calendar(ahead=timedelta(days=3), actor=actor)}
    page = browser(account).get("/editions/calendar/").content.decode().split('id="rhythm-form"')[0]
    feed = Client().get(f"/calendar/{renew_calendar_address(actor=actor)}.ics").content.decode()
    for body, mark in ((page, "Beeld {}<"), (feed, "SUMMARY:Beeld {}\r\n")):
        assert {slug for slug in SLUGS.values() if mark.format(slug) in body} == found
    return found


def seen_in_receipts(actor: Actor, editions: list[Edition]) -> set[str]:
    found = set()
    for edition in editions:
        try:
            if receipts(edition.pk, actor=actor):
                found.add(edition.product)
        except Problem:
            continue
    return found
