"""Every address of the house, read from the resolver, so that a new one is walked without being named in a test."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

DIFFERS = [
    re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"'),
    re.compile(r'<meta name="kp-live-after" content="\d+">'),  # the journal has grown by the request before
    re.compile(r'name="next" value="[^"]*"|next=[^"&]*|"instance": "[^"]*"'),  # repeats the address that was asked for
]
"""What differs from answer to answer and tells nothing."""
DIFFER_EACH_TIME = {"Content-Length", "Set-Cookie", "X-Request-ID", "RateLimit"}
"""Headers that do not tell anything: a page repeats its address, which makes it longer; a token; a random number; what
is left to ask."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address as it is declared: ``imports/<uuid:which>/`` with the kind of each part that varies.

    ``name`` is its own, ``view`` the one that no other has: ``figures:delivery``.
    """

    route: str
    name: str
    view: str
    parts: tuple[tuple[str, str], ...]

    def filled(self, fillings: Mapping[str, Sequence[str]], own: Mapping[str, Sequence[str]]) -> Iterator[str]:
        """Each path that it can have, with the ``fillings`` of every kind of part.

        After the first part, a part whose name is in ``own`` is filled with these only: everything with everything
        would be thousands of paths.
        """
        missing = {kind for _, kind in self.parts} - fillings.keys()
        assert not missing, f"{self.route}: give the walk something to fill in for a part of the kind {missing}"
        first, later = self.parts[:1], self.parts[1:]
        chosen = [fillings[kind] for _, kind in first] + [own.get(name, fillings[kind]) for name, kind in later]
        for values in product(*chosen):
            path = self.route
            for (name, _), value in zip(self.parts, values, strict=True):
                path = re.sub(rf"<(\w+:)?{name}>", str(value), path)
            yield f"/{path}"


def addresses() -> list[Address]:
    """All addresses that the house declares."""
    return list(_under("", "", get_resolver().url_patterns))


def _under(prefix: str, space: str, patterns: Sequence[URLPattern | URLResolver]) -> Iterator[Address]:
    for one in patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _under(route, f"{space}{one.namespace}:" if one.namespace else space, one.url_patterns)
        else:
            assert "(" not in route, f"{route}: a regular expression cannot be walked; declare it with path()"
            parts = re.findall(r"<(?:(\w+):)?(\w+)>", route)
            yield Address(
                route, one.name or "", f"{space}{one.name or ''}", tuple((name, kind or "str") for kind, name in parts)
            )


@dataclass(frozen=True, slots=True)
class Seen:
    """What an asker can tell of an answer: status, body, headers and names of cookies."""

    status: int
    body: str
    headers: tuple[tuple[str, str], ...]
    cookies: tuple[str, ...]


def seen(answer: Any) -> Seen:
    """What can be told of ``answer`` by whoever asked."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    headers = {name: _plain(value) for name, value in answer.headers.items() if name not in DIFFER_EACH_TIME}
    body = _plain(content.decode("utf-8", "replace"))
    return Seen(answer.status_code, body, tuple(sorted(headers.items())), tuple(answer.cookies))


def _plain(text: str) -> str:
    for differing in DIFFERS:
        text = differing.sub("", text)
    return text
