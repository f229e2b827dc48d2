"""The first gate: is it a file we can take at all? Unpacks gzip and zip within limits, and refuses the rest by name."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from knooppunt.ground.figures.exchange.reading import Limits
from knooppunt.kit.archives import BLOCK, BROKEN, Swollen, unpacked
from knooppunt.kit.problems import Invalid, phrase

FREE = 16 << 20
"""Bytes that may come out of any file before the ratio of packed to unpacked is looked at."""

FOREIGN = (
    (b"%PDF", "PDF"),
    (b"\xd0\xcf\x11\xe0", "Office 97-2003 (.xls, .doc)"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"Rar!", "RAR"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"PAR1", "Parquet"),
    (b"SQLite format", "SQLite"),
    (b"\x7fELF", "ELF"),
    (b"MZ\x90", "EXE"),
    (b"{\\rtf", "RTF"),
    (b"PK\x03\x04", "zip"),
    (b"\x1f\x8b", "gzip"),
)
"""What files of other types begin with."""
MARKUP = ((b"<!doctype html", "HTML"), (b"<html", "HTML"), (b"<?xml", "XML"))


@dataclass(frozen=True, slots=True)
class Content:
    """A file that may be read: ``name`` as people know it, ``kind`` ``"text"`` or ``"xlsx"``."""

    path: Path
    name: str
    kind: str
    limits: Limits
    _open: Callable[[], Iterator[bytes]]

    def blocks(self) -> Iterator[bytes]:
        """The unpacked bytes in blocks; Invalid when they are too many, broken, or of a foreign type."""
        total = 0
        for block in self._open():
            if not block:
                continue
            if total == 0:
                refuse_foreign(block, self.name)
            total += len(block)
            yield block
        if total == 0 and self.kind == "text":
            raise Invalid(phrase("{file} is empty."), place=self.name, file=self.name)

    def sha256(self) -> str:
        """SHA-256 of the unpacked bytes."""
        digest = hashlib.sha256()
        for block in self.blocks() if self.kind == "text" else _plain(self.path):
            digest.update(block)
        return digest.hexdigest()


def open_content(path: Path, name: str, limits: Limits) -> Content:
    """Look at the first bytes of the file at ``path`` and decide how to read it. Invalid names ``name``."""
    with path.open("rb") as file:
        head = file.read(512)
    if not head:
        raise Invalid(phrase("{file} is empty."), place=name, file=name)
    _within(path.stat().st_size, limits, name)
    if head.startswith(b"\x1f\x8b"):
        return Content(path, name, "text", limits, lambda: _gunzip(path, name, limits))
    if head.startswith(b"PK\x03\x04"):
        return _open_zip(path, name, limits)
    return Content(path, name, "text", limits, lambda: _plain(path))


def refuse_foreign(head: bytes, name: str) -> None:
    """Invalid when the bytes ``head`` begin a file of a type that holds no figures we can read."""
    start = head[:64].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    kinds = [kind for magic, kind in FOREIGN if head.startswith(magic)]
    kinds += [kind for magic, kind in MARKUP if start.startswith(magic)]
    kinds += ["tar"] if head[257:262] == b"ustar" else []
    if kinds:
        raise _foreign(name, kinds[0])


def _foreign(name: str, kind: str) -> Invalid:
    template = phrase("{file} is of the type {kind}; give a CSV, JSON or xlsx file, as it is or in a gzip or zip file.")
    return Invalid(template, place=name, file=name, kind=kind)


def _plain(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def _gunzip(path: Path, name: str, limits: Limits) -> Iterator[bytes]:
    total = 0
    with path.open("rb") as file:
        try:
            for block in _inflate(file):
                total += len(block)
                _within(total, limits, name)
                _refuse_swelling(total, file.tell(), limits, name)
                yield block
        except (zlib.error, EOFError) as wrong:
            raise _broken(name, total) from wrong


def _inflate(file: IO[bytes]) -> Iterator[bytes]:
    """The members of a gzip file after each other; EOFError when the last one is not whole."""
    unpack, begun = zlib.decompressobj(wbits=31), False
    while packed := file.read(BLOCK // 8):
        while packed:
            begun = True
            yield unpack.decompress(packed, BLOCK)
            packed = unpack.unconsumed_tail
            if unpack.eof:
                packed = unpack.unused_data.lstrip(b"\0")
                unpack, begun = zlib.decompressobj(wbits=31), False
    if begun:
        yield unpack.flush()
        if not unpack.eof:
            raise EOFError


def _broken(name: str, total: int) -> Invalid:
    template = phrase("{file} is not whole: unpacking stops after {total} bytes. Fetch it again.")
    return Invalid(template, place=name, file=name, total=total)


def _within(total: int, limits: Limits, name: str) -> None:
    if total > limits.max_bytes:
        raise _too_large(limits, name)


def _too_large(limits: Limits, name: str) -> Invalid:
    template = phrase("{file} is larger than {most} MB unpacked, the most that is taken in one file.")
    return Invalid(template, place=name, file=name, most=f"{limits.max_bytes / (1 << 20):.4g}")


def _refuse_swelling(total: int, packed: int, limits: Limits, name: str) -> None:
    if total > FREE and total > packed * limits.max_ratio:
        template = phrase("{file} swells to over {ratio} times its size when unpacked: it is no file of figures.")
        raise Invalid(template, place=name, file=name, ratio=limits.max_ratio)


def _open_zip(path: Path, name: str, limits: Limits) -> Content:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            names = {member.filename for member in members}
            if "xl/workbook.xml" in names:
                for _block in _counted(archive, members, name, limits):
                    pass
                return Content(path, name, "xlsx", limits, lambda: iter(()))
    except BROKEN as wrong:
        raise _broken(name, path.stat().st_size) from wrong
    inside = [member for member in members if not member.filename.startswith("__MACOSX/")]
    if "word/document.xml" in names or "mimetype" in names:
        raise _foreign(name, "DOCX" if "word/document.xml" in names else "OpenDocument")
    if len(inside) != 1:
        template = phrase("{file} holds {count} files; give an archive with one, or the files one by one.")
        raise Invalid(template, place=name, file=name, count=len(inside))
    return Content(path, name, "text", limits, lambda: _unzip(path, inside[0].filename, name, limits))


def _unzip(path: Path, member: str, name: str, limits: Limits) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield from _counted(archive, [archive.getinfo(member)], name, limits)
    except BROKEN as wrong:
        raise _broken(name, path.stat().st_size) from wrong


def _counted(
    archive: zipfile.ZipFile, members: Iterable[zipfile.ZipInfo], name: str, limits: Limits
) -> Iterator[bytes]:
    """The members in blocks; Invalid when together they are too large, or one of them swells."""
    sizes = Counter[str]()
    try:
        for member, block in unpacked(archive, members, limits.max_bytes):
            sizes[member.filename] += len(block)
            _refuse_swelling(sizes[member.filename], member.compress_size, limits, name)
            yield block
    except Swollen as wrong:
        raise _too_large(limits, name) from wrong
