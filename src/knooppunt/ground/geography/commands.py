"""``knooppunt import borders``."""

from __future__ import annotations

import dataclasses
import json
from datetime import date, datetime
from pathlib import Path

import click
from django.utils.translation import gettext as _

from knooppunt.ground.geography.actions import BordersReport, ImportedKind, import_borders
from knooppunt.kit.authority import system_actor

KIND_NAMES = {
    "region": lambda: _("safety regions"),
    "province": lambda: _("provinces"),
    "ggd": lambda: _("GGD regions"),
    "municipality": lambda: _("municipalities"),
}
VINTAGE_REASONS = {
    "asked": lambda: _("as you said"),
    "codes": lambda: _("as the municipalities in the file tell"),
    "year": lambda: _("as a year in the file tells"),
    "today": lambda: _("today, because the file does not tell"),
}


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--vintage", type=click.DateTime(["%Y-%m-%d"]), help="The day these borders are of (YYYY-MM-DD).")
@click.option("--layer", "layers", multiple=True, help="Read only this layer or object; may be given more than once.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def borders(file: Path, vintage: datetime | None, layers: tuple[str, ...], as_json: bool) -> None:
    """Take in borders: GeoJSON, TopoJSON or GeoPackage with CBS codes (VR01, GM0344, PV26, GG2514), also gzipped.

    From then on every map shows real borders. Exit codes: 0 done; 1 refused, with the reason; 2 wrong usage.
    """
    report = import_borders(
        source=file,
        name=file.name,
        vintage=vintage.date() if vintage else None,
        layers=layers,
        # Who may sign in is known above this room; at the terminal of the server it is the operator.
        actor=system_actor("operator at the terminal"),
    )
    click.echo(_as_json(report) if as_json else "\n".join(_lines(report)))


def _as_json(report: BordersReport) -> str:
    def plain(value: object) -> str:
        assert isinstance(value, date)
        return value.isoformat()

    return json.dumps(dataclasses.asdict(report), default=plain, ensure_ascii=False, indent=2)


def _lines(report: BordersReport) -> list[str]:
    told = VINTAGE_REASONS[report.vintage_told_by]()
    first = _("{file} ({format}): borders of {day}, {told}.").format(
        file=report.file, format=report.format, day=report.vintage, told=told
    )
    lines = [first, *(line for kind in report.kinds for line in _kind_lines(kind))]
    lines += [_("Not read: {what}").format(what=what) for what in report.not_read]
    if report.known:
        lines.append(_("These borders were here already: nothing was written."))
    return lines


def _kind_lines(kind: ImportedKind) -> list[str]:
    name = KIND_NAMES[kind.kind]()
    pattern = _("{count} {kind}, put together from municipalities") if kind.derived else _("{count} {kind}")
    lines = ["  " + pattern.format(count=kind.shapes, kind=name)]
    lines += [
        "    " + _("repaired {code}: {fault}").format(code=code, fault=fault) for code, fault in kind.repaired.items()
    ]
    if kind.missing:
        codes = ", ".join(kind.missing)
        lines.append("    " + _("without a border ({count}): {codes}").format(count=len(kind.missing), codes=codes))
    return lines
