"""Writing together beside y-websocket and hocuspocus: from a keystroke to the other 49 screens, in one run.

    python -m benchmarks.bench_writing [--rounds 3] [--seconds 6] [--clients 50] [--per-second 2] [--burst 5] [--json]

Fifty windows type in one text: steadily, each ``--per-second`` keystrokes a second, and in bursts, all of them
``--burst`` at the same moment. The windows are in a process of their own (``peers/driver.mjs``), the same for each
server; servers take turns and each round has a text of its own. A ratio is the median over the rounds of ours divided
by that of a peer, so below 1 ours is quicker. Peers, from npm (``npm ci`` in ``benchmarks/peers``), as they come:

- *y-websocket*: ``@y/websocket-server``.
- *hocuspocus*: ``@hocuspocus/server`` without extensions.

Ours commits every keystroke in PostgreSQL (synchronous_commit on) before anyone sees it, looks at what is in it, and
asks who may write. The peers keep everything in memory, and lose it when they stop. It is not the same work.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from benchmarks.measuring import ADDRESS, cpu_seconds, free_port, serving
from knooppunt.config.tests.running import PASSWORD, Installation
from knooppunt.config.tests.texts import ANNA, begin, signed_in

PEERS = Path(__file__).resolve().parent / "peers"
OURS, Y_WEBSOCKET, HOCUSPOCUS = "knooppunt", "y-websocket", "hocuspocus"
AIM = 1.0
"""The 99th percentile of ours, divided by that of hocuspocus."""
SPARE = 90.0


@dataclass(frozen=True, slots=True)
class Place:
    """A server to write at: how to reach a text that nobody has written in."""

    name: str
    process: int
    url: str
    flavour: str
    headers: Mapping[str, str]
    installation: Installation | None = None

    def text(self) -> tuple[str, str]:
        """Address and name of a new text."""
        name = begin(self.installation) if self.installation else str(uuid4())
        return self.url.format(name=name), name


@contextmanager
def places(folder: Path) -> Iterator[list[Place]]:
    """The three servers, running."""
    node = shutil.which("node")
    if node is None or not (PEERS / "node_modules").exists():
        sys.exit("This needs Node 20 or newer, and `npm ci` in benchmarks/peers.")
    with ExitStack() as running:
        yield [
            running.enter_context(_ours(folder)),
            running.enter_context(_peer(Y_WEBSOCKET, [node, "node_modules/@y/websocket-server/src/server.js"], folder)),
            running.enter_context(_peer(HOCUSPOCUS, [node, "hocuspocus.mjs"], folder)),
        ]


@contextmanager
def _ours(folder: Path) -> Iterator[Place]:
    installation = Installation(folder / "home")
    add = ("user", "add", "Anna Analist", ANNA, "--bundle", "node_officer", "--password-stdin")
    installation.told(*add, said=f"{PASSWORD}\n")
    with installation.node("--web") as node:
        url = f"ws://{ADDRESS}:{node.live}/writing/{{name}}/live/"
        yield Place(OURS, node.process.pid, url, "plain", {"Cookie": signed_in(node)}, installation)


@contextmanager
def _peer(name: str, command: list[str], folder: Path) -> Iterator[Place]:
    port = free_port()
    environment = {**os.environ, "HOST": ADDRESS, "PORT": str(port)}
    program = [command[0], str(PEERS / command[1])]
    with serving(name, port, program, environment, folder) as server:
        flavour = "hocuspocus" if name == HOCUSPOCUS else "plain"
        yield Place(name, server.process.pid, f"ws://{ADDRESS}:{port}/{{name}}", flavour, {})


def drive(place: Place, *, clients: int, seconds: float, per_second: float, burst: int) -> dict[str, Any]:
    """Let windows type at one server; what their process measured."""
    url, name = place.text()
    wanted = {"url": url, "document": name, "flavour": place.flavour, "headers": place.headers, "clients": clients,
              "seconds": seconds, "perSecond": per_second, "burst": burst}  # fmt: skip
    before = cpu_seconds(place.process)
    done = subprocess.run(["node", "driver.mjs", json.dumps(wanted)], cwd=PEERS, capture_output=True, text=True,
                          timeout=seconds + SPARE, check=False)  # fmt: skip
    if done.returncode:
        sys.exit(f"{place.name}: {done.stderr}")
    measured: dict[str, Any] = json.loads(done.stdout)
    after = cpu_seconds(place.process)
    measured["cpu"] = after - before if before is not None and after is not None else None
    if measured["arrived"] < measured["expected"] or not measured["same"]:
        sys.exit(f"{place.name} lost keystrokes: {measured}")
    return measured


def main() -> None:
    """See the module."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--seconds", type=float, default=6.0)
    options.add_argument("--clients", type=int, default=50)
    options.add_argument("--per-second", type=float, default=2.0)
    options.add_argument("--burst", type=int, default=5)
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    found: dict[str, dict[str, list[dict[str, Any]]]] = {}
    with tempfile.TemporaryDirectory(prefix="knooppunt-bench-") as folder, places(Path(folder)) as servers:
        for _ in range(chosen.rounds):
            for mode, burst in (("steady", 0), ("bursts", chosen.burst)):
                for place in servers:
                    measured = drive(place, clients=chosen.clients, seconds=chosen.seconds,
                                     per_second=chosen.per_second, burst=burst)  # fmt: skip
                    found.setdefault(mode, {}).setdefault(place.name, []).append(measured)
    print(json.dumps(found) if chosen.json else told(found))


def told(found: Mapping[str, Mapping[str, list[dict[str, Any]]]]) -> str:
    """What was measured, for people. Times are milliseconds."""
    lines = ["Keystroke to the other screens, ms (median of the rounds); ours commits each in PostgreSQL first.", ""]
    for mode, servers in found.items():
        lines.append(f"{mode:<14}{'p50':>9}{'p99':>9}{'keystrokes':>12}{'cpu s':>8}")
        for name, rounds in servers.items():
            middle = {key: statistics.median(one[key] for one in rounds) for key in ("p50", "p99", "typed")}
            cpu = statistics.median(one["cpu"] or 0.0 for one in rounds)
            lines.append(f"  {name:<12}{middle['p50']:>9.1f}{middle['p99']:>9.1f}{middle['typed']:>12.0f}{cpu:>8.1f}")
        for peer in (Y_WEBSOCKET, HOCUSPOCUS):
            lines.append(
                f"  ours / {peer}: " + ", ".join(f"{key} {ratio(servers, peer, key):.2f}" for key in ("p50", "p99"))
            )
        verdict = "kept" if ratio(servers, HOCUSPOCUS, "p99") <= AIM else "missed"
        lines += [f"  aim, p99 at most {AIM} times that of hocuspocus: {verdict}", ""]
    return "\n".join(lines)


def ratio(servers: Mapping[str, list[dict[str, Any]]], peer: str, key: str) -> float:
    """Ours divided by theirs, round by round; the median."""
    pairs = zip(servers[OURS], servers[peer], strict=True)
    return statistics.median(ours[key] / theirs[key] for ours, theirs in pairs)


if __name__ == "__main__":
    main()
