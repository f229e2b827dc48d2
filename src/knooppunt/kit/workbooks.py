"""Where in an xlsx file from outside cells may stand, whatever the file says that its sheets are.

The reader of values makes room for all cells before the farthest one, finds the files of sheets by rules of its own
and reads XML less strictly than others. Who guards the room it takes has to look at every file in which it finds cells.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable

CELLS_BEGIN = re.compile(rb"[<:]sheetData")
OVERLAP = len(b"<sheetData") - 1


def sheet_files(blocks: Iterable[tuple[zipfile.ZipInfo, bytes]]) -> list[zipfile.ZipInfo]:
    """The members of an archive that hold cells, of all its members in blocks.

    :class:`zipfile.BadZipFile` for two such members with names that differ in upper and lower case at most: which of
    them is read depends on who reads.
    """
    found: dict[str, zipfile.ZipInfo] = {}
    before: tuple[zipfile.ZipInfo | None, bytes] = (None, b"")
    for member, block in blocks:
        content = before[1] + block if before[0] is member else block
        if CELLS_BEGIN.search(content) and found.setdefault(member.filename.lower(), member) is not member:
            raise zipfile.BadZipFile(member.filename)
        before = (member, content[-OVERLAP:])
    return list(found.values())
