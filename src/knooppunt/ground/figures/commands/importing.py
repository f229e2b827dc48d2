"""``knooppunt import``: files with figures, one after the other, each of them whole or not at all."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click
from django.utils.translation import gettext as _

from knooppunt.ground.access.public import TLP, actor_by_email, operator
from knooppunt.ground.figures.actions import import_file, preview
from knooppunt.ground.figures.commands.reporting import report_lines
from knooppunt.ground.figures.commands.speaking import say_json
from knooppunt.ground.figures.rules.report import Report
from knooppunt.kit.problems import Problem

REFUSED, KEPT_APART = 1, 3
WIDTH = 30
STAGES = {
    "reading": lambda: _("reading"),
    "comparing": lambda: _("comparing"),
    "writing": lambda: _("writing"),
}

Progress = Callable[[str, int, int], None]


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", metavar="S", help="Refuse files that are not of this source.")
@click.option("--dry-run", is_flag=True, help="Report what would happen; write nothing.")
@click.option("--again", is_flag=True, help="Also take in a file whose content came in before.")
@click.option(
    "--marking", type=click.Choice(list(TLP)), default=TLP.GREEN.value, show_default=True, help="TLP marking."
)
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON document: a report, or a list of them for several files."
)
@click.option("--as", "email", metavar="EMAIL", help="Act with the mandates of this account; else as the operator.")
@click.pass_context
def import_(ctx: click.Context, /, *, files: tuple[Path, ...], as_json: bool, email: str | None, **how: Any) -> None:
    """Take in FILES with figures: CSV, JSON or xlsx, packed with gzip or zip or not.

    The source of a file is recognised by its header. Each file comes in whole or not at all; rows that are wrong are
    put in quarantine. Exit codes: 0 done; 1 a file was refused, with the reason; 2 wrong usage; 3 done, with rows in
    quarantine.
    """
    actor = actor_by_email(email) if email else operator()
    told: list[dict[str, Any]] = []
    for place in files:
        try:
            report = _take(place, as_json=as_json, actor=actor, **how)
        except Problem as refusal:
            told.append(_refused(place, refusal))
        else:
            told.append(report.as_json())
            click.echo("" if as_json else "\n".join(report_lines(report)), nl=not as_json)
    if as_json:
        say_json(told if len(files) > 1 else told[0])
    ctx.exit(_exit_code(told))


def _take(
    place: Path, *, source: str | None, dry_run: bool, again: bool, marking: str, as_json: bool, actor: Any
) -> Report:
    progress = _bar if sys.stderr.isatty() and not as_json else _silent
    try:
        if dry_run:
            return preview(path=place, file_name=place.name, source=source, again=again, progress=progress, actor=actor)
        return import_file(
            path=place,
            file_name=place.name,
            source=source,
            again=again,
            marking=TLP(marking),
            progress=progress,
            actor=actor,
        )
    finally:
        progress("", 0, 0)


def _refused(place: Path, refusal: Problem) -> dict[str, Any]:
    sentence = refusal.sentence(_(refusal.template))
    where = refusal.place or place.name
    click.echo(sentence if where in sentence else f"{where}: {sentence}", err=True)
    return {"state": "refused", "file": place.name, "place": where, "sentence": sentence}


def _exit_code(told: Sequence[dict[str, Any]]) -> int:
    if any(report["state"] == "refused" for report in told):
        return REFUSED
    return KEPT_APART if any(report["rows"]["quarantined"] for report in told) else 0


def _bar(stage: str, done: int, total: int) -> None:
    """Draw how far we are on one line of the terminal; an empty stage wipes it."""
    full = WIDTH * done // total if total else 0
    line = f"{STAGES[stage]():<12} {'█' * full}{'·' * (WIDTH - full)}" if stage else " " * (WIDTH + 13)
    sys.stderr.write(f"\r{line}{'' if stage else chr(13)}")
    sys.stderr.flush()


def _silent(stage: str, done: int, total: int) -> None:
    """Nobody watches."""
