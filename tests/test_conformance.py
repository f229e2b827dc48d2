"""The checks of conformance: all are there, a fault makes the run fail, none waits for ever, and Spectral finds faults.

What the others find when a fault is planted in a running exercise was tried by hand: see decision 0094.
"""

from __future__ import annotations

import ast
import json
import os
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from tools import api_rules
from tools.conformance import Stage, spectral
from tools.conformance.limits import TooLong, at_most, finish
from tools.conformance.running import Part, run

FOLDER = Path(__file__).resolve().parents[1] / "tools" / "conformance"
EXPECTED = {"calendar_feed", "fuzzing", "gdal", "ogc_core", "owslib_reads", "spectral", "webhook"}


def _checks() -> set[str]:
    """The modules and folders that have a ``check``, read from their text: to import one starts an exercise."""
    places = [*FOLDER.glob("*.py"), *FOLDER.glob("*/__init__.py")]
    found = set()
    for place in places:
        functions = [node.name for node in ast.parse(place.read_text()).body if isinstance(node, ast.FunctionDef)]
        if "check" in functions:
            found.add(place.stem if place.stem != "__init__" else place.parent.name)
    return found


def test_the_checks_that_are_promised_are_there() -> None:
    assert _checks() >= EXPECTED


def test_the_checks_run_before_a_change_is_taken_in() -> None:
    assert "make conformance" in (FOLDER.parents[1] / ".ci" / "run").read_text().splitlines()


@pytest.mark.parametrize("lock", sorted(FOLDER.glob("locks/*.txt")), ids=lambda place: place.stem)
def test_a_program_of_others_is_locked_by_hash_and_names_no_place(lock: Path) -> None:
    lines = lock.read_text().splitlines()
    assert "--hash=sha256:" in lock.read_text()
    assert not [line for line in lines if "://" in line or line.startswith(("--index", "--find"))]


def test_every_program_that_a_check_runs_is_locked() -> None:
    named = set(re.findall(r'program\("(\w+)"', "".join(place.read_text() for place in FOLDER.glob("*.py"))))
    of_the_machine = {"node", "npm"}  # their packages are locked in package-lock.json
    assert named - of_the_machine <= {place.stem for place in FOLDER.glob("locks/*.txt")}
    assert list(FOLDER.glob("webhook/package-lock.json"))


def test_a_fault_makes_the_run_fail_and_the_others_run_all_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def breaks(_: Stage) -> list[str]:
        raise RuntimeError("the consumer fell over")

    chosen = {
        "finds": Part(lambda stage: [f"{stage.secret} is in it"]),
        "breaks": Part(breaks),
        "hangs": Part(lambda _: signal.raise_signal(signal.SIGALRM) or [], longest=600),  # as when its time is over
        "passes": Part(lambda _: []),
    }
    assert run(chosen, Stage("http://127.0.0.1:9", "hush", tmp_path)) == 3
    said = capsys.readouterr().out
    assert "… is in it" in said
    assert "the consumer fell over" in said
    assert "hangs took more than 600 seconds" in said
    assert re.search(r"^passes +passed", said, re.MULTILINE)
    assert "hush" not in said


def test_a_block_that_waits_is_ended() -> None:
    with pytest.raises(TooLong, match="waiting"), at_most(0.05, "waiting"):
        signal.pause()


def test_a_limit_within_a_limit_leaves_the_one_around_it_as_it_was() -> None:
    with at_most(600, "around"):
        with at_most(60, "within"):
            assert signal.getitimer(signal.ITIMER_REAL)[0] <= 60
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 60
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


def test_a_program_that_takes_too_long_ends_with_all_that_it_began(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    heard: list[str] = []

    def listen() -> None:
        with (tmp_path / "pipe").open() as pipe:
            heard.append(pipe.readline())
            os.kill(os.getpid(), signal.SIGALRM)  # as when its time is over
            heard.append(pipe.read())  # comes back when nobody holds the pipe any more

    listening = Thread(target=listen, daemon=True)
    listening.start()
    with pytest.raises(TooLong) as late, at_most(600, "it"):
        finish(["sh", "-c", "echo begun; (echo there; exec sleep 600) > pipe & wait"], tmp_path)
    listening.join(60)
    assert heard == ["there\n", ""]
    assert late.value.said == "begun\n"


def test_a_program_tells_how_it_ended_and_what_it_said(tmp_path: Path) -> None:
    assert finish(["sh", "-c", "echo one; echo two >&2; exit 3"], tmp_path) == (3, "one\ntwo\n")


@contextmanager
def _served(folder: Path, plant: Callable[[dict[str, Any]], object]) -> Iterator[str]:
    """Both documents as a node serves them, with something done to the first."""
    for source, root in zip(api_rules.DOCUMENTS, ("api", "ogc"), strict=True):
        document = json.loads(source.read_text())
        if root == "api":
            plant(document)
        place = folder / root / "v1"
        place.mkdir(parents=True)
        (place / "openapi.json").write_text(json.dumps(document))
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(folder))) as server:
        serving = Thread(target=server.serve_forever)
        serving.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            serving.join()


@pytest.mark.slow
def test_spectral_fails_on_a_fault_planted_in_what_is_served_and_on_nothing_else(tmp_path: Path) -> None:
    if not api_rules.SPECTRAL.exists():
        pytest.skip("Spectral is not installed: python tools/api_rules.py installs it")
    (tmp_path / "served").mkdir()
    with _served(tmp_path / "served", lambda document: document["info"]["contact"].pop("email")) as url:
        faults = list(spectral.check(Stage(url, "hush", tmp_path)))
    assert faults
    assert all("info/contact" in fault for fault in faults)
