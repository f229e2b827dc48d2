"""Telling who is to read an edition, by marking and organisation, and who has read it."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.addresses import seen
from tests.cast import account_of, browser, someone
from tests.processes import database_url, wait_until_alone

from knooppunt.ground.access.public import TLP, Account, actor_for, choose_language
from knooppunt.ground.figures.public import sync_catalogue
from knooppunt.ground.journal.public import entries
from knooppunt.ground.network.public import organisation
from knooppunt.kit.authority import Actor, system_actor
from knooppunt.kit.clock import clock_at, now
from knooppunt.kit.problems import Invalid, NotAllowed, NotFound
from knooppunt.rooms.picture.models import Edition, Receipt
from knooppunt.rooms.picture.public import (
    choice,
    choose_receivers,
    compile_edition,
    distribute,
    opened,
    publish,
    receipts,
    remind_readers,
    with_unread,
    withdraw,
)
from knooppunt.rooms.picture.rules.distributing import PATIENCE, QUIET
from knooppunt.rooms.picture.tests.outbreak import ON, WRITER, bring, rows
from knooppunt.rooms.picture.tests.sent import sent

NODE = system_actor("picture")
TIMES, LONGEST = 5, 0.4  # kills, and seconds after "ready" within which one falls


@dataclass(frozen=True)
class People:
    head: Actor
    vws: Account
    nobody: Account
    red_cross: Account


@pytest.fixture
def who(outbreak: Path) -> People:
    return people()


def people() -> People:
    """VWS is declared to be told of the national picture; one of the two there has no leave to read pictures."""
    return People(
        head=someone("Hilde Hoofd", bundle="section_head"),
        vws=account_of("Vera Vws", organisation="VWS", bundle="press_reader"),
        nobody=account_of("Niels Niemand", organisation="VWS"),
        red_cross=account_of("Rob Rode", organisation="NRK", bundle="press_reader"),
    )


def out() -> UUID:
    """A published edition of the national picture."""
    draft = compile_edition(product="landelijk_beeld", on=ON, actor=WRITER)
    publish(edition=draft, actor=WRITER)
    return draft


def id_of(abbreviation: str, actor: Actor) -> str:
    return str(organisation(abbreviation, actor=actor).pk)


def told() -> list[str]:
    """To whom something was sent, and under which key, in order."""
    return sorted(f"{one.key.split(':')[0]} {one.addressee}" for one in sent())


def test_who_the_product_declares_is_told_without_content(who: People) -> None:
    which = out()
    assert distribute(edition=which, actor=NODE) == 1
    (one,) = sent()
    assert (one.addressee, one.key) == (who.vws.person_id, f"picture.published:{which}")
    assert (one.subject, one.text) == (
        "Nieuwe editie: Landelijk beeld",
        "Er is een nieuwe editie van Landelijk beeld.",
    )
    assert one.link == f"/editions/{which}/"


def test_who_reads_english_is_told_in_english(who: People) -> None:
    choose_language(language="en", actor=actor_for(who.vws))
    distribute(edition=out(), actor=NODE)
    assert [one.subject for one in sent()] == ["New edition: National picture"]


def test_telling_twice_tells_once(who: People) -> None:
    which = out()
    assert [distribute(edition=which, actor=NODE) for _ in range(3)] == [1, 0, 0]
    assert len(sent()) == Receipt.objects.count() == 1


def test_publishing_enqueues_the_telling(who: People) -> None:
    out()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE args->>'reaction' LIKE '%%tell_of_edition'")
        assert cursor.fetchone()[0] == 1


def test_only_the_node_itself_tells_and_reminds(who: People) -> None:
    which = out()
    for verb in (distribute, remind_readers):
        with pytest.raises(NotAllowed):
            verb(edition=which, actor=who.head)
    assert told() == []


def test_a_choice_replaces_what_is_declared(who: People) -> None:
    draft = compile_edition(product="landelijk_beeld", on=ON, actor=who.head)
    chosen = [id_of("NRK", who.head)]
    choose_receivers(edition=draft, organisations=chosen, people=[], actor=who.head)
    publish(edition=draft, actor=WRITER)
    distribute(edition=draft, actor=NODE)
    assert told() == [f"picture.published {who.red_cross.person_id}"]
    assert choice(draft, actor=who.head).reached == ("Rob Rode",)


def test_who_may_not_see_it_is_refused_by_name_and_nothing_is_kept(who: People) -> None:
    draft = compile_edition(product="landelijk_beeld", on=ON, actor=who.head)
    Edition.objects.filter(pk=draft).update(marking=TLP.AMBER)
    before = choice(draft, actor=who.head)
    with pytest.raises(Invalid, match="Nederlandse Rode Kruis, Rob Rode"):
        choose_receivers(
            edition=draft,
            organisations=[id_of("NRK", who.head)],
            people=[str(who.red_cross.person_id)],
            actor=who.head,
        )
    assert choice(draft, actor=who.head) == before
    assert before.reached == ()


def test_who_joins_the_list_later_is_told_then_and_nobody_goes_off_it(who: People) -> None:
    which = out()
    distribute(edition=which, actor=NODE)
    vws, nrk = id_of("VWS", who.head), id_of("NRK", who.head)
    with pytest.raises(Invalid):
        choose_receivers(edition=which, organisations=[nrk], people=[], actor=who.head)
    declared = choice(which, actor=who.head).organisations
    assert vws in declared
    choose_receivers(edition=which, organisations=[*declared, nrk], people=[], actor=who.head)
    assert distribute(edition=which, actor=NODE) == 1
    assert told() == sorted(f"picture.published {one.person_id}" for one in (who.vws, who.red_cross))


def test_what_was_withdrawn_is_told_to_nobody(who: People) -> None:
    which = out()
    withdraw(edition=which, reason="Fout", actor=who.head)
    assert distribute(edition=which, actor=NODE) == 0
    assert told() == []


def test_opening_the_page_is_written_down_for_who_was_told_and_for_nobody_else(who: People) -> None:
    which = out()
    distribute(edition=which, actor=NODE)
    first = now()
    with clock_at(first):
        for account in (who.vws, who.red_cross):
            assert browser(account).get(f"/editions/{which}/").status_code == 200
    with clock_at(first + QUIET / 2):
        opened(which, actor=actor_for(who.vws))
    assert Receipt.objects.get().last_at == first
    with clock_at(first + 2 * QUIET):
        assert seen(browser(who.vws).get(f"/editions/{which}/pdf")).status == 200
    (vws,) = receipts(which, actor=who.head)
    (line,) = vws.lines
    assert (vws.read, line.name, line.first_at, line.last_at) == (1, "Vera Vws", first, first + 2 * QUIET)


def test_writing_down_a_reading_is_one_statement_and_no_entry_in_the_journal(who: People) -> None:
    which = out()
    distribute(edition=which, actor=NODE)
    before = len(entries(actor=NODE))
    with CaptureQueriesContext(connection) as asked:
        opened(which, actor=actor_for(who.vws))
        opened(which, actor=actor_for(who.red_cross))
    assert len([one for one in asked if "picture_receipt" in one["sql"]]) == 2
    assert len(entries(actor=NODE)) == before


def test_receipts_are_for_who_may_publish(who: People) -> None:
    which = out()
    distribute(edition=which, actor=NODE)
    officer = account_of("Otto Officier", bundle="node_officer")
    for account in (officer, who.vws, who.red_cross):
        assert browser(account).get(f"/editions/{which}/distribution/").status_code == 404
        with pytest.raises(NotAllowed):
            receipts(which, actor=actor_for(account))


def test_a_reading_cannot_be_unwritten_by_anyone(who: People) -> None:
    which = out()
    distribute(edition=which, actor=NODE)
    opened(which, actor=actor_for(who.vws))
    for wrong in ({"first_at": None, "last_at": None}, {"person": "someone"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Receipt.objects.update(**wrong)


def test_who_did_not_read_is_reminded_once(who: People) -> None:
    which = out()
    distribute(edition=which, actor=NODE)
    assert with_unread(actor=NODE) == []
    with clock_at(now() + PATIENCE):
        assert with_unread(actor=NODE) == [which]
        assert [remind_readers(edition=which, actor=NODE) for _ in range(2)] == [1, 0]
        assert with_unread(actor=NODE) == []
    person = who.vws.person_id
    assert told() == [f"picture.published {person}", f"picture.reminder {person}"]


def test_nobody_is_reminded_of_what_they_read_or_of_an_old_edition(who: People) -> None:
    which = out()
    distribute(edition=which, actor=NODE)
    later = now() + PATIENCE
    newer = out()
    distribute(edition=newer, actor=NODE)
    opened(newer, actor=actor_for(who.vws))
    with clock_at(later + timedelta(hours=1)):
        assert [remind_readers(edition=one, actor=NODE) for one in (which, newer)] == [0, 0]
        assert with_unread(actor=NODE) == []


def test_the_page_of_changes_is_closed_to_who_may_not_see_the_edition(who: People) -> None:
    which = out()
    assert browser(who.vws).get(f"/editions/{which}/changes/").status_code == 200
    assert browser(who.nobody).get(f"/editions/{which}/changes/").status_code == 404


def test_the_changes_in_a_withdrawn_edition_are_for_who_compiles_also_in_a_first_one(who: People) -> None:
    which = out()
    withdraw(edition=which, reason="Fout", actor=who.head)
    path = f"/editions/{which}/changes/"
    assert browser(Account.objects.get(person=UUID(who.head.id))).get(path).status_code == 200
    assert browser(who.vws).get(path).status_code == 404


def test_a_head_chooses_on_the_page(who: People) -> None:
    draft = compile_edition(product="landelijk_beeld", on=ON, actor=who.head)
    client = browser(Account.objects.get(person=UUID(who.head.id)))
    place = f"/editions/{draft}/distribution/"
    refused = client.post(place, {"people": [str(who.nobody.person_id)]})
    assert (refused.status_code, "Niels Niemand" in refused.content.decode()) == (400, True)
    assert client.post(place, {"people": [str(who.vws.person_id)]}).status_code == 302
    assert "Vera Vws" in client.get(place).content.decode()
    with pytest.raises(NotFound):
        choose_receivers(edition=draft, organisations=["no-such"], people=[], actor=who.head)


@pytest.mark.slow
def test_a_worker_that_is_killed_tells_everyone_once(transactional_db: None, tmp_path: Path) -> None:
    sync_catalogue(actor=WRITER)
    bring(tmp_path, rows())
    people()
    which, chance = out(), random.Random(1)
    for _ in range(TIMES):
        tell_and_kill(which, chance.uniform(0.0, LONGEST))
        assert len(sent()) == Receipt.objects.count() == len(entries(event="picture.EditionDistributed", actor=NODE))
    distribute(edition=which, actor=NODE)
    assert len(sent()) == Receipt.objects.count() == 1


def tell_and_kill(which: UUID, moment: float) -> None:
    """Start a process that tells, and kill it ``moment`` seconds after it begins."""
    command = [sys.executable, "-m", "knooppunt.rooms.picture.tests.teller", str(which)]
    environment = os.environ | {"DATABASE_URL": database_url()}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)
    wait_until_alone()
