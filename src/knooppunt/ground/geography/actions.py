"""Taking in borders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from knooppunt.ground.files.public import keep
from knooppunt.ground.geography.atlas import the_atlas
from knooppunt.ground.geography.events import BordersImported
from knooppunt.ground.geography.exchange.borders import Borders, Reading, read_borders
from knooppunt.ground.geography.models import Border, BorderSet
from knooppunt.ground.journal.public import action, record
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now, today

PERMISSION = "geography.import"


@dataclass(frozen=True, slots=True)
class ImportedKind:
    """The borders of one kind: how many, whether put together from municipalities, what was repaired and is missing."""

    kind: str
    shapes: int
    derived: bool
    repaired: Mapping[str, str]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BordersReport:
    """What an import of borders did. ``vintage_told_by`` is asked, codes, year or today.

    ``not_read`` lists layers as ``name: features not read/features``. ``known`` is true when these very borders were
    the newest already: then nothing was written.
    """

    file: str
    sha256: str
    format: str
    vintage: date
    vintage_told_by: str
    kinds: tuple[ImportedKind, ...]
    not_read: tuple[str, ...]
    known: bool


@action
def import_borders(
    *, source: Path, name: str = "", vintage: date | None = None, layers: tuple[str, ...] = (), actor: Actor
) -> BordersReport:
    """Take in the borders in ``source`` (GeoJSON, TopoJSON or GeoPackage, also gzipped) as a new set per kind.

    ``vintage`` is the day the borders are of; without it the municipalities in the file tell it, or a year in the file,
    or else it is today. ``layers`` chooses layers by name. Levels that the file does not hold are put together from its
    municipalities when it has all of them. Raises :class:`Invalid` with what is wrong; then nothing is written.
    """
    actor.require(PERMISSION)
    name = name or source.name
    reading = read_borders(the_atlas(), source, name, asked=vintage, layers=layers, today=today())
    original = keep(source=source, name=name, permission=PERMISSION, actor=actor)
    known = _is_newest(reading, original.sha256)
    if not known:
        for borders in reading.borders:
            _write(borders, reading.vintage.day, original.sha256)
        record(_event(reading, original.sha256, name))
    return _report(reading, original.sha256, name, known=known)


def _is_newest(reading: Reading, sha256: str) -> bool:
    """Whether the newest set of each kind in the file, of this vintage, came from the same file."""
    for borders in reading.borders:
        same = BorderSet.objects.filter(kind=borders.kind, vintage=reading.vintage.day, derived=borders.derived)
        newest = same.order_by("-imported_at", "-id").first()
        if newest is None or newest.original_id != sha256:
            return False
    return True


def _write(borders: Borders, vintage: date, sha256: str) -> None:
    border_set = BorderSet.objects.create(
        kind=borders.kind, vintage=vintage, derived=borders.derived, original_id=sha256, imported_at=now()
    )
    Border.objects.bulk_create(
        Border(border_set=border_set, code=code, geometry=geometry) for code, geometry in borders.geometries.items()
    )


def _event(reading: Reading, sha256: str, name: str) -> BordersImported:
    return BordersImported(
        original=sha256,
        name=name,
        vintage=reading.vintage.day,
        kinds=tuple(borders.kind for borders in reading.borders),
        shapes=sum(len(borders.geometries) for borders in reading.borders),
        repaired=tuple(sorted(code for borders in reading.borders for code in borders.repaired)),
    )


def _report(reading: Reading, sha256: str, name: str, *, known: bool) -> BordersReport:
    kinds = tuple(
        ImportedKind(one.kind, len(one.geometries), one.derived, one.repaired, one.missing) for one in reading.borders
    )
    return BordersReport(
        file=name,
        sha256=sha256,
        format=reading.form,
        vintage=reading.vintage.day,
        vintage_told_by=reading.vintage.told_by,
        kinds=kinds,
        not_read=reading.not_read,
        known=known,
    )
