"""What Prometheus may read: requests and streams of this machine, and the state of the node in the database."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError, connection
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from knooppunt import __version__
from knooppunt.config.database import pending_migrations

requests = Counter("knooppunt_requests", "Answered requests.", ["method", "route", "status"])
request_seconds = Histogram(
    "knooppunt_request_seconds",
    "Time to answer, by route.",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0),
)
live_streams = Gauge("knooppunt_live_streams", "Open live streams.", multiprocess_mode="mostrecent")
writing_windows = Gauge(
    "knooppunt_writing_windows", "Open windows in which people write together.", multiprocess_mode="mostrecent"
)

STATE = """
SELECT (SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'),
       (SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'),
       (SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'),
       (SELECT coalesce(extract(epoch FROM now() - min(coalesce(j.scheduled_at, e.at))), 0)
          FROM procrastinate_jobs j
          LEFT JOIN LATERAL (SELECT max(at) AS at FROM procrastinate_events WHERE job_id = j.id) e ON true
         WHERE j.status = 'todo' AND coalesce(j.scheduled_at, now()) <= now()),
       (SELECT coalesce(max(id), 0) FROM journal_entry),
       (SELECT coalesce(extract(epoch FROM now() - max(sealed_at)), 0) FROM journal_seal),
       (SELECT coalesce(extract(epoch FROM now() - max(last_heartbeat)), -1) FROM procrastinate_workers),
       pg_database_size(current_database())
"""
OPEN = """
SELECT channel, state, count(*), coalesce(extract(epoch FROM now() - min(made_at)), 0)
  FROM delivery_dispatch WHERE state <> 'sent' GROUP BY channel, state ORDER BY channel, state
"""
MEANINGS = (
    ("knooppunt_jobs_waiting", "Jobs that wait."),
    ("knooppunt_jobs_running", "Jobs under way."),
    ("knooppunt_jobs_failed", "Jobs that failed and wait for a person."),
    ("knooppunt_jobs_oldest_seconds", "How long the oldest job that is due has waited."),
    ("knooppunt_journal_last_entry", "Number of the newest entry of the journal."),
    ("knooppunt_journal_sealed_seconds_ago", "Time since the last seal."),
    ("knooppunt_worker_seen_seconds_ago", "Time since any worker gave a sign of life; -1: there is none."),
    ("knooppunt_database_bytes", "Size of the database."),
)


class NodeState(Collector):
    """Asks the database at each scrape: nothing of this is state of a process."""

    def collect(self) -> Iterator[Metric]:
        info = GaugeMetricFamily("knooppunt_info", "Version of the software.", labels=["version"])
        info.add_metric([__version__], 1)
        yield info
        yield GaugeMetricFamily(
            "knooppunt_disk_free_bytes",
            "Free space in KNOOPPUNT_HOME.",
            shutil.disk_usage(settings.KNOOPPUNT.home).free,
        )
        yield from _database_state()


def exposition() -> bytes:
    """All metrics in the text format of Prometheus; those of all processes under one supervisor together."""
    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library has no types here
    else:
        for metric in (requests, request_seconds, live_streams, writing_windows):
            registry.register(metric)
    registry.register(NodeState())
    return generate_latest(registry)


def _database_state() -> Iterator[Metric]:
    try:
        waiting = len(pending_migrations())
        with connection.cursor() as cursor:
            cursor.execute(STATE)
            values = cursor.fetchone()
            cursor.execute(OPEN)
            dispatches = cursor.fetchall()
    except DatabaseError:
        yield GaugeMetricFamily("knooppunt_database_up", "Whether the database answers.", 0)
        return
    yield GaugeMetricFamily("knooppunt_database_up", "Whether the database answers.", 1)
    yield GaugeMetricFamily("knooppunt_migrations_waiting", "Migrations that wait.", waiting)
    for (name, meaning), value in zip(MEANINGS, values, strict=True):
        yield GaugeMetricFamily(name, meaning, float(value))
    yield from _dispatches(dispatches)


def _dispatches(counted: list[tuple[str, str, int, float]]) -> Iterator[Metric]:
    labels = ["channel", "state"]
    counts = GaugeMetricFamily("knooppunt_dispatches", "What was not sent, by channel and state.", labels=labels)
    ages = GaugeMetricFamily("knooppunt_dispatches_oldest_seconds", "Age of the oldest of these.", labels=labels)
    for channel, state, count, age in counted:
        counts.add_metric([channel, state], count)
        ages.add_metric([channel, state], float(age))
    yield from (counts, ages)
