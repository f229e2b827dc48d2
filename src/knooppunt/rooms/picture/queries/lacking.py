"""What other rooms say is missing in an edition. A room that joins is a line in ``PROVIDERS``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from knooppunt.kit.authority import Actor
from knooppunt.rooms.picture.queries.compiling import Moment
from knooppunt.rooms.picture.rules.composing import Circumstances

Provider = Callable[[Circumstances, Moment, Actor], Iterable[dict[str, Any]]]
"""Gives facts: ``kind`` (``stale``, ``conflict``, ``late``), ``about`` (an identifier or code), ``words`` in nl and en.

The order must be the same each time, and there may be no moment of asking in it: the facts are part of the bytes that
are approved. What a provider says of an unpublished edition is asked anew each time; publishing freezes it.
"""

PROVIDERS: tuple[Provider, ...] = ()


def outside(around: Circumstances, at: Moment, actor: Actor) -> tuple[dict[str, Any], ...]:
    """What all providers say, in their order."""
    return tuple(fact for provider in PROVIDERS for fact in provider(around, at, actor))
