"""Seals a message for one browser (RFC 8291): the push service hands it on and cannot read it."""

from __future__ import annotations

import http_ece
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from knooppunt.ground.network.public import PushParts

CODING = "aes128gcm"


def sealed(content: bytes, to: PushParts) -> bytes:
    """One record of at most 4096 bytes; a key of its own for each message."""
    own = generate_private_key(SECP256R1())
    return bytes(http_ece.encrypt(content, private_key=own, dh=to.p256dh, auth_secret=to.auth, version=CODING))
