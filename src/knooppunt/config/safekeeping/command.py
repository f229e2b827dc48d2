"""``knooppunt backup`` and ``knooppunt restore``."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from django.utils.translation import gettext as _

from knooppunt.config.safekeeping.backup import write_backup
from knooppunt.config.safekeeping.parcel import Manifest, checked_manifest
from knooppunt.config.safekeeping.restore import restore_backup
from knooppunt.ground.journal.public import verify

NOT_WELL = 3

as_json = click.option("--json", "as_json", is_flag=True, help="One JSON document.")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@as_json
def backup(*, file: Path, as_json: bool) -> None:
    """Write database and originals, as they are at one moment, to FILE, which must not exist yet.

    The node may keep running. Exit code 3: the backup is there, but originals named in it were damaged already.
    """
    with _progress(_("Backup"), as_json=as_json) as progress:
        manifest = write_backup(file.resolve(), progress)
    _say(manifest, file, _("The backup is in {file}: {bytes} bytes, {originals} originals."), as_json=as_json)
    if manifest.damaged:
        click.get_current_context().exit(NOT_WELL)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--check", is_flag=True, help="Only read the whole file and compare it with its manifest.")
@as_json
def restore(*, file: Path, check: bool, as_json: bool) -> None:
    """Bring the backup in FILE back onto an empty installation: all of it, or nothing.

    Exit code 3: it is back, but the journal in it is not as it was written.
    """
    if check:
        _say(checked_manifest(file), file, _("{file} is whole: {bytes} bytes, {originals} originals."), as_json=as_json)
        return
    manifest = restore_backup(file.resolve())
    fault = verify().fault
    _say(manifest, file, _("{file} is back: {bytes} bytes, {originals} originals."), as_json=as_json)
    if fault:
        click.echo(_("The journal in it is not intact: see `knooppunt journal verify`."), err=True)
        click.get_current_context().exit(NOT_WELL)


def _say(manifest: Manifest, file: Path, sentence: str, *, as_json: bool) -> None:
    facts = {
        "file": str(file),
        "bytes": file.stat().st_size,
        "originals": len(manifest.members) - 1,
        "damaged": manifest.damaged,
        "made_at": manifest.made_at,
        "software": manifest.software,
    }
    click.echo(json.dumps(facts, indent=2) if as_json else sentence.format_map(facts))
    for digest in manifest.damaged:
        click.echo(_("Original {digest} was missing or changed on disk.").format(digest=digest), err=True)


@contextmanager
def _progress(label: str, *, as_json: bool) -> Iterator[Callable[[int], None]]:
    if as_json or not sys.stderr.isatty():
        yield lambda _bytes: None
        return
    written = 0

    def show(more: int) -> None:
        nonlocal written
        written += more
        click.echo(f"\r{label}: {written / 1e6:,.1f} MB", nl=False, err=True)

    yield show
    click.echo(err=True)
