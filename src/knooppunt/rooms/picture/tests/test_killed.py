"""Killed in the middle of a publish: the edition is out or it is a draft, and the next try succeeds."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote
from uuid import UUID

import pytest
from django.db import connection

from knooppunt.ground.figures.public import sync_catalogue
from knooppunt.ground.journal.public import entries
from knooppunt.rooms.picture.models import Edition
from knooppunt.rooms.picture.public import compile_edition, document, publish
from knooppunt.rooms.picture.tests.outbreak import ON, SANNE, WRITER, bring, rows

TIMES = 20
LONGEST = 3.0  # seconds after "ready" within which the process is killed; a publish takes about one


def database_url() -> str:
    """Where the tests have their database, as another process finds it."""
    place = connection.settings_dict
    user = quote(place["USER"]) + (f":{quote(place['PASSWORD'])}" if place["PASSWORD"] else "")
    host, port = quote(place["HOST"], safe=""), place["PORT"]
    return f"postgresql://{user}@{host}{f':{port}' if port else ''}/{place['NAME']}"


@pytest.fixture
def draft(transactional_db: None, tmp_path: Path) -> UUID:
    """A draft that other processes can see."""
    sync_catalogue(actor=WRITER)
    bring(tmp_path, rows())
    return compile_edition(product="landelijk_beeld", on=ON, actor=SANNE)


def publish_and_kill(which: UUID, moment: float) -> None:
    """Start a process that publishes, and kill it ``moment`` seconds after it begins."""
    command = [sys.executable, "-m", "knooppunt.rooms.picture.tests.publisher", str(which)]
    environment = os.environ | {"DATABASE_URL": database_url()}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)
    wait_until_alone()


def wait_until_alone() -> None:
    """Until the server has noticed that who asked is gone: it finishes the statement it was at."""
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )
            if cursor.fetchone()[0] == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the server still works for a process that was killed")


def nothing_is_half_done() -> int:
    """Every edition is a whole one or a clean draft, and the journal says the same. Gives how many were published."""
    published = 0
    for row in Edition.objects.all():
        if row.state == "draft":
            assert (row.number, row.content_sha256, row.canonical_id, row.pdf_id) == (None, "", None, None)
            continue
        published += 1
        for kind in ("json", "pdf", "html", "xlsx"):
            kept = document(row.id, kind, actor=SANNE)
            assert hashlib.sha256(kept.path.read_bytes()).hexdigest() == kept.sha256
    assert len(entries(event="picture.EditionPublished", actor=WRITER)) == published
    return published


@pytest.mark.slow
def test_a_publish_that_is_killed_at_any_moment_leaves_everything_or_nothing(draft: UUID) -> None:
    chance = random.Random(1)
    which = draft
    for _ in range(TIMES):
        publish_and_kill(which, chance.uniform(0.0, LONGEST))
        if Edition.objects.get(pk=which).state == "published":
            which = compile_edition(product="landelijk_beeld", on=ON, actor=SANNE)
        nothing_is_half_done()
    line = publish(edition=which, actor=WRITER)
    assert line.number == nothing_is_half_done() == Edition.objects.filter(state="published").count()
