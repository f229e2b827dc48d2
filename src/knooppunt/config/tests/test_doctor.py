"""The doctor finds what is wrong, names it, and changes nothing."""

from __future__ import annotations

import json
import os
from typing import Any

import psycopg

from knooppunt.config.embedded import hold_server
from knooppunt.config.tests.running import Installation


def findings(installation: Installation, code: int) -> dict[str, tuple[str, str]]:
    done = installation.run("doctor", "--json")
    assert done.returncode == code, done.stderr
    told: list[dict[str, Any]] = json.loads(done.stdout)["findings"]
    return {finding["name"]: (finding["state"], finding["sentence"]) for finding in told}


def test_a_healthy_installation_is_well(installation: Installation) -> None:
    incoming = installation.home / "originals" / "incoming-x"
    incoming.parent.mkdir(exist_ok=True)
    incoming.touch()
    os.utime(incoming, (0, 0))
    found = findings(installation, code=0)
    assert {name for name, (state, _) in found.items() if state != "well"} == {"leftovers"}
    assert found["leftovers"][0] == "notice"
    assert str(incoming) in found["leftovers"][1]


def test_what_is_wrong_is_named(installation: Installation) -> None:
    server = hold_server(installation.home)
    with psycopg.connect(server.url) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("UPDATE journal_entry SET subject = 'x' WHERE id = 5")
        connection.execute("DELETE FROM django_migrations WHERE app = 'journal' AND name = '0002_append_only'")
        connection.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('files', '0999_later', now())")
    (installation.home / "secret").chmod(0o644)
    found = installation.run("doctor", "--json")
    server.release()
    assert found.returncode == 3
    faults = [f["sentence"] for f in json.loads(found.stdout)["findings"] if f["state"] == "fault"]
    assert faults == [
        "Migration journal.0002_append_only waits: run `knooppunt migrate`.",
        "A newer Knooppunt brought files.0999_later: do not use this version with it.",
        f"Others can read {installation.home / 'secret'}: give it mode 600.",
        "The journal is not intact: changed at 5.",
    ]
