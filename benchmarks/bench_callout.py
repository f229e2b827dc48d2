"""Calling 1,000 people over two channels, beside a bare loop that posts the same messages.

    python -m benchmarks.bench_callout [--people 1000] [--rounds 3] [--json]

The gateway is a process of its own. Ours counts from ``send`` until every dispatch is settled: dispatches, attempts and
journal committed before the wire and after it. The peer posts the same number of messages over as many connections by
the same HTTP client, from as many threads, and writes nothing down. Beside it stands what GoAlert's own limit (one
message a second per channel) comes to, which is computed and not measured.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from uuid import UUID, uuid4

import httpx
from django.conf import settings
from django.db import connection

import benchmarks.opening  # noqa: F401  opens the house
from knooppunt.config.database import ready
from knooppunt.ground.delivery.models import Attempt, Dispatch
from knooppunt.ground.delivery.public import Message, carry, send
from knooppunt.ground.network.public import ContactPoint, Person
from knooppunt.kit.authority import system_actor
from knooppunt.kit.clock import now

AIM = 2.0
CHANNELS = ("sms", "voice")
CALL = Message("Oproep", "U wordt opgeroepen. Antwoord via", "/answer/{token}/", purpose="answer")
CALLER = system_actor("benchmark of calling")


@contextmanager
def gateway() -> Iterator[str]:
    """The address of a gateway in a process of its own."""
    command = [sys.executable, "-m", "knooppunt.ground.delivery.tests.gateway"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        yield f"http://127.0.0.1:{int(running.stdout.readline())}/messages"
        running.terminate()


def people(count: int) -> list[UUID]:
    """So many people with a number for each of the channels."""
    made = Person.objects.bulk_create(Person(name=f"Persoon {number}", email="") for number in range(count))
    ContactPoint.objects.bulk_create(
        ContactPoint(person=one, means=means, address=f"+316{number:08}", rank=rank, made_at=now())
        for number, one in enumerate(made)
        for rank, means in enumerate(CHANNELS)
    )
    return [one.id for one in made]


def ours(to: Sequence[UUID]) -> float:
    """Seconds from sending until all is settled."""
    about = str(uuid4())
    began = time.perf_counter()
    for channel in CHANNELS:
        send(channel=channel, to=to, message=CALL, about=about, key=about + channel, urgent=True, actor=CALLER)
    with ThreadPoolExecutor(len(CHANNELS)) as workers:
        list(workers.map(_carried, CHANNELS))
    taken = time.perf_counter() - began
    sent = Dispatch.objects.filter(about=about, state="sent").count()
    assert sent == len(to) * len(CHANNELS), f"only {sent} were sent"
    assert Attempt.objects.filter(dispatch__about=about, outcome="sent").count() == sent
    return taken


def _carried(channel: str) -> None:
    try:
        carry(channel)
    finally:
        connection.close()


def bare(url: str, count: int) -> float:
    """Seconds in which the same messages are posted, and nothing else is done."""
    began = time.perf_counter()
    with ThreadPoolExecutor(len(CHANNELS)) as workers:
        list(workers.map(lambda _: _posted(url, count), CHANNELS))
    return time.perf_counter() - began


def _posted(url: str, count: int) -> None:
    connections = settings.KNOOPPUNT.gateway_connections
    limits = httpx.Limits(max_connections=connections, max_keepalive_connections=connections)

    def one(number: int) -> None:
        reference = str(uuid4())
        text = f"U wordt opgeroepen. Antwoord via http://127.0.0.1:8000/answer/{'x' * 43}/"
        body = {"to": f"+316{number:08}", "text": text, "reference": reference, "callback": "x" * 40, "language": "nl"}
        client.post(url, content=json.dumps(body), headers={"Idempotency-Key": reference}).raise_for_status()

    with httpx.Client(limits=limits, trust_env=False) as client, ThreadPoolExecutor(connections) as threads:
        list(threads.map(one, range(count)))


def told(mine: Sequence[float], peer: Sequence[float], count: int) -> str:
    """The comparison as people read it."""
    ratio = statistics.median(one / other for one, other in zip(mine, peer, strict=True))
    met = "reached" if ratio <= AIM else "NOT reached"
    messages = count * len(CHANNELS)
    return (
        f"{messages:,} messages to {count:,} people over {len(CHANNELS)} channels, all on record: {min(mine):.2f} s;"
        f" bare loop {min(peer):.2f} s; ratio {ratio:.2f} (aim at most {AIM:.0f}: {met})\n"
        f"GoAlert's own limit of one message a second per channel: {count:,} s (computed, not measured)"
    )


def main(arguments: Sequence[str]) -> None:
    """Call, let the peer post, in turns, and print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    with ready(), gateway() as url:
        settings.KNOOPPUNT = replace(
            settings.KNOOPPUNT, sms_url=url, voice_url=url, sms_per_minute=1_000_000, voice_per_minute=1_000_000
        )
        to = people(given.people)
        rounds = [(ours(to), bare(url, given.people)) for _ in range(given.rounds + 1)][1:]  # the first warms up
    mine, peer = [one for one, _ in rounds], [other for _, other in rounds]
    print(json.dumps({"ours": mine, "bare": peer}) if given.json else told(mine, peer, given.people))


if __name__ == "__main__":
    main(sys.argv[1:])
