"""A page of 342 municipalities with borders, links and CRS, beside pygeoapi with the same GeoJSON in one run.

    python -m benchmarks.bench_ogc [--rounds 5] [--seconds 4] [--clients 4] [--processes 2] [--news] [--json]

Ours is ``/ogc/v1`` under ``knooppunt serve``, asked with a token: who asks, what that may see and how often are found
out on each request. pygeoapi 0.21 runs in a virtual environment of its own under gunicorn with as many processes, has
the features of our own answer as a GeoJSON file (its plainest provider), and asks nobody who they are. Both give all
features in one page. The servers take turns; a ratio is the median over the rounds, the first answers are not counted.
With ``--news`` something is committed fifty times a second, so that our page is put together anew all the time.

Needs the borders in ``../shared/data/geo``; without them it says so and measures nothing.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from pathlib import Path

from tools.conformance.stage import BORDERS, new_token, place_borders
from tools.conformance.venvs import program

from benchmarks.bench_today import WARMING, news
from benchmarks.exercise import HOME, KNOOPPUNT, bare
from benchmarks.measuring import ADDRESS, Load, Server, free_port, load, serving
from knooppunt.config.database import ready

AIM = 20.0
AREAS = 342
OURS, PEER = "knooppunt /ogc/v1", "pygeoapi 0.21, gunicorn"
PATH = "/ogc/v1/collections/municipalities/items?limit=1000"
PEER_PATH = "/collections/municipalities/items?f=json&limit=1000"
MOST_REQUESTS = 20_000
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
RD = "http://www.opengis.net/def/crs/EPSG/0/28992"


@contextmanager
def servers(folder: Path, processes: int, secret: str) -> Iterator[list[Server]]:
    """Ours, and pygeoapi with what ours answers, until the end of the block."""
    with ExitStack() as both:
        port = free_port()
        chosen = {"PORT": port, "LIVE_PORT": free_port(), "WEB_PROCESSES": processes, "API_RATE": 10**9}
        named = {f"KNOOPPUNT_{name}": str(value) for name, value in chosen.items()}
        environment = bare() | {"KNOOPPUNT_HOME": str(HOME), "KNOOPPUNT_LOG_LEVEL": "warning"} | named
        ours = both.enter_context(serving(OURS, port, [*KNOOPPUNT, "serve", "--web"], environment, folder))
        (folder / "municipalities.geojson").write_bytes(_answer(port, PATH, secret))
        yield [ours, both.enter_context(_pygeoapi(folder, processes))]


def _pygeoapi(folder: Path, processes: int) -> AbstractContextManager[Server]:
    port, config, document = free_port(), folder / "pygeoapi.yml", folder / "openapi.yml"
    config.write_text(json.dumps(_config(folder, port)))  # JSON is YAML
    named = {"PYGEOAPI_CONFIG": str(config), "PYGEOAPI_OPENAPI": str(document)}
    made = [program("pygeoapi", "pygeoapi"), "openapi", "generate", str(config), "--output-file", str(document)]
    subprocess.run(made, env=bare() | named, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    words = [program("pygeoapi", "gunicorn"), "pygeoapi.flask_app:APP", "--bind", f"{ADDRESS}:{port}"]
    return serving(PEER, port, [*words, "--workers", str(processes)], bare() | named, folder)


def _config(folder: Path, port: int) -> dict[str, object]:
    """What pygeoapi needs: one collection, all features on a page, the same two systems."""
    words = {"title": "x", "description": "x", "keywords": ["x"]}
    provider = {
        "type": "feature", "name": "GeoJSON", "data": str(folder / "municipalities.geojson"), "id_field": "code",
        "crs": [CRS84, RD], "storage_crs": CRS84,
    }  # fmt: skip
    return {
        "server": {
            "bind": {"host": ADDRESS, "port": port}, "url": f"http://{ADDRESS}:{port}", "mimetype": "application/json",
            "encoding": "utf-8", "language": "en-US", "gzip": False, "pretty_print": False,
            "limits": {"default_items": 1000, "max_items": 1000}, "map": {"url": "x", "attribution": "x"},
        },
        "logging": {"level": "ERROR"},
        "metadata": {
            "identification": {**words, "keywords_type": "theme", "terms_of_service": "x", "url": "http://x.example"},
            "license": {"name": "x", "url": "http://x.example"},
            "provider": {"name": "x", "url": "http://x.example"},
            "contact": {"name": "x", "email": "x@x.example"},
        },
        "resources": {
            "municipalities": {
                "type": "collection", **words, "links": [], "providers": [provider],
                "extents": {"spatial": {"bbox": [3, 50, 8, 54], "crs": CRS84}},
            }
        },
    }  # fmt: skip


def _answer(port: int, path: str, secret: str = "") -> bytes:
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    with urllib.request.urlopen(urllib.request.Request(f"http://{ADDRESS}:{port}{path}", headers=headers)) as answer:
        body: bytes = answer.read()
        assert answer.headers["Content-Crs"].strip("<>") == CRS84
        return body


def _same(begun: Sequence[Server], secret: str) -> None:
    """Both give every area with the same border, and links; else there is nothing to compare."""
    ours = json.loads(_answer(begun[0].port, PATH, secret))
    theirs = json.loads(_answer(begun[1].port, PEER_PATH))
    places = [{one["properties"]["code"]: one["geometry"] for one in each["features"]} for each in (ours, theirs)]
    assert len(places[0]) == AREAS
    assert places[0] == places[1]
    assert ours["links"]
    assert theirs["links"]


def measure(rounds: int, seconds: float, clients: int, processes: int, *, with_news: bool) -> list[dict[str, Load]]:
    """Let both servers take turns."""
    with tempfile.TemporaryDirectory() as name, ready():
        folder = Path(name)
        place_borders(folder)
        secret = new_token()
        asked = {
            OURS: _request(PATH, f"Authorization: Bearer {secret}"),
            PEER: _request(PEER_PATH, "Accept: application/geo+json"),
        }
        with servers(folder, processes, secret) as begun, news() if with_news else nullcontext():
            _same(begun, secret)
            for server in begun * WARMING:
                load(server, [asked[server.name]] * clients, seconds=3, most=clients * 8)
            return [
                {one.name: load(one, [asked[one.name]] * clients, seconds=seconds, most=MOST_REQUESTS) for one in begun}
                for _ in range(rounds)
            ]


def _cpu_ms(name: str, found: Sequence[dict[str, Load]]) -> float | None:
    """Milliseconds of processor time per request in the server, the database left out: other work disturbs it least."""
    spent = [each[name].cpu for each in found]
    known = [cpu for cpu in spent if cpu is not None]
    if len(known) < len(spent):
        return None
    return 1000 * sum(known) / sum(each[name].requests for each in found)


def _request(path: str, header: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: {ADDRESS}\r\n{header}\r\n\r\n".encode()


def main(arguments: Sequence[str]) -> None:
    """Measure, and print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4, help="longest time for one server in one round")
    parser.add_argument("--clients", type=int, default=4, help="programs that ask at once")
    parser.add_argument("--processes", type=int, default=2, help="of each server")
    parser.add_argument("--news", action="store_true", help="let our page be put together anew all the time")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    if not BORDERS.exists():
        print(f"bench_ogc: nothing is measured: the borders are not here ({BORDERS})")
        return
    found = measure(given.rounds, given.seconds, given.clients, given.processes, with_news=given.news)
    rates = {name: statistics.median(each[name].rate for each in found) for name in (OURS, PEER)}
    ratio = statistics.median(each[OURS].rate / each[PEER].rate for each in found)
    cpu = {name: _cpu_ms(name, found) for name in (OURS, PEER)}
    sizes = {name: found[0][name].size for name in (OURS, PEER)}
    if given.json:
        print(json.dumps({"requests_per_second": rates, "bytes": sizes, "cpu_ms": cpu, "ratio": ratio, "aim": AIM}))
        return
    print(f"{AREAS} municipalities with borders, links and CRS, for {given.clients} programs at once (median a second)")
    for name in (OURS, PEER):
        spent = "" if cpu[name] is None else f"   {cpu[name]:,.1f} ms of processor time each"
        print(f"{name:<24} {rates[name]:9,.1f}   {sizes[name] / 1000:,.0f} kB{spent}")
    verdict = "reached" if ratio >= AIM else "NOT reached"
    print(f"ratio to {PEER}: {ratio:.1f}  aim: at least {AIM:g}: {verdict}")


if __name__ == "__main__":
    main(sys.argv[1:])
