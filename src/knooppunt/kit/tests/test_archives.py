from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from knooppunt.kit.archives import BLOCK, BROKEN, Swollen, unpacked


def archive(*parts: tuple[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", packing) as made:
        for name, content in parts:
            made.writestr(name, content)
    return file.getvalue()


def blocks(content: bytes, most: int) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(BytesIO(content)) as file:
        return [(member.filename, block) for member, block in unpacked(file, file.infolist(), most)]


def test_members_come_out_in_blocks_each_with_its_name() -> None:
    found = blocks(archive(("a", b"x" * (BLOCK + 1)), ("b", b"y")), BLOCK + 2)
    assert [(name, len(block)) for name, block in found] == [("a", BLOCK), ("a", 1), ("b", 1)]


def test_the_limit_is_on_all_members_together() -> None:
    content = archive(("a", b"xx"), ("b", b"yy"))
    assert b"".join(block for _name, block in blocks(content, 4)) == b"xxyy"
    with pytest.raises(Swollen):
        blocks(content, 3)


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_does_not_come_out_in_blocks_is_not_unpacked(packing: int) -> None:
    with pytest.raises(BROKEN):
        blocks(archive(("a", b"x"), packing=packing), BLOCK)


def test_what_is_not_whole_is_broken_and_not_swollen() -> None:
    content = bytearray(archive(("a", b"x" * 100), packing=zipfile.ZIP_STORED))
    content[40] ^= 1
    with zipfile.ZipFile(BytesIO(bytes(content))) as file, pytest.raises(BROKEN):
        list(unpacked(file, file.infolist(), BLOCK))
