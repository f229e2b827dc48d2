"""The Today page as it is served, beside other servers of this machine in one run.

    python -m benchmarks.bench_today [--rounds 5] [--seconds 3] [--clients 8] [--processes 2] [--news] [--json]

Everything runs on the exercise of ``knooppunt demo``, in the home KNOOPPUNT_HOME or in a temporary one. Browsers of
different people, signed in, ask for the page over and over on connections that stay open as long as the server keeps
them. The servers take turns; a ratio is the median over the rounds. Peers:

- *gunicorn's defaults*: the same application with the same settings on the same database, ``gunicorn
  knooppunt.config.wsgi:application`` with nothing else said: one process, one request at a time.
- *hello*: a Django view without middleware or database that says "hello", under the server and with the options that
  ``knooppunt serve`` uses: how much of what is possible the page leaves.

The first answers of every process, with empty caches, are not counted. Nothing is committed meanwhile, so that every
process keeps the page it made; with ``--news`` something is, fifty times a second, and the page is made anew all the
time. Processor time per request is printed beside the rate, because other work on the machine disturbs it less.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.exercise import HOME, KNOOPPUNT, bare
from benchmarks.measuring import ADDRESS, Load, Server, free_port, load, serving
from knooppunt.config.database import ready
from knooppunt.config.serving.child import PAGES_BACKLOG
from knooppunt.ground.access.public import demo_accounts
from knooppunt.kit.authority import NOBODY

AIM = 3.0
MOST_QUERIES = 12
DRAWN = b"data-chart"  # what the page of someone who sees the picture has in it
WARMING = 3  # new connections each time, so that every process gets some
PAUSE = 0.02  # seconds between two pieces of news
MOST_REQUESTS = 5000  # of one server in one round
OURS, GUNICORN, HELLO = "knooppunt serve --web", "gunicorn's defaults", 'bare Django "hello"'
REPOSITORY = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Reader:
    """Someone who sees the picture on Today: the cookies of a session, and what the first and second look ask."""

    name: str
    cookies: str
    first_queries: int
    next_queries: int

    @property
    def request(self) -> bytes:
        """What the browser sends."""
        lines = ("GET / HTTP/1.1", f"Host: {ADDRESS}", f"Cookie: {self.cookies}", "Accept: text/html", "", "")
        return "\r\n".join(lines).encode()


def readers() -> list[Reader]:
    """Everyone in the exercise who sees the picture, signed in with the one click of a demo."""
    found = []
    for account in demo_accounts(actor=NOBODY):
        browser = Client(headers={"host": ADDRESS})
        browser.post(f"/account/demo/{account.id}/")
        with CaptureQueriesContext(connection) as first:
            page = browser.get("/")
        with CaptureQueriesContext(connection) as again:
            browser.get("/")
        if DRAWN in page.content:
            cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in browser.cookies.items())
            found.append(Reader(account.name, cookies, len(first), len(again)))
    return found


@contextmanager
def news() -> Iterator[None]:
    """Commit something, over and over, as long as the block runs."""
    done = threading.Event()

    def commit() -> None:
        while not done.wait(PAUSE):
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_current_xact_id()")
        connection.close()

    writer = threading.Thread(target=commit)
    writer.start()
    try:
        yield
    finally:
        done.set()
        writer.join()


@contextmanager
def servers(folder: Path, processes: int) -> Iterator[list[Server]]:
    """Ours and the peers, all of them up, until the end of the block."""
    with ExitStack() as all_of_them:
        begun = []
        for name, command in ((OURS, _ours), (GUNICORN, _gunicorn), (HELLO, _hello)):
            port = free_port()
            words, environment = command(port, processes)
            begun.append(all_of_them.enter_context(serving(name, port, words, environment, folder)))
        yield begun


def _ours(port: int, processes: int) -> tuple[list[str], dict[str, str]]:
    chosen = {"PORT": port, "LIVE_PORT": free_port(), "WEB_PROCESSES": processes}
    named = {f"KNOOPPUNT_{name}": str(value) for name, value in chosen.items()}
    return [*KNOOPPUNT, "serve", "--web"], bare() | {"KNOOPPUNT_HOME": str(HOME)} | named


def _gunicorn(port: int, _processes: int) -> tuple[list[str], dict[str, str]]:
    words = [sys.executable, "-m", "gunicorn", "knooppunt.config.wsgi:application", "--bind", f"{ADDRESS}:{port}"]
    return words, bare() | {"KNOOPPUNT_HOME": str(HOME)}


def _hello(port: int, processes: int) -> tuple[list[str], dict[str, str]]:
    options = {
        "--interface": "wsgi",
        "--host": ADDRESS,
        "--port": port,
        "--workers": processes,
        "--blocking-threads": settings.KNOOPPUNT.web_threads,
        "--backlog": PAGES_BACKLOG,
        "--backpressure": PAGES_BACKLOG,
    }
    words = [str(word) for option in options.items() for word in option]
    quiet = ["--no-ws", "--log-level", "warning"]
    command = [sys.executable, "-m", "granian", *words, *quiet, "benchmarks.hello:application"]
    return command, bare() | {"PYTHONPATH": str(REPOSITORY)}


@dataclass(frozen=True, slots=True)
class Measured:
    """All rounds of all servers, and the people for whom they served."""

    rounds: list[dict[str, Load]]
    people: list[Reader]
    processes: int

    @property
    def queries(self) -> int:
        """The most that any look at the page asked the database, the first with empty caches too."""
        return max(max(person.first_queries, person.next_queries) for person in self.people)

    def ratio(self, peer: str) -> float:
        """How many times as many requests a second as ``peer``: the median over the rounds."""
        return statistics.median(each[OURS].rate / each[peer].rate for each in self.rounds)

    def rate(self, name: str) -> float:
        """Requests per second, the median over the rounds."""
        return statistics.median(each[name].rate for each in self.rounds)

    def cpu_ms(self, name: str) -> float | None:
        """Milliseconds of processor time per request in the server, its database left out."""
        known = [each[name].cpu for each in self.rounds]
        spent = [cpu for cpu in known if cpu is not None]
        if len(spent) < len(known):
            return None
        return 1000 * sum(spent) / sum(each[name].requests for each in self.rounds)


def measure(rounds: int, seconds: float, clients: int, processes: int) -> Measured:
    """Serve the page everywhere, and let the servers take turns."""
    people = readers()
    requests = [people[number % len(people)].request for number in range(clients)]
    with tempfile.TemporaryDirectory() as folder, servers(Path(folder), processes) as begun:
        for server in begun * WARMING:
            load(server, requests * 4, seconds=20, most=clients * 12)
        found = []
        for number in range(rounds):
            found.append({server.name: load(server, requests, seconds=seconds, most=MOST_REQUESTS) for server in begun})
            said = ", ".join(f"{name} {each.rate:,.0f}/s" for name, each in found[-1].items())
            print(f"round {number + 1}: {said}", file=sys.stderr, flush=True)
    return Measured(found, people, processes)


def told(found: Measured, clients: int) -> str:
    """A line for each server, each ratio and the queries."""
    size = found.rounds[0][OURS].size / 1000
    lines = [
        (
            f"Today, a page of {size:,.0f} kB that {clients} browsers ask for at once (requests per second, median);"
            f" {found.processes} page processes, {os.cpu_count()} processors"
        )
    ]
    for name in (OURS, GUNICORN, HELLO):
        cpu = found.cpu_ms(name)
        spent = "" if cpu is None else f"   {cpu:6.2f} ms of processor time each"
        lines.append(f"{name:<24} {found.rate(name):9,.0f}{spent}")
    ratio, queries = found.ratio(GUNICORN), found.queries
    again = max(person.next_queries for person in found.people)
    asked = f"queries: {queries} at most, {again} when nothing happened since  aim: at most {MOST_QUERIES}: "
    lines.append(f"ratio to {GUNICORN}: {ratio:.2f}  aim: at least {AIM:g}: {_verdict(reached=ratio >= AIM)}")
    lines.append(f"ratio to a {HELLO}: {found.ratio(HELLO):.3f}  (no aim)")
    lines.append(asked + _verdict(reached=queries <= MOST_QUERIES))
    return "\n".join(lines)


def _verdict(*, reached: bool) -> str:
    return "reached" if reached else "NOT reached"


def main(arguments: Sequence[str]) -> None:
    """Measure, and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3, help="longest time for one server in one round")
    parser.add_argument("--clients", type=int, default=8, help="browsers that ask at once")
    usual = settings.KNOOPPUNT.web_processes
    parser.add_argument("--processes", type=int, default=usual, help="page processes of ours; gunicorn has one")
    parser.add_argument("--news", action="store_true", help="let the page be made anew all the time")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    with ready(), news() if given.news else nullcontext():
        found = measure(given.rounds, given.seconds, given.clients, given.processes)
    facts = {
        "requests_per_second": {name: found.rate(name) for name in (OURS, GUNICORN, HELLO)},
        "cpu_ms": {name: found.cpu_ms(name) for name in (OURS, GUNICORN, HELLO)},
        "ratio": {GUNICORN: found.ratio(GUNICORN), HELLO: found.ratio(HELLO)},
        "aim": {GUNICORN: AIM, "queries": MOST_QUERIES},
        "queries": {"most": found.queries, "again": max(person.next_queries for person in found.people)},
    }
    print(json.dumps(facts) if given.json else told(found, given.clients))


if __name__ == "__main__":
    main(sys.argv[1:])
