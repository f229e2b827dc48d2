"""How the subscription of a browser to push messages is written (RFC 8030, RFC 8291): it is an address."""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey

from knooppunt.kit.problems import Invalid, phrase

LONGEST_SUBSCRIPTION, LONGEST_ENDPOINT = 1000, 500
POINT_BYTES, SECRET_BYTES = 65, 16
UNCOMPRESSED = 4
PARTS = {"auth", "endpoint", "p256dh"}
SIGNS = re.compile(r"[A-Za-z0-9_-]*")
PUBLIC_NAME = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
INSIDE = (".localhost", ".local", ".internal", ".home.arpa")


@dataclass(frozen=True, slots=True)
class PushParts:
    """Where the push service of a browser takes messages, its public key (P-256, uncompressed) and shared secret."""

    endpoint: str
    p256dh: bytes
    auth: bytes


def push_address(text: str, place: str = "address") -> str:
    """The one way to write the subscription that a browser gave; :class:`Invalid`, which repeats nothing of it.

    Whoever gives it decides where the node posts: only to a name of the internet, over https.
    """
    parts = push_parts(text, place)
    if not _is_public(parts.endpoint):
        raise Invalid(phrase("A push service has a public address that begins with https://."), place=place)
    written = {"auth": _encoded(parts.auth), "endpoint": parts.endpoint, "p256dh": _encoded(parts.p256dh)}
    return json.dumps(written, sort_keys=True, separators=(",", ":"))


def push_parts(text: str, place: str = "address") -> PushParts:
    """The parts of a subscription, wherever it leads; :class:`Invalid` when a message cannot be sealed for it."""
    told = _told(text, place)
    key, secret = _decoded(told["p256dh"]), _decoded(told["auth"])
    if not _is_point(key):
        raise Invalid(phrase("The key of this device (p256dh) is none."), place=place)
    if len(secret) != SECRET_BYTES:
        raise Invalid(phrase("The secret of this device (auth) is none."), place=place)
    return PushParts(told["endpoint"], key, secret)


def push_host(address: str) -> str:
    """The host of a subscription: all of it that is ever shown, because its address lets anyone who has it in."""
    try:
        return urlsplit(push_parts(address).endpoint).hostname or ""
    except (ValueError, Invalid):
        return ""


def _told(text: str, place: str) -> dict[str, str]:
    wrong = Invalid(phrase("This is no subscription of a browser."), place=place)
    if len(text) > LONGEST_SUBSCRIPTION:
        raise wrong
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as unreadable:
        raise wrong from unreadable
    if not isinstance(told, dict) or set(told) != PARTS or not all(isinstance(one, str) for one in told.values()):
        raise wrong
    return told


def _is_point(key: bytes) -> bool:
    if len(key) != POINT_BYTES or key[0] != UNCOMPRESSED:
        return False
    try:
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), key)
    except ValueError:
        return False
    return True


def _is_public(endpoint: str) -> bool:
    parts = _split(endpoint)
    if parts is None or parts.scheme != "https" or parts.username is not None or parts.fragment:
        return False
    host = parts.hostname or ""
    return PUBLIC_NAME.fullmatch(host) is not None and not host.endswith(INSIDE)


def _split(endpoint: str) -> SplitResult | None:
    if len(endpoint) > LONGEST_ENDPOINT or not endpoint.isascii() or not endpoint.isprintable() or " " in endpoint:
        return None
    try:
        parts = urlsplit(endpoint)
        return None if parts.port == 0 else parts
    except ValueError:
        return None


def _decoded(written: str) -> bytes:
    """Empty when it is not base64url."""
    bare = written.rstrip("=")
    if not SIGNS.fullmatch(bare) or len(bare) % 4 == 1:
        return b""
    return urlsafe_b64decode(bare + "=" * (-len(bare) % 4))


def _encoded(what: bytes) -> str:
    return urlsafe_b64encode(what).rstrip(b"=").decode()
