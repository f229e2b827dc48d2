"""Zip files from outside, unpacked within a limit: what such a file says of its own sizes is not to be believed."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Iterator

BLOCK = 1 << 20
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
"""What a zip file raises that is not whole, needs a password or is packed in a way that is not read here."""
READ_IN_BLOCKS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The ways of packing that come out a block at a time; of others a kilobyte may become gigabytes in one step."""


class Swollen(Exception):
    """More comes out of an archive than was allowed."""


def unpacked(
    archive: zipfile.ZipFile, members: Iterable[zipfile.ZipInfo], most: int
) -> Iterator[tuple[zipfile.ZipInfo, bytes]]:
    """These members in blocks of at most ``BLOCK`` bytes, each block with its member.

    :class:`Swollen` before more than ``most`` bytes came out of all together; one of ``BROKEN`` for what is not
    whole, and for a way of packing that does not come out in blocks.
    """
    total = 0
    for member in members:
        if member.compress_type not in READ_IN_BLOCKS:
            raise NotImplementedError(member.compress_type)
        with archive.open(member) as packed:
            while block := packed.read(BLOCK):
                total += len(block)
                if total > most:
                    raise Swollen
                yield member, block
