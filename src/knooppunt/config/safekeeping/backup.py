"""Writing a backup: one snapshot of the database, and the originals that this snapshot knows."""

from __future__ import annotations

import fcntl
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path
from typing import IO

from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from knooppunt import __version__
from knooppunt.config.safekeeping.parcel import DATABASE, ORIGINALS, Manifest, Packing, chunks_of
from knooppunt.config.safekeeping.programs import program
from knooppunt.ground.files.public import originals, vault
from knooppunt.kit.authority import system_actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import Conflict, phrase

Progress = Callable[[int], None]

SECONDARY = ("django_session",)  # who was signed in is of no use later, and would let them in again


def write_backup(place: Path, progress: Progress) -> Manifest:
    """Write everything to ``place``, which must not exist; it appears there when it is whole, or not at all.

    ``progress`` hears of bytes written. Originals that are missing or changed on disk are named in ``damaged``.
    """
    if place.exists():
        raise Conflict(phrase("{file} is there already; a backup overwrites nothing."), file=place)
    with _beside(place) as stream, _snapshot() as snapshot:
        packing = Packing(stream)
        packing.add(DATABASE, _counted(_dump(snapshot), progress))
        damaged = [digest for digest, size in originals(actor=system_actor("backup"))
                   if not _add_original(packing, digest, size, progress)]  # fmt: skip
        return packing.close(
            software=__version__,
            made_at=now().astimezone(UTC).isoformat(),
            postgresql=connection.pg_version,  # type: ignore[attr-defined]  # stubs give the generic wrapper
            migrations=sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()),
            damaged=damaged,
        )


@contextmanager
def _beside(place: Path) -> Iterator[IO[bytes]]:
    """A file next to ``place`` that becomes ``place`` after the block. One that was left half-written is used anew."""
    partial = place.with_name(f".{place.name}.partial")
    with open(partial, "a+b", opener=_private) as kept:
        _claim(kept, partial)
        try:
            kept.truncate(0)
            with partial.open("r+b") as stream:  # "a" would not let us go back to a member's head
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            _put(partial, place)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise


def _claim(kept: IO[bytes], partial: Path) -> None:
    busy = Conflict(phrase("Another backup to this file is under way."), place=str(partial))
    try:
        fcntl.flock(kept, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not os.path.samestat(os.fstat(kept.fileno()), partial.stat()):
            raise busy  # the other finished between our opening and our lock: this is its backup now
    except (BlockingIOError, FileNotFoundError) as taken:
        raise busy from taken


def _put(partial: Path, place: Path) -> None:
    try:
        os.link(partial, place)  # unlike a rename this never replaces what is there
    except FileExistsError as appeared:
        raise Conflict(phrase("{file} is there already; a backup overwrites nothing."), file=place) from appeared
    partial.unlink()
    folder = os.open(place.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


@contextmanager
def _snapshot() -> Iterator[str]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor.fetchone()[0]


def _dump(snapshot: str) -> Iterator[bytes]:
    unwanted = [f"--exclude-table-data={table}" for table in SECONDARY]
    with program(
        "pg_dump", "--format=custom", "--compress=gzip:1", "--no-owner", "--no-privileges", "--no-password",
        f"--snapshot={snapshot}", *unwanted, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
    ) as dumping:  # fmt: skip
        assert dumping.stdout
        yield from chunks_of(dumping.stdout)


def _add_original(packing: Packing, digest: str, size: int, progress: Progress) -> bool:
    try:
        with vault().place(digest).open("rb") as source:
            member = packing.add(ORIGINALS + digest, _counted(chunks_of(source), progress))
    except FileNotFoundError:
        return False
    if (member.sha256, member.size) == (digest, size):
        return True
    packing.take_back(member)
    return False


def _counted(chunks: Iterator[bytes], progress: Progress) -> Iterator[bytes]:
    for chunk in chunks:
        progress(len(chunk))
        yield chunk
