"""How late an escalation starts while ten thousand stand open: the delay after its moment, beside the aim of 2 seconds.

    python -m benchmarks.bench_escalation [--open 10000] [--callouts 50] [--due 1000] [--over 20] [--json]

An installation of its own with the clock process of ``knooppunt serve`` itself. There are ``--open`` groups, in each of
which one person is asked and another waits, in ``--callouts`` call-outs. ``--due`` of them come due spread evenly over
``--over`` seconds, and then as many at one single moment; the others next week. The delay of one is from its due moment
until others see that it is done: the next person is asked, with the dispatch and its job, and all is committed. It is
looked at from outside every 20 ms, so that much may be too high.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from datetime import datetime, timedelta
from itertools import islice

from benchmarks import opening
from knooppunt.config.database import ready
from knooppunt.ground.access.public import TLP
from knooppunt.ground.network.public import NODE_ID, Person, sync_organisations
from knooppunt.kit.authority import system_actor
from knooppunt.kit.clock import now
from knooppunt.kit.ids import new_id
from knooppunt.rooms.readiness.models import Call, Callout, Due, Group, Plan, PlanVersion
from knooppunt.rooms.readiness.rules.plans import ChannelStep, Line, PlanContent, plan_to_json

AIM = 2.0
"""Seconds."""
LOOK = 0.02
NEXT_WEEK = timedelta(days=7)
CONTENT = PlanContent((Line("lawyer", "KCR2"),), (ChannelStep("email"),), "Alarm", "{reason}")


def main() -> int:
    """Measure, print, and say with the exit code whether the aim is met."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--open", type=int, default=10_000)
    parser.add_argument("--callouts", type=int, default=50)
    parser.add_argument("--due", type=int, default=1_000)
    parser.add_argument("--over", type=float, default=20.0)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    assert opening
    with ready():
        found = _measured(asked.open, asked.callouts, asked.due, asked.over)
    if asked.json:
        sys.stdout.write(json.dumps(found) + "\n")
    else:
        for name, told in found.items():
            sys.stdout.write(f"{name}: {', '.join(f'{key} {value}' for key, value in told.items())}\n")
    return 0 if found["spread"]["longest_s"] <= AIM else 1


def _measured(stand_open: int, callouts: int, due: int, over: float) -> dict[str, dict[str, float]]:
    _fill(stand_open, callouts)
    clock = subprocess.Popen([sys.executable, "-m", "knooppunt.config.serving.child", "clock", str(os.getpid())])
    try:
        time.sleep(3)
        waiting = iter(list(Due.objects.order_by("number", "group").values_list("id", flat=True)))
        spread = _delays(list(islice(waiting, due)), over)
        burst = _delays(list(islice(waiting, due)), 0)
    finally:
        clock.terminate()
        clock.wait(20)
    return {"spread": _told(spread, stand_open), "all at once": _told(burst, stand_open)}


def _fill(stand_open: int, callouts: int) -> None:
    sync_organisations(actor=system_actor("benchmark"))
    each = stand_open // callouts
    people = Person.objects.bulk_create(
        Person(id=new_id(), name=f"Mens {n}", email=f"mens{n}@example.org") for n in range(2 * each)
    )
    marks = {"held_by": str(NODE_ID), "marking": TLP.AMBER}
    plan = Plan.objects.create(name="Warm", made_at=now(), **marks)
    version = PlanVersion.objects.create(
        plan=plan, number=1, content=plan_to_json(CONTENT), made_at=now(), made_by_id="x", made_by_name="x"
    )
    for _ in range(callouts):
        _callout(version, people, marks)


def _callout(version: PlanVersion, people: list[Person], marks: dict[str, str]) -> None:
    callout = Callout.objects.create(
        version=version,
        purpose="real",
        reason="Meting",
        started_at=now(),
        started_by_id="x",
        started_by_name="x",
        **marks,
    )
    common = {"callout": callout, "role": "lawyer", "needed": 1, "at_once": 1, "minutes": 600, "escalates_to": 0}
    groups = Group.objects.bulk_create(
        Group(line=n, standing="asking", turn=1, **common) for n in range(1, len(people) // 2 + 1)
    )
    calls = []
    for n, group in enumerate(groups):
        for rank, state in enumerate(("asked", "waiting")):
            calls.append(
                Call(
                    callout=callout,
                    group=group,
                    person=people[2 * n + rank],
                    organisation_id=NODE_ID,
                    rank=rank,
                    state=state,
                    rounds=1 - rank,
                    asked_at=None if rank else now(),
                    **marks,
                )
            )
    Call.objects.bulk_create(calls, batch_size=1000)
    Due.objects.bulk_create(
        # By number they go round the call-outs: what is due at one moment is of many of them.
        Due(due_at=now() + NEXT_WEEK, what="escalate", callout=callout, group=group, number=1)
        for group in groups
    )


def _delays(these: list[int], over: float) -> list[float]:
    """Let these come due, and wait until all are done: the delay of each in seconds."""
    start = now() + timedelta(seconds=2)
    moments: dict[int, datetime] = {
        which: start + timedelta(seconds=over * n / len(these)) for n, which in enumerate(these)
    }
    Due.objects.bulk_update([Due(id=which, due_at=at) for which, at in moments.items()], ["due_at"])
    found: list[float] = []
    while moments:
        left = set(Due.objects.filter(id__in=list(moments)).values_list("id", flat=True))
        seen = now()
        found += [(seen - moments.pop(which)).total_seconds() for which in [*moments] if which not in left]
        time.sleep(LOOK)
    return sorted(found)


def _told(delays: list[float], stand_open: int) -> dict[str, float]:
    return {
        "open": stand_open,
        "due": len(delays),
        "median_s": round(statistics.median(delays), 3),
        "p95_s": round(delays[int(len(delays) * 0.95) - 1], 3),
        "p99_s": round(delays[int(len(delays) * 0.99) - 1], 3),
        "longest_s": round(delays[-1], 3),
        "aim_s": AIM,
    }


if __name__ == "__main__":
    sys.exit(main())
