"""Two machines on one database behave as one; nothing outlives its supervisor."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from knooppunt.config.tests.running import Browser, Installation, Node, eventually, free_port, next_message

ANNA, NIELS = "anna@example.org", "niels@example.org"


@pytest.fixture
def echoing(installation: Installation, folder: Path) -> Installation:
    settings = {"DJANGO_SETTINGS_MODULE": "knooppunt.config.tests.echo.settings", "ECHO": str(folder / "echo")}
    return Installation(installation.home, settings)


@pytest.fixture
def two(echoing: Installation) -> Iterator[tuple[Node, Node]]:
    with echoing.node() as first, echoing.node() as second:
        yield first, second


def add_organisation(installation: Installation, name: str) -> None:
    program = (
        "import django; django.setup()\n"
        "from knooppunt.ground.access.public import operator\n"
        "from knooppunt.ground.network.public import add_organisation\n"
        f"add_organisation(name={name!r}, kind='partner', actor=operator())"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "knooppunt.config.settings", **installation.environment()}
    subprocess.run([sys.executable, "-c", program], env=environment, check=True, timeout=60)


def test_two_machines_on_one_database_behave_as_one(
    echoing: Installation, two: tuple[Node, Node], folder: Path
) -> None:
    first, second = two
    browser = Browser()
    browser.sign_in(first, ANNA)
    status, page = browser.get(second.url("/account/"))
    assert status == 200
    assert "Anna Analist" in page

    with second.stream(browser, after=0) as there, first.stream(browser) as here:
        assert there.status == here.status == 200
        earlier = next_message(there)
        add_organisation(echoing, "Stichting Voorbeeld")
        message = next_message(here)
        assert (message["topic"], message["event"]) == ("network", "network.OrganisationAdded")
        assert next(filter(lambda m: m["id"] == message["id"], iter(lambda: next_message(there), earlier)))

        (folder / "f.csv").write_text(
            "indicator,area,from,until,value\ncases.reported,GM0344,2020-09-15,2020-09-15,12\n"
        )
        echoing.told("import", str(folder / "f.csv"))
        for stream in (here, there):
            assert any(next_message(stream)["event"] == "figures.FiguresImported" for _ in range(9))

    lines = folder / "echo"
    assert eventually(lines.exists)
    for number in range(4):
        add_organisation(echoing, f"Vereniging {number}")
    assert eventually(lambda: len(lines.read_text().splitlines()) >= 5)
    assert sorted(lines.read_text().splitlines()) == ["Stichting Voorbeeld", *(f"Vereniging {n}" for n in range(4))]


def test_a_stream_is_closed_to_whoever_may_not_read_it(installation: Installation) -> None:
    with installation.node("--web") as node:
        stranger, niels, anna = Browser(), Browser(), Browser()
        niels.sign_in(node, NIELS)
        anna.sign_in(node, ANNA)
        with node.stream(stranger) as closed:
            assert closed.status == 404
        with node.stream(anna, {"Origin": "http://elsewhere.example"}) as closed:
            assert closed.status == 404
        with node.stream(anna, {"Origin": f"http://127.0.0.1:{node.pages}"}) as opened:
            assert opened.headers["Access-Control-Allow-Origin"] == f"http://127.0.0.1:{node.pages}"
            assert opened.headers["Access-Control-Allow-Credentials"] == "true"
        with node.stream(anna, after=0) as full:
            assert next_message(full)["topic"] in ("network", "figures")
            add_organisation(installation, "Stichting Stilte")
            eventually(lambda: next_message(full)["event"] == "network.OrganisationAdded")
        with node.stream(niels, after=0, patience=1) as empty, pytest.raises(TimeoutError):
            next_message(empty)


def test_whoever_lost_the_connection_resumes_where_it_was(installation: Installation) -> None:
    with installation.node("--web") as node:
        anna = Browser()
        anna.sign_in(node, ANNA)
        with node.stream(anna, after=0) as stream:
            last = next_message(stream)["id"]
        add_organisation(installation, "Stichting Onderbreking")
        with node.stream(anna, {"Last-Event-ID": last}) as stream:
            assert int(next_message(stream)["id"]) > int(last)


def test_nothing_outlives_a_supervisor_that_is_killed(installation: Installation) -> None:
    ports = {"KNOOPPUNT_PORT": str(free_port()), "KNOOPPUNT_LIVE_PORT": str(free_port())}
    process = installation.begin("serve", **ports)
    assert process.stdout
    assert any("Knooppunt answers" in line for line in process.stdout)
    family = _family(process.pid)
    assert len(family) >= 6
    process.kill()
    process.wait()
    process.stdout.close()
    assert eventually(lambda: not any(_alive(one) for one in family))
    assert eventually(lambda: not (installation.home / "postgres" / "postmaster.pid").exists())


def test_a_child_that_dies_is_replaced(installation: Installation) -> None:
    with installation.node("--web") as node:
        (pages,) = [child for child in _children(node.process.pid) if b"pages" in _command(child)]
        os.kill(pages, signal.SIGKILL)
        assert eventually(lambda: not _alive(pages))

        def answers() -> bool:
            try:
                return Browser().get(node.url("/health"))[0] == 200
            except OSError:
                return False

        assert eventually(answers, seconds=60)


def test_behind_a_proxy_it_answers_to_its_name_and_only_over_tls(installation: Installation) -> None:
    settings = {"KNOOPPUNT_TLS": "1", "KNOOPPUNT_HOSTS": "node.example", "KNOOPPUNT_SECRET": "s" * 32}
    with installation.node("--web", **settings) as node:
        named = {"Host": "node.example", "X-Forwarded-Proto": "https"}
        assert Browser().get(node.url("/health"))[0] == 400
        status, said = Browser().get(node.url("/health"), named)
        assert (status, json.loads(said)) == (200, {"status": "ok"})
        browser = Browser()
        browser.get(node.url("/account/sign-in/"), named)
        assert all(cookie.secure for cookie in browser.jar)


def test_the_node_works_on_after_its_database_was_killed(echoing: Installation, folder: Path) -> None:
    with echoing.node() as node:
        anna = Browser()
        anna.sign_in(node, ANNA)
        os.kill(int((echoing.home / "postgres" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        assert eventually(lambda: Browser().get(node.url("/health"))[0] == 503)
        assert eventually(lambda: Browser().get(node.url("/health"))[0] == 200, seconds=60)
        assert "Anna Analist" in anna.get(node.url("/account/"))[1]
        add_organisation(echoing, "Stichting Veerkracht")
        assert eventually((folder / "echo").exists, seconds=60)

        def live() -> bool:
            with node.stream(anna, after=0) as stream:
                return stream.status == 200

        assert eventually(live, seconds=30)


def test_a_port_in_use_is_a_sentence(installation: Installation) -> None:
    with installation.node("--web") as node:
        done = installation.run("serve", "--web", KNOOPPUNT_PORT=str(node.pages), KNOOPPUNT_LIVE_PORT=str(free_port()))
    assert done.returncode == 1
    assert f"Port {node.pages} of 127.0.0.1 cannot be used" in done.stderr
    assert "Traceback" not in done.stderr


def _family(pid: int) -> list[int]:
    children = _children(pid)
    return children + [grandchild for child in children for grandchild in _family(child)]


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _command(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
