"""An embargo: nobody else knows of it before its end, and then it is published exactly once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from tests.cast import browser
from tests.processes import database_url, wait_until_alone

from knooppunt.ground.access.public import Account
from knooppunt.ground.figures.public import sync_catalogue
from knooppunt.ground.journal.public import entries
from knooppunt.kit.clock import clock_at, now
from knooppunt.kit.problems import Conflict, Invalid, NotFound
from knooppunt.rooms.picture.models import Edition
from knooppunt.rooms.picture.public import (
    document,
    edition,
    editions,
    front,
    latest_edition,
    publish,
    release,
    replay,
    schedule,
    send_back,
    set_text,
    standing,
)
from knooppunt.rooms.picture.queries import lacking
from knooppunt.rooms.picture.tasks import release_job
from knooppunt.rooms.picture.tests import commissioned as by
from knooppunt.rooms.picture.tests.outbreak import WRITER, bring, rows
from knooppunt.rooms.picture.tests.test_killed import nothing_is_half_done

HOUR = timedelta(hours=1)
TIMES = 6
LONGEST = 2.5  # seconds after "ready" within which the process is killed; a release takes about one


def scheduled(who: by.Staff) -> UUID:
    which = by.approved(who)
    schedule(edition=which, until=now() + HOUR, acknowledged=by.seen(which, who.head), actor=who.head)
    return which


@pytest.fixture
def who(outbreak: Path) -> by.Staff:
    return by.staff()


def test_it_is_published_when_the_embargo_ends_by_whom_let_it_out_and_once(who: by.Staff) -> None:
    which = scheduled(who)
    approved = standing(which, actor=who.head)
    release_job(timestamp=0)
    assert edition(which, actor=who.head).state == "scheduled"
    with clock_at(now() + HOUR):
        release_job(timestamp=0)
        release_job(timestamp=0)
    line = edition(which, actor=who.reader)
    assert (line.state, line.sha256, line.published_by) == ("published", approved.sha256, "Hilde Hoofd")
    assert len(entries(event="picture.EditionPublished", actor=WRITER)) == 1
    assert replay(which, actor=who.head).same


def test_before_its_end_only_those_who_compile_or_approve_know_of_it(who: by.Staff) -> None:
    which = scheduled(who)
    assert edition(which, actor=who.dg).state == "scheduled"
    for looks in (lambda: edition(which, actor=who.reader), lambda: document(which, "pdf", actor=who.reader)):
        with pytest.raises(NotFound):
            looks()
    assert editions(actor=who.reader) == []
    assert front(actor=who.reader) == ([], [])
    assert latest_edition("landelijk_beeld", actor=who.reader) is None
    with pytest.raises(NotFound):
        document(which, "pdf", actor=who.head)
    for entry in entries(event="picture.EditionScheduled", actor=WRITER):
        assert set(entry.payload) <= {"edition", "audience"}


def test_pages_and_api_tell_a_reader_nothing_of_it(who: by.Staff) -> None:
    client = browser(Account.objects.get(person=UUID(who.reader.id)))
    empty = {path: client.get(path).content.decode() for path in ("/editions/", "/", "/api/v1/editions")}
    which = scheduled(who)
    for path in (f"/editions/{which}/", f"/editions/{which}/pdf", f"/api/v1/editions/{which}"):
        assert client.get(path).status_code == 404
    assert client.get("/api/v1/editions").content.decode() == empty["/api/v1/editions"]
    for path in ("/editions/", "/"):
        assert str(which) not in client.get(path).content.decode()


def test_during_an_embargo_nothing_is_changed_and_nobody_lets_it_out_before(who: by.Staff) -> None:
    which = scheduled(who)
    for act in (
        lambda: set_text(edition=which, key="zorg", text="Anders.", actor=who.head),
        lambda: publish(edition=which, acknowledged=by.seen(which, who.head), actor=who.head),
        lambda: publish(edition=which, actor=WRITER),
    ):
        with pytest.raises(Conflict, match="end of its embargo"):
            act()
    send_back(edition=which, reason="Toch niet.", actor=who.head)
    with clock_at(now() + HOUR):
        assert not release(edition=which, actor=WRITER)
    row = Edition.objects.get(pk=which)
    assert (row.state, row.number, row.embargo, row.content_sha256) == ("draft", None, None, "")


def test_an_embargo_in_the_past_or_without_approval_is_refused(who: by.Staff) -> None:
    which = by.approved(who)
    with pytest.raises(Invalid, match="lies in the past"):
        schedule(edition=which, until=now(), acknowledged=by.seen(which, who.head), actor=who.head)
    other = by.for_approval(who)
    with pytest.raises(Conflict, match="waits for the approval"):
        schedule(edition=other, until=now() + HOUR, acknowledged=by.seen(other, who.head), actor=who.head)


def test_what_changed_during_the_embargo_does_not_go_out_and_says_why(
    who: by.Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    which = scheduled(who)
    stale = {"kind": "stale", "about": "x", "words": {"nl": "Een duiding is verouderd.", "en": "A statement is stale."}}
    monkeypatch.setattr(lacking, "PROVIDERS", (lambda *_: [stale],))
    with clock_at(now() + HOUR):
        release_job(timestamp=0)
    stands = standing(which, actor=who.head)
    assert stands.step == "draft"
    assert "content changed during the embargo" in stands.turns[-1].reason
    assert not entries(event="picture.EditionPublished", actor=WRITER)


@pytest.fixture
def due(transactional_db: None, tmp_path: Path) -> UUID:
    """An approved edition whose embargo has just ended, for other processes to see."""
    sync_catalogue(actor=WRITER)
    bring(tmp_path, rows())
    who = by.staff()
    which = by.approved(who)
    present, seen = now(), by.seen(which, who.head)
    with clock_at(present - HOUR):
        schedule(edition=which, until=present, acknowledged=seen, actor=who.head)
    return which


def release_and_kill(moment: float) -> None:
    """Start a process that releases, and kill it ``moment`` seconds after it begins."""
    command = [sys.executable, "-m", "knooppunt.rooms.picture.tests.releaser"]
    environment = os.environ | {"DATABASE_URL": database_url()}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)
    wait_until_alone()


@pytest.mark.slow
def test_a_worker_that_is_killed_while_it_releases_leaves_everything_or_nothing(due: UUID) -> None:
    chance = random.Random(1)
    for _ in range(TIMES):
        release_and_kill(chance.uniform(0.0, LONGEST))
        row = Edition.objects.get(pk=due)
        assert row.state in ("scheduled", "published")
        assert (row.canonical_id is None) == (row.state == "scheduled")
    release_job(timestamp=0)
    assert nothing_is_half_done() == 1


@pytest.mark.slow
def test_workers_that_release_at_once_publish_once(due: UUID) -> None:
    out: list[bool] = []

    def work() -> None:
        try:
            out.append(release(edition=due, actor=WRITER))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(out) == [False, False, False, True]
    assert nothing_is_half_done() == 1
