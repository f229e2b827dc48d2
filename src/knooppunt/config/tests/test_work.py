"""Workers: what they take over, and what goes along in a transaction."""

from __future__ import annotations

import asyncio

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app as jobs
from procrastinate.contrib.django.utils import connector_params

from knooppunt.config.serving.work import AT_ONCE, WorkingConnector, rescue

pytestmark = pytest.mark.django_db(transaction=True)


def waiting() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, status FROM procrastinate_jobs ORDER BY id")
        return list(cursor.fetchall())


def test_a_job_deferred_by_a_job_goes_along_in_its_transaction() -> None:
    with jobs.replace_connector(WorkingConnector(kwargs=connector_params())) as working:

        async def work() -> None:
            async with working.open_async():
                await asyncio.to_thread(break_off)

        def break_off() -> None:
            with transaction.atomic():
                working.configure_task("journal.seal", queueing_lock=None).defer(timestamp=0)
                transaction.set_rollback(True)
            connection.close()

        asyncio.run(work())
    assert waiting() == []


def test_a_job_whose_worker_died_begins_anew() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id"
        )
        worker = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, worker_id)"
            " VALUES ('default', 'journal.seal', 'doing', %s)",
            [worker],
        )
    assert waiting() == [("journal.seal", "doing")]

    class Context:
        app = jobs

    async def run() -> None:
        with jobs.replace_connector(WorkingConnector(kwargs=connector_params())) as working:
            async with working.open_async():
                await rescue.func(Context, timestamp=0)  # type: ignore[arg-type]  # all it reads is the app

    asyncio.run(run())
    assert waiting() == [("journal.seal", "todo")]


def test_every_task_is_in_a_queue_that_has_a_worker() -> None:
    jobs.perform_import_paths()  # type: ignore[no-untyped-call]  # the library has no types here
    assert {task.queue for task in jobs.tasks.values()} - {"builtin"} == AT_ONCE.keys()
