"""The file of a backup: a tar with the database, the originals, and last a manifest with the SHA-256 of each.

The tar is written in one pass: a member's head is filled in when its size is known. It can be looked into with any
``tar``; ``database.dump`` is in the custom format of ``pg_dump``.
"""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from knooppunt.kit.problems import Invalid, phrase

FORMAT = "knooppunt-backup/1"
DATABASE, MANIFEST, ORIGINALS = "database.dump", "manifest.json", "originals/"
CHUNK = 1 << 20
LONGEST_MANIFEST = 1 << 30


@dataclass(frozen=True, slots=True)
class Member:
    """One file in the parcel. ``size`` in bytes."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the parcel holds. ``made_at`` is ISO 8601 in UTC; ``damaged`` the originals that were not whole then."""

    software: str
    made_at: str
    postgresql: int
    migrations: list[str]
    members: list[Member]
    damaged: list[str] = field(default_factory=list)
    format: str = FORMAT


class Packing:
    """Writes a parcel to a file that is open for reading and writing."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.members: list[Member] = []

    def add(self, name: str, chunks: Iterable[bytes]) -> Member:
        """Add a member, of whatever length."""
        head, digest, size = self.stream.tell(), hashlib.sha256(), 0
        self.stream.write(bytes(tarfile.BLOCKSIZE))
        for chunk in chunks:
            digest.update(chunk)
            size += len(chunk)
            self.stream.write(chunk)
        self.stream.write(bytes(-size % tarfile.BLOCKSIZE))
        end = self.stream.tell()
        self.stream.seek(head)
        self.stream.write(_head(name, size))
        self.stream.seek(end)
        member = Member(name, size, digest.hexdigest())
        self.members.append(member)
        return member

    def take_back(self, member: Member) -> None:
        """Take the member that was added last out again."""
        self.members.remove(member)
        self.stream.seek(-(tarfile.BLOCKSIZE + member.size + -member.size % tarfile.BLOCKSIZE), io.SEEK_CUR)
        self.stream.truncate()

    def close(self, **facts: Any) -> Manifest:
        """Add the manifest and end the tar."""
        manifest = Manifest(members=list(self.members), **facts)
        self.add(MANIFEST, [json.dumps(asdict(manifest), indent=1).encode()])
        self.stream.write(bytes(2 * tarfile.BLOCKSIZE))
        return manifest


@contextmanager
def opened(place: Path) -> Iterator[Iterator[tuple[str, int, IO[bytes]]]]:
    """Name, size and bytes of each member in turn: read them before going on.

    :class:`Invalid` when the file is no tar, or ends too early.
    """
    try:
        with tarfile.open(place, "r:") as tar:
            yield ((head.name, head.size, tar.extractfile(head) or io.BytesIO()) for head in tar)
    except (tarfile.TarError, EOFError) as broken:
        template = phrase("{file} is not a whole backup of Knooppunt: it cannot be read to its end ({why}).")
        raise Invalid(template, place=str(place), file=place, why=broken) from broken


def checked_manifest(place: Path) -> Manifest:
    """The manifest, after every member was read and compared with it; :class:`Invalid` when one is not as written."""
    found, manifest = [], b""
    with opened(place) as members:
        for name, size, content in members:
            if name == MANIFEST:
                manifest = content.read(min(size, LONGEST_MANIFEST))
            else:
                found.append(Member(name, size, _digest(content)))
    said = _manifest(place, manifest)
    for member in sorted({*said.members} ^ {*found}, key=lambda member: member.name):
        raise _not_whole(place, member.name)
    return said


def chunks_of(stream: IO[bytes]) -> Iterator[bytes]:
    """The bytes of a stream, a MiB at a time."""
    while chunk := stream.read(CHUNK):
        yield chunk


def _manifest(place: Path, text: bytes) -> Manifest:
    try:
        said = json.loads(text)
        if said["format"] != FORMAT:
            raise ValueError(said["format"])
        return Manifest(**said | {"members": [Member(**member) for member in said["members"]]})
    except (ValueError, KeyError, TypeError) as wrong:
        raise _not_whole(place, MANIFEST) from wrong


def _head(name: str, size: int) -> bytes:
    head = tarfile.TarInfo(name)
    head.size, head.mode = size, 0o600
    return head.tobuf(tarfile.GNU_FORMAT)  # holds sizes above 8 GiB in the same 512 bytes


def _digest(stream: IO[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in chunks_of(stream):
        digest.update(chunk)
    return digest.hexdigest()


def _not_whole(place: Path, what: str) -> Invalid:
    return Invalid(
        phrase("{file} is not a whole backup of Knooppunt: {what} is missing, or not as it was written."),
        place=str(place),
        file=place,
        what=what or MANIFEST,
    )
