"""Duties as a table (CSV, xlsx), in."""

from __future__ import annotations

from collections.abc import Mapping

from knooppunt.ground.files.public import rows_of
from knooppunt.kit.problems import Invalid, phrase
from knooppunt.rooms.readiness.rules.roster_import import UNREAD, columns_of


def read_table(content: bytes, file: str) -> list[tuple[int, Mapping[str, str]]]:
    """The lines of a file by column, each with its number from 1; :class:`Invalid` for what is no such table."""
    rows = rows_of(content, file)
    if not rows:
        raise Invalid(phrase("{file} is empty."), place="file", file=file)
    names = columns_of(rows[0][1])
    return [
        (line, {name: cell for name, cell in zip(names, cells, strict=False) if name and name not in UNREAD})
        for line, cells in rows[1:]
    ]
