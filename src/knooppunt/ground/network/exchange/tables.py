"""The directory as a table (CSV, xlsx): the same columns out as in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from knooppunt.ground.files.public import rows_of
from knooppunt.ground.network.queries.listing import Entry
from knooppunt.ground.network.rules.importing import ADDRESSES, IGNORED, columns_of
from knooppunt.kit.problems import Invalid, phrase


def table_rows(entries: Sequence[Entry]) -> Iterator[Sequence[Any]]:
    """A row for each person and function, by the columns of ``rules.importing``."""
    for one in entries:
        by_means = {means: ";".join(at.address for at in one.contacts if at.means is means) for means in ADDRESSES}
        order = dict.fromkeys(at.means.value for at in one.contacts if at.means in ADDRESSES)
        yield (
            one.person, one.name, one.organisation, one.function, one.role, one.starts, one.ends,
            *by_means.values(), ",".join(order),
        )  # fmt: skip


def read_table(content: bytes, file: str) -> list[tuple[int, Mapping[str, str]]]:
    """The lines of a file by column, each with its number from 1; :class:`Invalid` for what is no such table."""
    rows = rows_of(content, file)
    if not rows:
        raise Invalid(phrase("{file} is empty."), place="file", file=file)
    names = columns_of(rows[0][1])
    return [(line, _by_column(names, cells)) for line, cells in rows[1:]]


def _by_column(names: Sequence[str], cells: Sequence[str]) -> Mapping[str, str]:
    return {name: cell for name, cell in zip(names, cells, strict=False) if name and name not in IGNORED}
