"""Every event of the house has words, and a journal line tells what it is about."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import knooppunt
from knooppunt.kit.events import type_names
from knooppunt.web.telling import EVENTS, LONGEST, gist

HOUSE = Path(knooppunt.__file__).parent


def test_every_event_has_words_and_no_words_are_left_over() -> None:
    for place in HOUSE.glob("*/*/*events.py"):
        import_module(f"knooppunt.{place.parent.parent.name}.{place.parent.name}.{place.stem}")
    ours = {name for name, event in type_names.items() if event.__module__.endswith("events")}
    assert ours == set(EVENTS)


def test_the_gist_is_what_people_know_and_never_too_long() -> None:
    assert gist({"name": "Hoogwater", "old": "cold", "new": "warm", "down": False}, "x") == "Hoogwater · cold · warm"
    assert gist({"account": "0193"}, "0193") == "0193"
    assert len(gist({"reason": "a" * 500}, "")) == LONGEST
