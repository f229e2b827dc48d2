"""The address of this node as others reach it."""

from __future__ import annotations

from django.conf import settings


def web_address() -> str:
    """The beginning of every link, without the last slash."""
    known = settings.KNOOPPUNT
    if known.url:
        return str(known.url)
    return f"https://{known.hosts[0]}" if known.tls else f"http://{known.hosts[0]}:{known.port}"
