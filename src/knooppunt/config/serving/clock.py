"""The process that wakes when something in a call-out is due."""

from __future__ import annotations

import logging
import logging.config
import signal
import threading
from importlib import import_module

import django
from django.db import Error, close_old_connections

from knooppunt.config.environment import Environment
from knooppunt.config.logs import logging_settings

log = logging.getLogger("knooppunt.readiness")
AGAIN = 1.0


def keep_time(environment: Environment) -> None:
    """Tick until told to stop. Two of these, on two machines, share the work."""
    django.setup()
    logging.config.dictConfig(logging_settings(environment.log_level, environment.log_format))
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    # Late: its tables exist once Django is set up.
    clock, pause = import_module("knooppunt.rooms.readiness.clock").Clock(), 0.0
    while not stopping.wait(pause):
        try:
            pause = clock.tick()
        except Error as lost:
            log.warning("the clock lost the database (%s)", type(lost).__name__)
            close_old_connections()
            pause = AGAIN
