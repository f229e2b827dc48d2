"""The database as commands and servers find it: it answers, is new enough, and has what this version needs."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib.util import find_spec

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from knooppunt.config.embedded import hold_server
from knooppunt.ground.figures.public import sync_catalogue
from knooppunt.ground.journal.public import seal
from knooppunt.ground.network.public import sync_organisations
from knooppunt.kit.authority import system_actor
from knooppunt.kit.problems import Problem, phrase

LEAST_VERSION = 16
UPGRADING = 7_301_002  # advisory lock: one process at a time brings a database up to date
SET_UP = system_actor("set-up")


class DatabaseProblem(Problem):
    """The database does not answer, is too old, or is not up to date."""


@contextmanager
def held(*, seals: bool = False) -> Iterator[None]:
    """A database that answers, whatever is in it; the embedded server runs as long as the block."""
    embedded = settings.KNOOPPUNT.embedded
    server = hold_server(settings.KNOOPPUNT.home) if embedded else None
    try:
        _connect()
        yield
    finally:
        if seals:
            with suppress(DatabaseError):  # what is left is sealed by the workers, or the next time
                seal()
        connection.close()
        if server:
            server.release()


@contextmanager
def ready(*, seals: bool = False) -> Iterator[None]:
    """A database that is up to date. The embedded one is brought there; of another server that is a person's choice."""
    with held(seals=seals):
        if settings.KNOOPPUNT.embedded:
            bring_up_to_date()
        elif missing := pending_migrations():
            raise DatabaseProblem(
                phrase(
                    "The database is not up to date: {count} migrations are waiting. Run `knooppunt migrate` first."
                ),
                count=len(missing),
            )
        yield


def bring_up_to_date() -> list[str]:
    """Apply pending migrations and bring the package tables in, one process at a time; what was applied."""
    with _alone():
        applied = pending_migrations()
        if applied:
            call_command("migrate", verbosity=0, interactive=False)
        sync_organisations(actor=SET_UP)
        sync_catalogue(actor=SET_UP)
    if applied:
        seal()
    return applied


def pending_migrations() -> list[str]:
    """``app.name`` of the migrations this version has and the database has not. Two queries; imports no migration."""
    applied = set(MigrationRecorder(connection).applied_migrations())
    return [f"{app}.{name}" for app, name in migrations_here() if (app, name) not in applied]


def unknown_migrations() -> list[str]:
    """``app.name`` of what a newer version applied to this database."""
    here = set(migrations_here())
    known = {app for app, _name in here}
    applied = sorted(MigrationRecorder(connection).applied_migrations())
    return [f"{app}.{name}" for app, name in applied if app in known and (app, name) not in here]


@cache
def migrations_here() -> tuple[tuple[str, str], ...]:
    """App and name of every migration in this version, in no order that matters."""
    found = []
    for app in apps.get_app_configs():
        spec = find_spec(f"{app.name}.migrations")
        for module in pkgutil.iter_modules(spec.submodule_search_locations or []) if spec else []:
            if not module.ispkg and module.name[0] not in "_~":
                found.append((app.label, module.name))
    return tuple(found)


def _connect() -> None:
    try:
        connection.ensure_connection()
    except OperationalError as failed:
        raise DatabaseProblem(phrase("The database does not answer: {said}"), said=str(failed).strip()) from failed
    version = connection.pg_version // 10_000  # type: ignore[attr-defined]  # stubs give the generic wrapper
    if version < LEAST_VERSION:
        raise DatabaseProblem(
            phrase("This is PostgreSQL {version}; Knooppunt needs {least} or newer."),
            version=version,
            least=LEAST_VERSION,
        )


@contextmanager
def _alone() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [UPGRADING])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [UPGRADING])
