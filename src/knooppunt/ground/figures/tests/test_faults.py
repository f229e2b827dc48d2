"""Imports that run at the same time, and imports that are killed: everything or nothing, and never a mixture."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from knooppunt.ground.figures.actions import settled_moment, sync_catalogue
from knooppunt.ground.figures.ledger.locks import SETTLING
from knooppunt.ground.figures.ledger.recounting import unequal_sums
from knooppunt.ground.figures.models import Delivery, Observation, Superseded
from knooppunt.ground.figures.tests.bringing import ROSA, bring, line
from knooppunt.ground.figures.tests.made_files import GENERIC_HEADER, made
from knooppunt.kit.authority import system_actor

pytestmark = pytest.mark.django_db(transaction=True)

AREAS = ("GM0344", "GM0345", "GM0363", "GM0599", "GM0457", "PV26-X")
DAYS = 700
KILLS = 20

CHILD = """
import sys, django
django.setup()
from pathlib import Path
from django.db import connection
from knooppunt.ground.figures.actions import import_file
from knooppunt.kit.authority import system_actor
with connection.cursor() as cursor:
    cursor.execute("SELECT pg_backend_pid()")
    print(*cursor.fetchone(), flush=True)
place = Path(sys.stdin.readline().strip())
print(import_file(path=place, file_name=place.name, actor=system_actor("child")).state, flush=True)
"""


class Importer:
    """Another process that stands ready to import a file; ``backend`` is the server process that works for it."""

    def __init__(self) -> None:
        self.backend = 0
        parts = connection.settings_dict
        host = parts["HOST"] or "localhost"
        user = f"{quote(parts['USER'])}:{quote(parts['PASSWORD'])}" if parts["PASSWORD"] else quote(parts["USER"])
        address = f"postgresql://{user}@/{parts['NAME']}?host={quote(host, safe='')}&port={parts['PORT']}"
        self.process = subprocess.Popen(
            [sys.executable, "-c", CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "DATABASE_URL": address.removesuffix("&port=")},
        )  # fmt: skip

    def begin(self, place: Path) -> None:
        assert self.process.stdout is not None
        assert self.process.stdin is not None
        self.backend = int(self.process.stdout.readline())
        self.process.stdin.write(f"{place}\n")
        self.process.stdin.flush()

    def said(self) -> str:
        assert self.process.stdout is not None
        answer = self.process.stdout.readline().strip()
        self.process.wait(60)
        return answer

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(60)


@contextmanager
def importers(count: int) -> Iterator[list[Importer]]:
    """So many processes, none of which outlives the test."""
    found = [Importer() for _ in range(count)]
    try:
        yield found
    finally:
        for one in found:
            one.kill()


def in_turn(count: int) -> Iterator[Importer]:
    """So many processes one after the other, of which two are getting ready while one is used."""
    with importers(min(3, count)) as waiting:
        for number in range(count):
            yield waiting[number]
            if len(waiting) < count:
                waiting.append(Importer())


def history(folder: Path, number: int) -> Path:
    """A file that says ``number`` for every area on every day."""
    rows = [line(area, str(date(2020, 1, 1) + timedelta(day)), number) for area in AREAS for day in range(DAYS)]
    return made(folder, f"{number}.csv", GENERIC_HEADER, *rows)


def wait_until_noticed(victim: Importer) -> None:
    """Until the server knows that the process it worked for is gone."""
    for _ in range(1500):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE pid = %s", [victim.backend])
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.01)
    raise AssertionError("the server still works for a process that was killed")


def holds_one_file_whole() -> int | None:
    """The number that every current value is, of a delivery that is there whole; None when nothing is held."""
    found = set(Observation.objects.filter(series__made="delivered").values_list("value", "delivery"))
    deliveries = dict(Delivery.objects.values_list("number", "file_name"))
    if not found:
        assert not deliveries
        return None
    ((number, delivery),) = found
    assert number is not None
    assert deliveries[delivery] == f"{number:.0f}.csv"
    assert Observation.objects.filter(series__made="delivered").count() == len(AREAS) * DAYS
    assert Superseded.objects.filter(series__made="delivered").count() == (len(deliveries) - 1) * len(AREAS) * DAYS
    return int(number)


@pytest.mark.slow
def test_an_import_that_is_killed_leaves_everything_or_nothing_and_the_next_one_succeeds(tmp_path: Path) -> None:
    sync_catalogue(actor=system_actor("set-up"))
    chance = random.Random(9)
    with importers(1) as (first,):
        first.begin(history(tmp_path, 0))
        began = time.monotonic()
        assert first.said() == "imported"
        whole = time.monotonic() - began
    for number, victim in enumerate(in_turn(KILLS), start=1):
        victim.begin(history(tmp_path, number))
        time.sleep(chance.uniform(0, whole))
        victim.kill()
        wait_until_noticed(victim)
        assert holds_one_file_whole() is not None
    with importers(1) as (last,):
        last.begin(history(tmp_path, 99))
        assert last.said() == "imported"
    assert holds_one_file_whole() == 99
    assert list(unequal_sums(actor=ROSA)) == []


def test_two_imports_at_once_come_one_after_the_other(tmp_path: Path) -> None:
    sync_catalogue(actor=system_actor("set-up"))
    with importers(3) as (one, other, same):
        one.begin(history(tmp_path, 1))
        other.begin(history(tmp_path, 2))
        same.begin(tmp_path / "1.csv")
        assert other.said() == "imported"
        assert sorted([one.said(), same.said()]) == ["already known", "imported"]
    assert holds_one_file_whole() in (1, 2)
    (last,) = set(Observation.objects.filter(series__made="summed").values_list("known_from", flat=True))
    ends = set(Superseded.objects.values_list("known_until", flat=True))
    assert ends == {last} == {Delivery.objects.latest("known_at").known_at}
    assert list(unequal_sums(actor=ROSA)) == []


def test_a_settled_moment_waits_for_the_import_that_has_read_the_clock(tmp_path: Path) -> None:
    sync_catalogue(actor=system_actor("set-up"))
    with importers(1) as (importer,):
        importer.begin(history(tmp_path, 1))
        while not _is_writing():
            time.sleep(0.001)
        moment = settled_moment(actor=ROSA)
        assert Delivery.objects.get().known_at < moment
        assert importer.said() == "imported"
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
        assert cursor.fetchone() == (0,)
    assert bring(tmp_path, line("GM0344", "2020-01-01", 3)).known_at > moment  # type: ignore[operator]  # it was imported


def _is_writing() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s", [SETTLING])
        (found,) = cursor.fetchone()
    return bool(found)
