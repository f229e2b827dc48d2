"""Keeps the child processes of a node running, and takes them along when it stops."""

from __future__ import annotations

import logging
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knooppunt.config.embedded import revive_server
from knooppunt.config.environment import Environment
from knooppunt.kit.problems import Problem, phrase

LOOK = 0.2
DATABASE_LOOK = 5.0
START = 90.0
STOP = 15.0
STEADY = 60.0
LONGEST_PAUSE = 30.0

log = logging.getLogger("knooppunt.serve")


class ServingProblem(Problem):
    """The node could not start."""


@dataclass(slots=True)
class Child:
    """One child process: what it is, and how it fares. Moments are those of ``time.monotonic``."""

    kind: str
    process: subprocess.Popen[bytes]
    begun: float
    failures: int = 0
    again_at: float | None = None


class Supervisor:
    """The children of one node. Use it in the main thread: signals stop it, and children are tied to their thread."""

    def __init__(self, kinds: Sequence[str], environment: Environment) -> None:
        self.environment = environment
        self.stopping = threading.Event()
        self.database_seen = time.monotonic()
        self.metrics = tempfile.TemporaryDirectory(prefix="knooppunt-metrics-")
        for port in {self._port(kind) for kind in kinds} - {0}:
            _refuse_taken(environment.address, port)
        self.children = [Child(kind, self._begin(kind), time.monotonic()) for kind in kinds]

    def run(self, ready: Callable[[], None]) -> None:
        """Serve until told to stop; calls ``ready`` once everything answers. Raises :class:`ServingProblem`."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: self.stopping.set())
        try:
            self._await_start()
            if not self.stopping.is_set():
                ready()
            while not self.stopping.wait(LOOK):
                self._look_after_database()
                for child in self.children:
                    self._look_after(child)
        finally:
            self._stop()

    def _await_start(self) -> None:
        waiting, until = list(self.children), time.monotonic() + START
        while waiting and not self.stopping.wait(LOOK):
            for child in self.children:
                if child.process.poll() is not None:
                    raise ServingProblem(
                        phrase("The process for {kind} did not start (exit code {code}); see what it said above."),
                        kind=child.kind,
                        code=child.process.returncode,
                    )
            waiting = [child for child in waiting if not self._answers(child.kind)]
            if waiting and time.monotonic() > until:
                raise ServingProblem(
                    phrase("The process for {kind} does not answer after {seconds} seconds."),
                    kind=waiting[0].kind,
                    seconds=int(START),
                )

    def _look_after(self, child: Child) -> None:
        now = time.monotonic()
        if child.again_at is not None:
            if now >= child.again_at:
                child.process, child.begun, child.again_at = self._begin(child.kind), now, None
            return
        if child.process.poll() is None:
            return
        child.failures = 1 if now - child.begun > STEADY else child.failures + 1
        pause = min(LONGEST_PAUSE, 0.25 * 2**child.failures)
        child.again_at = now + pause
        log.error(
            "the process for %s ended; again in %.1f s", child.kind, pause, extra={"code": child.process.returncode}
        )

    def _look_after_database(self) -> None:
        if not self.environment.embedded or time.monotonic() < self.database_seen + DATABASE_LOOK:
            return
        self.database_seen = time.monotonic()
        if revive_server(self.environment.home):
            log.error("the embedded database had ended, and was started again")

    def _begin(self, kind: str) -> subprocess.Popen[bytes]:
        # A session of its own: Ctrl-C in the terminal reaches the supervisor, which stops the children in order.
        return subprocess.Popen(  # noqa: S603  our own module
            [sys.executable, "-m", "knooppunt.config.serving.child", kind, str(os.getpid())],
            env={**os.environ, "PROMETHEUS_MULTIPROC_DIR": self.metrics.name},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _stop(self) -> None:
        for child in self.children:
            if child.process.poll() is None:
                child.process.terminate()
        until = time.monotonic() + STOP
        for child in self.children:
            try:
                child.process.wait(max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                log.warning("the process for %s did not stop in time and is killed", child.kind)
                child.process.kill()
                child.process.wait()
        self.metrics.cleanup()

    def _port(self, kind: str) -> int:
        return {"pages": self.environment.port, "live": self.environment.live_port}.get(kind, 0)

    def _answers(self, kind: str) -> bool:
        port = self._port(kind)
        if not port:
            return True
        # By the name others use: Django answers to no other.
        known_as = {"Host": self.environment.hosts[0].strip(".*") or "localhost"}
        probe = urllib.request.Request(f"http://{reachable(self.environment.address)}:{port}/health", headers=known_as)
        try:
            with urllib.request.urlopen(probe, timeout=2) as answer:  # noqa: S310  our own http address
                return bool(answer.status == 200)
        except OSError:
            return False


def reachable(address: str) -> str:
    """How this machine itself reaches a server that listens on ``address``."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104  looked up, not listened on
    return everywhere.get(address, f"[{address}]" if ":" in address else address)


def _refuse_taken(address: str, port: int) -> None:
    # Granian shares ports between its workers, and would share them with a stranger of the same user too.
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((address, port))
        except OSError as taken:
            raise ServingProblem(
                phrase("Port {port} of {address} cannot be used: {why}"), port=port, address=address, why=taken.strerror
            ) from taken
