"""Bringing a backup back onto an empty installation: all of it, or nothing."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection

from knooppunt.config.database import SET_UP, bring_up_to_date, migrations_here
from knooppunt.config.safekeeping.parcel import (
    DATABASE,
    MANIFEST,
    ORIGINALS,
    Manifest,
    checked_manifest,
    chunks_of,
    opened,
)
from knooppunt.config.safekeeping.programs import program
from knooppunt.ground.files.public import vault
from knooppunt.kit.problems import Conflict, Invalid, phrase

# An installation without a past has at most the entries of its own making in the journal.
HAS_PAST = f"SELECT EXISTS (SELECT FROM journal_entry WHERE actor_id <> '{SET_UP.id}')"  # noqa: S608  our own constant
MAKE_ROOM = f"""
LOCK TABLE journal_entry IN ACCESS EXCLUSIVE MODE;
DO $$ BEGIN IF ({HAS_PAST}) THEN RAISE EXCEPTION 'this installation is not empty any more'; END IF; END $$;
DROP SCHEMA public CASCADE;
CREATE SCHEMA public;
ALTER SCHEMA public OWNER TO pg_database_owner;
"""
UNKNOWN_TO_OLDER = b"SET transaction_timeout = 0;\n"  # PostgreSQL 17 and newer; our pg_restore writes it for all


def restore_backup(place: Path) -> Manifest:
    """Check the whole backup, then bring it back and up to date. Refuses an installation that is not empty."""
    manifest = checked_manifest(place)
    _refuse_newer(manifest)
    used = _refuse_used()
    with tempfile.TemporaryFile(dir=settings.KNOOPPUNT.home) as dump:
        _unpack(place, dump)
        dump.seek(0)
        _load(dump, MAKE_ROOM if used else "")
    connection.close()  # it knows tables that are gone
    bring_up_to_date()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return manifest


def _refuse_newer(manifest: Manifest) -> None:
    here = {f"{app}.{name}" for app, name in migrations_here()}
    known = {name.split(".")[0] for name in here}
    newer = [name for name in manifest.migrations if name.split(".")[0] in known and name not in here]
    if newer:
        raise Conflict(
            phrase(
                "This backup was made by a newer Knooppunt ({software}): it has {migration}. Update this one first."
            ),
            software=manifest.software,
            migration=newer[0],
        )


def _refuse_used() -> bool:
    """Whether there are tables at all; :class:`Conflict` when anything was done here."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if not tables:
            return False
        if "journal_entry" in tables:
            cursor.execute(HAS_PAST)
            if not cursor.fetchone()[0]:
                return True
    raise Conflict(phrase("This installation is not empty: a backup is brought back onto an empty one only."))


def _unpack(place: Path, dump: IO[bytes]) -> None:
    """Put the originals in their places (extra ones harm nobody) and the database in ``dump``."""
    with opened(place) as members:
        for name, _size, content in members:
            if name == DATABASE:
                dump.writelines(chunks_of(content))
            elif name.startswith(ORIGINALS):
                _keep(place, name.removeprefix(ORIGINALS), content)
            elif name != MANIFEST:
                raise Invalid(phrase("{name} does not belong in a backup."), place=str(place), name=name)


def _keep(place: Path, digest: str, content: IO[bytes]) -> None:
    stored = vault().store(content)  # type: ignore[arg-type]  # a reader of bytes is all it needs
    if stored.sha256 != digest:
        raise Invalid(phrase("The original {name} changed while it was read."), place=str(place), name=digest)


def _load(dump: IO[bytes], before: str) -> None:
    """Run the dump as one transaction, which is committed only once ``pg_restore`` has said all of it."""
    reading = ("pg_restore", "--file=-", "--no-owner", "--no-privileges")
    with program("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", "-",
                 stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as writing:  # fmt: skip
        assert writing.stdin
        with writing.stdin as script:
            try:
                script.write(f"BEGIN;\n{before}".encode())
                with program(*reading, stdin=dump, stdout=subprocess.PIPE) as said:
                    assert said.stdout
                    script.writelines(_for_this_server(chunks_of(said.stdout)))
                script.write(b"COMMIT;\n")
            except BrokenPipeError:
                pass  # psql stopped at an error, and says which


def _for_this_server(chunks: Iterable[bytes]) -> Iterable[bytes]:
    chunks = iter(chunks)
    old = connection.pg_version < 170_000  # type: ignore[attr-defined]  # stubs give the generic wrapper
    yield next(chunks, b"").replace(UNKNOWN_TO_OLDER, b"" if old else UNKNOWN_TO_OLDER)
    yield from chunks
