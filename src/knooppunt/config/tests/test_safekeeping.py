"""A backup holds everything of one moment, comes back whole or not at all, and survives being killed."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import tarfile
import time
from pathlib import Path
from typing import Any

import psycopg
import pytest

from knooppunt.config.embedded import hold_server
from knooppunt.config.safekeeping.parcel import checked_manifest
from knooppunt.config.tests.running import Installation
from knooppunt.kit.problems import Invalid

KEEP = """
import django, pathlib, sys; django.setup()
from knooppunt.ground.access.public import operator
from knooppunt.ground.files.public import keep
for place in sys.argv[1:]:
    keep(source=pathlib.Path(place), name=pathlib.Path(place).name, permission="figures.import", actor=operator())
"""


@pytest.fixture
def filled(installation: Installation, folder: Path) -> Installation:
    """An installation with three originals, one of them of 5 MB."""
    for number, size in enumerate((0, 513, 5_000_000)):
        (folder / f"{number}.csv").write_bytes(random.Random(number).randbytes(size))
    server = hold_server(installation.home)
    environment = installation.environment(DJANGO_SETTINGS_MODULE="knooppunt.config.settings")
    subprocess.run([sys.executable, "-c", KEEP, *map(str, folder.glob("*.csv"))], env=environment, check=True)
    server.release()
    return installation


def contents(installation: Installation) -> dict[str, Any]:
    """Every table and every original, as digests."""
    server = hold_server(installation.home)
    with psycopg.connect(server.url) as connection:
        tables = [name for (name,) in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        found: dict[str, Any] = {
            table: connection.execute(
                f"SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t"
            ).fetchone()
            for table in sorted(tables)
        }
    server.release()
    del found["django_session"]
    originals = installation.home / "originals"
    found["originals"] = {str(p.relative_to(originals)): p.read_bytes() for p in originals.rglob("*") if p.is_file()}
    return found


def test_a_backup_comes_back_on_an_empty_machine_as_it_was(filled: Installation, folder: Path) -> None:
    before = contents(filled)
    assert len(before["originals"]) == 3
    told = filled.told("backup", str(folder / "b.tar"))
    assert told["originals"] == 3
    assert (folder / "b.tar").stat().st_mode & 0o077 == 0

    empty = Installation(folder / "elsewhere")
    assert empty.told("restore", str(folder / "b.tar"))["originals"] == 3
    assert contents(empty) == before
    assert empty.run("journal", "verify").returncode == 0
    # An installation that did nothing but set itself up is empty too; one with a past is not.
    used = empty.run("restore", str(folder / "b.tar"))
    assert used.returncode == 1
    assert "not empty" in used.stderr
    assert contents(empty) == before
    fresh = Installation(folder / "fresh")
    assert fresh.run("journal", "verify").returncode == 0
    assert fresh.run("restore", str(folder / "b.tar")).returncode == 0
    assert contents(fresh) == before


def test_a_backup_overwrites_nothing(installation: Installation, folder: Path) -> None:
    (folder / "b.tar").write_text("precious")
    done = installation.run("backup", str(folder / "b.tar"))
    assert done.returncode == 1
    assert "overwrites nothing" in done.stderr
    assert (folder / "b.tar").read_text() == "precious"


def test_a_backup_to_a_folder_that_is_not_there_is_a_sentence(installation: Installation, folder: Path) -> None:
    done = installation.run("backup", str(folder / "none" / "b.tar"))
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "cannot be used" in done.stderr


def test_a_damaged_backup_is_refused_before_anything_is_touched(filled: Installation, folder: Path) -> None:
    place, empty = folder / "b.tar", Installation(folder / "elsewhere")
    filled.told("backup", str(place))
    whole = place.read_bytes()
    half = len(whole) // 2
    for content in (whole[:half], whole[:half] + b"x" + whole[half + 1 :], b"hello", b"", whole[:-2000]):
        place.write_bytes(content)
        with pytest.raises(Invalid, match="not a whole backup"):
            checked_manifest(place)
    done = empty.run("restore", str(place))
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert not (empty.home / "originals").exists()
    assert empty.run("migrate", "--check").returncode == 3


def test_a_damaged_original_is_named_and_the_rest_is_kept(filled: Installation, folder: Path) -> None:
    first, second, _third = sorted(p for p in (filled.home / "originals").rglob("*") if p.is_file())
    first.unlink()
    second.chmod(0o640)
    second.write_bytes(b"something else")
    done = filled.run("backup", str(folder / "b.tar"), "--json")
    assert done.returncode == 3
    assert json.loads(done.stdout)["damaged"] == [first.name, second.name]
    with tarfile.open(folder / "b.tar") as tar:
        assert len(tar.getnames()) == 3
    findings = json.loads(filled.run("doctor", "--json").stdout)
    assert not findings["well"]
    assert {f["name"] for f in findings["findings"] if f["state"] == "fault"} == {"originals", "digests"}


@pytest.mark.slow
def test_a_backup_that_is_killed_leaves_nothing_half_done(filled: Installation, folder: Path) -> None:
    place, chance = folder / "b.tar", random.Random(2)
    server = hold_server(filled.home)
    begun = time.monotonic()
    filled.told("backup", str(place))
    lasts = time.monotonic() - begun
    for _ in range(20):
        place.unlink(missing_ok=True)
        process = filled.begin("backup", str(place))
        time.sleep(lasts * chance.uniform(0.3, 1.0))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert not place.exists() or filled.run("restore", "--check", str(place)).returncode == 0
    place.unlink(missing_ok=True)
    filled.told("backup", str(place))
    assert [p.name for p in folder.iterdir() if p.name.endswith(".partial")] == []
    assert filled.run("restore", "--check", str(place)).returncode == 0
    server.release()


@pytest.mark.slow
def test_a_restore_that_is_killed_leaves_nothing_and_the_next_succeeds(filled: Installation, folder: Path) -> None:
    place, chance, empty = folder / "b.tar", random.Random(3), Installation(folder / "elsewhere")
    before = contents(filled)
    filled.told("backup", str(place))
    server = hold_server(empty.home)
    for _ in range(6):
        process = empty.begin("restore", str(place))
        time.sleep(chance.uniform(1.0, 3.0))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        with psycopg.connect(server.url) as connection:
            (tables,) = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() or (
                0,
            )
            assert tables in (0, len(before))  # as many: for the originals there, the sessions here
            connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    empty.told("restore", str(place))
    assert contents(empty) == before
    server.release()
