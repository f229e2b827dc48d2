"""A gateway for text messages and calls: a real HTTP server, which answers as a test tells it to.

    python -m knooppunt.ground.delivery.tests.gateway [port]

runs one in a process of its own and says on which port; ``GET /count`` gives how many references it took.
"""

from __future__ import annotations

import json
import sys
import threading
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self


class Gateway:
    """``answers`` holds its statuses, in order (``otherwise`` without one): ``0`` hangs up having taken it, ``-1`` is
    silent having taken it, and sets ``tarrying``. ``took`` is every message as it came, repeats too; ``sent`` has each
    reference once, as a gateway that keeps to the protocol sends it."""

    def __init__(self, port: int = 0) -> None:
        self.took: list[dict[str, Any]] = []
        self.sent: dict[str, dict[str, Any]] = {}
        self.headers: list[dict[str, str]] = []
        self.answers: deque[int] = deque()
        self.otherwise = 202
        self.tarrying, self.released = threading.Event(), threading.Event()
        gateway = self

        class Talk(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                status = gateway.answer(body, {name.lower(): value for name, value in self.headers.items()})
                if status <= 0:
                    self.close_connection = True
                    return
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def do_GET(self) -> None:
                said = str(len(gateway.sent)).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", port), Talk)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/messages"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)

    def answer(self, body: dict[str, Any], headers: dict[str, str]) -> int:
        """Take a message, or not, and say so."""
        status = self.answers.popleft() if self.answers else self.otherwise
        self.took.append(body)
        self.headers.append(headers)
        if status < 300:
            self.sent.setdefault(body["reference"], body)
        if status < 0:
            self.tarrying.set()
            self.released.wait(60)
        return status

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.released.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(10)


if __name__ == "__main__":
    with Gateway(int(sys.argv[1]) if len(sys.argv) > 1 else 0) as running:
        print(running.server.server_port, flush=True)  # noqa: T201  whoever started it reads it
        sys.stdin.read()  # until whoever started it is gone
