"""A webhook of someone else: a real HTTP server on a port of this machine, which answers as a test tells it to."""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self


@dataclass(frozen=True, slots=True)
class Told:
    """What came in."""

    path: str
    headers: dict[str, str]
    body: bytes


class Receiver:
    """``answers`` holds its statuses, in order (204 without one); ``0`` hangs up, ``-1`` answers a byte at a time."""

    def __init__(self) -> None:
        self.told: list[Told] = []
        self.answers: deque[int] = deque()
        receiver = self

        class Talk(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.told.append(Told(self.path, {k.lower(): v for k, v in self.headers.items()}, body))
                status = receiver.answers.popleft() if receiver.answers else 204
                if status > 0:
                    self.send_response(status)
                    self.send_header("Location", "/elsewhere")
                    self.end_headers()
                if status < 0:
                    for _ in range(100):
                        self.wfile.write(b"H")
                        time.sleep(0.1)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Talk)
        self.address = f"http://127.0.0.1:{self.server.server_port}/hook?of=test"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(10)
