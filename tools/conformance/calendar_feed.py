"""vdirsyncer fetches someone's calendar over plain HTTP: every event once, and nothing to do the second time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from pathlib import Path

import httpx
from icalendar import Calendar

from knooppunt.ground.access.public import accounts, actor_by_email, operator
from knooppunt.kit.authority import Actor
from knooppunt.rooms.picture.public import Beat, Every, keep_rhythm, renew_calendar_address, rhythms
from tools.conformance import Stage
from tools.conformance.venvs import program, run

CONFIG = """
[general]
status_path = "{folder}/status"

[pair due]
a = "node"
b = "here"
collections = null
conflict_resolution = "a wins"

[storage node]
type = "http"
url = "{url}"

[storage here]
type = "filesystem"
path = "{folder}/items"
fileext = ".ics"
"""


def check(stage: Stage) -> Iterator[str]:
    """What is not there, there twice, or changes without cause."""
    url = f"{stage.url}/calendar/{renew_calendar_address(actor=_reader())}.ics"
    folder = stage.folder / "calendar"
    (folder / "items").mkdir(parents=True)
    config = folder / "config"
    config.write_text(CONFIG.format(folder=folder, url=url))
    events = _identities(url)
    if len(set(events)) != len(events) or _identities(url) != events:  # vdirsyncer puts its own in their place
        yield "events have no identity of their own, or another one the second time"
    for step in ("discover", "sync"):
        yield from run([program("vdirsyncer", "vdirsyncer"), "-c", str(config), step], folder)
    first = _items(folder)
    if len(first) != len(events) or not events:
        yield f"{len(events)} events became {len(first)} files"
    yield from run([program("vdirsyncer", "vdirsyncer"), "-c", str(config), "sync"], folder)
    if _items(folder) != first:
        yield "the second time something was changed, though nothing had"


def _identities(url: str) -> list[str]:
    calendar = Calendar.from_ical(httpx.get(url, timeout=30).raise_for_status().content)
    return sorted(str(event["uid"]) for event in calendar.walk("VEVENT"))


def _items(folder: Path) -> dict[str, int]:
    return {item.name: item.stat().st_mtime_ns for item in (folder / "items").glob("*.ics")}


def _reader() -> Actor:
    """Someone who reads pictures; when nothing is due yet, something is from now on."""
    if not rhythms(actor=operator()):
        daily = {phase: Beat(Every.DAY, time(16)) for phase in ("cold", "lukewarm", "warm")}
        keep_rhythm(product="landelijk_beeld", beats=daily, actor=operator())
    everyone = (actor_by_email(one.email) for one in accounts(actor=operator()) if one.active)
    return next(one for one in everyone if one.may("picture.read") and one.organisation)
