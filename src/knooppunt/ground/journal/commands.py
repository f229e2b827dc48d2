"""``knooppunt journal``: what happened, and whether the journal is still as it was written."""

from __future__ import annotations

import dataclasses
import json
from textwrap import shorten

import click
from django.utils.translation import gettext as _

from knooppunt.ground.journal import public
from knooppunt.ground.journal.public import PAGE, Line
from knooppunt.kit.authority import system_actor
from knooppunt.kit.clock import NETHERLANDS
from knooppunt.kit.problems import phrase

FAULT_FOUND = 3
LONGEST = 200
FAULTS = {
    "changed": phrase("Entry {row} was changed after it was written."),
    "removed": phrase("Entry {row} was removed."),
    "inserted": phrase("Entry {row} was inserted afterwards."),
    "seal changed": phrase("Seal {row} was changed after it was set."),
    "seal removed": phrase("Seal {row} was removed."),
}

as_json = click.option("--json", "as_json", is_flag=True, help="One JSON document.")


@click.group()
def journal() -> None:
    """What happened: list it, seal it, and verify that nobody changed it."""


@journal.command("list")
@click.option("--event", default="", metavar="ROOM.NAME", help="Only this kind of event.")
@click.option("--subject", default="", metavar="ID", help="Only about this thing.")
@click.option("--before", type=int, metavar="NUMBER", help="Only entries before this one.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=PAGE, show_default=True)
@as_json
def list_(*, event: str, subject: str, before: int | None, limit: int, as_json: bool) -> None:
    """The newest entries first."""
    found = public.entries(before=before, event=event, subject=subject, limit=limit, actor=system_actor("operator"))
    if as_json:
        lines = [dataclasses.asdict(line) | {"at": line.at.isoformat(), "key": str(line.key)} for line in found]
        click.echo(json.dumps(lines, ensure_ascii=False, indent=2))
        return
    for line in found:
        click.echo(_as_text(line))


@journal.command()
@as_json
def seal(*, as_json: bool) -> None:
    """Seal what was not sealed yet, so that a later change of it shows."""
    sealed = public.seal()
    click.echo(json.dumps({"sealed": sealed}) if as_json else _("{count} entries sealed.").format(count=sealed))


@journal.command()
@as_json
def verify(*, as_json: bool) -> None:
    """Compute the whole chain anew; names the first row that is not as it was, with exit code 3.

    The head it prints, kept elsewhere, later proves that the whole chain was not written anew.
    """
    found = public.verify()
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(found) | {"intact": found.fault is None}, indent=2))
    else:
        click.echo(_report(found))
    if found.fault:
        click.get_current_context().exit(FAULT_FOUND)


def _report(found: public.Verification) -> str:
    counted = _("{entries} entries, {sealed} of them under {seals} seals; head {head}.").format(
        entries=found.entries, sealed=found.sealed, seals=found.seals, head=found.head or "–"
    )
    fault = found.fault
    judged = _(FAULTS[fault.what]).format(row=fault.row) if fault else _("The journal is intact.")
    return f"{judged} {counted}"


def _as_text(line: Line) -> str:
    at = line.at.astimezone(NETHERLANDS).strftime("%Y-%m-%d %H:%M:%S")
    facts = shorten(json.dumps(line.payload, ensure_ascii=False), LONGEST, placeholder=" … (--json shows all)")
    return f"{line.id:>8}  {at}  {line.event}  {line.actor}  {facts}"
