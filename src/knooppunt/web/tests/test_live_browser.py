"""The live script in a real browser, against a small server that plays the node: an event, a break, a form in use."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Empty, Queue
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect
from tests.chromium import chromium

pytestmark = pytest.mark.browser
SCRIPT = Path(__file__).resolve().parents[1] / "static" / "built" / "shell.js"
PAGE = """<!DOCTYPE html><html lang="nl"><head>
<meta name="kp-live" content="/live/"><meta name="kp-live-after" content="7">
<script src="/shell.js" defer></script></head><body data-live-topics="figures"><main>
<span id="kp-live" hidden data-text-live="Live" data-text-lost="Verbroken" data-text-updated="Bijgewerkt {time}"
 data-text-new="Nieuws"></span>
<div id="count" data-live><details><summary>Herkomst</summary>x</details><b>stand %d</b></div>
<form id="form" data-live><input name="note" value=""><i>versie %d</i></form></main>
<template id="kp-live-notice"><p data-live-notice>Er is nieuws</p></template></body></html>"""


@dataclass
class Node:
    """The played node: how often the page was asked for, with which numbers the stream was resumed, what is to come."""

    asked: int = 0
    resumed: list[str] = field(default_factory=list)
    events: Queue[str] = field(default_factory=Queue)

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        address = urlsplit(request.path)
        if address.path == "/live/":
            said = request.headers.get("Last-Event-ID") or parse_qs(address.query).get("after", [""])[0]
            return self._stream(request, said)
        if address.path == "/shell.js":
            return _send(request, "text/javascript", SCRIPT.read_bytes())
        if address.path != "/":
            return _send(request, "text/plain", b"")
        self.asked += 1
        return _send(request, "text/html", (PAGE % (self.asked, self.asked)).encode())

    def _stream(self, request: BaseHTTPRequestHandler, said: str) -> None:
        self.resumed.append(said)
        request.send_response(200)
        request.send_header("Content-Type", "text/event-stream")
        request.end_headers()
        request.wfile.write(b"retry: 200\n\n")
        request.wfile.flush()
        while (event := self._next()) != "break":
            request.wfile.write(event.encode() or b": still here\n\n")
            request.wfile.flush()

    def _next(self) -> str:
        try:
            return self.events.get(timeout=0.5)
        except Empty:
            return ""


def _send(request: BaseHTTPRequestHandler, kind: str, body: bytes) -> None:
    request.send_response(200)
    request.send_header("Content-Type", kind)
    request.send_header("Content-Length", str(len(body)))
    request.end_headers()
    request.wfile.write(body)


@pytest.fixture
def node() -> Iterator[tuple[Node, str]]:
    played = Node()

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            try:
                played.answer(self)
            except OSError:
                self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  as in the standard library
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield played, f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()


@pytest.fixture
def page() -> Iterator[Page]:
    with chromium() as browser:
        yield browser.new_page()


def _event(number: int, topic: str = "figures") -> str:
    return f'id: {number}\ndata: {{"topic": "{topic}", "event": "{topic}.Imported"}}\n\n'


def test_an_event_renews_the_regions_and_leaves_what_was_open_open(node: tuple[Node, str], page: Page) -> None:
    played, address = node
    page.goto(address)
    expect(page.locator("#kp-live")).to_have_text("Live")
    page.locator("summary").click()
    played.events.put(_event(8, "geography"))
    played.events.put(_event(9))
    expect(page.locator("#count b")).to_have_text("stand 2")
    expect(page.locator("#kp-live")).to_contain_text("Bijgewerkt")
    assert page.locator("details").get_attribute("open") is not None
    assert played.resumed == ["7"]
    assert played.asked == 2


def test_after_a_break_it_goes_on_from_the_last_event_it_heard(node: tuple[Node, str], page: Page) -> None:
    played, address = node
    page.goto(address)
    played.events.put(_event(12))
    expect(page.locator("#count b")).to_have_text("stand 2")
    played.events.put("break")
    played.events.put(_event(13))
    expect(page.locator("#count b")).to_have_text("stand 3")
    assert played.resumed == ["7", "12"]


def test_a_form_that_is_being_filled_in_is_left_alone(node: tuple[Node, str], page: Page) -> None:
    played, address = node
    page.goto(address)
    page.locator("input").fill("halverwege")
    played.events.put(_event(9))
    expect(page.locator("[data-live-notice]")).to_be_visible()
    expect(page.locator("#form i")).to_have_text("versie 1")
    assert page.locator("input").input_value() == "halverwege"
    expect(page.locator("#count b")).to_have_text("stand 2")
