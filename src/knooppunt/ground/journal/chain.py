"""Sealing the journal, and finding out whether anyone changed it since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.db import connection, transaction

from knooppunt.ground.journal.models import Seal
from knooppunt.ground.journal.rules import NO_SEAL, seal_digest
from knooppunt.ground.journal.writing import SEALING
from knooppunt.kit.clock import now

BATCH = 10_000
BEFORE_ALL = -(2**63)


@dataclass(frozen=True, slots=True)
class Fault:
    """The first row that is not as it was: an entry's id, or a seal's number."""

    what: Literal["changed", "removed", "inserted", "seal changed", "seal removed"]
    row: int


@dataclass(frozen=True, slots=True)
class Verification:
    """What was checked. ``head`` is the digest (hex) of the last seal: keep it elsewhere to prove the chain later."""

    entries: int
    sealed: int
    seals: int
    head: str
    fault: Fault | None


def seal() -> int:
    """Seal all entries that are not sealed yet; how many. Waits for writers that are about to commit."""
    sealed = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEALING])
            last = Seal.objects.order_by("-number").first()
            cursor.execute(
                "SELECT id, digest FROM journal_entry WHERE id > %s ORDER BY id LIMIT %s",
                [max(last.entries) if last else 0, BATCH],
            )
            rows = cursor.fetchall()
            if rows:
                _append(last, [row[0] for row in rows], [bytes(row[1]) for row in rows])
        sealed += len(rows)
        if len(rows) < BATCH:
            return sealed


def _append(last: Seal | None, entries: list[int], digests: list[bytes]) -> None:
    number = last.number + 1 if last else 1
    previous = bytes(last.digest) if last else NO_SEAL
    Seal.objects.create(
        number=number,
        sealed_at=now(),
        entries=entries,
        digests=digests,
        previous=previous,
        digest=seal_digest(number, previous, entries, digests),
    )


def verify() -> Verification:
    """Compute every digest anew and compare. Reads one consistent snapshot; changes nothing."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        seals = list(Seal.objects.order_by("number"))
        cursor.execute("SELECT count(*) FROM journal_entry")
        entries = cursor.fetchone()[0]
        return Verification(
            entries=entries,
            sealed=sum(len(one.entries) for one in seals),
            seals=len(seals),
            head=bytes(seals[-1].digest).hex() if seals else "",
            fault=next(_faults(seals), None),
        )


def _faults(seals: list[Seal]) -> Iterator[Fault]:
    previous, last = NO_SEAL, BEFORE_ALL
    for expected, one in enumerate(seals, start=1):
        yield from _seal_faults(one, expected, previous)
        yield from _batch_faults(one, after=last)
        previous, last = bytes(one.digest), max(one.entries)
    yield from _unsealed_faults(after=last)


def _seal_faults(one: Seal, expected: int, previous: bytes) -> Iterator[Fault]:
    if one.number != expected:
        yield Fault("seal removed", expected)
    digests = [bytes(digest) for digest in one.digests]
    intact = bytes(one.previous) == previous and len(digests) == len(one.entries)
    if not intact or bytes(one.digest) != seal_digest(one.number, previous, one.entries, digests):
        yield Fault("seal changed", one.number)


def _batch_faults(one: Seal, after: int) -> Iterator[Fault]:
    kept = dict(zip(one.entries, (bytes(digest) for digest in one.digests), strict=True))
    found = dict(_digests(after, max(one.entries)))
    for entry in sorted(kept.keys() | found.keys()):
        if entry not in found:
            yield Fault("removed", entry)
        elif entry not in kept:
            yield Fault("inserted", entry)
        elif found[entry] != kept[entry]:
            yield Fault("changed", entry)


def _digests(after: int, until: int) -> Iterator[tuple[int, bytes]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, journal_digest(e) FROM journal_entry e WHERE id > %s AND id <= %s ORDER BY id", [after, until]
        )
        for entry, digest in cursor.fetchall():
            yield entry, bytes(digest)


def _unsealed_faults(after: int) -> Iterator[Fault]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM journal_entry e WHERE id > %s AND digest IS DISTINCT FROM journal_digest(e) ORDER BY id",
            [after],
        )
        for (entry,) in cursor.fetchall():
            yield Fault("changed", entry)
