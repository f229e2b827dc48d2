"""What a channel over HTTP must be able to do: hand over many at a time, over connections that stay open."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from django.conf import settings

from knooppunt.ground.delivery.queries.work import Parcel
from knooppunt.ground.delivery.rules.carrying import Persistence
from knooppunt.ground.delivery.rules.dispatching import Receipt

Post = Callable[[Parcel, str], Receipt]
"""Hands over a dispatch to an address, and tells what came of it. Called from several threads; touches no database."""


@dataclass(frozen=True, slots=True)
class Carrier:
    """``missing``: the sentence that says which setting is wanting, empty when all is there. ``posting``: a way to post
    while the block lasts, from as many threads as there are ``connections``."""

    name: str
    missing: Callable[[], str]
    per_minute: Callable[[], int]
    posting: Callable[[], AbstractContextManager[Post]]


def connections() -> int:
    """To how many requests at once a carrier must answer."""
    return int(settings.KNOOPPUNT.gateway_connections)


def persistence() -> Persistence:
    """How long is tried, and whether what may have arrived is sent again under the same reference."""
    return Persistence(repeats=settings.KNOOPPUNT.gateway_uncertain == "repeat")
