"""How a browser knows itself among the devices on a page, without the page telling their addresses."""

from __future__ import annotations

from hashlib import sha256

from knooppunt.ground.network.public import Means, push_parts
from knooppunt.kit.problems import Invalid


def device_mark(means: Means, address: str) -> str:
    """SHA-256 (hexadecimal) of where a device takes messages; empty for what is no device, or one that is unreadable.

    The address behind it cannot be guessed, so its digest lets nobody in.
    """
    if means is not Means.PUSH:
        return ""
    try:
        return sha256(push_parts(address).endpoint.encode()).hexdigest()
    except Invalid:
        return ""
