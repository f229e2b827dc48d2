"""Who reads a stream and what was announced before: the questions to Django, which runs in threads of its own."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import lru_cache
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import ParamSpec, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

import django
from django.conf import settings
from django.contrib.auth import get_user
from django.db import close_old_connections
from django.http import HttpRequest
from django.http.request import split_domain_port, validate_host

from knooppunt.config.live.streams import Announcement

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "knooppunt.config.settings")
django.setup()

from knooppunt.ground.access.public import actor_of  # noqa: E402  rooms need Django set up
from knooppunt.ground.journal.public import announced_since, may_hear  # noqa: E402  Django first
from knooppunt.ground.writing.public import (  # noqa: E402  Django first
    Gatherings,
    Right,
    Shut,
    Window,
    listen,
    note_changes,
    right_to,
)
from knooppunt.kit.authority import NOBODY, Actor, Mandate, system_actor  # noqa: E402  Django first

__all__ = ["Announcement", "Gatherings", "Shut", "Window", "allowed_origin", "listen", "may_know", "missed", "note",
           "who_reads", "who_writes"]  # fmt: skip

SCRIBE = system_actor("writing together", ["writing.note"])

P = ParamSpec("P")
R = TypeVar("R")

_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="django")
_sessions = import_module(settings.SESSION_ENGINE)


async def who_reads(cookies: str) -> Actor:
    """The actor of the session in the cookie; ``NOBODY`` without one."""
    return await _ask(_who_reads, cookies)


async def who_writes(headers: Mapping[str, str], document: UUID) -> tuple[Actor, Right | None]:
    """The actor of the session in the cookie, and what they may do to a text; ``None`` also when there is none."""
    return await _ask(_who_writes, headers.get("cookie", ""), document)


async def note(document: UUID) -> bool:
    """Tell the journal what was typed in a text since the last time."""
    return await _ask(note_changes, document=document, actor=SCRIBE)


async def missed(after: int | None, actor: Actor) -> list[Announcement]:
    """What was announced after entry ``after`` and ``actor`` may know of: the newest of each kind. None: nothing."""
    if after is None:
        return []
    return [Announcement(*pair) for pair in await _ask(announced_since, after, actor=actor)]


def may_know(actor: Actor, announcement: Announcement) -> bool:
    """Whether ``actor`` may hear of it: who may read in the room, and is in the audience where the event has one."""
    reads = _reads(actor.mandates, announcement.topic)
    return reads and may_hear(actor, announcement.event, announcement.audience)


@lru_cache(maxsize=1 << 16)
def _reads(mandates: frozenset[Mandate], room: str) -> bool:
    """Whether these mandates let someone read in a room: asked of every reader at every announcement."""
    return Actor("", "", mandates=mandates).may_anywhere(f"{room}.read")


@lru_cache(maxsize=1 << 12)
def _same(mandates: frozenset[Mandate]) -> frozenset[Mandate]:
    """One value for all who have these: comparing it costs nothing."""
    return mandates


def allowed_origin(headers: Mapping[str, str]) -> str | None:
    """The page that asks, when it is of this host (the pages have another port); ``""`` when the browser names none.

    ``None``: refuse. A host we are not called by, or a page of someone else.
    """
    host = split_domain_port(headers.get("host", ""))[0]
    if not host or not validate_host(host, settings.ALLOWED_HOSTS):
        return None
    origin = headers.get("origin", "")
    if not origin:
        return ""
    named = split_domain_port(urlsplit(origin).netloc.lower())[0]
    return origin if named == host else None


def _who_reads(cookies: str) -> Actor:
    try:
        key = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return NOBODY
    if key is None:
        return NOBODY
    request = HttpRequest()
    request.session = _sessions.SessionStore(key.value)
    request.user = get_user(request)
    actor = actor_of(request)
    return replace(actor, mandates=_same(actor.mandates))


def _who_writes(cookies: str, document: UUID) -> tuple[Actor, Right | None]:
    actor = _who_reads(cookies)
    return actor, right_to(document, actor=actor) if actor.id else None


async def _ask(question: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    def answer() -> R:
        close_old_connections()
        return question(*args, **kwargs)

    return await asyncio.get_running_loop().run_in_executor(_threads, answer)
