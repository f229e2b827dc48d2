"""Several people at one edition at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from knooppunt.ground.figures.public import sync_catalogue
from knooppunt.kit.problems import Conflict, NotFound
from knooppunt.rooms.picture.models import Approval, Edition, Fall
from knooppunt.rooms.picture.public import approve, publish, set_text, standing
from knooppunt.rooms.picture.tests import commissioned as by
from knooppunt.rooms.picture.tests.outbreak import WRITER, bring, rows


@pytest.fixture
def who(transactional_db: None, tmp_path: Path) -> by.Staff:
    sync_catalogue(actor=WRITER)
    bring(tmp_path, rows())
    return by.staff()


def at_once(*acts: Callable[[], object]) -> list[Exception | None]:
    """Do all of these at the same moment, each on a connection of its own; what each was refused with."""
    outcomes: list[Exception | None] = [None] * len(acts)
    ready = threading.Barrier(len(acts))

    def run(place: int) -> None:
        try:
            ready.wait()
            acts[place]()
        except (Conflict, NotFound) as refused:
            outcomes[place] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_two_commissioners_who_approve_at_once_both_did(who: by.Staff) -> None:
    which = by.for_approval(who)
    sha256 = standing(which, actor=who.dg).sha256
    acts = [lambda actor=actor: approve(edition=which, sha256=sha256, actor=actor) for actor in (who.dg, who.chair)]
    assert at_once(*acts) == [None, None]
    assert standing(which, actor=who.head).step == "approved"


def test_the_same_commissioner_on_two_devices_at_once_approves_once(who: by.Staff) -> None:
    which = by.for_approval(who)
    sha256 = standing(which, actor=who.dg).sha256
    outcomes = at_once(*[lambda: approve(edition=which, sha256=sha256, actor=who.dg)] * 4)
    assert sum(each is None for each in outcomes) == 1
    assert Approval.objects.count() == 1


def test_an_approval_while_a_text_changes_never_stands_for_bytes_that_were_not_read(who: by.Staff) -> None:
    which = by.for_approval(who)
    sha256 = standing(which, actor=who.dg).sha256
    approving, writing = at_once(
        lambda: approve(edition=which, sha256=sha256, actor=who.dg),
        lambda: set_text(edition=which, key="zorg", text="Anders.", actor=who.head),
    )
    assert writing is None
    # Whoever comes second finds other bytes, or an edition that is no longer before the commissioners.
    fallen = Fall.objects.count()
    assert (fallen == 1) if approving is None else (fallen == 0 and not Approval.objects.exists())
    assert Edition.objects.get().state == "review"
    assert standing(which, actor=who.head).seats[0].approval is None


def test_publishing_while_a_text_changes_publishes_what_was_approved_or_nothing(who: by.Staff) -> None:
    which = by.approved(who)
    sha256, seen = standing(which, actor=who.head).sha256, by.seen(which, who.head)
    publishing, writing = at_once(
        lambda: publish(edition=which, acknowledged=seen, actor=who.head),
        lambda: set_text(edition=which, key="zorg", text="Anders.", actor=who.head),
    )
    row = Edition.objects.get()
    assert (publishing is None) != (writing is None)
    assert (row.state, row.content_sha256) == (("published", sha256) if publishing is None else ("review", ""))
