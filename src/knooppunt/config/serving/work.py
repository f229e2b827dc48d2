"""The worker: reactions, jobs, and what happens by the clock."""

from __future__ import annotations

import logging
import logging.config
import os

import django
from procrastinate import JobContext
from procrastinate.connector import BaseConnector
from procrastinate.contrib.django import app as jobs
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.utils import connector_params
from procrastinate.psycopg_connector import PsycopgConnector

from knooppunt.config.environment import Environment
from knooppunt.config.logs import logging_settings

log = logging.getLogger("knooppunt.work")

AT_ONCE = {"default": 2, "delivery": 4}
"""Jobs at once, by queue. Each queue has a process of its own: a slow mail server must not hold up reactions."""
GRACE = 8  # seconds for a job under way when the node stops; after that it is given back


class WorkingConnector(PsycopgConnector):
    """The worker's own connections for fetching jobs; a job that is deferred by a job goes along in its transaction."""

    def get_sync_connector(self) -> BaseConnector:
        return DjangoConnector()


@jobs.periodic(cron="* * * * *")
@jobs.task(name="config.rescue", queueing_lock="config.rescue", pass_context=True)
async def rescue(context: JobContext, timestamp: int) -> None:
    """Give back the jobs of workers that gave no sign of life for half a minute; another worker begins them anew."""
    for job in await context.app.job_manager.get_stalled_jobs():
        log.warning("a job of a worker that died begins anew", extra={"task": job.task_name, "job": job.id or 0})
        await context.app.job_manager.retry_job(job)


def work(environment: Environment, queue: str) -> None:
    """Do the jobs of one queue until told to stop."""
    django.setup()
    logging.config.dictConfig(logging_settings(environment.log_level, environment.log_format))
    with jobs.replace_connector(WorkingConnector(kwargs=connector_params())) as working:
        working.run_worker(
            name=f"knooppunt-{queue}-{os.getpid()}",
            queues=[queue],
            concurrency=AT_ONCE[queue],
            shutdown_graceful_timeout=GRACE,
            delete_jobs="successful",  # the journal remembers; what failed stays
        )
