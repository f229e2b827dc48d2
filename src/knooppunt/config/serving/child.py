"""One child of the supervisor: ``python -m knooppunt.config.serving.child pages|live|worker|delivery|clock PARENT``."""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Callable
from importlib import import_module

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from knooppunt.config.environment import Environment, read_environment
from knooppunt.config.logs import logging_settings
from knooppunt.config.serving.lifeline import die_with

PAGES_BACKLOG = 2048
STREAMS = 8192  # with granian's own limit 2,000 open streams once hung
GRACE = 8  # seconds for requests under way when the node stops


def main(kind: str, parent: int) -> None:
    """Be that child until told to stop."""
    die_with(parent)
    environment = read_environment(os.environ)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "knooppunt.config.settings")
    CHILDREN[kind](environment)


def pages(environment: Environment) -> None:
    """Pages, API and files of the look: WSGI, because synchronous Django is much faster there than under ASGI."""
    _granian(
        environment,
        "knooppunt.config.serving.pages:application",
        interface=Interfaces.WSGI,
        websockets=False,
        port=environment.port,
        workers=environment.web_processes,
        blocking_threads=environment.web_threads,
        blocking_threads_idle_timeout=600,  # a thread keeps its database connection
        backlog=PAGES_BACKLOG,
        backpressure=PAGES_BACKLOG,
    )


def live(environment: Environment) -> None:
    """The live stream and writing together: ASGI, one process, many open connections."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    _granian(
        environment,
        "knooppunt.config.serving.live:application",
        interface=Interfaces.ASGI,
        port=environment.live_port,
        workers=1,
        runtime_threads=min(2, os.cpu_count() or 1),  # two processors write what many listeners hear
        backlog=STREAMS,
        websockets=True,
        backpressure=STREAMS,
    )


def worker(environment: Environment) -> None:
    """Reactions, jobs and what happens by the clock."""
    _work(environment, "default")


def delivery(environment: Environment) -> None:
    """Sending out."""
    _work(environment, "delivery")


def clock(environment: Environment) -> None:
    """What is due in call-outs."""
    import_module("knooppunt.config.serving.clock").keep_time(environment)


def _work(environment: Environment, queue: str) -> None:
    # Late: Django, which the others leave to their workers.
    import_module("knooppunt.config.serving.work").work(environment, queue)


def _granian(environment: Environment, target: str, **options: object) -> None:
    Granian(
        target,
        address=environment.address,
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE,
        log_level=LogLevels.warning,
        log_dictconfig=logging_settings(environment.log_level, environment.log_format),
        **options,  # type: ignore[arg-type]  # named above, each as Granian has it
    ).serve()


CHILDREN: dict[str, Callable[[Environment], None]] = {
    "pages": pages,
    "live": live,
    "worker": worker,
    "delivery": delivery,
    "clock": clock,
}

if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
