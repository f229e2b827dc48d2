"""Looks up where a message to outside goes and refuses what is not public: the number judged is the one used."""

from __future__ import annotations

import socket

from knooppunt.ground.delivery.rules.destinations import is_public


class NotPublic(Exception):
    """The name leads to an address inside."""


def resolved(host: str, port: int, *, private: bool) -> str:
    """One IP address of ``host``; :class:`NotPublic` when any of them is not public, ``OSError`` when there is none."""
    found = [str(answer[4][0]) for answer in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not private and not all(is_public(address) for address in found):
        raise NotPublic
    return found[0]
