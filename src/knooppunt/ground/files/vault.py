"""Files on disk under the SHA-256 of their bytes: written beside their place, flushed, then linked into it."""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Stored:
    """What was written: digest in hex, size in bytes."""

    sha256: str
    size: int
    path: Path


@dataclass(frozen=True, slots=True)
class Vault:
    """A folder of originals."""

    folder: Path

    def place(self, sha256: str) -> Path:
        """Where the original with this digest lies, whether or not it is there."""
        return self.folder / sha256[:2] / sha256

    def store(self, stream: BinaryIO) -> Stored:
        """Keep the bytes of ``stream``; bytes that are there already are left as they are."""
        self.folder.mkdir(parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        with tempfile.NamedTemporaryFile(dir=self.folder, prefix="incoming-") as fresh:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                fresh.write(chunk)
            fresh.flush()
            os.fsync(fresh.fileno())
            place = self.place(digest.hexdigest())
            place.parent.mkdir(exist_ok=True)
            Path(fresh.name).chmod(0o440)
            with suppress(FileExistsError):
                os.link(fresh.name, place)
            _flush_folder(place.parent)
        return Stored(digest.hexdigest(), size, place)


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
