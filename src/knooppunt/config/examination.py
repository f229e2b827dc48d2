"""What ``knooppunt doctor`` looks at: one function an examination, each giving what it found."""

from __future__ import annotations

import hashlib
import shutil
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, Self

from django.conf import settings
from django.db import connection

from knooppunt.config.database import pending_migrations, unknown_migrations
from knooppunt.ground.delivery.public import State, tally, troubles
from knooppunt.ground.figures.public import unequal_sums
from knooppunt.ground.files.public import originals, vault
from knooppunt.ground.journal.public import verify
from knooppunt.kit.authority import system_actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import phrase

LEAST_FREE = 2 * 1024**3
OLD = 24 * 3600
MOST_NAMED = 20
NOT_DELIVERED = (State.FAILED, State.REFUSED, State.UNCERTAIN)
DOCTOR = system_actor("doctor")


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about the installation: all is well, a notice, or a fault."""

    state: Literal["well", "notice", "fault"]
    template: str
    values: dict[str, Any] = field(default_factory=dict)
    name: str = ""

    @classmethod
    def well(cls, template: str, **values: object) -> Self:
        return cls("well", template, values)

    @classmethod
    def notice(cls, template: str, **values: object) -> Self:
        return cls("notice", template, values)

    @classmethod
    def fault(cls, template: str, **values: object) -> Self:
        return cls("fault", template, values)

    def sentence(self, template: str | None = None) -> str:
        """The filled-in sentence, from a translated template when one is given."""
        return (template or self.template).format(**self.values)


@dataclass(frozen=True, slots=True)
class Examination:
    """``long``: it reads everything, which takes minutes on a large installation."""

    look: Callable[[], Iterator[Finding]]
    long: bool = False


def database() -> Iterator[Finding]:
    """Version, migrations, and whether its clock is ours."""
    version = connection.pg_version  # type: ignore[attr-defined]  # stubs give the generic wrapper
    yield Finding.well(phrase("PostgreSQL {version} answers."), version=f"{version // 10000}.{version % 10000}")
    for name in pending_migrations():
        yield Finding.fault(phrase("Migration {name} waits: run `knooppunt migrate`."), name=name)
    for name in unknown_migrations():
        yield Finding.fault(phrase("A newer Knooppunt brought {name}: do not use this version with it."), name=name)
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
        apart = abs(float(cursor.fetchone()[0]) - time.time())
    if apart > 2:
        yield Finding.fault(phrase("The clocks of database and node are {seconds} s apart."), seconds=round(apart, 1))


def originals_present() -> Iterator[Finding]:
    """Every original is there, with the size it had."""
    missing, count = [], 0
    for digest, size in originals(actor=DOCTOR):
        place, count = vault().place(digest), count + 1
        if not place.exists() or place.stat().st_size != size:
            missing.append(digest)
    yield from _named(missing, phrase("Original {name} is missing, or has another size than it had."))
    if not missing:
        yield Finding.well(phrase("All {count} originals are there."), count=count)


def originals_same() -> Iterator[Finding]:
    """Every original still has the digest it is called by."""
    changed = []
    for digest, _size in originals(actor=DOCTOR):
        place = vault().place(digest)
        if place.exists():
            with place.open("rb") as stream:
                if hashlib.file_digest(stream, "sha256").hexdigest() != digest:
                    changed.append(digest)
    yield from _named(changed, phrase("Original {name} is not as it came in."))
    if not changed:
        yield Finding.well(phrase("The originals are as they came in."))


def left_behind() -> Iterator[Finding]:
    """Files of imports that were killed half-way."""
    old = [place for place in vault().folder.glob("incoming-*") if now().timestamp() - place.stat().st_mtime > OLD]
    for place in old[:MOST_NAMED]:
        yield Finding.notice(phrase("{name} was left by an import that broke off; it can go."), name=place)
    if not old:
        yield Finding.well(phrase("No import left anything behind."))


def journal() -> Iterator[Finding]:
    """The chain of the journal."""
    found = verify()
    if found.fault:
        yield Finding.fault(
            phrase("The journal is not intact: {what} at {row}."), what=found.fault.what, row=found.fault.row
        )
    else:
        yield Finding.well(phrase("The journal is intact: {entries} entries."), entries=found.entries)


def sums() -> Iterator[Finding]:
    """The kept sums equal the sums of what was delivered."""
    unequal = list(unequal_sums(actor=DOCTOR))
    yield from _named(unequal, phrase("A kept sum is not the sum of its parts: {name}."))
    if not unequal:
        yield Finding.well(phrase("Every kept sum equals the sum of its parts."))


def jobs() -> Iterator[Finding]:
    """Jobs that failed for good."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name, count(*) FROM procrastinate_jobs WHERE status = 'failed' GROUP BY 1 ORDER BY 1"
        )
        failed = cursor.fetchall()
    for task, count in failed:
        yield Finding.notice(phrase("{count} jobs {task} failed for good."), count=count, task=task)
    if not failed:
        yield Finding.well(phrase("No job failed."))


def sending() -> Iterator[Finding]:
    """Whether anything can be sent, and what was not delivered."""
    for sentence in troubles().values():
        yield Finding.notice(sentence)
    counted = tally(actor=DOCTOR)
    undelivered = {state: count for state, count in counted.items() if state[1] in NOT_DELIVERED}
    for (channel, state), count in undelivered.items():
        yield Finding.notice(phrase("{count} messages over {channel} are {state}: see `knooppunt delivery list`."),
                             count=count, channel=channel, state=state.value)  # fmt: skip
    if not undelivered:
        yield Finding.well(phrase("Nothing that was sent is undelivered."))


def disk() -> Iterator[Finding]:
    """Room on the disk of the home."""
    free = shutil.disk_usage(settings.KNOOPPUNT.home).free
    shown = f"{free / 1024**3:.1f}"
    if free < LEAST_FREE:
        yield Finding.fault(phrase("Only {free} GiB is free in KNOOPPUNT_HOME."), free=shown)
    else:
        yield Finding.well(phrase("{free} GiB is free in KNOOPPUNT_HOME."), free=shown)


def safety() -> Iterator[Finding]:
    """Settings and rights that let no one in who should stay out."""
    known = settings.KNOOPPUNT
    secret = known.home / "secret"
    if secret.exists() and secret.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield Finding.fault(phrase("Others can read {file}: give it mode 600."), file=secret)
    if known.tls and {"localhost", "127.0.0.1"} >= set(known.hosts):
        yield Finding.fault(phrase("KNOOPPUNT_TLS is on, but KNOOPPUNT_HOSTS names only this machine."))
    if known.tls and not known.secret:
        yield Finding.notice(phrase("KNOOPPUNT_SECRET is not set: a second web machine would not know the sessions."))
    if known.tls and not known.metrics_token:
        yield Finding.notice(phrase("KNOOPPUNT_METRICS_TOKEN is not set: nobody can read /metrics."))
    yield Finding.well(phrase("The settings were read: {count} hosts."), count=len(known.hosts))


def _named(names: list[Any], template: str) -> Iterator[Finding]:
    for name in names[:MOST_NAMED]:
        yield Finding.fault(template, name=name)
    if len(names) > MOST_NAMED:
        yield Finding.fault(phrase("… and {count} more."), count=len(names) - MOST_NAMED)


EXAMINATIONS: dict[str, Examination] = {
    "database": Examination(database),
    "settings": Examination(safety),
    "disk": Examination(disk),
    "originals": Examination(originals_present),
    "digests": Examination(originals_same, long=True),
    "leftovers": Examination(left_behind),
    "journal": Examination(journal, long=True),
    "sums": Examination(sums, long=True),
    "jobs": Examination(jobs),
    "sending": Examination(sending),
}
