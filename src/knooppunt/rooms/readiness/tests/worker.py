"""Workers for tests to kill: forks one for each line it reads, says its number, and forgets it.

A worker does what the clock and the workers of the node do, at this moment, over and over until it is killed.
"""

from __future__ import annotations

import os
import signal
import sys
import time

import django

django.setup()

from knooppunt.ground.delivery.models import Dispatch  # noqa: E402  Django is set up first
from knooppunt.ground.delivery.public import attempt, carry  # noqa: E402
from knooppunt.kit.clock import now  # noqa: E402
from knooppunt.rooms.readiness.clock import Clock  # noqa: E402


def work() -> None:
    """Until somebody ends it."""
    clock = Clock()
    while True:
        clock.tick()
        carry("sms")
        for one in Dispatch.objects.filter(channel="email", state="waiting", due_at__lte=now()):
            attempt(one.id)
        time.sleep(0.01)


signal.signal(signal.SIGCHLD, signal.SIG_IGN)
print("ready", flush=True)  # noqa: T201
for _ in sys.stdin:
    born = os.fork()
    if not born:
        work()
    print(born, flush=True)  # noqa: T201
