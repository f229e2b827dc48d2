"""Connections of this process whose other side is dead: the kernel ends them, the server underneath hears of it."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

OWN = Path("/proc/self/fd")


def let_dead_peers_go(port: int, patience: float) -> bool:
    """End connections to ``port`` whose other side does not take what is sent within ``patience`` seconds.

    Without it one that vanished keeps its connection for a quarter of an hour, and one that stopped reading for ever.
    Those that are made from now on have it from the socket that listens, which the server keeps to itself; false when
    that was not found (yet). Linux; other systems keep their own patience.
    """
    if not OWN.exists():
        return True
    listens = False
    for each in _sockets(port):
        each.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(patience * 1000))
        listens |= bool(each.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))
    return listens


def _sockets(port: int) -> Iterator[socket.socket]:
    """The TCP sockets of this process that belong to ``port`` of this machine."""
    for each in list(OWN.iterdir()):
        with suppress(OSError):  # closed meanwhile, or no socket
            copy = os.dup(int(each.name))
            try:
                found = socket.socket(fileno=copy)
            except OSError:
                os.close(copy)
                continue
            with found:
                if found.family in (socket.AF_INET, socket.AF_INET6) and found.getsockname()[1] == port:
                    yield found
