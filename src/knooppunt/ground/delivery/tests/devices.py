"""Browsers that subscribed to push messages: their keys, and what they read of what a push service was given."""

from __future__ import annotations

import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any
from uuid import UUID

import http_ece
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

from knooppunt.ground.delivery.tests.receiver import Told
from knooppunt.ground.network.public import ContactPoint
from knooppunt.kit.clock import now


def base64url(what: bytes) -> str:
    return urlsafe_b64encode(what).rstrip(b"=").decode()


class Device:
    """A browser whose push service is at ``endpoint``."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint, self.key, self.secret = endpoint, generate_private_key(SECP256R1()), secrets.token_bytes(16)

    @property
    def address(self) -> str:
        """Its subscription as a contact point has it."""
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        told = {"auth": base64url(self.secret), "endpoint": self.endpoint, "p256dh": base64url(point)}
        return json.dumps(told, sort_keys=True, separators=(",", ":"))

    def of(self, person: UUID) -> UUID:
        """Let this be how a person is reached."""
        row = ContactPoint.objects.create(person_id=person, means="push", address=self.address, rank=0, made_at=now())
        return row.id

    def read(self, body: bytes) -> Any:
        """What was sealed for this device; ``ECEException`` when it was not, or was tampered with."""
        opened = http_ece.decrypt(body, private_key=self.key, auth_secret=self.secret, version="aes128gcm")
        return json.loads(opened)


def verified(authorization: str) -> bool:
    """Whether a signature is right for the key it names."""
    return bool(Vapid02.verify(authorization))


def signature_of(told: Told) -> tuple[bool, Any, str]:
    """Whether it is right, what it claims, and the key it names."""
    token, key = (part.partition("=")[2] for part in told.headers["authorization"].removeprefix("vapid ").split(","))
    claims = token.split(".")[1]
    return (
        verified(told.headers["authorization"]),
        json.loads(urlsafe_b64decode(claims + "=" * (-len(claims) % 4))),
        key,
    )
