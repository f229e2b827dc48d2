"""One change to thousands of open live streams, beside Nchan in one run.

    python -m benchmarks.bench_live [--listeners 2000 5000] [--changes 20] [--people 100] [--workers auto]
                                    [--dead 100] [--json]

Ours is ``knooppunt serve --web``. The listeners are signed-in people of several organisations and regions; a change is
a file with one figure that is imported, with its row, entries in the journal and jobs, in one transaction. Time counts
from just before its COMMIT: the commit, the notification of PostgreSQL and the question whether this person may hear of
it are in it, for every listener. Streams of someone who may not are open too, and must stay silent. Nchan
(``libnginx-mod-nchan``) gets the same text in one POST to a channel that everyone may hear, with as many processes as
there are processors (``--workers``), and keeps it in memory; time counts from just before that request. It is not the
same work.

All listeners of both are open all the time and hear in turns. Arrival is when the kernel had it at the listener's
socket (see ``listeners``). A ratio is that of the 99th percentiles of one change and the publication beside it, and
their median. Memory is resident memory of all processes of the server, divided by the listeners.

With ``--dead`` half of so many listeners vanish from ours without a word and half stop reading, while changes go on:
when has the last of them been dropped, and do the others hear as quickly as before?

Ends with 69 (EX_UNAVAILABLE), and says why, where Nchan is not installed or too few files may be open. Linux.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.test import Client

from benchmarks.exercise import HOME, KNOOPPUNT, bare
from benchmarks.listeners import Crowd, connections, crowd, dead, room_for
from benchmarks.measuring import ADDRESS, await_port, family, free_port, resident_kb, serving
from knooppunt.config.database import ready
from knooppunt.config.demo.cast import CAST, REPORTERS
from knooppunt.ground.access.public import actor_by_email, demo_accounts, operator, welcome
from knooppunt.ground.figures.public import import_file
from knooppunt.kit.authority import NOBODY

OURS, NCHAN = "knooppunt", "Nchan"
AIM = 1.5
BOUND = 75.0
"""Seconds: a sign of life every 20, of which the kernel wants to hear within 30; the rest is for looking."""
MODULE = Path("/usr/lib/nginx/modules/ngx_nchan_module.so")
MISSING = "This needs Nchan: apt-get install --no-install-recommends nginx libnginx-mod-nchan (Debian). It is not run."
SILENT = 20  # streams of someone who may not hear of figures
MARK = b"figures.FiguresImported"
TOLD = b'{"topic": "figures", "event": "figures.FiguresImported"}'
SPARE = 500  # files for everything else
CONFIG = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log warn;
worker_processes {workers}; worker_rlimit_nofile {files}; load_module {module};
events {{ worker_connections {files}; }}
http {{
  access_log off;
  client_body_temp_path {folder}/1; proxy_temp_path {folder}/2; fastcgi_temp_path {folder}/3;
  uwsgi_temp_path {folder}/4; scgi_temp_path {folder}/5;
  server {{
    listen {address}:{port} backlog=8192;
    location /live/ {{ nchan_subscriber eventsource; nchan_channel_id figures; }}
    location /publish/ {{ nchan_publisher; nchan_channel_id figures; }}
  }}
}}
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A running server with its listeners, and how to change something there: gives the moment before it is told."""

    port: int
    crowd: Crowd
    change: Callable[[], float]
    kb_each: float
    metrics: str = ""

    def tell(self) -> list[float]:
        """Change something; milliseconds until each of the listeners had it."""
        return [1000 * seconds for seconds in self.crowd.hear(MARK, self.change())]


def people(count: int) -> tuple[list[str], str]:
    """Cookies of ``count`` people who may hear of figures, and of one who may not."""
    players, known = list(REPORTERS.values()), _accounts()
    emails = [f"luisteraar{number}@oefening.example" for number in range(count)]
    for number, email in enumerate(emails):
        player = players[number % len(players)]
        if email not in known:
            welcome(name=f"Luisteraar {number}", email=email, place=player.place, bundle=player.bundle,
                    area=player.area, actor=operator())  # fmt: skip
        assert actor_by_email(email).may_anywhere("figures.read")
    without = next(player.email for player in CAST if not player.bundle)
    assert not actor_by_email(without).may_anywhere("figures.read")
    known = _accounts()
    return [_signed_in(known[email]) for email in emails], _signed_in(known[without])


def _accounts() -> dict[str, UUID]:
    return {account.email: account.id for account in demo_accounts(actor=NOBODY)}


def _signed_in(account: UUID) -> str:
    browser = Client(headers={"host": ADDRESS})
    browser.post(f"/account/demo/{account}/")
    return "; ".join(f"{name}={morsel.value}" for name, morsel in browser.cookies.items())


@contextmanager
def ours(folder: Path, cookies: Sequence[str]) -> Iterator[Place]:
    """The node, with a listener for each of the cookies."""
    pages, live = free_port(), free_port()
    named = {"KNOOPPUNT_HOME": str(HOME), "KNOOPPUNT_LOG_LEVEL": "warning", "KNOOPPUNT_WEB_PROCESSES": "1",
             "KNOOPPUNT_PORT": str(pages), "KNOOPPUNT_LIVE_PORT": str(live)}  # fmt: skip
    with serving(OURS, pages, [*KNOOPPUNT, "serve", "--web"], bare() | named, folder) as node:
        await_port(live)
        process = next(number for number in family(node.process.pid) if b"\0live\0" in _command(number))
        with _listening(live, process, [_request(each) for each in cookies]) as (crowd, each):
            yield Place(live, crowd, lambda: import_one(folder), each, f"http://{ADDRESS}:{pages}/metrics")


@contextmanager
def nchan(folder: Path, count: int, workers: str) -> Iterator[Place]:
    """nginx with Nchan, and as many listeners."""
    port, config = free_port(), folder / "nginx.conf"
    config.write_text(CONFIG.format(folder=folder, workers=workers, files=count + SPARE, module=MODULE,
                                    address=ADDRESS, port=port))  # fmt: skip
    with (
        serving(NCHAN, port, [_nginx() or "", "-c", str(config)], bare(), folder) as server,
        _listening(port, server.process.pid, [_request("")] * count) as (crowd, each),
    ):
        yield Place(port, crowd, lambda: publish(port), each)


@contextmanager
def _listening(port: int, process: int, requests: Sequence[bytes]) -> Iterator[tuple[Crowd, float]]:
    """A crowd, and how many kB of the server each listener takes."""
    before = resident_kb(process)
    with crowd(port, requests) as listening:
        time.sleep(1)
        yield listening, (resident_kb(process) - before) / len(requests)


def import_one(folder: Path) -> float:
    """Import a figure that was never there; the moment just before it is committed."""
    file = folder / "figure.csv"
    rows = ("indicator,area,from,until,value", f"cases.reported,GM0344,2020-09-15,2020-09-15,{time.time_ns() % 10**9}")
    file.write_text("\n".join((*rows, "")))
    with transaction.atomic():
        import_file(path=file, file_name=file.name, actor=operator())
        return time.time()


def publish(port: int) -> float:
    """Publish the same text; the moment just before."""
    request = urllib.request.Request(f"http://{ADDRESS}:{port}/publish/", data=TOLD)
    before = time.time()
    urllib.request.urlopen(request).read()
    return before


def measure(count: int, chosen: argparse.Namespace, cookies: Sequence[str], silent: str) -> dict[str, Any]:
    """What ``count`` listeners to each hear in turns; with the first also what the dead do."""
    asked = [cookies[number % len(cookies)] for number in range(count)]
    with (
        tempfile.TemporaryDirectory(prefix="knooppunt-bench-") as name,
        ours(Path(name), asked) as node,
        nchan(Path(name), count, chosen.workers) as peer,
        crowd(node.port, [_request(silent)] * SILENT) as unhearing,
    ):
        rounds = [{OURS: node.tell(), NCHAN: peer.tell()} for _ in range(chosen.changes + 1)][1:]
        if MARK in unhearing.take():
            raise RuntimeError("someone heard what they may not know")
        found = {
            "listeners": count,
            **{name: _told_of([each[name] for each in rounds]) for name in (OURS, NCHAN)},
            "ratio": statistics.median(_ratios(rounds)),
            "ratios": [round(one, 2) for one in sorted(_ratios(rounds))],
            "kb": {OURS: node.kb_each, NCHAN: peer.kb_each},
        }
        if chosen.dead and count == chosen.listeners[0]:
            found["dead"] = bury(node, chosen.dead, asked)
        return found


def bury(node: Place, count: int, cookies: Sequence[str]) -> dict[str, Any]:
    """Let ``count`` die while changes go on; seconds until all were dropped, and what the others heard meanwhile."""
    living, streams = connections(node.port), open_streams(node.metrics)
    requests = [_request(cookies[number % len(cookies)]) for number in range(count)]
    gone = dead(node.port, requests[::2], vanished=True) + dead(node.port, requests[1::2], vanished=False)
    began, heard, dropped = time.monotonic(), list[list[float]](), None
    while dropped is None and time.monotonic() < began + BOUND:
        heard.append(node.tell())
        if connections(node.port) <= living and open_streams(node.metrics) <= streams:
            dropped = time.monotonic() - began
    for listener in gone:
        listener.socket.close()
    return {"count": count, "dropped": dropped, "bound": BOUND, "others": _told_of(heard)}


def open_streams(metrics: str) -> int:
    """How many streams the node itself says it has open."""
    said = urllib.request.urlopen(metrics).read().decode()
    found = re.search(r"^knooppunt_live_streams ([\d.]+)", said, re.MULTILINE)
    return int(float(found[1])) if found else 0


def _told_of(rounds: Sequence[Sequence[float]]) -> dict[str, float]:
    """Milliseconds: the medians over the changes of the 50th and 99th percentile over the listeners."""
    return {f"p{part}": statistics.median(_percentile(one, part) for one in rounds) for part in (50, 99)}


def _percentile(values: Sequence[float], part: int) -> float:
    return statistics.quantiles(values, n=100)[part - 1]


def _ratios(rounds: Sequence[dict[str, list[float]]]) -> list[float]:
    return [_percentile(each[OURS], 99) / _percentile(each[NCHAN], 99) for each in rounds]


def _request(cookies: str) -> bytes:
    said = ["GET /live/ HTTP/1.1", f"Host: {ADDRESS}", "Accept: text/event-stream", f"Cookie: {cookies}", "", ""]
    return "\r\n".join(said).encode()


def _command(process: int) -> bytes:
    return Path(f"/proc/{process}/cmdline").read_bytes()


def _nginx() -> str | None:
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


def in_the_way(chosen: argparse.Namespace) -> str:
    """Why it cannot be measured here; empty when it can."""
    if sys.platform != "linux" or not (_nginx() and MODULE.exists()):
        return MISSING
    return room_for(2 * max(chosen.listeners) + chosen.dead + SILENT + SPARE)


def told(found: Sequence[dict[str, Any]]) -> str:
    """What was measured, for people."""
    lines = ["One change to all listeners, ms (medians over the changes); ours asks for each whether they may know."]
    for one in found:
        lines.append(f"{one['listeners']:,} listeners{'p50':>13}{'p99':>9}{'kB each':>10}")
        for name in (OURS, NCHAN):
            lines.append(f"  {name:<20}{one[name]['p50']:>9.1f}{one[name]['p99']:>9.1f}{one['kb'][name]:>10.1f}")
        reached = "reached" if one["ratio"] <= AIM else "NOT reached"
        spread = f"{one['ratios'][0]:.2f} to {one['ratios'][-1]:.2f}"
        lines.append(f"  ratio of p99: {one['ratio']:.2f} ({spread})  aim: at most {AIM:g}: {reached}")
        if "dead" in one:
            lines.append(_told_dead(one["dead"]))
    return "\n".join(lines)


def _told_dead(found: dict[str, Any]) -> str:
    dropped = found["dropped"]
    when = f"after {dropped:.0f} s" if dropped is not None else "NOT"
    others = f"the others meanwhile p50 {found['others']['p50']:.1f}, p99 {found['others']['p99']:.1f}"
    return f"  {found['count']} dead listeners: all dropped {when}  aim: within {found['bound']:.0f} s; {others}"


def main(arguments: Sequence[str]) -> int:
    """See the module."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--listeners", type=int, nargs="+", default=[2000, 5000], help="to each server")
    options.add_argument("--changes", type=int, default=20)
    options.add_argument("--people", type=int, default=100)
    options.add_argument("--workers", default="auto", help="processes of nginx")
    options.add_argument("--dead", type=int, default=100, help="0: leave the dead out")
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args(arguments)
    if why := in_the_way(chosen):
        print(why, file=sys.stderr)
        return os.EX_UNAVAILABLE
    with ready():
        cookies, silent = people(chosen.people)
        found = [measure(count, chosen, cookies, silent) for count in chosen.listeners]
    print(json.dumps(found) if chosen.json else told(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
