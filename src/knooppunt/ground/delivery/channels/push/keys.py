"""Who the node is to push services (VAPID, RFC 8292): one key pair, made of the secret of the installation."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from datetime import timedelta
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, derive_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from py_vapid import Vapid02, VapidException

from knooppunt.kit.clock import now
from knooppunt.kit.problems import Invalid, phrase

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256 (FIPS 186-5)
SEED_BYTES = 48
"""So many more than the 32 of a key that what is left of a division favours none (FIPS 186-5, A.2.1)."""
VALID_FOR = timedelta(hours=12)
"""Of a signature; at most a day (RFC 8292, 2)."""


def push_key() -> str:
    """The public key for which a browser subscribes: a P-256 point of 65 bytes, base64url."""
    point = private_key().public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return urlsafe_b64encode(point).rstrip(b"=").decode()


def contact() -> str:
    """The address of who runs the node, for push services; empty when it is not known."""
    return str(settings.KNOOPPUNT.push_contact or settings.KNOOPPUNT.mail_from)


def signed_for(endpoint: str) -> str:
    """What ``Authorization`` says to the push service of ``endpoint``; :class:`Invalid` when it cannot be told."""
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc.lower()}",
        "exp": int((now() + VALID_FOR).timestamp()),
        "sub": f"mailto:{contact()}",
    }
    try:
        return str(Vapid02(private_key()).sign(claims)["Authorization"])
    except VapidException as wrong:
        raise Invalid(phrase("This is no subscription to which can be sent.")) from wrong


def private_key() -> EllipticCurvePrivateKey:
    """Kept nowhere: whoever changes the secret of the installation changes it too, and browsers subscribe anew."""
    seed = HKDF(SHA256(), SEED_BYTES, salt=None, info=b"knooppunt.push vapid").derive(settings.SECRET_KEY.encode())
    return derive_private_key(int.from_bytes(seed) % (ORDER - 1) + 1, SECP256R1())
