"""The exercise as it is served, and the people who look at it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page

from knooppunt.config.tests.running import COMMAND, PASSWORD, Installation, eventually, free_port

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
HEIGHT = 900  # pixels of the window
LONG = 15_000  # milliseconds that anything on a page may take on a busy machine

FURNISH = "import django; django.setup(); from tests.browser.furnishing import main; main()"

WITH_PASSWORD, EMAIL = "Paula Wachtwoord", "paula@oefening.example"
"""Someone who can sign in as outside an exercise; the others of the cast have no password."""
STEWARD, SECTION_HEAD, HEAD = "Bram Oosterhuis", "Noor van Zanten", "Hedwig Terpstra"
ADMINISTRATOR, REPORTER, COMMISSIONER = "Ilse Brandsma", "Jelle Goossens", "Pieter Kalkman"


@dataclass(frozen=True)
class Exercise:
    """A running demo: its installation, the ports of its pages and its live stream, and its supervisor."""

    installation: Installation
    pages: int
    live: int
    process: subprocess.Popen[bytes]

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.pages}{path}"

    def run(self, *arguments: str, said: str = "") -> str:
        """A command of ``knooppunt`` in a process of its own, on the same installation; what it prints."""
        done = self.installation.run(*arguments, said=said)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def furnished(self) -> dict[str, str]:
        """What is made in a process of its own for whoever looks at every page: identifiers by name."""
        environment = self.installation.environment(DJANGO_SETTINGS_MODULE="knooppunt.config.settings")
        done = subprocess.run([sys.executable, "-c", FURNISH], env=environment, cwd=ROOT, capture_output=True,
                              text=True, check=False)  # fmt: skip
        assert done.returncode == 0, done.stderr
        # The solver of rosters can say its own name there too.
        (told,) = (line for line in done.stdout.splitlines() if line.startswith("{"))
        made: dict[str, str] = json.loads(told)
        return made

    @property
    def origins(self) -> set[str]:
        """Where a page may fetch from."""
        return {f"http://127.0.0.1:{port}" for port in (self.pages, self.live)}

    def children(self, kind: str) -> list[int]:
        """The processes of one kind, ``pages``, ``live`` or ``worker``."""
        found = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(one) for one in found if kind.encode() in Path(f"/proc/{one}/cmdline").read_bytes()]


def begin(folder: Path) -> Exercise:
    """Play the exercise in ``folder``, and serve it."""
    pages, live = free_port(), free_port()
    demo, home = Installation(folder / "home"), folder / "home" / "demo"
    ports = {"KNOOPPUNT_PORT": str(pages), "KNOOPPUNT_LIVE_PORT": str(live), "KNOOPPUNT_WEB_PROCESSES": "1"}
    said = folder / "said"
    with said.open("wb") as out:
        program = [*COMMAND, "demo", "--no-browser"]
        process = subprocess.Popen(program, env=demo.environment(**ports), cwd=folder, stdout=out, stderr=out)
    address = f"http://127.0.0.1:{pages}/"
    ready = eventually(lambda: address in said.read_text() or process.poll() is not None, seconds=600)
    if not ready:
        process.kill()
    assert ready, said.read_text()
    assert process.poll() is None, said.read_text()
    played = Exercise(Installation(home), pages, live, process)
    add = ("user", "add", WITH_PASSWORD, EMAIL, "--bundle", "commissioner", "--password-stdin")
    played.run(*add, said=f"{PASSWORD}\n")
    return played


@dataclass
class Visit:
    """Someone who looks: a page, and what went wrong on it so far (errors in the console, requests to elsewhere)."""

    exercise: Exercise
    page: Page
    wrong: list[str]

    def go(self, path: str) -> int:
        """Open ``path``; the status of the answer."""
        answer = self.page.goto(self.exercise.url(path))
        assert answer is not None
        return answer.status

    def told(self, path: str) -> Any:
        """What the API answers to whoever is signed in here."""
        return self.page.request.get(self.exercise.url(path)).json()

    def faults(self) -> list[str]:
        """What went wrong since the last time it was asked."""
        found, self.wrong[:] = list(self.wrong), []
        return found


def visit(exercise: Exercise, browser: Browser, who: str = "", language: str = "nl", **options: Any) -> Visit:
    """A new browser in which ``who`` is signed in (nobody when empty); ``options`` are Playwright's for a context."""
    size = {"width": options.pop("width", 1440), "height": HEIGHT}
    context = browser.new_context(viewport=size, locale=language, **options)
    context.set_default_timeout(LONG)
    page, wrong = context.new_page(), list[str]()
    _watch(exercise, context, page, wrong)
    visited = Visit(exercise, page, wrong)
    if who:
        visited.go("/account/demo/")
        page.get_by_role("button", name=who, exact=True).click()
        page.wait_for_url(exercise.url("/"))
        speak(visited, language)
    return visited


def speak(visited: Visit, language: str) -> None:
    """Choose a language, as a reader does."""
    if visited.page.locator("html").get_attribute("lang") != language:
        visited.page.locator(f"form[action='/language/'] button[value='{language}']").first.click()
        visited.page.wait_for_load_state()
    assert visited.page.locator("html").get_attribute("lang") == language


def _watch(exercise: Exercise, context: BrowserContext, page: Page, wrong: list[str]) -> None:
    page.on(
        "console", lambda said: wrong.append(f"console: {said.text}") if said.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
    context.on("request", lambda request: wrong.extend(_elsewhere(exercise, request.url)))


def _elsewhere(exercise: Exercise, url: str) -> list[str]:
    parts = urlsplit(url)
    local = parts.scheme in ("data", "blob", "about") or f"{parts.scheme}://{parts.netloc}" in exercise.origins
    return [] if local else [f"asks another origin: {re.sub('[?].*', '', url)}"]
