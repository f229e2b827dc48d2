"""What a source is: a name, how its files are recognised, and how their rows are judged."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from knooppunt.ground.figures.exchange.rows import Reader
from knooppunt.ground.figures.exchange.tables import Table


@dataclass(frozen=True, slots=True)
class TableSource:
    """A source of tables (CSV or xlsx), recognised by the names in the header.

    All of ``columns`` must be there; ``optional`` ones may be; others are named in the report and not read.
    ``spelling`` gives spellings (lower case) of columns, and then capitals do not matter. ``title`` is what people
    call it.
    """

    slug: str
    title: str
    columns: tuple[str, ...]
    read: Reader
    optional: tuple[str, ...] = ()
    spelling: Mapping[str, str] = field(default_factory=dict)

    def own_names(self, header: Sequence[str]) -> dict[str, str]:
        """The columns of a header that this source reads: the name in the file to the name used here."""
        wanted = (*self.columns, *self.optional)
        own = {name: self.spelling.get(name.lower(), name) if self.spelling else name for name in header}
        return {name: column for name, column in own.items() if column in wanted}

    def all_columns(self, fields: Mapping[str, str]) -> list[str]:
        """The columns that a row with these ``fields`` has when it is judged again."""
        return [*self.columns, *(name for name in self.optional if name in fields)]

    def missing(self, header: Sequence[str]) -> list[str]:
        """The columns this source needs that ``header`` has not."""
        found = set(self.own_names(header).values())
        return [column for column in self.columns if column not in found]


@dataclass(frozen=True, slots=True)
class DocumentSource:
    """A source of JSON documents. ``tables`` cuts a document, called by its file name, into tables for ``read``."""

    slug: str
    title: str
    recognises: Callable[[Any], bool]
    tables: Callable[[Any, str], Iterator[Table]]
    read: Reader
    columns_not_read: tuple[str, ...] = ()

    def all_columns(self, fields: Mapping[str, str]) -> list[str]:
        """The columns that a row with these ``fields`` has when it is judged again."""
        return list(fields)


Source = TableSource | DocumentSource
