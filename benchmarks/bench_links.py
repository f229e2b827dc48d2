"""Guessing links: ten million made-up tokens against the check, and what the time of an answer tells.

    python -m benchmarks.bench_links [--guesses 10000000] [--processes 2] [--each 200] [--json]

The guesses are of the right length and form, so that each goes through the whole check; beside it the same number of
bare HMACs with a constant-time comparison. The times are of a GET of the page: of a link that is open, one that is too
old and one that was made up, in turn, over the whole application but without a network. Of each kind there are two
series: how far those two lie apart is the noise beside which a difference between kinds has to be read.
"""

from __future__ import annotations

import argparse
import hmac
import json
import logging
import secrets
import statistics
import sys
import time
from base64 import urlsafe_b64encode
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.test import Client

from benchmarks import opening
from knooppunt.config.database import ready
from knooppunt.ground.access.public import TLP
from knooppunt.ground.delivery.public import capability, dispatch_of
from knooppunt.ground.network.public import NODE_ID, Person, sync_organisations
from knooppunt.kit.authority import system_actor
from knooppunt.kit.clock import now
from knooppunt.kit.ids import new_id
from knooppunt.rooms.readiness.models import Call, Callout, Group, Plan, PlanVersion, Sent
from knooppunt.rooms.readiness.rules.plans import ChannelStep, Line, PlanContent, plan_to_json

PURPOSE = "answer"
LENGTH = 32  # bytes of a token: the dispatch and its mark
OPEN, OLD, MADE_UP = "open", "too old", "made up"
CONTENT = PlanContent((Line("lawyer", "KCR2"),), (ChannelStep("email"),), "Alarm", "{reason}")


def main() -> int:
    """Guess, measure and print; the exit code says whether a guess was right."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--guesses", type=int, default=10_000_000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--each", type=int, default=200)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    assert opening
    found = _guessed(asked.guesses, asked.processes)
    with ready():
        found |= _timed(asked.each)
    if asked.json:
        sys.stdout.write(json.dumps(found) + "\n")
    else:
        for name, told in found.items():
            sys.stdout.write(f"{name}: {', '.join(f'{key} {value}' for key, value in told.items())}\n")
    return 0 if found["guesses"]["right"] == 0 else 1


def _guessed(guesses: int, processes: int) -> dict[str, dict[str, float]]:
    shares = [guesses // processes] * processes
    with ProcessPoolExecutor(processes) as pool:
        right, checked = _run(pool, guess, shares)
        _none, bare = _run(pool, compare, shares)
    done = sum(shares)
    rates = {"a_second": round(done / checked), "bare_hmac_a_second": round(done / bare)}
    return {"guesses": {"tried": done, "right": right, **rates, "ratio": round(checked / bare, 2)}}


def _run(pool: ProcessPoolExecutor, work: object, shares: list[int]) -> tuple[int, float]:
    assert callable(work)
    began = time.perf_counter()
    found = sum(pool.map(work, shares))
    return found, time.perf_counter() - began


def guess(count: int) -> int:
    """How many of so many made-up tokens are right."""
    return sum(
        dispatch_of(urlsafe_b64encode(secrets.token_bytes(LENGTH)).rstrip(b"=").decode(), PURPOSE) is not None
        for _ in range(count)
    )


def compare(count: int) -> int:
    """The least that a check could do: one HMAC and one comparison."""
    key, found = secrets.token_bytes(32), 0
    for _ in range(count):
        told = secrets.token_bytes(LENGTH)
        found += hmac.compare_digest(told[16:], hmac.digest(key, told[:16], sha256)[:16])
    return found


def _timed(each: int) -> dict[str, dict[str, float]]:
    """The answer times by kind, twice, in milliseconds; and the differences."""
    logging.disable(logging.INFO)
    links = {OPEN: _link(0), OLD: _link(73)}
    series: dict[tuple[str, int], list[float]] = {}
    client, turn = Client(HTTP_HOST=settings.ALLOWED_HOSTS[0]), 0
    for _ in range(each):
        for again in (0, 1):
            for kind in (OPEN, OLD, MADE_UP):
                turn += 1
                token = links.get(kind) or capability(new_id(), PURPOSE)[:-22] + secrets.token_urlsafe(16)
                # Whoever guesses from one address is held off: each of these comes from another.
                came = f"10.{turn >> 16 & 255}.{turn >> 8 & 255}.{turn & 255}"
                began = time.perf_counter()
                client.get(f"/a/{token}/", REMOTE_ADDR=came)
                series.setdefault((kind, again), []).append((time.perf_counter() - began) * 1000)
    return _told(series)


def _told(series: dict[tuple[str, int], list[float]]) -> dict[str, dict[str, float]]:
    middle = {one: statistics.median(times) for one, times in series.items()}
    kinds = {
        kind: {
            "median_ms": round(statistics.median([*series[kind, 0], *series[kind, 1]]), 3),
            "p90_ms": round(statistics.quantiles([*series[kind, 0], *series[kind, 1]], n=10)[-1], 3),
            "apart_from_itself_ms": round(abs(middle[kind, 0] - middle[kind, 1]), 3),
        }
        for kind in (OPEN, OLD, MADE_UP)
    }
    apart = kinds[OLD]["median_ms"] - kinds[MADE_UP]["median_ms"]
    return kinds | {"too old beside made up": {"difference_ms": round(apart, 3)}}


def _link(hours: int) -> str:
    """The token of a call in a call-out that began so many hours ago."""
    sync_organisations(actor=system_actor("benchmark"))
    marks = {"held_by": str(NODE_ID), "marking": TLP.AMBER}
    who = {"made_by_id": "x", "made_by_name": "x"}
    plan = Plan.objects.create(name=f"Warm {hours}", made_at=now(), **marks)
    version = PlanVersion.objects.create(plan=plan, number=1, content=plan_to_json(CONTENT), made_at=now(), **who)
    began = now() - timedelta(hours=hours)
    by = {"started_by_id": "x", "started_by_name": "x"}
    callout = Callout.objects.create(version=version, purpose="real", reason="Meting", started_at=began, **by, **marks)
    common = {"callout": callout, "role": "lawyer", "needed": 1, "at_once": 1, "minutes": 600, "escalates_to": 0}
    group = Group.objects.create(line=1, standing="asking", turn=1, **common)
    person = Person.objects.create(id=new_id(), name=f"Mens {hours}", email=f"mens{hours}@example.org")
    call = Call.objects.create(callout=callout, group=group, person=person, organisation_id=NODE_ID, rank=0,
                               state="asked", rounds=1, asked_at=began, **marks)  # fmt: skip
    dispatch: UUID = new_id()
    Sent.objects.create(dispatch=dispatch, call=call, channel="email", step=0, round=1, at=began)
    return capability(dispatch, PURPOSE)


if __name__ == "__main__":
    sys.exit(main())
