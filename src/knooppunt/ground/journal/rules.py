"""How a seal is computed (a hash chain over batches, as in RFC 9162's reasoning on append-only logs)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

NO_SEAL = bytes(32)


def seal_digest(number: int, previous: bytes, entries: Sequence[int], digests: Sequence[bytes]) -> bytes:
    """SHA-256 over the seal's number, the seal before it and each entry's id and digest, in order."""
    chain = hashlib.sha256(number.to_bytes(8) + previous)
    for entry, digest in zip(entries, digests, strict=True):
        chain.update(entry.to_bytes(8) + digest)
    return chain.digest()
