"""Real installations for tests: a home of their own, the real command, real processes on free ports of this machine."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

COMMAND = (sys.executable, "-c", "from knooppunt.config.entry import main; main()")
PASSWORD = "een lang genoeg wachtwoord"
PATIENCE = 90.0


@dataclass(frozen=True)
class Installation:
    """A home, and the settings its commands get on top of those of a bare shell."""

    home: Path
    settings: dict[str, str] = field(default_factory=dict)

    def environment(self, **more: str) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
        return {**kept, "LANG": "C.UTF-8", "KNOOPPUNT_HOME": str(self.home), **self.settings, **more}

    def run(self, *arguments: str, said: str = "", **more: str) -> subprocess.CompletedProcess[str]:
        """The command, to its end."""
        return subprocess.run([*COMMAND, *arguments], env=self.environment(**more), input=said, cwd=self.home.parent,
                              capture_output=True, text=True, timeout=PATIENCE * 2, check=False)  # fmt: skip

    def told(self, *arguments: str, said: str = "") -> Any:
        """What the command prints with ``--json``; it must end well."""
        done = self.run(*arguments, "--json", said=said)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def begin(self, *arguments: str, **more: str) -> subprocess.Popen[str]:
        """The command, under way."""
        return subprocess.Popen([*COMMAND, *arguments], env=self.environment(**more), cwd=self.home.parent,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)  # fmt: skip

    @contextmanager
    def node(self, *parts: str, **more: str) -> Iterator[Node]:
        """``knooppunt serve`` with one process of each kind, from when it answers until it has stopped."""
        ports = free_port(), free_port()
        process = self.begin("serve", *parts, KNOOPPUNT_PORT=str(ports[0]), KNOOPPUNT_LIVE_PORT=str(ports[1]),
                             KNOOPPUNT_WEB_PROCESSES="1", **more)  # fmt: skip
        assert process.stdout
        try:
            said = ""
            while "Knooppunt" not in said:
                line = process.stdout.readline()
                assert line, f"the node did not start: {said}"
                said += line
            yield Node(process, *ports)
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=PATIENCE)


@dataclass(frozen=True)
class Node:
    """A running node."""

    process: subprocess.Popen[str]
    pages: int
    live: int

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.pages}{path}"

    @contextmanager
    def stream(
        self,
        browser: Browser,
        headers: dict[str, str] | None = None,
        after: int | None = None,
        patience: float = PATIENCE,
    ) -> Iterator[HTTPResponse]:
        """The live stream as the browser of someone reads it, from just after an entry."""
        connection = HTTPConnection("127.0.0.1", self.live, timeout=patience)
        asked = "/live/" if after is None else f"/live/?after={after}"
        connection.request("GET", asked, headers={"Cookie": browser.cookies(), **(headers or {})})
        yield connection.getresponse()
        connection.close()


class Browser:
    """Keeps cookies; those of one port count for all ports of a host, as in a real one."""

    def __init__(self) -> None:
        self.jar = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, url: str, headers: dict[str, str] | None = None) -> tuple[int, str]:
        return self._open(urllib.request.Request(url, headers=headers or {}))

    def post(self, url: str, **fields: str) -> tuple[int, str]:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get(url)[1])
        assert token, f"{url} has no form"
        content = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], **fields}).encode()
        return self._open(urllib.request.Request(url, content, {"Referer": url}))

    def sign_in(self, node: Node, email: str) -> None:
        self.post(node.url("/account/sign-in/"), login=email, password=PASSWORD)
        assert "sessionid" in self.cookies(), f"{email} could not sign in"

    def cookies(self) -> str:
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)

    def _open(self, request: urllib.request.Request) -> tuple[int, str]:
        try:
            with self.opener.open(request, timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read().decode()


def next_message(stream: HTTPResponse) -> dict[str, str]:
    """The next message of a live stream, with its ``id``; waits for it."""
    number = ""
    while line := stream.readline().decode():
        if line.startswith("id: "):
            number = line[4:].strip()
        elif line.startswith("data: "):
            return {"id": number, **json.loads(line[6:])}
    raise AssertionError("the stream ended")


def free_port() -> int:
    """A port that nobody used a moment ago."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def eventually(true: Callable[[], bool], seconds: float = 20.0) -> bool:
    """Whether it becomes true in time."""
    until = time.monotonic() + seconds
    while not true():
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True
