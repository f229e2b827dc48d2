"""Where the browser finds the live stream."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

PATH = "/live/"


def live_address(request: HttpRequest) -> str:
    """The address of the stream: as set, or on its own port of the host that the browser used."""
    known = settings.KNOOPPUNT
    if known.live_url:
        return str(known.live_url)
    host = urlsplit(f"//{request.get_host()}").hostname or "localhost"
    name = f"[{host}]" if ":" in host else host
    return f"{request.scheme}://{name}:{known.live_port}{PATH}"


def live_origins(live_url: str, hosts: Iterable[str], port: int, *, tls: bool) -> tuple[str, ...]:
    """The origins a page may connect to, for the content security policy (which knows no IPv6 addresses).

    Each twice: for the stream, and for the WebSockets of writing together.
    """
    names = [host for host in hosts if not host.startswith((".", "*", "["))]
    scheme, parts = "https" if tls else "http", urlsplit(live_url)
    if live_url and not parts.netloc:  # behind the proxy of the pages; not every browser counts WebSockets as "self"
        return tuple(f"{scheme}://{host}".replace("http", "ws", 1) for host in names)
    found = [f"{parts.scheme}://{parts.netloc}"] if live_url else [f"{scheme}://{host}:{port}" for host in names]
    return (*found, *(origin.replace("http", "ws", 1) for origin in found))
